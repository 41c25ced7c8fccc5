"""页图接口: a page of an original as a picture, where words stand on it, and the original itself."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field, StringConstraints

from corpus.disclosure import Disclosure, Part
from corpus.problem import UnreadableError
from qa.web.drawn import BusyError
from qa.web.problems import Refusal
from qa.web.rights import Authorization, writing_refused
from qa.web.state import Shared, State

router = APIRouter(prefix="/api/disclosures", tags=["disclosures"])

PNG = "image/png"
AGE = 3600
"""Seconds that a browser may show a picture without asking again."""
AGAIN = 3
"""Seconds after which pictures may be asked for again where too many are being drawn."""
BUSY = "正在绘制的页面太多，请几秒后再试 (too many pages are being drawn; try again in some seconds)"
MOST_PAGES = 5000
MOST_QUOTES = 20

Number = Annotated[int, Path(ge=1, le=MOST_PAGES, description="The page, from 1")]
Quote = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class Wanted(BaseModel):
    """What is to be boxed."""

    quote: list[Quote] = Field([], max_length=MOST_QUOTES, description="Words as printed, white space aside")
    at: int = Field(
        0, ge=0, le=2**31 - 1, description="Where the words stand in the text: tells of which file the page is"
    )
    nth: int = Field(1, ge=1, le=1000, description="Which, where the words stand on the page several times")


INERT = {"application/pdf", "image/png", "image/jpeg"}
"""What a browser may show by itself: it runs nothing on this server's behalf."""
DRAWABLE = ("application/pdf", "image/")
LOST = (
    "没有保存这份文件的原件，画不出页面；再导入一次原来的文件即可 (the original is not kept; bring the file in again)"
)


@router.get(
    "/{disclosure_id}/pages/{number}.png",
    summary="A page as a picture",
    response_class=Response,
    responses={
        200: {"content": {PNG: {}}},
        304: {},
        404: {"description": "No such disclosure, original or page; or its masked words cannot be hidden"},
        503: {"description": "Too many pictures are being drawn; try again after `Retry-After` seconds"},
    },
)
async def page(
    disclosure_id: str, number: Number, wanted: Annotated[Wanted, Query()], request: Request, state: Shared
) -> Response:
    """页图: the page, each quote boxed where it stands. ``X-Marks``: the boxes, as shares of width and height.

    What is masked in the text is painted over in the picture.
    """
    file, text, tag = await run_in_threadpool(_printed, state, disclosure_id, number, wanted)
    headers = {"etag": f'"{tag}"', "cache-control": f"private, max-age={AGE}"}
    if f'"{tag}"' in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    png = await _drawn(state, tag, lambda: _picture(state, file, number, wanted, text))
    return Response(png, media_type=PNG, headers=headers | {"x-marks": marks(png)})


@router.get("/{disclosure_id}/pages/{number}/marks", summary="Where words stand on a page")
async def marked(disclosure_id: str, number: Number, wanted: Annotated[Wanted, Query()], state: Shared) -> JSONResponse:
    """框: one box a line and cell, [left, top, right, bottom] as shares of the page, in printed order."""
    file, text, tag = await run_in_threadpool(_printed, state, disclosure_id, number, wanted)
    png = await _drawn(state, tag, lambda: _picture(state, file, number, wanted, text))
    return JSONResponse({"marks": json.loads(marks(png))}, headers={"cache-control": f"private, max-age={AGE}"})


@router.get(
    "/{disclosure_id}/original",
    summary="The original file",
    response_class=Response,
    responses={
        401: {"description": "What is masked in the text stands in the file: the write token is needed"},
        404: {"description": "No such disclosure, or its original is not kept"},
    },
)
def original(
    disclosure_id: str, state: Shared, at: Annotated[int, Query(ge=0)] = 0, authorization: Authorization = ""
) -> Response:
    """原件: the file as it was brought in; a browser may show a PDF or a picture, and has to save anything else.

    Where something is masked in the text, it is for those alone who may write.
    """
    store = state.home.store
    file = store.disclosure(disclosure_id).part_at(at)
    if any(problem.kind == "masked" for problem in store.problems(disclosure_id)):
        refusal = writing_refused(state.home.settings, authorization)
        if refusal is not None:
            raise refusal
    data = state.home.originals.find(file.sha256)
    if data is None:
        raise Refusal(HTTPStatus.NOT_FOUND, LOST)
    shown = file.media_type in INERT
    kind = "inline" if shown else "attachment"
    headers = {"content-disposition": f"{kind}; filename=\"original\"; filename*=UTF-8''{quote(file.source)}"}
    return Response(data, media_type=file.media_type if shown else "application/octet-stream", headers=headers)


async def _drawn(state: State, tag: str, make: Callable[[], bytes]) -> bytes:
    """The picture that ``tag`` names, made where it is not held. Raises Refusal where too many are being made."""
    try:
        return await asyncio.wrap_future(state.drawn.get(tag, make))
    except BusyError:
        raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, BUSY, {"retry-after": str(AGAIN)}) from None


def _printed(state: State, disclosure_id: str, number: int, wanted: Wanted) -> tuple[Part, str, str]:
    """The file that is asked about, its page's text as the store holds it, and what tells its picture from all others.

    Raises Refusal for a quote that the text does not hold: a picture may not be asked what the text keeps back.
    """
    store = state.home.store
    disclosure = store.disclosure(disclosure_id)
    file, whole = disclosure.part_at(wanted.at), store.text(disclosure_id)
    own = whole[file.start : file.end] if disclosure.parts else whole
    held = "".join(own.split())
    for words in wanted.quote:
        if "".join(words.split()) not in held and not all(piece in held for piece in words.split()):
            raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "原文里没有要标出的文字 (the text does not hold this quote)")
    pages = own.split("\f")
    text = pages[number - 1] if number <= len(pages) else ""
    about = [file.sha256, number, wanted.quote, wanted.nth, hashlib.sha256(text.encode()).hexdigest()]
    return file, text, hashlib.sha256(json.dumps(about).encode()).hexdigest()[:32]


def _picture(state: State, file: Part, number: int, wanted: Wanted, text: str) -> bytes:
    """The picture, drawn. Raises Refusal with what is to be done."""
    data = state.home.originals.find(file.sha256)
    if data is None:
        raise Refusal(HTTPStatus.NOT_FOUND, LOST)
    if state.draw is None:
        raise Refusal(HTTPStatus.NOT_IMPLEMENTED, "此服务没有装入页图部件 (this server was started without pictures)")
    try:
        return state.draw(data, number, wanted.quote, wanted.nth, text)
    except UnreadableError as error:
        raise Refusal(HTTPStatus.NOT_FOUND, str(error)) from None


def has_pictures(state: State, disclosure: Disclosure) -> bool:
    """Whether pages of this disclosure can be drawn."""
    originals = state.home.originals
    return state.draw is not None and any(
        part.pages is not None and part.media_type.startswith(DRAWABLE) and originals.holds(part.sha256)
        for part in disclosure.parts or (disclosure.part_at(0),)
    )


def marks(png: bytes) -> str:
    """框: the text chunk ``marks`` of a picture; an empty list where it has none."""
    found = (body[6:] for kind, body in _chunks(png) if kind == b"tEXt" and body.startswith(b"marks\0"))
    return next(found, b"[]").decode("latin-1")


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG before its pixels: kind and content."""
    at = 8
    while at + 8 <= len(png):
        size, kind = int.from_bytes(png[at : at + 4]), png[at + 4 : at + 8]
        if kind == b"IDAT":
            return
        yield kind, png[at + 8 : at + 8 + size]
        at += 12 + size
