"""The shipped question bank: sound, as large as it is said to be, and its parts apart. No held question is shown here."""

from __future__ import annotations

import json
import re

import pytest
from grounds import ROOT, SHARED, load

from corpus.problem import MingzhangError
from eval import bank
from eval.lint import lint
from eval.lint_values import personal_data
from eval.plan_form import faults, normal

ELSEWHERE = SHARED / "disclosures" / "elsewhere"
LEAST = bank.Counts(questions=900, hands=6, several=250, deep=150, everyday=250, unanswerable=120, dialogues=60)
"""What the bank was asked to hold. These numbers may rise; they may not fall."""
HANDS = {"train": {"clerk", "newcomer", "reporter"}, "dev": {"neighbour", "english"}, "held": {"auditor", "deputy"}}


@pytest.fixture(scope="module")
def lines():
    return bank.read(bank.PARTS)


def test_the_bank_holds_at_least_what_was_asked_of_it(lines):
    found = bank.counts(lines)
    short = {
        name: (getattr(found, name), least)
        for name in LEAST.__slots__
        if getattr(found, name) < (least := getattr(LEAST, name))
    }
    assert short == {}


def test_every_line_is_sound(lines):
    texts = bank.texts([bank.SHIPPED, bank.INVENTED], load)
    found = lint(lines, texts)
    assert [str(fault) for fault in found.faults] == []
    assert found.skipped < len(lines) / 4


@pytest.mark.slow
@pytest.mark.skipif(not ELSEWHERE.is_dir(), reason="the disclosures of other places are not here")
def test_every_line_over_other_places_is_sound_and_takes_no_sentence_over(lines):
    texts = bank.texts(bank.documents(ELSEWHERE), load)
    found = lint(lines, texts, bank.names_in([ELSEWHERE]))
    assert [str(fault) for fault in found.faults] == []
    assert found.skipped == 0


@pytest.mark.parametrize("part", bank.PARTS)
def test_a_hand_writes_for_one_part_only(part):
    found = bank.read([part])
    assert {line.hand for line in found} == HANDS[part]
    assert all(line.where.startswith(f"{part}/{line.hand}.") for line in found)


def test_no_two_parts_share_a_question(lines):
    seen: dict[str, str] = {}
    for line in lines:
        if not line.is_dialogue:
            words = re.sub(r"\s|[?？。，,]", "", line.item["question"])
            assert seen.setdefault(words, line.part) == line.part
            seen[words] = line.part


def test_the_held_part_is_read_only_where_it_is_named():
    assert {line.part for line in bank.read()} == {"train", "dev"}


def test_every_plan_has_a_normal_form(lines):
    plans = [turn["plan"] for line in lines for turn in line.turns]
    assert [n for n, plan in enumerate(plans) if faults(normal(plan))] == []
    assert len(plans) > 1300


def test_the_documents_asked_about_hold_no_personal_data():
    texts = bank.texts([bank.SHIPPED, bank.INVENTED], load)
    assert {name: found for name, text in texts.items() if (found := personal_data(text))} == {}


def test_documents_that_are_not_here_are_named(lines, tmp_path):
    missing = bank.absent(lines, bank.documents(tmp_path / "none"))
    assert missing
    assert all(name.endswith(".pdf") for name in missing)
    assert not {path.name for path in (ROOT / "corpus" / "documents").iterdir()} & missing


def test_a_part_that_the_bank_does_not_have_is_told():
    with pytest.raises(MingzhangError, match="no such part"):
        bank.read(["best"])


@pytest.mark.parametrize("text", ["{", "[]", '{"turns": 3}'])
def test_a_line_that_is_no_line_is_told_with_its_place(tmp_path, text):
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / "a.jsonl").write_text(f"{json.dumps({'id': 'a'})}\n\n{text}\n", "utf-8")
    with pytest.raises(MingzhangError, match=r"train/a\.jsonl:3"):
        bank.read(["train"], tmp_path)
