"""统计: intervals and tests, computed by scipy (the one door to it).

A mean's 95 % interval comes from the percentile bootstrap over gold items (Efron 1979); two runs over the same gold
are compared item by item: right-or-wrong by the exact McNemar test (McNemar 1947), everything else by the paired
bootstrap (Koehn, EMNLP 2004; Berg-Kirkpatrick et al., EMNLP 2012); several tests at once are held back by Holm's
step-down (Holm 1979), so that a gate over twenty measures does not ring by chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

RESAMPLES = 2000
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """区间: a mean over ``n`` items with its bootstrap interval."""

    mean: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Paired:
    """配对比较 of a measure in two runs over the ``n`` items that both have.

    The mean change with its interval, the probability ``p`` of so great a change if there were none, and on how many
    items the measure rose and fell.
    """

    change: float
    low: float
    high: float
    p: float
    n: int
    rose: int
    fell: int


def interval(values: Sequence[float], seed: int = 0) -> Interval:
    """The mean of at least one value with its 95 % bootstrap interval."""
    sample = np.asarray(values, dtype=float)
    low, high = _bootstrap(sample, seed)
    return Interval(float(sample.mean()), low, high, len(sample))


def _bootstrap(sample: np.ndarray, seed: int) -> tuple[float, float]:
    if len(sample) < 2 or np.ptp(sample) == 0:
        return float(sample.mean()), float(sample.mean())
    found = stats.bootstrap(
        (sample,), np.mean, n_resamples=RESAMPLES, confidence_level=LEVEL, method="percentile",
        rng=np.random.default_rng(seed),
    )  # fmt: skip
    return float(found.confidence_interval.low), float(found.confidence_interval.high)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` (0..100) per cent lie, by linear interpolation."""
    return float(np.percentile(np.asarray(values, dtype=float), share))


def compare(before: Mapping[str, float], after: Mapping[str, float], *, binary: bool, seed: int = 0) -> Paired | None:
    """A measure in two runs, by item; None where they have no item in common."""
    common = sorted(before.keys() & after.keys())
    if not common:
        return None
    change = np.asarray([after[key] - before[key] for key in common], dtype=float)
    rose, fell = int((change > 0).sum()), int((change < 0).sum())
    low, high = _bootstrap(change, seed)
    p = mcnemar(rose, fell) if binary else _two_sided(change, seed)
    return Paired(float(change.mean()), low, high, p, len(common), rose, fell)


def mcnemar(rose: int, fell: int) -> float:
    """The exact McNemar test of whether as many items were gained as lost."""
    if rose + fell == 0:
        return 1.0
    return float(stats.binomtest(min(rose, fell), rose + fell, 0.5).pvalue)


def _two_sided(change: np.ndarray, seed: int) -> float:
    """Twice the share of resamples whose mean change lies on the other side of zero."""
    if len(change) < 2 or np.ptp(change) == 0:
        return 1.0 if not change.any() or len(change) < 2 else 0.0
    rng = np.random.default_rng(seed)
    means = rng.choice(change, (RESAMPLES, len(change))).mean(axis=1)
    opposite = (means <= 0).mean() if change.mean() > 0 else (means >= 0).mean()
    return float(min(1.0, 2 * max(opposite, 1 / RESAMPLES)))


def holm(probabilities: Mapping[str, float]) -> dict[str, float]:
    """Probabilities raised so that the chance of one false alarm among all stays what it says."""
    adjusted: dict[str, float] = {}
    worst = 0.0
    for rank, name in enumerate(sorted(probabilities, key=lambda n: probabilities[n])):
        worst = max(worst, min(1.0, probabilities[name] * (len(probabilities) - rank)))
        adjusted[name] = worst
    return adjusted


def kappa(pairs: Sequence[tuple[bool, bool]]) -> float:
    """Agreement of two judges beyond chance (Cohen 1960): 1 is perfect, 0 what chance would give."""
    n = len(pairs)
    observed = sum(one == other for one, other in pairs) / n
    first, second = sum(one for one, _ in pairs) / n, sum(other for _, other in pairs) / n
    by_chance = first * second + (1 - first) * (1 - second)
    return 1.0 if by_chance == 1.0 else (observed - by_chance) / (1 - by_chance)
