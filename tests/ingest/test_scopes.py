"""Rows of one name carry what tells them apart: their unit, their second classification, their 款."""

from disclosed import BODY, budget, fact, failures, figures, table

UNITS = table(
    "一般公共预算支出明细表（按支出功能分类科目）",
    "功能科目编码 | 功能科目名称 | 合计 | 人员经费支出 | 公用经费支出",
    " | 合计 | 300.00 | 250.00 | 50.00",
    f"125001 | {BODY} | 200.00 | 170.00 | 30.00",
    "221 | 住房保障支出 | 20.00 | 20.00 | ",
    "2210201 | 住房公积金 | 20.00 | 20.00 | ",
    "213 | 农林水支出 | 180.00 | 150.00 | 30.00",
    "125002 | 云溪县农业技术推广中心 | 100.00 | 80.00 | 20.00",
    "221 | 住房保障支出 | 10.00 | 10.00 | ",
    "2210201 | 住房公积金 | 10.00 | 10.00 | ",
    "213 | 农林水支出 | 90.00 | 70.00 | 20.00",
)


def test_an_account_below_a_unit_is_of_that_unit() -> None:
    found = budget(UNITS)
    centre = fact(found, "云溪县农业技术推广中心/住房保障支出/住房公积金", "合计")
    assert (f"{centre.quantity.value:f}", centre.subject) == ("10.00", "云溪县农业技术推广中心")
    office = fact(found, f"{BODY}/住房保障支出/住房公积金", "合计")
    assert (f"{office.quantity.value:f}", office.subject) == ("20.00", f"{BODY}本级")


def test_the_total_over_the_units_is_of_the_whole() -> None:
    found = budget(UNITS)
    assert fact(found, "合计", "合计").subject is None
    assert found.disclosure.units == ("云溪县农业技术推广中心",)
    assert found.disclosure.scope == "consolidated"


LISTED = table(
    "专项业务经费支出表",
    "单位编码 | 单位名称（项目） | 项目金额",
    " | 合计 | 300.00",
    f"125 | {BODY} | 300.00",
    f"125001 | {BODY} | 200.00",
    " | 田间学校经费 | 150.00",
    " | 种子检验经费 | 50.00",
    "125002 | 云溪县农业技术推广中心 | 100.00",
    " | 良种示范经费 | 100.00",
)


def test_projects_below_a_coded_unit_are_of_that_unit_where_they_come_to_its_figure() -> None:
    found = figures(budget(LISTED))
    assert found[(f"{BODY}/{BODY}/种子检验经费", "项目金额")] == "50.00万元"
    assert found[(f"{BODY}/云溪县农业技术推广中心/良种示范经费", "项目金额")] == "100.00万元"
    assert failures(budget(LISTED)) == []


CLASSES = table(
    "一般公共预算基本支出情况表",
    "部门经济科目编码 | 部门经济科目名称 | 政府经济科目编码 | 政府经济科目名称 | 合计 | 人员支出 | 公用支出",
    " | 合计 |  |  | 160.00 | 140.00 | 20.00",
    "301 | 工资福利支出 | 501 | 机关工资福利支出 | 80.00 | 80.00 | ",
    "30101 | 基本工资 | 50101 | 工资奖金津补贴 | 80.00 | 80.00 | ",
    "301 | 工资福利支出 | 505 | 对事业单位经常性补助 | 60.00 | 60.00 | ",
    "30101 | 基本工资 | 50501 | 工资福利支出 | 60.00 | 60.00 | ",
    "302 | 商品和服务支出 | 502 | 机关商品和服务支出 | 20.00 |  | 20.00",
    "30201 | 办公费 | 50201 | 办公经费 | 20.00 |  | 20.00",
)


def test_an_item_printed_for_two_classes_names_each() -> None:
    found = figures(budget(CLASSES))
    assert found[("工资福利支出/50101工资奖金津补贴/基本工资", "合计")] == "80.00万元"
    assert found[("工资福利支出/50501工资福利支出/基本工资", "合计")] == "60.00万元"
    assert found[("商品和服务支出/办公费", "合计")] == "20.00万元"


