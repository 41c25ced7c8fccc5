"""计划表: the form that a model fills in, as a JSON schema over what may be chosen, and what it filled in, read strictly.

A plan is a list of steps, each on earlier ones, and which of them answer. A step chooses among names, bodies, years and
operators; there is no field in which an amount could be written. Whatever is not of this form is no plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

from corpus.problem import MingzhangError
from qa.plan.nodes import AnswerType, Operator, Stage
from qa.planner.candidates import Choices, Name

MOST_STEPS: Final = 16
MOST_ANSWERS: Final = 6
MOST_MEMBERS: Final = 10
"""The most of a set that may be asked for by number."""
OPERATORS: Final[Mapping[str, Operator]] = {
    "sum": "SUM", "mean": "MEAN", "difference": "DIFFERENCE", "share": "SHARE", "growth": "GROWTH", "ratio": "RATIO",
    "per": "PER", "remain": "REMAIN", "change": "CHANGE", "largest": "ARGMAX", "smallest": "ARGMIN", "sort": "SORT",
}  # fmt: skip
KINDS: Final = ("look", "set", "read", *OPERATORS)
SETS: Final = ("projects", "lines", "children")
KEPT: Final = ("zero", "full", "over_budget", "under_budget", "as_said")
"""What members of a set must be; ``as_said`` is the condition that the question itself states, read by our own grammar."""
MEASURES: Final = ("share", "completion", "score", "growth", "change", "count")


class PlanFormError(MingzhangError, ValueError):
    """不成计划: what came back is not a plan of the form that was sent out."""


@dataclass(frozen=True, slots=True)
class Step:
    """一步: what to do, of which name of whom and when, on which earlier steps; ``words`` are the question's for the name."""

    do: str
    words: str = ""
    name: Name | None = None
    within: Name | None = None
    body: int = 0
    year: int | None = None
    stage: Stage | None = None
    measure: str | None = None
    counter: str | None = None
    kind: str | None = None
    keep: str | None = None
    order: int = 0
    most: int | None = None
    asks: AnswerType | None = None
    of: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """填好的表: the steps, and which of them are stated as the answer, in order."""

    steps: tuple[Step, ...]
    answers: tuple[int, ...]


def schema(choices: Choices) -> dict[str, Any]:
    """The form as a JSON schema: every name, body, year and operator is one of a list."""
    labels = [n.label for n in choices.names]
    step = {
        "do": {"type": "string", "enum": list(KINDS), "description": _TOLD["do"]},
        "words": {"type": "string", "description": _TOLD["words"]},
        "name": _choice(labels, "name"),
        "within": _choice(labels, "within"),
        "body": _choice(list(choices.bodies), "body"),
        "year": _choice(list(choices.years), "year"),
        "stage": _choice(list(get_args(Stage)), "stage"),
        "measure": _choice(list(MEASURES), "measure"),
        "counter": _choice(list(choices.counters), "counter"),
        "kind": _choice(list(SETS), "kind"),
        "keep": _choice(list(KEPT), "keep"),
        "order": _choice(["largest", "smallest"], "order"),
        "most": _choice(list(range(1, MOST_MEMBERS + 1)), "most"),
        "asks": _choice(list(get_args(AnswerType)), "asks"),
        "of": {"type": "array", "items": {"type": "integer"}, "description": _TOLD["of"]},
    }
    return {
        "title": "plan",
        "description": "The question as a plan: what to look up and what to work out of it.",
        "type": "object",
        "additionalProperties": False,
        "required": ["steps", "answers"],
        "properties": {
            "steps": {
                "type": "array",
                "description": "At most 16, each on earlier ones.",
                "items": {"type": "object", "additionalProperties": False, "required": list(step), "properties": step},
            },
            "answers": {
                "type": "array",
                "items": {"type": "integer"},
                "description": "Numbers of the steps that answer the question, in its order; steps are numbered from 0.",
            },
        },
    }


_TOLD: Final = {
    "do": "look: one printed figure. set: a list of projects or lines. read: words of the document. The others work out something of earlier steps.",
    "words": "The words of the question, copied exactly, that `name` stands for; empty where it does not name it again.",
    "name": "What the figure, the set or the words are of.",
    "within": "The project or item that it is a part of, where the question says so.",
    "body": "Whose; null where only one body is asked about.",
    "year": "Of which year; null where the question names only one, or none.",
    "stage": "budget, final_accounts and so on, where the question says so.",
    "measure": "A printed rate or change instead of the amount.",
    "counter": "The measure word where a number of people or things is asked for, not money.",
    "kind": "Of a set: projects, lines of a table or of a project, or rows below an item.",
    "keep": "Of a set: which members; as_said keeps those that meet the condition stated in the question.",
    "order": "Of a set: the largest or the smallest first.",
    "most": "Of a set: how many of the first.",
    "asks": "Of read: which kind of words.",
    "of": "Numbers of the earlier steps it works on: difference a−b; share, ratio and per a÷b; growth from b to a; remain and change take one look.",
}


