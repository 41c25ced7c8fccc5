"""Flattened tables of an invented body, in the layouts of the genre."""

from __future__ import annotations

from flat_paper import lines_of

from corpus.disclosure import Table
from corpus.money import Quantity
from ingest.tables.flattened.read import read_flattened


def read(text: str) -> list[Table]:
    return read_flattened(lines_of(text), "d")[0]


def figures(table: Table) -> dict[tuple[str, str], str]:
    return {
        (row.label, table.columns[cell.column]): f"{cell.value.value}{cell.value.unit}"
        for row in table.rows
        for cell in row.cells
        if isinstance(cell.value, Quantity)
    }


def test_three_tables_side_by_side_are_told_apart_by_what_each_item_names() -> None:
    text = """公开表 1

2031 年收支预算总表
单位名称：云溪区测试中心 单位：万元

收入 支出（功能） 支出（经济分类）

项目 预算数 项目 预算数 项目 预算数

一、一般公共预算财
政拨款收入

90.00
201 一般公共服务支
出

60.00 301 工资福利支出 70.00

二、其他收入 206 科学技术支出 30.00 302 商品和服务支出 20.00

本年收入合计 90.00 本年支出合计 90.00 本年支出合计 90.00

上年结转 结转下年 结转下年

收入总计 90.00 支出总计 90.00 支出总计 90.00
"""
    (table,) = read(text)
    assert table.columns == ("收入/预算数", "支出（功能）/预算数", "支出（经济分类）/预算数")
    found = figures(table)
    assert found["一、一般公共预算财政拨款收入", "收入/预算数"] == "90.00万元"
    assert found["一般公共服务支出", "支出（功能）/预算数"] == "60.00万元"
    assert found["科学技术支出", "支出（功能）/预算数"] == "30.00万元"
    assert found["工资福利支出", "支出（经济分类）/预算数"] == "70.00万元"
    assert ("二、其他收入", "收入/预算数") not in found
    assert sum(row.label == "本年支出合计" for row in table.rows) == 2


def test_a_code_may_be_glued_to_its_name_or_cut_into_three_columns() -> None:
    text = """一般公共预算支出表
单位：元
项目 一般公共预算支出
功能分类科目编码
功能分类科目名称 合计 基本支出 项目支出
类 款 项
206科学技术支出 300,000 100,000 200,000
206 07 科学技术普及 300,000 100,000 200,000
206 07 02 科普活动 300,000 100,000 200,000
合计 300,000 100,000 200,000
"""
    (table,) = read(text)
    assert [row.code for row in table.rows] == ["206", "20607", "2060702", None]
    assert table.rows[2].parents == ("科学技术支出", "科学技术普及")
    assert figures(table)["科普活动", "项目支出"] == "200000元"


def test_the_title_list_is_no_table_and_a_title_without_data_is_absent() -> None:
    text = """目 录
一、部门收支总表
二、部门收入总表
第二部分 表
一、部门收支总表

单位：万元
收入 支出
项目 预算数 项目 预算数
一、一般公共预算拨款收入 5.00 一、科学技术支出 5.00
收入总计 5.00 支出总计 5.00

二、部门收入总表

17

第三部分 说明
"""
    tables, problems = read_flattened(lines_of(text), "d")
    assert [(t.kind, t.status) for t in tables] == [("B01", "read"), ("B02", "absent")]
    assert [t.id for t in tables] == ["d-t01", "d-t02"]
    assert [p.kind for p in problems] == ["lost_table"]
    assert tables[1].rows == ()


def test_an_empty_table_keeps_its_head_and_its_note() -> None:
    text = """公开表 9
2031 年政府性基金预算支出表
单位：云溪区测试中心 单位：万元
功能科目
编码
功能科目名称
本年政府性基金预算支出
总计 基本支出 项目支出
注：本部门没有政府性基金支出。
"""
    (table,) = read(text)
    assert (table.status, table.unit) == ("empty", "万元")
    assert table.columns == ("总计", "基本支出", "项目支出")
    assert table.note.startswith("注：")


def test_a_table_whose_figures_find_no_column_is_not_said_to_be_empty() -> None:
    text = """部门收入总表
单位：万元
单位代码 单位名称 小计 本年专款 专款结余
061 云溪区测试中心 12.50 10.00 2.50
"""
    [table] = read(text)
    assert (table.status, table.rows) == ("unread", ())


