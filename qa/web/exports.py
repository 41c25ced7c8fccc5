"""导出接口: a disclosure's classified figures as a Fiscal Data Package in one zip file."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import Response

from qa.web.problems import Refusal
from qa.web.state import Shared

router = APIRouter(prefix="/api/disclosures", tags=["disclosures"])
ZIP = "application/zip"


@router.get(
    "/{disclosure_id}/package.zip",
    summary="Fiscal Data Package",
    response_class=Response,
    responses={200: {"content": {ZIP: {}}}, 404: {"description": "No such disclosure, or no table by subject in it"}},
)
def package(disclosure_id: str, state: Shared) -> Response:
    """财政数据包: datapackage.json and CSV files by classification, phase and source of money; amounts in 元."""
    if state.package is None:
        raise Refusal(HTTPStatus.NOT_IMPLEMENTED, "此服务没有装入导出部件 (this server was started without the export)")
    store = state.home.store
    disclosure = store.disclosure(disclosure_id)
    try:
        body = state.package(disclosure, store.facts(disclosure_id)).archive()
    except ValueError as error:
        raise Refusal(HTTPStatus.NOT_FOUND, str(error)) from None
    headers = {"content-disposition": f'attachment; filename="{disclosure_id}.zip"'}
    return Response(body, media_type=ZIP, headers=headers)
