"""The linter: a sound line passes, and every way of spoiling one is told."""

from __future__ import annotations

import json

import pytest
from grounds import load
from plans import DIALOGUE, DOC, LINE, OFFICE, PROJECTS, SUM, TEXT, TURN, WATER, bent
from typer.testing import CliRunner

from eval import lint_values
from eval.bank import Line
from eval.cli import app
from eval.judge import squeeze
from eval.lint import lint

ELSEWHERE = "别处.pdf"
FOREIGN = "办公费 302 01 12.30 水费 0.70\n本年预算比上年减少，主要原因是会议并入线上举行、差旅次数随之减少，其余各项与上年持平。"


def linted(*items, part="train", texts=None):
    lines = [Line(part, f"{part}/tester.jsonl:{n}", item) for n, item in enumerate(items, 1)]
    return lint(lines, {DOC: TEXT, ELSEWHERE: FOREIGN} if texts is None else texts, frozenset({ELSEWHERE}))


def told(*items, **more):
    return [fault.what for fault in linted(*items, **more).faults]


def test_a_sound_question_and_a_sound_dialogue_pass():
    assert told(LINE, DIALOGUE) == []


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"answer": ...}, "the key 'answer' is missing"),
        ({"valeus": []}, "the key 'valeus' is unknown"),
        ({"id": "other-001"}, "id: begins with the hand's name"),
        ({"hand": ""}, "hand: must be text"),
        ({"question": " "}, "question: must be text"),
        ({"docs": DOC}, "docs: must be a list"),
        ({"kind": "guess"}, "kind: must be one of"),
        ({"kind": "attack"}, "kind: must be one of"),
        ({"values": [{"value": 13.0, "unit": "万元"}]}, "values: must be"),
        ({"values": [{"value": "thirteen", "unit": "万元"}]}, "values: must be"),
        ({"values": [{"value": "13.00"}]}, "values: must be"),
        ({"must_include": ["会议"]}, "must_include: must be groups"),
        ({"must_include": [[]]}, "must_include: must be groups"),
        ({"values": [], "must_include": []}, "nothing could be judged"),
        ({"evidence": [{"doc": DOC}]}, "evidence: must be doc, quote and table"),
        ({"evidence": [{"doc": DOC, "quote": "办公费 12.31", "table": None}]}, "evidence: does not stand in"),
        ({"evidence": [{"doc": DOC, "quote": "办公费 0.70", "table": None}]}, "evidence: does not stand in"),
        ({"note": "12.30+0.70=13.10万元"}, "a formula does not come to what it says"),
        ({"note": 13}, "note: must be text or null"),
        ({"plan": {"roots": [SUM, {"op": "GUESS", "args": []}]}}, "plan: roots[1].op"),
        ({"plan": {"roots": []}}, "plan: refuse"),
        ({"plan": {"roots": [], "refuse": "not_held"}, "tags": []}, "no roots exactly where"),
        ({"tags": ["everyday"]}, "'several' is missing"),
        ({"plan": {"roots": [SUM]}}, "'several' does not follow"),
        ({"tags": ["several", "deep"]}, "'deep' does not follow"),
        ({"tags": ["several", "premise"]}, "'premise' does not follow"),
        ({"tags": ["several", "several"]}, "tags: must be a list of"),
        ({"tags": ["several", "odd"]}, "tags: must be a list of"),
        ({"tags": ["several", "topn"]}, "'topn' without an operator that orders"),
        ({"tags": ["several", "filter"]}, "'filter' without a condition"),
        ({"kind": "conflict"}, "'conflict' is missing"),
        ({"answer": "问负责人：王小明，电话在文件里。"}, "personal data: a person's name"),
        ({"question": "打138 0000 0000问问行吗，办公和用水多少"}, "personal data: a mobile or identity number"),
    ],
)  # fmt: skip
def test_every_way_of_spoiling_a_question_is_told(changes, what):
    found = told(bent(LINE, **changes))
    assert any(what in fault for fault in found), found


def test_an_official_name_in_the_question_is_not_everyday_speech():
    look = {"look": {**OFFICE["look"], "thing": "本年预算"}}
    line = bent(LINE, question="中心的本年预算多少，为啥", plan={"roots": [look, LINE["plan"]["roots"][1]]})
    assert told(line) == ["tags: 'everyday' though an official name is used"]


def test_a_condition_or_an_order_in_the_plan_bears_its_tag_out():
    top = {"op": "TOP", "args": [PROJECTS], "n": 3}
    assert told(bent(LINE, plan={"roots": [top]}, tags=["deep", "topn", "filter", "everyday"])) == []


def test_an_unanswerable_question_has_no_figure_and_says_why():
    refused = {"roots": [], "refuse": "not_disclosed"}
    sound = bent(LINE, kind="unanswerable", values=[], must_include=[], plan=refused, tags=["several", "unanswerable"])
    assert told(sound) == []
    assert told(bent(sound, values=LINE["values"])) == ["values: an unanswerable question has none"]


@pytest.mark.parametrize("turns", [[TURN] * 2, [TURN] * 8])
def test_a_dialogue_has_three_to_seven_turns(turns):
    assert told(bent(DIALOGUE, turns=turns)) == [f"turns: 3 to 7, not {len(turns)}"]


def test_a_plan_looks_up_names_that_are_printed():
    assert told(bent(LINE, docs=[DOC], plan={"roots": [SUM, {"look": {"thing": "“水”费"}}]})) == []
    unprinted = {"look": {"thing": "房租", "within": ["办公费"]}}
    assert told(bent(LINE, plan={"roots": [SUM, unprinted]})) == ["plan: a name is printed in none of the documents"]


