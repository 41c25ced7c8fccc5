"""稿件接口: POST /api/check/file, the figures of a Word, PDF or text file against the disclosures. Nothing of it is kept."""

from __future__ import annotations

import threading
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, UploadFile
from fastapi.responses import JSONResponse

from qa.web import shapes
from qa.web.answers import require_known
from qa.web.problems import Refusal
from qa.web.state import Shared
from qa.web.uploads import shown_name

router = APIRouter(tags=["answers"])

MOST_CHARACTERS: Final = 20_000
"""Characters of a draft that are checked, as of a text that is pasted."""
AT_ONCE: Final = 2
_reading = threading.BoundedSemaphore(AT_ONCE)


@router.post(
    "/api/check/file", summary="Check a file's figures", response_model=None, responses={
        200: {"model": shapes.CheckedFile},
        501: {"model": shapes.Problem, "description": "This server was started without a reader"},
        503: {"model": shapes.Problem, "description": "Too many files are being read; `Retry-After` says when to come again"},
    },
)  # fmt: skip
def check_file(
    file: UploadFile,
    state: Shared,
    disclosures: Annotated[list[shapes.Identifier] | None, Form(max_length=1000)] = None,
) -> JSONResponse:
    """The file's text, of which offsets count, with the findings. 422 says why a file cannot be read."""
    if state.draft is None:
        raise Refusal(
            HTTPStatus.NOT_IMPLEMENTED, "此服务没有装入文件读取部件 (this server was started without a reader)"
        )
    require_known(state, disclosures)
    name = shown_name(file.filename)
    if not _reading.acquire(blocking=False):
        raise Refusal(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "正在读的稿件太多，请稍后再试 (too many files are being read; try again later)",
            {"retry-after": "5"},
        )
    try:
        whole = state.draft(file.file.read(), name)
    finally:
        _reading.release()
    text = whole[:MOST_CHARACTERS]
    found: dict[str, Any] = {"name": name, "text": text, "characters": len(whole), "truncated": len(whole) > len(text)}
    return JSONResponse(found | state.home.checker.check(text, disclosures).as_dict())
