"""英文转述: what a clause asks, in the Chinese that the parser of questions takes: the table of shapes, the more telling first."""

from __future__ import annotations

from collections.abc import Callable

from qa.english.asking import (
    asked,
    asks_pay,
    is_published,
    is_used,
    names_attribute,
    names_company,
    names_office,
    names_units,
    pay,
    truth,
    what,
    where,
    which_company,
    which_of,
    which_of_it,
    which_office,
    who,
    why,
)
from qa.english.changing import differ, grown
from qa.english.comparing import (
    beside,
    compares_years,
    either,
    held_against,
    in_order,
    is_held_against,
    less,
    ranked,
    sets_beside,
    share,
)
from qa.english.counting import (
    amounts,
    asks_sources,
    asks_uses,
    bought,
    buys,
    counted,
    how_many,
    is_rate,
    kept,
    left_for,
    listed,
    names_bound,
    part,
    part_in_percent,
    rate,
    sources,
    times,
)
from qa.english.sentence import Sentence, Shape
from qa.english.sharing import per


def sentence(it: Sentence) -> str:
    """The clause in Chinese, without whose and of when."""
    for applies, make in _SHAPES:
        if applies(it):
            return make(it)
    return amounts(it) if it.stages else it.things


_ABOUT = frozenset({"tell me about", "describe"})


def _has(*operators: str) -> Callable[[Sentence], bool]:
    return lambda it: bool(it.operators & set(operators))


def _asks(*questions: str) -> Callable[[Sentence], bool]:
    return lambda it: bool(it.asked & set(questions))


_SHAPES: tuple[tuple[Callable[[Sentence], bool], Shape], ...] = (
    (asks_pay, pay),
    (is_rate, rate),
    (lambda it: "likewise" in it.asked and not it.operators, lambda it: f"{it.names(it.phrases)}{it.stage}呢"),
    (lambda it: "SAME" in it.operators and not it.phrases and not it.spoken_before, lambda _: "哪些数字自相矛盾"),
    (lambda it: "SAME" in it.operators and it.clause.values("scope") == {"unit", "consolidated"}, differ),
    (_has("SAME"), lambda it: f"{it.names(it.phrases)}前后是否一致"),
    (lambda it: "VACANT" in it.operators and not it.operators & {"SHARE", "PERCENT"}, asked("空编多少个")),
    (names_company, which_company),
    (names_units, lambda _: "部门预算单位构成包括哪些单位"),
    (names_office, which_office),
    (which_of, which_of_it),
    (lambda it: "part" in it.asked and "LESS" in it.operators, less),
    (_asks("summary"), lambda _: "概况"),
    (
        lambda it: not it.phrases and any(s.text.lower() in _ABOUT for s in it.clause.of("question", "what")),
        lambda _: "概况",
    ),
    (asks_sources, sources),
    (asks_uses, lambda it: f"按功能分类支出有哪些，各{it.money}"),
    (lambda it: "part" in it.asked and "PERCENT" in it.operators and len(it.own) == 2, part_in_percent),
    (lambda it: "part" in it.asked and not (it.clause.of("condition") and it.clause.of("amount")), part),
    (buys, bought),
    (_has("SORT"), in_order),
    (is_held_against, held_against),
    (_has("PER"), per),
    (lambda it: bool(it.operators & {"UP", "DOWN", "CHANGE", "GROWTH"}) and not it.clause.of("condition"), grown),
    (_has("SHARE"), share),
    (lambda it: "PERCENT" in it.operators and "DIFFERENCE" not in it.operators, share),
    (_has("TIMES"), times),
    (left_for, amounts),
    (
        lambda it: (
            bool(it.clause.of("condition"))
            and not names_bound(it)
            and "DIFFERENCE" not in it.operators
            and bool(
                it.clause.of("amount")
                or it.clause.of("condition", "zero", "full", "over_budget", "under_budget")
                or (it.clause.of("number") and any(s.value in {"score", "self_score"} for s in it.clause.said))
            )
        ),
        kept,
    ),
    (_has("TOP", "BOTTOM"), ranked),
    (_has("DIFFERENCE"), differ),
    (_has("LESS"), less),
    (_has("REMAIN"), lambda it: f"{it.names(it.phrases or it.last[:1])}还剩{it.money}"),
    (lambda it: "COMPARE" in it.operators and it.prior, grown),
    (
        lambda it: (
            "COMPARE" in it.operators and not it.own and len(it.stages) == 1 and len(it.clause.values("year")) < 2
        ),
        lambda it: f"和{it.stage}相差{it.money}",
    ),
    (lambda it: "how" in it.asked and it.prior and bool(it.clause.of("preposition", "than")), grown),
    (
        lambda it: "how" in it.asked and bool(it.clause.of("preposition", "than")) and bool(it.stage) and not it.own,
        lambda it: f"和{it.stage}相差{it.money}",
    ),
    (
        lambda it: (
            "COMPARE" in it.operators
            and bool(it.clause.of("again"))
            and not it.phrases
            and any(s.bodies for s in it.clause.said)
        ),
        lambda _: "呢",
    ),
    (_has("COMPARE"), either),
    (compares_years, lambda it: f"{it.names(it.phrases)}相差{it.money}"),
    (_asks("why"), why),
    (_asks("means"), asked("{}是什么意思")),
    (_asks("wrong"), asked("{}存在什么问题")),
    (_asks("who"), who),
    (is_published, lambda _: "公开时间是什么时候"),
    (_asks("when"), asked("{}是什么时候")),
    (_asks("where"), where),
    (
        lambda it: (
            bool(it.asked & {"list"})
            or bool(it.asked & {"which", "what"} and it.clause.of("members"))
            or bool(it.clause.of("members", "lines") and it.own and not it.operators and not it.asked - {"each"})
        ),
        listed,
    ),
    (
        lambda it: "purpose" in it.asked and "how_much" not in it.asked,
        lambda it: f"{it.names(it.phrases or it.last[:1])}用于什么",
    ),
    (lambda it: sets_beside(it) and "how_much" in it.asked and not how_many(it), beside),
    (how_many, counted),
    (_asks("how_much"), amounts),
    (is_used, lambda it: f"{it.names(it.own)}用于什么"),
    (lambda it: sets_beside(it) and bool(it.asked & {"what", "how", "how_much"}), beside),
    (_asks("how"), asked("如何{}")),
    (lambda it: "what" in it.asked and "SUM" in it.operators and not it.phrases, amounts),
    (lambda it: bool(it.asked & {"what", "which"}) or names_attribute(it), what),
    (lambda it: it.clause.asks and bool(it.own), truth),
    (lambda it: bool(it.operators & {"SUM"}), amounts),
)
"""What a clause holds, and the shape that it makes; the more telling first."""
