"""A word for the scope (本级) said right behind one of two bodies is of that body alone."""

from __future__ import annotations

import pytest

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker

TEXT = """---
issuer: 兰川市{name}
region: 澜江省, 兰川市
year: 2026
kind: budget
scope: {scope}
title: 兰川市{name}2026年部门预算
narrative: restated
---

# 第一部分 部门预算情况说明

## 一、“三公”经费安排情况

2026年“三公”经费预算{three}万元，其中：公务接待费{guests}万元。

## 二、政府采购情况

2026年政府采购项目共有{bought}万元，其中：货物类项目2.40万元、服务类项目{served}万元。

## 三、项目支出情况

项目支出90万元，具体包括：

1.水质监测业务60万元，主要包括：采样经费45万元，用于河湖采样。

2.河道巡查业务20万元，主要用于巡查。

3.资料管理业务10万元，主要用于归档。
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory) -> Asker:
    folder = tmp_path_factory.mktemp("scopes")
    bodies = (("水务局", "unit", "12.60", "9.40"), ("园林局", "consolidated", "8.20", "6.10"))
    for name, scope, three, guests in bodies:
        told = TEXT.format(name=name, scope=scope, three=three, guests=guests, bought="30.40", served="28.00")
        (folder / f"{name}.md").write_text(told, encoding="utf-8")
    store = Store.open(folder / "home")
    ingest(sorted(folder.glob("*.md")), store)
    return Asker(store)


@pytest.mark.parametrize(
    "asked",
    [
        "2026年公务接待费，水务局本级和园林局哪个高，高多少万元？",
        "园林局和水务局（本级）2026年公务接待费相差多少？",
        "水务局的本级与园林局2026年公务接待费差多少万元？",
    ],
)
def test_two_bodies_are_compared_though_one_alone_is_said_with_its_scope(asker: Asker, asked: str) -> None:
    answer = asker.ask(asked)
    assert answer.status == "answered"
    assert {figure.value for figure in answer.figures} >= {"9.40", "6.10", "3.30"}


def test_classes_of_procurement_and_parts_of_a_project_are_no_projects(asker: Asker) -> None:
    answer = asker.ask("兰川市水务局2026年金额最大的三个项目是哪三个？")
    assert [figure.value for figure in answer.figures] == ["60", "20", "10"]
