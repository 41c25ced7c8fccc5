"""只是重复: a follow-up that asks for a calculation or a reason is not answered by the figure told last, nor by the reason of something else.

What is not understood, or has no second figure to be reckoned with, is said so or asked back: the last figure told once
more would pass for the answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from corpus import terms
from corpus.disclosure import Fact
from corpus.money import Quantity, UnitClass
from qa.answer import Answer, Figure
from qa.dialogue import cues, references
from qa.dialogue.memory import Memory, holes
from qa.finding.asked import share
from qa.finding.explaining import TOTALS
from qa.library import grams
from qa.parsing.said import counted_per
from qa.understanding.question import Question, bases_in
from qa.understanding.topics import blank

_RECKONED = frozenset({"share", "growth", "change", "difference", "sum", "per_head", "remaining", "extreme", "times"})
_MOVED = re.compile(r"(?<!占)[比较](?![^，。？]{0,2}例)|涨|降|(?<![审核裁递])[增减]|变化")
_OTHER = re.compile(r"差|倍|加(?:起来|一起|上|总)|合计|一共|总共|省|剩|均|摊|最[大小高低多少]|第[一二三四五六]")


def refused(question: Question, answer: Answer, memory: Memory) -> Answer:
    """The answer as it is, or what is said in its place where it only repeats what was told, or tells of something else."""
    unnamed = question.bare or (question.carried and all(t.concept is None for t in question.topics))
    if not unnamed or not memory.recent or answer.status not in {"answered", "partial"}:
        return answer
    if question.bare and question.does("reason") and not answer.figures and _of_something_else(answer, memory):
        return Answer("not_found", f"文件里没有说明“{_thing(memory)}”的原因，无法回答。", reason="not_disclosed")
    only_asks = cues.only_asks(blank(question.folded, holes(question)))
    if only_asks and question.bare and (_leaves(question, answer, memory) or _is_of_other_stage(question, answer)):
        words = f"文件里没有印出所问的“{_thing(memory)}”的这个数，无法回答。"
        return Answer("not_found", words, reason="not_disclosed")
    if question.does("conflict", "location", "reason") and not question.does("difference"):
        return answer
    if _calls_for_more(question):
        if _MOVED.search(question.folded) and any(f.unit == "%" or "·比" in f.label for f in answer.figures):
            return answer  # how it moved is told, though once more
        return _not_reckoned(question, memory) if _repeats(question, answer, memory) else answer
    counted = question.counter is not None and any(f.unit.startswith(question.counter) for f in answer.figures)
    if only_asks or counted or not _told_before(question, answer, memory):
        return answer
    return Answer("ambiguous", f"没看懂“{question.folded.strip()}”问的是哪一项，请说出它的名称。")


def lacks_operand(question: Question, memory: Memory) -> bool:
    """Whether a calculation is asked for with what the last turn was about, which told nothing (会议费呢：没有；占几成)."""
    if not memory.unclear or not question.carried or not question.operations & _RECKONED or holes(question):
        return False
    if references.read(question.folded) is not None or question.counter:
        return False  # 一共几辆车 counts, and reckons with nothing
    at = question.folded.find("占")
    return question.bare or (question.does("share") and all(t.start >= at >= 0 for t in question.topics))


def among_staff(question: Question, answer: Answer, last: Fact | None) -> Answer:
    """The answer as it is, or asked back where a project's money is shared among the staff, whom the utterance does not name."""
    inputs = answer.calculation.inputs if answer.calculation is not None else ()
    staff = any("在职" in f.label and f.unit == "人" for f in inputs)
    if last is None or not last.subject or not question.bare or not staff or _STAFF.search(question.folded):
        return answer
    return Answer("ambiguous", f"没弄清“{last.subject}”要按多少人平均，请说出是哪些人。")


_STAFF = re.compile(r"在职|职工|员工|在编|干部|单位的?人")


ASKED_BACK = "上一问没有得到数字，请说出要算的是哪一项。"


