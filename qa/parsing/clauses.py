"""分句: the mentions of a question as clauses, each with what it names, what it asks and how things stand together.

A mark ends a clause; so does a blank, or the word that asks, where what follows asks for something else (货物多少工程多少).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qa.finding.scene import Scene
from qa.parsing.grammars import Mention
from qa.plan.nodes import Thing

_PLUS = frozenset({"加", "加上", "+", "＋", "plus"})
_ASKS = frozenset({"question", "counter", "operator", "condition", "measure", "attribute", "ordinal"})
_THINGS = frozenset({"thing", "everyday", "unknown"})


@dataclass
class Clause:
    """分句: ``mentions`` in order; ``text`` as asked; ``questioned`` where a question mark ends it (采购总额？)."""

    text: str
    mentions: list[Mention] = field(default_factory=list)
    questioned: bool = False

    @property
    def start(self) -> int:
        """Where it begins in the question."""
        return self.mentions[0].start

    @property
    def said(self) -> str:
        """Its words, with those before its first mention (这个, 那笔)."""
        begins = max(self.text.rfind(mark, 0, self.start) for mark in "，,。；;？?！! ") + 1
        return self.text[begins : self.end]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.mentions[-1].end

    def of(self, *kinds: str) -> list[Mention]:
        """Its mentions of some kinds."""
        return [m for m in self.mentions if m.kind in kinds]

    def values(self, kind: str) -> set[str]:
        """The values of its mentions of a kind; 甲加乙 is a sum."""
        found = {m.value for m in self.mentions if m.kind == kind}
        return (
            found | {"SUM"}
            if kind == "operator" and any(m.kind == "joint" and m.value in _PLUS for m in self.mentions)
            else found
        )

    def first(self, kind: str, *values: str) -> Mention | None:
        """Its first mention of a kind (and of these values)."""
        return next((m for m in self.mentions if m.kind == kind and (not values or m.value in values)), None)

    @property
    def asks(self) -> bool:
        """Whether it asks for anything."""
        which = any(m.kind == "members" and self.text[m.start] in "哪几" for m in self.mentions)  # 哪几类花得比预算多
        return self.questioned or which or any(m.kind in _ASKS for m in self.mentions)

    @property
    def things(self) -> list[Thing]:
        """What it names, in order."""
        return [thing_of(m, self.text) for m in self.mentions if m.kind in _THINGS]


def thing_of(mention: Mention, text: str) -> Thing:
    """A mention as a thing; ``text`` is the whole question."""
    said = text[mention.start : mention.end]
    name = mention.value if mention.kind == "thing" and not (mention.concept and mention.value == said) else ""
    return Thing(said, mention.start, mention.end, name, mention.concept, mention.kind != "unknown", mention.others)


def clauses_of(scene: Scene, mentions: Sequence[Mention]) -> list[Clause]:
    """The clauses of a question that name or ask something."""
    text = scene.question.folded
    found: list[Clause] = [Clause(text)]
    for at, mention in enumerate(mentions):
        clause = found[-1]
        if mention.kind == "break":
            clause.questioned = bool(clause.things) and bool(set("?？") & set(text[mention.start : mention.end]))
            found.append(Clause(text))
            continue
        blank = mention.kind == "joint" and mention.value.isspace()
        if clause.mentions and (
            _ends(clause, mention, mentions[at + 1 :]) if not blank else _parted(clause, mentions[at + 1 :])
        ):
            found.append(Clause(text))
            if blank:
                continue
        found[-1].mentions.append(mention)
    return [c for c in found if any(m.kind not in {"joint", "within"} for m in c.mentions)]


def _ends(clause: Clause, mention: Mention, after: Sequence[Mention]) -> bool:
    """Whether a clause that has asked is followed by another thing with its own asking word (货物多少工程多少)."""
    last = next((m for m in reversed(clause.mentions) if m.kind != "joint"), None)
    if _asks_again(clause, mention):
        return True
    reckons = mention.kind == "operator" and clause.mentions[-1].kind == "joint"
    if (
        not (reckons or mention.kind in {"thing", "everyday", "unknown", "basis", "measure"})
        or last is None
        or not (last.kind in {"question", "counter"} or _reckons_and_asks(last, clause.text))
    ):
        return False
    if last.value in {"each", "which", "yes_no", "why", "how", "what", "who"}:
        return False
    alike = _THINGS if mention.kind in _THINGS else {*_THINGS, "basis", "measure"}  # 打算搞几场活动: no name yet
    named = any(m.kind in alike for m in clause.mentions)
    rest = next((i for i, m in enumerate(after) if m.kind == "break"), len(after))
    return named and any(m.kind in {"question", "counter"} for m in after[:rest])


def _reckons_and_asks(mention: Mention, text: str) -> bool:
    """少多少, 多几: an operator that is an asking word too."""
    return mention.kind == "operator" and text[mention.start : mention.end].endswith(("多少", "几多", "几"))


def _asks_again(clause: Clause, mention: Mention) -> bool:
    """几个人、多少钱, 几批多少人: another asking word with nothing named before it."""
    number = mention.kind == "counter" or mention.value in {"how_much", "PERCENT"}
    last = clause.mentions[-1]
    if not number or (
        last.kind != "joint" and not (last.kind == mention.kind == "counter" and last.end == mention.start)
    ):
        return False
    asked = any(m.kind == "counter" or m.value == "how_much" for m in clause.mentions)
    return asked and bool(clause.things or clause.of("basis"))


def _parted(clause: Clause, after: Sequence[Mention]) -> bool:
    """Whether a blank ends a clause: it has asked, and what follows asks or names more."""
    rest = next((i for i, m in enumerate(after) if m.kind == "break"), len(after))
    return clause.asks and any(m.kind != "joint" for m in after[:rest])
