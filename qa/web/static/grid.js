// A printed table as a table: heads over several levels, side-by-side blocks beside each other, forms as several grids.

import { make, t } from "./shell.js";

/** Rows that stand in one printed line, so that income and expenditure stand side by side again. */
function printedLines(rows, sameLine) {
  const lines = [];
  let last = null;
  for (const row of rows) {
    const used = last ? lines.at(-1).flatMap((r) => r.cells.map((c) => c.index)) : [];
    const beyond = row.cells.every((c) => used.every((index) => c.index > index));
    if (last && beyond && sameLine(last, row)) lines.at(-1).push(row);
    else lines.push([row]);
    last = row;
  }
  return lines;
}

/** Sets of columns that rows share: each is a block with labels of its own. */
function blocksOf(lines) {
  let blocks = [];
  for (const row of lines.flat()) {
    const columns = new Set(row.cells.map((c) => c.index));
    const touching = blocks.filter((b) => [...b].some((c) => columns.has(c)));
    blocks = [...blocks.filter((b) => !touching.includes(b)), new Set([...columns, ...touching.flatMap((b) => [...b])])];
  }
  return blocks.filter((b) => b.size).map((b) => [...b].sort((a, c) => a - c)).sort((a, b) => a[0] - b[0]);
}

/** The levels of a head path; a stroke in brackets, as in 执行率(B/A), parts nothing. */
const steps = (path) => path.split(/\/(?![^(（]*[)）])/);

function heads(blocks, table) {
  const paths = blocks.flatMap((block) => [null, ...block.map((n) => ({ n, path: steps(table.columns[n] || "") }))]);
  const depth = Math.max(1, ...paths.filter(Boolean).map((p) => p.path.length));
  const rows = [];
  for (let level = 0; level < depth; level += 1) {
    const row = make("tr");
    for (let at = 0; at < paths.length;) {
      const here = paths[at];
      if (!here) {
        if (level === 0) row.append(make("th", { scope: "col", rowspan: depth, class: "label" }, t("row")));
        at += 1;
        continue;
      }
      const prefix = here.path.slice(0, level + 1).join("/");
      const leaf = here.path.length === level + 1;
      let end = at + 1;
      while (!leaf && paths[end] && paths[end].path.length > level + 1 && paths[end].path.slice(0, level + 1).join("/") === prefix) end += 1;
      if (here.path.length > level) {
        row.append(make("th", { scope: end - at > 1 ? "colgroup" : "col", colspan: end - at, rowspan: leaf ? depth - level : 1,
          "data-columns": paths.slice(at, end).map((p) => p.n).join(" ") }, here.path[level]));
      }
      at = end;
    }
    rows.push(row);
  }
  return make("thead", {}, rows);
}

/** A row's label under the rows that it belongs to; those that have no row of their own are named before it. */
function label(row, printed) {
  const above = row.parents.filter((parent) => !printed.has(parent));
  const depth = Math.min(row.parents.length - above.length, 4);
  return make("th", { scope: "row", class: `label in-${depth}`, "data-start": row.start, "data-end": row.end },
    above.length ? make("small", { class: "above" }, above.join(" / ")) : null, row.code ? make("small", {}, `${row.code} `) : null, row.label || "—");
}

function body(lines, blocks, printed) {
  return make("tbody", {}, lines.map((line) => make("tr", {}, blocks.map((block) => {
    const row = line.find((r) => r.cells.some((c) => block.includes(c.index)))
      ?? (blocks.length === 1 ? line[0] : null);
    if (!row) return [make("td", { class: "none" }), ...block.map(() => make("td", { class: "none" }))];
    const cells = block.map((n) => {
      const cell = row.cells.find((c) => c.index === n);
      if (!cell) return make("td", { class: "none" });
      return make("td", { class: cell.value === null ? "" : "number", "data-start": cell.start, "data-end": cell.end, "data-index": n,
        "data-column": cell.column }, cell.text);
    });
    return [label(row, printed), ...cells];
  }))));
}

function grid(lines, table) {
  const blocks = blocksOf(lines);
  return make("table", {}, make("caption", { class: "unseen" }, table.title), heads(blocks, table),
    body(lines, blocks, new Set(table.rows.map((row) => row.label))));
}

const filled = (lines, table) => lines.flat().reduce((sum, row) => sum + row.cells.length, 0) / (lines.length * Math.max(1, table.columns.length));
const MOST_BLOCKS = 4;

/** Side-by-side blocks, however their text was broken; forms, of few cells in many columns, as several grids. */
function grids(table, text) {
  const beside = printedLines(table.rows, () => true);
  if (filled(beside, table) > 0.5 && blocksOf(beside).length <= MOST_BLOCKS) return [grid(beside, table)];
  const lines = printedLines(table.rows, (a, b) => b.start >= a.end && !text.slice(a.end, b.start).includes("\n"));
  if (filled(lines, table) > 0.5 || lines.length < 2) return [grid(lines, table)];
  const runs = [];
  let last = "";
  for (const line of lines) {
    const signature = line.flatMap((row) => row.cells.map((c) => c.index)).join(" ");
    if (signature !== last) runs.push([]);
    runs.at(-1).push(line);
    last = signature;
  }
  return runs.map((run) => grid(run, table));
}

/** Whether the note stands in the text right after the table, where it is read anyway. */
const follows = (table, text) => text.slice(table.end, table.end + 200).replace(/\s/g, "").includes(table.note.replace(/\s/g, "").slice(0, 20));

/** A table with its title, unit and note; what was printed stands behind it. */
export function tableElement(table, text) {
  const state = { empty: t("table_empty"), absent: t("table_absent"), unread: t("table_unread") }[table.status];
  const raw = make("details", { class: "raw" }, make("summary", {}, t("as_extracted")),
    make("pre", { "data-start": table.start, "data-end": table.end }, text.slice(table.start, table.end)));
  return make("figure", { class: "printed", "data-start": table.start, "data-end": table.end, id: table.id },
    make("figcaption", {}, make("strong", {}, table.title), table.unit ? make("span", { class: "tag" }, table.unit) : null,
      table.page ? make("span", { class: "tag" }, t("page_n", { n: table.page })) : null,
      state ? make("span", { class: "tag warn" }, state) : null),
    table.rows.length ? make("div", { class: "wide", tabindex: 0, role: "region", "aria-label": table.title }, grids(table, text)) : null,
    table.note && !follows(table, text) ? make("p", { class: "hint" }, table.note) : null, raw);
}
