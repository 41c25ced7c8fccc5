"""各省版式: the same made-up accounts laid out in the manners of eight places, with every figure known.

A layout is a list of sheets; :func:`blocks` makes them printable by :mod:`press` as PDF, scan, Word, workbook or page.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import press

from corpus.disclosure import Reading
from corpus.money import Quantity
from eval.invented import Accounts, Amounts, Item, Line, draw, name_of, tree

SCALE = {"元": 1, "千元": 1000, "万元": 10_000, "亿元": 100_000_000}
DIGITS = {"元": 0, "千元": 3, "万元": 2, "亿元": 8}
Key = tuple[str, str, Decimal]
Part = Callable[[Item], Decimal]


@dataclass
class Sheet:
    """One table: its title, what stands under it, its head paths, its rows, and the figures that must come back."""

    title: str
    caption: str
    heads: tuple[str, ...]
    unit: str = "万元"
    rows: list[tuple[str, ...]] = field(default_factory=list)
    figures: list[Key] = field(default_factory=list)
    style: Callable[[str], str] = str

    def amount(self, value: Decimal | None) -> str:
        """An amount of 万元 as this sheet prints it; "" for a blank."""
        if value is None:
            return ""
        text = f"{value * 10_000 / SCALE[self.unit]:,.{DIGITS[self.unit]}f}"
        return self.style(text)

    def add(self, *groups: tuple[Sequence[str], str, Sequence[Decimal | None]]) -> None:
        """A row of label cells and amounts, group beside group; the figures are those of the name given."""
        cells: list[str] = []
        for labels, name, amounts in groups:
            at = len(cells) + len(labels)
            cells += [*labels, *(self.amount(value) for value in amounts)]
            self.figures += [
                (plain(name), leaf(self.heads[at + n]), value * 10_000)
                for n, value in enumerate(amounts)
                if value is not None
            ]
        self.rows.append(tuple(cells))


def plain(text: str) -> str:
    """A name without white space, its number and 其中：, brackets folded."""
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"^(?:其中:|[一二三四五六七八九十]+、|\d{1,2}[.、])+", "", folded)


def leaf(path: str) -> str:
    return plain(re.split(r"/(?![^()（）]*[)）])", path)[-1])


def served(reading: Reading) -> Counter[Key]:
    """The figures of all tables: name, last head, amount in 元 (a change in per cent as it is)."""
    found: Counter[Key] = Counter()
    for table in reading.tables:
        for row in table.rows:
            for cell in row.cells:
                if isinstance(cell.value, Quantity):
                    value = cell.value.to("元").value if cell.value.unit in SCALE else cell.value.value
                    found[plain(row.label), leaf(table.columns[cell.column]), value] += 1
    return found


def expected(sheets: Sequence[Sheet]) -> Counter[Key]:
    return Counter(key for sheet in sheets for key in sheet.figures)


def blocks(accounts: Accounts, sheets: Sequence[Sheet]) -> list[press.Printed]:
    """What :mod:`press` prints: cover, then each sheet under its title and caption."""
    whole = [press.Printed("head", f"{accounts.issuer}{accounts.year}年部门预算")]
    for sheet in sheets:
        whole += [press.Printed("head", sheet.title), press.Printed("text", sheet.caption)]
        whole.append(press.Printed("table", "", sheet.heads, tuple(sheet.rows)))
    return whole


# ---- the money of the accounts


def spent(item: Item) -> Decimal:
    return item.spent


def basic(item: Item) -> Decimal:
    return item.basic


def projects(item: Item) -> Decimal:
    return item.project + item.own + item.fund


def granted(item: Item) -> Decimal:
    return item.appropriated


def lines(accounts: Accounts, parts: Sequence[Part], keep: Part = spent) -> list[Line]:
    """The tree of 类, 款 and 项."""
    return tree([(i.code, tuple(p(i) or None for p in parts)) for i in accounts.items if keep(i)])


def total(accounts: Accounts, parts: Sequence[Part]) -> Amounts:
    return tuple(accounts.total(p) or None for p in parts)


def economic(accounts: Accounts) -> tuple[list[Line], Amounts]:
    """Economic items: all, staff, office; and their total."""
    leaves: list[tuple[str, Amounts]] = []
    for code, value in accounts.economic:
        is_staff = code[:3] in {"301", "303"}
        leaves.append((code, (value, value if is_staff else None, None if is_staff else value)))
    whole, staff = accounts.total(basic), accounts.staff()
    return tree(leaves), (whole or None, staff or None, (whole - staff) or None)


def classes(accounts: Accounts) -> list[tuple[str, Decimal]]:
    """类 with money."""
    return [
        (line.name, line.amounts[0])
        for line in lines(accounts, [spent])
        if line.code and len(line.code) == 3 and line.amounts[0]
    ]


def incomes(accounts: Accounts) -> list[tuple[str, Decimal | None]]:
    own = accounts.total(lambda i: i.own)
    fund = accounts.total(lambda i: i.fund)
    return [
        ("一般公共预算拨款收入", accounts.total(granted) or None),
        ("政府性基金预算拨款收入", fund or None),
        ("国有资本经营预算拨款收入", None),
        ("事业收入", own or None),
        ("上级补助收入", None),
        ("其他收入", None),
    ]


ORDINALS = "一二三四五六七八九十"


def two_sided(
    accounts: Accounts,
    sheet: Sheet,
    right: Sequence[tuple[str, Decimal | None]],
    ends: tuple[str, str],
    numbered: bool = True,
) -> Sheet:
    left = incomes(accounts)
    for n in range(max(len(left), len(right))):
        groups = []
        for side in (left, right):
            name, value = side[n] if n < len(side) else ("", None)
            shown = f"{ORDINALS[n]}、{name}" if name and numbered and n < 10 else name
            groups.append(((shown,), name, (value,)))
        sheet.add(*groups)
    whole = accounts.total(spent)
    sheet.add(((ends[0],), ends[0], (whole,)), ((ends[1],), ends[1], (whole,)))
    return sheet


# ---- the layouts


def code_columns(accounts: Accounts) -> list[Sheet]:
    """类 | 款 | 项 in columns of their own, 元 without decimals, names beside, the total last."""
    year = accounts.year
    first = two_sided(
        accounts,
        Sheet(
            f"{year}年部门财务收支预算总表",
            "编制部门：本级    单位：元",
            ("本年收入/项目", "本年收入/预算数", "本年支出/项目", "本年支出/预算数"),
            "元",
        ),
        classes(accounts),
        ("收入总计", "支出总计"),
    )
    heads = (
        "项目/功能分类科目编码/类",
        "项目/功能分类科目编码/款",
        "项目/功能分类科目编码/项",
        "项目/功能分类科目名称",
    )
    second = Sheet(
        f"{year}年部门支出预算总表",
        "编制部门：本级    单位：元",
        (*heads, "支出预算/合计", "支出预算/基本支出", "支出预算/项目支出"),
        "元",
    )
    for line in lines(accounts, [spent, basic, projects]):
        code = line.code or ""
        second.add(((code[:3], code[3:5], code[5:]), line.name, ()), ((line.name,), line.name, line.amounts))
        _join(second)
    second.add((("", "", ""), "", ()), (("合计",), "合计", total(accounts, [spent, basic, projects])))
    _join(second)
    third = Sheet(
        f"{year}年部门一般公共预算基本支出部门预算经济分类预算表",
        "编制部门：本级    单位：元",
        ("项目/经济分类科目编码/类", "项目/经济分类科目编码/款", "项目/经济分类科目名称", "一般公共预算基本支出/合计",
         "一般公共预算基本支出/人员经费", "一般公共预算基本支出/公用经费"),
        "元",
    )  # fmt: skip
    rows, whole = economic(accounts)
    for line in rows:
        code = line.code or ""
        third.add(((code[:3], code[3:5], line.name), line.name, line.amounts))
    third.add((("", "", "合计"), "合计", whole))
    return [first, second, third]


def _join(sheet: Sheet) -> None:
    """Only for the reader's eye: a row made of two groups is one row already."""


