"""明账 on the command line: one small module that mounts what the folders offer, each only when it is asked for.

Exit status: 0 answered, 1 not answered (not found, contradicted, failed audit or gate), 2 wrong usage or
unreadable input. Progress goes to standard error, results to standard output.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.problem import MingzhangError
from qa.settings import Settings, SettingsError

if TYPE_CHECKING:
    from corpus.store import Store
    from ingest.load import Result
    from qa.home import Home

MOUNTED = {
    "qa.cli": {"ask", "chat", "check", "audit", "facts"},
    "eval.cli": {"eval"},
    "upkeep": {"doctor", "backup", "restore", "privacy"},
}
"""Which module brings which commands; `ingest` and `serve` need both sides of the wall and stand here."""
SHIPPED = Path(__file__).parent / "corpus" / "documents"
WRONG = 2
LAST_PORT = 65535

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
HomeOption = Annotated[Path | None, typer.Option("--home", help="The folder that holds all state.", show_default=False)]


@app.callback()
def mingzhang() -> None:
    """Ask public budgets in plain language: the figure, how it was computed, and where it is printed."""


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders.")],
    home: HomeOption = None,
    *,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on with what arrives in the folders, until Ctrl-C.")
    ] = False,
) -> None:
    """Take files or folders in; what is unchanged costs nothing."""
    missing = [str(p) for p in paths if not p.exists()]
    if missing:
        raise typer.BadParameter(f"没有这些文件 (no such file): {', '.join(missing)}")
    if watch and (files := [str(p) for p in paths if not p.is_dir()]):
        raise typer.BadParameter(f"--watch 只守候文件夹 (folders only): {', '.join(files)}")
    opened = _opened(home)
    unread = _take_in(opened, paths)
    if watch:
        _watch(opened, paths)
    raise typer.Exit(WRONG if unread and not watch else 0)


@app.command()
def serve(
    home: HomeOption = None,
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="The port; 0 takes a free one.")] = None,
    *,
    corpus: Annotated[bool, typer.Option(help="Take the shipped disclosures into an empty home.")] = True,
    read_only: Annotated[bool, typer.Option("--read-only", help="Change nothing in the home folder.")] = False,
) -> None:
    """Serve the page and the interface over HTTP."""
    import socket  # noqa: PLC0415 - the server's own

    from ingest.fiscal_package import fiscal_package  # noqa: PLC0415
    from ingest.joining import joined  # noqa: PLC0415
    from ingest.reading import read  # noqa: PLC0415
    from qa.home import Home  # noqa: PLC0415
    from qa.web.app import create_app  # noqa: PLC0415
    from qa.web.serving import server  # noqa: PLC0415

    settings = Settings.read(home=home, host=host, port=port, read_only=read_only or None)
    if not 0 <= settings.port <= LAST_PORT:
        raise SettingsError(f"端口应在 0 与 {LAST_PORT} 之间 (the port is out of range): {settings.port}")
    opened = Home(settings)
    if corpus and not opened.is_read_only and opened.store.version()[0] == 0:
        _take_in(opened, [SHIPPED], index=False)
    try:
        listening = socket.create_server((settings.host, settings.port), backlog=128)
    except OSError as error:
        raise SettingsError(f"不能在 {settings.host}:{settings.port} 上监听：{error.strerror or error}") from None
    bound = listening.getsockname()[1]
    sys.stdout.write(f"http://{settings.host}:{bound}\n")
    sys.stdout.flush()
    application = create_app(settings, read, package=fiscal_package, draw=_draw, join=joined)
    server(application).run(sockets=[listening])


@app.command()
def export(
    disclosure: Annotated[str, typer.Argument(help="A disclosure's id, or its file name.")],
    out: Annotated[Path, typer.Option(help="The folder to write the package to; it is made where it is missing.")],
    home: HomeOption = None,
) -> None:
    """Write a disclosure's classified figures as a Fiscal Data Package: datapackage.json and CSV files."""
    from ingest.fiscal_package import fiscal_package  # noqa: PLC0415 - for this command alone

    store = _opened(home).store
    named = next((d.id for d in store.disclosures() if disclosure in {d.id, d.source}), disclosure)
    try:
        package = fiscal_package(store.disclosure(named), store.facts(named))
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    for path in package.write(out):
        typer.echo(str(path))


