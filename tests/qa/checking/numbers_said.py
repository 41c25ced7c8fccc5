"""说数: numbers as people write them: in plain and in formal characters, and shares in words."""

from __future__ import annotations

import random
from decimal import Decimal

_PLAIN, _FORMAL = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
_PLACES, _FORMAL_PLACES = ("", "十", "百", "千"), ("", "拾", "佰", "仟")


def spoken(number: int) -> str:
    """四十二万."""
    text = _said(number, _PLAIN, _PLACES)
    return text[1:] if text.startswith("一十") else text


def formal(number: int) -> str:
    """肆拾贰万."""
    return _said(number, _FORMAL, _FORMAL_PLACES)


def _said(number: int, digits: str, places: tuple[str, ...]) -> str:
    out = ""
    for scale, word in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group = number // scale % 10**4
        if group:
            out += (digits[0] if out and group < 1000 else "") + _four(group, digits, places) + word
    return out or digits[0]


def _four(number: int, digits: str, places: tuple[str, ...]) -> str:
    out, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            out += (digits[0] if gap and out else "") + digits[digit] + places[place]
        gap = not digit
    return out


def fraction(share: Decimal, draw: random.Random) -> str:
    """A share of the hundred in words that are true of it, "" where none comes to hand."""
    tens, low = share / 10, int(share / 10)
    ways = []
    if 1 <= low <= 9 and tens - low > Decimal("0.1"):
        ways += [f"{_PLAIN[low]}成多", f"超过{_PLAIN[low]}成"]
    if 1 <= low < 9 and low + 1 - tens < Decimal("0.4"):
        ways += [f"近{_PLAIN[low + 1]}成", f"不足{_PLAIN[low + 1]}成"]
    for part, whole, word in (
        (1, 2, "一半"),
        (1, 3, "三分之一"),
        (2, 3, "三分之二"),
        (1, 4, "四分之一"),
        (3, 4, "四分之三"),
    ):
        value = Decimal(100 * part) / whole
        ways += (
            [f"约{word}"] * (abs(share - value) < 1)
            + [f"超过{word}"] * (0 < share - value < 4)
            + [f"近{word}"] * (0 < value - share < 2)
        )
    return draw.choice(ways) if ways else ""
