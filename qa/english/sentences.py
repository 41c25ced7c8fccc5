"""英文转述: what a clause asks, in the Chinese that the parser of questions takes.

A clause's operators, question words and phrases are laid out as Chinese has them: whose and of when first, what contains before what is
contained, what is asked last. Each shape is one operator or question word with its arguments, as in :mod:`qa.parsing.shapes`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from corpus import terms
from corpus.language.english import table
from qa.english.clauses import Clause, Phrase
from qa.english.linking import Linking
from qa.english.mentions import Said

_BASIS = {"initial_budget": "年初预算", "adjusted_budget": "全年预算", "budget": "预算", "final_accounts": "决算", "target": "目标值"}
_TO = {"UP": "增加", "DOWN": "减少", "CHANGE": "增减", "GROWTH": "增长"}
_PEOPLE = frozenset({"people", "asset"})


@dataclass
class Sentence:
    """一句: a clause with its phrases in Chinese; ``lead`` are phrases named before that the clause is about."""

    clause: Clause
    linking: Linking
    lead: list[Phrase] = field(default_factory=list)
    unit: str = ""
    spoken_before: bool = False
    before: str = ""
    last: list[Phrase] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.operators = self.clause.values("operator")
        self.asked = self.clause.values("question")
        self.own = [p for p in self.clause.phrases if self.chinese(p)]
        if "PER" not in self.operators and any(_one_before(self.clause, p) for p in self.own) and any(s.text.lower() in {"cost", "costs"} for s in self.clause.said):
            self.operators |= {"PER"}
        self.phrases = self.own or self.lead

    def chinese(self, phrase: Phrase) -> str:
        """A phrase in Chinese."""
        return self.linking.chinese(phrase)

    def names(self, phrases: Sequence[Phrase]) -> str:
        """Phrases as a list."""
        said = list(dict.fromkeys(filter(None, map(self.chinese, phrases))))
        return "、".join(said[:-1]) + ("和" if len(said) > 1 else "") + said[-1] if said else ""

    @property
    def money(self) -> str:
        """What asks for an amount: 多少, in the unit that is asked for."""
        return f"多少{self.unit}"

    @property
    def stages(self) -> list[str]:
        """The stages that the clause names, in order."""
        return list(dict.fromkeys(_BASIS[s.value] for s in self.clause.of("basis")))

    @property
    def stage(self) -> str:
        """Its stage, where it names one."""
        return self.stages[0] if len(self.stages) == 1 else ""

    @property
    def number(self) -> int:
        """How many members are asked for, 0 where it does not say."""
        return next((int(s.value) for s in self.clause.of("number") if s.value.isdigit() and int(s.value) < 20), 0)

    @property
    def spends(self) -> bool:
        """Whether it speaks of spending as such."""
        return any(s.text.lower() in {"spend", "spends", "spent", "cost", "costs"} for s in self.clause.said)

    @property
    def prior(self) -> bool:
        """Whether it speaks of the year before."""
        return "prior" in self.clause.values("relative")

    @property
    def together(self) -> str:
        """合计 where several things are meant as one."""
        return "合计" if "SUM" in self.operators and (len(self.phrases) > 1 or not self.phrases) else ""

    @property
    def things(self) -> str:
        """All that it names, with 合计 where that is asked for."""
        return f"{self.names(self.phrases)}{self.together}"

    def whole_year(self) -> str:
        """The year's whole, where a stage is all that is named."""
        income = any("income" in s.text.lower() or "revenue" in s.text.lower() for s in self.clause.said)
        return "总收入" if income else "总支出"


Shape = Callable[[Sentence], str]


def sentence(it: Sentence) -> str:
    """The clause in Chinese, without whose and of when."""
    for applies, make in _SHAPES:
        if applies(it):
            return make(it)
    return it.things or it.stage


def _share(it: Sentence) -> str:
    """占比: the part and the whole, whichever is said first."""
    cue = next((s for s in it.clause.said if s.is_a("operator", "SHARE", "PERCENT")))
    before = [p for p in it.own if p.mentions[0].start < cue.start]
    after = [p for p in it.own if p.mentions[0].start > cue.start]
    if (told := _of_the_budget(it, cue, after)) is not None:
        return told
    of = cue.text.lower().endswith(" of") or _followed_by_of(it.clause, cue)
    if "VACANT" in it.operators:
        return "空编占编制的比例是多少"
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
    if not whole and not it.lead and it.last and (it.clause.of("members") or any(s.text.lower() in {"that", "this", "it"} for s in it.clause.of("again"))) and "最" in it.before:
        whole = it.last
    if any(it.chinese(p).endswith("率") for p in parts):
        return f"{it.names([p for p in parts if it.chinese(p).endswith('率')])}是多少"
    summed = "合计" if len(parts) != 1 and (it.operators & {"SUM"} or len(parts) > 1 or it.number) else ""
    if not parts and "SUM" in it.operators:
        summed = "合计"
    told = f"{it.names(parts)}{summed}"
    return f"{told}占{it.names(whole)}的比例是多少" if whole else f"{told}占比是多少"


