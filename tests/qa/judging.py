"""Judges an answer against what a phrasing expects: figures in their unit class, words, a status.

Money is compared in 元 whatever unit either side used; a computed figure may differ by rounding.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

MONEY = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
RATES = {"%", "百分点"}
COMPUTED = {"aggregate", "compare", "trend"}
SINGLE = {"figure", "figure_deep", "percent"}
MOST_BESIDE = 3
"""Figures that may stand beside those asked for, where nothing was computed."""


def judge(kind: str, expect: Mapping[str, Any], answer: Mapping[str, Any]) -> str:
    """What is wrong with the answer; empty where it is right."""
    status, said, stated = answer["status"], plain(answer["answer"]), answer.get("figures") or []
    leaked = [w for w in expect.get("must_not", ()) if plain(w) in said]
    if leaked:
        return f"says {leaked}"
    if expect["status"] != "answered":
        wrong = status != expect["status"] and not (expect["status"] == "declined" and status == "not_found")
        if wrong or (expect["status"] == "not_found" and stated):
            return f"status {status} with {len(stated)} figures"
        return ""
    if status not in {"answered", "partial"} and not (kind in {"yesno", "false_premise"} and status == "not_found"):
        return f"status {status}"
    return _words(expect.get("must_include", ()), said) or _figures(kind, expect["values"], answer)


def plain(text: str) -> str:
    """Without white space, Markdown marks and citation marks, full-width signs folded."""
    folded = re.sub(r"\[\d+\]|[*`_\s“”\"]", "", text).translate(str.maketrans("，：；（）％", ",:;()%"))
    return re.sub(r"(?<=\d),(?=\d{3})", "", folded)


def _words(groups: Sequence[Sequence[str]], said: str) -> str:
    missing = [g for g in groups if not any(plain(w) in said for w in g)]
    return f"lacks {missing}" if missing else ""


def _figures(kind: str, wanted: Sequence[Mapping[str, str]], answer: Mapping[str, Any]) -> str:
    if not wanted:
        return ""
    stated = answer.get("figures") or []
    computed = kind in COMPUTED
    pool = [*stated, *((answer.get("calculation") or {}).get("inputs") or ())] if computed else list(stated)
    if kind == "conflict":
        if not answer.get("conflicts"):
            return "no conflict told"
        pool += [f for c in answer["conflicts"] for f in c["figures"]]
    missing = [(w["value"], w["unit"]) for w in wanted if not any(same(s, w, computed=computed) for s in pool)]
    if missing:
        return f"missing {missing}"
    if kind in SINGLE and len(wanted) == 1 and not same(stated[0], wanted[0]):
        return "the first figure is not the answer"
    beside = len(stated) - len(wanted)
    if beside > max(8 if computed else MOST_BESIDE, len(wanted)):
        return f"{beside} figures beside the answer"
    return ""


def same(stated: Mapping[str, str], wanted: Mapping[str, str], *, computed: bool = False) -> bool:
    """Whether two figures say the same amount."""
    a, b = Decimal(stated["value"]), Decimal(wanted["value"])
    one, other = stated["unit"].split("/")[0], wanted["unit"].split("/")[0]
    if one in MONEY and other in MONEY:
        a, b, step = a * MONEY[one], b * MONEY[other], Decimal("0.005") * MONEY[other]
    elif (one in RATES) != (other in RATES) or (one in MONEY) != (other in MONEY):
        return False
    else:
        step = Decimal("0.006")
    if computed:
        step = max(step, Decimal("0.06") if other in RATES else abs(b) * Decimal("0.0005"))
    return abs(abs(a) - abs(b)) <= step
