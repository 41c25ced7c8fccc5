"""分页: every list takes ``limit`` and ``offset``."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

LARGEST = 1000

Limit = Annotated[int, Query(ge=1, le=LARGEST, description="How many at most")]
Offset = Annotated[int, Query(ge=0, description="How many to leave out at the beginning")]
