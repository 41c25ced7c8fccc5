"""A running application over a miniature store, without the real embedder (that takes seconds)."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from readings import Letters, reading
from running import application, listening
from servers import until

from corpus.disclosure import Reading
from corpus.problem import UnreadableError
from ingest.draft import draft_text
from ingest.load import read as ingested
from ingest.sources.picture import page_png
from qa.retrieval.index import PassageIndex
from qa.settings import Settings
from qa.web.app import create_app

TOKEN = "let-me-write"  # noqa: S105 - of this test server


def read(data: bytes, name: str) -> Reading:
    try:
        text = data.decode()
        made = reading(text, year=int(text.split("年度")[0][-4:]), source=name)
    except ValueError as error:
        raise UnreadableError(f"{name} 不是可读的文本：{error}") from None
    sha256 = hashlib.sha256(data).hexdigest()
    return replace(made, disclosure=replace(made.disclosure, sha256=sha256))


@pytest.fixture
def app(tmp_path, words):
    app = create_app(Settings(home=tmp_path, write_token=TOKEN), read, draft=draft_text, warm=False)
    home = app.state.mingzhang.home
    home.words = words
    home.__dict__["index"] = PassageIndex(home.store, tmp_path / "vectors", load=lambda _: Letters())
    home.store.put(reading())
    return app


@pytest.fixture
def client(app):
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def disclosure_id():
    return reading().disclosure.id


@pytest.fixture
def writer():
    return {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def finished(client):
    def wait(job_id: str) -> dict:
        def job() -> dict:
            return client.get(f"/api/jobs/{job_id}").json()

        until(lambda: job()["status"] in {"done", "failed"}, "the end of a job")
        return job()

    return wait


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser():
    """Closed with its module: while it is open its event loop runs, and no other test could run one of its own."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine (apt-get install chromium)")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory, words):
    """The application of the browser's tests: one invented disclosure, read by the real ingest; a stand-in embedder."""
    return application(tmp_path_factory.mktemp("home"), words, ingested, token=TOKEN, draw=page_png, draft=draft_text)


@pytest.fixture(scope="session")
def address(served):
    """Where the application is served."""
    with listening(served) as address:
        yield address


class Tabs:
    """Tabs of one window that all tests share: a new window, cold each time, would cost more than what is tested."""

    def __init__(self, browser, address: str) -> None:
        self.address = address
        self.complaints: list[str] = []
        self._window = browser.new_context(locale="zh-CN")
        self._tabs: list = []
        self._used = 0

    def forget(self) -> None:
        """As if the window were new: nothing is stored, nothing open but one tab, nothing complained of.

        The tab first goes to a file without scripts: an answer still under way could store its conversation after the
        clearing, and the next test would begin with it.
        """
        for tab in self._tabs[1:]:
            tab.close()
        del self._tabs[1:]
        self._window.set_offline(offline=False)
        for tab in self._tabs:
            tab.unroute_all(behavior="ignoreErrors")
            tab.goto(self.address + "/static/icon.svg")
            tab.evaluate("localStorage.clear(); sessionStorage.clear()")
        self._window.clear_cookies()
        self._used = 0
        self.complaints.clear()

    def visit(self, path: str = "/", *, width: int = 1280, height: int = 800, dark: bool = False):
        """The next tab, at ``path``."""
        if self._used == len(self._tabs):
            self._tabs.append(watched(self._window.new_page(), self))
        tab = self._tabs[self._used]
        self._used += 1
        tab.set_viewport_size({"width": width, "height": height})
        tab.emulate_media(media="screen", color_scheme="dark" if dark else "light")
        tab.goto(self.address + path)
        return tab


def watched(tab, tabs: Tabs):
    """A tab whose scripts may not complain, and that may ask no one but the server."""

    def foreign(request):
        if not request.url.startswith((tabs.address, "data:", "blob:")):
            tabs.complaints.append(f"asked {request.url}")

    tab.set_default_timeout(60_000)
    tab.on("pageerror", lambda error: tabs.complaints.append(str(error)))
    tab.on("console", lambda m: tabs.complaints.append(m.text) if "Content Security Policy" in m.text else None)
    tab.on("request", foreign)
    return tab


@pytest.fixture(scope="module")
def tabs(browser, address):
    return Tabs(browser, address)


@pytest.fixture
def opened(tabs):
    """Opens an address in a tab; at the end no script may have complained and no one else been asked."""
    tabs.forget()
    yield tabs.visit
    assert tabs.complaints == []
