"""日志: one line an event on standard error: time, level, logger, request, words; as text or as JSON.

Nothing that people ask is logged: a request's line has its method, path, status and time, not its query or body.
"""

from __future__ import annotations

import json
import logging
import logging.config
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Final

REQUEST: ContextVar[str] = ContextVar("request", default="-")
"""The id of the request that is being served; lines of all its parts carry it."""
OWN: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request"}
QUIET: Final = ("chromadb", "httpx", "httpx2", "httpcore", "httpcore2", "openai", "pdfminer", "mcp", "uvicorn.access")
"""Loggers of others that tell of every step; their warnings are heard."""


def configure(level: str = "info", form: str = "text") -> None:
    """Send everything that is logged to standard error, from this level on, as ``text`` or ``json``."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "filters": {"request": {"()": f"{__name__}.WithRequest"}},
            "formatters": {
                "text": {"format": "%(asctime)s %(levelname)s %(name)s [%(request)s] %(message)s"},
                "json": {"()": f"{__name__}.AsJson"},
            },
            "handlers": {
                "stderr": {
                    "class": "logging.StreamHandler",
                    "stream": "ext://sys.stderr",
                    "formatter": form,
                    "filters": ["request"],
                }
            },
            "root": {"level": level.upper(), "handlers": ["stderr"]},
            "loggers": {name: {"level": "WARNING"} for name in QUIET}
            | {"uvicorn": {"handlers": [], "propagate": True}},
        }
    )


class WithRequest(logging.Filter):
    """Puts the id of the request under way on every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true."""
        record.request = REQUEST.get()
        return True


class AsJson(logging.Formatter):
    """One JSON object a line, with what was given as ``extra`` beside the words."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request": getattr(record, "request", "-"),
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in OWN}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
