"""合计: several named lines added up, and what their sum is of the whole, for each body asked about.

The lines of a sum are the names joined before the word that adds them up; what else is said around them (courtesy,
the other lines of the list) is no part of it. They lie in one column of one table more often than not, so a line that is
named by other words than it is printed in is looked for beside the others. A sum that lacks a line is not stated.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.disclosure import Basis
from qa import wording
from qa.answer import Answer, Citer
from qa.answering.figures import Composer, seek
from qa.answering.shares import WHOLES, sides
from qa.finding import lookup
from qa.finding.finding import Finding, find
from qa.finding.groups import projects
from qa.finding.scene import Group, Scene, slot
from qa.library import grams
from qa.plan import arithmetic
from qa.understanding.phrases import pattern
from qa.understanding.question import Question, Topic, counter_in
from qa.understanding.targets import Target, runs

_SAME_PROJECT = re.compile(
    r"(?:[该这那]个?|整个|全)(?:专项|项目)(?:经费|资金)?(?:的)?(?:总额|总数|总量|预算|支出|总的|的|[,，。?？]|$)"
)
_RELATED = re.compile(
    r"(?:[跟与和同](?P<what>[^，。、与和跟同]{2,10}?)(?:直接)?(?:有关|相关)|(?:名字|名称)里?(?:带|含|有)(?P<held>[^，。、]{2,10}?))的?"
    r"(?:那|这)?(?P<many>[两二三四五六2-6])(?:个|项|笔)"
)
_EVERY = re.compile(
    r"(?:所有|全部|各|每一?|这)(?:个|张|项|笔|份)?(?:的)?[^，。？、\d]{0,4}?(?:项目|专项)(?!支出)"
    r"|(?P<many>[一二三四五六七八九十]{1,3}|\d{1,2})(?:个|张|项|笔|份)[^，。？、\d]{0,4}?(?:项目|专项)(?!支出)"
)
_USE = re.compile(r"用于|用途|用来|用在|做什么|干什么")
_USED_FOR = re.compile(r"(?:主要)?(?:用于|用来)[^；。]*")
_EACH = re.compile(r"分别|各")
NEAR_ENOUGH = 0.6
"""How much of a line's words must be explained by a row that stands beside the other lines."""


def answer_sum(scene: Scene, citer: Citer) -> Answer | None:
    """The sum of the lines that the question names, with the lines; None where some line is not found."""
    question = scene.question
    if not question.does("sum"):
        return None
    pen = Composer(citer, english=question.language == "en")
    done = [_one(scene, group, pen) for group in scene.groups]
    return pen.answer("answered" if all(done) else "partial") if any(done) else None


WHOLE = 100
"""Per cent: a sum is no part of what is less than it."""


def _one(scene: Scene, group: Group, pen: Composer) -> bool:
    found = _related(scene, group) or _every(scene, group) or _lines(scene, group)
    if len({f.fact.id for f in found}) < 2 or len({f.quantity.unit_class for f in found}) > 1:
        return False
    total = arithmetic.total([f.quantity for f in found])
    pen.compute(total, found, "合计")
    first = found[0]
    pen.lines.append(
        f"{wording.who(first.disclosure, first.fact.year)}{len(found)} 项合计 **{wording.amount(total.quantity)}**（计算值：{total.formula}）。"
    )
    if scene.question.does("share") and (whole := _whole(scene, group, found)) is not None:
        share = arithmetic.ratio(total.quantity, whole.quantity)
        if share is not None and share.quantity.value <= WHOLE:
            pen.compute(share, [*found, whole], f"合计占{whole.label}的比例")
            pen.lines.append(f"占{whole.label}的 **{share.quantity.value}%**（计算值：{share.formula}）。")
        found = [*found, whole]
    stated = len(pen.figures)
    for finding in found:
        pen.state(finding)
        if _USE.search(scene.question.folded):
            _say_use(group, finding, pen)
    if len(found) > MANY:
        del pen.figures[stated:]  # they are the operands of the calculation; the answer is their sum
    return True


MANY = 6
"""Lines from which the operands of a sum are told of as such only."""


def _lines(scene: Scene, group: Group) -> list[Finding]:
    """The figure of each named line; () where one of them is not found."""
    question = scene.question
    parts = _named(question)
    if len(parts) < 2 or _is_one_name(scene, group, parts) or not _as_many(question, parts):
        return []
    around = tuple(t for t in question.topics if t.end <= parts[0].start)
    counted = counter_in(question.folded[parts[-1].end :])
    wanted = [Target((p,), question.bases, (), "", around, counted) for p in parts]
    kinds = (False,) if counted else (True, False)  # lines are of money unless nothing of money bears the names
    tried = (_all(scene, group, [replace(t, money=money) for t in wanted]) for money in kinds)
    return next((found for found in tried if found), [])


_SAID = re.compile(r"([两二三四五六七八九2-9])(?:项|笔|样|(?<!个)个(?![月人家百季]|单位|中心|部门))")


def _as_many(question: Question, parts: Sequence[Topic]) -> bool:
    """Whether there are as many lines as the question says that it names (这三笔：…): with fewer the sum would be another."""
    said = {
        "〇一二三四五六七八九".find(n) if not n.isdigit() else int(n)
        for n in _SAID.findall(question.folded.replace("两", "二"))
    }
    return not said or len(parts) in said


def _is_one_name(scene: Scene, group: Group, parts: Sequence[Topic]) -> bool:
    """Whether the joined names are words of one printed name (甲和乙经费)."""
    found = seek(scene, group, Target(tuple(parts), scene.question.bases))
    own = grams(found.fact.row) | grams(found.fact.subject or "") if found else frozenset()
    return all(grams(p.text) <= own for p in parts)


