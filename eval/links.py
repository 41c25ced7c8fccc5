"""学联: what turns label vectors so that everyday words lie near the names they mean, and how likely a link then is.

In: the dictionary's names with their everyday names, an embedding model, and the labels that disclosures print. Out: the
matrix of :mod:`qa.retrieval.nearness` and the weights of :func:`qa.evidence.linking.is_meant`. The matrix makes each
everyday name nearest to its own term among all (a softmax over the terms, the matrix kept near to one that changes
nothing). The weights are learned of the disclosures' labels: everyday names whose term took no part in the matrix, and
labels with words left out, each both where what they mean is printed and where it is not.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax

from corpus import terms
from corpus.language.lexicon import everyday_names
from corpus.store import Store
from qa.evidence import linking
from qa.evidence.linking import Link, Named
from qa.library import Library
from qa.retrieval.index import Embedding
from qa.retrieval.nearness import Turn
from qa.retrieval.words import Words

Floats = NDArray[np.float32]
_T = TypeVar("_T")
QA = Path(__file__).parent.parent / "qa"
TURN = QA / "retrieval" / "nearness.npz"
WEIGHTS = QA / "evidence" / "linking.json"
SEED = 0
ROUNDS, BATCH, STEP = 10, 256, 0.001
SHARPNESS = 20.0
"""How surely the nearest is to be the right one: what cosines are multiplied by in the softmax."""
STIFFNESS = 1.0
"""What a mean square of the matrix's distance from one that changes nothing costs, for each of its rows."""
FOLDS = 5
"""Parts of the terms: a phrase is judged by a matrix that learned of the others alone."""
ABSENT, PHRASES, SHORTENED = 80, 2, 60
"""Of each disclosure: terms that it does not print, phrases a term, labels of no term that words are left out of."""


@dataclass(frozen=True)
class Lexicon:
    """词典 as vectors: the names of the terms, and phrases with the place of the term that each means."""

    concepts: tuple[str, ...]
    names: Floats
    phrases: tuple[str, ...]
    asked: Floats
    means: NDArray[np.int64]

    @property
    def folds(self) -> NDArray[np.int64]:
        """The part of each term."""
        return np.random.default_rng(SEED).permutation(len(self.concepts)) % FOLDS


def lexicon(embedder: Embedding) -> Lexicon:
    """The dictionary, embedded: minutes."""
    concepts = {term.name: key for key, term in terms.TERMS.items() if term.name}
    places = {name: n for n, name in enumerate(concepts)}
    means: list[tuple[str, int]] = []
    for name, concept in concepts.items():
        said = dict.fromkeys((*everyday_names(concept), *terms.TERMS[concept].words))
        means += [(word, places[name]) for word in said if not word.isascii() and word != name]
    phrases = [p for p, _ in means]
    return Lexicon(
        tuple(concepts.values()), _rows(embedder.embed_documents(list(places))), tuple(phrases),
        _rows([embedder.embed_query(p) for p in phrases]), np.array([n for _, n in means]),
    )  # fmt: skip


def _rows(vectors: Sequence[Sequence[float]]) -> Floats:
    return _unit(np.asarray(vectors, dtype=np.float32))[0]


def learn(words: Lexicon, known: NDArray[np.bool_]) -> Turn:
    """The turn that the phrases of the known terms teach; the same for the same words."""
    centre = np.concatenate([words.names, words.asked]).mean(axis=0)
    names = words.names[known] - centre
    place = np.cumsum(known) - 1
    mine = known[words.means]
    asked, right = words.asked[mine] - centre, place[words.means[mine]]
    one: Floats = np.eye(names.shape[1], dtype=np.float32)
    matrix: Floats = one.copy()
    mean: NDArray[Any] = np.zeros_like(one)
    square: NDArray[Any] = np.zeros_like(one)
    order, step = np.random.default_rng(SEED), 0
    for _ in range(ROUNDS):
        shuffled = order.permutation(len(asked))
        for batch in (shuffled[at : at + BATCH] for at in range(0, len(asked), BATCH)):
            slope = _slope(matrix, asked[batch], names, right[batch]) + 2 * STIFFNESS * (matrix - one) / len(one)
            step += 1
            mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
            matrix -= (STEP * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)).astype(
                np.float32
            )
    return Turn(centre.astype(np.float32), matrix.astype(np.float32))


def _slope(matrix: Floats, asked: Floats, names: Floats, right: NDArray[np.int64]) -> Floats:
    """How the mean log likelihood of the right names, taken off, changes with the matrix."""
    turned, lengths = _unit(asked @ matrix)
    held, widths = _unit(names @ matrix)
    likely = softmax(SHARPNESS * turned @ held.T, axis=1)
    likely[np.arange(len(right)), right] -= 1
    likely *= SHARPNESS / len(right)
    of_asked, of_names = likely @ held, likely.T @ turned
    of_asked -= (of_asked * turned).sum(axis=1, keepdims=True) * turned
    of_names -= (of_names * held).sum(axis=1, keepdims=True) * held
    slope: Floats = asked.T @ (of_asked / lengths) + names.T @ (of_names / widths)
    return slope


def _unit(rows: Floats) -> tuple[Floats, Floats]:
    """The rows each of length 1, and their lengths [rows, 1]."""
    lengths: Floats = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / lengths, lengths


