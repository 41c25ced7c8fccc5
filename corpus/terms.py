"""名词表: the concepts of budget disclosures, the words for them, and how to find them in text and labels.

Concepts are data (corpus/terms.toml). Every subject of corpus/subjects.toml belongs to a concept: to the one that
has its code or its name, else to a concept of its own, ``subject_<code>``. A name that stands under several codes
(事业运行) is one concept with several codes; a row's code tells which subject is meant.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from corpus.money import fold
from corpus.subject import canonical, is_code, subjects

Role = Literal[
    "amount", "side", "source", "basis", "measure", "scope", "time", "document", "dimension", "text", "people",
    "asset", "performance", "project",
]  # fmt: skip
"""词性: what a concept is. amount, people, asset, performance and project can be asked for; source, basis, measure,
scope, time, side and dimension modify; document and text are about the disclosure."""
TermUnit = Literal["money", "rate", "points", "count", "score", "text"]

_DROPPED: Final = re.compile(r"[\s“”\"'‘’「」『』*]")  # quotes and breaks inside 三公 or 人员\n经费 carry nothing
_SKIP: Final = frozenset(" \t\r\n\u3000\xa0“”\"'‘’「」『』")


@dataclass(frozen=True, slots=True)
class Term:
    """名词: one concept. ``printed`` is how documents write it, ``words`` how people ask; ``codes`` its subjects.

    ``twins`` are the same thing in another classification or on the other side of the account, worth trying where
    this one is not printed; ``confused_with`` is what it must not be taken for. ``paid_from`` is the money spent on what a count
    counts (公务接待人次: 公务接待费). ``entry`` is the domain reference's.
    """

    id: str
    name: str
    words: tuple[str, ...] = ()
    printed: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    unit_class: TermUnit = "money"
    counters: tuple[str, ...] = ()
    paid_from: str = ""
    definition: str = ""
    confused_with: tuple[str, ...] = ()
    twins: tuple[str, ...] = ()
    role: Role = "amount"
    entry: str = ""
    unless_followed: str = ""


class Match(NamedTuple):
    """一处名词: ``text[start:end]`` names the concept; ``word`` is the dictionary's spelling of it."""

    term_id: str
    start: int
    end: int
    word: str


def _key(text: str) -> str:
    return _DROPPED.sub("", fold(text)).casefold()


def _read(term_id: str, entry: Mapping[str, Any]) -> Term:
    return Term(
        id=term_id,
        name=entry["name"],
        words=tuple(entry.get("words", ())),
        printed=tuple(entry.get("printed", ())),
        codes=tuple(entry.get("codes", ())),
        unit_class=entry.get("unit", "money"),
        counters=tuple(entry.get("counters", ())),
        paid_from=entry.get("paid_from", ""),
        definition=entry["definition"],
        confused_with=tuple(entry.get("confused_with", ())),
        twins=tuple(entry.get("twins", ())),
        role=entry.get("role", "amount"),
        entry=entry.get("t", ""),
        unless_followed=entry.get("unless_followed", ""),
    )


class _Terms(dict[str, Term]):
    """The dictionary; a subject that it does not list (subject_2139902) is still a term, named by its code."""

    def __missing__(self, term_id: str) -> Term:
        if not term_id.startswith("subject_"):
            raise KeyError(term_id)
        code = term_id.removeprefix("subject_")
        return Term(term_id, code, codes=(code,))


def _load() -> _Terms:
    """Read the dictionary and give every subject its concept."""
    data: dict[str, Any] = tomllib.loads((resources.files("corpus") / "terms.toml").read_text("utf-8"))
    terms = _Terms({term_id: _read(term_id, entry) for term_id, entry in data.items()})
    owners = {code: term.id for term in terms.values() for code in term.codes}
    named = {_key(name): term.id for term in terms.values() for name in (*term.printed, term.name)}
    for code, subject in subjects().items():
        if code in owners:
            continue
        owner = named.get(_key(subject.name))
        if owner is None:
            owner = f"subject_{code}"
            named[_key(subject.name)] = owner
            terms[owner] = Term(owner, subject.name, printed=subject.variants)
        term = terms[owner]
        terms[owner] = replace(term, codes=(*term.codes, code))
    return terms


TERMS: Final[Mapping[str, Term]] = _load()
"""名词表 by id."""


@cache
def _owners() -> Mapping[str, str]:
    return {code: term.id for term in TERMS.values() for code in term.codes}


