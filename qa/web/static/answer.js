// One answer: the figure first and large, one sentence, then what is folded: how it was come by, and where it stands.

import { button, copy, grouped, icon, make, send, t, toast } from "./shell.js";
import { best, cell, chip, chips, introduce, titled, where } from "./chips.js";
import { chart, comparable } from "./chart.js";
import { markdown } from "./markdown.js";
import { derivation } from "./derivation.js";
import { audit, inFigures } from "./onward.js";
import { open } from "./source.js";

const basis = (f) => t(`basis_${f.basis}`);
const scope = (f) => t(`scope_${f.scope}`);
const about = (f) => `${f.issuer} · ${t("year_n", { n: f.fiscal_year })}`;
const flat = (text) => text.replace(/\s+/g, " ").trim();
const cited = (f, citations) => citations.filter((c) => f.citations.includes(c.id));
const ROWS = 3; // fewer figures than this are told in the sentence

/** A figure with its source in one line, to be pasted elsewhere. */
export function oneLine(f, citations) {
  const [c] = best(cited(f, citations), f);
  const head = `${f.label}：${f.value}${f.unit}（${f.issuer}，${t("year_n", { n: f.fiscal_year })}，${basis(f)}，${scope(f)}）`;
  return c ? `${head}；《${c.title}》${c.section}${c.page ? `，${t("page_n", { n: c.page })}` : ""}：“${flat(c.quote)}”` : head;
}

/** Tells which printed figure of an answer a citation stands for. */
function ownerIn(answer) {
  const printed = [...answer.figures, ...(answer.calculation?.inputs ?? []), ...answer.conflicts.flatMap((one) => one.figures)].filter((f) => f.basis !== "computed");
  return (c) => printed.find((f) => f.citations.includes(c.id)) ?? null;
}

/** Of which stage and scope a figure is; of one that was worked out, its parts' stages as well. */
function tags(f, parts = []) {
  const stages = [f, ...(f.basis === "computed" ? parts : [])].map((one) => one.basis);
  return [...[...new Set(stages)].map((name) => make("span", { class: `tag basis-${name}` }, t(`basis_${name}`))), make("span", { class: "tag" }, scope(f))];
}

/** A unit with what it means, for those who read no Chinese. */
function glossed(unit) {
  const meaning = { 元: "unit_yuan", 万元: "unit_wan", 亿元: "unit_yi" }[unit];
  return meaning && t(meaning) ? `${unit} (${t(meaning)})` : unit;
}

function headline(f, answer) {
  return make("div", { class: "figure" },
    make("p", { class: "amount" }, make("b", {}, grouped(f.value)), make("span", { class: "unit" }, glossed(f.unit)), make("span", { class: "marks" }, chips(cited(f, answer.citations), f, ownerIn(answer))),
      button([icon("copy"), make("span", {}, t("copy_figure"))], () => copy(oneLine(f, answer.citations)), { class: "quiet copy", "data-copy": "", title: t("copy_figure") })),
    make("p", { class: "about" }, make("span", { class: "label", lang: "zh-CN" }, f.label), " ", about(f), " ", tags(f, answer.calculation?.inputs)));
}

/** A table of figures; a column that says the same in every row is said once, in the caption. */
export function figures(list, citations, caption) {
  const columns = [["issuer", (f) => f.issuer], ["year", (f) => f.fiscal_year], ["basis", (f) => `${basis(f)} · ${scope(f)}`]];
  const told = columns.filter(([, of]) => new Set(list.map(of)).size > 1);
  const shared = list.length > 1 ? columns.filter((one) => !told.includes(one)).map(([, of]) => of(list[0])).join(" · ") : "";
  const shown = list.length > 1 ? told : columns;
  const names = ["label", "value", "unit", ...shown.map(([name]) => name), "source"];
  const named = (name, more, ...content) => make("td", { "data-name": t(`col_${name}`), ...more }, content);
  const rows = list.map((f) => make("tr", {}, make("th", { scope: "row" }, f.label), named("value", { class: "number" }, grouped(f.value)), named("unit", {}, f.unit),
    shown.map(([name, of]) => named(name, {}, of(f))), named("source", { class: "marks" }, chips(cited(f, citations), f))));
  return make("div", { class: "wide stacked", tabindex: 0, role: "region", "aria-label": caption },
    make("table", {}, make("caption", { class: shared ? "shared" : "unseen" }, shared || caption), make("thead", {}, make("tr", {}, names.map((name) => make("th", { scope: "col", class: name === "value" ? "number" : null }, t(`col_${name}`))))), make("tbody", {}, rows)));
}

