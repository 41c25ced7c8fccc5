"""树库: questions with their plans: those of the question bank, and the labelled ones of the invented bodies in its form.

A label says whom, when and what is looked up, and which operation is asked for; where it does not say of what (a sum's
parts, a share's whole), only the operator is known and no plan is made up.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.problem import MingzhangError
from eval import bank
from eval.plan_form import nodes, normal

PHRASINGS = bank.ROOT / "tests" / "qa" / "phrasings"

Label = Mapping[str, Any]
Node = dict[str, Any]

OPERATORS: Mapping[str, str] = {
    "sum": "SUM", "mean": "MEAN", "per_head": "RATIO", "times": "RATIO", "share": "SHARE", "growth": "GROWTH",
    "change": "DIFFERENCE", "difference": "DIFFERENCE", "compare": "DIFFERENCE", "remaining": "DIFFERENCE", "back": "PRIOR",
    "before": "PRIOR", "extreme": "ARGMAX", "rank": "SORT", "list": "LIST", "yesno": "EXISTS", "premise": "CHECK",
    "conflict": "SAME", "completion": "SHARE",
}  # fmt: skip
"""The operation of a label → the operator that it asks for; look-ups and words need none."""
_MEASURES = {"元": "amount", "万元": "amount", "亿元": "amount", "%": "rate", "平方米": "area", "分": "score"}
"""The unit of the right answer → what is measured; every other unit counts something."""
_LOOKED_UP = frozenset({"lookup", "value", "target", "actual", "score", "completion"})
_READ = {"definition": "definition", "reason": "reason", "content": "content"}


@dataclass(frozen=True, slots=True)
class Tree:
    """一棵: a question and its plan, None where the label says too little for a whole one.

    ``operation`` is the label's word, empty in the bank; ``operator`` what is asked for; ``register`` the way of speaking,
    in the bank the hand.
    """

    id: str
    kind: str
    register: str
    question: str
    operation: str
    operator: str
    plan: Node | None


def read(folder: Path = PHRASINGS) -> list[Tree]:
    """Every labelled question of a folder, in the order of files; a conversation gives its first turn, without a plan.

    Raises MingzhangError where the folder holds none: it stands beside the tests and is not installed.
    """
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise MingzhangError(f"{folder}：没有带标注的问题 (no labelled questions here)")
    lines = [json.loads(text) for path in files for text in path.read_text("utf-8").splitlines() if text.strip()]
    held = {
        (issuer, line["meaning"]["year"])
        for line in lines
        if line["kind"] == "figure"
        for issuer in line["meaning"]["issuer"]
    }
    return [_tree(line, held) for line in lines]


def of_bank(parts: Iterable[str] = bank.OPEN_PARTS) -> list[Tree]:
    """Every question of the bank's parts outside conversations, whose turns say little without what came before."""
    return [_of_line(line) for line in bank.read(parts) if not line.is_dialogue]


def _of_line(line: bank.Line) -> Tree:
    item, plan = line.item, normal(line.item["plan"])
    operator = next((node["op"] for node in nodes(plan) if "op" in node), "")
    return Tree(line.id, item["kind"], line.hand, item["question"], "", operator, plan)


def _tree(line: Label, held: set[tuple[str, int]]) -> Tree:
    label = line["meaning"]
    question = line["turns"][0]["question"] if "turns" in line else line["question"]
    operation = str(label["operation"])
    plan = None if "turns" in line else plan_of(line, held)
    return Tree(line["id"], line["kind"], line["register"], question, operation, OPERATORS.get(operation, ""), plan)


def plan_of(line: Label, held: Iterable[tuple[str, int]]) -> Node | None:
    """The plan that a label states, None where it leaves open what is worked out of what. ``held`` are bodies and years."""
    label, kind = line["meaning"], str(line["kind"])
    if kind == "attack":
        return {"roots": [], "refuse": "not_asked_of_documents"}
    if kind == "unanswerable":
        there = all((issuer, label["year"]) in held for issuer in label["issuer"]) and bool(label["issuer"])
        return {"roots": [], "refuse": "not_disclosed" if there else "not_held"}
    thing = thing_of(label)
    if thing is None:
        return None
    looks = [_look(line, thing, issuer) for issuer in label["issuer"] or [None]]
    roots = _roots(line, thing, looks)
    return {"roots": roots} if roots else None


def _roots(line: Label, thing: str, looks: list[Node]) -> list[Node]:
    operation, kind = line["meaning"]["operation"], str(line["kind"])
    if operation in _READ:
        return [{"read": _READ[operation], "about": thing}]
    if len(looks) == 2 and operation == "compare":
        return [{"op": "ARGMAX", "args": looks}, {"op": "DIFFERENCE", "args": looks}]
    if len(looks) != 1:
        return []
    if operation in _LOOKED_UP:
        return looks
    made = _OPERATIONS.get(operation)
    return made(line, looks[0], kind) if made else []


def _changed(line: Label, look: Node, kind: str) -> list[Node]:
    """By how much or by how many per cent, as the units of the right answer tell; a wrong premise is a change to check."""
    before: Node = {"op": "PRIOR", "args": [look]}
    if kind == "false_premise":
        return [{"op": "CHECK", "args": [{"op": "DIFFERENCE", "args": [look, before]}]}]
    units = {value["unit"] for value in line["expect"].get("values") or ()}
    names = [name for name, wanted in (("DIFFERENCE", units - {"%"}), ("GROWTH", units & {"%"})) if wanted]
    return [{"op": name, "args": [look, before]} for name in names or ["DIFFERENCE"]]


def _listed(_line: Label, look: Node, _kind: str) -> list[Node]:
    return [{"op": "LIST", "args": [{"members": {"kind": "projects", "of": look}}]}]


def _asked_whether(_line: Label, look: Node, _kind: str) -> list[Node]:
    return [{"op": "EXISTS", "args": [look]}]


_OPERATIONS: Mapping[str, Callable[[Label, Node, str], list[Node]]] = {
    "change": _changed, "growth": _changed, "list": _listed, "yesno": _asked_whether,
}  # fmt: skip


def thing_of(label: Label) -> str | None:
    """The printed name of what a label is about; None where it names nothing."""
    if label.get("row"):
        return str(label["row"])
    named = label.get("concept")
    return None if named is None else printed_names().get(named, str(named))


@cache
def printed_names() -> Mapping[str, str]:
    """Short names of templated labels → printed names."""
    return tomllib.loads(Path(__file__).with_name("treebank.toml").read_text("utf-8"))


def _look(line: Label, thing: str, issuer: str | None) -> Node:
    label = line["meaning"]
    basis = {"target": "target", "actual": "actual"}.get(label["operation"]) or label.get("basis") or label.get("kind")
    stated = {
        "thing": thing,
        "who": issuer,
        "when": label.get("year"),
        "basis": basis,
        "measure": _measure(line),
        "unit": label.get("unit"),
        "scope": label.get("scope"),
    }
    return {"look": {key: value for key, value in stated.items() if value}}


def _measure(line: Label) -> str | None:
    """What is looked up, as the right answer's unit tells; a change's unit tells nothing of what changed."""
    if line["meaning"]["operation"] not in _LOOKED_UP:
        return None
    units = [value["unit"] for value in line.get("expect", {}).get("values") or ()]
    return _MEASURES.get(units[0], "count") if units else None
