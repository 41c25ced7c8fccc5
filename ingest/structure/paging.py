"""页码: which page an offset is on. A sentence may run over a page's end; each figure has the page where it stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from corpus.disclosure import Fact, Passage, Place, Section


class Paging:
    """页 of a text whose pages are parted by form feeds; a text without pages keeps none.

    ``spans`` are the texts of its files, (start, end, whether it has pages): each counts its pages from 1.
    """

    def __init__(self, text: str, spans: Sequence[tuple[int, int, bool]]) -> None:
        self._firsts = [start for start, _, _ in spans]
        self._starts = [
            [n + 1 for n in range(start, end) if text[n] == "\f"] if is_paged else None
            for start, end, is_paged in spans
        ]

    def place(self, place: Place) -> Place:
        """The place with the page on which it begins."""
        starts = self._starts[max(bisect_right(self._firsts, place.start) - 1, 0)]
        return place if starts is None else replace(place, page=bisect_right(starts, place.start) + 1)

    def fact(self, fact: Fact) -> Fact:
        """The fact with the pages of its figure, its sentence and its reason."""
        reason = self.place(fact.reason) if fact.reason else None
        return replace(fact, place=self.place(fact.place), context=self.place(fact.context), reason=reason)

    def passage(self, passage: Passage) -> Passage:
        """The passage with the page on which it begins."""
        return replace(passage, place=self.place(passage.place))

    def section(self, section: Section) -> Section:
        """The section with the page of its heading."""
        return replace(section, place=self.place(section.place))
