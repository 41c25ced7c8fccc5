"""测速·排名: what ranking, filtering and comparing over all bodies takes in the store, by key."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Final

from corpus.ranking import Asked
from corpus.store import Store

EVERYWHERE: Final = Asked(concept="basic_expenditure", basis="budget")
"""What every invented disclosure prints: the worst that a ranking can meet."""
TIMES: Final = 3


def rankings(store: Store) -> dict[str, float]:
    """Milliseconds of the processor, the least of three: the largest one, the top ten, those above an amount, and all compared."""
    _, every = store.ranked(replace(EVERYWHERE, limit=None))
    middle = every[len(every) // 2].amount if every else Decimal(0)
    asked = {
        "most": replace(EVERYWHERE, limit=1),
        "top10": replace(EVERYWHERE, limit=10),
        "above": replace(EVERYWHERE, at_least=middle, limit=10),
        "all": replace(EVERYWHERE, limit=None),
    }
    found = {name: _ms(lambda one=one: store.ranked(one)) for name, one in asked.items()}  # type: ignore[misc]
    found["words"] = _ms(lambda: store.printing(["basic_expenditure"], ["培训"]))
    found["listed"] = _ms(lambda: store.select_facts(q="培训费", limit=100))
    return found | {"compared": float(len(every))}


def _ms(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(TIMES):
        began = time.process_time()
        work()
        best = min(best, (time.process_time() - began) * 1000)
    return best
