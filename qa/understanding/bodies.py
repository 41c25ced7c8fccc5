"""单位: which bodies a question names, by any usual short form.

A body's name is a chain of regions and a core (湖北省·武汉市·某某区 + 企业服务中心). People name the most
specific region and as much of the core as they like, as a subsequence of its characters (企服中心). Nothing is
listed by hand: stems and cores come from the disclosures themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.disclosure import Disclosure
from qa.understanding import phrases
from qa.understanding.foreign import foreign
from qa.understanding.named_again import again, by_region_again, overlaps, run
from qa.understanding.roll import Roll
from qa.understanding.short_names import stands
from qa.understanding.sisters import is_another, numbered
from qa.understanding.sounds import syllables

_REGION = re.compile(r"[一-鿿]{2,7}?(?:自治区|特别行政区|自治州|自治县|省|市|区|县|旗|盟|州)")
_REGION_ALONE = re.compile(
    r"(?<![一-鿿])(?![我咱贵哪这那某每几两整做写拍录])[一-鿿]{2,3}(?<!超)(?<!上)(?<!股)(?<!社)(?<!园)(?<!小)(?<!景)(?<!片)(?<!辖)(?<!城)(?<!地)(?<!校)(?<!院)"
    r"[区县市省](?=\s|的|本级|去年|今年|各部门|[,，])"
)
"""A region named by itself, before a year or 的 (某市2022年…)."""
_SUFFIX = re.compile(r"(?:自治区|特别行政区|自治州|自治县|省|市|区|县|旗|盟|州)$")
_NAMED_REGION = re.compile(
    r"(?<![一-鿿])[一-鿿]{2,3}[区县市省州盟旗](?=[一-鿿]{0,12}(?:中心|局|院|委|办|部|厅|处|街道|镇|乡|学校|小学|中学|幼儿园|法院|医院|大学|政府|会|所|站|队|馆))"
)
_OTHER = "局|厅|委员会|[高中]院|法院|检察院|街道|大学|学校|中学|小学|幼儿园|医院|政府(?!采购|购买|性|履职)|办事处"
_STREET = re.compile(
    r"(?<![一-鿿])(?![做写拍录讲聊说问查看])(?![一-鿿]{0,2}(?:都是|同是|同为|作为|属于|[各每这那哪某]))[一-鿿]{2,4}(?:街道(?:办事处|办)|[镇乡](?:人民)?政府)"
)
_FILLER = (
    r"(?:自治区|省|市|区|县|街道)?(?:的|那个|那边的?|那所|那家|里的|里面的|这个|这家|这所)?(?:[（(](?:汇总|本级)[）)])?"
)
_BEFORE_ALIAS = re.compile(r"(?:^|[^一-鿿]|[问下查看的和与跟比及我道年那])$")
_NO_NAME = re.compile(r"\d+年?度?|[“”\"'《》（）()]|请问|麻烦|帮[我忙]|预?[查看算列说问找测]一?下|那么?|以及|[和与跟]")
_WHOLE = re.compile(r"全(?:市|区|省|县|国)|各(?:区|市|县)(?!别)")


@dataclass(frozen=True)
class Body:
    """单位: one issuer with its disclosures. ``stem`` is its most specific region without suffix, ``core`` the rest."""

    issuer: str
    disclosures: tuple[Disclosure, ...]

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Regions in the name, from the widest."""
        return tuple(_regions(self.issuer))

    @cached_property
    def core(self) -> str:
        """The name after its last region, scope words removed."""
        rest = self.issuer[sum(map(len, self.regions)) :]
        return re.sub(r"[（(](?:汇总|本级)[）)]|本级$", "", rest) or self.issuer

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """Region stems, the most specific first (某某区 → 某某), with those that the metadata gives."""
        found = [_SUFFIX.sub("", r) for r in (*reversed(self.regions), *reversed(self.disclosures[0].region))]
        own = [
            m for m in re.findall(r"([一-鿿]{2,4}?)(?:街道|镇|乡)", self.core.removeprefix("人民政府")) if len(m) >= 2
        ]
        return tuple(dict.fromkeys(s for s in (*own, *found) if len(s) >= 2))

    @cached_property
    def aliases(self) -> tuple[str, ...]:
        """Names learnt from its documents, longest first."""
        names = {a for d in self.disclosures for a in d.aliases if len(a) >= 3} | {self.issuer}
        return tuple(sorted(names, key=len, reverse=True))

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Full names of its sub-units, as its documents print them."""
        names = (u for d in self.disclosures for u in d.units)
        return tuple(dict.fromkeys(u for u in names if len(u) >= SHORTEST_UNIT))

    @cached_property
    def unit_cores(self) -> tuple[str, ...]:
        """Names of its sub-units without the regions before them, long enough to name the body in a question."""
        names = (n[sum(map(len, _regions(n))) :] for d in self.disclosures for n in d.units)
        return tuple(dict.fromkeys(n for n in names if len(n) >= TELLING_UNIT))

    @cached_property
    def sound(self) -> tuple[str, ...]:
        """拼音 of its most specific region; () where it has none."""
        return syllables(self.stems[0]) if self.stems else ()


SHORTEST_UNIT = 3
TELLING_UNIT = 4
"""Characters of a sub-unit's name that is looked for in a text about its body, and of one that names the body."""


