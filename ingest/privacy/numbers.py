"""个人号码: mobile, identity, bank and passport numbers, e-mail, chat accounts and home addresses, however they are printed.

Numbers are looked for in a copy of the text of the same length in which full-width signs are half-width ones, so that
every place found is a place of the text. A form that could as well be an amount or a code counts only with its label
before it or at the head of its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ingest.privacy.columns import Columns, words_of

REACH: Final = 24
"""Characters before a number in which its label may stand, line breaks of a form included."""

_NEAR: Final = 3

_FULL: Final = {0xFF01 + n: chr(0x21 + n) for n in range(94)}
_FOLDED: Final = str.maketrans(
    {chr(k): v for k, v in _FULL.items()}
    | dict.fromkeys("‐‑‒–—―−﹣", "-")
    | dict.fromkeys("\u3000\xa0\u2002\u2003\u2009", " ")
    | dict.fromkeys("・•", "·")
    | {"〔": "(", "【": "(", "[": "(", "〕": ")", "】": ")", "]": ")"}
)
_BEFORE: Final = r"(?<![\d.])(?<!\d-)"
_AFTER: Final = r"(?![\-]?\d)"
_AS_AMOUNT: Final = re.compile(r"\.\d{1,2}(?!\d)|\s?[十百千万亿]*(?:元|平方|公里|吨|人次|户|%)")
_LONG: Final = r"(?:\(?(?:\+|00)?86\)?[ \-]?)?"
_COMPACT: Final = re.compile(rf"{_BEFORE}{_LONG}1[3-9]\d{{9}}{_AFTER}")
_BRACKETED: Final = re.compile(
    rf"{_BEFORE}{_LONG}(?:\(1[3-9]\d\)[ \-]?\d{{4}}[ \-]?\d{{4}}|1[3-9]\d\(\d{{4}}\)\d{{4}}){_AFTER}"
)
_PARTED: Final = re.compile(rf"{_BEFORE}{_LONG}1(?:[ ]{{0,2}}[\-.·_ ]?[ ]{{0,2}}\d){{10}}(?!\d|[\-.]\d)")
_BROKEN: Final = re.compile(rf"{_BEFORE}{_LONG}1(?:[\- ]?(?:\n[ ]{{0,5}})?\d){{10}}{_AFTER}")
_FORMATTED: Final = re.compile(r"(?<![\d.,])1[3-9],\d{3},\d{3},\d{3}(?:\.0{1,4})?(?![\d,])|1[3-9]\d{9}\.0{1,4}(?!\d)")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[!-~]*$")
_LONGEST_ADDRESS: Final = 200
_WITH_LABEL: Final = (_BROKEN, _FORMATTED)
"""Forms that rows of amounts have too."""
_IDENTITY: Final = re.compile(r"(?<![\dA-Za-z.])[1-8](?:[ \-·]{0,2}\n?\s?\d){16}[ \-·]{0,2}[\dXx](?![\dA-Za-z])")
_OLD_IDENTITY: Final = re.compile(r"(?<![\dA-Za-z.])[1-8](?:[ \-]?\d){14}(?![\dA-Za-z])")
_BORN: Final = re.compile(r"\d{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]")
_BORN_OLD: Final = re.compile(r"\d{8}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}")
_PROVINCES: Final = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_ACCOUNT: Final = re.compile(r"(?<![\d.,])\d(?:[ \-]{0,2}\d){8,24}(?![\d,]|\.\d)")
_CARD: Final = re.compile(r"(?<![\dA-Za-z.\-])62(?:[ \-]?\d){14,17}(?![\dA-Za-z]|[ \-]\d)")
_MAIL: Final = re.compile(
    r"(?<![\w.%+\-])([A-Za-z0-9][\w.%+\-]{0,63}?)\s?(?:@|\(at\))\s?((?:[A-Za-z0-9\-]{1,63}\.){1,4}[A-Za-z]{2,12})(?![\w])",
    re.ASCII,
)
_OFFICE_MAIL: Final = re.compile(r"(?:^|\.)gov\.cn$", re.IGNORECASE)
_CHAT: Final = re.compile(
    r"(?:QQ|微信|WeChat)(?:号码?|账号|帐号)?[:\s]{1,3}([A-Za-z0-9][\w\-]{4,19})", re.IGNORECASE | re.ASCII
)
_PAPER: Final = re.compile(
    r"(?:护照|通行证|军官证|士兵证|社保卡|医保卡|驾驶证|残疾证|优抚证)(?:号码?|编号|卡号)?[:\s]{0,3}([A-Za-z]{0,3}\d{6,20}[A-Za-z]?)"
)
_HOME: Final = re.compile(
    r"(?:家庭(?:住址|地址)|现?住址|户籍(?:地址|所在地)|户口所在地)"
    r"(?::\s{0,3}|\s{0,3}(?=[^\s,，。;；|]{0,40}(?:\d[号室栋幢组\-]|[路街巷村镇区]\S{0,20}\d)))([^\s,，。;；|:：]{4,60})"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """一处: from ``start`` to ``end`` of the text stands ``what``; of a name nothing stays, of a number its ends."""

    start: int
    end: int
    what: str


def folded(text: str) -> str:
    """半角: the text with full-width signs as half-width ones, dashes and blanks as one kind each; the same length."""
    return text.translate(_FOLDED)


def numbers(text: str, columns: Columns) -> list[Hit]:
    """号码: the personal numbers of a text, in order; none lies within another."""
    plain = folded(text)
    found = [*_mails(plain), *_identities(plain, columns), *_mobiles(plain, columns), *_accounts(plain, columns)]
    for pattern, what in ((_CHAT, "社交账号"), (_PAPER, "证件号"), (_HOME, "家庭住址")):
        found += [Hit(*match.span(1), what) for match in pattern.finditer(plain)]
    return _apart(found)


def _apart(found: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda h: (h.start, h.start - h.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def labelled(plain: str, start: int, kind: str, *, near: bool = False) -> bool:
    """有标签: whether a word of this kind stands closely before a place; right before it where it must be ``near``."""
    before = re.sub(r"\s", "", plain[max(0, start - REACH) : start])[-16:]
    return any(word in (before[-len(word) - _NEAR :] if near else before) for word in words_of(kind))


def _mobiles(plain: str, columns: Columns) -> Iterator[Hit]:
    for pattern in (_COMPACT, _BRACKETED, _PARTED, _BROKEN, _FORMATTED):
        for match in pattern.finditer(plain):
            start, end = match.span()
            if not re.match("1[3-9]", re.sub(r"\.0+$|\D", "", match[0])[-11:]):
                continue
            if columns.holds(start, "codes"):
                continue
            sure = columns.holds(start, "phones") or labelled(plain, start, "phones", near=pattern in _WITH_LABEL)
            if sure or (pattern not in _WITH_LABEL and _is_mobile(plain, match)):
                yield Hit(start, end, "手机号")


def _is_mobile(plain: str, match: re.Match[str]) -> bool:
    """Whether a number without a label can be nothing else: no amount, no code, no cells of a table side by side."""
    start, end = match.span()
    if _AS_AMOUNT.match(plain, end) or labelled(plain, start, "codes"):
        return False
    if _ADDRESS.search(plain[max(0, start - _LONGEST_ADDRESS) : start]):
        return False
    groups = [part for part in re.split(r"\D+", match[0]) if part]
    if min(map(len, groups)) < 2:
        return False
    if len(groups) == 1 or "(" in match[0] or "+" in match[0]:
        return True
    if len(groups) == 2 and "." in match[0]:
        return False  # a decimal fraction
    if len(groups[0]) < 3:
        return False
    return " " not in match[0] or _stands_alone(plain, start, end)


def _stands_alone(plain: str, start: int, end: int) -> bool:
    """Whether the line holds no figures but these: rows of integers would look the same."""
    low, high = plain.rfind("\n", 0, start) + 1, plain.find("\n", end)
    rest = plain[low:start] + plain[end : high if high >= 0 else len(plain)]
    return re.search(r"\d", _MAYBE_DATE.sub("", rest)) is None


_MAYBE_DATE: Final = re.compile(r"\d{4}年(?:度|\d{1,2}月)?(?:\d{1,2}日)?|0\d{2,3}-\d{7,8}")


def _identities(plain: str, columns: Columns) -> Iterator[Hit]:
    for match in _IDENTITY.finditer(plain):
        number = re.sub(r"[^\dXx]", "", match[0]).upper()
        told = columns.holds(match.start(), "identities") or labelled(plain, match.start(), "identities")
        parted = len(match[0]) > len(number)
        plausible = _BORN.fullmatch(number) and _PROVINCES.match(number)
        is_code = labelled(plain, match.start(), "codes") or columns.holds(match.start(), "codes")
        if told or (plausible and not is_code and (not parted or _checks(number) or _grouped(match[0]))):
            yield Hit(*match.span(), "身份证号")
    for match in _OLD_IDENTITY.finditer(plain):
        number = re.sub(r"\D", "", match[0])
        told = columns.holds(match.start(), "identities") or labelled(plain, match.start(), "identities")
        if told and _BORN_OLD.fullmatch(number):
            yield Hit(*match.span(), "身份证号")


def _grouped(printed: str) -> bool:
    """Whether blanks part it as people part identity numbers: 6-8-4, 6-4-4-4 or 3-3-4-4-4."""
    return [len(part) for part in re.split(r"[ \-·\n]+", printed)] in ([6, 8, 4], [6, 4, 4, 4], [3, 3, 4, 4, 4])


def _checks(number: str) -> bool:
    """Whether the check digit of GB 11643 is right."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(d) * w for d, w in zip(number, weights, strict=False)) % 11] == number[-1]


def _accounts(plain: str, columns: Columns) -> Iterator[Hit]:
    for match in _ACCOUNT.finditer(plain):
        told = columns.holds(match.start(), "accounts") or labelled(plain, match.start(), "accounts")
        if told and not _AS_AMOUNT.match(plain, match.end()) and not labelled(plain, match.start(), "codes"):
            yield Hit(*match.span(), "银行账号")
    for match in _CARD.finditer(plain):
        number = re.sub(r"\D", "", match[0])
        if not labelled(plain, match.start(), "codes") and not _AS_AMOUNT.match(plain, match.end()) and _luhn(number):
            yield Hit(*match.span(), "银行账号")


def _luhn(number: str) -> bool:
    """Whether the check digit of a card (ISO/IEC 7812) is right."""
    digits = [int(d) for d in reversed(number)]
    return (sum(digits[::2]) + sum(sum(divmod(2 * d, 10)) for d in digits[1::2])) % 10 == 0


def _mails(plain: str) -> Iterator[Hit]:
    """电子邮箱, but for those of a public office."""
    for match in _MAIL.finditer(plain):
        if not _OFFICE_MAIL.search(match[2]):
            yield Hit(*match.span(1), "电子邮箱")
