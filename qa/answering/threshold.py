"""过没过: whether a figure is above what a question holds it against (超过一半吗, 不到三成吧, 够不够), said in words.

In: an ask's clause and the values found for it. Out: one sentence, or None where the clause holds it against nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from corpus.numeral import read_number
from qa.evidence.value import Value
from qa.parsing.clauses import Clause
from qa.plan.nodes import Apply

_PARTS = re.compile(
    r"(?P<half>一半|半数|对半|五五开)|(?P<below>[二三四五六七八九十])分之(?P<above>[一二三四五六七八九])|(?P<tenths>[一二两三四五六七八九])成"
)
_ASKS = re.compile(r"[吗嘛吧么]|是不是|有没有|有无|是否|够不够|到没到|没有[?？]?$|超没超|过没过")
_HALVED = re.compile(r"腰斩|减半|砍(?:掉|了)?一半|少(?:了)?一半")
_DOUBLED = re.compile(r"翻(?:了)?(?:一)?[番倍]|多(?:了)?一倍|加倍|成倍")
NEAR = Decimal("0.5")
"""Percentage points within which a share is said to be about what it is held against."""


def said_of(clause: Clause, values: Sequence[Value], earlier: Sequence[Value] = ()) -> str | None:
    """The sentence on what an ask found, ``earlier`` being what was found before it; the figures are stated elsewhere."""
    text = re.split(r"[，,。；;？?！!]", clause.text[clause.start :], maxsplit=1)[0]
    if not _ASKS.search(f"{text}?"):
        return None
    shares = [v for v in values if isinstance(v.node, Apply) and v.node.op == "SHARE" and v.quantity is not None]
    part = _PARTS.search(text)
    if part is not None and len(shares) == 1 and shares[0].quantity is not None:
        bound, held = _bound(part), shares[0].quantity.value
        word = "约等于" if abs(held - bound) <= NEAR else "超过" if held > bound else "不到"
        return f"所以是{word}{part[0]}（{held.normalize():f}% 与 {bound.normalize():f}% 相比）。"
    gaps = [v for v in values if isinstance(v.node, Apply) and v.node.op == "DIFFERENCE" and v.quantity is not None]
    if len(gaps) == 1 and (claimed := _MORE.search(text)) is not None:
        return _of_gap(gaps[0], more=claimed["more"] is not None)
    amounts = [v for v in (*earlier, *values) if v.quantity is not None]
    return _of_two(text, amounts[-2], amounts[-1]) if len(amounts) > 1 else None


_MORE = re.compile(r"比.{1,20}?(?:还|更|要|都)?(?:(?P<more>多|高|大|贵)|少|低|小|便宜)[了些]?(?:吗|嘛|吧|么)?$")
"""What is claimed of two things set against each other."""


def _of_gap(gap: Value, *, more: bool) -> str | None:
    """Whether the first of two amounts is more (or less) than the second, as it is asked."""
    if gap.quantity is None:
        return None
    if not gap.quantity.value:
        return "不是，两者一样。"
    found = "多" if gap.quantity.value > 0 else "少"
    return f"是的，前者{found}。" if (gap.quantity.value > 0) is more else f"不是，前者反而{found}。"


def _of_two(text: str, earlier: Value, later: Value) -> str | None:
    """Whether the later of two amounts is half or double the earlier, where the question asks so."""
    if earlier.quantity is None or later.quantity is None or not earlier.quantity.base:
        return None
    ratio = later.quantity.base / earlier.quantity.base
    for pattern, bound, word in ((_HALVED, Decimal("0.5"), "一半"), (_DOUBLED, Decimal(2), "两倍")):
        if pattern.search(text):
            how = "正好是" if ratio == bound else "不到" if ratio < bound else "超过"
            return f"后者{how}前者的{word}（{later.quantity.value.normalize():f} ÷ {earlier.quantity.value.normalize():f} = {ratio:.2f}）。"
    return None


def _bound(part: re.Match[str]) -> Decimal:
    if part["half"]:
        return Decimal(50)
    if part["tenths"]:
        return (read_number(part["tenths"]) or Decimal(0)) * 10
    return round((read_number(part["above"]) or Decimal(0)) / (read_number(part["below"]) or Decimal(1)) * 100, 2)
