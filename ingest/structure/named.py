"""文件名与报告题: what a file's name says where its text says nothing, and a whole government's report on its budgets.

A name may lie; it never overrules what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from corpus.disclosure import Kind
from ingest.structure import names

_YEAR: Final = re.compile(r"(?<!\d)(20[0-4]\d)(?=年|[^\d]|$)")
_PIECE: Final = re.compile(r"[_：:\s—-]+|(?:附件|附表)\d*[：:、.]?|附(?:\d+[：:、.]?|[：:、.])")
_KIND: Final = re.compile(r"预算|决算")
_AREA: Final = r"(?P<area>[一-龥]{2,9}?(?:自治区|自治州|自治县|省|市|州|盟|县|区|旗))"
_REPORT: Final = re.compile(
    r"(?P<done>20[0-4]\d)年?.{0,40}?执行情况.{0,8}?(?P<plan>20[0-4]\d)年?.{0,40}?预算", re.DOTALL
)
_BEFORE: Final = re.compile(r"(?:^|\n|关于)(?!关于)" + _AREA + r"(?:人民政府|财政局)?\n*$")


@dataclass(frozen=True, slots=True)
class Report:
    """政府预算报告: the area whose budgets it reports, the year that it plans, and its title."""

    area: str
    year: int
    title: str


def year_of(name: str) -> int | None:
    """年度 in a file's name; None where it has none, or several."""
    found = {int(year) for year in _YEAR.findall(PurePath(name).stem)}
    return found.pop() if len(found) == 1 else None


def kind_of(name: str) -> Kind | None:
    """文件类别 in a file's name; None where it names neither or both."""
    found = set(_KIND.findall(PurePath(name).stem))
    if len(found) != 1:
        return None
    return "final_accounts" if found == {"决算"} else "budget"


def issuer_of(name: str) -> str | None:
    """公开主体 in a file's name (附件2：某市某局2026年度部门预算报表); None where it names no body."""
    return names.issuer_of([piece for piece in _PIECE.split(PurePath(name).stem) if piece])


def report_of(texts: Iterable[str]) -> Report | None:
    """政府预算报告: what the first lines or the file's name say where they are of one; None for other documents.

    A department's title names one year; a government's names the year executed and the year planned.
    """
    lines = [re.sub(r"\s+", "", text) for text in texts]
    lines = [line for line in lines if line]
    for n in range(len(lines)):
        text = "\n".join(lines[n : n + 4])
        match = _REPORT.search(text)
        if match is None or int(match["plan"]) != int(match["done"]) + 1:
            continue
        before = _BEFORE.search(text[: match.start("done")])
        area = before["area"] if before else None
        area = area or next((m["area"] for line in lines if (m := re.match(_AREA, line))), None)
        if area:
            title = f"{area}{match['done']}年预算执行情况和{match['plan']}年预算草案"
            return Report(area, int(match["plan"]), title)
    return None