@dataclass(frozen=True)
class Mention:
    """提及: where a question names a body. ``strength``: 3 the whole name, 2 region and core, 1 region or core alone."""

    body: Body
    start: int
    end: int
    strength: int


@dataclass(frozen=True)
class Who:
    """问谁: the bodies named, names of bodies or regions that no disclosure is of, and bodies that share a name used alone."""

    mentions: tuple[Mention, ...]
    unknown: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    whole_region: bool = False
    possible: tuple[Mention, ...] = ()

    @property
    def bodies(self) -> tuple[Body, ...]:
        """The bodies in the order in which they are named."""
        return tuple(dict.fromkeys(m.body for m in sorted(self.mentions, key=lambda m: m.start)))


def gather(disclosures: Sequence[Disclosure]) -> list[Body]:
    """All bodies of the disclosures; 汇总 and 本级 of one name are one body."""
    by_name: dict[str, list[Disclosure]] = {}
    for d in disclosures:
        name = re.sub(r"[（(](?:汇总|本级)[）)]$|本级$", "", d.issuer)
        by_name.setdefault(name, []).append(d)
    return [Body(name, tuple(ds)) for name, ds in by_name.items()]


def _regions(name: str) -> list[str]:
    found: list[str] = []
    at = 0
    while match := _REGION.match(name, at):
        if len(match[0]) < 3 or match.end() >= len(name):
            break
        found.append(match[0])
        at = match.end()
    return found


def find(text: str, bodies: Sequence[Body]) -> Who:
    """问谁: bodies named in ``text`` (simplified, half-width). See :class:`Who`."""
    text = numbered(text)
    roll = Roll.of(bodies)
    mentions: list[Mention] = []
    for body in roll.named(text, _after_stems(text, roll)):
        mentions += _by_name(text, body) or _by_region(text, body, roll) or _by_alias(text, body, roll)
    mentions = [m for m in mentions if not _ENDS_AMOUNT.match(text, max(m.start - 1, 0))]
    mentions = _strongest([*mentions, *_by_short_name(text, roll, mentions)]) or _by_unit(text, roll)
    mentions = [*mentions, *(Mention(*one, 1) for one in by_region_again(text, mentions))]
    named = [(m.start, m.end) for m in mentions]
    lead = _lead(text)
    unknown = [m for m in _NAMED_REGION.finditer(lead) if not overlaps(m.span(), named) and not _is_known(m[0], roll)]
    if not mentions and not unknown:
        unknown += [m for m in _REGION_ALONE.finditer(lead) if not _is_known(m[0], roll)]
    unknown += [m for m in _STREET.finditer(lead) if not overlaps(m.span(), named)]
    if not mentions:
        unknown += _strangers(lead, roll)
    if not unknown and roll.tails is not None:
        free = [m.start() for m in roll.tails.finditer(lead) if not overlaps(m.span(), named)]
        unknown += foreign(lead, free, roll, lambda name: _is_known(name, roll))
    spans = (*named, *(_stretch(text, m.end(), roll, m.start()) for m in unknown))
    spans += tuple(again(text, {m.body for m in mentions}, named))
    spans += tuple(span for m in mentions if (span := _region_before(text, m)) is not None)
    possible: Sequence[Mention] = ()
    if not mentions:
        cores = _by_core(text, roll)
        unknown += [] if unknown else foreign(lead, [m.start for m in cores], roll, lambda name: _is_known(name, roll))
        spans += tuple((m.start, m.end) for m in cores)
        if not unknown:
            mentions = cores if len({m.body for m in cores}) == 1 else []
            possible = cores if not mentions else ()
    alike = () if unknown else _by_short_name(text, roll, (*mentions, *possible), shared=True)
    possible = sorted(dict.fromkeys((*possible, *alike)), key=lambda m: m.start) if alike else possible
    spans += tuple(dict.fromkeys((m.start, m.end) for m in alike))
    return Who(tuple(mentions), tuple(m[0] for m in unknown), spans, bool(_WHOLE.search(text)), tuple(possible))


