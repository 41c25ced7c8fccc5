"""陈述用语: the word lists of claims.toml, and what the words around a stated figure say.

All functions take simplified, half-width text; bodies that are named are already blanked.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from corpus import terms
from corpus.disclosure import Basis, Kind
from corpus.money import Bound, Quantity, UnitClass, find_quantities
from corpus.numeral import find_numerals
from qa.checking.agreement import Manner
from qa.finding.lookup import TOTALS
from qa.understanding import phrases
from qa.understanding.question import GENERIC, MODIFIERS, Topic, bases_in
from qa.understanding.topics import is_only_total

_DATA: Final[dict[str, dict[str, Any]]] = tomllib.loads(files("qa.checking").joinpath("claims.toml").read_text("utf-8"))
_CHANGE: Final = _DATA["change"]
_MEASURE: Final = _DATA["measure"]
_LINK: Final = _DATA["link"]

SKIPPED_UNITS: Final = frozenset(_LINK["skip_units"])
"""Measure words of time and order: no amounts that a disclosure could be held to."""
PARENT: Final = re.compile(_LINK["parent"])
TOGETHER: Final = re.compile(_LINK["together"])
SEVERAL: Final = re.compile(_LINK["several"])
LISTED: Final = re.compile(r"[和与及、]|以及")
TARGET: Final = re.compile(r"(?:目标|指标)值?(?:为|是)?\s*$")
HUNDRED: Final = Decimal(100)
SUM: Final = re.compile(_LINK["sum"])
STOPS_TRAIL: Final = re.compile(_LINK["stops_trail"])
_COMPARE: Final[re.Pattern[str]] = re.compile(_LINK["compare"])
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?=\s*(?:年|财年|部门|预算|决算))|(?<!\d)(\d\d)年(?=度|预算|决算|的|部门)")
_BEFORE: Final = [
    (re.compile(rf"(?:{w})(?:为|有|了)?$"), manner, len(w))
    for manner, listed in _DATA["manner"]["before"].items()
    for w in listed
]
_BEFORE.sort(key=lambda entry: -entry[2])
_AFTER: Final = [(re.compile(w), manner) for manner, listed in _DATA["manner"]["after"].items() for w in listed]
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
_DROPPED: Final = re.compile("|".join(_LINK["dropped"]))
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


_BASE: Final = re.compile(_LINK["base"])
_MOVED: Final = re.compile(f"{_CHANGE['up']}|{_CHANGE['down']}|{_CHANGE['both']}")
_SO_MUCH_MORE: Final = re.compile(r"多(?:出|了|达)?\s*(?:近|约|超过?|逾)?[\d一二两三四五六七八九十]")
"""41.43万元多73.93万元: the verb of the next figure, no tail of this one."""
_THAN: Final = re.compile(_LINK["than"])
_TIMES_OF: Final = re.compile(_LINK["times_of"])
_VERB_AT_END: Final = re.compile(f"(?:{_CHANGE['up']}|{_CHANGE['down']}){_CHANGE['tail']}\\s*$")
_OVER_BUDGET: Final = re.compile(_LINK["over_budget"])


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
    match = _BASE.search(stretch)
    if match is None or _MOVED.search(match["noun"]):
        return None
    return match if match["year"] or match["body"] else None


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
    return [int(m[1]) if m[1] else 2000 + int(m[2]) for m in _YEAR.finditer(text)]


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


@lru_cache(maxsize=4096)
def topics_of(text: str) -> tuple[Topic, ...]:
    """话题: terms that name things, and words of content beside them. Modifiers, years and amounts name nothing."""
    if not text.strip():
        return ()
    bare = _blank(text, [m.span() for m in _YEAR.finditer(text)])
    bare = _blank(bare, [(a, b) for _, a, b in find_quantities(bare)])
    joint, bare = _parts(_ALTOGETHER.sub("  ", bare))
    matches = terms.find_terms(bare)
    things = [m for m in matches if terms.TERMS[m.term_id].role not in MODIFIERS]
    found = [Topic(bare[m.start : m.end], m.start, m.end, m.term_id) for m in things]
    rest = _DROPPED.sub(lambda m: " " * len(m[0]), _blank(bare, [(m.start, m.end) for m in matches]))
    found += [Topic(rest[a:b], a, b) for a, b in phrases.content(rest) if not rest[a:b].isdigit()]
    found += joint
    specific = [t for t in found if t.concept is None or terms.TERMS[t.concept].role not in GENERIC]
    specific = [t for t in specific if t.concept not in _ASIDE] or specific
    specific = [t for t in specific if not is_only_total(t, specific)]
    return tuple(_whole(t) for t in sorted(specific or found, key=lambda t: t.start))


def _parts(text: str) -> tuple[list[Topic], str]:
    """水电费 → 水费 and 电费: words that stand for several terms together, and the text without them."""
    found: list[Topic] = []
    for match in _COMPOSITE.finditer(text):
        found += [Topic(terms.TERMS[c].name, *match.span(), c) for c in _LINK["composite"][match[0]]]
    return found, _COMPOSITE.sub(lambda m: " " * len(m[0]), text)


def is_composite(text: str) -> bool:
    """Whether the text has a word that stands for several terms together."""
    return _COMPOSITE.search(text) is not None


_ALTOGETHER: Final = re.compile(r"[一总]共|共计|累计")
_COMPOSITE: Final = re.compile("|".join(sorted(_LINK["composite"], key=len, reverse=True)))
_ASIDE: Final = frozenset(_LINK["aside"])
_SIDES: Final = {"expenditure": "current_expenditure", "revenue": "current_revenue"}


def _whole(topic: Topic) -> Topic:
    """支出 as the whole thing spoken of is the year's 支出合计."""
    return replace(topic, concept=_SIDES.get(topic.concept or "", topic.concept))


