"""短语到条目: which term a noun phrase names, and which second term narrows it. Chinese puts the head last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from corpus.terms import concept_of_label, find_terms
from ingest import prose_words as words

_CLOSED: Final = re.compile(r"\([^()]*\)$")


def _variants(noun: str) -> Iterator[str]:
    """The phrase as printed, then with what the narrative adds to a label taken off or put on."""
    bare = words.LABEL_DROP.sub("", noun)
    yield noun
    yield bare
    for ending in ("合计", "总额", "总计", "数", "预算", "项目", "类", "支出预算", "预算支出", "情况"):
        if bare.endswith(ending) and len(bare) - len(ending) >= 2:
            yield bare[: -len(ending)]
    if not bare.endswith(("支出", "收入", "费", "经费")):
        yield bare + "支出"
    if _CLOSED.search(bare):
        yield _CLOSED.sub("", bare)


@lru_cache(maxsize=8192)
def concept_of(noun: str) -> str | None:
    """条目 of one noun phrase: by its label, else by the last term in it with nothing of weight after it."""
    for label in _variants(noun):
        if label and (found := concept_of_label(label, None)):
            return found
    bare = words.LABEL_DROP.sub("", noun)
    matches = list(find_terms(bare))
    if matches and words.LABEL_TAIL.match(bare[matches[-1].end :]):
        return matches[-1].term_id
    return None


def aspect_of(noun: str, concept: str | None) -> str | None:
    """侧面: the term before the head (一般公共预算财政拨款 × 基本支出), None where there is none."""
    if concept is None:
        return None
    others = [m.term_id for m in find_terms(words.LABEL_DROP.sub("", noun)) if m.term_id != concept]
    return others[0] if others else None


@lru_cache(maxsize=8192)
def resolve(path: tuple[str, ...]) -> tuple[str | None, str | None]:
    """条目与侧面 of a row path: the leaf's own, else the leaf read with its parents (行政 under 在职实有人数)."""
    leaf = path[-1]
    concept = concept_of(leaf)
    if concept is None:
        for parent in reversed(path[:-1]):
            for joined in (f"{parent}{leaf}", f"{leaf}{parent}", f"{parent}/{leaf}"):
                if found := concept_of_label(joined, None):
                    return found, None
    return concept, aspect_of(leaf, concept)


def project_of(noun: str, parents: Sequence[str | None], *, money: bool) -> str | None:
    """项目名 that a noun phrase is, by its form (“…”项目, …项目绩效自评综述) or by standing under 项目支出."""
    named = words.PROJECT_NAMED.match(noun)
    if named:
        name = named["name"] or named["quoted"]
        return None if words.NO_PROJECT.search(name) else name
    under = any(p == "project_expenditure" for p in parents)
    if not money or concept_of(noun) is not None or words.NO_PROJECT.search(noun):
        return None
    if under or noun.endswith("项目"):
        return noun.removesuffix("项目") or None
    return None
