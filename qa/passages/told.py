"""讲述: answers in the document's own words: reasons, duties, lists, definitions, contents of projects."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus import terms
from corpus.disclosure import Place
from qa.finding.asked import share
from qa.finding.effort import spend
from qa.library import Shelf, grams
from qa.passages import telling
from qa.passages.labelled import under_headings
from qa.passages.ranking import Near, Ranked, rank, synonyms_of, weighed
from qa.passages.statements import LONGEST_PARAGRAPH, Page, Statement, is_item
from qa.understanding.question import Question

A_STATEMENT = 30
"""Steps that holding a question against a statement counts for."""
LONGEST_TOLD = 900
"""Characters of source words in one answer; more is cut at an item's end, and said."""
_SECTIONS = frozenset({"main_functions", "key_work"})
"""Terms that name a section: asked for, it is read out whole."""
_EXPLAINS = re.compile(r"[：:]\s*(?:是指|指|反映|是|为|即|包括|纳入)|(?:是指|指的是|主要包括|反映)")
_CLASSES = re.compile(r"[（(][类款项][)）]")


@dataclass(frozen=True)
class Told:
    """所述: source words that answer, as whole paragraphs or items in order, with their places.

    ``affirmed`` says that they say yes to a question that asks whether something is so; ``also`` may answer as well.
    """

    shelf: Shelf
    lines: tuple[str, ...]
    places: tuple[Place, ...]
    section: tuple[str, ...]
    explained: float
    affirmed: bool = False
    also: tuple[Told, ...] = ()


def likeliest(told: Told) -> tuple[float, int]:
    """What is told first where several disclosures tell it: the surest, of equals the newest."""
    return told.explained, told.shelf.disclosure.fiscal_year


def is_of_years(told: Told, years: Sequence[int]) -> bool:
    """Whether words may tell of the years asked about: those of an older year than the document's own must be named in them."""
    if not years or max(years) >= told.shelf.disclosure.fiscal_year:
        return True
    words = "".join((*told.lines, *told.section))
    return any(str(year) in words for year in years) or _YEAR_BEFORE.search(words) is not None


_YEAR_BEFORE = re.compile("上一?年|去年|前一年|上年度")


def _count(shelf: Shelf, page: Page) -> None:
    """Count what holding a question against all statements of a disclosure costs."""
    spend(A_STATEMENT * len(page.statements), f"{shelf.disclosure.id} in words")


def tell(question: Question, shelf: Shelf, page: Page, near: Near | None = None) -> Told | None:
    """The document's words that answer, None where it has none that carry enough of the question."""
    _count(shelf, page)
    if question.does("definition") and (defined := define(question, shelf, page)):
        return defined
    if headed := under_headings(question, page):
        return Told(shelf, tuple(s.text for s in headed), tuple(s.place for s in headed), headed[0].section, 1.0)
    ranked = [r for r in rank(question, page, near) if not r.statement.is_label]
    if (parts := _parts_of_term(question, shelf, page, ranked)) is not None:
        return parts
    if question.does("listing") and ranked and _begins_list(question, ranked[0].statement):
        return _with_items(shelf, page, ranked[0])
    if (question.does("listing") or _SECTIONS & set(question.concepts)) and (
        listed := _section_list(question, shelf, page)
    ):
        return listed
    if not ranked or not ranked[0].answers:
        return _section_list(question, shelf, page, SURELY_HEADED)
    first = ranked[0]
    if first.statement.paragraph.rstrip().endswith(("：", ":")) or (
        question.does("listing") and not first.statement.in_glossary
    ):
        return _with_items(shelf, page, first)
    told = paragraph(shelf, page, first)
    affirmed = _affirms(question, first.statement, weighed(question.topics, page))
    return replace(told, affirmed=affirmed, also=() if affirmed else _also(shelf, page, ranked, told))


def _also(shelf: Shelf, page: Page, ranked: Sequence[Ranked], first: Told) -> tuple[Told, ...]:
    """Paragraphs that may answer as well as the first: nearly as likely, of other words, and not too long together."""
    said, found = list(first.lines), list[Told]()
    for other in ranked[1:]:
        if other.score < ranked[0].score - MARGIN or len(found) == MOST_ALSO:
            break
        told = paragraph(shelf, page, other)
        new = not any(line in s or s in line for line in told.lines for s in said)
        if not new or not other.answers or sum(map(len, (*said, *told.lines))) > LONGEST_TOGETHER:
            continue
        found.append(told)
        said += told.lines
    return tuple(found)


