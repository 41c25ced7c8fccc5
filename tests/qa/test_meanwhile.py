"""Two at work on one home: what one has listed, another replaces before it is read. Nobody fails, and nothing old comes back."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace

import pytest
from readings import TEXT, Letters, reading
from sqlalchemy import event
from typer.testing import CliRunner

from corpus.problem import NoSuchDisclosureError
from corpus.soundness import examined
from corpus.store import Store
from corpus.views import lay
from ingest import rereading
from qa import cli, facts, holdings
from qa.evidence.linking import labels_to_embed
from qa.home import Home
from qa.retrieval.index import PassageIndex
from qa.retrieval.labels import LabelIndex
from qa.settings import Settings
from qa.tools import Tools

OLD, STAYS = reading(), reading(year=2023)
NEW = reading(TEXT + "附注\n")
LISTED = "FROM disclosure ORDER BY"
PAGE = "LIMIT"


@pytest.fixture
def home(tmp_path, words, monkeypatch):
    for name in ("MINGZHANG_HOME", "MINGZHANG_DATABASE_URL", "MINGZHANG_CHROMA_URL", "MINGZHANG_EMBEDDER"):
        monkeypatch.delenv(name, raising=False)
    home = Home(Settings(home=tmp_path))
    home.words = words
    vectors = tmp_path / "vectors"
    home.__dict__["index"] = PassageIndex(home.store, vectors, load=lambda _: Letters())
    home.__dict__["labels"] = LabelIndex(vectors, load=lambda _: Letters())
    home.store.put(OLD)
    home.store.put(STAYS)
    yield home
    home.close()


@pytest.fixture
def other(home, words):
    store = Store.open(home.settings.where, words)
    yield store
    store.close()


def after(store, statement, work):
    """Do something of another's once, right after the first statement of ``store`` that holds these words."""
    done = []

    def told(_connection, _cursor, said, *_more):
        if not done and statement in " ".join(said.split()):
            done.append(said)
            work()

    event.listen(store.engine, "after_cursor_execute", told)
    return done


def test_labels_of_what_was_replaced_meanwhile_are_those_of_the_next_sync(home, other):
    done = after(home.store, LISTED, lambda: other.put(NEW))
    home.sync()
    assert done
    note = home.settings.home / "vectors" / "labelled"
    assert note.read_text("utf-8").splitlines()[2:] == [STAYS.disclosure.id]
    assert not home.index.is_current()
    home.sync()
    assert {NEW.disclosure.id, STAYS.disclosure.id} <= set(note.read_text("utf-8").split())
    assert home.index.is_current()


def test_a_sync_killed_between_passages_and_labels_is_seen_and_done_by_the_next(home):
    home.index.sync()  # and no further
    assert home.index.is_current()
    assert not home.is_mirrored()
    home.sync()
    assert home.is_mirrored()
    shelf = home.asker.library.shelf(STAYS.disclosure.id)
    wanted = [text for text, _ in labels_to_embed([shelf])]
    assert wanted
    assert len(home.labels.rows(wanted).places) == len(wanted)


def test_a_sync_killed_amid_the_labels_goes_on_where_it_was(home, monkeypatch):
    monkeypatch.setattr("qa.home.LABELLED_AT_ONCE", 1)
    real, calls = home.labels.sync, []

    def killed(labels, report=None):
        calls.append(labels)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(labels, report)

    monkeypatch.setattr(home.labels, "sync", killed)
    with suppress(KeyboardInterrupt):
        home.sync()
    assert not home.is_mirrored()
    home.sync()
    assert home.is_mirrored()
    assert len(calls) == 3, "what was done was done again"


def test_labels_embedded_by_another_model_are_not_taken_for_this_ones(home, words):
    home.sync()
    other = Home(Settings(home=home.settings.home, embedder="another"))
    other.words = words
    other.__dict__["index"] = home.index
    assert home.is_mirrored()
    assert not other.is_mirrored()
    other.close()


def test_a_shelf_that_a_question_has_put_away_meanwhile_is_told_as_not_held(home, other):
    library = home.asker.library
    library.refresh()
    other.put(NEW)
    library.refresh()
    for look in (library.shelf, library.disclosure):
        with pytest.raises(NoSuchDisclosureError):
            look(OLD.disclosure.id)