@pytest.mark.parametrize(
    ("value", "note", "sound"),
    [
        ("12.30", "", True),
        ("123000", "", True),
        ("0.00123", "", True),
        ("13.00", "12.30+0.70=13.00", True),
        ("13.00", "", False),
        ("13.50", "12.30+0.70=13.00", False),
        ("0", "", True),
    ],
)
def test_a_figure_is_printed_or_worked_out_in_the_note(value, note, sound):
    line = bent(LINE, values=[{"value": value, "unit": "万元"}], note=note)
    wanted = [] if sound else ["values: a figure is neither printed nor worked out in the note"]
    assert told(line) == wanted


def test_an_answer_that_lacks_what_it_must_include_is_told() -> None:
    found = told(bent(LINE, answer="一共13.00万元。", values=[], kind="text"))
    assert found == ["answer: would not be judged right by what the line asks for"]


def test_a_fault_of_a_turn_names_the_turn():
    assert told(bent(DIALOGUE, turns=[TURN, bent(TURN, note="1+1=3"), TURN]))[0].startswith("turn 2: note")


def test_an_id_and_a_question_are_each_there_once():
    found = told(LINE, LINE)
    assert found == ["id: is taken at train/tester.jsonl:1", "question: is asked at train/tester.jsonl:1 already"]


def test_of_the_held_part_no_words_are_told():
    spoilt = bent(LINE, evidence=[{"doc": DOC, "quote": "没有这句", "table": None}], note="1+1=3", tags=["odd"])
    assert any(fault.detail for fault in linted(spoilt).faults)
    held = linted(spoilt, part="held")
    assert held.faults
    assert not [fault for fault in held.faults if fault.detail]
    assert not any("没有这句" in str(fault) for fault in held.faults)


def test_a_line_over_an_absent_document_is_counted_and_its_form_is_still_checked():
    found = linted(bent(LINE, tags=["odd"]), DIALOGUE, texts={})
    assert found.skipped == 2
    assert len(found.faults) == 1


# -- documents that are not ours to ship -------------------------------------------------------------------------


def foreign(**changes):
    evidence = [{"doc": ELSEWHERE, "quote": "办公费 12.30", "table": None}]
    return bent(LINE, docs=[ELSEWHERE], evidence=evidence, **changes)


def test_a_cell_elsewhere_is_quoted_by_its_label_and_figure():
    assert told(foreign()) == []
    missing = [{"doc": ELSEWHERE, "quote": "办公费 99.99", "table": None}]
    assert told(bent(foreign(), evidence=missing)) == [f"evidence: does not stand in {ELSEWHERE}"]


@pytest.mark.parametrize("key", ["question", "answer", "note"])
def test_no_sentence_is_taken_over_from_elsewhere(key):
    sentence = "主要原因是会议并入线上举行、差旅次数随之减少，其余各项"
    assert [fault for fault in told(foreign(**{key: f"12.30+0.70=13.00万元。听说{sentence}"})) if "taken over" in fault]
    assert told(foreign(**{key: f"12.30+0.70=13.00万元。听说{sentence[:20]}"})) == []


def test_the_same_words_from_our_own_records_may_be_quoted():
    quote = [{"doc": DOC, "quote": "本年预算比上年减少，主要原因是会议并入线上举行、差旅次数随之减少。", "table": None}]
    assert told(bent(LINE, evidence=quote)) == []


# -- words that can be reckoned ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "note",
    [
        "12.30+0.70=13.00万元",
        "(3+2)/40*100=12.5%",
        "2/3=66.67%",
        "8.5×10000÷100 = 850元",
        "1,200-200=1,000元；7/2=3.5",
        "共3项=没有算式",
        "33.00=33万元",
        "1/0=0",
        "",
    ],
)
def test_a_formula_that_holds_is_not_told(note):
    assert list(lint_values.wrong_formulas(note)) == []


@pytest.mark.parametrize("note", ["1+1=3", "先2*3=6，再6-1=4", "(3+2)/40*100=13.5%", "100/3=33.4"])
def test_a_formula_that_fails_is_told_with_what_it_comes_to(note):
    assert len(list(lint_values.wrong_formulas(note))) == 1


def test_thanks_to_nobody_by_name_are_no_personal_data():
    assert lint_values.personal_data("谢谢同志，麻烦您了，联系电话0799-5550100") == []
    assert lint_values.personal_data("王同志，麻烦您了") == ["a person's name"]


def test_the_longest_stretch_copied_is_measured():
    source = squeeze(FOREIGN)
    assert lint_values.copied("看：" + source[10:50], source) == 40
    assert lint_values.copied("看：" + source[10:33], source) == 0


# -- the command -----------------------------------------------------------------------------------------------------


def command(*arguments):
    return CliRunner().invoke(app, ["eval", "lint", *map(str, arguments)], obj=load)


def test_the_command_fails_on_a_line_that_is_wrong_and_says_where(tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps(bent(LINE, plan={"roots": [WATER, {}]}), ensure_ascii=False) + "\n", "utf-8")
    found = command(path, "--elsewhere", tmp_path / "none")
    assert found.exit_code == 1
    assert "mine.jsonl:1 tester-001: plan: roots[1]" in found.stdout
    assert "1 行所问的文件不在" in found.stderr


def test_the_command_passes_what_is_sound(tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps(LINE, ensure_ascii=False) + "\n", "utf-8")
    found = command(path, "--elsewhere", tmp_path / "none")
    assert found.exit_code == 0, found.output
    assert "1 行，0 行有问题" in found.stdout
