"""Forms of targets of several provinces: the money beside points, names in titles, lists of projects."""

from disclosed import budget, fact, figures

from corpus.money import Bound
from ingest.tables.values import measures


def rows(title: str, *cells: str) -> str:
    return "\n".join([title, "", *(f"| {row} |" for row in cells)])


def test_a_form_whose_title_names_the_project() -> None:
    found = budget(
        rows(
            "电梯应急处置平台项目绩效目标表",
            "专项资金情况（万元） | 资金总额： | 57.00 |  | ",
            " | 财政拨款： | 57.00 |  | ",
            " | 其他资金： | 0.00 |  | ",
            "绩效目标指标 | 一级指标 | 二级指标 | 三级指标 | 目标值",
            " | 产出指标 | 数量指标 | 坐席设置情况 | ≥100%",
        )
    )
    total = fact(found, "电梯应急处置平台/资金总额", "资金总额")
    assert (f"{total.quantity}", total.subject, total.concept) == (
        "57.00万元",
        "电梯应急处置平台",
        "project_expenditure",
    )


def test_money_with_the_weight_of_its_execution_beside_it() -> None:
    found = budget(
        rows(
            "信访业务培训绩效目标表",
            "项目名称 |  | 信访业务培训 |  |  |  | ",
            "项目资金（万元） |  | 年度资金总额： |  | 118.01 |  | 执行率分值（10）",
            " |  | 其中：财政拨款 |  | 118.01 |  | ",
            "绩效指标 | 一级指标 | 二级指标 | 三级指标 |  | 指标值 | 分值（90）",
            " | 产出指标 | 数量指标 | 培训班次 |  | ≥3次 | 6",
        )
    )
    money = [f for f in found.facts if f.row.endswith("年度资金总额")]
    assert [(f"{f.quantity}", f.subject, f.concept) for f in money] == [
        ("118.01万元", "信访业务培训", "project_expenditure")
    ]


def test_a_list_of_projects_with_their_targets_is_a_table_of_money() -> None:
    found = budget(
        rows(
            "2025年市级一般性项目绩效目标表",
            "序号 | 项目名称 | 当年财政拨款预算金额（万元） | 当年绩效目标 | 指标名称 | 指标性质 | 指标值 | 计量单位 | 指标权重(%)",
            "1 | 业务经费 | 14,299.16 | 推进项目实施 | 检验对象数量 | ≥ | 3060 | 个次 | 10",
            " |  |  |  | 专报数量 | ≥ | 50 | 次数 | 40",
        )
    )
    assert figures(found) == {
        ("业务经费", "当年财政拨款预算金额（万元）"): "14299.16万元",
        ("检验对象数量", "指标值"): "3060个次",
        ("专报数量", "指标值"): "50次数",
    }
    targets = [f for f in found.facts if f.column == "指标值"]
    assert {(f.subject, f.quantity.bound, f.concept, f.measure) for f in targets} == {
        ("业务经费", Bound.AT_LEAST, None, "target")
    }


