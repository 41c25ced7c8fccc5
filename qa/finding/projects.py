"""项目: which projects of a disclosure a question names: by their printed names, by words of them, by an amount that is theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.disclosure import Row, Table
from corpus.money import Quantity, UnitClass
from qa.finding.asked import share
from qa.finding.nearest import Nearest, the_one
from qa.finding.scene import Scene
from qa.library import Shelf, core, grams
from qa.understanding.question import Topic

LISTS = frozenset({"B10", "B13", "S01"})
"""Kinds of tables whose rows are projects: 项目支出表, and the list in the form of the whole body."""
_NUMBERED = re.compile(r"^(?:项目)?[\d一二三四五六七八九十]+[：:.、．]\s*")
_ONLY_SAYS = re.compile(r"(?:那|这)[个笔块项]?|(?:的)?(?:项目|专项|工程)$")
_NOT = re.compile(r"(?:不是|不算|不含|除了|不问)[^\W\d]{0,2}$")
NAMED = 0.75
"""The share of a project's name, or of the words asked, that must stand in the other for it to be meant."""
SHORTEST = 2
CODE = 6
"""Characters of a code that is a project's own and no account's."""


@dataclass(frozen=True)
class Project:
    """一个项目: its name, the forms that are about it, and the rows of lists that bear its name, each with its table."""

    name: str
    shelf: Shelf
    forms: tuple[Table, ...] = ()
    rows: tuple[tuple[Table, Row], ...] = ()


def projects_of(shelf: Shelf, tables: Sequence[Table]) -> list[Project]:
    """The projects that a disclosure has a form of, or lists with a code or an amount."""
    forms: dict[str, list[Table]] = {}
    rows: dict[str, list[tuple[Table, Row]]] = {}
    for table in tables:
        if table.subject:
            forms.setdefault(table.subject, []).append(table)
        elif table.kind in LISTS:
            for row in table.rows:
                if len(row.code or "") > CODE or (table.kind != "B10" and not row.parents):
                    rows.setdefault(_NUMBERED.sub("", row.label), []).append((table, row))
    names = dict.fromkeys(
        (*forms, *(n for n in rows if n in forms or any(len(r.code or "") > CODE for _, r in rows[n])))
    )
    return [Project(n, shelf, tuple(forms.get(n, ())), tuple(_bearing(n, rows))) for n in names if len(n) > 1]


def _bearing(name: str, rows: dict[str, list[tuple[Table, Row]]]) -> Iterator[tuple[Table, Row]]:
    """The rows of lists under a project's name, or under one that differs in a word for money alone (某建设工作经费)."""
    own = core(name)
    for label, found in rows.items():
        if label == name or (own and core(label) == own):
            yield from found


def named(scene: Scene, shelf: Shelf, projects: Sequence[Project], near: Nearest | None = None) -> list[Project]:
    """The projects that the question names, in order; [] where it names none or one word fits several.

    Where no word of its name is said, the one is meant that alone is ``near`` in meaning to what is called a project.
    """
    text = scene.question.folded
    found: dict[str, tuple[int, Project]] = {}
    known = {p.name: p for p in projects}
    taken: list[tuple[int, int]] = []
    for start, end, name in names_in(text, shelf):
        if name in known and not _NOT.search(text[:start]) and not any(a < end and start < b for a, b in taken):
            taken.append((start, end))
            found.setdefault(name, (start, known[name]))
    here = any(t.start < t.end for t in scene.question.topics) or bool(found)
    for topic in scene.question.topics:
        if here and topic.start == topic.end:
            continue  # what was spoken of before, where something is named now
        if topic.start < topic.end and any(a < topic.end and topic.start < b for a, b in taken):
            continue
        if _NOT.search(text[: topic.start]):
            continue  # 不是公众号那些事
        if (meant := _by_words(topic, projects)) is not None:
            found.setdefault(meant.name, (topic.start, meant))
    if not found and (paid := _by_amount(scene.question.stated, projects)) is not None:
        found[paid.name] = (0, paid)
    if not found and near is not None and (likely := _by_meaning(scene, shelf, projects, near)) is not None:
        found[likely.name] = (0, likely)
    return [p for _, p in sorted(found.values(), key=lambda f: f[0])]