def _all(scene: Scene, group: Group, wanted: Sequence[Target]) -> list[Finding]:
    """One figure for each of the wanted lines, () where some have none."""
    found = [seek(scene, group, target) for target in wanted]
    known = [f for f in found if f is not None]
    every = [f or _beside(scene, group, t, known) for f, t in zip(found, wanted, strict=True)] if known else []
    return [f for f in every if f is not None] if all(every) else []


def _named(question: Question) -> tuple[Topic, ...]:
    """The names joined last before the word that adds them up, else the longest run of joined names."""
    at = max((m.start() for m in pattern("operation", "sum").finditer(question.folded)), default=0)
    joined = runs(question.folded, sides(question)[0] if question.does("share") else question.topics)
    before = [r for r in joined if r[-1].start <= at]
    if not before and _EACH.search(question.folded, at):
        return ()  # 一共多少，甲、乙各多少 asks for the whole and for its parts
    return before[-1] if before else max(joined, key=len, default=())


def _beside(scene: Scene, group: Group, target: Target, known: Sequence[Finding]) -> Finding | None:
    """The row that the words fit best in the column in which the other lines stand."""
    columns = {(f.fact.disclosure_id, f.fact.table, f.fact.column, f.fact.subject) for f in known if f.fact.table}
    taken = {f.fact.id for f in known}
    hits = lookup.rank(slot(scene, group, target.topics, bases=target.bases))
    fits = [
        h
        for h in hits
        if (f := h.described.fact).id not in taken
        and (f.disclosure_id, f.table, f.column, f.subject) in columns
        and h.explained >= NEAR_ENOUGH
    ]
    best = max(fits, key=lambda h: (h.explained, h.score), default=None)
    return Finding(best.described.fact, best.shelf.disclosure, best.score, best.explained) if best else None


def _related(scene: Scene, group: Group) -> list[Finding]:
    """The projects whose names hold a word (与安全相关的两个项目), where there are as many as the question says."""
    match = _RELATED.search(scene.question.folded)
    if match is None:
        return []
    word, many = grams(match["what"] or match["held"]), "〇一二三四五六".find(match["many"].replace("两", "二"))
    many = int(match["many"]) if many < 0 else many
    for shelf in group.shelves:
        fits = [m for m in projects(shelf) if word <= grams(m.name)]
        facts = [f for m in fits if (f := m.value("amount", next(iter(scene.question.bases), None))) is not None]
        if len(facts) == many:
            return [Finding(f, shelf.disclosure, 0, 0) for f in facts]
    return []


def _every(scene: Scene, group: Group) -> list[Finding]:
    """The amounts of all projects (各项目的预算数加起来); [] where one has none or there are not as many as is said."""
    match = _EVERY.search(scene.question.folded.replace("两", "二"))
    if match is None or len(_named(scene.question)) > 1:
        return []
    bases = [b for b in scene.question.bases if b in _STAGES] or ["budget"]
    stages = _STAGES[bases[0]] if len(bases) == 1 else ()
    for shelf in group.shelves:
        rated = [next((f for s in stages if (f := m.value("amount", s)) is not None), None) for m in projects(shelf)]
        facts = [f for f in rated if f is not None]
        if len(facts) == len(rated) > 1 and match["many"] in {None, str(len(facts)), chinese(len(facts))}:
            return [Finding(f, shelf.disclosure, 0, 0) for f in facts]
    return []


_STAGES: dict[Basis, tuple[Basis, ...]] = {
    "budget": ("budget", "adjusted_budget"),
    "adjusted_budget": ("adjusted_budget",),
    "final_accounts": ("final_accounts",),
}
"""Where the amount of a stage is looked for: a form's 预算数 is the year's budget as adjusted."""


def chinese(number: int) -> str:
    """汉字数 of a number below a hundred: 9 as 九, 15 as 十五."""
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


_DIGITS = "〇一二三四五六七八九"


def _whole(scene: Scene, group: Group, found: Sequence[Finding]) -> Finding | None:
    """What the sum is a share of: what is named after 占, else the project that all lines belong to, else the year's whole."""
    question = scene.question
    parts = {f.fact.subject for f in found}
    subject = next(iter(parts)) if len(parts) == 1 else None
    named = sides(question)[1] if "占" in question.folded else ()
    named = tuple(t for t in named if t.start > question.folded.rfind("占")) or named
    if named and not (subject and _SAME_PROJECT.search(question.folded)):
        return find(slot(scene, group, named[:1] if len(named) > 1 else named, measures=("amount", "count")))
    if subject:
        return find(slot(scene, group, (Topic(subject, 0, 0),), measures=("amount",)))
    for concept in WHOLES:
        whole = find(slot(scene, group, (Topic("", 0, 0, concept),), year=found[0].fact.year, measures=("amount",)))
        if whole is not None:
            return whole
    return None


def _say_use(group: Group, finding: Finding, pen: Composer) -> None:
    """What the money is for, where a sentence that names the project says so."""
    name = grams(finding.fact.subject or finding.fact.row.split("/")[-1])
    for shelf in group.shelves:
        for described in shelf.facts:
            fact = described.fact
            same = fact.origin == "prose" and fact.quantity.base == finding.quantity.base
            if same and name <= (described.subject | described.row):
                said = _USED_FOR.search(shelf.text[fact.place.end : fact.context.end])
                if said is not None:
                    mark = pen.citer.place(shelf.disclosure, fact.context)
                    pen.lines.append(f"{''.join(said[0].split())}[{mark}]")
                    return
