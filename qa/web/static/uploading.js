// Bringing files in, from any page: how far it is, what it took the place of, and what can be done with it now.

import { button, get, make, named, request, t } from "./shell.js";

const KEY = "token";
let token = "";
try { token = sessionStorage.getItem(KEY) ?? ""; } catch { /* storage may be off */ }

/** Does what needs the write token; asks the reader for it the first time, and again where it was wrong. */
export async function allowed(act) {
  for (let asked = false; ; asked = true) {
    if (!token && !(token = await wanted(asked))) throw new Error(t("token_wrong"));
    try {
      const done = await act({ authorization: `Bearer ${token}` });
      try { sessionStorage.setItem(KEY, token); } catch { /* storage may be off */ }
      return done;
    } catch (error) {
      if (error.status !== 401) throw error;
      token = "";
      if (asked) throw new Error(t("token_wrong"), { cause: error });
    }
  }
}

/** Asks for the token; "" where the reader would rather not. */
function wanted(again) {
  const field = make("input", { type: "password", id: "token", autocomplete: "current-password", required: true });
  const dialog = make("dialog", { "aria-labelledby": "token-title" }, make("form", { method: "dialog" }, make("h2", { id: "token-title" }, t("token")),
    make("p", { class: "hint" }, t(again ? "token_wrong" : "token_hint")), make("label", { for: "token", class: "unseen" }, t("token")), field,
    make("p", { class: "actions" }, button(t("cancel"), () => dialog.close("")), make("button", { value: "yes", class: "primary" }, t("go_on")))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes" ? field.value.trim() : ""); }, { once: true });
  });
}

function entry(name, jobs) {
  const bar = make("progress", { max: 1, "aria-label": name });
  const words = make("span", { class: "hint" }, t("reading"));
  const state = make("span", { class: "hint" });
  const item = make("li", {}, make("strong", {}, name), " ", words, " ", bar, state);
  const began = Date.now();
  let step = 0;
  const clock = setInterval(() => { words.textContent = `${t("reading")} ${t("seconds", { n: Math.round((Date.now() - began) / 1000) })}`; }, 1000);
  jobs.prepend(item);
  return {
    read(content) { clearInterval(clock); item.className = "good"; words.className = ""; words.replaceChildren(...content); state.textContent = ` ${t("indexing")}`; },
    step(done, total) { // what is indexed comes in steps, each with a total of its own
      if (!total) return;
      if (total !== bar.max || !step) step += 1;
      bar.max = total;
      bar.value = done;
      state.textContent = ` ${t("indexing_n", { step, done, total })}`;
    },
    indexed() { bar.remove(); state.remove(); },
    end(sign, text, kind) { clearInterval(clock); bar.remove(); state.remove(); item.className = kind; words.className = ""; words.textContent = `${sign} ${text}`; },
  };
}

/** Brings files in one after the other, each with a line in `jobs`; `changed` is called when one is in. */
export async function bringAll(files, jobs, changed = async () => {}) {
  for (const file of files) await bring(file, entry(file.name, jobs), changed);
}

async function bring(file, shown, changed) {
  const body = new FormData();
  body.append("file", file);
  try {
    const response = await allowed((headers) => request("/api/disclosures", { method: "POST", body, headers }));
    const job = await response.json();
    if (response.status === 200) { shown.end("–", t("unchanged"), "same"); return; }
    await changed();
    // Figures can be asked about from here on; what is still to come is the search by meaning.
    shown.read(await arrived(job));
    await follow(job, shown);
  } catch (error) {
    const told = `${file.name}：`; // the line begins with the name already
    shown.end("✗", error.message.startsWith(told) ? error.message.slice(told.length) : error.message, "bad");
  }
}

async function arrived(job) {
  const d = await get(`/api/disclosures/${encodeURIComponent(job.disclosure_id)}`);
  return [`✓ ${named(d)}：${t("counts", d.counts)}`, job.replaced ? make("span", { class: "tag warn" }, t("replaced", { name: job.replaced })) : "", " ",
    make("a", { href: `/documents/${d.id}` }, t("open_now")), " · ", make("a", { href: `/?q=${encodeURIComponent(t("ask_about", { issuer: d.issuer, year: d.fiscal_year }))}` }, t("ask_now"))];
}

async function follow(job, shown) {
  for (let wait = 150; job.status === "queued" || job.status === "running"; wait = Math.min(1000, wait * 1.5)) {
    shown.step(job.done, job.total);
    await new Promise((resolve) => { setTimeout(resolve, wait); });
    job = await get(`/api/jobs/${encodeURIComponent(job.id)}`);
  }
  if (job.status === "failed") { shown.end("✗", job.detail, "bad"); return; }
  shown.indexed();
}
