"""拟造的报表: the official tables of made-up accounts, with the labels of the genre and amounts in 万元."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from corpus.subject import subjects
from eval.invented import Accounts, Amounts, Block, Item, Line, Sheet, name_of, tree

_ORDINALS: Final = "一二三四五六七八九十"
_SOURCES: Final = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
_RECEIPTS: Final = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
_THREE: Final = ("合计", "因公出国（境）费", "小计", "公务用车购置费", "公务用车运行费", "公务接待费")
Part = Callable[[Item], Decimal]


def sheets(accounts: Accounts) -> tuple[Sheet, ...]:
    """报表 of the accounts: F01–F09 for final accounts, B01–B10 for a budget."""
    return _final_accounts(accounts) if accounts.kind == "final_accounts" else _budget(accounts)


def _or_blank(value: Decimal) -> Decimal | None:
    return value or None


def _amounts(item: Item, parts: Sequence[Part]) -> Amounts:
    return tuple(_or_blank(part(item)) for part in parts)


def _coded(accounts: Accounts, parts: Sequence[Part], keep: Part) -> tuple[Line, ...]:
    """合计 and the tree of the items that have any of ``keep``."""
    leaves = [(i.code, _amounts(i, parts)) for i in accounts.items if keep(i)]
    total = Line(None, "合计", tuple(_or_blank(accounts.total(part)) for part in parts))
    return (total, *tree(leaves))


def _nothing(_: Item) -> Decimal:
    return Decimal(0)


def _basic(item: Item) -> Decimal:
    return item.basic


def _project(item: Item) -> Decimal:
    return item.project


def _all_projects(item: Item) -> Decimal:
    return item.project + item.own + item.fund


def _appropriated(item: Item) -> Decimal:
    return item.appropriated


def _granted(item: Item) -> Decimal:
    return item.appropriated + item.fund


def _fund(item: Item) -> Decimal:
    return item.fund


def _own(item: Item) -> Decimal:
    return item.own


def _spent(item: Item) -> Decimal:
    return item.spent


def ordinal(number: int) -> str:
    """序号: 一、 … 二十六、."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_ORDINALS[tens - 1]}十"
    return f"{head}{_ORDINALS[ones - 1] if ones else ''}、"


def _classes(accounts: Accounts, parts: Sequence[Part]) -> list[Line]:
    """类 of the functional subjects, all of them in order, most of them blank."""
    sums: dict[str, list[Decimal]] = {}
    for item in accounts.items:
        held = sums.setdefault(item.code[:3], [Decimal(0)] * len(parts))
        for i, part in enumerate(parts):
            held[i] += part(item)
    codes = [c for c in subjects() if len(c) == 3 and c < "230" and c != "227"]
    blank = [Decimal(0)] * len(parts)
    return [
        Line(None, ordinal(n) + name_of(c), tuple(_or_blank(v) for v in sums.get(c, blank)))
        for n, c in enumerate(codes, 1)
    ]


def _balance(accounts: Accounts, words: str) -> tuple[Block, Block]:
    """收入 ‖ 支出 of all money."""
    spent = accounts.total()
    sources = [accounts.total(_appropriated), accounts.total(_fund), Decimal(0)]
    receipts = [Decimal(0), accounts.total(_own), Decimal(0), Decimal(0), Decimal(0)]
    names = [*(f"{s}收入" for s in _SOURCES), *_RECEIPTS]
    left = [
        Line(None, ordinal(n) + name, (_or_blank(v),))
        for n, (name, v) in enumerate(zip(names, [*sources, *receipts], strict=True), 1)
    ]
    right = _classes(accounts, [_spent])
    ends = (("本年收入合计", spent), ("使用非财政拨款结余", None), ("年初结转和结余", None), ("总计", spent))
    left += [Line(None, name, (v,)) for name, v in ends]
    ends = (("本年支出合计", spent), ("结余分配", None), ("年末结转和结余", None), ("总计", spent))
    right += [Line(None, name, (v,)) for name, v in ends]
    return Block("收入", (words,), tuple(left)), Block("支出", (words,), tuple(right))


def _granted_balance(accounts: Accounts, words: str) -> tuple[Block, Block]:
    """财政拨款收入 ‖ 支出, the right side by kind of appropriation."""
    parts = (_granted, _appropriated, _fund, _nothing)
    sums = tuple(_or_blank(accounts.total(p)) for p in parts)
    left = [Line(None, ordinal(n) + s, (v,)) for n, (s, v) in enumerate(zip(_SOURCES, sums[1:], strict=True), 1)]
    left += [
        Line(None, name, (v,))
        for name, v in (("本年收入合计", sums[0]), ("年初财政拨款结转和结余", None), ("总计", sums[0]))
    ]
    right = _classes(accounts, parts)
    blank = (None,) * 4
    right += [Line(None, "本年支出合计", sums), Line(None, "年末财政拨款结转和结余", blank), Line(None, "总计", sums)]
    return Block("收入", (words,), tuple(left)), Block("支出", ("合计", *_SOURCES), tuple(right))


def _three_public(accounts: Accounts, over: str) -> Block:
    """One line of figures; its label is not printed, a reader may only call it 合计."""
    zero = Decimal("0.00")
    car, reception = accounts.cars or zero, accounts.reception or zero
    return Block(over, _THREE, (Line(None, "合计", (car + reception, zero, car, zero, car, reception)),))


