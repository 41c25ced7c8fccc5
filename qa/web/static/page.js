// The chat page. All text is put in as text nodes: nothing from an answer or a document is ever read as HTML.

const turns = document.getElementById("turns");
const form = document.getElementById("ask");
const box = document.getElementById("question");
const source = document.getElementById("source");
let conversation = null;

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

function grouped(value) {
  const [whole, fraction] = value.split(".");
  const spaced = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}

/* -- an answer's Markdown: paragraphs, lists, tables, bold, and [1] marks ------------------------------- */

function inline(text, citations) {
  return text.split(/(\[\d+\]|\*\*[^*]+\*\*)/).filter(Boolean).map((piece) => {
    const mark = piece.match(/^\[(\d+)\]$/);
    const cited = mark && citations.find((c) => c.id === Number(mark[1]));
    if (cited) return make("button", { class: "ref", type: "button", title: cited.quote, onclick: () => show(cited) }, piece);
    return piece.startsWith("**") ? make("strong", {}, piece.slice(2, -2)) : piece;
  });
}

function cells(line, tag, citations) {
  const row = make("tr");
  for (const cell of line.replace(/^\||\|$/g, "").split("|")) row.append(make(tag, {}, ...inline(cell.trim(), citations)));
  return row;
}

function markdown(text, citations) {
  const out = document.createDocumentFragment();
  for (const block of text.split(/\n{2,}/)) {
    const lines = block.split("\n");
    if (lines.length > 1 && /^\|?[\s:|-]+\|[\s:|-]*$/.test(lines[1])) {
      const table = make("table", {}, cells(lines[0], "th", citations));
      for (const line of lines.slice(2)) table.append(cells(line, "td", citations));
      out.append(table);
    } else if (lines.every((line) => /^[-*] /.test(line))) {
      const list = make("ul");
      for (const line of lines) list.append(make("li", {}, ...inline(line.slice(2), citations)));
      out.append(list);
    } else {
      const paragraph = make("p");
      lines.forEach((line, n) => paragraph.append(...(n ? [make("br")] : []), ...inline(line, citations)));
      out.append(paragraph);
    }
  }
  return out;
}

/* -- one answer ----------------------------------------------------------------------------------------- */

function figure(f) {
  return make("p", { class: "figure" }, make("b", {}, grouped(f.value)), ` ${f.unit}`,
    make("span", {}, `${f.issuer} · ${f.fiscal_year} 年 · ${f.label}`));
}

function citation(c) {
  const where = [c.title, c.section, c.page ? `第 ${c.page} 页` : ""].filter(Boolean).join(" · ");
  const row = c.table ? ` — ${c.table.title}：${c.table.row}${c.table.column ? ` × ${c.table.column}` : ""}` : "";
  return make("li", {}, make("button", { class: "ref", type: "button", onclick: () => show(c) }, `[${c.id}]`),
    ` ${where}${row} `, make("q", {}, c.quote.replace(/\s+/g, " ").slice(0, 120)));
}

function render(card, answer) {
  card.replaceChildren();
  if (["answered", "partial"].includes(answer.status) && answer.figures.length) card.append(figure(answer.figures[0]));
  card.append(markdown(answer.answer, answer.citations));
  if (answer.calculation) card.append(make("p", { class: "formula" }, answer.calculation.formula));
  for (const conflict of answer.conflicts) {
    const values = conflict.figures.map((f) => `${f.value} ${f.unit}`).join("、");
    card.append(make("p", { class: "conflict" }, `文件自相矛盾：${conflict.about}（${values}）`));
  }
  if (answer.citations.length) card.append(make("ul", { class: "cites" }, ...answer.citations.map(citation)));
  const next = answer.follow_ups.map((q) => make("button", { type: "button", onclick: () => ask(q) }, q));
  if (next.length) card.append(make("div", { class: "follow" }, ...next));
}

/* -- asking --------------------------------------------------------------------------------------------- */

async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const name = block.match(/^event: (.*)$/m)?.[1];
      const data = block.match(/^data: (.*)$/m)?.[1];
      if (name && data) yield [name, JSON.parse(data)];
    }
  }
}

async function ask(question) {
  const card = make("article", { class: "answer", "aria-busy": "true" }, make("p", {}, "…"));
  turns.append(make("p", { class: "asked" }, question), card);
  card.scrollIntoView({ block: "end" });
  const chosen = [...document.querySelectorAll("#shelf input:checked")].map((input) => input.value);
  const body = { question, ...(conversation && { conversation_id: conversation }), ...(chosen.length && { disclosures: chosen }) };
  try {
    const response = await fetch("/api/ask", {
      method: "POST", body: JSON.stringify(body),
      headers: { "content-type": "application/json", accept: "text/event-stream" },
    });
    if (!response.ok) throw new Error((await response.json()).detail);
    let text = "";
    for await (const [name, data] of events(response)) {
      if (name === "token") card.replaceChildren(make("p", {}, (text += data.text)));
      if (name === "error") throw new Error(data.detail);
      if (name === "answer") { conversation = data.conversation_id || null; render(card, data); }
    }
  } catch (error) {
    card.replaceChildren(make("p", { class: "conflict" }, `没有得到答复：${error.message}`));
  }
  card.removeAttribute("aria-busy");
  card.scrollIntoView({ block: "nearest" });
}

/* -- the source around a citation ----------------------------------------------------------------------- */

async function show(c) {
  const around = 400;
  const from = Math.max(0, c.start - around);
  const response = await fetch(`/api/disclosures/${encodeURIComponent(c.disclosure_id)}/text?start=${from}&end=${c.end + around}`);
  const slice = response.ok ? [...(await response.json()).text] : [];
  const [start, end] = [c.start - from, c.end - from]; // offsets count characters, not UTF-16 units
  document.getElementById("source-title").textContent = c.title;
  document.getElementById("source-place").textContent = [c.section, c.page ? `第 ${c.page} 页` : ""].filter(Boolean).join(" · ");
  document.getElementById("source-text").replaceChildren(
    slice.slice(0, start).join(""), make("mark", {}, slice.slice(start, end).join("")), slice.slice(end).join(""));
  source.showModal();
  source.querySelector("mark").scrollIntoView({ block: "center" });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = box.value.trim();
  if (!question) return;
  box.value = "";
  ask(question);
});
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
});
document.getElementById("fresh").addEventListener("click", () => {
  conversation = null;
  turns.replaceChildren(turns.firstElementChild);
  box.focus();
});
