"""What a request meets before a route: names, rates, tokens, sizes and times; refused before a body is read."""

from __future__ import annotations

import asyncio
import base64
import json

import pytest
from coroutines import finish
from fastapi.testclient import TestClient

from qa.settings import Settings
from qa.web.app import create_app
from qa.web.limits import LARGE, SMALL, WRONG_AT_ONCE, Limits, Rates

TOKEN = "write-é-令牌"  # noqa: S105 - of these tests
BEARER = ("Bearer " + TOKEN).encode()
STRANGER = ("203.0.113.7", 50000)


def settings(tmp_path, **more) -> Settings:
    return Settings(home=tmp_path, **more)


class Spoken:
    """One request to the middleware, chunk by chunk, as a server hands it on; what came back."""

    def __init__(self, limits: Limits, chunks: list[bytes], *, hang: bool = False) -> None:
        self.limits = limits
        self.taken = 0
        self.sent: list[dict] = []
        self._chunks = chunks
        self._hang = hang

    async def receive(self):
        if self.taken >= len(self._chunks):
            await asyncio.sleep(3600 if self._hang else 0)
            return {"type": "http.disconnect"}
        self.taken += 1
        more = self._hang or self.taken < len(self._chunks)
        return {"type": "http.request", "body": self._chunks[self.taken - 1], "more_body": more}

    async def send(self, message):
        self.sent.append(message)

    async def say(self, method="POST", path="/api/ask", headers=(), client=STRANGER) -> int:
        scope = {
            "type": "http", "method": method, "path": path, "client": client, "query_string": b"", "scheme": "http",
            "headers": [(b"host", b"localhost"), *headers], "server": ("localhost", 80), "root_path": "",
        }  # fmt: skip
        await self.limits(scope, self.receive, self.send)
        return self.sent[0]["status"]

    @property
    def problem(self) -> dict:
        return json.loads(b"".join(m.get("body", b"") for m in self.sent))


