"""Runs: written as they go, going on where they stopped, compared, and shown."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from corpus.problem import MingzhangError
from eval import measures, report, session, summary
from eval.records import NoSuchRunError, Run, read_record
from eval.run import carry_out, only, size_of
from eval.systems import VARIANTS, Product, build


@pytest.fixture(scope="module")
def few(gold):
    return only(gold, set(), 6)


@pytest.fixture(scope="module")
def product(ground):
    return Product(ground, vectors=False)


@pytest.fixture
def done(tmp_path, few, product, ground):
    settings = {
        "variant": "no-vectors",
        "seed": 1,
        "gold_digest": few.digest,
        "embedder": "",
        "machine": "",
        "python": "3",
        "versions": {},
    }
    run = carry_out(Run.start(tmp_path / "run", settings), few, product, ground)
    return session.measured(run, few)


class Stops:
    """A system that is interrupted after a few questions."""

    def __init__(self, product, after):
        self.product, self.left = product, after

    def ask(self, question, conversation_id=None):
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt
        return self.product.ask(question, conversation_id)

    def check(self, text):
        return self.product.check(text)

    def find(self, question, k):
        return self.product.find(question, k)


def test_a_run_asks_everything_once(done, few):
    assert len(done.records) == size_of(few)
    assert len({r.key for r in done.records}) == len(done.records)


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path, few, product, ground):
    folder, settings = tmp_path / "run", {"seed": 1}
    with pytest.raises(KeyboardInterrupt):
        carry_out(Run.start(folder, settings), few, Stops(product, 4), ground)
    with (folder / "answers.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "cut sho')
    again = Run.start(folder, settings)
    assert len(again.records) == 4
    carry_out(again, few, Stops(product, 100), ground)
    assert len(Run.load(folder).records) == size_of(few)


class Crashes(Stops):
    def ask(self, _question, _conversation_id=None):
        raise ZeroDivisionError("no such figure")

    def check(self, text):
        if text:
            raise ZeroDivisionError
        return []


def test_an_answerer_that_raises_has_answered_wrongly(tmp_path, few, product, ground):
    run = carry_out(Run.start(tmp_path / "run", {"seed": 1}), few, Crashes(product, 0), ground)
    assert len(run.records) == size_of(few)
    asked = [r for r in run.records if r.part in {"question", "turn"}]
    assert {(r.right, r.why) for r in asked} == {(False, "ZeroDivisionError: no such figure")}


def test_a_folder_with_another_run_is_refused(tmp_path):
    Run.start(tmp_path / "run", {"seed": 1})
    with pytest.raises(MingzhangError, match="another run"):
        Run.start(tmp_path / "run", {"seed": 2})


def test_a_folder_without_a_run_is_no_run(tmp_path):
    with pytest.raises(NoSuchRunError):
        Run.load(tmp_path)


def test_a_record_is_read_as_it_was_written(done):
    text = (done.run.folder / "answers.jsonl").read_text("utf-8").splitlines()
    assert [read_record(line).key for line in text] == [r.key for r in done.records]


def test_only_some_kinds_are_asked(gold):
    assert {q.kind for q in only(gold, {"figure"}, None).questions} == {"figure"}
    assert size_of(only(gold, {"figure"}, 3)) == 3


@pytest.mark.parametrize("name", ["words", "facts", "no-vectors"])
def test_a_variant_answers_in_the_terms_of_the_contract(name, ground, few):
    answer = build(name, ground).ask(few.questions[0].question)
    assert {"status", "answer", "figures", "citations", "conflicts"} <= answer.keys()
    for cited in answer["citations"]:
        assert cited["quote"] == ground.texts[cited["source"]][cited["start"] : cited["end"]]


def test_passages_alone_state_what_they_find(ground):
    answer = build("words", ground).ask("政府采购预算")
    assert len(answer["citations"]) == 5
    assert all(figure["citations"] == (1,) for figure in answer["figures"])


def test_an_unknown_variant_is_told_with_the_known(ground):
    with pytest.raises(MingzhangError, match="baseline"):
        build("telepathy", ground)


def test_every_measure_is_defined_with_its_source():
    assert len(measures.MEASURES) >= 15
    for kind in measures.MEASURES.values():
        assert kind.definition, kind.id
        assert "ource" in kind.definition or "ir_measures" in kind.definition, kind.id


@pytest.mark.parametrize(
    ("quote", "number", "right"),
    [("预算 6,931.33 万元", "69313300", True), ("占87.22%", "87.22", True), ("占87.22%", "87.2", False),
     ("没有安排", "0", True), ("办公费 6.00", "0", False), ("办公费 6.00", "6", True)],
)  # fmt: skip
def test_a_quote_holds_a_number_in_any_unit(quote, number, right):
    assert measures.holds(quote, number) is right


def test_a_comparison_names_what_changed(done):
    other = replace(done, run=replace(done.run, records=[replace(r, right=not r.right) for r in done.records]))
    text = summary.comparison(done, session.measured(other.run, done.gold))
    assert text.count("变") > len(done.records) // 2
    assert "回答正确率" in text


def test_variants_stand_side_by_side(done):
    text = summary.variants([done, done])
    assert text.count(VARIANTS["no-vectors"][0]) == 2


class Outside(HTMLParser):
    """Everything that a page would fetch."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if (tag in {"script", "img", "iframe"} and "src" in named) or tag == "link":
            self.found.append((tag, named))


def test_the_report_fetches_nothing(done):
    page = report.page(done, done)
    seen = Outside()
    seen.feed(page)
    assert seen.found == []
    assert not re.search(r"url\(|@import|https?://", page)


def test_the_report_shows_the_worst_first(done):
    worse = [replace(r, right=r.id != done.records[3].id, why="planted") for r in done.records]
    page = report.page(session.measured(replace(done.run, records=worse), done.gold), done)
    ranks = [int(rank) for rank in re.findall(r'<details data-rank="(\d)"', page)]
    assert ranks == sorted(ranks, reverse=True)
    assert "planted" in page


def test_the_report_trusts_no_answer(done):
    hostile = replace(
        done.records[0], right=False, answer=done.records[0].answer | {"answer": "<script>alert(1)</script>"}
    )
    page = report.page(session.measured(replace(done.run, records=[hostile]), done.gold), None)
    assert "<script>alert" not in page
