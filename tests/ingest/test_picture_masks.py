"""A page's picture tells no more of people than its text: glyphs are painted over, or the page is not drawn."""

import io
import json
from collections.abc import Sequence

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from corpus.problem import UnreadableError
from ingest.reading import read
from ingest.sources.pdf import page_at
from ingest.sources.picture import draw
from ingest.sources.picture_masks import covers, letters, stray_covers
from ingest.sources.scan import DPI, picture_at, recognise, upright

MOBILE = "139" + "0000" + "1234"
NAMED = "林试例"
LINES = (
    "云溪区测试中心2030年度部门决算",
    "一、支出决算情况说明",
    "2030年度支出合计700.00万元，其中：基本支出410.00万元，项目支出290.00万元。",
    f"填报人{NAMED}联系电话{MOBILE}",
    "退休人员章样本抚恤金 3.00 万元",
    "面积 5×3 米",
)
SECRETS = (NAMED, "0000", "章样本")


def pdf(pages: Sequence[Sequence[str]], turn: int = 0) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for page in pages:
        canvas.setFont("STSong-Light", 12)
        for n, line in enumerate(page):
            canvas.drawString(60, 760 - 30 * n, line)
        canvas.showPage()
    canvas.save()
    document = pypdfium2.PdfDocument(out.getvalue())
    for page in document:
        page.set_rotation(turn)
    turned = io.BytesIO()
    document.save(turned)
    return turned.getvalue()


def texts(data: bytes) -> list[str]:
    return read(data, "a.pdf").text.split("\f")


def seen(data: bytes, number: int, masked: str | None) -> str:
    """What can be read of a page once its covers are laid over it."""
    page = page_at(data, number)
    found = letters(page, masked)
    boxes = covers(found)

    def is_under(letter) -> bool:
        x, y = letter.glyph.middle
        return any(x0 <= x <= x1 and top <= y <= low for x0, top, x1, low in boxes)

    return "".join(letter.printed for letter in found if not is_under(letter))


@pytest.mark.parametrize("masked", ["as the store holds it", None])
def test_what_the_text_keeps_back_is_painted_over(masked):
    data = pdf([LINES])
    left = seen(data, 1, texts(data)[0] if masked else None)
    assert not [secret for secret in SECRETS if secret in left]
    assert "2030年度支出合计700.00万元，其中：基本支出410.00万元，项目支出290.00万元。" in left
    assert "139" in left
    assert "1234" in left
    assert "5×3" in left


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_paint_is_where_the_ink_was_however_the_page_is_turned(turn):
    data = pdf([(*LINES[:3], f"填报人 联系电话 {MOBILE}")], turn)
    masked = texts(data)[0]
    covered = np.asarray(Image.open(io.BytesIO(draw(data, 1, (), 1, masked))).convert("RGB")).astype(int)
    plain = np.asarray(Image.open(io.BytesIO(draw(data, 1, (), 1, ""))).convert("RGB")).astype(int)
    grey = np.abs(covered - 90).sum(axis=2) == 0
    assert grey.any()
    raw = np.asarray(pypdfium2.PdfDocument(data)[0].render(scale=DPI / 72, rev_byteorder=True).to_numpy())[
        :, :, :3
    ].astype(int)
    changed = np.abs(covered - raw).sum(axis=2) > 0
    assert (changed <= grey).all(), "nothing but paint differs from the original"
    assert np.array_equal(plain, covered), "the page's own text tells as much as the store's"


def test_a_name_that_another_page_gives_away_is_painted_over_everywhere():
    data = pdf([LINES, ("二、说明", f"本项目由{NAMED}经手，支出 2.00 万元")])
    second = texts(data)[1]
    assert "×××" in second
    assert NAMED not in seen(data, 2, second)
    assert NAMED in seen(data, 2, None)  # that page alone does not tell


def test_masked_words_cannot_be_asked_for():
    data = pdf([LINES])
    masked = texts(data)[0]
    asked = [MOBILE, NAMED, "13900", "0000"]
    assert json.loads(Image.open(io.BytesIO(draw(data, 1, asked, 1, masked))).text["marks"]) == []
    assert json.loads(Image.open(io.BytesIO(draw(data, 1, ["139****1234"], 1, masked))).text["marks"]) != []


def test_a_page_whose_marks_cannot_be_placed_is_not_drawn():
    data = pdf([LINES])
    with pytest.raises(UnreadableError, match="遮盖"):
        draw(data, 1, (), 1, "完全是另一份文件的文字，填报人×××，电话138****0000，与此页无关。" * 9)


def test_a_number_that_runs_another_way_than_the_text_is_painted_over():
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.drawString(60, 760, "Report 2030 total 700.00 basic 410.00 projects 290.00")
    canvas.translate(300, 300)
    canvas.rotate(90)
    canvas.drawString(0, 0, MOBILE)
    canvas.save()
    page = page_at(out.getvalue(), 1)
    assert len(stray_covers(page)) == 4
    drawn = np.asarray(Image.open(io.BytesIO(draw(out.getvalue(), 1, (), 1, ""))).convert("RGB")).astype(int)
    assert (np.abs(drawn - 90).sum(axis=2) == 0).sum() > 200


def test_a_page_without_marks_is_drawn_as_it_is():
    data = pdf([LINES[:3]])
    plain = np.asarray(Image.open(io.BytesIO(draw(data, 1, (), 1, texts(data)[0]))).convert("RGB"))
    raw = np.asarray(pypdfium2.PdfDocument(data)[0].render(scale=DPI / 72, rev_byteorder=True).to_numpy())[:, :, :3]
    assert np.array_equal(plain, raw)


@pytest.fixture(scope="module")
def scanned() -> bytes:
    """A slanted picture of a page with a mobile number, as a scanner gives it."""
    sheet = Image.new("RGB", (1240, 600), "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(34)
    for n, line in enumerate(("Report 2030 700.00", f"TEL {MOBILE}", "Total 410.00 290.00")):
        pen.text((80, 120 + 120 * n), line, fill="black", font=font)
    out = io.BytesIO()
    sheet.rotate(1.5, fillcolor="white", resample=Image.Resampling.BICUBIC).save(out, "PNG")
    return out.getvalue()


def test_a_scan_is_set_right_and_painted_over(scanned):
    drawn = draw(scanned, 1, (), 1, None)
    pixels = upright(np.asarray(Image.open(io.BytesIO(drawn)).convert("RGB")))
    left = "".join(glyph.text for glyph in recognise(pixels, 72 / DPI)[0])
    assert "700.00" in left
    assert MOBILE in "".join(g.text for g in recognise(picture_at(scanned, 1), 72 / DPI)[0])
    assert MOBILE[3:7] not in left


def test_a_page_that_a_picture_does_not_have_is_refused(scanned):
    with pytest.raises(UnreadableError):
        draw(scanned, 2, (), 1, "")
