"""A miniature disclosure of an invented body, as ingest would have read it."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from corpus.disclosure import Cell, Check, Disclosure, Fact, Passage, Place, Reading, Row, Section, Table
from corpus.money import BLANK, Quantity
from corpus.problem import Problem

TEXT = """云溪区测试中心2022年度部门决算
第一部分 部门概况
云溪区测试中心负责全区测试设备的检定与维护。
第三部分 决算情况说明
2022年度“三公”经费支出决算12.50万元，比上年减少2.10万元，主要原因是公务用车更新推迟。
三公经费支出决算表
单位：万元
公务接待费 3.20
=合计 12.50
"""


class Letters:
    """A stand-in for an embedder: a text's vector counts its letters, so equal words are near."""

    def embed_documents(self, texts):
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text):
        vector = [0.0] * 64
        for letter in text:
            vector[ord(letter) % 64] += 1.0
        return vector


def place_of(words: str, text: str = TEXT) -> Place:
    start = text.index(words)
    return Place(start, start + len(words))


def quantity(number: str, unit: str = "万元") -> Quantity:
    return Quantity(Decimal(number), unit, number)


def reading(text: str = TEXT, *, year: int = 2022, source: str = "测试.txt") -> Reading:
    sha = hashlib.sha256(f"{text}{year}".encode()).hexdigest()
    key = sha[:12]
    disclosure = Disclosure(
        key, f"云溪区测试中心{year}年度部门决算", "云溪区测试中心", ("测试中心",), (), ("云溪区",), year,
        "final_accounts", "unit", None, source, "text/plain", sha, None, "original", None, "2026-01-01T00:00:00+00:00",
    )  # fmt: skip
    return Reading(
        disclosure,
        text,
        _sections(key, text),
        _passages(key, text),
        (_table(key, text),),
        _facts(key, text, year),
        (_check(text),),
        (Problem("failed_check", "三公经费合计与分项相差0.10万元"),),
    )


def _check(text: str) -> Check:
    places = (place_of("合计 12.50", text), place_of("公务接待费 3.20", text))
    amounts = (quantity("12.40"), quantity("12.50"), quantity("0.10"), quantity("0.01"))
    return Check("sum", "三公经费", False, *amounts, "arithmetic_error", places)  # noqa: FBT003 - it fails


def _sections(key: str, text: str) -> tuple[Section, ...]:
    first, third, end = text.index("第一部分"), text.index("第三部分"), len(text)
    return (
        Section(f"{key}-s1", ("第一部分 部门概况",), 1, Place(first, third), first + 10),
        Section(f"{key}-s2", ("第三部分 决算情况说明",), 1, Place(third, end), third + 12),
        Section(
            f"{key}-s3", ("第三部分 决算情况说明", "三公经费支出决算表"), 2, Place(text.index("三公经费支出"), end), end
        ),
    )


def _passages(key: str, text: str) -> tuple[Passage, ...]:
    lines = [line for line in text.splitlines() if line.endswith("。")]
    return tuple(
        Passage(f"{key}-p{n}", ("第三部分 决算情况说明",), line, place_of(line, text)) for n, line in enumerate(lines)
    )


def _table(key: str, text: str) -> Table:
    rows = (
        Row("公务接待费", None, (), (Cell(0, "3.20", quantity("3.20"), place_of("3.20", text)),),
            place_of("公务接待费 3.20", text)),
        Row("公务用车购置费", None, (), (Cell(0, "", BLANK, Place(0, 0)),), place_of("公务接待费 3.20", text)),
    )  # fmt: skip
    title = "三公经费支出决算表"
    return Table(f"{key}-t01", title, "F09", "万元", ("决算数",), rows, place_of(title, text), (title,))


def _facts(key: str, text: str, year: int) -> tuple[Fact, ...]:
    def fact(number: int, row: str, value: str, where: str, **more: object) -> Fact:
        given: dict[str, object] = {
            "id": f"{key}-f{number}", "disclosure_id": key, "origin": "table", "quantity": quantity(value), "row": row,
            "row_code": None, "column": "决算数", "concept": None, "aspect": None, "subject": None, "measure": "amount",
            "basis": "final_accounts", "year": year, "scope": "unit", "table_id": f"{key}-t01",
            "table": "三公经费支出决算表", "section": ("第三部分 决算情况说明",), "place": place_of(value, text),
            "context": place_of(where, text),
        }  # fmt: skip
        return Fact(**(given | more))  # type: ignore[arg-type]

    return (
        fact(1, "公务接待费", "3.20", "公务接待费 3.20", concept="official_reception", row_code="30217"),
        fact(2, "=合计", "12.50", "合计 12.50", concept="three_public"),
        fact(
            3,
            "“三公”经费",
            "12.50",
            "“三公”经费支出决算12.50万元",
            concept="three_public",
            origin="prose",
            table=None,
            table_id=None,
        ),
    )
