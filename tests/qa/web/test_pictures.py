"""Pages of originals as pictures: boxed, held, refused in words; and the view of them in a real browser."""

from __future__ import annotations

import json
import struct
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect
from printed import printed
from readings import reading

from corpus.originals import Originals
from corpus.problem import UnreadableError
from ingest.load import read
from qa.web import pictures
from qa.web.drawn import Drawn

ORIGINAL = b"%PDF-1.7 of a test"
SEAL = Path(pictures.__file__).parent / "static" / "icon.svg"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


MARKS = [[0.1, 0.2, 0.3, 0.25]]
PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0" * 13) + chunk(b"tEXt", b"marks\0" + json.dumps(MARKS).encode())


class Drawer:
    """Draws nothing; remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[bytes, int, list[str], int]] = []
        self.texts: list[str] = []

    def __call__(self, data, number, quotes, nth, masked):
        self.asked.append((data, number, list(quotes), nth))
        self.texts.append(masked)
        if number > 2:
            raise UnreadableError("原件没有这一页")
        return PNG + chunk(b"IDAT", b"")


@pytest.fixture
def drawer(app):
    app.state.mingzhang.draw = Drawer()
    return app.state.mingzhang.draw


@pytest.fixture
def paged(app):
    """A disclosure of two pages whose original is kept; its id."""
    home = app.state.mingzhang.home
    made = reading()
    sha256 = Originals(home.settings.home).keep(ORIGINAL)
    about = replace(made.disclosure, sha256=sha256, media_type="application/pdf", pages=2)
    home.store.put(replace(made, disclosure=about))
    return about.id


def test_a_page_is_drawn_with_its_quotes_and_held(client, paged, drawer):
    path = f"/api/disclosures/{paged}/pages/2.png"
    first = client.get(path, params={"quote": ["公务接待费 3.20", "12.50"], "nth": 2})
    assert first.headers["content-type"] == "image/png"
    assert json.loads(first.headers["x-marks"]) == MARKS
    again = client.get(path, params={"quote": ["公务接待费 3.20", "12.50"], "nth": 2})
    assert again.content == first.content
    assert drawer.asked == [(ORIGINAL, 2, ["公务接待费 3.20", "12.50"], 2)]
    assert client.get(f"/api/disclosures/{paged}").json()["pictures"] is True


def test_a_browser_that_has_the_picture_is_not_sent_it_again(client, paged, drawer):
    path = f"/api/disclosures/{paged}/pages/1.png"
    tag = client.get(path).headers["etag"]
    same = client.get(path, headers={"if-none-match": tag})
    assert (same.status_code, same.content) == (304, b"")
    assert client.get(path, params={"quote": "合计"}).headers["etag"] != tag


@pytest.mark.parametrize(
    ("number", "status"), [("3", 404), ("0", 422), ("-1", 422), ("99999", 422), ("x", 422)], ids=str
)
def test_a_page_that_is_not_there_is_refused(client, paged, drawer, number, status):
    response = client.get(f"/api/disclosures/{paged}/pages/{number}.png")
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("quote", ["139" + "00001234", "公务接待费 9", ["合计", "林试例"]])
def test_words_that_the_text_does_not_hold_are_not_looked_for(client, paged, drawer, quote):
    response = client.get(f"/api/disclosures/{paged}/pages/1.png", params={"quote": quote})
    assert response.status_code == 422
    assert drawer.asked == []


def test_whoever_draws_is_told_what_the_text_shows_of_the_page(client, paged, drawer, app):
    assert client.get(f"/api/disclosures/{paged}/pages/1.png").status_code == 200
    assert drawer.texts == [app.state.mingzhang.home.store.text(paged)]


def test_pictures_are_made_by_few_and_the_others_are_asked_to_come_again(client, paged, app):
    free = threading.Event()
    started = threading.Semaphore(0)

    def slow(data, number, quotes, nth, masked):
        started.release()
        assert free.wait(30)
        return PNG

    state = app.state.mingzhang
    state.draw, state.drawn = slow, Drawn(at_once=1, waiting=1)
    path = f"/api/disclosures/{paged}/pages/1.png"
    with ThreadPoolExecutor(2) as readers:
        asked = [readers.submit(client.get, path, params={"nth": n}) for n in (1, 2)]
        assert started.acquire(timeout=30)
        while len(state.drawn._making) < 2:
            assert not any(one.done() for one in asked)
        refused = client.get(path, params={"nth": 3})
        assert client.get("/readyz").status_code in {200, 503}  # other routes answer meanwhile
        assert client.get("/api/disclosures").status_code == 200
        free.set()
        assert [one.result().status_code for one in asked] == [200, 200]
    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert client.get(path, params={"nth": 3}).status_code == 200


@pytest.mark.parametrize("query", [{"quote": ["字"] * 21}, {"quote": "字" * 2001}, {"quote": ""}, {"nth": 0}])
def test_too_much_to_box_is_refused(client, paged, drawer, query):
    assert client.get(f"/api/disclosures/{paged}/pages/1.png", params=query).status_code == 422
    assert drawer.asked == []


def test_an_original_that_was_not_kept_is_said_in_words(client, disclosure_id, drawer):
    response = client.get(f"/api/disclosures/{disclosure_id}/pages/1.png")
    assert response.status_code == 404
    assert "原件" in response.json()["detail"]
    assert client.get(f"/api/disclosures/{disclosure_id}").json()["pictures"] is False


def test_a_server_without_pictures_says_so(client, paged):
    assert client.get(f"/api/disclosures/{paged}/pages/1.png").status_code == 501


def test_a_picture_without_marks_has_none():
    assert pictures.marks(PNG[:40]) == "[]"
    assert pictures.marks(b"") == "[]"


@pytest.fixture(scope="module")
def pdf(served):
    """The PDF, taken in by the running server and taken out again."""
    home = served.state.mingzhang.home
    data = printed()
    made = read(data, "2024.pdf")
    Originals(home.settings.home).keep(data)
    home.store.put(made)
    yield made
    home.store.delete(made.disclosure.id)


def test_a_citation_of_a_pdf_opens_its_page_with_the_words_boxed(opened, pdf):
    start = pdf.text.index("410.00")
    page = opened(f"/documents/{pdf.disclosure.id}?start={start}&end={start + 6}")
    picture = page.locator(".paper img")
    page.locator(".box.of-row").first.wait_for()
    assert "410.00万元" in picture.get_attribute("alt")
    assert page.locator(".notice").count() == 0
    assert picture.evaluate("image => image.naturalWidth") > 500
    page.get_by_role("tab", name="文字").click()
    page.locator(".reading mark", has_text="410.00").wait_for()
    page.reload()
    page.locator(".reading mark", has_text="410.00").wait_for()  # what the reader likes is remembered
    page.get_by_role("tab", name="文字").press("ArrowLeft")
    picture.wait_for()
    assert page.get_by_role("button", name="下一页").is_disabled()


def test_the_cited_figure_of_a_page_is_boxed_in_its_sentence_and_large_enough_to_read(opened, pdf):
    start = pdf.text.index("2024年度支出合计")
    place = {
        "disclosure_id": pdf.disclosure.id,
        "start": start,
        "end": pdf.text.index("。", start) + 1,
        "page": 1,
        "value": "410.00",
    }
    place["quote"] = pdf.text[start : place["end"]]
    page = opened()
    page.evaluate("async place => (await import('/static/source.js')).open(place)", place)
    page.locator(".box.of-row").first.wait_for()
    page.locator(".box.of-cell").wait_for()
    cell, row = page.locator(".box.of-cell").bounding_box(), page.locator(".box.of-row").first.bounding_box()
    assert row["x"] < cell["x"] < row["x"] + row["width"]
    assert cell["height"] >= 14
    paper = page.locator(".paper").bounding_box()
    assert paper["y"] <= cell["y"] <= min(800, paper["y"] + paper["height"])
    larger = page.locator(".level").inner_text()
    page.get_by_role("button", name="缩小").click()
    assert page.locator(".level").inner_text() != larger


def test_pages_are_turned_by_number_by_key_and_by_press(opened):
    page = opened("/documents")
    page.route("**/pages/*.png", lambda route: route.fulfill(path=SEAL, content_type="image/svg+xml"))
    page.evaluate("""async () => {
        const { PageView } = await import('/static/pageview.js');
        const view = new PageView({ id: 'd', title: '某年预算', pages: 3 });
        document.querySelector('main').append(...view.element);
        await view.show(1);
    }""")
    box, shown = page.locator(".page-box"), page.locator(".paper img")
    expect(shown).to_have_attribute("alt", "《某年预算》第 1 页")
    box.fill("3")
    box.press("Enter")
    expect(shown).to_have_attribute("alt", "《某年预算》第 3 页")
    assert page.get_by_role("button", name="下一页").is_disabled()
    box.fill("9")
    box.press("Enter")
    expect(box).to_have_value("3")  # there is no such page
    page.locator(".paper").focus()
    page.keyboard.press("ArrowLeft")
    expect(shown).to_have_attribute("alt", "《某年预算》第 2 页")
    page.keyboard.press("+")
    expect(page.locator(".level")).to_have_text("130%")
    page.get_by_role("button", name="上一页").click()
    expect(shown).to_have_attribute("alt", "《某年预算》第 1 页")


def test_the_original_is_a_press_away(opened, pdf):
    page = opened(f"/documents/{pdf.disclosure.id}")
    page.get_by_role("tab", name="页面").click()
    link = page.get_by_role("link", name="原件")
    link.wait_for()
    answer = page.request.get(page.url.split("/documents")[0] + link.get_attribute("href"))
    assert answer.body().startswith(b"%PDF")
    assert answer.headers["content-disposition"].startswith("inline")


def test_an_original_that_a_browser_would_run_is_only_saved(app, client):
    home = app.state.mingzhang.home
    made = reading()
    sha256 = Originals(home.settings.home).keep(b"<script>alert(1)</script>")
    home.store.put(replace(made, disclosure=replace(made.disclosure, sha256=sha256, media_type="text/html")))
    answer = client.get(f"/api/disclosures/{made.disclosure.id}/original")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert client.get("/api/disclosures/nothing/original").status_code == 404


def test_a_lost_original_is_said_where_the_page_would_be(opened, pdf, served):
    originals = Originals(served.state.mingzhang.home.settings.home)
    kept = originals.find(pdf.disclosure.sha256)
    served.state.mingzhang.drawn = Drawn()
    page = opened("/documents")

    def lost(route):
        originals.drop(pdf.disclosure.sha256)
        route.continue_()

    page.route("**/pages/1.png*", lost)
    page.goto(f"{page.url}/{pdf.disclosure.id}")
    page.get_by_role("tab", name="页面").click()
    page.locator(".paper .notice", has_text="原件").wait_for()
    page.unroute("**/pages/1.png*")
    originals.keep(kept)
    page.get_by_role("button", name="重试").click()
    page.locator(".paper img").wait_for()
