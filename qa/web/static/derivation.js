// How an answer was come by: the question as it was understood, what was looked up, assumed and left out, the calculation.

import { make, t } from "./shell.js";

const LABELS = new Set(["name", "thing", "who", "when", "within", "basis", "measure", "unit", "scope", "about", "of", "kind", "keep", "answer_type", "concept"]);

/** A node of a plan in words; what is already words stays. */
export function worded(node) {
  if (node === null || node === undefined || node === "") return "";
  if (Array.isArray(node)) return node.map(worded).filter(Boolean).join("、");
  if (typeof node !== "object") return t(`basis_${node}`) === `basis_${node}` ? String(node) : t(`basis_${node}`);
  if (node.text || node.said) return node.text ?? node.said;
  const { op } = node;
  if (op) {
    const name = t(`op_${op}`);
    return `${name === `op_${op}` ? op : name}（${(node.args ?? []).map(worded).filter(Boolean).join("，")}）`;
  }
  if (node.name) return String(node.name);
  return Object.entries(node).filter(([key]) => LABELS.has(key)).map(([, value]) => worded(value)).filter(Boolean).join(" ");
}

function line(key, content) {
  return content?.length ? make("div", {}, make("dt", {}, t(key)), make("dd", { lang: "zh-CN" }, content)) : null;
}

/** “怎么得出的”, folded; null where there is nothing to tell. `figures` makes a table of figures. */
export function derivation(answer, figures) {
  const { plan, understood, calculation, planner } = answer;
  const roots = (plan?.roots ?? []).map(worded).filter(Boolean);
  const told = [line("understood", understood), line("plan_roots", roots.length ? roots.map((one) => make("p", {}, one)) : null),
    line("planner", planner === "model" ? t("planner_model") : ""), line("plan_assumed", worded(plan?.assumed)), line("plan_unused", worded(plan?.unused)),
    line("calculation", calculation ? [make("code", { class: "formula" }, calculation.formula)] : null), line("rounding", calculation?.rounding)].filter(Boolean);
  if (!told.length) return null;
  return make("details", { class: "derivation" }, make("summary", {}, t("how")),
    make("dl", { class: "facts" }, told),
    calculation?.inputs.length ? figures(calculation.inputs, answer.citations, t("inputs")) : null);
}