def is_slight(topics: tuple[Topic, ...]) -> bool:
    """Whether topics name nothing by themselves: 项目, 指标, a bare 支出, two stray characters."""
    return all(
        t.text in _BARE_SIDES or (len(t.text) <= 2 if t.concept is None else terms.TERMS[t.concept].role in GENERIC)
        for t in topics
    )


def are_sides(own: tuple[Topic, ...], spoken: tuple[Topic, ...]) -> bool:
    """收入 624 万元，支出 653 万元: whether a bare side is set beside the other side, and is no more of what was spoken of."""
    concepts = {t.concept for t in spoken}
    return any(t.text in _BARE_SIDES for t in own) and concepts <= TOTALS and not concepts & {t.concept for t in own}


_BARE_SIDES: Final = frozenset({"支出", "收入"})


def listed(noun: str) -> list[tuple[Topic, ...]]:
    """What a noun lists (机关运行经费与公用经费), each by itself; a name such as 商品和服务支出 is one."""
    inside = [(m.start, m.end) for m in terms.find_terms(noun)]
    cuts = [m.span() for m in LISTED.finditer(noun) if not any(a < m.end() and m.start() < b for a, b in inside)]
    edges = zip([0, *(b for _, b in cuts)], [*(a for a, _ in cuts), len(noun)], strict=True)
    return [topics for a, b in edges if (topics := topics_of(noun[a:b]))]


def names_several(noun: str) -> bool:
    """Whether a noun lists at least two terms."""
    return sum(any(t.concept for t in topics) for topics in listed(noun)) > 1


def basis_in(text: str) -> Basis | None:
    """数据性质 last said in a stretch; the names of budgets (一般公共预算) and of targets in names say none."""
    bare = _BUDGETS.sub(lambda m: " " * len(m[0]), without_comparisons(text))
    said = bases_in(bare)
    if not said or (said[-1] == "target" and not TARGET.search(text)):
        return None
    return "final_accounts" if "final_accounts" in said and "实际" in bare else said[-1]


_BUDGETS: Final = re.compile(r"(?:一般公共|政府性基金|国有资本经营|社会保险基金|公共)预算(?:财政)?(?:拨款)?")


def counted_projects(text: str, unit: str) -> tuple[Topic, ...]:
    """15个项目: the number of projects, where projects are counted."""
    if unit in {"个", "项"} and re.search(r"(?<!的)项目(?!支出|经费|资金|预算)", text):
        return (Topic("项目", 0, 2, "project_count"),)
    return ()


def unspoken(text: str, *, money: bool) -> tuple[Topic, ...]:
    """What is meant where nothing is named: the year's whole, where money is spoken of as such."""
    if money or re.search(r"预算|决算|收支|支出|收入|花|资金|执行|经费", text):
        return (Topic("", 0, 0, "total_balance_sheet"),)
    return ()


def is_of_all(lead: str) -> bool:
    """Whether what is said before a figure speaks of the whole, and of nothing else (2022年预算 6,931 万元)."""
    return _OF_ALL.search(lead) is not None and is_slight(topics_of(without_comparisons(lead)))


_OF_ALL: Final = re.compile(r"预算|决算|收支|支出|收入|花|盘子|总额|总量")
_NOTHING: Final = re.compile(_DATA["silence"]["nothing"])
_UNCHANGED: Final = re.compile(_DATA["silence"]["unchanged"])


def silences(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """没有出国费: stretches that state that there is nothing, with the words of the thing."""
    return [(m.start(), m.end(), m["thing"]) for m in _NOTHING.finditer(text, start, end)]


def is_money(concept: str) -> bool:
    """Whether a term is paid in money."""
    term = terms.TERMS[concept]
    return term.role == "amount" and term.unit_class == "money"


def standstills(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """与上年持平: stretches that state that nothing changed."""
    return [m.span() for m in _UNCHANGED.finditer(text, start, end)]


@dataclass(frozen=True)
class Condition:
    """条件 of a count (两个项目执行数为0): which measure, compared how, with what."""

    what: str
    manner: Manner
    limit: Decimal


_CONDITION: Final = re.compile(_DATA["counting"]["condition"])
_VERBS: Final[dict[str, Manner]] = {
    "不足": "under", "不到": "under", "低于": "under", "未达": "under", "超过": "over", "高于": "over",
    "达": "at_least",
}  # fmt: skip


_NOT_A_CENT: Final = re.compile(_DATA["counting"]["nothing"])


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


def paid(topics: tuple[Topic, ...], quantity: Quantity) -> tuple[Topic, ...]:
    """花 0.64 万元购置公务用车: where money is said of things, what is meant is what they cost."""
    if quantity.unit_class is not UnitClass.MONEY:
        return topics
    return tuple(replace(t, concept=_DATA["paid"].get(t.concept, t.concept)) if t.concept else t for t in topics)


def without_counts(text: str) -> str:
    """购置了一辆公务用车 → 购置公务用车: what is counted inside, without its count."""
    for numeral in reversed(find_numerals(text)):
        text = text[: numeral.start].removesuffix("了") + text[numeral.end :]
    return text


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
