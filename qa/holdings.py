"""馆藏: `mingzhang documents` and `mingzhang remove`: what is held, by names that people know, and taking it out."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.meanwhile import each_held
from qa.settings import Settings

if TYPE_CHECKING:
    from corpus.disclosure import Disclosure
    from corpus.store import Store
    from qa.home import Home

app = typer.Typer(add_completion=False)

WRONG = 2
MANY = 10
"""Candidates that are told where a name fits several."""
KINDS = {"budget": "部门预算", "final_accounts": "部门决算"}
HomeOption = Annotated[Path | None, typer.Option("--home", help="The folder that holds all state.", show_default=False)]
WordsArgument = Annotated[list[str] | None, typer.Argument(help="Only those with all of these words.")]
NamesArgument = Annotated[list[str], typer.Argument(help="Ids, file names, or a part of a name that fits one only.")]


@app.command(epilog="Examples:\n\nmingzhang documents\n\nmingzhang documents 2022 决算 --json")
def documents(
    words: WordsArgument = None,
    home: HomeOption = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Write the objects of the interface.")] = False,
) -> None:
    """List the disclosures that are held: id, body, year, kind, what was read, and the file."""
    store = _opened(home).store
    fits = [d for d in store.disclosures() if all(word in _described(d) for word in words or ())]
    held = list(each_held(fits, lambda d: store.counts(d.id)))
    if as_json:
        objects = [_object(d, counts) for d, counts in held]
        typer.echo(json.dumps({"total": len(held), "disclosures": objects}, ensure_ascii=False, indent=2))
    elif sys.stdout.isatty():
        _table(held)
    else:
        for d, counts in held:
            typer.echo("\t".join([d.id, title(d), f"{counts['tables']} 张表", f"{counts['facts']} 个数字", d.source]))
    typer.echo(f"{len(held)} 份" if held else "没有收录符合的文件", err=True)
    raise typer.Exit(0 if held else 1)


@app.command(epilog="Examples:\n\nmingzhang remove 7f3a9c21e0b4\n\nmingzhang remove 2022-budget.md --yes")
def remove(
    names: NamesArgument,
    home: HomeOption = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Take disclosures out with all that was read from them."""
    opened = _opened(home)
    chosen = list({d.id: d for d in (find(opened.store, name) for name in names)}.values())
    for d in chosen:
        typer.echo(f"{title(d)}（{d.source}）", err=True)
    if not yes and not (sys.stdin.isatty() and typer.confirm("删除以上文件？", err=True)):
        typer.echo("没有删除；不要询问时加 --yes", err=True)
        raise typer.Exit(1)
    for d in chosen:
        opened.store.delete(d.id)
        for sha256 in d.digests:
            opened.originals.drop(sha256)
    opened.sync()
    typer.echo(f"已删除 {len(chosen)} 份")


def find(store: Store, name: str) -> Disclosure:
    """The one disclosure that an id, a file's name, or a part of a name or title means.

    Leaves the program with a list of what might be meant where it is none or several: a command must not guess.
    """
    held = store.disclosures()
    exact = [d for d in held if name in {d.id, d.source, title(d), *(part.source for part in d.parts)}]
    fits = exact or [d for d in held if name.lower() in _described(d).lower()]
    if len(fits) == 1:
        return fits[0]
    lines = [f"  {d.id}  {title(d)}  {d.source}" for d in (fits or held)[:MANY]]
    said = (
        f"“{name}”不止一份，请写编号：" if fits else f"没有“{name}”这份文件；已收录的（mingzhang documents 列出全部）："
    )
    typer.echo("\n".join([said, *lines]), err=True)
    raise typer.Exit(WRONG)


def title(disclosure: Disclosure) -> str:
    """A disclosure by whose it is, of which year and kind; printed titles may be the same for several bodies."""
    whole = "（汇总）" if disclosure.scope == "consolidated" else ""
    return f"{disclosure.issuer} {disclosure.fiscal_year} 年{KINDS[disclosure.kind]}{whole}"


def _described(d: Disclosure) -> str:
    return " ".join([d.id, title(d), d.title, d.source, *d.aliases, *d.region, *(part.source for part in d.parts)])


def _object(d: Disclosure, counts: dict[str, int]) -> dict[str, Any]:
    names = ("id", "title", "issuer", "fiscal_year", "kind", "scope", "source", "sha256", "pages", "ingested_at")
    return {name: getattr(d, name) for name in names} | {"counts": counts}


def _table(held: list[tuple[Disclosure, dict[str, int]]]) -> None:
    from rich.console import Console  # noqa: PLC0415 - for a terminal alone
    from rich.table import Table  # noqa: PLC0415

    table = Table("编号", "文件", "表", "数字", "文件名")
    for d, counts in held:
        table.add_row(d.id, title(d), str(counts["tables"]), str(counts["facts"]), d.source)
    Console().print(table)


def _opened(home: Path | None) -> Home:
    from qa.home import Home  # noqa: PLC0415 - SQLAlchemy is a quarter of a second

    return Home(Settings.read(home=home))
