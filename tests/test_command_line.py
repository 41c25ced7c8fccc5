"""The command line as a newcomer meets it: help with examples, one language a message, and what the README shows."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import mingzhang
from corpus.problem import in_one_language
from corpus.store import Store
from ingest.load import read
from qa import cli
from qa.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
RECORD = ROOT / "corpus" / "documents" / "jianghan-2022-budget.md"
SAMPLE = re.compile(r"```\n\$ mingzhang ask \"([^\"]+)\"\n(.*?)```\n", re.DOTALL)
CHINESE, ENGLISH = re.compile("[一-鿿]"), re.compile(r"\b[a-z]{3,} [a-z]{2,} [a-z]{2,}\b")
COMMANDS = sorted({*mingzhang.OWN, *set().union(*mingzhang.MOUNTED.values())} - {"eval"})


@pytest.fixture
def told(capsys, monkeypatch, tmp_path):
    """What the program says on both outputs, and its exit status."""
    for name in [name for name in os.environ if name.startswith("MINGZHANG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MINGZHANG_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            mingzhang.main(arguments)
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_s_help_has_an_example_that_can_be_typed(told, command):
    status, out, _ = told(command, "--help")
    assert status == 0
    assert re.search(rf"Examples?:\s+mingzhang {command}\b", out)


def test_a_mistyped_command_is_told_what_may_be_meant(told):
    status, _, err = told("aks", "三公经费")
    assert status == 2
    assert "Did you mean 'ask'?" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("ingest", "没有.pdf"),
        ("check", "没有.txt"),
        ("check", "."),
        ("ask", " "),
        ("audit", "没有"),
        ("privacy", "没有"),
        ("remove", "没有"),
        ("export", "没有"),
        ("facts", "--source", "没有"),
        ("facts", "--concept", "没有"),
        ("serve", "--port", "0", "--host", "192.0.2.1"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_said_in_one_language_and_without_codes(told, arguments):
    status, out, err = told(*arguments)
    assert status == 2
    assert CHINESE.search(err)
    assert not ENGLISH.search(err)
    assert "Errno" not in out + err


def test_an_english_remark_behind_a_chinese_message_is_for_the_interface_alone():
    assert in_one_language("没有这个文件 (no such file)") == "没有这个文件"
    assert in_one_language("没有这个文件 (no such file)", english=True) == "no such file"
    assert in_one_language("不能写 /tmp/a") == "不能写 /tmp/a"


def held(home: Path) -> Store:
    store = Store.open(Settings.read(home=home).where)
    store.put(read(RECORD.read_bytes(), RECORD.name))
    return store


def test_figures_are_listed_by_the_name_of_what_they_are_of(tmp_path):
    held(tmp_path)
    listed = CliRunner().invoke(cli.app, ["facts", "--home", str(tmp_path), "--concept", "基本支出", "--year", "2022"])
    assert listed.exit_code == 0
    assert "344.54 万元" in listed.stdout


@pytest.mark.sqlite
def test_a_question_leaves_the_home_s_files_closed(told, tmp_path):
    store = Store.open(tmp_path)
    store.put(read(RECORD.read_bytes(), RECORD.name))
    store.close()
    assert told("ask", "江汉企服2022年办公费多少？")[0] == 0
    assert sorted(p.name for p in tmp_path.glob("*.db*")) == ["conversations.db", "mingzhang.db"], "nothing in a log"


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_golden_sample_of_the_readme_is_what_the_program_says(tmp_path, readme):
    path = ROOT / readme
    text = path.read_text("utf-8")
    sample = SAMPLE.search(text)
    assert sample is not None
    held(tmp_path)
    said = CliRunner().invoke(cli.app, ["ask", "--home", str(tmp_path), sample[1]]).stdout
    if os.environ.get("MINGZHANG_UPDATE_GOLDENS"):
        path.write_text(text[: sample.start(2)] + said + text[sample.end(2) :], "utf-8")
        return
    assert said == sample[2]


def test_commands_of_the_readme_are_commands():
    group = typer.main.get_command(mingzhang.app)
    known = {*COMMANDS, "eval", *getattr(group, "commands", {})}
    for readme in ("README.md", "README.zh.md"):
        asked = set(re.findall(r"^\.venv/bin/mingzhang ([a-z]+)", (ROOT / readme).read_text("utf-8"), re.MULTILINE))
        assert asked
        assert asked <= known
