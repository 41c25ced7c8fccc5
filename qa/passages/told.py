"""讲述: answers in the document's own words: reasons, duties, lists, definitions, contents of projects."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus import terms
from corpus.disclosure import Place
from qa.finding.asked import share
from qa.library import Shelf, grams
from qa.passages import telling
from qa.passages.statements import Page, Statement, is_item
from qa.understanding.question import Question, Topic

LONGEST_TOLD = 900
"""Characters of source words in one answer; more is cut at an item's end, and said."""
_SECTIONS = frozenset({"main_functions", "key_work"})
"""Terms that name a section: asked for, it is read out whole."""
_EXPLAINS = re.compile(r"[：:]\s*(?:是指|指|反映|是|为|即|包括|纳入)|(?:是指|指的是|主要包括|反映)")
_CLASSES = re.compile(r"[（(][类款项][)）]")
TOLD = 0.5
"""The least share of the question's content that an answering statement must carry."""


@dataclass(frozen=True)
class Told:
    """所述: source words that answer, as whole paragraphs or items in order, with their places.

    ``affirmed`` says that they say yes to a question that asks whether something is so.
    """

    shelf: Shelf
    lines: tuple[str, ...]
    places: tuple[Place, ...]
    section: tuple[str, ...]
    explained: float
    affirmed: bool = False


def weights(topics: Sequence[Topic], page: Page) -> dict[str, float]:
    """The question's words with their weights: rarer ones more, and those of a long name no more than a short one's."""
    found: dict[str, float] = {}
    for topic in topics:
        words = grams(topic.text)
        for word in words:
            weight = min(page.rarity.get(word, page.unseen), 5.0) * min(len(words), 4) / max(len(words), 1)
            found[word] = max(found.get(word, 0.0), weight)
    return found


def _carried(
    wanted: dict[str, float], synonyms: Sequence[tuple[frozenset[str], frozenset[str]]], statement: Statement
) -> float:
    """The share of the question's weight that a statement carries; its surroundings count less."""
    total = sum(wanted.values())
    if not total:
        return 0.0
    carried = {w for w in wanted if w in statement.words}
    near = {w for w in wanted if w not in carried and w in statement.around}
    for asked, named in synonyms:
        if named <= statement.words:
            carried |= asked & wanted.keys()
        elif named <= statement.around:
            near |= asked & wanted.keys()
    near -= carried
    under = {w for w in near if w in statement.heading}
    told = sum(wanted[w] for w in carried) + UNDER * sum(wanted[w] for w in under)
    return (told + AROUND * sum(wanted[w] for w in near - under)) / total


UNDER, AROUND = 0.9, 0.75
"""What a word counts that stands in a statement's own heading, or only in its paragraph or the headings above."""


def _synonyms(topics: Sequence[Topic]) -> list[tuple[frozenset[str], frozenset[str]]]:
    found = []
    for topic in topics:
        if topic.concept:
            term = terms.TERMS[topic.concept]
            found += [(grams(topic.text), grams(name)) for name in (term.name, *term.printed)]
    return found


Lift = Mapping[str, float]
"""Passage id → how much its statements are lifted because words and vectors found the passage (0 to LIFT)."""
LIFT = 0.12
EVEN = 9
"""Decimals to which scores are compared: words are added up in the order of their hashes, which differs by the process."""


def rank(question: Question, page: Page, lift: Lift | None = None) -> list[tuple[float, Statement]]:
    """Statements by how much of the question they carry, best first."""
    wanted = weights(question.topics, page)
    synonyms = _synonyms(question.topics)
    manner = telling.manner(question)
    scored = []
    for statement in page.statements:
        carried = _carried(wanted, synonyms, statement)
        if carried:
            lifted = (lift or {}).get(statement.passage, 0.0)
            scored.append((round(carried + manner.bonus(statement) + lifted, EVEN), statement))
    return sorted(scored, key=lambda s: (-s[0], s[1].ordinal))


def tell(question: Question, shelf: Shelf, page: Page, lift: Lift | None = None) -> Told | None:
    """The document's words that answer, None where it has none that carry enough of the question."""
    if question.does("definition") and (defined := define(question, shelf, page)):
        return defined
    ranked = rank(question, page, lift)
    if (parts := _parts_of_term(question, shelf, page, ranked)) is not None:
        return parts
    if ranked and (named := _of_kind(question, ranked)) is not None:
        return _paragraph(shelf, page, named[1], named[0])
    if question.does("listing") and ranked and _begins_list(question, ranked[0][1]):
        return _with_items(shelf, page, ranked[0][1], ranked[0][0])
    if (question.does("listing") or _SECTIONS & set(question.concepts)) and (
        listed := _section_list(question, shelf, page)
    ):
        return listed
    if not ranked or ranked[0][0] < TOLD:
        return _section_list(question, shelf, page)
    score, first = ranked[0]
    if first.paragraph.rstrip().endswith(("：", ":")) or (question.does("listing") and not _in_glossary(first)):
        return _with_items(shelf, page, first, score)
    return replace(
        _paragraph(shelf, page, first, score), affirmed=_affirms(question, first, weights(question.topics, page))
    )


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


