"""What data tools read: amounts in 元 as numbers, and a file to give away in which nobody's question is."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from corpus.store import Store
from corpus.views import PRIVATE, PublishError, lay, publish
from ingest.load import read
from qa.home import Home
from qa.settings import Settings

pytestmark = pytest.mark.sqlite

ROOT = Path(__file__).resolve().parents[2]
RECORD = ROOT / "tests" / "qa" / "web" / "disclosure.md"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    opened = Home(Settings(home=folder))
    opened.store.put(read(RECORD.read_bytes(), RECORD.name))
    lay(opened.store)
    opened.asker.ask("云溪区测试中心2022年公务接待费是多少？")
    return opened


def _rows(path: Path, query: str) -> list[tuple]:
    with sqlite3.connect(path) as db:
        return db.execute(query).fetchall()


def _database(home: Home) -> Path:
    return home.settings.home / "mingzhang.db"


def test_amounts_are_numbers_in_yuan_and_sort_by_size(home):
    rows = _rows(_database(home), "select amount_yuan, value, unit from figures where measure = 'amount'")
    assert rows
    assert all(isinstance(amount, float) for amount, _, _ in rows)
    exact = {f.id: f.quantity.base for f in home.store.facts(home.store.disclosures()[0].id)}
    by_id = dict(_rows(_database(home), "select id, amount_yuan from figures where measure = 'amount'"))
    assert all(Decimal(str(amount)) == exact[key] for key, amount in by_id.items())
    largest = _rows(_database(home), "select amount_yuan from figures order by amount_yuan desc limit 1")[0][0]
    assert largest == 5_000_000


def test_what_is_no_money_has_no_amount(home):
    assert _rows(_database(home), "select count(*) from figures where unit = '%' and amount_yuan is not null") == [(0,)]


def test_bodies_and_sources_are_told(home):
    [body] = _rows(
        _database(home), "select issuer, region, disclosures, first_year, final_accounts, figures from bodies"
    )
    assert body[:5] == ("云溪区测试中心", "云溪区", 1, 2022, 1)
    assert body[5] == _rows(_database(home), "select count(*) from figures")[0][0]
    [source] = _rows(_database(home), "select source, sha256, title from sources")
    assert source[0] == RECORD.name
    assert len(source[1]) == 64


def test_a_link_leads_to_the_place(home):
    link, start, printed = _rows(_database(home), "select link, start_offset, printed from figures limit 1")[0]
    owner = home.store.disclosures()[0].id
    assert link.startswith(f"/documents/{owner}?start={start}&end=")
    assert home.store.text(owner)[start:].startswith(printed)


def test_views_are_laid_once_and_anew_where_their_wording_changed(home):
    with sqlite3.connect(_database(home)) as db:
        db.execute("drop view bodies")
        db.execute("create view bodies as select 1 as old")
    lay(home.store)
    assert _rows(_database(home), "select count(*) from bodies where issuer is not null") == [(1,)]
    before = _rows(_database(home), "pragma schema_version")
    lay(home.store)
    assert _rows(_database(home), "pragma schema_version") == before


def test_what_is_given_away_holds_the_figures_and_nobodys_questions(home, tmp_path):
    assert _rows(home.settings.home / "conversations.db", "select count(*) from turn") == [(1,)]
    out = publish(_database(home), tmp_path / "open.db")
    tables = {name for (name,) in _rows(out, "select name from sqlite_master")}
    assert not tables & set(PRIVATE)
    assert _rows(out, "select count(*) from figures") == _rows(_database(home), "select count(*) from figures")
    assert "公务接待费是多少".encode() not in out.read_bytes()
    assert not out.with_name("open.db-wal").exists()


def test_nothing_is_written_over_or_made_of_nothing(home, tmp_path):
    (tmp_path / "there.db").write_text("mine", "utf-8")
    with pytest.raises(PublishError, match="已经存在"):
        publish(_database(home), tmp_path / "there.db")
    with pytest.raises(PublishError, match="不在"):
        publish(tmp_path / "none.db", tmp_path / "new.db")


def test_a_store_without_anything_has_empty_views(tmp_path):
    store = Store.open(tmp_path)
    lay(store)
    assert _rows(tmp_path / "mingzhang.db", "select * from figures") == []


def test_parquet_holds_every_figure_with_exact_amounts(home, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    out = tmp_path / "figures.parquet"
    command = [
        sys.executable,
        str(ROOT / "mingzhang.py"),
        "export",
        "--parquet",
        str(out),
        "--home",
        str(home.settings.home),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rows = parquet.read_table(out).to_pylist()
    facts = {f.id: f for f in home.store.facts(home.store.disclosures()[0].id)}
    assert {r["id"] for r in rows} == set(facts)
    assert all(r["value"] == facts[r["id"]].quantity.value for r in rows)
    assert all(r["amount_yuan"] == facts[r["id"]].quantity.base for r in rows if r["amount_yuan"] is not None)
    assert sum(r["amount_yuan"] is not None for r in rows) >= 20


def test_export_says_what_it_needs(home):
    command = [sys.executable, str(ROOT / "mingzhang.py"), "export", "--home", str(home.settings.home)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--parquet" in done.stderr
