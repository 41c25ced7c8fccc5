"""保存期: conversations are kept for as long as the operator sets, and then forgotten with all their turns."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select

from corpus import faults
from corpus.schema import conversation, turn
from corpus.store import Store

log = logging.getLogger(__name__)

MOST_TURNS = 500
"""Turns kept of one conversation: a program that never begins a new one must not fill the disk."""


def forget(store: Store, days: int, now: datetime | None = None) -> int:
    """Forget the conversations that were not gone on with for ``days`` days (0: none is kept anyway); how many went."""
    if days <= 0:
        return 0
    before = ((now or datetime.now(UTC)) - timedelta(days=days)).isoformat(timespec="seconds")
    old = select(conversation.c.id).where(conversation.c.updated_at < before)
    try:
        with store.connect() as db:
            db.execute(delete(turn).where(turn.c.conversation_id.in_(old)))
            gone = db.execute(delete(conversation).where(conversation.c.updated_at < before)).rowcount
    except Exception as error:  # an edge: an older question may wait for the next time
        if not faults.prevents_writing(error):
            raise
        log.warning("old conversations were not forgotten: %s", faults.told(error))
        return 0
    return int(gone)


def is_full(store: Store, conversation_id: str) -> bool:
    """Whether a conversation has as many turns as it may: the next question begins another one."""
    last = select(turn.c.ordinal).where(turn.c.conversation_id == conversation_id).order_by(turn.c.ordinal.desc())
    with store.connect() as db:
        found = db.execute(last.limit(1)).scalar()
    return found is not None and int(found) >= MOST_TURNS
