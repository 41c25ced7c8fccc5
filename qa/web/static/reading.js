// A document to be read: its text in headings and lines, its tables as tables, and a way to show any place of it.

import { make, t } from "./shell.js";
import { tableElement } from "./grid.js";

/** Offsets count characters; strings count UTF-16 units. They differ only where a text has rare characters. */
function units(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (n) => n;
  const at = [];
  let unit = 0;
  for (const character of text) { at.push(unit); unit += character.length; }
  at.push(unit);
  return (n) => at[Math.min(n, at.length - 1)];
}

/** A text without what cannot be seen, as long as it was. */
const shown = (text) => text.replace(/[\f\v\0-\x08]/g, " ");

const flattened = (outline) => outline.flatMap((s) => [s, ...flattened(s.children)]);

function shifted(table, unit) {
  const place = (one) => ({ ...one, start: unit(one.start), end: unit(one.end) });
  return { ...place(table), rows: table.rows.map((r) => ({ ...place(r), cells: r.cells.map(place) })) };
}

function frontMatter(text) {
  const end = text.startsWith("---\n") ? text.indexOf("\n---\n", 4) : -1;
  return end < 0 ? 0 : end + 5;
}

/** A text whose printed line ends take no room: they stay in it, so that offsets hold. */
const joined = (text) => text.split(/(\n)/).filter(Boolean).map((piece) => (piece === "\n" ? make("span", { class: "line-end" }, piece) : piece));

const WIDEST = 80; // a printed line has no more characters; sentences that are not broken are longer sooner or later

/** How long a full printed line of prose is, in characters; 0 where a text's lines end with their sentences, however long. */
function widthOf(text, broken) {
  const long = text.split("\n").filter((line) => !/\t|[.．…·]{4}/.test(line)).map((line) => line.trim().length).filter((n) => n >= 16).sort((a, b) => a - b);
  const [usual, longest] = [0.6, 0.99].map((share) => long[Math.floor(long.length * share)] ?? 0);
  return broken || (long.length > 20 && longest <= WIDEST) ? usual : 0;
}

/** Brings a place to the middle; a cell to the middle of its table, below the heads that stay, and the table into sight. */
function centre(place) {
  const table = place.closest(".printed");
  const box = table && place.closest(".wide");
  if (!box) { place.scrollIntoView({ block: "center", inline: "center" }); return; }
  const [here, there] = [place.getBoundingClientRect(), box.getBoundingClientRect()];
  const own = place.closest("table"); // a form is several tables in one box
  const head = own.tHead?.offsetHeight ?? 0;
  const side = place.tagName === "TH" ? 0 : own.querySelector("tbody th.label:first-child")?.offsetWidth ?? 0;
  box.scrollBy({ left: here.left + here.width / 2 - there.left - (box.clientWidth + side) / 2, top: here.top + Math.min(here.height, box.clientHeight - head - 8) / 2 - there.top - (box.clientHeight + head) / 2 });
  table.scrollIntoView({ block: "start" });
}

const start = (line, end) => end - line.trimStart().length;

export class Reading {
  #growing = null;

  /** `top` is the rank of the document's own topmost headings on the page; `broken`: its lines are known to end where printed lines do. */
  constructor(text, tables, outline, top = 3, broken = false) {
    this.top = top;
    this.last = top - 1;
    this.text = text;
    this.unit = units(text);
    this.tables = tables.map((table) => shifted(table, this.unit)).sort((a, b) => a.start - b.start);
    this.headings = new Map(flattened(outline).map((s) => [this.unit(s.start), s]));
    this.element = make("div", { class: "reading", lang: "zh-CN" });
    this.marked = [];
    this.broken = widthOf(text, broken);
    this.spaced = this.broken && text.split(/\S\n\n(?=\S)/).length > text.split(/\S\n(?=\S)/).length * 2; // a blank line behind every printed one
    this.#build();
  }

