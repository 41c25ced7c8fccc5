"""稿件: a paragraph printed as a Word file and as a PDF whose lines a page has cut."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

LINE = 30
"""Characters on a line of the PDF."""


def word(paragraphs: Sequence[str]) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(paragraphs: Sequence[str]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont("STSong-Light", 14)
    y = 780
    for paragraph in paragraphs:
        printed = "　　" + paragraph
        for start in range(0, len(printed), LINE):
            canvas.drawString(80, y, printed[start : start + LINE])
            y -= 24
    canvas.save()
    return out.getvalue()
