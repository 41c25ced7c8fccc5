"""合句: clauses that only open another are taken into it; what a comma parts in them stays apart.

除了甲，其余一共多少; 甲占乙的比例跟去年比，高几个点; 甲加乙，跟丙加丁比; 摊到每个在职的人，甲比乙多多少; 甲除以乙，百分比是多少.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.parsing.arguments import is_people
from qa.parsing.clauses import Clause
from qa.parsing.grammars import Mention


def only_period(clause: Clause) -> bool:
    """Whether a clause names nothing but a year or a stage (到2019年呢)."""
    return all(m.kind in {"year", "relative", "basis", "joint"} for m in clause.mentions)


def adds_up_first(clause: Clause, after: Clause) -> bool:
    """甲加乙加起来，2022年和2023年各是多少: a clause that only adds up, of what the next one asks by year or body."""
    asks = clause.values("operator") != {"SUM"} or clause.of("question", "counter", "condition", "members")
    return not asks and len(clause.things) > 1 and not after.things and bool(after.of("year", "body")) and after.asks


def joined(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses, one that only opens another taken into it: 除了甲，其余一共多少; 甲占乙的比例跟去年比，高几个点."""
    found: list[Clause] = []
    for clause in clauses:
        before = found[-1] if found else None
        if before is not None and (
            _leaves_out(before, clause)
            or _sets_against(before, clause)
            or _is_one_side(before, clause)
            or _shares_out(before, clause)
            or _is_other_side(before, clause)
        ):
            comma = Mention(clause.start, clause.start, "joint", _COMMA)  # what stands on its two sides stays apart
            found[-1] = Clause(clause.text, [*before.mentions, comma, *clause.mentions], clause.questioned)
        else:
            found.append(clause)
    return found


def _leaves_out(before: Clause, clause: Clause) -> bool:
    asks = before.of("question", "counter") or before.values("operator") - {"SUM"} != {"LESS"}
    whole = (
        bool(clause.things)
        and clause.values("operator") <= {"REMAIN", "SUM"}
        and bool(HOW_MUCH.search(clause.text, clause.start))
    )
    return not asks and ((not clause.things and _THE_REST.search(clause.said) is not None) or whole)


def _is_one_side(before: Clause, clause: Clause) -> bool:
    """甲加乙，跟丙加丁比: a sum that nothing is asked of yet, and what it is set against."""
    adds = before.values("operator") <= {"SUM"} and not before.of("question", "counter", "condition", "members")
    held = clause.of("comparison") or clause.values("operator") & {"DIFFERENCE", "TIMES", "COMPARE"}
    opens = _WITH & set(clause.text[max(clause.start - 1, 0) : clause.start + 1]) and held
    return adds and bool(before.things) and bool(opens) and bool(clause.things or _of_another(before, clause))


def _of_another(before: Clause, clause: Clause) -> bool:
    """甲局2023年的水费，比乙局同年多多少: the same of another body, where both are named."""
    return bool(before.of("body")) and bool(clause.of("body"))


def _is_other_side(before: Clause, clause: Clause) -> bool:
    """这边是甲加乙，那边是丙加丁，两边相差多少: two sums that nothing is asked of yet, then what is asked of both."""
    if not _only_adds(before):
        return False
    if _only_adds(clause):
        return True
    parted = any(m.value == _COMMA for m in before.of("joint"))
    return parted and not clause.things and bool(clause.values("operator") & {"DIFFERENCE", "TIMES", "COMPARE"})


def _only_adds(clause: Clause) -> bool:
    return clause.values("operator") == {"SUM"} and len(clause.things) > 1 and not clause.of(*_ASKING)


_ASKING = ("question", "counter", "condition", "members", "comparison")


def _shares_out(before: Clause, clause: Clause) -> bool:
    """摊到每个在职的人，甲比乙多多少; 甲除以乙，百分比是多少: what is done with what the next clause names or asks."""
    done = before.values("operator")
    if before.of("question", "counter", "condition", "comparison") or not clause.asks:
        return False
    if done == {"DIVIDE"}:
        return not clause.things
    if _EVENED_OUT.search(before.said) and not before.things:
        return bool(before.of("year"))
    alone = all(is_people((t,)) for t in before.things)
    return done == {"PER"} and alone and bool(clause.things) and "PER" not in clause.values("operator")


_EVENED_OUT = re.compile(r"平均一下|拉平|均一下")
_WITH = frozenset("和跟与同比较")
_COMMA = "，"


def _sets_against(before: Clause, clause: Clause) -> bool:
    last = before.mentions[-1]
    gap = clause.values("operator") & {"DIFFERENCE", "CHANGE", "GROWTH", "PERCENT", "TIMES", "COMPARE"}
    closes = (last.kind, last.value) in {("comparison", "than"), ("operator", "COMPARE")}
    asked = before.of("question", "counter") or before.said.endswith(("多少", "几"))  # 谁多、多多少
    return closes and bool(gap) and not clause.things and not asked


HOW_MUCH = re.compile(r"多少|几")
_THE_REST = re.compile(r"其余|其他|其它|别的|剩|另外|还有")
