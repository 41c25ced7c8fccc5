// The source beside an answer: the document's text and tables at the quote, its outline, a search, and its audit.

import { button, failed, get, grouped, icon, kept, make, named, problems, shortcut, t } from "./shell.js";

const panel = document.getElementById("source");
const whole = panel?.classList.contains("whole");
const held = new Map();
let shown = null;
let opener = null;
let wanted = null;
let Viewer = null;
let Reading = null;

function fetched(id) {
  if (!held.has(id)) {
    const path = `/api/disclosures/${encodeURIComponent(id)}`;
    const about = get(path).then(async (one) => { if (one.pictures) Viewer ??= await import("./pageview.js"); return one; }); // few documents have pages to show
    const reader = import("./reading.js").then((module) => { ({ Reading } = module); }); // needed when a document is opened, not before
    const all = Promise.all([about, get(`${path}/text`), get(`${path}/tables?limit=1000`), reader]);
    all.catch(() => held.delete(id));
    held.set(id, all);
  }
  return held.get(id);
}

/** Fetches what opening a citation will need. */
export function prefetch(c) {
  if (!panel) return;
  fetched(c.disclosure_id).then(([about]) => {
    if (about.pictures && c.page && kept.get(VIEW, "page") === "page") Viewer.prefetch(c.disclosure_id, c.page, about.parts?.length ? c.start : 0);
  }, () => {});
}

/** Whether a document stands beside the answers. */
export const isOpen = () => Boolean(panel) && !whole && !panel.hidden;

/** Opens the document of a citation (or of anything with disclosure_id, start and end) at its place. */
export async function open(place, { quietly = false } = {}) {
  if (!panel) return;
  if (!quietly && !panel.contains(document.activeElement)) opener = document.activeElement;
  panel.hidden = false;
  document.body.classList.add("reading-source");
  if (shown?.id !== place.disclosure_id) {
    shown = null;
    panel.replaceChildren(make("p", { class: "hint pending" }, t("loading")));
    try {
      const mine = wanted = place.disclosure_id;
      const [about, text, tables] = await fetched(place.disclosure_id);
      if (mine !== wanted) return;
      build(about, text.text, tables.tables);
    } catch (error) {
      panel.replaceChildren(closer(), failed(error, () => open(place, { quietly })));
      return;
    }
  }
  go(place);
  if (!whole && !quietly) panel.focus({ preventScroll: true });
}

/** Shows a place of the open document: its page as a picture where there is one (and the reader likes it), or its text. */
function go(place) {
  shown.place = place.start === undefined ? null : place;
  shown.stale = new Set(["page", "text"]);
  const line = panel.querySelector(".quoted");
  const cell = place.table ? [place.table.title, [place.table.row, place.table.column].filter(Boolean).join(" × ")].filter(Boolean).join("：") : "";
  line.replaceChildren(...(shown.place && place.quote ? [place.id ? make("strong", {}, `[${place.id}] `) : "", cell ? make("span", { class: "cell" }, cell) : make("q", {}, place.quote.replace(/\s+/g, " "))] : []));
  const larger = panel.querySelector(".larger");
  if (larger) larger.href = address(shown.id, shown.place);
  show(shown.place && shown.pages && kept.get(VIEW, "page") === "page" ? "page" : "text");
}

const VIEW = "source-view";

/** The address of a document as a page of its own, at a place of it. */
export function address(id, place = null) {
  const at = place && { start: place.start, end: place.end, ...(place.table?.column && { column: place.table.column }), ...(place.page && { page: place.page }) };
  return `/documents/${encodeURIComponent(id)}${at ? `?${new URLSearchParams(at)}` : ""}`;
}

/** Brings a pane to the place asked for; a pane that is not looked at waits until it is. */
function bring(name) {
  if (!shown.stale.delete(name)) return;
  const { place, reading, pages } = shown;
  if (name === "text") { if (place) reading.reveal(place.start, place.end, place.table?.column); return; }
  if (!place) { if (!pages.page) pages.show(1, { at: pages.about.parts?.find((part) => part.pages)?.start ?? 0 }); return; }
  const [quote, from] = place.quote ? [place.quote, reading.unit(place.start)] : reading.around(place.start, place.end);
  const cell = place.table?.column ? reading.cell(place.start, place.end, place.table.column) : null;
  const said = cell ? [cell.text, cell.start] : place.value && quote.includes(place.value) ? [place.value, from + quote.indexOf(place.value)] : null;
  pages.show(place.page ?? reading.page(place.start), { quote, nth: reading.nth(from, quote), at: pages.about.parts?.length ? place.start : 0, cell,
    value: said && { words: said[0], nth: reading.nth(said[1], said[0]) } });
}

export function close() {
  if (!panel || whole || panel.hidden) return;
  panel.hidden = true;
  wanted = null;
  document.body.classList.remove("reading-source");
  opener?.focus();
}