def _choice(values: Sequence[str | int], name: str) -> dict[str, Any]:
    """One of the values, or null; null alone where there are none."""
    if not values:
        return {"type": "null", "description": _TOLD[name]}
    kind = "integer" if isinstance(values[0], int) else "string"
    return {"type": [kind, "null"], "enum": [*values, None], "description": _TOLD[name]}


def read(reply: object, choices: Choices) -> Filled:
    """The plan that came back. Raises PlanFormError where it is none: an unknown key, a value that was not offered."""
    if not isinstance(reply, dict) or set(reply) != {"steps", "answers"}:
        raise PlanFormError("a plan is steps and answers")
    raw, answers = reply["steps"], reply["answers"]
    if not isinstance(raw, list) or not 0 < len(raw) <= MOST_STEPS:
        raise PlanFormError(f"one to {MOST_STEPS} steps are needed")
    steps = tuple(_step(one, number, choices) for number, one in enumerate(raw))
    if not isinstance(answers, list) or not 0 < len(answers) <= MOST_ANSWERS:
        raise PlanFormError(f"one to {MOST_ANSWERS} answers are needed")
    return Filled(steps, _numbers(answers, len(steps)))


def _step(raw: object, number: int, choices: Choices) -> Step:
    if not isinstance(raw, dict) or not set(raw) <= set(_TOLD):
        raise PlanFormError(f"step {number} is no step of the form")
    given = {key: value for key, value in raw.items() if value is not None}
    words, of = given.get("words", ""), given.get("of", [])
    if not isinstance(words, str) or not isinstance(of, list):
        raise PlanFormError(f"step {number}: words are text, of is a list")
    order = _one_of(given, "order", ("largest", "smallest"))
    body = _one_of(given, "body", choices.bodies)
    return Step(
        do=_needed(given, "do", KINDS),
        words=words.strip(),
        name=_name(given, "name", choices),
        within=_name(given, "within", choices),
        body=_place(body, choices),
        year=_one_of(given, "year", choices.years),
        stage=_one_of(given, "stage", get_args(Stage)),
        measure=_one_of(given, "measure", MEASURES),
        counter=_one_of(given, "counter", choices.counters),
        kind=_one_of(given, "kind", SETS),
        keep=_one_of(given, "keep", KEPT),
        order={"largest": -1, "smallest": 1}.get(order or "", 0),
        most=_one_of(given, "most", range(1, MOST_MEMBERS + 1)),
        asks=_one_of(given, "asks", get_args(AnswerType)),
        of=_numbers(of, number),
    )


def _one_of(given: Mapping[str, Any], key: str, allowed: Sequence[Any]) -> Any:
    """The value of a key, None where it is open. Raises PlanFormError for one that was not offered."""
    value = given.get(key)
    if value is not None and (isinstance(value, bool) or not isinstance(value, str | int) or value not in allowed):
        raise PlanFormError(f"{key}: not one of those offered")
    return value


def _needed(given: Mapping[str, Any], key: str, allowed: Sequence[str]) -> str:
    value = _one_of(given, key, allowed)
    if value is None:
        raise PlanFormError(f"{key} is missing")
    return str(value)


def _name(given: Mapping[str, Any], key: str, choices: Choices) -> Name | None:
    label = _one_of(given, key, [n.label for n in choices.names])
    return choices.name(label) if label is not None else None


def _place(body: str | None, choices: Choices) -> int:
    """The body's place in the scene. Raises PlanFormError where several are asked about and none is chosen."""
    if body is None and len(choices.bodies) != 1:
        raise PlanFormError("several bodies are asked about: whose?")
    return choices.bodies.index(body) if body is not None else 0


def _numbers(raw: Sequence[object], below: int) -> tuple[int, ...]:
    """Numbers of steps before another. Raises PlanFormError for any other."""
    for number in raw:
        if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < below:
            raise PlanFormError("a step works on earlier steps only")
    return tuple(dict.fromkeys(raw))  # type: ignore[arg-type]
