"""Passages: of a useful size, of one section, each found again in the source."""

from hypothesis import example, given
from hypothesis import strategies as st

from corpus.disclosure import Cell, Place, Row, Table
from ingest.structure.lines import compact, split
from ingest.structure.passages import LONGEST, passages, sentences
from ingest.structure.sections import cut
from ingest.structure.unwrap import paragraphs


def _passages(text, tables=()):
    _, placed = cut(paragraphs([split(text)], "tabbed"), "tabbed", text, "abc")
    return passages(placed, tables, text, "abc")


def test_a_passage_never_crosses_a_section():
    found = _passages("一、收入情况\n\n收入共八十万元。\n\n二、支出情况\n\n支出共七十万元。\n")
    assert [(p.section, p.text) for p in found] == [
        (("一、收入情况",), "收入共八十万元。"),
        (("二、支出情况",), "支出共七十万元。"),
    ]


def test_short_items_are_gathered_and_long_paragraphs_cut_at_sentences():
    items = "\n".join(f"（{n}）这是一项不长的职责说明。" for n in range(1, 9))
    long = "".join(f"这第{n}句话说明了一件具体的事情及其原因。" for n in range(100, 160))
    found = _passages(f"一、职能\n\n{items}\n\n二、说明\n\n{long}\n")
    assert len(found[0].text.split("\n")) == 8
    assert all(len(p.text) <= LONGEST and p.text.endswith("。") for p in found[1:])
    assert "".join(p.text for p in found[1:]) == long


def test_the_same_words_are_kept_once():
    assert len(_passages("一、甲\n\n办公设备采购已经完成。\n\n二、乙\n\n办公设备采购已经完成。\n")) == 1


def test_the_words_of_a_form_are_passages_under_its_title():
    text = "项目概述\t采购测试设备两台\n"
    cell = Cell(0, "采购测试设备两台", None, Place(5, 13))
    row = Row("项目概述", None, (), (cell,), Place(0, 13))
    form = Table("abc-t01", "项目申报表", "B14", "万元", ("内容",), (row,), Place(0, 14), ("第五部分",))
    found = passages([], [form], text, "abc")
    assert (found[-1].section, found[-1].text) == (("第五部分", "项目申报表"), "项目概述 采购测试设备两台")


def test_a_number_s_dot_ends_no_sentence():
    text = "支出 3.5 万元。增长 2.1%；其中“甲类”。"
    assert [text[a:b] for a, b in sentences(text)] == ["支出 3.5 万元。", "增长 2.1%；", "其中“甲类”。"]


@example(["1.。", "1", "1.", "1"])  # a paragraph that repeats its heading is left out
@given(st.lists(st.text(alphabet="甲乙丙，。；1.5% ", min_size=1, max_size=900), max_size=4))
def test_every_passage_stands_in_the_source_at_its_place(rows):
    text = "一、说明\n\n" + "\n\n".join(rows)
    for passage in _passages(text):
        assert len(passage.text) <= LONGEST + 1
        assert compact(passage.text) == compact(text[passage.place.start : passage.place.end])
