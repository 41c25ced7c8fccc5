"""拟造文件的行文: title, opening and 情况说明 of a made-up disclosure, in sentences that repeat its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from eval.invented import Accounts, Style


def amount(value: Decimal | None) -> str:
    """金额 as printed: two decimals, no separators; "" for a blank."""
    return "" if value is None else f"{value:.2f}"


def _word(accounts: Accounts) -> str:
    return "部门决算" if accounts.kind == "final_accounts" else "部门预算"


def _title(accounts: Accounts) -> str:
    return f"{accounts.issuer}{accounts.year}{'年度' if accounts.kind == 'final_accounts' else '年'}{_word(accounts)}"


def opening(accounts: Accounts, style: Style) -> list[str]:
    """开头: title (front matter of a record), 概况, and the heading of the tables."""
    first = f"第一部分 {accounts.issuer}概况"
    duty = f"{accounts.issuer}承担本辖区的相关公共事务，年末在职人员 {accounts.people} 人。"
    if style != "record":
        return [_title(accounts), "", first, "", "一、主要职责", "", duty, "", f"第二部分 {_word(accounts)}表", ""]
    front = (
        f"issuer: {accounts.issuer}", f"region: {', '.join(accounts.region)}", f"year: {accounts.year}",
        f"kind: {accounts.kind}", "scope: unit", f"title: {_title(accounts)}", "narrative: restated",
    )  # fmt: skip
    return [
        "---",
        *front,
        "---",
        "",
        f"# {first}",
        "",
        "## 一、主要职责",
        "",
        duty,
        "",
        f"# 第二部分 {_word(accounts)}表",
        "",
    ]


def closing(accounts: Accounts, style: Style) -> list[str]:
    """情况说明 in sentences that repeat the tables."""
    part, item = ("# ", "## ") if style == "record" else ("", "")
    word, year = (
        ("决算", f"{accounts.year}年度") if accounts.kind == "final_accounts" else ("预算", f"{accounts.year}年")
    )
    said = [*_told_whole(accounts, year, word), *_told_granted(accounts, year, word)]
    lines = ["", f"{part}第三部分 {_word(accounts)}情况说明", ""]
    for head, text in said:
        lines += [f"{item}{head}", "", text, ""]
    return lines


def _parts(named: Sequence[tuple[str, Decimal]]) -> str:
    """其中：…: the parts that are not nothing."""
    return "，".join(f"{name} {amount(value)} 万元" for name, value in named if value)


def _told_whole(accounts: Accounts, year: str, word: str) -> Iterator[tuple[str, str]]:
    whole, basic = accounts.total(), accounts.total(lambda i: i.basic)
    fund, own = accounts.total(lambda i: i.fund), accounts.total(lambda i: i.own)
    granted = whole - own if accounts.kind == "final_accounts" else whole - own - fund
    name = "财政拨款收入" if accounts.kind == "final_accounts" else "一般公共预算财政拨款收入"
    sources = [(name, granted), ("事业收入", own)]
    if accounts.kind == "budget":
        sources.insert(1, ("政府性基金预算财政拨款收入", fund))
    yield "一、收入总体情况", f"{year}本单位收入{word}合计 {amount(whole)} 万元，其中：{_parts(sources)}。"
    natures = _parts([("基本支出", basic), ("项目支出", whole - basic)])
    yield "二、支出总体情况", f"{year}本单位支出{word}合计 {amount(whole)} 万元，其中：{natures}。"


def _told_granted(accounts: Accounts, year: str, word: str) -> Iterator[tuple[str, str]]:
    granted, basic = accounts.total(lambda i: i.appropriated), accounts.total(lambda i: i.basic)
    natures = _parts([("基本支出", basic), ("项目支出", granted - basic)])
    yield (
        "三、一般公共预算财政拨款支出情况",
        f"{year}一般公共预算财政拨款支出{word} {amount(granted)} 万元，其中：{natures}。",
    )
    fund = accounts.total(lambda i: i.fund)
    if fund:
        told = (
            f"{year}政府性基金预算财政拨款本年收入 {amount(fund)} 万元，本年支出 {amount(fund)} 万元，全部为项目支出。"
        )
        yield "四、政府性基金预算财政拨款收支情况", told
    three = amount(accounts.cars + accounts.reception)
    told = f"{year}“三公”经费支出{word} {three} 万元，其中：公务接待费 {amount(accounts.reception)} 万元。"
    yield "五、“三公”经费情况", told
