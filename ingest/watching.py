"""守候: folders whose files are taken in as they arrive or change. The one door to watchfiles."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from watchfiles import Change, watch
from watchfiles._rust_notify import WatchfilesRustInternalError

from ingest.folders import inside, is_inside
from ingest.load import READABLE

log = logging.getLogger(__name__)

QUIET: Final = 1.0
"""Seconds that a file must stay as it is to count as complete: copying one writes it bit by bit."""

_MISSED: Final = 60.0
"""Seconds back from which files are told anew where watching broke off: none that came meanwhile is missed."""

_State = tuple[int, int]


def arrivals(
    folders: Sequence[Path], stop: threading.Event | None = None, quiet: float = QUIET
) -> Iterator[list[Path]]:
    """到达: files that came or changed, as soon as they are complete, those of one moment together.

    What is in the folders already is not told, nor what leaves them. Ends with ``stop`` or with Ctrl-C.
    """
    pending: dict[Path, _State | None] = {}
    roots = [folder.resolve() for folder in folders]
    for changed in _changes(folders, stop, quiet):
        for path in changed:
            if path.suffix.lower() in READABLE and not path.name.startswith("."):
                pending[path] = None
        complete = [path for path, before in pending.items() if path not in changed and _state(path) == before]
        for path in complete:
            del pending[path]
        pending = {path: state for path in pending if (state := _state(path)) is not None}
        if found := sorted(path for path in complete if any(is_inside(path, root) for root in roots)):
            yield found


def _changes(folders: Sequence[Path], stop: threading.Event | None, quiet: float) -> Iterator[set[Path]]:
    """What changed, every so often; by looking into the folders where the system cannot tell: a name is no UTF-8."""
    tick = int(quiet * 1000)
    try:
        for changes in watch(
            *folders, stop_event=stop, raise_interrupt=False, debounce=tick, rust_timeout=tick, yield_on_timeout=True
        ):
            yield {Path(name) for change, name in changes if change is not Change.deleted}
    except WatchfilesRustInternalError as error:
        log.warning("the folders are looked into every %.0f s from now on: %s", quiet, error)
        yield from _looked(folders, stop, quiet)


def _looked(folders: Sequence[Path], stop: threading.Event | None, quiet: float) -> Iterator[set[Path]]:
    """The files that changed within the last moments, then those between one look and the next."""
    ended = stop or threading.Event()
    since = time.time_ns() - int(_MISSED * 1e9)
    seen = {path: state for path, state in _states(folders).items() if state[1] < since}
    while not ended.is_set():
        now = _states(folders)
        yield {path for path, state in now.items() if seen.get(path) != state}
        seen = now
        ended.wait(quiet)


def _states(folders: Sequence[Path]) -> dict[Path, _State]:
    found = {path: _state(path) for folder in folders for path in inside(folder, READABLE)}
    return {path: state for path, state in found.items() if state is not None}


def _state(path: Path) -> _State | None:
    """Size and time of the last change; None where the file is gone."""
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_size, about.st_mtime_ns
