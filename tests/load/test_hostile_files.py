"""Hostile and torn files are sent to a running server: it stays up, answers meanwhile, and its memory stays where it was.

``MINGZHANG_FUZZ_SECONDS`` is how long torn files of each kind are sent.
"""

from __future__ import annotations

import http.server
import io
import json
import os
import random
import sys
import threading
import time
import zipfile
from pathlib import Path
from typing import Self

import httpx
import pytest
from printed import LINES, printed
from servers import until
from service import Server
from shelf import opened

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ingest"))

import fuzz
from test_bounds import HOSTILE

SECONDS = float(os.environ.get("MINGZHANG_FUZZ_SECONDS", "10"))
GROWTH_MB = 100
QUESTION = {"question": "云溪区测试中心2024年度支出合计是多少？"}
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


class Listener:
    """Notes whoever asks it: no file may make the server ask anybody."""

    def __enter__(self) -> Self:
        self.asked: list[str] = []
        asked = self.asked

        class Noting(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_error(404)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Noting)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", part)
    return out.getvalue()


def word(body: str, before: str = "") -> bytes:
    return packed(word__document=f'{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')


def workbook(rows: str, before: str = "") -> bytes:
    book = f'<workbook xmlns="{SHEET}"><sheets><sheet name="a" sheetId="1"/></sheets></workbook>'
    return packed(xl__workbook=book, xl__worksheets__sheet1=f'{before}<worksheet xmlns="{SHEET}">{rows}</worksheet>')


def hostile(address: str) -> dict[str, bytes]:
    """Small files that ask for much: spans, far cells, depth, entities inside and outside, pages elsewhere."""
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="{n}"/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>'
    dtd = '<!DOCTYPE x [<!ENTITY e SYSTEM "{where}">]>'
    found = {name: data for name, (data, _) in HOSTILE.items()}
    for n in (-1, 10**5, 10**8):
        found[f"spans {n}"] = word(f"<w:tbl>{'<w:tr>' + cell.format(n=n) + '</w:tr>'}</w:tbl>")
        found[f"many spans {n}"] = word(f"<w:tbl>{('<w:tr>' + cell.format(n=n) + '</w:tr>') * 200}</w:tbl>")
        found[f"before {n}"] = word(
            f'<w:tbl><w:tr><w:trPr><w:gridBefore w:val="{n}"/></w:trPr>{cell.format(n=1)}</w:tr></w:tbl>'
        )
    for where in ("A1048576", "XFD1", "ZZZZZZ9", "A99999999", "A0", "1"):
        found[f"far {where}"] = workbook(f'<sheetData><row r="1"><c r="{where}"><v>1</v></c></row></sheetData>')
    found["wide"] = workbook('<sheetData><row r="1">' + "<c><v>1</v></c>" * 500_000 + "</row></sheetData>")
    found["dimension"] = workbook('<dimension ref="A1:XFD1048576"/><sheetData/>')
    found["deep"] = word("<w:p>" * 50_000 + "</w:p>" * 50_000)
    found["deep page"] = ("<div>" * 100_000 + "一").encode()
    found["a page of lists"] = ("<ul><li>一" * 30_000).encode()
    for where in ("file:///etc/passwd", f"{address}/seen"):
        for padding in ("", " " * 5_000):
            found[f"outside {where} {len(padding)}"] = word(
                "<w:p><w:r><w:t>&e;</w:t></w:r></w:p>", padding + dtd.format(where=where)
            )
            found[f"outside sheet {where} {len(padding)}"] = workbook("<sheetData/>", padding + dtd.format(where=where))
    found["a page that asks"] = (
        f'<html><link rel="stylesheet" href="{address}/a.css"><img src="{address}/b.png"><p>一</p></html>'.encode()
    )
    found["spans of a page"] = b'<table><tr><td colspan="100000000" rowspan="100000000">1</td></tr></table>' * 50
    found["wide prose"] = "基本支出1万元，项目支出2万元，其中人员经费3万元。".encode() * 3_000
    found["one line"] = "1万元、".encode() * 50_000
    found["null"] = b"\0" * 100_000
    return found


@pytest.fixture
def server(tmp_path):
    with opened(tmp_path / "home"):
        pass
    server = Server(tmp_path / "home")
    until(lambda: server.client.get("/healthz").status_code == 200, "the server")
    server.upload(printed(LINES), "决算.pdf")
    yield server
    server.end()


def test_the_server_stays_as_it_was(server, capsys):
    seen: dict[int, int] = {}
    with Listener() as listener:
        files = hostile(listener.address)
        server.client.timeout = httpx.Timeout(600)
        for name, data in list(files.items())[:5]:
            sent(server, data, name, seen)
        before = server.memory()
        for name, data in files.items():
            sent(server, data, name, seen)
        hostile_growth = server.memory() - before
        dice, torn = random.Random(int(time.time())), 0  # noqa: S311 - a test's choice
        for kind in ("pdf", "docx", "xlsx"):
            fuzz.SEEDS[:] = fuzz.seeds(kind)
            end = time.monotonic() + SECONDS
            while time.monotonic() < end:
                sent(server, fuzz.cases(kind, dice), f"云溪区第{torn}中心.{kind}", seen)
                torn += 1
        grown = server.memory() - before
        asked = list(listener.asked)
    told = {
        "hostile": len(files),
        "torn": torn,
        "answers": seen,
        "growth MB": [round(hostile_growth), round(grown)],
        "asked": asked,
    }
    with capsys.disabled():
        sys.stdout.write(f"\nhostile files: {json.dumps(told)}\n")
    assert asked == []
    assert not {status for status in seen if status >= 500}, server.complaints()
    assert grown <= GROWTH_MB
    answer = server.client.post("/api/ask", json=QUESTION)
    assert answer.status_code == 200
    assert "root:" not in answer.text


def sent(server: Server, data: bytes, name: str, seen: dict[int, int]) -> None:
    """Upload, and ask for the picture of what was taken in; what was taken in goes again."""
    reply = server.client.post("/api/disclosures", files={"file": (name, data)})
    seen[reply.status_code] = seen.get(reply.status_code, 0) + 1
    if reply.status_code == 202:
        named = reply.json()["disclosure_id"]
        server.client.get(f"/api/disclosures/{named}/pages/1.png")
        server.client.delete(f"/api/disclosures/{named}")