def bracket_codes(accounts: Accounts) -> list[Sheet]:
    """[30101]name in one cell under a head of any words."""
    year = accounts.year
    first = two_sided(
        accounts,
        Sheet(
            "收支总体情况表",
            "单位：万元",
            ("收入/项目", f"收入/{year}年预算", "支出/项目(按功能分类)", f"支出/{year}年预算"),
        ),
        classes(accounts),
        ("收入总计", "支出总计"),
    )
    second = Sheet(
        "一般公共预算支出情况表（按功能分类科目）", "单位：万元", ("功能科目名称", "合计", "基本支出", "项目支出")
    )
    second.add((("合计",), "合计", total(accounts, [granted, basic, lambda i: i.project])))
    for line in lines(accounts, [granted, basic, lambda i: i.project], granted):
        second.add(((f"[{line.code}]{line.name}",), line.name, line.amounts))
    third = Sheet("一般公共预算基本支出情况表（按经济分类科目）", "单位：万元", ("部门预算支出经济科目", "预算"))
    rows, whole = economic(accounts)
    third.add((("合计",), "合计", whole[:1]))
    for line in rows:
        third.add(((f"[{line.code}]{line.name}",), line.name, line.amounts[:1]))
    return [first, second, third]


def changes(accounts: Accounts) -> list[Sheet]:
    """Last year's outcome, this year's budget, the change and its rate, under heads of two rows."""
    year, dice = accounts.year, random.Random(accounts.people)  # noqa: S311 - no secret is drawn
    heads = (
        "功能分类科目/科目编码", "功能分类科目/科目名称", f"{year - 1}年执行数", f"{year}年预算数/小计", f"{year}年预算数/基本支出",
        f"{year}年预算数/项目支出", f"{year}年预算数比{year - 1}年执行数/增减额", f"{year}年预算数比{year - 1}年执行数/增减%",
    )  # fmt: skip
    sheet = Sheet("一般公共预算支出表", "公开表5                     单位：万元", heads)
    parts = [granted, basic, lambda i: i.project]
    past = {
        i.code: (granted(i) * dice.randint(80, 120) / 100).quantize(Decimal("0.01"))
        for i in accounts.items
        if granted(i)
    }
    rows = [*lines(accounts, parts, granted), Line(None, "合计", total(accounts, parts))]
    for line in rows:
        before = sum((v for c, v in past.items() if c.startswith(line.code or "")), Decimal(0))
        change = (line.amounts[0] or Decimal(0)) - before
        rate = (change / before * 100).quantize(Decimal("0.01")) if before else None
        name = line.name if line.code else "合 计"
        sheet.add(((line.code or "", name), name, (before, *line.amounts, change)))
        sheet.rows[-1] = (*sheet.rows[-1], "" if rate is None else f"{rate}%")
        if rate is not None:
            sheet.figures.append((plain(name), "增减%", rate))
    return [sheet]


