"""措辞检查: answers to the questions at hand, held against rules of plain speech; what is right is no matter here.

In: an answer, its question and the bodies held. Out: a fault for each rule that a line breaks, with the line. Words of a document,
which are printed as they are, are left alone: only lines that are ours are looked at.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval import bank
from eval.ground import Loader, asking
from eval.judge import Reply, figures_of
from eval.treebank import PHRASINGS

LONGEST = 220
"""Characters in which one figure is to be said."""
NAMED = 2
"""Times that a body may be called by its full name in one answer."""
DECIMALS = 2
"""Decimals of 万元 that are said where no document prints more."""


@dataclass(frozen=True, slots=True)
class Fault:
    """一处毛病: the rule that is broken, the question, and the words that break it."""

    rule: str
    question: str
    said: str


@dataclass(frozen=True, slots=True)
class Said:
    """一答: an answer as the rules look at it. ``lines`` are those that are ours, marks of citations left out."""

    question: str
    answer: Reply
    issuers: tuple[str, ...]
    lines: tuple[str, ...]
    quotes: str
    printed: str = ""

    @classmethod
    def of(cls, question: str, answer: Reply, issuers: Iterable[str], printed: str = "") -> Said:
        """An answer split into its own lines and what it quotes; ``printed`` is the text of all documents."""
        quotes = "".join("".join((c.get("quote") or "").split()) for c in answer.get("citations") or [])
        lines = [_MARKS.sub("", line).strip() for line in (answer.get("answer") or "").split("\n")]
        own, reading = list[str](), False
        for line in lines:
            reading = (reading and "**" not in line and not line.startswith(_OURS)) or _HEAD.search(line) is not None
            told = reading and _HEAD.search(line) is None
            if line and not told and not line.startswith("|") and "".join(line.split()).strip("“”") not in quotes:
                own.append(line)
        return cls(
            question, answer, tuple(issuers), tuple(x for x in own if not x.startswith(_QUOTING)), quotes, printed
        )

    @property
    def is_english(self) -> bool:
        """Whether the question is in English."""
        return not re.search(r"[一-鿿]{4}", self.question) or bool(re.search(r"[A-Za-z]+ [a-z]+ [a-z]+", self.question))


_HEAD = re.compile(r"\d{4}年?[（［(].+[）］)][：:]$")
"""The line above words of a document, which says where they stand."""
_OURS = ("注意", "没有查到", "问题里", "这里没有", "另有")
_MARKS = re.compile(r"\[\d+\]")
_QUOTING = ("原文", "· ", "相近的原文", "公开文件说明的原因", "The document says", "In the original", "The reason that")
_DOUBLED = re.compile(r"(?P<word>[一-鿿]{2,6})[：:]?(?P=word)|\b(?P<english>[a-z]{3,}) (?P=english)\b")
_EMPTY = re.compile(r"“\s*”|「\s*」|‘\s*’|（\s*）|\(\s*\)")
_NESTED = re.compile(r"（[^（）]*（|\([^()]*\(")
_INTERNAL = re.compile(r"(?<=[一-鿿）)”])·(?=[一-鿿“（(])|[(（][A-Z]/[A-Z][)）]|\bB/A\b")
_TWO_YEARS = re.compile(r"\d{4}年\d{4}年")
_QUOTES_NESTED = re.compile(r"“[^”]*“")
_FINE = re.compile(r"[1-9]\d*\.\d{3,}(?=\s*万元)")
_QUOTED = re.compile(r"“([一-鿿]{2,})”")
_AMOUNT = re.compile(r"(?<![\d.,])(?<!× )\d[\d,]*(?:\.\d+)?(?:万元|亿元|元|%)")
_CAVEAT = re.compile(r"^注意口径")
_STOP = re.compile(r"[。？！：；…”]$|[。？！]）?$")
_NO_SENTENCE = re.compile(r"^(?:\d+\. |- |……|（.*）$|#|[A-Za-z(])")


def faults_of(said: Said) -> Iterator[Fault]:
    """Every fault of an answer."""
    for rule, find in RULES.items():
        for words in find(said):
            yield Fault(rule, said.question, words)


def _in_lines(pattern: re.Pattern[str]) -> Callable[[Said], Iterator[str]]:
    return lambda said: (line for line in said.lines if pattern.search(line))


def _doubled(said: Said) -> Iterator[str]:
    for line in said.lines:
        for match in _DOUBLED.finditer(line):
            if match[0] not in said.quotes and match[0] not in said.question:
                yield line


def _named_often(said: Said) -> Iterator[str]:
    text = "\n".join(said.lines)
    yield from (i for i in said.issuers if len(i) > LONG_NAME and text.count(i) > NAMED)


LONG_NAME = 10
"""Characters from which a body's name is long."""


def _long(said: Said) -> Iterator[str]:
    text = "".join("".join(line.split()) for line in said.lines)
    limit = LONGEST * 2 if said.is_english else LONGEST  # Latin letters are about half as wide
    if len(figures_of(said.answer)) == 1 and said.answer.get("status") == "answered" and len(text) > limit:
        yield text


