"""From an empty folder to answers over HTTP and on the command line, with the real program and the shipped disclosures.

What is asked is taken from the disclosures themselves: no question, body or figure is written down here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from corpus.money import fold

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = [sys.executable, str(Path(__file__).with_name("program.py"))]
DOCUMENTS = ROOT / "corpus" / "documents"
KINDS = {"budget": "预算", "final_accounts": "决算"}

pytestmark = pytest.mark.skipif(not list(DOCUMENTS.glob("*.md")), reason="no shipped disclosures in corpus/documents")


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("MINGZHANG_")}


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*PROGRAM, arguments[0], "--home", str(home), *arguments[1:]]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=900, env=_environment())


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def client(home):
    command = [*PROGRAM, "serve", "--home", str(home), "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_environment())
    assert server.stdout is not None
    address = server.stdout.readline().strip()
    transport = httpx.HTTPTransport(retries=50)  # the address is printed a moment before it answers
    with httpx.Client(base_url=address, timeout=60, transport=transport) as client:
        yield client
    server.terminate()
    server.wait(timeout=60)


@pytest.fixture(scope="module")
def disclosures(client):
    return client.get("/api/disclosures").json()["disclosures"]


def _whole(fact: dict) -> bool:
    """A fact that a short question names fully: an amount of the body's own year, with a concept and no subject."""
    return bool(fact["concept"]) and fact["subject"] is None and fact["measure"] == "amount" and "/" not in fact["row"]


def _asked(client, disclosure: dict) -> tuple[str, list[str]]:
    """A question about a total of this disclosure, and the values that its facts give for it."""
    where = {"disclosure": disclosure["id"], "fiscal_year": disclosure["fiscal_year"], "limit": 1000}
    facts = [f for f in client.get("/api/facts", params=where).json()["facts"] if _whole(f)]
    concepts = [f["concept"] for f in facts]
    most = max(dict.fromkeys(concepts), key=concepts.count)
    values = [f["value"] for f in facts if f["concept"] == most]
    name = next(f["row"] for f in facts if f["concept"] == most)
    return f"{disclosure['issuer']}{disclosure['fiscal_year']}年{KINDS[disclosure['kind']]}{name}是多少？", values


def test_a_served_empty_home_holds_the_shipped_disclosures(disclosures):
    assert len(disclosures) == len(list(DOCUMENTS.glob("*.md")))
    assert all(d["counts"]["facts"] > 0 and d["counts"]["passages"] > 0 for d in disclosures)


def test_every_fact_stands_where_it_says(client, disclosures):
    for disclosure in disclosures:
        text = client.get(f"/api/disclosures/{disclosure['id']}/text").json()["text"]
        facts = client.get("/api/facts", params={"disclosure": disclosure["id"], "limit": 1000}).json()["facts"]
        for fact in facts:
            if fact["printed"] in {"无", "持平"}:  # a standstill and a “none” are said in many ways
                continue
            printed = fold("".join(text[fact["start"] : fact["end"]].split()))
            assert fold("".join(fact["printed"].split())) in printed, fact


def test_a_figure_is_answered_with_a_quote_from_its_disclosure(client, disclosures):
    for disclosure in disclosures:
        question, values = _asked(client, disclosure)
        answer = client.post("/api/ask", json={"question": question}).json()
        assert answer["status"] in {"answered", "partial", "ambiguous"}, (question, answer["answer"])
        assert any(figure["value"] in values for figure in answer["figures"]), (question, values, answer["answer"])
        text = client.get(f"/api/disclosures/{disclosure['id']}/text").json()["text"]
        for cited in (c for c in answer["citations"] if c["disclosure_id"] == disclosure["id"]):
            assert cited["quote"] == text[cited["start"] : cited["end"]]


def test_what_no_disclosure_says_gets_no_figure(client, disclosures):
    for question in (f"{disclosures[0]['issuer']}1987年的三公经费是多少？", "明天会下雨吗？"):
        answer = client.post("/api/ask", json={"question": question}).json()
        assert answer["status"] not in {"answered", "partial"}, (question, answer["answer"])
        assert answer["figures"] == []


def test_the_command_line_gives_the_same_answer(client, disclosures, home):
    question, _ = _asked(client, disclosures[0])
    done = run(home, "ask", question, "--json")
    served = client.post("/api/ask", json={"question": question}).json()
    own = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert [own[name] for name in ("status", "answer", "figures", "citations")] == [
        served[name] for name in ("status", "answer", "figures", "citations")
    ]


def test_unanswered_is_1_and_wrong_usage_is_2(client, home):
    assert run(home, "ask", "明天会下雨吗？").returncode == 1
    assert run(home, "ask").returncode == 2
    assert run(home, "ingest", "no-such-file.txt").returncode == 2


def test_a_figure_question_loads_no_model(client, disclosures, home):
    question, _ = _asked(client, disclosures[0])
    heavy = "{'torch', 'chromadb', 'jieba', 'sentence_transformers', 'langchain_core', 'pandas', 'fastapi'}"
    code = (
        "import sys, mingzhang\n"
        "try: mingzhang.main(sys.argv[1:])\n"
        f"except SystemExit: print(sorted({heavy} & set(sys.modules)), file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, "ask", question, "--home", str(home)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=_environment())
    assert done.stderr.strip().endswith("[]"), done.stderr


def test_ingesting_again_changes_nothing(client, disclosures, home):
    done = run(home, "ingest", str(DOCUMENTS))
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("：没有变化\n") == len(disclosures)
    assert client.get("/api/disclosures").json()["disclosures"] == disclosures


def test_facts_leave_as_csv(client, home):
    total = client.get("/api/facts?limit=1").json()["total"]
    done = run(home, "facts", "--csv")
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip() == f"{total} 条"


def test_an_audit_of_each_disclosure_is_served(client, disclosures):
    for disclosure in disclosures:
        audit = client.get(f"/api/disclosures/{disclosure['id']}/audit").json()
        assert sum(audit["summary"].values()) == len(audit["checks"])
