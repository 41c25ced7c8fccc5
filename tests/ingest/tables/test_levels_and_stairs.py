"""Codes printed a level at a time, and labels printed a step at a time."""

import pytest

from corpus.disclosure import Table
from ingest.structure.lines import split
from ingest.tables.tabbed import read_tabbed

HEAD = "一般公共预算支出表\n单位：万元\n"


def only(text: str) -> Table:
    (table,) = read_tabbed(split(HEAD + text.replace("|", "\t")), "t")
    return table


@pytest.mark.parametrize("heads", ["类|款|项|科目名称|合计\n", "科目编码|||科目名称|合计\n"])
@pytest.mark.parametrize(
    "rows",
    [
        "208|||社会保障和就业支出|9.00\n|05||行政事业单位养老支出|8.00\n||05|养老保险缴费|5.00\n||06|职业年金缴费|3.00\n",
        "208|||社会保障和就业支出|9.00\n208|05||行政事业单位养老支出|8.00\n208|05|05|养老保险缴费|5.00\n208|05|06|职业年金缴费|3.00\n",
        "208|||社会保障和就业支出|9.00\n208|5||行政事业单位养老支出|8.00\n208|5|5|养老保险缴费|5.00\n208|5|6|职业年金缴费|3.00\n",
    ],
    ids=["own level only", "all levels", "lost zeros"],
)
def test_codes_in_columns_are_put_together(heads: str, rows: str) -> None:
    table = only(heads + rows)
    assert [row.code for row in table.rows] == ["208", "20805", "2080505", "2080506"]
    assert table.rows[3].parents == ("社会保障和就业支出", "行政事业单位养老支出")


def test_a_new_class_forgets_the_levels_below_the_old_one() -> None:
    rows = "208|||社会保障和就业支出|9.00\n|05||养老支出|8.00\n210|||卫生健康支出|2.00\n|11||医疗|2.00\n"
    assert [row.code for row in only("类|款|项|科目名称|合计\n" + rows).rows] == ["208", "20805", "210", "21011"]


STEPS = """采购品目大类|专项名称|采购物品名称|采购组织形式|总计
合计||||30.00
一、货物||||20.00
|设备更新|||20.00
||复印机|集中采购|12.00
|||分散采购|8.00
三、服务||||10.00
|信息系统维护|||10.00
||运行维护服务|分散采购|10.00
"""


def test_what_stands_over_a_step_is_carried_down() -> None:
    rows = only(STEPS).rows
    parents = {(row.label, row.cells[0].text): row.parents for row in rows}
    assert parents["复印机", "12.00"] == ("一、货物", "设备更新")
    assert parents["复印机", "8.00"] == ("一、货物", "设备更新")
    assert parents["运行维护服务", "10.00"] == ("三、服务", "信息系统维护")
    assert [row.label for row in rows if not row.parents] == ["合计", "一、货物", "三、服务"]


FORM = """项目支出绩效目标填报表||||||
（2024年度）||||||
项目名称||道路养护||项目性质|经常性项目|
项目资金（元）||项目资金总额|100,000.00|年度资金申请总额||100,000.00
||其中：财政资金|100,000.00|其中：当年财政拨款||90,000.00
||||上年结转资金||10,000.00
|一级指标|二级指标|三级指标|||年度(/项目)指标值
绩效指标|产出指标|数量指标|养护里程|||≥15.00(公里)
||质量指标|验收合格率|||=100.00(%)
"""


def test_a_form_with_grouped_funds_is_in_its_own_unit() -> None:
    (form,) = read_tabbed(split(FORM.replace("|", "\t")), "t")
    assert (form.kind, form.unit, form.subject) == ("B14", "元", "道路养护")
    found = {row.label: row.cells[0].text for row in form.rows}
    assert found["其中：当年财政拨款"] == "90,000.00"
    assert found["上年结转资金"] == "10,000.00"
    assert found["养护里程"] == "≥15.00(公里)"
    parents = {row.label: row.parents for row in form.rows}
    assert parents["验收合格率"] == ("产出指标", "质量指标")


def test_a_lower_head_row_of_unknown_words_belongs_to_the_head() -> None:
    rows = (
        "项目名称|合计|本年拨款|||结转\n||甲类来源|乙类来源|丙类来源|\n道路养护|9.00|4.00|5.00||\n绿化|2.00|2.00|||\n"
    )
    assert only(rows).columns[1:4] == ("本年拨款/甲类来源", "本年拨款/乙类来源", "本年拨款/丙类来源")
