"""不一致: where a document disagrees with itself on what was asked, from the checks that ingest made.

A failed check of the kinds “same thing, two values”, “parts and total”, “rate and operands” names both places.
Where a figure stands in one, the answer carries it; where the question asks about it, the check is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from corpus.disclosure import Check, Disclosure, Fact, Place
from corpus.money import Quantity, fold
from qa import wording
from qa.answer import Answer, Citer, Conflict, Figure
from qa.answering import across
from qa.answering.figures import Composer
from qa.answering.rates import to_hundredths
from qa.finding import lookup
from qa.finding.finding import Finding, find
from qa.finding.groups import projects
from qa.finding.scene import Group, Scene, measures_asked, slot
from qa.library import Library, Shelf, grams
from qa.plan import arithmetic
from qa.understanding.question import Topic
from qa.understanding.topics import blank

REAL = frozenset({"arithmetic_error", "contradiction"})
_SAME, _NOTE, _TWIN, _COUNT = "C.SAME", "C.NOTE", "C.TWIN", "C.COUNT"
"""One thing with two values; a table that has figures, and a note under it that it has none; one outlay in two classifications;
a count that is said and what is there."""
ABOUT = 0.5
"""The least share of the question's words that a check's own words must hold to be what is asked about."""
SURELY_ABOUT = 0.95
"""What a check must reach to be told before the places where the asked amount itself stands are compared."""


def failing(library: Library, disclosure_id: str) -> list[Check]:
    """Checks of a disclosure that do not hold and are no mere rounding."""
    found = [c for c in library.checks(disclosure_id) if c.holds is False and c.grade in REAL]
    return [to_hundredths(library.shelf(disclosure_id), c) if c.rule in _RATES else c for c in found]


def worded(library: Library, disclosure_id: str) -> list[Check]:
    """Statements of a disclosure that differ in words only: asked about, they are told; elsewhere they are not."""
    return [c for c in library.checks(disclosure_id) if c.grade == "wording" and len(c.places) > 1]


def touching(library: Library, fact: Fact) -> list[Check]:
    """Failed checks in which the fact's own figure takes part, printed there or a second time elsewhere."""
    own = grams(f"{fact.row}{fact.column}")
    return [
        c
        for c in failing(library, fact.disclosure_id)
        if fact.quantity.base in _values(c)
        and (any(_overlap(p, fact.place) for p in c.places) or len(own & grams(c.about)) >= SAME_WORDS)
    ]


SAME_WORDS = 3
"""Pairs of characters that a figure's name and a check's words share where both speak of one thing."""


def _values(check: Check) -> set[Decimal]:
    """The values that a check sets against each other."""
    return {q.base for q in (check.expected, check.found) if q is not None}


def _overlap(one: Place, other: Place) -> bool:
    return one.start < other.end and other.start < one.end


def carry(library: Library, answer: Answer, citer: Citer, asked: str = "") -> None:
    """Add to an answer the disagreements that its figures and quoted words take part in, the other figures with them.

    ``asked`` are the question's words: of what is quoted, only the disagreement that they speak of is carried.
    """
    if answer.conflicts:
        return
    for check, disclosure in [*_concerning(library, answer), *_quoted(library, answer, grams(asked))][:MOST_CARRIED]:
        figures = sides(library, check, disclosure, citer)
        if check.rule == _NOTE:
            mark = citer.place(disclosure, check.places[-1])
            answer.conflicts.append(Conflict(check.about, tuple(figures)))
            answer.answer += f"\n注意：前后不一致，{check.about}[{mark}]"
            continue
        if len(figures) < 2:
            continue
        answer.conflicts.append(Conflict(check.about, tuple(figures)))
        answer.answer += f"\n注意：{_carried(check, figures, answer.figures)}"
        answer.figures += [f for f in figures if f.basis == "computed" and check.rule in _RATES]
    answer.citations = citer.citations


MOST_CARRIED = 3
"""Disagreements that one answer carries."""


