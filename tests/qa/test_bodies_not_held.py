"""A body of a region that nothing is held of is said not to be held; one named by its kind alone is asked back about."""

from __future__ import annotations

import pytest

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker

TEXT = """---
issuer: 兰川市{region}区测试服务中心
aliases: {region}区测试服务中心
region: 澜江省, 兰川市, {region}区
year: 2022
kind: final_accounts
scope: unit
title: 2022年度{region}区测试服务中心部门决算
narrative: restated
---

# 第一部分 2022年度部门决算情况说明

## 一、收入支出决算总体情况说明

2022年度收入总计412.60万元，支出总计412.60万元。

## 二、人员情况

年末在职人员{staff}人。
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory) -> Asker:
    folder = tmp_path_factory.mktemp("not_held")
    for region, staff in (("丹溪", 31), ("云溪", 24)):
        (folder / f"{region}.md").write_text(TEXT.format(region=region, staff=staff), encoding="utf-8")
    store = Store.open(folder / "home")
    ingest(sorted(folder.glob("*.md")), store)
    return Asker(store)


@pytest.mark.parametrize(
    "named", ["松岭测服中心", "松岭的测试服务中心", "松岭区测试服务中心", "松岭高新区测试服务中心"]
)
def test_a_region_that_no_disclosure_is_of_is_not_held(asker: Asker, named: str) -> None:
    answer = asker.ask(f"{named}2022年支出总计多少")
    assert (answer.status, answer.reason, answer.figures) == ("not_found", "not_in_corpus", [])


@pytest.mark.parametrize("asked", ["咱们中心现在总共几个人在职", "请问测试服务中心2022年支出总计多少"])
def test_nobody_named_is_asked_back(asker: Asker, asked: str) -> None:
    assert asker.ask(asked).status == "ambiguous"


def test_a_region_that_is_held_is_answered_for(asker: Asker) -> None:
    answer = asker.ask("丹溪的测试服务中心2022年支出总计多少")
    assert answer.status == "answered"
    assert answer.figures[0].value == "412.60"


@pytest.fixture(scope="module")
def sisters(tmp_path_factory) -> Asker:
    folder = tmp_path_factory.mktemp("sisters")
    names = ["松岭县财政局", "松岭市东城区教育局", "松岭市税务局第二稽查局", "松岭市交通运输局公路管理处"]
    for at, name in enumerate(names):
        text = TEXT.format(region="丹溪", staff=20 + at).replace("丹溪区测试服务中心", name)
        (folder / f"{at}.md").write_text(text, encoding="utf-8")
    store = Store.open(folder / "home")
    ingest(sorted(folder.glob("*.md")), store)
    return Asker(store)


@pytest.mark.parametrize(
    "named",
    [
        "松岭市财政局",  # the county's is held
        "松岭市教育局",  # a district's is held
        "松岭市税务局",  # an office below it is held
        "松岭市税务局第一稽查局",  # its sister is held
        "松岭市交通运输局",
    ],
)
def test_a_parent_a_sister_or_a_namesake_never_answers_for_another(sisters: Asker, named: str) -> None:
    answer = sisters.ask(f"{named}2022年支出总计多少")
    assert (answer.status, list(answer.figures)) == ("not_found", []), answer.answer


@pytest.mark.parametrize(
    "named", ["松岭财政局", "松岭县财政局", "东城区教育局", "松岭市税务局第二稽查局", "松岭市税务局第2稽查局"]
)
def test_a_body_answers_by_its_own_name_with_or_without_its_level(sisters: Asker, named: str) -> None:
    assert sisters.ask(f"{named}2022年支出总计多少").figures
