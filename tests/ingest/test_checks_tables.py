"""The identities hold on tables that add up, fail on tables that do not, and stay silent where they do not apply."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from corpus.disclosure import Check, Table
from ingest.checks.run import identities, run_checks
from ingest.facts import table_facts
from tests.ingest.paper import disclosure, table

ACCOUNTS = disclosure()
BUDGET = disclosure("budget", 2024)
F03 = ["本年支出合计", "基本支出", "项目支出"]


def checks(*tables: Table, of: str = "") -> list[Check]:
    who = BUDGET if tables[0].kind.startswith("B") else ACCOUNTS
    facts = [f for t in tables for f in table_facts(t, who)]
    return [c for c in run_checks(who, tables, facts)[0] if c.rule.startswith(of)]


def grades(found: Sequence[Check]) -> set[str]:
    return {c.grade for c in found}


def test_every_identity_is_understood() -> None:
    assert len(identities()) > 60
    assert {"F01.REV_SUM", "XF.05_06", "XB.03_10"} <= {i.id for i in identities()}


def test_rows_add_across() -> None:
    good = table("F03", F03, ["合计|30.00|20.00|10.00", "201 一般公共服务支出|30.00|20.00|10.00"])
    bad = table("F03", F03, ["合计|30.00|20.00|11.00"])
    assert grades(checks(good, of="F03.ROW")) == {"ok"}
    [found] = checks(bad, of="F03.ROW")
    assert (found.holds, found.grade, str(found.expected), str(found.difference)) == (
        False,
        "arithmetic_error",
        "31.00万元",
        "-1.00万元",
    )


def test_codes_add_up_the_tree_with_a_rounding_tail() -> None:
    rows = ["合计|10.00", "301 工资福利支出|10.00", "30101 基本工资|4.00", "30102 津贴补贴|3.00", "30103 奖金|2.99"]
    [tail, total] = checks(table("B06", ["合计"], rows), of="B06.CLASS")
    assert (tail.holds, tail.grade, total.grade) == (True, "rounding", "ok")
    rows[-1] = "30103 奖金|2.50"
    assert grades(checks(table("B06", ["合计"], rows), of="B06.CLASS")) == {"arithmetic_error", "ok"}


def test_three_blocks_side_by_side_keep_their_codes_apart() -> None:
    paper = table(
        "F06",
        ["人员经费/决算数", "公用经费/决算数", "公用经费/决算数"],
        [
            "301 工资福利支出|5.00||",
            "302 商品和服务支出||2.00|",
            "310 资本性支出|||1.00",
            "30101 基本工资|5.00||",
            "30201 办公费||2.00|",
            "31002 办公设备购置|||1.00",
            "303 对个人和家庭的补助|1.00||",
            "30302 退休费|1.00||",
            "人员经费合计|6.00||",
            "公用经费合计|||3.00",
        ],
    )
    found = checks(paper, of="F06")
    assert {c.rule for c in found} == {"F06.CLASS", "F06.STAFF", "F06.OFFICE"}
    assert grades(found) == {"ok"}


def test_two_sides_add_up_and_balance() -> None:
    rows = [
        "一、一般公共预算财政拨款收入|8.00|~",
        "一、一般公共服务支出|~|7.00",
        "二、事业收入|1.00|~",
        "二、外交支出|~|",
        "本年收入合计|9.00|",
        "本年支出合计||7.00",
        "使用非财政拨款结余||~",
        "结余分配|~|1.00",
        "年初结转和结余|1.00|",
        "年末结转和结余||2.00",
        "总计|10.00|",
        "总计||10.00",
    ]
    found = checks(table("F01", ["收入/金额", "支出/金额"], rows), of="F01")
    assert {c.rule: c.grade for c in found} == dict.fromkeys(
        ("F01.REV_SUM", "F01.REV_TOTAL", "F01.EXP_SUM", "F01.EXP_TOTAL", "F01.BALANCE"), "ok"
    )


def test_carried_money_is_split_below_its_row_and_not_added_twice() -> None:
    rows = [
        "一、一般公共预算财政拨款|8.00",
        "本年收入合计|8.00",
        "年初财政拨款结转和结余|2.00",
        "一般公共预算财政拨款|1.50",
        "政府性基金预算财政拨款|0.50",
        "总计|10.00",
    ]
    found = checks(table("F04", ["收入/金额", "支出/合计"], rows), of="F04")
    assert {c.rule: c.grade for c in found} == dict.fromkeys(("F04.REV_SUM", "F04.CARRY_IN", "F04.REV_TOTAL"), "ok")


def test_numbered_levels_add_up() -> None:
    rows = [
        "一、本年收入|9.00",
        "（一）一般公共预算拨款|9.00",
        "（二）政府性基金预算拨款|",
        "二、上年结转|1.00",
        "（一）一般公共预算拨款|1.00",
        "（二）政府性基金预算拨款|",
        "收 入 总 计|10.00",
    ]
    found = checks(table("B04", ["收入/预算数"], rows), of="B04")
    assert {c.rule for c in found} == {"B04.LEVELS", "B04.TOTALS"}
    assert grades(found) == {"ok"}


def test_three_public_parts() -> None:
    heads = [
        "合计",
        "因公出国（境）费",
        "公务用车购置及运行费/小计",
        "公务用车购置及运行费/公务用车购置费",
        "公务用车购置及运行费/公务用车运行费",
        "公务接待费",
    ]
    columns = [f"预算数/{h}" for h in heads] + [f"决算数/{h}" for h in heads]
    paper = table("F07", columns, ["|4.40|0.00|4.40|0.00|4.40|0.00|3.00|0.00|2.00|0.00|2.00|0.00"])
    found = {(c.rule, c.holds) for c in checks(paper, of="F07")}
    assert found == {("F07.SUM", True), ("F07.SUM", False), ("F07.CAR", True)}


def test_phases_printed_inside_each_item_are_told_apart() -> None:
    columns = [f"{h}/{p}" for h in ("合计", "因公出国（境）费", "公务接待费") for p in ("预算数", "决算数")]
    assert grades(checks(table("F07", columns, ["|5|4|2|1|3|3"]), of="F07.SUM")) == {"ok"}


def test_a_cell_that_could_not_be_placed_is_no_zero() -> None:
    rows = ["208 社会保障和就业支出|30.00|20.00|10.00", "20805 行政事业单位养老支出|30.00|~|~"]
    found = {c.about: c.holds for c in checks(table("F03", F03, rows), of="F03.TREE")}
    assert list(found.values()) == [True]


def test_two_lists_read_as_one_are_not_added_up() -> None:
    rows = ["一、教育支出|5.00", "一、基本支出|5.00", "本年支出合计|5.00"]
    assert checks(table("B01", ["支出/预算数"], rows), of="B01.EXP_SUM") == []


def test_whole_yuan_may_be_off_by_rounding() -> None:
    rows = ["208 社会保障和就业支出|30", "20805 行政事业单位养老支出|20", "20808 抚恤|11"]
    assert grades(checks(table("B05", ["合计"], rows, unit="元"), of="B05.TREE")) == {"rounding"}


def test_a_blank_total_cannot_be_checked() -> None:
    [found] = checks(table("F03", F03, ["合计||20.00|10.00"]), of="F03.ROW")
    assert (found.holds, found.grade) == (None, "")


def test_tables_agree_with_each_other() -> None:
    whole = table("F03", F03, ["合计|30.00|20.00|10.00", "208 社会保障和就业支出|30.00|20.00|10.00"])
    first = table(
        "F01", ["支出/金额"], ["一、社会保障和就业支出|30.00", "本年支出合计|30.00"], table_id="d1-t02", start=900
    )
    assert grades(checks(whole, first, of="XF.")) == {"ok"}
    other = table(
        "F01", ["支出/金额"], ["一、社会保障和就业支出|30.00", "本年支出合计|31.00"], table_id="d1-t02", start=900
    )
    [wrong] = [c for c in checks(whole, other, of="XF.") if c.holds is False]
    assert (wrong.rule, wrong.grade, len(wrong.places)) == ("XF.01_03", "contradiction", 2)


def test_appropriations_may_not_exceed_all_money() -> None:
    whole = table("F03", F03, ["208 社会保障和就业支出|30.00|20.00|10.00"])
    part = table(
        "F05",
        ["小计", "基本支出", "项目支出"],
        ["208 社会保障和就业支出|31.00|21.00|10.00"],
        table_id="d1-t02",
        start=900,
    )
    assert [c.grade for c in checks(whole, part, of="XF.03_GE_05")] == ["contradiction"]


def test_yuan_and_ten_thousands_compare_after_rounding() -> None:
    left = table("B01", ["收入/预算数", "支出/预算数"], ["收入总计|123456.78|", "支出总计||123456.78"], unit="元")
    right = table("B02", ["合计"], ["合计|12.35"], table_id="d1-t02", start=900)
    assert grades(checks(left, right, of="XB.01_02")) == {"ok"}


def test_projects_add_up_whatever_stands_between() -> None:
    rows = [
        "|41.43",
        "069 云溪区测试中心|41.43",
        "069001 云溪区测试中心本级|40.00",
        "31 本级支出项目|40.00",
        "42011124069 安全培训经费|26.00",
        "42011124070 窗口服务经费|14.00",
        "31 本级支出项目|1.43",
        "42011124071 档案整理经费|1.43",
    ]
    found = checks(table("B10", ["合计"], rows), of="XB.03_10")
    assert [c.grade for c in found] == ["ok"]


def test_figures_of_holding_identities_are_verified_and_those_of_failing_ones_are_not() -> None:
    paper = table("F03", F03, ["合计|30.00|20.00|10.00", "229 其他支出|3.00|1.00|1.00"])
    facts = run_checks(ACCOUNTS, [paper], table_facts(paper, ACCOUNTS))[1]
    assert [f.verified for f in facts if f.row == "合计" and f.column == "基本支出"] == [False]
    good = table("F03", F03, ["合计|30.00|20.00|10.00"])
    assert all(f.verified for f in run_checks(ACCOUNTS, [good], table_facts(good, ACCOUNTS))[1])


cents = st.integers(0, 10_000_00).map(lambda n: Decimal(n).scaleb(-2))


@given(st.lists(st.tuples(cents, cents), min_size=1, max_size=6))
def test_a_table_built_to_add_up_never_fails(parts: list[tuple[Decimal, Decimal]]) -> None:
    rows = [f"2010{i} 事务{i}|{a + b}|{a}|{b}" for i, (a, b) in enumerate(parts)]
    basic, project = (sum(column) for column in zip(*parts, strict=True))
    both = f"{basic + project}|{basic}|{project}"
    paper = table("F03", F03, [f"合计|{both}", f"201 一般公共服务支出|{both}", *rows])
    assert grades(checks(paper)) <= {"ok"}


@given(st.lists(cents, min_size=2, max_size=6), st.integers(0, 5), st.sampled_from([Decimal("0.20"), Decimal("-7.5")]))
def test_a_changed_part_never_goes_unseen(parts: list[Decimal], which: int, error: Decimal) -> None:
    rows = [f"2010{i} 事务{i}|{p + 10}" for i, p in enumerate(parts)]
    total = sum(parts) + 10 * len(parts)
    at = which % len(parts)
    rows[at] = f"2010{at} 事务{at}|{parts[at] + 10 + error}"
    paper = table("F03", ["本年支出合计"], [f"201 一般公共服务支出|{total}", *rows])
    assert grades(checks(paper, of="F03.TREE")) == {"arithmetic_error"}
