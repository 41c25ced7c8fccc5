// A chart as a file: drawn anew as one SVG with its title, its notes and nothing from elsewhere; as a picture; as a table.

import { cell, draw, grouped, save, t } from "./shell.js";
import { size } from "./chart.js";

const WIDTH = 960;
const STEP = 38;
const FACE = "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";
const [INK, SOFT, SEAL] = ["#1d2430", "#545e6e", "#9c2f23"];

const text = (x, y, words, more = {}) => draw("text", { x, y, fill: INK, "font-size": 16, ...more }, words);

/** Words in lines that fit; an ideograph is as wide as it is high. */
function lines(words, most) {
  const out = [""];
  for (const letter of words) {
    if ([...out.at(-1)].reduce((n, one) => n + (one > "⺀" ? 1 : 0.55), 0) >= most) out.push("");
    out[out.length - 1] += letter;
  }
  return out;
}

function bars(items, top) {
  const numbers = items.map((item) => size(item.value, item.unit));
  const low = Math.min(0, ...numbers);
  const span = Math.max(0, ...numbers) - low || 1;
  const [left, wide] = [340, 440];
  return items.flatMap((item, n) => {
    const y = top + n * STEP;
    const from = left + (Math.min(0, numbers[n]) - low) * wide / span;
    const long = Math.abs(numbers[n]) * wide / span;
    const name = lines(item.name, 23).slice(0, 2);
    return [name.map((one, k) => text(left - 12, y + 15 + (name.length > 1 ? k * 16 - 7 : 0), one, { "text-anchor": "end", "font-size": 13.5 })), draw("rect", { x: from, y, width: Math.max(1, long), height: 20, rx: 2, fill: SEAL }),
      text(from + long + 8, y + 15, `${grouped(item.value)} ${item.unit}`, { "font-size": 15 })];
  });
}

function trend(items, top) {
  const numbers = items.map((item) => size(item.value, item.unit));
  const low = Math.min(0, ...numbers);
  const span = Math.max(0, ...numbers) - low || 1;
  const years = items.at(-1).year - items[0].year || 1;
  const at = (n) => [90 + (items[n].year - items[0].year) * (WIDTH - 180) / years, top + 250 - (numbers[n] - low) * 210 / span];
  return [draw("polyline", { fill: "none", stroke: SEAL, "stroke-width": 3, points: items.map((_, n) => at(n).join(",")).join(" ") }),
    ...items.flatMap((item, n) => [draw("circle", { cx: at(n)[0], cy: at(n)[1], r: 5, fill: SEAL }),
      text(at(n)[0], at(n)[1] - 14, grouped(item.value), { "text-anchor": "middle" }), text(at(n)[0], top + 285, item.year, { "text-anchor": "middle", fill: SOFT })])];
}

function drawing({ title, items, trend: over, notes }) {
  const heading = lines(title, 38);
  const below = notes.flatMap((note) => lines(note, 66));
  const top = 30 + heading.length * 32;
  const body = over ? 300 : items.length * STEP;
  const height = top + body + 30 + (below.length + 1) * 20;
  const foot = [...below, `${t("brand")} · ${location.host}`];
  return draw("svg", { xmlns: "http://www.w3.org/2000/svg", width: WIDTH, height, viewBox: `0 0 ${WIDTH} ${height}`, "font-family": FACE },
    draw("rect", { width: WIDTH, height, fill: "#ffffff" }), heading.map((one, n) => text(32, 42 + n * 32, one, { "font-size": 23, "font-weight": 600 })),
    over ? trend(items, top) : bars(items, top), foot.map((one, n) => text(32, top + body + 26 + n * 20, one, { "font-size": 13, fill: SOFT })));
}

async function png(svg) {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth * 2, image.naturalHeight * 2];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
}

/** Hands the chart over as a file of one kind: png, svg or csv. */
export async function take(kind, chart) {
  const name = `${chart.title.replace(/[\\/:*?"<>|\s·]+/g, "-").slice(0, 60)}.${kind}`;
  if (kind === "csv") {
    const rows = [[t("col_label"), t("col_year"), t("col_value"), t("col_unit")], ...chart.items.map((item) => [item.name, item.year, item.value, item.unit]), ...chart.notes.map((note) => [note])];
    save(name, "text/csv", rows.map((row) => row.map(cell).join(",")).join("\r\n"));
    return;
  }
  const svg = new XMLSerializer().serializeToString(drawing(chart));
  save(name, kind === "svg" ? "image/svg+xml" : "image/png", kind === "svg" ? svg : await png(svg));
}
