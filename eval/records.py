"""运行记录: a run's folder: what was asked, every answer, how it was judged, and with what it was made.

``run.json`` says with what; ``answers.jsonl`` holds one record a line, written as soon as it is known, so that a run
that was cut short goes on where it stopped.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TextIO

from corpus.problem import MingzhangError

Part = Literal["question", "turn", "claim", "span", "cell", "contradiction"]
"""question 问题; turn 对话的一轮; claim 陈述; span 文稿中的数字; cell 单元格; contradiction 自相矛盾."""


@dataclass(frozen=True, slots=True)
class Record:
    """一条记录: one gold thing and what came of it.

    ``got`` is the verdict of a claim or span; ``answer`` the object of the interface; ``ranked`` the found passages as
    (document, start, end), best first, None where the variant does not search; ``ms`` what the answer took.
    """

    id: str
    part: Part
    kind: str
    right: bool
    why: str = ""
    got: str = ""
    ms: float = 0.0
    answer: dict[str, Any] = field(default_factory=dict)
    ranked: list[tuple[str, int, int]] | None = None
    detail: dict[str, float] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Part and id: what two runs have in common."""
        return f"{self.part}:{self.id}"


class NoSuchRunError(MingzhangError):
    """没有这次运行: a folder without a run in it."""


@dataclass
class Run:
    """一次运行: its folder, its settings and its records."""

    folder: Path
    settings: dict[str, Any]
    records: list[Record] = field(default_factory=list)

    @classmethod
    def start(cls, folder: Path, settings: dict[str, Any]) -> Run:
        """Begin a run, or go on with the one in this folder where its settings are the same."""
        noted = folder / "run.json"
        if noted.exists():
            run = cls.load(folder)
            theirs = {k: v for k, v in run.settings.items() if k not in TIMES}
            if theirs == json.loads(json.dumps({k: v for k, v in settings.items() if k not in TIMES})):
                return run
            raise MingzhangError(f"{folder} 里已有另一次设置不同的运行；换一个 --out (another run is there)")
        folder.mkdir(parents=True, exist_ok=True)
        began = {"began": datetime.now(UTC).isoformat(timespec="seconds")}
        noted.write_text(json.dumps(settings | began, ensure_ascii=False, indent=1) + "\n", "utf-8")
        return cls(folder, settings | began)

    @classmethod
    def load(cls, folder: Path) -> Run:
        """A run from its folder. Raises NoSuchRunError."""
        try:
            settings = json.loads((folder / "run.json").read_text("utf-8"))
        except (OSError, json.JSONDecodeError):
            raise NoSuchRunError(f"{folder} 不是一次运行的文件夹 (no run.json there)") from None
        lines = folder / "answers.jsonl"
        text = lines.read_text("utf-8") if lines.exists() else ""
        return cls(folder, settings, [read_record(line) for line in text.splitlines() if _whole(line)])

    @property
    def done(self) -> set[str]:
        """Keys of what has been asked."""
        return {record.key for record in self.records}

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.name

    def writing(self) -> TextIO:
        """The open file of answers; a line cut short by an interruption is dropped first."""
        path = self.folder / "answers.jsonl"
        path.write_text("".join(map(line_of, self.records)), "utf-8")
        return path.open("a", encoding="utf-8")

    def finish(self, more: dict[str, Any]) -> None:
        """Note what is known at the end (times)."""
        self.settings |= more
        noted = json.dumps(self.settings, ensure_ascii=False, indent=1)
        (self.folder / "run.json").write_text(noted + "\n", "utf-8")


TIMES = ("began", "seconds", "finished", "taken_in", "judge")
"""What is noted while a run goes on, and does not tell two runs apart."""


def line_of(record: Record) -> str:
    """A record as a line."""
    return json.dumps(asdict(record), ensure_ascii=False, default=str) + "\n"


def read_record(line: str) -> Record:
    """A record from its line."""
    whole = json.loads(line)
    if whole["ranked"] is not None:
        whole["ranked"] = [tuple(span) for span in whole["ranked"]]
    return Record(**whole)


def _whole(line: str) -> bool:
    try:
        return bool(json.loads(line))
    except json.JSONDecodeError:
        return False


def latest(runs: Path) -> Path:
    """The run that began last. Raises NoSuchRunError."""
    found = sorted(runs.glob("*/run.json"), key=lambda p: p.stat().st_mtime)
    if not found:
        raise NoSuchRunError(f"{runs} 里还没有运行；先用 mingzhang eval run (no run yet)")
    return found[-1].parent


def by_key(records: Iterable[Record]) -> dict[str, Record]:
    """Records by key."""
    return {record.key: record for record in records}
