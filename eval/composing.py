"""组合题之问: the composed questions asked over documents of one's own, told shape by shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.composed import SHAPES, Composer, Figures
from eval.ground import Loader, asking


@dataclass(frozen=True)
class Run:
    """一轮: how many questions of each shape, drawn by which seed, and how many that went wrong are shown."""

    each: int
    seed: int
    shown: int


def table(
    folder: Path, documents: Sequence[Path], load: Loader, run: Run, report: Callable[[int, int], None]
) -> Iterator[str]:
    """Ask over documents taken into an empty folder: a line for each shape (right, wrongly stated), and one for all. Raises UnusableGroundError."""
    with asking(folder, documents, load) as asker:
        asked = list(Composer(Figures.of(asker.library), run.seed).questions(run.each))
        tallies: dict[str, list[int]] = {shape: [0, 0, 0] for shape in SHAPES}
        missed: dict[str, list[str]] = {shape: [] for shape in SHAPES}
        for number, one in enumerate(asked, 1):
            answer = asker.ask(one.question).as_dict()
            right = one.judged(answer).right
            wrong = not right and answer["status"] == "answered" and bool(answer["figures"])
            tallies[one.shape] = [a + b for a, b in zip(tallies[one.shape], (right, wrong, 1), strict=True)]
            missed[one.shape] += [] if right else [f"  {'×' if wrong else '-'} {one.question}"]
            report(number, len(asked))
        for shape, (rights, wrongs, count) in tallies.items():
            yield f"{shape:12} {rights:3}/{count:<3} × {wrongs}"
            yield from missed[shape][: run.shown]
        every, wrongs, counts = (sum(t[n] for t in tallies.values()) for n in range(3))
        yield f"合计 (all)   {every:3}/{counts:<3} × {wrongs}"
