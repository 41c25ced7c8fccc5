"""体检: whether a home is sound, and what in it is not: the database, its words' index, the originals, the rights."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from sqlalchemy import func, select, text

from corpus import faults, schema, talks
from corpus.originals import Originals
from corpus.sqlite import NAME, PRIVATE_FILE, PRIVATE_FOLDER
from corpus.store import Store

State = Literal["sound", "mended", "unsound"]


@dataclass(frozen=True, slots=True)
class Finding:
    """一项: what was looked at, how it is, and in words what is wrong with it, or what to do."""

    what: str
    state: State = "sound"
    said: str = ""

    @property
    def mended(self) -> Finding:
        """The same, put right."""
        return replace(self, state="mended")


def examined(store: Store, originals: Originals, home: Path, *, mend: bool) -> Iterator[Finding]:
    """体检 of a home's truth; with ``mend`` what can be put right without losing anything is."""
    damage = _damage(store)
    yield Finding("数据库", "unsound" if damage else "sound", damage)
    if damage:
        return
    yield _duplicates(store)
    yield _words(store, mend=mend)
    yield from _originals(store, originals, mend=mend)
    yield _rights(home, mend=mend)


def _damage(store: Store) -> str:
    """What is wrong with the database itself; empty where nothing is."""
    if not store.fts:
        return ""  # a server looks after itself
    try:
        with store.reading() as db:
            said = [row[0] for row in db.execute(text("pragma integrity_check(5)"))]
            loose = db.execute(text("pragma foreign_key_check")).first()
    except Exception as error:  # noqa: BLE001 - an edge: whatever a damaged file makes of a question
        return faults.told(error) or str(error)
    if said != ["ok"]:
        return "；".join(said) + "；用 mingzhang restore 恢复备份"
    return f"有行不属于任何文件：{loose[0]}" if loose else ""


def _duplicates(store: Store) -> Finding:
    """同一文件两份: two disclosures of one body, year, kind and scope; a question would find it twice."""
    keys = Counter((d.issuer, d.fiscal_year, d.kind, d.scope) for d in store.disclosures())
    twice = [f"{issuer} {year} {kind}" for (issuer, year, kind, _), n in keys.items() if n > 1]
    said = f"有 {len(twice)} 份重复：{'；'.join(twice[:5])}。删去旧的一份，或重新导入" if twice else ""
    return Finding("重复", "unsound" if twice else "sound", said)


def _words(store: Store, *, mend: bool) -> Finding:
    """词索引: every passage is in the index of words."""
    if not store.fts:
        return Finding("词索引")
    try:
        with store.reading() as db:
            passages = db.execute(select(func.count()).select_from(schema.passage)).scalar_one()
            indexed = db.execute(text("select count(*) from passage_words")).scalar_one()
            found = db.execute(text("select count(*) from passage_words where passage_words match '的 OR 元'"))
            found.scalar_one()
        said = "" if passages == indexed else f"段落 {passages} 条，索引 {indexed} 条"
    except Exception as error:  # noqa: BLE001 - as above
        said = faults.told(error) or str(error)
    if not said:
        return Finding("词索引")
    finding = Finding("词索引", "unsound", f"{said}；mingzhang doctor --mend 重建")
    if mend:
        store.index_words_anew()
        return finding.mended
    return finding


def _originals(store: Store, originals: Originals, *, mend: bool) -> Iterator[Finding]:
    held = store.files()
    kept = dict(originals.kept())
    broken = [name for name, path in kept.items() if _digest(path) != name]
    said = (
        f"{len(broken)} 份原件的内容与记录不符：{'、'.join(n[:12] for n in broken[:5])}；重新导入原来的文件"
        if broken
        else ""
    )
    finding = Finding("原件内容", "unsound" if broken else "sound", said)
    if broken and mend:
        for name in broken:
            originals.drop(name)
        finding = finding.mended
    yield finding
    loose = sorted(kept.keys() - held)
    finding = Finding("无主原件", "unsound" if loose else "sound", f"{len(loose)} 份不再属于任何文件" if loose else "")
    if loose and mend and originals.sweep(held):
        finding = finding.mended
    yield finding


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _rights(home: Path, *, mend: bool) -> Finding:
    """权限: nobody but the owner may look into the home, its database and its originals."""
    private = [home, home / "originals", home / NAME, home / talks.NAME, *(path for _, path in Originals(home).kept())]
    open_ = [path for path in private if path.exists() and path.stat().st_mode & 0o077]
    if not open_ or os.name == "nt":
        return Finding("权限")
    finding = Finding("权限", "unsound", f"{len(open_)} 个文件或文件夹别人也能看：{open_[0]}")
    if mend:
        with suppress(PermissionError):  # another's: he has to do it
            for path in open_:
                path.chmod(PRIVATE_FOLDER if path.is_dir() else PRIVATE_FILE)
            return finding.mended
    return finding
