// One answer: the figure first and large, then the words, the calculation, conflicts, sources, what to ask next.

import { button, copy, failed, get, grouped, make, request, send, t, toast } from "./shell.js";
import { chart, comparable } from "./chart.js";
import { markdown } from "./markdown.js";
import { open } from "./source.js";

const basis = (f) => t(`basis_${f.basis}`);
const scope = (f) => t(`scope_${f.scope}`);
const about = (f) => `${f.issuer} · ${t("year_n", { n: f.fiscal_year })}`;
const where = (c) => [c.title, c.section, c.page ? t("page_n", { n: c.page }) : ""].filter(Boolean).join(" · ");
const flat = (text) => text.replace(/\s+/g, " ").trim();

function chip(c, text = String(c.id)) {
  return button(text, () => open(c), { class: "ref", "aria-label": t("open_source", { n: c.id, where: where(c) }), title: flat(c.quote).slice(0, 160) });
}

/** A figure with its source in one line, to be pasted elsewhere. */
export function oneLine(f, citations) {
  const c = citations.find((one) => f.citations.includes(one.id));
  const head = `${f.label}：${f.value}${f.unit}（${f.issuer}，${t("year_n", { n: f.fiscal_year })}，${basis(f)}，${scope(f)}）`;
  return c ? `${head}；《${c.title}》${c.section}${c.page ? `，${t("page_n", { n: c.page })}` : ""}：“${flat(c.quote)}”` : head;
}

function tags(f) {
  return [make("span", { class: `tag basis-${f.basis}` }, basis(f)), make("span", { class: "tag" }, scope(f))];
}

function headline(f, answer) {
  const marks = answer.citations.filter((c) => f.citations.includes(c.id)).map((c) => chip(c));
  return make("div", { class: "figure" },
    make("p", { class: "amount" }, make("b", {}, grouped(f.value)), make("span", { class: "unit" }, f.unit), marks,
      button(t("copy_figure"), () => copy(oneLine(f, answer.citations)), { class: "quiet copy", "data-copy": "" })),
    make("p", { class: "about" }, make("span", { class: "label", lang: "zh-CN" }, f.label), " ", about(f), " ", tags(f)));
}

function figures(list, citations, caption) {
  const head = ["label", "value", "unit", "issuer", "year", "basis", "source"].map((k) => make("th", { scope: "col" }, t(`col_${k}`)));
  const rows = list.map((f) => make("tr", {}, make("th", { scope: "row" }, f.label), make("td", { class: "number" }, grouped(f.value)),
    make("td", {}, f.unit), make("td", {}, f.issuer), make("td", {}, f.fiscal_year), make("td", {}, `${basis(f)} · ${scope(f)}`),
    make("td", {}, citations.filter((c) => f.citations.includes(c.id)).map((c) => chip(c)))));
  return make("div", { class: "wide", tabindex: 0, role: "region", "aria-label": caption },
    make("table", {}, make("caption", { class: "unseen" }, caption), make("thead", {}, make("tr", {}, head)), make("tbody", {}, rows)));
}

function calculation(answer) {
  const { formula, inputs, rounding } = answer.calculation;
  return make("details", { class: "calculation" }, make("summary", {}, t("calculation"), " ", make("code", {}, formula)),
    rounding ? make("p", { class: "hint" }, rounding) : null,
    inputs.length ? figures(inputs, answer.citations, t("inputs")) : null);
}

function conflict(one, citations) {
  const sides = one.figures.map((f) => make("li", {}, make("b", {}, `${grouped(f.value)} ${f.unit}`), ` ${f.label} · ${basis(f)} `,
    citations.filter((c) => f.citations.includes(c.id)).map((c) => chip(c))));
  return make("div", { class: "conflict" }, make("p", {}, make("strong", {}, `≠ ${t("conflict")}`), make("span", { lang: "zh-CN" }, ` ${one.about}`)), make("ul", {}, sides));
}

function source(c) {
  const place = c.table ? [c.table.title, [c.table.row, c.table.column].filter(Boolean).join(" × ")].filter(Boolean).join("：") : "";
  return make("li", {}, chip(c), make("div", {}, make("p", { class: "where" }, where(c), place ? make("span", { class: "cell" }, place) : null),
    make("q", {}, flat(c.quote))));
}

/** The state of an answer, said in words and by a sign, where it is more than “answered”. */
function status(answer) {
  if (answer.status === "answered" && !answer.reason) return null;
  const sign = { partial: "◐", ambiguous: "?", not_found: "∅", declined: "—", answered: "ⓘ" }[answer.status];
  const name = answer.status === "answered" ? null : make("strong", {}, t(`status_${answer.status}`));
  const reason = answer.reason ? make("span", {}, t(`reason_${answer.reason}`)) : null;
  return make("p", { class: `state ${answer.status}` }, make("span", { class: "sign", "aria-hidden": "true" }, sign), name, reason);
}

