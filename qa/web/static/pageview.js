// The page of an original as a picture: the cited cell boxed strongly, its row faintly, enlarged until it can be read.

import { button, failed, get, make, request, shortcut, t } from "./shell.js";

const LONGEST = 600;
const LEGIBLE = 17; // pixels that a printed line should be high
const LARGEST = 4;
const STEP = 1.3;
const pictures = new Map();

const base = (id) => `/api/disclosures/${encodeURIComponent(id)}`;
const pathOf = (id, page, at) => `${base(id)}/pages/${page}.png${at ? `?at=${at}` : ""}`;

/** A page's picture, asked for once. */
function picture(path) {
  if (!pictures.has(path)) {
    const made = request(path).then((response) => response.blob()).then((blob) => URL.createObjectURL(blob));
    made.catch(() => pictures.delete(path));
    pictures.set(path, made);
    for (const old of [...pictures.keys()].slice(0, -12)) { pictures.get(old).then((url) => URL.revokeObjectURL(url), () => {}); pictures.delete(old); }
  }
  return pictures.get(path);
}

/** Has a page drawn before it is asked for: while the reader looks at the mark that leads to it. */
export function prefetch(id, page, at = 0) {
  picture(pathOf(id, page, at)).catch(() => {});
}

export class PageView {
  #asked = 0;

