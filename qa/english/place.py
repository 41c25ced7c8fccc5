"""英文一处: a mention of an English text with those around it, as the senses of words look at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.english.mentions import Said


@dataclass(frozen=True)
class Place:
    """一处: a mention with those around it."""

    said: Sequence[Said]
    at: int

    @property
    def item(self) -> Said:
        """The mention."""
        return self.said[self.at]

    @property
    def text(self) -> str:
        """Its words in lower case."""
        return self.item.text.lower()

    @property
    def before(self) -> Sequence[Said]:
        """What stands before it."""
        return self.said[: self.at]

    @property
    def rest(self) -> Sequence[Said]:
        """What follows it."""
        return self.said[self.at + 1 :]

    @property
    def next(self) -> Said | None:
        """The next mention near by that says anything."""
        return next((s for s in self.rest[:NEAR] if s.kind != "silent"), None)

    @property
    def begins(self) -> bool:
        """Whether nothing of its clause stands before it."""
        last = next((s for s in reversed(self.before) if s.kind != "silent"), None)
        return last is None or last.kind in {"mark", "preposition"}

    @property
    def ends(self) -> bool:
        """Whether nothing but a year follows in its clause."""
        told = [s for s in self.rest if s.kind not in {"silent", "year"} and not s.is_a("preposition", "of")]
        return not told or told[0].kind == "mark" or told[0].is_a("preposition", "and")


NEAR = 3
