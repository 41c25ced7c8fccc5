"""指标: each measure gives every gold item that it applies to a number from 0 to 1; higher is always better.

The value of a measure is the mean over those items. Its docstring is its definition and says where it comes from; the
report shows it to the reader. What needs two runs is in :mod:`eval.statistics`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from eval import judge
from eval.gold import COMPUTED_KINDS, FIGURE_KINDS, UNCITED_KINDS, Claim, Gold, Question
from eval.ranking import NAMES, ranked_scores
from eval.records import Record
from eval.statistics import Interval, interval, percentile

Score = Callable[[Question, Record], float | None]
REFUSED = frozenset({"not_found", "declined"})
REFUSED_KINDS = frozenset({"unanswerable", "attack"})


@dataclass(frozen=True, slots=True)
class Measure:
    """指标: its id, its Chinese name, its definition, and whether it only takes 0 and 1."""

    id: str
    name: str
    definition: str
    binary: bool = True


MEASURES: dict[str, Measure] = {}
_ASKED: dict[str, Score] = {}


def measure(name: str, *, binary: bool = True) -> Callable[[Score], Score]:
    """A function of a question and its record becomes a measure; None: it does not apply."""

    def keep(score: Score) -> Score:
        own = score.__name__
        MEASURES[own] = Measure(own, name, " ".join((score.__doc__ or "").split()), binary)
        _ASKED[own] = score
        return score

    return keep


@measure("回答正确率")
def correct(_item: Question, record: Record) -> float | None:
    """正确: the answer holds all gold values (the asked one first), or the required wordings, or rightly refuses.

    Source: the acceptance scorer of this project; by kind as in FinanceBench (Islam et al. 2023).
    """
    return float(record.right)


@measure("数字准确率")
def figure_exact(item: Question, record: Record) -> float | None:
    """数字准确: value and unit of every gold figure, the asked one in the first place, words aside.

    Source: exact match of TAT-QA (Zhu et al., ACL 2021), with half the last printed digit as tolerance.
    """
    if not item.values or item.kind not in FIGURE_KINDS | COMPUTED_KINDS:
        return None
    answered = record.answer.get("status") in {"answered", "partial", "ambiguous"}
    return float(answered and judge.judge_values(replace(item, must_include=()), record.answer).right)


@measure("不给错数")
def no_wrong_figure(item: Question, record: Record) -> float | None:
    """不给错数: where a figure is asked for or none exists, no wrong one is stated as the answer; silence is not wrong.

    Source: the “incorrect” class of FinanceBench (Islam et al. 2023), one minus its share.
    """
    if not item.values and item.kind != "unanswerable":
        return None
    stated = record.answer.get("status") == "answered" and bool(record.answer.get("figures"))
    return float(record.right or not stated)


@measure("数字可及率")
def reach(item: Question, record: Record) -> float | None:
    """可及: all gold figures and wordings stand in what the reader sees, answer and quotes together.

    It is the ceiling of any model that reads them.
    Source: answer-in-context recall of open-domain QA (Karpukhin et al., EMNLP 2020).
    """
    if item.kind in REFUSED_KINDS | {"ambiguous", "conflict"} | COMPUTED_KINDS or not (
        item.values or item.must_include
    ):
        return None
    quotes = " ".join(c.get("quote") or "" for c in record.answer.get("citations") or [])
    text = judge.plain(f"{record.answer.get('answer') or ''} {quotes}")
    values = all(any(judge.says(f, text) for f in judge.forms(v)) for v in item.values)
    return float(values and all(any(judge.says(w, text) for w in group) for group in item.must_include))


@measure("引用支持率")
def citation_support(item: Question, record: Record) -> float | None:
    """引用支持: a citation of a gold document holds a gold number or eight characters of the gold evidence.

    Source: citation recall of ALCE (Gao et al., EMNLP 2023), by string instead of by an entailment model.
    """
    if item.kind in UNCITED_KINDS or not item.evidence:
        return None
    return float(judge.supported(item, record.answer))


@measure("引文逐字率")
def quote_verbatim(_item: Question, record: Record) -> float | None:
    """引文逐字: every quote of a cited answer stands in its source, white space aside; a masked name counts as such.

    Source: the contract of this service; quoted-evidence checks of GopherCite (Menick et al. 2022).
    """
    return record.detail.get("verbatim")


@measure("引用精确率", binary=False)
def citation_precision(_item: Question, record: Record) -> float | None:
    """引用精确: of the links from a printed figure to a citation, those whose quote holds the figure's digits.

    Source: citation precision of ALCE (Gao et al., EMNLP 2023), by digits; computed figures are left out.
    """
    quotes = {c["id"]: c.get("quote") or "" for c in record.answer.get("citations") or []}
    links = [
        holds(quotes.get(number, ""), str(figure["value"]))
        for figure in record.answer.get("figures") or []
        if figure.get("basis") != "computed"
        for number in figure.get("citations") or [None]
    ]
    return sum(links) / len(links) if links else None


def holds(quote: str, number: str) -> bool:
    """Whether a quote holds a number's digits, whatever the unit (6,931.33 万元 for 69313300 元), or “无” for zero."""
    wanted = _digits(number)
    if not wanted:
        return bool(re.search(r"(?<![\d.])0(?:\.0+)?(?![\d.])|[无没未零]", quote))
    return any(_digits(found) == wanted for found in re.findall(r"\d[\d,，]*(?:\.\d+)?", quote))


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number).strip("0")


@measure("拒答召回率")
def refusal_recall(item: Question, record: Record) -> float | None:
    """拒答召回: questions that the documents do not answer get no figure and the status not_found.

    Source: abstention recall, SQuAD 2.0 (Rajpurkar et al., ACL 2018); Kamath et al., ACL 2020.
    """
    return float(record.right) if item.kind == "unanswerable" else None


