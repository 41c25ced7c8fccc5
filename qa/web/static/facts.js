// The figures: a table to filter and sort, a chart of one concept over bodies or years, and downloads.

import { button, failed, get, grouped, make, named, shortcut, t } from "./shell.js";
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
let documents = [];

function asked() {
  const given = [...new FormData(form)].filter(([name, value]) => name !== "shown" && String(value).trim());
  return [...given.map(([name, value]) => [name, String(value).trim()]), ...(sorting.key ? [["order", sorting.key]] : []), ...(sorting.down ? [["down", "true"]] : [])];
}

const some = (query, limit, offset = 0) => get(`/api/facts?${new URLSearchParams([...query, ["limit", limit], ["offset", offset]])}`);

async function load() {
  const mine = latest += 1;
  const query = asked();
  history.replaceState(null, "", query.length ? `?${new URLSearchParams(query)}` : location.pathname);
  const lang = document.documentElement.lang === "en" ? "en" : "zh";
  for (const format of ["csv", "xlsx", "json"]) document.getElementById(format).href = `/api/facts?${new URLSearchParams([...query, ["format", format], ["lang", lang]])}`;
  narrowed();
  list.setAttribute("aria-busy", "true");
  try {
    const [found, counts] = await Promise.all([some(query, AT_ONCE), get(`/api/facts/facets?${new URLSearchParams(query.filter(([name]) => !["order", "down"].includes(name)))}`)]);
    if (mine !== latest) return;
    ({ facts, total } = found);
    counted(counts);
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
  return make("th", { scope: "col", class: { value: "number", unit: "unit" }[name] ?? null, "aria-sort": on ? (sorting.down ? "descending" : "ascending") : null },
    button(`${t(`col_${name}`)}${on ? (sorting.down ? " ↓" : " ↑") : ""}`, sort, { class: "link", "data-key": key }));
}

const POWERS = { 元: 0, 百元: 2, 千元: 3, 万元: 4, 百万元: 6, 亿元: 8 };

/** An amount in another unit of money: its digits stay, the point moves. */
export function inUnit(value, from, to) {
  if (!to || !(from in POWERS) || !(to in POWERS) || from === to) return [value, from];
  const [, sign, whole, fraction = ""] = value.match(/^(-?)(\d+)(?:\.(\d+))?$/) ?? [];
  if (whole === undefined) return [value, from];
  const by = POWERS[from] - POWERS[to];
  const digits = whole.padStart(Math.max(whole.length, 1 - by), "0") + fraction.padEnd(Math.max(fraction.length, by), "0");
  const point = digits.length - Math.max(fraction.length, by) + by;
  const rest = digits.slice(point).replace(/0+$/, "");
  return [`${sign}${digits.slice(0, point).replace(/^0+(?=\d)/, "")}${rest ? `.${rest}` : ""}`, to];
}

/** The columns worth showing: one that a filter has made the same everywhere is not. */
const columns = () => COLUMNS.filter(([name]) => !(name === "issuer" && (form.elements.issuer.value || form.elements.disclosure.value)) && !(name === "year" && form.elements.fiscal_year.value));

function row(f) {
  const { name } = f;
  const meant = concepts.get(f.concept);
  const [value, unit] = inUnit(f.value, f.unit, form.elements.shown.value);
  const cells = {
    row: () => make("th", { scope: "row" }, f.row_code ? make("small", { class: "code" }, `${f.row_code} `) : null, name || "—", meant && !name.includes(meant) ? make("small", {}, meant) : null),
    column: () => make("td", { "data-name": t("col_column") }, f.column.split(/\/(?![^(（]*[)）])/).filter((one, n, all) => one !== all[n - 1]).join(" / ")),
    value: () => make("td", { class: "number", "data-name": t("col_value") }, make("span", {}, make("a", { href: place(f) }, grouped(value)), make("span", { class: "with" }, ` ${unit}`),
      make("span", f.verified ? { class: "ok", title: t("verified"), role: "img", "aria-label": t("verified") } : { class: "ok" }, f.verified ? "✓" : ""))),
    unit: () => make("td", { class: "unit", "data-name": t("col_unit"), title: unit === f.unit ? null : `${t("unit_printed")}：${grouped(f.value)} ${f.unit}` }, unit),
    issuer: () => make("td", { "data-name": t("col_issuer") }, f.issuer), year: () => make("td", { "data-name": t("col_year") }, f.fiscal_year),
    basis: () => make("td", { class: "kind", "data-name": t("col_basis") }, `${t(`basis_${f.basis}`)} · ${t(`scope_${f.scope}`)}`),
    source: () => make("td", { class: "from", "data-name": t("col_source") }, make("span", {}, make("a", { href: place(f) }, f.table || f.section || t("origin_prose")), f.page ? make("span", { class: "page" }, ` ${t("page_n", { n: f.page })}`) : "")),
  };
  return make("tr", {}, columns().map(([key]) => cells[key]()));
}

function show() {
  document.getElementById("count").textContent = t("figures_n", { n: grouped(total) });
  const chosen = [...form.elements].filter((field) => field.value && (field.tagName === "SELECT" || field.name === "q"));
  document.getElementById("filtered").textContent = chosen.map((field) => `${field.parentElement.firstChild.textContent.trim()}：${field.selectedOptions?.[0].dataset.name ?? field.value}`).join("；");
  if (!total) { list.replaceChildren(make("p", { class: "notice quiet" }, t("no_match"))); return; }
  list.replaceChildren(make("div", { class: "wide stacked", tabindex: 0, role: "region", "aria-label": t("nav_facts") }, make("table", { class: "list of-figures" },
    make("caption", { class: "unseen" }, t("nav_facts")), make("thead", {}, make("tr", {}, columns().map(head))), make("tbody", {}, facts.map(row)))), onward());
}

/** Puts the counts of this moment beside the values that can be chosen. */
function counted(found) {
  for (const [name, values] of Object.entries(found)) {
    const field = form.elements[name];
    if (!field) continue;
    const kept = field.value;
    const named = (one) => one.name ?? (["kind", "basis", "scope", "origin"].includes(name) ? t(`${name}_${one.value}`) : one.value);
    const sorted = name === "fiscal_year" ? [...values].sort((a, b) => b.value - a.value) : values;
    field.replaceChildren(field.firstElementChild, ...sorted.map((one) => make("option", { value: one.value, "data-name": named(one) }, `${named(one)}（${grouped(one.count)}）`)));
    if (kept && !values.some((one) => String(one.value) === kept)) field.append(make("option", { value: kept, "data-name": concepts.get(kept) ?? kept }, `${concepts.get(kept) ?? kept}（0）`));
    field.value = kept;
  }
}

/** Which document the figures are narrowed to, with the ways to its text and its sums. */
function narrowed() {
  const id = form.elements.disclosure.value;
  const line = document.getElementById("one");
  line.hidden = !id;
  if (!id) return;
  const d = documents.find((one) => one.id === id);
  line.replaceChildren(make("strong", {}, d ? named(d) : id), " ", make("a", { href: `/documents/${encodeURIComponent(id)}` }, t("tab_text")), " · ", make("a", { href: `/documents/${encodeURIComponent(id)}#audit` }, t("tab_audit")), " ",
    button(t("all_documents"), () => { form.elements.disclosure.value = ""; load(); }, { class: "quiet" }));
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
  const to = new Set(picked.map((f) => f.unit)).size > 1 ? "万元" : form.elements.shown.value;
  const items = picked.map((f) => ({ ...f, printed: inUnit(f.value, f.unit, to) })).map((f) => ({ year: f.fiscal_year, value: f.printed[0], unit: f.printed[1], href: place(f),
    basis: f.basis, name: [bodies.size > 1 ? f.issuer : "", t("year_n", { n: f.fiscal_year }), t(`scope_${f.scope}`)].filter(Boolean).join(" · ") }));
  items.sort((a, b) => (bodies.size > 1 ? size(b.value, b.unit) - size(a.value, a.unit) : a.year - b.year));
  const name = names.selectedOptions[0].dataset.name ?? concepts.get(concept) ?? concept;
  const groups = [...new Set(items.map((item) => item.basis))]; // budgets and final accounts are no one ranking
  for (const basis of trend ? [null] : groups) {
    const own = basis ? items.filter((item) => item.basis === basis) : items;
    const title = [bodies.size === 1 ? [...bodies][0] : "", name, basis ? t(`basis_${basis}`) : ""].filter(Boolean).join(" · ");
    drawing.append(figure(title, own.slice(0, 40), trend, { source: [...new Set(picked.filter((f) => !basis || f.basis === basis).map((f) => named(documents.find((d) => d.id === f.disclosure_id) ?? { ...f, kind: f.kind })))] }));
  }
}

async function fill() {
  const given = new URLSearchParams(location.search);
  const [names, held] = await Promise.all([get("/api/concepts"), get("/shelf")]).catch(() => [{ concepts: [] }, { disclosures: [] }]);
  concepts = new Map(names.concepts.map((c) => [c.id, c.name]));
  documents = held.disclosures;
  for (const [name, value] of given) {
    const field = form.elements[name];
    if (field?.tagName === "SELECT") field.append(make("option", { value }, value)); // until its count is known
    if (field && name !== "shown") field.value = value;
  }
  const key = given.get("order");
  if (COLUMNS.some(([, known]) => known === key)) sorting = { key, down: given.get("down") === "true" };
}

const others = document.getElementById("others"); // on a narrow page the less used filters are folded
others.addEventListener("click", () => {
  const open = form.classList.toggle("all");
  others.setAttribute("aria-expanded", String(open));
  others.textContent = t(open ? "filters_less" : "filters_more");
});

let typing;
form.addEventListener("input", (event) => {
  clearTimeout(typing);
  if (event.target.name === "shown") { show(); chart(asked(), latest); return; }
  typing = setTimeout(load, event.target.type === "search" ? 250 : 0);
});
form.addEventListener("reset", () => {
  form.elements.disclosure.value = ""; sorting = { key: null, down: false }; setTimeout(load); });
form.addEventListener("submit", (event) => { event.preventDefault(); load(); });
shortcut("/", () => form.elements.q.focus());
fill().then(load);
