"""Plans and bank lines that tests bend."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

DOC = "测试.md"
TEXT = "一、概况\n在职 20 人。\n| 办公费 | 12.30 |\n| 水费 | 0.70 |\n本年预算比上年减少，主要原因是会议并入线上举行、差旅次数随之减少。\n"

OFFICE: dict[str, Any] = {
    "look": {"thing": "办公费", "who": "测试中心", "when": 2022, "basis": "budget", "measure": "amount"}
}
WATER: dict[str, Any] = {"look": {"thing": "水费", "who": "测试中心", "when": 2022}}
SUM: dict[str, Any] = {"op": "SUM", "args": [OFFICE, WATER]}
PROJECTS: dict[str, Any] = {
    "members": {"kind": "projects", "of": OFFICE, "keep": {"where": "amount", "is": ">", "than": "5"}}
}

LINE: dict[str, Any] = {
    "id": "tester-001",
    "hand": "tester",
    "question": "中心2022年买办公用的和用水一共花多少，为啥比上年少",
    "kind": "aggregate",
    "docs": [DOC],
    "answer": "一共13.00万元，因为会议改到线上，差旅少了。",
    "values": [{"value": "13.00", "unit": "万元"}],
    "must_include": [["会议", "差旅"]],
    "evidence": [{"doc": DOC, "quote": "|办公费|12.30|", "table": None}],
    "plan": {"roots": [SUM, {"read": "reason", "about": "预算"}]},
    "tags": ["several", "everyday"],
    "note": "12.30+0.70=13.00万元",
}
TURN: dict[str, Any] = {
    "question": "那水费呢",
    "kind": "figure",
    "values": [{"value": "0.70", "unit": "万元"}],
    "must_include": [],
    "answer": "0.70万元。",
    "plan": {"roots": [WATER]},
    "note": None,
}
DIALOGUE: dict[str, Any] = {"id": "tester-d01", "hand": "tester", "docs": [DOC], "turns": [TURN, TURN, TURN]}


def bent(item: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A copy with some keys changed; a key that becomes ``...`` is taken away."""
    changed = {**deepcopy(item), **changes}
    return {key: value for key, value in changed.items() if value is not ...}
