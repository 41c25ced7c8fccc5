"""机构简称: the short forms of a body's name that follow from its kind (第三人民医院 → 三医院, 某省人民检察院 → 省检察院).

In: a body's regions and the rest of its name. Out: forms by which it may be named without its region's own name. The kinds
are data (institutions.toml); what a form leaves open, whether it is one body's alone, is for the roll to say.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

_ORDINAL = re.compile(r"第([一二三四五六七八九十百零]{1,4}|\d{1,3})")
_LEVEL = re.compile(r"(自治区|省|市|区|县|州|旗)$")
_BEFORE = re.compile(
    r"(?:^|[^一-鿿\w第]|[听说问下查看的和与跟比及道年给叫让到是了把对从按由算请想家所那这完钱费款在去前后])$"
)
"""What may stand before a short form: nothing that would make it the tail of another's name."""
_AFTER = re.compile(r"(?![时型组全学孩子区])")
"""What may not follow a form of one character of its kind (二小时, 三中全会)."""


@cache
def kinds() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(a kind of institution in full, its short forms), the longest first."""
    found = tomllib.loads(files("qa.understanding").joinpath("institutions.toml").read_text("utf-8"))["kinds"]
    return tuple(sorted(((k, tuple(v)) for k, v in found.items()), key=lambda kind: -len(kind[0])))


def short_names(regions: Sequence[str], core: str) -> tuple[str, ...]:
    """Short forms of a body's name: its kind shortened, with its number, its own name or the level of its region before it."""
    core = re.sub(r"^人民政府(?=[一-鿿]{2,4}街道)", "", core)
    found = next(((kind, shorts) for kind, shorts in kinds() if core.endswith(kind)), None)
    if found is None:
        return ()
    kind, shorts = found
    own = core.removesuffix(kind)
    level = m[1] if regions and (m := _LEVEL.search(regions[-1])) else ""
    return tuple(dict.fromkeys(_forms(own, level, (kind, *shorts))))


def _forms(own: str, level: str, kinds_of_it: Sequence[str]) -> Iterator[str]:
    number = _ORDINAL.fullmatch(own)
    for kind in kinds_of_it:
        if number is not None:
            before = dict.fromkeys((level, ""))
            yield from (f"{where}{ordinal}{kind}" for where in before for ordinal in (number[1], number[0]))
        elif own:
            yield f"{own}{kind}" if len(kind) > 1 else ""
        elif len(kind) > 1:
            yield from ((f"{level}{kind}", kind) if level else (kind,))


def stands(text: str, start: int, end: int) -> bool:
    """Whether a short form in a text is a name there, and not part of another word or of another's name."""
    return _BEFORE.search(text[:start]) is not None and (end - start > SHORT or _AFTER.match(text[end:]) is not None)


SHORT = 2
"""Characters of a form that may be the beginning of another word."""