def _carried(check: Check, figures: Sequence[Figure], stated: Sequence[Figure]) -> str:
    """What is said of a disagreement beside an answer."""
    if check.rule in _RATES and check.found is not None and check.expected is not None:
        printed, right = (f"{q.value}{q.unit}" for q in (check.found, check.expected))
        marks = "".join(f"[{n}]" for n in dict.fromkeys(n for f in figures for n in f.citations))
        return f"文件印的是{printed}，按文件里的数算是**{right}**{marks}，两者不符（{check.about}）。"
    others = [f for f in figures if not any(_says(f, one) for one in stated)]
    marks = "".join(f"[{n}]" for f in others for n in f.citations)
    said = "、".join(f"{f.value}{f.unit}" for f in others)
    other = f"文件另有一处为 **{said}**{marks}，" if said else "文件"
    return f"{other}前后不一致（{check.about}）。"


_RATES = frozenset({"P.EXEC", "P.DONE", "P.GROWTH", "P.SHARE"})
"""Checks of a printed rate against the amounts that it is a rate of."""


def _quoted(library: Library, answer: Answer, asked: frozenset[str]) -> list[tuple[Check, Disclosure]]:
    """Failed checks of words that are quoted, where no figure is stated, if the question speaks of what they check."""
    if answer.figures or len(asked) < SAME_WORDS:
        return []
    found: dict[str, tuple[Check, Disclosure]] = {}
    for cited in answer.citations[:MOST_CHECKED]:
        place = Place(cited.start, cited.end)
        for check in failing(library, cited.disclosure_id):
            concerns = check.rule in {_SAME, *_RATES} and any(_overlap(p, place) for p in check.places)
            if concerns and len(asked & grams(check.about)) >= SAME_WORDS:
                found.setdefault(check.about, (check, library.disclosure(cited.disclosure_id)))
    return list(found.values())


def _says(figure: Figure, stated: Figure) -> bool:
    """Whether a figure is the stated one, in its own unit or rounded to another."""
    one, other = (Quantity(Decimal(f.value), f.unit) for f in (figure, stated))
    rounded = one.unit_class is other.unit_class and one.unit != other.unit
    return one.value == other.value or (rounded and abs(one.base - other.base) <= one.step / 2)


def _concerning(library: Library, answer: Answer) -> list[tuple[Check, Disclosure]]:
    """Failed checks of one thing with two values in which a stated figure takes part."""
    found: dict[str, tuple[Check, Disclosure]] = {}
    by_id = {c.id: c for c in answer.citations}
    for figure in answer.figures[:MOST_CHECKED]:
        if figure.basis == "computed":
            continue
        disclosure = library.disclosure(figure.disclosure_id)
        places = [Place(c.start, c.end) for n in figure.citations if (c := by_id.get(n)) is not None]
        facts = [
            f
            for p in places
            for f in library.shelf(figure.disclosure_id).at(p)
            if str(f.quantity.value) == figure.value
        ]
        facts += [f for one in facts[:1] for f in _told_alike(library.shelf(figure.disclosure_id), one)]
        for check in (c for f in facts for c in touching(library, f) if c.rule in {_SAME, _NOTE, *_RATES}):
            found.setdefault(check.about, (check, disclosure))
    return list(found.values())


def _told_alike(shelf: Shelf, fact: Fact) -> list[Fact]:
    """The same amount of the same thing in the text, rounded to another unit (2,206,272元, 220.63万元)."""
    key = (fact.concept, fact.subject, fact.measure, fact.basis, fact.year)
    return [
        f
        for f in (d.fact for d in shelf.facts)
        if f.origin == "prose"
        and (f.concept, f.subject, f.measure, f.basis, f.year) == key
        and f.quantity.unit_class is fact.quantity.unit_class
        and 0 < abs(f.quantity.base - fact.quantity.base) <= f.quantity.step / 2
    ]


MOST_CHECKED = 6
"""Figures of an answer that are looked up among the failed checks."""


