"""A real HTTP server that speaks OpenAI's chat protocol from a script, in a thread of the test's own process."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from qa.chat_model import chat_model
from qa.planner.model import ModelProposer

Script = Callable[[dict[str, Any]], object]
"""A request to what the model says: an object or a text as the filled-in form, None for words alone, bytes as the whole body."""


class Refused:
    """What a script gives where the server has not what it was asked for."""


class ChatServer:
    """Keeps every request; ``script`` may be set anew at any time. ``close`` lets go of whoever still waits in it."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.requests: list[dict[str, Any]] = []
        self.closing = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
                server.requests.append(sent)
                said = server.script(sent)
                refused = isinstance(said, Refused)
                said = b'{"error": {"message": "not supported"}}' if refused else said
                body = said if isinstance(said, bytes) else json.dumps(completion(sent, said)).encode()
                try:
                    self.send_response(400 if refused else 500 if said == b"" else 200)
                    self.send_header("content-type", "application/json")
                    self.send_header("content-length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except (BrokenPipeError, ConnectionResetError):
                    pass  # the other side has given up

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()


def completion(sent: dict[str, Any], said: object) -> dict[str, Any]:
    """One chat completion: the form filled in by a call of the tool that was sent, or as the content where none was."""
    text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    message: dict[str, Any] = {"role": "assistant", "content": text}
    if said is None:
        message["content"] = "我不知道。"
    elif "tools" in sent:
        called = {"name": sent["tools"][0]["function"]["name"], "arguments": text}
        message = {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "c1", "type": "function", "function": called}],
        }
    return {
        "id": "x", "object": "chat.completion", "created": 1, "model": sent["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }  # fmt: skip


def form_of(sent: dict[str, Any]) -> dict[str, Any]:
    """The form that a request asks to be filled in."""
    if "tools" in sent:
        found: dict[str, Any] = sent["tools"][0]["function"]["parameters"]
        return found
    if sent.get("response_format", {}).get("type") == "json_schema":
        schema: dict[str, Any] = sent["response_format"]["json_schema"]["schema"]
        return schema
    told = sent["messages"][0]["content"]
    written: dict[str, Any] = json.loads(told[told.index("\n{") :])
    return written


def offered(sent: dict[str, Any], key: str) -> list[Any]:
    """What a step may choose for a key."""
    step = form_of(sent)["properties"]["steps"]["items"]["properties"]
    return [value for value in step[key].get("enum", []) if value is not None]


def proposer(url: str, seconds: float = 30.0) -> ModelProposer:
    """What asks a model at an address, every time anew."""
    return ModelProposer(chat_model("openai:scripted", url, seconds=seconds), seconds)


def told(answer: Any) -> dict[str, Any]:
    """An answer without what differs from one time to the next."""
    return {k: v for k, v in answer.as_dict().items() if k not in {"conversation_id", "timings_ms"}}
