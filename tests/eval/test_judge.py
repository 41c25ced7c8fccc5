"""Judging: what counts as right, and that it counts as the scorer that outsiders run counts it."""

from __future__ import annotations

import copy
import importlib.util
import json
from decimal import Decimal

import pytest
from grounds import SHARED, load
from hypothesis import given
from hypothesis import strategies as st

from eval import bank, judge, run
from eval.gold import Question, Value
from eval.gold_lines import read_gold
from eval.ground import Ground
from eval.systems import Product

FIGURE = Question("q", "收入是多少？", "figure", ("a.md",), (Value("12.50", "万元"),))


def answer(*figures: tuple[str, str], status: str = "answered", text: str = "", **more):
    return {"status": status, "answer": text, "figures": [{"value": v, "unit": u} for v, u in figures]} | more


def test_a_figure_may_come_in_another_unit():
    assert judge.judge(FIGURE, answer(("125000", "元"))).right


def test_a_rounded_figure_is_not_the_figure():
    assert not judge.judge(FIGURE, answer(("12.6", "万元"))).right


def test_an_amount_is_no_per_cent():
    assert not judge.judge(FIGURE, answer(("12.50", "%"))).right


def test_the_asked_figure_comes_first():
    assert not judge.judge(FIGURE, answer(("3", "万元"), ("12.50", "万元"))).right


def test_many_figures_beside_the_answer_are_no_answer():
    assert not judge.judge(FIGURE, answer(("12.50", "万元"), *[(str(n), "万元") for n in range(20, 25)])).right


def test_a_refusal_with_a_figure_is_no_refusal():
    item = Question("q", "？", "unanswerable")
    assert judge.judge(item, answer(status="not_found")).right
    assert not judge.judge(item, answer(("1", "元"), status="not_found")).right


def test_a_number_in_words_is_not_part_of_a_longer_one():
    assert judge.says("12.5", judge.plain("共 12.5 万元"))
    assert not judge.says("12.5", judge.plain("共 312.5 万元"))
    assert not judge.says("12.5", judge.plain("共 12.57 万元"))


def test_a_conflict_must_be_told():
    item = Question("q", "一致吗？", "conflict", values=(Value("1", "家"), Value("2", "家")))
    figures = [{"value": "1", "unit": "家"}, {"value": "2", "unit": "家"}]
    assert not judge.judge(item, answer(("1", "家"), ("2", "家"))).right
    assert judge.judge(item, answer(conflicts=[{"about": "", "figures": figures}])).right


def test_a_masked_name_stands_for_what_it_hides():
    assert judge.stands("退休人员×××抚恤金", "退休人员王某抚恤金")
    assert not judge.stands("退休人员×××抚恤金", "退休人员抚恤金")


@given(st.decimals(0, 10**6, places=2), st.sampled_from(["元", "千元", "万元", "亿元"]))
def test_every_figure_is_itself(number: Decimal, unit: str):
    assert judge.same({"value": str(number), "unit": unit}, Value(str(number), unit))


@given(st.decimals(1, 10**6, places=2))
def test_a_hundredth_more_is_another_figure(number: Decimal):
    other = {"value": str(number + Decimal("0.01")), "unit": "万元"}
    assert not judge.same(other, Value(str(number), "万元"))


# -- the same verdicts as the outsiders' scorer ------------------------------------------------------------------

needs_shared = pytest.mark.skipif(not (SHARED / "score.py").exists(), reason="../shared is not there")


