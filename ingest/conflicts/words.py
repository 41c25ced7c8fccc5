"""说法矛盾: what sentences say against each other and against tables without any figure of their own.

One thing said to grow and to shrink, outlays named whose cells are blank, duties counted twice differently,
indicators under other names, money carried over although nothing is left. A reader decides: the grade of all is
``wording``, ``holds`` is None.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from corpus.disclosure import Check, Disclosure, Fact, Place, Row, Table
from corpus.money import Quantity
from corpus.subject import codes_of, lookup
from ingest import heads
from ingest.structure import naming
from ingest.structure.lines import Paragraph

_SENTENCE: Final = re.compile(r"[^。；;！？]+[。；;！？]?")
_TREND: Final = re.compile(
    r"([一-鿿“”]{2,24}?)(增加|增长|上升|提高|减少|下降|降低|压减)(?=[，,。；;、：:）)等所导引致]|$)"
)
_REASON: Final = re.compile("(?:主要)?原因(?:是|为|在于|系)?|(?<!关)系|因为|由于|为了")
_UP: Final = frozenset({"增加", "增长", "上升", "提高"})
_BETWEEN: Final = re.compile("[、和及与或,，]|以及")
_VAGUE: Final = re.compile("^(?:.*(?:原因|比|较|数|额|总|收入|支出|预算|决算|安排|人员|项目|经费)|.{0,2})$")
_LISTED: Final = re.compile(r"(?:主要)?(?:包括|用于)[:：]?([^。；;]+)")
_ECONOMIC: Final = frozenset({"F06", "B06"})
_PARTY: Final = re.compile(r"有[^。，,]{0,30}安排[^。，,]{0,4}三公[^。，,]{0,3}经费的(?:单位|部门)")
_DUTIES: Final = re.compile("职能|职责")
_ORDINAL: Final = re.compile(r"^\s*(?:[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[、.．)])")
_NUMBERED: Final = re.compile(r"(?:^|(?<=[。；;]))\s*(\d{1,2})[、.．](?!\d)")
_INDICATORS: Final = re.compile(r"([一-鿿]{2,10}指标)设置(\d+)个三级指标[:：]([^。]+)")
_LOCALE: Final = re.compile(r"(?:为|达)?[≥≤>＞]?[\d.]+[^\d]{0,2}$|\d+[个家户次人项场]?$")
_CARRIED: Final = re.compile(r"结转(?:至|到)(20\d\d)年")
_DONE: Final = re.compile("目标(?:任务)?(?:均|都|全部)(?:已)?(?:如期|按期|圆满|顺利)?(?:完成|实现)")
_UNDONE: Final = re.compile("(?:不达|未达|未达到)(?:预期|目标)|未能(?:完成|实现|达到)")
_CLAUSE: Final = re.compile(r"[^，,。；;：:、！？（）()\s|]{8,60}")


@dataclass(frozen=True, slots=True)
class _Said:
    """说法: a stretch of running text with its place and the paragraph that it stands in."""

    text: str
    place: Place
    section: tuple[str, ...]


def word_conflicts(
    disclosure: Disclosure, paragraphs: Sequence[Paragraph], facts: Sequence[Fact], tables: Sequence[Table]
) -> Iterator[Check]:
    """说法矛盾 of one disclosure."""
    sentences = [s for p in paragraphs for s in _sentences(p)]
    told = [s for s in sentences if not any("名词解释" in head for head in s.section)]
    items = {p.place(0, len(p.text)) for p in paragraphs if re.search(r"[(（]项[)）]", p.text)}
    yield from _trends([s for s in told if not any(i.start <= s.place.start < i.end for i in items)])
    yield from _blank_outlays(told, tables)
    yield from _empty_three_public(told, facts)
    yield from _duties(paragraphs, tables)
    yield from _indicators(told, facts, tables)
    yield from _carried_over(disclosure, told, facts)
    yield from _unfinished(told)
    yield from _transposed(told, tables)


def _sentences(paragraph: Paragraph) -> Iterator[_Said]:
    for found in _SENTENCE.finditer(paragraph.text):
        if found[0].strip():
            yield _Said(found[0], paragraph.place(found.start(), found.end()), paragraph.section)


def _note(rule: str, about: str, *places: Place) -> Check:
    return Check(rule, about, None, None, None, None, None, "wording", tuple(dict.fromkeys(places)))


def _against(rule: str, about: str, found: int, expected: int, unit: str, places: Sequence[Place]) -> Check:
    one, other = Quantity(Decimal(found), unit), Quantity(Decimal(expected), unit)
    gap = Quantity(Decimal(found - expected), unit)
    return Check(rule, about, None, other, one, gap, None, "wording", tuple(dict.fromkeys(places)))


def _trends(sentences: Sequence[_Said]) -> Iterator[Check]:
    """One thing named among the reasons as grown and as shrunk, neither with an amount, against the same base."""
    seen: dict[tuple[str, str], dict[bool, tuple[str, _Said]]] = defaultdict(dict)
    for said in sentences:
        start = _REASON.search(said.text)
        if start is None:
            continue
        base = "plan" if "年初预算" in said.text[: start.start()] else "prior"
        for found in _TREND.finditer(said.text, start.end()):
            if re.match(r"[了]?\s*\d", said.text[found.end() :]):
                continue
            for noun in _BETWEEN.split(found[1]):
                name = naming.core(noun)
                if not _VAGUE.match(name):
                    seen[name, base].setdefault(found[2] in _UP, (noun, said))
    for sides in seen.values():
        if len(sides) == 2 and sides[True][1].place != sides[False][1].place:
            (grown, up), (shrunk, down) = sides[True], sides[False]
            yield _note("C.TREND", f"一处称{grown}增加，另一处称{shrunk}减少", up.place, down.place)


def _blank_outlays(sentences: Sequence[_Said], tables: Sequence[Table]) -> Iterator[Check]:
    """Economic items that the text names as what money was spent on, whose cells in the table are blank."""
    rows = {r.code: (r, t) for t in tables if t.kind in _ECONOMIC and t.status == "read" for r in t.rows if r.code}
    if not rows:
        return
    for said in sentences:
        found = _LISTED.search(said.text)
        if found is None or not re.search("(?:人员|公用|基本)(?:经费|支出)", said.text[: found.start()]):
            continue
        codes = [c for name in re.split("[、,，]", found[1]) for c in _codes_in(name.strip())]
        named = [c for c in dict.fromkeys(codes) if len(c) == 5 and c.startswith("3")]
        printed = [c for c in named if c in rows and _has_amount(rows[c][0])]
        blank = [c for c in named if c in rows and not _has_amount(rows[c][0])]
        if printed and blank:
            names = "、".join(s.name for c in blank if (s := lookup(c)))
            about = f"正文列出{names}，“{rows[blank[0]][1].title}”中这些科目没有金额"
            yield _note("C.BLANK", about, said.place, *(rows[c][0].place for c in blank))


def _codes_in(name: str) -> tuple[str, ...]:
    """The codes of a name, or of the two that 和 joins."""
    return codes_of(name) or tuple(c for part in _BETWEEN.split(name) for c in codes_of(part))


def _has_amount(row: Row) -> bool:
    return any(isinstance(c.value, Quantity) and c.value.value for c in row.cells)


def _empty_three_public(sentences: Sequence[_Said], facts: Sequence[Fact]) -> Iterator[Check]:
    """Units with an appropriation for 三公 money are counted, yet all of it is nothing."""
    money = [f for f in facts if f.concept == "three_public" and f.measure == "amount" and f.basis != "prior_year"]
    if not money or any(f.quantity.value for f in money):
        return
    shown = next((f for f in money if f.origin == "prose"), money[0])
    for said in sentences:
        if _PARTY.search(heads.squeeze(said.text)):
            about = f"正文称有单位安排“三公”经费，“三公”经费却为 {shown.quantity}"
            yield _note("C.NONE", about, said.place, shown.context)


def _duties(paragraphs: Sequence[Paragraph], tables: Sequence[Table]) -> Iterator[Check]:
    """The duties listed in the text against those listed in a form's cell."""
    listed = [p for p in paragraphs if p.section and _DUTIES.search(p.section[-1]) and _ORDINAL.match(p.text)]
    here = [p for p in listed if p.section == listed[0].section]
    for table in tables:
        for row in table.rows:
            if not re.search("职能概述|主要职能|职责概述", heads.squeeze(row.label)):
                continue
            count = max((len(_NUMBERED.findall(c.text)) for c in row.cells), default=0)
            if len(here) > 1 and count > 1 and count != len(here):
                about = f"主要职能：正文列 {len(here)} 项，“{table.title}”列 {count} 项"
                last = here[-1].place(0, len(here[-1].text))
                yield _against("C.COUNT", about, count, len(here), "项", [last, row.place])


