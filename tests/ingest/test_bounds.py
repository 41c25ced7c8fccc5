"""A hostile or broken file is refused with its reason, soon, and leaves nothing behind."""

import contextlib
import io
import os
import struct
import zipfile
import zlib
from pathlib import Path

import press
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from corpus.problem import UnreadableError
from ingest import load
from ingest.sources import sandbox
from ingest.sources.extract import extract, kind_of
from ingest.sources.html import read_html
from ingest.sources.office import read_office
from ingest.sources.pdf import read_pdf

SOON = 5.0
BLOCKS = [
    press.Printed("text", "云溪区测试中心2024年部门预算公开说明"),
    press.Printed("table", "", ("科目", "金额/小计", "金额/其中"), (("水费", "1.00", "0.50"), ("电费", "2.00", ""))),
]
WHOLE = {
    "pdf": (press.pdf(BLOCKS), read_pdf),
    "word": (press.word(BLOCKS), read_office),
    "workbook": (press.workbook(BLOCKS), read_office),
    "page": (press.page(BLOCKS), read_html),
}


def package(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return out.getvalue()


def pages(count: int, **options: object) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, **options)
    for n in range(count):
        canvas.drawString(72, 700, f"page {n}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + chunk(b"IEND", b"")
    )


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{entities}]><w:document>&l9;</w:document>'.encode()


HOSTILE = {
    "an encrypted pdf": (pages(1, encrypt=StandardEncryption("geheim", ownerPassword="x")), "密码"),
    "a pdf of too many pages": (pages(501), "500 页"),
    "half a pdf": (pages(3)[:400], "不完整"),
    "a pdf of nothing but its mark": (b"%PDF-1.7\n", "PDF"),
    "a zip bomb": (package(word__document_xml=b"0" * 250_000_000), "上限"),
    "a well packed bomb": (package(word__document_xml=b"0" * 60_000_000), "压缩"),
    "billion laughs in a document": (package(word__document_xml=laughs()), "实体"),
    "a document with macros": (package(word__document_xml=b"<w/>", word__vbaProject_bin=b"x"), "宏"),
    "half a document": (package(word__document_xml=b"<w:document/>")[:-30], "损坏"),
    "a document of nonsense": (package(word__document_xml=b"<w:document/>"), "损坏"),
    "an archive": (package(readme=b"hello"), "压缩包"),
    "an old document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") * 9, ".doc"),
    "a locked workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 9, "密码"),
    "an old workbook of nonsense": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 4000, "Office"),
    "a picture of a gigapixel": (png(40_000, 30_000), "像素"),
    "half a picture": (png(200, 200)[:60], "图片"),
    "a page without words": (b"<html><head><title>x</title></head><body><script>1</script></body></html>", "没有"),
}


def spent() -> float:
    """Processor time of this process and of the readers that it waited for: what other programs do does not count."""
    return sum(os.times()[:4])


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused_soon_and_says_why(what: str) -> None:
    data, reason = HOSTILE[what]
    began = spent()
    with pytest.raises(UnreadableError, match=reason):
        extract(data, "来件")
    assert spent() - began < SOON


def test_a_refused_file_changes_nothing(tmp_path: Path) -> None:
    class Nothing:
        def has_sha(self, sha256: str) -> bool:
            return not sha256

        def superseding(self, original_sha256: str) -> str | None:
            raise AssertionError(original_sha256)

        def put(self, reading: object) -> list[str]:
            raise AssertionError(reading)

    path = tmp_path / "坏.pdf"
    path.write_bytes(HOSTILE["half a pdf"][0])
    (result,) = load.ingest([path], Nothing())
    assert (result.outcome, "不完整" in result.message) == ("failed", True)


def test_a_reader_that_takes_too_long_is_ended() -> None:
    with pytest.raises(UnreadableError, match="时间"):
        sandbox.read("pdf", pages(300), "慢", seconds=0.2)


def test_kinds_are_told_by_content() -> None:
    assert kind_of(pages(1)) == "pdf"
    assert kind_of(package(a=b"")) == "office"
    assert kind_of(b"\n<!DOCTYPE html><html>") == "html"
    assert kind_of(png(2, 2)) == "image"
    assert kind_of("第一部分 概况".encode()) is None
    assert kind_of("<p>云溪区</p>\t<td>".encode()) is None


def test_a_reader_s_chatter_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = sandbox.read("html", "<html><body><p>云溪区测试中心</p></body></html>".encode(), "页")
    assert source.text == "云溪区测试中心\n"


@pytest.mark.parametrize("kind", ["pdf", "word", "workbook", "page"])
@given(st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=12)), min_size=1, max_size=6))
@settings(max_examples=25)
def test_a_damaged_file_is_read_or_refused(kind: str, wounds: list[tuple[float, bytes]]) -> None:
    data, reader = WHOLE[kind]
    torn = bytearray(data)
    for share, junk in wounds:
        at = int(share * (len(torn) - 1))
        torn[at : at + len(junk)] = junk
    with contextlib.suppress(UnreadableError):
        reader(bytes(torn), "x")


def test_figures_too_long_for_any_budget_stop_nothing() -> None:
    text = "云溪区测试中心2024年部门预算\n\n一、收支情况\n\n"
    for long in ("9" * 27, "1" * 31, "0." + "3" * 30, "9" * 400):
        said = f"2024年基本支出{long}万元，比上年增加{long}万元，增长{long}%。其中：项目支出1.5万元。\n"
        assert load.read((text + said).encode(), "长数.txt").disclosure.fiscal_year == 2024


def test_control_characters_of_a_page_are_left_out() -> None:
    page = "<html><body><p>云溪区</p><script>x</script>&#1;测&#x1f;试\x02中心</body></html>".encode()
    assert read_html(page, "x").text == "云溪区\n测试中心\n"


def test_a_reader_that_says_too_much_or_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = WHOLE["word"][0]
    monkeypatch.setattr(sandbox, "LARGEST_ANSWER", 100)
    with pytest.raises(UnreadableError, match="内存"):
        sandbox.read("office", whole, "a.docx")
    monkeypatch.undo()
    with pytest.raises(UnreadableError, match="时间"):
        sandbox.apart("office", "a.docx", whole, 0.01)


@pytest.mark.parametrize("name", ["a\0b.docx", "长" * 70_000, "-c", "a\nb"])
def test_any_name_can_be_told_to_a_reader(name: str) -> None:
    assert sandbox.read("office", WHOLE["word"][0], name).text
