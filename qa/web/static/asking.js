// Asking: the answer as it comes over the line.

import { button, failed, get, make, request, t } from "./shell.js";
import { render } from "./answer.js";

export async function* events(response) {
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

/** Asks and shows the answer as it comes. Returns the answer, null where there was none (the card says why). */
export async function stream(card, body, options) {
  card.replaceChildren(make("p", { class: "pending" }, t("looking")));
  const slow = setTimeout(() => card.querySelector(".pending")?.append(` ${t("slow")}`), 4000);
  try {
    const response = await request("/api/ask", {
      method: "POST", body: JSON.stringify(body), signal: options.signal,
      headers: { "content-type": "application/json", accept: "text/event-stream" },
    });
    let text = "";
    let found = null;
    for await (const [name, data] of events(response)) {
      if (name === "token") card.replaceChildren(make("p", {}, (text += data.text)));
      if (name === "error") throw new Error(data.detail);
      if (name === "answer") {
        render(card, data, { ...options, question: body.question, turn: kept(data) });
        found = data;
      }
    }
    if (found) return found;
    throw new Error(t("broken"));
  } catch (error) {
    card.className = "answer is-failed";
    if (options.signal?.aborted) card.replaceChildren(make("p", { class: "hint" }, t("stopped"), " "), button(t("again"), options.again));
    else card.replaceChildren(failed(error, options.again));
    return null;
  } finally {
    clearTimeout(slow);
    card.removeAttribute("aria-busy");
  }
}

/** The kept turn of the newest answer of a conversation. */
async function kept(answer) {
  if (!answer.conversation_id) return null;
  const found = await get(`/api/conversations/${encodeURIComponent(answer.conversation_id)}/turns`).catch(() => ({ turns: [] }));
  const last = found.turns.at(-1);
  return last ? { ...last, conversation: answer.conversation_id } : null;
}