MARGIN, MOST_ALSO, LONGEST_TOGETHER = 0.5, 2, 600
"""How much less likely another paragraph may be that is read out too, how many are, and how long all are together."""


def _begins_list(question: Question, statement: Statement) -> bool:
    """Whether a statement names all that is asked about and goes on to list it (三个目标：一是…，二是…)."""
    lead, colon, rest = statement.text.replace(":", "：").partition("：")
    asked = frozenset[str]().union(*(grams(t.text) for t in question.topics))
    return (
        bool(colon and asked)
        and re.search(r"一是|1[.、．]|①|、", rest) is not None
        and share(asked, grams(lead)) >= SAID
    )


def _affirms(question: Question, statement: Statement, wanted: Mapping[str, float]) -> bool:
    """Whether a statement says all of what a yes-or-no question asks, its last word in a clause that denies nothing."""
    if not question.does("yesno") or not question.topics or _DENIES.search(question.folded):
        return False
    head = grams(question.topics[-1].text)
    clauses = [c for c in re.split(r"[，,；;。]", statement.text) if share(head, grams(c)) >= SAID]
    if not clauses or any(_DENIES.search(c) for c in clauses):
        return False
    around = statement.words | statement.around
    return sum(v for w, v in wanted.items() if w in around) >= SAID * sum(wanted.values())


_DENIES = re.compile(r"未|没|不(?!断|仅|但|同)|无(?!论)|非(?!常)|尚|拟|计划")
SAID = 0.9
"""How much of a question a statement (and its last word a clause) must hold to say yes to it."""


def tell_count(question: Question, shelf: Shelf, page: Page, near: Near | None = None) -> Told | None:
    """The sentence that holds nearly all of a question for a count, and the count; None where none does."""
    _count(shelf, page)
    manner = telling.manner(question)
    counting = [r for r in rank(question, page, near) if r.carried >= TOLD_COUNT and manner.counts(r.statement)]
    return paragraph(shelf, page, counting[0]) if counting else None


TOLD_COUNT = 0.6
"""The share of the question's things that a sentence must carry to answer for a count: a number beside a few of them is none."""


def asks_meaning(question: Question) -> bool:
    """Whether the meaning of a term is asked for: outright, or which parts a term of the dictionary has by its nature."""
    asked = _PARTS.search(question.folded) or _WHAT_IS.search(question.folded)
    parts = asked is not None and len(question.topics) == 1 and bool(question.concepts)
    return question.does("definition") or parts


def _parts_of_term(question: Question, shelf: Shelf, page: Page, ranked: Sequence[Ranked]) -> Told | None:
    """The glossary's entry where the parts of a term are asked for and no sentence of its own lists them."""
    if not question.topics or not asks_meaning(question) or _PARTS.search(question.folded) is None:
        return None
    manner, name = telling.manner(question), grams(question.topics[0].text)
    first = ranked[0].statement if ranked else None
    lists = first is not None and manner.tells(first) and name <= grams(re.split("[，,；;：:、]", first.text)[0])
    if first is not None and lists and not first.in_glossary:
        return None
    defined = define(question, shelf, page)
    return defined if defined is not None and defined.explained > SURELY_DEFINED else None


_PARTS = re.compile(r"(?:包[括含]|含|指|分为)(?:了)?(?:哪|什么|啥)|由哪[^，。？?]{0,4}(?:组成|构成)")
_WHAT_IS = re.compile(r"(?:是啥|是什么|是指什么)[?？。]?\s*$")
SURELY_DEFINED = 0.6
"""How like the asked term an entry must be named where nobody's document is asked for."""


def define(question: Question, shelf: Shelf, page: Page) -> Told | None:
    """名词解释: the entry whose head is the asked term."""
    best: tuple[float, Statement] | None = None
    asked = [t for t in question.topics if t.text not in {"名词", "解释"}]
    names = [
        frozenset(grams(n)) for t in asked for n in ([t.text, terms.TERMS[t.concept].name] if t.concept else [t.text])
    ]
    for statement in page.statements:
        head = statement.entry
        if head is None or (not statement.in_glossary and not _EXPLAINS.search(statement.paragraph[len(head) :])):
            continue
        leaf = _CLASSES.split(head.rstrip("（()）类款项"))[-1]
        heads = [grams(h) for h in (head, leaf, re.sub(r"[（(].*?[)）]|支出$", "", head))]
        for name in names:
            alike = max(len(words & name) / max(len(words | name), 1) for words in heads)
            if alike > 0.45 and (best is None or alike > best[0]):
                best = (alike, statement)
    return paragraph(shelf, page, Ranked(best[0], best[0], best[1], answers=True)) if best else None


