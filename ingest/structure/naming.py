"""项目异名: which differing names in one disclosure mean the same project.

Two names are one project where what is left of them without 项目, 经费 and the like is the same, or where they
are much alike and stand with the same amount. Names that stand side by side in one list are two projects.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from corpus.disclosure import Fact
from ingest import heads

_LEAD: Final = re.compile(r"^(?:项目\d*[:：、.]?|项目名称[:：]?|20\d\d年(?:度)?|\d+[.、]|其中[:：]?)+")
_TAIL: Final = re.compile(r"(?:项目|专项|工作|运行|建设|经费|费用|费|资金|支出)+$")
_ALIKE: Final = 0.72
_NEARLY: Final = 0.92


@lru_cache(maxsize=4096)
def core(name: str) -> str:
    """名干: a name without number, year, brackets and the words that all projects share."""
    bare = _LEAD.sub("", heads.squeeze(name))
    bare = re.sub(r"[()（）\[\]《》,，、。]", "", bare)
    return _TAIL.sub("", bare) or bare


@lru_cache(maxsize=65536)
def likeness(a: str, b: str) -> float:
    """相似度 of two names' cores, 0 to 1."""
    return SequenceMatcher(None, core(a), core(b), autojunk=False).ratio()


def project_names(facts: Iterable[Fact]) -> dict[str, set[str]]:
    """项目名: each project name with the lists that it stands in (a table, or a section of the text)."""
    found: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        if fact.subject:
            found[fact.subject].add(fact.table_id or "/".join(fact.section))
    return found


def aliases(facts: Sequence[Fact]) -> dict[str, str]:
    """异名归一: each project name to the first name of the project it means."""
    names = project_names(facts)
    sums = _amounts(facts)
    out: dict[str, str] = {}
    for name, lists in names.items():
        same = next((k for k in out if _same(name, k, lists & names[k], sums)), None)
        out[name] = out[same] if same else name
    return out


def _amounts(facts: Iterable[Fact]) -> Mapping[str, set[Decimal]]:
    found: dict[str, set[Decimal]] = defaultdict(set)
    for fact in facts:
        if fact.subject and fact.measure == "amount" and fact.quantity.value and fact.concept == "project_expenditure":
            found[fact.subject].add(fact.quantity.base)
    return found


def _same(a: str, b: str, together: set[str], sums: Mapping[str, set[Decimal]]) -> bool:
    if core(a) == core(b):
        return not together or heads.squeeze(a) == heads.squeeze(b)
    if together:
        return False
    if sorted(core(a)) == sorted(core(b)):  # 法律咨询及培训经费, 培训及法律咨询经费
        return True
    alike = likeness(a, b)
    return alike >= _NEARLY or (alike >= _ALIKE and bool(sums.get(a, set()) & sums.get(b, set())))


_MEASURE_WORDS: Final = re.compile(r"(?:工作|指标|完成|情况|数量|次数|笔数|场数|户数|家数|人数|企业数|个数|件数|数)+$")
_COMMON: Final = frozenset(
    {"完成", "服务对象满意", "满意", "预算执行", "预算完成", "成本控制", "完成及时", "资金到位", "群众满意"}
)


@lru_cache(maxsize=4096)
def _indicator(name: str) -> str:
    bare = _LEAD.sub("", heads.squeeze(name))
    return re.sub(r"(?:率|度)$", "", _MEASURE_WORDS.sub("", re.sub(r"[(（].*?[)）]", "", bare)))


def same_indicator(a: str, b: str, *, one_project: bool = False) -> bool:
    """同一指标: two names of one indicator; names that every form has (完成率, 满意度) prove nothing.

    Within ``one_project`` a name that is the tail of the other (协助老旧小区户数, 老旧小区数量) is the same.
    """
    one, two = _indicator(a), _indicator(b)
    if min(len(one), len(two)) < 4 or one in _COMMON or two in _COMMON:
        return False
    if one_project and (one.endswith(two) or two.endswith(one)):
        return True
    return one == two or SequenceMatcher(None, one, two, autojunk=False).ratio() >= _NEARLY
