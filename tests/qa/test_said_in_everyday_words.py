"""What everyday words stand for: projects that are called things to do, what a project is for, a name printed twice."""

from __future__ import annotations

import pytest

from qa.answer import Citer
from qa.answering.purposes import tell_purpose
from qa.ask import Asker
from qa.finding.plainer import plainer
from qa.finding.scene import set_scene
from qa.library import Shelf
from qa.passages.statements import Page, page_of
from qa.retrieval.words import Words
from qa.understanding.question import understand


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("枫桥街道2023年要花三百万以上的事儿都有啥", ["社区工作者薪酬保障", "美丽乡村道路建设"]),
        ("兰川三院2023年打算花钱办的大事有哪几件", ["门诊综合楼建设", "重大传染病防控"]),
        ("云溪区财政局2023年哪些项级功能科目的决算数低于年初预算数", ["一般行政管理事务", "其他财政事务支出"]),
        ("麻烦帮忙列一下云溪区财政局2023年有哪些自评项目", ["财政投资评审", "政府债务风险评估"]),
        ("云溪区财政局2023年公务接待的主要对象是什么", ["绩效评价工作组"]),
    ],
)
def test_what_is_asked_for_in_everyday_words_is_told(asker: Asker, question: str, named: list[str]) -> None:
    answer = asker.ask(question).answer
    assert [name for name in named if name not in answer] == []


def test_a_set_that_is_asked_for_by_a_condition_is_never_told_without_it(asker: Asker) -> None:
    answer = asker.ask("云溪区财政局2023年哪些项级功能科目的决算数低于年初预算数").answer
    assert "住房公积金" not in answer
    question = understand("哪些科目的决算数低于年初预算", asker.library.bodies)
    assert "低于" in (plainer(question, [], Words()) or question.folded)


def test_what_was_done_is_no_project_where_no_money_is_spoken_of(asker: Asker) -> None:
    answer = asker.ask("云溪区财政局2023年办了哪些大事").answer
    assert "专项债券" in answer


def test_a_name_printed_with_two_amounts_is_not_said_to_be_the_same_everywhere(asker: Asker) -> None:
    answer = asker.ask("兰川三院2023年住房公积金各处的数额是否一致")
    assert "各处相同" not in answer.answer
    assert {"7586000", "1586000"} <= {f.value for f in answer.figures}


def test_a_score_is_no_side_of_a_rate_that_its_operands_contradict(asker: Asker) -> None:
    answer = asker.ask("青岚区二小2023年智慧校园建设的执行率，按预算数和执行数算出来一样吗")
    assert {("95.2", "%"), ("96.39", "%")} <= {(f.value, f.unit) for f in answer.figures}


def test_projects_of_sub_units_are_no_list_of_the_units(asker: Asker) -> None:
    assert "预算单位构成" not in asker.ask("省检察院2024年的项目由下属单位承担的有哪些").answer


def near(phrase: str, shelf: Shelf, most: int) -> list[tuple[str, float]]:
    """As if 修楼 were near to one project, and everything else to two alike."""
    other = 0.1 if "修楼" in phrase else 0.45
    return [("机关办公楼维修", 0.5), ("办案业务经费", other)][:most]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("省检察院2024年修楼是修哪些地方", "屋面防水"),
        ("省检察院2024年食堂吃什么", None),  # near to several: none is surely meant
        ("省检察院2024年修楼是从哪家公司买的料", None),  # who is told by no purpose
    ],
)
def test_what_a_project_is_for_is_told_only_where_it_alone_is_meant(
    asker: Asker, question: str, told: str | None
) -> None:
    library = asker.library
    scene = set_scene(understand(question, library.bodies), library)

    def page(disclosure_id: str) -> Page:
        return page_of(library.store.passages([disclosure_id]), library.shelf(disclosure_id).text)

    answer = tell_purpose(scene, Citer(library.text, library.sections), page, near)
    if told is None:
        assert answer is None
    else:
        assert answer is not None
        assert answer.status == "partial"
        assert told in answer.answer
        assert "按“机关办公楼维修”理解" in answer.answer
