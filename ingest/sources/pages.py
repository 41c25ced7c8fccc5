"""页面: what stands on a page — lines of text and ruled rows — and pages laid one after another into one text.

The text that comes out is what everything later is about: ruled rows have their cells parted by tabs, pages are
parted by form feeds, running heads and page numbers are gone. Each character keeps the glyph that printed it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from corpus.problem import Problem
from ingest.sources.alignment import aligned
from ingest.sources.layout import Glyph, VisualLine, is_indented, visual_lines
from ingest.sources.ruling import Area, Grid, Segment, grids

Letters = list[tuple[str, Glyph | None]]

SURE: Final = 0.9
"""Confidence below which a recognised figure is marked."""
_FIGURE: Final = re.compile(r"[-+]?\d[\d,，.]*%?")
_EDGE: Final = 0.12
"""Share of a page's height where running heads and page numbers stand."""
_FEWEST_RUNNING: Final = 4
_RUNNING: Final = 0.5
_PAGE_NUMBER: Final = re.compile(
    r"[-—–－·.\s]*(?:第?\s*\d{1,3}\s*页?)(?:[\s,，/／]*共?\s*\d{1,3}\s*页?)?[-—–－·.\s]*|[IVXivx]{1,5}"
)
_OWN: Final = re.compile(r"单位|部门|表|元")
_SAME_EDGE: Final = 5.0
_SAME_WIDTH: Final = 20.0
_WORDS: Final = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60、（）()“”]")
_LEVEL: Final = 0.25
_CUT: Final = 0.12
_FEWEST_CUT: Final = 3
_REMNANT: Final = 14
_HEAD_ROWS: Final = 6
_START: Final = re.compile(r"[一二三四五六七八九十]+、|[(（]|\d|其中|小计|合计|总计")


@dataclass(slots=True)
class TextLine:
    """文字行."""

    letters: Letters
    top: float
    bottom: float
    indented: bool = False

    @property
    def text(self) -> str:
        """文字."""
        return "".join(c for c, _ in self.letters)


@dataclass(slots=True)
class RuledRows:
    """表格块: a grid's rows; ``cells[row][column]`` are the letters of the cell that begins there."""

    grid: Grid
    rows: list[dict[int, Letters]]
    is_aligned: bool = False
    """Whether its columns are those of its words, no lines being drawn between them."""

    @property
    def top(self) -> float:
        """上沿."""
        return self.grid.ys[0]


@dataclass(slots=True)
class Page:
    """一页: its number from 1, its size, its lines and tables top to bottom; ``is_scanned`` where an image was read.

    ``turn`` says by how many degrees, clockwise, its text stands turned on the page that its viewer shows.
    ``astray`` are the glyphs that run another way than its text (watermarks, stamps), as drawn, where a viewer shows them.
    """

    number: int
    width: float
    height: float
    items: list[TextLine | RuledRows] = field(default_factory=list)
    is_scanned: bool = False
    turn: int = 0
    astray: list[Glyph] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Laid:
    """排出的文本: ``glyphs[i]`` printed ``text[i]`` (None for breaks, tabs, blanks); form feeds part the pages."""

    text: str
    glyphs: tuple[Glyph | None, ...]
    pages: int
    scanned: frozenset[int] = frozenset()


def page_of(
    number: int,
    size: tuple[float, float],
    glyphs: Sequence[Glyph],
    segments: Iterable[Segment],
    *,
    is_scanned: bool = False,
) -> Page:
    """一页 from its glyphs and ruled lines."""
    segments = list(segments)
    tables = [grid for grid in grids(segments) if _is_table(grid, glyphs)]
    inside: list[list[Glyph]] = [[] for _ in tables]
    outside: list[Glyph] = []
    for glyph in glyphs:
        at = next((n for n, grid in enumerate(tables) if grid.holds(*glyph.middle)), None)
        (outside if at is None else inside[at]).append(glyph)
    lines = visual_lines(outside)
    page = Page(number, size[0], size[1], is_scanned=is_scanned)
    unruled = [] if is_scanned else aligned(lines, segments, size[0])
    taken = {id(line) for table in unruled for line in table.lines}
    lines = [line for line in lines if id(line) not in taken]
    margin = _margin(lines)
    page.items = [TextLine(line.letters(), line.top, line.bottom, is_indented(line, margin)) for line in lines]
    page.items += [RuledRows(grid, _rows(grid, held)) for grid, held in zip(tables, inside, strict=True)]
    for table in unruled:
        held = [glyph for line in table.lines for glyph in sorted(line.glyphs, key=lambda g: g.x0)]
        page.items.append(RuledRows(table.grid, _rows(table.grid, held), is_aligned=True))
    page.items.sort(key=lambda item: item.top)
    return page


def _is_table(grid: Grid, glyphs: Sequence[Glyph]) -> bool:
    """Whether a grid holds cells with words: frames around pictures and pages do not."""
    held = [g for g in glyphs if grid.holds(*g.middle)]
    filled = {_area_at(grid, g) for g in held}
    return len({area.left for area in filled if area is not None}) >= 2


