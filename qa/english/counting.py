"""英文数目: plain figures, counts, rates, sets and amounts per head that an English clause asks for, in Chinese."""

from __future__ import annotations

import re

from corpus import terms
from qa.english.clauses import Phrase
from qa.english.sentence import SIDES, Sentence
from qa.english.sharing import counter


def kept(it: Sentence) -> str:
    """符合条件的: the members that a condition keeps."""
    condition = next(s for s in it.clause.said if s.kind == "condition")
    scored = it.clause.of("measure", "score") or any(m.value == "self_score" for p in it.phrases for m in p.mentions)
    bare = next((f"{s.value}分" for s in it.clause.of("number") if scored and s.start > condition.start), "")
    amount = next((s.value for s in it.clause.of("amount")), bare)
    words = {"more": "超过", "at_least": "不低于", "less": "低于"}
    whole = {
        "zero": "一分没花",
        "full": "执行完",
        "over_budget": "决算超过年初预算",
        "under_budget": "决算低于年初预算",
    }
    rate = "执行率" if amount.endswith("%") else "得分" if scored else ""
    said = (
        f"{rate}{amount}以内"
        if condition.value == "at_most"
        else f"{rate}{words[condition.value]}{amount}"
        if condition.value in words
        else whole[condition.value]
    )
    projects = it.clause.of("members", "projects") or any(
        s.value in {"project_expenditure", "project"} for p in it.phrases for s in p.mentions
    )
    first = next((s for s in it.clause.said if s.kind not in {"silent", "body"}), condition)
    if first.is_a("question", "yes_no") and not projects and not it.clause.of("members") and len(it.own) == 1:
        return f"{it.names(it.own)}{it.stage}{said.removeprefix('执行率')}吗"  # is the turnover below 10 %?
    about = {"project_expenditure", "project", "self_score"}
    inside = [p for p in it.phrases if not any(s.value in about for s in p.mentions)]
    within = f"{it.names(inside)}里" if inside else ""
    summed = f"，合计是{it.money}" if "SUM" in it.operators else ""
    if condition.value in _BEYOND and not projects and not inside:
        far = f"{_BEYOND[condition.value]}{it.money}" if _asks_how_far(it) else it.money
        return f"哪些科目{said}，各{far}{summed}"
    return f"{within}{said}的{'项目' if projects else '明细'}有哪些，各{it.money}{summed}"


_BEYOND = {"over_budget": "超过", "under_budget": "少花"}


def _asks_how_far(it: Sentence) -> bool:
    """Whether it asks by how much budgets were gone beyond."""
    return "DIFFERENCE" in it.operators or any(s.text.lower() == "by how much" for s in it.clause.said)


def names_bound(it: Sentence) -> bool:
    """Whether the amount of a condition is part of a printed name (equipment worth over 500,000 yuan)."""
    amounts_said = [s.value for s in it.clause.of("amount")]
    return bool(amounts_said) and all(a in it.names(it.own) for a in amounts_said)


ORGANS = frozenset(
    ("departments inside", "internal structure", "internal department", "internal departments", "subordinate unit", "subordinate units",
     "sections", "divisions", "section", "main_functions", "subordinate_units", "duty", "duties")
)  # fmt: skip
"""What is listed without amounts."""


def listed(it: Sentence) -> str:
    """有哪些: the members of a set with their amounts."""
    about = it.names([p for p in it.phrases if not any(s.value == "project" for s in p.mentions)])
    classed = any(m.value == "functional_classification" for p in it.phrases for m in p.mentions)
    if len(it.own) > 1 and not it.clause.of("members") and not classed:
        return f"{about}分别是{it.money}"
    if it.clause.of("members", "projects") or any(
        s.value in {"project", "project_expenditure"} for p in it.phrases for s in p.mentions
    ):
        return f"有哪些项目，各{it.money}"
    if classed:
        return f"按功能分类支出有哪些，各{it.money}"
    if about and not it.stages and all(m.value in ORGANS for p in it.phrases for m in p.mentions):
        return f"{about}有哪些"
    summed = (
        f"，合计是{it.money}"
        if "SUM" in it.operators and len({b.issuer for s in it.clause.said for b in s.bodies}) > 1
        else ""
    )
    if summed:
        return f"{about}各{it.money}{summed}"
    if about:
        return f"{about}有哪些明细，各{it.money}"
    return f"有哪些明细，各{it.money}" if it.spoken_before and "list" in it.asked else f"各{it.money}"


