"""版本 of this program, as its package says it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def _installed() -> str:
    try:
        return version("mingzhang")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"


VERSION = _installed()
