"""分页: every list takes ``limit`` and ``offset``."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path as PathParameter
from fastapi import Query

LARGEST = 1000
FARTHEST = 2**31 - 1
"""Numbers beyond it no database takes."""

Limit = Annotated[int, Query(ge=1, le=LARGEST, description="How many at most")]
Offset = Annotated[int, Query(ge=0, le=FARTHEST, description="How many to leave out at the beginning")]
FiscalYear = Annotated[int | None, Query(ge=0, le=9999)]
Ordinal = Annotated[int, PathParameter(ge=0, le=FARTHEST)]
