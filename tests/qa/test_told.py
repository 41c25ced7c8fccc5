"""Words of a document that answer a question: which sentence is told, and which words of a question ask."""

from __future__ import annotations

from corpus.disclosure import Passage, Place
from qa import phrases
from qa.question import understand
from qa.statements import page_of
from qa.told import rank

FORM = (
    "平台运维工作内容：1.服务台值守，负责日常答疑。2.两台检定主机配置：四核处理器、内存九十六兆，每日备份。\n"
    "测算依据检定平台运维人员成本经费五万元每年检定平台主机租赁经费两台检定主机配置租赁经费三万元每年"
    "短信通知接口经费一万元每年临时人工费两万元每年合计"
)


def page(text: str):
    passage = Passage("d-p1", ("检定平台经费申报表",), text, Place(0, len(text)))
    return page_of([passage], text)


def told(question: str, text: str) -> str:
    return rank(understand(question, []), page(text))[0][1].text


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
