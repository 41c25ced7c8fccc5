"""Data tools of other houses over what is exported: Datasette, DuckDB, Frictionless. `make peers` installs them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from coroutines import finish

from corpus.views import lay, publish
from ingest.load import read
from qa.home import Home
from qa.settings import Settings

pytestmark = pytest.mark.sqlite

ROOT = Path(__file__).resolve().parents[2]
RECORD = ROOT / "tests" / "qa" / "web" / "disclosure.md"
QUESTION = "云溪区测试中心2022年公务接待费是多少？"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    opened = Home(Settings(home=tmp_path_factory.mktemp("home")))
    opened.store.put(read(RECORD.read_bytes(), RECORD.name))
    lay(opened.store)
    opened.asker.ask(QUESTION)
    return opened


def _program(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, str(ROOT / "mingzhang.py"), *arguments], capture_output=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8")


@pytest.fixture(scope="module")
def exported(home, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported")
    named = ["--home", str(home.settings.home)]
    _program(
        "export", RECORD.name, "--out", str(folder / "package"), "--parquet", str(folder / "figures.parquet"), *named
    )
    (folder / "facts.csv").write_text(_program("facts", "--csv", *named), "utf-8")
    publish(home.settings.home / "mingzhang.db", folder / "mingzhang-open.db")
    return folder


@pytest.fixture(scope="module")
def site(exported):
    """Datasette over the database that is given away, as deploy/datasette.yaml sets it up."""
    application = pytest.importorskip("datasette.app", reason="make peers installs it")
    told = yaml.safe_load((ROOT / "deploy" / "datasette.yaml").read_text("utf-8"))
    return application.Datasette([str(exported / "mingzhang-open.db")], metadata=told)


def _got(site, path: str):
    async def asked():
        await site.invoke_startup()
        return await site.client.get(path, follow_redirects=True)

    return finish(asked())


def test_datasette_shows_figures_the_largest_first_and_counts_them_by_whose_they_are(site, home):
    told = _got(site, "/mingzhang-open/figures.json?_shape=objects&_size=1000&_facet=issuer").json()
    amounts = [row["amount_yuan"] for row in told["rows"] if row["amount_yuan"] is not None]
    assert len(told["rows"]) == home.store.counts(home.store.disclosures()[0].id)["facts"]
    assert amounts == sorted(amounts, reverse=True)
    assert told["facet_results"]["issuer"]["results"][0]["value"] == "云溪区测试中心"


@pytest.mark.parametrize("path", ["", "/figures", "/bodies", "/sources", "/三公经费", "/同一名目比较?name=接待费"])
def test_datasettes_pages_and_ready_made_queries_open(site, path):
    page = _got(site, "/mingzhang-open" + path)
    assert page.status_code == 200
    assert "金额" in page.text or "云溪区测试中心" in page.text or path == ""


@pytest.mark.parametrize("table", ["turn", "conversation"])
def test_datasette_has_nobodys_questions(site, table):
    assert _got(site, f"/mingzhang-open/{table}.json").status_code == 404


def test_duckdb_reads_amounts_as_exact_numbers_and_sheets_with_their_types(exported, home):
    duckdb = pytest.importorskip("duckdb", reason="make peers installs it")
    pytest.importorskip("pyarrow", reason="needs the extra [parquet]")
    facts = home.store.facts(home.store.disclosures()[0].id)
    largest = max(f.quantity.base for f in facts if f.measure == "amount")
    db = duckdb.connect()
    amounts, sheet = str(exported / "figures.parquet"), str(exported / "facts.csv")
    assert db.execute("select max(amount_yuan) from read_parquet(?)", [amounts]).fetchall() == [(largest,)]
    sheets = db.execute("select * from read_csv(?)", [sheet])
    types = {name: str(kind) for name, kind, *_ in sheets.description}
    assert (types["年度"], types["数值"]) == ("BIGINT", "DOUBLE")
    assert len(sheets.fetchall()) == len(facts)


def test_frictionless_calls_the_package_valid(exported):
    frictionless = pytest.importorskip("frictionless", reason="make peers installs it")
    report = frictionless.Package(str(exported / "package" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["note", "message"])
    assert {task.name for task in report.tasks} >= {"functional"}
