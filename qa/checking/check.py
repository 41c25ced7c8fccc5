"""核对: every figure of a text, held against the disclosures: supported, contradicted, disputed or not found, with the place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from corpus.meanwhile import persistently
from qa.answer import Citation, Citer, Figure, fact_label, figure_of
from qa.checking import claim_reader
from qa.checking.claims import Claim
from qa.checking.matching import Matcher
from qa.checking.verbatim import Originals
from qa.checking.verdict import Outcome, Verdict
from qa.checking.verdicts import Judge
from qa.finding.effort import EffortSpentError
from qa.library import Library

NOT_REACHED: Final = Verdict("not_found", "一次核对的内容太多，这一处没有核对；请分成几段再核对")


@dataclass(frozen=True)
class Finding:
    """一处核对: a figure of the text, the claim that governs it, the verdict, and what the documents print."""

    start: int
    end: int
    span: str
    claim: str
    verdict: Outcome
    stated: tuple[str, str]
    found: Figure | None
    reason: str
    citations: tuple[int, ...]

    def as_dict(self) -> dict[str, Any]:
        """The object of the contract."""
        whole = asdict(self)
        whole["stated"] = {"value": self.stated[0], "unit": self.stated[1]}
        whole["citations"] = list(self.citations)
        return whole


@dataclass(frozen=True)
class CheckResult:
    """核对结果 of one text."""

    findings: tuple[Finding, ...]
    citations: tuple[Citation, ...]

    @property
    def summary(self) -> dict[Outcome, int]:
        """How many of each verdict."""
        count = Counter(f.verdict for f in self.findings)
        outcomes: tuple[Outcome, ...] = ("supported", "contradicted", "not_found", "disputed")
        return {outcome: count[outcome] for outcome in outcomes}

    def as_dict(self) -> dict[str, Any]:
        """The object of the contract."""
        citations = [asdict(c) for c in self.citations]
        for citation in citations:
            if citation["table"] is None:
                del citation["table"]
        return {"findings": [f.as_dict() for f in self.findings], "citations": citations, "summary": dict(self.summary)}


class Checker:
    """核对器 over a library. One for a process; safe to share between threads."""

    def __init__(self, library: Library) -> None:
        self.library: Library = getattr(library, "library", library)

    def check(self, text: str, disclosures: Sequence[str] | None = None) -> CheckResult:
        """核对 a text against all disclosures, or those named by id."""
        return persistently(lambda: self._checked(text, disclosures))

    def _checked(self, text: str, disclosures: Sequence[str] | None) -> CheckResult:
        self.library.refresh()
        citer = Citer(self.library.text, self.library.sections)
        judge = Judge(self.library, Matcher(self.library), disclosures)
        originals, findings = Originals(self.library), []
        for claim in claim_reader.read(text, self.library.bodies):
            try:
                verdict = originals.upheld(text, claim, judge.judge(claim), judge.held_against(claim))
            except EffortSpentError:
                verdict = NOT_REACHED
            if claim.optional and (
                verdict.outcome == "not_found" or not (claim.is_firm or verdict.outcome == "supported")
            ):
                continue
            findings.append(self._finding(text, claim, verdict, citer))
        return CheckResult(tuple(findings), tuple(citer.citations))

    def _finding(self, text: str, claim: Claim, verdict: Verdict, citer: Citer) -> Finding:
        marks = self._marks(verdict, citer)
        quantity = claim.quantity
        return Finding(
            claim.start,
            claim.end,
            text[claim.start : claim.end],
            claim.text,
            verdict.outcome,
            (format(quantity.value, "f"), quantity.unit),
            self._figure(verdict, marks),
            verdict.reason,
            marks,
        )

    def _marks(self, verdict: Verdict, citer: Citer) -> tuple[int, ...]:
        """The numbers of the places that a verdict rests on, the other side of a dispute after its own."""
        marks = [citer.fact(f, self.library.disclosure(f.disclosure_id)) for f in verdict.facts]
        for other in verdict.elsewhere:
            disclosure = self.library.disclosure(other.disclosure_id)
            marks.append(citer.fact(other.fact, disclosure) if other.fact else citer.place(disclosure, other.place))
        return tuple(dict.fromkeys(marks))

    def _figure(self, verdict: Verdict, marks: tuple[int, ...]) -> Figure | None:
        if verdict.fact is not None:
            return figure_of(verdict.fact, self.library.disclosure(verdict.fact.disclosure_id), marks)
        if verdict.computed is None:
            return None
        first = verdict.facts[0]
        disclosure = self.library.disclosure(first.disclosure_id)
        return Figure(
            verdict.label or fact_label(first), format(verdict.computed.value, "f"), verdict.computed.unit,
            disclosure.id, disclosure.issuer, first.year, "computed", disclosure.scope, marks,
        )  # fmt: skip
