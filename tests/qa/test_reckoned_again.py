"""What was worked out before is worked out further: sums of differences, rates of several things together, asides."""

from __future__ import annotations

from decimal import Decimal

import pytest
from records import record

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker


def figures(asker: Asker, question: str) -> list[tuple[Decimal, str]]:
    return [(abs(Decimal(f.value)), f.unit) for f in asker.ask(question).figures]


def test_what_several_things_went_down_by_is_added_up_not_what_they_were(asker: Asker) -> None:
    told = figures(asker, "云溪财政局2023年办公费、印刷费、会议费比2022年各省了多少，三样一共省多少")
    assert (Decimal("2.11"), "万元") in told
    assert (Decimal("40.91"), "万元") not in told


def test_the_rate_of_several_projects_together_is_all_spent_over_all_budgets(asker: Asker) -> None:
    told = figures(asker, "云溪财政局2023年财政投资评审经费和财政干部培训经费合计执行率是多少")
    rates = [value for value, unit in told if unit == "%"]
    assert len(rates) == 1
    spent, budgets = (value for value, unit in told[1:3])
    assert rates[0] == pytest.approx(spent / budgets * 100, abs=Decimal("0.01"))


def test_a_second_thing_is_set_against_itself_as_the_first_was(asker: Asker) -> None:
    answer = asker.ask("云溪财政局2023年办公费比2022年少多少，印刷费少多少")
    assert {Decimal("1.34"), Decimal("0.31")} <= {abs(Decimal(f.value)) for f in answer.figures}


def test_what_is_left_out_in_passing_is_not_what_is_shared_out(asker: Asker) -> None:
    answer = asker.ask("澜江省检察院2024年养一辆车（不算买车）平均要花多少元")
    assert "购置费" not in "".join(f.label for f in answer.figures)


def test_the_measure_word_of_another_clause_shares_nothing_out(asker: Asker) -> None:
    answer = asker.ask("澜江省检察院2024年养一辆车平均要花多少元？办公楼维修的钱摊到每平方米又是多少元")
    assert "每平方米公务用车" not in answer.answer
    assert "每平方米机关办公楼维修" in answer.answer


def test_what_several_bodies_are_is_no_body_that_is_not_held(asker: Asker) -> None:
    answer = asker.ask("都是街道办，2023年预算枫桥街道一共多少")
    assert "没有收录" not in answer.answer
    assert any(Decimal(f.value) == Decimal(4237) for f in answer.figures)


def test_what_is_shared_out_is_by_how_much_it_has_moved(asker: Asker) -> None:
    told = figures(asker, "云溪财政局2023年人员经费比2022年多的那部分，在职的平均一人多少")
    assert told[0] == (Decimal("0.7125"), "万元")
    assert (Decimal("18.039"), "万元") not in told


def test_a_year_s_amount_is_worked_out_for_a_month_where_a_mean_is_asked(asker: Asker) -> None:
    assert (Decimal("0.80"), "万元") in figures(asker, "云溪财政局2023年物业管理费月均多少")
    assert (Decimal("0.80"), "万元") in figures(asker, "云溪财政局2023年物业管理费一共多少，合一个月多少")
    assert asker.ask("云溪财政局2023年每个月物业管理费是多少").status == "not_found"


def test_all_but_a_part_is_not_that_part(asker: Asker) -> None:
    told = figures(asker, "兰川市第三人民医院2023年预算，事业收入以外还有多少钱")
    assert (Decimal(16580), "万元") not in told[:1]


PURCHASES = """

# 第二部分 兰川市丹溪区测试中心2023年度部门决算表

**2023年度采购表**

单位：万元

| 采购品目 | 金额 |
|---|---|
| 台式计算机（甲类） | 2.70 |
| 台式计算机（乙类） | 1.20 |
| 显微镜 | 0.60 |
| 台式计算机（丙类） | 0.10 |

**2023年度政府采购明细表**

单位：万元

| 科目名称 | 项目名称 | 采购品名 | 采购数量及计量单位 | 小计 |
|---|---|---|---|---|
| 事业运行 | 公务费 | 离心机 | 4台 | 2.00 |
| 事业运行 | 公务费 | 滤纸 | 50箱 | 1.00 |
| 事业运行 | 公务费 | 台灯 | 1 | 0.20 |
"""


@pytest.fixture(scope="module")
def purchases(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder = tmp_path_factory.mktemp("purchases")
    (folder / "a.md").write_text(record(PURCHASES), "utf-8")
    store = Store.open(folder / "home")
    ingest([folder / "a.md"], store)
    return Asker(store)


def test_so_many_rows_of_a_name_as_are_said_to_be_are_added_up(purchases: Asker) -> None:
    told = figures(purchases, "丹溪区测试中心2023年采购表里台式机有三笔，一共多少")
    assert told[0] == (Decimal("4.00"), "万元")


def test_another_number_of_them_than_is_printed_is_no_sum(purchases: Asker) -> None:
    assert (Decimal("4.00"), "万元") not in figures(purchases, "丹溪区测试中心2023年采购表里台式机有两笔，一共多少")


def test_what_is_left_out_behind_other_is_the_kind_of_what_stands_before(asker: Asker) -> None:
    told = figures(asker, "兰川市第三人民医院2023年预算，事业收入加其他有多少，占总收入百分之几")
    assert (Decimal(167400000), "元") in told


def test_what_one_of_them_costs_is_worked_out_of_the_number_printed_beside_it(purchases: Asker) -> None:
    told = figures(purchases, "丹溪区测试中心2023年采购的离心机和滤纸，离心机平均每台多少元，滤纸每箱多少元")
    assert {(Decimal("0.5"), "万元"), (Decimal(200), "元")} <= {(v.normalize(), u) for v, u in told} or {
        (Decimal(5000), "元"),
        (Decimal(200), "元"),
    } <= set(told)


def test_a_number_without_a_unit_is_no_money_of_how_many_are_bought(purchases: Asker) -> None:
    assert (Decimal(1), "万元") not in figures(purchases, "丹溪区测试中心2023年台灯的采购数量是多少")


def test_a_thing_of_a_list_is_never_answered_by_another_that_was_named_before(asker: Asker) -> None:
    answer = asker.ask("枫桥街道2023年社区工作者多少人，协管员多少人，月球基地几期")
    assert "期" not in {f.unit for f in answer.figures}


def test_what_one_of_them_costs_may_be_asked_before_it_is_named(purchases: Asker) -> None:
    answer = purchases.ask("丹溪区测试中心2023年买一台离心机要多少钱")
    assert (Decimal("0.5"), "万元") in {(Decimal(f.value).normalize(), f.unit) for f in answer.figures}


def test_a_share_of_what_stands_in_something_is_of_that(asker: Asker) -> None:
    told = figures(asker, "青岚二小2023年政府采购里，货物多少钱？占百分之几")
    assert (Decimal("33.18"), "%") in told


def test_figures_pointed_at_where_none_were_told_are_not_the_year_s_whole(asker: Asker) -> None:
    first = asker.ask("青岚二小2023年放学后看娃花了多少")
    answer = asker.ask("这俩花的加起来", first.conversation_id)
    assert answer.figures == []
    assert answer.status == "ambiguous"


def test_a_verb_that_money_is_spent_on_is_no_part_to_drop(asker):
    told = asker.ask("江汉企服2022年跑业务的钱、办公费加出差的钱总共多少")
    assert told.status == "partial"
    assert "跑业务" in told.answer
