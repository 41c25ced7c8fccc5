"""Invented disclosures are read like real ones, add up, and are the same every time; the bench measures on them."""

from __future__ import annotations

import http.server
import json
import threading
from dataclasses import replace

import pytest

from corpus.store import Store
from eval import invented_corpus
from eval.bench import Size, StandIn
from eval.bench_clients import crowd
from eval.bench_store import rankings
from eval.bench_table import ROWS, bench_table
from eval.chunks import CHUNK, Chunks
from ingest.load import read


@pytest.fixture(scope="module")
def found():
    return list(invented_corpus.disclosures(3, seed=5))


def test_the_same_seed_gives_the_same_bytes(found):
    assert [one.text for one in invented_corpus.disclosures(3, seed=5)] == [one.text for one in found]
    assert next(invented_corpus.disclosures(1, seed=6)).text != found[0].text


def test_they_are_read_like_shipped_records_and_add_up(found):
    for one in found:
        reading = read(one.text.encode(), one.name)
        assert (reading.disclosure.issuer, reading.disclosure.fiscal_year) == (one.issuer, one.year)
        assert len(reading.facts) > 150
        assert [check for check in reading.checks if check.holds is False] == []
        assert [problem for problem in reading.problems if problem.kind != "masked"] == []


def test_every_question_asks_for_a_printed_figure(found):
    for one in found:
        printed = {f.quantity.base for f in read(one.text.encode(), one.name).facts}
        assert {value * 10_000 for _, value in one.asked} <= printed


def test_there_are_ten_thousand_of_them():
    names = {f"{issuer}{year}" for issuer, year in invented_corpus.bodies(10_000)}
    assert len(names) == 10_000
    with pytest.raises(ValueError, match="only 10000"):
        next(invented_corpus.disclosures(10_001))


def test_they_are_written_as_files(tmp_path):
    written = invented_corpus.write(2, tmp_path / "documents")
    assert sorted(p.name for p in (tmp_path / "documents").iterdir()) == sorted(one.name for one in written)


def test_chunks_cover_a_text_without_a_gap():
    text = "收入" * 600
    pieces = [passage for _, passage in Chunks({"a": text}).of.values()]
    assert "".join(p.text for p in pieces) == text
    assert all(text[p.place.start : p.place.end] == p.text and len(p.text) <= CHUNK for p in pieces)


class Length8:
    def embed_query(self, _text, /):
        return [1.0] * 8

    def embed_documents(self, _texts, /):
        raise AssertionError("passages get stand-in vectors")


def test_a_stand_in_vector_depends_on_the_text_alone():
    one, other, again = StandIn(Length8()).embed_documents(["甲", "乙", "甲"])
    assert one == again != other
    assert sum(x * x for x in one) == pytest.approx(1.0)
    assert StandIn(Length8()).embed_query("问") == [1.0] * 8


RANKING = {"most": 1.0, "top10": 2.0, "all": 30.0, "compared": 5.0}
CROWD = {"rate": 200.0, "p99": 500.0, "errors": 0.0}


def test_rankings_are_timed_on_what_every_disclosure_prints(found, tmp_path):
    store = Store.open(tmp_path)
    for one in found:
        store.put(read(one.text.encode(), one.name))
    timed = rankings(store)
    assert timed.pop("compared") >= 3
    assert all(ms > 0 for ms in timed.values())
    store.close()


class Answering(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))["question"]
        self.send_response(500 if asked == "坏" else 200)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.mark.parametrize(("questions", "share"), [(["好"], 0.0), (["坏"], 1.0)])
def test_a_crowd_counts_what_it_asked_and_what_went_wrong(questions, share):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        met = crowd(f"http://127.0.0.1:{server.server_port}", questions, clients=3, seconds=0.5)
        server.shutdown()
    assert met["asked"] >= 1  # a busy machine may not let more be asked in half a second
    assert met["errors"] == share * met["asked"]
    assert met["p99"] >= met["p50"] > 0


def test_the_table_sets_every_size_beside_the_goal():
    times = {"p50": 2.0, "p95": 4.0}
    small = replace(
        Size(5),
        figure=times,
        any=times,
        baseline=times,
        read=1.0,
        embed=9.0,
        again=0.1,
        ranking=RANKING,
        crowd=CROWD,
        everybody={"most": 70.0, "each": 160.0},
    )
    large = replace(small, disclosures=100, figure={"p50": 3.0, "p95": 5.0}, real_vectors=False)
    text = bench_table([large, small], "two cores")
    assert text.count("\n| ") == len(ROWS) + 1 - 1
    assert "1.50×" in text
    assert text == bench_table([small, large], "two cores")