  /** `about` is the document. */
  constructor(about) {
    this.about = about;
    this.zoom = 1;
    this.box = make("input", { type: "text", inputmode: "numeric", class: "page-box", "aria-label": t("page_box"), onchange: () => this.#turn(Number(this.box.value)) });
    this.of = make("span", { class: "hint" });
    this.back = button("‹", () => this.#turn(this.page - 1), { "aria-label": t("previous_page"), title: `${t("previous_page")} (←)` });
    this.on = button("›", () => this.#turn(this.page + 1), { "aria-label": t("next_page"), title: `${t("next_page")} (→)` });
    this.level = make("span", { class: "hint level", role: "status" });
    this.original = make("a", { class: "button", target: "_blank", rel: "noopener" }, t("original_file"));
    this.sheet = make("div", { class: "paper", tabindex: 0, role: "region", "aria-label": t("tab_page"), onkeydown: (event) => this.#key(event) });
    this.element = [make("div", { class: "turner", role: "group", "aria-label": t("tab_page") }, this.back, this.box, this.of, this.on,
      button("−", () => this.#scale(this.zoom / STEP), { "aria-label": t("smaller") }), this.level,
      button("+", () => this.#scale(this.zoom * STEP), { "aria-label": t("larger") }), this.original), this.sheet];
    for (const [key, by] of [["ArrowLeft", -1], ["ArrowRight", 1]]) {
      shortcut(key, (event) => {
        if (!this.sheet.offsetParent || event.target.closest?.("[role=tab], .wide")) return false;
        this.#turn(this.page + by);
        return true;
      });
    }
  }

  #turn(page) {
    if (page >= 1 && page <= (this.pages ?? Infinity) && Number.isInteger(page)) this.show(page, { at: this.at });
    else this.box.value = this.page;
  }

  #key(event) {
    if (event.key === "+" || event.key === "=") this.#scale(this.zoom * STEP);
    if (event.key === "-") this.#scale(this.zoom / STEP);
    if (event.key.startsWith("Arrow") && this.zoom > 1.05) event.stopPropagation(); // they move the enlarged page
  }

  /** Shows page `page` with a place of it marked: `quote` where it stands for the `nth` time, in it `cell` {index, count}
      of its pieces or `value`. `at` is an offset in the text: of a document in several files it tells which one's page is meant. */
  async show(page, { quote = "", nth = 1, at = 0, cell = null, value = null } = {}) {
    const mine = this.#asked += 1;
    [this.page, this.at] = [page, at];
    this.pages = this.about.parts?.findLast((part) => part.start <= at)?.pages ?? this.about.pages;
    this.box.value = page;
    this.of.textContent = this.pages ? `/ ${this.pages}` : "";
    this.back.disabled = page <= 1;
    this.on.disabled = page >= (this.pages ?? Infinity);
    this.original.href = `${base(this.about.id)}/original?at=${at}#page=${page}`;
    this.sheet.replaceChildren(make("p", { class: "hint pending" }, t("drawing", { n: page })));
    const words = quote.replace(/\s+/g, " ").trim().slice(0, LONGEST);
    const marked = words ? this.#marks(page, words, nth, at, cell, value) : { row: [], cell: [] };
    try {
      const source = await picture(pathOf(this.about.id, page, at));
      const image = make("img", { src: source, alt: t("page_alt", { title: this.about.title, n: page }) });
      await image.decode();
      if (mine !== this.#asked) return;
      this.leaf = make("div", { class: "leaf" }, image);
      this.sheet.replaceChildren(this.leaf);
      this.#scale(1);
      const found = await marked;
      if (mine === this.#asked && words) this.#mark(found, image, words);
    } catch (error) {
      if (mine === this.#asked) this.sheet.replaceChildren(failed(error, () => this.show(page, { quote, nth, at, cell, value })));
    }
  }

  async #marks(page, quote, nth, at, cell, value) {
    const found = async (words, n) => {
      const asked = new URLSearchParams({ quote: words, ...(n > 1 && { nth: n }), ...(at && { at }) });
      return (await get(`${base(this.about.id)}/pages/${page}/marks?${asked}`)).marks;
    };
    const [row, own] = await Promise.all([found(quote, nth), value && !cell ? found(value.words, value.nth) : null]);
    if (cell && row.length === cell.count) return { row, cell: [row[cell.index]] };
    if (!value) return { row, cell: [] };
    const inside = ([x0, y0, x1, y1]) => row.some((r) => x0 >= r[0] - 0.01 && x1 <= r[2] + 0.01 && y0 >= r[1] - 0.01 && y1 <= r[3] + 0.01);
    return { row, cell: (own ?? await found(value.words, value.nth)).filter(inside) };
  }

  #mark({ row, cell }, image, words) {
    this.marks = [...cell, ...row];
    if (!row.length) { this.sheet.before(make("p", { class: "notice quiet unboxed" }, t("no_marks"))); return; }
    image.alt = t("page_alt_marked", { title: this.about.title, n: this.page, quote: words.slice(0, 120) });
    const boxed = (kind, [x0, y0, x1, y1]) => {
      const box = make("span", { class: `box ${kind}` });
      Object.assign(box.style, { left: `${x0 * 100}%`, top: `${y0 * 100}%`, width: `${(x1 - x0) * 100}%`, height: `${(y1 - y0) * 100}%` });
      return box;
    };
    this.leaf.append(...row.map((m) => boxed("of-row", m)), ...cell.map((m) => boxed("of-cell", m)));
    const heights = row.map((m) => m[3] - m[1]).sort((a, b) => a - b);
    const high = heights[Math.floor(heights.length / 2)] * image.getBoundingClientRect().height;
    this.#scale(high ? LEGIBLE / high : 1);
  }

  /** Enlarges and brings the marked place to the middle. */
  #scale(zoom) {
    this.sheet.parentElement?.querySelector(".unboxed")?.remove();
    this.zoom = Math.min(LARGEST, Math.max(1, zoom));
    this.level.textContent = `${Math.round(this.zoom * 100)}%`;
    if (!this.leaf) return;
    this.leaf.style.width = `${this.zoom * 100}%`;
    const first = this.leaf.querySelector(".of-cell") ?? this.leaf.querySelector(".of-row");
    if (!first) return;
    const [here, there] = [first.getBoundingClientRect(), this.sheet.getBoundingClientRect()];
    this.sheet.scrollBy({ left: here.left + here.width / 2 - there.left - there.width / 2, top: here.top + here.height / 2 - there.top - there.height / 2 });
    if (there.top < 0 || there.bottom > innerHeight) this.element[0].scrollIntoView({ block: "start" });
  }
}