def _variants(name: str) -> Iterator[str]:
    """The same label with or without a trailing 支出: 死亡抚恤 and 死亡抚恤支出, 社会保障和就业支出 without."""
    if name.endswith("支出"):
        if len(name) >= len("住房改革支出"):
            yield name[:-2]
    elif not name.endswith(("收入", "拨款", "合计", "总计", "结余", "结转")):
        yield name + "支出"


@cache
def lexicon() -> Mapping[str, tuple[str, str]]:
    """词典: every folded word to its concept and its spelling. A word belongs to one concept.

    Raises ValueError where the dictionary gives one word to two concepts.
    """
    table: dict[str, tuple[str, str]] = {}
    for term in TERMS.values():
        for word in (term.name, *term.printed, *term.words):
            key = _key(word)
            other = table.setdefault(key, (term.id, word))[0]
            if other != term.id and not term.id.startswith("subject_"):
                raise ValueError(f"corpus/terms.toml gives the word {word!r} to both {other} and {term.id}")
    for term in TERMS.values():
        if term.role == "amount":
            for word in (term.name, *term.printed):
                for variant in _variants(_key(word)):
                    table.setdefault(variant, (term.id, variant))
    return table


class _Node(dict[str, "_Node"]):
    """A node of the word tree; ``hit`` is the concept and word that end here."""

    hit: tuple[str, str] | None = None


@cache
def _tree() -> _Node:
    root = _Node()
    singular = {k[:-1]: h for k, h in lexicon().items() if k.isascii() and k.endswith("s") and " " in k}
    for key, hit in {**singular, **lexicon()}.items():
        node = root
        for char in key:
            node = node.setdefault(char, _Node())
        node.hit = hit
    return root


_TELLING: Final = 6
"""From this length on a subject's name speaks for itself; 体育, 图书馆, 招商引资 are mostly bodies and doings."""
_AS_SUBJECT: Final = re.compile(
    r"\s*(?:\([类款项]\)|支出|科目|(?<!馆)(?:预算|决算|年初|多少|是多少|花了|占|的(?:预算|决算|支出|金额)))"
)
_BODY: Final = re.compile(r"[局委厅院馆站]|所(?![占需有得列含属])|处(?![于理置])|中心|[大支]队|学校|部门|办公室")
"""A word before these names a body (卫生健康委员会, 采购中心), not an amount."""

_Hit: TypeAlias = tuple[tuple[str, str], int]


def _ends_inside_word(folded: str, end: int) -> bool:
    """Whether an English match would cut a word (rent in current); a plural s is part of it."""
    if not (folded[end - 1].isascii() and folded[end - 1].isalpha()):
        return False
    tail = folded[end : end + 2]
    return tail[:1].isascii() and tail[:1].isalnum() and not (tail[:1] == "s" and not tail[1:].isalnum())


def _names_it(folded: str, hit: tuple[str, str], start: int, end: int) -> bool:
    """Whether a word that stands here means its concept, judged by what surrounds it."""
    if _ends_inside_word(folded, end):
        return False
    if hit[0].startswith("subject_") and len(hit[1]) < _TELLING and not hit[1].endswith("支出"):
        return folded[start - 1 : start].isdigit() or _AS_SUBJECT.match(folded, end) is not None
    if folded[end : end + 1] and folded[end] in TERMS[hit[0]].unless_followed:
        return False
    return TERMS[hit[0]].role == "text" or _BODY.match(folded, end) is None


def _longest(folded: str, start: int, root: _Node) -> _Hit | None:
    node: _Node | None = root.get(folded[start])
    best: _Hit | None = None
    at = start
    while node is not None:
        at += 1
        if node.hit is not None and _names_it(folded, node.hit, start, at):
            best = (node.hit, at)
        while at < len(folded) and folded[at] in _SKIP:
            at += 1
        node = node.get(folded[at]) if at < len(folded) else None
    return best


def longest_at(folded: str, start: int) -> Match | None:
    """The longest word of a concept that begins at ``start`` of a folded, lower-case text; None where none does."""
    hit = _longest(folded, start, _tree())
    if hit is None:
        return None
    (term_id, word), end = hit
    return Match(term_id, start, end, word)


@cache
def composed(concept: str | None, word: str) -> str | None:
    """The term that a term and a word behind it name together (公车 and 运行维护费: 公务用车运行维护费); None where they name none."""
    term = TERMS.get(concept or "")
    for name in (term.name, *term.printed, *term.words) if term is not None and word else ():
        whole = f"{name}{word}"
        match = next((m for m in find_terms(whole) if (m.start, m.end) == (0, len(whole))), None)
        if match is not None and match.term_id != concept:
            return match.term_id
    return None


