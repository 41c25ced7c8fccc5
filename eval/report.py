"""报告: one HTML page that needs nothing else: charts, every measure with its definition, every answer, worst first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from eval import charts, measures, summary
from eval.gold import VERDICTS, WORD_KINDS, Claim, Contradiction, Question
from eval.records import Record
from eval.session import Measured
from eval.systems import VARIANTS

TILES = ("correct", "figure_exact", "no_wrong_figure", "citation_support", "refusal_recall", "claim")
"""What stands at the top in large figures."""
PARTS = {"question": "问题", "turn": "对话", "claim": "陈述", "span": "文稿", "cell": "单元格", "contradiction": "自查"}

KIND_NAMES = {
    "figure": "数字", "figure_deep": "深层数字", "percent": "百分比", "aggregate": "汇算", "compare": "比较",
    "trend": "变化", "text": "原因与内容", "list": "列举", "yesno": "是否", "definition": "名词", "conflict": "自相矛盾",
    "unanswerable": "未披露", "ambiguous": "含糊", "false_premise": "错误前提", "attack": "攻击",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """一项: what the page says of one record. ``rank`` 3: a wrong figure is stated; 2: wrong; 1: refused; 0: right."""

    record: Record
    rank: int
    asked: str
    wanted: str
    details: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]
    got: str
    citations: tuple[dict[str, Any], ...]
    turned: str
    difference: Markup


def page(found: Measured, before: Measured | None) -> str:
    """The report of a run, with what changed since another one."""
    changed = summary.changes(before, found) if before else {}
    old = before.intervals if before else {}
    rows = [
        charts.Bar(measures.MEASURES[n].name, i, old[n].mean if n in old else None) for n, i in found.intervals.items()
    ]
    known = [*KIND_NAMES, *(kind for kind in found.kinds if kind not in KIND_NAMES)]
    kinds = [charts.Bar(KIND_NAMES.get(kind, kind), found.kinds[kind]) for kind in known if kind in found.kinds]
    asked = [r.ms for r in found.records if r.part == "question"]
    marks = {name: found.latency["all"][name] for name in ("p50", "p95")} if asked else {}
    return _template().render(
        title=VARIANTS.get(found.name, (found.name,))[0],
        run=found.run,
        before=before.run if before else None,
        settings=found.run.settings,
        size=len(found.records),
        tiles=[(measures.MEASURES[n], found.intervals[n], changed.get(n)) for n in TILES if n in found.intervals],
        measures=[(measures.MEASURES[n], i, changed.get(n)) for n, i in found.intervals.items()],
        significant=summary.SIGNIFICANT,
        spread=summary.spread,
        chart=_drawn(charts.intervals(rows, "指标")),
        kinds=_drawn(charts.bars(kinds, "各类正确率")) if kinds else "",
        times=_drawn(charts.times(asked, marks, "用时")) if asked else "",
        verdicts=VERDICTS,
        confusion=measures.confusion(found.records),
        shown=sorted(_items(found, before), key=lambda s: (-s.rank, not s.turned, s.record.part, s.record.id)),
        parts=PARTS,
        names=KIND_NAMES,
    )


def _drawn(drawing: str) -> Markup:
    """An SVG of :mod:`eval.charts`, in which every label is escaped."""
    return Markup(drawing)  # noqa: S704 - see above


@cache
def _template() -> Template:
    folder = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters["bold"] = _bold
    return environment.get_template("report.html")


def _bold(text: str) -> Markup:
    """An answer's text with its Markdown emphasis shown."""
    return Markup(re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text)))  # noqa: S704 - escaped before


def _items(found: Measured, before: Measured | None) -> Iterator[Shown]:
    gold = measures.gold_of(found.gold)
    was = {r.key: r for r in before.records} if before else {}
    for record in found.records:
        if record.part == "cell" and record.right:
            continue  # hundreds of them, and nothing to see
        item = gold.get(record.key)
        old = was.get(record.key)
        turned = "" if old is None or old.right == record.right else ("变对" if record.right else "变错")
        yield Shown(
            record, _rank(record), _asked(item), _wanted(item), tuple(_details(item)),
            tuple((e.doc, e.quote) for e in getattr(item, "evidence", ())), _got(record),
            tuple(_citations(record)), turned, _difference(old, record),
        )  # fmt: skip


def _rank(record: Record) -> int:
    if record.right:
        return 0
    if record.answer.get("status") in measures.REFUSED:
        return 1
    stated = record.answer.get("figures") and record.kind not in WORD_KINDS
    return 3 if stated or record.part in {"claim", "span"} else 2


def _asked(item: Any) -> str:
    if isinstance(item, Contradiction):
        return item.what
    if isinstance(item, Claim):
        return item.claim
    for name in ("question", "span"):
        if hasattr(item, name):
            return str(getattr(item, name))
    return " · ".join(str(getattr(item, name, "")) for name in ("doc", "table", "row", "col"))


def _wanted(item: Any) -> str:
    if isinstance(item, Question):
        return item.answer or "；".join(v.value + v.unit for v in item.values)
    if hasattr(item, "verdict"):
        return f"{item.verdict} {item.correct}".strip()
    return f"{item.value.value} {item.value.unit}" if hasattr(item, "value") else ""


def _details(item: Any) -> Iterator[str]:
    if not isinstance(item, Question):
        return
    if item.values:
        yield "数值 " + "、".join(v.value + v.unit for v in item.values)
    for group in item.must_include:
        yield "须有 " + " / ".join(group)
    if item.must_not:
        yield "不得有 " + " / ".join(item.must_not)


def _got(record: Record) -> str:
    findings = record.answer.get("findings")
    if findings is not None:
        return "\n".join(f"{f['span']}：{f['verdict']}（{f['reason']}）" for f in findings) or "没有发现数字"
    return str(record.answer.get("answer") or record.got or record.why)


def _citations(record: Record) -> Iterator[dict[str, Any]]:
    for cited in (record.answer.get("citations") or [])[:8]:
        quote = cited.get("quote") or ""
        yield cited | {"quote": quote[:240] + ("…" if len(quote) > 240 else "")}


def _difference(old: Record | None, new: Record) -> Markup:
    """What changed in the words of an answer: taken out struck through, put in underlined."""
    if old is None:
        return Markup()
    one, other = _got(old), _got(new)
    if one == other:
        return Markup()
    parts = []
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(escape(one[a:b]))
            continue
        parts.append(f"<del>{escape(one[a:b])}</del>" if b > a else "")
        parts.append(f"<ins>{escape(other[c:d])}</ins>" if d > c else "")
    return Markup("".join(parts))  # noqa: S704 - every part is escaped above
