"""OpenAI's newer protocol, POST /v1/responses, by that house's own SDK and by LangChain's client, against a running server."""

from __future__ import annotations

import httpx
import pytest

openai = pytest.importorskip("openai")

QUESTION = "云溪区测试中心2022年公务接待费是多少？"


@pytest.fixture(scope="module")
def sdk(address):
    return openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0)


def test_an_answer_is_a_message_whose_annotations_lead_to_the_very_place(sdk, address):
    response = sdk.responses.create(model="mingzhang", input=QUESTION, instructions="answer briefly")
    assert (response.status, response.error) == ("completed", None)
    assert "3.2" in response.output_text
    text = response.output[0].content[0]
    assert len(text.annotations) == len(response.mingzhang["citations"]) > 0
    first = text.annotations[0]
    assert text.text[first.start_index : first.end_index] == "[1]"
    assert first.url.startswith(f"{address}/documents/")
    assert httpx.get(first.url).status_code == 200
    usage = response.usage
    assert 0 < usage.input_tokens < usage.total_tokens == usage.input_tokens + usage.output_tokens


def test_a_stream_says_the_same_piece_by_piece(sdk):
    whole = sdk.responses.create(model="mingzhang", input=QUESTION)
    with sdk.responses.stream(model="mingzhang", input=QUESTION) as stream:
        events = list(stream)
        final = stream.get_final_response()
    assert [e.sequence_number for e in events] == list(range(len(events)))
    assert "".join(e.delta for e in events if e.type == "response.output_text.delta") == whole.output_text
    assert final.output_text == whole.output_text
    added = [e.annotation for e in events if e.type == "response.output_text.annotation.added"]
    assert len(added) == len(whole.output[0].content[0].annotations)
    assert final.usage == whole.usage


def test_a_follow_up_leans_on_the_messages_before_it(sdk):
    first = sdk.responses.create(model="mingzhang", input=QUESTION)
    history = [{"role": "user", "content": QUESTION}, *first.output, {"role": "user", "content": "三公经费呢？"}]
    assert "12.5" in sdk.responses.create(model="mingzhang", input=history).output_text


def test_what_a_tool_gave_and_what_is_a_picture_is_read_over(sdk):
    history = [
        {"type": "function_call", "call_id": "1", "name": "f", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "1", "output": "x"},
        {
            "type": "message",
            "role": "user",
            "content": [
                {"type": "input_image", "image_url": "data:image/png;base64,AA==", "detail": "auto"},
                {"type": "input_text", "text": QUESTION},
            ],
        },
    ]
    assert "3.2" in sdk.responses.create(model="mingzhang", input=history).output_text


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"text": {"format": {"type": "json_object"}}}, "text.format"),
        ({"tool_choice": "required", "tools": [{"type": "function", "name": "f"}]}, "tool_choice"),
        ({"previous_response_id": "resp_1"}, "previous_response_id"),
        ({"background": True}, "background"),
        ({"input": []}, "input"),
        ({"input": "问" * 2001}, "input"),
        ({"input": [{"role": "developer", "content": "x"}]}, "input"),
    ],
)
def test_what_it_cannot_do_is_refused_by_the_name_of_the_parameter(sdk, more, param):
    with pytest.raises(openai.BadRequestError) as told:
        sdk.responses.create(**({"model": "mingzhang", "input": QUESTION} | more))
    assert told.value.param == param
    assert told.value.code


def test_a_model_that_is_not_there_is_said_so(sdk):
    with pytest.raises(openai.NotFoundError):
        sdk.responses.create(model="gpt-9", input=QUESTION)


def test_langchains_client_asks_and_streams_over_it(address):
    langchain_openai = pytest.importorskip("langchain_openai")
    model = langchain_openai.ChatOpenAI(
        model="mingzhang", base_url=f"{address}/v1", api_key="none", use_responses_api=True, max_retries=0
    )
    answer = model.invoke(QUESTION)
    assert "3.2" in answer.text
    assert answer.content_blocks[0]["annotations"]
    assert "".join(p.text for p in model.stream(QUESTION)) == answer.text
