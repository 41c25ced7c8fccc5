"""提及: the spans of a question and what each may be; of overlapping readings the ones that cover it best.

In: a question understood as far as whom and when, and the names that its disclosures print. Out: mentions that do not
overlap, in order. Printed names, dictionary terms, everyday names and cue words all compete; a longer reading beats a
shorter one, a printed name beats a cue of the same length. What is left is cut into words that carry content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus import terms
from corpus.language.lexicon import Trie, cues_at, everyday_at
from qa.finding import effort
from qa.finding.rewording import the_one
from qa.finding.scene import Scene
from qa.parsing.grammars import Mention, fixed_mentions
from qa.retrieval.words import Words
from qa.understanding import phrases
from qa.understanding.question import without_asides
from qa.understanding.topics import GENERIC, MODIFIERS, is_bought

_JOINT = re.compile(
    r"、|以及|还有|加上|[和与及跟加+＋/]|(?<![合共相不等如一陪])同(?![比期时样级一类意步事志])|\s+|\band\b|\bplus\b"
)
_ASKING = re.compile(r"多少|几[个人辆家]|哪|什么|一共|总共|花了|how m")
"""Words by which a dictionary's way of asking for the whole is no name of a thing."""
_NOUN = re.compile(r"n|vn|an|j|l|i|eng|x|s|g|un|nz")
"""Tags of words that name things."""
_WHOLE_TOO = re.compile(r"总(?:额|数|量)(?=各|分别)")
_OF_ALL_PROJECTS = re.compile(r"支出(?:预算|决算|合计|总计|总额|总数|一共|总共)(?!绩效|目标|项目|[总自]?评?表)")
"""项目支出合计 is one amount, no set of projects."""
_PAID = re.compile(r"[^\W\d]{2}(?:费|款|金|补贴|补助|经费)$")
_PAID_FOR_IT = re.compile(r"的(?:[这那][块笔])?(?:钱|费用|经费|开[销支]|花销)")
"""What stands before it is a thing that money is spent on, also where it is a verb (打印的钱)."""
"""A word that ends as what is paid for does is a name, however it is tagged (退修费)."""
_LONE = 0.55
"""What a cue of one character weighs: it is often part of another word."""


def mentions_of(scene: Scene, words: Words | None = None) -> tuple[Mention, ...]:
    """The mentions of a scene's question, in order, none overlapping another; ``words`` tell nouns from verbs.

    Raises EffortSpentError where a long question has been read for too many scenes (:mod:`qa.finding.effort`).
    """
    question = scene.question
    text = without_asides(question.folded).lower()
    if len(text) > EVERYDAY:
        effort.spend((len(text) - EVERYDAY) * READING, "mentions")
    fixed = list(fixed_mentions(scene, text))
    blocked = [False] * (len(text) + 1)
    for mention in fixed:
        for at in range(mention.start, mention.end):
            blocked[at] = True
    tries = [s.label_trie for s in scene.shelves[:MOST_SHELVES]]
    printed = frozenset[str]().union(*(s.rarity.keys() for s in scene.shelves[:MOST_SHELVES]))
    edges: list[list[tuple[float, Mention]]] = [[] for _ in range(len(text) + 1)]
    known = effort.once((mentions_of, text), dict[int, tuple[_Reading, ...]])
    for start in range(len(text)):
        if blocked[start]:
            continue
        if start not in known:
            known[start] = tuple(_wherever(text, start))
        named = _named(text, start, tries)
        others = ((0.0 if not printed.isdisjoint(r.unless) else r.weight, r.mention) for r in known[start])
        edges[start] = [(weight, m) for weight, m in (*named, *others) if True not in blocked[m.start : m.end]]
    chosen = [_in_its_place(text, m) for m in (*fixed, *_best_cover(text, edges)) if not _is_done(text, m)]
    if any(m.kind == "members" and m.value == "projects" for m in chosen):
        chosen = [_as_left(text, m) for m in chosen]
    rates = {m.start for m in chosen if m.kind == "measure"}
    chosen = [replace(m, kind="question", value="each") if m.value == "PER" and m.end in rates else m for m in chosen]
    joints = {m.end for m in chosen if m.kind == "joint"}
    chosen = [part for m in chosen for part in _summed(text, m, joints)]
    chosen += list(_other_of_kind(text, chosen))
    chosen += [_project_meant(scene, m) for m in _unknown(text, chosen, words)]
    return tuple(_whole_names(text, sorted(chosen, key=lambda m: (m.start, m.end))))


EVERYDAY = 200
"""Characters of a question that cost nothing to read."""
READING = 10
"""Steps that each of the others costs, for every scene that it is read for: with its clauses, things and plans."""


