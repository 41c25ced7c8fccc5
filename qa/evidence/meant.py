"""所指: the printed figure that words mean which name nothing printed: said in words of the genre, or near in meaning.

In: a look of a plan that nothing answers by name. Out: its value with a note of what the words were taken for; None where
no name, or more than one, may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from corpus.money import UnitClass
from qa.evidence.linking import Link, Linker, is_meant, labels_of
from qa.evidence.looks import find_look
from qa.evidence.value import Value
from qa.finding.effort import once, spend
from qa.finding.finding import Finding
from qa.finding.rewording import Names, Reworded, saying
from qa.finding.scene import Scene
from qa.library import Shelf
from qa.plan.nodes import Look, Thing

SHORTEST: Final = 2
"""Characters of a phrase whose meaning is looked for."""
LONGEST: Final = 20
"""Characters of the longest phrase that is looked for in other words; a longer one is a sentence."""
OWN: Final = 5
"""Characters of words that, printed as they are said, name something of their own and not what they are near in meaning."""
CONSIDERED: Final = 8
"""Names that carry a phrase in other words of which the figures are looked at."""
A_NAME: Final = 3
"""Steps that holding a phrase against a name counts for."""
MEANT: Final = 0.6
"""How surely a figure is the one asked for that was found by meaning alone."""


def reworded(scene: Scene, node: Look) -> Value | None:
    """What everyday words denote that a printed name says in words of the genre (防大水: 防汛抗旱经费), said to be taken for it."""
    phrase = "".join(t.said for t in node.thing)
    known = len(node.thing) == 1 and node.thing[0].exact and not node.thing[0].others
    if not SHORTEST <= len(phrase) <= LONGEST or node.codes or node.measure == "share" or known:
        return None
    around = "".join(t.said for t in node.within)
    for shelf in scene.groups[node.who].shelves:
        if len(phrase) >= OWN and phrase in shelf.text:
            continue  # printed as it is said: of what has no figure
        for said in dict.fromkeys((around + phrase, phrase)):
            if (meant := _alone(scene, node, shelf, said)) is not None:
                name, found = meant
                return _taken(node, phrase, name, found)
    return None


def _alone(scene: Scene, node: Look, shelf: Shelf, said: str) -> tuple[str, Finding] | None:
    """The one printed name that carries a phrase in other words, with its figure; None where several do as well."""
    first: tuple[Reworded, Finding] | None = None
    labels = labels_of(shelf)
    for carried in once(("saying", said, shelf.disclosure.id), lambda: _said_by(said, shelf, labels)):
        thing = Thing(said, node.thing[0].start, node.thing[-1].end, carried.name, labels[carried.name])
        found = find_look(scene, replace(node, thing=(thing,), within=()))
        if found is None or not _is_of_kind(node, found):
            continue
        if first is None:
            first = carried, found
        elif first[0].leads(carried):
            break
        elif found.quantity.base != first[1].quantity.base:
            return None
    return (first[0].name, first[1]) if first is not None else None


def _said_by(said: str, shelf: Shelf, labels: Mapping[str, str | None]) -> list[Reworded]:
    """The names that carry a phrase, the likeliest first; what looking for them costs is counted."""
    spend(A_NAME * len(labels), f"{shelf.disclosure.id} by its names")
    kept: dict[str, Names] = shelf.kept("names held against", 2)
    if "labels" not in kept:
        kept["labels"] = Names(labels)
    return saying(said, kept["labels"])[:CONSIDERED]


def linked(scene: Scene, node: Look, linker: Linker | None) -> Value | None:
    """What words that name nothing printed mean: the printed name nearest in meaning, said to be taken for it."""
    phrase = "".join(t.said for t in node.thing)
    if linker is None or len(phrase) < SHORTEST or node.codes or node.measure == "share":
        return None
    known = node.thing[0].exact
    if len(node.thing) > 1 or (known and not node.thing[0].others):
        return None  # several names, or a known one: what it lacks is not printed
    if not (node.money or node.counter or _asks_money(scene)):
        return None
    around = "".join(t.said for t in node.within)
    for shelf in scene.groups[node.who].shelves:
        for said in dict.fromkeys((phrase, around + phrase)):
            fits: list[tuple[Link, Finding]] = []
            for link in linker.links(said, shelf):
                thing = Thing(phrase, node.thing[0].start, node.thing[-1].end, link.label, link.concept)
                found = find_look(scene, replace(node, thing=(thing,)))
                if found is None or (node.counter and found.quantity.unit != node.counter):
                    continue
                if link.carried < 1 and (known or (len(phrase) >= OWN and phrase in shelf.text)):
                    continue  # an everyday name of something else that is not printed, or one that is, of what has no figure
                if all(f.fact.id != found.fact.id for _, f in fits):
                    fits.append((link, found))
            following = fits[1][0] if len(fits) > 1 else None
            if fits and is_meant(fits[0][0], following, learned=linker.is_learned):
                link, found = fits[0]
                return _taken(node, phrase, link.label, found)
    return None


def _asks_money(scene: Scene) -> bool:
    """Whether the question speaks of money at all."""
    return _MONEY_ASKED.search(scene.question.folded) is not None


_MONEY_ASKED = re.compile(r"钱|花|费|款|预算|决算|支出|收入|开支|[万亿]?元|安排|补")


def _taken(node: Look, phrase: str, name: str, found: Finding) -> Value:
    return Value(node, finding=found, label=found.label, notes=(taken_for(phrase, name),), fit=MEANT)


def taken_for(phrase: str, name: str) -> str:
    """What an answer says of words that it takes for a printed name."""
    return f"“{phrase}”按“{name}”理解"


def is_reworded(thing: Thing, shelf: Shelf) -> bool:
    """Whether a project was named in words that its name does not hold."""
    return bool(thing.name) and thing.concept is None and thing.said not in thing.name and thing.name in shelf.subjects


def _is_of_kind(node: Look, found: Finding) -> bool:
    """Whether a figure is counted as was asked; money where no count, rate or score is."""
    if node.counter:
        return found.quantity.unit == node.counter
    return node.measure is not None or found.quantity.unit_class is UnitClass.MONEY
