"""英文比较: shares, changes, differences and ranks that an English clause asks for, in Chinese.

A clause's phrases are laid out as Chinese has them: the part before the whole, what is compared before what it is compared with.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus import terms
from qa.english.changing import SIDES_OF_TIME
from qa.english.clauses import Clause, Phrase
from qa.english.linking import FUNDS
from qa.english.mentions import Said
from qa.english.sentence import SIDES, Sentence


def share(it: Sentence) -> str:
    """占比: the part and the whole, whichever is said first."""
    cue = next(s for s in it.clause.said if s.is_a("operator", "SHARE", "PERCENT"))
    before = [p for p in it.own if p.mentions[0].start < cue.start]
    after = [p for p in it.own if p.mentions[0].start > cue.start]
    if (
        rates := [p for p in after if p.mentions[-1].chinese and any(c.endswith("率") for c in p.mentions[-1].chinese)]
    ) and it.last:
        rate = next(c for c in rates[0].mentions[-1].chinese if c.endswith("率"))
        return f"{it.names(it.last)}{rate}是多少"
    named = [it.chinese(p) for p in it.lead]
    if len(named) > 1 and len(after) == 1 and it.chinese(after[0]) in named:
        return f"{it.names(it.lead)}分别是{it.money}，{it.names(after)}占比是多少"
    if (told := _of_the_budget(it, cue, after)) is not None:
        return told
    of = cue.text.lower().endswith(" of") or _followed_by_of(it.clause, cue)
    if "TOP" in it.operators and (told := _of_the_largest(it, cue)) is not None:
        return told
    if "VACANT" in it.operators:
        return "空编占编制的比例是多少"
    parts, whole = _part_and_whole(it, before, after, of=of)
    if (
        not whole
        and not it.lead
        and it.last
        and (it.clause.of("members") or any(s.text.lower() in {"that", "this", "it"} for s in it.clause.of("again")))
        and "最" in it.before
    ):
        whole = it.last
    if any(it.chinese(p).endswith("率") for p in parts):
        return f"{it.names([p for p in parts if it.chinese(p).endswith('率')])}是多少"
    summed = "合计" if len(parts) != 1 and (it.operators & {"SUM"} or len(parts) > 1 or it.number) else ""
    told = f"{it.names(parts)}{summed}"
    if (
        whole
        and len(parts) == 1
        and parts[0].mentions[0].value == "serving_staff"
        and whole[0].mentions[0].kind == "name"
        and terms.TERMS[whole[0].mentions[0].value].role != "people"
    ):
        told = "人员经费"  # what goes to staff is money
    if whole and _are_funds(parts) and any(s.text.lower() in _PAID for s in it.clause.said):
        told = f"{FUND}{it.names(whole)}"  # the part of it that the fund pays, not the whole fund
    of_several = "合计" if len(whole) > 1 else ""
    return f"{told}占{it.names(whole)}{of_several}的比例是多少" if whole else f"{told}占比是多少"


def _of_the_largest(it: Sentence, cue: Said) -> str | None:
    """The share of the largest of what is named, of several projects together; None where the number is of something else."""
    if it.number and any(m.value in _PROJECTS for p in it.own for m in p.mentions):
        return f"金额最大的{it.number}个项目合计占项目支出的比例是多少"
    whole_of = [p for p in it.own if p.mentions[0].start > cue.start] or it.last
    return None if it.number else f"其中最大的一项占{it.names(whole_of)}的比例是多少"


def _part_and_whole(
    it: Sentence, before: list[Phrase], after: list[Phrase], *, of: bool
) -> tuple[Sequence[Phrase], Sequence[Phrase]]:
    """What is the part and what the whole, by the side of the word that asks on which each is named."""
    if of and (sides := _told_apart(it, after)) is not None:
        return sides
    parts: Sequence[Phrase]
    whole: Sequence[Phrase]
    if of and after:
        whole, parts = after[:1], before + after[1:] or it.lead
        if len(after) > 1 and len(after[0].segments) == 1 and after[1].after == "and":
            whole, parts = after[:1], before + after[1:]
        if not before and len(after) == 1 and len(after[0].segments) > 1:  # the share of the part in the whole
            parts, whole = [Phrase([after[0].segments[0]])], [Phrase(after[0].segments[1:])]
        elif not before and len(after) > 1 and not it.lead and after[1].after in {"", "of"}:
            parts, whole = after[:1], after[1:2]
    else:
        parts = after or before
        whole = (before if after else []) or (it.lead if after or before else [])
        if parts and parts is before and not it.lead and len(before) > 1 and before[0].after == "of":
            whole, parts = before[:1], before[1:]
    return parts, whole


def _told_apart(it: Sentence, after: Sequence[Phrase]) -> tuple[list[Phrase], list[Phrase]] | None:
    """(the part, the whole) of “what percentage of A plus B is A”: the verb parts them."""
    verb = next(
        (
            s.start
            for s in it.clause.said
            if s.is_a("question", "yes_no") and s.text.lower() in {"is", "are", "was", "were"}
        ),
        0,
    )
    whole, parts = [p for p in after if p.mentions[0].start < verb], [p for p in after if p.mentions[0].start > verb]
    return (parts, whole) if len(whole) > 1 and len(parts) == 1 else None


_PROJECTS = frozenset({"project_expenditure", "project"})
FUND = "一般公共预算财政拨款"
_PAID = frozenset(
    {"paid", "pays", "pay", "financed", "funded", "covered", "borne", "met", "finances", "funds", "covers"}
)
"""What a fund does with something: it pays a part of it."""


def _are_funds(phrases: Sequence[Phrase]) -> bool:
    """Whether all that is named are sources of money."""
    first = [p.mentions[0] for p in phrases]
    return bool(first) and all(
        m.kind == "name" and (terms.TERMS[m.value].role == "source" or m.value in FUNDS) for m in first
    )


def _of_the_budget(it: Sentence, cue: Said, after: Sequence[Phrase]) -> str | None:
    """The share of the year's whole: what share of the budget is …."""
    rest = [
        s
        for s in it.clause.said
        if s.start >= cue.end and s.kind not in {"silent", "body", "year", "preposition", "again", "scope"}
    ]
    if not rest or rest[0].kind != "basis" or not after:
        return None
    return f"{it.names(after)}{'合计' if len(after) > 1 else ''}占{it.whole_year()}的比例是多少"


