"""分项勾稽: halves of a whole in one sentence, the sources of a project's funds, an item told twice."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from sentences import BUDGET, facts

from corpus.disclosure import Fact, Place
from corpus.money import Quantity
from ingest.checks.parts import part_checks
from ingest.conflicts.find import conflicts


def failed(found: list[Fact]) -> list[str]:
    return [o.check.about for o in part_checks(found) if o is not None and o.check.holds is False]


def test_a_thing_and_its_opposite_make_the_whole() -> None:
    right = facts("用房建筑面积为900平方米，其中地上建筑面积为600平方米，地下建筑面积为300平方米。")
    wrong = facts("用房建筑面积为900平方米，其中地上建筑面积为650平方米，地下建筑面积为300平方米。")
    assert failed(right) == []
    assert len(failed(wrong)) == 1


def test_parts_that_are_no_opposites_need_not_make_the_whole() -> None:
    assert failed(facts("用房建筑面积为900平方米，其中办公面积为600平方米，库房面积为100平方米。")) == []


def funds(**amounts: str) -> list[Fact]:
    model = facts("培训费预算1元。")[0]
    return [
        replace(
            model, id=label, origin="table", table_id="t1", subject="测试站运行", row=f"测试站运行/{label}", measure="amount",
            quantity=Quantity(Decimal(value), "元", value), place=Place(n, n + 1), context=Place(n, n + 1),
        )
        for n, (label, value) in enumerate(amounts.items())
    ]  # fmt: skip


def test_a_projects_sources_make_its_application() -> None:
    rows = {"年度资金申请总额": "500", "其中：当年财政拨款": "500", "上年结转资金": "0", "其他资金": "0"}
    assert failed(funds(**rows)) == []
    assert failed(funds(**rows | {"其中：当年财政拨款": "530"})) == [
        "测试站运行：年度资金申请总额 = 当年财政拨款 + 上年结转资金 + 其他资金"
    ]


def test_an_item_told_with_two_amounts_contradicts_itself() -> None:
    lead = "“住房保障支出（类）住房改革支出（款）住房公积金（项）”"
    twice = facts(f"{lead}35.10万元，主要用于测试。2022年预算执行数为34.00万元，2023年预算安排37.20万元。")
    once = facts(f"{lead}35.10万元，主要用于测试。2022年预算执行数为34.00万元，2023年预算安排35.10万元。")
    assert [c.found.value for c in conflicts(BUDGET, twice) if c.rule == "C.SAME"] == [Decimal("37.20")]
    assert not [c for c in conflicts(BUDGET, once) if c.rule == "C.SAME"]
