"""The real program, but that letters are counted for vectors: the real model takes minutes for all shipped disclosures.

Small files are embedded by the real model in test_killed.py and test_replicas.py.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE / "qa")]

from readings import Letters  # noqa: E402 - found by the path above

import qa.retrieval.nano  # noqa: E402 - likewise
from mingzhang import main  # noqa: E402 - likewise

if __name__ == "__main__":
    qa.retrieval.nano.Nano = Letters
    main()
