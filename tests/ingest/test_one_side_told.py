"""Sentences under a heading of two sides or two things: each figure is of the side, the item and the project it is said of."""

import pytest
from disclosed import failures, said, told

TITLE = "云溪县农业局2025年部门预算"


@pytest.mark.parametrize("heading", ["一、收支总体情况", "一、收支预算总体情况说明", "一、2025年收支情况"])
def test_an_amount_of_one_side_is_not_the_other_sides(heading: str) -> None:
    text = "云溪县农业局2025年收入预算1,234.56万元，比上年减少78.90万元。\n\n支出预算1,000.56万元。"
    found = said(told(f"{TITLE}\n\n{heading}\n\n{text}"))
    incomes = {value for (row, _), value in found.items() if row.startswith("收入")}
    expenses = {value for (row, _), value in found.items() if row.startswith("支出")}
    assert incomes == {"1234.56万元", "78.90万元"}
    assert expenses == {"1000.56万元"}


def test_what_both_sides_come_to_is_said_of_each() -> None:
    found = said(told(f"{TITLE}\n\n一、收支总体情况\n\n2025年收支总预算1,234.56万元。"))
    assert {row for row, _ in found} == {"收入总预算", "支出总预算"}


def test_a_bare_measure_is_of_the_item_in_its_sentence() -> None:
    text = (
        "全年公务用车运行维护费支出40.61万元，平均每辆2.71万元。\n\n"
        "2025年会议费预算5.60万元，计划召开会议10次，人数约400人；培训费预算7.74万元，人数300人，内容为业务培训。"
    )
    reading = told(f"{TITLE}\n\n二、一般性支出情况\n\n{text}")
    rows = {f.row: (f"{f.quantity.value:f}", f.concept) for f in reading.facts}
    assert rows["公务用车运行维护费支出/平均每辆"][0] == "2.71"
    assert rows["会议费/人数"] == ("400", "conference_visitors")
    assert rows["培训费/人数"] == ("300", "trainees")


def test_what_one_project_spent_is_not_the_bodys_project_expenditure() -> None:
    text = "截至2025年12月31日，该项目全年预算数为18.55万元，项目实际支出7.53万元，预算执行率40.59%。"
    reading = told(f"{TITLE}\n\n第五部分 附件\n\n一、基本情况\n\n（一）项目概况\n\n3.项目资金投入\n\n{text}")
    assert [f.row for f in reading.facts if f.concept == "project_expenditure"] == []


def test_a_share_without_an_amount_of_its_own_is_not_checked_against_anothers() -> None:
    text = (
        "政府采购服务支出200.00万元。其中：授予小微企业合同金额110.00万元，占授予中小企业合同金额的55.00%；"
        "服务采购授予中小企业合同金额占服务支出金额的90.84%。"
    )
    assert failures(told(f"{TITLE}\n\n九、政府采购情况\n\n{text}")) == []


def test_amounts_rounded_each_by_itself_may_miss_their_sum_by_a_digit() -> None:
    text = "“三公”经费支出46.21万元，其中：因公出国（境）费4.69万元，公务用车购置及运行维护费40.61万元，公务接待费0.90万元。"
    assert failures(told(f"{TITLE}\n\n七、“三公”经费情况\n\n{text}")) == []
