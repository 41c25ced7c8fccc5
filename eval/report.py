"""报告."""
from __future__ import annotations
from eval.session import Measured

def page(found: Measured, before: Measured | None) -> str:
    return ""
