"""说明 and 表格 in files of their own are one disclosure, whichever comes first; another version replaces its like."""

import itertools
from pathlib import Path

import press
import pytest

from corpus.originals import Originals
from corpus.store import Store
from ingest import load

ISSUER = "云溪区测试中心"
STORY = f"""{ISSUER}2024年部门预算

第一部分 {ISSUER}概况

一、主要职能

负责测试工作，并承担云溪区人民政府交办的其他事项。

第二部分 {ISSUER}2024年部门预算表

部门收支总表（见附表）

第三部分 情况说明

一、收支预算总体安排情况

{ISSUER}2024年收入总预算1234.50万元，支出总预算1234.50万元，比2023年增加34.50万元，增长2.88%。

二、一般公共预算支出情况

2024年一般公共预算支出1234.50万元，其中：基本支出1000.25万元，项目支出234.25万元。
"""
TABLE = f"""---
title: {ISSUER}2024年部门预算
---

**部门收支总表**

单位名称：{ISSUER}

单位：万元

| 收入/项目 | 收入/预算数 | 支出/项目 | 支出/预算数 |
|---|---|---|---|
| 一、一般公共预算拨款收入 | 1,234.50 | 一、一般公共服务支出 | 1,234.50 |
| 本年收入合计 | 1,234.50 | 本年支出合计 | 1,234.50 |
"""
OTHER = f"""---
title: {ISSUER}2024年部门预算
---

**一般公共预算支出表**

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出/小计 | 基本支出/人员经费 | 基本支出/公用经费 | 项目支出 |
|---|---|---|---|---|---|---|
|  | 合计 | 1,234.50 | 1,000.25 | 900.00 | 100.25 | 234.25 |
| 201 | 一般公共服务支出 | 1,234.50 | 1,000.25 | 900.00 | 100.25 | 234.25 |
| 20199 | 其他一般公共服务支出 | 1,234.50 | 1,000.25 | 900.00 | 100.25 | 234.25 |
"""


def printed(record: str) -> list[press.Printed]:
    return list(press.blocks(record))


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    whole = {
        "说明.txt": STORY.encode(),
        "总表.xlsx": press.workbook(printed(TABLE)),
        "支出表.pdf": press.pdf(printed(OTHER)),
        "总表改.xlsx": press.workbook(printed(TABLE.replace("1,234.50", "1,300.00"))),
        "全文.docx": press.word([*(press.Printed("text", line) for line in STORY.splitlines()), *printed(TABLE)[1:]]),
        "说明改.txt": STORY.replace("34.50", "44.50").encode(),
    }
    for name, data in whole.items():
        (tmp_path / name).write_bytes(data)
    return {name: tmp_path / name for name in whole}


@pytest.fixture
def home(tmp_path: Path):
    store = Store.open(tmp_path / "home")
    yield store, Originals(tmp_path / "home")
    store.close()


def taken(home: tuple[Store, Originals], *paths: Path) -> list[str]:
    return [result.outcome for result in load.ingest(paths, home[0], originals=home[1])]


def everything(store: Store) -> object:
    (one,) = store.disclosures()
    return one.id, one.parts, store.text(one.id), store.tables(one.id), store.facts(one.id), store.passages()


THREE = ("说明.txt", "总表.xlsx", "支出表.pdf")


def test_the_files_of_one_disclosure_are_one_whichever_comes_first(files: dict[str, Path], tmp_path: Path) -> None:
    found = []
    for n, order in enumerate(itertools.permutations(THREE)):
        store = Store.open(tmp_path / str(n))
        assert taken((store, Originals(tmp_path / str(n))), *(files[name] for name in order)) == ["new"] * 3
        found.append(everything(store))
        store.close()
    assert all(one == found[0] for one in found)


def test_each_place_is_in_the_file_that_prints_it(home: tuple[Store, Originals], files: dict[str, Path]) -> None:
    taken(home, *(files[name] for name in THREE))
    store = home[0]
    (one,) = store.disclosures()
    assert [(part.source, part.pages) for part in one.parts] == [
        ("说明.txt", None),
        ("总表.xlsx", None),
        ("支出表.pdf", 1),
    ]
    text = store.text(one.id)
    alone = {part.source: load.read(files[part.source].read_bytes(), part.source).text for part in one.parts}
    assert [text[part.start : part.end] for part in one.parts] == [alone[part.source] for part in one.parts]
    of = {fact.quantity.printed: one.part_at(fact.place.start).source for fact in store.facts(one.id)}
    assert (of["34.50万元"], of["900.00"]) == ("说明.txt", "支出表.pdf")
    for fact in store.facts(one.id):
        part = one.part_at(fact.place.start)
        assert part.start <= fact.context.start < fact.context.end <= part.end
        assert fact.place.page == part.pages
    for table in store.tables(one.id):
        for cell in (cell for row in table.rows for cell in row.cells):
            assert text[cell.place.start : cell.place.end].strip() == cell.text


