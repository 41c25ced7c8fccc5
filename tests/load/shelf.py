"""Two versions of some disclosures, homes that hold them, and what a home must be like whatever happened to it."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from readings import Letters

from corpus.originals import Originals
from corpus.soundness import examined
from corpus.store import Store, digest
from eval.invented_corpus import disclosures
from ingest.load import ingest
from qa.home import Home
from qa.settings import Settings

BODIES = 10
OLD = 3
"""Of the bodies, those that the home holds before anything happens."""

Whole = tuple[str, int, int, tuple[object, ...]]
"""All of a disclosure: its text's digest, how many passages and tables it has, and its figures."""


class Shelf:
    """``v1`` and ``v2``: the same bodies' files, all figures different; ``homes`` hold the old ones, all of v1, all of v2."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.questions: dict[str, str] = {}
        self.v1, self.v2 = (self._written(seed) for seed in (1, 2))
        self.whole: dict[str, Whole] = {}
        """What each file says, by its digest."""
        self.homes = {
            name: self._home(name, files) for name, files in (("old", self.v1[:OLD]), ("v1", self.v1), ("v2", self.v2))
        }

    def _written(self, seed: int) -> list[Path]:
        files = []
        for one in disclosures(BODIES, seed):
            files.append(self.folder / f"v{seed}" / one.name)
            files[-1].parent.mkdir(exist_ok=True, parents=True)
            files[-1].write_text(one.text, "utf-8")
            self.questions[one.name] = one.asked[1][0]
        return files

    def _home(self, name: str, files: Sequence[Path]) -> Path:
        with opened(self.folder / name) as home:
            ingest(files, home.store, originals=home.originals)
            home.index.sync()
            self.whole |= {d.sha256: whole(home.store, d.id) for d in home.store.disclosures()}
        return self.folder / name

    def copy(self, name: str, target: Path) -> Path:
        """A home of its own with the same content."""
        shutil.copytree(self.homes[name], target)
        return target


@contextmanager
def opened(home: Path) -> Iterator[Home]:
    """A home with letters counted for vectors, as the program of the tests has it."""
    found = Home(Settings.read(home=home))
    found.embed_by(lambda _: Letters())
    try:
        yield found
    finally:
        found.close()


def whole(store: Store, disclosure_id: str) -> Whole:
    """All that a store holds of a disclosure."""
    counts = store.counts(disclosure_id)
    return digest(store.text(disclosure_id)), counts["passages"], counts["tables"], tuple(store.facts(disclosure_id))


def held(home: Home) -> dict[str, str]:
    """File name and digest of each disclosure held."""
    return {d.source: d.sha256 for d in home.store.disclosures()}


def examine(shelf: Shelf, home: Home) -> dict[str, str]:
    """Whatever happened: the database is sound, nothing is half there and nothing twice, originals are whole. What is held."""
    wrong = [
        f"{finding.what}: {finding.said}"
        for finding in examined(home.store, Originals(home.settings.home), home.settings.home, mend=False)
        if finding.state != "sound" and finding.what != "无主原件"
    ]
    assert wrong == []
    found = home.store.disclosures()
    keys = Counter((d.issuer, d.fiscal_year, d.kind, d.scope) for d in found)
    assert max(keys.values(), default=1) == 1, f"twice: {keys}"
    for disclosure in found:
        assert whole(home.store, disclosure.id) == shelf.whole[disclosure.sha256], f"not whole: {disclosure.source}"
    return held(home)


def complete(shelf: Shelf, home: Path, files: Sequence[Path]) -> None:
    """What was interrupted is done once more; then it is as if it had not been interrupted, vectors and originals too."""
    with opened(home) as there:
        results = ingest(files, there.store, originals=there.originals)
        assert [r.message for r in results if r.outcome == "failed"] == []
        there.originals.sweep(there.store.files(), 0)
        there.index.sync()
    with opened(home) as there:
        assert examine(shelf, there) == {path.name: digest_of(path) for path in files}
        assert {name for name, _ in there.originals.kept()} == there.store.files()
        texts = {digest(passage.text) for passage in there.store.passages()}
        assert there.index.is_current()
        there.index.open()
        assert set(there.index._collection.get(include=[])["ids"]) == texts
        answer = there.asker.ask(shelf.questions[files[-1].name])
        assert answer.status == "answered", answer.answer
        assert answer.citations[0].quote in there.store.text(answer.citations[0].disclosure_id)


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
