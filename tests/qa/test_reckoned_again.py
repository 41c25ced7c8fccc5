"""What was worked out before is worked out further: sums of differences, rates of several things together, asides."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker

DOCUMENTS = Path(__file__).with_name("phrasings") / "documents"


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    store = Store.open(tmp_path_factory.mktemp("reckoned"))
    ingest([DOCUMENTS], store)
    return Asker(store)


def figures(asker: Asker, question: str) -> list[tuple[Decimal, str]]:
    return [(abs(Decimal(f.value)), f.unit) for f in asker.ask(question).figures]


def test_what_several_things_went_down_by_is_added_up_not_what_they_were(asker: Asker) -> None:
    told = figures(asker, "云溪财政局2023年办公费、印刷费、会议费比2022年各省了多少，三样一共省多少")
    assert (Decimal("2.11"), "万元") in told
    assert (Decimal("40.91"), "万元") not in told


def test_the_rate_of_several_projects_together_is_all_spent_over_all_budgets(asker: Asker) -> None:
    told = figures(asker, "云溪财政局2023年财政投资评审经费和财政干部培训经费合计执行率是多少")
    rates = [value for value, unit in told if unit == "%"]
    assert len(rates) == 1
    spent, budgets = (value for value, unit in told[1:3])
    assert rates[0] == pytest.approx(spent / budgets * 100, abs=Decimal("0.01"))


def test_a_second_thing_is_set_against_itself_as_the_first_was(asker: Asker) -> None:
    answer = asker.ask("云溪财政局2023年办公费比2022年少多少，印刷费少多少")
    assert {Decimal("1.34"), Decimal("0.31")} <= {abs(Decimal(f.value)) for f in answer.figures}


def test_what_is_left_out_in_passing_is_not_what_is_shared_out(asker: Asker) -> None:
    answer = asker.ask("澜江省检察院2024年养一辆车（不算买车）平均要花多少元")
    assert "购置费" not in "".join(f.label for f in answer.figures)


def test_the_measure_word_of_another_clause_shares_nothing_out(asker: Asker) -> None:
    answer = asker.ask("澜江省检察院2024年养一辆车平均要花多少元？办公楼维修的钱摊到每平方米又是多少元")
    assert "每平方米公务用车" not in answer.answer
    assert "每平方米机关办公楼维修" in answer.answer


def test_what_several_bodies_are_is_no_body_that_is_not_held(asker: Asker) -> None:
    answer = asker.ask("都是街道办，2023年预算枫桥街道一共多少")
    assert "没有收录" not in answer.answer
    assert any(Decimal(f.value) == Decimal(4237) for f in answer.figures)