def test_what_one_file_announces_and_another_prints_is_not_lost(
    home: tuple[Store, Originals], files: dict[str, Path]
) -> None:
    store = home[0]
    taken(home, *(files[name] for name in THREE))
    (one,) = store.disclosures()
    assert {(table.kind, table.status) for table in store.tables(one.id)} == {("B01", "read"), ("B05", "read")}
    assert [problem for problem in store.problems(one.id) if problem.kind == "lost_table"] == []
    assert any(check.holds for check in store.checks(one.id) if check.rule.startswith("P")), "prose against tables"


def test_again_changes_nothing(home: tuple[Store, Originals], files: dict[str, Path]) -> None:
    taken(home, *(files[name] for name in THREE))
    before = everything(home[0])
    assert taken(home, *(files[name] for name in reversed(THREE))) == ["unchanged"] * 3
    assert everything(home[0]) == before


def test_another_version_of_one_file_takes_its_place_alone(
    home: tuple[Store, Originals], files: dict[str, Path]
) -> None:
    taken(home, *(files[name] for name in THREE), files["总表改.xlsx"], files["说明改.txt"])
    (one,) = home[0].disclosures()
    assert [part.source for part in one.parts] == ["说明改.txt", "总表改.xlsx", "支出表.pdf"]


def test_a_file_that_has_all_replaces_the_parts(home: tuple[Store, Originals], files: dict[str, Path]) -> None:
    taken(home, files["说明.txt"], files["总表.xlsx"], files["全文.docx"])
    (one,) = home[0].disclosures()
    assert (one.source, one.parts) == ("全文.docx", ())


def test_deleting_it_deletes_all_its_files(home: tuple[Store, Originals], files: dict[str, Path]) -> None:
    taken(home, *(files[name] for name in THREE))
    store = home[0]
    (one,) = store.disclosures()
    assert len(one.digests) == 3
    store.delete(one.id)
    assert (store.disclosures(), store.passages(), store.has_sha(one.digests[0])) == ([], [], False)


def test_tables_marked_as_of_another_scope_stay_by_themselves(
    home: tuple[Store, Originals], files: dict[str, Path], tmp_path: Path
) -> None:
    marked = tmp_path / "汇总表.xlsx"
    marked.write_bytes(press.workbook(printed(TABLE.replace("2024年部门预算\n", "（汇总）2024年部门预算\n"))))
    taken(home, files["说明.txt"], marked)
    assert sorted(d.scope for d in home[0].disclosures()) == ["consolidated", "unit"]


def _nameless(story: str) -> bytes:
    return story.replace(f"{ISSUER}", "本单位").replace("云溪区人民政府", "上级").encode()


@pytest.mark.parametrize(
    ("story", "tables", "whole"),
    [
        ("yx_2024ys.txt", "yx_2024ys_2.pdf", True),
        ("2024年预算公开说明.txt", "2024年预算公开附表.pdf", True),
        ("2024年预算公开01.txt", "2024年预算公开02.pdf", False),
        ("附件1.txt", "附件2.pdf", False),
        ("yx_2024ys.txt", "other_2024ys_2.pdf", False),
    ],
)
def test_a_story_that_names_no_body_belongs_with_the_tables_named_like_it(tmp_path, story, tables, whole):
    held = {
        story: _nameless(STORY),
        tables: press.pdf([press.Printed("text", f"{ISSUER}2024年部门预算"), *printed(TABLE)]),
    }
    for n, order in enumerate(itertools.permutations(held)):
        folder = tmp_path / str(n)
        folder.mkdir()
        store = Store.open(folder / "home")
        for name in order:
            (folder / name).write_bytes(held[name])
            assert taken((store, Originals(folder / "home")), folder / name) == ["new"]
        found = {d.issuer: len(d.parts) for d in store.disclosures()}
        assert found == ({ISSUER: 2} if whole else {ISSUER: 0, Path(story).stem: 0})
        store.close()