def _area_at(grid: Grid, glyph: Glyph) -> Area | None:
    x, y = glyph.middle
    for area in grid.areas:
        if grid.xs[area.left] <= x <= grid.xs[area.right] and grid.ys[area.top] <= y <= grid.ys[area.bottom]:
            return area
    return None


def _rows(grid: Grid, glyphs: Sequence[Glyph]) -> list[dict[int, Letters]]:
    held: dict[tuple[int, int], list[Glyph]] = {}  # areas that are no boxes overlap: two may have one corner
    for run in _drawn(glyphs):
        whole = _area_at(grid, _middle(run)) if _is_cut(run, grid) else None
        for glyph in run:
            if (area := whole or _area_at(grid, glyph)) is not None:
                held.setdefault((area.top, area.left), []).append(glyph)
    rows: list[dict[int, Letters]] = [{} for _ in range(len(grid.ys) - 1)]
    for (top, left), own in held.items():
        rows[top][left] = _cell(own)
    return rows


def _drawn(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Words as they were drawn: glyphs that follow each other in the file and on the page, figures by themselves."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and _WORDS.match(last.text)
            and _WORDS.match(glyph.text)
            and abs(last.top - glyph.top) < _LEVEL * glyph.height
            and abs(glyph.x0 - last.x1) < _LEVEL * glyph.height
        ):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs


def _middle(run: Sequence[Glyph]) -> Glyph:
    """A run as one glyph."""
    return Glyph(run[0].text, run[0].x0, run[0].top, run[-1].x1, run[0].bottom)


def _is_cut(run: Sequence[Glyph], grid: Grid) -> bool:
    """Whether words run over the edge of their cell: an upright line of the grid goes through one of their glyphs."""
    if len(run) < _FEWEST_CUT:
        return False
    return any(
        g.x0 + _CUT * (g.x1 - g.x0) < x < g.x1 - _CUT * (g.x1 - g.x0)
        for g in run
        for x in grid.xs[1:-1]
        if run[0].x0 < x < run[-1].x1
    )


def _cell(glyphs: Sequence[Glyph]) -> Letters:
    """A cell's letters: its lines joined; only two words in Latin letters are parted where a line breaks."""
    found: Letters = []
    for line in visual_lines(glyphs):
        letters = line.letters()
        if (
            found
            and found[-1][0].isalpha()
            and found[-1][0].isascii()
            and letters[0][0].isascii()
            and letters[0][0].isalpha()
        ):
            found.append((" ", None))
        found += letters
    return found


def _margin(lines: Sequence[VisualLine]) -> float:
    """左边距: where most lines of running text begin."""
    starts = Counter(round(line.x0 / 3) for line in lines if len(line.glyphs) > 10)
    return min((x * 3.0 for x, n in starts.items() if n >= max(starts.values()) * 0.5), default=0.0)


def lay(pages: Sequence[Page]) -> Laid:
    """排版: the pages as one text, tables that run over pages with the same columns throughout."""
    _drop_furniture(pages)
    columns = _columns(pages)
    text: list[str] = []
    glyphs: list[Glyph | None] = []
    for n, page in enumerate(pages):
        if n:
            text.append("\f")
            glyphs.append(None)
        for item in page.items:
            for letters in _printed(item, columns.get(id(item))):
                text += [c for c, _ in letters]
                glyphs += [g for _, g in letters]
    scanned = frozenset(page.number for page in pages if page.is_scanned)
    return Laid("".join(text), tuple(glyphs), len(pages), scanned)


def scan_problems(laid: Laid) -> tuple[Problem, ...]:
    """识别提示: which pages were read from images (``scanned``), and which figures on them are not sure (``unsure``)."""
    found: list[Problem] = []
    start = 0
    for number, text in enumerate(laid.text.split("\f"), 1):
        if number in laid.scanned and text.strip():
            told = [n for n in range(len(text)) if (g := laid.glyphs[start + n]) is not None and g.confidence < 1]
            span = (start + told[0], start + told[-1] + 1) if told else (start, start + len(text))
            found.append(Problem("scanned", f"第 {number} 页识别自扫描件，数字以原件为准", *span))
            for match in _FIGURE.finditer(text):
                glyphs = laid.glyphs[start + match.start() : start + match.end()]
                least = min((g.confidence for g in glyphs if g is not None), default=1.0)
                if least < SURE:
                    said = f"“{match.group()}”识别自扫描件，把握不足（{least:.0%}），请核对原件"
                    found.append(Problem("unsure", said, start + match.start(), start + match.end()))
        start += len(text) + 1
    return tuple(found)


def _printed(item: TextLine | RuledRows, xs: Sequence[float] | None) -> list[Letters]:
    if isinstance(item, TextLine):
        indent: Letters = [("\u3000", None)] * 2 if item.indented else []
        return [[*indent, *item.letters, ("\n", None)]]
    edges = xs or item.grid.xs
    at = [min(range(len(edges)), key=lambda k: abs(edges[k] - x)) for x in item.grid.xs]
    found: list[Letters] = []
    for row in item.rows:
        if not any(row.values()):
            continue
        placed = {at[column]: letters for column, letters in row.items()}
        line: Letters = []
        for column in range(len(edges) - 1):
            line += placed.get(column, [])
            line.append(("\t" if column < len(edges) - 2 else "\n", None))
        found.append(line)
    return found


