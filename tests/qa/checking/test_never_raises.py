"""Whatever a rate, a sum or a comparison is said of, be it money or people, a text is checked to its end."""

from __future__ import annotations

import pytest

from corpus.store import Store
from corpus.terms import TERMS
from ingest import load
from qa.checking.check import Checker
from qa.library import Library

WHO = "绿洲区测试中心"
ACCOUNTS = f"""---
issuer: {WHO}
year: 2022
kind: final_accounts
scope: unit
title: {WHO}2022年度部门决算
---

# 第一部分 部门概况

在职实有人数12人，离退休人员5人。
"""
BUDGET = f"""---
issuer: {WHO}
year: 2022
kind: budget
scope: unit
title: {WHO}2022年度部门预算
---

# 第二部分 部门预算表

**支出预算总表**

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
|  | 合计 | 500.00 | 400.00 | 100.00 |
| 208 | 社会保障和就业支出 | 80.00 | 80.00 |  |
| 20805 | 行政事业单位养老支出 | 80.00 | 80.00 |  |
| 2080502 | 事业单位离退休 | 80.00 | 80.00 |  |
"""
SAID = (
    "{}完成预算的81.5%。", "{}比上年增长12.5%，增加3万元。", "{}是上年的1.5倍。", "人均{}2.5万元。", "{}占退休人数的12.5%。",
    "退休人数占{}的12.5%。", "{}和退休人数合计25万元。", "{}比退休人数多25万元。", "2021年{}3人。", "2021年和2022年{}合计3人。",
)  # fmt: skip


@pytest.fixture(scope="module")
def checkers(checker, tmp_path_factory) -> list[Checker]:
    store = Store.open(tmp_path_factory.mktemp("people"))
    for name, text in {"people.md": ACCOUNTS, "money.md": BUDGET}.items():
        store.put(load.read(text.encode(), name))
    library = Library(store)
    library.refresh()
    return [checker, Checker(library)]


@pytest.mark.parametrize("said", SAID)
def test_what_is_said_of_anything_is_checked(checkers, said):
    people = [term.name for term in TERMS.values() if term.role == "people" or "退休" in term.name]
    for one in checkers:
        for name in (*people, *list(dict.fromkeys(term.name for term in TERMS.values()))[::25]):
            for who in (f"{WHO}2022年", ""):
                text = who + said.format(name)
                found = one.check(text).findings
                assert all(f.verdict and text[f.start : f.end] == f.span for f in found)
