"""绩效表单 from tab-separated text: cells fall out of the rows, and the figures still find their heads."""

from __future__ import annotations

from sheet import figures, lines_of, misplaced, only, tables_of, words

from corpus.disclosure import Table
from corpus.money import Bound, Quantity
from ingest.tables.tabbed import read_tabbed

SCORES = """2023年度道路养护经费项目自评表

项目名称→→道路养护经费→→→→→
主管部门→→云溪区测试局→→项目实施单位→→云溪区测试中心→
项目类别→→1、甲类项目 <input type="checkbox" checked>→→2、乙类项目 <input type="checkbox">→→→
项目类型→→1、长期 <input type="checkbox"> 2、短期 <input type="checkbox" checked>→→→→→
预算执行情况 (万元) (20分)→→→调整后预 算数 (A)→执行数 (B)→执行率 (B/A)→得分 (20分*执行率)→
→→年度财政 资金总额→50.00→40.00→80.00%→16.00→
年度绩效 目标 1 (80 分)→一级指标→二级指标→三级指标→→年初目标值 (A)→实际完成值 (B)→得分
→产出指 标→数量指标→巡查里程→→≥100公里→120公里→20
→→质量指标→保障道路畅通→→达到预期→达到预 期→20
→时效指标→养护及时率→→100%→98%→10→
→→效益指标→社会效益 指标→改善出行→→提升→得到提升
→满意度指 标→满意度指 标→群众满意度→→≥90%→95%→10
总分→→76→→→→→
偏差原因分析→→<p>项目年初预算数 60.00 万元，实际支出 40.00 万元，执行率为 80.00%。</p>→→→→→
改进措施→→→→→→→
"""


def table() -> Table:
    return only(SCORES)


def cell(label: str, column: str) -> str | None:
    return next((v for (row, head), v in figures(table()).items() if row.endswith(label) and head == column), None)


def test_the_project_is_the_subject_of_its_form() -> None:
    assert (table().kind, table().subject, table().unit) == ("S02", "道路养护经费", "万元")


def test_the_execution_part_has_its_own_head_and_units() -> None:
    assert cell("年度财政资金总额", "预算执行情况/调整后预算数(A)") == "50.00万元"
    assert cell("年度财政资金总额", "预算执行情况/执行率(B/A)") == "80.00%"
    assert cell("年度财政资金总额", "预算执行情况/得分(20分*执行率)") == "16.00分"


def test_targets_and_actual_values_take_unit_and_bound_from_the_cell() -> None:
    target = next(
        c.value for r in table().rows if r.label == "巡查里程" for c in r.cells if isinstance(c.value, Quantity)
    )
    assert (str(target), target.bound, target.printed) == ("100公里", Bound.AT_LEAST, "≥100公里")
    assert cell("巡查里程", "实际完成值(B)") == "120公里"


def test_the_score_is_the_last_number_also_in_a_shifted_row() -> None:
    assert cell("巡查里程", "得分") == "20分"
    assert cell("养护及时率", "得分") == "10分"
    assert cell("养护及时率", "年初目标值(A)") == "100%"


def test_a_missing_score_stays_missing() -> None:
    assert cell("改善出行", "得分") is None
    assert words(table())["改善出行", "实际完成值(B)"] == "得到提升"


def test_levels_are_known_by_their_words_and_inherited() -> None:
    parents = {row.label: row.parents for row in table().rows}
    assert parents["保障道路畅通"] == ("年度绩效目标1", "产出指标", "质量指标")
    assert parents["养护及时率"] == ("年度绩效目标1", "产出指标", "时效指标")
    assert parents["改善出行"] == ("年度绩效目标1", "效益指标", "社会效益指标")
    assert parents["群众满意度"] == ("年度绩效目标1", "满意度指标", "满意度指标")


def test_the_total_and_the_points_of_a_goal_are_rows() -> None:
    assert cell("总分", "总分") == "76分"
    assert cell("年度绩效目标1", "分值") == "80分"


def test_checked_options_are_chosen_and_others_are_not() -> None:
    found = words(table())
    assert found["项目类别", "内容"] == "甲类项目"
    assert found["项目类型", "内容"] == "短期"


def test_amounts_in_a_text_cell_are_cells_of_its_row() -> None:
    assert cell("偏差原因分析", "偏差原因分析/年初预算数") == "60.00万元"
    assert cell("偏差原因分析", "偏差原因分析/实际支出") == "40.00万元"
    assert cell("偏差原因分析", "偏差原因分析/执行率") == "80.00%"


