"""句子: invented sentences of the genre as paragraphs of an invented body, and their facts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import accumulate

from corpus.disclosure import Disclosure, Fact, Kind
from ingest.prose.facts import prose_facts
from ingest.structure.lines import Paragraph

BUDGET = Disclosure(
    id="d1",
    title="云溪区测试中心2023年部门预算",
    issuer="云溪市云溪区测试中心",
    aliases=("云溪区测试中心", "测试中心"),
    units=("云溪区测试所",),
    region=("云溪市", "云溪区"),
    fiscal_year=2023,
    kind="budget",
    scope="unit",
    published=None,
    source="a.txt",
    media_type="text/plain",
    sha256="0" * 64,
    original_sha256=None,
    narrative="original",
    pages=None,
    ingested_at="2024-01-01T00:00:00Z",
)


def paragraph(text: str, *section: str, at: int = 0) -> Paragraph:
    return Paragraph(text, tuple(range(at, at + len(text))), section)


def facts(*texts: str, section: str = "一、情况说明", kind: Kind = "budget") -> list[Fact]:
    starts = accumulate((len(t) + 1 for t in texts), initial=0)
    read = [paragraph(t, section, at=at) for t, at in zip(texts, starts, strict=False)]
    return prose_facts(read, replace(BUDGET, kind=kind))


def only(found: list[Fact], value: str) -> Fact:
    matching = [f for f in found if f.quantity.value == Decimal(value)]
    assert len(matching) == 1, [f"{f.row}={f.quantity}" for f in found]
    return matching[0]


def said(text: str, fact: Fact) -> str:
    return text[fact.place.start : fact.place.end]
