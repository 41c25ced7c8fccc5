"""个人信息遮盖: mobile numbers, identity numbers, bank accounts and private names, before anything is kept.

The masked text has the length of the text, so that all offsets stay. Officials named beside an office
landline keep their names: they act in public office.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from corpus.problem import Problem

_MOBILE: Final = re.compile(r"(?<![\d.])1[3-9]\d(?:[ \-]?\d{4}){2}(?!\d|\.\d)")
_IDENTITY: Final = re.compile(
    r"(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
_DIGITS: Final = re.compile(r"(?<!\d)\d(?:[ \-]?\d){8,24}(?!\d)")
_BESIDE: Final = 60
"""Characters between a name and the mobile number that stands with it: one line of a form, flattened."""
_LABEL_REACH: Final = 16


class _Hit(NamedTuple):
    start: int
    end: int
    what: str


@cache
def _words() -> dict[str, list[str]]:
    table = tomllib.loads(files("ingest").joinpath("privacy.toml").read_text(encoding="utf-8"))
    table["surnames"] = list("".join(table["surnames"].split()))
    return {key: [str(word) for word in value] for key, value in table.items()}


def mask(text: str) -> tuple[str, list[Problem]]:
    """遮盖: the text with personal data starred out, same length; and one Problem a kind of thing found."""
    letters = list(text)
    mobiles = [_Hit(*m.span(), "手机号") for m in _MOBILE.finditer(text)]
    identities = [
        _Hit(*m.span(), "身份证号") for m in _IDENTITY.finditer(text) if not _labelled(text, m.start(), "codes")
    ]
    accounts = [_Hit(*m.span(), "银行账号") for m in _DIGITS.finditer(text) if _labelled(text, m.start(), "accounts")]
    for hit in (*mobiles, *identities, *accounts):
        _star(letters, hit)
    names = _names(text, mobiles)
    for hit in names:
        letters[hit.start : hit.end] = [c if c.isspace() else "×" for c in text[hit.start : hit.end]]
    return "".join(letters), _problems([*mobiles, *identities, *accounts, *names])


def _problems(hits: list[_Hit]) -> list[Problem]:
    found = []
    for what in dict.fromkeys(hit.what for hit in hits):
        same = [hit for hit in hits if hit.what == what]
        found.append(Problem("masked", f"已遮盖{what} {len(same)} 处", same[0].start, same[0].end))
    return found


def _star(letters: list[str], hit: _Hit) -> None:
    """The first three and the last four digits stay, the rest becomes stars: 138****1234."""
    digits = [n for n in range(hit.start, hit.end) if letters[n].isalnum()]
    for n in digits[3:-4]:
        letters[n] = "*"


def _labelled(text: str, start: int, kind: str) -> bool:
    before = re.sub(r"\s", "", text[max(0, start - _LABEL_REACH) : start])
    return any(label in before for label in _words()[kind])


def _names(text: str, mobiles: list[_Hit]) -> list[_Hit]:
    """Names found by what stands about them, then each of them everywhere in the text."""
    private = _beneficiaries(text)
    official = _beside_mobiles(text, mobiles) - private
    found = []
    for names, what in ((private, "个人姓名"), (official, "联系人姓名")):
        for name in sorted(names, key=lambda n: (-len(n), n)):
            pattern = r"\s*".join(map(re.escape, name))
            found += [_Hit(*m.span(), what) for m in re.finditer(pattern, text)]
    return found


def _name_pattern() -> str:
    words = _words()
    return f"(?:(?:{'|'.join(words['compound'])})[一-龥]{{1,2}}|[{''.join(words['surnames'])}][一-龥·]{{1,2}}?)"


@cache
def _benefit_patterns() -> tuple[re.Pattern[str], ...]:
    words = _words()
    name = _name_pattern()
    pays = rf"(?:同志|家属|遗属|的|等)*(?:{'|'.join(words['benefits'])})"
    roles = "|".join(words["roles"])
    return (
        re.compile(rf"(?:{roles})({name})(?={pays})"),
        re.compile(rf"(?:^|[\s“”\"'《》：:、，,（(\d.|]|年度|年|发放|支付|拨付|用于|关于|项目)({name})(?=同志|{pays})"),
    )


def _beneficiaries(text: str) -> set[str]:
    """领取人: names in the title of a benefit (退休人员×××抚恤金), whatever white space the print puts in."""
    plain = re.sub(r"(?<=[一-龥])[ \t\u3000]+(?=[一-龥])", "", text)
    by_role, by_edge = _benefit_patterns()
    found = {m[1] for m in by_role.finditer(plain)}
    found |= {m[1] for m in (*by_edge.finditer(plain), *by_edge.finditer(text)) if len(m[1]) >= 3}
    return {name for name in found if not _is_word(name)}


def _is_word(name: str) -> bool:
    words = _words()
    return name.endswith(("抚", "丧", "葬", "恤", "遗")) or any(name.startswith(word) for word in words["words"])


def _beside_mobiles(text: str, mobiles: list[_Hit]) -> set[str]:
    """联系人: the name after 填报人 or 项目负责人 where a mobile number follows it closely, or before a bare mobile."""
    words = _words()
    name = _name_pattern().replace("][一-龥·]{1,2}?)", "][ \\u3000]?[一-龥·][ \\u3000]?[一-龥·]?)")
    label = rf"(?:{'|'.join(words['labels'])})(?:及?(?:{'|'.join(words['phones'])}))?[\s：:|（(]*"
    named = re.compile(rf"{label}({name})(?![一-龥])")
    bare = re.compile(rf"(?<![一-龥])({name})[\s：:，,|（(]*(?:(?:{'|'.join(words['phones'])})[\s：:|]*)?$")
    found = set()
    for hit in mobiles:
        before = text[max(0, hit.start - _BESIDE) : hit.start]
        after = text[hit.end : hit.end + _BESIDE // 2]
        for match in (*named.finditer(before), *named.finditer(after)):
            found.add(re.sub(r"\s", "", match[1]))
        if last := bare.search(before):
            found.add(re.sub(r"\s", "", last[1]))
    phones = tuple(words["phones"] + words["labels"])
    return {n for n in found if not any(n in w or w.startswith(n) for w in phones) and not _is_word(n)}
