"""A backup taken while others write is whole, is read again, and comes back into an empty home; a broken one changes nothing."""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.backup import BackupError, backup, restore
from corpus.originals import Originals
from corpus.store import Store
from corpus.workplace import workplace
from ingest.reading import read

pytestmark = pytest.mark.sqlite

TEXT = "云溪区第{n}中心2030年度部门预算\n\n一、预算情况说明\n\n2030年度支出预算合计{n}00.00万元。\n"


def made(n: int):
    data = TEXT.format(n=n).encode()
    return data, read(data, f"{n}.txt")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    store, originals = Store.open(tmp_path / "home"), Originals(tmp_path / "home")
    for n in (1, 2):
        data, reading = made(n)
        originals.keep(data)
        store.put(reading)
    originals.keep(b"of nothing")
    yield tmp_path / "home"
    store.close()


def test_a_backup_comes_back_as_it_was(home: Path, tmp_path: Path) -> None:
    saved = backup(home, tmp_path / "b.tar.gz")
    assert (saved.disclosures, saved.originals, saved.missing) == (2, 2, ())
    assert stat.S_IMODE((tmp_path / "b.tar.gz").stat().st_mode) == 0o600
    again = restore(tmp_path / "b.tar.gz", tmp_path / "again")
    assert (again.disclosures, again.originals) == (2, 2)
    old, new = Store.open(home), Store.open(tmp_path / "again")
    assert new.version() == old.version()
    assert [new.text(d.id) for d in new.disclosures()] == [old.text(d.id) for d in old.disclosures()]
    assert {name for name, _ in Originals(tmp_path / "again").kept()} == new.files()
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_an_original_that_is_not_kept_is_told(home: Path, tmp_path: Path) -> None:
    data, _ = made(1)
    gone = Originals(home).keep(data)
    Originals(home).drop(gone)
    assert backup(home, tmp_path / "b.tar.gz").missing == (gone,)


def test_backups_taken_while_others_write_are_whole(home: Path, tmp_path: Path) -> None:
    store, stop = Store.open(home), threading.Event()

    def write() -> None:
        n = 10
        while not stop.is_set():
            data, reading = made(n % 13)
            Originals(home).keep(data)
            store.put(replace(reading))
            n += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(5):
            backup(home, tmp_path / f"{n}.tar.gz")
    finally:
        stop.set()
        writer.join()
    for n in range(5):
        restored = restore(tmp_path / f"{n}.tar.gz", tmp_path / f"again{n}")
        copied = Store.open(tmp_path / f"again{n}")
        assert restored.disclosures == len(copied.disclosures()) >= 2
        assert all(copied.facts(d.id) for d in copied.disclosures())


def broken(whole: bytes, how: str) -> bytes:
    if how == "cut":
        return whole[: len(whole) // 2]
    if how == "nothing":
        return b""
    if how == "turned":
        inside = bytearray(gzip.decompress(whole))
        at = inside.index("云溪区第1中心".encode())
        inside[at] ^= 1
        return gzip.compress(bytes(inside))
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        about = tarfile.TarInfo("../out" if how == "slip" else "mingzhang.db")
        if how == "link":
            about.type, about.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(about, io.BytesIO())
    return out.getvalue()


@pytest.mark.parametrize("how", ["cut", "nothing", "turned", "slip", "link", "bare"])
def test_a_broken_backup_changes_nothing(home: Path, tmp_path: Path, how: str) -> None:
    backup(home, tmp_path / "b.tar.gz")
    (tmp_path / "broken").write_bytes(broken((tmp_path / "b.tar.gz").read_bytes(), how))
    with pytest.raises(BackupError):
        restore(tmp_path / "broken", tmp_path / "again")
    assert list((tmp_path / "again").iterdir()) == []
    assert not (tmp_path / "out").exists()


def test_nothing_is_written_over(home: Path, tmp_path: Path) -> None:
    backup(home, tmp_path / "b.tar.gz")
    with pytest.raises(BackupError, match="已存在"):
        backup(home, tmp_path / "b.tar.gz")
    with pytest.raises(BackupError, match="已有数据库"):
        restore(tmp_path / "b.tar.gz", home)


def test_a_damaged_database_is_not_backed_up(home: Path, tmp_path: Path) -> None:
    for name in ("mingzhang.db-wal", "mingzhang.db-shm"):
        (home / name).unlink(missing_ok=True)
    (home / "mingzhang.db").write_bytes(b"x" * 20_000)
    with pytest.raises(BackupError, match="doctor"):
        backup(home, tmp_path / "b.tar.gz")
    assert not (tmp_path / "b.tar.gz").exists()


def test_what_a_killed_backup_left_is_gone_after_the_next_and_another_under_way_stays(
    home: Path, tmp_path: Path
) -> None:
    left = tmp_path / ".backup-left"
    left.mkdir()
    (left / ".held").touch()
    (left / "mingzhang.db").write_bytes(b"a copy of everything")
    with workplace(tmp_path, ".backup-") as under_way:
        assert not left.exists()
        backup(home, tmp_path / "one.tar.gz")
        assert under_way.is_dir()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".backup-")]