def unit_sections(accounts: Accounts) -> list[Sheet]:
    """Codes of bodies above codes of accounts, a row of ** and numbers under the head, the total first."""
    year = accounts.year
    sheet = Sheet(
        f"{year}年部门综合预算一般公共预算支出明细表（按支出功能分类科目）",
        "单位：万元",
        ("功能科目编码", "功能科目名称", "合计", "基本支出", "项目支出", "备注"),
    )
    sheet.rows.append(("**", "**", "1", "2", "3", "**"))
    parts = [granted, basic, lambda i: i.project]
    cut = max(1, len(accounts.items) // 2)
    sheet.add((("", "合计"), "合计", total(accounts, parts)))
    for n, (name, items) in enumerate(
        [(f"{accounts.issuer}本级", accounts.items[:cut]), (f"{accounts.region[0]}信息中心", accounts.items[cut:])]
    ):
        own = [i for i in items if granted(i)]
        if not own:
            continue
        amounts = tuple(sum((p(i) for i in own), Decimal(0)) or None for p in parts)
        sheet.add(((f"12500{n + 1}", name), name, amounts))
        for line in tree([(i.code, tuple(p(i) or None for p in parts)) for i in own]):
            sheet.add(((line.code or "", line.name), line.name, line.amounts))
    sheet.rows = [row if len(row) == len(sheet.heads) else (*row, "") for row in sheet.rows]
    return [sheet]


def four_blocks(accounts: Accounts) -> list[Sheet]:
    """收入 | 支出 by function | by nature | by economic class, side by side, with 行次."""
    year = accounts.year
    words = f"{year}年预算数"
    sheet = Sheet(
        f"{year}年收支预算总表",
        "单位：千元",
        (
            "收入/项目",
            f"收入/{words}",
            "支出/功能科目",
            f"支出/{words} ",
            "支出/支出性质",
            f"支出/{words}  ",
            "支出/经济科目",
            f"支出/{words}   ",
        ),
        "千元",
    )
    left, second = incomes(accounts), classes(accounts)
    third = [("基本支出", accounts.total(basic) or None), ("项目支出", accounts.total(projects) or None)]
    rows, _ = economic(accounts)
    fourth = [(line.name, line.amounts[0]) for line in rows if line.code and len(line.code) == 3]
    for n in range(max(len(left), len(second), len(fourth))):
        groups = [side[n] if n < len(side) else ("", None) for side in (left, second, third, fourth)]
        sheet.add(*(((name,), name, (value,)) for name, value in groups))
    whole = accounts.total(spent)
    sheet.add(
        (("收入总计",), "收入总计", (whole,)),
        *(((name,), name, (value,)) for name, value in (("支出总计", whole), ("支出总计", whole), ("", None))),
    )
    return [sheet]


def side_words(accounts: Accounts) -> list[Sheet]:
    """收入项目|预算数|支出项目|预算数 in one head row, with 行次; 其中 rows; amounts of 亿元 in the caption."""
    sheet = Sheet(
        "部门收支总表", "金额单位：亿元", ("收入内容", "行次", "金额", "支出内容", "行次 ", "金额 "), "亿元",
    )  # fmt: skip
    left, right = incomes(accounts), classes(accounts)
    for n in range(max(len(left), len(right))):
        groups = []
        for at, side in enumerate((left, right)):
            name, value = side[n] if n < len(side) else ("", None)
            groups.append(((name, str(n + 1 + 20 * at)), name, (value,)))
        sheet.add(*groups)
    whole = accounts.total(spent)
    sheet.add((("收　入　总　计", "20"), "收入总计", (whole,)), (("支　出　总　计", "40"), "支出总计", (whole,)))
    return [sheet]


LAYOUTS: dict[str, Callable[[Accounts], list[Sheet]]] = {
    "code_columns": code_columns,
    "bracket_codes": bracket_codes,
    "changes": changes,
    "unit_sections": unit_sections,
    "four_blocks": four_blocks,
    "side_words": side_words,
}
PRINTS: dict[str, Callable[[Sequence[press.Printed]], tuple[bytes, str]]] = {
    "pdf": lambda b: (press.pdf(b), ".pdf"),
    "pdf-level": lambda b: (press.pdf(b, "level", centred=True), ".pdf"),
    "pdf-none": lambda b: (press.pdf(b, "none", centred=True), ".pdf"),
    "docx": lambda b: (press.word(b), ".docx"),
    "xlsx": lambda b: (press.workbook(b), ".xlsx"),
    "html": lambda b: (press.page(b), ".html"),
}


def accounts(seed: int) -> Accounts:
    """The accounts of a budget that has projects."""
    return draw(seed, "budget")


__all__ = ["LAYOUTS", "PRINTS", "Sheet", "accounts", "blocks", "expected", "name_of", "served"]
