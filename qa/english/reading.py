"""读英文问: an English question to the Chinese that it says, clause by clause, with what was not understood.

In: the text, the bodies held, the shelves of a disclosure. Out: :class:`Reading`. Nothing is looked up here but what words may name:
what is asked is decided by the same parser as for a question in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from corpus.language.english import table
from qa.english import courtesies
from qa.english.clauses import Clause, Phrase, clauses_of
from qa.english.leftovers import unaccounted
from qa.english.linking import Linker
from qa.english.manners import plainly
from qa.english.mentions import Said, misspelt, said_in
from qa.english.pinyin import spelt
from qa.english.senses import senses
from qa.english.sentence import SIDES, Sentence
from qa.english.sentences import sentence
from qa.english.years import every_year, without_base
from qa.library import Library, Shelf
from qa.understanding import phrases
from qa.understanding.bodies import Body
from qa.understanding.question import Question, simplify

MOST_SHELVES = 6
"""Disclosures whose printed names are held against the words of one question."""


@dataclass(frozen=True)
class Reading:
    """所读: ``chinese`` says the question; ``strangers`` are places of which nothing is held, ``unknown`` words that nothing reads.

    ``respelt`` are misspelt words with what they were taken for.
    """

    chinese: str
    strangers: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    respelt: tuple[tuple[str, str], ...] = ()


def heard(text: str, library: Library, before: Sequence[str] = ()) -> Reading | None:
    """What a question in English says; None for one in Chinese. ``before`` are the issuers spoken of in earlier turns."""
    if not is_english(text):
        return None
    held = [b for b in library.bodies if b.issuer in before]
    return read(text, library.bodies, library.shelf, held)


def as_heard(question: Question, heard: Reading | None, text: str) -> Question:
    """The question with what its English says and the Chinese does not: places not held, instructions and what is out of scope."""
    if heard is None:
        return question
    refusals = question.refusals | frozenset(phrases.present("decline", simplify(text)))
    who = replace(question.who, unknown=heard.strangers) if heard.strangers else question.who
    return replace(question, who=who, refusals=refusals)


def is_english(text: str) -> bool:
    """Whether a text is English, be it with Chinese names in it."""
    latin, han = len(re.findall(r"[A-Za-z]{2,}", text)), len(re.findall(r"[一-鿿]", text))
    if not latin:
        return False
    function = len(re.findall(r"\b(?:the|of|in|and|is|what|how|why|which|who|for|to|did|was|does)\b", text.lower()))
    return han == 0 or (latin >= ENGLISH_WORDS and (han < 2 * latin or function >= ENGLISH_WORDS))


ENGLISH_WORDS = 4
"""Latin words from which a sentence with Chinese words in it may be an English one."""


def read(text: str, bodies: Sequence[Body], shelf: Callable[[str], Shelf], held: Sequence[Body] = ()) -> Reading:
    """What an English question says in Chinese; ``held`` are the bodies spoken of before."""
    text = plainly(text)
    said = list(senses(said_in(text, bodies)))
    if (courtesy := courtesies.courtesy(said) or courtesies.saying(said)) is not None:
        return Reading(courtesy)
    form = next((courtesies.FORMS[s.value] for s in said if s.kind == "saying" and s.value in courtesies.FORMS), "")
    meant = "我问的是" if any(s.is_a("saying", "meant") for s in said) else ""
    said = [replace(s, kind="silent") if s.kind == "saying" else s for s in said]
    named = [s for s in said if s.kind == "body"]
    about = [b for s in named for b in s.bodies] or list(held)
    said = without_base(said, {d.fiscal_year for b in about for d in b.disclosures})
    years = {int(s.value) for s in said if s.kind == "year"}
    linker = Linker(tuple(_shelves(about, years, shelf)))
    said = every_year(spelt(said, linker.shelves))
    clauses = _staged(clauses_of(said))
    unit = _unit(said)
    spoken = _Telling(clauses, linker, unit, bool(held) and not named).sentences()
    strangers = tuple(dict.fromkeys(s.value for s in named if s.value))
    told = [s for c in clauses for s in c.said]
    unknown = [s for s in told if s.kind == "unknown" and s.text.isalpha() and len(s.text) > 2]
    chinese = f"{meant}{_finished(spoken, told, unit) or text}"
    chinese = f"{chinese.rstrip('？')}，{form}" if form else chinese
    left_out = sorted({*unknown, *unaccounted(clauses, linker, chinese)}, key=lambda s: s.start)
    return Reading(chinese, strangers, tuple(dict.fromkeys(s.text for s in left_out)), tuple(misspelt(text, said)))


_BUDGETS = ("budget", "initial_budget", "adjusted_budget")


_SPENDS = frozenset({"spend", "spent", "use", "used"})


def _staged(clauses: list[Clause]) -> list[Clause]:
    """The clauses, what was spent being the outcome where another clause asks for its budget."""
    if not any(c.of("basis", *_BUDGETS) for c in clauses):
        return clauses
    for clause in clauses:
        spent = next((s for s in clause.said if s.kind == "silent" and s.text.lower() in _SPENDS), None)
        past = clause.of("question", "yes_no") or (spent is not None and spent.text.lower() == "spent")
        if spent is not None and past and not clause.of("basis") and not clause.of("question", "why"):
            clause.said.append(replace(spent, kind="basis", value="final_accounts"))
    return clauses


def _shelves(bodies: Sequence[Body], years: set[int], shelf: Callable[[str], Shelf]) -> list[Shelf]:
    every = [d for b in bodies for d in b.disclosures]
    own = [d for d in every if d.fiscal_year in years] or every
    return [shelf(d.id) for d in own[:MOST_SHELVES]]


def _unit(said: Sequence[Said]) -> str:
    asked = [s.value for s in said if s.kind == "unit"]
    return {"yuan": "元", "wan": "万元", "yi": "亿元"}[asked[-1]] if asked else ""


@dataclass
class _Telling:
    """转述 of the clauses of a question, one after the other: what was said, and what later clauses lean on."""

    clauses: Sequence[Clause]
    linker: Linker
    unit: str
    asked: bool
    found: list[str] = field(default_factory=list)
    lead: list[Phrase] = field(default_factory=list)
    last: list[Phrase] = field(default_factory=list)
    leading: list[Said] = field(default_factory=list)

    def sentences(self) -> list[str]:
        """Each clause in Chinese; what only names something leads the clauses after it."""
        for at, clause in enumerate(self.clauses):
            later = any(c.asks or c.of("basis") for c in self.clauses[at + 1 :])
            if self.asked and (these := _these(clause)):
                self.found.append(f"{these}合计是多少{self.unit}")
                continue
            told = clause.of("courtesy", "asking") and clause.phrases and not clause.of("basis", "target")
            if told and later and not self.found and clause.mark == ",":
                it = self._sentence(clause)
                self.found.append(
                    f"{it.names(it.phrases)}是{it.money}"
                )  # tell me the budget, how much it grew, and why
                self.last, self.asked = it.own, True
                continue
            if not clause.asks and later and (_where_printed(clause) or self._names_bodies(clause)):
                continue
            if not clause.asks and later and not self.found and (clause.phrases or not self.asked):
                self.lead += clause.phrases
                self.leading += [s for s in clause.said if s.kind == "operator" or s.text.lower() in {"less", "more"}]
                continue
            it = self._sentence(clause)
            if not self._said_otherwise(clause, it):
                self._say(clause, it, later)
        return self.found

    def _names_bodies(self, clause: Clause) -> bool:
        """Whether a clause only says of what kind the several bodies of the question are (the school against the hospital)."""
        kinds = {said for types in table("english_bodies")["types"].values() for said in types}
        several = len({b.issuer for c in self.clauses for s in c.said for b in s.bodies}) > 1
        return several and bool(clause.phrases) and all(p.mentions[-1].text.lower() in kinds for p in clause.phrases)

    @property
    def _before(self) -> str:
        return self.found[-1] if self.found else ""

    def _sentence(self, clause: Clause) -> Sentence:
        whole = Clause([*self.leading, *clause.said], clause.mark)
        about = self.lead or self._named_behind(clause)
        return Sentence(whole, self.linker, about, self.unit, self.asked, self._before, self.last)

    def _named_behind(self, clause: Clause) -> list[Phrase]:
        """What the next clause names, where this one names but a stage of it (what was planned and what was spent on travel)."""
        at = next(n for n, c in enumerate(self.clauses) if c is clause)
        later = self.clauses[at + 1] if at + 1 < len(self.clauses) else None
        staged = (
            clause.of("basis") and not clause.of("target") and not clause.phrases and not self.last and not self.found
        )
        alike = later is not None and clause.mark == "," and later.of("basis") and later.phrases
        return later.phrases if staged and alike and later is not None else []

    def _said_otherwise(self, clause: Clause, it: Sentence) -> bool:
        """Whether a clause only says how the one before it is meant: as a list, as a definition."""
        if it.own or self.lead or not self.found or not self.last:
            return False
        if it.asked & {"list"} and not it.operators:
            self.found[-1] = sentence(Sentence(clause, self.linker, self.last, self.unit))
            return True
        if it.asked & {"who", "purpose"} and not it.operators and self._before.endswith("是什么"):
            self.found[-1] = f"{it.names(self.last)}是什么意思"
            return True
        return False

    def _say(self, clause: Clause, it: Sentence, later: bool) -> None:
        said = sentence(it)
        compares = any(s.text.lower().startswith("compar") for s in clause.of("operator", "COMPARE"))
        if said == "哪个更多" and compares and later and not self.found and not self.lead:
            return  # Compare: …
        if self.lead and it.own and not any(self.linker.chinese(p) in said for p in self.lead):
            said = f"{it.names(self.lead)}，{said}"
        when = _own_year(clause, self.clauses)
        when = "" if when and all(f"{s.value}年" in said for s in clause.of("year")) and clause.of("year") else when
        if said and when and said in _EMPTY and self.last:
            said = f"{it.names(self.last[:1])}{said}"  # and how much was it in 2018?
        again = said in self.found or self._before.endswith(said) or (said in _EMPTY and "多少" in self._before)
        if said and (when or not again) and f"{when}{said}" not in self.found:
            self.found.append(f"{when}{said}")
            if it.phrases and (before := _and_the_year_before(clause)):
                self.found.append(f"{before}年{it.names(it.phrases)}是{it.money}")
        self.asked = self.asked or bool(said)
        of_it = it.operators & {"SHARE", "PERCENT"} and clause.of("again")  # what part of the whole is this
        self.last = self.last if of_it and self.last else self.lead or it.own or self.last
        self.lead, self.leading = [], []


def _and_the_year_before(clause: Clause) -> int | None:
    """The year before the one that a clause names, where both are asked for (in 2022, and the year before)."""
    years = [int(s.value) for s in clause.of("year")]
    moves = clause.values("operator") & {"UP", "DOWN", "CHANGE", "GROWTH", "DIFFERENCE", "COMPARE", "SHARE", "PERCENT"}
    also = any(s.is_a("preposition", "and") for s in clause.said) or any(s.is_a("mark", ",") for s in clause.said)
    plain = bool(clause.of("relative", "prior")) and also and not moves and not clause.of("question", "why")
    return years[0] - 1 if plain and len(years) == 1 else None


def _where_printed(clause: Clause) -> bool:
    """Whether a clause only says in which form or table it is printed (in the overall target form of the body)."""
    last = clause.phrases[-1].mentions[-1].text.lower() if len(clause.phrases) == 1 else ""
    return last.endswith(("form", "forms", "table", "tables")) and clause.said[0].text.lower() == "in"


def _these(clause: Clause) -> str:
    """这两项 where a number of figures spoken of before are added up (the two together)."""
    number = next((s.value for s in clause.of("number") if s.value.isdigit()), "")
    named = [p for p in clause.phrases if p.mentions[0].value not in SIDES]
    return (
        f"这{number}项" if number and not named and clause.of("operator", "SUM") and not clause.of("question") else ""
    )


_EMPTY = frozenset({"是多少", "有多少", "各多少", "是多少元", "是什么", "如何"})
"""What asks for nothing more behind another asking."""


def _own_year(clause: Clause, clauses: Sequence[Clause]) -> str:
    """The year that a clause names apart from the others."""
    years = list(dict.fromkeys(s.value for c in clauses for s in c.said if s.kind == "year"))
    own = list(dict.fromkeys(s.value for s in clause.said if s.kind == "year"))
    moves = clause.values("operator") & {"UP", "DOWN", "CHANGE", "GROWTH", "DIFFERENCE", "COMPARE"} or clause.of(
        "question", "why"
    )
    moves = moves or (clause.of("question", "how") and clause.of("preposition", "than"))  # how does that compare with …
    relative = next(
        (s.value for s in _flat(clauses, clause) if s.kind == "relative" and not (s.value == "prior" and moves)), ""
    )
    if relative == "prior" and not own and len(years) == 1:
        return f"{int(years[0]) - 1}年"  # the year before the one that is spoken of
    if relative in _RELATIVE and not own:
        return _RELATIVE[relative]
    beside = len({b.issuer for c in clauses for s in c.said for b in s.bodies}) > 1
    return (
        "、".join(f"{y}年" for y in own)
        if len(years) > 1 and own and not (beside and any(s.bodies for s in clause.said))
        else ""
    )


def _flat(clauses: Sequence[Clause], clause: Clause) -> list[Said]:
    """The mentions of a clause that is not the only one."""
    return clause.said if len(clauses) > 1 else []


def _finished(spoken: Sequence[str], said: Sequence[Said], unit: str) -> str:
    """The sentences with whose and of when before them."""
    who = _who(said) or (
        "各单位"
        if any(s.text.lower().startswith(("all", "each", "every")) for s in said if s.is_a("members", "bodies"))
        else ""
    )
    years = list(dict.fromkeys(s.value for s in said if s.kind == "year"))
    told = any(f"{y}年" in text for text in (who, *spoken) for y in years)
    when = "" if told or not years else "、".join(f"{y}年" for y in years)
    relative = "" if when or years else _RELATIVE.get(next((s.value for s in said if s.kind == "relative"), ""), "")
    scope = {"unit": "（本级）", "consolidated": "（汇总）"}.get(
        next((s.value for s in said if s.kind == "scope"), ""), ""
    )
    body = "，".join(t for t in spoken if t)
    issuers = {b.issuer for s in said for b in s.bodies}
    if len(issuers) > 1 and all(i in body for i in issuers):
        who = ""  # each is named where it belongs
    if relative and ("上年" in body or not who):
        relative = "" if "上年" in body else relative
    if not body and unit and not who:
        return f"换成{unit}"
    if who and body == "是多少倍":
        return f"是{who}{when}的多少倍？"
    return (
        f"{who}{scope if who else ''}{when}{relative}{body or '呢'}？"
        if body or who or when or relative
        else "".join(s.text for s in said if s.kind == "unknown")
    )


_RELATIVE = {"prior": "上年", "this": "今年", "next": "明年", "before_last": "前年", "two_before": "前两年"}


def _who(said: Sequence[Said]) -> str:
    """The bodies named, each with the year that stands beside it."""
    found: dict[str, str] = {}
    years = [s for s in said if s.kind == "year"]
    several = len({b.issuer for s in said for b in s.bodies}) > 1
    for at, item in enumerate(said):
        for body in item.bodies[:1] if len(item.bodies) == 1 else ():
            near = [s for s in said[at + 1 : at + 4] if s.kind == "year"] or [
                s for s in said[max(0, at - 2) : at] if s.kind == "year"
            ]
            year = f"{near[0].value}年" if near and (several or len({y.value for y in years}) == 1) else ""
            year = year or (
                f"{years[0].value}年" if years and not several and len({y.value for y in years}) == 1 else ""
            )
            found[body.issuer] = found.get(body.issuer) or year
    return "和".join(f"{issuer}{year}" for issuer, year in found.items())
