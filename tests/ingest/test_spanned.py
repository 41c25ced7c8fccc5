"""Forms with heads of several tiers and merged cells come back cell by cell, in every kind of file, with and without lines."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest
from spanned import PRINTS, Cell, Spanned, Wanted, heads, plain

from ingest.reading import read

Money = Decimal | None
BODY = "松陵市水务局"


def money(dice: random.Random, *, seldom: bool = False) -> Money:
    return None if seldom and dice.random() < 0.4 else Decimal(dice.randint(1, 9_000_000)) / 100


def total(values: Sequence[Money]) -> Money:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def split_codes(dice: random.Random) -> list[Spanned]:
    """类 | 款 | 项 below one head, bodies beside, three tiers, the total first over the label columns."""
    paths = ("合计", "基本支出/小计", "基本支出/其中/人员经费", "基本支出/其中/公用经费", "项目支出")
    table = Spanned(
        "部门支出总体情况表",
        "预算公开03表　金额单位：元",
        heads(
            [("科目编码", 3, 1), ("科目名称", 1, 3), ("单位代码", 1, 3), ("单位名称", 1, 3), ("合计", 1, 3), ("基本支出", 3, 1),
             ("项目支出", 1, 3)],
            [("类", 1, 2), ("款", 1, 2), ("项", 1, 2), ("小计", 1, 2), ("其中", 2, 1)],
            ["人员经费", "公用经费"],
        ),
        1,
    )  # fmt: skip
    lines = [
        ("213", "", "", "农林水支出"),
        ("213", "03", "", "水利"),
        ("213", "03", "01", "行政运行"),
        ("221", "", "", "住房保障支出"),
    ]
    parts = [money(dice), money(dice), money(dice, seldom=True)]
    for label in [(("合计", 6, 1),), *((*codes, "126001", BODY) for codes in lines)]:
        name = label[0][0] if isinstance(label[0], tuple) else str(label[3])
        table.add(label, name, list(zip(paths, (total(parts), total(parts[:2]), *parts), strict=True)))
    return [table]


def three_years(dice: random.Random) -> list[Spanned]:
    """三公 of two years side by side in one row, heads of three tiers."""
    years = ("2025年预算数", "2026年预算数")
    items = ["“三公”经费合计", "因公出国（境）费", "公务接待费"]
    below = ("小计", "公务用车购置费", "公务用车运行费")
    second: list[Cell] = [(items[0], 1, 2), (items[1], 1, 2), ("公务用车购置及运行费", 3, 1), (items[2], 1, 2)]
    table = Spanned(
        "一般公共预算“三公”经费支出表",
        "表7　单位：万元",
        heads([(y, 6, 1) for y in years], [*second, *second], below * 2),
    )
    figures: list[tuple[str, Money]] = []
    for year in years:
        abroad, bought, run, guests = (Decimal(dice.randint(1, 9000)) / 100 for _ in range(4))
        car = f"{year}/公务用车购置及运行费"
        figures += [(f"{year}/{items[0]}", abroad + bought + run + guests), (f"{year}/{items[1]}", abroad)]
        figures += [(f"{car}/小计", bought + run), (f"{car}/{below[1]}", bought), (f"{car}/{below[2]}", run)]
        figures.append((f"{year}/{items[2]}", guests))
    table.add((), "合计", figures)
    return [table]


def projects(dice: random.Random) -> list[Spanned]:
    """Projects of a kind under one cell, sources of money twice under two heads, the total last."""
    sources = ("一般公共预算", "政府性基金预算")
    paths = ("合计", *(f"{g}/{s}" for g in ("本年拨款", "财政拨款结转结余") for s in sources), "单位资金")
    first: list[Cell] = [("类型", 1, 2), ("项目名称", 1, 2), ("项目单位", 1, 2), ("合计", 1, 2), ("本年拨款", 2, 1)]
    table = Spanned(
        "项目支出预算表",
        "表9　单位：万元",
        heads([*first, ("财政拨款结转结余", 2, 1), ("单位资金", 1, 2)], sources * 2),
    )
    kinds = {
        "运转类": ("物业管理费", "水利设施运行维护"),
        "特定目标类": ("河道清淤整治工程", "防汛物资储备", "农村饮水巩固提升"),
    }
    sums: list[list[Money]] = []
    for kind, names in kinds.items():
        for n, name in enumerate(names):
            parts = [money(dice), *(money(dice, seldom=True) for _ in range(4))]
            sums.append([total(parts), *parts])
            spanned = ((kind, 1, len(names)),) if n == 0 else ()
            table.add((*spanned, name, BODY), name, list(zip(paths, sums[-1], strict=True)))
    table.add(
        (("合计", 3, 1),), "合计", list(zip(paths, [total(column) for column in zip(*sums, strict=True)], strict=True))
    )
    return [table]


def counts(dice: random.Random) -> list[Spanned]:
    """People in a table of 人, without decimals; things whose unit stands in a column, or in brackets behind a label."""
    groups = {"编制人数": ("小计", "行政", "事业"), "离退休人员": ("离休", "退休")}
    people = Spanned(
        "部门机构及人员情况表",
        "表11　单位：人",
        heads(
            [("单位名称", 1, 2), *((g, len(s), 1) for g, s in groups.items())], [s for g in groups.values() for s in g]
        ),
        1,
    )
    for name in ("合计", BODY, "松陵市河道管理中心"):
        values = [dice.randint(1, 300) for _ in range(5)]
        people.rows.append([(cell, 1, 1) for cell in (name, *map(str, values))])
        paths = [f"{group}/{leaf}" for group, leaves in groups.items() for leaf in leaves]
        people.wanted += [(name, path, Decimal(v)) for path, v in zip(paths, values, strict=True)]
    things = Spanned("国有资产占有使用情况表", "金额单位：万元", heads(["资产项目", "计量单位", "数量", "账面原值"]))
    for name, unit, number in (("房屋和构筑物", "平方米", "5230.50"), ("车辆", "辆", "7"), ("设备", "台（套）", "312")):
        things.add((name, unit, number), name, [("账面原值", money(dice))])
        things.wanted.append((name, "数量", Decimal(number)))
    cars = Spanned("“三公”经费支出及相关信息表", "单位：万元", heads(["项目", "年初预算数", "决算数"]))
    for name in ("公务用车购置及运行维护费", "公务接待费"):
        cars.add((name,), name, [("年初预算数", money(dice)), ("决算数", money(dice))])
    for name, number in (("公务用车保有量（辆）", "7"), ("国内公务接待批次（个）", "43")):
        cars.rows.append([(name, 1, 1), ("——", 1, 1), (number, 1, 1)])
        cars.wanted.append((plain(name), "决算数", Decimal(number)))
    return [people, things, cars]


def two_classifications(dice: random.Random) -> list[Spanned]:
    """部门 and 政府 classification beside each other, each with 类 | 款 | name; the fund over three columns."""
    paths = ("总计", "一般公共预算/小计", "一般公共预算/人员经费", "一般公共预算/公用经费", "其他资金")
    table = Spanned(
        "支出经济分类预算明细表",
        "单位：元",
        heads(
            [
                ("部门支出经济分类", 3, 1),
                ("政府支出经济分类", 3, 1),
                ("总计", 1, 2),
                ("一般公共预算", 3, 1),
                ("其他资金", 1, 2),
            ],
            ["类", "款", "科目名称", "类", "款", "科目名称", *(p.split("/")[1] for p in paths[1:4])],
        ),
        1,
    )
    lines = [("301", "", "工资福利支出", "", "", ""), ("301", "01", "基本工资", "501", "01", "工资奖金津补贴"),
             ("302", "", "商品和服务支出", "", "", ""), ("302", "01", "办公费", "502", "01", "办公经费")]  # fmt: skip
    for codes in lines:
        staff, office, other = money(dice), money(dice, seldom=True), money(dice, seldom=True)
        granted = total([staff, office])
        table.add(
            codes, codes[2], list(zip(paths, (total([granted, other]), granted, staff, office, other), strict=True))
        )
    return [table]


FORMS: dict[str, Callable[[random.Random], list[Spanned]]] = {
    "split_codes": split_codes,
    "three_years": three_years,
    "projects": projects,
    "counts": counts,
    "two_classifications": two_classifications,
}


@pytest.mark.parametrize("manner", PRINTS)
@pytest.mark.parametrize("form", FORMS)
def test_every_cell_comes_back_under_its_whole_head(form: str, manner: str) -> None:
    tables = FORMS[form](random.Random(7))  # noqa: S311 - no secret is drawn
    setting, ending = PRINTS[manner]
    found = read(setting(f"{BODY}2026年部门预算", tables), f"{BODY}2026年部门预算{ending}")
    wanted = Counter(key for table in tables for key in table.wanted)
    got: Counter[Wanted] = Counter(
        (plain(fact.row.split("/")[-1]), plain(fact.column), fact.quantity.base)
        for fact in found.facts
        if fact.table_id
    )
    assert not Counter((row, plain(path), value) for row, path, value in wanted.elements()) - got
