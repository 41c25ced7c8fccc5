"""The whole line: a file's bytes to a reading, and folders of files into the store."""

from pathlib import Path

import pytest

from corpus.problem import UnreadableError
from corpus.store import Store
from ingest import load
from ingest.structure.lines import compact

BUDGET = """南川市云溪区测试中心2030年部门预算

第一部分 南川市云溪区测试中心概况

一、主要职能

承担全区的测试工作，服务企业与居民，并完成上级交办的事项。

第二部分 情况说明

一、收支预算总体安排情况

2030 年部门预算总收入 80.50 万元，比 2029 年预算增加 3.00 万元。其中：基本支出 60.00 万元，项目支出 20.50 万元。
"""
RECORD = """---
issuer: 南川市云溪区测试中心
aliases: 云溪测试中心
region: 南川市, 云溪区
year: 2030
kind: budget
scope: unit
title: 南川市云溪区测试中心2030年部门预算
original_sha256: {sha}
narrative: restated
---

# 第二部分 情况说明

## 一、收支预算总体安排情况

部门预算总收入为 80.50 万元。

**部门收支总表**

单位：万元

| 收入/项目 | 收入/预算数 | 支出/项目 | 支出/预算数 |
|---|---|---|---|
| 一、一般公共预算拨款收入 | 80.50 | 一、一般公共服务支出 | 80.50 |
| 本年收入合计 | 80.50 | 本年支出合计 | 80.50 |
"""
WUHAN = Path(__file__).resolve().parents[2] / "../shared/disclosures/wuhan"
ORIGINALS = sorted(WUHAN.glob("*.txt"))


@pytest.fixture
def store(tmp_path):
    opened = Store.open(tmp_path / "home")
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "文件"
    made.mkdir()
    (made / "预算.txt").write_text(BUDGET, encoding="utf-8")
    return made


def _record() -> bytes:
    return RECORD.format(sha=load.read(BUDGET.encode(), "预算.txt").disclosure.sha256).encode()


def test_reading_is_a_function_of_the_bytes():
    assert load.read(BUDGET.encode(), "预算.txt") == load.read(BUDGET.encode(), "预算.txt")


def test_ids_come_from_the_bytes():
    reading = load.read(BUDGET.encode(), "预算.txt")
    head = reading.disclosure.sha256[:12]
    assert reading.disclosure.id == head
    parts = (*reading.sections, *reading.passages, *reading.tables, *reading.facts)
    assert all(part.id.startswith(head) for part in parts)
    assert len({part.id for part in parts}) == len(parts)


def test_a_sentence_s_figures_are_facts_at_their_place():
    reading = load.read(BUDGET.encode(), "预算.txt")
    values = {str(fact.quantity.value): fact for fact in reading.facts}
    place = values["80.50"].place
    assert "80.50" in reading.text[place.start : place.end]
    assert values["80.50"].section[-1] == "一、收支预算总体安排情况"


def test_a_record_is_read_by_its_front_matter_and_its_tables():
    reading = load.read(_record(), "档案.md")
    assert reading.disclosure.narrative == "restated"
    assert [(t.kind, t.status) for t in reading.tables] == [("B01", "read")]
    assert reading.sections[-1].path[-1] == "一、收支预算总体安排情况"


def test_the_same_bytes_again_change_nothing(store, folder):
    assert [r.outcome for r in load.ingest([folder], store)] == ["new"]
    before = store.version(), store.disclosures()
    assert [r.outcome for r in load.ingest([folder, folder / "预算.txt"], store)] == ["unchanged"]
    assert (store.version(), store.disclosures()) == before


def test_a_bad_file_is_one_line_and_the_others_go_on(store, folder):
    (folder / "a空.txt").write_bytes(b"")
    (folder / "b乱.txt").write_bytes(b"\x00\x01\x02" * 50)
    (folder / "c闲话.txt").write_text("今天天气很好。", encoding="utf-8")
    (folder / "d扫描.pdf").write_bytes(b"%PDF-1.7")
    told = []
    results = load.ingest([folder, folder / "没有.txt"], store, report=lambda *said: told.append(said))
    assert [r.outcome for r in results] == ["failed", "failed", "failed", "failed", "new", "failed"]
    assert all(r.message and "\n" not in r.message for r in results if r.outcome == "failed")
    assert [done for done, _, _ in told] == [1, 2, 3, 4, 5, 6]
    assert len(store.disclosures()) == 1


def test_a_failure_of_ours_stops_no_other_file(store, folder, monkeypatch):
    (folder / "另一份.txt").write_text(BUDGET.replace("2030", "2031"), encoding="utf-8")
    real = load.read

    def broken(data, name):
        if name == "另一份.txt":
            raise ZeroDivisionError
        return real(data, name)

    monkeypatch.setattr(load, "read", broken)
    assert sorted(r.outcome for r in load.ingest([folder], store)) == ["failed", "new"]


def test_the_original_takes_the_place_of_its_record_and_keeps_it(store, folder, tmp_path):
    record = tmp_path / "档案.md"
    record.write_bytes(_record())
    load.ingest([record], store)
    assert [d.narrative for d in store.disclosures()] == ["restated"]
    result = load.ingest([folder], store)[0]
    assert result.outcome == "new"
    assert len(result.replaced) == 1
    assert [r.outcome for r in load.ingest([record], store)] == ["superseded"]
    assert [d.narrative for d in store.disclosures()] == ["original"]


def test_the_index_follows_only_where_something_is_new(store, folder):
    class Index:
        synced = 0

        def sync(self):
            self.synced += 1

    index = Index()
    load.ingest([folder], store, index)
    load.ingest([folder], store, index)
    assert index.synced == 1


def test_a_file_that_is_too_large_is_not_even_opened(store, folder, monkeypatch):
    monkeypatch.setattr(load, "LARGEST", 10)
    assert "上限" in load.ingest([folder], store)[0].message


def test_no_disclosure_no_reading():
    for text in ("一份会议通知，请准时参加。", "2030年部门预算\n\n（略）\n"):
        with pytest.raises(UnreadableError, match="通知"):
            load.read(text.encode(), "通知.txt")


@pytest.mark.skipif(not ORIGINALS, reason="the originals are not beside this repository")
@pytest.mark.parametrize("path", ORIGINALS, ids=lambda path: path.name[:3])
class TestOriginals:
    """What must hold of any real disclosure."""

    def test_every_place_stands_in_the_text(self, path):
        reading = load.read(path.read_bytes(), path.name)
        for passage in reading.passages:
            printed = compact(reading.text[passage.place.start : passage.place.end])
            assert compact(passage.text)[:1] == printed.lstrip("*-#<")[:1] or compact(passage.text)[:1] in printed
        for fact in reading.facts:
            assert 0 <= fact.context.start <= fact.place.start < fact.place.end <= fact.context.end <= len(reading.text)

    def test_the_tree_and_the_passages_are_of_a_useful_size(self, path):
        reading = load.read(path.read_bytes(), path.name)
        assert len(reading.sections) > 15
        assert len(reading.passages) > 15
        assert max(len(p.text) for p in reading.passages) <= 500
        assert reading.disclosure.region
        assert reading.disclosure.issuer not in reading.disclosure.aliases

    def test_no_mobile_number_is_left(self, path):
        import re  # noqa: PLC0415

        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", load.read(path.read_bytes(), path.name).text)
