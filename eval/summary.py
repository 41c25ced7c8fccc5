"""摘要: a run in Markdown; variants side by side; two runs compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eval import measures
from eval.gold import VERDICTS
from eval.session import Measured
from eval.statistics import Interval, Paired, compare, holm
from eval.systems import VARIANTS

SIGNIFICANT = 0.05
LAYERS = (
    "correct",
    "figure_exact",
    "no_wrong_figure",
    "reach",
    "citation_support",
    "refusal_recall",
    "recall@5",
    "ndcg@10",
)
"""What the table of variants shows."""


def percent(share: float) -> str:
    """A share as people read it."""
    return f"{100 * share:.1f}%"


def spread(found: Interval) -> str:
    """A share with its interval and how many items."""
    return f"{percent(found.mean)} [{100 * found.low:.1f}–{100 * found.high:.1f}]"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; the first column to the left, the others to the right."""
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"


def summary(found: Measured) -> str:
    """A run's numbers, definitions left to the report."""
    settings = found.run.settings
    what = VARIANTS.get(found.name, (found.name,))[0]
    parts = [
        f"# {what}\n",
        f"金标准 {settings['gold_digest']}，共 {found.gold.size} 项；种子 {settings['seed']}；",
        f"{settings['machine']}；Python {settings['python']}；括号内为 95% 自助法区间。\n",
        table(
            ("指标", "值", "项数"),
            ((measures.MEASURES[n].name, spread(i), str(i.n)) for n, i in found.intervals.items()),
        ),
    ]
    if found.kinds:
        parts += [
            "## 各类问题正确率\n",
            table(("类别", "正确率", "项数"), ((k, spread(i), str(i.n)) for k, i in found.kinds.items())),
        ]
    if confused := measures.confusion(found.records):
        parts += ["## 核对：金标准（行）与判定（列）\n", confusion(confused)]
    if found.latency:
        rows = ((k, f"{t['p50']:.1f}", f"{t['p95']:.1f}", f"{t['n']:.0f}") for k, t in found.latency.items())
        parts += ["## 用时（毫秒，进程内）\n", table(("", "p50", "p95", "项数"), rows)]
    if judged := settings.get("judge"):
        told = f"{judged['n']} 个文字回答中与规则一致 {percent(judged['agreed'])}，kappa {judged['kappa']:.2f}；"
        strict = (
            f"只有规则判对 {judged['only_rules']}，只有模型判对 {judged['only_model']}，未表态 {judged['unclear']}。\n"
        )
        parts += ["## 阅卷模型\n", told + strict]
    return "\n".join(parts)


def confusion(found: dict[tuple[str, str], int]) -> str:
    """The confusion matrix of verdicts."""
    columns = [*VERDICTS, *(["missed"] if any(got == "missed" for _, got in found) else [])]
    return table(("", *columns), ((gold, *(str(found.get((gold, c), 0)) for c in columns)) for gold in VERDICTS))


def variants(found: Sequence[Measured]) -> str:
    """What each layer adds: one row a variant."""
    shown = [name for name in LAYERS if any(name in m.intervals for m in found)]
    rows = []
    for one in found:
        cells = [spread(one.intervals[n]) if n in one.intervals else "—" for n in shown]
        p50 = one.latency.get("all", {}).get("p50")
        rows.append((VARIANTS.get(one.name, (one.name,))[0], *cells, "—" if p50 is None else f"{p50:.1f}"))
    return table(("变体", *(measures.MEASURES[n].name for n in shown), "p50 毫秒"), rows)


def changes(before: Measured, after: Measured) -> dict[str, tuple[Paired, float]]:
    """Every measure of both runs: how it changed, and its probability adjusted for the number of measures (Holm)."""
    seed = int(after.run.settings.get("seed", 0))
    found = {
        name: paired
        for name, kind in measures.MEASURES.items()
        if (paired := compare(before.samples.get(name, {}), after.samples.get(name, {}), binary=kind.binary, seed=seed))
    }
    adjusted = holm({name: paired.p for name, paired in found.items()})
    return {name: (paired, adjusted[name]) for name, paired in found.items()}


def comparison(before: Measured, after: Measured) -> str:
    """Two runs over the same gold in Markdown, with the items whose verdict changed."""
    rows = []
    for name, (paired, p) in changes(before, after).items():
        sign = "" if p >= SIGNIFICANT else " ↑" if paired.change > 0 else " ↓"
        change = f"{100 * paired.change:+.1f} [{100 * paired.low:+.1f}, {100 * paired.high:+.1f}]{sign}"
        rows.append(
            (measures.MEASURES[name].name, percent(before.intervals[name].mean), percent(after.intervals[name].mean),
             change, f"{p:.3f}", f"{paired.rose}/{paired.fell}", str(paired.n))
        )  # fmt: skip
    head = ("指标", before.run.name, after.run.name, "变化（百分点）", "p（Holm）", "升/降", "项数")
    told = [f"- {sign} `{key}` {why}" for sign, key, why in turned(before, after)]
    other = before.run.settings["gold_digest"] != after.run.settings["gold_digest"]
    note = ["两次的金标准不同，只比较共有的项。\n"] if other else []
    title = f"# {before.run.name} → {after.run.name}\n"
    return "\n".join([title, *note, table(head, rows), "## 判定变了的\n", *told, ""])


def turned(before: Measured, after: Measured) -> list[tuple[str, str, str]]:
    """(变对 or 变错, record key, why it is wrong) of every item whose verdict changed."""
    was = {r.key: r for r in before.records}
    found = []
    for record in after.records:
        old = was.get(record.key)
        if old is not None and old.right != record.right:
            found.append(("变对" if record.right else "变错", record.key, record.why or old.why))
    return sorted(found, reverse=True)
