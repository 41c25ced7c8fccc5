"""OpenAPI: what the document says beyond the routes: stable names of operations, where the service is, which token opens what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from qa.web.rights import may_see_all, may_write

SCHEME = "writeToken"
GUARDS = (may_write, may_see_all)
NARROWED = frozenset(
    {"/api/ask", "/api/check", "/api/check/file", "/api/check/report", "/api/facts", "/api/facts/facets"}
)
"""What may be narrowed to disclosures by id, and refuses one that is not held."""
IDS = {
    "POST /api/ask": "ask",
    "POST /api/check": "check_text",
    "POST /api/check/file": "check_file",
    "GET /api/facts": "find_facts",
    "GET /api/concepts": "list_concepts",
    "GET /api/disclosures": "list_disclosures",
    "POST /api/disclosures": "ingest_file",
    "GET /api/jobs/{job_id}": "get_job",
    "GET /api/disclosures/{disclosure_id}": "get_disclosure",
    "DELETE /api/disclosures/{disclosure_id}": "delete_disclosure",
    "GET /api/disclosures/{disclosure_id}/text": "get_text",
    "GET /api/disclosures/{disclosure_id}/tables": "get_tables",
    "GET /api/disclosures/{disclosure_id}/audit": "audit",
    "GET /api/disclosures/{disclosure_id}/package.zip": "get_fiscal_data_package",
    "GET /api/disclosures/{disclosure_id}/pages/{number}.png": "get_page_picture",
    "GET /api/conversations": "list_conversations",
    "GET /api/conversations/{conversation_id}": "get_conversation",
    "PATCH /api/conversations/{conversation_id}": "rename_conversation",
    "DELETE /api/conversations/{conversation_id}": "delete_conversation",
    "GET /api/conversations/{conversation_id}/turns": "list_turns",
    "GET /api/conversations/{conversation_id}/export": "export_conversation",
    "POST /api/conversations/{conversation_id}/turns/{ordinal}/feedback": "vote",
    "GET /api/answers/{turn_id}": "get_answer",
    "GET /api/answers/{turn_id}/evidence.csv": "get_evidence",
    "GET /healthz": "is_alive",
    "GET /readyz": "is_ready",
    "GET /metrics": "get_metrics",
}
"""What programs made from the document call the operations; renaming one breaks them."""
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA = {
    "get_metrics": ["text/plain"],
    "get_evidence": ["text/csv"],
    "find_facts": ["application/json", "text/csv", SHEET],
    "audit": ["application/json", "text/markdown", "text/csv", SHEET],
    "export_conversation": ["text/markdown"],
}
"""What operations give that write their responses themselves."""


def operation_id(route: APIRoute) -> str:
    """A name for programs made from the document (clients, agents' tools)."""
    method = min(route.methods or {"GET"})
    return IDS.get(f"{method} {route.path_format}", f"{method.lower()}_{route.name}")


def install(app: FastAPI, routers: Sequence[APIRouter], public_url: str) -> None:
    """Make ``app``, put together from ``routers``, describe itself so; the document is made when it is first asked for."""
    app.openapi = lambda: _document(app, routers, public_url)  # type: ignore[method-assign]


def _document(app: FastAPI, routers: Sequence[APIRouter], public_url: str) -> dict[str, Any]:
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
            servers=[{"url": public_url.rstrip("/") or "/"}],
        )
        made.setdefault("components", {})["securitySchemes"] = {
            SCHEME: {"type": "http", "scheme": "bearer", "description": "The value of MINGZHANG_WRITE_TOKEN"}
        }
        _guard([route for router in routers for route in router.routes if isinstance(route, APIRoute)], made)
        _give_types(made)
        _give_errors_their_type(made)
        app.openapi_schema = made
    return app.openapi_schema


def _guard(routes: Sequence[APIRoute], made: dict[str, Any]) -> None:
    """Mark what needs the token; its header is the scheme's, not a parameter."""
    for route in routes:
        if not route.include_in_schema or not any(d.dependency in GUARDS for d in route.dependencies):
            continue
        for method in route.methods or ():
            operation = made["paths"][route.path_format][method.lower()]
            operation["security"] = [{SCHEME: []}]
            operation["parameters"] = [p for p in operation.get("parameters", ()) if p["name"] != "authorization"]
            operation["responses"] |= {
                "401": {"description": "The token is missing or wrong"},
                "403": {"description": "Writing is switched off, or not from here"},
            }


def _give_types(made: dict[str, Any]) -> None:
    """What operations really give, where the routes cannot say it."""
    for operations in made["paths"].values():
        for operation in operations.values():
            if types := MEDIA.get(operation.get("operationId", "")):
                held = operation["responses"]["200"].get("content", {})
                words = {"schema": {"type": "string"}}
                operation["responses"]["200"]["content"] = {kind: held.get(kind, words) for kind in types}


def _give_errors_their_type(made: dict[str, Any]) -> None:
    """Errors are problem documents; under /v1 they are that protocol's envelope, with 400 where the body cannot be used."""
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            answers = operation["responses"]
            if path.startswith("/v1/"):
                answers.pop("422", None)
                if method == "post":
                    answers["400"] = {"description": "The request cannot be used", "content": ENVELOPE}
                answers["404"] = {"description": "No such model", "content": ENVELOPE}
                continue
            if path.startswith("/api/") and ("{" in path or path in NARROWED):
                answers.setdefault("404", {"description": "There is no such thing here"})
            if "requestBody" in operation:
                answers.setdefault("400", {"description": "The body cannot be read"})
            elif any(p["in"] == "query" for p in operation.get("parameters", ())):
                answers.setdefault("400", TOO_LONG)
            for status, answer in answers.items():
                if path == "/retrieval" and status == "404":
                    continue
                if status.isdigit() and int(status) >= 400 and "application/json" in answer.get("content", {}):
                    answer["content"] = {PROBLEM: answer["content"]["application/json"]}
            for status in ("400", "401", "403", "404", "413", "501"):
                if status in answers and "content" not in answers[status]:
                    answers[status]["content"] = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}


TOO_LONG = {
    "description": "The address is longer than the server reads",
    "content": {"text/plain": {"schema": {"type": "string"}}},
}
"""What the server itself says before the application is asked."""
PROBLEM = "application/problem+json"
ENVELOPE = {
    "application/json": {
        "schema": {
            "type": "object",
            "required": ["error"],
            "properties": {
                "error": {
                    "type": "object",
                    "required": ["message", "type", "param", "code"],
                    "properties": {
                        "message": {"type": "string"},
                        "type": {"type": "string"},
                        "param": {"type": ["string", "null"]},
                        "code": {"type": ["string", "null"]},
                    },
                }
            },
        }
    }
}
