"""POST /api/check/file and `mingzhang check`: the figures of a Word or PDF draft, of which nothing is kept."""

from __future__ import annotations

import io
import threading

import docx
import pytest
from pydantic import TypeAdapter
from typer.testing import CliRunner

from corpus.problem import UnreadableError
from ingest.draft import draft_text
from qa import cli
from qa.web import drafts, shapes

TEXT = "云溪区测试中心2022年决算“三公”经费支出12.50万元，其中公务接待费9.90万元。"


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sent(client, draft: bytes, name: str, **more):
    return client.post("/api/check/file", files={"file": (name, draft)}, **more)


def test_a_word_file_comes_back_with_its_text_and_its_findings(client):
    response = sent(client, word("稿件", TEXT), "稿.docx")
    assert response.status_code == 200
    found = TypeAdapter(shapes.CheckedFile).validate_python(response.json())
    assert (found.name, found.truncated, found.characters) == ("稿.docx", False, len(found.text))
    assert {f.span: f.verdict for f in found.findings} == {"12.50万元": "supported", "9.90万元": "contradicted"}
    assert all(found.text[f.start : f.end] == f.span for f in found.findings)


def test_nothing_of_a_draft_is_kept(client, app, tmp_path):
    home = app.state.mingzhang.home
    before = home.store.version(), {p: p.stat().st_size for p in tmp_path.rglob("*") if p.suffix != ".db-shm"}
    assert sent(client, word(TEXT), "稿.docx").status_code == 200
    assert (home.store.version(), {p: p.stat().st_size for p in tmp_path.rglob("*") if p.suffix != ".db-shm"}) == before


def test_of_a_long_draft_the_first_twenty_thousand_characters_are_checked(client):
    found = sent(client, ("字" * 20_001).encode(), "稿.txt").json()
    assert (len(found["text"]), found["characters"], found["truncated"]) == (20_000, 20_001, True)


@pytest.mark.parametrize(
    ("data", "reason"), [(b"%PDF-1.7 no pdf", "PDF 不完整"), (b"\x89PNG\r\n\x1a\n\x00\x00", "图片"), (b" ", "空的")]
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(client, data, reason):
    response = sent(client, data, "稿.pdf")
    assert response.status_code == 422
    assert reason in response.json()["detail"]


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client):
    assert sent(client, b"x" * (9 * 1024 * 1024), "稿.pdf").status_code == 413


def test_only_disclosures_that_are_held_can_be_named(client, disclosure_id):
    assert sent(client, TEXT.encode(), "稿.txt", data={"disclosures": [disclosure_id]}).status_code == 200
    assert sent(client, TEXT.encode(), "稿.txt", data={"disclosures": ["nosuch"]}).status_code == 404


def test_more_drafts_than_are_read_at_once_are_asked_to_come_again(client, monkeypatch):
    monkeypatch.setattr(drafts, "_reading", threading.BoundedSemaphore(1))
    drafts._reading.acquire()
    response = sent(client, TEXT.encode(), "稿.txt")
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")


class Given:
    """What the command line is handed of `ingest`."""

    draft = staticmethod(draft_text)


@pytest.fixture
def checked(app, tmp_path):
    def run(name: str, data: bytes):
        path = tmp_path / name
        path.write_bytes(data)
        return CliRunner().invoke(cli.app, ["check", str(path), "--home", str(tmp_path)], obj=Given())

    return run


def test_the_command_line_reads_a_word_file(checked):
    done = checked("稿.docx", word(TEXT))
    assert done.exit_code == 1, done.output
    assert "相符" in done.output
    assert "不符" in done.output


def test_the_command_line_says_why_a_file_cannot_be_read(checked):
    done = checked("稿.pdf", b"%PDF-1.7 no pdf")
    assert done.exit_code == 2
    assert "PDF 不完整" in done.output


def test_a_reader_that_is_not_handed_in_leaves_text_files(app, tmp_path):
    path = tmp_path / "稿.txt"
    path.write_text("云溪区测试中心2022年决算“三公”经费支出12.50万元。", "utf-8")
    assert CliRunner().invoke(cli.app, ["check", str(path), "--home", str(tmp_path)]).exit_code == 0
    with pytest.raises(UnreadableError):
        draft_text(b"", "稿.txt")
