"""A paragraph made of facts is all supported; with some figures altered, exactly those are contradicted."""

from __future__ import annotations

import time
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.disclosure import Fact

BASES = {"budget": "年初预算", "final_accounts": "决算"}


def sentence(fact: Fact, issuer: str, scope: str, number: Decimal) -> str:
    """A fact said in words: whose, which year, what, on which basis, how much."""
    row = fact.row.split("/")[-1].split("、")[-1]
    basis = BASES.get(fact.basis, "") if issuer.endswith(("青禾区测试中心", "示范学校")) and scope == "unit" else ""
    who = f"{issuer}{'（汇总）' if scope == 'consolidated' else ''}{fact.year}年"
    return f"{who}{row}{basis}为{number}{fact.quantity.unit}。"


def sayable(library) -> list[tuple[Fact, str, str]]:
    """Plain amounts of rows with a name of their own, each row once."""
    found = {}
    for disclosure in library.disclosures:
        for described in library.shelf(disclosure.id).facts:
            fact = described.fact
            plain = fact.measure == "amount" and fact.aspect is None and fact.quantity.value
            named = fact.row.split("/")[-1] not in {"合计", "总计"} and not fact.subject
            if plain and fact.concept and named:
                key = (disclosure.id, fact.concept, fact.basis)
                found.setdefault(key, (fact, disclosure.issuer, disclosure.scope))
    return list(found.values())


def altered(value: Decimal) -> Decimal:
    """The value with its first digit changed."""
    text = format(value, "f")
    return Decimal(str(int(text[0]) % 9 + 1) + text[1:])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_exactly_the_altered_figures_are_contradicted(checker, library, data):
    everything = sayable(library)
    assert len(everything) > 20
    chosen = data.draw(st.lists(st.sampled_from(range(len(everything))), min_size=1, max_size=12, unique=True))
    wrong = data.draw(st.sets(st.sampled_from(range(len(chosen)))))
    sentences, expected = [], []
    for n, index in enumerate(chosen):
        fact, issuer, scope = everything[index]
        value = altered(fact.quantity.value) if n in wrong else fact.quantity.value
        sentences.append(sentence(fact, issuer, scope, value))
        expected.append("contradicted" if n in wrong else "supported")
    found = checker.check("".join(sentences)).findings
    plainly = ["supported" if f.verdict == "disputed" else f.verdict for f in found]
    assert plainly == expected, [(f.claim, f.verdict, f.reason) for f in found]


def timed(checker, text):
    """What checking finds, and its processor time in seconds: other programs on the machine do not count."""
    started = time.process_time()
    return checker.check(text), time.process_time() - started


def test_a_text_takes_time_in_proportion_to_its_length(checker, library):
    text = "".join(sentence(f, i, s, f.quantity.value) for f, i, s in sayable(library))
    text = (text * (20_000 // len(text) + 1))[:20_000]
    checker.check(text[:500])
    _, short = timed(checker, text[:5_000])
    found, long = timed(checker, text)
    assert long < 8 * short + 1, "the time a text takes grows faster than its length"
    assert len(found.findings) > 300