function conflict(one, citations) {
  const sides = one.figures.map((f) => make("li", {}, make("b", {}, `${grouped(f.value)} ${f.unit}`), ` ${f.label} · ${basis(f)} `, chips(cited(f, citations), f)));
  return make("div", { class: "conflict" }, make("p", {}, make("strong", {}, `≠ ${t("conflict")}`), make("span", { lang: "zh-CN" }, ` ${one.about}`)), make("ul", {}, sides));
}

function source(c) {
  const place = cell(c);
  return make("li", {}, chip(c), make("div", {}, make("p", { class: "where" }, where(c), place ? make("span", { class: "cell" }, place) : null),
    make("q", {}, flat(c.quote))));
}

function sources(used) {
  if (!used.length) return null;
  const [first] = best(used);
  return make("details", { class: "sources" }, make("summary", {}, t("sources", { n: used.length }), make("span", { class: "hint", lang: "zh-CN" }, ` ${where(first)}`)),
    make("ol", { class: "cites", lang: "zh-CN" }, used.map(source)));
}

/** The citations that an answer makes use of. */
function usedBy(answer) {
  const all = [...answer.figures, ...(answer.calculation?.inputs ?? []), ...answer.conflicts.flatMap((one) => one.figures)];
  const numbers = new Set([...all.flatMap((f) => f.citations), ...[...answer.answer.matchAll(/\[(\d+)\]/g)].map((m) => Number(m[1]))]);
  return answer.citations.filter((c) => numbers.has(c.id));
}

/** The source that an answer rests on first, with its figure's value; null where it cites nothing. */
export function mainSource(answer) {
  const [f] = answer.figures;
  const [c] = f ? best(cited(f, answer.citations), f) : answer.citations;
  return c ? { ...c, value: (f?.basis === "computed" ? ownerIn(answer)(c) : f)?.value } : null;
}

/** The state of an answer, said in words and by a sign, where it is more than “answered”. */
function status(answer) {
  if (answer.status === "answered" && !answer.reason) return null;
  const sign = { partial: "half", ambiguous: "ask", not_found: "none", declined: "none", answered: "info" }[answer.status];
  const name = answer.status === "answered" ? null : make("strong", {}, t(`status_${answer.status}`));
  const reason = answer.reason ? make("span", {}, t(`reason_${answer.reason}`)) : null;
  return make("p", { class: `state ${answer.status}` }, make("span", { class: "sign" }, icon(sign)), name, reason);
}

const SUFFIX = /(?:中心|委员会|办公室|办事处|管理局|局|委|院|处|所|站|厅|部|馆|队|街道|单位)$/;

/** A question without the vague name and the year that a choice settles. */
function unnamed(question, f) {
  const rest = question.replace(/^\s*\d{4}\s*年度?|(?<=\D)\d{4}\s*年度?/, "");
  let at = 0;
  let cut = 0;
  [...rest].every((letter, n) => {
    at = f.issuer.indexOf(letter, at) + 1;
    if (at && SUFFIX.test(rest.slice(0, n + 1))) cut = n + 1;
    return at > 0;
  });
  return rest.slice(cut).replace(/^[的，,、\s]+/, "");
}

/** What an open question may mean, each to be asked by one press. */
function choices(answer, question, ask) {
  const meant = new Map(answer.figures.map((f) => [`${f.issuer}${f.scope === "consolidated" ? `（${scope(f)}）` : ""}${f.fiscal_year}年`, f]));
  if (meant.size < 2 || meant.size > 12) return null;
  return make("div", { class: "follow", role: "group", "aria-label": t("choices") }, [...meant].map(([name, f]) =>
    button(name, () => ask(`${name}${unnamed(question, f)}`))));
}

