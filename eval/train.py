"""学习: the weights by which passages are ranked, learned from questions of the bank and words their answers must hold.

For each question all statements of the disclosures that it may mean are weighed (:mod:`qa.passages.ranking`); those whose paragraph
holds most of what the answer must say are right. The weights make the right ones likely among all (a softmax over the statements of
one question), kept small by a penalty, so that few hundred examples do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax

from eval import bank, judge
from eval.ground import Ground
from qa.finding import labels
from qa.finding.scene import Scene, set_scene
from qa.library import Library
from qa.passages import ranking
from qa.passages.statements import Page, Statement, page_of
from qa.retrieval.search import Search
from qa.understanding.question import understand

WEIGHTS = Path(__file__).parent.parent / "qa" / "passages" / "ranking.json"
SHARPNESS = 3.0
"""How surely the best is to come first: what the scores are multiplied by in the softmax."""
PENALTY = 0.02
"""What the square of a weight's distance from what is known before costs."""
KNOWN = {"run": -1.0, "glossary": -0.5, "label": -0.5}
"""Weights as they are known before, 0 where nothing is.

Cells run together, what explains a term and what only names tell nothing of what a body did, though they may hold every word of a
question; few questions of the bank meet them.
"""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """例: a question's statements as features [statements, features], and which of them are right."""

    id: str
    features: Floats
    right: NDArray[np.bool_]

    def is_right(self, weights: Floats, within: int) -> bool:
        """Whether a right statement is among the first so many."""
        first = np.argsort(-(self.features @ weights), kind="stable")[:within]
        return bool(self.right[first].any())


def examples(ground: Ground, lines: Iterable[bank.Line]) -> list[Example]:
    """Questions of the bank that are answered in words which stand in the documents; others are passed over."""
    library, search = Library(ground.store), ground.search(vectors=True)
    library.refresh()
    pages: dict[str, Page] = {}
    found = []
    for line in lines:
        for turn in line.turns if not line.is_dialogue else ():
            if turn.get("kind") != "text" or not turn.get("must_include"):
                continue
            question = understand(str(turn["question"]), library.bodies)
            scene = labels.recognise(set_scene(question, library, None))
            rows = list(_weighed(scene, library, search, pages))
            held = np.array([_held(turn["must_include"], statement) for statement, _ in rows])
            if len(held) and held.max() > 0:
                found.append(Example(line.id, np.array([values for _, values in rows]), held >= held.max()))
    return found


def _weighed(
    scene: Scene, library: Library, search: Search, pages: dict[str, Page]
) -> Iterator[tuple[Statement, tuple[float, ...]]]:
    for group in scene.groups:
        near = search.nearness(scene.question.folded, [s.disclosure.id for s in group.shelves])
        for shelf in group.shelves:
            name = shelf.disclosure.id
            if name not in pages:
                pages[name] = page_of(library.store.passages([name]), library.text(name))
            yield from ranking.features(scene.question, pages[name], near)


def _held(wanted: Sequence[Sequence[str]], statement: Statement) -> float:
    """The share of what an answer must say that is read out where this statement answers."""
    plain = judge.plain(statement.read_out)
    return sum(any(judge.says(word, plain) for word in words) for words in wanted) / len(wanted)


def fit(given: Sequence[Example]) -> Floats:
    """The weights that make right statements likely; the same for the same examples."""

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = 0.0, np.zeros_like(weights)
        for example in given:
            scores = SHARPNESS * (example.features @ weights)
            right = example.features[example.right]
            total += float(logsumexp(scores) - logsumexp(scores[example.right]))
            slope += SHARPNESS * (softmax(scores) @ example.features - softmax(scores[example.right]) @ right)
        count = len(given) or 1
        away = weights - known
        return total / count + PENALTY * float(away @ away), slope / count + 2 * PENALTY * away

    known = np.array([KNOWN.get(name, 0.0) for name in ranking.FEATURES])
    return np.asarray(minimize(loss, known, jac=True, method="L-BFGS-B").x)


def left_out(given: Sequence[Example], within: int) -> float:
    """The share of questions with a right statement among the first ``within``, each by weights that its own hand did not teach."""
    hands = {e.id.partition("-")[0] for e in given}
    right = 0
    for hand in sorted(hands):
        weights = fit([e for e in given if e.id.partition("-")[0] != hand])
        right += sum(e.is_right(weights, within) for e in given if e.id.partition("-")[0] == hand)
    return right / (len(given) or 1)


def write(weights: Floats, given: Sequence[Example], parts: Mapping[str, str], to: Path = WEIGHTS) -> dict[str, Any]:
    """Write the weights with what they were learned from; returns what was written."""
    said: dict[str, Any] = {
        "weights": {n: round(float(w), 3) for n, w in zip(ranking.FEATURES, weights, strict=True)},
        "learned_from": {"questions": len(given), **parts},
        "right_first": round(left_out(given, 1), 3),
        "right_in_three": round(left_out(given, 3), 3),
        "note": "shares are of questions whose hand was left out; `make train` writes this file anew",
    }
    to.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return said
