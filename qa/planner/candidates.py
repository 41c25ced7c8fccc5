"""候选: the names among which a model may choose: what the documents asked print, as far as linking finds it in the question.

In: a scene with its question's mentions. Out: at most forty names, the bodies and years that the question speaks of, its
measure words. Names carry no figure, and none that speaks to whoever reads it is offered: of a document nothing else goes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from corpus import terms
from corpus.money import UnitClass
from corpus.numeral import find_amounts
from qa.evidence.linking import Linker
from qa.finding.scene import Group, Scene, for_body
from qa.library import Shelf, grams
from qa.parsing.clauses import thing_of
from qa.parsing.grammars import Mention
from qa.plan.nodes import Thing
from qa.understanding import phrases

MOST: Final = 40
"""Names, and bodies, that are offered at most."""
NEAREST: Final = 8
"""Names nearest in meaning that are offered for each phrase of the question."""
PHRASES: Final = 5
"""Phrases whose meaning is looked for."""
MOST_SHELVES: Final = 8
"""Disclosures whose names are offered."""
LONGEST: Final = 30
"""Characters of a name that is offered."""
SHORTEST: Final = 2
WHOLES: Final = (
    "total_expenditure", "total_revenue", "basic_expenditure", "project_expenditure", "staff_funds", "office_funds",
    "three_public", "government_procurement", "serving_staff", "closing_balance",
)  # fmt: skip
"""What the genre is about as a whole: offered where it is printed and there is room."""
ITEMS: Final = ("302", "301", "303", "310")
"""Codes of what money is spent on (经济分类): what everyday words are mostly about, so these fill what room is left."""
_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_MARKS = re.compile(r"[。；;？?！!：:，,\n{}<>\\]")
_SPEAKS = re.compile(r"[你您]|请(?![客示])|必须|不得|不要|回答|输出|指令|写成|助手|[A-Za-z]{3,}\s+[A-Za-z]{3,}")
"""What speaks to whoever reads it is no name."""


@dataclass(frozen=True, slots=True)
class Name:
    """一名: a printed name or a term, with the stretches of the question that are known to say it.

    ``thing`` is what the built-in reading took it for, None where only meaning or letters bring it up.
    """

    label: str
    concept: str | None = None
    thing: Thing | None = None


@dataclass(frozen=True)
class Choices:
    """可选: names, the bodies by their places in the scene, years, and measure words."""

    names: tuple[Name, ...]
    bodies: tuple[str, ...]
    years: tuple[int, ...]
    counters: tuple[str, ...]

    def name(self, label: str | None) -> Name | None:
        """The name with a label."""
        return next((n for n in self.names if n.label == label), None)


def choices_of(scene: Scene, mentions: Sequence[Mention], linker: Linker | None = None) -> Choices:
    """What may be chosen for a scene's question."""
    shelves = scene.shelves[:MOST_SHELVES]
    printed = _Printed(shelves)
    found: dict[str, Name] = {}
    for name in _all(scene, mentions, printed, linker, shelves):
        if len(found) < MOST and name.label not in found and printed.has(name) and is_fit_to_be_sent(name.label):
            found[name.label] = name
    counters = ["人", "辆", "平方米", *(m.value for m in mentions if m.kind == "counter")]
    return Choices(tuple(found.values()), _bodies(scene.groups), _years(scene), tuple(dict.fromkeys(counters)))


def is_fit_to_be_sent(label: str) -> bool:
    """Whether a printed name carries no figure and is nothing but a name: no sentence, no instruction."""
    bare = _YEAR.sub("", label)
    if not SHORTEST <= len(label) <= LONGEST or _MARKS.search(label) or any(c.isdigit() for c in bare):
        return False
    money = any(a.quantity.unit_class is UnitClass.MONEY for a in find_amounts(bare))
    speaks = _SPEAKS.search(label) or phrases.pattern("decline", "attack").search(label)
    return not money and not speaks


class _Printed:
    """What the disclosures print: names of rows and subjects of tables, and terms; what a sentence calls a figure stays here."""

    def __init__(self, shelves: Sequence[Shelf]) -> None:
        facts = [d.fact for s in shelves for d in s.facts]
        self.concepts = dict.fromkeys(f.concept for f in facts if f.concept)
        tables = [f for f in facts if f.origin == "table"]
        rows = (f.row.split("/")[-1] for f in tables if f.concept is None)
        self.labels = dict.fromkeys((*(f.subject for f in tables if f.subject), *rows))

    def has(self, name: Name) -> bool:
        return name.concept in self.concepts if name.concept else name.label in self.labels