def asks_sources(it: Sentence) -> bool:
    """Whether it asks where the money comes from."""
    texts = " ".join(s.text.lower() for s in it.clause.said)
    comes = any(w in texts for w in ("come from", "comes from", "came from")) and it.asked & {"where", "what", "which"}
    other = [p for p in it.own if not any(m.value in _INCOME for m in p.mentions)]
    named = any(m.value == "revenue_structure" for p in it.own for m in p.mentions)
    again = not it.own and it.before.startswith("各项收入")
    again = again and bool(it.clause.of("members", "lines") or it.operators & {"SHARE", "PERCENT"})
    return not other and (bool(comes) or named or again)


_INCOME = frozenset({"revenue_structure", "revenue", "total_revenue", "current_revenue", "budget_revenue"})


def sources(it: Sentence) -> str:
    """各项收入, with the share of each where that is asked for; the largest where that is."""
    if it.operators & {"TOP", "BOTTOM"}:
        return f"哪项收入最{'少' if 'BOTTOM' in it.operators else '多'}，是{it.money}"
    shares = it.operators & {"SHARE", "PERCENT"}
    return "各项收入占收入的比例分别是多少" if shares else f"各项收入分别是{it.money}"


_GOES = frozenset({"spend", "spends", "spent", "spent on", "go", "goes", "went", "used", "goes to", "go to"})


def asks_uses(it: Sentence) -> bool:
    """Whether it asks what the year's money goes to, and names nothing."""
    goes = any(s.text.lower() in _GOES for s in it.clause.said) and any(
        s.text.lower() in _MONEY for s in it.clause.said
    )
    asked = it.asked & {"what", "where", "purpose", "how"} and not it.asked & {"how_much", "part", "why"}
    return bool(asked and goes) and not it.own and not it.operators and not it.spoken_before and not it.before


_MONEY = frozenset({"money", "funds", "budget", "cash", "resources"})


def counted(it: Sentence) -> str:
    """多少人, 多少辆: how many of what is named."""
    cue = next(s for s in it.clause.said if s.is_a("question", "how_much"))
    after = [p for p in it.phrases if p.mentions[0].start >= cue.start] or it.phrases
    if not after and "SUM" in it.operators:
        return f"合计是{it.money}"
    if not after:
        same = re.search(r"多少([^，。？\d]{1,3})$", it.before)
        return f"{it.stage}{'分别' if len(it.stages) > 1 else ''}是多少{same[1] if same else ''}"
    first = _possessor(after[0])
    it.phrases = [first if p is after[0] else p for p in it.phrases]
    if (whole := it.printed_whole()) is not None:
        return f"{whole}{it.stage}是多少"
    same = re.search(r"多少([^，。？\d]{1,3})$", it.before)
    if same and first.mentions[0].value in {"done", "finished"} and len(after) == 1:
        return f"实际完成多少{same[1]}"
    if any(m.value in {"project", "project_expenditure"} for m in first.mentions) and len(first.mentions) == 1:
        return f"项目{it.stage}有多少个"
    unit = counter(it, Phrase([first.segments[0]]))
    if len(first.segments) > 1 and len(first.segments[0]) == 1 and first.segments[0][0].value in _MEASURED_IN:
        others = [p for p in it.phrases if p is not first]
        done = [p for p in others if p.after == "verb" and p.mentions[-1].start > first.mentions[-1].start]
        where = "".join(it.chinese(p) for p in others if p not in done)
        told = f"{where}{''.join(map(it.chinese, done))}{it.chinese(Phrase(first.segments[1:]))}"
        return f"{told}多少{unit or it.linking.plain(Phrase([first.segments[0]]))}"
    others = [p for p in it.phrases if p is not first]
    said = it.chinese(first)
    if said.endswith(("经费", "支出", "费")) and all(m.kind == "word" for m in first.mentions):
        said = it.linking.plain(first)
    joined = [p for p in after[1:] if p.after == "and"]
    if (
        unit in {"平方米", "次", "场", "篇", "层", "公里", "米"}
        and len(first.segments) == 1
        and len(first.mentions) == 1
    ):
        rest = it.names([p for p in others if p not in joined]) or it.names(it.lead if it.own else [])
        keep = said if unit in {"场", "次", "篇"} and said != "次" else ""
        return f"{rest}{keep}{it.stage if it.stage != '预算' else ''}多少{unit}"
    if joined:
        return f"{it.names([first, *joined])}各有多少"
    if unit.endswith(("学生", "人员", "人")):
        unit = "人"
    elif unit.endswith(("者", "员", "民", "师", "户")):
        unit = "人" if unit[-1] != "户" else "户"
    elif len(unit) != 1 and unit not in {"人次", "批次", "场次", "平方米"}:
        unit = "" if unit.startswith("个") else "个"
    lead = it.names([p for p in others if p.after != "verb" or _is_within(it, p) or _has_some(it, p)])
    lead += (
        "购置"
        if "购置" not in said and any(s.text.lower() in {"buy", "bought", "buying", "purchase"} for s in it.clause.said)
        else ""
    )
    return f"{lead}{it.stage}有多少个{said}" if unit == said else f"{lead}{said}{it.stage}有多少{unit}"


