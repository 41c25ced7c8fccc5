// From an answer on: to its figures among all others, and to the sums of the documents that it rests on.

import { get, make, t } from "./shell.js";
import { open, showAudit } from "./source.js";

const FEW = 4; // documents whose sums are looked at for one answer
const TOTAL = /^(?:合计|总计|小计|—)?$/;
const last = (path) => (path ?? "").split(/[·/]/).at(-1).trim();

/** The printed figures that an answer rests on: what was worked out stands in no table, its parts do. */
const printed = (answer) => [...answer.figures, ...(answer.calculation?.inputs ?? [])].filter((f) => f.basis !== "computed" && f.disclosure_id);

/** By which word a figure is found in the table of all: what its row says, of a total what its column says. */
function wordFor(f, citations) {
  const place = citations.find((c) => f.citations.includes(c.id) && c.table)?.table;
  const [row, column] = [last(place?.row), last(place?.column)];
  return (place && (TOTAL.test(row) ? column : row)) || last(f.label).replace(/(.)(?:合计|总计|小计)$/, "$1");
}

/** The same figures in the table of all, of every document that they are from; null where the answer rests on none. */
export function inFigures(answer) {
  const list = printed(answer);
  if (!list.length || !answer.citations.length) return null;
  const [documents, years] = ["disclosure_id", "fiscal_year"].map((name) => [...new Set(list.map((f) => f[name]))]);
  const words = list.map((f) => wordFor(f, answer.citations)).sort((a, b) => a.length - b.length);
  const query = documents.length > 1 ? { q: words[0], ...(years.length === 1 && { fiscal_year: years[0] }) } : { disclosure: documents[0], q: wordFor(list[0], answer.citations) };
  return make("a", { class: "quiet", href: `/facts?${new URLSearchParams(query)}` }, t("in_figures"));
}

/** The documents that an answer rests on, each with its name. */
function documentsOf(answer) {
  const list = printed(answer);
  const named = list.length ? list.map((f) => [f.disclosure_id, `${f.issuer} ${t("year_n", { n: f.fiscal_year })}`]) : answer.citations.map((c) => [c.disclosure_id, c.title]);
  return [...new Map(named)].slice(0, FEW);
}

/** What does not add up in the documents that an answer rests on, once it is known; it opens beside the answer. */
export function audit(answer) {
  if (!answer.citations.length) return null;
  const lines = make("div", { class: "ways no-print", hidden: true });
  const documents = documentsOf(answer);
  documents.forEach(async ([id, name]) => {
    const n = await failures(id);
    if (!n) return;
    const beside = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open({ disclosure_id: id }).then(showAudit);
    };
    lines.append(make("a", { href: `/documents/${encodeURIComponent(id)}#audit`, onclick: beside }, documents.length > 1 ? t("audit_named", { name, n }) : t("audit_n", { n })));
    lines.hidden = false;
  });
  return lines;
}

const audits = new Map();

function failures(id) {
  if (!audits.has(id)) audits.set(id, get(`/api/disclosures/${encodeURIComponent(id)}/audit`).then((found) => found.summary.fails, () => 0));
  return audits.get(id);
}
