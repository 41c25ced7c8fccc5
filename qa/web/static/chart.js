// Charts without a library: bars are rows of a table with a bar in them, so the table is the chart;
// a trend is one drawing with its table below it. Each figure leads to its source.

import { button, draw, grouped, make, t } from "./shell.js";

const YUAN = { 元: 1, 百元: 1e2, 千元: 1e3, 万元: 1e4, 百万元: 1e6, 亿元: 1e8 };

/** How large an amount is, for drawing and sorting only: what is shown stays as printed. */
export const size = (value, unit) => Number(value) * (YUAN[unit] ?? 1);

/** Whether two units can be drawn on one scale. */
export const alike = (a, b) => a === b || (a in YUAN && b in YUAN);

/** The printed figures of an answer that can stand beside each other: one for each body and year, of one unit. */
function besides(answer) {
  const list = answer.figures.filter((f) => f.basis !== "computed");
  const places = new Set(list.map((f) => `${f.issuer}|${f.fiscal_year}|${f.basis}|${f.scope}`));
  return list.length > 1 && list.length < 40 && places.size === list.length && list.every((f) => alike(f.unit, list[0].unit)) ? list : [];
}

/** Whether an answer's figures are better looked at: several bodies, or one body over three years or more. */
export function comparable(answer) {
  const list = ["answered", "partial"].includes(answer.status) ? besides(answer) : [];
  return new Set(list.map((f) => f.issuer)).size > 1 || new Set(list.map((f) => f.fiscal_year)).size > 2;
}

/** Names without the region that all of them begin with. */
function shortened(names) {
  const all = [...new Set(names)];
  const region = all.length > 1 ? all[0].match(/^.{1,8}?(?:省|市|自治区|区|县)/)?.[0] : null;
  return region && all.every((name) => name.startsWith(region) && name.length > region.length + 2) ? (name) => name.slice(region.length) : (name) => name;
}

/** What all figures are of: the item they share, else the shortest of their last names. */
function itemOf(list) {
  const names = list.map((f) => f.label.split("·").map((one) => one.trim()).filter((one) => one && !/^\d+年?$/.test(one)).at(-1) ?? f.label).sort((a, b) => a.length - b.length);
  return list.every((f) => f.label === list[0].label) ? list[0].label : names[0];
}

const differ = (list, key) => new Set(list.map((f) => f[key])).size > 1;

/** The chart of an answer's figures; `titled` names the document of a citation. */
export function chart(answer, open, titled) {
  const list = besides(answer);
  const bodies = new Set(list.map((f) => f.issuer));
  const years = [...new Set(list.map((f) => f.fiscal_year))].sort();
  const brief = shortened(list.map((f) => f.issuer));
  const [mixedBasis, mixedScope] = [differ(list, "basis"), differ(list, "scope")];
  const item = itemOf(list);
  const core = item.replace(/(?:合计|总计|小计|总额)$/, "") || item;
  const foreign = (f) => !f.label.includes(core); // found as the nearest, called otherwise: not the same item
  const items = list.map((f) => {
    const cited = answer.citations.find((c) => f.citations.includes(c.id));
    const name = [bodies.size > 1 ? brief(f.issuer) : "", foreign(f) ? f.label : "", bodies.size === 1 || years.length > 1 ? t("year_n", { n: f.fiscal_year }) : "",
      mixedBasis || bodies.size === 1 ? t(`basis_${f.basis}`) : "", mixedScope ? t(`scope_${f.scope}`) : ""];
    return { name: name.filter(Boolean).join(" · "), year: f.fiscal_year, value: f.value, unit: f.unit, open: cited ? () => open(cited) : null };
  });
  const trend = bodies.size === 1 && years.length > 2 && years.length === items.length;
  if (!trend && bodies.size > 1) items.sort((a, b) => size(b.value, b.unit) - size(a.value, a.unit));
  const span = years.length > 1 ? `${years[0]}–${years.at(-1)}` : String(years[0]);
  const title = [bodies.size === 1 ? brief([...bodies][0]) : "", item, t("year_n", { n: span })].filter(Boolean).join(" · ");
  const titles = [...new Set(list.map((f) => answer.citations.find((c) => f.citations.includes(c.id))).filter(Boolean).map(titled))];
  const mixedItem = list.some(foreign);
  const mixed = [mixedItem ? t("col_label") : "", mixedBasis ? t("col_basis") : "", mixedScope ? t("col_scope") : ""].filter(Boolean);
  const listed = new Intl.ListFormat(document.documentElement.lang, { type: "conjunction" });
  const caveat = mixed.length ? t("not_alike", { what: listed.format(mixed.map((one) => one.toLocaleLowerCase())) }) : "";
  return figure(title, items, trend, { source: titles, caveat });
}

