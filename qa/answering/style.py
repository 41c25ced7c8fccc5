"""文风: what plain speech asks of every line of an answer in Chinese, whatever has composed it.

In: an answer, and the bodies held. Out: the same answer with its lines said plainly: a body by its full name once, whose and when
not said again of the same body and year, names without column letters and strokes, how a figure is worked out without the figure
again, a full stop at the end. Words of a document stay as they are printed; no figure is touched.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from qa import wording
from qa.answer import Answer
from qa.library import Library
from qa.understanding.bodies import Body

_INNER = r"(?:[^（）]|（(?:[^（）]|（[^（）]*）)*）)*"
_WORKED_OUT = re.compile(rf"（(?:计算值[：，])?(?P<formula>{_INNER}?[\d）] [−+÷×=] {_INNER})）")
_RESULT = re.compile(r"\s*=\s*-?[\d,.]+(?:%|％)?(?:（[^（）]{1,6}）|[一-鿿]{1,3})?(?=；|$)")
_WORKED_OUT_BARE = re.compile(r"(?<=\*\*)：(?P<formula>[-\d,.() ]+ [−+÷×=] [^。\[]*?)(?=。|\[|$)")
_SUM_ALONE = re.compile(r"^合计\*\*(?P<amount>[^*]+)\*\*。?$")
_GAP = re.compile(r"(?<=[一-鿿”）]) (?=\*\*)|(?<=\*\*) (?=[一-鿿])|(?<=[一-鿿]) (?=\d)|(?<=\d) (?=[一-鿿])")
_TWO_YEARS = re.compile(r"\d{4}年(?=\d{4}年)")
"""The year of a document before the year of a figure that was worked out from it: the second is the figure's."""
_MARKS = re.compile(r"(?:\[\d+\])+$")
_ENDS = ("。", "？", "！", "：", "；", "…", "|", "”")
_ITEM = re.compile(r"^(?:\d+\. |- |……|\|)")
_HEAD = re.compile(r"^(?:（(?:汇总|本级)）)?(?:\d{4}年)")
_OURS = re.compile(r"^(?:另有|共 ?\d|注意|不是|最|并列|单看|按此|这里|问题里|没有)|\d 项：$")
_CAUTION = "注意口径"
_LEAST = 6
"""Characters from which a line may be told to be words of a document."""


def plain(answer: Answer, library: Library) -> None:
    """Say an answer's lines plainly; tables, and lines that a document says, stay as they are."""
    hand = _Hand(answer, short_names(library.bodies), _named_with_strokes(answer, library))
    lines = list(hand.lines())
    worked = "\n".join(line for line in lines if "（" in line)
    told = [x for x in lines if not ((m := _SUM_ALONE.match(x)) and f"合计**{m['amount']}**（" in worked)]
    answer.answer = "\n".join(told)


def short_names(bodies: Collection[Body]) -> Mapping[str, str]:
    """Issuer → its name without the regions above its own; one that would then be another's stays whole."""
    found = {b.issuer: f"{b.regions[-1]}{b.issuer[sum(map(len, b.regions)) :]}" for b in bodies if len(b.regions) > 1}
    said = list(found.values())
    return {issuer: short for issuer, short in found.items() if said.count(short) == 1}


def _named_with_strokes(answer: Answer, library: Library) -> tuple[str, ...]:
    """Names of projects that hold a stroke of their own, in the documents of the answer's figures."""
    shelves = [library.shelf(i) for i in dict.fromkeys(f.disclosure_id for f in answer.figures)]
    return tuple(s for shelf in shelves for s in shelf.subjects if "·" in s)


@dataclass
class _Hand:
    """笔迹: one answer's lines, one after the other, with what has been said before."""

    answer: Answer
    short: Mapping[str, str]
    strokes: tuple[str, ...]
    _named: set[str] = field(default_factory=set)
    _stated: set[str] = field(default_factory=set)
    _head: str = ""

    def lines(self) -> Iterator[str]:
        """Each line said plainly."""
        quotes = ["".join(c.quote.split()) for c in self.answer.citations]
        labels = self._labels()
        every = self.answer.answer.split("\n")
        cautions = [line for line in every if line.startswith(_CAUTION)]
        every = [*dict.fromkeys(cautions), *(line for line in every if line not in cautions)]
        for line in every:
            bare = "".join(_MARKS.sub("", line).split())
            if line.startswith("|") or not bare or (len(bare) >= _LEAST and any(bare in q for q in quotes)):
                yield line
                continue
            for label, said in labels:
                line = line.replace(label, said)  # noqa: PLW2901 - the same line, said plainly
            if "**" in line and (bare := _MARKS.sub("", line)) in self._stated:
                continue
            self._stated.add(bare)
            if "**" in line or _OURS.search(line):  # all else may be words of a document
                line = _TWO_YEARS.sub("", line)  # noqa: PLW2901 - the same line, said plainly
                line = _GAP.sub("", _WORKED_OUT_BARE.sub(_working, _WORKED_OUT.sub(_working, line)))  # noqa: PLW2901
            yield _ended(_inner_single(_outer_square(self._once(line))))

    def _labels(self) -> list[tuple[str, str]]:
        inputs = self.answer.calculation.inputs if self.answer.calculation else ()
        every = {f.label: wording.spoken(f.label, self.strokes) for f in (*self.answer.figures, *inputs)}
        return sorted(((a, b) for a, b in every.items() if a != b), key=lambda pair: -len(pair[0]))

    def _once(self, line: str) -> str:
        """The line with each body by its full name once, and without whose and when where the line before says them."""
        for issuer, short in self.short.items():
            if issuer not in line:
                continue
            at = line.find(issuer)
            head = _HEAD.match(line[at + len(issuer) :])
            whole = f"{issuer}{head[0]}" if head else ""
            if whole and whole == self._head and at == 0 and "**" in line and len(line) > len(whole):
                line = line.removeprefix(whole)
                line = line.removeprefix("的") if line.startswith("的") else line
            self._head = whole if at == 0 and whole else self._head
            first = 0 if issuer in self._named else line.find(issuer) + len(issuer) if issuer in line else 0
            self._named.add(issuer)
            line = line[:first] + line[first:].replace(issuer, short)
        return line


def _working(match: re.Match[str]) -> str:
    """How a figure is worked out, without its result, which stands before it."""
    return f"（{_RESULT.sub('', match['formula'])}）"


def _outer_square(line: str) -> str:
    """The line with brackets that hold brackets made square: （…（…）…） is hard to read."""
    found, opened = list(line), list[tuple[int, bool]]()
    for at, mark in enumerate(line):
        if mark == "（":
            opened = [(place, True) for place, _ in opened] + [(at, False)]
        elif mark == "）" and opened:
            place, holds = opened.pop()
            if holds:
                found[place], found[at] = "［", "］"
    return "".join(found)


def _inner_single(line: str) -> str:
    """The line with quotation marks inside quotation marks made single (“表‘三公’经费”)."""
    found, depth = list(line), 0
    for at, mark in enumerate(line):
        if mark == "“":
            depth += 1
            found[at] = "‘" if depth > 1 else mark
        elif mark == "”":
            found[at] = "’" if depth > 1 else mark
            depth = max(depth - 1, 0)
    return "".join(found) if not depth else line


def _ended(line: str) -> str:
    """The line with a full stop where it is a sentence without one."""
    marks = _MARKS.search(line)
    said = line[: marks.start()] if marks else line
    if _ITEM.match(line) or said.endswith(_ENDS) or (said.startswith("（") and said.endswith("）")) or "  \n" in line:
        return line
    return f"{said}。{marks[0] if marks else ''}"
