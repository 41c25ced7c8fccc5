"""Further layouts; the last four were printed for the first time after the reader had been tuned on the others."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal

from provinces import ORDINALS, Sheet, basic, classes, granted, leaf, lines, plain, spent, total

from eval.invented import Accounts


def indented(accounts: Accounts) -> list[Sheet]:
    """Names set in by full-width blanks, no codes, full-width digits, the total at the end, 其中 rows."""

    def wide(text: str) -> str:
        return text.translate(
            {**{ord(c): ord(c) - ord("0") + ord("０") for c in "0123456789"}, ord("."): "．", ord(","): "，"}
        )

    sheet = Sheet(
        "2026年市本级一般公共预算支出预算表".replace("2026", str(accounts.year)),
        "单位：万元",
        ("项　　目", "合计", "其中：基本支出", "其中：项目支出"),
        style=wide,
    )
    for line in lines(accounts, [granted, basic, lambda i: i.project], granted):
        depth = (len(line.code or "") - 3) // 2
        sheet.add((("　" * depth + line.name,), line.name, line.amounts))
    sheet.add((("合　　计",), "合计", total(accounts, [granted, basic, lambda i: i.project])))
    return [sheet]


def listed(accounts: Accounts) -> list[Sheet]:
    """Projects with their sources, long names, a number before each; purchases; a change in brackets."""
    year = accounts.year
    heads = (
        "序号",
        "项目名称",
        "资金来源/合计",
        "资金来源/财政拨款/一般公共预算",
        "资金来源/财政拨款/政府性基金预算",
        "资金来源/其他资金",
        f"比{year - 1}年增减",
    )
    sheet = Sheet(
        f"{year}年项目支出预算表", "金额单位:万元", heads, style=lambda t: f"({t[1:]})" if t.startswith("-") else t
    )
    for n, (name, value) in enumerate(accounts.projects, 1):
        whole = f"{accounts.region[0]}{name}（含上年延续实施及新增安排的各类配套支出）"
        change = (-value / 2 if n % 2 else value / 4).quantize(Decimal("0.01"))
        sheet.add(((str(n), whole), whole, (value, value, None, None, change)))
    money = sum((v for _, v in accounts.projects), Decimal(0))
    sheet.add((("", "合计"), "合计", (money or None, money or None, None, None, None)))
    return [sheet]


def both_years(accounts: Accounts) -> list[Sheet]:
    """三公 of last year and this in one row, heads of three rows, dashes for nothing."""
    year = accounts.year
    parts = (
        "合计", "因公出国（境）费", "公务用车购置及运行费/小计", "公务用车购置及运行费/公务用车购置费",
        "公务用车购置及运行费/公务用车运行费", "公务接待费",
    )  # fmt: skip
    heads = tuple(f"{y}年预算数/{part}" for y in (year - 1, year) for part in parts)
    sheet = Sheet("一般公共预算“三公”经费支出表", "部门：本级    单位：万元", heads)
    car, reception = accounts.cars, accounts.reception
    last, now = (
        (car + reception + 2 * more, None, car + more or None, None, car + more or None, reception + more or None)
        for more in (Decimal(1), Decimal(0))
    )
    sheet.figures = [
        ("合计", leaf(head), value * 10_000)
        for head, value in zip(heads, (*last, *now), strict=True)
        if value is not None
    ]
    sheet.rows.append(tuple(sheet.amount(v) or "—" for v in (*last, *now)))
    return [sheet]


def government(accounts: Accounts) -> list[Sheet]:
    """A whole government's two sides: taxes in numbered rows, 其中, last year's outcome and this year's plan, 亿元."""
    year, dice = accounts.year, random.Random(accounts.people)  # noqa: S311 - no secret is drawn
    words = (f"{year - 1}年执行数", f"{year}年预算数", "预算数为执行数的%")
    sheet = Sheet(
        f"{year}年{accounts.region[0]}一般公共预算收支平衡表", "单位：亿元",
        ("收入/项目", *(f"收入/{w}" for w in words[:2]), "支出/项目", *(f"支出/{w}" for w in words[:2])), "亿元",
    )  # fmt: skip
    taxes = ["增值税", "企业所得税", "个人所得税", "城市维护建设税", "契税"]
    money = [Decimal(dice.randint(1000, 90_000)) for _ in taxes]
    left: list[tuple[str, str, Decimal | None, Decimal | None]] = [
        ("一、税收收入", "税收收入", sum(money, Decimal(0)), sum(money, Decimal(0)) * 2),
        *((f"　　{t}", t, m, m * 2) for t, m in zip(taxes, money, strict=True)),
        ("二、非税收入", "非税收入", Decimal(500), Decimal(600)),
        ("　　其中：罚没收入", "罚没收入", Decimal(100), None),
    ]
    right = [
        (f"{ORDINALS[n]}、{name}", name, value, value * 3) for n, (name, value) in enumerate(classes(accounts)[:9])
    ]
    for n in range(max(len(left), len(right))):
        sheet.add(*(
            ((row[0],), row[1], row[2:]) if n < len(side) and (row := side[n]) else (("",), "", (None, None))
            for side in (left, right)
        ))  # fmt: skip
    whole = accounts.total(spent)
    sheet.add((("收入合计",), "收入合计", (whole, whole * 3)), (("支出合计",), "支出合计", (whole, whole * 3)))
    return [sheet]


