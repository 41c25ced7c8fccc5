"""Words of a document that answer a question: which sentence is told, and which words of a question ask."""

from __future__ import annotations

from readings import reading

from corpus.disclosure import Passage, Place
from qa.library import Shelf
from qa.passages.ranking import rank
from qa.passages.statements import page_of
from qa.passages.told import tell, tell_count
from qa.understanding import phrases
from qa.understanding.question import understand

FORM = (
    "平台运维工作内容：1.服务台值守，负责日常答疑。2.两台检定主机配置：四核处理器、内存九十六兆，每日备份。\n"
    "测算依据检定平台运维人员成本经费五万元每年检定平台主机租赁经费两台检定主机配置租赁经费三万元每年"
    "短信通知接口经费一万元每年临时人工费两万元每年合计"
)


SHELF = Shelf(reading().disclosure, "", (), ())


def page(text: str):
    passage = Passage("d-p1", ("检定平台经费申报表",), text, Place(0, len(text)))
    return page_of([passage], text)


def told(question: str, text: str) -> str:
    return rank(understand(question, []), page(text))[0].statement.text


def content(text: str) -> list[str]:
    return [text[a:b] for a, b in phrases.content(text)]


def test_a_sentence_that_says_it_is_told_before_cells_that_were_run_together() -> None:
    assert "四核处理器" in told("检定平台的主机是什么配置？", FORM)


def test_a_word_of_two_characters_is_not_taken_apart_at_its_first_or_last() -> None:
    assert content("重点跟踪服务") == ["重点跟踪服务"]
    assert content("中小企业") == ["中小企业"]
    assert content("商区重大") == ["商区重大"]
    assert content("街道工会的") == ["街道工会"]


def test_two_things_joined_by_gen_are_two() -> None:
    assert content("设备费跟租金") == ["设备费", "租金"]


TASKS = (
    "重点工作：做好检定能力提升服务。\n"
    "一是做好检定园区重大工程跟踪服务，甲号厂房、乙号站房、丙号机房等重点工程按计划推进。\n"
    "中心对口检查三类站点，全区共有812家检定站点、末端网点，参加检查96人次。\n"
    "中心制定完善《会议制度》、《财务制度》等，管理更有章法。"
)


def test_a_count_is_told_by_the_clause_that_counts_what_is_asked_about() -> None:
    assert tell_count(understand("全区有多少家检定站点？", []), SHELF, page(TASKS)) is not None
    assert tell_count(understand("中心培训了多少人次？", []), SHELF, page(TASKS)) is None


def test_documents_asked_for_are_told_where_they_are_named() -> None:
    assert "《财务制度》" in told("中心制定了哪些制度？", TASKS)


def test_a_list_is_told_by_the_sentence_that_lists() -> None:
    assert "甲号厂房" in told("重点跟踪服务的检定园区重大工程有哪些？", TASKS)


GLOSSARY = "3.社会保障支出（类）检定单位养老支出（款）检定津贴缴费支出（项）：反映检定单位为职工实际缴纳的津贴。"


def test_the_entry_of_a_subject_is_found_by_its_last_name() -> None:
    found = tell(understand("检定津贴缴费支出反映什么？", []), SHELF, page(GLOSSARY))
    assert found is not None
    assert "实际缴纳" in found.lines[0]


def test_yes_is_said_only_where_a_clause_says_all_of_what_is_asked_and_denies_nothing() -> None:
    said = "检定平台经费为新增项目，上年无预算。"
    assert tell(understand("检定平台经费是新增项目吗？", []), SHELF, page(said)).affirmed
    assert not tell(understand("检定平台经费是新增项目吗？", []), SHELF, page("检定平台经费不是新增项目。")).affirmed
    assert not tell(understand("检定津贴经费是新增项目吗？", []), SHELF, page(said)).affirmed


PARTS = "（1）项目概述\n保障检定平台运转。\n（2）实施主体\n检定平台由计量科负责。\n（3）实施周期\n项目周期为三年。\n"


def test_headings_that_are_asked_for_together_are_each_read_out_with_what_stands_under_them() -> None:
    said = tell(understand("检定平台的实施主体和实施周期是什么", []), SHELF, page(PARTS))
    assert said is not None
    assert "检定平台由计量科负责。" in said.lines
    assert "项目周期为三年。" in said.lines
    assert "保障检定平台运转。" not in said.lines


def test_a_word_that_stands_for_the_printed_one_finds_its_sentence() -> None:
    text = "全年举办培训三期，参加一百人次。存在的问题是设备到货较晚。平台的满意度为九成。"
    assert "到货较晚" in told("平台有什么麻烦？", text)