@measure("拒答精确率")
def refusal_precision(item: Question, record: Record) -> float | None:
    """拒答精确: of the answers that refuse (not_found, declined), those that rightly do.

    Source: abstention precision, as for its recall.
    """
    if record.answer.get("status") not in REFUSED or item.kind == "false_premise":
        return None
    return float(item.kind in REFUSED_KINDS or record.right)


@measure("矛盾告知率")
def conflict_told(item: Question, record: Record) -> float | None:
    """矛盾告知: where a document disagrees with itself on what is asked, the answer says so in ``conflicts``.

    Source: conflict questions of ConflictQA (Xie et al., ICLR 2024), in our contract's terms.
    """
    return float(bool(record.answer.get("conflicts"))) if item.kind == "conflict" else None


_PARTS = {
    "turn": Measure(
        "dialogue",
        "对话正确率",
        "对话: turns judged like questions, each in its conversation. "
        "Source: per-turn accuracy as in ConvFinQA (Chen et al., EMNLP 2022).",
    ),
    "claim": Measure(
        "claim",
        "核对正确率",
        "核对: claims whose verdict (supported, contradicted, not_found) is the gold one. "
        "Source: label accuracy of FEVER (Thorne et al., NAACL 2018).",
    ),
    "span": Measure(
        "article",
        "文稿核对正确率",
        "文稿: figures of a pasted text whose finding bears the gold verdict; a missed figure is wrong. "
        "Source: as claims, per figure.",
    ),
    "cell": Measure(
        "cell_recall",
        "单元格召回率",
        "单元格召回: printed cells that are facts with that value and unit, under that row and column. "
        "Source: cell recall of table extraction (Göbel et al., ICDAR 2013).",
    ),
    "contradiction": Measure(
        "contradiction",
        "自查发现率",
        "自查: contradictions of a document of which one check that the audit shows as remarkable cites two places. "
        "Source: recall, against gold found by hand.",
    ),
}
MEASURES |= {m.id: m for m in _PARTS.values()}
MEASURES["cell_precision"] = Measure(
    "cell_precision", "单元格精确率",
    "单元格精确: of the gold cells in which a fact claims to stand, those where one has the cell's value. Source: as cell recall.",
)  # fmt: skip
for _name in NAMES:
    MEASURES[_name] = Measure(
        _name, f"检索 {_name}",
        f"检索: {_name} of the gold evidence's places among the passages found, by ir_measures (MacAvaney et al., ECIR 2022).",
        binary=False,
    )  # fmt: skip

Samples = dict[str, dict[str, float]]
"""Measure → record key → number."""


def samples(gold: Gold, records: Iterable[Record], texts: Mapping[str, str]) -> Samples:
    """Every measure's number for every record that it applies to."""
    items = {q.id: q for q in (*gold.questions, *(t for d in gold.dialogues for t in d.turns))}
    found: Samples = {}
    for record in records:
        for name, number in _numbers(record, items.get(record.id), texts):
            found.setdefault(name, {})[record.key] = number
    return found


def _numbers(record: Record, item: Question | None, texts: Mapping[str, str]) -> Iterable[tuple[str, float]]:
    if record.part == "question" and item is not None:
        for name, score in _ASKED.items():
            if (number := score(item, record)) is not None:
                yield name, number
        if record.ranked is not None:
            yield from ranked_scores(item.evidence, record.ranked, texts).items()
    if record.part in _PARTS:
        yield _PARTS[record.part].id, float(record.right)
    if record.part == "cell" and "precise" in record.detail:
        yield "cell_precision", record.detail["precise"]


def intervals(found: Samples, seed: int = 0) -> dict[str, Interval]:
    """Every measure's mean with its interval, in the order of the measures."""
    return {name: interval(list(found[name].values()), seed) for name in MEASURES if found.get(name)}


def by_kind(records: Iterable[Record]) -> dict[str, Interval]:
    """正确率 of questions by kind."""
    kinds: dict[str, list[float]] = {}
    for record in records:
        if record.part == "question":
            kinds.setdefault(record.kind, []).append(float(record.right))
    return {kind: interval(values) for kind, values in sorted(kinds.items())}


def confusion(records: Iterable[Record]) -> dict[tuple[str, str], int]:
    """混淆矩阵 of claims and article figures: (gold verdict, found verdict) → how many."""
    return dict(Counter((r.kind, r.got) for r in records if r.part in {"claim", "span"}))


def latency(records: Sequence[Record]) -> dict[str, dict[str, float]]:
    """用时 in milliseconds, in process: p50 and p95 of all questions and of those for one figure."""
    asked = [r for r in records if r.part == "question"]
    groups: dict[str, list[float]] = {
        "all": [r.ms for r in asked],
        "figure": [r.ms for r in asked if r.kind in FIGURE_KINDS],
        "claim": [r.ms for r in records if r.part == "claim"],
    }
    return {
        name: {"p50": percentile(times, 50), "p95": percentile(times, 95), "n": float(len(times))}
        for name, times in groups.items()
        if times
    }


def gold_of(gold: Gold) -> dict[str, Any]:
    """Gold items by record key, for the report."""
    found: dict[str, Any] = {f"question:{q.id}": q for q in gold.questions}
    found |= {f"turn:{t.id}": t for d in gold.dialogues for t in d.turns}
    claims: dict[str, Claim] = {f"claim:{c.id}": c for c in gold.claims}
    spans = {f"span:{a.id}/{n}": f for a in gold.articles for n, f in enumerate(a.figures, 1)}
    cells = {f"cell:{c.id}": c for c in gold.cells}
    return found | claims | spans | cells | {f"contradiction:{c.id}": c for c in gold.contradictions}
