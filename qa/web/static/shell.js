// What every page shares: words, elements, requests, messages, shortcuts.
// All text is put in as text nodes: nothing from an answer or a document is ever read as HTML.

const words = JSON.parse(document.getElementById("words").textContent);
const SVG = "http://www.w3.org/2000/svg";

/** A text of the page by key; `{name}` is filled in from `values`. */
export function t(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function built(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

export const make = (tag, attributes = {}, ...children) => built(document.createElement(tag), attributes, children);
export const draw = (tag, attributes = {}, ...children) => built(document.createElementNS(SVG, tag), attributes, children);
export const button = (label, onclick, more = {}) => make("button", { type: "button", onclick, ...more }, label);

/** A small drawing from the page's own set; what it means is said beside it. */
export const icon = (name) => draw("svg", { class: "icon", "aria-hidden": "true" }, draw("use", { href: `/static/icons.svg#${name}` }));

/** A number with its thousands parted; the digits are never changed. */
export function grouped(value) {
  const [whole, fraction] = String(value).split(".");
  const parted = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return fraction === undefined ? parted : `${parted}.${fraction}`;
}

/** A document by whose it is, of which year and kind: printed titles may be the same for several bodies. */
export const named = (d) => t("document_named", { issuer: d.issuer, year: d.fiscal_year, kind: t(`document_${d.kind}`), scope: d.scope === "consolidated" ? t("scope_consolidated_mark") : "" });

/** What was met at reading, in words and each once: rules' codes are for programs; of two statements neither is the one that should be. */
export const problems = (list) => [...new Set(list.map((w) => w.replace(/^[A-Z][A-Z_.0-9-]*[：:]\s*/, "").replace(/；应为 (.+?)，表列 (.+)$/, (tail, should, is, at, all) => {
  const before = all.slice(0, at);
  return before.includes(should) && before.includes(is) ? "" : tail;
})))];

/** What went wrong, in words for the person who has to act on it. */
export class Failure extends Error {
  constructor(message, status) { super(message); this.status = status; }
}

/** A message in the page's language alone: the server says it in Chinese, with the English in brackets behind. */
function worded(detail = "") {
  const [, chinese, english] = detail.match(/^(.*[^\x00-\x7f].*?)\s*\(([\x20-\x7e]+)\)\s*$/s) ?? [];
  if (!english) return detail;
  return document.documentElement.lang === "en" ? english : chinese;
}

export async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Failure(t(navigator.onLine ? "unreachable" : "offline"), 0);
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new Failure(worded(problem.detail) || t("failed_status", { status: response.status }), response.status);
}

export const get = async (path) => (await request(path)).json();
export const send = (path, method, body, headers = {}) =>
  request(path, { method, body: JSON.stringify(body), headers: { "content-type": "application/json", ...headers } });

/** A failure as a block with a way on. */
export function failed(error, again) {
  return make("div", { class: "notice bad", role: "alert" }, make("p", {}, `⚠ ${error.message}`),
    again ? button(t("again"), again) : null);
}

let fading;
export function toast(message) {
  const box = document.getElementById("toast");
  box.textContent = message;
  box.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => box.classList.remove("shown"), 2600);
}

/** Says something to those who listen rather than look. */
export function say(text) {
  document.getElementById("said").textContent = text;
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // no permission, or not a secure page: the old way
    const area = make("textarea", { class: "unseen", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  toast(t("copied"));
}

export function save(name, type, content) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([type === "text/csv" ? "\ufeff" : "", content], { type }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** A cell of CSV; what a spreadsheet would take for a formula is defused. */
export function cell(value) {
  let text = String(value ?? "");
  if (/^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const kept = {
  get(name, otherwise) {
    try { return JSON.parse(localStorage.getItem(name)) ?? otherwise; } catch { return otherwise; }
  },
  set(name, value) {
    try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* storage may be off */ }
  },
};

/** Shows a dialog; resolves to whether its “yes” was chosen. */
export function confirmed(what, more) {
  const dialog = document.getElementById("confirm");
  document.getElementById("confirm-what").textContent = `${what}${more ? `\n${more}` : ""}`;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/* -- theme, offline, print ------------------------------------------------------------------------------- */

const root = document.documentElement;
document.getElementById("theme").addEventListener("click", () => {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try { localStorage.setItem("theme", root.dataset.theme); } catch { /* storage may be off */ }
});

const offline = document.getElementById("offline");
const network = () => { offline.hidden = navigator.onLine; };
addEventListener("online", network);
addEventListener("offline", network);
network();
document.getElementById("print")?.addEventListener("click", () => print());

// On paper nothing can be unfolded: what is folded is opened for the print and folded again.
let unfolded = [];
addEventListener("beforeprint", () => {
  for (const more of document.querySelectorAll(".answer .ref.more")) more.click();
  unfolded = [...document.querySelectorAll(".answer .derivation:not([open]), .answer .sources:not([open]), .checked-list details:not([open])")];
  for (const one of unfolded) one.open = true;
});
addEventListener("afterprint", () => { for (const one of unfolded) one.open = false; });

/* -- files let go: wherever that is, the browser does not open them in the page's place ---------------------- */

let taking = null;

/** `take` is given the files that are let go anywhere on the page. */
export function onFiles(take) { taking = take; }

const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
const over = (on) => document.body.classList.toggle("dropping", on);
addEventListener("dragover", (event) => { if (carriesFiles(event)) { event.preventDefault(); over(Boolean(taking)); } });
addEventListener("dragleave", (event) => { if (!event.relatedTarget) over(false); });
addEventListener("drop", (event) => {
  if (!event.dataTransfer?.files.length) return;
  event.preventDefault();
  over(false);
  if (taking) taking([...event.dataTransfer.files]);
  else toast(t("drop_elsewhere"));
});

/* -- shortcuts: single keys, never while writing, and they can be switched off ----------------------------- */

const shortcuts = new Map();
export const shortcut = (key, action) => shortcuts.set(key, action);

const keyboard = document.getElementById("keyboard");
const on = document.getElementById("keys-on");
on.checked = kept.get("keys", true);
on.addEventListener("change", () => kept.set("keys", on.checked));
document.getElementById("keys").addEventListener("click", () => keyboard.showModal());
shortcut("?", () => keyboard.showModal());

addEventListener("keydown", (event) => {
  const writing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") { shortcuts.get("Escape")?.(event); return; }
  if (writing || !on.checked) return;
  const action = shortcuts.get(event.key.length === 1 ? event.key.toLowerCase() : event.key);
  if (action && action(event) !== false) event.preventDefault();
});
