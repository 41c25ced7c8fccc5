"""Kinds of asking that new hands used: each with its right answer on the invented bodies, none tied to one wording."""

from __future__ import annotations

import pytest

from qa.answer import Answer
from qa.ask import Asker


def told(answer: Answer) -> set[str]:
    inputs = answer.calculation.inputs if answer.calculation else ()
    return {f"{f.value}{f.unit}" for f in (*answer.figures, *inputs)}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # one thing of several years, added up
        ("云溪区财政局2022、2023两年的机关运行经费加起来是多少", {"248.37万元"}),
        # against the year before, after the budget was spoken of
        ("云溪区财政局2023年三公经费花了多少，年初预算是多少，比上一年少了多少", {"5.68万元", "6.70万元", "0.38万元"}),
        # a name for two fees asks for both
        ("枫桥街道2023年水电费一年要多少", {"15.80万元", "3.20万元", "12.60万元"}),
        # sub-units by their own names
        ("省检察院2024年检察技术中心和检察官培训学院合计多少", {"3350.95万元"}),
        # out of which fund something is paid is no second thing
        ("三医院2023年财政给的基本工资和绩效工资加起来多少", {"9934000元"}),
        # shared out among those who are served
        ("青岚二小2023年平均到一个学生头上花了多少钱", {"1.1509万元", "1986人"}),
        # what was added up before is shared out, and is what the share is of
        ("云溪区财政局2023年水费加电费，人均多少元，占公用经费的几成", {"1312.6984元", "6.78%"}),
        # how many there are and how many serve
        ("枫桥街道2023年编制多少，实际多少人", {"69人"}),
        # what a project counts, in the unit that is asked for
        ("云溪区水务局本级2024年清溪河综合治理工程多少公里", {"6.8公里"}),
        # a project's money among those whom the project counts, not among the staff
        ("枫桥街道2023年社区工作者薪酬保障项目平均每人多少", {"6.8212万元", "186人"}),
        # this year's as a share of what the project is to cost in all its years
        (
            "云溪区水务局本级清溪河综合治理工程总预算多少，2024年安排多少，占总的几成",
            {"3840.00万元", "1280.00万元", "33.33%"},
        ),
        # the largest and the smallest
        ("省检察院2024年项目里哪个最多哪个最少，各多少", {"1650.50万元", "450.00万元"}),
        # shared out, of another body too, which is named alone
        ("枫桥街道2023年办公费人均多少，云溪区财政局呢", {"0.471万元", "0.2686万元"}),
        ("云溪区财政局2023年人均办公费多少，比枫桥街道高多少", {"0.2686万元", "0.471万元", "0.2024万元"}),
        ("枫桥街道2023年每人水费多少，云溪区财政局呢，谁高", {"463.7681元", "209.5238元", "254.2443元"}),
        ("青岚二小2023年人均办公费多少，是枫桥街道的几倍", {"0.3898万元", "0.471万元", "0.8276倍"}),
        # receptions per guest
        ("云溪区财政局2022年公务接待平均一个人花多少元", {"121.1268元"}),
        # stages and a rate side by side
        (
            "云溪区财政局2022年其他财政事务支出年初预算数、支出决算数、完成率各为多少",
            {"60万元", "88.64万元", "147.73%"},
        ),
        # balances at both ends of the year
        ("青岚二小2023年年初和年末结转结余各多少", {"31.45万元", "14.20万元"}),
    ],
)
def test_it_is_answered_with_all_that_it_asks(asker: Asker, question: str, expected: set[str]) -> None:
    answer = asker.ask(question)
    assert expected <= told(answer), answer.answer


def test_an_amount_per_head_is_set_against_the_same_of_another_body(asker: Asker) -> None:
    answer = asker.ask("枫桥街道2023年的电费摊到人头，是云溪区财政局2023年一个人电费的几倍")
    assert "1.6555倍" in told(answer)


def test_a_share_that_is_asked_for_alone_comes_first(asker: Asker) -> None:
    answer = asker.ask("省检察院2024年金额最大的两个项目合起来占全部项目支出的百分之几")
    assert (answer.figures[0].value, answer.figures[0].unit) == ("59.09", "%")


def test_asked_why_it_rose_what_fell_is_said_to_have_fallen(asker: Asker) -> None:
    answer = asker.ask("云溪区财政局2023年三公经费为什么比2022年增加")
    assert "不是增加" in answer.answer


def test_a_change_against_the_budget_tells_nothing_of_the_year_before(asker: Asker) -> None:
    answer = asker.ask("云溪区财政局2023年行政运行决算比年初预算多了多少")
    assert "推算" not in answer.answer


def test_a_question_for_one_of_several_needs_its_name(asker: Asker) -> None:
    answer = asker.ask("枫桥街道2023年三公经费比2022年少了多少，少得最多的是哪一项")
    assert answer.status != "answered" or "最" in answer.answer


def test_a_whole_is_not_added_to_its_parts_of_one_row(asker: Asker) -> None:
    answer = asker.ask("枫桥街道2023年基本支出、项目支出和支出总计一共多少")
    assert not any(f.value.startswith("8474") for f in answer.figures), answer.answer


@pytest.mark.parametrize(
    "question",
    ["枫桥街道2023年环卫保洁服务安排多少钱，干啥用", "枫桥街道2023年美丽乡村道路建设里那几个村是什么村"],
)
def test_a_figure_alone_does_not_tell_what_it_is_for_or_called(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert answer.status != "answered" or any("**" not in line for line in answer.answer.split("\n")), answer.answer
