"""陈述用语: the word lists of claims.toml, and what the words around a stated figure say.

All functions take simplified, half-width text; bodies that are named are already blanked.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib.resources import files
from typing import Any, Final, NamedTuple

from corpus import terms
from corpus.disclosure import Basis, Kind
from corpus.money import Bound, Quantity, UnitClass
from qa.checking.agreement import Manner
from qa.understanding import phrases
from qa.understanding.question import bases_in

DATA: Final[dict[str, dict[str, Any]]] = tomllib.loads(files("qa.checking").joinpath("claims.toml").read_text("utf-8"))
_CHANGE: Final = DATA["change"]
_MEASURE: Final = DATA["measure"]
LINK: Final = DATA["link"]

SKIPPED_UNITS: Final = frozenset(LINK["skip_units"])
"""Measure words of time and order: no amounts that a disclosure could be held to."""
PARENT: Final = re.compile(LINK["parent"])
TOGETHER: Final = re.compile(LINK["together"])
SEVERAL: Final = re.compile(LINK["several"])
TARGET: Final = re.compile(r"(?:目标|指标)值?(?:为|是)?\s*$")
HUNDRED: Final = Decimal(100)
SUM: Final = re.compile(LINK["sum"])
FUND: Final = re.compile(LINK["fund"])
STOPS_TRAIL: Final = re.compile(LINK["stops_trail"])
_COMPARE: Final[re.Pattern[str]] = re.compile(LINK["compare"])
YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?=\s*(?:年|财年|部门|预算|决算))|(?<!\d)(\d\d)年(?=度|预算|决算|的|部门)")
_BEFORE: Final = [
    (re.compile(rf"(?:{w})(?:为|有|了)?$"), manner, len(w))
    for manner, listed in DATA["manner"]["before"].items()
    for w in listed
]
_BEFORE.sort(key=lambda entry: -entry[2])
_AFTER: Final = [(re.compile(w), manner) for manner, listed in DATA["manner"]["after"].items() for w in listed]
_NOT_NEAR: Final = re.compile(r"[最附邻远靠]近$")
_UP: Final = re.compile(f"(?:{_CHANGE['up']}){_CHANGE['tail']}$")
_DOWN: Final = re.compile(f"(?:{_CHANGE['down']}){_CHANGE['tail']}$")
_BOTH: Final = re.compile(f"(?:{_CHANGE['both']}){_CHANGE['tail']}$")
_TO: Final = re.compile(f"(?:{_CHANGE['to']})(?:了)?$")
_VERB_FIRST: Final = re.compile(rf"(?:{_CHANGE['verb_first']})(?:了|的)?(?P<noun>[^,;。]{{2,20}}?)$")
_DOWN_VERB: Final = re.compile(_CHANGE["down"])
_VERB_ANY: Final = re.compile(_CHANGE["verb_first"])
_SHARE: Final = re.compile(_MEASURE["share"])
_COMPLETION: Final = re.compile(_MEASURE["completion"])
_SCORE: Final = re.compile(_MEASURE["score"])
_PER_HEAD: Final = re.compile(_MEASURE["rate_unit"])
_NAMED_RATE: Final = re.compile(r"占比|比重|执行率|完成率|支出进度")
_TIMES: Final = re.compile(_MEASURE["times"])
_BOUNDS: Final[dict[Bound, Manner]] = {
    Bound.ABOUT: "about", Bound.MORE: "over", Bound.LESS: "under", Bound.AT_LEAST: "at_least", Bound.AT_MOST: "at_most",
}  # fmt: skip


def manner_before(text: str, start: int, at: int) -> tuple[Manner, int]:
    """说法 right before a figure, and where its words begin."""
    window = text[max(start, at - 8) : at].rstrip(" (“")
    for pattern, manner, _ in _BEFORE:
        if (match := pattern.search(window)) and not _NOT_NEAR.search(window):
            return manner, max(start, at - 8) + match.start()
    return "exact", at


def manner_after(text: str, stop: int, manner: Manner, quantity: Quantity) -> tuple[Manner, int]:
    """说法 right after a figure (左右, 以上, 多) where none stands before it; and where the words end."""
    for pattern, after in _AFTER:
        if match := pattern.match(text, stop):
            return after, match.end()
    if text[stop : stop + 1] in {"多", "余"} and not _SO_MUCH_MORE.match(text, stop):
        return ("some_over" if manner == "exact" else manner), stop + 1
    if manner == "exact" and quantity.bound is Bound.MORE and re.search("[多余]", quantity.printed):
        return "some_over", stop
    if manner == "exact" and quantity.bound is not Bound.EXACT:
        return _BOUNDS[quantity.bound], stop
    return manner, stop


_BASE: Final = re.compile(LINK["base"])
_ORIGIN: Final = re.compile(LINK["origin"])
SPAN: Final = re.compile(LINK["span"])
_MOVED: Final = re.compile(f"{_CHANGE['up']}|{_CHANGE['down']}|{_CHANGE['both']}")
_SO_MUCH_MORE: Final = re.compile(r"多(?:出|了|达)?\s*(?:近|约|超过?|逾)?[\d一二两三四五六七八九十]")
"""41.43万元多73.93万元: the verb of the next figure, no tail of this one."""
_THAN: Final = re.compile(LINK["than"])
_TIMES_OF: Final = re.compile(LINK["times_of"])
_VERB_AT_END: Final = re.compile(f"(?:{_CHANGE['up']}|{_CHANGE['down']}){_CHANGE['tail']}\\s*$")
_OVER_BUDGET: Final = re.compile(LINK["over_budget"])


def compared(stretch: str) -> tuple[str, int | None, str]:
    """(what a change is counted from, its year, the stretch without the comparison)."""
    if match := _OVER_BUDGET.search(stretch):
        blank = " " * (match.end("base") - match.start("base"))
        return str(match["base"]), None, stretch[: match.start("base")] + blank + stretch[match.end("base") :]
    found = list(_COMPARE.finditer(stretch))
    if not found:
        return "", None, stretch
    last = found[-1]
    year = int(last["year"]) if last["year"] else None
    return str(last["base"] or last[0]), year, _COMPARE.sub(lambda m: " " * len(m[0]), stretch)


def base_in(stretch: str) -> re.Match[str] | None:
    """比2021年决算支出 810 万元: the year that a figure is compared with, where no verb of change comes before it."""
    for pattern in (_BASE, _ORIGIN):
        match = pattern.search(stretch)
        if match is None or _MOVED.search(match["noun"]):
            continue
        if pattern is _BASE or names_time(match):
            return match
    return None


def names_time(match: re.Match[str]) -> bool:
    """Whether what a figure is compared with is told by its year or by its body, whatever thing it is."""
    said = match.groupdict()
    return bool(said.get("year") or said.get("body") or said.get("before"))


def ends_in_comparison(stretch: str) -> bool:
    """较2021年的 218.98 万元: whether the words right before a figure say only what something is compared with."""
    return any(not stretch[m.end() :].strip(" 的") for m in _COMPARE.finditer(stretch))


def than_in(stretch: str, unit: str) -> re.Match[str] | None:
    """甲比乙多: 比 with 乙 as ``other``, before the verb; None where nothing else is compared with."""
    if unit == "倍" and (match := _TIMES_OF.search(stretch)):
        return match
    verb = _VERB_AT_END.search(stretch)
    return _THAN.search(stretch[: verb.start()]) if verb else None


def without_comparisons(text: str) -> str:
    """The text with what things are compared with blanked."""
    return _COMPARE.sub(lambda m: " " * len(m[0]), text)


class Said(NamedTuple):
    """度量 of a figure by the words right before it.

    What is measured, the direction of a change, the quantity (倍 of a growth as per cents), the whole of a share,
    and the noun part that is left.
    """

    measure: str
    direction: int | None
    quantity: Quantity
    whole: str
    noun: str


def measure_of(stretch: str, quantity: Quantity) -> Said:
    """度量 from the words right before a figure."""
    bare = stretch.rstrip(" (“")
    rate = quantity.unit_class in {UnitClass.RATE, UnitClass.POINTS} or quantity.unit == "倍"
    cents = as_rate(quantity)
    if rate and (match := _COMPLETION.search(bare)):
        return Said("completion", None, cents, "", bare[: match.start()])
    if rate and (match := _SHARE.search(bare)):
        return Said("share", None, cents, match["whole"] or "", bare[: match.start()])
    if _TO.search(bare):
        return Said(_plain(quantity), None, quantity, "", _TO.sub("", bare))
    if quantity.unit == "倍" and (match := _TIMES.search(bare)):
        return Said("times", None, quantity, match["whole"] or "", bare[: match.start()])
    if quantity.unit == "%" and bare.endswith("的") and (match := _TIMES.search(bare)) and match["whole"]:
        return Said("share", None, quantity, match["whole"], bare[: match.start()])
    if quantity.unit == "分" and (match := _SCORE.search(bare)):
        return Said("score", None, quantity, "", bare[: match.start()] or bare)
    if quantity.unit_class is UnitClass.MONEY and _PER_HEAD.search(bare):
        return Said("per_head", None, quantity, "", bare)
    return _change(bare, quantity, rate=rate) or _loosely(bare, quantity)


def _loosely(bare: str, quantity: Quantity) -> Said:
    """A per cent whose measure is named further off (占比近四分之三，达 73.93%); else what the unit alone says."""
    measure = _plain(quantity)
    if measure == "rate":
        found = list(_NAMED_RATE.finditer(bare))
        measure = {"占": "share", "比": "share"}.get(found[-1][0][0], "completion") if found else measure
        bare = bare[: found[-1].start()] if found else bare
    return Said(measure, None, quantity, "", bare)


def _change(bare: str, quantity: Quantity, *, rate: bool) -> Said | None:
    """增减: a verb of change right before the figure (预算增加 5 万元), or before the noun (增加工资福利支出 5 万元)."""
    for pattern, direction in ((_UP, 1), (_DOWN, -1), (_BOTH, None)):
        if match := pattern.search(bare):
            shown = as_rate(quantity) if rate else quantity
            return Said("growth" if rate else "change", direction, shown, "", bare[: match.start()])
    if not rate and quantity.unit_class is UnitClass.MONEY and (match := _verb_first(bare)):
        direction = -1 if _DOWN_VERB.match(match[0]) else 1
        return Said("change", direction, quantity, "", match["noun"])
    return None


def _verb_first(bare: str) -> re.Match[str] | None:
    """增加的工资福利支出 5 万元: a verb of change before the noun, where it is not part of the noun (能源节约利用)."""
    matches = terms.find_terms(bare)
    starts = [m.start() for m in _VERB_ANY.finditer(bare)]
    for match in (m for at in reversed(starts) if (m := _VERB_FIRST.match(bare, at))):
        inside = any(
            m.start < match.start("noun") and match.start() < m.end and m.start != match.start() for m in matches
        )
        if not inside and any(m.start >= match.start("noun") for m in matches):
            return match
    return None


def _plain(quantity: Quantity) -> str:
    if quantity.unit_class is UnitClass.MONEY:
        return "amount"
    if quantity.unit == "倍":
        return "times"
    if quantity.unit_class is UnitClass.COUNT:
        return "score" if quantity.unit == "分" else "count"
    return "rate"


def years_in(text: str) -> list[int]:
    """年份 in a stretch, in order."""
    return [int(m[1]) if m[1] else 2000 + int(m[2]) for m in YEAR.finditer(text)]


def relative_year(text: str) -> int | None:
    """上年 → -1, 今年 → 0; None where none is said."""
    found = phrases.present("relative_year", text)
    return int(next(iter(found))) if found else None


def kind_in(text: str) -> Kind | None:
    """文件类别 that a stretch speaks of (部门决算), where it speaks of one."""
    budget, final = "部门预算" in text or "单位预算" in text, "决算" in text
    if budget == final:
        return None
    return "budget" if budget else "final_accounts"


def basis_in(text: str) -> Basis | None:
    """数据性质 last said in a stretch; the names of budgets (一般公共预算) and of targets in names say none."""
    bare = _BUDGETS.sub(lambda m: " " * len(m[0]), without_comparisons(text))
    said = bases_in(bare)
    if not said or (said[-1] == "target" and not TARGET.search(text)):
        return None
    return "final_accounts" if "final_accounts" in said and "实际" in bare else said[-1]


_BUDGETS: Final = re.compile(r"(?:一般公共|政府性基金|国有资本经营|社会保险基金|公共)预算(?:财政)?(?:拨款)?")


_NOTHING: Final = re.compile(DATA["silence"]["nothing"])
_UNCHANGED: Final = re.compile(DATA["silence"]["unchanged"])


def silences(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """没有出国费: stretches that state that there is nothing, with the words of the thing."""
    return [(m.start(), m.end(), m["thing"]) for m in _NOTHING.finditer(text, start, end)]


def standstills(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """与上年持平: stretches that state that nothing changed."""
    return [m.span() for m in _UNCHANGED.finditer(text, start, end)]


@dataclass(frozen=True)
class Condition:
    """条件 of a count (两个项目执行数为0): which measure, compared how, with what."""

    what: str
    manner: Manner
    limit: Decimal


_CONDITION: Final = re.compile(DATA["counting"]["condition"])
_VERBS: Final[dict[str, Manner]] = {
    "不足": "under", "不到": "under", "低于": "under", "未达": "under", "超过": "over", "高于": "over",
    "达": "at_least",
}  # fmt: skip


_NOT_A_CENT: Final = re.compile(DATA["counting"]["nothing"])


def is_nothing(text: str, at: int) -> bool:
    """Whether a numeral begins 一分钱也没: it says that there is nothing, and counts nothing."""
    return _NOT_A_CENT.match(text, at) is not None


def condition_after(text: str, start: int, end: int) -> Condition | None:
    """The condition that follows a count within its sentence, None where none does."""
    stop = min(end, start + 30)
    if _NOT_A_CENT.search(text, start, stop):
        return Condition("执行数", "exact", Decimal(0))
    match = _CONDITION.search(text, start, stop)
    if match is None:
        return None
    manner: Manner = next((m for verb, m in _VERBS.items() if match["verb"].startswith(verb)), "exact")
    number = match["number"]
    return Condition(match["what"], manner, Decimal(0) if number == "零" else Decimal(number))


def as_rate(quantity: Quantity) -> Quantity:
    """增长一倍 is 100%."""
    return replace(quantity, value=quantity.value * 100, unit="%") if quantity.unit == "倍" else quantity
