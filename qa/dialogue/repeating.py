"""只是重复: a follow-up that asks for a calculation or a reason is not answered by the figure told last, nor by the reason of something else.

What is not understood, or has no second figure to be reckoned with, is said so or asked back: the last figure told once
more would pass for the answer.
"""

from __future__ import annotations

import re

from corpus import terms
from qa.answer import Answer, Figure
from qa.dialogue import cues
from qa.dialogue.memory import Memory, holes
from qa.finding.asked import share
from qa.finding.explaining import TOTALS
from qa.library import grams
from qa.understanding.question import Question
from qa.understanding.topics import blank

_RECKONED = frozenset({"share", "growth", "change", "difference", "sum", "per_head", "remaining", "extreme", "times"})
_MOVED = re.compile(r"(?<!占)[比较](?![^，。？]{0,2}例)|涨|降|增|减|变化")
_OTHER = re.compile(r"差|倍|加(?:起来|一起|上|总)|合计|一共|总共|省|剩|均|摊|最[大小高低多少]|第[一二三四五六]")


def refused(question: Question, answer: Answer, memory: Memory) -> Answer:
    """The answer as it is, or what is said in its place where it only repeats what was told."""
    unnamed = question.bare or (question.carried and all(t.concept is None for t in question.topics))
    if not unnamed or not memory.recent or answer.status not in {"answered", "partial"}:
        return answer
    if question.bare and question.does("reason") and not answer.figures and _of_something_else(answer, memory):
        return Answer("not_found", f"文件里没有说明“{_thing(memory)}”的原因，无法回答。", reason="not_disclosed")
    only_asks = cues.only_asks(blank(question.folded, holes(question)))
    if question.bare and only_asks and _leaves(question, answer, memory):
        words = f"文件里没有印出所问的“{_thing(memory)}”的这个数，无法回答。"
        return Answer("not_found", words, reason="not_disclosed")
    doubts = question.does("conflict", "location") and not question.does("difference")
    if doubts or not _repeats(answer, memory):
        return answer
    if not _calls_for_more(question):
        counted = question.counter is not None and any(f.unit.startswith(question.counter) for f in answer.figures)
        if only_asks or counted:
            return answer
        return Answer("ambiguous", f"没看懂“{question.folded.strip()}”问的是哪一项，请说出它的名称。")
    if _MOVED.search(question.folded):
        words = f"文件里没有印出“{_thing(memory)}”的增减，也没有可比的上一年的数，无法比较。"
        return Answer("not_found", words, reason="not_disclosed")
    return Answer("ambiguous", "没弄清要拿哪几个数来算或比，请把各项说出来。")


def _leaves(question: Question, answer: Answer, memory: Memory) -> bool:
    """Whether every figure told is of something else than what was spoken of, which the utterance did not name."""
    if question.does("listing", "extreme") or memory.members:
        return False
    spoken = [(text, concept) for text, concept in memory.topics if text]
    spoken += [(t.text, t.concept) for t in question.topics if t.text]
    told = [f.label for f in (*answer.figures, *(answer.calculation.inputs if answer.calculation else ()))]
    if not told or not spoken or any(concept in TOTALS for _, concept in spoken):
        return False
    return not any(_is_about(label, text, concept) for label in told for text, concept in spoken)


def _is_about(label: str, text: str, concept: str | None) -> bool:
    names = [text, *([terms.TERMS[concept].name] if concept else [])]
    same = concept is not None and concept in {terms.concept_of_label(part) for part in label.split("·")}
    return same or any(share(grams(n), grams(label)) >= NAMED for n in names)


def _calls_for_more(question: Question) -> bool:
    return bool(question.operations & _RECKONED) or any(p.search(question.folded) for p in (_MOVED, _OTHER))


def _repeats(answer: Answer, memory: Memory) -> bool:
    """Whether all that is told is a printed figure of the last turn."""
    turn = memory.recent[-1]["turn"]
    told = {(r["label"], r["value"], r["unit"], r.get("year")) for r in memory.recent if r["turn"] == turn}
    return bool(answer.figures) and all(_key(f) in told and f.basis != "computed" for f in answer.figures)


def _key(figure: Figure) -> tuple[str, str, str, int]:
    return figure.label, figure.value, figure.unit, figure.fiscal_year


def _thing(memory: Memory) -> str:
    return "、".join(text for text, _ in memory.topics) or memory.recent[-1]["label"]


def _of_something_else(answer: Answer, memory: Memory) -> bool:
    """Whether the words told do not name what was spoken of; a total is named in many ways."""
    words = [text for text, concept in memory.topics if concept not in TOTALS]
    words += [terms.TERMS[c].name for _, c in memory.topics if c and c not in TOTALS]
    if not words or len(words) < len(memory.topics):
        return False
    said = grams(answer.answer).union(*(grams(c.quote) for c in answer.citations))
    return all(share(grams(w), said) < NAMED for w in words)


NAMED = 0.5
"""The share of a name's words that must stand in what is told of it."""
