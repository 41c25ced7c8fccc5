// The figures: a table to filter and sort, a chart of one concept over bodies or years, and downloads.

import { button, failed, get, grouped, make, shortcut, t } from "./shell.js";
import { alike, figure, size } from "./chart.js";

const form = document.getElementById("filter");
const list = document.getElementById("list");
const drawing = document.getElementById("chart");
const MOST = 1000;
const AT_ONCE = 100;
const COLUMNS = [["row", "row"], ["column", "column"], ["value", "value"], ["unit", "unit"], ["issuer", "issuer"], ["year", "fiscal_year"], ["basis", "basis"], ["source", "table"]];
let facts = [];
let total = 0;
let sorting = { key: null, down: false };
let latest = 0;
let concepts = new Map();

function asked() {
  const given = [...new FormData(form)].filter(([, value]) => String(value).trim());
  return [...given.map(([name, value]) => [name, String(value).trim()]), ...(sorting.key ? [["order", sorting.key]] : []), ...(sorting.down ? [["down", "true"]] : [])];
}

const some = (query, limit, offset = 0) => get(`/api/facts?${new URLSearchParams([...query, ["limit", limit], ["offset", offset]])}`);

async function load() {
  const mine = latest += 1;
  const query = asked();
  history.replaceState(null, "", query.length ? `?${new URLSearchParams(query)}` : location.pathname);
  for (const format of ["csv", "xlsx"]) document.getElementById(format).href = `/api/facts?${new URLSearchParams([...query, ["format", format]])}`;
  list.setAttribute("aria-busy", "true");
  try {
    const found = await some(query, AT_ONCE);
    if (mine !== latest) return;
    ({ facts, total } = found);
    show();
    await chart(query, mine);
  } catch (error) { if (mine === latest) list.replaceChildren(failed(error, load)); }
  if (mine === latest) list.removeAttribute("aria-busy");
}

/** The next figures, below those that are there. */
async function more() {
  const mine = latest;
  try {
    const found = await some(asked(), AT_ONCE, facts.length);
    if (mine !== latest) return;
    facts.push(...found.facts);
    const rows = found.facts.map(row);
    list.querySelector("tbody").append(...rows);
    list.querySelector(".actions").replaceWith(onward());
    rows[0]?.querySelector("a")?.focus({ preventScroll: true });
  } catch (error) { list.querySelector(".actions").replaceChildren(failed(error, more)); }
}

function onward() {
  const left = total - facts.length;
  return make("p", { class: "actions" }, left > 0 ? button(t("more", { n: left }), more) : null);
}

const place = (f) => `/documents/${encodeURIComponent(f.disclosure_id)}?start=${f.start}&end=${f.end}`;

function head([name, key]) {
  const on = sorting.key === key;
  const sort = async () => {
    sorting = { key, down: on && !sorting.down };
    await load();
    list.querySelector(`[data-key="${key}"]`)?.focus();
  };
  return make("th", { scope: "col", "aria-sort": on ? (sorting.down ? "descending" : "ascending") : null },
    button(`${t(`col_${name}`)}${on ? (sorting.down ? " ↓" : " ↑") : ""}`, sort, { class: "link", "data-key": key }));
}

function row(f) {
  const { name } = f;
  const meant = concepts.get(f.concept);
  return make("tr", {}, make("th", { scope: "row" }, f.row_code ? make("small", { class: "code" }, `${f.row_code} `) : null, name || "—", meant && !name.includes(meant) ? make("small", {}, meant) : null), make("td", {}, f.column),
    make("td", { class: "number" }, make("a", { href: place(f) }, grouped(f.value)), f.verified ? make("span", { class: "ok", title: t("verified"), role: "img", "aria-label": t("verified") }, " ✓") : null),
    make("td", {}, f.unit), make("td", {}, f.issuer), make("td", {}, f.fiscal_year), make("td", { class: "kind" }, `${t(`basis_${f.basis}`)} · ${t(`scope_${f.scope}`)}`),
    make("td", { class: "from" }, f.table || f.section || t("origin_prose")));
}

