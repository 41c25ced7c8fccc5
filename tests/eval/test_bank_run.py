"""A part of the bank is asked over one home and told by hand, kind and tag; the held part opens only when told to."""

from __future__ import annotations

import json

import pytest
from grounds import load
from plans import OFFICE, WATER
from typer.testing import CliRunner

from corpus.problem import MingzhangError
from eval import bank, bank_run, session
from eval.bank_run import HeldPartError, drops_silently
from eval.cli import app
from eval.gold import Question, Value
from eval.gold_lines import read_gold
from eval.records import Record, Run


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


def command(*arguments, home):
    none = str(home / "none")
    return CliRunner().invoke(app, ["eval", "run", "--home", str(home), "--elsewhere", none, *arguments], obj=load)


@pytest.fixture(scope="module")
def run(home):
    return command("--bank", "dev", "--variant", "facts", "--limit", "3", "--out", str(home / "one"), home=home)


def test_a_part_is_asked_and_told_by_hand_kind_and_tag(run, home):
    assert run.exit_code == 0, run.output
    found = json.loads((home / "one" / "bank.json").read_text("utf-8"))
    assert found["part"] == "dev"
    assert found["questions"]["asked"] == 3
    assert set(found["groups"]) == {"hand", "kind", "tag"}
    assert sum(tally["asked"] for tally in found["groups"]["hand"]) == 3
    assert "wrong figure stated" in run.stdout


def test_what_is_about_absent_documents_is_left_out_and_said(run, home):
    found = json.loads((home / "one" / "bank.json").read_text("utf-8"))
    lines = bank.read(["dev"])
    missing = bank.absent(lines, bank.documents(home / "none"))
    assert found["left_out"] == sum(len(line.turns) for line in lines if not missing.isdisjoint(line.docs)) > 0
    assert "left out" in run.stdout


def test_no_question_is_printed(run):
    assert not [line.id for line in bank.read(["dev"]) if not line.is_dialogue and line.item["question"] in run.stdout]


def test_a_run_of_a_part_is_reopened_with_the_same_questions(run, home):
    reopened = session.reopen(Run.load(home / "one"))
    asked = [record for record in reopened.records if record.part == "question"]
    assert len(reopened.gold.questions) == len(asked) == 3


@pytest.mark.parametrize("asked", [["--held"], ["--bank", "held"]])
def test_the_held_part_is_refused_without_the_words_that_open_it(asked, home):
    found = command(*asked, home=home)
    assert isinstance(found.exception, HeldPartError)
    assert "--open-held" in str(found.exception)
    assert not (home / "eval" / "runs").exists()


def test_two_parts_at_once_are_refused(home):
    found = command("--held", "--bank", "dev", home=home)
    assert found.exit_code == 2
    assert "one part" in found.stderr


def test_the_held_part_opens_when_told_to():
    assert bank_run.plan_of("held", opened=True).gold == (bank.folder_of("held"),)


def test_a_part_that_is_not_there_is_told(home):
    found = command("--bank", "best", home=home)
    assert isinstance(found.exception, MingzhangError)


def test_every_part_reads_as_gold():
    for part in bank.PARTS:
        gold, lines = read_gold([bank.folder_of(part)]), bank.read([part])
        assert len(gold.questions) + len(gold.dialogues) == len(lines)
        assert all(turn.docs for dialogue in gold.dialogues for turn in dialogue.turns)


# -- parts dropped ---------------------------------------------------------------------------------------------------

ASKED = Question(
    "a", "", "list", values=(Value("12.30", "万元"), Value("0.70", "万元")), must_include=(("会议", "差旅"),)
)
OFFICE_FEE = {"value": "12.30", "unit": "万元"}
WATER_FEE = {"value": "7000", "unit": "元"}


