"""页码: which page an offset is on. A sentence may run over a page's end; each figure has the page where it stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from corpus.disclosure import Fact, Passage, Place, Section


class Paging:
    """页 of a text whose pages are parted by form feeds; a text without pages keeps none."""

    def __init__(self, text: str, *, is_paged: bool) -> None:
        self._starts = [n + 1 for n, char in enumerate(text) if char == "\f"] if is_paged else None

    def place(self, place: Place) -> Place:
        """The place with the page on which it begins."""
        if self._starts is None:
            return place
        return replace(place, page=bisect_right(self._starts, place.start) + 1)

    def fact(self, fact: Fact) -> Fact:
        """The fact with the pages of its figure, its sentence and its reason."""
        if self._starts is None:
            return fact
        reason = self.place(fact.reason) if fact.reason else None
        return replace(fact, place=self.place(fact.place), context=self.place(fact.context), reason=reason)

    def passage(self, passage: Passage) -> Passage:
        """The passage with the page on which it begins."""
        return replace(passage, place=self.place(passage.place))

    def section(self, section: Section) -> Section:
        """The section with the page of its heading."""
        return replace(section, place=self.place(section.place))
