"""A printer of flattened tables: trees of made-up budgets printed as hard-wrapped text with vanished blanks."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.structure.lines import Line


def lines_of(text: str) -> list[Line]:
    found, at = [], 0
    for text_line in text.split("\n"):
        found.append(Line(text_line, at, at + len(text_line)))
        at += len(text_line) + 1
    return found


@dataclass
class Node:
    code: str
    name: str
    parts: tuple[Decimal, ...]
    children: list[Node] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        return sum(self.parts, Decimal(0))

    def walk(self) -> list[Node]:
        return [self, *(n for child in self.children for n in child.walk())]


def wrapped(text: str, rng: random.Random, narrow: int, wide: int) -> list[str]:
    pieces = []
    while text:
        size = rng.randint(narrow, wide)
        pieces.append(text[:size])
        text = text[size:]
    return pieces


def amount(value: Decimal) -> str:
    return f"{value:,.2f}"


def printed_row(node: Node, rng: random.Random) -> list[str]:
    figures = " ".join(amount(v) for v in (node.total, *node.parts) if v)
    label = wrapped(node.name, rng, 5, 12)
    style = rng.choice(["line", "glued", "broken"])
    if style == "line" and len(label) == 1:
        return [f"{node.code} {node.name} {figures}".rstrip()]
    if style == "glued":
        return [f"{node.code}{label[0]}", *label[1:], *([figures] if figures else [])]
    return [node.code, *label, *([figures] if figures else [])]


def printed_head(words: list[str], rng: random.Random) -> list[str]:
    rows = [f"功能科目编码 功能科目名称 {words[0]}"]
    for word in words[1:]:
        rows += wrapped(word, rng, 1, 4)
    return rows