def names_in(store: Store) -> list[tuple[Named, ...]]:
    """What the labels of each disclosure of a store may be called."""
    library = Library(store)
    library.refresh()
    return [linking.names_of(library.shelf(d.id)) for d in library.disclosures]


@dataclass(frozen=True)
class Case:
    """例: the likeliest links of a phrase in a disclosure; ``right`` is the place of the right one, None where none is."""

    links: tuple[Link, ...]
    right: int | None
    printed: bool
    of_term: bool


def cases(words: Lexicon, disclosures: Sequence[Sequence[Named]], embedder: Embedding) -> Iterator[Case]:
    """Phrases asked of disclosures: everyday names of terms that their matrix never met, and shortened labels."""
    chance, cut = random.Random(SEED), Words()  # noqa: S311 - a sample, no secret
    turns = [learn(words, words.folds != fold) for fold in range(FOLDS)]
    free = [[n.text for n in names if n.concept is None and n.text == n.label] for names in disclosures]
    for names, mine in zip(disclosures, free, strict=True):
        plain = _rows(embedder.embed_documents([n.text for n in names]))
        rows = [turn(plain) for turn in turns]
        printed = {n.concept for n in names}
        away = chance.sample([c for c in words.concepts if c not in printed], ABSENT)
        for place, concept in enumerate(words.concepts):
            if concept not in printed and concept not in away:
                continue
            fold, of = words.folds[place], [int(n) for n in np.flatnonzero(words.means == place)]
            for n in _some(chance, of, PHRASES):
                near = rows[fold] @ turns[fold](words.asked[n : n + 1])[0]
                links = _links(words.phrases[n], names, near)
                yield Case(links, _place(links, concept=concept), concept in printed, of_term=True)
        own = {n.text for n in names}
        others = [label for some in free for label in some if label not in own]
        for label in (*_some(chance, mine, SHORTENED), *_some(chance, others, SHORTENED // 2)):
            if short := _shortened(label, cut, chance):
                near = rows[0] @ turns[0](_rows([embedder.embed_query(short)]))[0]
                links = _links(short, names, near)
                yield Case(links, _place(links, label=label), label in own, of_term=False)


def _place(links: Sequence[Link], concept: str = "", label: str = "") -> int | None:
    """Which of the links is the one meant."""
    return next((n for n, link in enumerate(links) if link.concept == concept or link.label == label), None)


def _some(chance: random.Random, of: Sequence[_T], most: int) -> list[_T]:
    return chance.sample(list(of), min(most, len(of)))


def _shortened(label: str, cut: Words, chance: random.Random) -> str:
    """A label with some of its words, in their order; "" where it has one only."""
    parts = [w for w in cut.cut(label) if w.strip() and w.isalnum()]
    if len(parts) < 2:
        return ""
    kept = sorted(chance.sample(range(len(parts)), chance.randint(1, len(parts) - 1)))
    short = "".join(parts[n] for n in kept)
    return short if len(short) > 1 else ""


def _links(phrase: str, names: Sequence[Named], near: Floats) -> tuple[Link, ...]:
    """The likeliest links of a phrase to all names but itself."""
    nearest = ((names[int(n)], float(near[n])) for n in (-near).argsort()[: linking.CONSIDERED])
    return tuple(linking.ranked(phrase, [(named, nearness) for named, nearness in nearest if named.text != phrase]))


def weigh(found: Sequence[Case]) -> dict[str, dict[str, float]]:
    """The weights by which the first of some links is likely the right one, of terms and of other labels."""
    learned = {}
    for kind in ("term", "label"):
        some = [c for c in found if c.links and (c.links[0].concept is not None) == (kind == "term")]
        rows = np.array([(*linking.features(*c.links[:2]), 1.0) for c in some])
        right = np.array([c.right == 0 for c in some])
        weights = _fitted(rows, right)
        learned[kind] = {n: round(float(w), 2) for n, w in zip((*linking.FEATURES, "bias"), weights, strict=True)}
    return learned


def _fitted(rows: NDArray[np.float64], right: NDArray[np.bool_]) -> NDArray[np.float64]:
    def loss(weights: NDArray[np.float64]) -> float:
        told = rows @ weights
        both = log_softmax(np.stack([np.zeros_like(told), told]), axis=0)
        return float(-both[right.astype(int), np.arange(len(told))].mean() + 1e-4 * (weights @ weights))

    return np.asarray(minimize(loss, np.zeros(rows.shape[1]), method="L-BFGS-B").x)


def train(embedder: Embedding, disclosures: Sequence[Sequence[Named]]) -> dict[str, Any]:
    """Learn and write both; returns what was written beside the matrix."""
    words = lexicon(embedder)
    found = list(cases(words, disclosures, embedder))
    turn = learn(words, np.ones(len(words.concepts), dtype=bool))
    np.savez(TURN, centre=turn.centre, turn=turn.matrix.astype(np.float16))
    asked = [c for c in found if c.of_term and c.printed]
    said: dict[str, Any] = {
        "weights": weigh(found),
        "learned_from": {"terms": len(words.concepts), "phrases": len(words.phrases), "disclosures": len(disclosures)},
        "right_first": round(sum(c.right == 0 for c in asked) / (len(asked) or 1), 3),
        "right_in_three": round(sum(c.right is not None for c in asked) / (len(asked) or 1), 3),
        "note": "shares are of everyday names whose terms were left out; `make train` writes this file and nearness.npz anew",
    }
    WEIGHTS.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return said