def _region_before(text: str, mention: Mention) -> tuple[int, int] | None:
    """The region's own name right before a body's short one (甲区乙街道): it is part of the name, and names nothing else."""
    before = text[: mention.start]
    region = next((r for r in mention.body.regions if r and before.endswith(r)), None)
    return (mention.start - len(region), mention.start) if region is not None else None


_ENDS_AMOUNT = re.compile(r"[\d一二三四五六七八九十百千几多]万")
"""1252万里 is an amount, and no street."""


def _after_stems(text: str, roll: Roll) -> dict[str, list[str]]:
    """For each region stem of the text, the two characters that follow each of its places (particles left out)."""
    return {s: [text[at : at + 2] for at in _behind(text, s)] for s in roll.stems_in(text)}


def _behind(text: str, stem: str) -> list[int]:
    """Where a core could begin behind each place of a region stem."""
    ends = [m.end() for m in re.finditer(re.escape(stem), text)]
    return [end + len(re.match(_FILLER, text[end:])[0]) for end in ends]  # type: ignore[index]


def _lead(text: str) -> str:
    """Years and quotation marks as blanks, so that a region after them stands at a word's beginning."""
    return _NO_NAME.sub(lambda m: " " * len(m[0]), text)


def _is_known(region: str, roll: Roll) -> bool:
    return _SUFFIX.sub("", region) in roll.rivals or roll.mentions_region(region) or region[0] in "本全该各辖"


def _stretch(text: str, at: int, roll: Roll, start: int) -> tuple[int, int]:
    return start, max([at, *(run(text, at, core) for core in roll.cores_with(text[at : at + 1]))])


def _by_name(text: str, body: Body) -> list[Mention]:
    found = []
    for alias in body.aliases:
        strength = 3 if body.stems and any(s in alias for s in body.stems[:1]) else 1
        if strength == 3:
            found += [Mention(body, m.start(), m.end(), 3) for m in re.finditer(re.escape(alias), text)]
    return found


def _by_alias(text: str, body: Body, roll: Roll) -> list[Mention]:
    """A short name that no other body shares (省检察院), not as the tail of a longer one (某某省检察院)."""
    found = []
    for alias in (a for a in body.aliases if len(a) >= 4 and not roll.is_shared(a)):
        for match in re.finditer(re.escape(alias), text):
            if _BEFORE_ALIAS.search(text[: match.start()]):
                found.append(Mention(body, match.start(), match.end(), 2))
    return found


def _by_short_name(text: str, roll: Roll, named: Sequence[Mention], *, shared: bool = False) -> list[Mention]:
    """Bodies by a short form of their kind that fits one alone, of the region named if one is (省检察院, 三医院).

    With ``shared`` all bodies that a form fits: which of them is meant, another word must say.
    """
    found: list[Mention] = []
    taken = [(m.start, m.end) for m in named]
    for form, bodies in roll.by_short_name(text):
        for match in re.finditer(re.escape(form), text):
            before = text[: match.start()]
            stems = {
                s: m[0] for b in bodies for s in b.stems if (m := re.search(rf"{re.escape(s)}[省市区县州旗]?$", before))
            }
            stem = max(stems, key=len, default="")
            fits = [b for b in bodies if not stem or stem in b.stems]
            start = match.start() - len(stems.get(stem, ""))
            if (
                (shared or len(fits) == 1)
                and not overlaps((start, match.end()), taken)
                and stands(text, start, match.end())
            ):
                found += [Mention(body, start, match.end(), 1 if shared else 2) for body in fits]
                taken.append(match.span())
    return found


def _by_unit(text: str, roll: Roll) -> list[Mention]:
    """A body named by one of its sub-units; the unit's name stays in the question, it is what is asked about."""
    found = []
    for body in roll.with_unit_in(text):
        at = min(spot for n in body.unit_cores if (spot := text.find(n)) >= 0)
        found.append(Mention(body, at, at, 2))
    return found if len(found) == 1 else []


