// Checking: a text comes back with its figures marked by colour and by sign, each with its reason and its source.

import { button, cell, copy, failed, get, grouped, make, onFiles, request, save, shortcut, t, toast } from "./shell.js";
import { chosen } from "./shelf.js";
import { chip, introduce, lay, leave, where } from "./chips.js";

const form = document.getElementById("check");
const area = document.getElementById("text");
const result = document.getElementById("result");
const legend = document.getElementById("legend");
const SIGNS = { contradicted: "✗", disputed: "≠", not_found: "?", supported: "✓" }; // what needs looking at first
const VERDICTS = Object.keys(SIGNS);
const DRAFT = "draft";
const PLAIN = /\.(txt|md|text|markdown)$/i;
const STAYS = "，。；：、！？）》”’,.;:!?)%";
const MOST = 20000; // characters that are checked at once

const flat = (text) => text.replace(/\s+/g, " ").trim();

const asked = () => { const narrowed = chosen(); return { text: area.value, ...(narrowed.length && { disclosures: narrowed }) }; };
const posted = (path, body) => request(path, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });

async function check() {
  const text = area.value;
  if (!text.trim()) { area.focus(); return; }
  result.setAttribute("aria-busy", "true");
  result.replaceChildren(make("p", { class: "hint pending" }, t("checking")));
  try {
    const body = asked();
    const response = await posted("/api/check", body);
    show(text, await response.json(), body);
  } catch (error) {
    result.replaceChildren(failed(error, check));
  }
  result.removeAttribute("aria-busy");
}

function show(text, found, body) {
  const letters = [...text]; // offsets count characters
  const list = [...found.findings].sort((a, b) => a.start - b.start);
  introduce(list.map((f) => f.found));
  const page = make("div", { class: "checked", lang: "zh-CN" });
  const details = list.map((f, n) => finding(f, n, found.citations));
  const [fine, rest] = [[], []];
  for (const verdict of VERDICTS) list.forEach((f, n) => { if (f.verdict === verdict) (verdict === "supported" ? fine : rest).push(details[n]); });
  let at = 0;
  list.forEach((f, n) => {
    if (f.start < at) return;
    page.append(letters.slice(at, f.start).join(""));
    at = f.end;
    while (STAYS.includes(letters[at] ?? " ")) at += 1; // a stop never begins a line
    page.append(make("span", { class: "kept" }, mark(f, n), letters.slice(f.end, at).join("")));
  });
  page.append(letters.slice(at).join(""));
  legend.hidden = true;
  result.replaceChildren(tally(found.summary), list.length ? "" : make("p", { class: "notice quiet" }, t("no_figures")), 
    make("div", { class: "beside" }, page, make("div", { class: "checked-list" },
      rest.length ? make("ol", { class: "findings", "aria-label": t("findings") }, rest) : null,
      fine.length ? make("details", { open: !rest.length }, make("summary", {}, `✓ ${t("supported_n", { n: fine.length })}`), make("ol", { class: "findings", "aria-label": t("findings_fine") }, fine)) : null)),
    make("p", { class: "actions no-print" }, button(t("report", { kind: "HTML" }), () => report("html", body), { class: "primary" }), button(t("report", { kind: "Word" }), () => report("docx", body)), button(t("export_markdown"), () => save("check.md", "text/markdown", markdown(text, list, found.citations))),
      button("CSV", () => save("check.csv", "text/csv", csv(list, found.citations))), button(t("copy"), () => copy(markdown(text, list, found.citations))),
      button(t("print"), () => print())));
  result.scrollIntoView({ block: "start" });
}

/** The result as a file that can be handed on. */
async function report(format, body) {
  try {
    const response = await posted(`/api/check/report?format=${format}`, body);
    save(`${t("report_name")}.${format}`, response.headers.get("content-type"), await response.blob());
  } catch (error) { toast(error.message); }
}

