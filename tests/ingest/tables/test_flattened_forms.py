"""Forms of an invented body that run down the page, broken over many lines."""

from __future__ import annotations

import pytest
from flat_paper import lines_of

from corpus.disclosure import Table
from corpus.money import Bound, Quantity
from ingest.tables.flattened.read import read_flattened

_PROJECT = """3.云溪客厅运营经费项目申报表

2031 年云溪区部门预算项目申报表（含绩效目
标）
资金单位：元

项目名称 云溪客厅运营
经费
项目代码
YX/01/0
07
项目负责人 某某某 联系电话 00000000
项目总预算
90,000 项目当年
预算
60,000
项目前两年预算及当年预
算变动情况
2029年决算 70,000，2030年决算 65,500
 项目资金来源
资金来源项目 金额
合计
1.财政拨款收入
60,000
其中：申请当年预算拨款 60,000
9.往来资金 0
项目支出明细测算
项目支出明细 金额
合计 60,000
1 场地费 25000
2“云上”平台维护
20,000
17
3 讲座及活动第三方评
估
15,000
4
5
测算依据及说明 相关合同
年度（2031）
绩效指标
一级指标 二级指标 指标内容 指标内容 指标值
产出指标
数量指标
举办企业讲座活
动
12 场
服务企业 300多家
时效指标
赶在年会前
讲座办齐率
11 月中旬之
前
成本指标
小于或等于
6 万元
全年讲座费用
控制数
小于或等于 6 万
元
效益指标
社会公众或
服务对象满
意度指标
90%
企业满意程度
95%
"""


def read(text: str) -> list[Table]:
    return read_flattened(lines_of(text), "d")[0]


def figures(table: Table) -> dict[tuple[str, str], list[Quantity]]:
    found: dict[tuple[str, str], list[Quantity]] = {}
    for row in table.rows:
        for cell in row.cells:
            if isinstance(cell.value, Quantity):
                found.setdefault((row.label, table.columns[cell.column]), []).append(cell.value)
    return found


@pytest.fixture(scope="module")
def project() -> Table:
    (table,) = read(_PROJECT)
    return table


def test_a_form_is_about_one_project_and_keeps_both_its_titles(project: Table) -> None:
    assert project.kind == "B14"
    assert project.subject == "云溪客厅运营经费"
    assert project.title.startswith("3.云溪客厅运营经费项目申报表 2031 年")
    assert project.unit == "元"


@pytest.mark.parametrize(
    ("row", "column", "printed"),
    [
        ("项目总预算", "项目总预算", "90,000"),
        ("项目当年预算", "项目当年预算", "60,000"),
        ("2029年决算", "项目前两年预算及当年预算变动情况", "70,000"),
        ("2030年决算", "项目前两年预算及当年预算变动情况", "65,500"),
        ("1.财政拨款收入", "项目资金来源/金额", "60,000"),
        ("9.往来资金", "项目资金来源/金额", "0"),
        ("合计", "项目支出明细测算/金额", "60,000"),
        ("场地费", "项目支出明细测算/金额", "25000"),
        ("“云上”平台维护", "项目支出明细测算/金额", "20,000"),
        ("讲座及活动第三方评估", "项目支出明细测算/金额", "15,000"),
        ("举办企业讲座活动", "指标值", "12场"),
        ("服务企业", "指标值", "300多家"),
        ("全年讲座费用控制数", "指标值", "小于或等于6万元"),
        ("企业满意程度", "指标值", "95%"),
    ],
)
def test_a_field_is_read_with_its_value_on_the_label_s_line_or_after_it(
    project: Table, row: str, column: str, printed: str
) -> None:
    assert [q.printed for q in figures(project)[row, column]] == [printed]


def test_blank_sources_and_empty_numbered_rows_give_no_figures(project: Table) -> None:
    labels = [row.label for row in project.rows]
    assert ("合计", "项目资金来源/金额") not in figures(project)
    assert "4" not in labels
    assert not any(q.printed in {"17", "5", "12"} for values in figures(project).values() for q in values)


