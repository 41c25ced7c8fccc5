"""守候: folders whose files are taken in as they arrive or change. The one door to watchfiles."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from watchfiles import Change, watch

from ingest.load import READABLE

QUIET: Final = 1.0
"""Seconds that a file must stay as it is to count as complete: copying one writes it bit by bit."""

_State = tuple[int, int]


def arrivals(
    folders: Sequence[Path], stop: threading.Event | None = None, quiet: float = QUIET
) -> Iterator[list[Path]]:
    """到达: files that came or changed, as soon as they are complete, those of one moment together.

    What is in the folders already is not told, nor what leaves them. Ends with ``stop`` or with Ctrl-C.
    """
    pending: dict[Path, _State | None] = {}
    tick = int(quiet * 1000)
    for changes in watch(
        *folders, stop_event=stop, raise_interrupt=False, debounce=tick, rust_timeout=tick, yield_on_timeout=True
    ):
        changed = {Path(name) for change, name in changes if change is not Change.deleted}
        for path in changed:
            if path.suffix.lower() in READABLE and not path.name.startswith("."):
                pending[path] = None
        complete = [path for path, before in pending.items() if path not in changed and _state(path) == before]
        for path in complete:
            del pending[path]
        pending = {path: state for path in pending if (state := _state(path)) is not None}
        if found := sorted(path for path in complete if path.is_file()):
            yield found


def _state(path: Path) -> _State | None:
    """Size and time of the last change; None where the file is gone."""
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_size, about.st_mtime_ns
