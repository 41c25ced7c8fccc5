"""Questions about forms as other places print them: funds side by side, of an invented water bureau."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker

BUDGET = """云溪市水利局2026年部门预算

部门收支总表

单位：万元

| 收入 |  | 支出 |  |
|---|---|---|---|
| 项目 | 预算数 | 项目 | 预算数 |
| 一、一般公共预算拨款收入 | 700.00 | 一、农林水支出 | 900.00 |
| 二、事业收入 | 300.00 | 二、住房保障支出 | 100.00 |
| 合计 | 1000.00 | 合计 | 1000.00 |

财政拨款收支总表

单位：万元

| 收入 |  | 支出 |  |  |  |
|---|---|---|---|---|---|
| 项目 | 预算数 | 项目 | 合计 | 一般公共预算 | 政府性基金预算 |
| 一、本年收入 | 800.00 | 一、本年支出 | 800.00 | 700.00 | 100.00 |
| 一般公共预算 | 700.00 | 农林水支出 | 720.00 | 620.00 | 100.00 |
| 政府性基金预算 | 100.00 | 住房保障支出 | 80.00 | 80.00 |  |
| 收入合计 | 800.00 | 支出合计 | 800.00 | 700.00 | 100.00 |
"""

HEARING = """云溪市水利局2025年度部门决算

水情系统运维项目绩效自评表

单位：万元

| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
|---|---|---|---|---|---|---|
| 产出指标 | 质量指标 | 故障响应时间 | ≤20分钟 | 12分钟 | 10 | 10 |
| 产出指标 | 数量指标 | 培训人数 | ≥30人 | 36人 | 10 | 9 |
"""

TOLD = """云溪市轨道局2024年部门决算公开说明

一、收入决算情况说明

云溪市轨道局2024年度总收入5,000.00万元，比年初预算数增加1,000.00万元。与2023年相比，增加2,000.00万元，增长66.67%。

二、“三公”经费支出决算情况说明

2024年度“三公”经费支出决算12.40万元，比年初预算数减少3.60万元，下降22.50%。

三、会议费支出决算情况说明

2024年度会议费支出决算2.00万元，比年初预算数增加2.00万元。
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder: Path = tmp_path_factory.mktemp("places")
    (folder / "云溪市水利局2026年部门预算.md").write_text(BUDGET, encoding="utf-8")
    (folder / "云溪市水利局2025年度部门决算.md").write_text(HEARING, encoding="utf-8")
    (folder / "云溪市轨道局2024年部门决算.md").write_text(TOLD, encoding="utf-8")
    store = Store.open(folder / "home")
    ingest(sorted(folder.glob("*.md")), store)
    return Asker(store)


def values(asker: Asker, question: str) -> list[str]:
    """The figures of an answer as printed numbers, without what they were worked out from."""
    return [f"{Decimal(f.value).normalize():f}{f.unit}" for f in asker.ask(question).figures]


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("云溪市水利局2026年支出合计多少？", "1000万元"),
        ("云溪市水利局2026年本年收入合计多少？", "1000万元"),
        ("云溪市水利局2026年农林水支出占全部门支出的比例是多少？", "90%"),
    ],
)
def test_a_total_of_all_funds_is_not_told_by_a_table_of_one(asker: Asker, question: str, figure: str) -> None:
    assert values(asker, question)[0] == figure


def test_the_total_of_all_appropriations_is_not_that_of_one_budget(asker: Asker) -> None:
    assert values(asker, "云溪市水利局2026年财政拨款支出合计多少？") == ["800万元"]


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("云溪市水利局2025年故障响应时间的目标值是多少分钟？", "20分钟"),
        ("云溪市水利局2025年水情系统运维，故障响应时间的指标值是几分钟？", "20分钟"),
        ("云溪市水利局2025年故障响应时间实际是多少分钟？", "12分钟"),
        ("云溪市水利局2025年培训人数的目标是多少人？", "30人"),
        ("云溪市水利局2025年培训人数得了几分？", "9分"),
    ],
)
def test_a_target_is_told_in_the_unit_that_is_asked_for(asker: Asker, question: str, figure: str) -> None:
    assert values(asker, question) == [figure]


def test_the_year_before_follows_from_its_own_change_and_not_from_that_against_the_budget(asker: Asker) -> None:
    assert "**3,000万元**" in asker.ask("云溪市轨道局2023年总收入多少？").answer


def test_an_initial_budget_follows_from_the_outcome_and_its_change_against_it(asker: Asker) -> None:
    told = asker.ask("云溪市轨道局2024年三公经费年初预算是多少？").answer
    assert "年初预算没有直接印出" in told
    assert "**16万元**（12.40 + 3.60）" in told


def test_an_initial_budget_of_nothing_is_not_stated(asker: Asker) -> None:
    assert values(asker, "云溪市轨道局2024年会议费年初预算是多少？") == []


def test_what_comes_in_is_no_answer_to_what_goes_out(asker: Asker) -> None:
    assert values(asker, "云溪市轨道局2024年支出合计多少？") == []