def _of_the_budget(it: Sentence, cue: Said, after: Sequence[Phrase]) -> str | None:
    """The share of the year's whole: what share of the budget is …."""
    rest = [s for s in it.clause.said if s.start >= cue.end and s.kind not in {"silent", "body", "year", "preposition", "again", "scope"}]
    if not rest or rest[0].kind != "basis" or not after:
        return None
    return f"{it.names(after)}{'合计' if len(after) > 1 else ''}占{it.whole_year()}的比例是多少"


def _followed_by_of(clause: Clause, cue: Said) -> bool:
    rest = [s for s in clause.said if s.start >= cue.end and s.kind != "silent"]
    return bool(rest) and rest[0].is_a("preposition", "of") and rest[0].text.lower() in {"of", "in"}


def _grown(it: Sentence) -> str:
    """增减: against the year before, in per cent where that is asked for, why where that is."""
    way = next((_TO[w] for w in ("UP", "DOWN", "GROWTH", "CHANGE") if w in it.operators), "增减")
    about = it.names(it.phrases) or (it.whole_year() if it.stage and not it.spoken_before else "")
    if "why" in it.asked and any("planned" in s.text.lower() or "budget" in s.text.lower() for s in it.clause.of("operator")):
        return "，".join(f"{it.chinese(p)}决算与年初预算有差异的原因是什么" for p in it.phrases if not any(m.value == "expenditure" for m in p.mentions))
    if "why" in it.asked:
        return f"{about}{it.stage if not it.stage.startswith('决') else ''}为什么{way if way != '增减' else '变化'}"
    if it.operators & {"PERCENT", "GROWTH", "SHARE"}:
        return f"{about}{it.stage}比上年{'增长' if way == '增加' else '下降' if way == '减少' else way}百分之多少"
    if it.asked & {"how_much", "what"} or "DIFFERENCE" in it.operators:
        return f"{about}{it.stage}比上年{way}{it.money}"
    return f"{about}{it.stage}比上年{way}了吗" if way in {"增加", "减少"} else f"{about}{it.stage}比上年有什么变化"


def _differ(it: Sentence) -> str:
    """差额: two things, or this and the year before; which is more where that is asked as well."""
    plain = [p for p in it.own if p.after != "than"]
    less = any(w in s.text.lower() for s in it.clause.of("operator", "DIFFERENCE") for w in ("less", "lower", "fewer", "smaller"))
    if it.prior:
        return f"{it.names(it.phrases)}{it.stage}比上年{'减少' if less else '增加'}{it.money}"
    which = "哪个更多，" if "COMPARE" in it.operators else ""
    unit = "百分点" if any("percentage" in s.text.lower() for s in it.clause.of("operator", "DIFFERENCE")) else it.unit
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


def _per(it: Sentence) -> str:
    """平均每: what is shared out, and among what."""
    cue = next((s for s in it.clause.said if s.is_a("operator", "PER")), it.clause.said[0])
    counted = _counted_after(it, cue)
    rest = [p for p in it.own if (counted is None or p is not counted[0]) and not _is_unit(p)] or it.lead
    measured = next((_counter(it, p) for p in it.own if _is_unit(p)), "")
    among = counted[1] if counted else ""
    about = f"{it.names(rest)}{'合计' if len(rest) > 1 and (it.operators & {'SUM'} or counted) else ''}"
    if not it.own and len(it.lead) > 1 and "SUM" in it.operators:
        return f"{it.names(it.lead)}合计是{it.money}，人均{it.money}" if among == "人" else f"{about}是{it.money}，平均每{among}{it.money}"
    if not about and it.operators & {"SUM"}:
        about = "合计"
    if not about and (it.spends or it.stages) and not it.spoken_before:
        about = it.whole_year()
    gap = "，相差多少" if it.operators & {"DIFFERENCE"} else ""
    if it.clause.of("measure", "score") or any(s.value == "self_score" for s in it.clause.said):
        return "平均得分是多少"
    if among == "人":
        return f"{about}人均{it.money}{measured}{gap}"
    return f"{about}{it.stage if rest else ''}平均{'每' + among if among else ''}{it.money}{gap}"


