// Conversations of this reader. A conversation's id is its key, so this browser remembers its own;
// the whole list is asked for only where the server gives it (one machine, no token).

import { button, confirmed, get, kept, make, request, send, t, toast } from "./shell.js";

const list = document.getElementById("conversations");
const everyone = document.querySelector(".chat").dataset.lists === "1";
const NAME = "conversations";
let held = kept.get(NAME, []);

/** Puts a conversation first in the list. */
export function remember(id, title) {
  const known = held.find((one) => one.id === id);
  held = [known ?? { id, title: title.slice(0, 40) }, ...held.filter((one) => one.id !== id)].slice(0, 200);
  kept.set(NAME, held);
}

export async function load() {
  if (!everyone) return;
  const found = await get("/api/conversations?limit=200").catch(() => null);
  if (!found) return;
  held = found.conversations.map(({ id, title }) => ({ id, title }));
  kept.set(NAME, held);
}

/** Draws the list. `actions`: open(id), gone(id), current(). */
export function draw(actions) {
  list.replaceChildren(...held.map((one) => entry(one, actions)));
  if (!held.length) list.replaceChildren(make("li", { class: "hint" }, t("no_history")));
}

function entry(one, actions) {
  const path = `/api/conversations/${encodeURIComponent(one.id)}`;
  const current = one.id === actions.current();
  const item = make("li", { class: current ? "current" : "" });
  const more = make("details", { class: "menu" }, make("summary", { "aria-label": t("menu_of", { title: one.title }) }, "⋯"),
    make("div", {}, button(t("rename"), () => rename(item, one, path, actions)),
      make("a", { class: "button", href: `${path}/export`, download: "" }, t("export")),
      button(t("delete"), () => remove(one, path, actions), { class: "danger" })));
  item.append(button(one.title, () => actions.open(one.id), { class: "name", "aria-current": current ? "true" : null, title: one.title }), more);
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
