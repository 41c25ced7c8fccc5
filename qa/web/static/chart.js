// Charts without a library: bars are rows of a table with a bar in them, so the table is the chart;
// a trend is one drawing with its table below it. Each figure leads to its source.

import { draw, grouped, make, t } from "./shell.js";

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

/** The chart of an answer's figures. */
export function chart(answer, open) {
  const list = besides(answer);
  const bodies = new Set(list.map((f) => f.issuer));
  const years = new Set(list.map((f) => f.fiscal_year));
  const items = list.map((f) => {
    const cited = answer.citations.find((c) => f.citations.includes(c.id));
    const name = [bodies.size > 1 ? f.issuer : "", bodies.size === 1 || years.size > 1 ? t("year_n", { n: f.fiscal_year }) : "", t(`basis_${f.basis}`)];
    return { name: name.filter(Boolean).join(" · "), year: f.fiscal_year, value: f.value, unit: f.unit, open: cited ? () => open(cited) : null };
  });
  const trend = bodies.size === 1 && years.size > 2 && years.size === items.length;
  if (!trend && bodies.size > 1) items.sort((a, b) => size(b.value, b.unit) - size(a.value, a.unit));
  return figure(answer.chart?.title || t("compared"), items, trend);
}

/** A chart with its title: `items` are {name, year, value, unit, open | href}; `trend` draws a line over years. */
export function figure(title, items, trend) {
  const sorted = trend ? [...items].sort((a, b) => a.year - b.year) : items;
  const units = [...new Set(items.map((item) => item.unit))];
  return make("figure", { class: "chart" }, make("figcaption", {}, units.length > 1 ? title : `${title}（${units[0]}）`),
    trend ? line(sorted, units.length > 1) : null, bars(sorted, title, trend, units.length > 1));
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