def _followed_by_of(clause: Clause, cue: Said) -> bool:
    rest = [s for s in clause.said if s.start >= cue.end and s.kind != "silent"]
    return bool(rest) and rest[0].is_a("preposition", "of") and rest[0].text.lower() in {"of", "in"}


def ranked(it: Sentence) -> str:
    """最大的几项 of a set or of what is named."""
    least = "BOTTOM" in it.operators
    word = "最少" if least else "最多"
    about = it.phrases or it.last
    if it.clause.of("members", "years") and it.own:
        return f"{it.names(it.own)}{it.stage}哪一年{word}，是{it.money}"
    if it.clause.of("members", "bodies") and it.own and not it.number:
        return f"哪个单位{it.names(it.own)}{it.stage}{word}，是{it.money}"
    of_items = it.clause.of("members", "lines") and any(len(p.mentions) > 1 for p in about)  # items of a project
    of_projects = not of_items and (
        it.clause.of("members", "projects")
        or any(s.value in {"project_expenditure", "project"} for p in about for s in p.mentions)
    )
    cue = next(s for s in it.clause.said if s.is_a("operator", "TOP", "BOTTOM"))
    scored = [p for p in it.phrases if any(m.value == "self_score" for m in p.mentions)]
    projects = [p for p in it.phrases if any(m.value in {"project_expenditure", "project"} for m in p.mentions)]
    inside = [p for p in it.phrases if p not in scored and p not in projects]
    if len(it.own) > 1 and not (it.number or of_projects) and all(p.mentions[0].start > cue.start for p in it.own):
        return f"{it.names(it.own)}哪个{word}"
    within = f"{it.names(inside)}里" if inside else ""
    if any(m.value == "functional_classification" for p in inside for m in p.mentions):
        within = "按功能分类里"
    named = [m for p in about for m in p.mentions if m.value not in {"project", "project_expenditure"}]
    if of_items and len(named) > 1 and (whole := it.linking.printed(named)) is not None:
        within = f"{whole}里"  # the parts of a name that “and” joins
    if any(s.text.lower().startswith("functional") or s.text.lower() == "function" for s in it.clause.said):
        within = "按功能分类"
    if it.prior:
        return f"{within}金额最{'小' if least else '大'}的那一项比上年增减{it.money}"
    rate = (
        "执行率"
        if it.clause.of("measure", "completion")
        else "得分"
        if scored or it.clause.of("measure", "score")
        else ""
    )
    nth = _ordinal(it, cue)
    if nth and not rate:
        return (
            f"{within}金额第{nth}{'小' if least else '大'}的{'项目' if of_projects else '一项'}是哪个，是{it.money}"
            if it.own or of_projects or not it.spoken_before
            else f"第{nth}{'小' if least else '大'}的呢"
        )
    if rate:
        return f"{within}{rate}最{'低' if least else '高'}的项目是哪个，{rate}是多少"
    kind, size = "个项目" if of_projects else "项", "小" if least else "大"
    if not it.own and not it.lead and not it.last and it.spoken_before and it.number < 2 and not of_projects:
        return f"其中金额最{size}的是哪一项"
    if it.number > 1:
        summed = f"，合计是{it.money}" if "SUM" in it.operators else ""
        return f"{within}金额最{size}的{it.number}{kind}是哪些，各{it.money}{summed}"
    return f"{within}金额最{size}的{'项目' if of_projects else '一项'}是哪个，是{it.money}"