def test_sign_value_and_unit_of_a_listed_target_stand_in_any_order() -> None:
    found = budget(
        rows(
            "2025年项目支出绩效目标表",
            "单位编码 | 单位（项目）名称 | 资金总额（万元） | 绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标值"
            " | 指标值内容 | 评（扣）分标准 | 度量单位 | 指标值类型 | 备注",
            "126001 | 云溪县农业局 | 45.78 |  |  |  |  |  |  |  |  |  | ",
            "126001 | 走访专项 | 35.78 | 提高成效 | 成本指标 | 经济成本指标 | 总成本 | 35.78 | 不超过预算 | 超出不得分 | 万元 | ≤ | 20",
            " |  |  |  | 产出指标 | 数量指标 | 走访户数 | 10 | 年内走访 | 少1户减1分 | 户 | ≥ | 10",
            " |  |  |  |  | 质量指标 | 走访质量 | 优 | 走访质量 | 完成得满分 |  | 定性 | 10",
            "126001 | 培训专项 | 10.00 | 提高能力 | 满意度指标 | 服务对象满意度指标 | 学员满意度 | 95 | 问卷 | 低1个百分点减1分 | % | ≥ | 10",
        )
    )
    targets = {f.row: (f.subject, f"{f.quantity}", f.quantity.bound) for f in found.facts if f.column == "指标值"}
    assert targets == {
        "成本指标/经济成本指标/总成本": ("走访专项", "35.78万元", Bound.AT_MOST),
        "产出指标/数量指标/走访户数": ("走访专项", "10户", Bound.AT_LEAST),
        "满意度指标/服务对象满意度指标/学员满意度": ("培训专项", "95%", Bound.AT_LEAST),
    }
    money = {
        f.row: f"{f.quantity}" for f in found.facts if f.measure == "amount" and f.subject in {"走访专项", "培训专项"}
    }
    assert money == {"走访专项": "35.78万元", "培训专项": "10.00万元"}


def test_a_unit_in_brackets_behind_its_number_is_its_unit() -> None:
    (one,) = measures("≥13459.00(平方米)")
    assert (f"{one.quantity.value}", one.quantity.unit, one.quantity.bound) == ("13459.00", "平方米", Bound.AT_LEAST)
    (share,) = measures("=100.00(%)")
    assert (f"{share.quantity.value}", share.quantity.unit) == ("100.00", "%")


def test_a_projects_number_is_not_part_of_its_name() -> None:
    found = budget(
        rows(
            "项目支出预算表",
            "项目名称 | 合计（万元） | 财政拨款（万元）",
            "11000022T000000460216-期刊经费 | 17.40 | 17.40",
            "11000022T000000460217-培训经费 | 2.60 | 2.60",
        )
    )
    assert fact(found, "期刊经费", "合计（万元）").subject == "期刊经费"


def test_targets_of_a_whole_body_with_sign_value_and_unit_in_columns_of_their_own() -> None:
    found = budget(
        rows(
            "2025年部门整体绩效目标表",
            "部门名称 |  | 云溪县农业局 |  |  |  |  |  | ",
            "总体资金情况（万元） |  | 预算支出总额 | 财政拨款 |  |  | 其他资金 |  | ",
            " |  |  | 合计 | 基本支出 | 项目支出 | 合计 | 基本支出 | 项目支出",
            " |  | 1,240.50 | 1,200.00 | 900.25 | 299.75 | 40.50 |  | 40.50",
            "整体绩效目标 | 整体绩效目标 | 稳住粮食面积，扩大良种覆盖。 |  |  |  |  |  | ",
            " | 活动 |  | 绩效指标 |  | 指标性质 | 指标值 |  | 度量单位",
            " | 良种推广 |  | 产出指标数量指标良种示范田 |  | ≥ | 12 |  | 块",
            " | 良种推广 |  | 效益指标社会效益指标带动农户 |  | 定性 | 良 |  | ",
            "整体绩效目标 |  |  |  |  |  |  |  | ",
            " | 机械服务 |  | 产出指标时效指标补贴按时发放率 |  | ＝ | 100 |  | %",
            " | 机械服务 |  | 产出指标数量指标遥感影像处理量 |  | ≥ | 3 |  | TB",
        )
    )
    assert figures(found) == {
        ("预算支出总额", "预算支出总额"): "1240.50万元",
        ("财政拨款", "财政拨款"): "1200.00万元",
        ("财政拨款/基本支出", "基本支出"): "900.25万元",
        ("财政拨款/项目支出", "项目支出"): "299.75万元",
        ("其他资金", "其他资金"): "40.50万元",
        ("其他资金/项目支出", "项目支出"): "40.50万元",
        ("良种推广/产出指标/数量指标/良种示范田", "指标值"): "12块",
        ("机械服务/产出指标/时效指标/补贴按时发放率", "指标值"): "100%",
        ("机械服务/产出指标/数量指标/遥感影像处理量", "指标值"): "3TB",
    }
    assert [(t.kind, t.status) for t in found.tables] == [("B13", "read")]


