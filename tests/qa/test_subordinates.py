"""所属单位: which bodies a disclosure covers; what a whole is made up of; sets of what is named by some of its words."""

from __future__ import annotations

import pytest

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker

TEXT = """# 云溪区林业局2023年部门预算

## 第一部分 概况

### 二、部门预算单位构成

云溪区林业局2023年部门预算由本级和下属2个二级单位组成，包括：

1.云溪区林业局本级

2.云溪区苗木站

3.云溪区护林大队

### 三、内设机构

云溪区林业局内设机构包括办公室、造林科、防火科。

## 第二部分 部门预算表

**部门支出总表**

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| | 合计 | 150.00 | 60.00 | 90.00 |
| 213 | 农林水支出 | 150.00 | 60.00 | 90.00 |
| 21302 | 林业和草原 | 150.00 | 60.00 | 90.00 |
| 2130201 | 行政运行 | 60.00 | 60.00 | |
| 2130205 | 森林资源培育 | 50.00 | | 50.00 |
| 2130234 | 林业草原防灾减灾 | 40.00 | | 40.00 |
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory) -> Asker:
    folder = tmp_path_factory.mktemp("subordinates")
    (folder / "云溪.md").write_text(TEXT, "utf-8")
    store = Store.open(folder / "home")
    ingest([folder / "云溪.md"], store)
    return Asker(store)


@pytest.mark.parametrize(
    "asked",
    ["云溪区林业局下面挂几个单位，都叫啥", "云溪区林业局2023年预算包括哪几家单位？", "云溪区林业局有没有下属单位"],
)
def test_the_bodies_below_are_named(asker, asked):
    answer = asker.ask(asked)
    assert answer.status == "answered"
    assert "2个二级单位" in answer.answer
    assert "云溪区苗木站" in answer.answer
    assert "云溪区护林大队" in answer.answer
    assert "防火科" not in answer.answer


def test_offices_inside_are_told_apart_from_bodies_below(asker):
    answer = asker.ask("云溪区林业局内设机构有哪些").answer
    assert "防火科" in answer
    assert "苗木站" not in answer


def test_the_parts_of_a_whole_are_told_however_many_are_said_to_be(asker):
    answer = asker.ask("云溪区林业局2023年林业和草原支出分成哪三项，分别是多少？")
    assert [f.value for f in answer.figures] == ["60.00", "50.00", "40.00"]
