"""明账 on the command line: one small module that mounts what the folders offer, each only when it is asked for.

Exit status: 0 answered (also in part, and where an ambiguous question is answered for each reading), 1 not answered
(not found, ambiguous without figures, contradicted, failed audit or gate), 2 wrong usage or unreadable input.
Progress goes to standard error, results to standard output.
"""

from __future__ import annotations

import errno
import gc
import signal
import sys
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.problem import MingzhangError, MisuseError, in_one_language
from qa.settings import Settings, SettingsError

if TYPE_CHECKING:
    from corpus.store import Store
    from ingest.load import Result
    from ingest.pool import ReadAll
    from qa.home import Home
    from qa.web.state import Mount

MOUNTED = {
    "qa.cli": {"ask", "chat", "check", "audit", "facts"},
    "qa.holdings": {"documents", "remove"},
    "eval.cli": {"eval"},
    "upkeep": {"doctor", "backup", "restore", "privacy"},
}
"""Which module brings which commands; `ingest` and `serve` need both sides of the wall and stand here."""
OWN = frozenset({"ingest", "serve", "mcp", "export"})
"""The commands of this module."""
EXTRAS = {
    "cv2": "scan", "rapidocr": "scan", "ir_measures": "eval", "scipy": "eval", "mcp": "mcp", "psycopg": "postgres",
    "torch": "models", "sentence_transformers": "models", "pyarrow": "parquet", "opentelemetry": "otel",
    "fsspec": "postgres", "ray": "cluster",
}  # fmt: skip
"""Which extra of the package brings what a default install leaves out."""
SHIPPED = Path(__file__).parent / "corpus" / "documents"
WRONG = 2
SELDOM = (50_000, 20, 20)
"""When garbage is looked for: what is loaded once and stays is looked through less often (a tenth of a cold start)."""

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
HomeOption = Annotated[Path | None, typer.Option("--home", help="The folder that holds all state.", show_default=False)]


def _print_version(asked: bool) -> None:
    if asked:
        from qa.version import VERSION  # noqa: PLC0415 - for this option alone

        typer.echo(f"mingzhang {VERSION}")
        raise typer.Exit


@app.callback()
def mingzhang(
    *,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="The version, and nothing else.")
    ] = False,
) -> None:
    """Ask public budgets in plain language: the figure, how it was computed, and where it is printed."""


@app.command(epilog="Examples:\n\nmingzhang ingest 预算/ 决算.pdf\n\nmingzhang ingest --watch 收件箱/")
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders.")],
    home: HomeOption = None,
    *,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on with what arrives in the folders, until Ctrl-C.")
    ] = False,
    cluster: Annotated[
        str | None, typer.Option(help="Read and embed on a Ray cluster: its address, or auto.", show_default=False)
    ] = None,
) -> None:
    """Take files or folders in; what is unchanged costs nothing."""
    missing = [str(p) for p in paths if not p.exists()]
    if missing:
        raise MisuseError(f"没有这些文件：{', '.join(missing)}")
    if watch and (files := [str(p) for p in paths if not p.is_dir()]):
        raise MisuseError(f"--watch 只守候文件夹：{', '.join(files)}")
    opened = _opened(home)
    if cluster is None:
        unread = _take_in(opened, paths)
    else:
        from ingest.cluster import Cluster  # noqa: PLC0415 - for those who have one
        from qa.retrieval.index import load_embedder  # noqa: PLC0415 - likewise

        with Cluster(cluster) as there:
            model = partial(load_embedder, opened.settings.embedder)
            opened.embed_by(lambda _: there.embedder(model))
            unread = _take_in(opened, paths, read_all=there.read_all)
    if watch:
        _watch(opened, paths)
    raise typer.Exit(WRONG if unread and not watch else 0)


