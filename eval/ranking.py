"""检索指标: recall, reciprocal rank and nDCG of the gold evidence, computed by ir_measures (the one door to it).

A found passage is relevant where it overlaps the place of a gold quote. Which passages there are to be found depends
on how a variant cuts its texts, so recall counts gold places: a place is recalled at k where one of the first k
passages overlaps it; for reciprocal rank and nDCG each place counts once, at the first passage that brings it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

import ir_measures
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG

from eval.gold import Evidence

Span = tuple[str, int, int]
NAMES = {"recall@5": R @ 5, "recall@10": R @ 10, "mrr@10": RR @ 10, "ndcg@10": nDCG @ 10}
SIGNS = str.maketrans("，：；（）％", ",:;()%")
SHORTEST = 6


@cache
def _flat(text: str) -> tuple[str, list[int]]:
    """Text without white space and table rules, signs folded, and where each of its characters stands in the text."""
    kept = [(c, n) for n, c in enumerate(text) if not c.isspace() and c != "|"]
    return "".join(c for c, _ in kept).translate(SIGNS), [n for _, n in kept]


def place_of(evidence: Evidence, text: str) -> tuple[int, int] | None:
    """Where a gold quote stands in its document's text; None where it cannot be found."""
    flat, offsets = _flat(text)
    quote = re.sub(r"[\s|]+", "", evidence.quote).translate(SIGNS)
    at = flat.find(quote) if quote else -1
    return None if at < 0 else (offsets[at], offsets[at + len(quote) - 1] + 1)


def ranked_scores(evidence: Sequence[Evidence], ranked: Sequence[Span], texts: Mapping[str, str]) -> dict[str, float]:
    """The measures of one ranking; empty where no gold place can be found in the texts."""
    places = {(e.doc, *found) for e in evidence if e.doc in texts and (found := place_of(e, texts[e.doc])) is not None}
    if not places:
        return {}
    qrels = [Qrel("q", f"place{n}", 1) for n in range(len(places))]
    run: list[ScoredDoc] = []
    left = {f"place{n}": place for n, place in enumerate(sorted(places))}
    for rank, (doc, start, end) in enumerate(ranked):
        brought = [n for n, (d, a, b) in left.items() if d == doc and start < b and a < end]
        for name in brought:
            del left[name]
        run += [ScoredDoc("q", name, float(-rank)) for name in brought or [f"other{rank}"]]
    return {
        name: next(m.value for m in ir_measures.iter_calc([measure], qrels, run)) for name, measure in NAMES.items()
    }