_MEASURED_IN = frozenset(
    ("kilometre", "kilometer", "metre", "meter", "square metre", "square meter", "m2", "ton", "hectare", "hour", "km")
)
"""Units of measure: how many of them something is."""


def _possessor(phrase: Phrase) -> Phrase:
    """Those who are counted where what is theirs is named (how many workers' pay is paid)."""
    mentions = phrase.segments[0]
    at = next((n for n, m in enumerate(mentions[:-1]) if m.text.endswith(("s'", "s’"))), None)
    return phrase if at is None else Phrase([mentions[: at + 1]], phrase.after)


_HAS = frozenset(
    ("have", "has", "contain", "contains", "include", "includes", "serve", "serves", "cover", "covers", "reach", "reaches", "connect",
     "connects", "link", "links", "build", "builds", "need", "needs", "involve", "involves", "comprise", "run", "runs")
)  # fmt: skip
"""What a project or a system does with those that are counted."""


def _has_some(it: Sentence, phrase: Phrase) -> bool:
    """Whether a phrase is what has that which is counted (how many subsystems does the smart system have)."""
    behind = [s for s in it.clause.said if s.start >= phrase.mentions[-1].end]
    has = bool(behind) and behind[0].text.lower() in _HAS
    return has and all(m.kind in {"word", "chinese"} or m.value in SIDES for m in phrase.mentions)


def _is_within(it: Sentence, phrase: Phrase) -> bool:
    """Whether a phrase is where what is counted lies (classrooms built in the campus project)."""
    before = [s for s in it.clause.said if s.end <= phrase.mentions[0].start and s.text.lower() not in {"the", "its"}]
    return bool(before) and before[-1].text.lower() in {"in", "within", "under"}