def sides(library: Library, check: Check, disclosure: Disclosure, citer: Citer) -> list[Figure]:
    """The figures printed at a check's places, each value once."""
    shelf = library.shelf(disclosure.id)
    found: dict[Decimal, Figure] = {}
    against = {(q.unit_class, q.base) for q in (check.expected, check.found) if q is not None}  # 95.2分 is not 95.2%
    for place in check.places:
        for fact in shelf.at(place):
            if (fact.quantity.unit_class, fact.quantity.base) in against and fact.quantity.base not in found:
                found[fact.quantity.base] = Finding(fact, disclosure, 0, 0).figure(citer)
    for quantity in (check.found, check.expected):  # what was counted or added up is printed nowhere
        if quantity is not None and quantity.base not in found:
            mark = citer.place(disclosure, check.places[0])
            found[quantity.base] = Figure(
                check.about, str(quantity.value), quantity.unit, disclosure.id, disclosure.issuer, disclosure.fiscal_year,
                "computed", disclosure.scope, (mark,),
            )  # fmt: skip
    return list(found.values())


def answer_conflict(scene: Scene, citer: Citer, library: Library) -> Answer | None:
    """Whether the document agrees with itself on what is asked: the check that speaks of it, or sums made now."""
    years = scene.question.years
    if years and all(s.disclosure.fiscal_year < min(years) for s in scene.shelves):
        return None  # no document tells of a later year than its own
    for group in scene.groups:
        for way in (_names, _adds_up):
            if (answer := way(scene, group, citer)) is not None:
                return answer
    rated = [(_about(scene, c, s), s, c) for s in scene.shelves for c in failing(library, s.disclosure.id)]
    rated += [(_about(scene, c, s) - NEAR / 3, s, c) for s in scene.shelves for c in worded(library, s.disclosure.id)]
    rated += [(_about(scene, c, s) - NEAR / 2, s, c) for s in scene.shelves for c in _tails(library, s.disclosure.id)]
    asked = _asked_in(scene, library)
    rated = [(score + OWN * (c in asked), s, c) for score, s, c in rated]
    rated = sorted(_of_counts(scene, rated), key=lambda r: -r[0])
    sure = bool(rated) and rated[0][0] >= SURELY_ABOUT
    if not sure or rated[0][2].rule in _RATES:
        told = None if sure else across.answer_across(scene, citer)
        if (told := told or across.answer_apart(scene, citer)) is not None:
            return told
        citer.clear()
    if not rated or rated[0][0] < ABOUT:
        loosely = _at_large(scene, [(s, c) for _, s, c in rated])
        return _say(library, loosely, citer) if loosely else None
    best = [(s, c) for score, s, c in rated[:MOST_SAID] if score >= max(ABOUT, rated[0][0] - NEAR)]
    return _say(library, best, citer)


_COUNTED = r"[一-鿿](?:个|张|份|条|项|类|家)数(?!据|字|额)"
_TWO_COUNTS = re.compile(f"{_COUNTED}.*{_COUNTED}")


def _of_counts(scene: Scene, rated: list[tuple[float, Shelf, Check]]) -> list[tuple[float, Shelf, Check]]:
    """Where two counts are set against each other (项目个数与表格张数), the checks that count, if there are such; else all."""
    if not _TWO_COUNTS.search(scene.question.folded) or not scene.question.who.mentions:
        return rated
    return [(SURELY_ABOUT + score, s, c) for score, s, c in rated if c.rule == _COUNT and c.holds is False] or rated


def _asked_in(scene: Scene, library: Library) -> list[Check]:
    """Failed checks in which the very figure takes part that is asked about (得分是多少，前后一致吗)."""
    found = [find(slot(scene, g, scene.question.topics, measures=measures_asked(scene.question))) for g in scene.groups]
    return [
        c
        for f in found
        if f is not None and f.explained >= SURELY
        for c in touching(library, f.fact)
        if c.rule == _SAME
    ]


OWN = 0.4
"""How much more a check counts in which the asked figure itself takes part."""
SURELY = 0.9
"""How much of the question a figure explains that is the very one asked about."""


def _tails(library: Library, disclosure_id: str) -> list[Check]:
    """Pairs printed with a tail of rounding between them: asked about, they are told as that."""
    return [c for c in library.checks(disclosure_id) if c.grade == "rounding" and c.rule == _TWIN]