def _is_unit(phrase: Phrase) -> bool:
    """Whether a phrase is a unit of measure alone."""
    return len(phrase.mentions) == 1 and phrase.mentions[0].value in {"square metre", "square meter", "m2", "kilometre"}


_EACH = {"retired_staff": "个退休人员", "retirees": "个离退休人员", "serving_staff": "人", "cars_owned": "辆", "vehicles": "辆"}


def _counted_after(it: Sentence, cue: Said) -> tuple[Phrase, str] | None:
    """The phrase behind “per” and the measure word or thing that it counts."""
    for phrase in it.own:
        if _one_before(it.clause, phrase) and phrase.mentions[0].kind == "name" and phrase.mentions[0].value in _EACH:
            return phrase, _EACH[phrase.mentions[0].value]
    for phrase in it.own:
        first = phrase.mentions[0]
        if first.start >= cue.end and cue.text.lower().startswith(("per", "for each", "for every", "average per", "cost per", "price per", "divide", "then divide", "shared", "spread")):
            return phrase, _counter(it, phrase)
    text = " ".join(s.text.lower() for s in it.clause.said if s.start >= cue.start)
    if any(w in text for w in ("person", "people", "head", "capita", "employee")):
        return Phrase([[]]), "人"
    one = [p for p in it.own if _one_before(it.clause, p)]
    if one:
        counter = _counter(it, one[0])
        same = counter not in {"人"} and not any(m.kind == "name" for m in one[0].mentions)
        return (Phrase([[]]) if same else one[0]), counter
    return None


def _one_before(clause: Clause, phrase: Phrase) -> bool:
    first = phrase.mentions[0].start
    before = [s for s in clause.said if s.start < first]
    return bool(before) and before[-1].text.lower() in {"one", "a", "an"}


def _counter(it: Sentence, phrase: Phrase) -> str:
    """The measure word for what is counted, or its name."""
    first, last = phrase.segments[0][0], phrase.segments[0][-1]
    counters = table("english_words")["counters"]
    if first.kind == "name":
        term = terms.TERMS[first.value]
        if term.role == "people":
            return _EACH.get(first.value) or (term.counters[0] if term.counters else term.name)
        return _EACH.get(first.value) or (term.counters[0] if term.counters else term.name)
    plain = next((counters[w][0] for w in (last.value, first.value) if w in counters), "")
    return {"学生": "个学生"}.get(plain, plain) or f"个{it.chinese(phrase)}"


def _ranked(it: Sentence) -> str:
    """最大的几项 of a set or of what is named."""
    least = "BOTTOM" in it.operators
    word = "最少" if least else "最多"
    of_projects = it.clause.of("members", "projects") or any(s.value in {"project_expenditure", "project"} for p in it.phrases for s in p.mentions)
    cue = next(s for s in it.clause.said if s.is_a("operator", "TOP", "BOTTOM"))
    inside = [p for p in it.phrases if not any(s.value in {"project_expenditure", "project"} for s in p.mentions)]
    if len(it.own) > 1 and not it.number and not of_projects and all(p.mentions[0].start > cue.start for p in it.own):
        return f"{it.names(it.own)}哪个{word}"
    within = f"{it.names(inside)}里" if inside else ""
    rate = "执行率" if it.clause.of("measure", "completion") else "得分" if it.clause.of("measure", "score") else ""
    if rate:
        return f"{within}{rate}最{'低' if least else '高'}的项目是哪个，{rate}是多少"
    kind = "个项目" if of_projects else "项"
    size = "小" if least else "大"
    if it.number > 1:
        return f"{within}金额最{size}的{it.number}{kind}是哪些，各{it.money}"
    return f"{within}金额最{size}的{'项目' if of_projects else '一项'}是哪个，是{it.money}"