def _whole_names(text: str, chosen: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions, a short form of a printed name with what else of that name stands right behind it."""
    held: Mention | None = None
    for mention in chosen:
        named = held is not None and held.kind == "thing" and held.concept is None and mention.kind == "unknown"
        if held is not None and named and held.end == mention.start and text[held.start : mention.end] in held.value:
            held = replace(held, end=mention.end)
            continue
        if held is not None:
            yield held
        held = mention
    if held is not None:
        yield held


def _project_meant(scene: Scene, mention: Mention) -> Mention:
    """Everyday words as the one project that says the same (盖门诊楼: 门诊综合楼建设), where one body alone is asked about."""
    if len(scene.groups) != 1:
        return mention
    names = dict.fromkeys(n for s in scene.shelves[:MOST_SHELVES] for n in s.subjects if len(n) <= LONGEST)
    printed = any(mention.value in s.text for s in scene.shelves[:MOST_SHELVES])
    name = None if printed else the_one(mention.value, names)
    return replace(mention, kind="thing", value=name) if name is not None else mention


LONGEST = 30
"""Characters of a project's name that everyday words may stand for."""


def _as_left(text: str, mention: Mention) -> Mention:
    """没花完的钱 of projects is what is left of their budgets, not the balance carried over."""
    left = mention.concept == "closing_balance" and "没" in text[mention.start : mention.end]
    return Mention(mention.start, mention.end, "operator", "REMAIN") if left else mention


def _summed(text: str, mention: Mention, joints: set[int]) -> tuple[Mention, ...]:
    """A和B合计: of several names in a row the 合计 behind the last is of them all, and no part of its name."""
    said = text[mention.start : mention.end]
    if (
        mention.kind != "thing"
        or mention.start not in joints
        or not said.endswith(("合计", "总计", "小计"))
        or len(said) <= SUMMED
    ):
        return (mention,)
    name = said[:-SUMMED]
    at = mention.end - SUMMED
    concept = mention.concept or terms.concept_of_label(name)
    return (Mention(mention.start, at, "thing", name, concept), Mention(at, mention.end, "operator", "SUM"))


SUMMED = 2
"""Characters of 合计 behind a name."""


def _is_done(text: str, mention: Mention) -> bool:
    """Whether things to do are only that: where no money is spoken of they are no projects (办了哪些大事)."""
    return mention.kind == "members" and mention.value == "affairs" and not _PAID_FOR.search(text)


_PAID_FOR = re.compile(r"[花钱]|[\d一二两三四五六七八九十百千][万亿元]")


def _in_its_place(text: str, mention: Mention) -> Mention:
    """按采购组织形式: an attribute by which things are told apart is not asked for; 买新的公务车: what buying cars costs."""
    if mention.kind == "members" and mention.value == "affairs":
        return replace(mention, value="projects")
    if mention.kind == "joint" and mention.value == "/" and "=" in text[mention.end :]:
        return replace(mention, kind="operator", value="DIVIDE")  # 甲/乙=百分之几
    if is_bought(text, mention.start, mention.concept):
        return replace(mention, concept="car_purchase")
    if (
        mention.kind == "operator"
        and _WHOLE_TOO.match(text, mention.start)
        and text[max(0, mention.start - 1)] in set("、和与及跟")
    ):
        return replace(mention, kind="filler")  # 货物、服务、总额各多少: the whole is asked for beside its parts
    if mention.value == "PERCENT" and text[mention.start : mention.end].endswith("个点"):
        before = text[max(0, mention.start - POINTS) : mention.start]
        return mention if _MOVES.search(before) else replace(mention, kind="counter", value="个")  # 要查多少个点
    if (
        mention.value == "PER"
        and text[mention.end - 1 : mention.end] in {"一", "每"}
        and _COUNTED.match(text, mention.end)
    ):
        return replace(mention, end=mention.end + 1)  # 平均一家
    apart = mention.kind == "attribute" and text[max(0, mention.start - 1) : mention.start] in set("按依照")
    return replace(mention, kind="filler") if apart else mention


_COUNTED = re.compile(r"[家户所间座栋台件套次场期批箱部条亩床门](?![长庭用属具均])")
"""Measure words behind 平均一, 平摊到每."""
POINTS = 6
"""Characters before 多少个点 in which something must rise, fall or be a part for it to mean per cents."""
_MOVES = re.compile(r"[占涨跌升降增减多少高低超差比]")
MOST_SHELVES = 12
"""Disclosures whose names are looked for in a question: of a thousand, a few tell what is printed."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """一读: a mention and what it weighs, whichever disclosures are asked; nothing where a label prints one of ``unless``."""

    weight: float
    mention: Mention
    unless: tuple[str, ...] = ()


def _named(text: str, start: int, tries: Sequence[Trie[str]]) -> Iterator[tuple[float, Mention]]:
    """The printed names that begin here."""
    for trie in tries:
        for end, name in trie.at(text, start):
            if not _is_generic(name):
                yield _weight(end - start, 0.15), Mention(start, end, "thing", name)


def _wherever(text: str, start: int) -> Iterator[_Reading]:
    """What begins here by words of the language alone: read once for a question, however many disclosures it is put to."""
    for end, kind, value in cues_at(text, start):
        if value in {"CHANGE", "GROWTH"} and text[max(start - 1, 0) : start + 1] in _DONE_TO:
            continue
        part = end - start == 1 and not _stands_alone(text, start)
        whole = kind == "members" and _OF_ALL_PROJECTS.match(text, end) is not None
        weight = 0.0 if whole else _LONE if end - start == 1 else _weight(end - start, 0.17)
        unless = (text[max(start - 1, 0) : end], text[start : end + 1]) if part else ()
        yield _Reading(weight, Mention(start, end, kind, value), unless)  # type: ignore[arg-type]
    if (found := terms.longest_at(text, start)) is not None:
        term = terms.TERMS[found.term_id]
        said = text[start : found.end]
        if (
            term.role not in MODIFIERS
            and term.role not in GENERIC
            and not _ASKING.search(said)
            and not re.search(r"[^\x00-\x7f]\s|\s[^\x00-\x7f]", said)
        ):
            yield _Reading(_weight(len(said), 0.16), Mention(start, found.end, "thing", said, found.term_id))
    for end, ids in everyday_at(text, start):
        if end - start == 1:
            continue  # a noun by itself only (车): see _lone_nouns
        yield _Reading(_weight(end - start, 0.05), Mention(start, end, "everyday", text[start:end], None, ids))
        if text[end : end + 1] == "费" and any(terms.TERMS[i].name.endswith("费") for i in ids):  # 公车购置费
            fee = Mention(start, end + 1, "everyday", text[start : end + 1], None, ids)
            yield _Reading(_weight(end + 1 - start, 0.12), fee)
    yield from (_Reading(weight, fee) for weight, fee in _fees(text, start))
    if (joint := _JOINT.match(text, start)) is not None and joint.end() > start:
        inside = () if joint[0].isspace() else (text[max(start - 1, 0) : start + 1],)
        yield _Reading(0.5, Mention(start, joint.end(), "joint", joint[0]), inside)


_DONE_TO = frozenset({"审减", "核减", "核增", "裁减", "递减", "递增", "审增"})
"""Verbs that end like a change and are none: what is struck off a bill."""


def _fees(text: str, start: int) -> Iterator[tuple[float, Mention]]:
    """Names of fees without their last word: 水电 for both, and 水, 电 or 邮电 as one of a list (水、电、邮电)."""
    one, two = _fee(text[start : start + 1]), _fee(text[start + 1 : start + 2])
    if one and two and text[start + 2 : start + 3] not in _OF_FEES:
        yield _weight(2, 0.2), Mention(start, start + 2, "everyday", text[start : start + 2], None, (one, two))
    for end in range(start + 1, min(start + 2, len(text)) + 1):
        concept = _fee(text[start:end])
        before, after = _is_edge(text, start - 1) or text[start - 1] in "年度的里中", _is_edge(text, end)
        if concept and before and after and (_JOINT.match(text, end) or (start and _JOINT.match(text, start - 1))):
            yield 0.6 * (end - start) + 0.2, Mention(start, end, "everyday", text[start:end], None, (concept,))


def _is_edge(text: str, at: int) -> bool:
    """Whether a word ends at an offset: the text's end, a joint, or no Chinese character."""
    return not 0 <= at < len(text) or _JOINT.match(text, at) is not None or not "一" <= text[at] <= "鿿"


@cache
def _fee(said: str) -> str | None:
    return terms.concept_of_label(f"{said}费") if said and said != "公" else None


_OF_FEES = frozenset("费站厂工网务气")
"""What makes 水电 part of another word."""


def _stands_alone(text: str, start: int) -> bool:
    """Whether a cue of one character is one wherever it stands: 占, but for 占用, 占有, 占地; 比 and 较 before a year or a stage."""
    if text[start] in "比较" and _PERIOD.match(text, start + 1):
        return True
    return text[start] == "占" and text[start + 1 : start + 2] not in {"用", "有", "地", "比"}


_PERIOD = re.compile(r"\d|年初|全年|上年|去年|[预决]算|调整后|原来")
"""A year or a stage: what stands before it as 比 or 较 sets something against it."""


def _weight(length: int, bonus: float) -> float:
    """Longer readings count more than the same stretch in pieces."""
    return length + bonus * (length - 1)


@cache
def _is_generic(name: str) -> bool:
    """Whether a printed label is a word of accounts in general (合计, 项目, 支出): it names nothing by itself."""
    term = terms.TERMS.get(terms.concept_of_label(name) or "")
    cue = any(end == len(name) for end, _, _ in cues_at(name.lower(), 0))
    return (
        cue
        or _STAGE_ONLY.fullmatch(name) is not None
        or (term is not None and term.name == name and term.role in {*GENERIC, *MODIFIERS})
    )


_STAGE_ONLY = re.compile(r"(?:年初|调整)?(?:预算|决算|执行)(?:支出|收入)(?:数|合计|总计)?")
"""决算支出: a stage and the year's whole, no name of its own."""


def _best_cover(text: str, edges: Sequence[Sequence[tuple[float, Mention]]]) -> list[Mention]:
    """The readings of greatest total weight that do not overlap (Viterbi over the characters)."""
    best = [0.0] * (len(text) + 1)
    step: list[Mention | None] = [None] * (len(text) + 1)
    for start in range(len(text) - 1, -1, -1):
        best[start] = best[start + 1]
        for weight, mention in edges[start]:
            if weight + best[mention.end] > best[start] + 1e-9:
                best[start], step[start] = weight + best[mention.end], mention
    chosen, at = [], 0
    while at < len(text):
        here = step[at]
        if here is not None:
            chosen.append(here)
        at = here.end if here is not None else at + 1
    return chosen


def _other_of_kind(text: str, chosen: Sequence[Mention]) -> Iterator[Mention]:
    """事业收入加其他: what 其他 behind a joint leaves out is the word that the thing before it ends in."""
    joints = {m.end: m for m in chosen if m.kind == "joint"}
    for thing in (m for m in chosen if m.kind == "thing" and text[m.start : m.end].endswith(_KINDS)):
        at = next((j.end for j in joints.values() if j.start == thing.end), -1)
        taken = any(m.start < at + OTHER and m.end > at for m in chosen)
        if at > 0 and text[at : at + OTHER] in {"其他", "其它"} and not taken:
            name = "其他" + text[thing.end - OTHER : thing.end]
            yield Mention(at, at + OTHER, "thing", name, terms.concept_of_label(name))


_KINDS = ("收入", "支出")
OTHER = 2
"""Characters of 其他, and of the kind that it leaves out."""


def _unknown(text: str, chosen: Sequence[Mention], words: Words | None) -> Iterator[Mention]:
    """Words that carry content and that nothing has read; what holds no noun only asks (准备, 发现)."""
    rest = list(text)
    for mention in chosen:
        rest[mention.start : mention.end] = " " * (mention.end - mention.start)
    joints = {at for m in chosen if m.kind == "joint" and not m.value.isspace() for at in (m.start, m.end)}
    for start, end in phrases.content("".join(rest)):
        said = text[start:end]
        if said.isascii() and set(said.split()) <= phrases.english_asking():
            continue
        if (
            words is None
            or said.isascii()
            or (joints & {start, end} and end - start > 1)  # 甲和春节解困: one of a list, whatever its words are
            or _PAID.search(said)
            or _PAID_FOR_IT.match(text, end)
            or any(_NOUN.match(tag) for _, tag in words.tagged(said))
        ):
            rest[start:end] = " " * (end - start)
            yield Mention(start, end, "unknown", said)
    if words is not None:
        yield from _lone_nouns(text, rest, words)


def _lone_nouns(text: str, rest: Sequence[str], words: Words) -> Iterator[Mention]:
    """Nouns of one character that nothing has read and that stand by themselves (车要花多少, 这楼多大)."""
    if _LONE_NOUNS.isdisjoint(rest):
        return
    at = 0
    for word, _ in words.tagged(text):
        at = text.find(word, at)
        if at < 0:
            return
        if word in _LONE_NOUNS and rest[at] == word:
            ids = next((ids for end, ids in everyday_at(text, at) if end == at + 1), ())
            yield Mention(at, at + 1, "everyday" if ids else "unknown", word, None, ids)
        at += len(word)


_LONE_NOUNS = frozenset("车船楼房屋路桥井坝堤渠墙灯床桌椅书报药饭菜酒茶肉油煤水电火树草林田鱼牛羊猪鸡狗衣鞋帽")
"""Things that money is spent on and that one character names; other characters alone are more often parts of speech."""
