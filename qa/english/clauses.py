"""英文分句: the mentions of an English question as clauses, each with what it names, and what around it says how.

A strong mark ends a clause; so does a comma, or the word “and”, where what follows asks. What stands in brackets is another name for what
stands before them, and the Chinese one is the printed one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from qa.english.mentions import Said

_STRONG = frozenset(".;:?!—")
_NAMING = frozenset({"name", "word", "chinese", "unknown"})
_BEGINS = frozenset(
    {"how_much", "part", "which", "list", "why", "who", "when", "where", "how", "means", "wrong", "what", "purpose"}
)
_BEGINS_OPERATORS = frozenset({"DIFFERENCE", "COMPARE", "SHARE", "PERCENT", "GROWTH", "TIMES"})


@dataclass
class Phrase:
    """名词短语: the mentions that name one thing, in segments that “of” links; the last segment contains the others.

    ``after`` is what parts it from the phrase before: ``and``, ``than``, an operator, ``""`` at the beginning.
    """

    segments: list[list[Said]] = field(default_factory=list)
    after: str = ""
    year: str = ""
    basis: str = ""

    @property
    def mentions(self) -> list[Said]:
        """All its mentions, as they are said."""
        return [m for s in self.segments for m in s]


@dataclass
class Clause:
    """分句 of an English question."""

    said: list[Said] = field(default_factory=list)
    mark: str = ""

    def of(self, kind: str, *values: str) -> list[Said]:
        """Its mentions of a kind (and of these values)."""
        return [s for s in self.said if s.is_a(kind, *values)]

    def values(self, kind: str) -> set[str]:
        """The values of its mentions of a kind."""
        return {s.value for s in self.said if s.kind == kind}

    @property
    def asks(self) -> bool:
        """Whether it asks for anything."""
        weak = {"yes_no", "each"}
        return bool(
            self.values("operator") - {"SUM", "LESS"}
            or self.values("question") - weak
            or self.of("measure")
            or self.begins_with_verb
        )

    @property
    def begins_with_verb(self) -> bool:
        """Whether it begins with an auxiliary verb, as yes-or-no questions do."""
        spoken = [s for s in self.said if s.kind != "silent"]
        return bool(spoken) and spoken[0].is_a("question", "yes_no")

    @property
    def phrases(self) -> list[Phrase]:
        """The phrases that name things, in order."""
        found: list[Phrase] = []
        open_, apart, last_of = False, "", False
        for said in self.said:
            if said.kind in _NAMING:
                if not open_:
                    found.append(Phrase([[]], apart))
                elif last_of:
                    found[-1].segments.append([])
                found[-1].segments[-1].append(said)
                open_, apart, last_of = True, "", False
            elif said.is_a("preposition", "of"):
                last_of = open_
                apart = apart or ("" if open_ else "of")
            elif said.is_a("preposition") or said.is_a("mark", ","):
                open_, apart, last_of = False, {"than": "than"}.get(said.value, "and"), False
            elif said.kind in {"operator", "question", "condition", "measure"}:
                if not said.is_a("question", "yes_no", "each") or not open_:
                    apart = said.value if said.kind == "operator" else apart or "verb"
                else:
                    apart = "verb"
                open_, last_of = False, False
            elif said.kind == "basis" and open_ and said.text.lower() in {"target", "goal", "budget"}:
                continue  # the satisfaction target for enterprises
            elif said.kind == "basis":
                open_, apart, last_of = False, apart or "verb", False
            elif said.kind in {"silent", "again", "courtesy"} and said.text.lower() not in _ARTICLES:
                open_ = open_ and said.kind == "silent" and said.text.lower() in _LIGHT
                last_of = last_of and open_
                apart = apart or ("" if open_ else "verb")
        return found


_ARTICLES = frozenset(
    {
        "the",
        "a",
        "an",
        "its",
        "their",
        "all",
        "every",
        "this",
        "that",
        "these",
        "those",
        "money",
        "amount",
        "total",
        "one",
    }
)
_LIGHT = frozenset(
    {"'s", "new", "old", "big", "small", "long", "other", "everyday", "annual", "full", "whole", "entire"}
)


def clauses_of(said: Sequence[Said]) -> list[Clause]:
    """The clauses of a question, brackets read."""
    items = _brackets(list(said))
    found = [Clause()]
    for at, item in enumerate(items):
        if item.kind == "mark" and item.value in _STRONG:
            if found[-1].said:
                found[-1].mark = item.value
                found.append(Clause())
            continue
        joint = item.is_a("mark", ",") or item.is_a("preposition", "and")
        if joint and found[-1].said and (_asks_next(items[at + 1 :]) or _tells_unit(items[at + 1 :])):
            found[-1].mark = ","
            found.append(Clause())
            continue
        if item.kind == "mark" and item.value != ",":
            continue
        found[-1].said.append(item)
    told = [c for c in found if any(s.kind not in {"silent", "mark", "preposition"} for s in c.said)]
    joined: list[Clause] = []
    for clause in told:
        if (
            clause.said[0].is_a("courtesy", "asking")
            and clause.said[0].text.lower().startswith("i ")
            and clause.mark != "?"
            and joined
            and not clause.of("operator", "SAME")
        ):
            continue  # I only see the change: told, not asked
        if joined and all(
            s.kind in {"silent", "preposition", "unit", "again"}
            or s.is_a("operator", "PERCENT")
            or s.is_a("question", "each")
            for s in clause.said
        ):
            joined[-1].said += [s for s in clause.said if s.kind in {"operator", "unit"}]
        elif joined and joined[-1].mark == ":" and joined[-1].asks and not joined[-1].phrases and not clause.asks:
            joined[-1].said += clause.said  # which is larger: this or that
            joined[-1].mark = clause.mark
        elif joined and _only_why(clause) and _states_change(joined[-1]):
            joined[-1].said += clause.said  # less was spent on travel. Why?
            joined[-1].mark = clause.mark
        else:
            joined.append(clause)
    return joined


def _only_why(clause: Clause) -> bool:
    return bool(clause.of("question", "why")) and not clause.phrases and not clause.values("operator")


def _states_change(clause: Clause) -> bool:
    """Whether a clause states that something moved, and asks nothing."""
    states = clause.mark in {".", ";", "—", ":"} and not clause.values("question") - {"yes_no"}
    return (
        states
        and bool(clause.phrases)
        and bool(clause.of("operator", "UP", "DOWN", "CHANGE", "GROWTH"))
        and not clause.begins_with_verb
    )


def _asks_next(rest: Sequence[Said]) -> bool:
    """Whether what follows a joint begins another asking."""
    if _asks_whether_moved(rest):
        return True
    for item in rest:
        if (
            item.kind in {"silent", "again"}
            or item.is_a("operator", "SUM")
            or item.is_a("preposition", "of")
            or item.is_a("mark", ",")
        ):
            continue
        if item.kind == "question":
            return item.value in _BEGINS
        if item.kind == "courtesy":
            continue
        if item.is_a("operator", "PER"):
            return True
        return (item.kind == "operator" and item.value in _BEGINS_OPERATORS) or (
            item.kind == "measure" and item.value == "score"
        )
    return False


def _asks_whether_moved(rest: Sequence[Said]) -> bool:
    """Whether a joint is followed by “did that change”, “has it risen”."""
    near = [s for s in rest[:4] if s.kind != "silent"]
    moved = len(near) > 1 and any(s.is_a("operator", "UP", "DOWN", "CHANGE", "GROWTH") for s in near[1:3])
    again = bool(near) and ((len(near) > 1 and near[1].kind == "again") or near[0].text.lower().endswith(" it"))
    return moved and again and near[0].is_a("question", "yes_no")


def _tells_unit(rest: Sequence[Said]) -> bool:
    return bool(rest) and rest[0].kind == "unit"


def _brackets(items: list[Said]) -> list[Said]:
    """The mentions with what stands in brackets taken as another name, a year, a scope, or left out."""
    found: list[Said] = []
    at = 0
    while at < len(items):
        item = items[at]
        close = next((i for i in range(at + 1, len(items)) if items[i].is_a("mark", ")")), None)
        if not item.is_a("mark", "(") or close is None:
            if not item.is_a("mark", "(", ")"):
                found.append(item)
            at += 1
            continue
        found = _with_bracket(found, items[at + 1 : close])
        at = close + 1
    return found


def _with_bracket(before: list[Said], inside: Sequence[Said]) -> list[Said]:
    telling = [s for s in inside if s.kind not in {"silent", "mark", "preposition"}]
    chinese = [s for s in telling if s.kind == "chinese"]
    if inside and inside[0].text.lower() == "not":
        return before
    if chinese and len(chinese[0].value) > 1:
        return [*_without_last_phrase(before), chinese[0]]
    named = [s for s in telling if s.kind in _NAMING]
    if named and before and before[-1].kind == "chinese":
        return before
    if len(named) == 1 and named[0].kind == "name" and _enumerates(inside) and _is_loose(before):
        return [*_without_last_phrase(before), named[0]]
    if len(named) > 1 and _enumerates(inside):
        return [*_without_last_phrase(before), *inside]
    if not _enumerates(inside):
        return [*before, *(s for s in telling if s.kind in {"year", "scope", "unit", "body"})]
    document = any(s.kind == "year" for s in inside) and any(s.kind == "body" for s in before)
    kept = {"year", "scope", "operator", "unit", "body", *(() if document else ("basis",))}
    return [*before, *(s for s in telling if s.kind in kept)]


def _is_loose(before: Sequence[Said]) -> bool:
    """Whether what stands last is put together from words, and no printed name: brackets may say which name is meant."""
    last = before[len(_without_last_phrase(list(before))) :]
    told = [s for s in last if s.kind in _NAMING]
    return len(told) > 1 and any(s.kind in {"word", "unknown"} for s in told)


def _enumerates(inside: Sequence[Said]) -> bool:
    """Whether a bracket lists things, and does not explain one (audits done by other firms)."""
    explains = {s.text.lower() for s in inside} & {
        "by",
        "which",
        "that",
        "who",
        "i.e.",
        "meaning",
        "used",
        "done",
        "called",
        "so-called",
    }
    return not explains


def _without_last_phrase(before: list[Said]) -> list[Said]:
    """The mentions without the phrase that stands last: brackets name it again."""
    end = len(before)
    while end and (
        before[end - 1].kind in {"name", "word", "unknown", "members"}
        or (before[end - 1].kind == "silent" and end < len(before))
    ):
        end -= 1
    return before[:end] if any(s.kind in {"name", "word", "unknown", "members"} for s in before[end:]) else before


def with_marks(clause: Clause, mark: str) -> Clause:
    """The clause with another mark at its end."""
    return replace(clause, mark=mark)
