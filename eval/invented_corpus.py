"""拟造的文库: as many disclosures of invented bodies as wanted, with questions about them, for measuring at scale.

Figures and tables are those of :mod:`eval.invented`, printed like the records that ship; around them stands what
fills a real disclosure (:mod:`eval.invented_parts`). The same number and seed give the same bytes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Final

from eval.invented import Accounts, draw, name_of
from eval.invented_parts import change, glossary, project_forms, years_work
from eval.invented_print import printed

_PLACES: Final = (
    "云溪", "青岚", "白露", "明泽", "松陵", "临湖", "望川", "东屏", "西岭", "南浦",
    "北桥", "石渡", "兰台", "竹溪", "平皋", "清源", "永安", "长宁", "和丰", "新渡",
)  # fmt: skip
_BODIES: Final = (
    "检测中心", "统计局", "档案馆", "图书馆", "水务局", "园林局", "气象局", "民政局", "司法局", "审计局",
)  # fmt: skip
_FIRST, _SECOND = "云青白明松临望东西南北石兰竹平清永长和新", "川湖岭浦桥渡台泽源陵溪岚"
_MORE_PLACES: Final = tuple(name for a in _FIRST for b in _SECOND if (name := a + b) not in _PLACES)[:180]
_YEARS: Final = (2019, 2020, 2021, 2022, 2023)
_ASKED: Final = ("302", "310")
"""Economic classes whose items are asked for: their names stand for nothing else."""


@dataclass(frozen=True, slots=True)
class Invented:
    """一份拟造文件: its file name, its text, and questions with the amount that answers each (万元)."""

    name: str
    text: str
    issuer: str
    year: int
    asked: tuple[tuple[str, Decimal], ...]


def disclosures(count: int, seed: int = 0) -> Iterator[Invented]:
    """``count`` disclosures, at most one for each body and year. Raises ValueError where there are not so many."""
    for issuer, year in bodies(count):
        yield _disclosure(issuer, issuer.split("区")[0] + "区", year, seed)


def bodies(count: int) -> list[tuple[str, int]]:
    """The first ``count`` bodies and years. Raises ValueError where there are not so many."""
    every = [*product(_YEARS, _BODIES, _PLACES), *product(_YEARS, _BODIES, _MORE_PLACES)]
    if count > len(every):
        raise ValueError(f"there are only {len(every)} invented bodies and years")
    return [(f"{place}区{body}", year) for year, body, place in every[:count]]


def write(count: int, folder: Path, seed: int = 0) -> list[Invented]:
    """Write them as files into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    found = list(disclosures(count, seed))
    for one in found:
        (folder / one.name).write_text(one.text, "utf-8")
    return found


def _disclosure(issuer: str, region: str, year: int, seed: int) -> Invented:
    dice = random.Random(f"{seed} {issuer}{year}")  # noqa: S311 - no secret is drawn
    own = dice.getrandbits(32)
    accounts = replace(draw(own, "budget"), issuer=issuer, region=(region,), year=year)
    parts = [
        printed(accounts, "record", own),
        *change(accounts, dice),
        *project_forms(dict(accounts.projects), year, dice),
        *glossary(),
        *years_work(year, dice),
    ]
    return Invented(f"{issuer}-{year}.md", "\n\n".join(parts) + "\n", issuer, year, tuple(_asked(accounts)))


def _asked(accounts: Accounts) -> Iterator[tuple[str, Decimal]]:
    who = f"{accounts.issuer}{accounts.year}年"
    yield f"{who}支出预算总计是多少？", accounts.total()
    yield f"{who}基本支出是多少？", accounts.total(lambda i: i.basic)
    for code, amount in accounts.economic:
        if code[:3] in _ASKED:
            yield f"{who}{name_of(code)}是多少？", amount
    for name, amount in accounts.projects:
        yield f"{who}{name}是多少？", amount