def _economic_blocks(accounts: Accounts) -> tuple[Block, Block]:
    """人员经费 ‖ 公用经费, each with its sum on the last line."""
    lines = tree([(code, (value,)) for code, value in accounts.economic])
    staff = [line for line in lines if (line.code or "")[:3] in {"301", "303"}]
    office = [line for line in lines if line not in staff]
    whole = accounts.total(_basic)
    staff.append(Line(None, "人员经费合计", (_or_blank(accounts.staff()),)))
    office.append(Line(None, "公用经费合计", (_or_blank(whole - accounts.staff()),)))
    return Block("人员经费", ("决算数",), tuple(staff)), Block("公用经费", ("决算数",), tuple(office))


def _economic_list(accounts: Accounts) -> Block:
    leaves: list[tuple[str, Amounts]] = []
    for code, value in accounts.economic:
        is_staff = code[:3] in {"301", "303"}
        leaves.append((code, (value, value if is_staff else None, None if is_staff else value)))
    whole, staff = accounts.total(_basic), accounts.staff()
    total = Line(None, "合计", (_or_blank(whole), _or_blank(staff), _or_blank(whole - staff)))
    return Block("", ("合计", "人员经费", "公用经费"), (total, *tree(leaves)))


def _final_accounts(accounts: Accounts) -> tuple[Sheet, ...]:
    year = f"{accounts.year}年度"
    funds = accounts.total(_fund)
    flow = (_nothing, _fund, _fund, _nothing, _fund, _nothing)
    revenue = (_spent, _granted, _nothing, _own, _nothing, _nothing, _nothing)
    spending = (_spent, _basic, _all_projects, _nothing, _nothing, _nothing)
    return (
        Sheet("F01", f"{year}收入支出决算总表", "sides", _balance(accounts, "金额")),
        Sheet("F02", f"{year}收入决算表", "codes", (Block("", ("本年收入合计", "财政拨款收入", *_RECEIPTS),
              _coded(accounts, revenue, _spent)),)),
        Sheet("F03", f"{year}支出决算表", "codes", (Block("", ("本年支出合计", "基本支出", "项目支出", "上缴上级支出",
              "经营支出", "对附属单位补助支出"), _coded(accounts, spending, _spent)),)),
        Sheet("F04", f"{year}财政拨款收入支出决算总表", "sides", _granted_balance(accounts, "金额")),
        Sheet("F05", f"{year}一般公共预算财政拨款支出决算表", "codes", (Block("", ("小计", "基本支出", "项目支出"),
              _coded(accounts, (_appropriated, _basic, _project), _appropriated)),)),
        Sheet("F06", f"{year}一般公共预算财政拨款基本支出决算表", "triples", _economic_blocks(accounts)),
        Sheet("F07", f"{year}一般公共预算财政拨款“三公”经费支出决算表", "single",
              (_three_public(accounts, "预算数"), _three_public(accounts, "决算数"))),
        Sheet("F08", f"{year}政府性基金预算财政拨款收入支出决算表", "codes", (Block("", ("年初结转和结余", "本年收入", "小计",
              "基本支出", "项目支出", "年末结转和结余"), _coded(accounts, flow, _fund) if funds else ()),),
              "" if funds else f"注：{accounts.year}年度本单位没有政府性基金预算财政拨款收入支出，本表无数据。"),
    )  # fmt: skip


def _projects(accounts: Accounts) -> tuple[Line, ...]:
    """Each project by its source of money, 合计 last."""
    lines = [Line(None, name, (value, value, None, None)) for name, value in accounts.projects]
    fund, own = accounts.total(_fund), accounts.total(_own)
    if fund:
        lines.append(Line(None, "城市设施配套经费", (fund, None, fund, None)))
    if own:
        lines.append(Line(None, "自有资金业务经费", (own, None, None, own)))
    if not lines:
        return ()
    sums = (accounts.total(_all_projects), accounts.total(_project), fund, own)
    return (*lines, Line(None, "合计", tuple(_or_blank(v) for v in sums)))


def _budget(accounts: Accounts) -> tuple[Sheet, ...]:
    year = f"{accounts.year}年"
    funds = accounts.total(_fund)
    revenue = (_spent, _appropriated, _fund, _own)
    listed = _projects(accounts)
    return (
        Sheet("B01", f"{year}部门收支总表", "sides", _balance(accounts, "预算数")),
        Sheet("B02", f"{year}部门收入总表", "codes", (Block("", ("合计", "一般公共预算财政拨款收入",
              "政府性基金预算财政拨款收入", "事业收入"), _coded(accounts, revenue, _spent)),)),
        Sheet("B03", f"{year}部门支出总表", "codes", (Block("", ("合计", "基本支出", "项目支出"),
              _coded(accounts, (_spent, _basic, _all_projects), _spent)),)),
        Sheet("B04", f"{year}财政拨款收支预算总表", "sides", _granted_balance(accounts, "预算数")),
        Sheet("B05", f"{year}一般公共预算支出表", "codes", (Block("", ("合计", "基本支出", "项目支出"),
              _coded(accounts, (_appropriated, _basic, _project), _appropriated)),)),
        Sheet("B06", f"{year}一般公共预算基本支出表", "codes", (_economic_list(accounts),)),
        Sheet("B07", f"{year}一般公共预算“三公”经费支出表", "single", (_three_public(accounts, ""),)),
        Sheet("B08", f"{year}政府性基金预算支出表", "codes", (Block("", ("合计", "基本支出", "项目支出"),
              _coded(accounts, (_fund, _nothing, _fund), _fund) if funds else ()),),
              "" if funds else f"注：{accounts.year}年本单位没有使用政府性基金预算拨款安排的支出。"),
        Sheet("B10", f"{year}项目支出表", "projects", (Block("", ("合计", "一般公共预算", "政府性基金预算", "单位资金"), listed),),
              "" if listed else f"注：{accounts.year}年本单位没有项目支出。"),
    )  # fmt: skip
