"""Figures of all bodies are ranked, filtered and compared in the store, exactly, along an index."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings import quantity, reading
from sqlalchemy import text

from corpus.keys import label_id, label_of
from corpus.ranking import Asked
from corpus.store import Store

AMOUNTS = {
    "甲中心": ("3.20", "万元"),
    "乙中心": ("32000.01", "元"),
    "丙中心": ("0.1", "亿元"),
    "丁中心": ("3.20", "万元"),
}


def of(issuer: str, amount: tuple[str, str], **more: object):
    made = reading(f"{issuer}\n{reading().text}")
    key = made.disclosure.id
    first, *others = made.facts
    facts = (replace(first, quantity=quantity(*amount), **more), *others)
    disclosure = replace(made.disclosure, issuer=issuer, sha256=made.disclosure.sha256)
    return replace(made, disclosure=disclosure, facts=tuple(replace(f, disclosure_id=key) for f in facts))


@pytest.fixture
def store(tmp_path):
    store = Store.open(tmp_path)
    for issuer, amount in AMOUNTS.items():
        store.put(of(issuer, amount))
    return store


RECEPTION = Asked(concept="official_reception", year=2022)


def issuers(store, **more):
    return [s.issuer for s in store.ranked(replace(RECEPTION, **more))[1]]


def test_amounts_are_ranked_in_yuan_whatever_their_unit(store):
    total, found = store.ranked(RECEPTION)
    assert total == 4
    assert [(s.rank, s.issuer, s.amount) for s in found] == [
        (1, "丙中心", Decimal(10_000_000)), (2, "乙中心", Decimal("32000.01")),
        (3, "丁中心", Decimal(32000)), (3, "甲中心", Decimal(32000)),
    ]  # fmt: skip


def test_top_n_says_how_many_there_are(store):
    total, found = store.ranked(replace(RECEPTION, limit=2, down=False))
    assert (total, [s.issuer for s in found]) == (4, ["丁中心", "甲中心"])


def test_figures_are_filtered_by_amount_body_and_disclosure(store):
    assert issuers(store, at_least=Decimal(32000)) == ["丙中心", "乙中心", "丁中心", "甲中心"]
    assert issuers(store, at_least=Decimal("32000.005"), at_most=Decimal(10**6)) == ["乙中心"]
    assert issuers(store, issuers=["甲中心", "丙中心", "无此中心"]) == ["丙中心", "甲中心"]
    assert issuers(store, disclosures=[of("乙中心", ("1", "元")).disclosure.id]) == ["乙中心"]
    assert issuers(store, year=2021) == issuers(store, basis="budget") == issuers(store, scope="consolidated") == []


def test_a_label_that_is_no_term_is_ranked_too(store):
    assert [s.issuer for s in store.ranked(Asked(label=label_id("公务接待费"), limit=None))[1]] == issuers(store)
    assert store.labels("接待") == {label_id("公务接待费"): "公务接待费"}


def test_a_later_year_s_comparison_is_not_a_year_of_its_own(store):
    later = of("戊中心", ("99", "亿元"))
    store.put(replace(later, disclosure=replace(later.disclosure, fiscal_year=2023)))
    assert "戊中心" not in issuers(store)
    assert issuers(store, own_year=False)[0] == "戊中心"


def test_one_fact_of_a_disclosure_speaks_the_verified_before_the_table_before_the_sentence(store):
    made = of("己中心", ("1", "万元"), origin="prose")
    first = made.facts[0]
    table = replace(first, id=f"{first.id}b", origin="table", quantity=quantity("2"))
    sure = replace(first, id=f"{first.id}c", quantity=quantity("3"), verified=True)
    for facts, said in (((first,), 10_000), ((first, table), 20_000), ((first, table, sure), 30_000)):
        store.put(replace(made, facts=facts))
        (one,) = store.ranked(replace(RECEPTION, issuers=["己中心"]))[1]
        assert one.amount == said
        assert store.facts_by_id([one.fact_id])[one.fact_id].quantity.base == said


def test_a_project_s_figure_is_not_its_body_s(store):
    store.put(of("庚中心", ("99", "亿元"), subject="某项目"))
    assert "庚中心" not in issuers(store)
    assert issuers(store, subject="某项目") == ["庚中心"]


def test_neither_or_both_of_concept_and_label_is_misuse():
    for given_keys in ({}, {"concept": "x", "label": 1}):
        with pytest.raises(ValueError, match="one of the two"):
            Asked(**given_keys)


@pytest.mark.sqlite
def test_the_database_walks_an_index_in_the_order_of_amounts(store):
    with store.reading() as db:
        for key, index in (("concept = 'x'", "concept_by_amount"), ("label = 1", "label_by_amount")):
            query = (
                f"explain query plan select id from fact where speaks_for_{index.split('_')[0]} = 1 and {key} and aspect"  # noqa: S608
                " is null and year = 2022 and basis = 'budget' and measure = 'amount' order by amount desc"
            )
            plan = " ".join(row[3] for row in db.execute(text(query)))
            assert index in plan
            assert "TEMP B-TREE" not in plan


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_an_amount_comes_back_as_it_was_written(amount):
    from corpus.schema import Yuan  # noqa: PLC0415

    kept = Yuan().process_bind_param(amount, None)
    assert Yuan().process_result_value(kept, None) == amount


@pytest.mark.parametrize(
    ("row", "label"),
    [
        ("一、本年支出/其中：1.培训费", "培训费"),
        ("（二）项目支出", "项目支出"),
        ("=合计", "=合计"),
        ("办 公 费", "办公费"),
        ("一、", "一、"),
        ("3.5万元以上", "3.5万元以上"),
    ],
)
def test_labels_are_compared_without_marks_and_the_rows_above(row, label):
    assert label_of(row) == label


def test_facts_are_found_by_words_of_their_labels(store):
    total, found = store.select_facts(q="接待 决算")
    assert total == 4
    assert {f.row for f in found} == {"公务接待费"}
    assert store.select_facts(q="没有的词")[0] == 0
    assert store.select_facts(q="100%_")[0] == 0