def test_tags_are_no_part_of_a_cell_and_places_stay_true() -> None:
    text = SCORES.replace("→", "\t")
    assert misplaced(read_tabbed(lines_of(text), "x"), text) == []
    assert not any("<" in c.text for row in table().rows for c in row.cells)


OVERALL = """2024年度整体绩效目标申报表

填报日期：2023年12月1日

单位：万元

部门(单位)名称→云溪区测试局→→→→→
填报人→某人→→联系电话→→00000000→
部门总体资金情况 (万元)→总体资金情况→→当年金额→占比→近两年收支金额→
→收入构成→财政拨款→90.00→90.00%→70.00→80.00
→→其他资金→10.00→10.00%→0.00→0.00
→支出构成→人员类项目支出→60.00→60.00%→50.00→50.00
运转类项目支出→→40.00→40.00%→20.00→30.00→
合计→100.00→100%→70.00→80.00→→
部门职能概述→<p>1、做好2000户居民的测试服务。</p>→→→→→
项目支出情况→项目名称→项目类别→项目总预算→项目本年度预算→项目主要支出方向和用途→
→项目1: 道路养护经费→特定目标类→14→14→全区300公里道路养护。→

年度目标1:→<p>完成测试。</p>→→→→→→
年度绩效指标→一级指标→二级指标→指标名称→指标值→→→指标值确定依据
→→→→近两年指标值→→预期当年实现值→
→→→→2022年→2023年→→
→产出指标→数量指标→养护里程→12公里→14公里→≥15公里→计划标准
→社会效益指标→提升出行效率→90%→92%→95%→计划标准→
满意度指标→服务对象满意度指标→居民满意度→90%→90%→≥90%→计划标准→
"""


def test_rows_that_lost_their_left_cells_keep_their_group_and_columns() -> None:
    found = figures(only(OVERALL))
    assert found["部门总体资金情况/支出构成/运转类项目支出", "当年金额"] == "40.00万元"
    assert found["部门总体资金情况/支出构成/合计", "占比"] == "100%"


def test_two_past_years_without_heads_are_the_older_and_the_newer() -> None:
    found = figures(only(OVERALL))
    path = "部门总体资金情况/收入构成/财政拨款"
    assert (found[path, "近两年收支金额/2022"], found[path, "近两年收支金额/2023"]) == ("70.00万元", "80.00万元")


def test_projects_of_the_whole_body_are_rows_with_their_own_columns() -> None:
    found = figures(only(OVERALL))
    assert found["项目1:道路养护经费", "项目支出情况/项目总预算"] == "14万元"


def test_a_head_of_three_rows_names_the_years() -> None:
    found = figures(only(OVERALL))
    path = "年度目标1/年度绩效指标/产出指标/数量指标/养护里程"
    assert found[path, "指标值/近两年指标值/2022年"] == "12公里"
    assert found[path, "指标值/预期当年实现值"] == "15公里"


def test_a_second_level_of_another_kin_does_not_inherit_the_first() -> None:
    parents = {row.label: row.parents for row in only(OVERALL).rows}
    assert parents["提升出行效率"] == ("年度目标1", "年度绩效指标", "社会效益指标")
    assert parents["居民满意度"][-2:] == ("满意度指标", "服务对象满意度指标")


def test_names_and_telephones_are_not_taken_in() -> None:
    held = {row.label for row in only(OVERALL).rows}
    assert not held & {"填报人", "联系电话", "填报日期"}


def test_numbers_in_running_text_are_no_figures() -> None:
    assert not any("2000" in value for value in figures(only(OVERALL)).values())


PROJECT = """2024年项目资金绩效目标申报表

单位名称：云溪区测试局

资金单位：万元

项目名称→道路养护→项目代码→429900240880000900
项目负责人→某人→联系电话→00000000
项目总预算→41.50→项目当年预算→41.50
起始年度→2024→终止年度→2025
项目前两年预算及当年预算变动情况→<ol> 1. 2022年预算88万、2023年安排预算62.50万元。 2. 缩减经费。→→
项目资金来源→资金来源项目→金额→
→合计→41.50→
→1. 一般公共预算财政拨款收入→41.50→
→其中：申请当年预算拨款→41.50→
→2. 政府性基金预算财政拨款收入→→
10. 上年结转→→→

项目支出 明细 预算→项目支出明细→→金额
→合计→→41.50
→1. 材料费→→40
5. (二所) 工具费→→1.50→
长期绩效目标表→→→→→→→
目标名称→一级指标→二级指标→三级指标→指标值→→指标值确定依据→
长期绩效目标1→成本指标→经济成本指标→成本控制率→97%-100%→→计划标准→
→产出指标→数量指标→养护里程→≥70公里→→计划标准→
→时效指标→→养护及时率→100%→→计划标准→
"""


