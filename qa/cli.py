"""命令行: ask, chat, check, audit, facts. Results go to standard output, everything else to standard error."""

from __future__ import annotations

import atexit
import gc
import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.meanwhile import persistently
from corpus.problem import MisuseError, UnreadableError
from qa.settings import Settings

if TYPE_CHECKING:
    from qa.ask import Asker

app = typer.Typer(add_completion=False)

HomeOption = Annotated[Path | None, typer.Option("--home", help="The folder that holds all state.", show_default=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="Write the object of the interface.")]
ANSWERED = frozenset({"answered", "partial"})
READ_ERROR = 2


def _home(home: Path | None, *, says_empty: bool = True) -> Any:
    from qa.home import Home  # noqa: PLC0415 - SQLAlchemy is a quarter of a second

    opened = Home(Settings.read(home=home))
    if says_empty and opened.store.version()[0] == 0:
        typer.echo("还没有文件：先用 mingzhang ingest 文件夹 导入", err=True)
    return opened


def _dump(whole: object) -> None:
    typer.echo(json.dumps(whole, ensure_ascii=False, indent=2))


@app.command(
    epilog="Examples:\n\nmingzhang ask 某某中心2022年办公费占公用经费多少？\n\nmingzhang ask 各单位2022年三公经费各是多少 --json\n\n"
    "Exit status: 0 answered (also in part, and where an ambiguous question is answered for each reading), "
    "1 not answered, 2 wrong usage."
)
def ask(
    question: Annotated[str, typer.Argument(help="The question, in plain Chinese or English.")],
    home: HomeOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Ask a question: the figure, how it was computed, and where it is printed."""
    if not question.strip():
        raise MisuseError("问题是空的")
    opened = _home(home, says_empty=False)  # where there are no files the answer says it itself
    answer = persistently(partial(_asked, opened.asker, question))
    opened.close()
    atexit.register(gc.freeze)  # all is closed: what was loaded is not looked through for garbage before it ends
    if as_json:
        _dump(answer)
    else:
        _say("\n".join(_written(answer)))
    raise typer.Exit(0 if _is_answered(answer) else 1)


def _asked(asker: Asker, question: str, conversation_id: str | None = None) -> dict[str, Any]:
    answer: dict[str, Any] = asker.ask(question, conversation_id, None).as_dict()
    return answer


def _is_answered(answer: dict[str, Any]) -> bool:
    """Whether a script that asked has what it asked for; an ambiguous question may be answered for each reading."""
    return answer["status"] in ANSWERED or (answer["status"] == "ambiguous" and bool(answer["figures"]))


def _say(text: str) -> None:
    """Bold words bold on a terminal; in a pipe the words alone."""
    if not sys.stdout.isatty():
        typer.echo(text.replace("**", ""))
        return
    from rich.console import Console  # noqa: PLC0415 - for a terminal alone
    from rich.text import Text  # noqa: PLC0415

    said = Text()
    for n, piece in enumerate(text.split("**")):
        said.append(piece, "bold" if n % 2 else "")
    Console(highlight=False).print(said, soft_wrap=True)


def _written(answer: dict[str, Any]) -> Iterator[str]:
    yield answer["answer"]
    formula = answer.get("calculation", {}).get("formula", "")
    if formula and formula.split(" = ")[0] not in answer["answer"]:
        yield f"算式：{formula}"
    if answer["planner"] == "model":
        yield "（计划由语言模型拟定；数字均由程序查出、算出）"
    for c in answer["citations"]:
        page = f" · 第 {c['page']} 页" if c["page"] else ""
        yield f"[{c['id']}] {c['title']} · {c['section']}{page}"
        yield "    " + " ".join(c["quote"].split())
    if answer["follow_ups"]:
        yield "还可以问：" + " / ".join(answer["follow_ups"])


@app.command(epilog="Example:\n\nmingzhang chat, then: 某某中心2022年三公经费多少？, then: 上年呢？")
def chat(home: HomeOption = None) -> None:
    """Ask one question after another; an empty line or Ctrl-D ends it."""
    asker = _home(home).asker
    typer.echo("可以接着上一问说“上年呢”；空行或 Ctrl-D 结束。", err=True)
    conversation_id = None
    while True:
        try:
            question = input("问> ").strip()
        except EOFError:
            return
        if not question:
            return
        answer = persistently(partial(_asked, asker, question, conversation_id))
        conversation_id = answer["conversation_id"] or None
        _say("\n".join(_written(answer)) + "\n")


@app.command(
    epilog="Examples:\n\nmingzhang check 稿件.docx\n\nmingzhang check - --json < 稿件.txt\n\n"
    "Exit status: 0 all supported, 1 not all, 2 a file that cannot be read."
)
def check(
    context: typer.Context,
    file: Annotated[str, typer.Argument(help="A text, Word or PDF file, or - for standard input.")],
    home: HomeOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Check every figure of a text against the disclosures. Nothing of it is kept."""
    text = _read(file, getattr(context.obj, "draft", None))
    found = _home(home).checker.check(text).as_dict()
    if as_json:
        _dump(found)
    else:
        _show_check(text, found)
    raise typer.Exit(1 if any(n for verdict, n in found["summary"].items() if verdict != "supported") else 0)


VERDICTS = {
    "supported": ("相符", "green"),
    "contradicted": ("不符", "red"),
    "disputed": ("文件前后不一致", "yellow"),
    "not_found": ("未能核对", "yellow"),
}


def _show_check(text: str, found: dict[str, Any]) -> None:
    """The text with its figures marked, then one row a figure, then the places."""
    from rich.console import Console  # noqa: PLC0415 - for this command alone
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(width=None if sys.stdout.isatty() else 160)
    marked = Text(text)
    table = Table("结论", "数字", "陈述", "依据", "出处")
    for one in found["findings"]:
        word, colour = VERDICTS[one["verdict"]]
        marked.stylize(f"bold {colour} underline", one["start"], one["end"])
        marks = "".join(f"[{n}]" for n in one["citations"])
        table.add_row(Text(word, style=colour), *map(Text, (one["span"], one["claim"], one["reason"], marks)))
    console.print(marked)
    if found["findings"]:
        console.print(table)
    for c in found["citations"]:
        console.print(Text(f"[{c['id']}] {c['title']} · {c['section']}"))
        console.print(Text("    " + " ".join(c["quote"].split())))
    counted = "，".join(f"{VERDICTS[name][0]} {n}" for name, n in found["summary"].items())
    typer.echo(counted if found["findings"] else "没有可以核对的数字", err=True)


def _read(file: str, draft: Callable[[bytes, str], str] | None) -> str:
    """A text file's or standard input's text; ``draft`` reads files of other kinds."""
    try:
        if file == "-":
            return sys.stdin.read()
        data = Path(file).read_bytes()
        return draft(data, Path(file).name) if draft else data.decode("utf-8")
    except UnicodeDecodeError:
        typer.echo(f"{file} 不是 UTF-8 文本", err=True)
        raise typer.Exit(READ_ERROR) from None
    except UnreadableError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(READ_ERROR) from None
    except OSError as error:
        reason = {FileNotFoundError: "没有这个文件", IsADirectoryError: "这是文件夹", PermissionError: "没有读取权限"}
        typer.echo(f"读不了 {file}：{reason.get(type(error), '系统不让读')}", err=True)
        raise typer.Exit(READ_ERROR) from None


@app.command(epilog="Examples:\n\nmingzhang audit 决算.pdf\n\nmingzhang audit 某某中心 --xlsx 勾稽.xlsx")
def audit(
    disclosure: Annotated[str, typer.Argument(help="A disclosure's id, or its file name.")],
    home: HomeOption = None,
    *,
    as_json: JsonOption = False,
    everything: Annotated[bool, typer.Option("--all", help="Also what holds.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="A report in Markdown on standard output.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Comma-separated values on standard output.")] = False,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="Write a workbook to this file.")] = None,
) -> None:
    """Check a disclosure's own arithmetic, and where it contradicts itself."""
    from qa.checking import audit_report  # noqa: PLC0415 - for this command alone
    from qa.checking.audit import audited, remarkable  # noqa: PLC0415
    from qa.checking.audit_tables import line_of  # noqa: PLC0415
    from qa.holdings import find  # noqa: PLC0415

    store = _home(home).store
    found = audited(store, find(store, disclosure).id)
    if xlsx is not None:
        xlsx.write_bytes(audit_report.written(found, "xlsx"))
    elif as_json:
        _dump(found)
    elif markdown or csv:
        sys.stdout.write(audit_report.written(found, "csv" if csv else "markdown").decode("utf-8-sig"))
    else:
        for table in found["tables"]:
            typer.echo(line_of(table))
        for line in found["checks"] if everything else remarkable(found):
            typer.echo(f"{line['grade_name']}  {line['rule']}  {line['message']}")
        typer.echo(f"符合 {found['summary']['holds']}，不符 {found['summary']['fails']}", err=True)
    raise typer.Exit(1 if found["summary"]["fails"] else 0)


def _concept(name: str) -> str:
    """A concept's id, by the id itself or by any name that people know it by."""
    from corpus import terms  # noqa: PLC0415 - for this option alone

    if name in terms.TERMS:
        return name
    if (found := terms.concept_of_label(name)) is None:
        raise MisuseError(f"没有“{name}”这个名目；按字面找用 --q {name}")
    return found


@app.command(
    epilog="Examples:\n\nmingzhang facts --concept 基本支出 --year 2022\n\nmingzhang facts --q 办公费 --kind budget --xlsx 数字.xlsx\n\n"
    "mingzhang facts --csv > 数字.csv"
)
def facts(
    home: HomeOption = None,
    *,
    source: Annotated[str | None, typer.Option(help="A file's name, as `documents` lists it.")] = None,
    disclosure: Annotated[str | None, typer.Option(help="A disclosure's id, as `documents` lists it.")] = None,
    issuer: Annotated[str | None, typer.Option(help="The body's full name.")] = None,
    year: Annotated[int | None, typer.Option(help="The year that the amount is about.")] = None,
    kind: Annotated[str | None, typer.Option(help="budget or final_accounts.")] = None,
    concept: Annotated[str | None, typer.Option(help="What it is of, by name: 基本支出.")] = None,
    row_code: Annotated[str | None, typer.Option(help="A subject's code (科目编码).")] = None,
    origin: Annotated[str | None, typer.Option(help="table or prose.")] = None,
    words: Annotated[str | None, typer.Option("--q", help="Words that must all occur.")] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Comma-separated values on standard output.")] = False,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="Write a workbook to this file.")] = None,
    english: Annotated[bool, typer.Option("--english", help="The interface's own names in the sheet.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List the printed figures."""
    from qa import facts as listed  # noqa: PLC0415 - for this command alone
    from qa import sheets  # noqa: PLC0415

    filters = {
        "source": source,
        "disclosure": disclosure,
        "issuer": issuer,
        "fiscal_year": year,
        "kind": kind,
        "concept": None if concept is None else _concept(concept),
        "row_code": row_code,
        "origin": origin,
        "q": words,
    }
    store = _home(home).store
    if source is not None and not any(source in {d.source, *(p.source for p in d.parts)} for d in store.disclosures()):
        raise MisuseError(f"没有名为 {source} 的文件；已收录的用 mingzhang documents 列出")
    rows = list(listed.every(store, filters))
    lang: sheets.Language = "en" if english else "zh"
    if xlsx is not None:
        xlsx.write_bytes(sheets.workbook(rows, lang=lang, sources=listed.sources(store, rows)))
    elif csv:
        # A spreadsheet program takes a file for UTF-8 by this mark alone; a terminal would show it.
        sys.stdout.write(("" if sys.stdout.isatty() else "\ufeff") + sheets.csv(rows, lang=lang))
    elif as_json:
        _dump({"total": len(rows), "facts": rows})
    else:
        for r in rows:
            typer.echo(f"{r['fiscal_year']}  {r['issuer']}  {r['row']}  {r['column']}  {r['value']} {r['unit']}")
    typer.echo(f"{len(rows)} 条", err=True)
    raise typer.Exit(0 if rows else 1)
