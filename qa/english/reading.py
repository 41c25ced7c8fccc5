"""读英文问: an English question to the Chinese that it says, clause by clause, with what was not understood.

In: the text, the bodies held, the shelves of a disclosure. Out: :class:`Reading`. Nothing is looked up here but what words may name:
what is asked is decided by the same parser as for a question in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.english.clauses import Clause, Phrase, clauses_of
from qa.english.linking import Linker
from qa.english.mentions import Said, said_in
from qa.english.sentences import Sentence, sentence
from qa.library import Library, Shelf
from qa.understanding.bodies import Body
from qa.understanding.question import Question

MOST_SHELVES = 6
"""Disclosures whose printed names are held against the words of one question."""


@dataclass(frozen=True)
class Reading:
    """所读: ``chinese`` says the question; ``strangers`` are places of which nothing is held, ``unknown`` words that nothing reads."""

    chinese: str
    strangers: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def heard(text: str, library: Library, before: Sequence[str] = ()) -> Reading | None:
    """What a question in English says; None for one in Chinese. ``before`` are the issuers spoken of in earlier turns."""
    if not is_english(text):
        return None
    held = [b for b in library.bodies if b.issuer in before]
    return read(text, library.bodies, library.shelf, held)


def with_strangers(question: Question, heard: Reading | None) -> Question:
    """The question with the places that its English names and that nothing is held of."""
    if heard is None or not heard.strangers:
        return question
    return replace(question, who=replace(question.who, unknown=heard.strangers))


def is_english(text: str) -> bool:
    """Whether a text is English, be it with Chinese names in it."""
    latin, han = len(re.findall(r"[A-Za-z]{2,}", text)), len(re.findall(r"[一-鿿]", text))
    if not latin:
        return False
    function = len(re.findall(r"\b(?:the|of|in|and|is|what|how|why|which|who|for|to|did|was|does)\b", text.lower()))
    return han == 0 or (latin >= ENGLISH_WORDS and (han < 2 * latin or function >= ENGLISH_WORDS))


ENGLISH_WORDS = 4
"""Latin words from which a sentence with Chinese words in it may be an English one."""


def read(
    text: str, bodies: Sequence[Body], shelf: Callable[[str], Shelf], held: Sequence[Body] = ()
) -> Reading:
    """What an English question says in Chinese; ``held`` are the bodies spoken of before."""
    said = [s for s in _told_apart(said_in(text, bodies))]
    if (courtesy := _courtesy(said)) is not None:
        return Reading(courtesy)
    named = [s for s in said if s.kind == "body"]
    about = [b for s in named for b in s.bodies] or list(held)
    years = {int(s.value) for s in said if s.kind == "year"}
    linker = Linker(tuple(_shelves(about, years, shelf)))
    clauses = clauses_of(said)
    unit = _unit(said)
    spoken = _sentences(clauses, linker, unit, bool(held) and not named)
    strangers = tuple(dict.fromkeys(s.value for s in named if s.value))
    unknown = tuple(dict.fromkeys(s.text for s in said if s.kind == "unknown" and s.text.isalpha() and len(s.text) > 2))
    told = [s for c in clauses for s in c.said]
    return Reading(_finished(spoken, told, clauses, unit) or text, strangers, unknown)


def _shelves(bodies: Sequence[Body], years: set[int], shelf: Callable[[str], Shelf]) -> list[Shelf]:
    every = [d for b in bodies for d in b.disclosures]
    own = [d for d in every if d.fiscal_year in years] or every
    return [shelf(d.id) for d in own[:MOST_SHELVES]]


def _told_apart(said: Sequence[Said]) -> list[Said]:
    """The mentions with words that are only sometimes what they seem taken for what they are here."""
    found: list[Said] = []
    for at, item in enumerate(said):
        rest = [s for s in said[at + 1 : at + 4]]
        after = [s for s in rest if s.kind != "silent"]
        if item.is_a("condition", "more", "less", "at_least") and not any(s.kind == "amount" or s.is_a("number") for s in rest):
            item = _as(item, "silent")  # noqa: PLW2901 - the reading that fits here
        if item.is_a("question", "when") and item.text.lower() == "when" and not _begins(said[:at]) and len(said) > 2 or item.is_a("question", "when") and after and not after[0].is_a("question", "yes_no") and after[0].kind != "mark" and item.text.lower() == "when":
            item = _as(item, "silent")  # noqa: PLW2901
        if item.is_a("question", "purpose") and not _asks_purpose(item, said[:at], said[at + 1 :]):
            item = _as(item, "silent")  # noqa: PLW2901
        if item.is_a("name", "rental_fee") and at and said[at - 1].kind == "body":
            item = _as(item, "silent")  # noqa: PLW2901 - the office that the body rents
        if item.kind == "name" and item.value in _PROCURED and item.text.lower() in _PROCURED[item.value] and not any(s.is_a("name", "government_procurement") for s in said):
            item = Said(item.start, item.end, "word", item.value, item.text, (_PROCURED[item.value][item.text.lower()],))  # noqa: PLW2901
        if item.is_a("name", "expenditure") and item.text.lower() in {"spend", "spends"}:
            item = _as(item, "silent")  # noqa: PLW2901
        if item.kind == "courtesy" and item.value != "asking" and len(said) > 4:
            item = _as(item, "silent")  # noqa: PLW2901
        if item.is_a("preposition", "of") and item.text.lower() == "for" and not (rest and rest[0].kind == "year") and _is_last(said[at + 1 :]) and any(s.is_a("question", "what") for s in said[:at]):
            item = Said(item.start, item.end, "question", "purpose", item.text)  # noqa: PLW2901
        if item.is_a("preposition", "and") and item.text.lower() == "plus":
            found.append(Said(item.start, item.start, "operator", "SUM", item.text))
        if item.kind == "year" and after and after[0].kind == "document" and sum(s.kind == "year" for s in said) > 1:
            item = _as(item, "silent")  # noqa: PLW2901
        if item.kind == "document" or (item.kind == "body" and not item.bodies and not item.value):
            item = _as(item, "silent")  # noqa: PLW2901
        if item.is_a("operator", "PER") and item.text.lower() in {"for each", "for every"} and (not after or after[0].kind == "mark"):
            item = Said(item.start, item.end, "question", "each", item.text)  # noqa: PLW2901
        if item.is_a("basis", "budget") and at and said[at - 1].kind == "body" and any(s.text.lower() == "in" for s in said[max(0, at - 3) : at]):
            item = _as(item, "silent")  # noqa: PLW2901 - in the body's budget: where it is printed
        found.append(item)
    return found


_PROCURED = {
    "procurement_goods": {"goods": "货物"}, "procurement_works": {"works": "工程", "work": "工作"},
    "procurement_services": {"services": "服务", "service": "服务"},
}  # fmt: skip
"""Classes of procurement by their bare names: what they are where no procurement is spoken of."""


def _asks_purpose(item: Said, before: Sequence[Said], after: Sequence[Said]) -> bool:
    """Whether words such as “spent on” ask what for: “what … spent on?”."""
    text = item.text.lower()
    if text in {"what for", "used for", "purpose of", "for what", "what is it for", "intended for", "what is it spent on", "what goes into"}:
        return True
    what = any(s.is_a("question", "what", "which", "purpose") or s.text.lower() == "what" for s in before)
    return what and _is_last(after) and not any(s.is_a("question", "how_much") for s in before)


def _begins(before: Sequence[Said]) -> bool:
    """Whether nothing of its clause stands before a word."""
    last = next((s for s in reversed(before) if s.kind != "silent"), None)
    return last is None or last.kind == "mark" or last.kind == "preposition"


def _is_last(rest: Sequence[Said]) -> bool:
    """Whether nothing but a year follows in the clause."""
    told = [s for s in rest if s.kind not in {"silent", "year"} and not s.is_a("preposition", "of")]
    return not told or told[0].kind == "mark" or told[0].is_a("preposition", "and")


def _as(item: Said, kind: str) -> Said:
    return Said(item.start, item.end, kind, item.value, item.text, item.chinese, item.bodies)  # type: ignore[arg-type]


_COURTESY = {"greeting": "你好", "thanks": "谢谢", "goodbye": "再见", "help": "你能做什么"}


def _courtesy(said: Sequence[Said]) -> str | None:
    """The courtesy that is all that is said."""
    told = [s for s in said if s.kind not in {"silent", "mark", "again"}]
    words = {s.value for s in told if s.kind == "courtesy"}
    if told and all(s.kind == "courtesy" for s in told):
        return _COURTESY.get(min(words), None)
    return None


def _unit(said: Sequence[Said]) -> str:
    asked = [s.value for s in said if s.kind == "unit"]
    return {"yuan": "元", "wan": "万元"}[asked[-1]] if asked else ""


def _sentences(clauses: Sequence[Clause], linker: Linker, unit: str, followed: bool) -> list[str]:
    """Each clause in Chinese; what only names something leads the clauses after it."""
    found: list[str] = []
    lead: list[Phrase] = []
    last: list[Phrase] = []
    operators: list[Said] = []
    asked = followed
    for at, clause in enumerate(clauses):
        later = any(c.asks for c in clauses[at + 1 :])
        if not clause.asks and later and not asked:
            lead = lead + clause.phrases
            operators += clause.of("operator")
            continue
        before = found[-1] if found else ""
        it = Sentence(Clause([*operators, *clause.said], clause.mark), linker, lead, unit, asked, before, last)
        if found and not it.own and not lead and _is_listing(it) and last:
            found[-1] = sentence(Sentence(clause, linker, last, unit))
            continue
        if not it.own and not lead and found and _only_whom_or_for_what(it) and before.endswith(("是什么", "是多少")) and last:
            found[-1] = f"{it.names(last)}是什么意思"
            continue
        said = sentence(it)
        if lead and it.own and not any(linker.chinese(p) in said for p in lead):
            said = f"{it.names(lead)}，{said}"
        if said == "哪个更多" and later and not found and not lead:
            continue  # Compare: …
        if said and not (said in _EMPTY and "多少" in before) and said not in found:
            year = _own_year(clause, clauses)
            found.append(f"{year}{said}")
        asked = asked or bool(said)
        operators = []
        last = it.own or last or lead
        lead = []
    return found


_EMPTY = frozenset({"是多少", "有多少", "各多少", "是多少元", "是什么"})
"""What asks for nothing more behind another asking."""


def _only_whom_or_for_what(it: Sentence) -> bool:
    """Whether it asks only who gets something and what for: what it is."""
    return bool(it.asked & {"who", "purpose"}) and not it.operators


def _is_listing(it: Sentence) -> bool:
    return bool(it.asked & {"list"}) and not it.operators


def _own_year(clause: Clause, clauses: Sequence[Clause]) -> str:
    """The year that a clause names apart from the others."""
    years = list(dict.fromkeys(s.value for c in clauses for s in c.said if s.kind == "year"))
    own = list(dict.fromkeys(s.value for s in clause.said if s.kind == "year"))
    relative = next((s.value for s in _flat(clauses, clause) if s.kind == "relative" and s.value != "prior"), "")
    if relative in _RELATIVE and not own:
        return _RELATIVE[relative]
    beside = len({b.issuer for c in clauses for s in c.said for b in s.bodies}) > 1
    return "、".join(f"{y}年" for y in own) if len(years) > 1 and own and not (beside and any(s.bodies for s in clause.said)) else ""


def _flat(clauses: Sequence[Clause], clause: Clause) -> list[Said]:
    """The mentions of a clause that is not the only one."""
    return clause.said if len(clauses) > 1 else []


def _finished(spoken: Sequence[str], said: Sequence[Said], clauses: Sequence[Clause], unit: str) -> str:
    """The sentences with whose and of when before them."""
    who = _who(said)
    years = list(dict.fromkeys(s.value for s in said if s.kind == "year"))
    told = any(f"{y}年" in text for text in (who, *spoken) for y in years)
    when = "" if told or not years else "、".join(f"{y}年" for y in years)
    relative = "" if when or years else _RELATIVE.get(next((s.value for s in said if s.kind == "relative"), ""), "")
    scope = {"unit": "（本级）", "consolidated": "（汇总）"}.get(next((s.value for s in said if s.kind == "scope"), ""), "")
    body = "，".join(t for t in spoken if t)
    if relative and ("上年" in body or not who):
        relative = "" if "上年" in body else relative
    if not body and unit and not who:
        return f"换成{unit}"
    return f"{who}{scope if who else ''}{when}{relative}{body or '呢'}？" if body or who or when or relative else "".join(s.text for s in said if s.kind == "unknown")


_RELATIVE = {"prior": "上年", "this": "今年", "next": "明年", "before_last": "前年", "two_before": "前两年"}


def _who(said: Sequence[Said]) -> str:
    """The bodies named, each with the year that stands beside it."""
    found: dict[str, str] = {}
    years = [s for s in said if s.kind == "year"]
    several = len({b.issuer for s in said for b in s.bodies}) > 1
    for at, item in enumerate(said):
        for body in item.bodies[:1] if len(item.bodies) == 1 else ():
            near = [s for s in said[at + 1 : at + 4] if s.kind == "year"] or [s for s in said[max(0, at - 2) : at] if s.kind == "year"]
            year = f"{near[0].value}年" if near and (several or len({y.value for y in years}) == 1) else ""
            year = year or (f"{years[0].value}年" if years and not several and len({y.value for y in years}) == 1 else "")
            found[body.issuer] = found.get(body.issuer) or year
    return "和".join(f"{issuer}{year}" for issuer, year in found.items())