def test_what_is_held_is_listed_without_what_was_replaced_meanwhile(home, other):
    done = after(home.store, LISTED, lambda: other.put(NEW))
    listed = Tools(home).list_disclosures()["disclosures"]
    assert done
    assert [d["id"] for d in listed] == [STAYS.disclosure.id]


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_the_command_lists_without_what_was_replaced_meanwhile(home, other, monkeypatch, form):
    monkeypatch.setattr(holdings, "_opened", lambda _: home)
    done = after(home.store, LISTED, lambda: other.put(NEW))
    said = CliRunner().invoke(holdings.app, ["documents", *form])
    assert done
    assert said.exit_code == 0, said.output
    assert STAYS.disclosure.id in said.stdout
    assert OLD.disclosure.id not in said.stdout


def test_figures_are_those_of_what_is_held_when_they_are_told(home, other):
    done = after(home.store, PAGE, lambda: other.put(NEW))
    total, page = facts.selected(home.store, {}, 100)
    assert done
    assert total == len(page)
    assert {f["disclosure_id"] for f in page} == {NEW.disclosure.id, STAYS.disclosure.id}


def test_sources_of_figures_leave_out_what_is_no_longer_held(home, other):
    rows = list(facts.every(home.store, {}))
    other.put(NEW)
    assert [d["disclosure_id"] for d in facts.sources(home.store, rows)] == [STAYS.disclosure.id]


def test_masks_are_looked_for_in_what_is_held(home, other):
    done = after(home.store, LISTED, lambda: other.put(NEW))
    assert rereading.unmasked(home.store) == []
    assert done


def test_what_is_read_again_never_replaces_a_version_that_came_meanwhile(home, other, monkeypatch):
    again = replace(OLD, text=OLD.text + "按现在的读法\n")
    monkeypatch.setattr(rereading, "read_together", lambda files: again if files[0][1] == OLD.disclosure.source else 1)
    find = {OLD.disclosure.sha256: b"old"}.get
    done = after(home.store, LISTED, lambda: other.put(NEW))
    found = rereading.reread(home.store, find)
    assert done
    assert (found.changed, found.same, list(found.failed)) == ([], [], [STAYS.disclosure.id])
    assert {d.id for d in home.store.disclosures()} == {NEW.disclosure.id, STAYS.disclosure.id}


def waiting(work):
    """Another at work, for whom is waited a second: it may itself have to wait."""

    def run():
        with suppress(Exception):
            work()

    thread = threading.Thread(target=run)

    def begin():
        thread.start()
        thread.join(1)

    return thread, begin


def test_the_index_of_words_made_anew_is_of_all_that_is_held(home, other):
    if not home.store.fts:
        pytest.skip("a server keeps its own")
    thread, begin = waiting(lambda: other.put(NEW))
    done = after(home.store, LISTED, begin)
    home.store.index_words_anew()
    thread.join()
    assert done
    assert {d.id for d in home.store.disclosures()} == {NEW.disclosure.id, STAYS.disclosure.id}
    found = {f.what: f for f in examined(home.store, home.originals, home.settings.home, mend=False)}
    assert found["词索引"].state == "sound", found["词索引"].said
    assert found["数据库"].state == "sound", found["数据库"].said


def test_two_may_lay_the_views_at_once(home, other):
    if not home.store.fts:
        pytest.skip("a server has no views")
    thread, begin = waiting(lambda: lay(other))
    done = after(home.store, "drop view if exists", begin)
    lay(home.store)
    thread.join()
    assert done


QUESTION = "云溪区测试中心2022年三公经费多少？"


def test_a_question_under_way_is_answered_from_what_has_come(home, other):
    done = after(home.store, LISTED, lambda: other.put(NEW))
    answer = Tools(home).ask(QUESTION)
    assert done
    assert answer["status"] == "answered"
    assert {c["disclosure_id"] for c in answer["citations"]} == {NEW.disclosure.id}


def test_the_command_answers_from_what_has_come(home, other, monkeypatch):
    monkeypatch.setattr(cli, "_home", lambda *_, **__: home)
    done = after(home.store, LISTED, lambda: other.put(NEW))
    said = CliRunner().invoke(cli.app, ["ask", QUESTION, "--json"])
    assert done
    assert said.exit_code == 0, said.output
    assert NEW.disclosure.id in said.stdout


def test_a_question_narrowed_to_what_went_is_told_so(home, other):
    after(home.store, LISTED, lambda: other.put(NEW))
    with pytest.raises(NoSuchDisclosureError):
        Tools(home).ask(QUESTION, None, [OLD.disclosure.id])


def test_a_text_is_checked_against_what_has_come(home, other):
    done = after(home.store, LISTED, lambda: other.put(NEW))
    found = home.checker.check("云溪区测试中心2022年“三公”经费支出决算12.50万元。").as_dict()
    assert done
    assert found["summary"]["supported"] == 1
    assert {c["disclosure_id"] for c in found["citations"]} == {NEW.disclosure.id}
