"""插图: pictures within a document that show a table or text — pasted, not typed — as the lines that they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from corpus.problem import Problem, UnreadableError
from ingest.sources.pages import Laid, RuledRows, lay, scan_problems

MOST: Final = 30
"""Pictures of one document that are looked at; each takes up to three seconds."""
_SMALLEST: Final = 100.0
"""Points of width below which a picture is a seal, a sign or an ornament."""
_LEAST_LINES: Final = 6


@dataclass(slots=True)
class Insets:
    """插图 of one document, in order: what they say and where it stands among the document's lines."""

    looked_at: int = 0
    passed_over: int = 0
    _read: list[tuple[int, int, Laid]] = field(default_factory=list)
    _unread: list[str] = field(default_factory=list)

    def lines(self, data: bytes, wide: float | None, above: Sequence[str]) -> list[str]:
        """行 that a picture shows, for below the lines ``above``; none where it shows no table and little text.

        ``wide`` is the width, in points, at which the document shows it; None where it does not say.
        """
        if wide is not None and wide < _SMALLEST:
            return []
        if self.looked_at == MOST:
            self.passed_over += 1
            return []
        from ingest.sources import scan  # noqa: PLC0415 - the models are loaded for those that need them

        self.looked_at += 1
        try:
            page = scan.read_inset(data, wide)
        except UnreadableError as error:
            self._unread.append(f"第 {self.looked_at} 张图片{error}，没有识别，其中若有数字，未导入")
            return []
        if page is None:
            return []
        if not any(isinstance(item, RuledRows) for item in page.items) and len(page.items) < _LEAST_LINES:
            return []
        laid = lay([page])
        self._read.append((self.looked_at, len(above), laid))
        return laid.text.removesuffix("\n").split("\n")

    def problems(self, lines: Sequence[str]) -> tuple[Problem, ...]:
        """识别提示 with their places in the text of all ``lines``."""
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line) + 1)
        found = [
            replace(
                problem,
                message=problem.message.replace("第 1 页", f"第 {number} 张图片"),
                start=None if problem.start is None else problem.start + starts[at],
                end=None if problem.end is None else problem.end + starts[at],
            )
            for number, at, laid in self._read
            for problem in scan_problems(laid)
        ]
        found += [Problem("unread", said) for said in self._unread]
        if self.passed_over:
            found.append(Problem("unread", f"文件中图片太多，后 {self.passed_over} 张没有识别，其中的数字未导入"))
        return tuple(found)