def _indicators(sentences: Sequence[_Said], facts: Sequence[Fact], tables: Sequence[Table]) -> Iterator[Check]:
    """三级指标 as a report names and counts them, against the form of the same project."""
    for said in sentences:
        found = _INDICATORS.search(said.text)
        if found is None:
            continue
        names = [n for n in re.split("[、，,；;]", found[3]) if n.strip()]
        count = int(found[2])
        if count != len(names) and len(names) < count:
            about = f"{found[1]}称设置 {count} 个三级指标，只列出 {len(names)} 个"
            yield _against("C.COUNT", about, len(names), count, "个", [said.place])
        inside = (f.subject for f in facts if said.place.start <= f.place.start < said.place.end and f.subject)
        subject = next(inside, None)
        forms = [t for t in tables if t.kind == "S02" and t.subject and subject]
        form = next((t for t in forms if naming.core(t.subject or "") == naming.core(subject or "")), None)
        if form is not None:
            yield from _renamed(said, found[1], names, form)


def _renamed(said: _Said, category: str, names: Sequence[str], form: Table) -> Iterator[Check]:
    rows = [r for r in form.rows if any(heads.squeeze(p) == category for p in r.parents)]
    printed = [heads.squeeze(r.label) for r in rows]
    if not rows or len(rows) != len(names):
        return
    for name in names:
        bare = _LOCALE.sub("", heads.squeeze(name))
        if bare and not any(naming.likeness(bare, p) > 0.5 or bare in p or p in bare for p in printed):
            about = f"{category}：正文称“{bare}”，“{form.title}”为“{'”“'.join(printed)}”"
            yield _note("C.NAME", about, said.place, *(r.place for r in rows))


