"""自相矛盾之处: all places where a disclosure disagrees with itself, grouped by their kind, none of them as a headline."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from corpus.disclosure import Check, Disclosure
from corpus.language.lexicon import Trie
from qa import wording
from qa.answer import Answer, Citer, Conflict
from qa.answering import disagreements, overview
from qa.answering.cover import covered, trie_of
from qa.finding.scene import Scene
from qa.library import Library
from qa.understanding.question import Question
from qa.understanding.topics import blank

_GROUPS = (("contradiction", "前后不一致"), ("arithmetic_error", "合计、比例等按文件自己的数算不拢"))
MOST_TOLD = 24
"""Disagreements that are told one by one."""
MOST_DOCUMENTS = 3
LONGEST = 90
"""Characters of what is said of one disagreement."""


@cache
def _words() -> Trie[str]:
    data = tomllib.loads(files("qa.answering").joinpath("contradictions.toml").read_text("utf-8"))
    return trie_of([*((w, "asked") for w in data["asked"]["words"]), *((w, "") for w in data["filler"]["words"])])


def is_asked(question: Question) -> bool:
    """Whether all disagreements of a document are asked for, and not one of a thing that is named."""
    spans = [*question.who.spans, *((a, b) for _, a, b in question.year_spans)]
    kinds = covered(blank(question.folded, spans).lower().strip(), _words())
    return kinds is not None and "asked" in kinds


def answer_contradictions(scene: Scene, citer: Citer, library: Library) -> Answer | None:
    """All disagreements of the documents in play, each with its places; None where they are not asked for or too many are in play."""
    if not is_asked(scene.question):
        return None
    documents = [s.disclosure for s in scene.shelves]
    if not documents or len(documents) > MOST_DOCUMENTS:
        return None
    lines = [line for d in documents for line in _listed(d, library, citer)]
    conflicts = [
        Conflict(check.about, tuple(disagreements.sides(library, check, d, citer)))
        for d in documents
        for check in disagreements.failing(library, d.id)[:MOST_TOLD]
        if check.places
    ]
    return Answer("answered", "\n".join(lines), conflicts=conflicts, citations=citer.citations)


def of_the_whole(scene: Scene, citer: Citer, library: Library) -> Answer | None:
    """What is told of a disclosure as a whole: its overview, or all that it disagrees on; None where neither is asked."""
    return overview.answer_overview(scene, citer, library) or answer_contradictions(scene, citer, library)


def _listed(disclosure: Disclosure, library: Library, citer: Citer) -> Iterator[str]:
    failing = disagreements.failing(library, disclosure.id)
    named = f"{wording.who(disclosure)}{wording.KIND_WORDS[disclosure.kind]}"
    if not failing:
        yield f"{named}：没有发现前后不一致或合计对不上的地方。"
        return
    yield f"{named}：共 {len(failing)} 处前后不一致或算不拢。"
    left = MOST_TOLD
    for grade, heading in _GROUPS:
        of_kind = [c for c in failing if c.grade == grade]
        if not of_kind:
            continue
        yield f"{heading}（{len(of_kind)} 处）："
        for check in of_kind[: max(left, 0)]:
            yield f"- {_said(check)}{_marks(check, disclosure, citer)}"
        left -= len(of_kind)
    if len(failing) > MOST_TOLD:
        yield f"……其余 {len(failing) - MOST_TOLD} 处见该文件的“审计”页。"


def _said(check: Check) -> str:
    about = " ".join(check.about.split())
    words = about if len(about) <= LONGEST else f"{about[:LONGEST]}…"
    if check.grade == "arithmetic_error" and check.expected is not None and check.found is not None:
        return f"{words}：算得 {wording.amount(check.expected)}，印的是 {wording.amount(check.found)}"
    return words


def _marks(check: Check, disclosure: Disclosure, citer: Citer) -> str:
    text = citer.text_of(disclosure.id)
    places = [p for p in check.places if text[p.start : p.end].strip()]
    return "".join(f"[{n}]" for n in dict.fromkeys(citer.place(disclosure, p) for p in places[:2]))
