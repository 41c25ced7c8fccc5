"""测速表: what was measured, beside what DESIGN asks for and beside the usual pipeline, in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eval.bench import Size
from eval.summary import table

Row = tuple[str, str, Callable[[Size, Size], str]]
"""What it is, what it should be, and how it reads for (a size, the smallest size)."""


def _ms(times: dict[str, float], name: str = "p50") -> str:
    return f"{times[name]:.1f} ms"


ROWS: tuple[Row, ...] = (
    ("文件字数（合计）", "", lambda s, _: f"{s.characters / 1e6:.2f} M"),
    ("数字 / 段落", "", lambda s, _: f"{s.facts:,} / {s.passages:,}"),
    ("问一个数字 p50", "≤ 5 ms", lambda s, _: _ms(s.figure)),
    ("问一个数字 p95", "", lambda s, _: _ms(s.figure, "p95")),
    ("对最小规模", "≤ 2×", lambda s, least: f"{s.figure['p50'] / least.figure['p50']:.2f}×"),
    ("各种问题 p50", "≤ 25 ms", lambda s, _: _ms(s.any)),
    ("各种问题 p95", "≤ 80 ms", lambda s, _: _ms(s.any, "p95")),
    ("问哪家最多", "≤ 300 ms", lambda s, _: _ms(s.everybody, "most")),
    ("问各家分别多少", "≤ 300 ms", lambda s, _: _ms(s.everybody, "each")),
    ("库中：哪家最多", "≤ 300 ms", lambda s, _: _ms(s.ranking, "most")),
    ("库中：前十", "≤ 300 ms", lambda s, _: _ms(s.ranking, "top10")),
    ("库中：全部比较", "≤ 300 ms", lambda s, _: f"{_ms(s.ranking, 'all')}（{s.ranking['compared']:,.0f} 个）"),
    ("对照组检索 p50（不含生成）", "", lambda s, _: _ms(s.baseline) if s.baseline else "（未做）"),
    (
        "数字问题对对照组",
        "",
        lambda s, _: f"{s.figure['p50'] / s.baseline['p50']:.2f}×" if s.baseline else "（未做）",
    ),
    ("数字答对", "", lambda s, _: f"{100 * s.right:.0f}%"),
    ("对照组前五段里有该数字", "", lambda s, _: f"{100 * s.baseline_reach:.0f}%" if s.real_vectors else "（替身）"),
    ("读入一份", "", lambda s, _: f"{1000 * s.read / s.disclosures:.0f} ms"),
    (
        "向量占导入时间",
        "≥ 80%",
        lambda s, _: f"{100 * s.embed / (s.embed + s.read):.0f}%" if s.real_vectors else "（替身）",
    ),
    (
        "每秒算的向量",
        "",
        lambda s, _: f"{s.embedded / s.embed:.1f}" if s.real_vectors and s.embed else "（替身）",
    ),
    ("没有变化时再导入", "≥ 50× 快", lambda s, _: f"{(s.read + s.embed) / s.again:.0f}×"),
    ("段落 / 算过的向量", "", lambda s, _: f"{s.passages / max(1, s.embedded):.2f}×"),
    ("命令行冷启动问一个数字", "≤ 1 s", lambda s, _: f"{s.cold:.2f} s"),
    ("服务就绪", "≤ 5 s", lambda s, _: f"{s.ready:.1f} s"),
    ("服务内存", "≤ 1,500 MB", lambda s, _: f"{s.memory:,.0f} MB"),
    ("50 人同问一分钟：每秒", "≥ 150", lambda s, _: f"{s.crowd['rate']:.0f}"),
    ("50 人同问：p99 / 出错", "≤ 2 s / 0", lambda s, _: f"{s.crowd['p99'] / 1000:.2f} s / {s.crowd['errors']:.0f}"),
    ("磁盘一份", "≤ 3 MB", lambda s, _: f"{s.disk / s.disclosures:.2f} MB"),
)


def bench_table(sizes: Sequence[Size], machine: str) -> str:
    """The table, one column a size; the smallest first."""
    ordered = sorted(sizes, key=lambda size: size.disclosures)
    head = ("", "目标", *(f"{size.disclosures:,} 份" for size in ordered))
    rows = [(what, goal, *(tell(size, ordered[0]) for size in ordered)) for what, goal, tell in ROWS]
    return f"{table(head, rows)}\n{machine}；仿真文件，同一次运行；每问取三次中最短的一次，算处理器时间。向量为替身的规模只看时间与大小。\n"
