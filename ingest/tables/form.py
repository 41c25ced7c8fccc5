from __future__ import annotations
from corpus.disclosure import Row
class FormReader:
    def __init__(self, title: str, kind: str, unit: str, year: int | None, subject: str | None) -> None:
        self.rows: list[Row] = []
        self.columns: tuple[str, ...] = ()
        self.unit = unit
        self.subject = subject
        self.has_figures = False
    def feed(self, row: object) -> None:
        pass