def _kept(it: Sentence) -> str:
    """符合条件的: the members that a condition keeps."""
    condition = next(s for s in it.clause.said if s.kind == "condition")
    amount = next((s.value for s in it.clause.of("amount")), "")
    words = {"more": "超过", "at_least": "不低于", "less": "低于"}
    whole = {"zero": "一分没花", "full": "执行完", "over_budget": "决算超过年初预算", "under_budget": "决算低于年初预算"}
    said = f"{words[condition.value]}{amount}" if condition.value in words else whole[condition.value]
    projects = it.clause.of("members", "projects") or any(s.value in {"project_expenditure", "project"} for p in it.phrases for s in p.mentions)
    inside = [p for p in it.phrases if not any(s.value in {"project_expenditure", "project"} for s in p.mentions)]
    within = f"{it.names(inside)}里" if inside else ""
    return f"{within}{said}的{'项目' if projects else '明细'}有哪些，各{it.money}"


def _sorted(it: Sentence) -> str:
    by = "得分" if any(s.is_a("measure", "score") or s.value == "self_score" for s in it.clause.said) else "金额"
    things = it.names([p for p in it.phrases if not any(m.value == "self_score" for m in p.mentions)])
    return f"{things or '各项目'}按{by}从高到低排名"


def _listed(it: Sentence) -> str:
    """有哪些: the members of a set with their amounts."""
    about = it.names([p for p in it.phrases if not any(s.value == "project" for s in p.mentions)])
    if len(it.own) > 1 and not it.clause.of("members"):
        return f"{about}分别是{it.money}"
    if it.clause.of("members", "projects") or any(s.value in {"project", "project_expenditure"} for p in it.phrases for s in p.mentions):
        return f"有哪些项目，各{it.money}"
    if about:
        return f"{about}有哪些明细，各{it.money}"
    return f"各{it.money}"


def _counted(it: Sentence) -> str:
    """多少人, 多少辆: how many of what is named."""
    cue = next(s for s in it.clause.said if s.is_a("question", "how_much"))
    after = [p for p in it.phrases if p.mentions[0].start >= cue.start] or it.phrases
    if not after and "SUM" in it.operators:
        return f"合计是{it.money}"
    if not after:
        unit = re.search(r"多少([^，。？\d]{1,3})$", it.before)
        return f"{it.stage}{'分别' if len(it.stages) > 1 else ''}是多少{unit[1] if unit else ''}"
    first = after[0]
    unit = _counter(it, Phrase([first.segments[0]]))
    others = [p for p in it.phrases if p is not first]
    said = it.chinese(first)
    joined = [p for p in after[1:] if p.after == "and"]
    if unit in {"平方米", "次", "场", "篇"} and len(first.segments) == 1 and len(first.mentions) == 1:
        rest = it.names([p for p in others if p not in joined]) or it.names(it.lead if it.own else [])
        keep = said if unit in {"场", "次", "篇"} and said not in {"次"} else ""
        return f"{rest}{keep}{it.stage}多少{unit}"
    if joined:
        return f"{it.names([first, *joined])}各有多少"
    unit = "人" if unit.endswith(("学生", "人员", "人")) else unit if len(unit) == 1 else "个" if not unit.startswith("个") else ""
    lead = it.names([p for p in others if p.after not in {"verb"}])
    return f"{lead}{said}{it.stage}有多少{unit}"


def _amounts(it: Sentence) -> str:
    """多少: the plain figure of each thing, at each stage."""
    about = it.things
    if "SUM" in it.operators and not it.phrases and it.before:
        return f"合计是{it.money}"
    if "SUM" in it.operators and len(it.phrases) == 1 and any(s.text.lower() in {"cost", "costs"} for s in it.clause.said):
        return f"{it.names(it.phrases)}项目总预算是{it.money}"
    sources = [p for p in it.own if len(p.mentions) == 1 and p.mentions[0].kind == "name" and terms.TERMS[p.mentions[0].value].role == "source"]
    if sources and len(sources) < len(it.own):
        about = f"{it.names(sources)}的{it.names([p for p in it.own if p not in sources])}"
    if not about and (it.stages or it.spends) and not it.spoken_before:
        about = it.whole_year()
    stages = it.stages
    if len(stages) > 1:
        return f"{about}{'和'.join(stages)}分别是{it.money}"
    each = "分别" if len(it.phrases) > 1 and not it.together and not sources else ""
    stage = it.stage if it.stage not in about else ""
    return f"{about}{stage}{each}是{it.money}"


def _why(it: Sentence) -> str:
    about = it.names(it.phrases)
    return f"{about}的原因是什么" if about else "为什么"


_COMPANIES = frozenset({"company", "firm", "supplier", "contractor", "law firm", "building firm", "vendor"})


def _names_company(it: Sentence) -> bool:
    """Whether “which … company” asks for the name of one."""
    first = it.own[0].segments[0] if it.own else []
    return bool(it.asked & {"which", "what"}) and any(m.value in _COMPANIES for m in first)


