"""Visual lines become paragraphs, and every character keeps its place."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.structure.lines import split
from ingest.structure.unwrap import paragraphs

LONG = "云溪区测试中心按照年度工作计划开展企业走访与政策"


def _texts(text, form="wrapped"):
    return [p.text for p in paragraphs([split(text)], form)]


def test_a_word_cut_by_the_page_edge_is_whole_again_without_a_blank():
    assert _texts(f"{LONG}宣\n\n讲，全年共计 12 场。\n\n") == [f"{LONG}宣讲，全年共计12场。"]


def test_a_unit_wrapped_from_its_amount_is_joined_to_it():
    assert _texts(f"{LONG}支出 30.5 万\n\n元。\n\n") == [f"{LONG}支出30.5万元。"]


def test_a_number_cut_by_the_page_edge_is_whole_again():
    assert _texts(f"{LONG}9\n\n5.00万元，其中货物1,2\n\n34.50万元。\n\n")[0].startswith(f"{LONG}95.00万元")


def test_two_numbers_on_two_lines_are_not_put_together():
    assert _texts(f"{LONG}9.50\n\n5.00万元。\n\n") == [f"{LONG}9.50 5.00万元。"]


def test_a_stop_with_room_left_on_the_line_ends_the_paragraph():
    assert len(_texts(f"{LONG}宣讲工作，\n\n已完成。\n\n{LONG}宣讲工作。\n\n")) == 2


def test_numbering_starts_a_paragraph_and_a_decimal_does_not():
    text = f"{LONG}增加\n\n1.5 万元，其中：\n\n1.办公费 1 万元；\n\n（一）差旅费。\n\n①会议费\n"
    assert _texts(text) == [f"{LONG}增加1.5万元，其中：", "1.办公费1万元；", "（一）差旅费。", "①会议费"]


def test_a_short_heading_is_not_joined_to_its_text():
    assert _texts(f"一、主要职能\n\n{LONG}\n\n宣讲。\n") == ["一、主要职能", f"{LONG}宣讲。"]


def test_a_heading_over_two_lines_ends_where_its_second_line_leaves_room():
    heading = "九、一般公共预算“三公”经费、会议费、培训费支出预"
    assert _texts(f"{heading}\n算情况说明\n{LONG}\n宣讲。\n") == [f"{heading}算情况说明", f"{LONG}宣讲。"]


def test_a_part_heading_over_two_lines_is_one():
    assert (
        _texts("第二部分 云溪区测试中心\n\n2030 年部门预算表\n\n一、收支总表\n")[0]
        == "第二部分云溪区测试中心2030年部门预算表"
    )


def test_a_sentence_below_a_part_s_title_is_no_more_of_the_title():
    assert _texts(f"第四部分政府采购情况\n{LONG}\n宣讲。\n") == ["第四部分政府采购情况", f"{LONG}宣讲。"]


def test_a_converter_s_line_cut_by_a_page_goes_on_and_its_dressing_goes():
    head = "- **安全生产经费**主要用于开展安全检查、应急演练与培训，以及相关" + "宣传活动与日常巡查等工作" * 6
    text = f"{head}\n\n资料印制。\n\n1. <p>另一项。</p>\n"
    found = _texts(text, "tabbed")
    assert found[0].startswith("安全生产经费主要")
    assert found[0].endswith("工作资料印制。")
    assert found[1] == "1.另一项。"


def test_stars_of_a_masked_number_are_no_markdown():
    assert _texts("联系电话 139****1234\n") == ["联系电话139****1234"]


def test_two_numbers_stay_two_numbers():
    assert _texts("基本工资 44.38 44.38\n") == ["基本工资44.38 44.38"]


LINES = st.text(alphabet="甲乙丙一、（）(1)。，：.5% \t*-<p>", max_size=40)


@given(st.lists(LINES, max_size=12), st.sampled_from(["wrapped", "tabbed", "record"]))
def test_every_character_of_a_paragraph_stands_in_the_source_in_order(rows, form):
    text = "\n".join(rows)
    seen = -1
    for paragraph in paragraphs([split(text)], form):
        assert len(paragraph.text) == len(paragraph.offsets)
        for character, offset in zip(paragraph.text, paragraph.offsets, strict=True):
            assert offset > seen
            assert text[offset] == character or (character == " " and text[offset].isspace())
            seen = offset


@given(st.lists(st.text(alphabet="甲乙丙一、（）。，：.5% ", max_size=40), max_size=12))
def test_no_printed_character_is_lost(rows):
    text = "\n".join(rows)
    joined = "".join(p.text for p in paragraphs([split(text)], "wrapped"))
    assert joined.replace(" ", "") == text.replace("\n", "").replace(" ", "")