  #build() {
    const parts = [];
    let at = frontMatter(this.text);
    if (at) parts.push(make("details", { class: "raw" }, make("summary", {}, t("front_matter")), make("pre", { "data-start": 0, "data-end": at }, this.text.slice(0, at))));
    for (const table of this.tables) {
      if (table.start < at) { parts.push(tableElement(table, this.text)); continue; }
      parts.push(...this.#lines(at, table.start), tableElement(table, this.text));
      at = Math.max(at, table.end);
    }
    parts.push(...this.#lines(at, this.text.length));
    this.element.append(...parts);
  }

  #lines(from, to) {
    const out = [];
    let start = from;
    let open = "";
    let opened = from;
    for (const line of this.text.slice(from, to).split("\n")) {
      const end = start + line.length;
      if (open && !line.trim() && this.spaced && this.text[end + 1] !== "\n") { start = end + 1; continue; }
      if (!open) opened = start;
      const whole = open ? this.text.slice(opened, end) : line;
      open = "";
      if (this.#runsOn(line, end, to)) open = whole;
      else if (whole.trim()) out.push(this.#line(whole, opened, end));
      start = end + 1;
    }
    return out;
  }

  /** Whether a printed line that ends here goes on in the next one. */
  #runsOn(line, end, to) {
    if (!this.broken || end + 1 >= to || line.trim().length < this.broken * 0.7 || /[。；！？：:]\s*$|\t/.test(line)) return false;
    const next = this.text.slice(end + 1).match(/^\s*/)[0].length + end + 1;
    const heading = [start(line, end), next].some((at) => this.headings.has(at)) || this.headings.has(end + 1);
    return next < to && !heading && !/^\s*(?:[（(]?[一二三四五六七八九十\d]+(?:[）)、]|[.．](?!\d))|第.{1,3}部分)/.test(this.text.slice(next, next + 8));
  }

  #line(line, start, end) {
    const lead = line.match(/^\s*#*\s*/)[0].length;
    const heading = this.headings.get(start) ?? this.headings.get(start + lead);
    const sharps = heading ? lead : 0;
    const attributes = { "data-start": start + sharps, "data-end": end };
    if (!heading) return make("p", { ...attributes, class: /(?:[.．…·]\s?){5,}\s*\d*\s*$/.test(line) ? "of-contents" : null }, joined(shown(line)));
    this.last = Math.min(heading.level + this.top - 1, this.last + 1, 6); // a printed outline may leave a rank out
    return make(`h${this.last}`, { ...attributes, tabindex: -1 }, joined(shown(line.slice(sharps))));
  }

  /** The page that character `start` is on: pages are parted by form feeds. */
  page(start) {
    return this.text.slice(0, this.unit(start)).split("\f").length;
  }

  /** How many times the words stand on their page up to `start` (in the string's units), white space aside. */
  nth(start, words) {
    const squeezed = (text) => text.replace(/\s+/g, "");
    const from = this.text.lastIndexOf("\f", start - 1) + 1;
    const [before, sought] = [squeezed(this.text.slice(from, start)).length, squeezed(words)];
    const page = squeezed(this.text.slice(from, start + words.length));
    let count = 0;
    for (let at = page.indexOf(sought); at >= 0 && at <= before; at = page.indexOf(sought, at + 1)) count += 1;
    return Math.max(1, count);
  }

  /** The words around a place, by which it is found on its page: its printed row, or its line; and where they begin. */
  around(start, end) {
    [start, end] = [this.unit(start), this.unit(end)];
    const row = this.tables.flatMap((table) => table.rows).find((r) => r.start <= start && r.end >= end);
    if (row) return [this.text.slice(row.start, row.end), row.start];
    const from = this.text.lastIndexOf("\n", start - 1) + 1;
    return [this.text.slice(from, (this.text.indexOf("\n", end) + 1 || this.text.length + 1) - 1), from];
  }

  /** Which of a quoted row's printed pieces is the cell of `column`, and how many there are; null where it is no row. */
  cell(start, end, column) {
    [start, end] = [this.unit(start), this.unit(end)];
    const cell = this.tables.flatMap((table) => table.rows).flatMap((row) => row.cells)
      .find((c) => c.start >= start && c.end <= end && c.column === column && c.text.trim());
    if (!cell) return null;
    const pieces = (text) => text.split(/[\t\n|]/).filter((piece) => piece.trim()).length;
    return { index: pieces(this.text.slice(start, cell.start)), count: pieces(this.text.slice(start, end)), text: cell.text, start: cell.start };
  }

  /** Takes all marks away. */
  clear() {
    for (const undo of this.marked.splice(0)) undo();
  }

  /** Marks characters `start`..`end` (of the source), scrolls there, and says whether anything was found. */
  reveal(start, end, column = null) {
    this.clear();
    [start, end] = [this.unit(start), this.unit(end)];
    const row = this.#markRow(start, end, column);
    const first = row ?? this.#markText(start, end);
    if (first) this.#bring(first);
    return Boolean(first);
  }

  /** Scrolls to a place, and again as long as what is above it grows: until the reader scrolls, or nothing moves any more. */
  #bring(first) {
    this.element.classList.add("laid"); // heights are now known, not guessed
    this.#growing?.disconnect();
    const scroll = () => centre(first);
    const growing = this.#growing = new ResizeObserver(scroll);
    const stop = () => growing.disconnect();
    scroll();
    growing.observe(this.element);
    for (const name of ["wheel", "touchstart", "pointerdown", "keydown"]) addEventListener(name, stop, { once: true, passive: true });
    requestAnimationFrame(scroll);
    setTimeout(stop, 1500);
  }

