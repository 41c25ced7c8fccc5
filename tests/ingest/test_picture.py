"""A page of an original as a picture, with what is cited boxed; and where originals are kept."""

import hashlib
import io
import json
import stat
from pathlib import Path

import numpy as np
import press
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from test_files import SMALL

from corpus.originals import Originals
from corpus.problem import UnreadableError
from ingest.sources.pdf import page_at
from ingest.sources.picture import boxes, draw, page_png
from ingest.sources.scan import DPI

PDF = press.pdf(list(press.blocks(SMALL)))


def test_a_row_is_boxed_cell_by_cell() -> None:
    found = boxes(page_at(PDF, 1), ["20199 其他一般公共服务支出 1,234.50"])
    assert len(found) == 3
    assert max(box[3] for box in found) - min(box[1] for box in found) < 40


def test_words_that_are_not_on_the_page_are_not_boxed() -> None:
    assert boxes(page_at(PDF, 1), ["武陵源"]) == []


def test_words_that_stand_on_the_page_several_times_are_boxed_where_it_is_asked() -> None:
    page = page_at(PDF, 1)
    first, second = boxes(page, ["测试中心"])[0], boxes(page, ["测试中心"], 2)[0]
    assert second[1] > first[1] or second[0] > first[0]
    assert boxes(page, ["测试中心"], 99) != []


def test_the_marked_page_tells_where_the_boxes_are() -> None:
    marks = json.loads(Image.open(io.BytesIO(draw(PDF, 1, ["情况说明"]))).text["marks"])
    assert marks
    assert all(0 <= left < right <= 1 and 0 <= top < low <= 1 for left, top, right, low in marks)


def test_the_marked_page_differs_from_the_plain_one() -> None:
    plain, marked = draw(PDF, 1, []), draw(PDF, 1, ["情况说明"])
    assert Image.open(io.BytesIO(plain)).size == Image.open(io.BytesIO(marked)).size
    assert plain != marked


def test_the_picture_is_made_apart() -> None:
    assert page_png(PDF, 1).startswith(b"\x89PNG")


@pytest.mark.parametrize(("data", "page"), [(PDF, 7), ("第一部分".encode(), 1)])
def test_a_page_that_is_not_there_is_refused(data: bytes, page: int) -> None:
    with pytest.raises(UnreadableError):
        page_png(data, page)


def test_originals_are_kept_once_and_by_digest_only(tmp_path: Path) -> None:
    kept = Originals(tmp_path)
    sha = kept.keep(b"x")
    assert (kept.keep(b"x"), sha) == (sha, hashlib.sha256(b"x").hexdigest())
    assert [p.name for p in kept.folder.iterdir()] == [sha]
    assert kept.find(sha) == b"x"
    assert kept.find("../" + sha) is None
    kept.drop(sha)
    assert kept.find(sha) is None


def test_an_original_is_its_owners_alone_and_erased_when_nothing_is_read_from_it(tmp_path: Path) -> None:
    kept = Originals(tmp_path / "home")
    old, new = kept.keep(b"old"), kept.keep(b"new")
    assert stat.S_IMODE(kept.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for _, path in kept.kept()} == {0o600}
    assert kept.sweep({new}) == []  # it may be on its way into the store
    assert kept.sweep({new}, young=-1) == [old]
    assert kept.find(new) == b"new"


def turned(text: int, page: int, shift: int) -> bytes:
    """A page whose words run ``text`` degrees round, shown ``page`` degrees turned and cut out of a larger sheet."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(600, 800))
    canvas.translate(300, 400)
    canvas.rotate(text)
    canvas.drawString(30, 60, "1000.25")
    canvas.save()
    document = pypdfium2.PdfDocument(out.getvalue())
    document[0].set_mediabox(-shift, -2 * shift, 600 + 3 * shift, 800 + shift)
    document[0].set_cropbox(shift, 3 * shift, 600 - 2 * shift, 800 - shift)
    document[0].set_rotation(page)
    cut = io.BytesIO()
    document.save(cut)
    return cut.getvalue()


@pytest.mark.parametrize("text", [0, 90, 180, 270])
@pytest.mark.parametrize("page", [0, 90, 180, 270])
@pytest.mark.parametrize("shift", [0, 20])
def test_a_box_is_where_the_words_are_however_the_page_is_turned(text: int, page: int, shift: int) -> None:
    data = turned(text, page, shift)
    drawn = Image.open(io.BytesIO(draw(data, 1, ["1000.25"])))
    wide, high = (edge * 72 / DPI for edge in drawn.size)
    ((left, top, right, bottom),) = json.loads(drawn.info["marks"])
    box = (left * wide, top * high, right * wide, bottom * high)
    ys, xs = np.nonzero(np.asarray(drawn.convert("L")) < 128)
    ink = [edge * 72 / DPI for edge in (xs.min(), ys.min(), xs.max(), ys.max())]
    outside = [box[0] - ink[0], box[1] - ink[1], ink[2] - box[2], ink[3] - box[3]]
    assert max(outside) < 2, "ink outside the box"
    assert min(outside) > -8, "a box far larger than its words"
