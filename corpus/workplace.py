"""工作夹: a folder to work in beside what is made, gone at the end, and gone at the next time where its maker was killed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

try:
    import fcntl
except ImportError:  # not on Windows; there what one that was killed left is left
    fcntl = None  # type: ignore[assignment]

_HELD: Final = ".held"


@contextmanager
def workplace(beside: Path, prefix: str) -> Iterator[Path]:
    """A new folder of this prefix in the folder ``beside``, removed at the end.

    First those of the same prefix are removed whose makers have ended without removing them: they may hold copies of
    everything. One is told from one in use by a lock, which ends with the process that holds it.
    """
    with ExitStack() as held:
        with _locked(beside):
            for left in sorted(beside.glob(f"{prefix}*")):
                if left.is_dir() and _is_abandoned(left):
                    shutil.rmtree(left, ignore_errors=True)
            folder = Path(tempfile.mkdtemp(dir=beside, prefix=prefix))
            held.callback(shutil.rmtree, folder, ignore_errors=True)
            (folder / _HELD).touch()
            held.enter_context(_locked(folder / _HELD))
        yield folder


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One at a time; where there are no such locks, whoever comes."""
    handle = os.open(path, os.O_RDONLY) if fcntl is not None else None
    try:
        if handle is not None:
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _is_abandoned(folder: Path) -> bool:
    """Whether nobody works in it any more."""
    if fcntl is None:
        return False
    try:
        handle = os.open(folder / _HELD, os.O_RDONLY)
    except FileNotFoundError:
        return True  # its maker was killed before it was made known; while one is made, nobody looks
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True