/** What an open question may mean, each to be asked by one press. */
function choices(answer, question, ask) {
  const meant = new Map(answer.figures.map((f) => [`${f.issuer}${f.scope === "consolidated" ? `（${scope(f)}）` : ""}${f.fiscal_year}年`, f]));
  if (meant.size < 2 || meant.size > 12) return null;
  return make("div", { class: "follow", role: "group", "aria-label": t("choices") }, [...meant.keys()].map((name) =>
    button(name, () => ask(`${name}${question}`))));
}

/** Fills `card` with an answer. `ask` is called with a question to go on with; `turn` tells its id and ordinal, later. */
export function render(card, answer, { ask = null, turn = null, question = "" } = {}) {
  const told = ["answered", "partial"].includes(answer.status);
  card.className = `answer is-${answer.status}`;
  const [first, ...others] = told ? answer.figures : [];
  const looked = comparable(answer);
  const listed = others.length > 2 && !answer.calculation && /^1\. .*\n2\. /m.test(answer.answer); // no one of them is the answer
  const mark = (number) => {
    const cited = answer.citations.find((c) => c.id === number);
    return cited ? chip(cited) : null;
  };
  card.replaceChildren(...[
    status(answer),
    looked && first.basis !== "computed" ? chart(answer, open) : first && !listed ? headline(first, answer) : null,
    make("div", { class: "words", lang: "zh-CN" }, markdown(answer.answer, mark)),
    ...answer.conflicts.map((one) => conflict(one, answer.citations)),
    answer.calculation ? calculation(answer) : null,
    others.length ? make("details", { open: others.length < 12 && !looked }, make("summary", {}, t("all_figures", { n: answer.figures.length })), figures(answer.figures, answer.citations, t("figures"))) : null,
    looked && first.basis === "computed" ? chart(answer, open) : null,
    answer.citations.length ? make("details", { class: "sources", open: answer.citations.length < 4 }, make("summary", {}, t("sources", { n: answer.citations.length })), make("ol", { class: "cites", lang: "zh-CN" }, answer.citations.map(source))) : null,
    ask && answer.follow_ups.length ? make("div", { class: "follow", role: "group", "aria-label": t("follow_ups") }, answer.follow_ups.map((q) => button(q, () => ask(q)))) : null,
    ask && answer.status === "ambiguous" && !answer.follow_ups.length ? choices(answer, question, ask) : null,
    turn ? actions(turn, answer, question) : null,
  ].filter(Boolean));
}

/* -- what can be done with an answer ---------------------------------------------------------------------- */

function actions(turn, answer, question) {
  const bar = make("div", { class: "do no-print", role: "group", "aria-label": t("actions") });
  const copied = () => copy([question, answer.answer.replaceAll("**", ""), ...answer.citations.map((c) => `[${c.id}] ${where(c)}：“${flat(c.quote)}”`)].join("\n"));
  bar.append(button(t("copy_answer"), copied, { class: "quiet" }));
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

function votes(one) {
  const path = `/api/conversations/${encodeURIComponent(one.conversation)}/turns/${one.ordinal}/feedback`;
  let vote = one.vote ?? 0;
  const note = make("input", { type: "text", maxlength: 2000, "aria-label": t("note"), placeholder: t("note") });
  note.value = one.note ?? "";
  const form = make("form", { class: "note", hidden: true, onsubmit: (event) => { event.preventDefault(); store(vote, true); } },
    note, make("button", { type: "submit" }, t("keep")));
  const thumbs = [[1, "good"], [-1, "bad"]].map(([value, key]) =>
    button(t(key), () => store(vote === value ? 0 : value), { class: "quiet thumb", "data-vote": value }));
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

/* -- asking ----------------------------------------------------------------------------------------------- */

export async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const name = block.match(/^event: (.*)$/m)?.[1];
      const data = block.match(/^data: (.*)$/m)?.[1];
      if (name && data) yield [name, JSON.parse(data)];
    }
  }
}

/** Asks and shows the answer as it comes. Returns the answer, null where there was none (the card says why). */
export async function stream(card, body, options) {
  card.replaceChildren(make("p", { class: "pending" }, t("looking")));
  const slow = setTimeout(() => card.querySelector(".pending")?.append(` ${t("slow")}`), 4000);
  try {
    const response = await request("/api/ask", {
      method: "POST", body: JSON.stringify(body), signal: options.signal,
      headers: { "content-type": "application/json", accept: "text/event-stream" },
    });
    let text = "";
    for await (const [name, data] of events(response)) {
      if (name === "token") card.replaceChildren(make("p", {}, (text += data.text)));
      if (name === "error") throw new Error(data.detail);
      if (name === "answer") {
        render(card, data, { ...options, question: body.question, turn: kept(data) });
        return data;
      }
    }
    throw new Error(t("broken"));
  } catch (error) {
    card.className = "answer is-failed";
    card.replaceChildren(failed(error, options.again));
    return null;
  } finally {
    clearTimeout(slow);
    card.removeAttribute("aria-busy");
  }
}

/** The kept turn of the newest answer of a conversation. */
async function kept(answer) {
  if (!answer.conversation_id) return null;
  const found = await get(`/api/conversations/${encodeURIComponent(answer.conversation_id)}/turns`).catch(() => ({ turns: [] }));
  const last = found.turns.at(-1);
  return last ? { ...last, conversation: answer.conversation_id } : null;
}
