"""空表: a table printed empty says that there is none, and where it says so."""

from __future__ import annotations

import pytest

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker

TEXT = """云溪区测试中心2024年部门预算

第二部分 部门预算表

一般公共预算支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t30.00\t20.00\t10.00
201\t一般公共服务支出\t30.00\t20.00\t10.00
20113\t商贸事务\t30.00\t20.00\t10.00

政府性基金预算支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t\t\t
注：此表无数据。

第三部分 情况说明

2024年一般公共预算支出30.00万元，其中基本支出20.00万元，项目支出10.00万元。
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory) -> Asker:
    folder = tmp_path_factory.mktemp("declared")
    (folder / "云溪.txt").write_text(TEXT, "utf-8")
    store = Store.open(folder / "home")
    ingest([folder / "云溪.txt"], store)
    return Asker(store)


def test_whether_there_is_any_is_told_by_the_empty_table(asker):
    answer = asker.ask("云溪区测试中心2024年有没有政府性基金预算支出？")
    assert answer.status == "answered"
    assert "没有" in answer.answer
    assert "空表" in answer.answer
    assert "此表无数据" in answer.citations[0].quote


def test_how_much_there_is_is_not_found_and_why(asker):
    answer = asker.ask("云溪区测试中心2024年政府性基金支出是多少？")
    assert (answer.status, answer.reason, list(answer.figures)) == ("not_found", "declared_empty", [])


def test_a_table_with_figures_declares_nothing(asker):
    assert "空表" not in asker.ask("云溪区测试中心2024年一般公共预算支出多少？").answer


def test_what_stands_at_the_end_of_the_year_before_is_asked_of_this_years_document(tmp_path):
    head = "云溪区测试二中心2024年部门预算\n\n第三部分 情况说明\n\n一、国有资产情况\n\n"
    text = f"{head}截至2023年12月31日，本部门固定资产金额312.45万元。2024年拟购置固定资产11.50万元。\n"
    (tmp_path / "二.txt").write_text(text, "utf-8")
    store = Store.open(tmp_path / "home")
    ingest([tmp_path / "二.txt"], store)
    answer = Asker(store).ask("云溪区测试二中心2024年固定资产金额是多少？")
    assert [str(figure.value) for figure in answer.figures] == ["312.45"]