HEADED, SURELY_HEADED = 0.45, 0.75
"""The share of what is asked that a heading holds whose section is asked for, and where nothing says that a section is."""


def _section_list(question: Question, shelf: Shelf, page: Page, least: float = HEADED) -> Told | None:
    """A section whose heading is what is asked for (主要职能, 重点工作…), read out by items.

    ``least`` is the share of what is asked that the heading must hold.
    """
    wanted = weighed(question.topics, page)
    pairs = synonyms_of(question.topics)
    synonyms = [asked | named for asked, named in pairs]
    best: tuple[float, tuple[str, ...]] | None = None
    for section in dict.fromkeys(s.section[:n] for s in page.statements for n in range(1, len(s.section) + 1)):
        head = grams(_own_words(section[-1], shelf))
        said = head.union(*(asked for asked, named in pairs if named <= head))
        explained = sum(v for w, v in wanted.items() if w in said) / max(sum(wanted.values()), 0.01)
        own = len(head & (frozenset(wanted).union(*synonyms))) / max(len(head), 1)
        score = explained + 0.8 * own
        if explained >= least and (best is None or score > best[0]):
            best = (score, section)
    if best is None:
        return None
    heads = _subheadings(page, best[1])
    statements = page.paragraphs(best[1])
    if len(heads) >= 2 and sum(len(s.paragraph) for s in statements) > LONGEST_TOLD:
        return Told(shelf, tuple(heads), _places_of(page, best[1]), best[1], best[0])
    return _read_out(shelf, statements, best[1], min(best[0], 1.0))


def _own_words(heading: str, shelf: Shelf) -> str:
    """A heading without the body's name: whose disclosure it is says nothing of the section."""
    for name in sorted({shelf.disclosure.issuer, *shelf.disclosure.aliases}, key=len, reverse=True):
        heading = heading.replace(name, "")
    return heading


def _subheadings(page: Page, section: tuple[str, ...]) -> list[str]:
    depth = len(section)
    return list(
        dict.fromkeys(
            s.section[depth] for s in page.statements if s.section[:depth] == section and len(s.section) > depth
        )
    )


def _places_of(page: Page, section: tuple[str, ...]) -> tuple[Place, ...]:
    depth = len(section)
    firsts = {
        s.section[depth]: s.place
        for s in reversed(page.statements)
        if s.section[:depth] == section and len(s.section) > depth
    }
    return tuple(firsts.values())[::-1][:3]


def paragraph(shelf: Shelf, page: Page, ranked: Ranked) -> Told:
    """The statement's paragraph whole, or where that is long, the sentences around it."""
    statement, score = ranked.statement, ranked.score
    if len(statement.paragraph) <= LONGEST_PARAGRAPH:
        together = [s for s in page.statements if s.ordinal == statement.ordinal]
        place = Place(together[0].place.start, together[-1].place.end, statement.place.page)
        return Told(
            shelf,
            (statement.paragraph,),
            (statement.place, place) if len(together) > 1 else (place,),
            statement.section,
            score,
        )
    together = [s for s in page.statements if s.ordinal == statement.ordinal]
    at = together.index(statement)
    chosen = together[max(0, at - 1) : at + 2]
    return Told(shelf, tuple(s.text for s in chosen), tuple(s.place for s in chosen), statement.section, score)


def _with_items(shelf: Shelf, page: Page, ranked: Ranked) -> Told:
    """A lead-in with the items that follow it."""
    lead = ranked.statement
    lines = [lead]
    for statement in page.paragraphs(lead.section):
        if statement.ordinal > lead.ordinal and is_item(statement.paragraph):
            lines.append(statement)
        elif (
            len(lines) == 1 and statement.ordinal > lead.ordinal and statement.paragraph.rstrip().endswith(("：", ":"))
        ):
            lines.append(statement)  # 共 5 家单位。其中…，具体包括：
        elif statement.ordinal > lead.ordinal:
            break
    if not any(is_item(s.paragraph) for s in lines[1:]):
        return paragraph(shelf, page, ranked)
    return _read_out(shelf, lines, lead.section, ranked.score)


def _read_out(shelf: Shelf, statements: Sequence[Statement], section: tuple[str, ...], score: float) -> Told:
    lines: list[Statement] = []
    size = 0
    for statement in statements:
        if lines and size + len(statement.paragraph) > LONGEST_TOLD:
            break
        lines.append(statement)
        size += len(statement.paragraph)
    return Told(shelf, tuple(s.paragraph for s in lines), tuple(s.place for s in lines), section, score)
