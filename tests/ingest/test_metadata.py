"""A disclosure says whose it is, of which year, kind and scope, with a cover or without."""

import pytest

from corpus.problem import UnreadableError
from ingest.structure import metadata, names
from ingest.structure.lines import split
from ingest.structure.sections import cut
from ingest.structure.unwrap import paragraphs


def _learn(text, name="样.txt"):
    lines = split(text)
    _, placed = cut(paragraphs([lines], "wrapped"), "wrapped", text, "abc")
    return metadata.learn(lines, placed, name)


FINAL = """2030 年度南川市云溪区测试中心部门决算

2031 年 10 月 9 日

第一部分 南川市云溪区测试中心概况

一、主要职能

承担测试工作。以下简称“测试中心”。

二、部门决算单位构成

从单位构成看，南川市云溪区测试中心部门决算由单位本级决算组成。

第三部分 决算情况说明

2030 年度收入合计 80 万元。与 2029 年度决算相比增加 3 万元。比年初预算增加 2 万元。
"""

BARE = """一、部门基本情况

(一)部门预算单位构成

纳入南川市云溪区测试中心2030年度预算编制范围的单位有本级机关和下属 0 个二级单位。

(二)人员构成

南川市云溪区测试中心总编制人数 8 人。

二、收支情况

2030 年部门预算总收入 80 万元，比 2029 年预算增加 3 万元，比 2029 年预算增长 4%。
"""


@pytest.mark.parametrize("word", ["纳入", "编入", "列入"])
def test_the_verb_before_a_name_is_no_part_of_it(word):
    sentence = f"{word}南川市云溪区测试中心2030年部门预算编制范围的单位共3个。"
    assert names.issuer_of([sentence]) == "南川市云溪区测试中心"
    assert not names.is_body(f"{word}南川市云溪区测试中心")


def test_a_final_account_is_about_its_year_not_about_its_date():
    known = _learn(FINAL)
    assert (known.issuer, known.year, known.kind, known.scope) == (
        "南川市云溪区测试中心",
        2030,
        "final_accounts",
        "unit",
    )
    assert known.region == ("南川市", "云溪区")
    assert known.published == "2031-10-09"
    assert known.title == "2030年度南川市云溪区测试中心部门决算"


def test_without_a_cover_the_sentences_tell():
    known = _learn(BARE)
    assert (known.issuer, known.year, known.kind, known.scope) == ("南川市云溪区测试中心", 2030, "budget", "unit")
    assert known.title == "南川市云溪区测试中心2030年部门预算"
    assert known.published is None


def test_a_consolidated_budget_names_its_units_and_their_short_names():
    text = """南川市云溪区测试中心（汇总）2030年部门预算

第一部分 南川市云溪区测试中心（汇总）概况

二、部门预算单位构成

纳入编制范围的预算单位包括南川市云溪区测试中心本级机关和下属1个二级单位,具体为:

1. 南川市云溪区测试中心本级

2. 南川市云溪区驻东山地区综合管理办公室

三、项目

安全经费（东管办）3 万元。
"""
    known = _learn(text)
    assert known.issuer == "南川市云溪区测试中心"
    assert known.scope == "consolidated"
    assert known.units == ("南川市云溪区驻东山地区综合管理办公室", "东管办")


def test_units_of_a_table_of_names_are_read_below_its_head():
    text = """南川市云溪区测试中心2030年部门预算

一、部门预算单位构成

列入2030年部门预算编制范围的单位详细情况见下表：

序号\t单位名称
1\t南川市云溪区测试中心（本级）
2\t南川市云溪区驻东山办事处
3\t南川市云溪区样品发展研究中心（区样品规划院）

二、主要任务

围绕区委、区政府中心工作，做好服务。

三、收支情况

2030年部门预算总收入80万元。
"""
    units = _learn(text).units
    assert units[:2] == ("南川市云溪区驻东山办事处", "南川市云溪区样品发展研究中心（区样品规划院）")
    assert "区政府中心" not in units
    assert not any(unit.startswith(("中心", "）")) for unit in units)


