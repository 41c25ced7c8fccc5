"""重读: disclosures read anew from their kept originals: by this version's readers, and masked by its rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from typing import Protocol

from corpus.disclosure import Disclosure, Fact, Reading
from corpus.meanwhile import each_held
from corpus.problem import MingzhangError, NoSuchDisclosureError
from ingest.privacy.masks import mask
from ingest.reading import read_together


class Store(Protocol):
    """库: what rereading needs of the store; see corpus.store.Store."""

    def disclosures(self) -> list[Disclosure]: ...  # noqa: D102
    def text(self, disclosure_id: str) -> str: ...  # noqa: D102
    def facts(self, disclosure_id: str) -> list[Fact]: ...  # noqa: D102
    def put(self, reading: Reading) -> list[str]: ...  # noqa: D102
    def taking_in(self, new: Disclosure) -> AbstractContextManager[None]: ...  # noqa: D102


@dataclass(slots=True)
class Reread:
    """重读的结果: ids that read otherwise now, that read as before, and those that could not be read, with the reason."""

    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


def unmasked(store: Store) -> list[str]:
    """漏遮: disclosures whose stored text, or whose file's name, holds what today's rules would mask."""
    return [
        d.id
        for d, text in each_held(store.disclosures(), lambda d: store.text(d.id))
        if any(mask(said)[1] for said in (text, *(part.source for part in d.parts or (d.part_at(0),))))
    ]


def reread(store: Store, find: Callable[[str], bytes | None], ids: Iterable[str] | None = None) -> Reread:
    """重读 all disclosures, or some; what reads as before is not written. ``find`` gives originals by their SHA-256.

    One that another replaces or deletes meanwhile is left as it then is.
    """
    done = Reread()
    wanted = None if ids is None else set(ids)
    for disclosure in store.disclosures():
        if wanted is not None and disclosure.id not in wanted:
            continue
        files = [(find(part.sha256), part.source) for part in disclosure.parts or (disclosure.part_at(0),)]
        whole = [(data, name) for data, name in files if data is not None]
        if len(whole) < len(files):
            done.failed[disclosure.id] = "没有保存原件，请重新导入"
            continue
        try:
            reading = read_together(whole)
        except MingzhangError as error:
            done.failed[disclosure.id] = str(error)
            continue
        reading = replace(reading, disclosure=replace(reading.disclosure, ingested_at=disclosure.ingested_at))
        with suppress(NoSuchDisclosureError), store.taking_in(disclosure):
            same = reading.text == store.text(disclosure.id) and reading.disclosure == disclosure
            if same and list(reading.facts) == store.facts(disclosure.id):
                done.same.append(disclosure.id)
            else:
                store.put(reading)
                done.changed.append(disclosure.id)
    return done
