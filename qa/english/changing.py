"""英文增减: what moved against the year before, another year, the plan, or another thing, in Chinese."""

from __future__ import annotations

from collections.abc import Sequence

from qa.english.clauses import Phrase
from qa.english.sentence import Sentence

_TO = {"UP": "增加", "DOWN": "减少", "CHANGE": "增减", "GROWTH": "增长"}


def grown(it: Sentence) -> str:
    """增减: against the year before, in per cent where that is asked for, why where that is."""
    way = next((_TO[w] for w in ("UP", "DOWN", "GROWTH", "CHANGE") if w in it.operators), "增减")
    about = it.names(it.phrases) or (it.whole_year() if it.stage and not it.spoken_before else "")
    years = sorted({s.value for s in it.clause.of("year")})
    if len(years) == SIDES_OF_TIME and "why" not in it.asked:
        return _between(it, about, years, way)
    if "why" in it.asked and any(
        plan in s.text.lower() for s in it.clause.of("operator") for plan in ("planned", "budget", *_PLAN)
    ):
        named = [p for p in it.phrases if not any(m.value == "expenditure" for m in p.mentions)]
        return "，".join(f"{it.chinese(p)}决算比年初预算{_direction(it, p)}的原因是什么" for p in named)
    if "why" in it.asked:
        return f"{about}{it.stage if not it.stage.startswith('决') else ''}为什么{way if way != '增减' else '变化'}"
    if (against := _against_plan(it, about, way)) is not None:
        return against
    whether = bool(it.clause.said) and it.asked <= {"yes_no"} and not it.operators & {"PERCENT", "SHARE", "DIFFERENCE"}
    if (
        "GROWTH" in it.operators
        and whether
        and it.asked
        and not any("per" in s.text.lower() for s in it.clause.of("operator"))
    ):
        return f"{about}{it.stage}比上年增加了吗"
    if it.operators & {"PERCENT", "GROWTH", "SHARE"}:
        return f"{about}{it.stage}比上年{'增长' if way == '增加' else '下降' if way == '减少' else way}百分之多少"
    if it.asked & {"how_much", "what"} or "DIFFERENCE" in it.operators:
        return f"{about}{it.stage}比上年{way}{it.money}"
    return f"{about}{it.stage}比上年{way}了吗" if way in {"增加", "减少"} else f"{about}{it.stage}比上年有什么变化"


def _between(it: Sentence, about: str, years: Sequence[str], way: str) -> str:
    """How something moved from one year to another, both of which are named; whether it did, where that is all that is asked."""
    if "SHARE" in it.operators and any("percentage point" in s.text.lower() for s in it.clause.of("operator")):
        return f"{years[0]}年和{years[1]}年{about}占总支出的比例分别是多少，相差多少百分点"
    whether = it.asked <= {"yes_no"} and it.asked and not it.operators & {"PERCENT", "SHARE", "DIFFERENCE"}
    if whether and way in {"增加", "减少"}:
        return f"{about}{years[1]}年比{years[0]}年{'多' if way == '增加' else '少'}吗"
    percent = it.operators & {"PERCENT", "SHARE"} or (it.operators & {"GROWTH"} and not it.operators & {"DIFFERENCE"})
    if percent:
        return f"{about}{years[1]}年比{years[0]}年{_IN_PERCENT.get(way, '增减')}百分之多少"
    if int(years[1]) - int(years[0]) > 1:
        return f"{about}{years[0]}年和{years[1]}年相差{it.money}"
    return f"{about}{years[1]}年比{years[0]}年{'增加' if way == '增长' else way}{it.money}"


_IN_PERCENT = {"增加": "增长", "减少": "下降", "增长": "增长"}


_PLAN = ("overspen", "underspen", "than planned", "than budgeted", "over budget", "above budget", "below budget")


def _against_plan(it: Sentence, about: str, way: str) -> str | None:
    """What was spent against what was planned, where that is the change that is meant; None where it is not."""
    cues = [s.text.lower() for s in it.clause.of("operator", "UP", "DOWN")]
    if not about or not any(plan in cue for cue in cues for plan in _PLAN):
        return None
    asked = it.asked & {"how_much", "what"} or it.operators & {"DIFFERENCE", "PERCENT"}
    return (
        f"{about}决算比年初预算{'多' if way == '增加' else '少'}{it.money}"
        if asked
        else f"{about}决算和年初预算相差{it.money}"
    )


SIDES_OF_TIME = 2
"""Years between which something is asked to have moved."""


def _direction(it: Sentence, phrase: Phrase) -> str:
    """多 or 少, by the last word before a phrase that says which."""
    before = [
        s
        for s in it.clause.said
        if s.start < phrase.mentions[0].start
        and (s.is_a("operator", "UP", "DOWN") or s.text.lower() in {"less", "more"})
    ]
    last = max(before, key=lambda s: s.start, default=None)
    return "少" if last is not None and (last.value in {"DOWN", "less"} or last.text.lower() == "less") else "多"


def differ(it: Sentence) -> str:
    """差额: two things, or this and the year before; which is more where that is asked as well."""
    plain = [p for p in it.own if p.after != "than"]
    if it.clause.values("scope") == {"unit", "consolidated"}:
        return f"{it.names(it.phrases)}{it.stage}，汇总数比本级多{it.money}"
    less = any(
        w in s.text.lower()
        for s in it.clause.of("operator", "DIFFERENCE")
        for w in ("less", "lower", "fewer", "smaller")
    )
    years = sorted({s.value for s in it.clause.of("year")})
    points = any("percentage" in s.text.lower() for s in it.clause.of("operator", "DIFFERENCE"))
    if len(years) == SIDES_OF_TIME and len(it.phrases) < SIDES_OF_TIME and not it.clause.of("relative") and not points:
        about = it.names(it.phrases) or it.whole_year()
        return _between(it, f"{about}{it.stage}", years, "减少" if less else "增加")
    if it.prior:
        about = it.names(it.phrases) or ("" if it.spoken_before else it.whole_year())
        much = "百分之多少" if it.operators & {"PERCENT"} else it.money
        return f"{about}{it.stage}比上年{'减少' if less else '增加'}{much}"
    which = "哪个更多，" if "COMPARE" in it.operators else ""
    unit = "百分点" if any("percentage" in s.text.lower() for s in it.clause.of("operator", "DIFFERENCE")) else it.unit
    if len(it.stages) == 1 and it.stage in {"年初预算", "全年预算"} and it.phrases:
        return f"{it.names(it.phrases)}决算比{it.stage}{it.together}{'少' if less else '多'}{it.money}"
    if len(it.stages) > 1:
        return f"{it.names(it.phrases)}{it.stages[0]}和{it.stages[1]}相差多少{unit}"
    if not it.own and not it.lead:
        return f"{which}相差多少{unit}"
    if not it.own:
        summed = "合计" if "SUM" in it.operators and len(it.lead) > 1 else ""
        return f"{it.names(it.lead)}{summed}{which}相差多少{unit}"
    if len(plain) < len(it.own):
        one, other = plain, [p for p in it.own if p.after == "than"]
        return f"{it.names(one)}{'合计' if len(one) > 1 else ''}和{it.names(other)}{which}相差多少{unit}"
    return f"{it.names(it.own)}{it.stage}{which}相差多少{unit}"
