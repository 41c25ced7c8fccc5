"""What is held, on the command line: listed, found by a part of its name, taken out; and how answers are written there."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from readings import reading
from typer import Exit
from typer.testing import CliRunner

from corpus.originals import Originals
from corpus.store import Store
from qa import cli, holdings
from qa.settings import Settings


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in ("MINGZHANG_HOME", "MINGZHANG_DATABASE_URL", "MINGZHANG_CHROMA_URL", "MINGZHANG_EMBEDDER"):
        monkeypatch.delenv(name, raising=False)
    store = Store.open(Settings.read(home=tmp_path).where)
    store.put(reading())
    other = reading(year=2023, source="2023.txt")
    store.put(replace(other, disclosure=replace(other.disclosure, sha256="ab" * 32)))
    return tmp_path


def run(app, *arguments):
    return CliRunner().invoke(app, [*map(str, arguments)])


def test_what_is_held_is_listed_by_body_year_and_kind(home):
    done = run(holdings.app, "documents", "--home", home)
    assert done.exit_code == 0
    assert sorted(line.split("\t")[1] for line in done.stdout.splitlines()) == [
        "云溪区测试中心 2022 年部门决算",
        "云溪区测试中心 2023 年部门决算",
    ]
    assert run(holdings.app, "documents", "--home", home, "2023").stdout.count("\n") == 1
    assert run(holdings.app, "documents", "--home", home, "1999").exit_code == 1
    listed = json.loads(run(holdings.app, "documents", "--home", home, "--json").stdout)
    assert listed["total"] == len(listed["disclosures"]) == 2


def test_a_part_of_a_name_is_enough_where_it_fits_one(home, capsys):
    store = Store.open(Settings.read(home=home).where)
    assert holdings.find(store, "2023").source == "2023.txt"
    with pytest.raises(Exit):
        holdings.find(store, "测试中心")
    assert "不止一份" in capsys.readouterr().err
    with pytest.raises(Exit):
        holdings.find(store, "没有的")
    assert "2023.txt" in capsys.readouterr().err  # what there is instead


def test_nothing_is_removed_unasked(home):
    done = run(holdings.app, "remove", "--home", home, "2023.txt")
    assert done.exit_code == 1
    assert "--yes" in done.output
    assert len(Store.open(Settings.read(home=home).where).disclosures()) == 2


def test_a_removed_disclosure_is_gone_with_its_original(home):
    kept = Originals(home).keep(b"the original")
    store = Store.open(Settings.read(home=home).where)
    held = holdings.find(store, "2023.txt")
    made = reading(year=2023, source="2023.txt")
    store.put(replace(made, disclosure=replace(held, sha256=kept)))
    done = run(holdings.app, "remove", "--home", home, "2023.txt", "--yes")
    assert done.exit_code == 0, done.output
    assert [d.fiscal_year for d in Store.open(Settings.read(home=home).where).disclosures()] == [2022]
    assert not Originals(home).holds(kept)


def test_a_pipe_gets_no_marks_of_emphasis(home):
    done = run(cli.app, "ask", "云溪区测试中心2022年“三公”经费是多少？", "--home", home)
    assert "12.5" in done.stdout
    assert "**" not in done.stdout


def test_sheets_of_the_command_line_open_in_a_spreadsheet_program(home):
    done = run(cli.app, "facts", "--home", home, "--csv")
    assert done.stdout.startswith("\ufeff公开单位,")
    assert run(cli.app, "facts", "--home", home, "--csv", "--english").stdout.startswith("\ufeffissuer,")


@pytest.mark.parametrize(("app", "command"), [(cli.app, c) for c in ("ask", "chat", "check", "audit", "facts")]
    + [(holdings.app, c) for c in ("documents", "remove")])  # fmt: skip
def test_each_help_shows_an_example(app, command):
    assert f"mingzhang {command}" in run(app, command, "--help").output
