"""寒暄: greetings, thanks, help and what is held: answered as such, and taken off a question that they stand around.

An utterance is courtesy where the words of courtesy.toml account for all of it, whatever their order. A question that
begins or ends with such words (好的。那工会经费呢？ 换成元，谢谢) is asked without them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from corpus.disclosure import Disclosure
from corpus.language.lexicon import Trie
from qa import wording
from qa.answer import Answer
from qa.answering.cover import covered, trie_of
from qa.english import naming
from qa.library import Library
from qa.understanding.bodies import Body
from qa.understanding.question import understand
from qa.understanding.topics import blank

Kind = Literal["greeting", "thanks", "goodbye", "noted", "help", "identity", "holdings", "upload"]
_GRAVEST: tuple[Kind, ...] = ("upload", "holdings", "help", "identity", "goodbye", "thanks", "greeting", "noted")
"""Of several kinds in one utterance the first of these is answered."""
_CLAUSE = re.compile(r"(?:[^，,。.！!？?；;：:、~～…\s]|(?<=[A-Za-z'])[ ](?=[A-Za-z]))+")
_ABOUT_ONESELF = re.compile(r"^(?:我|我们|咱|咱们)(?:是|在|正在|刚)|^i(?: am|'m| study| work| write| teach) ")
_ASKS = re.compile(r"[吗呢?？]")
MOST_NAMED = 8
"""Bodies that are named one by one."""


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("qa.answering").joinpath("courtesy.toml").read_text("utf-8"))


def _say(what: str, *, english: bool) -> str:
    """Words of our own, by what they are for."""
    said: str = _data()["say"]["en" if english else "zh"][what]
    return said


@cache
def _words() -> tuple[Trie[str], Trie[str]]:
    """Words of courtesy with those that may stand beside them, and words that announce questions."""
    data = _data()
    kinds = [(w, name) for name, entry in data["kind"].items() for w in entry["words"]]
    beside = [(w, "") for w in data["filler"]["words"]]
    return trie_of([*kinds, *beside]), trie_of(
        [*((w, "announce") for w in data["announce"]["words"]), *((w, "") for w in data["announced"]["words"])]
    )


def kind_of(text: str) -> Kind | None:
    """Which kind of courtesy all of an utterance is; None where it asks for or says anything else."""
    kinds = covered(text.strip().lower(), _words()[0])
    kind = next((k for k in _GRAVEST if k in kinds), None) if kinds else None
    return None if kind == "noted" and _ASKS.search(text) else kind


def asked(text: str) -> str:
    """The utterance without the clauses of courtesy that it begins and ends with; as it is where nothing else is there."""
    clauses = list(_CLAUSE.finditer(text))
    kept = [c for c in clauses if not _is_spoken(c[0])]
    if not kept or len(kept) == len(clauses):
        return text
    start = kept[0].start()
    end = len(text) if kept[-1] is clauses[-1] else kept[-1].end()
    return text[start:end].strip()


def _is_spoken(clause: str) -> bool:
    """Whether a clause only greets, thanks or takes note; 可以 and 对 by themselves may be part of a question."""
    kinds = covered(clause.lower(), _words()[0]) or frozenset()
    return bool(kinds) and kinds <= {"greeting", "thanks", "goodbye", "noted"}


def answer(text: str, library: Library, *, english: bool) -> Answer | None:
    """The answer to courtesy, help and what is held; None where something else is asked."""
    if (kind := kind_of(text)) is not None:
        return _answered(kind, library, english=english)
    return None


def announced(text: str, library: Library, *, english: bool) -> tuple[Answer, tuple[Body, ...], tuple[int, ...]] | None:
    """The answer to an utterance that only says whom its questions will be about, with those bodies and years; None for others."""
    question = understand(text, library.bodies)
    spans = [*question.who.spans, *((a, b) for _, a, b in question.year_spans)]
    rest = without_oneself(blank(question.folded, spans)).lower().strip()
    kinds, announcing = _words()
    found = covered(rest, kinds, announcing)
    greeted = any(_is_spoken(c[0]) for c in _CLAUSE.finditer(text))
    if found is None or question.codes or not found <= {"greeting", "noted", "thanks", "announce"}:
        return None
    if "announce" not in found and not (greeted and (question.who.mentions or not rest)):
        return None
    bodies = question.who.bodies
    return _attentive(bodies, library, english=english), bodies, question.years


def without_oneself(text: str) -> str:
    """The text, with clauses blanked in which people say who they are."""
    return "".join(
        " " * len(c) if _ABOUT_ONESELF.match(c.strip().lower()) else c
        for c in re.split(r"(?<=[，,。.；;！!？?])", text)
    )


def _attentive(bodies: Sequence[Body], library: Library, *, english: bool) -> Answer:
    examples = _examples(library, bodies, english=english)
    held = "；".join(_held(b) for b in bodies[:MOST_NAMED])
    if english:
        words = f"Hello. {'Held: ' + held + '. ' if held else ''}What would you like to know?"
    else:
        words = f"您好，可以。{'已收录：' + held + '。' if held else ''}请问想查哪一项？"
    return Answer("answered", _with_examples(words, examples, english=english), follow_ups=examples)


def _answered(kind: Kind, library: Library, *, english: bool) -> Answer:
    examples = _examples(library, english=english)
    words = _say(kind, english=english) if kind != "holdings" else _holdings(library, english=english)
    if kind in {"thanks", "goodbye", "noted", "upload"}:
        return Answer("answered", words)
    if kind == "holdings":
        return Answer("answered", words, follow_ups=examples)
    about = "" if kind == "greeting" else _say("about", english=english)
    whole = f"{words}{about}{_how_much(library, english=english)}"
    return Answer("answered", _with_examples(whole, examples, english=english), follow_ups=examples)


_NAME = re.compile(r"[一-鿿（）()]{4,}")


def _with_examples(words: str, examples: Sequence[str], *, english: bool) -> str:
    if not examples:
        return words
    lead = "For example:" if english else "例如："
    return "\n".join([f"{words}\n{lead}", *(f"- {e}" for e in examples)])


def _how_much(library: Library, *, english: bool) -> str:
    documents, bodies = len(library.disclosures), len(library.bodies)
    if english:
        return f" Held at present: {documents} documents of {bodies} bodies."
    return f"现已收录 {bodies} 个单位的 {documents} 份文件。" if documents else "现在还没有收录任何文件。"


def _examples(library: Library, bodies: Sequence[Body] = (), *, english: bool = False) -> list[str]:
    """Three questions about what is held: a total, the three public expenses, an overview."""
    named = list(bodies or sorted(library.bodies, key=lambda b: _NAME.fullmatch(b.issuer) is None)[:3])
    if not named:
        return []
    asked_of = [named[i % len(named)] for i in range(3)]
    latest = [max(b.disclosures, key=lambda d: d.fiscal_year) for b in asked_of]
    if english:
        return [
            form.format(
                naming.body(b.issuer), f"{d.fiscal_year} {'budget' if d.kind == 'budget' else 'final accounts'}"
            )
            for form, b, d in zip(_ENGLISH_FORMS, asked_of, latest, strict=True)
        ]
    forms = ("{}支出合计是多少？", "{}的“三公”经费是多少？", "总结一下{}")
    return [
        form.format(f"{short_name(b)}{_scope(b, d)}{d.fiscal_year}年{'预算' if d.kind == 'budget' else '决算'}")
        for form, b, d in zip(forms, asked_of, latest, strict=True)
    ]


_ENGLISH_FORMS = (
    "What is the total expenditure of {} in its {}?", "How much are the three public expenses of {} in its {}?", "Give an overview of {}, {}.",
)  # fmt: skip


def _scope(body: Body, disclosure: Disclosure) -> str:
    """The scope of a disclosure, where another one of its year and kind is held."""
    alike = [d for d in body.disclosures if (d.fiscal_year, d.kind) == (disclosure.fiscal_year, disclosure.kind)]
    return f"（{wording.SCOPE_WORDS[disclosure.scope]}）" if len(alike) > 1 else ""


def short_name(body: Body) -> str:
    """A body's name without the regions around its own."""
    return body.issuer[sum(map(len, body.regions[:-1])) :]


