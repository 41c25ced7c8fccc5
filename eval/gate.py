"""闸: whether a build may go out: no measure under its floor, none fallen significantly since the accepted run.

The floors are in ``floors.toml``. The accepted run is a file of verdicts by item that ships with the gold
(``gold/accepted.json``), so that a bare checkout can be compared item by item without any earlier run at hand.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.problem import MingzhangError
from eval.measures import MEASURES, Samples
from eval.session import Measured
from eval.statistics import compare, holm

FLOORS = Path(__file__).with_name("floors.toml")
ACCEPTED = Path(__file__).parent / "gold" / "accepted.json"
SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Failure:
    """不通过: a measure, and in one line why it stops the build."""

    measure: str
    why: str


def read_floors(path: Path = FLOORS) -> dict[str, float]:
    """Floors by measure, as shares. Raises MingzhangError that names what is no measure."""
    try:
        found = tomllib.loads(path.read_text("utf-8")).get("floors", {})
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise MingzhangError(f"{path.name}：读不了 (unusable)：{error}") from None
    if unknown := sorted(set(found) - set(MEASURES)):
        raise MingzhangError(f"{path.name}：没有这些指标 (no such measures): {'、'.join(unknown)}")
    return {name: float(value) / 100 for name, value in found.items()}


def under_floor(found: Measured, floors: Mapping[str, float]) -> Iterator[Failure]:
    """Measures whose mean is under its floor; one that could not be measured at all fails too."""
    for name, floor in floors.items():
        got = found.intervals.get(name)
        if got is None:
            yield Failure(name, "没有测到 (not measured)")
        elif got.mean < floor - 1e-9:
            yield Failure(name, f"{100 * got.mean:.1f}% 低于下限 {100 * floor:.1f}%（{got.n} 项）")


def fallen(before: Samples, after: Samples, seed: int = 0) -> Iterator[Failure]:
    """Measures that fell by more than chance: McNemar or paired bootstrap, adjusted for their number by Holm."""
    changes = {
        name: change
        for name, kind in MEASURES.items()
        if (change := compare(before.get(name, {}), after.get(name, {}), binary=kind.binary, seed=seed))
    }
    adjusted = holm({name: change.p for name, change in changes.items()})
    for name, change in changes.items():
        if change.change < 0 and adjusted[name] < SIGNIFICANT:
            lost = f"升 {change.rose} 项，降 {change.fell} 项，共 {change.n} 项"
            yield Failure(
                name, f"比已接受的运行低 {-100 * change.change:.1f} 个百分点（p = {adjusted[name]:.4f}；{lost}）"
            )


def read_accepted(path: Path, digest: str) -> Samples | None:
    """The accepted run's numbers; None where there is none, or where it was over other gold."""
    if not path.exists():
        return None
    whole: dict[str, Any] = json.loads(path.read_text("utf-8"))
    if whole["gold_digest"] != digest:
        return None
    return {
        name: dict.fromkeys(keys["right"], 1.0) | dict.fromkeys(keys["wrong"], 0.0) | keys["between"]
        for name, keys in whole["samples"].items()
    }


def accept(found: Measured, path: Path = ACCEPTED) -> None:
    """Keep a run's numbers as the accepted ones."""
    samples = {
        name: {
            "right": sorted(k for k, v in numbers.items() if v == 1.0),
            "wrong": sorted(k for k, v in numbers.items() if v == 0.0),
            "between": {k: round(v, 5) for k, v in sorted(numbers.items()) if v not in (0.0, 1.0)},
        }
        for name, numbers in found.samples.items()
    }
    whole = {"gold_digest": found.gold.digest, "samples": samples}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=0) + "\n", "utf-8")


def judged(found: Measured, floors: Mapping[str, float], before: Samples | None) -> list[Failure]:
    """All that stops a build."""
    failures = list(under_floor(found, floors))
    if before is not None:
        failures += fallen(before, found.samples, int(found.run.settings.get("seed", 0)))
    return failures