def _not_reckoned(question: Question, memory: Memory) -> Answer:
    if _MOVED.search(question.folded):
        words = f"文件里没有印出“{_thing(memory)}”的增减，也没有可比的上一年的数，无法比较。"
        return Answer("not_found", words, reason="not_disclosed")
    return Answer("ambiguous", "没弄清要拿哪几个数来算或比，请把各项说出来。")


def _is_of_other_stage(question: Question, answer: Answer) -> bool:
    """Whether a stage is asked for (调整后的预算) and every figure is printed of another."""
    asked = [_STAGES[b] for b in bases_in(question.folded) if b in _STAGES]
    printed = [f for f in answer.figures if f.basis != "computed"]
    if len(asked) != 1 or len(printed) != len(answer.figures) or not printed:
        return False
    bases, words = asked[0]
    return not any(f.basis in bases or words.search(f.label) for f in printed)


_STAGES = {
    "adjusted_budget": (frozenset({"adjusted_budget"}), re.compile("调整|全年")),
    "final_accounts": (frozenset({"final_accounts"}), re.compile("决算|执行|实际|支出数|完成")),
    "initial_budget": (frozenset({"budget", "initial_budget"}), re.compile("预算|安排")),
}
"""Of a stage that is asked for: the bases of its figures, and words by which a label says it."""


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
    per = counted_per(question.folded, 0) is not None  # 一平米合多少元
    return per or bool(question.operations & _RECKONED) or any(p.search(question.folded) for p in (_MOVED, _OTHER))


def _repeats(question: Question, answer: Answer, memory: Memory) -> bool:
    """Whether all that is told is printed figures of the last turn; of any turn where no body, year or scope is named."""
    turn = memory.recent[-1]["turn"] if holes(question) else 0
    told = {_raw_key(r) for r in memory.recent if r["turn"] >= turn}
    return bool(answer.figures) and all(_key(f) in told and f.basis != "computed" for f in answer.figures)


def _told_before(question: Question, answer: Answer, memory: Memory) -> bool:
    """Whether the figures that are told were told before, and the utterance names none of them."""
    told = {_raw_key(r) for r in memory.recent}
    named = [t.text for t in question.topics if t.text and t.start < t.end]
    if not answer.figures or any(share(grams(n), grams(f.label)) >= NAMED for n in named for f in answer.figures):
        return False
    units = {r["unit"] for r in memory.recent}
    return (
        _key(answer.figures[0]) in told
        and answer.figures[0].unit in units  # in another unit it is told anew
        and (answer.calculation is not None or all(_key(f) in told for f in answer.figures))
    )


def _raw_key(raw: Mapping[str, Any]) -> tuple[str, Decimal, UnitClass, int | None]:
    told = Quantity(Decimal(raw["value"]), raw["unit"])
    return raw["label"], told.base, told.unit_class, raw.get("year")


def _key(figure: Figure) -> tuple[str, Decimal, UnitClass, int | None]:
    """What a figure is of and comes to, in whatever unit."""
    told = Quantity(Decimal(figure.value), figure.unit)
    return figure.label, told.base, told.unit_class, figure.fiscal_year


def _thing(memory: Memory) -> str:
    return "、".join(text for text, _ in memory.topics) or memory.recent[-1]["label"]


def _of_something_else(answer: Answer, memory: Memory) -> bool:
    """Whether the words told do not name what was spoken of; a total is named in many ways."""
    words = [text for text, concept in memory.topics if concept not in TOTALS]
    words += [terms.TERMS[c].name for _, c in memory.topics if c and c not in TOTALS]
    if not words or len(words) < len(memory.topics):
        return False
    said = grams(answer.answer).union(*(grams(c.quote) for c in answer.citations))
    return all(share(grams(w), said) < MOSTLY for w in words)


MOSTLY = 0.7
"""The share of a name's words that a reason must hold to be of it, not of another of its kind (甲工作经费, 乙工作经费)."""
NAMED = 0.5
"""The share of a name's words that must stand in what is told of it."""