/** A question to go on with, as short as it can be said after this answer; it is asked whole. */
export function short(question, answer) {
  const [f] = answer.figures;
  if (!f) return question;
  const names = [f.issuer, ...answer.citations.map((c) => c.title.match(/^.*?(?=\d{4}|（)/)?.[0] ?? "")].filter(Boolean);
  const name = names.find((one) => question.startsWith(one));
  if (!name) return question;
  const rest = question.slice(name.length).replace(new RegExp(`^(?:（[^）]*）)?${f.fiscal_year}年度?`), "");
  const thing = rest.match(/^(.{2,16}?)(?:是多少|有多少|为多少|多少)[？?]?$/)?.[1];
  return thing && !/^\d{4}/.test(thing) ? `${thing}呢？` : rest;
}

function followUps(answer, ask) {
  if (!ask || !answer.follow_ups.length) return null;
  return make("div", { class: "follow", role: "group", "aria-label": t("follow_ups") }, answer.follow_ups.map((q) => button(short(q, answer), () => ask(q), { title: q })));
}

const trimmed = (number) => number.replaceAll(",", "").replace(/\.0+$|(\.\d*?)0+$/, "$1");

const bare = (text) => text.replace(/[·\s“”‘’]/g, "");

/** The words of an answer without the lines that the card tells elsewhere: a calculation's inputs, a disagreement that has its own frame. */
function spare(words, answer) {
  const inputs = answer.figures[0]?.basis === "computed" ? (answer.calculation?.inputs ?? []) : [];
  const [first, ...lines] = words.split("\n");
  const told = (line) => {
    if (answer.conflicts.some((one) => bare(line).includes(bare(one.about)))) return true;
    const bold = [...line.matchAll(/\*\*([^*]+)\*\*/g)];
    const amounts = (bold[0]?.[1].match(/[\d,.]+/g) ?? []).map(trimmed);
    return bold.length === 1 && /\*\*[。.]?(?: ?\[\d+\])+[。.]?$/.test(line) && inputs.some((f) => amounts.includes(trimmed(f.value)) && line.includes(f.label.split("·")[0]));
  };
  return [first, ...lines.filter((line) => !told(line))].join("\n");
}

/** The words of an answer without the questions that stand below it, to be pressed, and the line that announces them. */
function unrepeated(answer) {
  const below = (line) => answer.follow_ups.includes(line.replace(/^(?:[-*]|\d+\.)\s+/, ""));
  const lines = answer.answer.split("\n");
  const announces = (n) => /[：:]$/.test(lines[n]) && lines.slice(n + 1).find(Boolean) !== undefined && below(lines.slice(n + 1).find(Boolean));
  return lines.filter((line, n) => !below(line) && !announces(n)).join("\n").trim();
}

/** Fills `card` with an answer. `ask` is called with a question to go on with, `again` to ask this one anew; `turn` tells its id and ordinal, later. */
export function render(card, answer, { ask = null, again = null, turn = null, question = "" } = {}) {
  const told = ["answered", "partial"].includes(answer.status);
  const words = ask ? unrepeated(answer) : answer.answer;
  introduce([...answer.figures, ...(answer.calculation?.inputs ?? []), ...answer.conflicts.flatMap((one) => one.figures)]);
  card.className = `answer is-${answer.status}`;
  const [first, ...others] = told ? answer.figures : [];
  const looked = comparable(answer);
  const tabled = /^\|.*\n\|/m.test(words);
  const points = /^- .*\n- /m.test(words);
  const listed = tabled || points || (others.length > 2 && !answer.calculation && /^1\. .*\n2\. /m.test(words)); // no one of them is the answer
  const inputs = new Set((answer.calculation?.inputs ?? []).map((f) => `${f.label} ${f.value}`));
  const rest = told ? answer.figures.filter((f) => !inputs.has(`${f.label} ${f.value}`)) : [];
  const of = ownerIn(answer);
  const mark = (numbers) => {
    const found = answer.citations.filter((c) => numbers.includes(c.id));
    return found.length ? chips(found, of(found[0]), of) : null;
  };
  card.replaceChildren(...[
    status(answer),
    looked && first.basis !== "computed" ? null : first && !listed ? headline(first, answer) : null,
    make("div", { class: "words", lang: "zh-CN" }, markdown(looked || listed ? words : spare(words, answer), mark)),
    ...(points ? [] : answer.conflicts.map((one) => conflict(one, answer.citations))),
    looked ? chart(answer, open, titled) : rest.length >= ROWS && !tabled ? folded(rest, answer, listed) : null,
    derivation(answer, figures),
    sources(usedBy(answer)),
    audit(answer),
    followUps(answer, ask),
    ask && answer.status === "ambiguous" && !answer.follow_ups.length ? choices(answer, question, ask) : null,
    turn ? actions(turn, answer, question, again) : null,
  ].filter(Boolean));
}

