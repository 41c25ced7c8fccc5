"""What is in a folder: odd names are taken, links that lead out of it are not followed, signs that steer a screen are left out."""

import os
from pathlib import Path

import pytest
from test_joining import STORY

from corpus.originals import Originals
from corpus.store import Store
from ingest import load
from ingest.folders import inside, printable

ENDINGS = {".txt"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "来件" / "内").mkdir(parents=True)
    (tmp_path / "密.txt").write_text("外面的文件", "utf-8")
    return tmp_path / "来件"


def test_links_are_followed_within_the_folder_only(folder: Path) -> None:
    (folder / "甲.txt").write_text("甲", "utf-8")
    (folder / "内" / "近.txt").symlink_to(folder / "甲.txt")
    (folder / "远.txt").symlink_to(folder.parent / "密.txt")
    (folder / "外").symlink_to(folder.parent)
    (folder / "圈.txt").symlink_to(folder / "圈.txt")
    (folder / "空.txt").symlink_to(folder / "没有")
    os.mkfifo(folder / "管.txt")
    assert [path.name for path in inside(folder, ENDINGS)] == ["近.txt", "甲.txt"]


def test_a_folder_may_itself_be_reached_by_a_link(folder: Path) -> None:
    (folder / "甲.txt").write_text("甲", "utf-8")
    (folder.parent / "别名").symlink_to(folder)
    assert [path.name for path in inside(folder.parent / "别名", ENDINGS)] == ["甲.txt"]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("决算.pdf".encode("gbk"), "决算.pdf"),
        ("决算.pdf".encode(), "决算.pdf"),
        (b"a\xff\xfe\xff.txt", None),
        ("a\u202etxt.exe".encode(), "atxt.exe"),
        (b"a\x1b[2Jb.txt", "a[2Jb.txt"),
        (b"\x07", "未命名"),
    ],
)
def test_a_name_is_shown_as_it_was_meant(raw: bytes, shown: str | None) -> None:
    said = printable(os.fsdecode(raw))
    assert said.encode()  # can be written down
    assert shown is None or said == shown


def test_a_long_name_keeps_its_ending() -> None:
    assert printable("长" * 400 + ".pdf").endswith("….pdf")
    assert len(printable("长" * 400)) <= 200


def test_a_folder_of_odd_names_is_taken_in(folder: Path, tmp_path: Path) -> None:
    odd = os.fsencode(folder) + b"/" + "说明.txt".encode("gbk")
    try:
        Path(os.fsdecode(odd)).write_text(STORY, "utf-8")
    except OSError:
        pytest.skip("this file system takes no such names")
    (folder / "坏.txt").write_bytes(b"\x00\x01\x02" * 99)
    results = load.ingest([folder], Store.open(tmp_path / "库"), originals=Originals(tmp_path / "库"))
    assert sorted(result.outcome for result in results) == ["failed", "new"]
    assert {Path(result.path).name for result in results} == {"说明.txt", "坏.txt"}
