"""语境: whose disclosures a question is put to, and how one asked thing becomes a slot to look up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from corpus.disclosure import Basis, Disclosure, Measure, Scope
from corpus.money import Quantity, UnitClass
from qa.finding import effort
from qa.finding.asked import Slot
from qa.finding.standing import MOST_OF_ALL, first_of_all
from qa.library import Library, Shelf
from qa.understanding import phrases
from qa.understanding.bodies import Body
from qa.understanding.question import Question, Topic, expects_counter, expects_money

_ALL_DOCUMENTS = re.compile(r"[各每]份|[两二三四五六七八九十\d]份(?:公开)?(?:材料|文件|预算|决算|报告)|这几份")
"""Each document is meant for itself: of a body with two, both."""
_ALL_BODIES = re.compile(
    r"(?:哪|几|各|这些|这|五|四|三|两)(?:几)?(?:家|个(?!人|月))(?:中心|单位|部门)?|各(?:单位|部门)|所有(?:单位|部门|中心)|谁|五份|材料里"
    r"|前(?:[一二三四五六七八九十]+|\d+)(?:家|[个名]?(?:单位|部门))"
)


@dataclass(frozen=True)
class Group:
    """一方: one body with those of its disclosures that the question is put to; ``earlier`` are those that these are set against."""

    body: Body
    shelves: tuple[Shelf, ...]
    earlier: tuple[Shelf, ...] = ()

    @property
    def year(self) -> int | None:
        """The fiscal year where all shelves share one."""
        years = {s.disclosure.fiscal_year for s in self.shelves}
        return years.pop() if len(years) == 1 else None


@dataclass(frozen=True)
class Scene:
    """语境: the question with the bodies it is put to; ``everybody`` where it asks about all that there are.

    ``left_out`` counts disclosures that it was not put to: a question about nobody is not put to a thousand of them.
    """

    question: Question
    groups: tuple[Group, ...]
    everybody: bool = False
    left_out: int = 0

    @property
    def shelves(self) -> tuple[Shelf, ...]:
        """All shelves in play."""
        return tuple(s for g in self.groups for s in g.shelves)


def set_scene(question: Question, library: Library, allowed: Sequence[str] | None = None) -> Scene:
    """语境 of a question: its named bodies, or all where it asks about all or names none."""
    sides: list[tuple[Body, list[Disclosure]]] = []
    perhaps = tuple(dict.fromkeys(m.body for m in question.who.possible))
    apart = not question.who.mentions and _ALL_DOCUMENTS.search(question.folded) is not None
    for body in question.who.bodies or perhaps or tuple(library.bodies):
        chosen = [d for d in body.disclosures if allowed is None or d.id in allowed]
        chosen = _fitting(for_body(question, body), chosen)
        parts = [[d] for d in chosen] if apart else _by_scope(question, chosen)
        sides += [(body, part) for part in parts if part]
    everybody = not question.who.mentions and (_ALL_BODIES.search(question.folded) is not None or len(sides) == 1)
    left = 0
    if everybody and sum(len(part) for _, part in sides) > MOST_OF_ALL:
        first = first_of_all(question, library.store, allowed)
        everybody = first is not None
        if first is not None:
            sides, left = [(b, some) for b, part in sides if (some := [d for d in part if d.id in first[0]])], first[1]
    if not question.who.mentions and not everybody:
        sides, left = _narrowed(question, sides, library)
    earlier = len(sides) == 1 and (
        moves_most(question.folded) or question.does("change", "growth", "difference", "compare")
    )
    groups = tuple(
        Group(
            body,
            tuple(library.shelf(d.id) for d in part),
            tuple(map(library.shelf, _years_before(body, part) if earlier else ())),
        )
        for body, part in sides
    )
    if not (question.who.mentions or everybody or question.who.unknown or question.who.possible):
        groups = _naming(question, groups)
    elif question.who.possible and not question.who.mentions:
        groups = _printing_amount(question, groups)
    return Scene(question, groups, everybody, left)


def _printing_amount(question: Question, groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """Of several bodies that a word fits, the one that alone prints an amount which the question states (那684万); else all."""
    amounts = [q for q in question.stated if q.unit_class is UnitClass.MONEY]
    having = [g for g in groups if any(_prints(s, q) for s in g.shelves for q in amounts)] if amounts else []
    return (having[0],) if len(having) == 1 else groups


def _prints(shelf: Shelf, stated: Quantity) -> bool:
    """Whether a disclosure prints an amount, or for 一千二百多万 one that is a little more."""
    above = LOOSELY if _LOOSE.search(stated.printed) else ROUNDED
    least, most = stated.base * (1 - ROUNDED), stated.base * (1 + above)
    return any(d.fact.measure == "amount" and least <= d.fact.quantity.base <= most for d in shelf.facts)


_LOOSE = re.compile(r"[多余来几]")
ROUNDED, LOOSELY = Decimal("0.0005"), Decimal("0.1")
"""How far a printed amount may be from the one that is stated: in its last digit, or above it where 多 is said."""


def _naming(question: Question, groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """The one body that alone has a project or line of a name in the question (没有说单位，只说了项目); else all."""
    text = question.folded
    first = {text[a : a + NAMING]: a for a in reversed(range(len(text) - NAMING + 1))}
    known = {at for t in question.topics if t.concept for at in range(t.start, t.end)}
    runs = {r for r, at in first.items() if at not in known and re.fullmatch(r"[一-鿿]+", r)}
    names = [" ".join(n for s in g.shelves for n in (*s.subjects, *s.names)) for g in groups]
    found = [{r for r in runs if r in name} for name in names]
    own = [some - set[str]().union(*(f for m, f in enumerate(found) if m != n)) for n, some in enumerate(found)]
    with_own = [g for g, some in zip(groups, own, strict=True) if some]
    return (with_own[0],) if len(with_own) == 1 else groups


NAMING = 3
"""Characters of a project's name that tell whose it is where no body is named."""
MOST_ASKED = 40
"""Disclosures that a question about nobody in particular is put to."""