def names_in(text: str, shelf: Shelf) -> list[tuple[int, int, str]]:
    """(start, end, name) of printed names, or their short forms, in a text, the longest first."""
    spans = [(at, end, name) for at in range(len(text)) for end, name in shelf.label_trie.at(text.lower(), at)]
    return sorted(spans, key=lambda s: (s[0] - s[1], s[0]))


def _by_words(topic: Topic, projects: Sequence[Project]) -> Project | None:
    """The one project whose name holds the asked words, or nearly all of whose name they are."""
    words = core(_ONLY_SAYS.sub("", topic.text))
    if not words or topic.concept or len(topic.text) < SHORTEST:
        return None
    holding = [p for p in projects if holds_words(_ONLY_SAYS.sub("", topic.text), p.name)]
    if not holding:
        holding = [p for p in projects if share(core(p.name), words) >= NAMED or share(words, core(p.name)) >= NAMED]
    alike = [p for p in holding if share(grams(p.name), grams(holding[0].name)) >= NAMED]  # one name in two spellings
    return holding[0] if holding and len(alike) == len(holding) else None


def _by_meaning(scene: Scene, shelf: Shelf, projects: Sequence[Project], near: Nearest) -> Project | None:
    """The one project that is near in meaning to words which are said to be a project (给老师发钱那个项目)."""
    text = scene.question.folded
    for start, end in (*scene.question.who.spans, *((a, b) for _, a, b in scene.question.year_spans)):
        text = text[:start] + "，" * (end - start) + text[end:]
    said = _CALLED.search(text)
    if said is None:
        return None
    known = {p.name: p for p in projects}
    meant = the_one((name, nearness) for name, nearness in near(said[1], shelf, LOOKED_AT) if name in known)
    return known[meant[0]] if meant is not None else None


_CALLED = re.compile(r"([一-鿿]{3,14}?)的?(?:[这那]个?(?:项目|专项|工程|事)|项目|专项|工程|[这那][笔块]钱)")
LOOKED_AT = 40
"""Names near in meaning that are looked through for a project's."""


def holds_words(phrase: str, name: str) -> bool:
    """Whether a name holds all words of a phrase, two characters each (人才基地: 人才服务基地), or its core."""
    pairs = {phrase[n : n + 2] for n in range(0, len(phrase) - 1, 2)}
    if len(phrase) > 1 and any(phrase == name[at : at + 2 * len(phrase) : 2] for at in range(len(name))):
        return True  # 综治: the first characters of 综合治理
    whole = len(phrase) % 2 == 0 and len(pairs) > 1 and all(p in name for p in pairs)
    return whole or bool(core(phrase) and core(phrase) <= core(name))


def _by_amount(stated: Sequence[Quantity], projects: Sequence[Project]) -> Project | None:
    """The one project that has an amount which the question states (那33万的项目)."""
    amounts = {q.base for q in stated if q.unit_class is UnitClass.MONEY}
    having = [p for p in projects if amounts & {q.base for q in _money(p)}] if amounts else []
    return having[0] if len(having) == 1 else None


def _money(project: Project) -> Iterator[Quantity]:
    for row in (
        *(r for t in project.forms for r in t.rows if r.parents == (project.name,)),
        *(r for _, r in project.rows),
    ):
        yield from (c.value for c in row.cells if isinstance(c.value, Quantity))


def unit_of(project: Project) -> Iterator[tuple[Table, Row, str]]:
    """The bodies that lists of projects print beside a project's name, each with its row."""
    for table, row in project.rows:
        printed = "".join(project.shelf.text[row.place.start : row.place.end].split(" ")).split("|")
        for word in dict.fromkeys(w.strip() for w in printed):
            if _BODY.search(word) and word != row.label and word not in {row.label, row.code, *row.parents}:
                yield table, row, word


_BODY = re.compile(r"^(?:[一-鿿]{2,}(?:[局院校所站队馆办厅委会]|中心|公司|集团)|本级)(?:[（(][^（()）]*[)）]|本级)?$")
"""How a body is named in a cell."""
