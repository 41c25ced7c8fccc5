"""Hand-written and templated questions over synthetic disclosures: each kind is answered, and rephrased alike.

``phrasings/*.jsonl`` holds the questions, one a line, with their meaning and what a right answer says;
``phrasings/documents`` the disclosures of invented bodies that they ask about. Every figure there adds up.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from judging import judge

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker

PHRASINGS = Path(__file__).with_name("phrasings")
OVERALL = 0.98
"""Right answers over all kinds together, at least."""
KIND = 0.9
"""Right answers in the worst kind, at least."""
KEPT = 0.97
"""Right answers that stay right when the question is rephrased mechanically, at least."""
REPHRASED = {"figure", "figure_deep", "percent", "trend"}
EVERY = 5
"""One in so many questions is rephrased."""

Line = dict[str, Any]


def lines() -> list[Line]:
    return [
        json.loads(line) for path in sorted(PHRASINGS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]


@pytest.fixture(scope="module")
def asker(tmp_path_factory) -> Asker:
    store = Store.open(tmp_path_factory.mktemp("phrasings"))
    results = ingest([PHRASINGS / "documents"], store)
    assert all(r.outcome == "new" for r in results)
    return Asker(store)


def wrong(asker: Asker, line: Line) -> list[str]:
    """What is wrong with each turn of a line; a line without turns is one turn."""
    found, conversation = [], None
    for turn in line.get("turns", [line]):
        answer = asker.ask(turn["question"], conversation).as_dict()
        conversation = answer["conversation_id"] if "turns" in line else None
        found.append(judge(turn["kind"], turn["expect"], answer))
    return found


@pytest.fixture(scope="module")
def outcomes(asker) -> dict[str, list[tuple[Line, str]]]:
    """Every turn with what is wrong with it, by kind."""
    by_kind: dict[str, list[tuple[Line, str]]] = defaultdict(list)
    for line in lines():
        by_kind[line["kind"]] += [(line, fault) for fault in wrong(asker, line)]
    return by_kind


def share(outcomes: list[tuple[Line, str]]) -> float:
    return sum(not fault for _, fault in outcomes) / len(outcomes)


def test_there_are_enough_questions_of_every_kind_and_each_once():
    asked = [json.dumps([t["question"] for t in line.get("turns", [line])], ensure_ascii=False) for line in lines()]
    assert len(asked) == len(set(asked)) >= 1500
    assert len({line["kind"] for line in lines()}) >= 14


def test_questions_of_all_kinds_together_are_answered(outcomes):
    assert share([o for found in outcomes.values() for o in found]) >= OVERALL


def test_no_kind_of_question_is_left_behind(outcomes):
    shares = {kind: round(share(found), 3) for kind, found in outcomes.items()}
    assert min(shares.values()) >= KIND, shares


def test_questions_rephrased_mechanically_keep_their_answers(outcomes, asker):
    kept, told = [], []
    for kind in REPHRASED:
        for line in (line for line, fault in outcomes[kind] if not fault and crc32(line["id"].encode()) % EVERY == 0):
            for question in rephrased(line):
                answer = asker.ask(question).as_dict()
                fault = judge(kind, line["expect"], answer)
                kept.append(not fault)
                told += [(question, fault)] if fault else []
    assert len(kept) > 200
    assert sum(kept) / len(kept) >= KEPT, told[:20]


_DIGITS = "〇一二三四五六七八九"
_ASKS = re.compile(r"(?:是|为)?多少(?=[？?]|$)")


def rephrased(line: Line) -> list[str]:
    """The question with its year, its question word, its punctuation and its word order changed, one at a time."""
    question, year = line["question"], line["meaning"]["year"]
    if line["register"] in {"english", "long"}:
        return []
    spelt = "".join(_DIGITS[int(d)] for d in str(year))
    found = [
        question.replace(f"{year}年度", f"{year}年")
        if f"{year}年度" in question
        else question.replace(f"{year}年", f"{year}年度"),
        re.sub(rf"{year}(?:年度?)?", f"{spelt}年", question),
        question.rstrip("？?。啊") if question.endswith(("？", "?", "啊")) else f"{question}？",
        f"请问{question}",
        question.replace("，", "").replace("“", "").replace("”", ""),
        _ASKS.sub("有多大" if line["kind"] == "figure_deep" else "是几多", question),
    ]
    for issuer in line["meaning"]["issuer"]:
        found += [question.replace(issuer, issuer.removeprefix("兰川市"))]
        if question.startswith(issuer + str(year)):
            found.append(
                f"{year}年，{issuer}{question.removeprefix(issuer + str(year)).removeprefix('年').removeprefix('度')}"
            )
    return [q for q in dict.fromkeys(found) if q != question]