async def swallow(scope, receive, send):
    """An application that reads the whole body before it answers, as a form is read."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok"})


def limits(tmp_path, **more) -> Limits:
    quick = {name: more.pop(name) for name in ("idle", "slowed") if name in more}
    return Limits(swallow, settings(tmp_path, **more), **quick)


def test_a_body_that_says_it_is_too_large_is_refused_unread(tmp_path):
    asked = Spoken(limits(tmp_path), [b"x"])
    assert finish(asked.say(headers=[(b"content-length", b"600000000")])) == 413
    assert asked.taken == 0
    assert asked.problem["status"] == 413


@pytest.mark.parametrize("length", [b"-1", b"x", b"9" * 400, b"1e3"])
def test_a_length_that_is_none_is_refused(tmp_path, length):
    assert finish(Spoken(limits(tmp_path), [b"x"]).say(headers=[(b"content-length", length)])) == 413


def test_a_body_that_does_not_say_how_large_it_is_ends_at_the_limit(tmp_path):
    asked = Spoken(limits(tmp_path), [b"x" * 2**20] * 700)
    assert finish(asked.say()) == 413
    assert asked.taken * 2**20 <= SMALL + 2 * 2**20


@pytest.mark.parametrize(("token", "status"), [("", 403), ("right", 401)])
def test_a_file_is_not_read_without_the_token(tmp_path, token, status):
    asked = Spoken(limits(tmp_path, write_token=token, slowed=0.0), [b"x" * 2**20] * 60)
    assert finish(asked.say(path="/api/disclosures", headers=[(b"authorization", b"Bearer wrong")])) == status
    assert asked.taken == 0


def test_a_file_with_the_token_may_be_large_and_not_larger(tmp_path):
    own = limits(tmp_path, write_token=TOKEN)
    head = [(b"authorization", BEARER)]
    small = Spoken(own, [b"x" * 2**20] * 50)
    assert finish(small.say(path="/api/disclosures", headers=head)) == 200
    large = Spoken(own, [b"x" * 2**20] * 90)
    assert finish(large.say(path="/api/disclosures", headers=head)) == 413
    assert large.taken * 2**20 <= LARGE["POST", "/api/disclosures"] + 2 * 2**20


def test_only_some_files_come_in_at_once(tmp_path):
    own = limits(tmp_path, write_token=TOKEN)
    own._large = 4
    asked = Spoken(own, [b"x"])
    assert finish(asked.say(path="/api/disclosures", headers=[(b"authorization", BEARER)])) == 503
    assert asked.taken == 0


def test_a_client_that_does_not_finish_its_body_is_let_go(tmp_path):
    asked = Spoken(limits(tmp_path, idle=0.05), [b"{"], hang=True)
    assert finish(asked.say()) == 408


def test_a_client_that_drips_its_body_is_let_go(tmp_path):
    class Dripping(Spoken):
        async def receive(self):
            await asyncio.sleep(0.01)
            return {"type": "http.request", "body": b"x", "more_body": True}

    own = limits(tmp_path, idle=5.0)
    own.whole = 0.1
    assert finish(Dripping(own, []).say()) == 408


def test_a_bucket_fills_up_again_and_each_has_his_own():
    rates = Rates(60)
    assert [rates.wait("a", 0.0) for _ in range(60)] == [0.0] * 60
    assert 0 < rates.wait("a", 0.0) <= 1
    assert rates.wait("b", 0.0) == 0
    assert rates.wait("a", 2.0) == 0
    for n in range(20_000):
        rates.wait(str(n), 3.0)
    assert len(rates._left) <= 10_000


def test_too_many_requests_of_a_stranger_are_refused_and_this_machine_is_not_counted(tmp_path):
    own = limits(tmp_path, requests_per_minute=3)
    said = [finish(Spoken(own, [b"{}"]).say()) for _ in range(5)]
    assert said == [200, 200, 200, 429, 429]
    assert [finish(Spoken(own, [b"{}"]).say(client=("127.0.0.1", 1))) for _ in range(9)] == [200] * 9
    assert finish(Spoken(own, [b"{}"]).say(path="/static/page.css")) == 200
    assert finish(Spoken(own, [b"{}"]).say(client=("2001:db8::1", 1))) == 200


def test_addresses_of_one_network_share_a_bucket(tmp_path):
    own = limits(tmp_path, requests_per_minute=2)
    said = [finish(Spoken(own, [b"{}"]).say(client=(f"2001:db8::{n}", 1))) for n in range(4)]
    assert said == [200, 200, 429, 429]


def test_a_refusal_tells_when_to_come_again_in_the_words_of_its_interface(tmp_path):
    own = limits(tmp_path, requests_per_minute=1)
    finish(Spoken(own, [b"{}"]).say())
    refused = Spoken(own, [b"{}"])
    finish(refused.say(path="/v1/chat/completions"))
    assert refused.problem["error"]["type"] == "invalid_request_error"
    assert int(dict(refused.sent[0]["headers"])[b"retry-after"]) > 0


def test_wrong_tokens_are_slowed_and_many_at_once_refused(tmp_path):
    async def many() -> list[int]:
        own = limits(tmp_path, write_token=TOKEN, slowed=0.2)
        tries = [
            Spoken(own, []).say(path="/api/disclosures", headers=[(b"authorization", b"Bearer %d" % n)])
            for n in range(WRONG_AT_ONCE + 3)
        ]
        return await asyncio.gather(*tries)

    assert sorted(finish(many())) == [401] * WRONG_AT_ONCE + [429] * 3


def test_tokens_that_a_route_refuses_are_slowed_too_and_the_right_one_is_not(tmp_path):
    async def refuse(scope, receive, send):
        await send({"type": "http.response.start", "status": 401, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def many() -> tuple[list[int], int]:
        own = Limits(refuse, settings(tmp_path, write_token=TOKEN), slowed=0.3)
        wrong = [
            asyncio.create_task(Spoken(own, []).say("GET", headers=[(b"authorization", b"Bearer %d" % n)]))
            for n in range(WRONG_AT_ONCE)
        ]
        await asyncio.sleep(0.05)
        one_more = await Spoken(own, []).say("GET", headers=[(b"authorization", b"Bearer x")])
        return await asyncio.gather(*wrong), one_more

    assert finish(many()) == ([401] * WRONG_AT_ONCE, 429)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 200), ("127.0.0.1:8000", 200), ("[::1]:8000", 200), ("192.168.3.4", 200),
        ("mingzhang", 200), ("budget.example", 200), ("BUDGET.example:443", 200), ("a.localhost", 200),
        ("evil.example", 421), ("127.0.0.1.evil.example", 421), ("", 200), ("a b", 421), ("budget.example@evil.example", 421),
        ("[::1", 421), ("budget.example.evil.example", 421),
    ],
)  # fmt: skip
def test_only_names_that_are_ours_are_served(tmp_path, host, status):
    app = create_app(settings(tmp_path, hosts="budget.example"), warm=False)
    with TestClient(app) as client:
        assert client.get("/healthz", headers={"host": host}).status_code == status


def test_with_a_read_token_nothing_is_told_without_it(tmp_path):
    app = create_app(settings(tmp_path, read_token="let-me-read", write_token=TOKEN), warm=False)  # noqa: S106
    with TestClient(app) as client:
        assert client.get("/healthz").status_code == 200
        refused = client.get("/api/disclosures")
        assert refused.status_code == 401
        assert "Basic" in refused.headers["www-authenticate"]
        password = base64.b64encode(b"anyone:let-me-read").decode()
        for authorization in ("Bearer let-me-read", f"Basic {password}", BEARER):
            assert client.get("/api/disclosures", headers={"authorization": authorization}).status_code == 200
        writing = client.delete("/api/disclosures/x", headers={"authorization": "Bearer let-me-read"})
        assert writing.status_code == 401


def test_a_token_of_any_letters_works_and_a_password_does_not_write(tmp_path):
    app = create_app(settings(tmp_path, write_token=TOKEN), warm=False)
    with TestClient(app) as client:
        assert client.delete("/api/disclosures/x", headers={"authorization": BEARER}).status_code == 404
        password = base64.b64encode(f"a:{TOKEN}".encode()).decode()
        assert client.delete("/api/disclosures/x", headers={"authorization": f"Basic {password}"}).status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "localhost"}, 200), ({"host": "127.0.0.1:8000"}, 200), ({"host": "[::1]:8000"}, 200),
        ({"host": "mingzhang"}, 403), ({"host": "192.168.1.2"}, 403),
        ({"host": "localhost", "x-forwarded-for": "203.0.113.7"}, 403), ({"host": "localhost", "via": "1.1 p"}, 403),
    ],
)  # fmt: skip
def test_all_conversations_are_listed_on_this_machine_itself_alone(tmp_path, headers, status):
    app = create_app(settings(tmp_path), warm=False)
    with TestClient(app, client=("127.0.0.1", 50000)) as client:
        assert client.get("/api/conversations", headers=headers).status_code == status


@pytest.mark.parametrize("path", ["/healthz", "/api/disclosures", "/", "/static/page.css"])
def test_what_can_be_got_can_be_looked_at(client, path):
    looked = client.head(path)
    assert (looked.status_code, looked.content) == (200, b"")


def test_answers_are_not_kept_by_what_lies_between(client):
    headers = client.get("/api/disclosures").headers
    assert headers["cache-control"] == "no-store"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


def test_a_conversation_has_a_key_that_nobody_chose(client):
    asked = {"question": "云溪区测试中心2022年三公经费多少？", "conversation_id": "1"}
    given = client.post("/api/ask", json=asked).json()["conversation_id"]
    assert given != "1"
    assert len(given) >= 32
    assert client.get("/api/conversations/1").status_code == 404
    again = client.post("/api/ask", json={"question": "那公务接待费呢？", "conversation_id": given}).json()
    assert again["conversation_id"] == given


def test_a_disclosure_deleted_meanwhile_is_left_out_of_the_answer(app, client, disclosure_id):
    asker = app.state.mingzhang.home.asker
    ask, tries = asker.ask, []

    def deleting(*arguments):
        if not tries:
            tries.append(1)
            app.state.mingzhang.home.store.delete(disclosure_id)
            app.state.mingzhang.home.store.text(disclosure_id)
        return ask(*arguments)

    asker.ask = deleting
    answer = client.post("/api/ask", json={"question": "云溪区测试中心2022年三公经费多少？"})
    assert answer.status_code == 200
    assert answer.json()["figures"] == []