function tally(summary) {
  return make("p", { class: "tally", role: "status" }, VERDICTS.filter((verdict) => verdict !== "disputed" || summary.disputed).map((verdict) =>
    make("span", { class: verdict }, `${SIGNS[verdict]} ${t(`verdict_${verdict}`)} `, make("b", {}, summary[verdict] ?? 0))));
}

/** Why, without the verdict that stands before it. */
const reason = (f) => f.reason.replace(new RegExp(`^${t(`verdict_${f.verdict}`)}[：，]`), "");

function mark(f, n) {
  const marked = button("", () => choose(n), { class: `finding ${f.verdict}`, "data-n": n });
  const look = () => lay(marked, [make("strong", { class: f.verdict }, `${SIGNS[f.verdict]} ${t(`verdict_${f.verdict}`)}`), make("span", {}, reason(f)), f.found ? says(f.found, f.verdict) : null]);
  for (const name of ["pointerenter", "focus"]) marked.addEventListener(name, look);
  for (const name of ["pointerleave", "blur"]) marked.addEventListener(name, () => leave(marked));
  marked.append(make("span", { class: "sign", "aria-hidden": "true" }, SIGNS[f.verdict]), f.span, make("sup", {}, n + 1), make("span", { class: "unseen" }, `（${t(`verdict_${f.verdict}`)}）`));
  return marked;
}

function choose(n) {
  for (const one of result.querySelectorAll(".findings > li")) one.classList.toggle("current", one.id === `finding-${n}`);
  const item = document.getElementById(`finding-${n}`);
  item.closest("details")?.setAttribute("open", "");
  item.scrollIntoView({ block: "nearest" });
  item.focus({ preventScroll: true });
}

function finding(f, n, citations) {
  const cited = citations.filter((c) => f.citations.includes(c.id));
  return make("li", { id: `finding-${n}`, class: f.verdict, tabindex: -1, value: n + 1 },
    make("p", {}, make("span", { class: "sign", "aria-hidden": "true" }, SIGNS[f.verdict]), make("strong", {}, t(`verdict_${f.verdict}`)), " ", reason(f)),
    make("p", { class: "claim", lang: "zh-CN" }, make("q", {}, flat(f.claim))),
    f.found ? make("p", { class: "hint" }, says(f.found, f.verdict)) : null,
    cited.length ? make("ul", { class: "cites", lang: "zh-CN" }, cited.map((c) => make("li", {}, chip(c, f.found),
      make("div", {}, make("p", { class: "where" }, where(c)), make("q", {}, flat(c.quote)))))) : null);
}

function says(figure, verdict) {
  return make("span", {}, `${t(verdict === "not_found" ? "nearest_is" : "document_says")} `, make("b", {}, `${grouped(figure.value)} ${figure.unit}`),
    ` · ${figure.label} · ${figure.issuer} · ${t("year_n", { n: figure.fiscal_year })} · ${t(`basis_${figure.basis}`)}`);
}

/* -- taking it away ----------------------------------------------------------------------------------------- */

function markdown(text, list, citations) {
  const letters = [...text];
  let out = "";
  let at = 0;
  list.forEach((f, n) => {
    if (f.start < at) return;
    out += `${letters.slice(at, f.start).join("")}**${f.span}**〔${SIGNS[f.verdict]}${n + 1}〕`;
    at = f.end;
  });
  out += letters.slice(at).join("");
  const notes = list.map((f, n) => {
    const sources = citations.filter((c) => f.citations.includes(c.id)).map((c) => `   - 《${c.title}》${c.section}：“${flat(c.quote)}”`);
    return [`${n + 1}. ${SIGNS[f.verdict]} ${t(`verdict_${f.verdict}`)}：${f.span}。${reason(f)}`, ...sources].join("\n");
  });
  return `${out}\n\n---\n\n${notes.join("\n")}\n`;
}

