"""Whatever stands in a text, the reader of flattened tables tells of it and never raises."""

from __future__ import annotations

from pathlib import Path

import pytest
from flat_paper import lines_of
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.money import Quantity
from ingest.tables.flattened.read import read_flattened

_PIECES = [
    "2031 年支出预算总表", "项目支出(绩效目标）申报表", "部门整体绩效目标申报表", "收支预算总表",
    "政府采购预算表", "项目自评表", "单位：万元", "合计", "总计", "项目", "基本支出", "201", "2010350",
    "事业运行", "一、", "一般公共服务支出", "1.00", "2,000", "5 台", "一级指标 二级指标 指标内容 指标值",
    "产出指标", "数量指标", "≥5次", "97%-100%", "项目名称", "项目总预算", "预算数", "收入构成",
    "联系电话", "项目编码 项目名称 项目单位", "069", "总体资金情况", "12 月底", "注：本表为空。", "-",
    "目 录", "三公经费支出表", "年初预算 5 万元", "预算数(A) 执行数(B) 执行率(B/A)", "主管部门",
    "2030年决算", "科目名称 决算数 科目名称 决算数",
]  # fmt: skip


@settings(max_examples=120)
@given(st.lists(st.lists(st.sampled_from(_PIECES), max_size=4).map(" ".join), max_size=30).map("\n".join))
def test_any_order_of_the_genre_s_pieces_is_read_without_an_exception(text: str) -> None:
    tables, _ = read_flattened(lines_of(text), "d")
    for table in tables:
        for row in table.rows:
            for cell in row.cells:
                assert 0 <= cell.column < len(table.columns)
                printed = "".join(text[cell.place.start : cell.place.end].split())
                assert not isinstance(cell.value, Quantity) or printed == cell.text


def _originals() -> list[Path]:
    folder = Path(__file__).resolve().parents[3] / "../shared/disclosures/wuhan"
    return sorted(folder.glob("*.txt")) if folder.exists() else []


@pytest.mark.skipif(not _originals(), reason="the originals lie beside the repository only where it was made")
def test_every_figure_read_from_the_originals_stands_where_its_place_says() -> None:
    seen = 0
    for path in _originals():
        text = path.read_text("utf-8")
        tables, _ = read_flattened(lines_of(text), "d")
        for table in tables:
            for row in table.rows:
                for cell in row.cells:
                    if isinstance(cell.value, Quantity):
                        seen += 1
                        printed = "".join(text[cell.place.start : cell.place.end].split())
                        assert printed == "".join(cell.text.split())
    assert seen > 300
