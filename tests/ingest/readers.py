"""Readers that a test's reading processes import by name."""

import hashlib
import os
import signal
import tempfile
import time
from pathlib import Path

from ingest.load import attempt


def dying(data, name):
    """Reads; a poisonous file ends the process, as a parser that runs out of memory does."""
    if "毒" in name:
        os.kill(os.getpid(), signal.SIGKILL)
    return attempt(data, name)


def mark_of(data: bytes) -> Path:
    return Path(tempfile.gettempdir()) / f"mingzhang-{hashlib.sha256(data).hexdigest()[:16]}"


def dying_once(data, name):
    """The first process that meets the mark dies of it, the next one does not."""
    if "险" in name and not mark_of(data).exists():
        mark_of(data).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return attempt(data, name)


def sleeping(_data, name):
    """Says which process it is, and never ends."""
    Path(name).with_suffix(".pid").write_text(str(os.getpid()))
    time.sleep(600)


class Lengths:
    """A model whose vector of a text is its length and a number of its own; of 进程号 it is its process."""

    def __init__(self, own: int) -> None:
        self.own = own

    def embed_documents(self, texts):
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text):
        return [float(os.getpid()), 0.0] if text == "进程号" else [float(len(text)), float(self.own)]
