"""0001: the tables as they were before revisions were written down; homes of then are stamped with it."""

from __future__ import annotations

from typing import Final

revision: Final = "0001"
down_revision: Final[str | None] = None


def upgrade() -> None:
    """Nothing: whoever is of this revision has these tables."""
