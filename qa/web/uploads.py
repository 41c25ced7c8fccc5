"""导入接口: take a file in, follow its job, delete a disclosure. Needs the write token."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Depends, Response, UploadFile
from fastapi.responses import JSONResponse

from corpus.disclosure import Disclosure, Reading
from corpus.problem import UnreadableError
from corpus.shared_originals import Keeping
from qa.web import shapes
from qa.web.jobs import Progress
from qa.web.problems import Refusal
from qa.web.rights import may_write
from qa.web.state import Shared, State

router = APIRouter(tags=["disclosures"])

_NOT_PRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Signs that steer a screen or turn what is written round; none belongs into a file's name."""
LARGEST_FILE = 64 * 1024 * 1024
"""Bytes; a scanned disclosure of a hundred pages is half of that."""


@router.post(
    "/api/disclosures",
    status_code=HTTPStatus.ACCEPTED,
    summary="Ingest a file",
    dependencies=[Depends(may_write)],
    response_model=None,
    responses={202: {"model": shapes.Job}, 200: {"description": "The same bytes are already in"}},
)
def upload(file: UploadFile, state: Shared) -> JSONResponse:
    """Read and write one file now (422 says why it cannot be), index it in the background."""
    if state.read is None:
        raise Refusal(
            HTTPStatus.NOT_IMPLEMENTED, "此服务没有装入文件读取部件 (this server was started without a reader)"
        )
    data = file.file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise Refusal(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"文件超过 {LARGEST_FILE // 2**20} MB (the file is too large)"
        )
    if not data:
        raise UnreadableError("文件是空的 (the file is empty)")
    name = shown_name(file.filename)
    originals = state.home.originals
    if known := _already(state, hashlib.sha256(data).hexdigest()):
        originals.keep(data)  # it may have been taken in before originals were kept
    reading = None if known else state.read(data, name)
    if reading is not None and reading.disclosure.original_sha256:
        known = _already(state, reading.disclosure.original_sha256)
    if known or reading is None:
        return JSONResponse({"disclosure_id": known, "status": "unchanged"}, HTTPStatus.OK)
    before = _files(state, reading.disclosure)
    reading = _written(state, reading, data, originals)
    lost = sorted(before - _files(state, reading.disclosure) or before & {name})
    replaced = "、".join(lost) or None
    job = state.jobs.start(reading.disclosure.id, lambda report: resync(state, report), replaced)
    headers = {"location": f"/api/jobs/{job.id}"}
    return JSONResponse(job.as_dict(), HTTPStatus.ACCEPTED, headers)


def shown_name(sent: str | None) -> str:
    """The name of a file that was sent, without folders and without signs that are not printed."""
    return _NOT_PRINTED.sub("", (sent or "").replace("\\", "/").rsplit("/", 1)[-1]).strip(". ")[-200:] or "upload"


def _files(state: State, like: Disclosure) -> set[str]:
    """Names of the files held of one body, year, kind and scope."""
    same = state.home.store.of_body(like.issuer, like.fiscal_year, like.kind)
    return {part.source for d in same if d.scope == like.scope for part in d.parts or (d.part_at(0),)}


def _already(state: State, sha256: str) -> str | None:
    """The disclosure with these very bytes."""
    return state.home.store.superseding(sha256)


def _written(state: State, reading: Reading, data: bytes, originals: Keeping) -> Reading:
    """What was written: the file by itself, or with those that it is one disclosure with; one upload at a time."""
    store, now = state.home.store, datetime.now(UTC).isoformat(timespec="seconds")
    with store.taking_in(reading.disclosure):
        if state.join is not None:
            reading = state.join(reading, data, store, originals.find)
        originals.keep(data)
        reading = replace(reading, disclosure=replace(reading.disclosure, ingested_at=now))
        if store.put(reading):
            state.home.sweep()
    return reading


JOB: dict[int | str, dict[str, Any]] = {200: {"model": shapes.Job}}


@router.get("/api/jobs/{job_id}", summary="Progress of an upload", response_model=None, responses=JOB)
def job(job_id: str, state: Shared) -> JSONResponse:
    """How far a job is."""
    found = state.jobs.get(job_id)
    if found is None:
        raise Refusal(HTTPStatus.NOT_FOUND, f"没有编号为 {job_id} 的任务 (no such job)")
    return JSONResponse(found.as_dict())


@router.delete(
    "/api/disclosures/{disclosure_id}",
    status_code=HTTPStatus.NO_CONTENT,
    summary="Delete a disclosure",
    dependencies=[Depends(may_write)],
)
def remove(disclosure_id: str, state: Shared) -> Response:
    """Delete a disclosure with all that was read from it; its vectors go in the background."""
    with state.home.store.taking_in(held := state.home.store.disclosure(disclosure_id)):
        # What is just being joined to another file does not go from under it.
        state.home.store.delete(disclosure_id)
        for sha256 in held.digests:
            state.home.originals.drop(sha256)
    state.jobs.start(disclosure_id, lambda report: resync(state, report))
    return Response(status_code=HTTPStatus.NO_CONTENT)


def resync(state: State, report: Progress) -> None:
    """What every job does: the vectors follow the store, until the server ends."""

    def told(done: int, total: int) -> None:
        report(done, total)
        state.onward(done, total)

    state.home.sync(report=told)
