"""A PDF of one page, written by the tests: what a body prints, line by line."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

LINES = (
    "云溪区测试中心2024年度部门决算",
    "第一部分 决算情况说明",
    "一、支出决算情况说明",
    "2024年度支出合计700.00万元，其中：基本支出410.00万元，项目支出290.00万元。",
    "二、“三公”经费支出决算情况说明",
    "2024年度“三公”经费支出决算为1.20万元，其中：公务接待费支出决算1.20万元。",
)


def printed(lines: Sequence[str] = LINES, size: int = 12) -> bytes:
    """The lines in letters of this size; the same bytes for the same lines."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(700, 842), invariant=1)
    canvas.setFont("STSong-Light", size)
    for n, line in enumerate(lines):
        canvas.drawString(60, 760 - 30 * n, line)
    canvas.save()
    return out.getvalue()
