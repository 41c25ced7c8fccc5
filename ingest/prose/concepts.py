"""短语到条目: which term a noun phrase names, and which second term narrows it. Chinese puts the head last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from corpus.money import UnitClass, unit_class
from corpus.terms import TERMS, Match, concept_of_label, find_terms
from ingest.prose import words

_CLOSED: Final = re.compile(r"\([^()]*\)$")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_FUNDS: Final = re.compile("(政府性基金|国有资本经营|一般公共)(?:预算)?(?:财政)?拨款")
_BARE_FUNDS: Final = re.compile("(政府性基金|国有资本经营)(?:预算)?(?=收入$|支出$)")
_NAMING: Final = frozenset({"amount", "people", "asset", "performance", "project"})
_PAID: Final = frozenset({"amount", "project"})
_SCORED: Final = frozenset({"performance"})
_COUNTED: Final = frozenset({"people", "asset", "project"})
_IN_POST: Final = re.compile(r"(?:实际|实有|现有|现|在职|在编|在岗|到位)(?:在职|在编|在岗|实有|人数|人员|有|为|共|数)*")
_POSTS: Final = ("编制", "编制人数", "编制数")
_INTENDED: Final = re.compile(r"^(?:计划|拟)(?:新|新增|更新)?(?:购置|采购|购买|购入|购|报废|处置|出租|出借)")
_CARS: Final = re.compile(r"(?:共有|现有|实有|在用)?(?:公务用车|公务车辆|机动车辆?)(?:数量?|总数)?")
_STOCKS: Final = frozenset({"fixed_assets", "state_assets"})
_ENDINGS: Final = ("合计", "总额", "总计", "数", "预算", "项目", "类", "支出预算", "预算支出", "情况", "部分")

_JOINED: Final = re.compile("[、及和与]+(?!相关)")


def _variants(noun: str) -> Iterator[str]:
    """The phrase as printed, then with what the narrative adds to a label taken off or put on."""
    bare = words.LABEL_DROP.sub("", noun)
    if "总计" in bare:
        yield re.sub("预算|决算", "", bare)
    yield _BARE_FUNDS.sub(r"\1预算财政拨款", bare)
    yield _FUNDS.sub(r"\1预算财政拨款", bare)
    yield noun
    yield bare
    for ending in _ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= 2:
            yield bare[: -len(ending)]
    if bare.removesuffix("预算") in {"收入", "支出"} or bare in {"预算收入", "预算支出", "支出决算", "收入决算"}:
        yield ("收入" if "收入" in bare else "支出") + "合计"
    if bare != "其他" and not bare.endswith(("支出", "收入", "费", "经费")) and concept_of_label(bare, None) is None:
        yield bare + "支出"
    yield bare.replace("资金安排", "").replace("安排", "")
    if _CLOSED.search(bare):
        yield _CLOSED.sub("", bare)
    yield _BRACKETS.sub("", bare)


def _names(term_id: str | None) -> bool:
    return term_id is not None and (term_id not in TERMS or TERMS[term_id].role in _NAMING)


def _matches(noun: str) -> list[Match]:
    return [m for m in find_terms(words.LABEL_DROP.sub("", noun)) if m.term_id in TERMS]


@lru_cache(maxsize=8192)
def concept_of(noun: str) -> str | None:
    """条目 of one noun phrase: by its label, else by the last term in it with nothing of weight after it.

    Words for phases, measures, sides, sources and times (预算, 占比, 收入, 一般公共预算) are no 条目.
    """
    if words.BOUGHT.search(noun):
        return "cars_bought"
    if is_combined(noun):
        return None
    for label in _variants(noun):
        if label and _names(found := concept_of_label(label, None)):
            return found
    if words.REFUSED.search(noun):
        return None
    bare = words.LABEL_DROP.sub("", noun)
    naming = [m for m in _matches(noun) if _names(m.term_id) and m.term_id != "project"]
    particular = [m for m in naming if m.term_id not in words.QUALIFIERS] or naming
    if particular and words.LABEL_TAIL.match(bare[particular[-1].end :]):
        return particular[-1].term_id
    return None


@lru_cache(maxsize=4096)
def is_combined(noun: str) -> bool:
    """合并项: whether a phrase names several items together (“三公”经费及会议费、培训费): it is none of them."""
    parts = [part for part in _JOINED.split(noun) if part]
    if len(parts) < 2 or not all(part.endswith(("费", "“三公”经费", "三公经费")) for part in parts[1:]):
        return False
    named = [concept_of_label(part, None) for part in parts]
    return None not in named[1:] and len(set(named)) > 1 and concept_of_label(noun, None) in {*named, None}


def source_of(noun: str) -> str | None:
    """资金来源 that a phrase begins with, as printed (政府性基金预算财政拨款); None where it names none."""
    match = next(iter(_matches(noun)), None)
    if match and not match.start and TERMS[match.term_id].role == "source":
        return words.LABEL_DROP.sub("", noun)[: match.end]
    return None


def aspect_of(noun: str, concept: str) -> str | None:
    """侧面: a source that narrows a total (政府性基金 × 本年收入), or 财政拨款; None where there is none."""
    for match in _matches(noun):
        role = TERMS[match.term_id].role
        if match.term_id == concept or (role == "amount" and match.term_id in words.WHOLES):
            continue
        if role == "source" and concept in words.WHOLES:
            return match.term_id
        if match.term_id.startswith("fiscal_appropriation") and concept in words.WHOLES:
            return "fiscal_appropriation"
    return None


def _composed(path: tuple[str, ...], unit: str) -> str | None:
    """行政 under 在职实有人数 is 行政在职人员."""
    for parent in reversed(path):
        for pattern, concept in words.COMPOSED.get(concept_of(parent) or "", {}).items():
            if re.search(pattern, f"{path[-1]}|{unit}"):
                return concept
    return None


@lru_cache(maxsize=8192)
def resolve(path: tuple[str, ...], unit: str) -> tuple[str | None, str | None]:
    """条目与侧面 of a row path before a quantity of this unit.

    A count has no money term, money no head count; a part (燃料费 of 公务用车运行费) is not the whole it stands under.
    """
    leaf = path[-1]
    concept = _composed(path, unit) or concept_of(leaf)
    if unit in {"辆", "台"} and _CARS.fullmatch(leaf):  # 共有公务用车2辆 counts cars, and is no cost of them
        concept = "vehicles"
    if concept in _STOCKS and _INTENDED.match(leaf):  # 拟购置固定资产 is none that the body has
        return None, None
    above = {concept_of(part) for part in path[:-1]}
    if concept is None and leaf == words.FALLBACK:
        concept = words.OVERALL
    if leaf.endswith("项目") and unit in {"个", "项"}:
        concept = "project_count"
    if concept is None:
        return None, None
    role = TERMS[concept].role if concept in TERMS else "amount"
    if concept in above or "cars_bought" in above:
        return None, None
    kind = unit_class(unit)
    fits = _SCORED if unit == "分" else {UnitClass.COUNT: _COUNTED, UnitClass.MONEY: _PAID}.get(kind, _NAMING)
    counted = TERMS[concept].counters if concept in TERMS and kind is UnitClass.COUNT else ()
    return (concept, aspect_of(leaf, concept)) if role in fits and (not counted or unit in counted) else (None, None)


def in_post(path: tuple[str, ...], lead: str) -> str:
    """在职人员 of a clause 实际43人 after 事业编制46人: the people in the posts, not the posts; "" for any other."""
    leaf = path[-1] if path else ""
    if not leaf.endswith(_POSTS) or not _IN_POST.fullmatch(lead):
        return ""
    return next((kind for kind in ("行政", "事业", "工勤") if leaf.startswith(kind)), "") + "在职人员"


def project_of(noun: str, *, under_projects: bool, money: bool) -> tuple[str, str] | None:
    """项目名 that a noun phrase tells, and the rest of the phrase: by form or by standing under 项目支出."""
    named = words.PROJECT_NAMED.match(noun)
    if named:
        name, rest = (named["quoted"], named["rest"]) if named["quoted"] else (named["name"], named["rest2"])
        return None if words.NO_PROJECT.search(name) else (name, rest)
    if not money or words.NO_PROJECT.search(noun) or not _may_be_project(noun, under_projects=under_projects):
        return None
    if under_projects or words.PROJECT_LIKE.search(noun):
        name = noun.removesuffix("项目")
        return (name, "") if len(name) > 1 else None
    return None


def _may_be_project(noun: str, *, under_projects: bool) -> bool:
    """A phrase of no term, …项目, or one that puts a name before 项目经费 (数据平台项目经费).

    In a list of projects only a term's own label is none.
    """
    if noun.endswith("项目") or (under_projects and concept_of_label(noun, None) is None):
        return True
    concept = concept_of(noun)
    if concept != "project_expenditure":
        return concept is None
    name = words.PROJECT_ENDING.sub("", noun)
    return len(name) > 2 and not _matches(name)


def is_account(noun: str) -> bool:
    """Whether a phrase names an item of the accounts (not an indicator, a head count)."""
    concept = concept_of(noun)
    return concept is not None and (concept not in TERMS or TERMS[concept].role == "amount")


def governs(noun: str) -> bool:
    """Whether a head can be what an amount is of (一般公共服务支出, …项目), not merely a topic (执行率情况)."""
    if words.GENERIC.match(noun):
        return False
    concept = concept_of(noun)
    if concept:
        return concept not in TERMS or TERMS[concept].role in {"amount", "people", "asset"}
    return bool(words.GOVERNS.search(noun))