def amounts(it: Sentence) -> str:
    """多少: the plain figure of each thing, at each stage."""
    about = it.things
    if _asks_size(it):
        return f"{it.linking.plain(it.own[0])}建筑面积是多少平方米"
    if "SUM" in it.operators and not it.phrases and (it.before or it.these):
        return f"{it.these}合计是{it.money}"
    if "SUM" in it.operators and len(it.own) == 1 and it.spoken_before and not it.before:
        return f"加上{about}一共{it.money}"
    if (
        "SUM" in it.operators
        and len(it.phrases) == 1
        and it.phrases[0].mentions[0].value not in SIDES
        and any(s.text.lower() in {"cost", "costs"} for s in it.clause.said)
    ):
        return f"{it.names(it.phrases)}项目总预算是{it.money}"
    sources = [
        p
        for p in it.own
        if len(p.mentions) == 1 and p.mentions[0].kind == "name" and terms.TERMS[p.mentions[0].value].role == "source"
    ]
    if sources and len(sources) < len(it.own):
        about = f"{it.names(sources)}的{it.names([p for p in it.own if p not in sources])}"
    if (
        not it.own
        and it.last
        and any(s.text.lower() in {"cover", "covers", "involve", "involves"} for s in it.clause.said)
    ):
        return f"涉及资金是{it.money}"
    whole = [p for p in it.own if len(p.mentions) == 1 and p.mentions[0].value == "project_total_budget"]
    if whole and len(it.own) == 1 and (of := [p for p in it.last if _is_project(it, p)]):
        return f"{it.names(of[:1])}的{it.names(whole)}是{it.money}"
    if not about and it.stages and len(it.last) == 1:
        about = it.names(it.last)
    if not about and (it.stages or it.spends) and not it.spoken_before:
        about = it.whole_year()
    stages = it.stages
    if len(stages) > 1:
        return f"{about}{'和'.join(stages)}分别是{it.money}"
    if it.together and "each" in it.asked and len(it.phrases) > 1:
        return f"{it.names(it.phrases)}分别是{it.money}，合计是{it.money}"
    each = "分别" if len(it.phrases) > 1 and not it.together and not sources else ""
    stage = it.stage if it.stage not in about else ""
    return f"{about}{stage}{each}是{it.money}"


def _is_project(it: Sentence, phrase: Phrase) -> bool:
    """Whether a phrase names one project."""
    return it.chinese(phrase).endswith(("项目", "工程", "经费")) or it.linking.printed(phrase.mentions) is not None


def _asks_size(it: Sentence) -> bool:
    """Whether “how big” asks for the size of something built."""
    big = any(s.text.lower() in {"how big", "how large"} for s in it.clause.of("question", "how_much"))
    return big and len(it.own) == 1 and it.linking.plain(it.own[0]).endswith(_BUILT) and not it.clause.of("basis")


_BUILT = ("中心", "楼", "馆", "校舍", "基地", "房屋", "大厦", "建筑")


def rate(it: Sentence) -> str:
    """执行率 or 得分 of what is named."""
    measure = "得分" if it.clause.of("measure", "score") else "执行率"
    about = it.names(it.phrases) or ("整体绩效自评" if measure == "得分" and not it.spoken_before else "")
    every = any(s.text.lower() in {"all", "each", "every"} for s in it.clause.said) or "each" in it.asked
    if it.clause.of("members", "projects") and it.number > 1 and not every:
        about = f"{it.number}个项目合计"
    elif it.clause.of("members", "projects") and not about:
        return f"各项目{measure}分别是多少"
    initial = "年初预算" if "年初预算" in it.stages and measure == "执行率" else ""
    cue = next((s.start for s in it.clause.of("measure")), 0)
    apart = all(s.start < cue for s in it.clause.of("basis"))  # the rate of a budget is not the budget
    stage = it.stage if it.stage in {"预算", "决算"} and not it.operators and apart else ""
    amount = f"{about}{stage}是{it.money}，" if stage and about else ""
    return f"{amount}{about}{'完成' if initial else ''}{initial}{measure}是多少"


def part(it: Sentence) -> str:
    """其中: how much of one thing is another."""
    cue = next(s for s in it.clause.said if s.is_a("question", "part"))
    after = [p for p in it.own if p.mentions[0].start > cue.start]
    whole = after[:1] if len(after) > 1 else it.lead
    parts = after[1:] if len(after) > 1 else after
    if whole and parts and all(it.chinese(p).startswith("正在") for p in parts):
        return f"{it.names(whole)}里，{it.names(parts)}的有多少"
    inside = "" if whole or not (it.spoken_before or it.last) else "其中"
    return f"{it.names(whole)}里" * bool(whole) + f"{inside}{it.names(parts)}{it.stage}是{it.money}"


def part_in_percent(it: Sentence) -> str:
    """占比: how much of one thing is another, in per cent."""
    return f"{it.chinese(it.own[1])}占{it.chinese(it.own[0])}的比例是多少"


