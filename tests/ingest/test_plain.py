"""Tables in plain text: pipes with and without outer bars, HTML inside Markdown, comma-separated values, positions."""

from disclosed import figures

from ingest.reading import read
from ingest.sources.extract import extract
from ingest.sources.html import read_html
from ingest.sources.plain import tabbed
from ingest.sources.positioned import lines, styles, word_at

PIPES = """| 科目编码 | 科目名称 | 合计 |
| --- | --- | --- |
| 301 | 工资福利支出 | 80.00 |
| | 合计 | 80.00 |
"""
BARE = """301 | 工资福利支出 | 80.00
30101 | 基本工资 | 80.00
 | 合计 | 80.00
"""


def test_bars_become_tabs_with_or_without_outer_ones() -> None:
    assert tabbed(PIPES, "a.md").split("\n")[:3] == [
        "科目编码\t科目名称\t合计",
        "301\t工资福利支出\t80.00",
        "\t合计\t80.00",
    ]
    assert tabbed(BARE, "a.txt").split("\n")[2] == "\t合计\t80.00"


def test_a_shipped_record_and_a_lone_bar_stay_as_they_are() -> None:
    record = "---\ntitle: 甲\n---\n| 项目 | 数 |\n| 甲 | 1 |\n"
    assert tabbed(record, "a.md") == record
    assert tabbed("甲 | 乙\n丙", "a.txt") == "甲 | 乙\n丙"


def test_headings_on_one_line_are_parted() -> None:
    text = tabbed("# 云溪县某局2025年部门预算 ## 基本支出表 单位：万元\n", "a.md")
    assert text.split("\n")[:3] == ["云溪县某局2025年部门预算", "基本支出表", "单位：万元"]


def test_a_file_of_values_in_the_encoding_of_old_systems_is_read() -> None:
    text = "云溪县第三小学2024年度单位决算,,\n收入支出决算总表,,单位：万元\n项目,行次,决算数\n一、财政拨款收入,1,1200.00\n本年收入合计,2,1200.00\n"
    found = read(text.encode("gb18030"), "云溪县第三小学2024年度单位决算.csv")
    assert (found.disclosure.issuer, found.disclosure.fiscal_year) == ("云溪县第三小学", 2024)
    assert figures(found)[("本年收入合计", "决算数")] == "1200.00万元"


def test_a_table_in_html_inside_markdown_keeps_its_title() -> None:
    text = (
        "# 云溪县某局2025年部门预算\n云溪县某局2025年收入预算80.00万元。\n## 一般公共预算基本支出情况表 单位：万元\n"
        "<table><tr><td>科目编码</td><td>科目名称</td><td>合计</td></tr>"
        "<tr><td>301</td><td>工资福利支出</td><td>80.00</td></tr><tr><td></td><td>合计</td><td>80.00</td></tr></table>\n"
    )
    found = read(text.encode(), "云溪县某局2025年部门预算.md")
    assert [(t.title, t.kind) for t in found.tables] == [("一般公共预算基本支出情况表", "B06")]


def positioned(*words: tuple[str, int, int]) -> bytes:
    spans = "".join(f'<div class="t" style="left:{x}px;top:{y}px">{text}</div>' for text, x, y in words)
    return f'<html><head><style>.t{{position:absolute}}</style></head><body><div class="p">{spans}</div></body></html>'.encode()


CODES = [
    ("云溪县某局2025年部门预算", 250, 60), ("部门支出总表", 300, 100), ("单位：万元", 600, 130),
    ("功能科目编码", 60, 160), ("科目名称", 190, 160), ("合计", 400, 160), ("基本支出", 500, 160),
    ("类", 60, 184), ("款", 100, 184), ("项", 140, 184),
    ("合计", 190, 208), ("120.00", 400, 208), ("100.00", 500, 208),
    ("208", 60, 232), ("社会保障和就业支出", 190, 232), ("70.00", 400, 232), ("60.00", 500, 232),
    ("28", 100, 256), ("退役军人管理事务", 190, 256), ("70.00", 400, 256), ("60.00", 500, 256),
    ("04", 140, 280), ("拥军优属", 190, 280), ("10.00", 400, 280),
]  # fmt: skip


def test_words_at_coordinates_are_put_back_into_rows_and_columns() -> None:
    text = read_html(positioned(*CODES), "a.html").text
    assert "\t\t04\t拥军优属\t10.00\t" in text.split("\n")
    found = read(positioned(*CODES), "云溪县某局2025年部门预算.html")
    assert figures(found)[("社会保障和就业支出/退役军人管理事务/拥军优属", "合计")] == "10.00万元"
    assert [row.code for row in found.tables[0].rows] == [None, "208", "20828", "2082804"]


def test_places_may_stand_in_a_style_sheet_and_count_from_below() -> None:
    known = styles(".x1{left:10px} .y1{bottom:90px} .y2{bottom:70px}")
    first = word_at("上", {**known["x1"], **known["y1"]})
    second = word_at("下", {**known["x1"], **known["y2"]})
    assert first is not None
    assert second is not None
    assert list(lines([second, first])) == ["上", "下"]


def test_a_page_with_some_ornaments_at_coordinates_is_an_ordinary_page() -> None:
    page = (
        b'<html><body><div style="left:1px;top:1px">x</div><p>'
        + "正文很长的一段话".encode() * 30
        + b"</p></body></html>"
    )
    assert "正文" in extract(page, "a.html").text