const MANY = 12;

/** A table of figures, folded where they are many or told in the words already. */
function folded(list, answer, told) {
  const table = figures(list, answer.citations, t("figures"));
  return list.length < MANY && !told ? table : make("details", {}, make("summary", {}, t("all_figures", { n: list.length })), table);
}

/* -- what can be done with an answer ---------------------------------------------------------------------- */

function actions(turn, answer, question, again) {
  const bar = make("div", { class: "do no-print", role: "group", "aria-label": t("actions") });
  const copied = () => copy([question, answer.answer.replaceAll("**", ""), ...usedBy(answer).map((c) => `[${c.id}] ${where(c)}：“${flat(c.quote)}”`)].join("\n"));
  const sheet = [...answer.figures, ...(answer.calculation?.inputs ?? [])];
  bar.append(button(t("copy_answer"), copied, { class: "quiet" }));
  if (sheet.length > 1) bar.append(button(t("copy_table"), () => copy(tabbed(sheet, answer.citations)), { class: "quiet" }));
  const table = inFigures(answer);
  if (table) bar.append(table);
  if (again) bar.append(button(t("regenerate"), again, { class: "quiet" }));
  turn.then((one) => {
    if (!one) return;
    const link = `/answers/${one.id}`;
    bar.append(
      button(t("copy_link"), () => copy(new URL(link, location.href).href), { class: "quiet" }),
      make("a", { class: "quiet", href: `${link}/evidence` }, t("evidence")),
      ...(one.conversation ? votes(one) : []));
  });
  return bar;
}

/** Figures as lines of cells, as a spreadsheet takes them from the clipboard. */
function tabbed(list, citations) {
  const head = ["label", "value", "unit", "issuer", "year", "basis", "scope", "source"].map((name) => t(`col_${name}`));
  const rows = list.map((f) => {
    const [c] = best(cited(f, citations), f);
    return [f.label, f.value, f.unit, f.issuer, f.fiscal_year, basis(f), scope(f), c ? where(c) : ""];
  });
  return [head, ...rows].map((row) => row.map((one) => String(one).replace(/[\t\n]/g, " ")).join("\t")).join("\n");
}

function votes(one) {
  const path = `/api/conversations/${encodeURIComponent(one.conversation)}/turns/${one.ordinal}/feedback`;
  let vote = one.vote ?? 0;
  const note = make("input", { type: "text", maxlength: 2000, "aria-label": t("note"), placeholder: t("note") });
  note.value = one.note ?? "";
  const form = make("form", { class: "note", hidden: true, onsubmit: (event) => { event.preventDefault(); store(vote, true); } },
    note, make("button", { type: "submit" }, t("keep")));
  const thumbs = [[1, "good"], [-1, "bad"]].map(([value, key]) =>
    button([icon(key), make("span", { class: "unseen" }, t(key))], () => store(vote === value ? 0 : value), { class: "quiet thumb", "data-vote": value, title: t(key) }));
  const show = () => thumbs.forEach((b) => b.setAttribute("aria-pressed", String(Number(b.dataset.vote) === vote)));
  async function store(value, done = false) {
    try {
      await send(path, "POST", { vote: value, note: note.value });
    } catch (error) { toast(error.message); return; }
    vote = value;
    show();
    form.hidden = done || vote === 0;
    toast(t("vote_kept"));
    if (!form.hidden) note.focus();
  }
  show();
  return [...thumbs, form];
}
