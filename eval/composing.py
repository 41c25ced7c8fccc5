"""组合题之问: the composed questions asked over documents of one's own, told shape by shape."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval import composed, ways
from eval.composed import Composed, Composer, Figures
from eval.ground import Loader, asking
from qa.ask import Asker


@dataclass(frozen=True)
class Run:
    """一轮: how many questions of each shape, or each way of saying once, drawn by which seed; how many that went wrong are shown."""

    each: int
    seed: int
    shown: int
    by_way: bool = False

    @property
    def shapes(self) -> Iterable[str]:
        """What is told line by line."""
        return ways.SHAPES if self.by_way else composed.SHAPES

    def questions(self, figures: Figures) -> Iterator[Composed]:
        """What is asked of the figures held."""
        return ways.questions(figures, self.seed) if self.by_way else Composer(figures, self.seed).questions(self.each)


def told(asker: Asker, one: Composed) -> tuple[bool, bool]:
    """Whether a question is answered rightly, and whether it is wrongly stated: figures, called an answer, that are not it."""
    answer = asker.ask(one.question).as_dict()
    right = one.judged(answer).right
    return right, not right and answer["status"] == "answered" and bool(answer["figures"])


def table(
    folder: Path, documents: Sequence[Path], load: Loader, run: Run, report: Callable[[int, int], None]
) -> Iterator[str]:
    """Ask over documents taken into an empty folder: a line for each shape (right, wrongly stated), and one for all. Raises UnusableGroundError."""
    with asking(folder, documents, load) as asker:
        asked = list(run.questions(Figures.of(asker.library)))
        tallies: dict[str, list[int]] = {shape: [0, 0, 0] for shape in run.shapes}
        missed: dict[str, list[str]] = {shape: [] for shape in run.shapes}
        for number, one in enumerate(asked, 1):
            right, wrong = told(asker, one)
            tallies[one.shape] = [a + b for a, b in zip(tallies[one.shape], (right, wrong, 1), strict=True)]
            missed[one.shape] += [] if right else [f"  {'×' if wrong else '-'} {one.question}"]
            report(number, len(asked))
        for shape, (rights, wrongs, count) in tallies.items():
            yield f"{shape:14} {rights:3}/{count:<3} × {wrongs}"
            yield from missed[shape][: run.shown]
        every, wrongs, counts = (sum(t[n] for t in tallies.values()) for n in range(3))
        yield f"合计 (all)     {every:3}/{counts:<3} × {wrongs}"
