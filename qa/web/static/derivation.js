// How an answer was come by: the question as it was understood, what was looked up, assumed and left out, the calculation.

import { make, t } from "./shell.js";

const said = (key, otherwise = "") => (t(key) === key ? otherwise : t(key));
const named = (list) => (list ?? []).filter(Boolean).join("");

/** What is open in a node: when, at which stage, in which measure. */
function narrowed({ when, basis, measure, unit, lifetime }) {
  return [when && t("year_n", { n: when }), basis && said(`stage_${basis}`, basis), measure && measure !== "amount" && said(`measure_${measure}`, measure),
    unit && t("plan_in", { unit }), lifetime && t("plan_lifetime")].filter(Boolean).join(" ");
}

/** A node of a plan in words. */
export function worded(node) {
  if (node.op) return `${said(`op_${node.op}`, node.op)}（${node.args.map(worded).filter(Boolean).join("，")}）`;
  if (node.read) return [named(node.about), said(`read_${node.read}`, node.read)].filter(Boolean).join(" · ");
  if (node.stated) return [named(node.stated.about), `${node.stated.value} ${node.stated.unit}`].filter(Boolean).join(" ");
  if (node.members) {
    const { kind, of, keep, most } = node.members;
    const kept = keep && (keep.is === "words" ? `“${keep.than}”` : `${said(`keep_${keep.is}`, keep.is)}${["more", "at_least", "less"].includes(keep.is) ? ` ${keep.than} ${keep.unit ?? ""}` : ""}`.trim());
    return [named(of), said(`members_${kind}`, kind), narrowed(node.members), kept, most ? t("plan_most", { n: most }) : ""].filter(Boolean).join(" ");
  }
  const { thing, within } = node.look ?? {};
  return [within?.length ? t("plan_within", { whole: named(within) }) : "", named(thing) || t("plan_total"), narrowed(node.look ?? {})].filter(Boolean).join(" ");
}

function line(key, content) {
  return content?.length ? make("div", {}, make("dt", {}, t(key)), make("dd", { lang: "zh-CN" }, content)) : null;
}

/** “怎么得出的”, folded; null where there is nothing to tell. `figures` makes a table of figures. */
export function derivation(answer, figures) {
  const { plan, understood, calculation, planner } = answer;
  const roots = (plan?.roots ?? []).map(worded).filter(Boolean);
  const told = [line("understood", understood), line("plan_roots", roots.length ? roots.map((one) => make("p", {}, one)) : null),
    line("planner", planner === "model" ? t("planner_model") : ""),
    line("plan_assumed", (plan?.assumed ?? []).join("；")), line("plan_unused", (plan?.unused ?? []).join("、")),
    line("calculation", calculation ? [make("code", { class: "formula" }, calculation.formula)] : null), line("rounding", calculation?.rounding)].filter(Boolean);
  if (!told.length) return null;
  return make("details", { class: "derivation" }, make("summary", {}, t("how")),
    make("dl", { class: "facts" }, told),
    calculation?.inputs.length ? figures(calculation.inputs, answer.citations, t("inputs")) : null);
}