def _all(
    scene: Scene, mentions: Sequence[Mention], printed: _Printed, linker: Linker | None, shelves: Sequence[Shelf]
) -> Iterator[Name]:
    """Names in the order in which they are likely meant: known ones, those near in meaning, those of like letters, wholes."""
    yield from _known(scene, mentions)
    said = _phrases(scene.question.folded, mentions)
    yield from _near(said, linker, shelves)
    yield from _alike(said, printed)
    rest = sorted(printed.concepts, key=lambda c: not any(n.startswith(ITEMS) for n in terms.TERMS[c].codes))
    yield from (_of_concept(c) for c in (*WHOLES, *rest))


def _phrases(text: str, mentions: Sequence[Mention]) -> list[str]:
    """What of a question may name something: words that name things, known or not, and whatever no reading takes in."""
    bare = list(text)
    for mention in mentions:
        bare[mention.start : mention.end] = "\n" * (mention.end - mention.start)
    named = [text[m.start : m.end] for m in mentions if m.kind in {"unknown", "thing", "everyday"}]
    return [*named, *(run for run in re.findall(r"[^\W\d_]{2,}", "".join(bare)))]


def _known(scene: Scene, mentions: Sequence[Mention]) -> Iterator[Name]:
    """What the question names in words that are known, and what was carried over from earlier turns."""
    text = scene.question.folded
    for mention in mentions:
        if mention.kind not in {"thing", "everyday"}:
            continue
        thing = thing_of(mention, text)
        concepts = [c for c in (mention.concept, *mention.others) if c]
        for concept in concepts:
            said = Thing(thing.said, thing.start, thing.end, thing.name, concept)
            yield Name(terms.TERMS[concept].name, concept, said)
        if not concepts:
            yield Name(thing.label, None, thing)
    for topic in scene.question.topics:
        if topic.start == topic.end and topic.text:
            thing = Thing(topic.text, 0, 0, "", topic.concept)
            yield Name(terms.TERMS[topic.concept].name if topic.concept else topic.text, topic.concept, thing)


def _near(said: Sequence[str], linker: Linker | None, shelves: Sequence[Shelf]) -> Iterator[Name]:
    """Names nearest in meaning to the phrases of the question, the first of each phrase before the second of any."""
    if linker is None:
        return
    lists = [
        linker.nearest(phrase, shelf, NEAREST)
        for phrase in list(dict.fromkeys(said))[:PHRASES]
        if len(phrase) >= SHORTEST
        for shelf in shelves
    ]
    for place in range(NEAREST):
        for links in lists:
            if place < len(links):
                link = links[place]
                yield _of_concept(link.concept) if link.concept else Name(link.label)


def _alike(said: Sequence[str], printed: _Printed) -> Iterator[Name]:
    """Printed names and terms that share pairs of characters with the phrases, those that share most first; then characters."""
    words = [grams(phrase) for phrase in said]
    asked = frozenset[str]().union(*words)
    letters = set("".join(said)) - set(_COMMON)
    scored: list[tuple[float, Name]] = []
    for label in printed.labels:
        own = grams(label)
        likeness = len(own & asked) / len(own) if own else 0.0
        scored.append((likeness + _shared(letters, label), Name(label)))
    for concept in printed.concepts:
        names = (terms.TERMS[concept].name, *terms.TERMS[concept].words)
        best = max((len(grams(n) & w) / len(w) for n in names for w in words if w), default=0.0)
        scored.append((best + _shared(letters, names[0]), _of_concept(concept)))
    likely = [pair for pair in scored if pair[0]]
    yield from (name for _, name in sorted(likely, key=lambda pair: (-round(pair[0], 9), pair[1].label)))


def _shared(letters: set[str], label: str) -> float:
    """How much of a name is made of characters that the question's phrases hold; little beside pairs of them."""
    own = set(label) - set(_COMMON)
    return SINGLE * len(own & letters) / len(own) if own else 0.0


SINGLE: Final = 0.2
_COMMON: Final = "的了和与及其他之费用款项目经支出收入预算决年度本合计（）()、 "
"""Characters that say little of what a name means."""


def _of_concept(concept: str) -> Name:
    return Name(terms.TERMS[concept].name, concept)


def _bodies(groups: Sequence[Group]) -> tuple[str, ...]:
    """A name for each side of the scene; sides of one body by their scopes, years and kinds."""
    issuers = [g.body.issuer for g in groups]
    return tuple(n if issuers.count(n) == 1 else f"{n}（{_side(g)}）" for n, g in zip(issuers, groups, strict=True))


def _side(group: Group) -> str:
    first = group.shelves[0].disclosure
    return f"{first.fiscal_year}年{first.kind} {first.scope}"


def _years(scene: Scene) -> tuple[int, ...]:
    """The years that the question speaks of, relative ones counted from each body's document."""
    found = list(scene.question.years)
    for group in scene.groups:
        found += for_body(scene.question, group.body).years
        if group.year is not None:
            found += [group.year + n for n in scene.question.relative]
    return tuple(dict.fromkeys(found))
