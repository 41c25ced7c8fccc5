"""条件: what the members of a set must be: beyond a bound, over or under their budgets, as much as before, paid out of one fund.

In: a clause. Out: the condition that it puts on members, None where it puts none.
"""

from __future__ import annotations

import re
from decimal import Decimal

from corpus import terms
from corpus.language.lexicon import everyday_at
from corpus.numeral import find_amounts
from qa.parsing.arguments import Argument
from qa.parsing.clauses import Clause
from qa.parsing.grammars import Mention
from qa.plan.nodes import Condition, Measured

_NOT_EQUAL = re.compile(r"(?:正好|刚好|恰好)[^，。？]{0,10}(?:不算|不含|除外)|不含本数")
"""五十万以上的，正好五十万的不算."""
_BUDGET = r"(?:年初|当初|原来?|全年|调整后)?的?预算(?:数|安排)?"
_EQUAL = r"持平|一样|相等|相同|一致|没差|不差|没变"
_TO_BUDGET = re.compile(
    rf"(?:比|较|跟|和|与|同){_BUDGET}[^，。？]{{0,6}}?(?P<than>多|高|超|大|少|低|省|小|{_EQUAL})"
    rf"|(?P<over>超|突破|超出|超过|冒|高于|大于|多于)[了出过]?{_BUDGET}"
    rf"|(?P<under>低于|少于|小于|不到|不足|[没未]有?(?:花|用|支|做|达|执行|完成)[到足满完够光掉]?了?){_BUDGET}"
    rf"|{_BUDGET}[^，。？]{{0,3}}(?P<left>[没未]有?(?:花|用|执行|支)[完到足满光掉够])"
)
"""花得比年初预算多, 没花到预算, 预算没用完, 和年初预算一分不差: how what was spent is to the budget."""
_MORE = frozenset("多高超大")
_LESS = frozenset("少低省小")
_OUT_OF = re.compile(
    r"(?:(?P<only>(?:全部?|都|只|光)(?:是|有|靠|用|由)的?)|(?P<none>没(?:有|安排|用)|[没不]是|不靠|不用|并非|非)(?:安排|由|用|靠)?了?的?|(?:安排了?|有|用的?是?|由|靠|是|从|拿|花的?是?|出自|来自)的?)$"
)
"""What stands before the fund or part that members have money in (用的是单位资金, 没有基本支出, 由政府性基金出)."""
LONGEST_OUT_OF = 10
"""Characters that such words have at most."""
COLUMNS = frozenset(
    ("basic_expenditure", "project_expenditure", "general_public_budget", "government_fund_budget", "unit_own_funds", "staff_funds",
     "office_funds", "institution_revenue", "fiscal_appropriation")
)  # fmt: skip
"""Parts and funds that a table gives a column each."""


def condition_of(clause: Clause) -> Condition | None:
    """The condition that members must meet: a bound with its amount, what became of their budget, or out of what they are paid."""
    if (holder := _holder(clause)) is not None:
        return holder
    for mention in clause.of("condition"):
        if mention.value in {"zero", "full", "over_budget", "under_budget"}:
            return Condition(mention.value)  # type: ignore[arg-type]
    amount = clause.first("amount")
    bound = clause.first("condition", "more", "at_least", "less", "at_most")
    if asks_which(clause) and amount is None and (held := _to_budget(clause)) is not None:
        return held
    if amount is None or (bound is None and _between(clause) is None):
        spent = amount is not None and amount.value == "100%" and (clause.of("basis", "measure") or "花" in clause.text)
        return Condition("full") if spent else _of_column(clause) or _doubled(clause) if asks_which(clause) else None
    return _bounded(clause, bound, amount)


def _doubled(clause: Clause) -> Condition | None:
    return Condition("at_least", HUNDRED, "%", of="growth") if _DOUBLED.search(spoken(clause)) else None


_DOUBLED = re.compile(r"翻(?:了)?(?:一?倍|一?番)|增[长加]了?一倍|涨了?一倍")
HUNDRED = Decimal(100)


def _between(clause: Clause) -> Mention | None:
    """The second of two amounts that members lie between (五百万到一千万之间)."""
    amounts = clause.of("amount")
    joined = len(amounts) > 1 and _TO.fullmatch(clause.text[amounts[0].end : amounts[1].start])
    return amounts[1] if joined else None


_TO = re.compile(r"%?[到至~—–-]{1,2}|以上.?|起?，?不?到")


def _holder(clause: Clause) -> Condition | None:
    """Whose the projects must be: the issuer's own (本级), or a body's below; 某局本级的项目 are those of its own document."""
    if clause.first("members", "projects") is None or not asks_which(clause):
        return None
    scope = clause.first("scope", "unit")
    if scope is not None and not any(
        m.end <= scope.start and not clause.text[m.end : scope.start].strip("(（的") for m in clause.of("body")
    ):
        return Condition("held_by", words="本级")
    said = spoken(clause)
    for body in clause.of("body"):
        said = said.replace(clause.text[body.start : body.end], "，")
    whose = _WHOSE.search(said)
    return None if whose is None else Condition("held_by", words=whose["who"])