_AT_LARGE = re.compile(
    r"(?:自相|前后|互相|彼此|相互)(?:矛盾|不一|抵触|打架|冲突)"
    r"|(?:有没有|有无|是否|哪些|哪里|哪儿|什么)[^，。？]{0,14}(?:矛盾|对不上|不一致|打架|出入|冲突)"
)


def _at_large(scene: Scene, rated: Sequence[tuple[Shelf, Check]]) -> list[tuple[Shelf, Check]]:
    """Where it is asked whether there is any contradiction: those that share words with the question, all where it names nothing."""
    if not _AT_LARGE.search(scene.question.folded) or not scene.question.who.mentions:
        return []
    question = scene.question
    if all(not t.text or _ANYTHING.fullmatch(t.text) for t in question.topics):
        return list(rated[:MOST_SAID])
    said = {w for w in grams(blank(question.folded, question.who.spans)) if not re.search(r"\d", w)}
    shared = sorted(((len(said & grams(c.about)), s, c) for s, c in rated), key=lambda r: -r[0])
    return [(s, c) for n, s, c in shared[:1] if n >= FEW_SHARED]


_ANYTHING = re.compile(r"数字|数据|数|说法|内容|信息|表述|表格|文字|正文|地方|前后")
"""What a contradiction may be in, and not what it is about."""
FEW_SHARED = 2
"""Pairs of characters that a question about any contradiction and a check's own words share at least."""


def _about(scene: Scene, check: Check, shelf: Shelf) -> float:
    """How much of what is asked the check speaks of, rarer words weighing more; quotes count as well as its own words."""
    asked = frozenset[str]().union(*(grams(t.text) for t in scene.question.topics))
    known = _values(check)
    stated = {q.base for q in scene.question.stated} | {q.value * 10_000 for q in scene.question.stated}
    if not asked:
        return 0.7 * bool(stated & known)
    own = grams(check.about)
    quoted = frozenset[str]().union(*(grams(shelf.text[p.start : p.end][:200]) for p in check.places[:4]))
    if check.rule == _TWIN:  # two tables set against each other are spoken of by their names
        quoted |= frozenset[str]().union(*(grams(f.table or "") for p in check.places[:4] for f in shelf.at(p)[:1]))
    weight = {w: min(shelf.rarity.get(w, 2.0), 5.0) for w in asked}
    total = sum(weight.values())
    carried_ = sum(weight[w] for w in asked & own) + 0.6 * sum(weight[w] for w in (asked & quoted) - own)
    rest = grams(scene.question.folded) - asked  # words understood as phase, column or body still tell checks apart
    near = 0.2 * len(rest & own) / max(len(rest), 1)
    return carried_ / total + 0.3 * bool(stated & known) + near - 0.02 * len(own - asked) / max(len(own), 1)


MOST_SAID = 3
"""Failed checks told of in one answer."""
NEAR = 0.15
"""Checks that speak of the question nearly as much as the best one."""


def _say(library: Library, found: Sequence[tuple[Shelf, Check]], citer: Citer) -> Answer:
    tails = all(check.grade == "rounding" for _, check in found)
    lead = "不完全一样，有四舍五入的尾差：" if tails else "对不上，文件前后不一致："
    lines, conflicts, figures = [lead], [], []
    for shelf, check in found:
        disclosed = sides(library, check, shelf.disclosure, citer)
        marks = [citer.place(shelf.disclosure, p) for p in check.places[:3]]
        cited = "".join(f"[{n}]" for n in dict.fromkeys(marks))
        lines.append(f"- {check.about}。{cited}")
        if check.expected is not None and check.found is not None and check.grade == "arithmetic_error":
            gap = arithmetic.absolute(arithmetic.difference(check.found, check.expected))
            apart = across.between(disclosed, gap)
            printed, right = wording.amount(check.found), wording.amount(check.expected)
            unit = "个百分点" if apart.unit == "百分点" else apart.unit
            lines.append(f"  按可核对的数应为 {right}，文中写作 {printed}，相差 {apart.value}{unit}。")
            disclosed.append(apart)
        conflicts.append(Conflict(check.about, tuple(disclosed)))
        figures += [f for f in disclosed if f not in figures]
    return Answer("answered", "\n".join(lines), figures=figures[:6], conflicts=conflicts, citations=citer.citations)


