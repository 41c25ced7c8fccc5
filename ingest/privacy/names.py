"""个人姓名: names told by what stands about them: a benefit, a mobile number, a personal column.

Each name found is then hidden wherever it stands in the text. Officials named beside an office landline keep theirs.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from ingest.privacy.columns import Columns, words_of
from ingest.privacy.numbers import Hit

_BESIDE: Final = 60
"""Characters between a name and the number that stands with it: one line of a form, flattened."""
_PARTS: Final = r"[ \t\u3000]*(?:、|，|,|/|和|及|与|；|;|[ \u3000])[ \t\u3000]*"
_ANY: Final = (
    r"(?:[一-龥]{1,10}(?:[·•．.][一-龥]{1,10}){1,4}|[A-Z][A-Za-z'\-]+(?:[ ·][A-Z][A-Za-z.'\-]*){1,4}"
    r"|[一-龥](?:[ \u3000]?[一-龥]){1,3})"
)
"""A name of any people; counts only behind a label that wants a person."""
_OFFICE: Final = re.compile(
    r"(?:科|室|处|局|部|委|院|中心|组|办|队|所|站|校|馆|公司|银行|支行|政府|学校|街道|单位|社区|镇|乡|村|会|厅|署|园)$"
)
_SUMS: Final = frozenset({"合计", "小计", "总计", "备注"})
_SURE: Final = 3
"""Characters from which a name is hidden wherever it stands; a shorter one may be part of other words."""


class Names(NamedTuple):
    """姓名: ``private`` people of benefits, ``contacts`` beside a personal number, and ``cells`` of personal columns."""

    private: frozenset[str]
    contacts: frozenset[str]
    cells: tuple[Hit, ...]


def names(text: str, hits: Sequence[Hit], columns: Columns) -> Names:
    """姓名 of private people in a text whose personal numbers are ``hits``."""
    private = _beneficiaries(text)
    cells = tuple(_cells(text, hits, columns))
    listed = {re.sub(r"\s", "", text[hit.start : hit.end]) for hit in cells}
    private |= {name for name in listed if len(name) >= _SURE}
    return Names(frozenset(private), frozenset(_contacts(text, hits) - private), cells)


def hidden(text: str, found: Names) -> list[Hit]:
    """遮盖处: every place where one of the names stands, whatever white space the print puts in."""
    places = list(found.cells)
    by_head: dict[str, list[tuple[str, str]]] = {}
    for group, what in ((found.private, "个人姓名"), (found.contacts, "联系人姓名")):
        for name in sorted(group, key=lambda n: (-len(n), n)):
            by_head.setdefault(name[:2], []).append((name, what))
    if not by_head:
        return places
    at = [n for n, c in enumerate(text) if not c.isspace()]
    printed = "".join(text[n] for n in at)
    for n in range(len(printed) - 1):
        for name, what in by_head.get(printed[n : n + 2], ()):
            start, end = at[n], at[min(n + len(name), len(at)) - 1] + 1
            if printed.startswith(name, n) and (len(name) >= _SURE or _is_apart(text, start, end)):
                places.append(Hit(start, end, what))
                break
    return places


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether a short name stands by itself, behind a role or label, or before a benefit; else it is part of a word."""
    if not _HAN.match(text[start - 1 : start]) and not _HAN.match(text[end : end + 1]):
        return True
    before = text[max(0, start - 8) : start]
    return before.endswith(_introducing()) or _follows().match(text, end) is not None


_HAN: Final = re.compile("[一-龥]")


@cache
def _introducing() -> tuple[str, ...]:
    return (*words_of("roles"), *words_of("labels"), *words_of("persons"))


@cache
def _follows() -> re.Pattern[str]:
    return re.compile(_tail())


@cache
def _name() -> str:
    return f"(?:(?:{'|'.join(words_of('compound'))})[一-龥]{{1,2}}|[{''.join(words_of('surnames'))}][一-龥·]{{1,2}}?)"


@cache
def _tail() -> str:
    """What follows a name in the title of a benefit."""
    others = r"等(?:\d{1,4}|[一二两三四五六七八九十]+)?[名位]?人?"
    spoken = f"(?:同志|先生|女士|老师|老人|烈士|家属|遗属|的|{others})*"
    pays = f"{spoken}(?:发放|支付|补发)?(?:{'|'.join(words_of('benefits'))})"
    return rf"(?:同志|先生|女士|烈士|{pays})"


@cache
def _benefit_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    roles = "|".join(words_of("roles"))
    tail, name = _tail(), _name()
    pays = tail.removeprefix("(?:同志|先生|女士|烈士|").removesuffix(")")
    edge = rf"(?:^|[\s“”\"'《》：:、，,（(|]|(?<![A-Za-z\d])\d+\.?|年度|年|月|日|{'|'.join(words_of('gives'))})"
    return (
        re.compile(rf"(?:{roles})(?:[:：（(]\s*)?({name})(?={pays})"),
        re.compile(rf"{edge}({name})(?={tail})", re.MULTILINE),
        re.compile(rf"(?:{edge}|{roles})[:：（(]?({name}(?:{_PARTS}{name}){{1,30}})[)）]?(?={pays})", re.MULTILINE),
    )