function csv(list, citations) {
  const head = ["start", "end", "span", "claim", "verdict", "stated", "unit", "found", "found_unit", "reason", "document", "section", "quote"];
  const rows = list.map((f) => {
    const c = citations.find((one) => f.citations.includes(one.id));
    return [f.start, f.end, f.span, flat(f.claim), f.verdict, f.stated?.value, f.stated?.unit, f.found?.value, f.found?.unit, f.reason,
      c?.title, c?.section, c && flat(c.quote)];
  });
  return [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
}

/* -- bringing it in ----------------------------------------------------------------------------------------- */

async function take(file) {
  if (!file) return;
  try {
    if (PLAIN.test(file.name)) await taken(file);
    else await sent(file);
  } catch (error) { result.replaceChildren(failed(error)); }
  result.removeAttribute("aria-busy");
}

/** A text file is put into the box as it is. */
async function taken(file) {
  const text = await file.text();
  if (/[\u0000\ufffd]/.test(text)) throw new Error(t("not_text", { name: file.name }));
  const letters = [...text];
  area.value = letters.slice(0, MOST).join("");
  counted();
  result.replaceChildren(letters.length > MOST ? failed(new Error(t("too_long"))) : "");
}

/** A Word or PDF file is read by the service, which keeps nothing of it; its text and its findings come back together. */
async function sent(file) {
  result.setAttribute("aria-busy", "true");
  result.replaceChildren(make("p", { class: "hint pending" }, t("reading_file", { name: file.name })));
  const form = new FormData();
  form.append("file", file);
  for (const id of chosen()) form.append("disclosures", id);
  const found = await (await request("/api/check/file", { method: "POST", body: form })).json();
  area.value = found.text;
  counted();
  show(found.text, found, asked());
  if (found.truncated) result.prepend(make("p", { class: "notice quiet", role: "status" }, t("too_long")));
}

function counted() {
  document.getElementById("length").textContent = `${[...area.value].length} / 20000`;
  try { sessionStorage.setItem(DRAFT, area.value); } catch { /* storage may be off */ }
}

form.addEventListener("submit", (event) => { event.preventDefault(); check(); });
area.addEventListener("input", counted);
area.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); check(); } });
document.getElementById("file").addEventListener("change", (event) => { take(event.target.files[0]); event.target.value = ""; });
onFiles(([file]) => take(file));
shortcut("/", () => area.focus());
try { area.value ||= sessionStorage.getItem(DRAFT) ?? ""; } catch { /* storage may be off */ }
shortcut("n", () => { area.value = ""; result.replaceChildren(); legend.hidden = false; counted(); area.focus(); });

/* -- an example, of what is held --------------------------------------------------------------------------- */

const wrong = (value) => value.replace(/\d/, (digit) => (digit === "9" ? "8" : String(Number(digit) + 1)));

/** A sentence of three printed figures of one disclosure, the last with a digit changed, for those who want to see what comes back. */
document.getElementById("example")?.addEventListener("click", async () => {
  try {
    const [{ facts }, { concepts }] = await Promise.all([get("/api/facts?origin=table&limit=300"), get("/api/concepts")]);
    const names = new Map(concepts.map((c) => [c.id, c.name]));
    const named = facts.filter((f) => f.verified && !f.subject && names.has(f.concept) && f.measure === "amount" && f.basis === f.kind && Number(f.value) > 0 && /元$/.test(f.unit));
    const [first] = named;
    const own = named.filter((f) => f.disclosure_id === first?.disclosure_id);
    const three = [...new Map(own.map((f) => [f.concept, f])).values()].filter((f) => own.every((other) => other.concept !== f.concept || Number(other.value) === Number(f.value))).slice(0, 3);
    if (!three.length) return;
    const said = three.map((f, n) => `${names.get(f.concept)}${n === 2 ? wrong(f.value) : f.value}${f.unit}`).join("，");
    area.value = `${first.issuer}${first.fiscal_year}年${first.kind === "budget" ? "预算" : "决算"}：${said}。`;
    counted();
    check();
  } catch (error) { toast(error.message); }
});
counted();
