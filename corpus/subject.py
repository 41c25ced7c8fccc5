"""收支科目: the functional (功能分类) and economic (经济分类) subjects, by code and by name.

The level of a subject is the length of its code: functional 类 3 digits, 款 5, 项 7; economic 类 3, 款 5. Its parent
is its prefix. A name such as 事业运行 stands under many 款: only the code identifies it. Data: corpus/subjects.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from corpus.money import fold

Scheme = Literal["functional", "economic"]
"""科目体系: 功能分类 or 经济分类 (of the department, 3xx, or of the government, 5xx)."""
LEVELS: Final = {3: "类", 5: "款", 7: "项"}


@dataclass(frozen=True, slots=True)
class Subject:
    """科目: one subject; ``variants`` are its older and other printed names."""

    code: str
    name: str
    scheme: Scheme
    variants: tuple[str, ...] = ()


@cache
def subjects() -> Mapping[str, Subject]:
    """全部科目 by code, in order of code."""
    data: dict[str, Any] = tomllib.loads((resources.files("corpus") / "subjects.toml").read_text("utf-8"))
    table: dict[str, Subject] = {}
    for group in ("standard", "institutions"):
        for parent_code in data[group]["under"]:
            for tail, name in data[group]["items"].items():
                table[parent_code + tail] = Subject(parent_code + tail, name, "functional")
    schemes: tuple[Scheme, ...] = ("functional", "economic")
    for scheme in schemes:
        for code, names in data[scheme].items():
            name, *variants = [names] if isinstance(names, str) else names
            table[code] = Subject(code, name, scheme, tuple(variants))
    return dict(sorted(table.items()))


def canonical(code: str) -> str:
    """规范编码: digits only, full width folded, 类/款/项 in three parts joined (``201 | 03 | 50`` → 2010350).

    A part that lost its leading zero gets it back (``301 | 2`` → 30102).
    """
    parts: list[str] = re.findall(r"\d+", fold(code)) or [""]
    first, *rest = parts
    return first + "".join(part.zfill(2) for part in rest)


def lookup(code: str) -> Subject | None:
    """查科目 by code, in any notation; None where the code is not known."""
    return subjects().get(canonical(code))


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for subject in subjects().values():
        for name in (subject.name, *subject.variants):
            key = _key(name)
            names[key] = (*names.get(key, ()), subject.code)
    return names


def _key(name: str) -> str:
    return re.sub(r"\s|\([类款项]\)", "", fold(name))


def codes_of(name: str) -> tuple[str, ...]:
    """同名科目: every code under which the name stands; empty where none does."""
    return _names().get(_key(name), ())


def by_name(name: str) -> Subject | None:
    """查科目 by name; None where the name is unknown or stands under several codes (then only the code decides)."""
    codes = codes_of(name)
    return subjects()[codes[0]] if len(codes) == 1 else None


def parent(code: str) -> str | None:
    """上级编码: the prefix of 款 or 项; None for a 类."""
    digits = canonical(code)
    return digits[:-2] if len(digits) in {5, 7} else None


def level(code: str) -> str:
    """级次: 类, 款 or 项 by the length of the code. Raises ValueError for any other length."""
    digits = canonical(code)
    if len(digits) not in LEVELS:
        raise ValueError(f"{code!r} is no subject code: 类 has 3 digits, 款 5, 项 7")
    return LEVELS[len(digits)]


def is_code(text: str) -> bool:
    """是否科目编码: 3, 5 or 7 digits under a known 类 (whether or not the 款 or 项 itself is listed)."""
    return len(text) in LEVELS and text.isascii() and text.isdigit() and text[:3] in subjects()