def _held(body: Body) -> str:
    documents = sorted({(d.fiscal_year, wording.KIND_WORDS[d.kind], d.scope) for d in body.disclosures})
    of = {(y, k) for y, k, _ in documents}
    several = len(of) < len(documents)
    said = [f"{y}年{k}{f'（{wording.SCOPE_WORDS[s]}）' if several else ''}" for y, k, s in documents]
    return f"{body.issuer}（{'、'.join(said)}）" if not several else f"{body.issuer}：{'、'.join(said)}"


def _holdings(library: Library, *, english: bool) -> str:
    bodies = library.bodies
    if not bodies:
        return f"{_say('none', english=english)}{_say('upload', english=english)}"
    lead = f"Held: {len(library.disclosures)} documents of {len(bodies)} bodies:" if english else (
        f"已收录 {len(bodies)} 个单位的 {len(library.disclosures)} 份公开文件："
    )  # fmt: skip
    lines = [f"- {_held(b)}" for b in list(bodies)[: MOST_NAMED * 2]]
    if len(bodies) > len(lines):
        lines.append(
            f"- …… and {len(bodies) - len(lines)} more"
            if english
            else f"- ……另有 {len(bodies) - len(lines)} 个单位，见“文件”页。"
        )
    return "\n".join([lead, *lines])
