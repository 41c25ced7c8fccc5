"""官方报表 from tab-separated text: heads, shifts, blocks, codes, hierarchy, empty and absent tables."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from sheet import codes, figures, lines_of, misplaced, only, tables_of

from corpus.money import BLANK
from ingest.tables.tabbed import read_tabbed

SIDES = """2023年度收入支出决算总表（表 1）
部门：云溪区测试中心
单位：万元

收入→→→支出→→
项目→行次→金额→项目→行次→金额
栏次→→1→栏次→→2
一、一般公共预算财政拨款收入→1→88.10→一、一般公共服务支出→31→80.00
二、政府性基金预算财政拨款收入→2→→二、外交支出→32→
→3→→八、社会保障和就业支出→38→8.10
本年收入合计→27→88.10→本年支出合计→57→88.10
年初结转和结余→29→→年末结转和结余→59→
总计→30→88.10→总计→60→88.10

注：本表反映测试年度的总收支。
30 行 = (27+29) 行。
"""


def test_side_by_side_blocks_become_rows_of_their_own() -> None:
    table = only(SIDES)
    assert (table.kind, table.unit, table.status) == ("F01", "万元", "read")
    assert table.columns == ("收入/金额", "支出/金额")
    assert figures(table) == {
        ("一、一般公共预算财政拨款收入", "收入/金额"): "88.10万元",
        ("一、一般公共服务支出", "支出/金额"): "80.00万元",
        ("八、社会保障和就业支出", "支出/金额"): "8.10万元",
        ("本年收入合计", "收入/金额"): "88.10万元",
        ("本年支出合计", "支出/金额"): "88.10万元",
        ("总计", "收入/金额"): "88.10万元",
        ("总计", "支出/金额"): "88.10万元",
    }
    assert table.note.startswith("注：本表反映")
    assert table.note.endswith("30 行 = (27+29) 行。")


def test_line_numbers_are_never_amounts() -> None:
    values = {Decimal(v.removesuffix("万元")) for v in figures(only(SIDES)).values()}
    assert values == {Decimal("88.10"), Decimal("80.00"), Decimal("8.10")}


def test_a_blank_cell_is_kept_and_is_no_zero() -> None:
    row = next(row for row in only(SIDES).rows if row.label.startswith("二、政府性基金"))
    assert [cell.value for cell in row.cells] == [BLANK]
    assert row.cells[0].place.start == row.cells[0].place.end


def test_every_figure_stands_where_its_place_says() -> None:
    text = SIDES.replace("→", "\t")
    assert misplaced(read_tabbed(lines_of(text), "x"), text) == []


GLUED = """2023年度支出决算表（表 3）
单位：万元
项目→→→科目名称→本年支出 合计→基本支出→项目支出→上 缴 上 级 支 出
功能分类→科目编码→科目名称→→→→→
类→款→项→栏次→1→2→3→4
→→→合计→9.00→5.00→4.00→
→→→201 一般公共服务支出→9.00→5.00→4.00→
→→→20103 政府办公厅（室）及相关机构事务→9.00→5.00→4.00→
→→→2010350 事业运行→9.00→5.00→4.00→
"""


def test_codes_glued_to_names_are_split_and_give_the_hierarchy() -> None:
    table = only(GLUED)
    assert codes(table) == [None, "201", "20103", "2010350"]
    assert table.rows[-1].parents == ("一般公共服务支出", "政府办公厅（室）及相关机构事务")
    assert table.columns == ("本年支出合计", "基本支出", "项目支出", "上缴上级支出")


SHIFTED = """2023年度一般公共预算财政拨款支出决算表（表 5）
单位：万元
项目→→→本年支出→→→
功能分类→→科目名称→小计→基本支出→项目支出→
科目编码→→→→→→
类→款→项→栏次→1→2→3
→→→合计→9.00→5.00→4.00
201→→一般公共服务支出→→9.00→5.00→4.00
20103→→政府办公厅（室）及相关机构事务→→9.00→5.00→4.00
2010302→→一般行政管理事务→→4.00→→4.00
"""


def test_heads_standing_beside_their_figures_are_aligned_by_the_column_numbers() -> None:
    table = only(SHIFTED)
    assert table.columns == ("本年支出/小计", "本年支出/基本支出", "本年支出/项目支出")
    found = figures(table)
    assert found["合计", "本年支出/小计"] == "9.00万元"
    path = "一般公共服务支出/政府办公厅（室）及相关机构事务/一般行政管理事务"
    assert found[path, "本年支出/项目支出"] == "4.00万元"
    assert (path, "本年支出/基本支出") not in found


def test_a_shift_without_column_numbers_is_found_from_the_figures() -> None:
    text = """部门支出总表
