"""旁及: what stands beside an answer: further questions that the documents do answer, and a chart where a look tells more."""

from __future__ import annotations

from typing import Any

from corpus.disclosure import Fact, Measure, Place
from qa.answer import Answer, Figure, row_label
from qa.library import Library

MOST_FOLLOW_UPS = 3
FEWEST_BARS = 3
_ASKED: tuple[tuple[Measure, str], ...] = (
    ("change", "比上年增减多少"),
    ("share", "占比多少"),
    ("completion", "完成率多少"),
)


def follow_ups(answer: Answer, library: Library) -> list[str]:
    """At most three questions about the first figure's thing (its change, its reason, its share) that facts answer."""
    figure = next((f for f in answer.figures if f.basis != "computed"), None)
    if figure is None or answer.status not in {"answered", "partial"}:
        return []
    fact = _fact(figure, answer, library)
    if fact is None:
        return []
    name = fact.subject or row_label(fact)[-1]
    whose = f"{figure.issuer}{fact.year}年{name}"
    alike = [d.fact for d in library.shelf(figure.disclosure_id).facts if _same_thing(d.fact, fact)]
    asked = [
        f"{whose}{words}？"
        for measure, words in _ASKED
        if measure != fact.measure and any(f.measure == measure for f in alike)
    ]
    if any(f.reason for f in alike):
        asked.insert(1, f"{whose}增减的原因是什么？")
    if len(asked) < MOST_FOLLOW_UPS and (beside := _neighbour(fact, library)):
        asked.append(f"{figure.issuer}{fact.year}年{beside}多少？")
    return asked[:MOST_FOLLOW_UPS]


def _fact(figure: Figure, answer: Answer, library: Library) -> Fact | None:
    """The fact behind a figure, found again through its citation."""
    shelf = library.shelf(figure.disclosure_id)
    for citation in answer.citations:
        if citation.id in figure.citations:
            for fact in shelf.at(Place(citation.start, citation.end)):
                if str(fact.quantity.value) == figure.value:
                    return fact
    return None


def _same_thing(one: Fact, other: Fact) -> bool:
    same_name = one.concept == other.concept if one.concept else one.row == other.row
    return same_name and one.subject == other.subject and one.year == other.year and one.aspect == other.aspect


def _neighbour(fact: Fact, library: Library) -> str | None:
    """The next row of the same table, of another concept, with an amount."""
    seen = False
    for described in library.shelf(fact.disclosure_id).facts:
        other = described.fact
        seen = seen or other.id == fact.id
        if seen and other.table_id == fact.table_id and other.concept not in {fact.concept, None} and not other.subject:
            return row_label(other)[-1]
    return None


def chart(answer: Answer) -> dict[str, Any] | None:
    """A bar chart of three or more comparable figures, a line where they are one thing over the years."""
    figures = [f for f in answer.figures if f.basis != "computed" or len(answer.figures) > FEWEST_BARS]
    units = {f.unit for f in figures}
    if len(figures) < FEWEST_BARS or len(units) != 1:
        return None
    years, labels = {f.fiscal_year for f in figures}, {f.label for f in figures}
    issuers = {f.issuer for f in figures}
    over_time = len(years) == len(figures) and len(issuers) == 1
    if not over_time and len(labels) != len(figures) and len(issuers) != len(figures):
        return None
    ordered = sorted(figures, key=lambda f: f.fiscal_year) if over_time else figures
    return {
        "kind": "line" if over_time else "bar",
        "title": figures[0].label if len(labels) == 1 else figures[0].issuer,
        "unit": units.pop(),
        "series": [
            {
                "label": _label(f, over_time=over_time, many=len(issuers) > 1),
                "value": f.value,
                "citations": list(f.citations),
            }
            for f in ordered
        ],
    }


def _label(figure: Figure, *, over_time: bool, many: bool) -> str:
    if over_time:
        return f"{figure.fiscal_year}年"
    return figure.issuer if many else figure.label