@pytest.fixture(scope="module")
def scorer():
    spec = importlib.util.spec_from_file_location("score", SHARED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def originals(tmp_path_factory, kept):
    made = Ground(tmp_path_factory.mktemp("originals"), kept, [SHARED / "disclosures" / "wuhan"], load)
    yield made
    made.close()


def lines(name):
    return [json.loads(line) for line in (SHARED / "gold" / name).read_text("utf-8").splitlines() if line.strip()]


def spoilt(answer):
    """The answer itself as HTTP would carry it, and ways in which one could be worse."""
    answer = json.loads(json.dumps(answer))
    yield answer
    for change in ({"figures": []}, {"status": "not_found"}, {"answer": ""}, {"conflicts": []}, {"citations": []}):
        yield answer | change
    yield answer | {"figures": list(reversed(answer["figures"]))}
    for scale, unit in ((1, "%"), (10_000, "元"), (Decimal("1.01"), None)):
        other = copy.deepcopy(list(answer["figures"]))
        for figure in other[:1]:
            figure["value"], figure["unit"] = str(Decimal(figure["value"]) * scale), unit or figure["unit"]
        yield answer | {"figures": other}


@needs_shared
def test_questions_are_judged_as_the_scorer_judges_them(scorer, originals):
    gold = {q.id: q for q in read_gold([SHARED / "gold" / "questions.jsonl"]).questions}
    product = Product(originals, vectors=None)
    for item in lines("questions.jsonl"):
        for given_answer in spoilt(product.ask(item["question"])):
            own = judge.judge(gold[item["id"]], given_answer)
            assert own.right == bool(scorer.judge(item, given_answer)[0]), (item["id"], own.why)
            cited = (judge.supported(gold[item["id"]], given_answer), judge.verbatim(given_answer, originals.squeezed))
            assert cited == scorer.cited(item, given_answer, originals.squeezed), item["id"]


@needs_shared
def test_turns_are_judged_as_the_scorer_judges_them(scorer, originals):
    product = Product(originals, vectors=None)
    for raw, dialogue in zip(
        lines("dialogues.jsonl"), read_gold([SHARED / "gold" / "dialogues.jsonl"]).dialogues, strict=True
    ):
        conversation = None
        for turn, item in zip(raw["turns"], dialogue.turns, strict=True):
            got = product.ask(item.question, conversation)
            conversation = got.get("conversation_id") or conversation
            theirs = {"kind": turn.get("kind", "compare" if turn.get("values") else "text"),
                      "values": turn.get("values") or [], "must_include": turn.get("must_include") or [],
                      "docs": turn.get("docs") or [], "evidence": [], "must_not": turn.get("must_not") or []}  # fmt: skip
            for given_answer in spoilt(got):
                assert judge.judge(item, given_answer).right == bool(scorer.judge(theirs, given_answer)[0]), item.id


@needs_shared
def test_the_question_bank_is_judged_as_the_scorer_judges_it(scorer):
    for part in bank.OPEN_PARTS:
        gold = read_gold([bank.folder_of(part)])
        items = {q.id: q for q in (*gold.questions, *(turn for d in gold.dialogues for turn in d.turns))}
        for line in bank.read([part]):
            for number, turn in enumerate(line.turns, 1):
                own = items[f"{line.id}/{number}" if line.is_dialogue else line.id]
                theirs = {
                    key: turn.get(key) or [] for key in ("values", "must_include", "docs", "evidence", "must_not")
                }
                status = "not_found" if own.kind == "unanswerable" else "answered"
                right = answer(*((v.value, v.unit) for v in own.values), status=status, text=own.answer)
                for given_answer in spoilt(right | {"conflicts": [{"figures": right["figures"]}]}):
                    verdict = scorer.judge({**theirs, "kind": own.kind}, given_answer)[0]
                    assert judge.judge(own, given_answer).right == bool(verdict), own.id


class Served:
    """Stands for the scorer's HTTP: the same results in process."""

    def __init__(self, product):
        self.product = product

    def post(self, _base, path, body, _timeout=60):
        assert path == "/api/check"
        return {"findings": self.product.check(body["text"])}, 0.0


@needs_shared
@pytest.mark.parametrize(("part", "name"), [("check", "claims.jsonl"), ("article", "articles.jsonl")])
def test_texts_are_checked_as_the_scorer_judges_them(scorer, originals, monkeypatch, capsys, part, name):
    product = Product(originals, vectors=None)
    monkeypatch.setattr(scorer, "post", Served(product).post)
    arguments = type("Arguments", (), {"base": "", "gold": str(SHARED / "gold" / name), "show_wrong": 0})
    theirs = getattr(scorer, part)(arguments)
    ours = list(run._checked(read_gold([SHARED / "gold" / name]), product, set()))
    assert (sum(r.right for r in ours), len(ours)) == (theirs["correct"], theirs["total"])
    assert [r.id.split("/")[0] for r in ours if not r.right] == [w["id"] for w in theirs["wrong"]]
