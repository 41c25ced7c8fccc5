"""Clauses that name nothing new: they are of the sums, shares and bodies that were asked about right before."""

from __future__ import annotations

from decimal import Decimal

import pytest

from qa.ask import Asker


def told(asker: Asker, question: str) -> set[tuple[Decimal, str]]:
    answer = asker.ask(question)
    assert answer.status == "answered", answer.answer
    return {(abs(Decimal(f.value)).normalize(), f.unit) for f in answer.figures}


@pytest.mark.parametrize(
    ("question", "amounts"),
    [
        ("云溪财政局水费和电费两行相加，2022年多少、2023年多少，压了多少，百分之几", ["7.68万元", "8.27万元", "0.59万元", "7.68%"]),
        ("云溪财政局水费和电费两项，2022年合计多少，2023年合计多少，多了多少，涨幅多少", ["7.68万元", "8.27万元", "0.59万元", "7.68%"]),
        ("云溪财政局2023年水费和电费一共多少，占公用经费多少，水费在这两样里占百分之几", ["8.27万元", "6.78%", "15.96%"]),
        ("云溪财政局2023年水费和电费两样一年花掉多少，占公用经费的百分之几", ["8.27万元", "6.78%"]),
        ("云溪财政局2023年奖金比基本工资少多少，占人员经费的百分之几", ["95.82万元", "18.86%"]),
        ("枫桥街道和云溪财政局2023年基本支出，枫桥多少，云溪多少，枫桥比云溪多百分之几", ["1304.05万元", "1258.51万元", "3.62%"]),
        ("枫桥街道和云溪财政局2023年基本支出各多少，是云溪的几倍", ["1304.05万元", "1258.51万元", "1.0362倍"]),
        ("云溪财政局水费2022、2023年各是多少？两年下来多了多少万元、涨了百分之几", ["1.2万元", "1.32万元", "0.12万元", "10%"]),
        ("云溪财政局2023年水费比电费少多少，两样一共占整个部门预算的百分之几", ["5.63万元"]),
        ("云溪财政局水费2023年比2022年的增加额和增幅各是多少", ["0.12万元", "10%"]),
        ("云溪财政局和枫桥街道2023年在职一人几平米，相差几平米", ["45.4048平方米", "46.5942平方米", "1.1894平方米"]),
        ("兰川三院2023年超编百分之几", ["28.71%"]),
        ("云溪财政局2023年给职工缴的公积金多少", ["86.44万元"]),
        ("云溪财政局办干部培训班，平均每人次的开销2022年、2023年各多少元，降幅多大", ["1456.3107元", "1036.2694元", "28.84%"]),
    ],
)  # fmt: skip
def test_what_is_asked_next_is_of_what_was_told(asker: Asker, question: str, amounts: list[str]) -> None:
    found = {f"{round(value, 4).normalize():f}{unit}" for value, unit in told(asker, question)}
    assert set(amounts) <= found


def test_of_years_that_are_each_set_against_the_one_before_none_is_dropped(asker: Asker) -> None:
    answer = asker.ask("云溪财政局水费2023年、2022年各比上一年多了多少")
    assert answer.status == "partial", "what 2021 was is printed nowhere"
    assert ("0.12", "万元") in {(f.value, f.unit) for f in answer.figures}


def test_in_per_cent_of_the_other_side_no_gap_is_a_share_of_anything(asker: Asker) -> None:
    answer = asker.ask("云溪财政局2023年水费比2022年多多少，是2022年的百分之几")
    assert [(f.value, f.unit) for f in answer.figures if f.unit == "%"] == []
    assert answer.status == "partial"


@pytest.mark.parametrize("car", ["一辆车", "一台车", "一辆公车", "一部公务车"])
def test_what_a_car_costs_to_run_is_without_its_purchase(asker: Asker, car: str) -> None:
    assert (Decimal(18000), "元") in {
        (Decimal(f.value), f.unit) for f in asker.ask(f"枫桥街道2023年养{car}一年要多少元").figures
    }


def test_what_stands_before_a_colon_is_part_of_the_question(asker: Asker) -> None:
    answer = asker.ask("养一辆公车一年要多少元：枫桥街道2023年预算")
    assert answer.figures[0].value == "18000.00"


def test_a_lead_that_names_nothing_is_left_out(asker: Asker) -> None:
    assert told(asker, "记者核实：云溪财政局2023年水费多少") == {(Decimal("1.32"), "万元")}


@pytest.mark.parametrize("thing", ["买的纸", "买的笔", "请的人"])
def test_a_thing_of_one_character_is_not_answered_by_the_whole(asker: Asker, thing: str) -> None:
    answer = asker.ask(f"云溪财政局2023年{thing}多少钱")
    assert answer.status == "not_found"
    assert answer.figures == []
