"""分期: what is planned or spent quarter by quarter or month by month, each period's figure and their sum."""

from __future__ import annotations

import re
from collections import defaultdict

from corpus.disclosure import Fact
from qa import wording
from qa.answer import Answer, Citer, section_path
from qa.answering.figures import Composer
from qa.finding.asked import share
from qa.finding.finding import Finding
from qa.finding.scene import Scene
from qa.library import Shelf, grams
from qa.plan import arithmetic

_ASKED = re.compile(
    r"(?<!平均)(?<!摊到)(?<!合)(?:每|各|分|逐|四)个?(?P<kind>季度?|月)|(?:按|以)(?P<by>季度|月)(?:分|列|算)?|分期"
)
_PERIOD = re.compile(r"^第?[一二三四1-4]季度|^(?:[1-9]|1[0-2]|[一二三四五六七八九十]{1,2})月份?")
_TOTAL = re.compile(r"合计|一共|总共|共计|全年|加起来|总和|总额")
_FIGURES = re.compile(r"多少|几[个万元]|金额|用款|支出|资金|预算|数额|花")
_BARE = re.compile(r"每|各|分|季度?|用款|计划|全年|合计|月")
MEANT = 0.6
"""The least share of the question's words that the chapter around the figures must hold."""
CHAPTER = 6000
"""Characters before the figures that are read for what they are about."""


def asked(text: str) -> bool:
    """Whether a question asks for the figures of quarters or months."""
    return _ASKED.search(text) is not None and _FIGURES.search(text) is not None


def answer_periods(scene: Scene, citer: Citer) -> Answer | None:
    """The figures of all periods of what is asked about; None where none are printed or the question asks for none."""
    text = scene.question.folded
    if not asked(text):
        return None
    wanted = grams(_BARE.sub("", "".join(t.text for t in scene.question.topics)))
    pen = Composer(citer, english=scene.question.language == "en")
    for group in scene.groups:
        rated = [
            (share(wanted, _around(shelf, series[0])) if wanted else 1.0, shelf, series)
            for shelf in group.shelves
            for series in _series(shelf)
        ]
        best = max(rated, key=lambda r: r[0], default=None)
        if best is not None and best[0] >= MEANT:
            _say(scene, pen, best[1], best[2])
    return pen.answer() if pen.figures else None


def _series(shelf: Shelf) -> list[list[Fact]]:
    """Figures of successive periods that stand in one sentence or table, with one measure."""
    found: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in (d.fact for d in shelf.facts):
        if _PERIOD.search(fact.row.split("/")[-1]):
            where = fact.table_id or fact.context.start
            found[where, fact.measure, fact.basis, fact.year, fact.quantity.unit, fact.column].append(fact)
    return [facts for facts in found.values() if len(facts) > 1]


def _around(shelf: Shelf, fact: Fact) -> frozenset[str]:
    """The words of the chapter that the figures stand in, up to them."""
    path = section_path(shelf.sections, fact.place.start)
    chapter = next((s for s in shelf.sections if s.path == path[:1]), None)
    start = max(chapter.place.start if chapter else 0, fact.place.start - CHAPTER)
    return grams(shelf.text[start : fact.context.end]) | grams(fact.subject or "") | grams("".join(path))


def _say(scene: Scene, pen: Composer, shelf: Shelf, series: list[Fact]) -> None:
    findings = [Finding(f, shelf.disclosure, 0, 0) for f in series]
    for finding in findings:
        pen.state(finding)
    if _TOTAL.search(scene.question.folded):
        total = arithmetic.total([f.quantity for f in series])
        pen.compute(total, findings, "合计")
        pen.lines.append(f"合计 **{wording.amount(total.quantity)}**（计算值：{total.formula}）。")
