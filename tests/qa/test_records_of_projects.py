"""项目档案: what the forms of projects tell besides money: codes, periods, kinds, targets; and the office lines that are printed."""

from __future__ import annotations

import pytest

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker

TEXT = """# 云溪区测试中心2023年部门预算

## 第二部分 部门预算表

**项目支出表**

单位：万元

| 项目编码 | 项目名称 | 项目单位 | 合计 | 一般公共预算 |
|---|---|---|---|---|
| | 合计 | | 90.00 | 90.00 |
| 36010223802T0000001 | 护林员补贴 | 云溪区测试中心 | 60.00 | 60.00 |
| 36010223802T0000002 | 监测系统运维 | 云溪区测试中心 | 30.00 | 30.00 |

**2023年项目支出绩效目标申报表**

单位：万元

| 项目名称 | 护林员补贴 |
|---|---|
| 项目类别 | 特定目标类 |
| 起始年度 | 2023.1 |
| 终止年度 | 2025.12 |
| 联系电话 | 0799-5550111 |
| 项目总预算 | 180.00 |
| 项目当年预算 | 60.00 |
| 立项依据 | 省护林员管理办法 |

| 一级指标 | 二级指标 | 三级指标 | 指标值 |
|---|---|---|---|
| 产出指标 | 数量指标 | 补贴护林员人数 | 120人 |
| 产出指标 | 时效指标 | 补贴发放及时率 | 100% |
| 效益指标 | 社会效益指标 | 护林员流失率 | ≤6% |
| 满意度指标 | 服务对象满意度指标 | 护林员满意度 | ≥90% |

## 第三部分 情况说明

2023年项目支出90万元：护林员补贴60万元，监测系统运维30万元。

## 第四部分 名词解释

（一）基本支出：指保障机构运转的支出。

公开咨询电话：0799-5550222
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory) -> Asker:
    folder = tmp_path_factory.mktemp("records")
    (folder / "云溪.md").write_text(TEXT, "utf-8")
    store = Store.open(folder / "home")
    ingest([folder / "云溪.md"], store)
    return Asker(store)


def test_codes_of_several_projects_are_told(asker):
    answer = asker.ask("云溪区测试中心2023年护林员补贴和监测系统运维的项目编码发我")
    assert "36010223802T0000001" in answer.answer
    assert "36010223802T0000002" in answer.answer


def test_when_a_project_begins_and_ends_and_of_what_kind_it_is(asker):
    answer = asker.ask("云溪区测试中心护林员补贴起止时间是啥 归哪个类别")
    assert answer.status == "answered"
    assert all(words in answer.answer for words in ("2023.1", "2025.12", "特定目标类"))
    assert answer.figures == []


def test_all_targets_of_a_project_are_listed_with_its_grounds(asker):
    answer = asker.ask("云溪区测试中心2023年护林员补贴定了哪些目标？凭什么文件立的项")
    assert all(words in answer.answer for words in ("120人", "100%", "≤6%", "≥90%", "省护林员管理办法"))


def test_targets_that_words_single_out_are_told_alone(asker):
    answer = asker.ask("云溪区测试中心2023年护林员补贴，流失要控到多少，满意要达到多少")
    assert [(f.value, f.unit) for f in answer.figures] == [("6", "%"), ("90", "%")]


def test_a_target_that_is_not_set_is_none_of_those_that_are(asker):
    answer = asker.ask("云溪区测试中心2023年护林员补贴要达到多少亩造林")
    assert "造林" not in answer.answer.split("没有")[0] or answer.status != "answered"
    assert not any(f.unit == "%" for f in answer.figures)


def test_an_amount_beside_targets_stays_an_amount(asker):
    answer = asker.ask("云溪区测试中心2023年护林员补贴总预算多少 满意要达到多少")
    assert [(f.value, f.unit) for f in answer.figures] == [("180.00", "万元"), ("90", "%")]


def test_the_office_line_is_told_and_the_line_of_a_project_where_it_is_named(asker):
    assert "0799-5550222" in asker.ask("云溪区测试中心的账想问问，电话多少").answer
    of_project = asker.ask("云溪区测试中心护林员补贴的联系电话是多少").answer
    assert "0799-5550111" in of_project
    assert "0799-5550222" not in of_project
