"""The running text of a draft in any kind of file, whole sentences again, and plain words where there is none."""

from __future__ import annotations

import io
import zipfile

import drafts
import pytest

from corpus.problem import UnreadableError
from ingest.draft import draft_text

SAID = [
    "云溪区测试中心2022年度收入总计500.00万元，支出总计500.00万元，其中基本支出300.00万元，项目支出200.00万元。",
    "“三公”经费支出12.50万元，比上年减少。",
]


@pytest.mark.parametrize(("name", "printed"), [("稿.docx", drafts.word), ("稿.pdf", drafts.pdf)], ids=["word", "pdf"])
def test_a_sentence_is_whole_again_however_its_lines_were_cut(name, printed):
    read = draft_text(printed(SAID), name)
    assert [line for line in read.splitlines() if line.strip()] == SAID


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_text_file_is_taken_as_it_stands(encoding):
    assert draft_text("\n".join(SAID).encode(encoding), "稿.txt").splitlines() == SAID


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("稿.txt", SAID[0])
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空的"),
        (b"%PDF-1.7 this is no pdf", "PDF 不完整.*再核对"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "图片"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "不是文本"),
        (b"x" * (8 * 1024 * 1024 + 1), "超过 8 MB"),
        (zipped(), "压缩包"),
        (drafts.pdf([]), "没有可读的文字"),
    ],
    ids=["empty", "broken", "picture", "program", "large", "archive", "no words"],
)
def test_what_cannot_be_read_says_why_and_never_that_it_was_not_taken_in(data, reason):
    with pytest.raises(UnreadableError, match=reason) as caught:
        draft_text(data, "稿")
    assert "导入" not in str(caught.value)
