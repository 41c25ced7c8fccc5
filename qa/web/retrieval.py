"""外部知识库: POST /retrieval, Dify's protocol for knowledge that lies elsewhere (other programs speak it too).

``knowledge_id`` is a disclosure's id, or ``all``. Errors are in that protocol's form, with its numbers.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from corpus.disclosure import Disclosure
from qa.retrieval.narrowing import narrowed
from qa.retrieval.search import VECTOR_WEIGHT
from qa.tools import passage_shown
from qa.web.shapes import QuestionText
from qa.web.state import Shared

router = APIRouter(tags=["retrieval"])

ALL = frozenset({"all", "mingzhang", "*"})
NO_SUCH_KNOWLEDGE = 2001
"""The protocol's number for a knowledge that is not there."""
KEYS = ("issuer", "fiscal_year", "kind", "source", "title", "scope", "id")
"""What of a disclosure a condition may ask for."""


class RetrievalSetting(BaseModel):
    """How many, and how near (0 to 1)."""

    top_k: int = Field(8, ge=1, le=100, strict=True)
    score_threshold: float = Field(0.0, ge=0, le=1, strict=True)


class Condition(BaseModel):
    """A condition on the documents: one of ``issuer fiscal_year kind source title scope id``."""

    name: list[str] | str
    comparison_operator: str
    value: Any = None


class MetadataCondition(BaseModel):
    """Conditions, all or any of which must hold."""

    logical_operator: Literal["and", "or"] = "and"
    conditions: list[Condition] = Field(default_factory=list, max_length=50)


class Wanted(BaseModel):
    """What Dify sends."""

    knowledge_id: str = Field("all", max_length=64)
    query: QuestionText
    retrieval_setting: RetrievalSetting = Field(default_factory=RetrievalSetting.model_construct)
    metadata_condition: MetadataCondition | None = None


class Record(BaseModel):
    """One passage."""

    content: str
    score: float
    title: str
    metadata: dict[str, Any]


class Records(BaseModel):
    """What Dify takes."""

    records: list[Record]


class Refused(BaseModel):
    """An error as Dify shows it."""

    error_code: int
    error_msg: str


@router.post(
    "/retrieval",
    summary="Passages (Dify's external knowledge)",
    operation_id="retrieve_passages",
    response_model=Records,
    responses={404: {"model": Refused, "description": "No such knowledge"}},
)
def retrieval(wanted: Wanted, request: Request, state: Shared) -> Records | JSONResponse:
    """The passages that fit a query best, of the bodies and years that it names, each with its document and place."""
    held = state.home.store.disclosures()
    if wanted.knowledge_id not in ALL:
        held = [d for d in held if d.id == wanted.knowledge_id]
        if not held:
            refused = Refused(
                error_code=NO_SUCH_KNOWLEDGE, error_msg="没有这个知识库 (no such knowledge; `all` is all)"
            )
            return JSONResponse(refused.model_dump(), HTTPStatus.NOT_FOUND)
    if wanted.metadata_condition is not None:
        held = [d for d in held if _fits(d, wanted.metadata_condition)]
    among, words = narrowed(wanted.query, held)
    by_id = {d.id: d for d in among}
    url = (state.home.settings.public_url or str(request.base_url)).rstrip("/")
    records = []
    for hit in state.home.search.find(words, list(by_id), wanted.retrieval_setting.top_k):
        score = round(min(1.0, hit.score / (1 + VECTOR_WEIGHT)), 4)
        if score >= wanted.retrieval_setting.score_threshold:
            shown = passage_shown(hit, by_id[hit.disclosure_id])
            text, path = shown.pop("text"), shown.pop("path")
            records.append(
                Record(content=text, score=score, title=shown["title"], metadata=shown | {"url": url + path})
            )
    return Records(records=records)


def _text(test: Callable[[str, str], bool]) -> Callable[[Any, Any], bool]:
    return lambda held, value: test(str(held), str(value))


def _number(test: Callable[[float, float], bool]) -> Callable[[Any, Any], bool]:
    def compared(held: Any, value: Any) -> bool:
        try:
            return test(float(held), float(value))
        except (TypeError, ValueError):  # words have no order
            return False

    return compared


TESTS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "is": _text(operator.eq), "=": _text(operator.eq), "is not": _text(operator.ne), "≠": _text(operator.ne),
    "contains": _text(lambda held, value: value in held),
    "not contains": _text(lambda held, value: value not in held),
    "start with": _text(lambda held, value: held.startswith(value)),
    "end with": _text(lambda held, value: held.endswith(value)),
    ">": _number(operator.gt), "<": _number(operator.lt), "≥": _number(operator.ge), "≤": _number(operator.le),
    "not empty": lambda held, _: held not in {None, ""}, "empty": lambda held, _: held in {None, ""},
}  # fmt: skip


def _fits(disclosure: Disclosure, wanted: MetadataCondition) -> bool:
    """Whether a disclosure meets the conditions; one that asks for what we do not know is met by none."""
    met = [
        name in KEYS
        and condition.comparison_operator in TESTS
        and TESTS[condition.comparison_operator](getattr(disclosure, name), condition.value)
        for condition in wanted.conditions
        for name in ([condition.name] if isinstance(condition.name, str) else condition.name)
    ]
    return all(met) if wanted.logical_operator == "and" else any(met) or not met
