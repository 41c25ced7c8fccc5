"""各表核对: which tables a disclosure has, how each was read, and which of its identities hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from corpus.disclosure import Check, Place, Table

STATUSES: Final = {"read": "已读", "empty": "空表", "absent": "仅有表名", "unread": "未能识别"}
_OUTCOMES: Final = {True: "holds", False: "fails", None: "not_applicable"}


def audited_tables(tables: Sequence[Table], checks: Sequence[Check]) -> list[dict[str, Any]]:
    """各表, in printed order, each with its identities by rule: how often each holds, fails or cannot be applied.

    An identity across two tables is listed under both.
    """
    return [_table(table, [c for c in checks if any(_inside(p, table.place) for p in c.places)]) for table in tables]


def _inside(place: Place, whole: Place) -> bool:
    return whole.start <= place.start and place.end <= whole.end


def _table(table: Table, checks: Sequence[Check]) -> dict[str, Any]:
    rules: dict[str, Counter[str]] = {}
    for check in checks:
        rules.setdefault(check.rule, Counter())[_OUTCOMES[check.holds]] += 1
    return {
        "id": table.id,
        "title": table.title,
        "kind": table.kind,
        "status": table.status,
        "start": table.place.start,
        "end": table.place.end,
        "identities": [
            {"rule": rule, **{name: counted[name] for name in _OUTCOMES.values()}} for rule, counted in rules.items()
        ],
    }


def line_of(table: dict[str, Any]) -> str:
    """一行: a table's title, status and identities, for a terminal."""
    held = sum(i["holds"] for i in table["identities"])
    failed = [f"{i['rule']}×{i['fails']}" for i in table["identities"] if i["fails"]]
    counted = f"勾稽 {held} 项符合" if held else "没有可核对的勾稽"
    wrong = f"，不符 {'、'.join(failed)}" if failed else ""
    title = " ".join(str(table["title"]).split())
    return f"{STATUSES[table['status']]}  {title}：{counted}{wrong}"
