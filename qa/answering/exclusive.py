"""唯一: whether a body is the only one of which something is disclosed (or not zero), asked of all bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.disclosure import Fact
from qa import wording
from qa.answer import Answer, Citer
from qa.answering.figures import Composer, seek
from qa.finding.asked import share
from qa.finding.effort import EffortSpentError
from qa.finding.finding import Finding
from qa.finding.scene import Scene, everyone
from qa.finding.standing import MOST_OF_ALL
from qa.library import Library, grams
from qa.understanding.targets import whole

_ONLY = re.compile(r"只有(?!\d|这|那|手头)|唯一|仅有|仅仅?有|就.{1,8}一家|独一家|\bonly\b", re.IGNORECASE)


def answer_exclusive(scene: Scene, citer: Citer, library: Library) -> Answer | None:
    """Yes or no, with every body's figure; None where the question is not of this kind or names nobody."""
    question = scene.question
    if not _ONLY.search(question.folded) or not question.who.mentions:
        return None
    pen = Composer(citer, english=question.language == "en")
    named = {b.issuer for b in question.who.bodies}
    if len(library.disclosures) > MOST_OF_ALL:
        raise EffortSpentError  # “only” is about all of them, and so many are not looked through for one question
    all_of_them = everyone(scene, library)
    found: dict[str, Finding] = {}
    for group in all_of_them.groups:
        for shelf in group.shelves:
            part = type(group)(group.body, (shelf,))
            year = None if group.body.issuer not in named else next(iter(question.years), None)
            finding = seek(all_of_them, part, whole(question), year)
            if finding is not None:
                found[f"{group.body.issuer} {shelf.disclosure.id}"] = finding
    found |= _alike(all_of_them, named, found)
    holders = {key.split()[0] for key, f in found.items() if f.quantity.value != 0}
    if not holders:
        return None
    others = holders - named
    pen.lines.append("是的，只有这一家。" if not others else f"不是，{'、'.join(sorted(others))}也有。")
    for key, finding in found.items():
        figure = pen.state(finding) if key.split()[0] in holders and len(pen.figures) < MOST_STATED else None
        if figure is None:
            pen.lines.append(
                f"{wording.who(finding.disclosure)}{wording.spoken(finding.label)}为 {wording.amount(finding.quantity)}。"
            )
    silent = [g.body.issuer for g in all_of_them.groups if not any(k.startswith(g.body.issuer + " ") for k in found)]
    if silent:
        pen.lines.append(f"{'、'.join(silent)}的公开文件没有披露这一项。")
    return pen.answer()


def _alike(scene: Scene, named: Iterable[str], found: dict[str, Finding]) -> dict[str, Finding]:
    """What other bodies disclose under a like name (聘请法律顾问 beside 法律顾问费): it counts before “only” is said."""
    model = next((f.fact for key, f in found.items() if key.split()[0] in set(named)), None)
    question = scene.question
    asked = grams("".join(question.folded[t.start : t.end] or t.text for t in question.topics))  # as it was spoken
    more: dict[str, Finding] = {}
    for group in scene.groups:
        for shelf in group.shelves:
            key = f"{group.body.issuer} {shelf.disclosure.id}"
            if model is None or key in found:
                continue
            facts = [d.fact for d in shelf.facts if _is_like(d.fact, model, asked) and d.fact.quantity.value != 0]
            if facts:
                more[key] = Finding(facts[0], shelf.disclosure, 0, 0)
    return more


def _is_like(fact: Fact, model: Fact, asked: frozenset[str]) -> bool:
    """Whether a fact is of the model's measure and bears the asked name, or is of its term and level under a like name."""
    if fact.measure != model.measure:
        return False
    own = [grams(fact.row.split("/")[-1]), grams(fact.subject or "")]
    if any(share(asked, name) >= NEARLY for name in own):
        return True
    same = fact.concept is not None and (fact.concept, fact.aspect) == (model.concept, model.aspect)
    whole = fact.subject is None and model.subject is None
    return same and whole and share(grams(model.row), grams(fact.row)) >= ALIKE


NEARLY = 0.7
ALIKE = 0.5
MOST_STATED = 4
"""Figures given as such; the others stand in the text only."""
