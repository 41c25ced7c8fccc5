"""Numbered headings make a tree; numbered duties, definitions and figures do not."""

from itertools import pairwise

from ingest.structure.lines import entry_key, split
from ingest.structure.sections import cut, path_at
from ingest.structure.unwrap import paragraphs

TEXT = """第一部分 云溪区测试中心概况

一、主要职能

（一）统筹全区的测试工作。

（二）完成上级交办的其他事项。

二、人员构成

云溪区测试中心共有编制 8 人。

第二部分 决算情况说明

一、收入支出决算总体情况说明

（一）总体情况。

2030 年度收、支总计 80.00 万元。

1.执行率情况

全年执行率为 99.0%。

（1）产出指标完成情况分析

指标均已完成。

第三部分 名词解释

（一）基本支出：指为保障机构运转而发生的支出。
"""


def _cut(text, form="wrapped", **more):
    return cut(paragraphs([split(text)], form), form, text, "abc", **more)


def _paths(text, form="wrapped", **more):
    return [section.path for section in _cut(text, form, **more)[0]]


def test_the_tree_follows_the_numbering():
    assert _paths(TEXT) == [
        ("第一部分 云溪区测试中心概况",),
        ("第一部分 云溪区测试中心概况", "一、主要职能"),
        ("第一部分 云溪区测试中心概况", "二、人员构成"),
        ("第二部分 决算情况说明",),
        ("第二部分 决算情况说明", "一、收入支出决算总体情况说明"),
        ("第二部分 决算情况说明", "一、收入支出决算总体情况说明", "（一）总体情况"),
        ("第二部分 决算情况说明", "一、收入支出决算总体情况说明", "（一）总体情况", "1.执行率情况"),
        (
            "第二部分 决算情况说明",
            "一、收入支出决算总体情况说明",
            "（一）总体情况",
            "1.执行率情况",
            "（1）产出指标完成情况分析",
        ),
        ("第三部分 名词解释",),
    ]


def test_sections_of_one_level_never_overlap_and_lie_within_their_parent():
    sections, _ = _cut(TEXT)
    for level in range(1, 6):
        same = [s for s in sections if s.level == level]
        assert all(a.place.end <= b.place.start for a, b in pairwise(same))
    for section in sections:
        parent = next((s for s in sections if s.path == section.path[:-1]), None)
        assert parent is None or (parent.place.start <= section.place.start and section.place.end <= parent.place.end)
        assert section.place.start < section.body <= section.place.end


def test_each_paragraph_knows_its_section_and_so_does_an_offset():
    sections, placed = _cut(TEXT)
    said = next(p for p in placed if p.text.startswith("全年执行率"))
    assert said.section[-1] == "1.执行率情况"
    assert path_at(sections, said.offsets[0]) == said.section
    assert path_at(sections, 0)[-1] == "第一部分 云溪区测试中心概况"


def test_an_item_list_has_no_headings():
    assert _paths(
        "一、单位构成\n\n1. 云溪区测试中心本级\n2. 云溪区测试服务站\n\n二、人员构成\n\n共有 8 人。\n", "tabbed"
    ) == [
        ("一、单位构成",),
        ("二、人员构成",),
    ]


def test_a_heading_before_a_table_is_a_heading():
    text = "一、自评情况\n\n（二）整体自评结果。\n\n（三）项目自评结果。\n\n结果良好。\n"
    at = text.index("（三）") - 1
    assert ("一、自评情况", "（二）整体自评结果") not in _paths(text)
    assert ("一、自评情况", "（二）整体自评结果") in _paths(text, tables=[at])


def test_headings_that_only_the_contents_number_are_parts():
    text = "云溪区测试中心机构设置\n\n中心设三个科室。\n\n名词解释\n\n一、基本支出：指日常支出。\n"
    keys = {entry_key("二、部门机构设置"), entry_key("三、名词解释")}
    assert _paths(text, titles=keys) == [("云溪区测试中心机构设置",), ("名词解释",)]


def test_a_record_has_only_the_headings_that_are_marked():
    assert _paths("# 第一部分 概况\n\n一、不是标题\n\n## 一、职能\n\n（一）统筹。\n", "record") == [
        ("第一部分 概况",),
        ("第一部分 概况", "一、职能"),
    ]
