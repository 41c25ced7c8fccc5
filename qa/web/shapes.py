"""接口形状: the request and response bodies, as the OpenAPI document shows them.

Answers are written as they come from :mod:`qa.ask`; the response models here only document them, so that a
figure is not validated twice on its way out.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


def _bare(text: str) -> str:
    """The text without white space around it, once its length has been looked at as it was sent. Raises ValueError where none is left."""
    if not (bare := text.strip()):
        raise ValueError("只有空白 (nothing but white space)")
    return bare


BARE = AfterValidator(_bare)
"""What the document says of a length is said of what is sent, white space with it."""
QuestionText = Annotated[str, StringConstraints(min_length=1, max_length=2000), BARE]
CheckedText = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
Identifier = Annotated[str, StringConstraints(min_length=1, max_length=64)]
ConversationId = Annotated[str, StringConstraints(pattern=r"^[\w-]{1,32}$")]
Amount = Annotated[str, Field(description="A decimal number as a string", examples=["624.81"])]


class Question(BaseModel):
    """What POST /api/ask takes."""

    question: QuestionText
    conversation_id: ConversationId | None = None
    disclosures: list[Identifier] | None = Field(
        None, min_length=1, max_length=1000, description="Answer only from these"
    )


class CheckRequest(BaseModel):
    """What POST /api/check takes."""

    text: CheckedText
    disclosures: list[Identifier] | None = Field(None, min_length=1, max_length=1000)


class Feedback(BaseModel):
    """A reader's verdict on one answer of a conversation."""

    vote: Literal[-1, 0, 1]
    note: Annotated[str, StringConstraints(max_length=2000)] = ""


class _Open(BaseModel):
    model_config = ConfigDict(extra="allow")


class PrintedAt(_Open):
    """The table cell that a citation quotes."""

    title: str
    row: str
    row_code: str | None = None
    column: str


class Citation(_Open):
    """引用: where something is printed. Offsets are characters of the extracted text."""

    id: int
    disclosure_id: str
    title: str
    source: str
    section: str
    page: int | None = None
    start: int
    end: int
    quote: str
    table: PrintedAt | None = None


class Figure(_Open):
    """数字: one number of an answer."""

    label: str
    value: Amount
    unit: str
    disclosure_id: str
    issuer: str
    fiscal_year: int
    basis: Literal["budget", "final_accounts", "adjusted_budget", "prior_year", "target", "computed"]
    scope: Literal["unit", "consolidated"]
    citations: list[int]


class Calculation(_Open):
    """算式."""

    formula: str
    inputs: list[Figure]
    rounding: str


class Conflict(_Open):
    """自相矛盾: the documents disagree with themselves."""

    about: str
    figures: list[Figure]


class Answer(_Open):
    """What POST /api/ask gives."""

    conversation_id: str
    status: Literal["answered", "partial", "ambiguous", "not_found", "declined"]
    reason: (
        Literal["not_in_corpus", "not_disclosed", "declared_empty", "unreadable", "not_understood", "out_of_scope"]
        | None
    ) = None
    plan: dict[str, Any] | None = Field(
        None,
        description="What was looked up and worked out; `assumed` says what words were taken for, `unused` what is left open.",
    )
    planner: Literal["built-in", "model"] = Field(
        "built-in",
        description="Who planned: the built-in reading, or the language model that is configured. Either way the program looks up and reckons.",
    )
    understood: str | None = None
    answer: str
    figures: list[Figure]
    calculation: Calculation | None = None
    conflicts: list[Conflict]
    citations: list[Citation]
    chart: dict[str, Any] | None = None
    follow_ups: list[str]
    timings_ms: dict[str, float]


class Amounted(BaseModel):
    """What a text states."""

    value: Amount
    unit: str


class Finding(_Open):
    """核对结果: one figure of a text."""

    start: int
    end: int
    span: str
    claim: str
    verdict: Literal["supported", "contradicted", "not_found", "disputed"]
    stated: Amounted
    found: Figure | None
    reason: str
    citations: list[int]


class Checked(_Open):
    """What POST /api/check gives."""

    findings: list[Finding]
    citations: list[Citation]
    summary: dict[str, int]


class CheckedFile(Checked):
    """What POST /api/check/file gives: offsets are characters of ``text``, the first of the file's ``characters``."""

    name: str
    text: str
    characters: int
    truncated: bool


class Disclosure(_Open):
    """公开文件."""

    id: str
    title: str
    issuer: str
    region: list[str]
    fiscal_year: int
    kind: Literal["budget", "final_accounts"]
    scope: Literal["unit", "consolidated"]
    source: str
    media_type: str
    sha256: str
    pages: int | None
    ingested_at: str
    counts: dict[str, int]
    warnings: list[str]


class Disclosures(BaseModel):
    """One page of disclosures."""

    total: int
    disclosures: list[Disclosure]


class Fact(_Open):
    """事实: one printed figure."""

    id: str
    disclosure_id: str
    source: str
    origin: Literal["table", "prose"]
    concept: str | None
    row: str
    row_code: str | None
    column: str
    value: Amount
    unit: str
    basis: str
    fiscal_year: int
    scope: str
    table: str | None
    start: int
    end: int


class Facts(BaseModel):
    """One page of facts."""

    total: int
    facts: list[Fact]


class Passage(_Open):
    """段落: what a search found; ``path`` is where this service's page shows it."""

    id: str
    disclosure_id: str
    title: str
    issuer: str
    fiscal_year: int
    kind: str
    source: str
    section: str
    page: int | None
    start: int
    end: int
    text: str
    score: float
    path: str


class Passages(BaseModel):
    """What a search gives, best first."""

    query: str
    passages: list[Passage]


class PrintedTable(_Open):
    """表: heads as paths joined by “/”, and rows whose cells carry their own offsets."""

    id: str
    title: str
    unit: str
    columns: list[str]
    rows: list[dict[str, Any]]
    status: str
    start: int
    end: int
    page: int | None


class Audited(_Open):
    """审计 of one disclosure."""

    disclosure_id: str
    title: str
    summary: dict[str, int]
    checks: list[dict[str, Any]]


class ComparedAnswer(BaseModel):
    """One body's answer of a comparison."""

    issuer: str
    fiscal_year: int
    answer: Answer


class Compared(BaseModel):
    """比较: one thing of several bodies and years, each answered by itself."""

    concept: str | None
    name: str
    compared: list[ComparedAnswer]


class Job(BaseModel):
    """导入任务."""

    id: str
    status: Literal["queued", "running", "done", "failed"]
    disclosure_id: str | None
    done: int
    total: int
    detail: str
    replaced: str | None = None


class Problem(_Open):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