def test_header_fields_belong_to_the_project() -> None:
    form, _ = tables_of(PROJECT)
    found = figures(form)
    assert form.subject == "道路养护"
    assert found["道路养护/项目总预算", "项目总预算"] == "41.50万元"
    assert next(row.code for row in form.rows if row.label == "项目总预算") == "429900240880000900"
    assert not any(row.endswith("年度") for row, _ in found)


def test_past_budgets_in_a_sentence_have_a_column_per_year() -> None:
    found = figures(tables_of(PROJECT)[0])
    field = "项目前两年预算及当年预算变动情况"
    assert found[f"道路养护/{field}", f"{field}/2022年预算"] == "88万元"
    assert found[f"道路养护/{field}", f"{field}/2023年预算"] == "62.50万元"


def test_sources_and_items_are_lists_with_their_own_heads() -> None:
    form, _ = tables_of(PROJECT)
    found = figures(form)
    assert found["1.一般公共预算财政拨款收入/其中：申请当年预算拨款", "项目资金来源/金额"] == "41.50万元"
    assert found["5.(二所)工具费", "项目支出明细预算/金额"] == "1.50万元"
    assert any(row.label == "10.上年结转" for row in form.rows)


def test_a_part_with_a_title_of_its_own_is_a_table_of_the_same_project() -> None:
    _, goals = tables_of(PROJECT)
    assert (goals.title, goals.kind, goals.unit) == ("长期绩效目标表", "B14", "万元")
    assert figures(goals)["长期绩效目标1/产出指标/数量指标/养护里程", "指标值"] == "70公里"
    assert figures(goals)["长期绩效目标1/产出指标/时效指标/养护及时率", "指标值"] == "100%"


def test_both_ends_of_a_range_are_cells() -> None:
    _, goals = tables_of(PROJECT)
    row = next(row for row in goals.rows if row.label == "成本控制率")
    assert [str(c.value) for c in row.cells if isinstance(c.value, Quantity)] == ["97%", "100%"]


def test_the_year_compared_with_is_not_the_year_of_the_text() -> None:
    prose = "2024年部门收支总预算100万元，比2023年预算增加20万元。\n与2023年预算相比，收入比2023年预算增加。\n"
    found = figures(only(OVERALL + prose * 3))
    assert found["部门总体资金情况/收入构成/财政拨款", "近两年收支金额/2023"] == "80.00万元"


NATIONAL = """2023年度项目支出绩效自评表
单位：万元
项目名称→道路养护经费→→→→→→
项目资金（万元）→→年初预算数→全年预算数→全年执行数→分值→执行率→得分
→年度资金总额→100→90→85.5→10→95%→9.5
→其中：当年财政拨款→100→90→85.5→—→—→—
绩效指标→一级指标→二级指标→三级指标→年度指标值→实际完成值→分值→得分→偏差原因分析及改进措施
→产出指标→数量指标→养护里程→≥100公里→120公里→20→20→
→→质量指标→合格率→95%→90%→20→18→材料不足
总分→→→→→→100→95.5→
"""


def test_a_form_with_points_and_scores_in_columns_of_their_own() -> None:
    form = only(NATIONAL)
    found = figures(form)
    assert form.subject == "道路养护经费"
    assert found["年度资金总额", "项目资金/全年执行数"] == "85.5万元"
    assert found["年度资金总额", "项目资金/得分"] == "9.5分"
    path = "绩效指标/产出指标/质量指标/合格率"
    assert (found[path, "分值"], found[path, "得分"], found[path, "年度指标值"]) == ("20分", "18分", "95%")
    assert words(form)["合格率", "偏差原因分析及改进措施"] == "材料不足"
    assert (found["总分", "分值"], found["总分", "总分"]) == ("100分", "95.5分")
