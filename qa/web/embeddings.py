"""OpenAI 向量接口: POST /v1/embeddings, the model of the index for programs that embed texts of their own."""

from __future__ import annotations

import base64
from array import array
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from qa.web.answers import counted
from qa.web.envelope import ProtocolError
from qa.web.state import Shared

router = APIRouter(prefix="/v1", tags=["openai"])

QUERY, PASSAGE = "query: ", "passage: "
"""How the E5 models mark what a text is for; without a mark it is a passage."""
Input = Annotated[str, StringConstraints(min_length=1, max_length=8192)]


def _worded(sent: object) -> object:
    """What was sent, where it is words. Raises ValueError for numbers: tokens of a tokenizer that this model does not have."""
    first = sent[0] if isinstance(sent, list) and sent else None
    if isinstance(first, int | list):
        raise ValueError(  # noqa: TRY004 - what pydantic tells of a value
            "应为文字，不是 token 编号 (text is needed, not tokens; LangChain: check_embedding_ctx_length=False)"
        )
    return sent


class Wanted(BaseModel):
    """What /v1/embeddings takes; a text may begin with ``query: `` or ``passage: ``, and is a passage where it does not."""

    model_config = ConfigDict(extra="ignore")
    input: Annotated[Input | Annotated[list[Input], Field(min_length=1, max_length=256)], BeforeValidator(_worded)]
    model: str
    encoding_format: Literal["float", "base64"] = "float"
    dimensions: int | None = Field(None, ge=1)


class Embedding(BaseModel):
    """One vector: numbers, or 32-bit floats in base64."""

    object: str = "embedding"
    index: int
    embedding: list[float] | str


class Usage(BaseModel):
    """How much was taken in, in our own pieces."""

    prompt_tokens: int
    total_tokens: int


class Embedded(BaseModel):
    """What /v1/embeddings gives."""

    object: str = "list"
    data: list[Embedding]
    model: str
    usage: Usage


@router.post("/embeddings", summary="Embeddings (OpenAI's protocol)", operation_id="create_embedding")
def embeddings(wanted: Wanted, state: Shared) -> Embedded:
    """Vectors of texts, by the model that embeds the disclosures' passages."""
    name = state.home.settings.embedder
    if wanted.model != name:
        message = f"The model `{wanted.model}` does not exist; there is `{name}`"
        raise ProtocolError(HTTPStatus.NOT_FOUND, message, param="model", code="model_not_found")
    texts = [wanted.input] if isinstance(wanted.input, str) else wanted.input
    vectors = state.home.index.embedded([_bare(t) for t in texts], [t.startswith(QUERY) for t in texts])
    if wanted.dimensions not in {None, len(vectors[0])}:
        message = f"Unsupported value: 'dimensions' is {len(vectors[0])} with this model"
        raise ProtocolError(HTTPStatus.BAD_REQUEST, message, param="dimensions", code="unsupported_value")
    taken = sum(map(counted, texts))
    return Embedded(
        data=[Embedding(index=n, embedding=_written(v, wanted.encoding_format)) for n, v in enumerate(vectors)],
        model=name,
        usage=Usage(prompt_tokens=taken, total_tokens=taken),
    )


def _bare(text: str) -> str:
    return text.removeprefix(QUERY).removeprefix(PASSAGE) or text


def _written(vector: list[float], form: str) -> Any:
    return base64.b64encode(array("f", vector).tobytes()).decode() if form == "base64" else vector
