"""MCP, by the protocol's own client: over standard input and output, and over HTTP, with a disclosure really read."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from coroutines import finish
from fastapi.testclient import TestClient
from pydantic import TypeAdapter
from running import RECORD, application, listening

from qa.settings import Settings
from qa.tools import Tools
from qa.web import shapes
from qa.web.app import create_app

if find_spec("mcp") is None:
    pytest.skip("needs the extra [mcp]", allow_module_level=True)

from mcp import Client, MCPError, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from qa.mcp.mount import mounted

ROOT = Path(__file__).resolve().parents[2]
TOOLS = {
    "ask_budget", "check_text", "find_facts", "list_disclosures", "search_passages", "get_table", "audit", "compare",
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory, words):
    """An application over one disclosure, read by the real ingest; a stand-in embedder."""
    return application(tmp_path_factory.mktemp("home"), words, mount=mounted)


@pytest.fixture(scope="module")
def over_http(home):
    with listening(home) as address:
        yield f"{address}/mcp"


@pytest.fixture(scope="module")
def over_stdio(home):
    folder = home.state.mingzhang.home.settings.home
    command = [str(ROOT / "mingzhang.py"), "mcp", "--home", str(folder), "--no-corpus"]
    return StdioServerParameters(command=sys.executable, args=command, env={"PYTHONPATH": str(ROOT)})


@pytest.fixture(params=["over_http", pytest.param("over_stdio", marks=pytest.mark.sqlite)])
def told(request):
    """Runs a function with a client that is connected in each of the two ways."""
    where = request.getfixturevalue(request.param)

    def run(talk: Callable[[Client], Any]) -> Any:
        async def connected() -> Any:
            async with Client(where) as client:
                return await talk(client)

        return finish(connected())

    return run


def _issuer(home: Any) -> str:
    return home.state.mingzhang.home.store.disclosures()[0].issuer


def test_every_tool_is_offered_and_says_that_it_only_reads(told):
    tools = told(lambda client: client.list_tools()).tools
    assert {t.name for t in tools} == TOOLS
    assert all(t.annotations.read_only_hint and t.description and t.output_schema for t in tools)


def test_an_answer_is_the_contracts_object_and_says_it_in_words(told, home):
    asked = {"question": f"{_issuer(home)}的公务接待费是多少？"}
    result = told(lambda client: client.call_tool("ask_budget", asked))
    answer = TypeAdapter(shapes.Answer).validate_python(result.structured_content)
    assert answer.status == "answered"
    assert answer.figures[0].value in result.content[0].text
    assert answer.citations[0].quote.split()[0] in result.content[0].text


def test_a_conversation_goes_on(told, home):
    async def talk(client: Client) -> Any:
        first = await client.call_tool("ask_budget", {"question": f"{_issuer(home)}的公务接待费是多少？"})
        key = first.structured_content["conversation_id"]
        return key, await client.call_tool("ask_budget", {"question": "办公费呢？", "conversation_id": key})

    key, second = told(talk)
    assert second.structured_content["conversation_id"] == key
    assert second.structured_content["status"] in {"answered", "not_found", "ambiguous"}


def test_what_is_refused_is_told_in_words_and_is_no_result(told):
    result = told(lambda client: client.call_tool("ask_budget", {"question": "多少？", "disclosures": ["nosuch"]}))
    assert result.is_error
    assert "nosuch" in result.content[0].text
    assert "Traceback" not in result.content[0].text


def test_facts_lead_to_their_table_and_their_disclosure(told, home):
    async def talk(client: Client) -> Any:
        facts = (await client.call_tool("find_facts", {"issuer": _issuer(home), "limit": 5})).structured_content
        one = next(f for f in facts["facts"] if f["origin"] == "table")
        tables = await client.read_resource(f"mingzhang://disclosures/{one['disclosure_id']}/tables")
        table_id = json.loads(tables.contents[0].text)[0]["id"]
        table = await client.call_tool("get_table", {"table_id": table_id})
        text = await client.read_resource(f"mingzhang://disclosures/{one['disclosure_id']}/text")
        return facts, table.structured_content, text.contents[0].text, one

    facts, table, text, one = told(talk)
    assert facts["total"] >= 5
    assert table["rows"]
    assert one["printed"] in text[one["start"] : one["end"]]


def test_passages_texts_checks_audits_and_comparisons_have_their_shapes(told, home):
    issuer = _issuer(home)
    calls = {
        "search_passages": ({"query": "公务接待费 原因", "k": 3}, shapes.Passages),
        "check_text": ({"text": f"{issuer}公务接待费3.20万元。"}, shapes.Checked),
        "audit": ({"disclosure": RECORD.name}, shapes.Audited),
        "compare": ({"issuers": [issuer], "concept": "公务接待费", "years": [2022, 2023]}, shapes.Compared),
        "list_disclosures": ({}, shapes.Disclosures),
    }

    async def talk(client: Client) -> Any:
        return {name: await client.call_tool(name, arguments) for name, (arguments, _) in calls.items()}

    for name, result in told(talk).items():
        assert not result.is_error, result.content
        TypeAdapter(calls[name][1]).validate_python(result.structured_content)


def test_a_comparison_keeps_no_conversation(told, home):
    store = home.state.mingzhang.home.store
    kept = "select count(*) from conversation"
    with store.connect() as db:
        before = db.exec_driver_sql(kept).scalar_one()
    told(lambda c: c.call_tool("compare", {"issuers": [_issuer(home)], "concept": "公务接待费", "years": [2022]}))
    with store.connect() as db:
        assert db.exec_driver_sql(kept).scalar_one() == before


@pytest.mark.parametrize("issuer", ["不存在的单位", "没有这家", "各家", " "])
def test_a_comparison_tells_no_bodys_figure_for_a_name_that_nobody_bears(home, issuer):
    found = Tools(home.state.mingzhang.home).compare([issuer, _issuer(home)], "公务接待费", [2022])["compared"]
    nobodys, own = (one["answer"] for one in found)
    assert (nobodys["status"], nobodys["reason"], nobodys["figures"]) == ("not_found", "not_in_corpus", [])
    assert own["figures"]


def test_prompts_carry_what_they_are_given(told):
    async def talk(client: Client) -> Any:
        names = {p.name for p in (await client.list_prompts()).prompts}
        return names, await client.get_prompt("check_article", {"text": "某单位花了3万元"})

    names, prompt = told(talk)
    assert names == {"check_article", "compare_two", "audit_disclosure"}
    assert "某单位花了3万元" in prompt.messages[0].content.text


def test_a_resource_that_is_not_there_is_said_to_be_not_there(told):
    with pytest.raises((MCPError, ExceptionGroup)):
        told(lambda client: client.read_resource("mingzhang://tables/nosuch-t01"))


def test_a_page_of_another_host_cannot_reach_it(over_http):
    import httpx  # noqa: PLC0415 - for this one alone

    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accept = {"accept": "application/json, text/event-stream"}
    refused = httpx.post(over_http, json=body, headers=accept | {"host": "evil.example"})
    assert refused.status_code in {403, 421}


@pytest.mark.parametrize(
    ("more", "host", "served"),
    [
        ({}, "localhost:8000", True),
        ({}, "budget.example", False),
        ({"public_url": "https://budget.example/m"}, "budget.example", True),
        ({"hosts": "budget.example, other.example"}, "other.example:8443", True),
        ({"hosts": "budget.example"}, "evil.example", False),
        ({"host": "192.0.2.1"}, "anything.example", False),
        ({"host": "192.0.2.1", "hosts": "budget.example"}, "evil.example", False),
    ],
)
def test_it_is_asked_by_the_names_that_it_was_given(tmp_path, more, host, served):
    app = create_app(Settings(home=tmp_path, **more), mount=mounted, warm=False)
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    headers = {"accept": "application/json, text/event-stream", "host": host, "mcp-protocol-version": "2025-06-18"}
    with TestClient(app) as client:
        assert (client.post("/mcp", json=body, headers=headers).status_code == 200) is served


def test_one_server_serves_several_clients_at_once(over_http):
    async def all_of_them() -> list[int]:
        async def one() -> int:
            async with Client(streamable_http_client(over_http)) as client:
                return len((await client.list_tools()).tools)

        return await asyncio.gather(*(one() for _ in range(4)))

    assert finish(all_of_them()) == [len(TOOLS)] * 4
