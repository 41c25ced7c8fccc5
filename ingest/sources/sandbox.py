"""隔离: a foreign file is parsed in a process of its own, with limits on memory and time.

What comes back is JSON: a parser that is misled by a file can give wrong text, but no objects.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import logging
import math
import os
import select
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import IO, Final, Literal

from corpus.problem import Problem, UnreadableError
from ingest.sources.original import Source

Kind = Literal["pdf", "office", "html", "image"]
"""格式 that are parsed apart."""

READERS: Final[dict[str, tuple[str, str]]] = {
    "pdf": ("ingest.sources.pdf", "read_pdf"),
    "office": ("ingest.sources.office", "read_office"),
    "html": ("ingest.sources.html", "read_html"),
    "image": ("ingest.sources.scan", "read_image"),
    "picture": ("ingest.sources.picture", "draw_asked"),
}
MEMORY: Final = 6 * 1024**3
"""Bytes of address space; recognising a scan maps some three gigabytes, a text layer a few hundred megabytes."""
SECONDS: Final[dict[str, int]] = {"pdf": 2400, "office": 240, "html": 30, "image": 90}
"""Processor seconds at most: a PDF may hold hundreds of scanned pages, a document dozens of pictures of tables."""
_LEAST: Final = 120
_A_MEGABYTE: Final = 400
"""Processor seconds for any file, and for each megabyte: a page of a scan has some 30 kB and takes some 8 seconds."""
_PATIENCE: Final = 3
"""Times as long on the clock: a busy machine is no fault of the file."""
_OUT_OF_TIME: Final = 24
"""The signal that ends a process at its limit of processor time (SIGXCPU)."""
_LATE: Final = "解析超过时间上限，文件可能有问题，未导入"
_LARGE: Final = "解析占用内存超过上限，文件可能有问题，未导入"
_BROKEN: Final = "解析失败，内容损坏或不合规范，未导入"
_OURS: Final = (_LATE, _LARGE, _BROKEN)
LARGEST_ANSWER: Final = 24 * 1024 * 1024
"""Bytes that a reader may say: the text of thousands of pages, or a picture."""

log = logging.getLogger(__name__)


def read(kind: Kind, data: bytes, name: str, *, seconds: float | None = None) -> Source:
    """读入 a file of this kind apart. Raises UnreadableError with the reader's reason, or where a limit was met."""
    cpu = min(SECONDS[kind], _LEAST + _A_MEGABYTE * len(data) / 2**20)
    try:
        return _received(json.loads(apart(kind, name, data, seconds or _PATIENCE * cpu, cpu)), name)
    except UnreadableError as error:
        raise UnreadableError(f"{name}：{error}") if str(error) in _OURS else error from None


def apart(asked: str, argument: str, data: bytes, seconds: float, cpu: float | None = None) -> bytes:
    """What the process apart answers within ``seconds`` and ``cpu`` seconds of processor time (as many if not given).

    The ``argument`` (a file's name, what is to be drawn) goes the way of the data: a command has no room for long
    ones, and nothing of a file is ever part of a command. Raises UnreadableError where a limit is met or it fails.
    """
    command = [sys.executable, "-m", "ingest.sources.sandbox", asked, str(math.ceil(cpu or seconds))]
    root = str(Path(__file__).resolve().parents[1])
    surroundings = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if key in os.environ}
    surroundings |= {"PYTHONPATH": root, "PYTHONIOENCODING": "utf-8", "OMP_NUM_THREADS": "2"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=surroundings) as process:  # noqa: S603
        answer, said, late = _heard(process, argument.encode("utf-8", errors="replace"), data, seconds)
    code = process.returncode
    if late or code == -_OUT_OF_TIME:
        raise UnreadableError(_LATE)
    if code != 0 or len(answer) > LARGEST_ANSWER:
        log.warning("a reader failed", extra={"asked": asked, "code": code, "said": said})
        full = b"MemoryError" in said or code < 0 or len(answer) > LARGEST_ANSWER
        raise UnreadableError(_LARGE if full else _BROKEN)
    return answer


def _heard(process: subprocess.Popen[bytes], head: bytes, data: bytes, seconds: float) -> tuple[bytes, bytes, bool]:
    """What a process said to what it was sent, the end of its complaints, and whether it was stopped for being late.

    No more is kept of an answer than may be: a process that says more is stopped.
    """
    assert process.stdin and process.stdout and process.stderr  # noqa: S101, PT018 - they are pipes
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    ended = threading.Timer(seconds, stop)
    complaints = bytearray()

    def feed(into: IO[bytes]) -> None:
        with contextlib.suppress(OSError), into:
            into.write(len(head).to_bytes(8) + head)
            into.write(data)

    def listen(to: IO[bytes]) -> None:
        while piece := to.read1(65536) if isinstance(to, io.BufferedReader) else to.read(65536):
            complaints.extend(piece)
            del complaints[:-400]

    helpers = [
        threading.Thread(target=feed, args=(process.stdin,)),
        threading.Thread(target=listen, args=(process.stderr,)),
    ]
    for helper in (*helpers, ended):
        helper.daemon = True
        helper.start()
    try:
        answer = process.stdout.read(LARGEST_ANSWER + 1)
        if len(answer) > LARGEST_ANSWER:
            process.kill()
        process.wait()
    finally:
        process.kill()
        ended.cancel()
    for helper in helpers:
        helper.join()
    return answer, bytes(complaints), late.is_set()


def _received(answer: dict[str, object], name: str) -> Source:
    if isinstance(reason := answer.get("unreadable"), str):
        raise UnreadableError(reason)
    problems = answer.get("problems")
    listed = problems if isinstance(problems, list) else []
    if not isinstance(answer.get("text"), str):
        raise UnreadableError(f"{name}：解析失败，未导入")
    return Source(
        text=str(answer["text"]),
        media_type=str(answer["media_type"]),
        is_paged=bool(answer["is_paged"]),
        is_wrapped=None if answer["is_wrapped"] is None else bool(answer["is_wrapped"]),
        problems=tuple(Problem(**problem) for problem in listed),
    )


def main(arguments: list[str]) -> None:
    """The process apart: reads one file from standard input, answers on standard output."""
    asked, cpu = arguments
    _limit(MEMORY, int(cpu))
    module, function = READERS[asked]
    reader: Callable[[bytes, str], Source | bytes] = getattr(importlib.import_module(module), function)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    threading.Thread(target=_end_with, args=(out.fileno(),), daemon=True).start()
    try:
        sent = sys.stdin.buffer.read()
        size = 8 + int.from_bytes(sent[:8])
        found = reader(sent[size:], sent[8:size].decode("utf-8"))
        answer = found if isinstance(found, bytes) else _packed(asdict(found))
    except UnreadableError as error:
        answer = _packed({"unreadable": str(error)})
    out.write(answer)
    out.flush()
    os._exit(0)  # native libraries need not be taken down


def _end_with(answer: int) -> None:
    """End this process as soon as nobody is left to read its answer: whoever asked was killed."""
    if hasattr(select, "poll"):
        reader = select.poll()
        reader.register(answer, 0)  # errors alone, and these are always told
        reader.poll()
        os._exit(1)


def _packed(answer: dict[str, object]) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", errors="replace")


def _limit(memory: int, cpu: int) -> None:
    """Limits of this process, where the system has them."""
    try:
        import resource  # noqa: PLC0415 - not everywhere
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))


if __name__ == "__main__":
    main(sys.argv[1:])