_WHOSE = re.compile(
    r"(?:是|归|属于?|由|在|里|，|给)(?P<who>[一-鿿]{2,7}?(?:站|所|学院|学校|中心|队|馆))(?:的(?!哪)|管|负责|承担|做|在做|搞|实施|自己)"
)
"""哪个项目是管理站的, 由技术中心负责的项目: whose projects they are."""


def spoken(clause: Clause) -> str:
    """What a clause says, with the words behind its last mention up to the next mark (跟上一年一样)."""
    rest = _TO_MARK.match(clause.text, clause.end)
    return clause.said + (rest[0] if rest is not None else "")


_TO_MARK = re.compile(r"[^，,。；;？?！!\s]{0,8}")


def asks_which(clause: Clause) -> bool:
    """Whether members are asked for: which they are, each of them, or how many."""
    asked = (
        bool(clause.values("question") & {"which", "each"}) or clause.first("members", "lines", "projects") is not None
    )
    return asked or _COUNTED.search(clause.said) is not None


_COUNTED = re.compile(r"(?:几|多少)(?:个|项|笔|类)")


def set_beside(of: Argument, keep: Condition | None) -> Argument:
    """What a set is of, without the words that only say its condition (持平, 单位资金, 得分)."""
    if keep is None:
        return of
    taken = {keep.words, *terms.TERMS[keep.words].twins} if keep.words in COLUMNS else set[str]()
    if keep.test == "held_by":
        return tuple(t for t in of if t.said not in keep.words and keep.words not in t.said)
    taken |= {"self_score"} if keep.unit == "分" else set()
    return tuple(
        t for t in of if not ((t.concept or "") in taken or taken & set(t.others) or _ONLY_SAYS.fullmatch(t.said))
    )


_ONLY_SAYS = re.compile(rf"(?:基本|完全)?(?:{_EQUAL})的?|[^\W\d]{{0,2}}不差")


def _bounded(clause: Clause, bound: Mention | None, amount: Mention) -> Condition | None:
    value = _value(clause, amount)
    if value is None:
        return None
    test = "at_least" if bound is None else bound.value
    test = "more" if test == "at_least" and _NOT_EQUAL.search(clause.text) else test
    above = _between(clause)
    top = _value(clause, above) if above is not None else None
    upto = top[0] if top is not None and top[1] == value[1] and top[0] > value[0] else None
    return Condition(test, *value, of=_measured(clause), upto=upto)  # type: ignore[arg-type]


def _value(clause: Clause, amount: Mention) -> tuple[Decimal, str] | None:
    """The number and the unit of an amount."""
    if amount.value.endswith("%"):  # 80%, 八成, 一半; of 80到95% the first has no mark of its own
        return Decimal(amount.value[:-1].replace(",", "")), "%"
    found = find_amounts(clause.text[amount.start : amount.end])
    return (Decimal(found[0].quantity.value), found[0].quantity.unit) if found else None


def _measured(clause: Clause) -> Measured:
    """What of a member a rate is held against: how it moved, its part of the whole, else how far it was carried out."""
    if _MOVES.search(clause.said):
        return "growth"
    return "share" if _PART.search(clause.said) else ""


_MOVES = re.compile(r"增长|增幅|涨|降|减|增加|升")
_PART = re.compile(r"占(?!用)|比重|比例")


def _to_budget(clause: Clause) -> Condition | None:
    """How what was spent of the members is to their budgets."""
    text = spoken(clause)
    for mention in clause.of("basis"):
        if mention.value == "initial_budget":  # 年初定的, 年初的数
            text = text.replace(clause.text[mention.start : mention.end], "年初预算", 1)
    said = _TO_BUDGET.search(text)
    if said is None:
        return None
    than = said["than"] or ""
    if said["over"] or than in _MORE:
        return Condition("over_budget")
    return Condition("under_budget" if said["under"] or said["left"] or than in _LESS else "on_budget")


_OF_KIND = re.compile(r"(?:[几哪][几些]?)[个项]?(?:大类|类|科目|款|项|支出)")


def _of_column(clause: Clause) -> Condition | None:
    """The fund or part that members must have money in (or none)."""
    said = spoken(clause)
    kind = clause.first("members", "projects", "lines")
    if (kind is None and not _OF_KIND.search(said)) or ("收入" in said and (kind is None or kind.value == "lines")):
        return None
    for start in range(clause.start, clause.end):
        before = _OUT_OF.search(clause.text[max(clause.start, start - LONGEST_OUT_OF) : start])
        if before is None:
            continue
        found = terms.longest_at(clause.text, start)
        named = (found.term_id,) if found is not None else ()
        for concept in (*named, *(i for _, ids in everyday_at(clause.text, start) for i in ids)):
            if concept in COLUMNS:
                test = "no_column" if before["none"] else "only_column" if before["only"] else "column"
                return Condition(test, words=concept)  # type: ignore[arg-type]
    return None
