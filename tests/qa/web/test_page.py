"""The page in a real browser: ask, read the figure, open the source at the marked quote."""

from __future__ import annotations

import shutil
import threading
import time
from dataclasses import replace

import pytest
import uvicorn
from readings import reading

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine (apt-get install chromium)")

QUESTION = "云溪区测试中心2022年三公经费支出是多少？"


@pytest.fixture
def address(app):
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser, address):
    page = browser.new_page()
    page.set_default_timeout(15_000)
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.goto(address)
    yield page
    page.close()


def ask(page, question):
    page.fill("#question", question)
    page.press("#question", "Enter")
    page.wait_for_selector(".answer:not([aria-busy])")


def test_a_question_shows_the_figure_and_its_source(page):
    ask(page, QUESTION)
    assert page.inner_text(".figure b") == "12.50"
    page.click(".cites button >> nth=0")
    page.wait_for_selector("dialog[open] mark")
    assert "12.50" in page.inner_text("dialog mark")
    assert page.complaints == []


def test_a_document_cannot_bring_markup_or_scripts_in(app, page):
    made = reading()
    evil = "<img src=x onerror=document.title='owned'>"
    disclosure = replace(made.disclosure, title=evil)
    app.state.mingzhang.home.store.put(replace(made, disclosure=disclosure))
    page.reload()
    ask(page, QUESTION)
    assert page.locator("main img").count() == 0
    assert page.locator("aside img").count() == 0
    assert "owned" not in page.title()


def test_the_page_works_by_keyboard_and_starts_afresh(page):
    ask(page, QUESTION)
    page.click("#fresh")
    assert page.locator(".answer").count() == 0
    assert page.evaluate("document.activeElement.id") == "question"


def test_an_error_is_shown_as_words(page):
    page.evaluate("document.querySelector('#shelf input').checked = true")
    page.evaluate("document.querySelector('#shelf input').value = 'nosuch'")
    ask(page, QUESTION)
    assert "nosuch" in page.inner_text(".answer")
