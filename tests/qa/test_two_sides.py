"""Comparisons whose sides are worked out themselves: sums, shares, amounts of another year or stage, and what goes on from them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from qa.ask import Asker


def told(asker: Asker, question: str) -> set[tuple[Decimal, str]]:
    return {(abs(Decimal(f.value)), f.unit) for f in asker.ask(question).figures}


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("枫桥街道2023年奖金、津贴补贴、绩效工资这三样比基本工资多多少", "142.95", "万元"),
        ("兰川三院2023年采购预算中货物比工程和服务加起来还多多少", "1118.5", "万元"),
        ("云溪财政局2023年水电费加物业费比2022年多了还是少了，差多少", "0.59", "万元"),
        ("云溪财政局2023年一般行政管理事务和其他财政事务支出两项加起来比年初预算少花多少", "23.05", "万元"),
    ],
)
def test_what_stands_on_one_side_is_added_up(asker: Asker, question: str, value: str, unit: str) -> None:
    assert (Decimal(value), unit) in told(asker, question)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("云溪财政局2023年采购里服务占的比例比货物高多少", "37.66"),
        ("云溪财政局2023年基本支出占总支出的比重比项目支出高多少个百分点", "72.94"),
        ("云溪财政局2023年基本支出占总支出的比重是多少，比2022年高几个百分点", "3.24"),
    ],
)
def test_shares_are_set_against_each_other_in_points(asker: Asker, question: str, value: str) -> None:
    assert (Decimal(value), "百分点") in told(asker, question)


def test_a_multiple_asked_after_a_difference_is_of_what_was_compared(asker: Asker) -> None:
    found = told(asker, "青岚区二小2023年采购里工程比货物多花了多少，又是服务的几倍")
    assert {(Decimal("38.12"), "万元"), (Decimal("4.5914"), "倍")} <= found


def test_the_first_of_a_set_is_set_against_its_last(asker: Asker) -> None:
    assert (Decimal("13.3553"), "倍") in told(asker, "枫桥街道2023年六个项目里，最大的是最小的几倍")
    assert (Decimal("13.06"), "百分点") in told(asker, "云溪财政局2023年四个项目执行率最高和最低差多少个百分点")


def test_what_was_added_up_is_asked_about_again_as_a_sum(asker: Asker) -> None:
    found = told(
        asker, "青岚区二小2023年校舍维修、课后服务、智慧校园三个项目预算加起来多少，实际花了多少，剩多少没用完"
    )
    assert {(Decimal(v), "万元") for v in ("298", "287.65", "10.35")} <= found


def test_a_share_is_asked_of_another_thing_by_its_name_alone(asker: Asker) -> None:
    found = told(asker, "枫桥街道2023年公用经费占基本支出的比例是多少，人员经费呢")
    assert {(Decimal("11.31"), "%"), (Decimal("88.69"), "%")} <= found


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("青岚区二小23年水、电、物业三项开销，平均一个月要多少钱", "4.0517", "万元"),
        ("云溪财政局2022、2023两年的三公经费实际支出加起来多少，平均一年多少", "5.87", "万元"),
        ("枫桥街道2023年六个项目平均一个多少万", "488.825", "万元"),
        ("云溪区财政局2023年四个自评项目的平均分是多少", "96.685", "分"),
        ("澜江省检2024年差旅费、会议费一共多少，摊到441个在职人员，一人多少元", "7831.0658", "元"),
    ],
)
def test_means_are_of_what_was_added_up(asker: Asker, question: str, value: str, unit: str) -> None:
    assert (Decimal(value), unit) in told(asker, question)


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("云溪财政局2023年三公比年初预算省了多少", "1.02", "万元"),
        ("枫桥街道2023年退休的人是在职的百分之多少", "75.36", "%"),
        ("兰川三院2023年项目支出相当于基本支出的几成", "12.8", "%"),
        ("澜江省检2024年物业费、维修费、租赁费三项加起来是水电费的几倍", "2.3631", "倍"),
        ("云溪财政局2022年基本支出占总支出几成，2023年几成，升了几个点", "3.24", "百分点"),
    ],
)
def test_one_side_may_be_another_stage_or_a_whole(asker: Asker, question: str, value: str, unit: str) -> None:
    assert (Decimal(value), unit) in told(asker, question)


def test_what_is_left_out_stands_before_what_is_asked_of_the_rest(asker: Asker) -> None:
    assert (Decimal("156.95"), "万元") in told(asker, "云溪财政局2023年四个项目中，除了培训费，另外三个合计花了多少")


def test_the_largest_of_several_is_a_share_of_all_of_them(asker: Asker) -> None:
    question = "澜江省检2024年基本工资、津贴补贴、奖金三项中哪项最多，占三项合计的多少"
    assert (Decimal("38.63"), "%") in told(asker, question)


def test_a_sum_of_each_year_is_told_where_each_is_asked_for(asker: Asker) -> None:
    found = told(asker, "云溪财政局2022年和2023年的水费加电费各是多少，多了多少")
    assert {(Decimal(v), "万元") for v in ("7.68", "8.27", "0.59")} <= found


def test_a_class_beside_its_own_lines_is_the_line_that_bears_its_name(asker: Asker) -> None:
    found = told(asker, "枫桥街道2023年发工资、津贴、奖金三样一共多少")
    assert (Decimal("763.05"), "万元") in found


def test_an_abbreviation_names_the_project_of_whose_words_it_has_the_first_characters(asker: Asker) -> None:
    assert (Decimal("120.40"), "万元") in told(asker, "枫桥街道2023年综治花多少钱")


def test_a_negative_part_is_no_share(asker: Asker) -> None:
    answer = asker.ask("云溪财政局2023年办公费比2022年少了多少，占公用经费的百分之几")
    assert not any(f.unit == "%" and f.value.startswith("-") for f in answer.figures)


def test_the_rest_of_a_whole_is_told_when_a_part_of_it_was(asker: Asker) -> None:
    found = told(asker, "云溪财政局2023年商品和服务支出里，其他交通费用占多少，剩下的是多少")
    assert {(Decimal("33.43"), "%"), (Decimal("79.27"), "万元")} <= found


def test_what_a_project_still_needs_is_its_total_less_the_budget_of_the_year(asker: Asker) -> None:
    found = told(asker, "澜江省检2024年检察业务信息化建设总投资还差多少没安排，占几成")
    assert {(Decimal(3301), "万元"), (Decimal("66.67"), "%")} <= {(v, u) for v, u in found}


def test_two_years_set_against_each_other_hold_for_what_is_named_after_them(asker: Asker) -> None:
    found = told(asker, "云溪财政局2023年公用经费比2022年少了多少？办公费、印刷费、会议费三样里哪样减得最多，减了多少")
    assert {(Decimal("1.61"), "万元"), (Decimal("1.34"), "万元")} <= found
    summed = told(asker, "云溪财政局2023年比2022年，办公费和印刷费两项一共少了多少")
    assert (Decimal("1.65"), "万元") in summed


@pytest.mark.parametrize(
    "named",
    ["城乡社区环境卫生和环卫保洁服务", "城乡社区环境卫生、环卫保洁服务和城管协管经费", "住房保障支出和住房公积金"],
)
def test_money_of_one_amount_by_function_and_by_project_or_kind_is_not_added_to_itself(
    asker: Asker, named: str
) -> None:
    answer = asker.ask(f"枫桥街道2023年{named}一共多少")
    assert answer.status == "partial"
    assert not any(f.label == "合计" for f in answer.figures)
    assert "相加会重复计算" in answer.answer


def test_projects_beside_each_other_are_added_up(asker: Asker) -> None:
    assert (Decimal("1128.8"), "万元") in told(asker, "枫桥街道2023年环卫保洁服务和城管协管经费一共多少")