单位：万元
科目编码→科目名称→合计→基本支出→项目支出→
201→→一般公共服务支出→7.00→5.00→2.00
20103→→政府办公厅（室）及相关机构事务→7.00→5.00→2.00
"""
    assert figures(only(text))["一般公共服务支出", "项目支出"] == "2.00万元"


THREE = """2023年度一般公共预算财政拨款基本支出决算表（表 6）
单位：万元
人员经费→→→公用经费→→→→→
科目编码→科目名称→决算数→科目编码→科目名称→决算数→科目编码→科目名称→决算数
301→工资福利支出→30.00→302→商品和服务支出→4.00→310→资本性支出→1.00
30101→基本工资→30.00→30201→办公费→4.00→31002→办公设备购置→1.00
303→对个人和家庭的补助→→30202→印刷费→→→→
人员经费合计→→30.00→公用经费合计→→→→→5.00
"""


def test_three_code_name_figure_triples_are_three_blocks() -> None:
    found = figures(only(THREE))
    assert found["工资福利支出/基本工资", "人员经费/决算数"] == "30.00万元"
    assert found["商品和服务支出/办公费", "公用经费/决算数"] == "4.00万元"
    assert found["资本性支出/办公设备购置", "公用经费/决算数"] == "1.00万元"


def test_a_sum_printed_under_the_last_block_belongs_to_the_label_before_it() -> None:
    assert figures(only(THREE))["公用经费合计", "公用经费/决算数"] == "5.00万元"


def test_three_levels_of_heads_and_a_blank_block() -> None:
    table = only(
        """一般公共预算“三公”经费支出决算表
单位：万元
预算数→→→→→→决算数→→→→→
合计→因公出国(境)费→公务用车购置及运行费→→→公务接待费→合计→因公出国(境)费→公务用车购置及运行费→→→公务接待费
→→小计→公务用车购置费→公务用车运行费→→→→小计→公务用车购置费→公务用车运行费→
1→2→3→4→5→6→7→8→9→10→11→12
3.00→0.00→2.50→0.00→2.50→0.50→→→→→→
"""
    )
    assert table.columns[4] == "预算数/公务用车购置及运行费/公务用车运行费"
    assert table.columns[8] == "决算数/公务用车购置及运行费/小计"
    assert figures(table)["合计", "预算数/公务接待费"] == "0.50万元"
    assert [cell.value for cell in table.rows[0].cells[6:]] == [BLANK] * 6


def test_codes_in_three_columns_are_joined_and_padded() -> None:
    table = only(
        """一般公共预算基本支出部门预算经济分类预算表
单位：元
经济分类科目编码→→经济分类科目名称→一般公共预算基本支出→→
类→款→→合计→人员经费→公用经费
301→→工资福利支出→800,000→800,000→
301→2→津贴补贴→800,000→800,000→
"""
    )
    assert codes(table) == ["301", "30102"]
    assert figures(table)["工资福利支出/津贴补贴", "一般公共预算基本支出/人员经费"] == "800,000元"


def test_ordinals_and_units_make_a_hierarchy() -> None:
    table = only(
        """财政拨款收支预算总表