_ORDINALS = {
    "second": "二",
    "third": "三",
    "fourth": "四",
    "fifth": "五",
    "2nd": "二",
    "3rd": "三",
    "4th": "四",
    "5th": "五",
}


def _ordinal(it: Sentence, cue: Said) -> str:
    """The rank that stands before “largest”, "" where it is the first."""
    before = [s for s in it.clause.said if s.end <= cue.start]
    return _ORDINALS.get(before[-1].text.lower(), "") if before else ""


def in_order(it: Sentence) -> str:
    """Things in the order of their amounts or scores."""
    counted = f"{it.number}个项目" if it.number else "项目"
    by = "得分" if any(s.is_a("measure", "score") or s.value == "self_score" for s in it.clause.said) else "金额"
    about = {"self_score", "project_expenditure", "project"}
    things = it.names([p for p in it.phrases if not any(m.value in about for m in p.mentions)])
    return f"{things or counted}按{by}从高到低排名"


_EXCEEDS = frozenset({"exceed", "exceeds", "exceeded"})
_LESS_WORDS = frozenset({"less", "lower", "smaller", "fewer", "cheaper", "shorter"})
_MORE_WORDS = frozenset({"more", "higher", "larger", "bigger", "greater", "dearer", "longer"})


def is_held_against(it: Sentence) -> bool:
    """Whether it asks if one thing, or one year, is more than another (is A higher than B)."""
    exceeds = any(s.text.lower() in _EXCEEDS for s in it.clause.of("operator", "DIFFERENCE"))
    than = _comparatives(it) if it.clause.of("preposition", "than") or exceeds else []
    first = next((s for s in it.clause.said if s.kind not in {"silent", "body"}), None)
    years = {s.value for s in it.clause.of("year")}
    sides = bool(_against(it)) and len(it.own) > len(_against(it))
    whether = (
        first is not None
        and first.is_a("question", "yes_no")
        and not it.operators - {"UP", "DOWN", *(("DIFFERENCE",) if exceeds else ())}
    )
    return bool(
        whether and than and (sides or _against_stage(it) or (len(years) == SIDES_OF_TIME and (it.own or it.stage)))
    )