def _which_company(it: Sentence) -> str:
    at = next(i for i, m in enumerate(it.own[0].segments[0]) if m.value in _COMPANIES)
    rest = it.own[0].segments[0][at + 1 :]
    done = "".join(m.chinese[0] if m.chinese else m.text for m in rest)
    return f"{done}{it.names(it.own[1:] or it.lead)}是哪家公司做的"


def _which_office(it: Sentence) -> str:
    guides = [p for p in it.phrases if any(m.value in {"guidance", "guide"} for m in p.mentions)]
    return f"{it.names([p for p in it.phrases if p not in guides])}由哪个部门{'指导' if guides else '负责'}"


def _who(it: Sentence) -> str:
    about = it.names(it.phrases)
    company = any(w in s.text.lower() for s in it.clause.of("question", "who") for w in ("company", "firm", "supplier", "vendor", "contractor", "bidder"))
    return f"{about}的供应商是哪家公司" if company else f"{about}是谁" if any(p for p in it.phrases if _is_role(p)) else f"{about}由谁负责"


def _is_role(phrase: Phrase) -> bool:
    return any(m.value in {"project_leader", "lawyer", "law firm", "head", "director", "principal", "head of the hospital"} for m in phrase.mentions)


def _asked(template: str) -> Shape:
    return lambda it: template.format(it.names(it.phrases))


def _rate(it: Sentence) -> str:
    measure = "得分" if it.clause.of("measure", "score") else "执行率"
    about = it.names(it.phrases)
    initial = "年初预算" if "年初预算" in it.stages and measure == "执行率" else ""
    return f"{about}{'完成' if initial else ''}{initial}{measure}是多少"


def _part(it: Sentence) -> str:
    """其中: how much of one thing is another."""
    cue = next(s for s in it.clause.said if s.is_a("question", "part"))
    after = [p for p in it.own if p.mentions[0].start > cue.start]
    whole = after[:1] if len(after) > 1 else it.lead
    parts = after[1:] if len(after) > 1 else after
    return f"{it.names(whole)}里" * bool(whole) + f"{'' if whole else '其中'}{it.names(parts)}{it.stage}是{it.money}"


def _buys(it: Sentence) -> bool:
    return bool(it.asked & {"what", "which"}) and any(s.text.lower() in {"buy", "buying", "buys", "bought", "purchasing"} for s in it.clause.said) and "how_much" not in it.asked


def _truth(it: Sentence) -> str:
    if {"own", "rent"} <= {s.text.lower() for s in it.clause.said}:
        return f"{it.names(it.own[:1])}是自有还是租用"
    return f"有没有{it.names(it.phrases)}"


_ATTRIBUTES = frozenset({"model", "brand", "code", "function code", "subject code", "contact_phone", "project_code", "project_category", "office_address"})


def _what(it: Sentence) -> str:
    """是什么, 是多少: by what is named; an attribute that is asked for comes last."""
    if len(it.own) > 1 and it.own[0].mentions[-1].value in _ATTRIBUTES:
        it.phrases = [*it.own[1:], it.own[0]]
        concept = it.own[0].mentions[-1]
        return f"{it.names(it.own[1:])}的{it.chinese(it.own[0])}是{'多少' if concept.value == 'contact_phone' else '什么'}"
    concept = [m for p in it.phrases for m in p.mentions if m.kind == "name"]
    if any(m.value in {"contact_phone", "project_code", "office_address"} for m in concept) or any("编码" in m.chinese[0] for p in it.phrases for m in p.mentions if m.chinese):
        return f"{it.names(it.phrases)}是多少"
    if it.clause.of("basis") or any(terms.TERMS[m.value].unit_class != "text" for m in concept) or it.unit:
        return _amounts(it)
    return f"{it.names(it.phrases)}是什么"


def _compares_years(it: Sentence) -> bool:
    """Whether one year is set against another."""
    years = {s.value for s in it.clause.of("year")}
    return len(years) == 2 and bool(it.clause.of("preposition", "than")) and not any(p.after == "than" for p in it.own)


def _either(it: Sentence) -> str:
    summed = "合计" if "SUM" in it.operators and len(it.phrases) > 1 else ""
    return f"{it.names(it.phrases)}{summed}哪个更多"


def _has(*operators: str) -> Callable[[Sentence], bool]:
    return lambda it: bool(it.operators & set(operators))


