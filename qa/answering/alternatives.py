"""二选一: 到底是甲数还是乙数: what each of the amounts that a question sets against each other is printed as."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.disclosure import Measure
from corpus.money import Quantity, UnitClass, find_quantities
from qa import wording
from qa.answer import Answer, Citer
from qa.answering.figures import Composer
from qa.finding import lookup
from qa.finding.finding import Finding
from qa.finding.lookup import Hit
from qa.finding.scene import Group, Scene, slot

_OR = re.compile(
    r"(?<!\d)(?<!\d[,.])(?P<one>\d[\d,.]*)\s*(?P<unit>[万亿]元?|元|%|[一-鿿]{1,2}?)?\s*[,，]?(?:还是|或者?)(?:是)?\s*(?P<other>\d[\d,.]*\s*(?P<its>[万亿]元?|元|%|[一-鿿]))"
)


def answer_alternatives(scene: Scene, citer: Citer) -> Answer | None:
    """What each amount is, where it is printed of the asked thing; None where no two are asked about or neither is."""
    stated = _stated(scene.question.folded)
    if len(stated) < 2 or not scene.question.topics:
        return None
    pen = Composer(citer, english=scene.question.language == "en")
    for group in scene.groups:
        found = [_printed_as(scene, group, quantity) for quantity in stated]
        known = [f for f in found if f is not None]
        if len(known) == len(stated):
            pen.lines.append("两个数都有，口径不同：")
        for finding in known:
            figure = pen.state(finding)
            pen.lines[-1] += f"（{_where(finding)}）" if figure.citations else ""
        if known:
            missing = [q for q, f in zip(stated, found, strict=True) if f is None]
            pen.lines += [f"文件中这一项没有{wording.amount(q)}这个数。" for q in missing]
    return pen.answer() if pen.figures else None


def _stated(text: str) -> list[Quantity]:
    """The amounts on either side of 还是, the first in the second's unit where it has none."""
    match = _OR.search(text)
    if match is None:
        return []
    one = match["one"] + (match["unit"] or match["its"])
    found = [q for side in (one, match["other"]) for q, _, _ in find_quantities(side)[:1]]
    return found if len(found) == 2 and found[0].unit_class is found[1].unit_class else []


def _printed_as(scene: Scene, group: Group, quantity: Quantity) -> Finding | None:
    """The fact of the asked thing with this amount, the one that the question explains best."""
    counted = None if quantity.unit_class in {UnitClass.MONEY, UnitClass.RATE} else quantity.unit
    measures: tuple[Measure, ...] = (
        ("share", "growth", "completion", "rate") if quantity.unit_class is UnitClass.RATE else ("amount", "count")
    )
    topics = [t for t in scene.question.topics if t.concept or not t.text.strip(".,").isdigit()]
    hits = lookup.rank(slot(scene, group, topics, bases=(), measures=measures, counter=counted))
    same = [h for h in hits if h.described.fact.quantity.base == quantity.base]
    best = next((h for h in same if _is_asked(h, hits)), None)
    return Finding(best.described.fact, best.shelf.disclosure, best.score, best.explained) if best else None


def _is_asked(hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether a fact is of the asked thing as surely as the best one but for its scope."""
    return lookup.accepted(hit) and hit.explained >= hits[0].explained - 0.1


def _where(finding: Finding) -> str:
    fact = finding.fact
    return (
        f"见《{fact.table}》“{fact.row}”" if fact.table else f"见正文“{fact.section[-1]}”" if fact.section else "见正文"
    )
