"""档案表: pipe tables of shipped records say the same as the tab tables they restate."""

from __future__ import annotations

from sheet import codes, figures, lines_of, misplaced, words

from ingest.tables.record import read_record

RECORD = """---
year: 2023
---
# 第二部分 2023年度部门决算表

**公开表1 2023年度收入支出决算总表（表1）**

单位：万元

| 收入/项目 | 收入/行次 | 收入/金额 | 支出/项目 | 支出/行次 | 支出/金额 |
|---|---|---|---|---|---|
| 一、一般公共预算财政拨款收入 | 1 | 9.00 | 201 一般公共服务支出 | 31 | 9.00 |
| 总计 | 30 | 9.00 | 总计 | 60 | 9.00 |

**2023年度支出决算表（表3）**

单位：万元

| 功能分类科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
|  | 合计 | 9.00 | 5.00 | 4.00 |
| 201 | 一般公共服务支出 | 9.00 | 5.00 | 4.00 |

**政府性基金预算财政拨款收支决算表**

单位：万元

| 功能分类科目编码 | 科目名称 | 年初结转和结余 | 本年收入 |
|---|---|---|---|

注：测试中心没有政府性基金预算财政拨款收支。

**2023年度国有资本经营预算财政拨款支出决算表（表9）**

（原件此表为图片，文字缺失）

## 项目支出自评结果

**2023年度道路养护经费项目自评表**

项目：道路养护经费

单位：万元

| 填报项目 | 填报内容 |
|---|---|
| 项目名称 | 道路养护经费 |
| 起始年度 | 2022 |
| 项目前两年预算及当年预算变动情况 | 2020年决算896,000元，2021年决算845,500元 |

| 预算执行情况（万元）（20分） | 预算执行情况/预算数(A) | 预算执行情况/执行率(B/A) | 预算执行情况/得分(20*执行率) |
|---|---|---|---|
| 年度财政资金总额 | 2.50 | 86.40% | 17.28 |

一行不是表格的话。

| 目标名称 | 一级指标 | 二级指标 | 三级指标 | 年度目标值(A) | 实际完成值(B) | 得分 |
|---|---|---|---|---|---|---|
| 年度绩效目标1（80分） | 产出指标 | 数量指标 | 养护里程 | ≥100公里 | 120公里 | 16 |
| 年度绩效目标1（80分） | 效益指标 | 社会效益指标 | 改善出行 | 提升 | 得到提升 |  |

| 填报项目 | 填报内容 |
|---|---|
| 总分 | 97.28 |

正文在这里继续。
"""


def test_a_record_s_tables_are_read_like_the_original_s() -> None:
    tables = read_record(lines_of(RECORD), "r")
    assert [(t.id, t.kind, t.status) for t in tables] == [
        ("r-t01", "F01", "read"),
        ("r-t02", "F03", "read"),
        ("r-t03", "F08", "empty"),
        ("r-t04", "F09", "absent"),
        ("r-t05", "S02", "read"),
    ]
    assert tables[0].title == "2023年度收入支出决算总表（表1）"
    assert figures(tables[0])["一、一般公共预算财政拨款收入", "收入/金额"] == "9.00万元"
    assert codes(tables[0])[1] == "201"
    assert figures(tables[1])["一般公共服务支出", "项目支出"] == "4.00万元"
    assert tables[2].note.startswith("注：")


def test_the_parts_of_a_form_are_one_table() -> None:
    form = read_record(lines_of(RECORD), "r")[-1]
    found = figures(form)
    assert form.subject == "道路养护经费"
    assert found["年度财政资金总额", "预算执行情况/执行率(B/A)"] == "86.40%"
    assert found["年度绩效目标1/产出指标/数量指标/养护里程", "得分"] == "16分"
    assert found["年度绩效目标1", "分值"] == "80分"
    assert found["总分", "总分"] == "97.28分"
    assert words(form)["改善出行", "实际完成值(B)"] == "得到提升"
    field = "项目前两年预算及当年预算变动情况"
    assert found[field, f"{field}/2020年决算"] == "896,000元"
    assert found[field, f"{field}/2021年决算"] == "845,500元"


def test_a_year_is_no_amount() -> None:
    form = read_record(lines_of(RECORD), "r")[-1]
    assert words(form)["起始年度", "内容"] == "2022"


def test_places_in_a_record_hold_what_is_printed() -> None:
    assert misplaced(read_record(lines_of(RECORD), "r"), RECORD) == []