def _opened(home: Path | None) -> Home:
    from qa.home import Home  # noqa: PLC0415 - SQLAlchemy is a quarter of a second

    return Home(Settings.read(home=home))


def _take_in(home: Home, paths: Sequence[Path], *, index: bool = True) -> int:
    """Ingest with progress on standard error; returns how many files could not be read."""
    from rich.console import Console  # noqa: PLC0415 - for this command alone
    from rich.progress import Progress  # noqa: PLC0415

    from corpus.originals import Originals  # noqa: PLC0415
    from ingest.load import ingest as take_in  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        files, vectors = progress.add_task("读取", total=None), progress.add_task("向量", total=None, visible=False)

        def report(done: int, total: int, result: Result) -> None:
            progress.update(files, completed=done, total=total)
            progress.console.print(_said(result), highlight=False, markup=False, soft_wrap=True)

        originals = Originals(home.settings.home)
        results = take_in(paths, home.store, report=report, originals=originals)
        if any(result.replaced for result in results):
            originals.sweep(home.store.digests())
        if index and not home.index.is_current():
            progress.update(vectors, visible=True)
            home.index.sync(report=lambda done, total: progress.update(vectors, completed=done, total=total))
    return sum(result.outcome == "failed" for result in results)


def _watch(home: Home, folders: Sequence[Path]) -> None:
    """Take in what arrives, until Ctrl-C or SIGTERM: a file under way is left out whole, and found by the next run."""
    from ingest.watching import arrivals  # noqa: PLC0415 - for this option alone

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what stops a service ends it as cleanly as Ctrl-C does
    typer.echo(f"正在守候 {'、'.join(map(str, folders))}，Ctrl-C 结束", err=True)
    try:
        for files in arrivals(folders):
            _take_in(home, files)
    except KeyboardInterrupt:
        pass
    typer.echo("已停止守候", err=True)


def _draw(data: bytes, number: int, quotes: Sequence[str], nth: int, masked: str) -> bytes:
    """The picture of a page; what draws it is imported with the first one."""
    from ingest.picture import page_png  # noqa: PLC0415 - half a second that a start must not wait for

    return page_png(data, number, quotes, nth, masked)


def _load(paths: Sequence[Path], store: Store) -> list[str]:
    """The ingest line for those who may not import it (`eval`): takes files in, returns what could not be read."""
    from ingest.load import ingest as take_in  # noqa: PLC0415 - for this command alone

    return [f"{r.path}：{r.message}" for r in take_in(paths, store) if r.outcome == "failed"]


def _said(result: Result) -> str:
    """One file's result in one line."""
    if result.message:
        return f"× {result.path}：{result.message}"
    if result.outcome != "new" or result.disclosure is None:
        return f"- {result.path}：{OUTCOMES[result.outcome]}"
    passages, tables, facts = result.counts
    d = result.disclosure
    return f"✓ {result.path}：{d.issuer} {d.fiscal_year}，{tables} 张表，{facts} 条数字，{passages} 段"


OUTCOMES = {"new": "已导入", "unchanged": "没有变化", "superseded": "已有原件，不再导入", "failed": "读不了"}


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line. Only the module that brings the asked command is imported."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    asked = next((a for a in arguments if not a.startswith("-")), None)
    for module, commands in MOUNTED.items():
        if (asked in commands or asked is None) and find_spec(module):
            app.add_typer(import_module(module).app)
    try:
        app(arguments, obj=_load)
    except MingzhangError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(WRONG) from None
    except Exception as error:
        from corpus import faults  # noqa: PLC0415 - SQLAlchemy is a quarter of a second

        if (words := faults.told(error)) is None:
            raise
        typer.echo(words, err=True)
        raise SystemExit(WRONG) from None


if __name__ == "__main__":
    main()