def _against_stage(it: Sentence) -> str:
    """The budget that what was spent is held against (higher than its initial budget), "" where that is not all."""
    cue = next((s.start for s in it.clause.of("preposition", "than")), None)
    behind = [s for s in it.clause.said if cue is not None and s.start > cue]
    named = any(s.kind in {"name", "word", "chinese", "year"} for s in behind)
    stage = next((s.value for s in behind if s.is_a("basis", "budget", "initial_budget", "adjusted_budget")), "")
    return "" if named else {"adjusted_budget": "全年预算"}.get(stage, "年初预算" if stage else "")


def _against(it: Sentence) -> list[Phrase]:
    """What something is held against: behind “than”, or behind “exceed”."""
    return [p for p in it.own if p.after in {"than", "DIFFERENCE"}]


def _comparatives(it: Sentence) -> list[str]:
    """The words that say which way two things are held against each other (higher than, spend less … than)."""
    moved = [s.text.lower().split()[-1] for s in it.clause.of("operator", "UP", "DOWN")]
    found = [s.text.lower().split()[0] for s in it.clause.said if s.kind in {"preposition", "silent"}]
    found += ["more" for s in it.clause.of("operator", "DIFFERENCE") if s.text.lower() in _EXCEEDS]
    return [w for w in (*moved, *found) if w in _MORE_WORDS or w in _LESS_WORDS]


def held_against(it: Sentence) -> str:
    """A 比 B 多吗 of two things, or of one thing in two years."""
    way = "少" if _comparatives(it)[0] in _LESS_WORDS else "多"
    one, other = [p for p in it.own if p not in _against(it)], _against(it)
    if not other and (stage := _against_stage(it)):
        named = it.names([p for p in it.own if p.mentions[0].value not in SIDES])
        return f"{named or '本年支出'}决算和{stage}相差{it.money}"
    if other and one:
        return f"{it.names(one)}{it.stage}比{it.names(other)}{way}吗"
    years = [s.value for s in it.clause.of("year")]
    return f"{years[0]}年{it.names(it.own) or it.whole_year()}{it.stage}比{years[1]}年{way}吗"


def sets_beside(it: Sentence) -> bool:
    """Whether two things are named, one against the other, and nothing more is said of how."""
    return not it.operators and any(p.after == "than" for p in it.own) and any(p.after != "than" for p in it.own)


def beside(it: Sentence) -> str:
    """哪个更多，相差多少 of two things set beside each other."""
    return f"{it.names(it.own)}{it.stage}哪个更多，相差{it.money}"


def compares_years(it: Sentence) -> bool:
    """Whether one year is set against another."""
    years = {s.value for s in it.clause.of("year")}
    return len(years) == 2 and bool(it.clause.of("preposition", "than")) and not any(p.after == "than" for p in it.own)


def either(it: Sentence) -> str:
    """哪个更多 of what is named."""
    summed = "合计" if "SUM" in it.operators and len(it.phrases) > 1 else ""
    years = len({s.value for s in it.clause.of("year")}) > 1 and len(it.phrases) < 2
    about = it.names(it.phrases) or (it.whole_year() if it.stage and not it.spoken_before else "")
    return f"{about}{it.stage if years else ''}{summed}{'哪一年' if years else '哪个'}更多"


def less(it: Sentence) -> str:
    """扣除: what is left of one thing without others, said before it or behind."""
    cue = next(s for s in it.clause.said if s.is_a("operator", "LESS"))
    minus = it.lead or [p for p in it.own if p.mentions[0].start > cue.start]
    base = it.own if it.lead else [p for p in it.own if p.mentions[0].start < cue.start]
    if not base and len(minus) > 1:
        minus, base = minus[:1], minus[1:]
    return f"{it.names(base) or it.whole_year()}{it.stage}扣除{it.names(minus)}后还有{it.money}"
