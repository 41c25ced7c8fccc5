"""图: small SVG drawings for the report, made of text alone: no library, no network, readable in print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10
from xml.sax.saxutils import escape

from eval.statistics import Interval

WIDTH = 760
LABEL = 190
VALUE = 96
ROW = 24
PAD = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """一行: a label, its interval, and where the earlier run stood (None where there is none)."""

    label: str
    found: Interval
    before: float | None = None


def _x(share: float) -> float:
    return LABEL + share * (WIDTH - LABEL - VALUE)


def _frame(rows: int, body: Sequence[str], title: str) -> str:
    height = rows * ROW + 2 * PAD + 18
    grid = []
    for step in range(0, 101, 25):
        x = _x(step / 100)
        grid.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{PAD}" y2="{height - 18}"/>')
        grid.append(f'<text class="tick" x="{x:.1f}" y="{height - 4}" text-anchor="middle">{step}%</text>')
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        + "".join([*grid, *body])
        + "</svg>"
    )


def intervals(bars: Sequence[Bar], title: str) -> str:
    """Measures as dots with their 95 % intervals; a hollow dot marks the earlier run."""
    body = []
    for number, bar in enumerate(bars):
        y = PAD + number * ROW + ROW / 2
        found = bar.found
        body.append(
            f'<text class="label" x="{LABEL - 10}" y="{y + 4:.1f}" text-anchor="end">{escape(bar.label)}</text>'
        )
        body.append(f'<line class="span" x1="{_x(found.low):.1f}" x2="{_x(found.high):.1f}" y1="{y}" y2="{y}"/>')
        if bar.before is not None:
            body.append(f'<circle class="before" cx="{_x(bar.before):.1f}" cy="{y}" r="5"/>')
        body.append(
            f'<circle class="dot" cx="{_x(found.mean):.1f}" cy="{y}" r="5"><title>{escape(bar.label)} '
            f"{100 * found.mean:.1f}%（{100 * found.low:.1f}–{100 * found.high:.1f}，{found.n} 项）</title></circle>"
        )
        told = f"{100 * found.mean:.1f}%"
        body.append(
            f'<text class="value" x="{WIDTH - VALUE + 14}" y="{y + 4:.1f}">{told}<tspan class="n" dx="6">{found.n}</tspan></text>'
        )
    return _frame(len(bars), body, title)


def bars(rows: Sequence[Bar], title: str) -> str:
    """Shares as bars, with right and wrong told apart by more than colour: the wrong part is empty."""
    body = []
    for number, bar in enumerate(rows):
        y = PAD + number * ROW
        full, part = _x(1) - _x(0), _x(bar.found.mean) - _x(0)
        body.append(f'<text class="label" x="{LABEL - 10}" y="{y + 16}" text-anchor="end">{escape(bar.label)}</text>')
        body.append(f'<rect class="trough" x="{_x(0)}" y="{y + 5}" width="{full:.1f}" height="14"/>')
        body.append(f'<rect class="bar" x="{_x(0)}" y="{y + 5}" width="{part:.1f}" height="14"/>')
        right = round(bar.found.mean * bar.found.n)
        body.append(f'<text class="value" x="{WIDTH - VALUE + 14}" y="{y + 16}">{right}/{bar.found.n}</text>')
    return _frame(len(rows), body, title)


def times(found: Sequence[float], marks: Mapping[str, float], title: str) -> str:
    """用时分布 of answers in milliseconds, on a logarithmic axis from 0.1 ms to 10 s, with p50 and p95 marked."""
    low, high, columns, height = -1.0, 4.0, 50, 150
    counts = [0] * columns
    for ms in found:
        at = int((min(max(log10(max(ms, 0.1)), low), high) - low) / (high - low) * columns)
        counts[min(at, columns - 1)] += 1
    most = max(counts, default=1) or 1
    wide = (WIDTH - 40) / columns
    body = []
    for number, count in enumerate(counts):
        tall = 100 * count / most
        x = 20 + number * wide
        body.append(
            f'<rect class="bar" x="{x:.1f}" y="{120 - tall:.1f}" width="{wide - 1.5:.1f}" height="{tall:.1f}"/>'
        )
    for power, word in ((-1, "0.1 ms"), (0, "1 ms"), (1, "10 ms"), (2, "100 ms"), (3, "1 s"), (4, "10 s")):
        x = 20 + (power - low) / (high - low) * (WIDTH - 40)
        body.append(f'<text class="tick" x="{x:.1f}" y="138" text-anchor="middle">{word}</text>')
    for word, ms in marks.items():
        x = 20 + (log10(max(ms, 0.1)) - low) / (high - low) * (WIDTH - 40)
        body.append(f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="14" y2="120"/>')
        body.append(f'<text class="label" x="{x + 4:.1f}" y="{20 if word == "p50" else 34}">{word} {ms:.1f} ms</text>')
    return f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">{"".join(body)}</svg>'
