"""On PostgreSQL the store holds and finds the same as on SQLite, for several writers and starters at once."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from readings import reading
from sqlalchemy import text

from corpus.keys import label_id
from corpus.problem import StoreError
from corpus.ranking import Asked
from corpus.store import Store
from eval import invented_corpus
from ingest.load import ingest, read
from qa.retrieval.words import Words

ROOT = Path(__file__).resolve().parents[2]
WHERE = ["database", pytest.param("tmp_path", marks=pytest.mark.sqlite)]
"""A database of a server, and the file in a folder that a process of its own opens."""


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    return Words(tmp_path_factory.mktemp("words"))


@pytest.fixture(scope="module")
def both(postgres, words, tmp_path_factory):
    """The same disclosures in both."""
    stores = Store.open(tmp_path_factory.mktemp("home"), words), Store.open(postgres.database(), words)
    for one in invented_corpus.disclosures(6, seed=11):
        made = read(one.text.encode(), one.name)
        for store in stores:
            store.put(made)
    yield stores
    for store in stores:
        store.close()


def test_what_is_read_back_is_the_same(both):
    lite, server = both
    assert lite.disclosures() == server.disclosures()
    for d in lite.disclosures():
        assert lite.facts(d.id) == server.facts(d.id)
        assert lite.tables(d.id) == server.tables(d.id)
        assert lite.text(d.id) == server.text(d.id)
        assert lite.passages([d.id]) == server.passages([d.id])
        assert lite.checks(d.id) == server.checks(d.id)
        assert server.has_sha(d.sha256)


def test_rankings_and_lists_are_the_same(both):
    lite, server = both
    assert lite.ranked(Asked(concept="basic_expenditure", limit=None))[0] > 3
    for asked in (
        Asked(concept="basic_expenditure", limit=None),
        Asked(concept="basic_expenditure", down=False, limit=2),
        Asked(label=label_id("培训费"), own_year=False),
    ):
        assert lite.ranked(asked) == server.ranked(asked)
    for filters in (
        {"q": "培训"},
        {"q": "支出 合计", "order": "value", "down": True},
        {"concept": "basic_expenditure"},
    ):
        assert lite.select_facts(limit=30, **filters) == server.select_facts(limit=30, **filters)
    assert lite.printing(["basic_expenditure"], ["培训"], ["30216"]) == server.printing(
        ["basic_expenditure"], ["培训"], ["30216"]
    )
    assert lite.labels("培训") == server.labels("培训")


QUESTIONS = (
    "主要职能是什么", "走访了多少家企业", "为什么预算比上年增加", "绩效目标有哪些", "机关运行经费是什么意思", "政府采购情况",
    "公务用车购置及运行费", "国有资产占用情况", "结转结余资金", "项目支出的绩效评价结果", "人员经费包括哪些", "三公经费变化原因",
    "基本支出的定义", "重点工作完成情况", "政府性基金预算", "设备更新经费用在哪里", "满意度指标", "服务对象",
)  # fmt: skip


def test_words_rank_the_same(both, words):
    ids = [d.id for d in both[0].disclosures()]
    for among in (None, ids[:1], ids[:3]):
        same = 0
        for question in QUESTIONS:
            asked = words.of_question(question)
            one, other = (store.search_words(asked, among, 8) for store in both)
            assert bool(one) == bool(other)
            # Equal texts in several disclosures score alike; which of them stands first is chance.
            same += not one or abs(one[0][1] - dict(other).get(one[0][0], other[0][1])) < 0.05 * one[0][1]
            assert not one or one[0][1] == pytest.approx(other[0][1], rel=0.1)
        assert same >= 0.95 * len(QUESTIONS)


def test_words_are_forgotten_with_their_disclosure(database, words):
    store = Store.open(database, words)
    store.put(reading())
    assert store.search_words(["检定"], None, 8)
    store.delete(reading().disclosure.id)
    assert store.search_words(["检定"], None, 8) == []
    with store.reading() as db:
        assert db.execute(text("select disclosures, passages, words from state")).one() == (0, 0, 0)
    store.close()


def test_a_quote_mark_is_a_word_like_any_other(database):
    store = Store.open(database)
    store.put(reading(reading().text.replace("检定", "it's \\检'定'")))
    assert store.search_words(["it's \\", "'", "负责"], None, 8) is not None
    store.close()


STARTING = "import sys; from corpus.store import Store; store = Store.open(sys.argv[1]); print(store.version()[0])"


@pytest.mark.parametrize("where", WHERE)
def test_two_may_start_at_once_on_an_empty_home(where, request):
    home = str(request.getfixturevalue(where))
    starting = [
        subprocess.Popen([sys.executable, "-c", STARTING, home], cwd=ROOT, stdout=-1, stderr=-1, text=True)
        for _ in range(4)
    ]
    for one in starting:
        assert one.communicate(timeout=120) == ("0\n", "")


INGESTING = """
import sys
from pathlib import Path
from corpus.store import Store
from ingest.load import ingest
store = Store.open(sys.argv[1])
print(" ".join(r.outcome + r.message for r in ingest([Path(sys.argv[2])], store)))
"""


@pytest.mark.parametrize("where", WHERE)
def test_two_that_take_in_the_same_files_end_with_each_once_and_no_failure(where, request, tmp_path):
    documents = tmp_path / "documents"
    found = invented_corpus.write(12, documents, seed=4)
    home = str(request.getfixturevalue(where))
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", INGESTING, home, str(documents)], cwd=ROOT, stdout=-1, stderr=-1, text=True
        )
        for _ in range(2)
    ]
    outcomes = []
    for run in runs:
        said, errors = run.communicate(timeout=300)
        assert errors == ""
        outcomes += said.split()
    assert sorted(set(outcomes)) in (["new"], ["new", "unchanged"])
    assert outcomes.count("new") == 12
    store = Store.open(home)
    assert sorted(d.issuer for d in store.disclosures()) == sorted(one.issuer for one in found)
    assert store.version()[0] == 12
    store.close()


@pytest.mark.parametrize("where", WHERE)
def test_two_versions_taken_in_at_once_end_as_one(where, request, tmp_path):
    home = str(request.getfixturevalue(where))
    one = next(invented_corpus.disclosures(1))
    for n in range(2):
        (tmp_path / str(n)).mkdir()
        (tmp_path / str(n) / one.name).write_text(one.text + f"\n版本{n}。\n", "utf-8")
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", INGESTING, home, str(tmp_path / str(n))], cwd=ROOT, stdout=-1, stderr=-1, text=True
        )
        for n in range(2)
    ]
    assert [run.communicate(timeout=300) for run in runs] == [("new\n", "")] * 2
    store = Store.open(home)
    (held,) = store.disclosures()
    assert store.counts(held.id)["facts"] == len(store.facts(held.id))
    store.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://127.0.0.1:1/x", "打不开数据库 postgresql+psycopg://127.0.0.1:1/x："),
        ("postgres://me:secret@127.0.0.1:1/x", "打不开数据库 postgresql+psycopg://me:***@127.0.0.1:1/x："),
        ("postgresql+nodriver://127.0.0.1/x", "数据库地址写错了"),
        ("postgresql+psycopg2://127.0.0.1/x", "缺少数据库驱动 psycopg2"),
        ("nonsense://x", "数据库地址写错了"),
        ("postgresql://[::/x", "数据库地址写错了"),
    ],
)
def test_a_server_a_driver_or_a_url_that_is_wrong_is_told_in_one_sentence(url, said):
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError) as told:
        Store.open(url)
    assert said in str(told.value)
    assert "\n" not in str(told.value)
    assert "secret" not in str(told.value)


def test_a_database_that_is_not_there_is_told(postgres):
    with pytest.raises(StoreError, match="no_such"):
        Store.open(postgres.url("no_such"))


def test_ingest_on_the_server_is_resumed_after_a_failure_in_the_middle(database, tmp_path, monkeypatch):
    invented_corpus.write(3, tmp_path, seed=2)
    store = Store.open(database)
    real = store.put_prepared
    calls = []

    def stopping(made):
        calls.append(made)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(made)

    monkeypatch.setattr(store, "put_prepared", stopping)
    with pytest.raises(KeyboardInterrupt):
        ingest([tmp_path], store)
    assert sorted(r.outcome for r in ingest([tmp_path], store)) == ["new", "new", "unchanged"]
    assert replace(store.disclosures()[0], ingested_at="") in [replace(m.disclosure, ingested_at="") for m in calls]
    store.close()