单位：万元
收 入→→支 出→
项目→预算数→项目→预算数
一、本年收入→9.00→一、本年支出→9.00
（一）一般公共预算拨款→9.00→（一）一般公共服务支出→7.00
二、上年结转→→（廿一）其他支出→2.00
（一）一般公共预算拨款→→二、年终结转结余→
收 入 总 计→9.00→支 出 总 计→9.00
"""
    )
    found = figures(table)
    assert found["一、本年收入/（一）一般公共预算拨款", "收入/预算数"] == "9.00万元"
    assert found["一、本年支出/（廿一）其他支出", "支出/预算数"] == "2.00万元"
    assert found["支出总计", "支出/预算数"] == "9.00万元"
    assert table.rows[-4].parents == ("二、上年结转",)


def test_project_codes_stand_below_their_unit_and_a_total_without_label_is_named() -> None:
    table = only(
        """项目支出表
单位：万元
项目编码→项目名称→项目单位→合计→本年拨款→→单位资金
→→→→一般公共预算→政府性基金预算→
→→→4.00→4.00→→
088→云溪区测试局→→4.00→4.00→→
088001→云溪区测试局本级→→4.00→4.00→→
31→本级支出项目→→4.00→4.00→→
42990024088T000000900→道路 养护经费→云溪区测试局本级→4.00→4.00→→
"""
    )
    assert table.rows[0].label == "合计"
    assert table.rows[-1].label == "道路养护经费"
    assert table.rows[-1].code == "42990024088T000000900"
    assert table.rows[-1].parents == ("云溪区测试局", "云溪区测试局本级", "本级支出项目")
    assert table.columns[1] == "本年拨款/一般公共预算"


def test_a_table_goes_on_under_its_head_or_title_printed_again() -> None:
    page = "科目编码→科目名称→合计→基本支出→项目支出"
    again = only(
        f"部门支出总表\n单位：万元\n{page}\n201→一般公共服务支出→3.00→1.00→2.00\n\n"
        f"部门支出总表（续）\n{page}\n208→社会保障和就业支出→5.00→5.00→\n"
    )
    after_page_number = only(
        f"部门支出总表\n单位：万元\n{page}\n201→一般公共服务支出→3.00→1.00→2.00\n\n3\n\n"
        "208→社会保障和就业支出→5.00→5.00→\n"
    )
    assert codes(again) == codes(after_page_number) == ["201", "208"]


def test_title_and_unit_may_stand_in_cells() -> None:
    table = only(
        """收入决算表→→→
公开02表→→→
部门：云溪区测试中心→→→单位：元
科目编码→科目名称→本年收入合计→财政拨款收入
→合计→30.50→30.50
"""
    )
    assert (table.kind, table.unit) == ("F02", "元")
    assert figures(table)["合计", "财政拨款收入"] == "30.50元"


def test_a_title_in_the_contents_is_no_table_and_one_without_data_is_absent() -> None:
    tables = tables_of(
        """目录
一、收入决算表→3
二、支出决算表→4
三、政府性基金预算财政拨款收入支出决算表→5
第一部分 概况
测试中心的职责写在这里。
收入决算表
单位：万元
科目编码→科目名称→本年收入合计→财政拨款收入
→合计→30.50→30.50
支出决算表
政府性基金预算财政拨款收入支出决算表
单位：万元
本单位没有政府性基金预算财政拨款收入支出，故本表无数据。
"""
    )
    assert [(t.kind, t.status) for t in tables] == [("F02", "read"), ("F03", "absent"), ("F08", "empty")]
    assert "无数据" in tables[2].note


def test_an_empty_table_keeps_its_head_and_says_why() -> None:
    table = only(
        """政府性基金预算支出表
单位：万元
科目编码→科目名称→本年政府性基金预算支出→→
→→合计→基本支出→项目支出

