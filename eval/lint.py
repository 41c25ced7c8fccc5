"""题库检查: `eval lint`. Every line of a question bank held against its format, its documents and its own arithmetic.

A fault is told with its place and nothing is put right in silence: who wrote the line knows what was meant. Of the held
part no words are ever told, only what kind of fault it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from eval import lint_values, plan_form
from eval.bank import Line
from eval.gold import KINDS, Question, Value
from eval.judge import judge, squeeze

QUESTION_KEYS = (
    "id", "hand", "question", "kind", "docs", "answer", "values", "must_include", "evidence", "plan", "tags", "note",
)  # fmt: skip
TURN_KEYS = ("question", "kind", "values", "must_include", "answer", "plan", "note")
DIALOGUE_KEYS = ("id", "hand", "docs", "turns")
TURNS = range(3, 8)
"""How many turns a dialogue has."""
TAGS = frozenset({
    "several", "deep", "everyday", "unanswerable", "conflict", "premise", "bodies", "topn", "filter", "per", "attribute",
})  # fmt: skip
BANK_KINDS = KINDS - {"attack", "figure_deep"}
FOLLOWING = ("several", "deep", "unanswerable", "premise")
"""Tags that follow from kind and plan and stand exactly where they do; a conflict may also be told in passing."""
OFFICIAL = 4
"""Characters from which on a printed name is an official one: 办公费 is anybody's word, 商品和服务支出 is not."""
_MARKS = str.maketrans("", "", '“”"')
NEAR = 600
"""Characters within which the pieces of a cell's quote stand, white space aside: a row of a wide table."""


@dataclass(frozen=True, slots=True)
class Fault:
    """问题: what is wrong with a line. ``detail`` quotes it and is empty in the held part."""

    where: str
    id: str
    what: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.where} {self.id}: {self.what}" + (f" ({self.detail})" if self.detail else "")


@dataclass(frozen=True, slots=True)
class Linted:
    """检查结果: faults in the order of lines, and how many lines could not be held against their documents."""

    faults: tuple[Fault, ...]
    lines: int
    skipped: int


@dataclass(frozen=True, slots=True)
class _Texts:
    """原文: the documents as lines are held against them: without white space, and the numbers they print."""

    squeezed: Mapping[str, str]
    numbers: Mapping[str, frozenset[Decimal]]
    foreign: frozenset[str]

    def hold(self, line: Line) -> bool:
        """Whether all documents of a line are here."""
        return bool(line.docs) and set(line.docs) <= set(self.squeezed)


def lint(lines: Iterable[Line], texts: Mapping[str, str], foreign: frozenset[str] = frozenset()) -> Linted:
    """Check lines against the documents' texts by file name; ``foreign`` are those of which no sentence may be taken over.

    A line about a document that is not among the texts is checked in all else and counted as skipped.
    """
    squeezed = {name: squeeze(text) for name, text in texts.items()}
    there = _Texts(squeezed, {name: lint_values.numbers_in(text) for name, text in texts.items()}, foreign)
    found: list[Fault] = []
    seen: dict[str, str] = {}
    asked: dict[str, str] = {}
    every = list(lines)
    for line in every:
        found += [_fault(line, *said) for said in _of_line(line, there)]
        found += [_fault(line, *said) for said in _twice(line, seen, asked)]
    return Linted(tuple(found), len(every), sum(not set(line.docs) <= set(texts) for line in every))


def _fault(line: Line, what: str, detail: str = "") -> Fault:
    return Fault(line.where, line.id, what, "" if line.part == "held" else detail)


Said = Iterator[tuple[str, str]]


def _of_line(line: Line, texts: _Texts) -> Said:
    item, keys = line.item, DIALOGUE_KEYS if line.is_dialogue else QUESTION_KEYS
    yield from _keys(item, keys, frozenset(keys) | {"topic"})
    for key in ("id", "hand"):
        if not isinstance(item.get(key), str) or not item[key].strip():
            yield f"{key}: must be text", ""
    if not isinstance(item.get("docs"), list):
        yield "docs: must be a list of file names", ""
    if line.hand and not line.id.startswith(line.hand):
        yield "id: begins with the hand's name", line.id
    if line.is_dialogue and len(line.turns) not in TURNS:
        yield f"turns: {TURNS.start} to {TURNS.stop - 1}, not {len(line.turns)}", ""
    for number, turn in enumerate(line.turns, 1):
        at = f"turn {number}: " if line.is_dialogue else ""
        for what, detail in _of_turn(line, turn, texts):
            yield at + what, detail
    if not line.is_dialogue:
        yield from _tags(item)


