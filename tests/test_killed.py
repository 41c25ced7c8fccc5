"""Ingest killed at any moment: the old index goes on answering, no half document is there, and the next run mends all."""

import io
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus.store import digest
from ingest import load
from qa.home import Home
from qa.retrieval.nano import Nano
from qa.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
TEXT = """{issuer}2030年部门预算

第一部分 {issuer}概况

一、主要职能

承担{issuer}的测试工作，服务企业与居民，并完成上级交办的事项。

第二部分 情况说明

一、收支预算总体安排情况

2030年部门预算总收入{amount}万元，比2029年预算增加3.00万元。其中：基本支出60.00万元，项目支出20.50万元。

第三部分 名词解释

一、{issuer}的基本支出：指维持机构运转和日常工作所花的钱。
"""
OLD, NEW = "南川市云溪区测试中心", ("南川市白石区测试中心", "南川市松林区测试中心", "南川市乌溪区测试中心")
STOPPED = """
import importlib, os, signal, sys
import qa.retrieval.index, qa.retrieval.nano
qa.retrieval.index.BATCH = 2
qa.retrieval.nano.Nano.embed_documents = lambda self, texts: [self.embed_query(text) for text in texts]
module, owner, name, nth = sys.argv[1:5]
holder = importlib.import_module(module)
holder = getattr(holder, owner) if owner else holder
real, calls = getattr(holder, name), []
def stopping(*positional, **named):
    calls.append(1)
    if len(calls) == int(nth):
        os.kill(os.getpid(), signal.SIGSTOP)
    return real(*positional, **named)
setattr(holder, name, stopping)
import mingzhang
mingzhang.main(sys.argv[5:])
"""
"""The command line, stopped where the test kills it: at the ``nth`` call of a function.

Passages are embedded as questions are, without the seconds that loading torch takes.
"""
MOMENTS = {
    "while the second file is parsed": ("ingest.load", "", "read", "2"),
    "while the second is written": ("corpus.writing", "", "_if_missing", "4"),
    "before the vectors": ("qa.retrieval.index", "PassageIndex", "sync", "1"),
    "amid the vectors": ("chromadb", "Collection", "upsert", "2"),
}

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system has no process groups")


@contextmanager
def opened(home: Path) -> Iterator[Home]:
    there = Home(Settings.read(home=home))
    try:
        yield there
    finally:
        there.store.close()


def run(home: Home, *files: Path) -> None:
    """What the command does, in this process."""
    results = load.ingest(files, home.store)
    assert not [result.message for result in results if result.outcome == "failed"]
    home.index.sync()


def ids(home: Home) -> dict[str, list[str]]:
    """All that is in the store, and each of its texts' vectors."""
    found = {}
    for disclosure in home.store.disclosures():
        of = disclosure.id
        passages = home.store.passages([of])
        counted = {
            "passages": [passage.id for passage in passages],
            "tables": [table.id for table in home.store.tables(of)],
            "facts": [fact.id for fact in home.store.facts(of)],
        }
        assert home.store.counts(of) == {name: len(held) for name, held in counted.items()}, "half a document"
        assert home.store.text(of)
        found[of] = [held for part in counted.values() for held in part]
    return found


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[Path], Path]]:
    """A home that holds one disclosure, files to come, and a home that took them in undisturbed."""
    folder = tmp_path_factory.mktemp("killed")
    files = []
    for n, issuer in enumerate((OLD, *NEW)):
        files.append(folder / f"{n}.txt")
        files[-1].write_text(TEXT.format(issuer=issuer, amount=f"8{n}.50"), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Nano, "embed_documents", lambda self, texts: [self.embed_query(text) for text in texts])
        with opened(folder / "old") as home:
            run(home, files[0])
        shutil.copytree(folder / "old", folder / "whole")
        with opened(folder / "whole") as home:
            run(home, *files[1:])
        yield folder / "old", files[1:], folder / "whole"


@pytest.mark.sqlite
@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_it_leaves_the_old_index_answering_and_the_next_run_completes(
    moment: str, places: tuple[Path, list[Path], Path], tmp_path: Path
) -> None:
    old, files, whole = places
    home = tmp_path / "home"
    shutil.copytree(old, home)
    killed = subprocess.Popen(
        [sys.executable, "-c", STOPPED, *MOMENTS[moment], "ingest", "--home", str(home), *map(str, files)],
        cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status = os.waitpid(killed.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status), "it ended before the moment came"
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    with opened(home) as there, opened(whole) as undisturbed:
        want = ids(undisturbed)
        assert want.items() >= ids(there).items()
        answer = there.asker.ask(f"{OLD}2030年部门预算总收入是多少？", None, None).as_dict()
        assert (answer["status"], answer["figures"][0]["value"]) == ("answered", "80.50")
        assert there.index.search("负责什么工作", k=3)
    with opened(home) as there:
        run(there, *files)
        assert ids(there) == want
        assert there.index.is_current()
        texts = {digest(passage.text) for passage in there.store.passages()}
        assert set(there.index._collection.get(include=[])["ids"]) == texts


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are listed in /proc alone")
def test_a_reader_does_not_outlive_who_asked_it(tmp_path: Path) -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    for _ in range(450):
        canvas.drawString(72, 700, "page " * 20)
        canvas.showPage()
    canvas.save()
    (tmp_path / "long.pdf").write_bytes(out.getvalue())
    command = [sys.executable, "-m", "mingzhang", "ingest", "--home", str(tmp_path / "home"), str(tmp_path)]
    parent = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL)
    child = _soon(lambda: Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split())
    parent.kill()
    parent.wait()
    assert _soon(lambda: not _alive(int(child[0])))


def _soon(what: object) -> list[str]:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if found := what():  # type: ignore[operator]
            return found  # type: ignore[no-any-return]
        time.sleep(0.05)
    raise AssertionError("it did not come to pass in ten seconds")


def _alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False
