"""姊妹单位: whether a region and a name in a text are a body's own, or those of its parent, its sister or its namesake elsewhere.

In: the text, where a region stands in it and where the words of a body's name end behind it. Out: whether another body is
named: 市财政局 for the 县财政局, 第一稽查局 for the 第二稽查局, a bureau for the office below it. One never answers for the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_LEVEL = re.compile(r"自治区|自治州|自治县|[省市区县旗盟州]")
_KINDS = "局|厅|委员会|法院|检察院|医院|保健院|学校|中学|小学|大学|学院|幼儿园|中心|处|所|站|队|馆|办公室|办事处"
_NAME = re.compile(rf"[一-鿿]{{0,9}}?(?:{_KINDS})(?=20\d|\d\d年|年|的|[，,。；;？?！!\s]|$)")
_NO_NAME = re.compile(r"[的和与及跟同比在有是年]")
_ENDS = re.compile(rf"(?:{_KINDS})$")


def numbered(text: str) -> str:
    """The text with 第2人民医院 as 第二人民医院: as long, so that places in it stay."""
    return re.sub(r"第([1-9])(?=[一-鿿])", lambda m: f"第{'零一二三四五六七八九'[int(m[1])]}", text)


def is_another(text: str, start: int, stem: str, end: int, regions: Sequence[str], core: str) -> bool:
    """Whether ``text[start:end]``, a region's stem and some of a name, is part of another body's name.

    ``regions`` and ``core`` are those of the body that it was taken for.
    """
    behind = start + len(stem)
    level = _LEVEL.match(text, behind)
    own = [r for r in regions if r.startswith(stem)]
    if level is not None and own and not any(r == f"{stem}{level[0]}" for r in own):
        return True  # 某市 is not 某县
    said = text[level.end() if level else behind : end]
    if _ends_name(text, end) and _ENDS.search(said):
        if core != said and core.startswith(said) and _ENDS.search(core):
            return True  # the bureau is not the office below it
        inner = regions[-1:] and not regions[-1].startswith(stem)
        if inner and level is not None and said == core:
            return True  # 某市教育局 is not 某市某区教育局
    more = _NAME.match(text, end)
    if more is None or _NO_NAME.search(more[0]) or not said:
        return False
    return not _is_within(more[0], core.removeprefix(said))


def _ends_name(text: str, at: int) -> bool:
    return re.match(r"20\d|\d\d年|年|的|[，,。；;？?！!\s（(]|$", text[at:]) is not None


def _is_within(said: str, rest: str) -> bool:
    """Whether all characters of what is said stand in the rest of the name in their order."""
    at = 0
    for char in said:
        at = rest.find(char, at) + 1
        if not at:
            return False
    return True