/** A chart with its title: `items` are {name, year, value, unit, open | href}; `trend` draws a line over years; below it
    a `caveat` and the titles of its `source`, and the chart as a file. */
export function figure(title, items, trend, { source = [], caveat = "" } = {}) {
  const sorted = trend ? [...items].sort((a, b) => a.year - b.year) : items;
  const units = [...new Set(items.map((item) => item.unit))];
  const heading = units.length > 1 ? title : `${title}（${units[0]}）`;
  const note = source.length ? t("chart_source", { titles: source.slice(0, 4).map((one) => (one.includes("《") ? one : `《${one}》`)).join("、") + (source.length > 4 ? "…" : "") }) : "";
  const taken = async (kind) => (await import("./chartfile.js")).take(kind, { title: heading, items: sorted, trend, notes: [caveat, note].filter(Boolean) });
  return make("figure", { class: "chart" }, make("figcaption", {}, heading),
    trend ? line(sorted, units.length > 1) : null, bars(sorted, title, trend, units.length > 1),
    caveat ? make("p", { class: "caveat" }, `⚠ ${caveat}`) : null, note ? make("p", { class: "hint" }, note) : null,
    make("p", { class: "take no-print" }, ["png", "svg", "csv"].map((kind) => button(kind.toUpperCase(), () => taken(kind), { class: "quiet", "aria-label": t("take_chart", { kind: kind.toUpperCase() }) }))));
}

function value(item, mixed) {
  const text = grouped(item.value) + (mixed ? ` ${item.unit}` : "");
  if (item.href) return make("a", { href: item.href }, text);
  return item.open ? make("button", { type: "button", class: "ref-value", onclick: item.open }, text) : text;
}

function bars(items, title, plain, mixed) {
  const numbers = items.map((item) => size(item.value, item.unit));
  const low = Math.min(0, ...numbers);
  const span = Math.max(0, ...numbers) - low || 1;
  const percent = (n) => `${(n * 100 / span).toFixed(2)}%`;
  const rows = items.map((item, n) => {
    const bar = draw("svg", { class: "bar", "aria-hidden": "true", height: 14, width: "100%" },
      draw("rect", { x: percent(Math.min(0, numbers[n]) - low), width: percent(Math.abs(numbers[n])), y: 2, height: 10, rx: 2 }));
    return make("tr", {}, make("th", { scope: "row" }, item.name), plain ? null : make("td", { class: "track" }, bar),
      make("td", { class: "number" }, value(item, mixed)));
  });
  return make("table", { class: "bars" }, make("caption", { class: "unseen" }, title), make("tbody", {}, rows));
}

function line(items, mixed) {
  const [width, height, left, right, top, bottom] = [640, 220, 24, 24, 28, 30];
  const numbers = items.map((item) => size(item.value, item.unit));
  const low = Math.min(0, ...numbers);
  const span = Math.max(...numbers, 0) - low || 1;
  const first = items[0].year;
  const years = items.at(-1).year - first || 1;
  const x = (year) => left + 30 + (year - first) * (width - left - right - 60) / years;
  const y = (number) => height - bottom - (number - low) * (height - top - bottom) / span;
  const points = items.map((item, n) => [x(item.year), y(numbers[n])]);
  const label = items.map((item) => `${item.year}: ${grouped(item.value)} ${item.unit}`).join(", ");
  return make("div", { class: "wide", tabindex: 0, role: "region", "aria-label": t("chart") },
    draw("svg", { class: "line", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
      draw("line", { class: "axis", x1: left, x2: width - right, y1: y(0), y2: y(0) }),
      draw("polyline", { class: "trend", points: points.map((p) => p.map((n) => n.toFixed(1)).join(",")).join(" ") }),
      points.flatMap(([px, py], n) => [draw("circle", { cx: px, cy: py, r: 4 }),
        draw("text", { x: px, y: py - 10, "text-anchor": "middle" }, grouped(items[n].value) + (mixed ? items[n].unit : "")),
        draw("text", { class: "tick", x: px, y: height - 8, "text-anchor": "middle" }, items[n].year)])));
}