def _beneficiaries(text: str) -> set[str]:
    """领取人: names in the title of a benefit (退休人员×××抚恤金), whatever white space the print puts in."""
    plain = re.sub(r"(?<=[一-龥])[ \t\u3000]+(?=[一-龥])", "", text)
    by_role, by_edge, by_list = _benefit_patterns()
    found = {m[1] for m in by_role.finditer(plain)}
    found |= {m[1] for m in (*by_edge.finditer(plain), *by_edge.finditer(text)) if len(m[1]) >= _SURE}
    for match in (*by_list.finditer(plain), *by_list.finditer(text)):
        listed = [part for part in re.split(_PARTS, match[1]) if part]
        if not any(_is_word(part) for part in listed):
            found |= set(listed)
    return {name for name in found if not _is_word(name)}


def _is_word(name: str) -> bool:
    """Whether what looks like a name is another word."""
    return (
        name.endswith(("抚", "丧", "葬", "恤", "遗", "的", "等", "费", "款", "金", "项", "病", "救", "补"))
        or any(name.startswith(word) for word in words_of("words"))
        or any(name in word or word in name for word in (*words_of("phones"), *words_of("labels"), *words_of("roles")))
        or _OFFICE.search(name) is not None
    )


@cache
def _contact_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    phones, labels = "|".join(words_of("phones")), "|".join((*words_of("labels"), *words_of("persons")))
    told = rf"(?:{phones}|{'|'.join(words_of('identities'))}|{'|'.join(words_of('accounts'))}|邮箱|电子邮件|E-?mail)"
    end = rf"(?=$|[^一-龥·]|[ \u3000]*(?:{told}|{labels}))"
    blank = _name().replace("][一-龥·]{1,2}?)", "][ \\u3000]?[一-龥·](?:[ \\u3000]?[一-龥·])?)")
    strict = blank.replace("(?:[ \\u3000]?[一-龥·])?)", "(?:[ \\u3000]?[一-龥·])??)")
    label = rf"(?:{labels})(?:姓名)?(?:及?(?:{phones}))?(?:[（(][^（()）\n]{{0,8}}[)）])?[\s：:|（(]*"
    return (
        re.compile(rf"{label}((?:{strict}|{_ANY}?)(?:{_PARTS}(?:{strict}|{_ANY}?)){{0,5}}){end}"),
        re.compile(
            rf"(?<![一-龥])({blank})(?:同志|先生|女士|老师)?[\s：:，,|（(\-]*(?:{told}(?:号码?)?[\s：:|（(]*)?$"
        ),
        re.compile(rf"^[\s：:，,|)）（(\-]*({strict})(?![一-龥])"),
    )


def _contacts(text: str, hits: Sequence[Hit]) -> set[str]:
    """联系人: names behind a label close to a personal number, or right beside one."""
    labelled, before, after = _contact_patterns()
    found: set[str] = set()
    for hit in hits:
        if hit.what in {"家庭住址", "社交账号"}:
            continue
        head = text[max(0, hit.start - _BESIDE) : hit.start]
        rest = text[hit.end : hit.end + _BESIDE // 2]
        for match in (*labelled.finditer(head), *labelled.finditer(rest)):
            found |= {re.sub(r"\s", "", part) for part in re.split(_PARTS, match[1]) if _is_whole(part)} or {
                re.sub(r"\s", "", match[1])
            }
        beside = before.search(head) if hit.what != "银行账号" else None
        trailing = after.search(rest.split("\n")[0]) if hit.what == "手机号" else None
        found |= {re.sub(r"\s", "", match[1]) for match in (beside, trailing) if match}
    return {name for name in found if len(name) >= 2 and not _is_word(name)}


def _is_whole(part: str) -> bool:
    """Whether a piece between separators is a name and not one character of a name set wide."""
    return len(re.sub(r"\s", "", part)) >= 2


def _cells(text: str, hits: Sequence[Hit], columns: Columns) -> Iterator[Hit]:
    """人名栏: cells under 姓名 where the list is one of private people, or the row holds a personal number."""
    if not any(cell.kind == "persons" for cell in columns.cells):
        return
    starts = [n for n, c in enumerate(text) if c == "\n"]
    rows = {_row(starts, hit.start) for hit in hits}
    for cell in columns.cells:
        said = re.sub(r"\s", "", text[cell.start : cell.end])
        told = cell.kind == "persons" and (cell.is_private or cell.row in rows)
        if told and re.fullmatch(_ANY, said) and not _is_word(said) and said not in _SUMS:
            yield Hit(cell.start, cell.end, "个人姓名")


def _row(breaks: Sequence[int], place: int) -> int:
    return bisect_left(breaks, place)
