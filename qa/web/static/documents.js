// The documents: what there is, what was read from each, bringing files in, taking documents out.

import { button, confirmed, failed, get, make, request, shortcut, t, toast } from "./shell.js";

const list = document.getElementById("list");
const form = document.getElementById("filter");
const upload = document.getElementById("upload");
const token = document.getElementById("token");
const jobs = document.getElementById("jobs");
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
  const heads = ["document", "issuer", "year", "kind", "read", "warnings"].map((k) => make("th", { scope: "col" }, t(`col_${k}`)));
  if (upload) heads.push(make("th", { scope: "col" }, make("span", { class: "unseen" }, t("delete"))));
  list.replaceChildren(make("div", { class: "wide", tabindex: 0, role: "region", "aria-label": t("nav_documents") },
    make("table", { class: "list" }, make("caption", { class: "unseen" }, t("nav_documents")), make("thead", {}, make("tr", {}, heads)), make("tbody", {}, found.map(row)))));
}

function row(d) {
  const warnings = d.warnings.length ? make("details", {}, make("summary", {}, `⚠ ${d.warnings.length}`), make("ul", {}, d.warnings.map((w) => make("li", {}, w)))) : "—";
  return make("tr", {}, make("th", { scope: "row" }, make("a", { href: `/documents/${d.id}` }, d.title), make("small", {}, d.source, d.narrative === "restated" ? make("span", { class: "tag", title: t("restated_more") }, t("restated")) : null)),
    make("td", {}, d.issuer, make("small", {}, d.region.join(" "))), make("td", {}, d.fiscal_year), make("td", { class: "kind" }, `${t(`kind_${d.kind}`)} · ${t(`scope_${d.scope}`)}`),
    make("td", { class: "counts" }, t("counts", d.counts)), make("td", { class: "warnings" }, warnings),
    upload ? make("td", {}, button(t("delete"), () => remove(d), { class: "danger quiet", "aria-label": t("delete_named", { title: d.title }) })) : null);
}

/* -- bringing in and taking out ------------------------------------------------------------------------------ */

const rights = () => ({ authorization: `Bearer ${token.value.trim()}` });

async function remove(d) {
  if (!await confirmed(d.title, t("delete_document_more", d.counts))) return;
  try {
    await request(`/api/disclosures/${encodeURIComponent(d.id)}`, { method: "DELETE", headers: rights() });
    toast(t("deleted"));
    await load();
  } catch (error) { toast(worded(error)); }
}

/** A refusal in this page's own terms; where the token is at fault, the reader is taken to it. */
function worded(error) {
  if (error.status !== 401) return error.message;
  token.focus();
  return t("token_wrong");
}

function entry(name) {
  const bar = make("progress", { max: 1, "aria-label": name });
  const words = make("span", { class: "hint" }, t("reading"));
  const item = make("li", {}, make("strong", {}, name), " ", bar, " ", words);
  jobs.prepend(item);
  return {
    step(done, total) { if (total) { bar.max = total; bar.value = done; } words.textContent = total ? t("indexing", { done, total }) : t("writing"); },
    end(sign, text, kind) { bar.remove(); item.className = kind; words.className = ""; words.textContent = `${sign} ${text}`; },
  };
}

async function bring(file) {
  const shown = entry(file.name);
  const body = new FormData();
  body.append("file", file);
  try {
    const response = await request("/api/disclosures", { method: "POST", body, headers: rights() });
    const job = await response.json();
    if (response.status === 200) { shown.end("–", t("unchanged"), "same"); return; }
    await follow(job, shown);
  } catch (error) {
    shown.end("✗", worded(error), "bad");
  }
}

async function follow(job, shown) {
  for (let wait = 150; job.status === "queued" || job.status === "running"; wait = Math.min(1000, wait * 1.5)) {
    shown.step(job.done, job.total);
    await new Promise((resolve) => { setTimeout(resolve, wait); });
    job = await get(`/api/jobs/${encodeURIComponent(job.id)}`);
  }
  if (job.status === "failed") { shown.end("✗", job.detail, "bad"); return; }
  await load();
  const d = all.find((one) => one.id === job.disclosure_id);
  shown.end("✓", d ? `${d.title}：${t("counts", d.counts)}` : t("done"), "good");
}

async function bringAll(files) {
  for (const file of files) await bring(file);
}

if (upload) {
  try { token.value = sessionStorage.getItem("token") ?? ""; } catch { /* storage may be off */ }
  token.addEventListener("change", () => { try { sessionStorage.setItem("token", token.value); } catch { /* storage may be off */ } });
  upload.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("file").addEventListener("change", (event) => { bringAll([...event.target.files]); event.target.value = ""; });
  for (const name of ["dragover", "dragleave", "drop"]) {
    upload.addEventListener(name, (event) => {
      event.preventDefault();
      upload.classList.toggle("over", name === "dragover");
      if (name === "drop") bringAll([...event.dataTransfer.files]);
    });
  }
}
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
shortcut("/", () => document.getElementById("seek").focus());
load();
