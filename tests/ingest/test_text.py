"""Bytes become characters, or a sentence that says why not."""

import pytest

from corpus.problem import UnreadableError
from ingest.sources import text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encodings_of_chinese_files_give_the_same_text(encoding):
    assert text.decode("云溪区测试中心2030年部门预算\n".encode(encoding), "样.txt") == "云溪区测试中心2030年部门预算\n"


def test_line_breaks_of_all_systems_become_one():
    assert text.decode("甲\r\n乙\r丙\u2028丁\n".encode(), "样.txt") == "甲\n乙\n丙\n丁\n"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空"),
        (" \n\t\u3000\n".encode(), "空白"),
        (b"%PDF-1.7 \x00", "PDF"),
        (b"PK\x03\x04 docx", "Office"),
        ("预算\x00决算".encode(), "二进制"),
        (b"\x01\x02\x03\x04\x05" * 40 + "预算".encode(), "二进制"),
        (b"\xff\xd8\xff\xe0", "图片"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name_and_reason(data, word):
    with pytest.raises(UnreadableError, match=word) as refused:
        text.decode(data, "坏文件.txt")
    assert "坏文件.txt" in str(refused.value)


def test_a_file_beyond_the_limit_is_refused_before_it_is_decoded(monkeypatch):
    monkeypatch.setattr(text, "LARGEST", 10)
    with pytest.raises(UnreadableError, match="上限"):
        text.decode("部门预算公开".encode(), "大.txt")


def test_filler_without_end_is_shortened_and_a_line_without_end_refused():
    assert len(text.decode(("部门预算" + " " * 100_000 + "公开").encode(), "样.txt")) < 300
    with pytest.raises(UnreadableError, match="一行"):
        text.decode(("甲乙" * 150_000).encode(), "样.txt")
