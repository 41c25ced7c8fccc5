// One kept answer by its own address.

import { make } from "./shell.js";
import { render } from "./answer.js";

const kept = JSON.parse(document.getElementById("kept").textContent);
const card = make("article", { class: "answer" });
document.getElementById("turns").append(card);
render(card, kept.answer, { question: kept.question, turn: Promise.resolve({ id: kept.id }) });
