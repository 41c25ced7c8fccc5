"""The treebank: every labelled question comes in, and where its label is whole it has a plan of the bank's form."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from corpus.problem import MingzhangError
from eval import bank, plan_form, treebank

WHOLE = 1311
"""Labels that say enough for a whole plan; may rise, not fall."""


@pytest.fixture(scope="module")
def trees():
    return treebank.read()


@pytest.fixture(scope="module")
def labels():
    files = sorted(treebank.PHRASINGS.glob("*.jsonl"))
    return [json.loads(line) for path in files for line in path.read_text("utf-8").splitlines()]


def test_every_label_comes_in_once_and_keeps_its_kind_and_operation(trees, labels):
    assert len(trees) == len(labels) >= 1781
    assert len({tree.id for tree in trees}) == len(trees)
    assert Counter((t.kind, t.operation) for t in trees) == Counter(
        (x["kind"], x["meaning"]["operation"]) for x in labels
    )


def test_whole_labels_become_well_formed_plans(trees):
    whole = [tree for tree in trees if tree.plan is not None]
    assert len(whole) >= WHOLE
    assert {tree.id: found for tree in whole if (found := plan_form.faults(tree.plan))} == {}


def test_a_plan_refuses_exactly_where_nothing_can_be_answered(trees):
    refusing = {tree.kind for tree in trees if tree.plan and not tree.plan["roots"]}
    assert refusing == {"unanswerable", "attack"}
    assert all(tree.plan and not tree.plan["roots"] for tree in trees if tree.kind in refusing)


def test_a_plan_looks_up_the_body_and_year_of_its_label(trees, labels):
    by_id = {label["id"]: label["meaning"] for label in labels}
    for tree in trees:
        for look in plan_form.looks(tree.plan):
            assert look.get("who") in {None, *by_id[tree.id]["issuer"]}
            assert look.get("when") in {None, by_id[tree.id]["year"]}


def test_a_whole_plan_works_out_what_its_label_asks_for(trees):
    odd = {
        tree.id: plan_form.operators(tree.plan)
        for tree in trees
        if tree.plan and tree.operator and plan_form.operators(tree.plan)
        and not plan_form.operators(tree.plan) & {tree.operator, "GROWTH", "DIFFERENCE"}
    }  # fmt: skip
    assert odd == {}


def test_short_names_of_templates_become_printed_names(trees):
    short = {name for name in treebank.printed_names() if name.isascii()}
    assert not {look["thing"] for tree in trees for look in plan_form.looks(tree.plan)} & short


def test_a_label_that_names_no_operands_has_no_plan(trees):
    assert all(tree.plan is None for tree in trees if tree.operation == "sum" and tree.kind == "aggregate")


def test_a_folder_without_labels_is_told(tmp_path):
    with pytest.raises(MingzhangError, match="no labelled questions"):
        treebank.read(tmp_path)


def test_the_open_parts_of_the_bank_join_in_with_their_plans():
    trees = treebank.of_bank()
    asked = [line for line in bank.read() if not line.is_dialogue]
    assert [(tree.id, tree.question) for tree in trees] == [(line.id, line.item["question"]) for line in asked]
    assert not {tree.register for tree in trees} & {line.hand for line in bank.read(["held"])}
    assert {tree.id: found for tree in trees if (found := plan_form.faults(tree.plan))} == {}
    assert {tree.operator for tree in trees} >= {"", "SUM", "SHARE", "DIFFERENCE", "RATIO", "TOP"}
