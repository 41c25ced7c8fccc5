"""First contact: greetings, thanks, help, what is held, how to add a file, an overview of a disclosure and what it disagrees on."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.store import Store
from ingest.load import ingest
from qa.answering import courtesy
from qa.answering.cover import covered, trie_of
from qa.ask import Asker

DOCUMENTS = Path(__file__).parent / "phrasings" / "documents"


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    store = Store.open(tmp_path_factory.mktemp("first-contact"))
    ingest([DOCUMENTS], store)
    return Asker(store)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("你好", "greeting"), ("您好！", "greeting"), ("在吗？", "greeting"), ("Hello", "greeting"), ("good morning!", "greeting"),
        ("谢谢", "thanks"), ("好的，谢谢您，辛苦了！", "thanks"), ("行，谢了", "thanks"), ("thanks a lot", "thanks"),
        ("Thank you very much.", "thanks"),
        ("再见", "goodbye"), ("行 先这样", "goodbye"), ("没别的了，谢谢", "goodbye"), ("bye", "goodbye"), ("好，拜拜", "goodbye"),
        ("好的", "noted"), ("嗯嗯，明白了", "noted"), ("好嘞 收到", "noted"), ("OK", "noted"), ("原来如此", "noted"),
        ("你能做什么？", "help"), ("怎么用呀", "help"), ("请问可以问些什么", "help"), ("帮助", "help"), ("What can you do?", "help"),
        ("你是谁", "identity"), ("你是机器人吗？", "identity"), ("这是什么网站", "identity"), ("谁开发了你", "identity"),
        ("Who are you?", "identity"),
        ("有哪些文件", "holdings"), ("你们收录了哪些单位？", "holdings"), ("都有什么资料啊", "holdings"), ("列出所有文件", "holdings"),
        ("which documents do you have?", "holdings"),
        ("怎么上传文件？", "upload"), ("可以上传自己的PDF吗", "upload"), ("请问如何添加新的文件", "upload"), ("how do I upload a file?", "upload"),
        ("怎么传文件", "upload"),
    ],
)  # fmt: skip
def test_courtesy_is_known_by_its_words(text: str, kind: str) -> None:
    assert courtesy.kind_of(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "水费呢",
        "好的。那电费呢",
        "可以分几类",
        "对吗",
        "行政运行多少",
        "谢谢，水费多少",
        "帮助企业的项目有哪些",
        "好转了吗",
        "有哪些项目",
        "在职多少人",
    ],
)
def test_a_question_is_no_courtesy(text: str) -> None:
    assert courtesy.kind_of(text) is None


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("好的。那工会经费呢？", "那工会经费呢？"), ("换成元，谢谢", "换成元"), ("Thank you. What about 2020?", "What about 2020?"),
        ("嗯，水费多少，谢谢您", "水费多少"), ("谢谢", "谢谢"), ("水费多少", "水费多少"),
    ],
)  # fmt: skip
def test_a_question_is_asked_without_the_courtesy_around_it(said: str, asked: str) -> None:
    assert courtesy.asked(said) == asked


@pytest.mark.parametrize(
    "text", ["你好", "谢谢", "再见", "你能做什么", "有哪些文件", "怎么上传", "你是谁", "Hello", "what can you do?"]
)
def test_courtesy_is_answered_without_a_figure_or_a_refusal(asker: Asker, text: str) -> None:
    answer = asker.ask(text)
    assert answer.status == "answered"
    assert not answer.figures
    assert "披露" not in answer.answer.split("。")[0]


def test_what_is_held_is_named_with_its_years(asker: Asker) -> None:
    answer = asker.ask("有哪些文件")
    assert "6 个单位的 8 份" in answer.answer
    assert "枫桥街道办事处（2023年部门预算）" in answer.answer
    assert "2024年部门预算（汇总）" in answer.answer


def test_the_questions_that_a_greeting_suggests_are_answered(asker: Asker) -> None:
    suggested = asker.ask("你好").follow_ups
    assert len(suggested) == 3
    for question in suggested:
        assert asker.ask(question).status == "answered", question


def test_an_announced_question_is_waited_for_and_its_body_kept(asker: Asker) -> None:
    first = asker.ask("您好，想咨询一下枫桥街道2023年的预算")
    assert first.status == "answered"
    assert "枫桥街道" in first.answer
    assert asker.ask("编制多少人", first.conversation_id).figures[0].value == "74"


@pytest.mark.parametrize(
    "text",
    [
        "枫桥街道",
        "枫桥街道2023年预算",
        "总结一下枫桥街道2023年预算",
        "介绍一下枫桥街道的预算",
        "枫桥街道办事处的概况",
        "请给我写一份枫桥街道2023年预算的摘要",
    ],
)
def test_a_bodys_name_alone_or_a_summary_is_an_overview(asker: Asker, text: str) -> None:
    answer = asker.ask(text)
    told = {f"{f.value}{f.unit}" for f in answer.figures}
    assert {"4237.00万元", "1304.05万元", "2932.95万元", "28.60万元", "74人", "69人"} <= told
    assert answer.status == "answered"
    assert "比上年增加374.85万元" in answer.answer


def test_every_figure_of_an_overview_is_cited_where_it_is_printed(asker: Asker) -> None:
    answer = asker.ask("总结一下青岚区第二实验小学2023年决算")
    cited = {c.id: c.quote for c in answer.citations}
    assert len(answer.figures) >= 4
    for figure in answer.figures:
        assert any(figure.value in cited[n].replace(",", "") for n in figure.citations), figure.label


def test_a_summary_in_a_conversation_is_of_the_body_spoken_of(asker: Asker) -> None:
    first = asker.ask("枫桥街道2023年水费多少")
    answer = asker.ask("总结一下", first.conversation_id)
    assert answer.figures[0].issuer.endswith("枫桥街道办事处")
    assert asker.ask("项目支出呢", first.conversation_id).figures[0].value == "2932.95"


def test_a_summary_of_nobody_is_asked_back(asker: Asker) -> None:
    answer = asker.ask("总结一下")
    assert not answer.figures


@pytest.mark.parametrize(
    "text",
    ["枫桥街道2023年预算有哪些自相矛盾的地方", "枫桥街道2023年预算哪些数对不上", "枫桥街道的预算有没有前后不一致"],
)
def test_what_disagrees_is_listed_without_a_headline(asker: Asker, text: str) -> None:
    answer = asker.ask(text)
    assert answer.status == "answered"
    assert not answer.figures
    assert "9.5" in answer.answer
    assert answer.conflicts
    assert answer.citations


def test_a_document_that_agrees_with_itself_is_said_to(asker: Asker) -> None:
    answer = asker.ask("云溪区水务局本级2024年预算有哪些自相矛盾的地方")
    assert "没有发现" in answer.answer or answer.conflicts


def test_what_disagrees_about_one_thing_is_answered_of_that_thing(asker: Asker) -> None:
    answer = asker.ask("枫桥街道2023年公务用车运行维护费前后一致吗")
    assert "9.5" in answer.answer
    assert "9.00" in answer.answer


def test_words_cover_a_text_only_where_nothing_is_left() -> None:
    trie = trie_of([("总结", "asked"), ("一下", ""), ("overview", "asked"), ("of", "")])
    assert covered("总结一下", trie) == {"asked"}
    assert covered("总结水费", trie) is None
    assert covered("overview of", trie) == {"asked"}
    assert covered("overviews of", trie) is None


def test_an_empty_home_says_that_nothing_is_held(tmp_path: Path) -> None:
    answer = Asker(Store.open(tmp_path / "empty")).ask("有哪些文件")
    assert "还没有收录" in answer.answer