def _narrowed(
    question: Question, sides: list[tuple[Body, list[Disclosure]]], library: Library
) -> tuple[list[tuple[Body, list[Disclosure]]], int]:
    """Those that print something of what is asked, and no more than can be looked through; how many are left out."""
    if sum(len(part) for _, part in sides) <= MOST_ASKED:
        return sides, 0
    words = [t.text for t in question.topics if not t.concept and len(t.text) > 1]
    print_it = library.store.printing(question.concepts, words, question.codes)
    found = [(b, some) for b, part in sides if (some := [d for d in part if d.id in print_it])] or sides
    few, held = list[tuple[Body, list[Disclosure]]](), 0
    for body, part in found:
        if held + len(part) > MOST_ASKED:
            break
        few.append((body, part))
        held += len(part)
    return few, sum(len(part) for _, part in found) - held


def _by_scope(question: Question, disclosures: list[Disclosure]) -> list[list[Disclosure]]:
    """汇总与本级相比: where both are named and there are disclosures of both, each is a side of its own."""
    named = phrases.present("scope", question.folded)
    sides = [[d for d in disclosures if d.scope == s] for s in sorted(named, key=lambda s: named[s])]
    return sides if len(sides) > 1 and all(sides) else [disclosures]


def _years_before(body: Body, chosen: Sequence[Disclosure]) -> list[str]:
    """The body's disclosures of the years before those that are chosen, of their kind and scope."""
    held = {d.fiscal_year for d in chosen}
    alike = {(d.fiscal_year - 1, d.kind, d.scope) for d in chosen if d.fiscal_year - 1 not in held}
    return [d.id for d in body.disclosures if (d.fiscal_year, d.kind, d.scope) in alike]


