"""记录本: where conversations are written: beside the corpus, or in memory where nothing may be kept."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from corpus import faults, schema, sqlite

log = logging.getLogger(__name__)


class Notebook:
    """记录本. With ``forgets`` it ends with the process; otherwise it is in the database of ``engine``."""

    def __init__(self, engine: Engine, *, forgets: bool) -> None:
        self.forgets = forgets
        self.engine = sqlite.in_memory() if forgets else engine
        self._one_by_one = threading.Lock() if forgets else nullcontext()  # memory has one connection for all
        if forgets:
            schema.metadata.create_all(self.engine, [schema.conversation, schema.turn])

    @contextmanager
    def connect(self, *, is_forgiving: bool = False) -> Iterator[Connection]:
        """One transaction. Where it ``is_forgiving``, what a full or closed disk does not let be written is not written."""
        try:
            with self._one_by_one, self.engine.begin() as db:
                yield db
        except (DBAPIError, OSError) as error:
            if not (is_forgiving and faults.prevents_writing(error)):
                raise
            log.warning("a turn was not kept: %s", faults.told(error))

    def close(self) -> None:
        """Close all connections; what is in memory is gone."""
        self.engine.dispose()
