"""Several things asked at once, calculations of calculations, sets: each part answered, or named as unanswered."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.money import Quantity
from corpus.store import Store
from ingest.load import ingest
from qa.answer import Answer
from qa.ask import Asker
from qa.plan import arithmetic
from qa.plan.nodes import Apply, Look, Members, Thing, as_dict, of_body, walk

DOCUMENTS = Path(__file__).parent / "phrasings" / "documents"


@pytest.fixture(scope="module")
def asker(tmp_path_factory) -> Asker:
    store = Store.open(tmp_path_factory.mktemp("planned"))
    ingest([DOCUMENTS], store)
    return Asker(store)


def numbers(answer: Answer) -> set[tuple[Decimal, str]]:
    return {(Decimal(f.value).normalize(), f.unit) for f in answer.figures}


def holds(answer: Answer, value: str, unit: str) -> bool:
    return (Decimal(value).normalize(), unit) in numbers(answer)


def test_each_of_several_things_is_answered(asker: Asker) -> None:
    answer = asker.ask("云溪财政局22年水费电费各多少")
    assert holds(answer, "1.2", "万元")
    assert holds(answer, "6.48", "万元")


def test_a_sum_and_its_share_in_the_next_breath(asker: Asker) -> None:
    answer = asker.ask("云溪区财政局2022年水费和电费加起来多少，占本年支出合计的百分之几？")
    assert holds(answer, "7.68", "万元")
    assert holds(answer, "0.53", "%")


def test_two_bodies_amounts_per_head_are_set_against_each_other(asker: Asker) -> None:
    answer = asker.ask("枫桥街道23年和云溪水务局本级24年，公用经费人均各多少，差多少？")
    assert any(f.basis == "computed" for f in answer.figures)
    assert answer.calculation is not None


def test_the_largest_three_of_a_set_and_their_share(asker: Asker) -> None:
    answer = asker.ask("枫桥街道2023年商品和服务支出里最高的三项是什么，合计多少，占公用经费多少？")
    assert "办公费" in answer.answer
    assert holds(answer, "90", "万元")
    assert holds(answer, "61", "%")


def test_a_filter_tells_how_many_meet_it(asker: Asker) -> None:
    answer = asker.ask("枫桥街道2023年超过300万元的项目有几个，合计多少？")
    assert holds(answer, "4", "个")
    assert holds(answer, "2717.55", "万元")


def test_a_part_that_is_not_printed_is_named_and_the_answer_is_partial(asker: Asker) -> None:
    answer = asker.ask("云溪区财政局2022年水费多少，无人机巡检费多少？")
    assert answer.status == "partial"
    assert holds(answer, "1.2", "万元")
    assert "无人机巡检" in answer.answer


def test_no_sum_is_stated_of_a_part_that_is_missing(asker: Asker) -> None:
    answer = asker.ask("云溪区财政局2022年水费、电费、游艇保养费三项合计多少？")
    assert all(f.basis != "computed" for f in answer.figures)


def test_a_plan_says_what_was_looked_up(asker: Asker) -> None:
    answer = asker.ask("云溪财政局22年水费电费一共多少")
    assert answer.plan is not None
    assert answer.plan["roots"][0]["op"] == "SUM"
    assert "plan" in answer.as_dict()


def test_a_year_after_the_last_one_held_is_said_not_to_be_held(asker: Asker) -> None:
    answer = asker.ask("枫桥街道2026年水费多少，电费多少？")
    assert answer.status == "not_found"
    assert answer.reason == "not_in_corpus"


@pytest.mark.parametrize("question", ["", "？", "啊" * 400, "多少多少多少各各各占占占比比比", "1234 5678 90"])
def test_an_empty_or_meaningless_question_gets_an_honest_sentence(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert answer.answer
    assert not answer.figures


money = st.decimals(min_value=0, max_value=10**6, places=2, allow_nan=False, allow_infinity=False)


@given(st.lists(money, min_size=1, max_size=6))
def test_a_total_is_the_sum_of_its_parts_whatever_their_units(values: list[Decimal]) -> None:
    parts = [Quantity(v, "万元") if n % 2 else Quantity(v * 10_000, "元") for n, v in enumerate(values)]
    assert arithmetic.total(parts).quantity.base == sum(v for v in values) * 10_000


@given(money, money)
def test_what_was_before_plus_the_change_is_what_is(now: Decimal, change: Decimal) -> None:
    before = arithmetic.year_before(Quantity(now, "万元"), Quantity(change, "万元"), 1)
    assert before.quantity.value + change == now


@given(money, money.filter(lambda v: v > 0))
def test_a_part_is_no_more_than_its_whole(part: Decimal, rest: Decimal) -> None:
    share = arithmetic.ratio(Quantity(part, "万元"), Quantity(part + rest, "万元"))
    assert share is not None
    assert 0 <= share.quantity.value <= 100


def test_nothing_is_shared_out_among_nobody() -> None:
    assert arithmetic.mean(Quantity(Decimal(5), "万元"), Quantity(Decimal(0), "人")) is None


def test_a_plan_compares_by_value_and_can_be_asked_of_another_body() -> None:
    water = Look((Thing("水费", 0, 2),))
    total = Apply("SUM", (water, Look((Thing("电费", 3, 5),))))
    assert total == Apply("SUM", (Look((Thing("水费", 0, 2),)), Look((Thing("电费", 3, 5),))))
    assert {n.who for n in walk(of_body(total, 1)) if isinstance(n, Look)} == {1}
    assert as_dict(total)["args"][0] == {"look": {"thing": ["水费"], "body": 0}}
    assert as_dict(Members("projects", most=3, order=-1))["members"]["most"] == 3


@pytest.mark.parametrize(
    "again",
    [
        "占总支出的比例是多少",
        "水费占它的几成",
        "加上电费一共多少",
        "这两项合计占总支出多少",
        "比水费多多少",
        "人均多少",
    ],
)
def test_a_talk_goes_on_though_none_of_what_it_spoke_of_is_in_play(asker: Asker, again: str) -> None:
    """Reckoning on what was said finds nobody's disclosures where others are asked about now; that is told, and no error."""
    held = asker.library.store.disclosures()
    first = asker.ask("云溪财政局22年水费电费各多少", f"gone {again}")
    spoken = {c.disclosure_id for c in first.citations}
    others = [d.id for d in held if d.id not in spoken and d.issuer not in {x.issuer for x in held if x.id in spoken}]
    assert first.status == "answered"
    assert others
    answer = asker.ask(again, f"gone {again}", others)
    assert answer.status != "answered" or not {c.disclosure_id for c in answer.citations} - spoken - {*others}