def purchases(accounts: Accounts) -> list[Sheet]:
    """What is to be bought: item, catalogue, number, price and amount in 元 with decimals; the sum first."""
    heads = (
        "采购项目名称",
        "采购品目",
        "数量",
        "计量单位",
        "采购金额/合计",
        "采购金额/一般公共预算",
        "采购金额/其他资金",
        "备注",
    )
    sheet = Sheet(f"{accounts.year}年政府采购预算表", "单位：元", heads, "千元")
    sheet.unit, cents = "元", lambda t: t + ".00"
    sheet.style = cents
    total_ = sum((v for _, v in accounts.projects), Decimal(0))
    sheet.add((("合计", "", "", ""), "合计", (total_ or None, total_ or None, None)))
    goods = ("复印纸", "台式计算机", "物业管理服务", "印刷服务", "车辆维修和保养服务")
    for (name, value), good in zip(accounts.projects, goods, strict=False):
        sheet.add(((name, good, "3", "批"), name, (value, value, None)))
        sheet.figures.append((plain(name), "数量", Decimal(3)))
    sheet.rows = [(*row, "") for row in sheet.rows]
    return [sheet]


def bodies(accounts: Accounts) -> list[Sheet]:
    """Bodies by source of money, heads of three rows over many columns, over several pages, the head printed again."""
    heads = (
        "部门（单位）代码", "部门（单位）名称", "合计", "本年收入/小计", "本年收入/财政拨款/一般公共预算", "本年收入/财政拨款/政府性基金预算",
        "本年收入/财政专户管理资金", "本年收入/单位资金/事业收入", "本年收入/单位资金/其他收入", "上年结转结余/小计", "上年结转结余/一般公共预算结转",
    )  # fmt: skip
    sheet = Sheet("收入总表", "部门：本级    单位：万元", heads)
    dice = random.Random(accounts.people)  # noqa: S311 - no secret is drawn
    rows = []
    for n in range(45):
        a, b, c, d = (Decimal(dice.randint(1, 999_999)) / 100 for _ in range(4))
        name = f"{accounts.region[0]}{ORDINALS[n // 10]}{ORDINALS[n % 10]}街道办事处"
        rows.append((name, (a + b + c + d, a + b + c, a, None, None, b, c, d, d)))
    sums = tuple(sum((row[k] or Decimal(0) for _, row in rows), Decimal(0)) or None for k in range(9))
    sheet.add((("", "合计"), "合计", sums))
    for n, (name, amounts) in enumerate(rows, 1):
        sheet.add(((f"211{n:03d}", name), name, amounts))
    return [sheet]


LAYOUTS: dict[str, Callable[[Accounts], list[Sheet]]] = {
    "indented": indented,
    "listed": listed,
    "both_years": both_years,
    "government": government,
    "purchases": purchases,
    "bodies": bodies,
}