shortcut("Escape", close);
shortcut("s", () => {
  if (panel && !panel.hidden) { panel.focus(); return; }
  const mark = [...document.querySelectorAll(".answer")].at(-1)?.querySelector(".ref");
  mark?.focus();
  mark?.click();
});

const closer = () => (whole ? null : button(icon("close"), close, { class: "close", "aria-label": t("close_source") }));

/* -- the panel -------------------------------------------------------------------------------------------- */

function build(about, text, tables) {
  const reading = new Reading(text, tables, about.outline, whole ? 2 : 3, Boolean(about.pages));
  const pages = about.pictures ? new Viewer.PageView(about) : null;
  shown = { id: about.id, reading, about, pages, place: null, stale: new Set() };
  const panes = { ...(pages && { page: pane("page", pages.element) }), text: pane("text", [tools(reading, about), reading.element]), audit: pane("audit", []), about: pane("about", [facts(about, tables)]) };
  shown.panes = panes;
  const meta = [about.title, t(`scope_${about.scope}`)];
  const heading = whole ? "h1" : "h2";
  const head = make("header", {}, closer(), make(heading, {}, named(about)),
    make("p", { class: "hint" }, meta.join(" · "), about.narrative === "restated" ? make("span", { class: "tag", title: t("restated_more") }, t("restated")) : null,
      whole ? null : [" ", make("a", { href: address(about.id), class: "larger" }, t("whole_page"))],
      " ", make("a", { href: `/facts?disclosure=${about.id}` }, t("see_facts"))),
    make("div", { role: "tablist", "aria-label": t("source") }, Object.keys(panes).map((name) =>
      button(t(name === "text" && pages ? "tab_words" : `tab_${name}`), () => choose(name), { role: "tab", id: `tab-${name}`, "aria-controls": `pane-${name}`, "data-tab": name, onkeydown: turn }))),
    make("p", { class: "quoted", hidden: true }));
  panel.replaceChildren(head, ...Object.values(panes));
  if (!whole) { // what stays at the panel's top covers what is scrolled to
    const measure = () => panel.style.setProperty("--head", `${head.offsetHeight}px`);
    measure();
    new ResizeObserver(measure).observe(head);
  }
}

function pane(name, content) {
  return make("div", { role: "tabpanel", id: `pane-${name}`, class: `pane ${name}`, "aria-labelledby": `tab-${name}`, tabindex: 0 }, content);
}

function turn(event) {
  const tabs = [...panel.querySelectorAll("[role=tab]")];
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
  next.click();
  next.focus();
}

/** A tab pressed: page or text is what the reader likes from now on. */
function choose(name) {
  if (shown.pages && ["page", "text"].includes(name)) kept.set(VIEW, name);
  show(name);
}

function show(name) {
  for (const tab of panel.querySelectorAll("[role=tab]")) {
    const on = tab.dataset.tab === name;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    shown.panes[tab.dataset.tab].hidden = !on;
  }
  const line = panel.querySelector(".quoted");
  line.hidden = !["text", "page"].includes(name) || !line.childNodes.length;
  bring(name);
  if (name === "audit" && !shown.audited) audit();
}

/** Shows the audit of the open document. */
export function showAudit() {
  if (shown) show("audit");
}

function tools(reading, about) {
  const words = make("input", { type: "search", "aria-label": t("search_document"), placeholder: t("search_document") });
  const count = make("span", { class: "hint", role: "status" });
  let places = [];
  let at = -1;
  const go = (step) => {
    if (!places.length) return;
    at = (at + step + places.length) % places.length;
    reading.reveal(...places[at]);
    reading.hint(words.value);
    count.textContent = `${at + 1} / ${places.length}`;
  };
  words.addEventListener("input", () => {
    places = reading.find(words.value);
    at = -1;
    count.textContent = words.value && !places.length ? t("no_match") : "";
    if (places.length) go(1); else { reading.clear(); reading.hint(""); }
  });
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); go(event.shiftKey ? -1 : 1); }
  });
  const outline = make("details", { class: "outline", open: whole && matchMedia("(min-width: 64rem)").matches }, make("summary", {}, t("outline")), tree(about.outline, reading));
  return make("div", { class: "tools" }, make("div", { class: "find", role: "search" }, words,
    button("↑", () => go(-1), { "aria-label": t("previous") }), button("↓", () => go(1), { "aria-label": t("next") }), count), outline);
}

function tree(sections, reading) {
  const jump = (s) => {
    const heading = reading.element.querySelector(`[data-start="${reading.unit(s.start)}"]`) ?? null;
    if (heading && /^H\d$/.test(heading.tagName)) { heading.scrollIntoView({ block: "start" }); heading.focus({ preventScroll: true }); }
    else reading.reveal(s.start, Math.min(s.end, s.start + Math.max(2, s.title.length + s.level + 1)));
  };
  return make("ul", {}, sections.map((s) => make("li", {}, button(s.title, () => jump(s), { class: "link" }),
    s.children.length ? tree(s.children, reading) : null)));
}

