// The chat: ask, go on asking, come back to earlier conversations.

import { button, failed, get, grouped, icon, make, onFiles, say, shortcut, t } from "./shell.js";
import { chosen } from "./shelf.js";
import { mainSource, render } from "./answer.js";
import { stream } from "./asking.js";
import { close, isOpen, open } from "./source.js";
import * as history from "./history.js";

const turns = document.getElementById("turns");
const welcome = document.getElementById("welcome");
const form = document.getElementById("ask");
const box = document.getElementById("question");
const drawer = document.getElementById("drawer");
const sender = form.querySelector("button");
const KEY = "conversation";
let conversation = null;
let asking = null;

const actions = { open: show, gone: (id) => (id === conversation ? fresh() : redraw()), current: () => conversation };
const redraw = () => history.draw(actions);

/** Makes a conversation the open one; it has an address of its own. */
function enter(id) {
  conversation = id;
  const path = id ? `/c/${encodeURIComponent(id)}` : "/";
  if (location.pathname !== path) window.history.pushState({}, "", path);
  try { if (id) sessionStorage.setItem(KEY, id); else sessionStorage.removeItem(KEY); } catch { /* storage may be off */ }
}

function turn(question) {
  const card = make("article", { class: "answer", "aria-busy": "true", "aria-label": t("answer_to", { question }), tabindex: -1 });
  const asked = make("p", { class: "asked" }, question, make("button", { type: "button", class: "quiet edit no-print", "aria-label": t("edit"), title: t("edit"), onclick: () => edit(question) }, icon("edit")));
  turns.append(make("div", { class: "turn" }, asked, card));
  welcome.hidden = true;
  return card;
}

/** Puts a question back into the box, to be asked in other words. */
function edit(question) {
  box.value = question;
  grow();
  box.focus();
  box.setSelectionRange(question.length, question.length);
}

/** While an answer is awaited the button stops it. */
function waiting(on) {
  sender.textContent = t(on ? "stop" : "ask");
  sender.classList.toggle("primary", !on);
}

async function ask(question) {
  asking?.abort();
  const mine = asking = new AbortController();
  waiting(true);
  document.getElementById("scope").open = false;
  const card = turn(question);
  card.parentElement.scrollIntoView({ block: "start" });
  const narrowed = chosen();
  const body = { question, ...(conversation && { conversation_id: conversation }), ...(narrowed.length && { disclosures: narrowed }) };
  const again = () => { card.parentElement.remove(); ask(question); };
  const answer = await stream(card, body, { ask, again, signal: mine.signal });
  if (asking === mine) { asking = null; waiting(false); }
  if (!answer || mine.signal.aborted) return;
  if (isOpen()) { const source = mainSource(answer); if (source) open(source, { quietly: true }); else close(); }
  const [first] = answer.figures;
  say(first && ["answered", "partial"].includes(answer.status) ? `${grouped(first.value)} ${first.unit}，${first.label}` : t(`status_${answer.status}`));
  if (answer.conversation_id) {
    enter(answer.conversation_id);
    history.remember(conversation, question);
    redraw();
  }
  card.parentElement.scrollIntoView({ block: "start" });
}

async function show(id) {
  folded(true);
  clear();
  welcome.hidden = true;
  turns.append(make("p", { class: "hint pending turn" }, t("loading")));
  try {
    const found = await get(`/api/conversations/${encodeURIComponent(id)}`);
    clear();
    enter(id);
    for (const one of found.turns) {
      const card = turn(one.question);
      card.removeAttribute("aria-busy");
      const again = () => { card.parentElement.remove(); ask(one.question); };
      render(card, one.answer, { ask, again, question: one.question, turn: Promise.resolve({ ...one, conversation: id }) });
    }
    welcome.hidden = found.turns.length > 0;
    turns.lastElementChild.scrollIntoView({ block: "start" });
  } catch (error) {
    clear();
    enter(null);
    if (error.status === 404) welcome.hidden = false;
    else turns.append(make("div", { class: "turn" }, failed(error, () => show(id))));
  }
  redraw();
}

function clear() {
  for (const old of turns.querySelectorAll(".turn")) old.remove();
  close();
}

function fresh() {
  asking?.abort();
  enter(null);
  clear();
  folded(true);
  welcome.hidden = false;
  redraw();
  box.focus();
}

function folded(closed) {
  document.body.classList.toggle("drawer-open", !closed);
  drawer.setAttribute("aria-expanded", String(!closed));
  drawer.lastChild.textContent = ` ${t(closed ? "history" : "close_history")}`;
}

function step(by) {
  const cards = [...turns.querySelectorAll(".answer")];
  const at = cards.indexOf(document.activeElement.closest?.(".answer"));
  const next = cards[at < 0 ? (by > 0 ? 0 : cards.length - 1) : Math.min(cards.length - 1, Math.max(0, at + by))];
  next?.focus({ preventScroll: true });
  next?.parentElement.scrollIntoView({ block: "start" });
}

function grow() {
  box.rows = Math.min(8, Math.max(1, box.value.split("\n").length, Math.ceil(box.value.length / 40)));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (asking) { asking.abort(); return; }
  const question = box.value.trim();
  if (!question) return;
  box.value = "";
  grow();
  ask(question);
});
sender.addEventListener("click", (event) => { // an empty box would not be sent, but has to stop
  if (asking) { event.preventDefault(); asking.abort(); }
});
box.addEventListener("input", grow);
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); if (asking && box.value.trim()) asking.abort(); form.requestSubmit(); }
  if (event.key === "ArrowUp" && !box.value) {
    const last = turns.querySelector(".turn:last-child .asked");
    if (last) { event.preventDefault(); edit(last.firstChild.textContent); }
  }
});
document.getElementById("fresh").addEventListener("click", fresh);
drawer.addEventListener("click", () => folded(document.body.classList.contains("drawer-open")));
for (const example of document.querySelectorAll(".example")) example.addEventListener("click", () => ask(example.textContent));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !document.body.classList.contains("drawer-open")) return;
  folded(true);
  drawer.focus();
});
shortcut("/", () => box.focus());
shortcut("n", fresh);
shortcut("j", () => step(1));
shortcut("k", () => step(-1));
shortcut("y", () => [...turns.querySelectorAll("[data-copy]")].at(-1)?.click());

const inAddress = () => location.pathname.match(/^\/c\/([\w-]+)$/)?.[1] ?? null;
addEventListener("popstate", () => { const id = inAddress(); if (id !== conversation) { if (id) show(id); else fresh(); } });

onFiles(async (files) => {
  const { bringAll } = await import("./uploading.js");
  bringAll(files, document.getElementById("arrivals"));
});

let last = inAddress();
const given = new URLSearchParams(location.search).get("q");
try { if (!given) last ??= sessionStorage.getItem(KEY); } catch { /* storage may be off */ }
redraw();
history.load().then(redraw);
if (last) show(last);
if (matchMedia("(hover: hover)").matches) box.focus();
if (given) {
  const atOnce = new URLSearchParams(location.search).has("ask");
  window.history.replaceState({}, "", "/");
  if (atOnce) ask(given); else { box.value = given; grow(); }
}