function show() {
  document.getElementById("count").textContent = grouped(total);
  if (!total) { list.replaceChildren(make("p", { class: "notice quiet" }, t("no_match"))); return; }
  list.replaceChildren(make("div", { class: "wide", tabindex: 0, role: "region", "aria-label": t("nav_facts") }, make("table", { class: "list" },
    make("caption", { class: "unseen" }, t("nav_facts")), make("thead", {}, make("tr", {}, COLUMNS.map(head))), make("tbody", {}, facts.map(row)))), onward());
}

/* -- the chart: one concept, the total of each body and year --------------------------------------------------- */

const WHOLE = /合计|总计|小计|^$|决算数|预算数|金额/;

/** One figure for a body and year: of its own kind's basis, of a table before prose, verified before not. */
function one(list) {
  const rank = (f) => [f.basis === f.kind ? 0 : 1, f.origin === "table" ? 0 : 1, f.subject ? 1 : 0, WHOLE.test(f.column) ? 0 : 1, f.verified ? 0 : 1];
  const lower = (a, b) => { const [x, y] = [rank(a), rank(b)]; const n = x.findIndex((v, i) => v !== y[i]); return n >= 0 && x[n] < y[n]; };
  return list.reduce((best, f) => (lower(f, best) ? f : best));
}

async function chart(query, mine) {
  const names = form.elements.concept;
  const concept = names.value;
  const all = concept && total > facts.length ? (await some(query, MOST)).facts : facts;
  if (mine !== latest) return;
  drawing.replaceChildren(total > MOST && concept ? make("p", { class: "hint" }, t("chart_cut", { n: MOST, total })) : "");
  const usable = all.filter((f) => f.measure === "amount" && f.concept === concept && !f.subject);
  if (!concept || !usable.length) { drawing.append(make("p", { class: "hint" }, t("chart_hint"))); return; }
  const units = [...new Set(usable.map((f) => f.unit))].map((u) => usable.filter((f) => alike(f.unit, u)));
  const same = units.sort((a, b) => b.length - a.length)[0];
  const cells = new Map();
  for (const f of same) {
    const key = `${f.issuer}|${f.fiscal_year}|${f.scope}`;
    cells.set(key, [...(cells.get(key) ?? []), f]);
  }
  const picked = [...cells.values()].map(one);
  const bodies = new Set(picked.map((f) => f.issuer));
  const years = new Set(picked.map((f) => f.fiscal_year));
  const trend = bodies.size === 1 && years.size > 2 && years.size === picked.length;
  const items = picked.map((f) => ({ year: f.fiscal_year, value: f.value, unit: f.unit, href: place(f),
    name: [bodies.size > 1 ? f.issuer : "", t("year_n", { n: f.fiscal_year }), t(`basis_${f.basis}`), t(`scope_${f.scope}`)].filter(Boolean).join(" · ") }));
  items.sort((a, b) => (bodies.size > 1 ? size(b.value, b.unit) - size(a.value, a.unit) : a.year - b.year));
  drawing.append(figure(names.selectedOptions[0].dataset.name, items.slice(0, 40), trend));
}

async function fill() {
  const given = new URLSearchParams(location.search);
  const [names, documents] = await Promise.all([get("/api/concepts"), get("/shelf")]).catch(() => [{ concepts: [] }, { disclosures: [] }]);
  form.elements.concept.append(...names.concepts.map((c) => make("option", { value: c.id, "data-name": c.name }, c.disclosures > 1 ? `${c.name}（${c.disclosures}）` : c.name)));
  concepts = new Map(names.concepts.map((c) => [c.id, c.name]));
  form.elements.disclosure.append(...documents.disclosures.map((d) => make("option", { value: d.id }, d.title)));
  const years = [...new Set(documents.disclosures.flatMap((d) => [d.fiscal_year, d.fiscal_year - 1]))].sort();
  form.elements.fiscal_year.append(...years.map((y) => make("option", { value: y }, y)));
  for (const [name, value] of given) if (form.elements[name]) form.elements[name].value = value;
  const key = given.get("order");
  if (COLUMNS.some(([, known]) => known === key)) sorting = { key, down: given.get("down") === "true" };
}

let typing;
form.addEventListener("input", (event) => {
  clearTimeout(typing);
  typing = setTimeout(load, event.target.type === "search" ? 250 : 0);
});
form.addEventListener("reset", () => { sorting = { key: null, down: false }; setTimeout(load); });
form.addEventListener("submit", (event) => { event.preventDefault(); load(); });
shortcut("/", () => form.elements.q.focus());
fill().then(load);
