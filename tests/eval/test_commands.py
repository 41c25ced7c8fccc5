"""The commands: what they print, what they leave behind, and how they end."""

from __future__ import annotations

import pytest
from grounds import load
from typer.testing import CliRunner

from eval.cli import app
from eval.gold import GoldError
from eval.session import DOCUMENTS, documents_beside

FEW = ["--variant", "facts", "--limit", "2"]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


def command(*arguments, home):
    return CliRunner().invoke(app, ["eval", arguments[0], "--home", str(home), *arguments[1:]], obj=load)


@pytest.fixture(scope="module")
def run(home):
    return command("run", *FEW, "--out", str(home / "one"), home=home)


def test_a_run_prints_its_numbers_and_leaves_a_report(run, home):
    assert run.exit_code == 0, run.output
    assert "回答正确率" in run.stdout
    names = {path.name for path in (home / "one").iterdir()}
    assert names == {"run.json", "answers.jsonl", "measures.json", "texts.json", "summary.md", "report.html"}


def test_a_finished_run_asks_nothing_again(run, home):
    before = (home / "one" / "answers.jsonl").read_text("utf-8")
    assert command("run", *FEW, "--out", str(home / "one"), home=home).exit_code == 0
    assert (home / "one" / "answers.jsonl").read_text("utf-8") == before


def test_two_runs_are_compared(run, home):
    found = command("compare", str(home / "one"), str(home / "one"), home=home)
    assert found.exit_code == 0, found.output
    assert "+0.0" in found.stdout


def test_a_report_is_written_anew(run, home):
    found = command("report", str(home / "one"), "--against", str(home / "one"), home=home)
    assert found.stdout.strip().endswith("report.html")


def test_a_gate_that_fails_ends_with_1(run, home):
    floors = home / "floors.toml"
    floors.write_text('[floors]\n"recall@5" = 50\n', "utf-8")
    found = command("gate", str(home / "one"), "--floors", str(floors), "--against", str(home / "one"), home=home)
    assert found.exit_code == 1
    assert "recall@5" in found.stdout


def test_a_gate_that_passes_says_so(run, home):
    floors = home / "none.toml"
    floors.write_text("[floors]\n", "utf-8")
    found = command("gate", str(home / "one"), "--floors", str(floors), "--against", str(home / "one"), home=home)
    assert found.exit_code == 0, found.output
    assert "通过" in found.stdout


def test_unusable_gold_stops_before_anything_is_asked(home, tmp_path):
    (tmp_path / "mine.jsonl").write_text('{"id": "a"}\n', "utf-8")
    found = command("run", "--gold", str(tmp_path), home=home)
    assert isinstance(found.exception, GoldError)
    assert "mine.jsonl:1" in str(found.exception)


def test_variants_are_listed(home):
    assert "baseline" in command("run", "--list", home=home).stdout


def test_gold_brings_the_documents_beside_it(tmp_path):
    (tmp_path / "gold").mkdir()
    assert documents_beside([tmp_path / "gold"]) == [DOCUMENTS]
    (tmp_path / "disclosures").mkdir()
    assert documents_beside([tmp_path / "gold"]) == [tmp_path.resolve() / "disclosures"]
    assert documents_beside([]) == [DOCUMENTS]
