"""题库: questions in people's own words, kept by the hand that wrote them and divided by hand into three parts.

Nobody who writes for one part wrote for another, so that a part says how good answers are to people not met before.
``held`` is opened once, when all is done; everything that shows questions leaves it out unless it is asked for by name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

from corpus.problem import MingzhangError
from corpus.store import Store
from eval.plan_form import depth

if TYPE_CHECKING:
    from eval.ground import Loader

ROOT = Path(__file__).parents[1]
EVERYDAY = Path(__file__).parent / "gold" / "everyday"
SHIPPED = ROOT / "corpus" / "documents"
INVENTED = ROOT / "tests" / "qa" / "phrasings" / "documents"
ELSEWHERE = ROOT.parent / "shared" / "disclosures" / "elsewhere"
"""Disclosures of other places, which are not ours to ship: where the folder is absent, lines over them are left out."""

Part = Literal["train", "dev", "held"]
PARTS: tuple[Part, ...] = ("train", "dev", "held")
OPEN_PARTS: tuple[Part, ...] = ("train", "dev")
"""Parts that may be read while answering is being worked on."""


@dataclass(frozen=True, slots=True)
class Line:
    """一行: a question or a dialogue as it stands in the bank. ``where`` is part, file and line number."""

    part: str
    where: str
    item: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Its id, empty where it has none."""
        return str(self.item.get("id") or "")

    @property
    def hand(self) -> str:
        """Who wrote it."""
        return str(self.item.get("hand") or "")

    @property
    def docs(self) -> tuple[str, ...]:
        """File names of the disclosures it is about."""
        return tuple(str(doc) for doc in self.item.get("docs") or ())

    @property
    def is_dialogue(self) -> bool:
        """Whether it is a conversation."""
        return "turns" in self.item

    @property
    def turns(self) -> tuple[Mapping[str, Any], ...]:
        """A dialogue's turns, or the question itself."""
        return tuple(self.item["turns"]) if self.is_dialogue else (self.item,)

    @property
    def tags(self) -> frozenset[str]:
        """Its tags."""
        return frozenset(self.item.get("tags") or ())


def folder_of(part: str, bank: Path = EVERYDAY) -> Path:
    """The folder of a part. Raises MingzhangError for a part that the bank does not have."""
    folder = bank / part
    if part not in PARTS or not folder.is_dir():
        raise MingzhangError(
            f"{bank} 里没有题库的 {part} 部分；题库分 {'、'.join(PARTS)}，在源代码里，不随包安装 (no such part of the bank here)"
        )
    return folder


def read(parts: Iterable[str] = OPEN_PARTS, bank: Path = EVERYDAY) -> list[Line]:
    """Every line of the parts named, in the order of files; the held part only where it is named.

    Raises MingzhangError at a line that is no JSON object; all else is the linter's to say.
    """
    return [
        line for part in parts for path in sorted(folder_of(part, bank).glob("*.jsonl")) for line in _lines(path, part)
    ]


def of_files(paths: Iterable[Path]) -> list[Line]:
    """Lines of any files of this format, as they are being written. Raises MingzhangError like :func:`read`."""
    return [line for path in paths for line in _lines(path, path.parent.name)]


def _lines(path: Path, part: str) -> Iterator[Line]:
    for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
        where = f"{part}/{path.name}:{number}"
        if not text.strip():
            continue
        try:
            item = json.loads(text)
        except json.JSONDecodeError as error:
            raise MingzhangError(f"{where}：不是 JSON，第 {error.colno} 列 (not JSON)") from None
        if not isinstance(item, dict) or not isinstance(item.get("turns", []), list):
            raise MingzhangError(f"{where}：不是一个题目或对话 (neither a question nor a dialogue)")
        yield Line(part, where, item)


def documents(elsewhere: Path = ELSEWHERE) -> list[Path]:
    """The folders that the bank's documents stand in and that are present: shipped, invented, those of other places."""
    return [folder for folder in (SHIPPED, INVENTED, elsewhere) if folder.is_dir()]


def names_in(folders: Iterable[Path]) -> frozenset[str]:
    """File names in folders."""
    return frozenset(path.name for folder in folders if folder.is_dir() for path in folder.iterdir() if path.is_file())


def absent(lines: Iterable[Line], folders: Iterable[Path]) -> frozenset[str]:
    """Documents that lines are about and that stand in none of the folders."""
    there = names_in(folders)
    return frozenset(doc for line in lines for doc in line.docs if doc not in there)


def texts(folders: Sequence[Path], load: Loader) -> dict[str, str]:
    """The documents' texts by file name, as they are read in: of Markdown the file itself, of all else what is extracted.

    Raises MingzhangError where one cannot be read.
    """
    files = [path for folder in folders for path in sorted(folder.iterdir()) if path.is_file()]
    found = {path.name: path.read_text("utf-8") for path in files if path.suffix == ".md"}
    rest = [path for path in files if path.suffix != ".md"]
    if rest:
        with TemporaryDirectory() as folder:
            store = Store.open(Path(folder))
            try:
                if unread := load(rest, store):
                    raise MingzhangError("\n".join(["这些文件读不了 (unreadable):", *unread]))
                found |= {d.source: store.text(d.id) for d in store.disclosures()}
            finally:
                store.close()
    return found


def digest(part: str, bank: Path = EVERYDAY) -> str:
    """A hash over a part's files: which questions a number belongs to."""
    found = hashlib.sha256()
    for path in sorted(folder_of(part, bank).glob("*.jsonl")):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Counts:
    """题量: how much the bank holds of what is scarce elsewhere."""

    questions: int
    hands: int
    several: int
    deep: int
    everyday: int
    unanswerable: int
    dialogues: int


def counts(lines: Iterable[Line]) -> Counts:
    """Counts over lines: of questions, hands, those asking several things, calculations upon calculations, and so on."""
    every = list(lines)
    asked = [line for line in every if not line.is_dialogue]
    return Counts(
        questions=len(asked),
        hands=len({line.hand for line in every}),
        several=sum("several" in line.tags for line in asked),
        deep=sum(depth(line.item.get("plan")) >= 2 for line in asked),
        everyday=sum("everyday" in line.tags for line in asked),
        unanswerable=sum(line.item.get("kind") == "unanswerable" for line in asked),
        dialogues=len(every) - len(asked),
    )
