"""没印的: who supplied it, on which day it was done, what a lump sum bought: where nothing tells it, nothing beside it is told."""

from __future__ import annotations

import pytest

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker

TEXT = """# 云溪区测试中心2023年部门预算

## 第二部分 部门预算表

**项目支出表**

单位：万元

| 项目编码 | 项目名称 | 合计 | 一般公共预算 |
|---|---|---|---|
| | 合计 | 90.00 | 90.00 |
| 36010223802T0000001 | 设备检定服务 | 60.00 | 60.00 |
| 36010223802T0000002 | 绿化养护 | 30.00 | 30.00 |

## 第三部分 情况说明

### 十、项目支出情况

2023年项目支出90万元，具体项目如下：

1.设备检定服务60万元，主要用于仪器检定和标准物质购置，由云溪区精测公司承担。

2.绿化养护30万元，主要用于院内草木修剪。
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory) -> Asker:
    folder = tmp_path_factory.mktemp("unprinted")
    (folder / "云溪.md").write_text(TEXT, "utf-8")
    store = Store.open(folder / "home")
    ingest([folder / "云溪.md"], store)
    return Asker(store)


@pytest.mark.parametrize(
    "asked",
    [
        "云溪区测试中心2023年绿化养护是哪家公司中标的？",
        "云溪区测试中心2023年绿化养护哪个公司在干，哪天完工",
        "云溪区测试中心2023年绿化养护请的第三方是哪家",
    ],
)
def test_what_nothing_tells_is_refused_whatever_stands_beside_it(asker, asked):
    answer = asker.ask(asked)
    assert (answer.status, answer.figures) == ("not_found", [])


def test_a_company_that_is_named_is_told(asker):
    answer = asker.ask("云溪区测试中心2023年设备检定服务是哪家公司承担的？")
    assert "精测公司" in answer.answer


def test_what_an_amount_buys_is_told_where_it_is_said(asker):
    answer = asker.ask("云溪区测试中心2023年绿化养护具体做什么？")
    assert answer.status == "answered"
    assert "草木修剪" in answer.answer


def test_each_project_of_a_list_is_told_with_what_it_goes_to(asker):
    answer = asker.ask("云溪区测试中心2023年的项目里，二十万以上的有哪些？多少钱，干什么用")
    assert [f.value for f in answer.figures if f.unit == "万元"] == ["60.00", "30.00"]
    assert "标准物质购置" in answer.answer
    assert "草木修剪" in answer.answer
