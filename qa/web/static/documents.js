// The documents: what there is, what was read from each, bringing files in, taking documents out.

import { button, confirmed, failed, get, make, named, onFiles, problems, request, shortcut, t, toast } from "./shell.js";
import { allowed, bringAll } from "./uploading.js";

const list = document.getElementById("list");
const form = document.getElementById("filter");
const upload = document.getElementById("upload");
let all = [];

async function load() {
  try {
    const found = [];
    for (let total = 1; found.length < total;) {
      const page = await get(`/api/disclosures?limit=200&offset=${found.length}`);
      total = page.disclosures.length ? page.total : 0;
      found.push(...page.disclosures);
      all = found;
      if (found.length < total) show(); // many documents: the first are there to read while the rest come
    }
    all = found;
    const years = document.getElementById("year");
    const kept = years.value;
    years.replaceChildren(years.firstElementChild, ...[...new Set(all.map((d) => d.fiscal_year))].sort().map((y) => make("option", { value: y }, y)));
    years.value = kept;
    show();
  } catch (error) { list.replaceChildren(failed(error, load)); }
  list.removeAttribute("aria-busy");
}

function fits(d) {
  const words = document.getElementById("seek").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const text = [d.title, d.issuer, ...d.aliases, ...d.region, d.source].join(" ").toLowerCase();
  const [year, kind] = ["year", "kind"].map((name) => document.getElementById(name).value);
  return words.every((w) => text.includes(w)) && (!year || String(d.fiscal_year) === year) && (!kind || d.kind === kind);
}

function show() {
  const found = all.filter(fits);
  document.getElementById("count").textContent = found.length === all.length ? all.length : `${found.length} / ${all.length}`;
  if (!found.length) { list.replaceChildren(make("p", { class: "notice quiet" }, t(all.length ? "no_match" : "empty"))); return; }
  const heads = ["document", "year", "kind", "read", "warnings", "next"].map((k) => make("th", { scope: "col", class: k === "next" ? "onward" : null }, t(`col_${k}`)));
  if (upload) heads.push(make("th", { scope: "col", class: "out" }, make("span", { class: "unseen" }, t("delete"))));
  list.replaceChildren(make("div", { class: "wide stacked", tabindex: 0, role: "region", "aria-label": t("nav_documents") },
    make("table", { class: "list" }, make("caption", { class: "unseen" }, t("nav_documents")), make("thead", {}, make("tr", {}, heads)), make("tbody", {}, found.map(row)))));
}

function row(d) {
  const told = problems(d.warnings);
  const warnings = told.length ? make("details", {}, make("summary", {}, t("problems_n", { n: told.length })), make("ul", {}, told.map((w) => make("li", {}, w))), make("a", { href: `/documents/${d.id}#audit` }, t("to_audit"))) : "—";
  return make("tr", {}, make("th", { scope: "row" }, make("a", { href: `/documents/${d.id}` }, named(d)), make("small", {}, d.title, " · ", d.source, d.narrative === "restated" ? make("span", { class: "tag", title: t("restated_more") }, t("restated")) : null)),
    make("td", { class: "known", "data-name": t("col_year") }, d.fiscal_year), make("td", { class: "kind known", "data-name": t("col_kind") }, `${t(`kind_${d.kind}`)} · ${t(`scope_${d.scope}`)}`),
    make("td", { class: "counts", "data-name": t("col_read") }, t("counts", d.counts)), make("td", { class: "warnings", "data-name": t("col_warnings") }, warnings), make("td", { class: "onward" }, make("a", { href: `/?q=${encodeURIComponent(t("ask_about", { issuer: d.issuer, year: d.fiscal_year }))}` }, t("ask_now")), " ", make("a", { href: `/facts?disclosure=${encodeURIComponent(d.id)}` }, t("nav_facts"))),
    upload ? make("td", { class: "out" }, button(t("delete"), () => remove(d), { class: "danger quiet", "aria-label": t("delete_named", { title: named(d) }) })) : null);
}

/* -- bringing in and taking out ------------------------------------------------------------------------------ */

async function remove(d) {
  if (!await confirmed(named(d), `${d.source}\n${t("delete_document_more", d.counts)}`)) return;
  try {
    await allowed((headers) => request(`/api/disclosures/${encodeURIComponent(d.id)}`, { method: "DELETE", headers }));
    toast(t("deleted"));
    await load();
  } catch (error) { toast(error.message); }
}

if (upload) {
  const jobs = document.getElementById("jobs");
  const bring = async (files) => { await bringAll(files, jobs, load); };
  upload.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("file").addEventListener("change", (event) => { bring([...event.target.files]); event.target.value = ""; });
  onFiles(bring);
}
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
shortcut("/", () => document.getElementById("seek").focus());
load();