def test_classes_printed_twice_are_no_error() -> None:
    assert failures(budget(CLASSES)) == []


def test_a_code_beside_its_item_makes_the_tree() -> None:
    found = budget(
        table(
            "一般公共预算支出表",
            "科目编码 | 项目 | 预算数 | 执行数",
            "201 | 一、一般公共服务支出 | 1,322.00 | 1,300.00",
            "20101 | 人大事务 | 306.00 | 300.00",
            "2010101 | 行政运行 | 306.00 | 300.00",
            "20103 | 政府办公厅（室）及相关机构事务 | 1,016.00 | 1,000.00",
            "2010301 | 行政运行 | 1,016.00 | 1,000.00",
        )
    )
    rows = {(f.row, f.row_code): f"{f.quantity.value:f}" for f in found.facts if f.column == "预算数"}
    assert rows[("一、一般公共服务支出/人大事务/行政运行", "2010101")] == "306.00"
    assert rows[("一、一般公共服务支出/政府办公厅（室）及相关机构事务/行政运行", "2010301")] == "1016.00"


def test_a_middle_code_of_two_digits_is_completed() -> None:
    found = budget(
        table(
            "部门支出总表",
            "科目编码 | 科目名称 | 合计 | 基本支出",
            "208 | 社会保障和就业支出 | 12.00 | 12.00",
            "05 | 行政事业单位养老支出 | 12.00 | 12.00",
            "2080505 | 机关事业单位基本养老保险缴费支出 | 12.00 | 12.00",
        )
    )
    assert [row.code for row in found.tables[0].rows] == ["208", "20805", "2080505"]


def test_an_account_named_like_a_body_is_no_body() -> None:
    found = budget(
        table(
            "部门支出总表",
            "科目编码 | 科目名称 | 合计 | 基本支出",
            "207 | 文化旅游体育与传媒支出 | 12.00 | 12.00",
            "2070104 | 图书馆 | 12.00 | 12.00",
        )
    )
    assert fact(found, "文化旅游体育与传媒支出/图书馆", "合计").subject is None


def test_projects_below_their_unit_are_of_that_unit_where_they_come_to_its_figure() -> None:
    found = budget(
        table(
            "项目支出预算表",
            "项目名称 | 总计 | 财政拨款",
            "合计 | 30.00 | 30.00",
            f"{BODY} | 20.00 | 20.00",
            "设备更新经费 | 12.00 | 12.00",
            "普查经费 | 8.00 | 8.00",
            "云溪县种子检验中心 | 10.00 | 10.00",
            "检验试剂经费 | 10.00 | 10.00",
        )
    )
    assert ("云溪县种子检验中心/检验试剂经费", "总计") in figures(found)


def test_accounts_below_their_unit_where_one_figure_is_rounded() -> None:
    found = budget(
        table(
            "部门预算基本支出预算表",
            "支出项目类别（资金使用单位） | 总计 | 财政拨款",
            "合计 | 30.00 | 30.00",
            f"{BODY}（本级） | 20.00 | 20.00",
            "工资福利支出 | 12.00 | 12.00",
            "商品和服务支出 | 8.00 | 8.00",
            "云溪县种子检验中心 | 10.00 | 10.00",
            "工资福利支出 | 6.67 | 6.67",
            "商品和服务支出 | 3.34 | 3.34",
        )
    )
    wages = {f.subject: f"{f.quantity}" for f in found.facts if f.row.endswith("工资福利支出") and f.column == "总计"}
    assert wages == {f"{BODY}（本级）": "12.00万元", "云溪县种子检验中心": "6.67万元"}


