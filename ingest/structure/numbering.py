"""自动编号: the numbers that Word prints before paragraphs but does not keep in their text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS: Final = "零一二三四五六七八九"
_CHINESE: Final = frozenset({"chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting"})


def chinese(number: int) -> str:
    """中文数字 of 1 to 99: 一, 十, 二十一."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


@dataclass
class Numbering:
    """编号: for each list and level its format (``decimal``), its text (``（%1）``) and where it stands."""

    levels: dict[tuple[str, int], tuple[str, str, int]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, document: object) -> Numbering:
        """The numbering of a document; empty where it has none."""
        found = cls()
        try:
            root: _Element = document.part.numbering_part.element  # type: ignore[attr-defined]
        except (KeyError, NotImplementedError, AttributeError):
            return found
        abstract = {str(a.get(f"{_W}abstractNumId")): a for a in root.findall(f"{_W}abstractNum")}
        for num in root.findall(f"{_W}num"):
            reference = num.find(f"{_W}abstractNumId")
            base = abstract.get(str(reference.get(f"{_W}val"))) if reference is not None else None
            for level in base.findall(f"{_W}lvl") if base is not None else []:
                key = str(num.get(f"{_W}numId")), int(level.get(f"{_W}ilvl") or 0)
                found.levels[key] = (
                    _value(level, "numFmt"),
                    _value(level, "lvlText"),
                    int(_value(level, "start") or 1),
                )
        for style in document.styles.element.findall(f"{_W}style"):  # type: ignore[attr-defined]
            if (own := _listed(style.find(f"{_W}pPr"))) is not None:
                found.styles[str(style.get(f"{_W}styleId"))] = own
        return found

    def label(self, paragraph: object) -> str:
        """The number printed before a paragraph; "" where it has none. Counts on."""
        properties = paragraph._p.find(f"{_W}pPr")  # type: ignore[attr-defined] # noqa: SLF001
        own = _listed(properties)
        if own is None and properties is not None and (style := properties.find(f"{_W}pStyle")) is not None:
            own = self.styles.get(str(style.get(f"{_W}val")))
        if own is None or own not in self.levels:
            return ""
        listed, level = own
        counts = self.counts[listed]
        counts[level] = counts.get(level, self.levels[own][2] - 1) + 1
        for deeper in [n for n in counts if n > level]:
            del counts[deeper]
        return re.sub(r"%(\d)", lambda m: self._number(listed, int(m[1]) - 1), self.levels[own][1])

    def _number(self, listed: str, level: int) -> str:
        form, _, start = self.levels.get((listed, level), ("decimal", "", 1))
        number = self.counts[listed].get(level, start)
        if form in _CHINESE:
            return chinese(number)
        return "" if form in ("bullet", "none") else str(number)


def _value(element: _Element, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return "" if child is None else str(child.get(f"{_W}val") or "")


def _listed(properties: _Element | None) -> tuple[str, int] | None:
    """The list and level of a paragraph's or style's own properties."""
    if properties is None or (numbered := properties.find(f"{_W}numPr")) is None:
        return None
    listed = _value(numbered, "numId")
    return (listed, int(_value(numbered, "ilvl") or 0)) if listed and listed != "0" else None