def test_targets_with_their_weights_below_a_goal_in_words() -> None:
    found = budget(
        rows(
            "2025年部门整体绩效目标表",
            "当年整体绩效目标 |  |  |  |  |  | ",
            "修复退化草地300公顷以上，保障牧区供水。 |  |  |  |  |  | ",
            "绩效指标 | 指标名称 | 指标性质 | 指标值 | 计量单位 | 指标权重(%) | 是否核心",
            " | 草地修复面积 | ≥ | 300 | 公顷 | 60 | 是",
            " | 牧区供水户数 | ≥ | 2,150 | 户 | 40 | 否",
        )
    )
    assert figures(found) == {
        ("草地修复面积", "指标值"): "300公顷",
        ("草地修复面积", "指标权重(%)"): "60%",
        ("牧区供水户数", "指标值"): "2150户",
        ("牧区供水户数", "指标权重(%)"): "40%",
    }
    assert fact(found, "牧区供水户数", "指标值").quantity.bound is Bound.AT_LEAST


def test_a_head_that_tells_the_unit_itself_is_no_line_above_the_table() -> None:
    found = budget(
        "第三部分 情况说明\n\n五、重点项目预算绩效目标情况\n\n重点项目如下：\n\n"
        + rows(
            "",
            "项目 | 预算数（单位：万元） | 绩效目标",
            "良种推广经费 | 534.72 | 扩大良种覆盖。",
            "农机检验经费 | 95.10 | 保障农机安全。",
            "其他运行经费 | 7 | 保障运转。",
        )
    )
    assert figures(found) == {
        ("良种推广经费", "预算数（单位：万元）"): "534.72万元",
        ("农机检验经费", "预算数（单位：万元）"): "95.10万元",
        ("其他运行经费", "预算数（单位：万元）"): "7万元",
    }
    assert not found.problems


def test_points_called_weights_and_indicators_below_a_level_that_is_printed_once() -> None:
    found = budget(
        rows(
            "信访业务培训绩效目标表",
            "项目名称 |  | 信访业务培训 |  |  |  | ",
            "绩效指标 | 一级指标 | 二级指标 | 三级指标 |  | 指标值 | 分值权重（90）",
            " | 产出指标 | 数量指标 | 培训班次 |  | ≥3次 | 6",
            " |  |  | 参训人数 |  | ≥110人 | 8",
            " |  | 质量指标 | 培训合格率 |  | ≥98% | 10",
        )
    )
    assert figures(found) == {
        ("绩效指标/产出指标/数量指标/培训班次", "指标值"): "3次",
        ("绩效指标/产出指标/数量指标/培训班次", "分值权重（90）"): "6分",
        ("绩效指标/产出指标/数量指标/参训人数", "指标值"): "110人",
        ("绩效指标/产出指标/数量指标/参训人数", "分值权重（90）"): "8分",
        ("绩效指标/产出指标/质量指标/培训合格率", "指标值"): "98%",
        ("绩效指标/产出指标/质量指标/培训合格率", "分值权重（90）"): "10分",
    }
    points = fact(found, "绩效指标/产出指标/数量指标/培训班次", "分值权重（90）")
    assert (points.measure, points.basis) == ("score", "budget")


def test_what_stands_before_a_value_is_an_indicator_and_no_level() -> None:
    found = budget(
        rows(
            "信访业务培训绩效目标表",
            "绩效指标 | 一级指标 | 二级指标 | 三级指标 |  | 指标值 | 评价",
            " | 产出指标 | 数量指标 | 培训班次 |  | ≥3次 | 6",
            " |  |  | 参训人数 |  | ≥110人 | 8",
        )
    )
    assert ("绩效指标/产出指标/数量指标/参训人数", "指标值") in figures(found)