def _of_turn(line: Line, turn: Mapping[str, Any], texts: _Texts) -> Said:
    if line.is_dialogue:
        yield from _keys(turn, TURN_KEYS, frozenset(TURN_KEYS) | {"evidence", "docs"})
    for key in ("question", "answer"):
        if not isinstance(turn.get(key), str) or not turn[key].strip():
            yield f"{key}: must be text", ""
    if turn.get("note") is not None and not isinstance(turn["note"], str):
        yield "note: must be text or null", ""
    sound = list(_expected(turn))
    yield from sound or _own_answer(turn)
    yield from ((f"plan: {fault}", "") for fault in plan_form.faults(turn.get("plan")))
    if texts.hold(line):
        yield from _printed(line, turn, texts)
        yield from () if sound else _accounted_for(line, turn, texts)
    yield from _evidence(turn, texts)
    for wrong in lint_values.wrong_formulas(str(turn.get("note") or "")):
        yield "note: a formula does not come to what it says", wrong
    words = "\n".join(_strings(turn))
    yield from ((f"personal data: {kind}", "") for kind in lint_values.personal_data(words))
    ours_not = [name for name in line.docs if name in texts.foreign and name in texts.squeezed]
    yield from _copied(turn, {name: texts.squeezed[name] for name in ours_not})


def _keys(item: Mapping[str, Any], needed: Iterable[str], known: frozenset[str]) -> Said:
    yield from ((f"the key {key!r} is missing", "") for key in needed if key not in item)
    yield from ((f"the key {key!r} is unknown", "") for key in item if key not in known)


def _expected(turn: Mapping[str, Any]) -> Said:
    kind, values, groups = turn.get("kind"), turn.get("values"), turn.get("must_include")
    if kind not in BANK_KINDS:
        yield f"kind: must be one of {', '.join(sorted(BANK_KINDS))}", str(kind)
    if not isinstance(values, list) or not all(_is_value(value) for value in values):
        yield "values: must be {value: decimal as text, unit: text}", str(values)
    if not isinstance(groups, list) or not all(_is_group(group) for group in groups):
        yield "must_include: must be groups of wordings", str(groups)
    if kind == "unanswerable" and values:
        yield "values: an unanswerable question has none", ""
    if kind not in {"unanswerable", "ambiguous"} and not values and not groups:
        yield "values and must_include: nothing could be judged", ""


def _own_answer(turn: Mapping[str, Any]) -> Said:
    """The line's own answer must be judged right: what it must include it says, in the spelling that is asked for."""
    values = [Value(value["value"], value["unit"]) for value in turn["values"]]
    groups = tuple(tuple(group) for group in turn["must_include"])
    item = Question("", "", turn["kind"], values=tuple(values), must_include=groups)
    figures = [{"value": value.value, "unit": value.unit} for value in values]
    refused = turn["kind"] == "unanswerable"
    reply = {
        "status": "not_found" if refused else "answered",
        "answer": str(turn.get("answer") or ""),
        "figures": figures,
        "conflicts": [{"figures": figures}],
    }
    if not (found := judge(item, reply)).right:
        yield "answer: would not be judged right by what the line asks for", found.why


def _is_value(value: object) -> bool:
    if not isinstance(value, dict) or set(value) != {"value", "unit"} or not isinstance(value["unit"], str):
        return False
    try:
        return isinstance(value["value"], str) and Decimal(value["value"]).is_finite()
    except InvalidOperation:
        return False


def _is_group(group: object) -> bool:
    return isinstance(group, list) and bool(group) and all(isinstance(word, str) and word.strip() for word in group)


def _printed(line: Line, turn: Mapping[str, Any], texts: _Texts) -> Said:
    """What a plan looks up, and within what, are names that one of the line's documents prints, quotation marks aside."""
    printed = [_unquoted(texts.squeezed[doc]) for doc in line.docs]
    for look in [] if plan_form.faults(turn.get("plan")) else plan_form.looks(turn["plan"]):
        for name in (look["thing"], *look.get("within", ())):
            if not any(_unquoted(squeeze(name)) in text for text in printed):
                yield "plan: a name is printed in none of the documents", name


def _accounted_for(line: Line, turn: Mapping[str, Any], texts: _Texts) -> Said:
    """Every figure of an answer is printed in one of the line's documents, or its note works it out."""
    printed = frozenset[Decimal]().union(*(texts.numbers[doc] for doc in line.docs))
    for value in turn["values"]:
        if not lint_values.is_accounted_for(Decimal(value["value"]), printed, str(turn.get("note") or "")):
            yield "values: a figure is neither printed nor worked out in the note", value["value"]


def _unquoted(text: str) -> str:
    return text.translate(_MARKS)