def test_the_unit_is_the_value_that_is_a_money_unit() -> None:
    text = "收入预算总表\n单位：云溪区元山中心 单位：万元\n功能科目编码 功能科目名称 总计 事业收入\n合计 3.00 3.00\n"
    assert read(text)[0].unit == "万元"


def test_the_printed_order_of_the_heads_is_the_order_of_the_columns() -> None:
    text = """2031年部门“三公”经费和机关运行经费预算表
单位:万元
“三公”经费预算数
机关运行经费预算
数
合计 因公出国(境)费 公务接待费
公务用车购置及运行费
小计 购置费 运行费
9.5 0 1.5 8 5 3 40
"""
    (table,) = read(text)
    found = {column.rsplit("/", 1)[-1]: value for (_, column), value in figures(table).items()}
    assert found["公务接待费"] == "1.5万元"
    assert found["小计"] == "8万元"
    assert found["运行费"] == "3万元"
    assert found["机关运行经费预算数"] == "40万元"


def test_a_misread_head_is_left_unread_rather_than_served() -> None:
    text = """支出预算总表
单位：万元
科目编码 科目名称 合计 基本支出 项目支出
201 一般公共服务支出 1.00 5.00 9.00
20103 政府办公厅（室）及相关机构事务 2.00 5.00 9.00
"""
    tables, problems = read_flattened(lines_of(text), "d")
    assert tables[0].status == "unread"
    assert {p.kind for p in problems} == {"ambiguous_column"}


def test_projects_and_purchases_whose_labels_are_broken_over_many_lines() -> None:
    text = """2031 年政府采购预算表
单位：云溪区测试中心 单位：万元
单位
名称
科目编码
科目名
称
项目
名称
采购
品名
采购数量及计量单位
资金来源
小计
一般公共预算财政拨款收入
云溪区
测试中
心
2010350
事业运
行
公务
费
货物
类
订书
机
5 台 2.00 2.00
云溪区
测试中
心
2010350
事业运
行
公务
费
货物
类
文件
柜
1 0.50 0.50
"""
    (table,) = read(text)
    assert [row.label for row in table.rows] == ["订书机", "文件柜"]
    assert table.rows[1].parents == ("云溪区测试中心", "事业运行", "公务费")
    found = figures(table)
    assert found["订书机", "采购数量及计量单位"] == "5台"
    assert found["文件柜", "采购数量及计量单位"] == "1"
    assert found["文件柜", "一般公共预算财政拨款收入"] == "0.50万元"


def test_page_numbers_and_repeated_heads_are_no_figures() -> None:
    text = """一般公共预算基本支出表
单位：万元
科目编码 科目名称 金额
合 计 9.00
302 商品和服务支出 9.00
30201 办公费 4.00
17
科目编码 科目名称 金额
30207 邮电费 5.00
"""
    (table,) = read(text)
    assert [(r.label, r.cells[0].text) for r in table.rows] == [
        ("合计", "9.00"),
        ("商品和服务支出", "9.00"),
        ("办公费", "4.00"),
        ("邮电费", "5.00"),
    ]


def test_lines_numbered_by_row_lose_their_numbers() -> None:
    text = """收入支出决算总表
单位：万元
收入 支出
项目 行次 金额 项目 行次 金额
栏次 1 栏次 2
一、一般公共预算财政拨款收入 1 8.10 一、一般公共服务支出 31 8.10
二、事业收入 2 二、国防支出 32
本年收入合计 27 8.10 本年支出合计 57 8.10
总计 30 8.10 总计 60 8.10
"""
    (table,) = read(text)
    assert set(figures(table).values()) == {"8.10万元"}
    assert len(figures(table)) == 6


def test_a_table_with_more_figures_than_known_columns_is_left_unread() -> None:
    text = """一般公共预算支出表
单位：万元
科目编码 科目名称 上年执行情况 合计 基本支出 项目支出 增减幅度
201 一般公共服务支出 1.00 3.00 1.00 2.00 200.00
20113 商贸事务 1.00 3.00 1.00 2.00 200.00
"""
    tables, problems = read_flattened(lines_of(text), "d")
    assert (tables[0].status, tables[0].rows) == ("unread", ())
    assert {p.kind for p in problems} == {"ambiguous_column"}
