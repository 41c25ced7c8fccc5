"""行文用语: the words of the narrative as compiled patterns. The words themselves are data (words.toml)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final, cast

from corpus.disclosure import Basis, Measure
from corpus.money import UnitClass

_DATA: Final[dict[str, Any]] = tomllib.loads(resources.files("ingest.prose").joinpath("words.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Tail:
    """度量用语: what the words right before a quantity make of it. ``pattern`` ends where the quantity starts."""

    measure: Measure
    units: frozenset[UnitClass]
    direction: int | None
    pattern: re.Pattern[str]


def _tail(entry: dict[str, Any]) -> Tail:
    units = frozenset(UnitClass(name) for name in entry["unit"])
    return Tail(cast("Measure", entry["measure"]), units, entry.get("direction"), re.compile(entry["pattern"]))


def _pattern(table: str, key: str) -> re.Pattern[str]:
    return re.compile(_DATA[table][key])


TAILS: Final = tuple(_tail(entry) for entry in _DATA["tail"])
BASES: Final = tuple((cast("Basis", e["basis"]), re.compile(f"(?:{e['pattern']})$")) for e in _DATA["basis"])
COMPARE: Final = _pattern("compare", "pattern")
TIME: Final = _pattern("time", "pattern")
AS_OF: Final = _pattern("time", "asof")
PRIOR: Final = _pattern("time", "prior")
FRONT: Final = re.compile("^(?:" + "|".join(_DATA["strip"]["front"]) + ")")
BACK: Final = re.compile("(?:" + "|".join(_DATA["strip"]["back"]) + ")$")
GENERIC: Final = _pattern("generic", "nouns")
SIDED: Final = _pattern("generic", "sided")
ANEW: Final = _pattern("generic", "anew")
PER: Final = _pattern("generic", "per")
FUND: Final = _pattern("generic", "fund")
PARTED: Final = _pattern("generic", "parted")
BOOK: Final = _pattern("generic", "book")
SIDES: Final = _pattern("generic", "sides")
BODILY: Final = _pattern("generic", "bodily")
INDICATOR: Final = _pattern("generic", "indicator")
NAME_BEFORE: Final = _pattern("threshold", "before")
NAME_AFTER: Final = _pattern("threshold", "after")
NAME_THING: Final = _pattern("threshold", "name")
REASON: Final = _pattern("reason", "marker")
REASON_GOES_ON: Final = _pattern("reason", "next")
CONTRAST: Final = _pattern("reason", "contrast")
ABSENT: Final = _pattern("absence", "verb")
NOT_ABSENT: Final = _pattern("absence", "not")
ABSENT_END: Final = re.compile(f"^(?:{_DATA['absence']['end']})$")
ABSENT_AFTER: Final = _pattern("absence", "after")
UNCHANGED: Final = _pattern("unchanged", "pattern")
UNCHANGED_NEEDS: Final = _pattern("unchanged", "needs")
OPENS: Final = _pattern("frame", "open")
PROJECT_NAMED: Final = _pattern("project", "names")
PROJECT_LIKE: Final = _pattern("project", "like")
PROJECT_ENDING: Final = _pattern("project", "ending")
GOVERNS: Final = _pattern("project", "governs")
PROJECT_HEADING: Final = _pattern("project", "heading")
NO_PROJECT: Final = _pattern("project", "not")
SKIPPED_SECTION: Final = _pattern("skip", "sections")
SKIPPED_PARAGRAPH: Final = _pattern("skip", "paragraphs")
EVALUATION: Final = _pattern("skip", "evaluation")
TABLE_SECTION: Final = _pattern("skip", "tables")
FORM: Final = _pattern("skip", "form")
HEADING_TAIL: Final = _pattern("skip", "heading_tail")
TRAIL_STOP: Final = _pattern("trail", "stop")
TRAIL_MONEY: Final = _pattern("trail", "money")
SCORED: Final = _pattern("trail", "bare_score")
ORDINAL: Final = _pattern("item", "ordinal")
TWO: Final = frozenset({"收入", "支出"})
"""收支两侧."""
FALLBACK: Final[str] = _DATA["skip"]["fallback"]
COMPOSED: Final[dict[str, dict[str, str]]] = _DATA["compose"]
WHOLES: Final = frozenset(cast("list[str]", _DATA["whole"]["concepts"]))
QUALIFIERS: Final = WHOLES | frozenset(cast("list[str]", _DATA["whole"]["qualifiers"]))
CONTINUES: Final = _pattern("whole", "continues")
OVERALL: Final[str] = _DATA["whole"]["overall"]
LEVELS: Final = _pattern("concept", "levels")
BOUGHT: Final = _pattern("concept", "bought")
REFUSED: Final = _pattern("concept", "refuse")
LABEL_TAIL: Final = _pattern("concept", "tail")
LABEL_DROP: Final = _pattern("concept", "drop")
