"""题库运行: a part of the question bank asked over one home, and its numbers by hand, by kind and by tag.

Questions name their bodies, so that all documents stand in one home: a right answer also finds the right one among them.
The held part is opened only by somebody who says so in words, and every opening is noted beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.problem import MingzhangError
from eval import bank, judge, session
from eval.gold import COMPUTED_KINDS, Question
from eval.measures import gold_of, no_wrong_figure
from eval.records import Record
from eval.session import Measured

OPENINGS = "openings.jsonl"
"""The file, beside the three parts, that says when the held part was opened and what came of it."""


class HeldPartError(MingzhangError):
    """留存题不随便开: the held part was asked for without the words that open it."""


def plan_of(
    part: str, elsewhere: Path = bank.ELSEWHERE, *, opened: bool = False, kept: Path = bank.EVERYDAY
) -> session.Plan:
    """What a run of a part asks, of which documents; lines over documents that are not present are left out.

    Raises HeldPartError for the held part unless it was ``opened``.
    """
    if part == "held" and not opened:
        raise HeldPartError(
            "留存题只在一件事做完时开一次：确要运行，请加 --open-held，并会记下 (the held part opens with --open-held only)"
        )
    folders = bank.documents(elsewhere)
    missing = bank.absent(bank.read([part], kept), folders)
    return session.Plan((bank.folder_of(part, kept),), tuple(folders), without=missing)


@dataclass(frozen=True, slots=True)
class Tally:
    """一组: how many things were asked, rightly answered, answered with a wrong figure, answered without a part and no word of it."""

    name: str
    asked: int
    right: int
    wrong_figure: int
    several: int
    dropped: int


@dataclass(frozen=True, slots=True)
class BankResult:
    """题库成绩: the whole, and the same by group: ``hand``, ``kind``, ``tag``. ``digest`` of the part's lines."""

    part: str
    digest: str
    left_out: int
    questions: Tally
    turns: Tally
    groups: Mapping[str, tuple[Tally, ...]]

    def as_dict(self) -> dict[str, Any]:
        """For a file."""
        return asdict(self)


def result(part: str, found: Measured, kept: Path = bank.EVERYDAY) -> BankResult:
    """The numbers of a run over a part."""
    lines = bank.read([part], kept)
    sheets = [_Sheet(line, turn, record, item) for line, turn, record, item in _joined(lines, found)]
    asked = [sheet for sheet in sheets if sheet.record.part == "question"]
    turns = [sheet for sheet in sheets if sheet.record.part == "turn"]
    missing = frozenset(found.run.settings.get("without", ()))
    left_out = [line for line in lines if not missing.isdisjoint(line.docs)]
    return BankResult(
        part,
        bank.digest(part, kept),
        sum(len(line.turns) for line in left_out),
        _tally("questions", asked),
        _tally("turns", turns),
        {
            "hand": _grouped(asked, lambda sheet: [sheet.line.hand]),
            "kind": _grouped(asked, lambda sheet: [sheet.item.kind]),
            "tag": _grouped(asked, lambda sheet: sorted(sheet.line.tags) or ["(none)"]),
        },
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A line's turn with what came back."""

    line: bank.Line
    turn: Mapping[str, Any]
    record: Record
    item: Question

    @property
    def is_several(self) -> bool:
        if self.record.part == "question":
            return "several" in self.line.tags and self.item.kind != "unanswerable"
        return len((self.turn.get("plan") or {}).get("roots") or ()) > 1


def _joined(
    lines: Iterable[bank.Line], found: Measured
) -> Iterator[tuple[bank.Line, Mapping[str, Any], Record, Question]]:
    records = {record.id: record for record in found.records if record.part in {"question", "turn"}}
    items = gold_of(found.gold)
    for line in lines:
        for number, turn in enumerate(line.turns, 1):
            record = records.get(f"{line.id}/{number}" if line.is_dialogue else line.id)
            item = items.get(record.key) if record is not None else None
            if record is not None and isinstance(item, Question):
                yield line, turn, record, item


def _grouped(sheets: list[_Sheet], names: Any) -> tuple[Tally, ...]:
    groups: dict[str, list[_Sheet]] = {}
    for sheet in sheets:
        for name in names(sheet):
            groups.setdefault(name, []).append(sheet)
    return tuple(_tally(name, groups[name]) for name in sorted(groups))


def _tally(name: str, sheets: list[_Sheet]) -> Tally:
    several = [sheet for sheet in sheets if sheet.is_several]
    return Tally(
        name,
        len(sheets),
        sum(sheet.record.right for sheet in sheets),
        sum(no_wrong_figure(sheet.item, sheet.record) == 0 for sheet in sheets),
        len(several),
        sum(drops_silently(sheet.item, sheet.record.answer) for sheet in several),
    )


def drops_silently(item: Question, answer: judge.Reply) -> bool:
    """Whether an answer gives one asked part, lacks another, and calls itself whole (``answered``, not ``partial``)."""
    if answer.get("status") != "answered":
        return False
    text, pool = judge.plain(answer.get("answer") or ""), judge.figures_of(answer)
    computed = item.kind in COMPUTED_KINDS or item.kind == "list"
    given = [
        any(judge.same(figure, value, computed=computed) for figure in pool)
        or any(judge.says(form, text) for form in judge.forms(value))
        for value in item.values
    ]
    given += [any(judge.says(word, text) for word in group) for group in item.must_include]
    return any(given) and not all(given)


def note_opening(found: BankResult, settings: Mapping[str, Any], kept: Path = bank.EVERYDAY) -> Path:
    """Write down that the held part was opened, when, of which lines, and what came of it; returns the file."""
    path = kept / OPENINGS
    opened = {
        "opened": datetime.now(UTC).isoformat(timespec="seconds"),
        "digest": found.digest,
        "variant": settings.get("variant", ""),
        "left_out": found.left_out,
        "questions": asdict(found.questions),
        "turns": asdict(found.turns),
    }
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(opened, ensure_ascii=False) + "\n")
    return path


def as_markdown(found: BankResult) -> str:
    """The numbers as tables; no question is shown."""
    said = [f"题库 {found.part}（{found.digest}）", ""]
    if found.left_out:
        said += [f"{found.left_out} 题（轮）所问的文件不在，没有问 (left out: their documents are not here)", ""]
    said += [*_table("", [found.questions, found.turns])]
    for name, group in found.groups.items():
        said += _table(name, group)
    return "\n".join(said) + "\n"


def _table(name: str, tallies: Iterable[Tally]) -> list[str]:
    head = [
        f"| {name} | asked | right | wrong figure stated | several asked | a part dropped silently |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    rows = [
        f"| {t.name} | {t.asked} | {_share(t.right, t.asked)} | {_share(t.wrong_figure, t.asked)} | {t.several} | "
        f"{_share(t.dropped, t.several)} |"
        for t in tallies
    ]
    return [*head, *rows, ""]


def _share(part: int, whole: int) -> str:
    return f"{part} ({100 * part / whole:.1f}%)" if whole else "–"