  #light(element, name) {
    element.classList.add(name);
    this.marked.push(() => element.classList.remove(name));
  }

  #inside(selector, start, end) {
    return [...this.element.querySelectorAll(selector)].filter((e) => Number(e.dataset.start) < end && Number(e.dataset.end) > start);
  }

  #markRow(start, end, column) {
    const heads = this.#inside("tbody th[data-start]", start, end);
    if (!heads.length) return null;
    let cited = null;
    for (const head of heads) {
      this.#light(head, "lit");
      const cells = [];
      for (let next = head.nextElementSibling; next && next.tagName === "TD"; next = next.nextElementSibling) cells.push(next);
      const whole = start <= Number(head.dataset.start) && end >= Number(head.dataset.end) - 1;
      const hit = cells.filter((c) => column ? c.dataset.column === column : !whole && Number(c.dataset.start) < end && Number(c.dataset.end) > start);
      for (const cell of hit) {
        this.#light(cell, "cited");
        for (const th of cell.closest("table").querySelectorAll("thead th[data-columns]")) {
          if (th.dataset.columns.split(" ").includes(cell.dataset.index)) this.#light(th, "lit");
        }
        cited ??= cell;
      }
      if (!hit.length) cells.forEach((c) => this.#light(c, "cited-row"));
    }
    return cited ?? heads[0];
  }

  #markText(start, end) {
    let first = null;
    const places = this.#inside("p[data-start], h2[data-start], h3[data-start], h4[data-start], h5[data-start], h6[data-start], pre[data-start]", start, end);
    for (const element of places) {
      if (element.tagName === "PRE") {
        if (first) continue;
        element.parentElement.open = true;
      }
      const from = Number(element.dataset.start);
      const whole = element.textContent;
      const [a, b] = [Math.max(0, start - from), Math.min(whole.length, end - from)];
      if (a >= b) continue;
      const mark = make("mark", {}, joined(whole.slice(a, b)));
      element.replaceChildren(...joined(whole.slice(0, a)), mark, ...joined(whole.slice(b)));
      this.marked.push(() => element.replaceChildren(...joined(whole)));
      first ??= mark;
    }
    return first;
  }

  /** Places of a phrase, white space aside, as [start, end] in the source's characters. */
  find(phrase) {
    const letters = [...phrase.replace(/\s+/g, "")].map((c) => c.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    if (!letters.length) return [];
    const found = [...this.text.matchAll(new RegExp(letters.join("\\s*"), "giu"))].slice(0, 500);
    const exact = this.unit(1) === 1 && !/[\ud800-\udfff]/.test(this.text);
    const back = exact ? (n) => n : (n) => [...this.text.slice(0, n)].length;
    return found.map((m) => [back(m.index), back(m.index + m[0].length)]);
  }

  /** Marks every place of a phrase faintly; none takes them away. */
  hint(phrase) {
    if (!globalThis.Highlight) return;
    const letters = [...phrase.replace(/\s+/g, "")].map((c) => c.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    CSS.highlights.delete("hits");
    if (!letters.length) return;
    const sought = new RegExp(letters.join("\\s*"), "giu");
    const ranges = [];
    const walker = document.createTreeWalker(this.element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() && ranges.length < 2000) {
      for (const m of walker.currentNode.data.matchAll(sought)) {
        const range = new Range();
        range.setStart(walker.currentNode, m.index);
        range.setEnd(walker.currentNode, m.index + m[0].length);
        ranges.push(range);
      }
    }
    CSS.highlights.set("hits", new Highlight(...ranges));
  }
}
