// Which documents to answer from: the list is fetched when it is first opened; what is ticked stays ticked.

import { get, failed, make, named, t } from "./shell.js";

const scope = document.getElementById("scope");
const list = document.getElementById("shelf");
const filter = document.getElementById("shelf-filter");
const ticked = new Set();
const MOST = 200;
let all = null;

/** The ids that the reader narrowed to; none means all. */
export const chosen = () => [...ticked];

function entry(d) {
  const box = make("input", { type: "checkbox", name: "disclosure", value: d.id, onchange: () => tick(d.id, box.checked) });
  box.checked = ticked.has(d.id);
  const about = [t(`scope_${d.scope}`), d.title, d.narrative === "restated" ? t("restated") : ""];
  return make("li", {}, make("label", { class: "tick" }, box, make("span", {}, named(d), make("small", {}, about.filter(Boolean).join(" · ")))));
}

function tick(id, on) {
  if (on) ticked.add(id); else ticked.delete(id);
  const count = document.getElementById("scope-count");
  count.textContent = ticked.size ? t("scope_some", { n: ticked.size }) : count.dataset.all;
  scope.classList.toggle("narrowed", ticked.size > 0);
}

function show() {
  const words = filter.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = all.filter((d) => ticked.has(d.id) || words.every((w) => `${d.title} ${d.issuer} ${d.fiscal_year}`.toLowerCase().includes(w)));
  list.replaceChildren(...found.slice(0, MOST).map(entry));
  if (!found.length) list.replaceChildren(make("li", { class: "hint" }, t(all.length ? "no_match" : "empty")));
}

async function load() {
  if (all) return;
  list.replaceChildren(make("li", { class: "hint pending" }, t("loading")));
  try {
    all = (await get("/shelf")).disclosures;
    filter.hidden = all.length < 8;
    show();
  } catch (error) { list.replaceChildren(make("li", {}, failed(error, load))); }
}

scope.addEventListener("toggle", () => scope.open && load());
document.addEventListener("click", (event) => { if (scope.open && scope.classList.contains("chip") && !scope.contains(event.target)) scope.open = false; });
scope.addEventListener("keydown", (event) => { if (event.key === "Escape" && scope.open) { scope.open = false; scope.firstElementChild.focus(); event.stopPropagation(); } });
filter.addEventListener("input", () => all && show());
filter.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
