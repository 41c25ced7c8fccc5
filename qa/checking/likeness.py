"""相像: whether a fact is about what a claim speaks of: surely, likely, by its words, or by its very name."""

from __future__ import annotations

from typing import Final

from corpus.terms import TERMS
from qa.checking.claims import Claim
from qa.finding.explaining import kinship
from qa.finding.lookup import Hit
from qa.library import grams
from qa.understanding.question import Topic

SURE_EXPLAINED: Final = 0.75
"""The least share of a claim that a fact explains that may contradict it."""
LIKELY_EXPLAINED: Final = 0.5
"""The least share that a fact explains that bears it out with its amount."""
LEAST_EXPLAINED: Final = 0.3
COVERED: Final = 0.45
"""The least share of a fact's own label that the claim names."""
WELL_EXPLAINED: Final = 0.9
LEAF_COVERED: Final = 0.8
SAID_COVERED: Final = 0.85
ROW_COVERED: Final = 0.6


def sure(hit: Hit, claim: Claim | None = None) -> bool:
    """Whether a fact is surely about the thing that is spoken of."""
    if hit.headless or hit.explained < SURE_EXPLAINED:
        return False
    if claim is not None and not all(is_called(topic, hit) for topic in claim.topics[-1:]):
        return False
    if hit.covered >= COVERED:
        return True
    leaf = hit.described.fact.row.split("/")[-1]
    return claim is not None and hit.explained >= WELL_EXPLAINED and covered(leaf, grams(claim.text)) >= LEAF_COVERED


def is_called(topic: Topic, hit: Hit) -> bool:
    """Whether a fact is of a term, or bears one of its names whole: 事业单位离退休 is not 行政单位离退休."""
    if topic.concept is None:
        return True
    fact, own = hit.described.fact, hit.described.row | hit.described.subject | hit.described.column
    if max(kinship(topic.concept, fact.concept), kinship(topic.concept, fact.aspect)) > 0:
        return True
    term = TERMS[topic.concept]
    return any(words and words <= own for name in (topic.text, term.name, *term.printed) if (words := grams(name)))


def speaks_of(claim: Claim, hit: Hit) -> bool:
    """Whether a fact's own words and the claim's cover each other: for things that no dictionary names."""
    if any(t.concept for t in claim.topics) or not claim.topics or hit.explained < LEAST_EXPLAINED:
        return False
    described = hit.described
    said = "".join(t.text for t in claim.topics)
    heads = described.row | described.subject | described.column
    return (
        covered(said, heads | described.context | described.frame) >= SAID_COVERED
        and covered(described.fact.row.split("/")[-1], grams(claim.text)) >= ROW_COVERED
        and bool(grams(said[-2:]) & heads)
    )


def ends_alike(claim: Claim, hit: Hit) -> bool:
    """Whether the last words of a long phrase that no dictionary names are those of the fact (…排查隐患)."""
    if any(t.concept for t in claim.topics) or not claim.topics or len(claim.quantity.value.as_tuple().digits) < 2:
        return False
    heads = hit.described.row | hit.described.subject
    return claim.stated.manner == "exact" and covered(claim.topics[-1].text[-4:], heads) >= 1.0


def is_named(claim: Claim, hit: Hit) -> bool:
    """Whether the claim names the fact's very row (燃料费), whatever wider thing the word may stand for."""
    return bool(claim.topics) and grams(claim.topics[-1].text) == hit.described.leaf


def covered(text: str, words: frozenset[str]) -> float:
    """The share of a text's characters that lie in one of the two-character words."""
    bare = "".join(c for c in text if c.isalnum())
    inside = {k for n in range(len(bare) - 1) if bare[n : n + 2] in words for k in (n, n + 1)}
    return len(inside) / len(bare) if bare else 0.0


def likely(hit: Hit) -> bool:
    """Whether a fact may be about it: enough where the amounts agree."""
    return hit.explained >= LIKELY_EXPLAINED and not hit.headless