@app.command(epilog="Examples:\n\nmingzhang serve\n\nmingzhang serve --host 0.0.0.0 --port 8080 --no-corpus")
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
    from ingest.reading import read  # noqa: PLC0415
    from ingest.structure.joining import joined  # noqa: PLC0415
    from qa import logs  # noqa: PLC0415
    from qa.home import Home  # noqa: PLC0415
    from qa.web.app import create_app  # noqa: PLC0415
    from qa.web.serving import server  # noqa: PLC0415

    settings = Settings.read(home=home, host=host, port=port, read_only=read_only or None)
    logs.configure(settings.log_level, settings.log_format)
    opened = Home(settings)
    if corpus and not opened.is_read_only and opened.store.version()[0] == 0:
        _take_in(opened, [SHIPPED], index=False)
    try:
        listening = socket.create_server((settings.host, settings.port), backlog=128)
    except OSError as error:
        why = {errno.EADDRINUSE: "端口已被占用，请换一个（--port）", errno.EACCES: "没有权限用这个端口"}
        told = why.get(error.errno or 0, "没有这个地址")
        raise SettingsError(f"不能在 {settings.host}:{settings.port} 上监听：{told}") from None
    bound = listening.getsockname()[1]
    sys.stdout.write(f"http://{settings.host}:{bound}\n")
    sys.stdout.flush()
    application = create_app(
        settings, read, package=fiscal_package, draw=_draw, join=joined, mount=_mcp_mount(), draft=_draft
    )
    server(application).run(sockets=[listening])


@app.command(epilog="Examples:\n\nmingzhang mcp\n\nmingzhang mcp --home 数据/")
def mcp(
    home: HomeOption = None,
    *,
    corpus: Annotated[bool, typer.Option(help="Take the shipped disclosures into an empty home.")] = True,
) -> None:
    """Serve the Model Context Protocol over standard input and output; over HTTP, `serve` has it at /mcp."""
    import threading  # noqa: PLC0415 - the server's own

    from qa import logs  # noqa: PLC0415
    from qa.mcp.server import server  # noqa: PLC0415 - for those who have the extra

    opened = _opened(home)
    logs.configure(opened.settings.log_level, opened.settings.log_format)
    if corpus and not opened.is_read_only and opened.store.version()[0] == 0:
        _take_in(opened, [SHIPPED], index=False)
    if not opened.is_read_only:
        threading.Thread(target=opened.sync, name="warm", daemon=True).start()
    server(opened, opened.settings.public_url).run()


def _mcp_mount() -> Mount | None:
    """/mcp, where the extra ``mcp`` is installed."""
    if find_spec("mcp") is None:
        return None
    from qa.mcp.mount import mounted  # noqa: PLC0415 - likewise

    return mounted


@app.command(
    epilog="Examples:\n\nmingzhang export 决算.pdf --out 数据包/\n\nmingzhang export --sqlite 数字.db --parquet 数字.parquet"
)
def export(
    disclosure: Annotated[str | None, typer.Argument(help="A disclosure's id, or its file name; for --out.")] = None,
    out: Annotated[Path | None, typer.Option(help="A folder for a disclosure's Fiscal Data Package.")] = None,
    parquet: Annotated[Path | None, typer.Option(help="A Parquet file for all printed figures, amounts in 元.")] = None,
    sqlite: Annotated[Path | None, typer.Option(help="A database file to give away, without conversations.")] = None,
    home: HomeOption = None,
) -> None:
    """Write figures for other programs: a Fiscal Data Package of one disclosure, or all as Parquet or as SQLite."""
    opened = _opened(home)
    if not (out or parquet or sqlite) or (out is None) != (disclosure is None):
        raise MisuseError("请给出一份文件和 --out，或 --parquet，或 --sqlite；例子见 mingzhang export --help")
    written: list[Path] = []
    if disclosure is not None and out is not None:
        written += _package(opened, disclosure, out)
    if parquet is not None:
        from qa.parquet import write  # noqa: PLC0415 - for this option alone

        written.append(write(opened.store, parquet))
    if sqlite is not None:
        from corpus.views import lay, publish  # noqa: PLC0415 - likewise

        lay(opened.store)
        written.append(publish(opened.settings.home / "mingzhang.db", sqlite))
    for path in written:
        typer.echo(str(path))


def _package(home: Home, disclosure: str, out: Path) -> list[Path]:
    from ingest.fiscal_package import fiscal_package  # noqa: PLC0415 - for this command alone
    from qa.holdings import find  # noqa: PLC0415

    named = find(home.store, disclosure).id
    try:
        return fiscal_package(home.store.disclosure(named), home.store.facts(named)).write(out)
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def _opened(home: Path | None) -> Home:
    from qa.home import Home  # noqa: PLC0415 - SQLAlchemy is a quarter of a second

    return Home(Settings.read(home=home))


