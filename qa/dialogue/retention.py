"""保存期: conversations are kept for as long as the operator sets, and then forgotten with all their turns."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from sqlalchemy import Select, delete, func, select

from corpus import faults
from corpus.schema import conversation, turn
from corpus.store import Store

log = logging.getLogger(__name__)

MOST_KEPT = 200_000
"""Turns kept in all, some 750 MB: anonymous askers must not fill the disk within the days that turns are kept."""
MOST_IN_MEMORY = 20_000
"""Turns kept where they are in memory, some 80 MB."""
_AT_ONCE = 500
MOST_TURNS = 500
"""Turns kept of one conversation: a program that never begins a new one must not fill the disk."""


def forget(store: Store, days: int, now: datetime | None = None, most: int | None = None) -> int:
    """Forget the conversations that were not gone on with for ``days`` days (0: those in memory end with the process); how many went.

    Of the others no more are kept than together have ``most`` turns, the latest first: as many as a disk may hold, or
    a process where they are in memory.
    """
    if most is None:
        most = MOST_IN_MEMORY if store.forgets else MOST_KEPT
    before = ((now or datetime.now(UTC)) - timedelta(days=days)).isoformat(timespec="seconds") if days > 0 else ""
    try:
        with store.noting() as db:
            old = db.execute(select(conversation.c.id).where(conversation.c.updated_at < before)).scalars().all()
            gone = [*old, *db.execute(_beyond(most)).scalars()]
            for start in range(0, len(gone), _AT_ONCE):
                some = gone[start : start + _AT_ONCE]
                db.execute(delete(turn).where(turn.c.conversation_id.in_(some)))
                db.execute(delete(conversation).where(conversation.c.id.in_(some)))
    except Exception as error:  # an edge: an older question may wait for the next time
        if not faults.prevents_writing(error):
            raise
        log.warning("old conversations were not forgotten: %s", faults.told(error))
        return 0
    return len(set(gone))


def _beyond(most: int) -> Select[tuple[str]]:
    """The conversations before which, counted from the latest, there are ``most`` turns or more."""
    sizes = select(turn.c.conversation_id, func.count().label("size")).group_by(turn.c.conversation_id).subquery()
    order = (conversation.c.updated_at.desc(), conversation.c.id)
    so_far = func.sum(sizes.c.size).over(order_by=order).label("so_far")
    joined = conversation.join(sizes, sizes.c.conversation_id == conversation.c.id)
    counted = select(conversation.c.id, so_far).select_from(joined).subquery()
    return select(counted.c.id).where(counted.c.so_far > most)


def is_full(store: Store, conversation_id: str) -> bool:
    """Whether a conversation has as many turns as it may: the next question begins another one."""
    last = select(turn.c.ordinal).where(turn.c.conversation_id == conversation_id).order_by(turn.c.ordinal.desc())
    with store.connect() as db:
        found = db.execute(last.limit(1)).scalar()
    return found is not None and int(found) >= MOST_TURNS
