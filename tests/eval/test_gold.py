"""Gold is read whole or not at all, and every error says where it is."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal

import pytest

from corpus.numeral import find_numerals
from eval.gold import COMPUTED_KINDS, KINDS, UNCITED_KINDS, GoldError
from eval.gold_lines import read_gold
from eval.judge import squeeze
from eval.ranking import place_of

QUESTION = {
    "id": "a",
    "question": "测试中心2022年收入是多少？",
    "kind": "figure",
    "values": [{"value": 1.5, "unit": "万元"}],
}


def written(tmp_path, *lines):
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x, ensure_ascii=False) for x in lines), "utf-8")
    return [path]


def test_a_value_keeps_its_last_digit(tmp_path):
    found = read_gold(written(tmp_path, QUESTION | {"values": [{"value": "1.50", "unit": "万元"}]}))
    assert found.questions[0].values[0].value == "1.50"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not JSON"),
        ("[]", "not an object"),
        ({"id": "b"}, "what kind of line"),
        (QUESTION | {"kind": "figur"}, "figure?"),
        (QUESTION | {"values": []}, "nothing could be judged"),
        (QUESTION | {"values": [{"value": "many", "unit": "人"}]}, "value must be a number"),
        (QUESTION | {"values": [{"value": 3}]}, "needs a unit"),
        (QUESTION | {"must_include": ["收入"]}, "groups of wordings"),
        (QUESTION | {"must_includ": [["收入"]]}, "'must_include' is meant?"),
        (QUESTION | {"evidence": [{"doc": "a.md"}]}, "doc and quote"),
        ({"id": "c", "claim": "收入1万元。", "verdict": "true"}, "verdict must be one of"),
        ({"id": "t", "text": "收入1万元。", "figures": [{"span": "2万元", "verdict": "supported"}]}, "does not occur"),
        ({"id": "d", "turns": [QUESTION | {"kind": "list", "values": []}]}, "turn 1: a question of kind list"),
    ],
)
def test_an_unusable_line_is_named_with_its_number(tmp_path, line, said):
    with pytest.raises(GoldError, match=r"questions\.jsonl:2: ") as raised:
        read_gold(written(tmp_path, QUESTION, line))
    assert said in str(raised.value)


def test_all_unusable_lines_are_told_at_once(tmp_path):
    with pytest.raises(GoldError) as raised:
        read_gold(written(tmp_path, "{", QUESTION, QUESTION))
    assert "questions.jsonl:1" in str(raised.value)
    assert "id 'a' is taken at questions.jsonl:2" in str(raised.value)


def test_keys_of_others_are_left_alone(tmp_path):
    assert read_gold(written(tmp_path, QUESTION | {"reviewer_initials": "x"})).size == 1


def test_the_shipped_gold_is_as_large_as_promised(gold):
    assert len(gold.questions) >= 150
    assert len(gold.claims) >= 40
    assert len(gold.dialogues) >= 15
    assert {q.kind for q in gold.questions} == KINDS


def test_every_shipped_quote_stands_in_its_record(gold, ground):
    asked = [*gold.questions, *(t for d in gold.dialogues for t in d.turns), *gold.claims]
    for item in asked:
        for evidence in item.evidence:
            assert place_of(evidence, ground.texts[evidence.doc]) is not None, (item.id, evidence.quote)
    for item in gold.contradictions:
        assert all(squeeze(quote) in ground.squeezed[item.doc] for quote in item.quotes), item.id


def numbers_in(text: str) -> set[Decimal]:
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    found = {Decimal(n) for n in re.findall(r"\d+(?:\.\d+)?", plain)}
    return found | {n.quantity.value for n in find_numerals(plain)}


def test_every_shipped_figure_is_printed_or_follows_from_what_is(gold):
    for item in [*gold.questions, *(t for d in gold.dialogues for t in d.turns)]:
        if item.kind in UNCITED_KINDS - {"ambiguous"} and not item.evidence:
            continue
        printed = {n for evidence in item.evidence for n in numbers_in(evidence.quote)}
        for value in item.values:
            formula = item.kind in COMPUTED_KINDS and "算式" in item.note
            assert formula or abs(value.number) in {abs(n) for n in printed}, (item.id, value)


def test_every_shipped_formula_gives_its_value(gold):
    for item in gold.questions:
        if "算式" not in item.note:
            continue
        parts = item.note.split("算式")[1].strip().split(";")
        for part, value in zip(parts, item.values, strict=True):
            assert abs(_worth(part) - value.number) <= Decimal("0.006"), (item.id, part)


def _worth(formula: str) -> Decimal:
    """A sum, difference, product or quotient of printed numbers, read left to right."""
    tokens = re.findall(r"[\d.]+|[-+*/]", formula)
    worth = Decimal(tokens[0])
    for sign, number in zip(tokens[1::2], tokens[2::2], strict=True):
        other = Decimal(number)
        worth = {"+": worth + other, "-": worth - other, "*": worth * other, "/": worth / other}[sign]
    return worth


def test_no_shipped_question_is_asked_twice(gold):
    asked = Counter(q.question for q in gold.questions)
    assert [q for q, n in asked.items() if n > 1] == []
