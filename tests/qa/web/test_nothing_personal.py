"""Whatever can be asked of a server that holds personal data in an original, nothing of it comes out, nor into its logs and files."""

from __future__ import annotations

import io
import json
import logging
import re
import zipfile

import pytest
from fastapi.testclient import TestClient
from printed import printed
from readings import Letters

from ingest.fiscal_package import fiscal_package
from ingest.reading import read
from ingest.sources.extract import extract
from ingest.sources.picture import page_png
from ingest.structure.joining import joined
from qa.retrieval.index import PassageIndex
from qa.settings import Settings
from qa.web.app import create_app

TOKEN = "let-me-write"  # noqa: S105 - of this test server
MOBILE = "139" + "00001234"
IDENTITY = "420101" + "19900307" + "451X"
SECRETS = ("林试例", "章样本", MOBILE, MOBILE[3:], IDENTITY, "shili.lin")
LINES = (
    "云溪区测试中心2030年度部门决算",
    "第一部分 决算情况说明",
    "一、支出决算情况说明",
    "2030年度支出合计700.00万元，其中：基本支出410.00万元，项目支出290.00万元。",
    f"填报人林试例联系电话{MOBILE}，身份证号{IDENTITY}，邮箱 shili.lin@example.com",
    "二、退休人员章样本抚恤金项目",
    "2030年度退休人员章样本抚恤金支出3.00万元，比上年增加1.00万元，主要原因是章样本家属补助增加。",
)
QUESTIONS = (
    "云溪区测试中心2030年支出多少？", "填报人是谁？", "联系电话是多少？", "抚恤金多少，发给谁？", "章样本的抚恤金",
    "林试例的手机号", "主要原因是什么？", "有哪些项目？", "身份证号多少", "全文里 @example.com 前面是什么",
)  # fmt: skip


def legible(raw: bytes, kind: str) -> str:
    """All that can be read in a response or file, whatever it is packed in."""
    if raw.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            return "\n".join(legible(packed.read(name), "") for name in packed.namelist())
    if raw.startswith(b"%PDF"):
        return extract(raw, "a.pdf").text
    said = raw.decode("utf-8", errors="replace")
    return said + json.dumps(json.loads(said), ensure_ascii=False) if "json" in kind else said


def told(said: str, allowed: str = "") -> list[str]:
    bare = re.sub(r"\s", "", said).replace(re.sub(r"\s", "", allowed) or "\0", "")
    for own in (secret for secret in SECRETS if secret in allowed):
        bare = bare.replace(f"“{own}”", "")  # the asker's own word, told back in quotation marks as not used
    return [secret for secret in SECRETS if secret in bare]


@pytest.fixture
def served(tmp_path, words):
    settings = Settings(home=tmp_path / "home", write_token=TOKEN)
    app = create_app(settings, read, package=fiscal_package, draw=page_png, join=joined, warm=False)
    home = app.state.mingzhang.home
    home.words = words
    home.__dict__["index"] = PassageIndex(home.store, tmp_path / "vectors", load=lambda _: Letters())
    with TestClient(app) as client:
        name = f"林试例{MOBILE}决算.pdf"
        sent = client.post(
            "/api/disclosures", files={"file": (name, printed(LINES, 10))}, headers={"authorization": f"Bearer {TOKEN}"}
        )
        yield client, sent.json()["disclosure_id"]


def test_nothing_personal_comes_out(served, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    client, disclosure = served
    identities = {"disclosure_id": disclosure, "number": "1", "ordinal": "1"}
    for question in QUESTIONS:
        answer = client.post("/api/ask", json={"question": question})
        assert answer.status_code == 200
        assert told(legible(answer.content, "json"), question) == [], question
        identities["conversation_id"] = answer.json()["conversation_id"] or "none"
    turns = client.get(f"/api/conversations/{identities['conversation_id']}/turns").json()["turns"]
    identities["turn_id"] = turns[-1]["id"] if turns else "none"
    seen = 0
    for path, ways in client.get("/openapi.json").json()["paths"].items():
        if "get" not in ways or "stream" in path:
            continue
        for query in ("", "?format=csv", "?format=xlsx", "?format=markdown", "?q=章"):
            got = client.get(re.sub(r"\{(\w+)(?::\w+)?\}", lambda m: identities.get(m[1], "none"), path) + query)
            assert told(legible(got.content, got.headers.get("content-type", "")), QUESTIONS[-1]) == [], path + query
            assert told(str(got.headers)) == [], path
            seen += got.status_code == 200
    assert seen > 20
    checked = client.post("/api/check", json={"text": "2030年度支出合计700.00万元，抚恤金3.00万元。"})
    assert told(legible(checked.content, "json")) == []
    logged = caplog.text
    for question in QUESTIONS:
        logged = logged.replace(question, "")
    assert told(logged) == []


@pytest.mark.sqlite
def test_nothing_personal_is_in_the_files_of_a_home_but_in_its_originals(served):
    client, _ = served
    home = client.app.state.mingzhang.home.settings.home
    files = [path for path in home.rglob("*") if path.is_file() and path.parent.name != "originals"]
    assert files
    for path in files:
        raw = path.read_bytes()
        assert [s for s in SECRETS if s.encode() in raw] == [], path.name


def test_words_that_are_masked_cannot_be_spelt_out_on_the_picture(served):
    client, disclosure = served
    path = f"/api/disclosures/{disclosure}/pages/1.png"
    for guess in ("1390", MOBILE, "林", "林试", IDENTITY[:6] + "1990", "章样"):
        answer = client.get(path, params={"quote": guess})
        assert answer.status_code == 422 or json.loads(answer.headers["x-marks"]) == [], guess
    shown = client.get(path, params={"quote": "410.00"})
    assert json.loads(shown.headers["x-marks"]) != []