def _evidence(turn: Mapping[str, Any], texts: _Texts) -> Said:
    found = turn.get("evidence", [])
    if not isinstance(found, list):
        yield "evidence: must be a list", ""
        return
    for one in found:
        if not isinstance(one, dict) or not {"doc", "quote"} <= set(one) <= {"doc", "quote", "table"}:
            yield "evidence: must be doc, quote and table", str(one)
        elif one["doc"] in texts.squeezed and not stands(
            str(one["quote"]), texts.squeezed[one["doc"]], cells=one["doc"] in texts.foreign
        ):
            yield f"evidence: does not stand in {one['doc']}", str(one["quote"])


def stands(quote: str, source: str, *, cells: bool) -> bool:
    """Whether a quote stands in a squeezed source.

    With ``cells`` also where only its pieces (a label, a figure) stand within a row of each other, as cells are quoted of
    a document of which no sentence may be taken over.
    """
    if squeeze(quote):
        return squeeze(quote) in source or (cells and _pieces_stand(quote, source))
    return False


def _pieces_stand(quote: str, source: str) -> bool:
    pieces = sorted(set(re.split(r"[\s|…]+", quote.strip())), key=len, reverse=True)
    for found in re.finditer(re.escape(pieces[0]), source):
        row = source[max(0, found.start() - NEAR) : found.end() + NEAR]
        if all(piece in row for piece in pieces[1:]):
            return True
    return False


def _tags(item: Mapping[str, Any]) -> Said:
    """A tag says what the plan or the kind says too; the two may not part."""
    tags, kind, plan = item.get("tags"), item.get("kind"), item.get("plan")
    if not isinstance(tags, list) or not set(map(str, tags)) <= TAGS or len(set(map(str, tags))) != len(tags):
        yield f"tags: must be a list of {', '.join(sorted(TAGS))}, each once", str(tags)
        return
    if not isinstance(plan, dict) or plan_form.faults(plan):
        return
    roots, ops = len(plan["roots"]), plan_form.operators(plan)
    if (roots == 0) != (kind == "unanswerable"):
        yield "plan: has no roots exactly where the question is unanswerable", f"{kind}, {roots} roots"
    follows = plan_form.implied_tags(str(kind), plan)
    for tag in FOLLOWING:
        if tag == "several" and not roots:
            continue
        if (tag in tags) != (tag in follows):
            yield (
                f"tags: {tag!r} {'is missing' if tag in follows else 'does not follow from kind and plan'}",
                f"{roots} roots",
            )
    if "conflict" in follows and "conflict" not in tags:
        yield "tags: 'conflict' is missing", ""
    if "topn" in tags and roots and not ops & {"TOP", "BOTTOM", "ARGMAX", "ARGMIN", "SORT"}:
        yield "tags: 'topn' without an operator that orders", ""
    if "everyday" in tags and (named := _official_names(item)):
        yield "tags: 'everyday' though an official name is used", ", ".join(named)
    if "filter" in tags and roots and not ops & {"FILTER"} and not _kept(plan):
        yield "tags: 'filter' without a condition", ""


def _kept(plan: object) -> bool:
    return any("keep" in node["members"] for node in plan_form.nodes(plan) if "members" in node)


def _official_names(item: Mapping[str, Any]) -> list[str]:
    """Printed names of the plan's things that the question says as they are printed; of two or three characters, anybody's."""
    question = squeeze(str(item.get("question") or ""))
    things = dict.fromkeys(squeeze(look["thing"]) for look in plan_form.looks(item["plan"]))
    return [thing for thing in things if len(thing) >= OFFICIAL and thing in question]


def _copied(turn: Mapping[str, Any], sources: Mapping[str, str]) -> Said:
    """Sentences taken over; the printed name of a table or a line is no sentence."""
    quotes = [str(one.get("quote") or "") for one in turn.get("evidence") or [] if isinstance(one, dict)]
    for text in [*(str(turn.get(key) or "") for key in ("question", "answer", "note")), *quotes]:
        for name, source in sources.items():
            if length := lint_values.copied(text, source):
                yield f"{length} characters in a row are taken over from {name}", text


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _twice(line: Line, seen: dict[str, str], asked: dict[str, str]) -> Said:
    """An id, or a question outside a dialogue, that an earlier line has."""
    if line.id in seen:
        yield f"id: is taken at {seen[line.id]}", ""
    seen.setdefault(line.id, line.where)
    if not line.is_dialogue:
        words = squeeze(str(line.item.get("question") or "")).rstrip("？?。")
        if words in asked:
            yield f"question: is asked at {asked[words]} already", ""
        asked.setdefault(words, line.where)
