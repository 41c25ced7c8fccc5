"""Physical lines, the form of a text, and what on a page is no content."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.structure import lines as physical


def _kept(text, form="wrapped"):
    return [line.text for line in physical.content(physical.split(text), form) if line.text.strip()]


@given(st.text(alphabet="甲乙1 \n\t\f", max_size=120))
def test_every_line_is_the_source_between_its_offsets(text):
    lines = physical.split(text)
    assert all(text[line.start : line.end] == line.text for line in lines)
    assert (
        "".join(line.text for line in lines) == text.replace("\n", "").lstrip("\f").replace("\n\f", "") or "\f" in text
    )


def test_a_form_feed_starts_a_page():
    assert [(line.text, line.page) for line in physical.split("甲\n\f乙\n丙\n")] == [("甲", 1), ("乙", 2), ("丙", 2)]
    assert physical.split("甲\n乙\n")[1].page is None


def test_the_form_is_told_by_tabs_tags_and_front_matter():
    assert physical.form_of(physical.split("---\nissuer: 某中心\n---\n")) == "record"
    assert physical.form_of(physical.split("项目\t金额\n" * 5)) == "tabbed"
    assert physical.form_of(physical.split("一段很普通的文字。\n\n" * 40)) == "wrapped"


def test_the_table_of_contents_ends_where_its_first_entry_comes_again():
    contents = "目 录\n\n第一部分 中心概况\n\n- 一、主要职能\n\n第二部分 名词解释\n\n"
    text = contents + "第一部分 中心概况\n\n一、主要职能\n\n正文。\n"
    assert _kept(text, "tabbed") == ["第一部分 中心概况", "一、主要职能", "正文。"]


def test_lines_with_leaders_are_contents_wherever_they_stand():
    assert _kept("一、主要职能…………………3\n二、机构设置 ........ 5\n正文。\n") == ["正文。"]


def test_a_number_after_the_gap_of_a_page_break_is_a_page_number():
    text = "\n\n".join(["一行正文里的字"] * 12) + "\n\n\n\n9\n\n下一页的正文\n\n12\n\n仍是正文\n"
    assert _kept(text)[-3:] == ["下一页的正文", "12", "仍是正文"]


def test_a_run_of_numbers_a_page_apart_is_page_numbers_without_any_gap():
    text = "".join("正文文字\n" * 20 + f"{page}\n" for page in range(1, 8))
    assert set(_kept(text)) == {"正文文字"}


def test_numbers_of_a_short_column_are_no_page_numbers():
    assert _kept("1\n2\n3\n4\n5\n6\n") == ["1", "2", "3", "4", "5", "6"]


def test_an_announced_heading_is_known_without_its_number():
    keys = {physical.entry_key("一、部门主要职能")}
    assert physical.is_entry("云溪区测试中心（部门）主要职能", keys)
    assert not physical.is_entry("云溪区测试中心的主要职能是服务企业。", keys)