@pytest.mark.parametrize(
    ("answer", "dropped"),
    [
        ({"status": "answered", "figures": [OFFICE_FEE, WATER_FEE], "answer": "因为会议少"}, False),
        ({"status": "answered", "figures": [OFFICE_FEE], "answer": "12.30万元和0.70万元，差旅少"}, False),
        ({"status": "answered", "figures": [OFFICE_FEE], "answer": "12.30万元"}, True),
        ({"status": "answered", "figures": [OFFICE_FEE, WATER_FEE], "answer": "没有说为什么"}, True),
        ({"status": "partial", "figures": [OFFICE_FEE], "answer": "12.30万元，其余没有找到"}, False),
        ({"status": "not_found", "figures": [], "answer": ""}, False),
        ({"status": "answered", "figures": [{"value": "5", "unit": "万元"}], "answer": "5万元"}, False),
    ],
)
def test_a_part_is_dropped_silently_where_another_is_given_and_the_answer_calls_itself_whole(answer, dropped):
    assert drops_silently(ASKED, answer) is dropped


# -- a small bank of our own -------------------------------------------------------------------------------------------


def line(number, hand, kind="figure", tags=(), roots=(OFFICE,)):
    return {
        "id": f"{hand}-{number:03}", "hand": hand, "question": f"{hand}{number}", "kind": kind, "docs": [], "answer": "对",
        "values": [{"value": "12.30", "unit": "万元"}], "must_include": [], "evidence": [], "plan": {"roots": list(roots)},
        "tags": list(tags), "note": None,
    }  # fmt: skip


@pytest.fixture
def small(tmp_path):
    """Three questions and a dialogue of two hands, asked, and their bank."""
    folder = tmp_path / "bank" / "held"
    folder.mkdir(parents=True)
    said = [line(1, "one", tags=["several"], roots=(OFFICE, WATER)), line(2, "one", "list"), line(1, "two")]
    turn = {key: said[0][key] for key in ("question", "kind", "values", "must_include", "answer", "plan", "note")}
    said.append({"id": "two-d01", "hand": "two", "docs": [], "turns": [turn, turn]})
    (folder / "all.jsonl").write_text("".join(json.dumps(one) + "\n" for one in said), "utf-8")
    right, wrong = {"status": "answered", "figures": [OFFICE_FEE]}, {"status": "answered", "figures": [WATER_FEE]}
    records = [
        Record("one-001", "question", "figure", right=True, answer=right),
        Record("one-002", "question", "list", right=False, answer=wrong),
        Record("two-001", "question", "figure", right=False, answer={"status": "not_found", "figures": []}),
        Record("two-d01/1", "turn", "figure", right=True, answer=right),
        Record("two-d01/2", "turn", "figure", right=False, answer=wrong),
    ]
    done = Run.start(tmp_path / "run", {"seed": 1, "variant": "facts"})
    done.records.extend(records)
    return session.measured(done, read_gold([folder])), tmp_path / "bank"


def test_the_numbers_are_those_of_the_records(small):
    found = bank_run.result("held", *small)
    whole = found.questions
    assert (whole.asked, whole.right, whole.wrong_figure, whole.several, whole.dropped) == (3, 1, 1, 1, 0)
    assert (found.turns.asked, found.turns.right, found.turns.wrong_figure, found.turns.several) == (2, 1, 1, 2)
    assert {tally.name: (tally.asked, tally.right) for tally in found.groups["hand"]} == {"one": (2, 1), "two": (1, 0)}
    assert {tally.name: tally.asked for tally in found.groups["tag"]} == {"several": 1, "(none)": 2}
    assert {tally.name: tally.wrong_figure for tally in found.groups["kind"]} == {"figure": 0, "list": 1}


def test_every_opening_of_the_held_part_is_noted_with_its_numbers(small):
    measured, kept = small
    found = bank_run.result("held", measured, kept)
    first = bank_run.note_opening(found, measured.run.settings, kept)
    bank_run.note_opening(found, measured.run.settings, kept)
    noted = [json.loads(text) for text in first.read_text("utf-8").splitlines()]
    assert len(noted) == 2
    assert noted[0]["digest"] == bank.digest("held", kept)
    assert (noted[0]["variant"], noted[0]["questions"]["right"]) == ("facts", 1)
    assert "one1" not in first.read_text("utf-8")