def _internal(said: Said) -> Iterator[str]:
    for line in said.lines:
        for match in _INTERNAL.finditer(line):
            if line[max(match.start() - 2, 0) : match.end() + 2] not in said.printed:  # 党建·文明创建 is a name
                yield line


def _fine(said: Said) -> Iterator[str]:
    printed = said.quotes.replace(",", "")
    for line in said.lines:
        for match in _FINE.finditer(line):
            if match[0] not in printed:
                yield line


def _unended(said: Said) -> Iterator[str]:
    if not said.is_english:
        yield from (x for x in said.lines if not _NO_SENTENCE.match(x) and not _STOP.search(x))


def _cut_up(said: Said) -> Iterator[str]:
    """What is quoted as the question's and is not a stretch of it that begins and ends with words."""
    flat = "".join(said.question.split())
    for line in said.lines:
        if "没有披露“" in line or "没有用上" in line or "未披露“" in line:
            yield from (line for word in _QUOTED.findall(line) if word not in flat)


def _twice(said: Said) -> Iterator[str]:
    """An amount that is said more often than there are figures of it."""
    inputs = (said.answer.get("calculation") or {}).get("inputs") or []
    amounts = [f for f in (*figures_of(said.answer), *inputs) if f.get("unit") in {"元", "万元", "亿元", "%"}]
    held = Counter(f"{_number(f['value'])}{f['unit']}" for f in amounts)
    told = Counter(
        _plain(a) for line in said.lines if not line.startswith(("注意", "- ")) for a in _AMOUNT.findall(line)
    )
    yield from (amount for amount, times in told.items() if amount in held and times > max(held[amount], 1))


def _number(value: str) -> str:
    return _plain(value.lstrip("-"))


def _plain(amount: str) -> str:
    number = re.sub(r"[^\d.]", "", amount)
    return f"{number.rstrip('0').rstrip('.') if '.' in number else number}{amount.lstrip('0123456789.,-')}"


def _caveat_behind(said: Said) -> Iterator[str]:
    for at, line in enumerate(said.lines):
        if _CAVEAT.match(line) and any("**" in before for before in said.lines[:at]):
            yield line


RULES: Mapping[str, Callable[[Said], Iterator[str]]] = {
    "doubled words": _doubled, "empty quotes": _in_lines(_EMPTY), "brackets in brackets": _in_lines(_NESTED),
    "full name too often": _named_often, "too long for one figure": _long, "internal label": _internal,
    "too many decimals": _fine, "no full stop": _unended, "question cut up": _cut_up, "number said twice": _twice,
    "caveat behind the figure": _caveat_behind, "one year behind another": _in_lines(_TWO_YEARS),
    "quotes in quotes": _in_lines(_QUOTES_NESTED),
}  # fmt: skip
"""Rule → what finds the words that break it."""


def questions(shared: Path | None = None) -> list[list[str]]:
    """The conversations at hand, most of one question: the gold, open parts of the bank, the tests' phrasings, gold of a folder."""
    files = [*sorted((bank.ROOT / "eval" / "gold").glob("*.jsonl")), *sorted(PHRASINGS.glob("*.jsonl"))]
    files += [p for part in bank.OPEN_PARTS for p in sorted(bank.folder_of(part).glob("*.jsonl"))]
    files += sorted(shared.glob("*.jsonl")) if shared is not None and shared.is_dir() else []
    found: dict[tuple[str, ...], None] = {}
    for path in files:
        for text in path.read_text("utf-8").splitlines():
            item: Any = json.loads(text) if text.strip() else {}
            turns = item.get("turns", [item])
            asked = tuple(t["question"] for t in turns if isinstance(t, dict) and isinstance(t.get("question"), str))
            found |= {asked: None} if asked else {}
    return [list(asked) for asked in found]


def sampled(every: Sequence[list[str]], most: int) -> list[list[str]]:
    """At most so many conversations, evenly spread."""
    step = max(1, -(-len(every) // most)) if most else 1
    return list(every[::step])


Ask = Callable[[str, str | None], Reply]
"""A question and the conversation that it is asked in to an answer."""


@contextmanager
def answering(folder: Path, documents: Sequence[Path], load: Loader) -> Iterator[tuple[Ask, list[str], str]]:
    """How to ask over documents that are taken into an empty folder, the bodies held, and all text. Raises UnusableGroundError."""
    with asking(folder, documents, load) as asker:
        store = asker.library.store
        issuers = list(dict.fromkeys(d.issuer for d in store.disclosures()))
        printed = "\n".join(store.text(d.id) for d in store.disclosures())
        yield lambda question, talk: asker.ask(question, talk, None).as_dict(), issuers, printed


def lint(
    asked: Iterable[Sequence[str]], ask: Ask, issuers: Iterable[str], printed: str = ""
) -> tuple[int, list[Fault]]:
    """Ask conversations and hold each answer against the rules: how many answers there were, and their faults."""
    count, faults, names = 0, list[Fault](), tuple(issuers)
    for turns in asked:
        conversation: str | None = None
        for question in turns:
            answer = ask(question, conversation)
            conversation = (str(answer.get("conversation_id") or "") or conversation) if len(turns) > 1 else None
            count += 1
            faults += dict.fromkeys(faults_of(Said.of(question, answer, names, printed)))
    return count, faults