def find_terms(text: str) -> list[Match]:
    """找名词: the concepts named in a text, left to right; the longest word wins, none overlaps.

    White space, line breaks and quotation marks inside a word are tolerated; full width is folded.
    """
    folded = fold(text).casefold() if text.isascii() else "".join(c.lower() if c.isascii() else c for c in fold(text))
    root, found, at = _tree(), [], 0
    while at < len(folded):
        char = folded[at]
        if char.isascii() and char.isalnum() and at and folded[at - 1].isascii() and folded[at - 1].isalpha():
            at += 1
            continue
        hit = _longest(folded, at, root)
        if hit is None:
            at += 1
            continue
        (term_id, word), end = hit
        found.append(Match(term_id, at, end, word))
        at = end
    return found


_ORDINAL: Final = re.compile(
    r"^(?:[-—·•#☆★△※]+|其中[:,]?|减[:]|加[:]|[一二三四五六七八九十廿]{1,4}[、.,]|\([一二三四五六七八九十廿]{1,4}\)[、.]?"
    r"|\d{1,2}[、.](?!\d)|\d{1,2}\)|\(\d{1,2}\)[、.]?|[①-⑳])"
)
_LEVEL: Final = re.compile(r"\([类款项]\)")
_UNIT: Final = re.compile(r"\((?:单位:)?(?:万元|元|亿元|%|人|辆|个|台|台\(套\)|平方米|人次|批次)\)$")
_TOTAL: Final = re.compile(r"(?:合计数?|小计|总计|总额|金额|年初预算数?|预算数?|决算数?)$")
_YEAR: Final = re.compile(r"^20\d{2}年?度?")
_GLUED: Final = re.compile(r"^(\d{3}|\d{5}|\d{7})(?=[^\d.,])")


def _bare(label: str) -> str:
    """A label without ordinals, 其中：, （类）（款）（项）, units and doubled 支出."""
    bare = _key(label).replace("其它", "其他").replace("支出支出", "支出")
    previous = None
    while bare != previous:
        previous = bare
        bare = _UNIT.sub("", _LEVEL.sub("", _ORDINAL.sub("", bare))).strip(":;。、,")
    return bare


def _candidates(bare: str) -> Iterator[str]:
    """The label, then shorter readings of it: without year, totals and basis words, closing brackets, 支出."""
    yield bare
    start = _YEAR.sub("", bare) or bare
    yield start
    shorter = start
    while (cut := _TOTAL.sub("", shorter)) and cut != shorter:
        shorter = cut
        yield shorter
    if (cut := re.sub(r"\([^()]*\)$", "", shorter)) and cut != shorter:
        yield cut
    for tail, keep in (("费用", "费"), ("经费", "费"), ("支出", "")):
        if start.endswith(tail) and len(start) > len(tail):
            yield start.removesuffix(tail) + keep


def _of_label(bare: str) -> str | None:
    words = lexicon()
    return next((words[c][0] for c in _candidates(bare) if c in words), None)


def fees_in(said: str) -> tuple[str, ...]:
    """水费 and 电费 for 水电费 or 水电: the fees that a short name names together; () where it names one thing."""
    chars = said.removesuffix("费")
    if len(chars) != PAIR:
        return ()
    fees = tuple(f"{c}费" for c in chars)
    concepts = {concept_of_label(f) for f in fees}
    return fees if None not in concepts and len(concepts) == PAIR else ()


PAIR = 2
"""Characters of a name for two fees at once."""


def concept_of_label(label: str, code: str | None = None) -> str | None:
    """标签归名词: the concept of a printed row or column label; None where it is not in the dictionary.

    The code decides where there is one. A head path (本年支出/基本支出) is read as a whole, then from its last part.
    合计 and its like name no concept.
    """
    bare = _bare(label)
    glued = _GLUED.match(bare)
    digits = canonical(code) if code else (glued[1] if glued else "")
    if digits in _owners():
        return _owners()[digits]
    if glued and is_code(glued[1]):
        bare = _bare(bare[glued.end() :])
    found = _of_label(bare)
    if found is None and "/" in bare:
        found = next((hit for part in reversed(bare.split("/")) if (hit := _of_label(_bare(part)))), None)
    return found or (f"subject_{digits}" if is_code(digits) else None)