def _carried_over(disclosure: Disclosure, sentences: Sequence[_Said], facts: Sequence[Fact]) -> Iterator[Check]:
    """Money said to be carried into the next year, where income and spending are equal and nothing is left."""
    if disclosure.kind != "final_accounts":
        return
    year = disclosure.fiscal_year

    def whole(*concepts: str) -> Fact | None:
        these = [f for f in facts if f.concept in concepts and f.measure == "amount" and f.subject is None]
        return next((f for f in these if f.year == year and f.basis == "final_accounts" and f.aspect is None), None)

    income, spent = whole("current_revenue"), whole("current_expenditure")
    left = [f for f in facts if f.concept and "carry" in f.concept and f.year == year and f.quantity.value]
    if income is None or spent is None or income.quantity.base != spent.quantity.base or left:
        return
    for said in sentences:
        found = _CARRIED.search(heads.squeeze(said.text))
        if found and int(found[1]) == year + 1:
            about = f"称结转至 {found[1]} 年，而本年收入、支出同为 {spent.quantity}，没有年末结转"
            yield _note("C.CARRY", about, said.place, income.context, spent.context)


def _unfinished(sentences: Sequence[_Said]) -> Iterator[Check]:
    """All goals reached, and a goal not reached, in one part of the text."""
    for done in sentences:
        if not _DONE.search(done.text):
            continue
        part = done.section[:1]
        other = next((s for s in sentences if s.section[:1] == part and _UNDONE.search(s.text)), None)
        if other is not None:
            yield _note("C.DONE", "一处称目标均已完成，另一处称有未达预期的", done.place, other.place)


def _transposed(sentences: Sequence[_Said], tables: Sequence[Table]) -> Iterator[Check]:
    """One clause in a table and in the text, but for characters that changed places."""
    cells: dict[str, list[tuple[str, Place]]] = defaultdict(list)
    for table in tables:
        for row in table.rows:
            for text in (row.label, *(c.text for c in row.cells)):
                for clause in _CLAUSE.findall(heads.squeeze(text)):
                    cells["".join(sorted(clause))].append((clause, row.place))
    for said in sentences:
        for clause in _CLAUSE.findall(heads.squeeze(said.text)):
            whole = clause[next((n for n in (0, *range(1, len(clause) - 7)) if _known(clause[n:], cells)), 0) :]
            found = cells.get("".join(sorted(whole)), ())
            other = next((f for f in found if f[0] != whole and _swap(f[0], whole)), None)
            if other and all(f[0] != whole for f in found):
                yield _note("C.WORDS", f"文字不一：正文“{whole}”，表中“{other[0]}”", said.place, other[1])


def _known(clause: str, cells: dict[str, list[tuple[str, Place]]]) -> bool:
    return "".join(sorted(clause)) in cells


def _swap(a: str, b: str) -> bool:
    """Whether two strings of the same characters differ in a stretch of three at most."""
    different = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    return bool(different) and different[-1] - different[0] < 3
