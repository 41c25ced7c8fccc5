"""有没有: yes or no before the figure, from one disclosure of an invented body."""

from __future__ import annotations

import pytest

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker

TEXT = """云溪区测试中心2022年度部门决算

第三部分 决算情况说明

一、“三公”经费支出决算情况说明
2022年度“三公”经费支出决算为3.20万元，其中：因公出国（境）费支出决算为0万元，公务接待费支出决算为3.20万元。

二、国有资产占用情况说明
截至2022年12月31日，云溪区测试中心年末实有在职人员26人，共有车辆2辆；单价100万元以上专用设备0台（套）。

三、政府性基金预算情况说明
2022年度政府性基金预算财政拨款支出决算为0万元。

四、预算绩效情况说明
单位整体绩效自评得分为96.50分。
"""
OTHER = """临港区测试中心2021年度部门决算

第三部分 决算情况说明

一、预算绩效情况说明
单位整体绩效评价得分为91.20分。
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory) -> Asker:
    folder = tmp_path_factory.mktemp("existence")
    (folder / "云溪.txt").write_text(TEXT, "utf-8")
    (folder / "临港.txt").write_text(OTHER, "utf-8")
    store = Store.open(folder / "home")
    ingest([folder / "云溪.txt", folder / "临港.txt"], store)
    return Asker(store)


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("云溪区测试中心2022年有公务接待费吗？", "有"),
        ("云溪区测试中心2022年有没有因公出国（境）费？", "没有"),
        ("云溪区测试中心名下有公车没", "有"),
    ],
)
def test_whether_there_is_any_is_answered_first_then_the_figure(asker: Asker, question: str, begins: str) -> None:
    answer = asker.ask(question)
    assert answer.answer.startswith(begins)
    assert answer.figures


def test_nothing_is_listed_of_what_nothing_was_spent_on(asker: Asker) -> None:
    answer = asker.ask("云溪区测试中心2022年政府性基金预算主要花在哪几个方面？")
    assert "没有" in answer.answer
    assert "3.20" not in answer.answer


def test_a_like_named_figure_of_another_body_counts_before_only_is_said(asker: Asker) -> None:
    answer = asker.ask("只有云溪区测试中心公布了整体绩效自评分吗？")
    assert answer.answer.startswith("不是")
    assert "91.2" in answer.answer


def test_the_whole_staff_is_not_told_for_people_whose_doing_is_printed_nowhere(asker: Asker) -> None:
    answer = asker.ask("云溪区测试中心2022年派去隔离点驻守的有几个人？")
    assert answer.status == "not_found"
    assert not answer.figures