def everyone(scene: Scene, library: Library) -> Scene:
    """The same question put to all bodies, with all their disclosures."""
    groups = tuple(Group(b, tuple(library.shelf(d.id) for d in b.disclosures)) for b in library.bodies)
    return Scene(replace(scene.question, years=()), groups, everybody=True)


def _fitting(question: Question, disclosures: list[Disclosure]) -> list[Disclosure]:
    """Disclosures of the asked scope and year where there are such; else all (a figure may stand in another's)."""
    if question.source:
        return [d for d in disclosures if d.fiscal_year == question.source] or disclosures
    if question.years:
        by_year = [d for d in disclosures if d.fiscal_year in question.years]
        disclosures = by_year or disclosures
    if question.scope:
        disclosures = [d for d in disclosures if d.scope == question.scope] or disclosures
    if question.kind and len(disclosures) > 1 and not question.years:
        disclosures = [d for d in disclosures if d.kind == question.kind] or disclosures
    return disclosures


def measures_asked(question: Question) -> tuple[Measure, ...]:
    """The measures that the words call for, () where a plain amount or count is meant."""
    if question.measures:
        return question.measures
    if question.does("share"):
        return ("share",)
    if question.does("growth"):
        return ("growth",)
    return ()


def slot(
    scene: Scene,
    group: Group,
    topics: Sequence[Topic],
    *,
    year: int | None = None,
    bases: tuple[Basis, ...] | None = None,
    measures: tuple[Measure, ...] = (),
    context: Sequence[Topic] = (),
    near: frozenset[tuple[str, int]] = frozenset(),
    counter: str | None = None,
    codes: tuple[str, ...] | None = None,
    money: bool | None = None,
    bound: Sequence[Topic] = (),
    lifetime: bool | None = None,
) -> Slot:
    """One asked thing of one body as a slot."""
    question, plain = scene.question, not measures
    scope = _scope_of(question, group.body)
    return Slot(
        shelves=group.shelves,
        topics=(*topics, *_scope_as_part(scope, group)),
        year=year if year is not None else asked_year(question, group),
        bases=bases if bases is not None else question.bases,
        scope=scope if any(s.disclosure.scope == scope for s in group.shelves) else None,
        measures=measures,
        codes=question.codes if codes is None else codes,
        counter=((expects_counter(question) if counter is None else counter) or None) if plain else None,
        money=(expects_money(question) if money is None else money) and plain,
        context=tuple(context),
        near=near,
        strict=_strict(question, bases),
        wholes=effort.once((_wholes, question.folded, question.stated), lambda: _wholes(question)),
        bound=tuple(bound),
        lifetime=asks_lifetime(question.folded) if lifetime is None else lifetime,
    )


@lru_cache(256)
def moves_most(text: str) -> bool:
    """Whether members are told apart by how they moved from the year before (哪类增加最多, 哪几项减少了)."""
    return _MOVED_MOST.search(text) is not None


_UP_OR_DOWN = r"(?:增加|增长|上升|提高|减少|下降|降低|压减|压缩|[增涨升减降])"
_MOVED_MOST = re.compile(
    rf"(?:{_UP_OR_DOWN}|[多少])了?得?(?:幅度|金额|额)?(?:是|的)?(?:最|第[一二三四五六])(?:多|大|快|高|厉害|明显)"
    rf"|(?:哪|有没有)[^，。？]{{0,16}}{_UP_OR_DOWN}[了的]*(?=[，,。？?\s]|$)"
)


@lru_cache(256)
def asks_lifetime(text: str) -> bool:
    """Whether words ask for a project's total of all its years (项目总预算, 一共要投多少), where its year's budget is another."""
    return _LIFETIME.search(text) is not None


_LIFETIME = re.compile(
    r"(?<!收入)(?<!支出)(?<!收支)(?<!部门)(?<!单位)(?:总预算|总投资|总金额|总造价)|从头到尾|(?:一共|总共|总的|全部|前前后后|拢共)(?:得|要|需要|需|打算|计划|准备)?(?:投|砸|掏)"
)


