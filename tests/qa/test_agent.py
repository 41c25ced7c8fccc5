"""改写: a model's words replace an answer's only where they add nothing to it; driven through LangChain's own fake model."""

from __future__ import annotations

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from readings import reading

from corpus.problem import MingzhangError
from corpus.store import Store
from qa import agent
from qa.agent import Phraser
from qa.ask import Asker
from qa.home import Home
from qa.settings import Settings

ASKED = "云溪区测试中心2022年公务接待费是多少？"


@pytest.fixture
def store(tmp_path):
    store = Store.open(tmp_path)
    store.put(reading())
    yield store
    store.close()


def answered(store, *said):
    return Asker(store, phrase=Phraser(FakeListChatModel(responses=list(said)))).ask(ASKED)


@pytest.fixture
def plain(store):
    answer = Asker(store).ask(ASKED)
    assert answer.status == "answered"
    assert answer.figures[0].value == "3.20"
    return answer


def test_words_that_repeat_the_figure_with_its_citation_are_used(store, plain):
    said = "云溪区测试中心2022年的公务接待费是3.20万元[1]。"
    answer = answered(store, said)
    assert answer.answer == said
    assert answer.figures == plain.figures
    assert answer.citations == plain.citations


@pytest.mark.parametrize(
    "said",
    [
        "云溪区测试中心2022年的公务接待费是3.30万元[1]。",  # another number
        "云溪区测试中心2022年的公务接待费是3.20亿元[1]。",  # another unit
        "云溪区测试中心2021年的公务接待费是3.20万元[1]。",  # another year
        "公务接待费3.20万元[1]，占“三公”经费的26%。",  # worked out by the model
        "公务接待费3.20万元[1]，大约三百万人次。",  # a number in words
        "公务接待费是3.20万元[7]。",  # a citation that there is not
        "公务接待费是3.20万元。",  # no citation at all
        "公务接待费3.20万元[1]，比上年减少。",  # a direction of its own
        "2022年没有公务接待费[1]。",  # the figure is gone
        "",
        "公务接待费是3.20万元[1]。" * 200,
    ],
)
def test_words_that_add_or_lose_anything_are_refused(store, plain, said):
    assert answered(store, said).answer == plain.answer


def test_a_calculation_may_be_repeated_and_a_swapped_citation_not():
    text = "合计 5.00 万元（2.00 + 3.00 = 5.00）。甲2.00万元[1]，乙3.00万元[2]"
    answer = made(text, "5.00")
    assert agent.faults("两者相加：2 + 3 = 5 万元，甲2.00万元[1]，乙3.00万元[2]", answer) == []
    assert agent.faults("合计5万元，甲2.00万元[2]，乙3.00万元[1]", answer)


def made(text, value):
    from qa.answer import Answer, Citation, Figure  # noqa: PLC0415

    figure = Figure("合计", value, "万元", "a", "云溪区测试中心", 2022, "final_accounts", "unit", (1,))
    cited = [Citation(n, "a", "t", "s", "", None, 0, 1, "引") for n in (1, 2)]
    return Answer("answered", text, figures=[figure], citations=cited)


def test_what_is_not_found_is_never_put_to_the_model(store):
    class Deaf(FakeListChatModel):
        def _call(self, *_args, **_kwargs):
            raise AssertionError("the model was asked")

    asker = Asker(store, phrase=Phraser(Deaf(responses=["有"])))
    assert asker.ask("青岚区教育局2022年公务接待费是多少？").status == "not_found"


def test_a_model_that_fails_leaves_the_answer_as_it_was(store, plain):
    class Broken(FakeListChatModel):
        def _call(self, *_args, **_kwargs):
            raise ConnectionError("no network")

    answer = Asker(store, phrase=Phraser(Broken(responses=[""]))).ask(ASKED)
    assert answer.answer == plain.answer


def test_the_model_sees_the_question_and_the_checked_answer_only(store, plain):
    seen = []

    class Curious(FakeListChatModel):
        def _call(self, messages, *_args, **_kwargs):
            seen.append(messages[0].content)
            return ""

    Asker(store, phrase=Phraser(Curious(responses=[""]))).ask(ASKED)
    assert len(seen) == 1
    assert ASKED in seen[0]
    assert plain.answer in seen[0]


def test_answers_are_put_to_no_model_unless_that_is_asked_for(tmp_path):
    home = Home(Settings(home=tmp_path, model="openai:small", model_url="http://127.0.0.1:9/v1"))
    assert home._phraser is None
    assert home._proposer is not None


@pytest.mark.parametrize("name", ["nobody:small", "openai:small"])
def test_a_model_that_cannot_be_made_is_told_by_the_name_of_its_variable(tmp_path, monkeypatch, name):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    home = Home(Settings(home=tmp_path, model=name))
    with pytest.raises(MingzhangError, match=r"^MINGZHANG_MODEL：") as told:
        home.asker.ask(ASKED)
    assert name in str(told.value)


def test_a_home_without_a_model_loads_none_and_with_one_asks_langchain_for_it(tmp_path, monkeypatch):
    import langchain.chat_models  # noqa: PLC0415

    named = []

    def init_chat_model(model, **more):
        named.append((model, more))
        return FakeListChatModel(responses=["云溪区测试中心2022年的公务接待费是3.20万元[1]。"])

    monkeypatch.setattr(langchain.chat_models, "init_chat_model", init_chat_model)
    without = Home(Settings(home=tmp_path))
    without.store.put(reading())
    before = without.asker.ask(ASKED).answer
    assert named == []
    given = Settings(home=tmp_path, model="fake:small", model_url="http://model.invalid/v1", model_rewords=True)
    after = Home(given).asker.ask(ASKED).answer
    assert {name for name, _ in named} == {"fake:small"}
    assert {(more["temperature"], more["base_url"]) for _, more in named} == {(0, "http://model.invalid/v1")}
    assert after == "云溪区测试中心2022年的公务接待费是3.20万元[1]。" != before
