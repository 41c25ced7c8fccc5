"""A home that may not be written or has no room left still answers; what cannot be kept is not kept, and nothing raises."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from readings import reading
from servers import until
from sqlalchemy import text

from corpus import faults
from corpus.store import Store
from qa.dialogue import retention
from qa.home import Home
from qa.settings import Settings
from qa.web import state
from qa.web.app import create_app

QUESTION = {"question": "云溪区测试中心2022年三公经费多少？"}


@pytest.fixture
def home(tmp_path, words):
    """A home with one disclosure, closed as a server closes it."""
    folder = tmp_path / "home"
    opened = Home(Settings(home=folder))
    opened.words = words
    opened.store.put(reading())
    opened.close()
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Files with what they hold, but for the two by which SQLite's readers and writers keep out of each other's way."""
    files = (p for p in sorted(folder.rglob("*")) if p.is_file() and not p.name.endswith(("-shm", "-wal")))
    return {str(p.relative_to(folder)): p.read_bytes() for p in files}


def asked(app) -> list[dict]:
    """Two questions of one conversation, the second leaning on the first."""
    with TestClient(app) as client:
        first = client.post("/api/ask", json=QUESTION).json()
        more = {"question": "那公务接待费呢？", "conversation_id": first["conversation_id"]}
        second = client.post("/api/ask", json=more).json()
        kept = client.get(f"/api/conversations/{first['conversation_id']}").json()
        assert client.get("/readyz").json()["writable"] is False
        assert client.get("/api/concepts").status_code == 200
    assert first["figures"][0]["value"] == "12.50"
    assert second["conversation_id"] == first["conversation_id"]
    assert len(kept["turns"]) == 2
    return [first, second]


def test_a_home_that_is_only_read_answers_and_stays_as_it_is(home):
    before = contents(home)
    asked(create_app(Settings(home=home, read_only=True), warm=True))
    assert contents(home) == before


def test_nothing_is_taken_in_or_deleted_where_all_is_only_read(home):
    app = create_app(Settings(home=home, read_only=True, write_token="t"), warm=False)  # noqa: S106
    with TestClient(app) as client:
        writer = {"authorization": "Bearer t"}
        assert client.post("/api/disclosures", files={"file": b"x"}, headers=writer).status_code == 403
        assert client.delete("/api/disclosures/x", headers=writer).status_code == 403