def _strangers(text: str, roll: Roll) -> list[re.Match[str]]:
    """Bodies of a known region that no disclosure is of (同区的另一个局)."""
    stems = sorted(roll.stems_in(text), key=len, reverse=True)
    if not stems:
        return []
    named = re.compile(
        rf"(?:{'|'.join(map(re.escape, stems))})(?:省|市|区|县)?[一-鿿]{{1,8}}?(?:{_OTHER})(?![事理公服])"
    )
    return list(named.finditer(text))


def _by_region(text: str, body: Body, roll: Roll) -> list[Mention]:
    """The body's own region stem, with as much of the core as follows it."""
    found = []
    for stem in body.stems[:2]:
        for match in re.finditer(re.escape(stem), text):
            after = re.match(_FILLER, text[match.end() :])
            at = match.end() + (after.end() if after else 0)
            end = run(text, at, body.core)
            if is_another(text, match.start(), stem, end, body.regions, body.core):
                continue
            one = (
                end - at == 1 and at > match.end() and re.match(r"[\d年的\s,，]|$", text[end:]) is not None
            )  # 某省检19年
            if end - at >= 2 or one or (end > at and text[at:end] == "中心"):
                found.append(Mention(body, match.start(), end, 3 if text[at:end] == body.core else 2))
            elif roll.rivals[stem] == 1 and not _other_core(text, at):
                found.append(Mention(body, match.start(), at, 1))
        if found:
            break
    return found


def _other_core(text: str, at: int) -> bool:
    """Whether another kind of body follows a region (某某区教育局), so that it is not ours."""
    return re.match(rf"[一-鿿]{{1,6}}?(?:{_OTHER})(?![事理公服])", text[at:]) is not None


def _by_core(text: str, roll: Roll) -> list[Mention]:
    """Bodies named by their core alone (企业服务中心): all that share it."""
    found = []
    for body in roll.beginning_in(text):
        for match in re.finditer(re.escape(body.core[:1]), text):
            end = run(text, match.start(), body.core)
            if end - match.start() >= max(3, min(4, len(body.core))):
                found.append(Mention(body, match.start(), end, 1))
                break
    return found


def _strongest(mentions: Sequence[Mention]) -> list[Mention]:
    """Of overlapping mentions of different bodies, the longer and stronger; each body once a place.

    A name in full is nobody else's shortened one (测试中心 beside 测试数据中心).
    """
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (-(m.end - m.start), -m.strength)):
        rivals = [k for k in kept if k.start < mention.end and mention.start < k.end]
        if all(
            k.body != mention.body and (k.start, k.end, k.strength) == (mention.start, mention.end, mention.strength)
            for k in rivals
        ):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


def find_by_sound(text: str, bodies: Sequence[Body]) -> list[Mention]:
    """谐音: bodies whose region stem sounds like a stretch of the text (homophones, pinyin in English questions)."""
    heard = syllables(text) if any("一" <= c <= "鿿" for c in text) else ()
    latin = text.lower()
    found = []
    for body in Roll.of(bodies).sounding(heard, re.findall(r"\w+", latin)):
        sounds = body.sound
        if match := re.search(rf"\b{''.join(sounds)}\b", latin):
            found.append(Mention(body, match.start(), match.end(), 2))
            continue
        for at in range(len(heard) - len(sounds) + 1):
            if text[at : at + len(sounds)] == body.stems[0]:
                continue  # as it is written: it was read, not heard
            if heard[at : at + len(sounds)] == sounds and (end := _core_heard(text, heard, at + len(sounds), body)):
                found.append(Mention(body, at, end, 1))
    cores = phrases.english_core(text) if latin else ()
    meant = [m for m in found if any(c in m.body.core for c in cores)]
    return _strongest(meant or found)


def _core_heard(text: str, heard: Sequence[str], at: int, body: Body) -> int:
    """The end of the core's words that follow: two characters as written or three by sound, else 0."""
    at += len(re.match(r"[区县市省]?", text[at:])[0])  # type: ignore[index]
    sounds, place, end = syllables(body.core), 0, at
    while end < len(heard) and heard[end] in sounds[place:]:
        place, end = sounds.index(heard[end], place) + 1, end + 1
    return end if end - at >= 3 or run(text, at, body.core) - at >= 2 else 0
