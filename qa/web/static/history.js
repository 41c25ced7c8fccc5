// Conversations of this reader. A conversation's id is its key, so this browser remembers its own;
// the whole list is asked for only where the server gives it (one machine, no token).

import { button, confirmed, get, icon, kept, make, request, send, t, toast } from "./shell.js";

const list = document.getElementById("conversations");
const seek = document.getElementById("seek-conversation");
const everyone = document.querySelector(".chat").dataset.lists === "1";
const NAME = "conversations";
let held = kept.get(NAME, []);

/** Puts a conversation first in the list. */
export function remember(id, title) {
  const known = held.find((one) => one.id === id);
  held = [{ ...(known ?? { id, title: title.slice(0, 40) }), at: new Date().toISOString() }, ...held.filter((one) => one.id !== id)].slice(0, 200);
  kept.set(NAME, held);
}

export async function load() {
  if (!everyone) return;
  const found = await get("/api/conversations?limit=200").catch(() => null);
  if (!found) return;
  held = found.conversations.map(({ id, title, updated_at: at }) => ({ id, title, at }));
  kept.set(NAME, held);
}

/** Draws the list. `actions`: open(id), gone(id), current(). */
export function draw(actions) {
  const words = seek.value.trim().toLowerCase();
  const found = held.filter((one) => one.title.toLowerCase().includes(words));
  seek.hidden = held.length < 6 && !words;
  seek.oninput = () => draw(actions);
  let day = "";
  list.replaceChildren(...found.flatMap((one) => {
    const before = day;
    day = dayOf(one.at);
    return [day && day !== before ? make("li", { class: "day" }, day) : "", entry(one, actions)];
  }).filter(Boolean));
  if (!found.length) list.replaceChildren(make("li", { class: "hint" }, t(held.length ? "no_match" : "no_history")));
}

/** The day of a time, in words where it is near. */
function dayOf(at) {
  if (!at) return "";
  const [then, now] = [new Date(at), new Date()];
  const days = Math.round((now.setHours(0, 0, 0, 0) - then.setHours(0, 0, 0, 0)) / 864e5);
  return days < 1 ? t("today") : days < 2 ? t("yesterday") : new Date(at).toLocaleDateString(document.documentElement.lang, { year: "numeric", month: "long", day: "numeric" });
}

function entry(one, actions) {
  const path = `/api/conversations/${encodeURIComponent(one.id)}`;
  const current = one.id === actions.current();
  const item = make("li", { class: current ? "current" : "" });
  const more = make("details", { class: "menu" }, make("summary", { "aria-label": t("menu_of", { title: one.title }) }, icon("more")),
    make("div", {}, button(t("rename"), () => rename(item, one, path, actions)),
      make("a", { class: "button", href: `${path}/export`, download: "" }, t("export")),
      button(t("delete"), () => remove(one, path, actions), { class: "danger" })));
  const go = (event) => { if (event.ctrlKey || event.metaKey || event.shiftKey) return; event.preventDefault(); actions.open(one.id); };
  item.append(make("a", { class: "name", href: `/c/${encodeURIComponent(one.id)}`, "aria-current": current ? "true" : null, title: one.title, onclick: go }, one.title), more);
  return item;
}

function rename(item, one, path, actions) {
  const field = make("input", { type: "text", maxlength: 80, "aria-label": t("rename") });
  field.value = one.title;
  let done = false;
  const finish = async (keep) => {
    if (done) return;
    done = true;
    const title = field.value.trim();
    if (keep && title && title !== one.title) {
      try {
        await send(path, "PATCH", { title });
        one.title = title;
        kept.set(NAME, held);
      } catch (error) { toast(error.message); }
    }
    draw(actions);
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) finish(true);
    if (event.key === "Escape") finish(false);
    event.stopPropagation();
  });
  field.addEventListener("blur", () => finish(true));
  item.replaceChildren(field);
  field.select();
}

async function remove(one, path, actions) {
  if (!await confirmed(one.title, t("delete_conversation_more"))) return;
  try {
    await request(path, { method: "DELETE" });
  } catch (error) {
    if (error.status !== 404) { toast(error.message); return; }
  }
  held = held.filter((other) => other.id !== one.id);
  kept.set(NAME, held);
  actions.gone(one.id);
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (menu) { menu.open = false; menu.firstElementChild.focus(); }
});
