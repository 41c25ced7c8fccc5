"""隔离: a foreign file is parsed in a process of its own, with limits on memory and time.

What comes back is JSON: a parser that is misled by a file can give wrong text, but no objects.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
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
}
MEMORY: Final = 6 * 1024**3
"""Bytes of address space; recognising a scan maps some three gigabytes, a text layer a few hundred megabytes."""
SECONDS: Final[dict[str, int]] = {"pdf": 1500, "office": 60, "html": 30, "image": 60}
"""Seconds at most: a PDF may hold hundreds of scanned pages, each of which has a limit of its own."""
_LARGEST_ANSWER: Final = 64 * 1024 * 1024

log = logging.getLogger(__name__)


def read(kind: Kind, data: bytes, name: str, *, seconds: float | None = None) -> Source:
    """读入 a file of this kind apart. Raises UnreadableError with the reader's reason, or where a limit was met."""
    command = [sys.executable, "-m", "ingest.sandbox", kind, name]
    root = str(Path(__file__).resolve().parents[1])
    surroundings = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if key in os.environ}
    surroundings |= {"PYTHONPATH": root, "PYTHONIOENCODING": "utf-8", "OMP_NUM_THREADS": "2"}
    try:
        done = subprocess.run(  # noqa: S603 - our own module, nothing of the file in the command but its name
            command, input=data, capture_output=True, timeout=seconds or SECONDS[kind], env=surroundings, check=False
        )
    except subprocess.TimeoutExpired:
        raise UnreadableError(f"{name}：解析超过时间上限，文件可能有问题，未导入") from None
    if done.returncode != 0 or len(done.stdout) > _LARGEST_ANSWER:
        log.warning("a reader failed", extra={"kind": kind, "code": done.returncode, "said": done.stderr[-400:]})
        why = "占用内存超过上限" if b"MemoryError" in done.stderr or done.returncode < 0 else "内容损坏或不合规范"
        raise UnreadableError(f"{name}：解析失败（{why}），未导入")
    return _received(json.loads(done.stdout), name)


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
    kind, name = arguments
    _limit(MEMORY)
    module, function = READERS[kind]
    reader: Callable[[bytes, str], Source] = getattr(importlib.import_module(module), function)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    try:
        answer = asdict(reader(sys.stdin.buffer.read(), name))
    except UnreadableError as error:
        answer = {"unreadable": str(error)}
    out.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", errors="replace"))
    out.flush()
    os._exit(0)  # native libraries need not be taken down


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