def test_nothing_of_an_official_is_read(project: Table) -> None:
    assert not any("某某某" in cell.text or "00000000" in cell.text for row in project.rows for cell in row.cells)


def test_an_indicator_stands_under_its_levels(project: Table) -> None:
    parents = {row.label: row.parents for row in project.rows}
    assert parents["举办企业讲座活动"] == ("产出指标", "数量指标")
    assert parents["企业满意程度"] == ("效益指标", "社会公众或服务对象满意度指标")


def test_places_are_those_of_the_printed_pieces(project: Table) -> None:
    for row in project.rows:
        for cell in row.cells:
            printed = _PROJECT[cell.place.start : cell.place.end]
            assert "".join(printed.split()) == cell.text


_REASONED = """2031 年项目支出(绩效目标）申报表

项目名称 综合工作经费 项目代码

项目主管部门 云溪区测试中心

上年绩效评价结果、整改及
应用
1.上年自评得分 91 分，缺课两次。
项目前两年预算及当年预算
变动情况
1.2029 年年初预算 8 万元，年中压减 2万元。
2.2029 年实际预算执行 5.5 万元。
3.2030 年 1-9 月执行 1.4 万元。
项目总预算 12 万元 项目当年预算 12万元
2031 年预算申报项目资
金来源
来源项目 2031 年预算申报数（万元）
当年预算合计 12
1.财政拨款收入（区级安排数） 12
2.财政拨款收入（上级转移支付）
2031项目支出明细及依据
项目内容 测算依据及说明
本级财政拨款
金额
上级转移
支付金额
其他资金
云上服务大厅的服务器与小
程序维护经费
两台云主
机租赁经
费
8.5 万元/
年
节日慰问
慰问困难企业
和职工
3.5 万元/年
项目资产配置计划及采购计划
品名 数量 金额（万元）
书柜 2 0.3
项目绩效总目标
做好服务。
一级指标 二级指标 明细指标内容（三级指标） 指标值 指标值确定依据
项目产出
产出数量 授课次数 ≧14 逢双月两次
产出质量 讲师到场率 93%-100%
讲师到场率=到场人
数/应到人数
产出时效 讲义备齐率 100% 课前印好
社会公众或服
务对象满意度
指标服务对象
满意度
企业满意度
满意度达
90%
"""


def test_spending_with_reasons_takes_the_name_and_the_only_source_of_money() -> None:
    (table,) = read(_REASONED)
    found = figures(table)
    column = "2031项目支出明细及依据/本级财政拨款金额"
    (rate,) = found["云上服务大厅的服务器与小程序维护经费", column]
    assert (str(rate.value), rate.unit) == ("8.5", "万元/年")
    assert ("节日慰问", column) in found


def test_past_years_scores_and_purchases_of_a_form() -> None:
    (table,) = read(_REASONED)
    found = figures(table)
    past = "项目前两年预算及当年预算变动情况"
    assert str(found["2029年年初预算", past][0]) == "8万元"
    assert str(found["2029年年中压减", past][0]) == "2万元"
    assert str(found["2030年1-9月执行", past][0]) == "1.4万元"
    assert str(found["上年自评得分", "上年绩效评价结果、整改及应用"][0]) == "91分"
    assert str(found["书柜", "项目资产配置计划及采购计划/金额"][0]) == "0.3万元"


def test_bounds_and_ranges_are_kept_with_their_numbers() -> None:
    (table,) = read(_REASONED)
    found = figures(table)
    (training,) = found["授课次数", "指标值"]
    assert (training.bound, training.unit) == (Bound.AT_LEAST, "次")
    low, high = found["讲师到场率", "指标值"]
    assert [(str(q.value), q.bound) for q in (low, high)] == [("93", Bound.AT_LEAST), ("100", Bound.AT_MOST)]
    assert found["企业满意度", "指标值"][0].unit == "%"


