"""A home of before is brought up to date and answers as a new one; one of a newer program is refused in words."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from readings import reading
from sqlalchemy import Engine, create_engine, event, inspect, text

from corpus import schema
from corpus.keys import label_id
from corpus.problem import StoreError
from corpus.ranking import Asked
from corpus.store import Store

pytestmark = pytest.mark.sqlite

BEFORE = (Path(__file__).parent / "home_of_before.sql").read_text("utf-8")


@pytest.fixture
def before(tmp_path):
    with sqlite3.connect(tmp_path / "mingzhang.db") as db:
        db.executescript(BEFORE)
    return tmp_path


def test_everything_of_a_home_of_before_is_still_there(before):
    store = Store.open(before)
    assert [d.fiscal_year for d in store.disclosures()] == [2022, 2023]
    for year in (2022, 2023):
        made = reading(year=year)
        assert store.facts(made.disclosure.id) == list(made.facts)
        assert store.tables(made.disclosure.id) == list(made.tables)
        assert store.has_sha(made.disclosure.sha256)
    assert store.version()[0] == 2


def test_its_figures_are_ranked_as_those_of_a_new_home(before, tmp_path):
    upgraded, made = Store.open(before), Store.open(tmp_path / "new")
    for year in (2022, 2023):
        made.put(reading(year=year))
    for asked in (Asked(concept="three_public"), Asked(label=label_id("公务接待费"), down=False)):
        assert upgraded.ranked(asked) == made.ranked(asked)
        assert upgraded.ranked(asked)[0] == 2
    assert upgraded.printing(["three_public"], ["接待"]) == made.printing(["three_public"], ["接待"])


def test_its_passages_are_found_replaced_and_deleted(before):
    store = Store.open(before)
    assert len(store.search_words(["云溪区测试中心负责全区测试设备的检定与维护"], None, 8)) == 2
    store.put(reading(reading().text.replace("检定", "校准")))
    store.delete(reading(year=2023).disclosure.id)
    with store.reading() as db:
        assert db.execute(text("select count(*) from passage_words")).scalar_one() == 2
        held = {row.id: row.rowid for row in db.execute(text("select id, rowid from passage_words"))}
        assert held == {row.id: row.number for row in db.execute(text("select id, number from passage"))}


def test_it_has_the_very_tables_of_a_new_home(before, tmp_path):
    def shape(folder):
        seen = inspect(create_engine(f"sqlite:///{folder / 'mingzhang.db'}"))
        tables = [t for t in seen.get_table_names() if not t.startswith("passage_words")]
        columns = {(t, c["name"], str(c["type"]), c["nullable"]) for t in tables for c in seen.get_columns(t)}
        indexes = {
            (
                t,
                i["name"],
                tuple(i["column_names"]),
                bool(i["unique"]),
                str(i["dialect_options"].get("sqlite_where")).lower(),
            )
            for t in tables
            for i in seen.get_indexes(t)
        }
        return columns, indexes

    Store.open(before).close()
    Store.open(tmp_path / "new").close()
    assert shape(before) == shape(tmp_path / "new")


def test_of_duplicates_the_one_taken_in_last_stays(before):
    """Two processes could take two versions in at once; nothing ended that until now."""
    with sqlite3.connect(before / "mingzhang.db") as db:
        for table in ("disclosure", "source_text", "passage", "printed_table", "fact"):
            db.execute(f"create table copy as select * from {table}")  # noqa: S608
            columns = [row[1] for row in db.execute("select * from pragma_table_info('copy')")]
            for column in {"id", "disclosure_id", "sha256"} & set(columns):
                db.execute(f"update copy set {column} = 'x' || {column}")  # noqa: S608
            if "body" in columns and table == "disclosure":
                db.execute('update copy set body = replace(body, \'"id":"\', \'"id":"x\')')
                db.execute("update copy set body = replace(body, '2026-01-01', '2026-02-01')")
            db.execute(f"insert into {table} select * from copy")  # noqa: S608
            db.execute("drop table copy")
    store = Store.open(before)
    assert [d.id for d in store.disclosures()] == [f"x{reading(year=year).disclosure.id}" for year in (2022, 2023)]
    assert store.version()[0] == 2


def test_a_home_of_a_newer_program_is_refused_in_words_and_left_alone(tmp_path):
    Store.open(tmp_path).close()
    with sqlite3.connect(tmp_path / "mingzhang.db") as db:
        db.execute("update alembic_version set version_num = '9999'")
    held = (tmp_path / "mingzhang.db").read_bytes()
    with pytest.raises(StoreError, match=r"更新的 mingzhang.*9999.*升级"):
        Store.open(tmp_path)
    assert (tmp_path / "mingzhang.db").read_bytes() == held


def test_an_upgrade_that_fails_changes_nothing(before):
    with sqlite3.connect(before / "mingzhang.db") as db:
        db.execute("update fact set value = 'x'")
    with pytest.raises(ArithmeticError):
        Store.open(before)
    with sqlite3.connect(before / "mingzhang.db") as db:
        tables = {row[0] for row in db.execute("select name from sqlite_master")}
    assert not {"alembic_version", "label", "file"} & tables


def test_the_program_is_of_its_last_revision(before):
    Store.open(before).close()
    with sqlite3.connect(before / "mingzhang.db") as db:
        assert db.execute("select version_num from alembic_version").fetchall() == [(schema.REVISION,)]


def test_one_of_a_body_year_kind_and_scope_is_held_by_the_database_too(tmp_path):
    store = Store.open(tmp_path)
    store.put(reading())
    other = reading(year=2023)
    store.put(replace(other, disclosure=replace(other.disclosure, fiscal_year=2022)))
    assert [d.id for d in store.disclosures()] == [other.disclosure.id]
    with store.writing() as db, pytest.raises(Exception, match="UNIQUE"):
        db.execute(text("insert into disclosure select id || 'x', title, issuer, fiscal_year, kind, scope, source, sha256,"
                        " original_sha256, body, counts, sections, checks, problems from disclosure"))  # fmt: skip


def test_the_tables_of_a_new_home_appear_all_at_once(tmp_path):
    seen = []

    def look(_connection, _cursor, statement, *_more):
        if "insert into alembic_version" in statement:
            with closing(sqlite3.connect(tmp_path / "mingzhang.db")) as other:
                seen.append(other.execute("select count(*) from sqlite_master").fetchone()[0])

    event.listen(Engine, "before_cursor_execute", look)
    try:
        Store.open(tmp_path).close()
    finally:
        event.remove(Engine, "before_cursor_execute", look)
    assert seen == [0]


def test_a_home_with_the_indexes_of_before_gets_those_of_today_and_stays_of_its_revision(tmp_path):
    store = Store.open(tmp_path)
    store.put(reading())
    store.close()
    with sqlite3.connect(tmp_path / "mingzhang.db") as db:
        db.execute("drop index aspect_in")
        db.execute("create index fact_by_aspect on fact (aspect) where aspect is not null")
    again = Store.open(tmp_path)
    concepts = [f.concept for f in reading().facts if f.concept]
    assert again.printing(concepts, []) == {reading().disclosure.id}
    again.close()
    with sqlite3.connect(tmp_path / "mingzhang.db") as db:
        names = {row[0] for row in db.execute("select name from sqlite_master where type = 'index'")}
        assert db.execute("select version_num from alembic_version").fetchall() == [(schema.REVISION,)]
    assert {"aspect_in", "code_in", "row_in", "subject_in"} <= names
    assert not names & set(schema.GIVEN_UP)


@pytest.mark.parametrize("asked", [{"concepts": ["x"]}, {"words": ["x"]}, {"concepts": [], "codes": ["30201"]}])
def test_who_prints_a_name_is_told_from_indexes_alone(tmp_path, asked):
    store, said = Store.open(tmp_path), []
    store.put(reading())

    def explained(connection, _cursor, statement, parameters, *_more):
        if "fact.disclosure_id" in statement:
            cursor = connection.connection.cursor()
            said.extend(row[3] for row in cursor.execute(f"explain query plan {statement}", parameters).fetchall())

    event.listen(store.engine, "before_cursor_execute", explained)
    store.printing(**{"concepts": [], "words": []} | asked)
    assert said
    assert [plan for plan in said if "fact" in plan and "COVERING INDEX" not in plan] == []