def _take_in(home: Home, paths: Sequence[Path], *, index: bool = True, read_all: ReadAll[Result] | None = None) -> int:
    """Ingest with progress on standard error; returns how many files could not be read."""
    from rich.console import Console  # noqa: PLC0415 - for this command alone
    from rich.progress import Progress  # noqa: PLC0415

    from corpus.views import lay  # noqa: PLC0415
    from ingest.load import ingest as take_in  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        files, vectors = progress.add_task("读取", total=None), progress.add_task("向量", total=None, visible=False)

        def report(done: int, total: int, result: Result) -> None:
            progress.update(files, completed=done, total=total)
            progress.console.print(_said(result), highlight=False, markup=False, soft_wrap=True)

        results = take_in(paths, home.store, report=report, originals=home.originals, read_all=read_all)
        if any(result.replaced for result in results):
            home.sweep()
        lay(home.store)
        if index and not home.is_mirrored():
            progress.update(vectors, visible=True)
            home.sync(report=lambda done, total: progress.update(vectors, completed=done, total=total))
        if len(results) > 1:
            progress.console.print(_summary(results), highlight=False, markup=False, soft_wrap=True)
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
    from ingest.sources.picture import page_png  # noqa: PLC0415 - half a second that a start must not wait for

    return page_png(data, number, quotes, nth, masked)


def _draft(data: bytes, name: str) -> str:
    """The running text of a file that is to be checked."""
    from ingest.draft import draft_text  # noqa: PLC0415 - for those who check files

    return draft_text(data, name)


class Ingest:
    """What the commands of other packages are handed of `ingest`, which they may not import."""

    draft = staticmethod(_draft)

    def __call__(self, paths: Sequence[Path], store: Store) -> list[str]:
        """The ingest line: takes files in, returns what could not be read."""
        return _load(paths, store)


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


def _summary(results: Sequence[Result]) -> str:
    """What a run took in, joined, left out and why: a line for each outcome, and the files that were not read."""
    counted = [(said, [r for r in results if r.outcome == outcome]) for outcome, said in OUTCOMES.items()]
    lines = [f"{said} {len(found)} 个" for said, found in counted if found]
    joined = {r.disclosure.id: len(r.disclosure.parts) for r in results if r.disclosure and r.disclosure.parts}
    lines += [f"其中合为一份的 {len(joined)} 组"] if joined else []
    lost = [f"  {r.path}：{r.message}" for r in results if r.outcome in {"failed", "skipped"}]
    return "\n".join(["共 " + str(len(results)) + " 个文件：" + "，".join(lines), *lost])


OUTCOMES = {
    "new": "已导入",
    "unchanged": "没有变化",
    "superseded": "已有原件，不再导入",
    "failed": "读不了",
    "skipped": "跳过",
}


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line. Only the module that brings the asked command is imported."""
    gc.set_threshold(*SELDOM)
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    asked = next((a for a in arguments if not a.startswith("-")), None)
    known = asked in OWN.union(*MOUNTED.values())  # else all are mounted: one of them may be meant
    for module, commands in MOUNTED.items():
        if (asked in commands or not known) and find_spec(module):
            app.add_typer(import_module(module).app)
    try:
        app(arguments, obj=Ingest())
    except MingzhangError as error:
        typer.echo(in_one_language(str(error)), err=True)
        raise SystemExit(WRONG) from None
    except ModuleNotFoundError as error:
        extra = EXTRAS.get((error.name or "").partition(".")[0])
        if extra is None:
            raise
        typer.echo(f"没有安装 {error.name}：pip install 'mingzhang[{extra}]'", err=True)
        raise SystemExit(WRONG) from None
    except Exception as error:
        from corpus import faults  # noqa: PLC0415 - SQLAlchemy is a quarter of a second

        if (words := faults.told(error)) is None:
            raise
        typer.echo(in_one_language(words), err=True)
        raise SystemExit(WRONG) from None


if __name__ == "__main__":
    main()
