"""What whoever runs it sees: metrics, logs and traces; nobody's question is in any of them."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from readings import Letters, reading

from qa.retrieval.index import IndexAwayError
from qa.settings import Settings
from qa.web import app as application
from qa.web import tracing
from qa.web.app import create_app

ROOT = Path(__file__).resolve().parents[3]
QUESTION = "云溪区测试中心2022年三公经费支出是多少？"


def _families(client):
    return {f.name: f for f in text_string_to_metric_families(client.get("/metrics").text)}


def test_every_metric_says_what_it_is(client):
    client.post("/api/ask", json={"question": QUESTION})
    families = _families(client)
    ours = {name: family for name, family in families.items() if name.startswith("mingzhang_")}
    assert {"mingzhang_requests", "mingzhang_request_duration_seconds", "mingzhang_answers"} <= set(ours)
    assert all(family.documentation for family in families.values())
    assert {"process_resident_memory_bytes", "process_start_time_seconds", "python_info"} <= set(families)


def test_times_are_kept_by_route(client, disclosure_id):
    client.get(f"/api/disclosures/{disclosure_id}")
    counts = {
        sample.labels["route"]: sample.value
        for sample in _families(client)["mingzhang_request_duration_seconds"].samples
        if sample.name.endswith("_count")
    }
    assert counts["/api/disclosures/{disclosure_id}"] == 1


def test_gauges_tell_what_is_still_to_be_done(client, app):
    def value(name: str) -> float:
        return _families(client)[name].samples[0].value

    assert (value("mingzhang_disclosures"), value("mingzhang_index_current"), value("mingzhang_jobs_waiting")) == (
        1,
        0,
        0,
    )
    app.state.mingzhang.home.index.sync()
    assert value("mingzhang_index_current") == 1
    assert value("mingzhang_index_fallback") == 0


def test_words_that_answer_alone_are_told_by_a_gauge(tmp_path):
    app = create_app(Settings(home=tmp_path, chroma_url="http://127.0.0.1:9"), warm=False)
    with TestClient(app) as client:
        app.state.mingzhang.home.embed_by(lambda _: Letters())
        with pytest.raises(IndexAwayError):
            app.state.mingzhang.home.index.open()
        assert _families(client)["mingzhang_index_fallback"].samples[0].value == 1


@pytest.fixture
def logged(client, caplog):
    caplog.set_level(logging.INFO)
    return caplog


def test_a_request_has_an_id_that_its_response_and_its_line_carry(client, logged):
    response = client.get("/api/facts?limit=1", headers={"x-request-id": "from-the-proxy-1"})
    assert response.headers["x-request-id"] == "from-the-proxy-1"
    made = client.get("/api/facts?limit=1").headers["x-request-id"]
    assert len(made) == 16
    forged = client.get("/api/facts?limit=1", headers={"x-request-id": 'a" injected'}).headers["x-request-id"]
    assert "injected" not in forged
    lines = [r for r in logged.records if r.name == "qa.web.requests"]
    assert [(r.method, r.path, r.status) for r in lines] == [("GET", "/api/facts", 200)] * 3


def test_nobodys_question_is_logged(client, logged):
    client.post("/api/ask", json={"question": QUESTION})
    client.get("/api/facts", params={"q": "三公经费"})
    assert "三公经费" not in logged.text


def _said(form: str) -> str:
    code = (
        f"import logging; from qa import logs; logs.configure('info', {form!r}); logs.REQUEST.set('r1')\n"
        "log = logging.getLogger('qa.test'); log.info('读了 %d 份', 3, extra={'source': 'a.pdf'}); log.debug('unheard')\n"
        "try: 1 / 0\n"
        "except ZeroDivisionError: log.exception('坏了')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == ""
    return done.stderr


def test_lines_as_text_have_time_level_logger_and_request():
    first = _said("text").splitlines()[0]
    assert first.endswith("INFO qa.test [r1] 读了 3 份")
    assert first[:4].isdigit()


def test_lines_as_json_are_objects_one_a_line():
    told, broken = (json.loads(line) for line in _said("json").splitlines())
    assert (told["level"], told["logger"], told["request"], told["message"]) == ("info", "qa.test", "r1", "读了 3 份")
    assert told["source"] == "a.pdf"
    assert "ZeroDivisionError" in broken["exception"]


def test_requests_and_what_they_ask_the_database_are_traced_without_anybodys_words(tmp_path, monkeypatch, words):
    memory = pytest.importorskip("opentelemetry.sdk.trace.export.in_memory_span_exporter")
    exporter = memory.InMemorySpanExporter()
    monkeypatch.setattr(application.tracing, "telemetry", lambda engine, real=tracing.telemetry: real(engine, exporter))
    app = create_app(Settings(home=tmp_path, traces=True), warm=False)
    app.state.mingzhang.home.words = words
    app.state.mingzhang.home.store.put(reading())
    exporter.clear()
    with TestClient(app) as client:
        client.get("/api/facts", params={"q": "公务接待费"})
        client.get("/healthz")
    spans = exporter.get_finished_spans()
    names = [span.name for span in spans]
    assert any("/api/facts" in name for name in names)
    assert not any("healthz" in name for name in names)
    asked = [span for span in spans if "db.query.text" in span.attributes]
    assert asked
    traced = {span.context.trace_id for span in spans if "/api/facts" in span.name}
    assert {span.context.trace_id for span in asked} == traced
    assert "公务接待费" not in "".join(str(dict(span.attributes)) for span in asked)