def _asks(*questions: str) -> Callable[[Sentence], bool]:
    return lambda it: bool(it.asked & set(questions))


def _is_rate(it: Sentence) -> bool:
    """Whether a rate of execution or a score is asked for: by name, or as the share of a budget that was spent."""
    if it.operators & {"SHARE", "PERCENT"} and not any(m.kind == "name" for p in it.own for m in p.mentions) and "执行率" in it.before and it.clause.of("again"):
        return True
    if it.clause.of("measure"):
        return not it.operators & {"SORT", "PER", "TOP", "BOTTOM"} and not it.clause.of("condition")
    spent = it.clause.of("basis", "final_accounts") and it.clause.of("basis", "budget", "initial_budget", "adjusted_budget")
    return bool(it.operators & {"SHARE", "PERCENT"} and spent and not it.own)


def _how_many(it: Sentence) -> bool:
    cue = it.clause.of("question", "how_much")
    return any(s.text.lower() == "how many" for s in cue) and "DIFFERENCE" not in it.operators


_SHAPES: tuple[tuple[Callable[[Sentence], bool], Shape], ...] = (
    (_is_rate, _rate),
    (_has("SAME"), lambda it: f"{it.names(it.phrases)}前后是否一致"),
    (_names_company, _which_company),
    (lambda it: bool(it.clause.of("members", "bodies")) and bool(it.phrases) and not it.operators, _which_office),
    (lambda it: {"part"} <= it.asked and "LESS" in it.operators, lambda it: f"{it.names(it.phrases[:1])}扣除{it.names(it.phrases[1:])}后还有{it.money}"),
    (lambda it: "come from" in " ".join(s.text.lower() for s in it.clause.said) and bool(it.asked & {"where", "what", "which"}), lambda it: "收入来源有哪些"),
    (_asks("part"), _part),
    (_buys, lambda it: f"{it.names(it.own[-1:])}买了哪些东西，各{it.money}"),
    (_has("SORT"), _sorted),
    (_has("PER"), _per),
    (lambda it: "VACANT" in it.operators and not it.operators & {"SHARE", "PERCENT"}, _asked("空编多少个")),
    (lambda it: bool(it.operators & {"UP", "DOWN", "CHANGE", "GROWTH"}) and not it.clause.of("condition"), _grown),
    (_has("SHARE"), _share),
    (lambda it: "PERCENT" in it.operators and "DIFFERENCE" not in it.operators, _share),
    (_has("TIMES"), lambda it: f"{it.names(it.phrases)}是多少倍"),
    (lambda it: bool(it.clause.of("condition")) and "DIFFERENCE" not in it.operators and bool(it.clause.of("amount") or it.clause.of("condition", "zero", "full", "over_budget", "under_budget")), _kept),
    (_has("TOP", "BOTTOM"), _ranked),
    (_has("DIFFERENCE"), _differ),
    (_has("LESS"), lambda it: f"{it.names(it.phrases[:1])}扣除{it.names(it.phrases[1:])}后还有{it.money}"),
    (_has("REMAIN"), lambda it: f"{it.names(it.phrases)}还剩{it.money}"),
    (lambda it: "COMPARE" in it.operators and it.prior, _grown),
    (lambda it: "COMPARE" in it.operators and not it.own and len(it.stages) == 1, lambda it: f"和{it.stage}相差{it.money}"),
    (_has("COMPARE"), _either),
    (_compares_years, lambda it: f"{it.names(it.phrases)}相差{it.money}"),
    (_asks("why"), _why),
    (_asks("means"), _asked("{}是什么意思")),
    (_asks("wrong"), _asked("{}存在什么问题")),
    (_asks("who"), _who),
    (_asks("when"), _asked("{}是什么时候")),
    (_asks("where"), _asked("{}在哪里")),
    (lambda it: bool(it.asked & {"list"}) or bool(it.asked & {"which", "what"} and it.clause.of("members")), _listed),
    (lambda it: "purpose" in it.asked and "how_much" not in it.asked, _asked("{}用于什么")),
    (_how_many, _counted),
    (_asks("how_much"), _amounts),
    (_asks("how"), _asked("如何{}")),
    (lambda it: "what" in it.asked and "SUM" in it.operators and not it.phrases, _amounts),
    (_asks("what", "which"), _what),
    (lambda it: it.clause.asks and bool(it.own), _truth),
    (lambda it: bool(it.operators & {"SUM"}), _amounts),
)
"""What a clause holds, and the shape that it makes; the more telling first."""