@pytest.fixture
def small(tmp_path):
    """A file system of half a megabyte."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = shutil.which("mount")
    made = mount and os.geteuid() == 0 and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=640k", "tmpfs", str(folder)], check=False, capture_output=True
    )  # fmt: skip
    if not made or made.returncode:
        pytest.skip("no file system can be mounted here (not root)")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def filled(folder: Path) -> None:
    with (folder / "rest").open("wb", buffering=0) as rest:
        try:
            while rest.write(bytes(1024)):
                pass
        except OSError:
            return


@pytest.mark.sqlite
def test_a_full_disk_answers_and_says_so(small, home):
    shutil.copytree(home, small / "home")
    app = create_app(Settings(home=small / "home"), warm=False)
    with TestClient(app) as client:
        assert client.post("/api/ask", json=QUESTION).status_code == 200
        filled(small)
        said = [client.post("/api/ask", json=QUESTION) for _ in range(12)]
        assert [one.status_code for one in said] == [200] * 12
        assert said[-1].json()["figures"][0]["value"] == "12.50"
        assert client.get("/readyz").json()["writable"] is False
    assert app.state.mingzhang.home.store.version()[0] == 1


@pytest.mark.sqlite
def test_a_closed_file_system_answers(small, home):
    shutil.copytree(home, small / "home")
    subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
    asked(create_app(Settings(home=small / "home"), warm=True))


def test_questions_may_be_forgotten_at_once(home, tmp_path):
    app = create_app(Settings(home=home, question_days=0), warm=False)
    with TestClient(app) as client:
        given = client.post("/api/ask", json=QUESTION).json()["conversation_id"]
        assert client.get(f"/api/conversations/{given}").status_code == 200
    again = Home(Settings(home=home))
    with again.store.connect() as db:
        assert db.execute(text("select count(*) from turn")).scalar_one() == 0


def test_old_conversations_are_forgotten_with_their_turns(home):
    app = create_app(Settings(home=home), warm=False)
    with TestClient(app) as client:
        given = client.post("/api/ask", json=QUESTION).json()["conversation_id"]
        store = app.state.mingzhang.home.store
        assert retention.forget(store, 90) == 0
        assert retention.forget(store, 90, datetime.now(UTC) + timedelta(days=91)) == 1
        assert client.get(f"/api/conversations/{given}").status_code == 404
        with store.connect() as db:
            assert db.execute(text("select count(*) from turn")).scalar_one() == 0


def test_only_so_many_turns_are_kept_the_latest_first(home):
    with TestClient(create_app(Settings(home=home), warm=False)) as client:
        given = [client.post("/api/ask", json=QUESTION).json()["conversation_id"] for _ in range(4)]
        store = client.app.state.mingzhang.home.store
        for n, one in enumerate(given):
            with store.connect() as db:
                values = {"at": f"2099-01-0{n + 1}", "id": one}
                db.execute(text("update conversation set updated_at = :at where id = :id"), values)
        assert retention.forget(store, 90, most=2) == 2
        assert [client.get(f"/api/conversations/{one}").status_code for one in given] == [404, 404, 200, 200]


@pytest.mark.parametrize("closed", [{"question_days": 0}, {"read_only": True}])
def test_turns_in_memory_are_bounded_too(home, monkeypatch, closed):
    monkeypatch.setattr(retention, "MOST_IN_MEMORY", 2)
    monkeypatch.setattr(state, "BETWEEN_IN_MEMORY", 0.02)
    app = create_app(Settings(home=home, **closed), warm=True)
    with TestClient(app) as client:
        for _ in range(5):
            assert client.post("/api/ask", json=QUESTION).status_code == 200

        def kept() -> int:
            with app.state.mingzhang.home.store.connect() as db:
                return db.execute(text("select count(*) from turn")).scalar_one()

        until(lambda: kept() == 2, "turns forgotten")


def test_a_conversation_without_end_begins_anew(home, monkeypatch):
    monkeypatch.setattr(retention, "MOST_TURNS", 2)
    with TestClient(create_app(Settings(home=home), warm=False)) as client:
        given = None
        seen = []
        for _ in range(5):
            given = client.post("/api/ask", json=QUESTION | {"conversation_id": given}).json()["conversation_id"]
            seen.append(given)
    assert [seen.count(one) for one in dict.fromkeys(seen)] == [2, 2, 1]


@pytest.mark.sqlite
def test_only_its_owner_may_look_into_a_home(home):
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "mingzhang.db").stat().st_mode) == 0o600


@pytest.mark.sqlite
def test_an_open_home_is_closed_to_others_when_it_is_opened(home):
    home.chmod(0o755)
    (home / "mingzhang.db").chmod(0o644)
    Store.open(home).close()
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "mingzhang.db").stat().st_mode) == 0o600


@pytest.mark.sqlite
def test_a_copy_of_the_file_is_whole_once_the_server_has_ended(home, tmp_path):
    app = create_app(Settings(home=home), warm=False)
    with TestClient(app) as client:
        given = client.post("/api/ask", json=QUESTION).json()["conversation_id"]
    (tmp_path / "copy").mkdir()
    for name in ("mingzhang.db", "conversations.db"):
        shutil.copy(home / name, tmp_path / "copy" / name)
    copied = Store.open(tmp_path / "copy")
    assert copied.version()[0] == 1
    with copied.connect() as db:
        assert db.execute(text("select count(*) from turn where conversation_id = :c"), {"c": given}).scalar_one() == 1


@pytest.mark.sqlite
def test_what_is_acknowledged_is_on_the_disk(home):
    with Store.open(home).connect() as db:
        assert db.execute(text("pragma synchronous")).scalar_one() == 2
        assert db.execute(text("pragma secure_delete")).scalar_one() == 1


@pytest.mark.sqlite
@pytest.mark.parametrize("name", ["a?b", "a b", "a#b", "甲'乙\"", "a%20b", "file:x"])
def test_a_home_may_have_any_name(tmp_path, name):
    store = Store.open(tmp_path / name)
    store.put(reading())
    store.close()
    assert (tmp_path / name / "mingzhang.db").stat().st_size > 10_000
    assert [p.name for p in tmp_path.iterdir()] == [name]
    assert Store.open(tmp_path / name, read_only=True).version()[0] == 1


@pytest.mark.sqlite
def test_damage_is_told_in_one_sentence(home):
    (home / "mingzhang.db").write_bytes(os.urandom(20_000))
    with pytest.raises(Exception, match="database") as caught:
        Home(Settings(home=home)).store.version()
    assert "mingzhang doctor" in faults.told(caught.value)


def test_an_error_does_not_repeat_what_was_asked(home):
    store = Store.open(home)
    with pytest.raises(Exception, match=r"no such table|does not exist") as caught, store.connect() as db:
        db.execute(text("insert into nowhere values (:said)"), {"said": "我的电话是秘密"})
    assert "秘密" not in str(caught.value)


def test_damaged_vectors_take_no_answer_with_them(home, caplog):
    vectors = home / "vectors"
    vectors.mkdir()
    (vectors / "chroma.sqlite3").write_bytes(os.urandom(20_000))
    opened = Home(Settings(home=home))
    assert opened.search.find("检定与维护")
    assert opened.search.find("公务用车更新")
    assert caplog.text.count("mingzhang doctor") == 1