def test_the_head_office_alone_is_a_unit():
    text = BARE.replace("云溪区测试中心2030年部门", "云溪区测试中心（本级）2030年单位").replace("部门预算", "单位预算")
    known = _learn("第一部分 南川市云溪区测试中心（本级）概况\n\n" + text)
    assert (known.issuer, known.scope) == ("南川市云溪区测试中心", "unit")


def test_another_province_s_cover_over_two_lines():
    text = "东海省人民检察院\n2030年度部门预算公开\n第一部分 部门概况\n一、主要职能\n省检察院的任务。\n"
    known = _learn(text)
    assert (known.issuer, known.year, known.kind) == ("东海省人民检察院", 2030, "budget")
    assert "省检察院" in known.aliases
    assert known.title == "东海省人民检察院2030年度部门预算公开"


@pytest.mark.parametrize(
    "text",
    ["今天的天气很好，我们去公园散步。\n", "2030年度工作总结\n\n一年来完成了任务。\n", "部门预算\n\n没有年份。\n"],
)
def test_what_is_no_disclosure_is_refused(text):
    with pytest.raises(UnreadableError, match="样"):
        _learn(text)


def test_aliases_go_from_the_most_specific_to_the_least():
    texts = ["云测中心承担测试工作。", "区云端测试中心已完成。"]
    aliases = names.aliases_of("南川市云溪区云端测试中心", texts)
    assert aliases[0] == "云溪区云端测试中心"
    assert aliases.index("云溪云测中心") < aliases.index("云端测试中心")
    assert "区云端测试中心" in aliases


def test_a_region_is_read_from_the_name():
    assert names.region_of("上海市云溪区财政局") == ("上海市", "云溪区")
    assert names.region_of("江苏省人民检察院") == ("江苏省",)
    assert names.region_of("测试中心") == ()


def test_front_matter_is_the_metadata_of_a_record():
    lines = split(
        "---\nissuer: 南川市云溪区测试中心\naliases: 云溪测试中心, 测试中心\n"
        "year: 2030\nkind: budget\nscope: unit\n---\n\n# 概况\n"
    )
    keys, start = metadata.front_matter(lines)
    known = metadata.from_front_matter(keys, "档案.md")
    assert (known.issuer, known.aliases, known.year) == ("南川市云溪区测试中心", ("云溪测试中心", "测试中心"), 2030)
    assert lines[start].text == ""
    with pytest.raises(UnreadableError, match="issuer"):
        metadata.from_front_matter({**keys, "kind": "plan"} | {"year": "二〇三〇"}, "档案.md")


def test_a_form_names_the_body_in_the_cell_beside_its_label():
    found = _learn(
        "预算13表部门整体支出绩效目标表\n（2031年度）\n部门名称\t\t南川市云溪区测试中心\t\t\n预算支出总额\t80.00\t\n",
        "附件2：2031年部门预算报表.txt",
    )
    assert (found.issuer, found.problems) == ("南川市云溪区测试中心", ())


def test_a_column_of_bodies_is_no_saying_whose_the_document_is():
    found = _learn(
        "南川市云溪区测试中心2031年部门预算\n单位名称\t项目名称\t金额\n南川市第一检验所\t设备更新\t3.00\n",
    )
    assert found.issuer == "南川市云溪区测试中心"


def test_sentences_that_begin_with_the_body_and_its_year_say_whose_the_document_is():
    found = _learn(
        "第三部分 2031年度部门预算情况说明\n\n一、收支预算总体情况说明\n\n"
        "南川市政协办公厅2031年度收入、支出预算总计80万元。\n\n南川市政协办公厅2031年度财政拨款收支总预算70万元。",
        "31_nc_zx.txt",
    )
    assert (found.issuer, found.problems) == ("南川市政协办公厅", ())


def test_a_name_that_begins_with_its_level_is_short_for_the_one_with_its_place():
    told = "省测试检察院2031年度收入、支出预算总计80万元。\n\n省测试检察院2031年度财政拨款收支总预算70万元。\n\n" * 3
    assert _learn(f"南川省人民测试检察院2031年度部门预算公开\n\n{told}").issuer == "南川省人民测试检察院"
