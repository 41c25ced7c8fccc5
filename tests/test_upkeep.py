"""The doctor finds what is wrong with a home and puts right what can be; privacy is reported without being broken."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from corpus.originals import Originals
from corpus.soundness import examined
from corpus.store import Store
from ingest.reading import read
from ingest.rereading import reread, unmasked

ROOT = Path(__file__).resolve().parents[1]
MOBILE = "139" + "00001234"
SAID = f"""云溪区测试中心2030年度部门预算

一、预算情况说明

2030年度支出预算合计700.00万元，其中：基本支出400.00万元，项目支出300.00万元。

填报人 林试例 联系电话 {MOBILE}

退休人员章样本抚恤金 3.00 万元。
"""
SECRETS = ("林试例", MOBILE, "章样本")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    store = Store.open(folder)
    Originals(folder).keep(SAID.encode())
    store.put(read(SAID.encode(), "a.txt"))
    store.close()
    return folder


def ran(*arguments: object) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "mingzhang", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def states(home: Path, *, mend: bool = False) -> dict[str, str]:
    store = Store.open(home)
    try:
        return {f.what: f.state for f in examined(store, Originals(home), home, mend=mend)}
    finally:
        store.close()


@pytest.mark.sqlite
def test_a_sound_home_is_sound(home: Path) -> None:
    assert set(states(home).values()) == {"sound"}


def test_nothing_personal_is_in_any_file_of_a_home_but_the_original(home: Path) -> None:
    for path in home.rglob("*"):
        if path.is_file() and path.parent.name != "originals":
            raw = path.read_bytes()
            assert not [secret for secret in SECRETS if secret.encode() in raw], path.name


@pytest.mark.sqlite
def test_lost_words_are_indexed_again(home: Path) -> None:
    store = Store.open(home)
    with store.writing() as db:
        db.execute(text("delete from passage_words"))
    assert store.search_words(["支"], None, 5) == store.search_words(["无"], None, 5) == []
    store.close()
    assert states(home)["词索引"] == "unsound"
    assert states(home, mend=True)["词索引"] == "mended"
    assert states(home)["词索引"] == "sound"


def test_a_broken_original_and_one_of_nothing_are_found(home: Path) -> None:
    originals = Originals(home)
    (path,) = (path for _, path in originals.kept())
    loose = originals.keep(b"of nothing")
    os.utime(originals.folder / loose, (0, 0))
    path.write_bytes(b"broken")
    before, mended = states(home), states(home, mend=True)
    assert [before["原件内容"], before["无主原件"]] == ["unsound", "unsound"]
    assert [mended["原件内容"], mended["无主原件"]] == ["mended", "mended"]
    assert list(originals.kept()) == []


def test_what_others_may_read_is_closed(home: Path) -> None:
    (path,) = (path for _, path in Originals(home).kept())
    path.chmod(0o644)
    assert states(home)["权限"] == "unsound"
    assert states(home, mend=True)["权限"] == "mended"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.sqlite
def test_a_damaged_database_is_told(home: Path) -> None:
    raw = bytearray((home / "mingzhang.db").read_bytes())
    for at in range(8192, len(raw), 4096):
        raw[at : at + 64] = os.urandom(64)
    (home / "mingzhang.db").write_bytes(raw)
    code, said = ran("doctor", "--home", home)
    assert code in {1, 2}
    assert "restore" in said


def test_what_an_older_version_left_unmasked_is_found_and_read_again(home: Path) -> None:
    store, originals = Store.open(home), Originals(home)
    (held,) = store.disclosures()
    older = read(SAID.encode(), "a.txt")
    store.put(replace(older, text=SAID, disclosure=replace(older.disclosure, ingested_at="2029-01-01T00:00:00+00:00")))
    assert unmasked(store) == [held.id]
    done = reread(store, originals.find)
    assert (done.changed, done.same, done.failed) == ([held.id], [], {})
    assert unmasked(store) == []
    assert store.disclosure(held.id).ingested_at == "2029-01-01T00:00:00+00:00"
    assert reread(store, originals.find).same == [held.id]
    originals.drop(held.sha256)
    assert list(reread(store, originals.find).failed) == [held.id]


@pytest.mark.sqlite
def test_privacy_is_reported_without_being_broken(home: Path) -> None:
    code, said = ran("privacy", "a.txt", "--home", home)
    assert code == 0
    assert "已遮盖手机号 1 处" in said
    assert "已遮盖个人姓名 1 处" in said
    assert not [secret for secret in SECRETS if secret in said]


@pytest.mark.sqlite
def test_a_home_is_backed_up_and_restored_on_the_command_line(home: Path, tmp_path: Path) -> None:
    assert ran("backup", tmp_path / "b.tar.gz", "--home", home)[0] == 0
    code, said = ran("restore", tmp_path / "b.tar.gz", "--home", tmp_path / "again")
    assert (code, "1 份文件" in said) == (0, True)
    code, said = ran("ask", "--json", "云溪区测试中心2030年支出预算合计多少？", "--home", tmp_path / "again")
    assert json.loads(said)["figures"][0]["value"] == "700.00"
    assert ran("restore", tmp_path / "b.tar.gz", "--home", tmp_path / "again")[0] == 2


def test_that_nothing_is_held_is_said_once(tmp_path: Path) -> None:
    status, said = ran("ask", "办公费多少？", "--home", tmp_path)
    assert (status, len(said.splitlines())) == (1, 1)
    assert "mingzhang ingest" in said
    assert "mingzhang ingest" in ran("facts", "--csv", "--home", tmp_path)[1]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["doctor", "--home", "/nonexistent/home"], "没有这个数据文件夹"),
        (["serve", "--port", "99999"], "端口"),
        (["ask", "多少", "--home", "/dev/null/home"], "没有这个文件或文件夹"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(arguments: list[str], word: str) -> None:
    code, said = ran(*arguments)
    assert code == 2
    assert word in said