def _columns(pages: Sequence[Page]) -> dict[int, list[float]]:
    """列线 of tables that run over pages: those of all their parts together; the rows that a break cut are mended."""
    found: dict[int, list[float]] = {}
    last: RuledRows | None = None
    for page in pages:
        first = page.items[0] if page.items else None
        if last is not None and isinstance(first, RuledRows) and last.is_aligned and first.is_aligned:
            _continue(last, first)
        if last is not None and isinstance(first, RuledRows) and _same_table(last, first):
            edges = _union(found.get(id(last), list(last.grid.xs)), first.grid.xs)
            for key, held in list(found.items()):
                if held is found.get(id(last)):
                    found[key] = edges
            found[id(last)] = found[id(first)] = edges
            _mend(last, first)
        final = page.items[-1] if page.items else None
        last = final if isinstance(final, RuledRows) else None
    return found


def _continue(above: RuledRows, below: RuledRows) -> None:
    """The rows of an unruled table on its next page under the columns of the page before, where they fit them."""
    xs = above.grid.xs
    moved: list[dict[int, Letters]] = []
    for row in below.rows:
        placed: dict[int, Letters] = {}
        for letters in row.values():
            glyphs = [glyph for _, glyph in letters if glyph is not None]
            x0, x1 = min(g.x0 for g in glyphs), max(g.x1 for g in glyphs)
            at = next((c for c in range(len(xs) - 1) if xs[c] - _SAME_EDGE < x0 and x1 < xs[c + 1] + _SAME_EDGE), None)
            if at is None or at in placed:
                return
            placed[at] = letters
        moved.append(placed)
    below.rows, below.grid = moved, Grid(xs, below.grid.ys, below.grid.areas)


def _same_table(above: RuledRows, below: RuledRows) -> bool:
    """Whether a table at a page's head may go on with the one before: as wide, and no title across its first row."""
    a, b = above.grid.box, below.grid.box
    titled = below.grid.areas[0].right == len(below.grid.xs) - 1
    if above.is_aligned or below.is_aligned:
        return False
    return abs(a[0] - b[0]) < _SAME_WIDTH and abs(a[2] - b[2]) < _SAME_WIDTH and not titled


def _union(xs: Sequence[float], others: Iterable[float]) -> list[float]:
    found = list(xs)
    for x in others:
        if all(abs(x - known) > _SAME_EDGE for known in found):
            found.append(x)
    return sorted(found)


def _mend(above: RuledRows, below: RuledRows) -> None:
    """A row cut by the page's end: its last words, alone at the head of the next page, go back to their cells."""
    tail = next((row for row in reversed(above.rows) if any(row.values())), None)
    rest = below.rows[0] if below.rows else {}
    texts = _texts(rest)
    if tail is None or not texts or len(above.grid.xs) != len(below.grid.xs):
        return
    printed = _texts(tail)
    again = any(texts == _texts(row) for row in above.rows[:_HEAD_ROWS])
    if not again and all(
        column in printed
        and len(text) <= _REMNANT
        and not _START.match(text)
        and not re.search(r"\d", text + printed[column])
        for column, text in texts.items()
    ):
        for column in texts:
            tail[column] = [*tail[column], *rest[column]]
        below.rows[0] = {}


def _texts(row: dict[int, Letters]) -> dict[int, str]:
    return {column: "".join(c for c, _ in letters) for column, letters in row.items() if letters}


def _drop_furniture(pages: Sequence[Page]) -> None:
    """去页眉页脚: page numbers at a page's edge, and lines that come again there on most pages."""
    shapes = Counter(shape for page in pages for shape in {_shape(page, line) for line in _at_edge(page)})
    fewest = max(_FEWEST_RUNNING, len([p for p in pages if p.items]) * _RUNNING)
    for page in pages:
        edge = {id(line) for line in _at_edge(page)}
        page.items = [
            item
            for item in page.items
            if not isinstance(item, TextLine)
            or id(item) not in edge
            or not (_PAGE_NUMBER.fullmatch(item.text.strip()) or _is_running(page, item, shapes, fewest))
        ]


def _at_edge(page: Page) -> list[TextLine]:
    low, high = page.height * _EDGE, page.height * (1 - _EDGE)
    return [i for i in page.items if isinstance(i, TextLine) and (i.bottom < low or i.top > high)]


def _shape(page: Page, line: TextLine) -> tuple[str, int]:
    return re.sub(r"\d+", "#", re.sub(r"\s", "", line.text)), round(line.top / page.height * 40)


def _is_running(page: Page, line: TextLine, shapes: Counter[tuple[str, int]], fewest: float) -> bool:
    return shapes[_shape(page, line)] >= fewest and not _OWN.search(line.text)