/* -- what was read ----------------------------------------------------------------------------------------- */

function facts(about, tables) {
  const rows = [["col_file", about.source], ["published", about.published], ["ingested", about.ingested_at.replace("T", " ").replace("+00:00", " UTC")], ["sha", about.sha256],
    ["original_sha", about.original_sha256], ["narrative", about.narrative === "restated" ? t("restated_more") : t("narrative_original")],
    ["pages", about.pages], ["region", about.region.join(" / ")]];
  const list = make("dl", { class: "facts" }, rows.filter(([, value]) => value).map(([key, value]) =>
    make("div", {}, make("dt", {}, t(key)), make("dd", {}, value))));
  const names = make("ul", { class: "tables" }, tables.map((table) => make("li", {},
    button(table.title, () => { show("text"); document.getElementById(table.id)?.scrollIntoView({ block: "start" }); }, { class: "link" }),
    ` ${t("rows_n", { n: table.rows.length })}`, table.status === "read" ? null : make("span", { class: "tag warn" }, t(`table_${table.status}`)))));
  return [make("p", {}, t("counts", about.counts), " ", make("a", { href: `/facts?disclosure=${about.id}` }, t("see_facts"))), list,
    make("h3", {}, t("tables")), names,
    about.warnings.length ? make("h3", {}, t("warnings")) : null,
    about.warnings.length ? make("ul", {}, problems(about.warnings).map((w) => make("li", {}, w))) : null].filter(Boolean);
}

/* -- audit ------------------------------------------------------------------------------------------------- */

async function audit() {
  const { panes, id } = shown;
  panes.audit.replaceChildren(make("p", { class: "hint pending" }, t("loading")));
  try {
    const found = await get(`/api/disclosures/${encodeURIComponent(id)}/audit`);
    shown.audited = true;
    panes.audit.replaceChildren(...audited(found));
  } catch (error) { panes.audit.replaceChildren(failed(error, audit)); }
}

function audited({ summary, checks, problems: met }) {
  const order = [false, null, true];
  const sorted = [...checks].sort((a, b) => order.indexOf(a.holds) - order.indexOf(b.holds));
  const failing = sorted.filter((c) => c.holds === false);
  const rest = sorted.filter((c) => c.holds !== false);
  const other = met.filter((p) => p.kind !== "failed_check");
  return [
    make("p", { class: "tally" }, make("span", { class: "contradicted" }, `✗ ${t("fails", { n: summary.fails })}`), make("span", { class: "supported" }, `✓ ${t("holds", { n: summary.holds })}`),
      make("span", { class: "not_found" }, `– ${t("not_applicable", { n: summary.not_applicable })}`)),
    failing.length ? make("ul", { class: "checks" }, failing.map(check)) : make("p", {}, t("all_hold")),
    other.length ? make("h3", {}, t("warnings")) : null,
    other.length ? make("ul", {}, problems(other.map((p) => p.message)).map((w) => make("li", {}, w))) : null,
    rest.length ? make("details", {}, make("summary", {}, t("other_checks", { n: rest.length })), make("ul", { class: "checks" }, rest.map(check))) : null,
  ].filter(Boolean);
}

function check(c) {
  const [sign, name] = { true: ["✓", "supported"], false: ["✗", "contradicted"], null: ["–", "not_found"] }[String(c.holds)];
  const twice = ["contradiction", "wording"].includes(c.grade); // neither of two statements is the one that should be
  const amounts = [[twice ? "one_place" : "expected", c.expected], [twice ? "other_place" : "found_amount", c.found], ["difference", c.difference]].filter(([, v]) => v !== null);
  return make("li", { class: name, title: c.rule }, make("p", {}, make("span", { class: "sign", "aria-label": t(`is_${name}`), role: "img" }, sign), " ", c.about, " ", c.grade && c.grade !== "ok" ? make("span", { class: "tag" }, t(`grade_${c.grade}`)) : null),
  amounts.length ? make("p", { class: "amounts" }, amounts.map(([key, v]) => make("span", {}, `${t(key)} `, make("b", {}, grouped(v)), ` ${c.unit}`))) : null,
  places(c.places));
}

const FEW = 4;

function places(list) {
  const links = list.map((p) => {
    const words = p.quote.replace(/\s+/g, " ");
    return button(words.length > 70 ? `${words.slice(0, 70)}…` : words, () => go(p), { class: "link place" });
  });
  if (links.length <= FEW) return make("div", {}, links);
  return make("div", {}, links.slice(0, FEW - 1), make("details", {}, make("summary", {}, t("other_places", { n: links.length - FEW + 1 })), links.slice(FEW - 1)));
}