def _names(scene: Scene, group: Group, citer: Citer) -> Answer | None:
    """名称前后不一: one project under two names."""
    if not re.search(r"名称|名字|写法|叫法|叫什么|称呼", scene.question.folded):
        return None
    asked = frozenset[str]().union(*(grams(t.text) for t in scene.question.topics))
    stated = {q.base for q in scene.question.stated if q.unit_class.value == "money"}
    for shelf in group.shelves:
        for member in sorted(projects(shelf), key=lambda m: -len(grams(m.name) & asked)):
            names = tuple({fold(f.subject): f.subject for f in member.facts if f.subject}.values())
            amounts = {f.quantity.base for f in member.facts if f.measure == "amount"}
            if len(names) > 1 and (len(grams(member.name) & asked) >= 2 or amounts & stated):
                facts = [next(f for f in member.facts if f.subject == n) for n in names]
                figures = [Finding(f, shelf.disclosure, 0, 0).figure(citer) for f in facts]
                said = "；".join(
                    f"“{f.subject}”（{f.table or '正文'}）{''.join(f'[{n}]' for n in g.citations)}"
                    for f, g in zip(facts, figures, strict=True)
                )
                words = f"不一致，同一项目有 {len(names)} 种写法：{said}。"
                return Answer(
                    "answered", words, conflicts=[Conflict("项目名称", tuple(figures))], citations=citer.citations
                )
    return None


def _adds_up(scene: Scene, group: Group, citer: Citer) -> Answer | None:
    """Whether the amounts that a reason names add up to the change that it explains."""
    if not (scene.question.does("sum") and scene.question.does("reason")):
        return None
    change = _explained_change(scene, group)
    if change is None:
        return None
    fact, shelf = change.described.fact, change.shelf
    parts = _inside(shelf, fact.reason)
    if len(parts) < 2:
        return None
    whole, found = Finding(fact, shelf.disclosure, 0, 0), [Finding(p, shelf.disclosure, 0, 0) for p in parts]
    pen = Composer(citer)
    total = arithmetic.total([p.quantity for p in parts])
    gap = arithmetic.difference(total.quantity, fact.quantity)
    same = abs(gap.quantity.value) <= sum((p.quantity.step for p in parts), Decimal(0)) / 10_000
    pen.compute(total, found, "所列原因的金额合计")
    figure = pen.state(whole)
    pen.lines.insert(
        0,
        f"{'对得上' if same else '对不上'}：{total.formula}，与印出的变动额 {wording.amount(fact.quantity)} 相差 {wording.amount(gap.quantity)}。",
    )
    if not same:
        apart = across.between((pen.figures[0], figure), arithmetic.absolute(gap))
        pen.conflicts.append(Conflict("所列原因之和与变动额", (figure, pen.figures[0], apart)))
        pen.figures.append(apart)
    return pen.answer()


def _explained_change(scene: Scene, group: Group) -> lookup.Hit | None:
    """The change that is asked about and carries its reason; that of the whole where the question's words name none."""
    topics = scene.question.topics
    stated = {q.base for q in scene.question.stated}
    for said in (topics, tuple(t for t in topics if t.concept), (Topic("", 0, 0, "total_balance_sheet"),)):
        hits = lookup.rank(slot(scene, group, said, bases=(), measures=("change",))) if said else []
        told = [h for h in hits if lookup.accepted(h) and h.described.fact.reason]
        if said is not topics:
            told = [h for h in told if not stated or h.described.fact.quantity.base in stated]
        if told:
            return told[0]
    return None


def _inside(shelf: Shelf, place: Place | None) -> Sequence[Fact]:
    """Money facts printed inside a stretch, each place once."""
    if place is None:
        return ()
    inside = [d.fact for d in shelf.facts if place.start <= d.fact.place.start and d.fact.place.end <= place.end]
    return list({f.place.start: f for f in inside if f.quantity.unit_class.value == "money"}.values())