def _wholes(question: Question) -> frozenset[Decimal]:
    """Amounts that the question states as the whole of which it asks for a part (共 260 万元当中，…占了多少)."""
    text = question.folded
    return frozenset(
        q.base for q in question.stated if q.unit and re.search(re.escape(q.printed) + _PART_OF, text) is not None
    )


_PART_OF = r"(?:的[^，。？]{0,6})?(?:里面?|当?中|之中|之内)(?!心)|(?<=[元分人家个])[,，]\s*其中"


def _strict(question: Question, bases: tuple[Basis, ...] | None) -> Basis | None:
    """The stage that the question insists on: 决算 and 实际支出, 年初预算; 花了 and 安排 are loose words."""
    wanted = question.bases if bases is None else bases
    if wanted == ("final_accounts",) and re.search(r"决算|实际(?:支出|执行)|执行数|final account", question.folded):
        return "final_accounts"
    return "budget" if wanted == ("budget",) and "年初预算" in question.folded else None


def insists_on_outcome(text: str) -> bool:
    """Whether words ask for what was spent and nothing else (决算, 实际花了, 真花掉): 花了 alone is said of a plan as well."""
    return _OUTCOME.search(text) is not None


_OUTCOME = re.compile(r"决算|实际|执行|真[花用正]|实打实|花掉|花出去|用掉|final account|actual", re.IGNORECASE)


def _scope_of(question: Question, body: Body) -> Scope | None:
    """The scope asked of a body: a word for it right behind another body's name is of that one alone (甲局本级和乙局)."""
    if question.scope is None or len(question.who.bodies) < 2:
        return question.scope
    said = [m.start() for m in phrases.pattern("scope", question.scope).finditer(question.folded)]
    own = {m.body for m in question.who.mentions if any(0 <= at - m.end <= BESIDE for at in said)}
    return question.scope if body in own or not own else None


BESIDE = 2
"""Characters that may stand between a body's name and the word for its scope (甲局的本级)."""


def _scope_as_part(scope: Scope | None, group: Group) -> tuple[Topic, ...]:
    """本级 asked of a consolidated document alone: then it names one of the document's units."""
    if scope != "unit" or any(s.disclosure.scope == "unit" for s in group.shelves):
        return ()
    return (Topic("本级", 0, 0),)


def holds_year(question: Question, group: Group) -> bool:
    """Whether a document of a year that is asked of the body is held; true where no year is asked."""
    years = for_body(question, group.body).years
    return not years or any(d.fiscal_year in years for d in group.body.disclosures)


def is_set_apart(scene: Scene, group: Group) -> bool:
    """Whether all bodies are asked about, and no document of the asked year is held of this one.

    Another year's column for the year before is of its own scope and names, and not set beside the others.
    """
    return len(scene.groups) > 1 and not scene.question.who.mentions and not holds_year(scene.question, group)


def for_body(question: Question, body: Body) -> Question:
    """The question with the scope and the years that are this body's, where they are said of bodies one by one."""
    question = replace(question, scope=_scope_of(question, body))
    if not question.paired:
        return question
    own = tuple(y for name, y in question.paired if name == body.issuer)
    claimed = {y for _, y in question.paired}
    shared = tuple(y for y in question.years if y not in claimed)
    held = {d.fiscal_year for d in body.disclosures}
    return replace(question, years=own or shared or (tuple(claimed & held) if len(claimed) == 1 else ()))


def asked_year(question: Question, group: Group) -> int | None:
    """The one year asked for, relative ones counted from the body's document; None where none or several are."""
    question = for_body(question, group.body)
    if len(question.years) == 1:
        return question.years[0]
    if (
        not question.years
        and len(question.relative) == 1
        and group.year is not None
        and not question.does("change", "growth")
    ):
        return group.year + question.relative[0]
    return None