def tell_count(question: Question, shelf: Shelf, page: Page, lift: Lift | None = None) -> Told | None:
    """The sentence that holds nearly all of a question for a count, and the count; None where none does."""
    manner = telling.manner(question)
    for score, statement in rank(question, page, lift):
        if score < TOLD_COUNT:
            return None
        if manner.counts(statement):
            return _paragraph(shelf, page, statement, score)
    return None


def _of_kind(question: Question, ranked: Sequence[tuple[float, Statement]]) -> tuple[float, Statement] | None:
    """The best statement where it holds the kind of thing that a listing asks for by name (文件, 单位)."""
    manner = telling.manner(question)
    first = ranked[0]
    return first if manner.certain and first[0] >= TOLD + telling.TELLS and manner.tells(first[1]) else None


TOLD_COUNT = 0.85
"""What a sentence must reach to answer for a count, its manner included: a number beside a few of the words is no answer."""


def asks_meaning(question: Question) -> bool:
    """Whether the meaning of a term is asked for: outright, or which parts a term of the dictionary has by its nature."""
    asked = _PARTS.search(question.folded) or _WHAT_IS.search(question.folded)
    parts = asked is not None and len(question.topics) == 1 and bool(question.concepts)
    return question.does("definition") or parts


def _in_glossary(statement: Statement) -> bool:
    """Whether a statement is of the glossary, whose next entries are of other things."""
    return any("名词解释" in s for s in statement.section)


def _parts_of_term(
    question: Question, shelf: Shelf, page: Page, ranked: Sequence[tuple[float, Statement]]
) -> Told | None:
    """The glossary's entry where the parts of a term are asked for and no sentence of its own lists them."""
    if not asks_meaning(question) or _PARTS.search(question.folded) is None:
        return None
    manner, name = telling.manner(question), grams(question.topics[0].text)
    first = ranked[0][1] if ranked else None
    lists = first is not None and manner.tells(first) and name <= grams(re.split("[，,；;：:、]", first.text)[0])
    if first is not None and lists and not _in_glossary(first):
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
        if head is None or (not _in_glossary(statement) and not _EXPLAINS.search(statement.paragraph[len(head) :])):
            continue
        leaf = _CLASSES.split(head.rstrip("（()）类款项"))[-1]
        heads = [grams(h) for h in (head, leaf, re.sub(r"[（(].*?[)）]|支出$", "", head))]
        for name in names:
            alike = max(len(words & name) / max(len(words | name), 1) for words in heads)
            if alike > 0.45 and (best is None or alike > best[0]):
                best = (alike, statement)
    return _paragraph(shelf, page, best[1], best[0]) if best else None


def _section_list(question: Question, shelf: Shelf, page: Page) -> Told | None:
    """A section whose heading is what is asked for (主要职能, 重点工作…), read out by items."""
    wanted = weights(question.topics, page)
    pairs = _synonyms(question.topics)
    synonyms = [asked | named for asked, named in pairs]
    best: tuple[float, tuple[str, ...]] | None = None
    for section in dict.fromkeys(s.section[:n] for s in page.statements for n in range(1, len(s.section) + 1)):
        head = grams(section[-1])
        said = head.union(*(asked for asked, named in pairs if named <= head))
        explained = sum(v for w, v in wanted.items() if w in said) / max(sum(wanted.values()), 0.01)
        own = len(head & (frozenset(wanted).union(*synonyms))) / max(len(head), 1)
        score = explained + 0.8 * own
        if explained >= 0.45 and (best is None or score > best[0]):
            best = (score, section)
    if best is None:
        return None
    heads = _subheadings(page, best[1])
    statements = page.paragraphs(best[1])
    if len(heads) >= 2 and sum(len(s.paragraph) for s in statements) > LONGEST_TOLD:
        return Told(shelf, tuple(heads), _places_of(page, best[1]), best[1], best[0])
    return _read_out(shelf, statements, best[1], min(best[0], 1.0))


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


def _paragraph(shelf: Shelf, page: Page, statement: Statement, score: float) -> Told:
    """The statement's paragraph whole, or where that is long, the sentences around it."""
    if len(statement.paragraph) <= LONGEST_TOLD // 2:
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


def _with_items(shelf: Shelf, page: Page, lead: Statement, score: float) -> Told:
    """A lead-in with the items that follow it."""
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
        return _paragraph(shelf, page, lead, score)
    return _read_out(shelf, lines, lead.section, score)


def _read_out(shelf: Shelf, statements: Sequence[Statement], section: tuple[str, ...], score: float) -> Told:
    lines: list[Statement] = []
    size = 0
    for statement in statements:
        if lines and size + len(statement.paragraph) > LONGEST_TOLD:
            break
        lines.append(statement)
        size += len(statement.paragraph)
    return Told(shelf, tuple(s.paragraph for s in lines), tuple(s.place for s in lines), section, score)
