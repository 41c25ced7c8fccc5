"""计划的形式: what a question's plan may look like as JSON, whether one does, its normal form and its depth.

A plan says what is to be looked up and what is worked out of it; eval/README.md has the table of its nodes. The shape is
checked by hand here, so that every fault has a place and a reason in words, and so that neither the answering side nor a
schema library is needed to read a question bank.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

Node = Mapping[str, Any]

BASES = frozenset({"budget", "final_accounts", "initial_budget", "adjusted_budget", "prior_year", "target", "actual"})
MEASURES = frozenset({"amount", "count", "rate", "share", "score", "area", "code", "date"})
SCOPES = frozenset({"unit", "consolidated"})
SETS = frozenset({"lines", "children", "projects", "indicators", "years", "bodies", "parts"})
READS = frozenset({
    "reason", "definition", "duty", "content", "use", "who", "when", "where", "how", "problem", "measure_taken", "basis",
    "result",
})  # fmt: skip
REFUSALS = frozenset({"not_held", "not_disclosed", "not_asked_of_documents"})
CONDITIONS = frozenset({">", ">=", "<", "<=", "=", "is not", "contains"})

MANY = 99
"""More arguments than any plan has."""
ARGUMENTS: Mapping[str, tuple[int, int]] = {
    "SUM": (1, MANY), "MEAN": (1, MANY), "PRODUCT": (2, MANY), "DIFFERENCE": (1, 2), "SHARE": (2, 2), "GROWTH": (1, 2),
    "RATIO": (2, 2), "PRIOR": (1, 1), "ARGMAX": (1, MANY), "ARGMIN": (1, MANY), "TOP": (1, MANY), "BOTTOM": (1, MANY),
    "SORT": (1, MANY), "FILTER": (1, MANY), "COUNT": (1, MANY), "LIST": (1, MANY), "EXISTS": (1, 1), "SAME": (2, MANY),
    "CHECK": (1, 2),
}  # fmt: skip
"""Each operator and how many arguments it takes. A set is one argument."""
ORDERED = frozenset({"TOP", "BOTTOM"})
"""Operators that say how many are wanted: n."""
FROM_PRIOR = frozenset({"DIFFERENCE", "GROWTH"})
"""Operators whose second argument is the year before where none is given."""
COMMUTATIVE = frozenset({"SUM", "PRODUCT", "MEAN", "SAME"})
NO_CALCULATION = frozenset({"LIST", "EXISTS", "PRIOR"})
"""Operators that work nothing out: they show, or ask whether, or turn to another printed figure."""
ONE_THING = frozenset({"ambiguous", "false_premise"})
"""Kinds of question whose plans have several roots for one thing asked."""
DEEP = 2
"""The depth from which on a question is a deep one: a calculation of a calculation, or over a set."""

_LOOK = {"thing", "within", "who", "when", "basis", "measure", "unit", "scope"}


def faults(plan: object) -> list[str]:
    """What is wrong with a plan, a line each with its place (``roots[0].args[1]: …``); empty where it is well formed."""
    if not isinstance(plan, dict):
        return ["plan: must be an object"]
    found = _unknown(plan, {"roots", "refuse"}, "plan")
    roots, refuse = plan.get("roots"), plan.get("refuse")
    if not isinstance(roots, list):
        return [*found, "roots: must be a list"]
    if not roots and refuse not in REFUSALS:
        found.append(f"refuse: where nothing is looked up it must be one of {_listed(REFUSALS)}")
    if roots and refuse is not None:
        found.append("refuse: a plan that looks something up refuses nothing")
    for number, root in enumerate(roots):
        found += _node(root, f"roots[{number}]")
    return found


def depth(plan: object) -> int:
    """How many calculations stand one upon another; a set is the first of them, a figure or words are none."""
    if isinstance(plan, list):
        return max((depth(node) for node in plan), default=0)
    if not isinstance(plan, dict):
        return 0
    if "roots" in plan:
        return depth(plan["roots"])
    if "members" in plan:
        return 1 + depth(plan["members"].get("of"))
    return int(plan["op"] not in NO_CALCULATION) + depth(plan.get("args")) if "op" in plan else 0


def nodes(plan: object) -> Iterator[Node]:
    """Every node of a plan, outer ones first."""
    if isinstance(plan, list):
        for node in plan:
            yield from nodes(node)
    elif isinstance(plan, dict) and "roots" in plan:
        yield from nodes(plan["roots"])
    elif isinstance(plan, dict):
        yield plan
        yield from nodes(plan.get("args"))
        if isinstance(plan.get("members"), dict):
            yield from nodes(plan["members"].get("of"))


def looks(plan: object) -> list[Node]:
    """The fields of every look-up of a plan, in order."""
    return [node["look"] for node in nodes(plan) if "look" in node]


def operators(plan: object) -> set[str]:
    """The names of the operators of a plan."""
    return {node["op"] for node in nodes(plan) if "op" in node}


def implied_tags(kind: str, plan: Node) -> list[str]:
    """The tags that follow from a question's kind and plan; those that say how it is put do not.

    Each reading of an ambiguous question and the premise beside what is asked are roots too, yet one thing is asked.
    """
    roots = len(plan["roots"])
    holds = {
        "several": roots > 1 and kind not in ONE_THING,
        "deep": depth(plan) >= DEEP,
        "unanswerable": kind == "unanswerable",
        "conflict": kind == "conflict",
        "premise": kind == "false_premise",
    }
    return [tag for tag, held in holds.items() if held]


def normal(plan: Node) -> dict[str, Any]:
    """标准形: two well-formed plans that mean the same are equal in it.

    What is open is left out, a change from the year before names that year (PRIOR), a sum's arguments are in one order.
    """
    made: dict[str, Any] = {"roots": [_normal(root) for root in plan["roots"]]}
    return made if made["roots"] else made | {"refuse": plan["refuse"]}


def _normal(node: Any) -> Any:
    if isinstance(node, str):
        return node
    if "look" in node:
        return {"look": _stated(node["look"])}
    if "members" in node:
        inside = node["members"]
        return {"members": _stated({**inside, "of": _normal(inside["of"])})}
    if "read" in node:
        return _stated(node)
    if "number" in node:
        return {"number": str(node["number"])}
    name, args = node["op"], [_normal(arg) for arg in node["args"]]
    if name in FROM_PRIOR and len(args) == 1 and "members" not in args[0]:
        args = [args[0], {"op": "PRIOR", "args": [args[0]]}]
    if name in COMMUTATIVE:
        args = sorted(args, key=lambda arg: json.dumps(arg, ensure_ascii=False, sort_keys=True))
    return {"op": name, "args": args} | ({"n": node["n"]} if "n" in node else {})


def _stated(node: Node) -> dict[str, Any]:
    return {key: node[key] for key in sorted(node) if node[key] not in (None, "", [], {})}


# -- the nodes ----------------------------------------------------------------------------------------------------


def _node(node: object, at: str) -> list[str]:
    if not isinstance(node, dict):
        return [f"{at}: must be a node, not {type(node).__name__}"]
    names = [name for name in _NODES if name in node]
    if len(names) != 1:
        return [f"{at}: must be exactly one of {_listed(_NODES)}"]
    return _NODES[names[0]](node, at)


def _look(node: Node, at: str) -> list[str]:
    found = _unknown(node, {"look"}, at)
    look = node["look"]
    if not isinstance(look, dict):
        return [*found, f"{at}.look: must be an object"]
    found += _unknown(look, _LOOK, f"{at}.look") + _text(look, "thing", at, needed=True)
    found += _text(look, "who", at) + _text(look, "unit", at)
    within = look.get("within", [])
    if not isinstance(within, list) or not all(isinstance(one, str) and one.strip() for one in within):
        found.append(f"{at}.within: must be a list of printed names")
    when = look.get("when")
    if when is not None and (isinstance(when, bool) or not isinstance(when, int) or not 1990 <= when <= 2100):
        found.append(f"{at}.when: must be a year")
    for key, allowed in (("basis", BASES), ("measure", MEASURES), ("scope", SCOPES)):
        if look.get(key) is not None and look[key] not in allowed:
            found.append(f"{at}.{key}: must be one of {_listed(allowed)}")
    return found


def _members(node: Node, at: str) -> list[str]:
    found = _unknown(node, {"members"}, at)
    inside = node["members"]
    if not isinstance(inside, dict):
        return [*found, f"{at}.members: must be an object"]
    found += _unknown(inside, {"kind", "of", "keep"}, f"{at}.members")
    if inside.get("kind") not in SETS:
        found.append(f"{at}.kind: must be one of {_listed(SETS)}")
    of = inside.get("of")
    if not isinstance(of, str) or not of.strip():
        found += _node(of, f"{at}.of")
    if inside.get("keep") is not None:
        found += _keep(inside["keep"], f"{at}.keep")
    return found


def _keep(keep: object, at: str) -> list[str]:
    if not isinstance(keep, dict):
        return [f"{at}: must be an object (where, is, than)"]
    found = _unknown(keep, {"where", "is", "than"}, at)
    found += _text(keep, "where", at, needed=True) + _text(keep, "than", at, needed=True)
    return found if keep.get("is") in CONDITIONS else [*found, f"{at}.is: must be one of {_listed(CONDITIONS)}"]


def _operator(node: Node, at: str) -> list[str]:
    found, name, args = _unknown(node, {"op", "args", "n"}, at), node["op"], node.get("args")
    if name not in ARGUMENTS:
        return [*found, f"{at}.op: must be one of {_listed(ARGUMENTS)}"]
    if not isinstance(args, list):
        return [*found, f"{at}.args: must be a list"]
    least, most = ARGUMENTS[name]
    if not least <= len(args) <= most:
        found.append(
            f"{at}.args: {name} takes {least}" + ("" if most == least else f" to {most}" if most < MANY else " or more")
        )
    n = node.get("n")
    if name in ORDERED and (isinstance(n, bool) or not isinstance(n, int) or n < 1):
        found.append(f"{at}.n: {name} needs how many")
    if name not in ORDERED and n is not None:
        found.append(f"{at}.n: {name} takes no n")
    for number, arg in enumerate(args):
        found += _node(arg, f"{at}.args[{number}]")
    return found


def _read(node: Node, at: str) -> list[str]:
    found = _unknown(node, {"read", "about", "who", "when"}, at)
    if node["read"] not in READS:
        found.append(f"{at}.read: must be one of {_listed(READS)}")
    return found + _text(node, "about", at, needed=True) + _text(node, "who", at)


def _number(node: Node, at: str) -> list[str]:
    found = _unknown(node, {"number"}, at)
    try:
        Decimal(node["number"] if isinstance(node["number"], str) else "none")
    except InvalidOperation:
        found.append(f"{at}.number: must be a decimal as text")
    return found


_NODES: Mapping[str, Callable[[Node, str], list[str]]] = {
    "look": _look, "members": _members, "op": _operator, "read": _read, "number": _number,
}  # fmt: skip


def _unknown(node: Node, known: set[str], at: str) -> list[str]:
    return [f"{at}: unknown key {key!r}" for key in node if key not in known]


def _text(node: Node, key: str, at: str, *, needed: bool = False) -> list[str]:
    got = node.get(key)
    if (got is None and not needed) or (isinstance(got, str) and got.strip()):
        return []
    return [f"{at}.{key}: must be text"]


def _listed(names: object) -> str:
    return ", ".join(sorted(names)) if isinstance(names, frozenset | set | Mapping) else str(names)
