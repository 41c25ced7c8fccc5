"""编码: the code that is printed beside a name, of each of the things that a question asks the codes of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.disclosure import Fact
from qa import wording
from qa.answering.figures import Composer
from qa.finding.asked import share
from qa.finding.scene import Scene
from qa.library import Shelf, grams
from qa.plan.nodes import Thing

ASKED = re.compile(r"(?:项目|单位|科目|预算)?(?:编码|代码|编号)")
NAMED = 0.99
"""The share of a thing's name that a row with a code must bear to be it."""


def tell_codes(scene: Scene, about: Sequence[Sequence[Thing]], pen: Composer) -> list[str]:
    """Say the code of each thing with its place; the names of those that none is printed beside."""
    missing: list[str] = []
    for argument in about:
        name = "".join(t.label for t in argument)
        found = next((f for g in scene.groups for s in g.shelves if (f := _coded(s, name)) is not None), None)
        if found is None:
            missing.append(name)
            continue
        shelf, fact = found
        mark = pen.citer.place(shelf.disclosure, fact.context)
        pen.lines.append(f"{wording.who(shelf.disclosure)}{fact.row.split('/')[-1]}的编码：**{fact.row_code}**[{mark}]")
    return missing


def _coded(shelf: Shelf, name: str) -> tuple[Shelf, Fact] | None:
    """The row with a code whose name is this, the shortest such name."""
    words = grams(name)
    rows = [d for d in shelf.facts if d.fact.row_code and words and share(words, d.leaf) >= NAMED]
    best = min(rows, key=lambda d: (len(d.fact.row.split("/")[-1]), d.fact.place.start), default=None)
    return (shelf, best.fact) if best is not None else None