def test_where_no_unit_comes_out_exactly_nothing_is_proved() -> None:
    found = budget(
        table(
            "项目支出预算表",
            "项目名称 | 总计",
            "合计 | 30.00",
            "设备更新和机房改造办公室 | 20.00",
            "普查经费 | 19.99",
            "种子检验中心 | 10.00",
            "检验试剂经费 | 9.99",
        )
    )
    assert ("普查经费", "总计") in figures(found)


def test_an_item_of_both_classifications_is_named_by_the_finer() -> None:
    found = budget(
        table(
            "支出总表",
            "支出功能分类科目 | 政府支出经济分类科目 | 部门支出经济分类科目 | 合计 | 基本支出 | 项目支出",
            "2130101-行政运行 | 50101-工资奖金津补贴 | 30101-基本工资 | 31.50 | 31.50 | ",
            "2130101-行政运行 | 50201-办公经费 | 30201-办公费 | 9.40 | 7.40 | 2.00",
            "2130104-事业运行 | 50501-工资福利支出 | 30101-基本工资 | 12.10 | 12.10 | ",
            "合计 | | | 53.00 | 51.00 | 2.00",
        )
    )
    assert {f.row: (f"{f.quantity}", f.concept) for f in found.facts if f.column == "合计"} == {
        "行政运行/基本工资": ("31.50万元", "basic_salary"),
        "行政运行/办公费": ("9.40万元", "office_fee"),
        "事业运行/基本工资": ("12.10万元", "basic_salary"),
        "合计": ("53.00万元", "total_expenditure"),
    }


def test_a_list_in_tiers_is_named_by_the_lowest() -> None:
    found = budget(
        table(
            "政府购买服务预算明细表",
            "指导性目录 | | | 预算金额",
            "一级 | 二级 | 三级 | ",
            "合计 | | | 38.00",
            "02-政府履职辅助性服务 | 0201-法律服务 | 法律咨询服务 | 10.00",
            "02-政府履职辅助性服务 | 0211-后勤服务 | 物业管理服务 | 28.00",
        )
    )
    assert {row: value for (row, _), value in figures(found).items()} == {
        "合计": "38.00万元",
        "02-政府履职辅助性服务/0201-法律服务/法律咨询服务": "10.00万元",
        "02-政府履职辅助性服务/0211-后勤服务/物业管理服务": "28.00万元",
    }


def test_the_issuers_own_row_in_a_list_of_bodies_is_its_own_office() -> None:
    listed = table(
        "收入预算总表",
        "单位名称 | 总计 | 财政拨款收入",
        "合计 | 30.00 | 28.00",
        f"{BODY} | 20.00 | 20.00",
        "云溪县种子检验中心 | 8.00 | 6.00",
        "云溪县农业公报编辑室 | 2.00 | 2.00",
    )
    own = fact(budget(listed), BODY, "总计")
    assert (own.subject, f"{own.quantity}") == (f"{BODY}本级", "20.00万元")
    whole = fact(budget(listed), "合计", "总计")
    assert (whole.subject, f"{whole.quantity}") == (None, "30.00万元")


def test_where_the_bodies_do_not_come_to_the_total_the_row_is_the_issuers() -> None:
    listed = table("收入预算总表", "单位名称 | 总计", "合计 | 30.00", f"{BODY} | 30.00", "云溪县种子检验中心 | 10.00")
    assert fact(budget(listed), BODY, "总计").subject is None


def test_how_many_are_bought_is_no_code() -> None:
    found = budget(
        table(
            "政府采购预算表",
            "科目编码 | | | 单位编码 | 采购项目 | 采购目录 | 数量 | 预算金额",
            "类 | 款 | 项 | | | | | ",
            "224 | 01 | 06 | 125001 | 应急救援 | 专用汽车 | 1 | 59.80",
            "224 | 01 | 06 | 125001 | 训练场馆 | 考试系统 | 12 | 36.00",
        )
    )
    assert {(f.row, f.row_code, f.concept) for f in found.facts} == {
        ("应急救援", None, "government_procurement"),
        ("训练场馆", None, "government_procurement"),
    }