测试中心今年没有使用政府性基金预算拨款安排的支出。
"""
    )
    assert (table.kind, table.status, table.rows) == ("B08", "empty", ())
    assert table.columns[0] == "本年政府性基金预算支出/合计"
    assert "没有使用" in table.note


def test_a_table_is_known_by_title_though_its_head_was_copied_from_another() -> None:
    text = "国有资本经营预算支出表\n单位：万元\n科目编码→科目名称→本年政府性基金预算支出→→\n→→合计→基本支出→项目支出\n"
    assert only(text).kind == "B09"


def test_prose_with_a_tab_is_no_table() -> None:
    assert tables_of("一、职责\n\t测试中心负责测试工作，这句话前面有一个制表符，它不是表格。\n") == []


def test_ids_follow_the_order_of_appearance() -> None:
    text = SIDES + "\n" + GLUED
    assert [table.id for table in tables_of(text)] == ["x-t01", "x-t02"]


@given(
    st.lists(
        st.tuples(st.decimals(0, 9999, places=2), st.decimals(0, 9999, places=2)),
        min_size=1,
        max_size=8,
    ),
    st.integers(0, 2),
)
def test_any_amounts_survive_whatever_stray_columns_precede_them(
    amounts: list[tuple[Decimal, Decimal]], shift: int
) -> None:
    rows = "\n".join(
        f"{20100 + n}→{'→' * shift}测试科目{chr(0x7532 + n)}→{a + b:f}→{a:f}→{b:f}" for n, (a, b) in enumerate(amounts)
    )
    table = only(f"部门支出总表\n单位：万元\n科目编码→科目名称→合计→基本支出→项目支出\n{rows}\n")
    assert [[c.value.value for c in row.cells] for row in table.rows] == [[a + b, a, b] for a, b in amounts]


def test_heads_span_wide_gaps_of_empty_grid_columns() -> None:
    table = only(
        """“三公”经费、会议费、培训费支出预算表
单位：万元
合计→→“三公”经费→→→→→→→→→会议费→培训费
→→小计→因公出国（境）费→→公务用车购置及运行维护费→→→→→公务接待费→→
→→→→→小计→→公务用车购置费→→公务用车运行维护费→→→
9.5→→4.5→1→→2→→→→2→1.5→2→3
"""
    )
    assert table.columns[4] == "“三公”经费/公务用车购置及运行维护费/公务用车购置费"
    found = figures(table)
    assert found["合计", "“三公”经费/公务用车购置及运行维护费/公务用车运行维护费"] == "2万元"
    assert found["合计", "“三公”经费/公务接待费"] == "1.5万元"
    assert found["合计", "培训费"] == "3万元"


def test_columns_of_words_under_unknown_heads_are_no_amounts() -> None:
    table = only(
        """政府采购支出预算表
单位：万元
专项名称→采购物品名称→采购组织形式→总计
设备更新→台式计算机→分散自行组织→9.00
设备更新→复印机→部门集中采购→8.00
"""
    )
    assert table.columns == ("总计",)
    assert {row.label for row in table.rows} == {"台式计算机", "复印机"}


def test_carried_balances_by_kind_of_fund_stand_below_their_sum() -> None:
    table = only(
        """财政拨款收入支出决算总表
单位：万元
收入→→支出→
项目→决算数→项目→决算数
一、一般公共预算财政拨款→7.00→一、一般公共服务支出→9.00
年初财政拨款结转和结余→2.00→年末财政拨款结转和结余→
一、一般公共预算财政拨款→2.00→→
总计→9.00→总计→9.00
"""
    )
    assert figures(table)["年初财政拨款结转和结余/一、一般公共预算财政拨款", "收入/决算数"] == "2.00万元"


def test_rows_without_any_title_are_a_table_of_no_kind_and_never_join_another() -> None:
    text = (
        "部门支出总表\n单位：万元\n科目编码→科目名称→合计\n201→一般公共服务支出→9.00\n"
        "三、其他情况\n项目→金额\n车辆购置→5.00\n"
    )
    first, second = tables_of(text)
    assert (first.kind, len(first.rows), second.kind, second.title) == ("B03", 1, "other", "")
