"""In LangChain's chains and agents: the retriever by LangChain's own tests, the tools in a real agent loop."""

from __future__ import annotations

import pytest
from coroutines import finish
from langchain.agents import create_agent
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.runnables import RunnablePassthrough
from readings import reading
from running import with_record

from qa.home import Home
from qa.retrieval.narrowing import fitting, narrowed
from qa.retrieval.retriever import PassageRetriever
from qa.settings import Settings
from qa.toolbox import toolbox

QUERY = "云溪区测试中心三公经费为什么减少"


@pytest.fixture(scope="module")
def home(tmp_path_factory, words):
    opened = with_record(Home(Settings(home=tmp_path_factory.mktemp("home"))), words)
    other = reading(
        "海棠区气象站2023年度部门决算\n海棠区气象站三公经费支出4.00万元，减少原因是车辆报废。三公经费支出决算12.50万元"
        "\n第一部分 部门概况\n第三部分 决算情况说明\n2022年度“三公”经费支出决算12.50万元，比上年减少2.10万元，主要原因是公务用车更新推迟。"
        "\n云溪区测试中心负责全区测试设备的检定与维护。\n三公经费支出决算表\n单位：万元\n公务接待费 3.20\n=合计 12.50\n",
        year=2023, source="气象站.txt",
    )  # fmt: skip
    opened.store.put(other)
    opened.index.sync()
    return opened


def _documents(home, query=QUERY, **asked):
    return home.search.retriever().invoke(query, None, **asked)


def test_how_many_may_be_said_when_it_is_made_and_when_it_is_asked(home):
    assert len(home.search.retriever(k=1).invoke(QUERY)) == 1
    assert len(_documents(home, k=2)) == 2


def test_metadata_has_all_that_a_citation_needs(home):
    document = home.search.retriever(url="https://budget.example").invoke(QUERY)[0]
    needed = {"issuer", "fiscal_year", "kind", "title", "source", "page", "start", "end", "section", "url", "score"}
    assert needed <= set(document.metadata)
    text = home.store.text(document.metadata["disclosure_id"])
    place = text[document.metadata["start"] : document.metadata["end"]]
    assert "".join(document.page_content.split()) in "".join(place.split())
    assert document.metadata["url"].startswith("https://budget.example/documents/")


def test_a_query_that_names_a_body_finds_nothing_of_others(home):
    assert {d.metadata["issuer"] for d in _documents(home)} == {"云溪区测试中心"}


def test_it_is_narrowed_by_year_and_body_and_id(home):
    assert {d.metadata["fiscal_year"] for d in _documents(home, "三公经费", year=2023)} == {2023}
    first = home.store.disclosures()[0]
    assert {d.metadata["disclosure_id"] for d in _documents(home, "三公经费", disclosures=[first.id])} == {first.id}
    assert _documents(home, "三公经费", issuer="没有这家") == []


def test_tables_and_figures_are_documents_too(home):
    found = _documents(home, "云溪区测试中心公务接待费", of=("tables", "facts"), k=4)
    assert {d.metadata["type"] for d in found} <= {"table", "fact"}
    figures = list(_documents(home, "云溪区测试中心公务接待费", of=("facts",), k=3))
    assert figures[0].metadata["value"] in {"3.20", "3.60"}
    assert "公务接待费" in figures[0].page_content
    table = _documents(home, "云溪区测试中心“三公”经费支出决算表", of=("tables",), k=1)[0]
    assert "公务接待费" in table.page_content
    assert "三公" in table.metadata["table"]


def test_an_unknown_argument_is_refused_by_name(home):
    with pytest.raises(TypeError, match="colour"):
        _documents(home, colour="red")


def test_it_stands_in_a_chain_and_runs_without_waiting(home):
    retriever = home.search.retriever(k=2)
    chain = {"found": retriever, "question": RunnablePassthrough()} | RunnablePassthrough()
    assert len(chain.invoke(QUERY)["found"]) == 2
    assert len(finish(retriever.ainvoke(QUERY))) == 2


def test_names_within_longer_names_do_not_narrow():
    held = [reading(source="a").disclosure]
    assert narrowed("测试中心花了多少", held)[0] == held
    assert narrowed("云溪区测试中心2022年接待费", held) == (held, "接待费")
    assert narrowed("2031年接待费", held)[0] == held
    assert fitting(held, issuer="云溪区") == held
    assert fitting(held, year=1999) == []


class Scripted(GenericFakeChatModel):
    """A model that says what it is given to say; no language model is on a test's machine."""

    def bind_tools(self, tools, **_):
        assert {t.name for t in tools} == {"ask_budget", "check_text", "find_facts"}
        return self


def _agent(home, name: str, arguments: dict):
    call = {"name": name, "args": arguments, "id": "1"}
    model = Scripted(messages=iter([AIMessage("", tool_calls=[call]), AIMessage("好了")]))
    result = create_agent(model, toolbox(home)).invoke({"messages": [("user", "?")]})
    return next(m for m in result["messages"] if isinstance(m, ToolMessage))


def test_an_agent_asks_and_gets_words_and_the_contracts_object(home):
    told = _agent(home, "ask_budget", {"question": "云溪区测试中心2022年公务接待费是多少？"})
    assert told.artifact["status"] == "answered"
    assert told.artifact["figures"][0]["value"] in told.text


def test_an_agent_checks_a_text_and_lists_figures(home):
    checked = _agent(home, "check_text", {"text": "云溪区测试中心2022年支出合计500.00万元。"})
    assert checked.artifact["summary"]["supported"] == 1
    listed = _agent(home, "find_facts", {"issuer": "测试中心", "q": "公务接待费"})
    assert listed.artifact["total"] >= 1


def test_the_tools_keep_no_conversation(home):
    _agent(home, "ask_budget", {"question": "云溪区测试中心2022年公务接待费是多少？"})
    with home.store.connect() as db:
        assert db.exec_driver_sql("select count(*) from turn").scalar_one() == 0


try:
    from langchain_tests.integration_tests import RetrieversIntegrationTests
except ImportError:  # `make peers` installs it
    pass
else:

    class TestByLangChain(RetrieversIntegrationTests):
        """LangChain's own tests of a retriever."""

        pytestmark = pytest.mark.asyncio

        @pytest.fixture(autouse=True)
        def _home(self, home):
            self.home = home

        @property
        def retriever_constructor(self):
            return PassageRetriever

        @property
        def retriever_constructor_params(self):
            return {"search": self.home.search}

        @property
        def retriever_query_example(self):
            return "三公经费"