def buys(it: Sentence) -> bool:
    """Whether it asks what is bought."""
    return (
        bool(it.asked & {"what", "which"})
        and any(s.text.lower() in {"buy", "buying", "buys", "bought", "purchasing"} for s in it.clause.said)
        and "how_much" not in it.asked
        and not any(m.value == "car_purchase" for p in it.own for m in p.mentions)
    )


def bought(it: Sentence) -> str:
    """What is bought, with what it costs; of a list of purchases its lines."""
    listed = any(m.value == "government_procurement" for p in it.own[-1:] for m in p.mentions)
    return f"{it.names(it.own[-1:])}{'有哪些项目' if listed else '买了哪些东西'}，各{it.money}"


def is_rate(it: Sentence) -> bool:
    """Whether a rate of execution or a score is asked for: by name, or as the share of a budget that was spent."""
    if (
        it.operators & {"SHARE", "PERCENT"}
        and not any(m.kind == "name" for p in it.own for m in p.mentions)
        and "执行率" in it.before
        and it.clause.of("again")
    ):
        return True
    if it.clause.of("measure"):
        return not it.operators & {"SORT", "PER", "TOP", "BOTTOM"} and not it.clause.of("condition")
    used = bool(it.clause.of("basis", "final_accounts")) or any(s.text.lower() in _USES for s in it.clause.said)
    spent = used and it.clause.of("basis", "budget", "initial_budget", "adjusted_budget")
    of_it = "part" in it.asked and "PERCENT" in it.operators and used  # how much of the money was used, in per cent
    return bool(it.operators & {"SHARE", "PERCENT"} and spent and not it.own) or (of_it and bool(it.own))


_USES = frozenset(
    {"use", "uses", "used", "spend", "spends", "complete", "completed", "execute", "executed", "implement"}
)
"""Verbs by which a budget is used."""


def how_many(it: Sentence) -> bool:
    """Whether it asks how many of something."""
    cue = it.clause.of("question", "how_much")
    return any(s.text.lower() == "how many" for s in cue) and "DIFFERENCE" not in it.operators


def times(it: Sentence) -> str:
    """几倍: of what is named beside it, or was named last."""
    named = [it.chinese(p) for p in it.own]
    if len(it.own) == 1 and len(it.own[0].segments) == 2:  # the ratio of one to the other
        named = [it.chinese(Phrase([s])) for s in it.own[0].segments]
    if len(named) == 1 and (base := [p for p in it.last if it.chinese(p) not in named]):
        return f"{named[0]}是{it.chinese(base[-1])}的多少倍"
    if len(named) == 2:
        return f"{named[0]}是{named[1]}的多少倍"
    if (turned := _bodies_turned(it)) is not None:
        return turned
    return f"{it.names(it.phrases)}{it.stage}是多少倍"


def _bodies_turned(it: Sentence) -> str | None:
    """“How many times as large as A's is B's”: the body behind the verb is what is held against the one before it."""
    bodies = [s for s in it.clause.said if s.bodies]
    cue = next((s.start for s in it.clause.said if s.is_a("operator", "TIMES")), None)
    if len(bodies) != 2 or cue is None or cue > bodies[0].start:
        return None
    between = [s for s in it.clause.said if bodies[0].start < s.start < bodies[1].start]
    if not any(s.text.lower() in {"is", "are", "was", "were"} for s in between):
        return None
    about = it.names(it.phrases) or it.whole_year()
    return f"{bodies[1].bodies[0].issuer}{about}是{bodies[0].bodies[0].issuer}的多少倍"


def left_for(it: Sentence) -> bool:
    """Whether “left” tells what something gets (left for training), not what is over."""
    cue = next((s for s in it.clause.said if s.is_a("operator", "REMAIN")), None)
    behind = [s for s in it.clause.said if cue is not None and s.start >= cue.end and s.kind != "silent"]
    return len(behind) > 1 and behind[0].text.lower() == "for" and any(p.mentions[0] in behind for p in it.own)
