"""隔离: a foreign file is parsed in a process of its own, with limits on memory and time.

What comes back is JSON: a parser that is misled by a file can give wrong text, but no objects.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import select
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final, Literal

from corpus.problem import Problem, UnreadableError
from ingest.original import Source

Kind = Literal["pdf", "office", "html", "image"]
"""格式 that are parsed apart."""

READERS: Final[dict[str, tuple[str, str]]] = {
    "pdf": ("ingest.pdf", "read_pdf"),
    "office": ("ingest.office", "read_office"),
    "html": ("ingest.html", "read_html"),
    "image": ("ingest.scan", "read_image"),
    "picture": ("ingest.picture", "draw_asked"),
}
MEMORY: Final = 6 * 1024**3
"""Bytes of address space; recognising a scan maps some three gigabytes, a text layer a few hundred megabytes."""
SECONDS: Final[dict[str, int]] = {"pdf": 1500, "office": 240, "html": 30, "image": 60}
"""Seconds at most: a PDF may hold hundreds of scanned pages, a document dozens of pictures of tables."""
_LATE: Final = "解析超过时间上限，文件可能有问题，未导入"
_LARGE: Final = "解析占用内存超过上限，文件可能有问题，未导入"
_BROKEN: Final = "解析失败，内容损坏或不合规范，未导入"
_OURS: Final = (_LATE, _LARGE, _BROKEN)
_LARGEST_ANSWER: Final = 64 * 1024 * 1024

log = logging.getLogger(__name__)


def read(kind: Kind, data: bytes, name: str, *, seconds: float | None = None) -> Source:
    """读入 a file of this kind apart. Raises UnreadableError with the reader's reason, or where a limit was met."""
    try:
        return _received(json.loads(apart([kind, name], data, seconds or SECONDS[kind])), name)
    except UnreadableError as error:
        raise UnreadableError(f"{name}：{error}") if str(error) in _OURS else error from None


def apart(arguments: Sequence[str], data: bytes, seconds: float) -> bytes:
    """What the process apart answers. Raises UnreadableError where it meets a limit or fails."""
    command = [sys.executable, "-m", "ingest.sandbox", *arguments]
    root = str(Path(__file__).resolve().parents[1])
    surroundings = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if key in os.environ}
    surroundings |= {"PYTHONPATH": root, "PYTHONIOENCODING": "utf-8", "OMP_NUM_THREADS": "2"}
    try:
        done = subprocess.run(  # noqa: S603 - our own module, nothing of the file in the command but its name
            command, input=data, capture_output=True, timeout=seconds, env=surroundings, check=False
        )
    except subprocess.TimeoutExpired:
        raise UnreadableError(_LATE) from None
    if done.returncode != 0 or len(done.stdout) > _LARGEST_ANSWER:
        said = {"asked": arguments[0], "code": done.returncode, "said": done.stderr[-400:]}
        log.warning("a reader failed", extra=said)
        raise UnreadableError(_LARGE if b"MemoryError" in done.stderr or done.returncode < 0 else _BROKEN)
    return done.stdout


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
    asked, argument = arguments
    _limit(MEMORY)
    module, function = READERS[asked]
    reader: Callable[[bytes, str], Source | bytes] = getattr(importlib.import_module(module), function)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    threading.Thread(target=_end_with, args=(out.fileno(),), daemon=True).start()
    try:
        found = reader(sys.stdin.buffer.read(), argument)
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


def _limit(memory: int) -> None:
    """Limits of this process, where the system has them."""
    try:
        import resource  # noqa: PLC0415 - not everywhere
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(sys.argv[1:])
