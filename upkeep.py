"""保养 on the command line: doctor, backup, restore, privacy. They need both sides of the wall and stand beside it."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.problem import MingzhangError, MisuseError
from qa.settings import Settings

if TYPE_CHECKING:
    from corpus.backup import Saved
    from corpus.originals import Originals
    from corpus.soundness import Finding
    from qa.home import Home

app = typer.Typer(add_completion=False)

HomeOption = Annotated[Path | None, typer.Option("--home", help="The folder that holds all state.", show_default=False)]
SIGNS = {"sound": "✓", "mended": "＋", "unsound": "×"}


@app.command(epilog="Examples:\n\nmingzhang doctor\n\nmingzhang doctor --mend")
def doctor(
    home: HomeOption = None,
    *,
    mend: Annotated[bool, typer.Option("--mend", help="Put right what can be without losing anything.")] = False,
    reread: Annotated[bool, typer.Option("--reread", help="Read all originals anew, as this version reads.")] = False,
) -> None:
    """Look whether all that is kept is sound: database, indexes, originals, rights, masks."""
    sick = 0
    for finding in _findings(_opened(home), mend=mend, reread=reread):
        sick += finding.state == "unsound"
        typer.echo(f"{SIGNS[finding.state]} {finding.what}" + (f"：{finding.said}" if finding.said else ""))
    raise typer.Exit(1 if sick else 0)


def _findings(home: Home, *, mend: bool, reread: bool) -> Iterator[Finding]:
    """What is found, in the order in which one thing rests on another."""
    from corpus.originals import Originals  # noqa: PLC0415 - for this command alone
    from corpus.soundness import examined  # noqa: PLC0415

    originals = Originals(home.settings.home)
    for finding in examined(home.store, originals, home.settings.home, mend=mend):
        yield finding
        if finding.what == "数据库" and finding.state == "unsound":
            return
    if reread:
        yield _reread(home, originals)
    yield _masks(home, originals, mend=mend)
    yield _vectors(home, mend=mend)


def _masks(home: Home, originals: Originals, *, mend: bool) -> Finding:
    """遮盖: nothing is kept that today's rules would mask."""
    from corpus.soundness import Finding  # noqa: PLC0415 - as above
    from ingest.rereading import reread, unmasked  # noqa: PLC0415

    found = unmasked(home.store)
    if not found:
        return Finding("遮盖")
    said = f"{len(found)} 份由旧版本读入，有漏遮的个人信息：{'、'.join(found[:5])}"
    if mend and not reread(home.store, originals.find, found).failed and not unmasked(home.store):
        return Finding("遮盖", "mended", said)
    return Finding("遮盖", "unsound", f"{said}；mingzhang doctor --mend 重读，没有原件的请重新导入或删除")


def _reread(home: Home, originals: Originals) -> Finding:
    from corpus.soundness import Finding  # noqa: PLC0415 - as above
    from ingest.rereading import reread  # noqa: PLC0415

    done = reread(home.store, originals.find)
    said = f"{len(done.same)} 份不变，{len(done.changed)} 份按现在的读法更新"
    if done.failed:
        reasons = "；".join(f"{one}：{why}" for one, why in list(done.failed.items())[:5])
        return Finding("重读", "unsound", f"{said}，{len(done.failed)} 份未能重读（{reasons}）")
    return Finding("重读", "mended" if done.changed else "sound", said)


def _vectors(home: Home, *, mend: bool) -> Finding:
    """向量: the index opens and mirrors the store; it can be made again at any time."""
    from corpus.soundness import Finding  # noqa: PLC0415 - as above

    if home.is_read_only:
        return Finding("向量", said="只读，不用向量")
    try:
        home.index.open()
        if home.is_mirrored():
            return Finding("向量")
        said = "还没有跟上数据库"
    except Exception as error:  # noqa: BLE001 - an edge: whatever a damaged index makes of being opened
        said = f"打不开（{type(error).__name__}）"
    if not mend:
        return Finding("向量", "unsound", f"{said}；mingzhang doctor --mend 重建，其间按词回答")
    if said.startswith("打不开"):
        shutil.rmtree(home.settings.home / "vectors", ignore_errors=True)
        home = _opened(home.settings.home)
    home.sync()
    return Finding("向量", "mended", said)


@app.command(epilog="Example:\n\nmingzhang backup 明账-2030-01-31.tar.gz")
def backup(
    target: Annotated[Path, typer.Argument(help="The file to write, such as mingzhang-2030-01-31.tar.gz.")],
    home: HomeOption = None,
) -> None:
    """Write database and originals to one file, verified; others may go on working meanwhile."""
    from corpus.backup import backup as save  # noqa: PLC0415 - for this command alone

    settings = Settings.read(home=home)
    if settings.database_url:
        raise MisuseError("数据库在服务器上：用它自己的工具备份，如 pg_dump")
    typer.echo(_saved("已备份", save(settings.home, target)))


@app.command(epilog="Example:\n\nmingzhang restore 明账-2030-01-31.tar.gz --home 新目录/")
def restore(
    archive: Annotated[Path, typer.Argument(help="A file that `backup` wrote.", exists=True, dir_okay=False)],
    home: HomeOption = None,
) -> None:
    """Put a backup into an empty home; the vectors are made again at the next start."""
    from corpus.backup import restore as bring_back  # noqa: PLC0415 - for this command alone

    typer.echo(_saved("已恢复", bring_back(archive, Settings.read(home=home).home)))


def _saved(done: str, saved: Saved) -> str:
    told = f"{done}：{saved.disclosures} 份文件，{saved.originals} 份原件，{saved.size / 1024 / 1024:.1f} MB"
    return told + (f"；{len(saved.missing)} 份没有保存原件" if saved.missing else "")


@app.command(epilog="Examples:\n\nmingzhang privacy 决算.pdf\n\nmingzhang privacy 某某中心")
def privacy(
    disclosure: Annotated[str, typer.Argument(help="A disclosure's id, or its file name.")],
    home: HomeOption = None,
) -> None:
    """Tell what was masked in a disclosure, and where; never what stood there."""
    from ingest.privacy.masks import mask, spans  # noqa: PLC0415 - for this command alone
    from qa.holdings import find  # noqa: PLC0415 - likewise

    store = _opened(home).store
    named = find(store, disclosure).id
    about, text = store.disclosure(named), store.text(named)
    typer.echo(f"{about.title}（{about.id}，{about.source}）")
    masked = [problem for problem in store.problems(named) if problem.kind == "masked"]
    typer.echo("\n".join(problem.message for problem in masked) or "没有遮盖过个人信息")
    if masked:
        pages = Counter(text.count("\f", 0, start) + 1 for start, _ in spans(text))
        if "\f" in text:
            typer.echo("所在页：" + "，".join(f"第 {page} 页 {n} 处" for page, n in sorted(pages.items())))
    if left := mask(text)[1]:
        told = "，".join(problem.message.removeprefix("已遮盖") for problem in left)
        typer.echo(f"按现在的规则还应遮盖：{told}；运行 mingzhang doctor --mend")
        raise typer.Exit(1)


def _opened(home: Path | None) -> Home:
    from qa.home import Home  # noqa: PLC0415 - SQLAlchemy is a quarter of a second

    settings = Settings.read(home=home)
    if not settings.database_url and not settings.home.is_dir():
        raise MingzhangError(f"没有这个数据文件夹：{settings.home} (no such home)")
    return Home(settings)
