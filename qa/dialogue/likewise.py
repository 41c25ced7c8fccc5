"""同问: the last question asked again of another body, year or scope: 那甲区呢, 本级的呢, 换成去年, 乙区按一样的算法呢."""

from __future__ import annotations

import re

from qa.dialogue import cues, references
from qa.dialogue.memory import Memory, holes
from qa.library import Library
from qa.understanding.question import Question
from qa.understanding.topics import blank
from qa.understanding.years import is_set_against

_HOW_MUCH = re.compile(r"多少|几(?!成)")
SCOPES = {"unit": "（本级）", "consolidated": "（汇总）"}
"""How a scope is said behind a body's name."""
_WORDS = frozenset({"definition", "reason", "wording"})
_SHARE_AGAIN = re.compile(
    r"(?:(?:同样|一样|相同)的?(?:口径|算法)?的?|[这那该]个?)?(?:占比|比例|比重|百分比|占几成|占百分之几|占多少)"
)
_OF_WHOLE = re.compile(r"占|比例|比重|增|降|差|倍")


def asked_again(question: Question, memory: Memory, library: Library) -> str | None:
    """The last question with the body, year or scope that is named now; None where something else is asked, or nothing was."""
    spans = holes(question)
    amount = _HOW_MUCH.search(question.folded) and not _SHARE_AGAIN.search(question.folded)
    if memory.worked and amount and _OF_WHOLE.search(memory.content):
        return None  # 去年是多少 asks for the amount
    if _HOW_MUCH.search(question.folded) and _WORDS & set(memory.operations):
        return None  # 上一年是多少 asks for no words, though they were told last
    if not memory.content or not spans or question.codes or question.refusals or question.who.unknown:
        return None
    rest = blank(question.folded, spans)
    if "占" in memory.content:
        rest = _SHARE_AGAIN.sub(" ", rest, count=1)
    if not cues.only_likewise(rest):
        return None
    if any(is_set_against(question.folded, *span) for _, *span in question.year_spans):
        return None
    if any(references.set_against(question.folded, *span) for span in question.who.spans):
        return None
    issuers = [b.issuer for b in question.who.bodies] or memory.bodies
    if not issuers:
        return None
    year = _year(question, memory, library)
    scope = SCOPES.get(question.scope or "", "")
    return f"{'、'.join(issuers)}{scope}{f'{year}年' if year else ''}{memory.content}"


def for_number(question: Question, memory: Memory) -> str | None:
    """某年执行呢 as a question for a number of what was spoken of; None where it is no such, or no number was told before."""
    ends = _LIKEWISE.search(question.folded)
    if ends is None or not question.bare or not memory.recent or memory.recent[-1]["turn"] != memory.turn:
        return None
    if not (question.year_spans or names_stage(question)) or question.does(
        "reason", "definition", "location", "wording"
    ):
        return None
    return f"{'、'.join(text for text, _ in memory.topics)}{question.folded[: ends.start()].strip()}是多少"


_LIKEWISE = re.compile(r"的?呢[？?。！!\s]*$")


def share_again(question: Question, memory: Memory) -> str | None:
    """那乙呢 behind 甲占丙几成 as the share of 乙 in the same, whose answer tells the amount too; None where it is no such."""
    before = _OF_A_WHOLE.search(memory.content)
    ends = _ITS_SHARE.search(question.folded) or _LIKEWISE.search(question.folded)
    things = [t for t in question.topics if t.text and t.start < t.end]
    if before is None or ends is None or len(things) != 1 or holes(question) or question.counter or question.codes:
        return None
    rest = blank(question.folded, [(things[0].start, things[0].end)])[: ends.start()] + "呢"
    if not cues.only_likewise(rest):
        return None
    return f"{things[0].text}占{before['whole']}的百分之几"


_ITS_SHARE = re.compile(r"占比?是?(?:多少|几成|百分之几|百分之多少|多大比例)[呢？?。！!\s]*$")
_OF_A_WHOLE = re.compile(r"占(?P<whole>[^占，。？的]{2,20}?)的?(?:百分之几|百分之多少|几成|比例|比重|多大|多少)")


def in_full(question: Question, memory: Memory, library: Library) -> str | None:
    """A question that leaves whom and when open as one by itself, with those spoken of; None where it names them."""
    if question.refusals or not memory.bodies or holes(question):
        return None
    year = _year(question, memory, library)
    scope = SCOPES.get(memory.scope or "", "")
    return f"{'、'.join(memory.bodies)}{scope}{f'{year}年' if year else ''}{question.folded.strip()}"


def _year(question: Question, memory: Memory, library: Library) -> int | None:
    """The year that is named, or counted from the one spoken of; the one spoken of where the bodies have a document of it."""
    if question.year_spans:
        return question.year_spans[0][0]
    spoken = year_of(memory, library)
    if question.relative:
        return spoken + question.relative[0] if spoken is not None else None
    own = {d.fiscal_year for b in question.who.bodies for d in b.disclosures}
    if memory.counter and (documents := _of_documents(memory, library)) is not None:
        spoken = documents  # people are counted at the end of the year before
    before = bool(memory.years) and spoken is not None and spoken + 1 in own
    return spoken if not own or spoken in own or before else None


def year_of(memory: Memory, library: Library) -> int | None:
    """The one year spoken of: the one named last, else that of the documents of the last answer; None where they are several."""
    return memory.years[0] if len(memory.years) == 1 else _of_documents(memory, library)


def _of_documents(memory: Memory, library: Library) -> int | None:
    """The one year that the documents of the last answer are of."""
    held = {d.id for d in library.disclosures}
    own = {library.disclosure(d).fiscal_year for d in memory.disclosures if d in held}
    return own.pop() if len(own) == 1 else None


def names_stage(question: Question) -> bool:
    """Whether the utterance itself says budget or final accounts, which what was asked before may not."""
    return _STAGE.search(question.folded) is not None


_STAGE = re.compile(r"预算|决算|执行|实际")