_OVERALL = """2031 年部门整体绩效目标申报表
部门名称 云溪区测试中心
填报人 某某某 联系电话 00000000
部门总体资金情况
（万元）
总体资金情况 当年金额 占比
上年收支情况
2030
收入构成
财政拨款 80 100% 60.5
其他资金
合计 80 100% 60.5
支出构成
基本支出 60 75% 40
项目支出 20 25% 20.5
合计 80 100% 60.5
项目支出情况
项目名称 项目类型 项目总预算 项目本年度预算
项目主要支
出方向
云溪讲座经费 经常性项目 25 20
讲座的场
地与讲师
整体绩效目标
长期目标 1： 办好讲座
长期绩效指标
一级指标 二级指标 三级指标 指标值 指标值说明
产出指标
数量
指标
全年举办的企业讲
座场次
≥12 场
每月一场以
上
参加讲座的企业家
数
≥200
家
按签到簿统
计
满意度指标
社会公
众或服
务对象
满意度
参加者满意度 ≥90%
年度目标 1：办好今年的讲座
年度绩效指标
一级指标 二级指标 指标名称 指标值 指标值确定依据
近两年指标值 预期当年实现值
2029年 2030年
产出指标 数量指标 讲座场次 9场 10场 ≥12场 计划标准
"""


def test_the_money_and_the_goals_of_a_whole_body() -> None:
    (table,) = read(_OVERALL)
    found = figures(table)
    assert str(found["基本支出", "总体资金情况（万元）/占比"][0]) == "75%"
    assert str(found["财政拨款", "总体资金情况（万元）/上年收支情况/2030"][0]) == "60.5万元"
    assert str(found["云溪讲座经费", "项目支出情况/项目本年度预算"][0]) == "20万元"
    parents = {row.label: row.parents for row in table.rows}
    assert parents["全年举办的企业讲座场次"] == ("长期目标1", "产出指标", "数量指标")
    assert parents["参加者满意度"] == ("长期目标1", "满意度指标")
    assert ("参加讲座的企业家数", "指标值") in found
    assert not any(label == "讲座场次" for label, _ in found)  # three years' values under one head


def test_an_evaluation_that_lost_its_cells_is_told_of_as_unread() -> None:
    text = """2031 年度讲座经费项目自评表
项目名称 讲座经费
主管部门 云溪区测试中心
预算执行情况(万元)(20分) 预算数(A) 执行数(B) 执行率(B/A) 得分
年度财政资金总额 20.00 15.00 75.00% 15.00
年度绩效目标1(80分) 一级指标 二级指标 三级指标 年度目标值(A) 实际完成值(B) 得分
产出指标 成本指标 讲座费用 15万元 15万元 20
数量指标 讲座场次 12场 11场 16
总分 88.50
"""
    (table,) = read(text)
    assert (table.status, table.rows) == ("unread", ())


def test_a_form_with_measures_in_brackets_behind_its_targets() -> None:
    text = """财政项目支出绩效目标填报表
（2031年度）
项目名称 云溪讲座经费 项目性质 经常性项目 项目类别 特定目标类
主管部门 云溪区测试中心 实施单位 云溪区测试中心
项目资金
（元）
项目资金总额 41,000.00 年度资金申请总额 31,000.00
一级指标 二级指标 三级指标 年度(/项目)指标值
绩效指标
产出指标
数量指标 讲座活动 =12.00(次)
满意度指标
服务对象满意度
指标
听众满意度 ≥80.00(%)
"""
    (table,) = read(text)
    found = figures(table)
    assert table.subject == "云溪讲座经费"
    assert str(found["年度资金申请总额", "年度资金申请总额"][0]) == "31,000.00元"
    assert (found["讲座活动", "指标值"][0].unit, found["听众满意度", "指标值"][0].bound) == ("次", Bound.AT_LEAST)
