"""The same indicator in two tables of one document: what each says, and that they differ."""

from __future__ import annotations

import pytest

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker

TEXT = """---
issuer: 云溪区测试中心
region: 云溪区
year: 2024
kind: budget
scope: unit
title: 云溪区测试中心2024年部门预算
original_sha256: 0000000000000000000000000000000000000000000000000000000000000000
narrative: restated
---

# 第二部分 预算表

**部门整体支出绩效目标申报表**

| 一级指标 | 二级指标 | 三级指标 | 指标值 |
|---|---|---|---|
| 效益指标 | 社会效益指标 | 检定平台服务便捷程度 | 100% |

**检定平台经费项目支出绩效目标申报表**

项目：检定平台经费

| 一级指标 | 二级指标 | 三级指标 | 指标值 |
|---|---|---|---|
| 效益指标 | 社会效益指标 | 检定平台服务便捷程度 | 提升 |
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory) -> Asker:
    folder = tmp_path_factory.mktemp("twice")
    (folder / "云溪.md").write_text(TEXT, "utf-8")
    store = Store.open(folder / "home")
    ingest([folder / "云溪.md"], store)
    return Asker(store)


def test_two_tables_that_give_one_indicator_different_values_disagree(asker: Asker) -> None:
    answer = asker.ask("云溪区测试中心2024年“检定平台服务便捷程度”的目标值，整体表和项目表填的一样吗？")
    assert "不一样" in answer.answer
    assert "100%" in answer.answer
    assert "提升" in answer.answer
    assert answer.conflicts
