// Citation marks: the best source first, the others behind “+2”; each shows where it leads before it is pressed.

import { button, make, t } from "./shell.js";
import { open, prefetch } from "./source.js";

const flat = (text) => text.replace(/\s+/g, " ").trim();

const bodies = new Map();

/** Tells whose the documents are that figures come from: printed titles do not always say it. */
export function introduce(figures) {
  for (const f of figures) if (f?.disclosure_id) bodies.set(f.disclosure_id, f.issuer);
}

/** A document's printed title, with the body before it where the title does not name it. */
export function titled(c) {
  const body = bodies.get(c.disclosure_id) ?? "";
  return body && !c.title.includes(body) ? `${body}《${c.title}》` : c.title;
}

/** Where a citation stands, in a line. */
export const where = (c) => [titled(c), c.section, c.page ? t("page_n", { n: c.page }) : ""].filter(Boolean).join(" · ");

/** Its place in a table, in words. */
export const cell = (c) => (c.table ? [c.table.title, [c.table.row, c.table.column].filter(Boolean).join(" × ")].filter(Boolean).join("：") : "");

/** How good a source is for a figure: a table's own cell before a sentence, what prints the very digits before what does not. */
function rank(c, f) {
  const digits = f?.value?.replace(/\.?0+$/, "");
  const printed = !digits || c.quote.replaceAll(",", "").includes(digits);
  return (printed ? 0 : 4) + (c.table?.column ? 0 : 2) + (f && c.disclosure_id !== f.disclosure_id ? 1 : 0);
}

export const best = (list, f = null) => [...list].sort((a, b) => rank(a, f) - rank(b, f) || a.id - b.id);

/** The mark of one citation; `f` is the figure that it stands for. */
export function chip(c, f = null) {
  const mark = button(String(c.id), () => { hide(); open({ ...c, value: f?.value }); }, { class: "ref", "aria-label": t("open_source", { n: c.id, where: where(c) }) });
  const look = () => show(mark, c, f);
  for (const name of ["pointerenter", "focus"]) mark.addEventListener(name, look);
  for (const name of ["pointerleave", "blur"]) mark.addEventListener(name, () => leave(mark));
  return mark;
}

/** The marks of several citations: the best one, and the rest when “+n” is pressed. `owner` tells which figure one stands for. */
export function chips(list, f = null, owner = () => f) {
  const [first, ...rest] = best(list, f);
  if (!first) return [];
  const printed = (one) => (one?.basis === "computed" ? null : one); // what was worked out is printed nowhere: its parts are
  const one = (c) => chip(c, printed(owner(c)));
  const leading = printed(f) ? chip(first, f) : one(first);
  if (rest.length < 2) return [leading, ...rest.map(one)];
  const more = button(`+${rest.length}`, () => more.replaceWith(...rest.map(one)), { class: "ref more", "aria-label": t("more_sources", { n: rest.length }) });
  return [leading, more];
}

/* -- the card ------------------------------------------------------------------------------------------- */

const card = make("div", { id: "card", role: "tooltip", hidden: true });
(document.querySelector("main") ?? document.body).append(card);
let timer = 0;
let shownFor = null;

function show(mark, c, f) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (!mark.isConnected) return;
    prefetch(c);
    const value = f?.value && f.citations?.includes(c.id) ? make("b", {}, `${f.value} ${f.unit}`) : null;
    lay(mark, [make("strong", {}, titled(c)), c.section ? make("span", { class: "where" }, c.section) : null,
      c.table ? make("span", { class: "where" }, c.table.title, c.page ? ` · ${t("page_n", { n: c.page })}` : "") : c.page ? make("span", { class: "where" }, t("page_n", { n: c.page })) : null,
      c.table ? make("span", { class: "cell" }, [c.table.row, c.table.column].filter(Boolean).join(" × "), value ? " = " : null, value) : make("q", {}, flat(c.quote).slice(0, 140))]);
  }, 120);
}

/** Shows a card beside an element; it stays while the pointer is on either. */
export function lay(mark, content) {
  shownFor?.removeAttribute("aria-describedby");
  shownFor = mark;
  card.replaceChildren(...content.filter(Boolean));
  card.hidden = false;
  mark.setAttribute("aria-describedby", "card");
  const [at, own] = [mark.getBoundingClientRect(), card.getBoundingClientRect()];
  const below = at.bottom + own.height + 8 < innerHeight;
  card.style.left = `${Math.max(8, Math.min(innerWidth - own.width - 8, at.left - 12))}px`;
  card.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - own.height - 4)}px`;
}

export function leave(mark) {
  clearTimeout(timer);
  timer = setTimeout(() => { if (shownFor === mark || !shownFor?.isConnected) hide(); }, 180);
}

export function hide() {
  clearTimeout(timer);
  card.hidden = true;
  shownFor?.removeAttribute("aria-describedby");
  shownFor = null;
}

card.addEventListener("pointerenter", () => clearTimeout(timer));
card.addEventListener("pointerleave", hide);
addEventListener("keydown", (event) => { if (event.key === "Escape" && !card.hidden) { hide(); event.stopImmediatePropagation(); } }, true);
addEventListener("scroll", hide, { capture: true, passive: true });
