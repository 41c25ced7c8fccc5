"""网页: the article of a page with its tables; the site's own menus, footers and scripts are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree, html

from corpus.problem import UnreadableError
from ingest.sources import positioned
from ingest.sources.original import Source
from ingest.sources.sheet import printed

HTML: Final = "text/html"

_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_CHROME: Final = frozenset(
    {"script", "style", "noscript", "nav", "header", "footer", "aside", "form", "iframe", "button", "select", "svg"}
    | {"object", "embed", "template", "title", "head"}
)
_BLOCK: Final = frozenset(
    {"p", "div", "section", "article", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "center", "hr"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "main", "body", "fieldset", "table", "tr"}
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MAIN_SHARE: Final = 0.85
_LINKED: Final = 0.6
_LONGEST_CELL: Final = 2000
_DEEPEST: Final = 400
_MOST_SPAN: Final = 100


_UNPRINTED: Final = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));"
)
"""Control characters, bare or as references, which no text of a page may hold."""


def read_html(data: bytes, name: str) -> Source:
    """读 a page. Raises UnreadableError where it has no text of its own."""
    text = _decoded(data, name)
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(remove_comments=True, remove_pis=True))
        sheet = positioned.styles(" ".join(style.text or "" for style in root.iter("style")))
        _strip(root)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise UnreadableError(f"{name}：网页损坏或没有内容，无法读取") from None
    lines = [line for line in _positioned(root, sheet) or _lines(_main(root)) if line.strip()]
    if not lines:
        raise UnreadableError(f"{name}：网页里没有可读的文字（内容可能由脚本生成），请另存为 PDF 再导入")
    return Source("\n".join(lines) + "\n", HTML, is_wrapped=False)


def _positioned(root: etree._Element, sheet: dict[str, dict[str, int]]) -> list[str]:
    """The lines of a page whose words stand at coordinates; none of any other page."""
    pages: dict[etree._Element, list[positioned.Word]] = {}
    for element in root.iter("div", "span", "p"):
        if any(isinstance(child.tag, str) and child.tag == "div" for child in element):
            continue
        said: dict[str, int] = {}
        for name in (element.get("class") or "").split():
            said |= sheet.get(name, {})
        said |= positioned.places(element.get("style") or "")
        word = positioned.word_at("".join(element.itertext()), said)
        if word is not None:
            pages.setdefault(element.getparent(), []).append(word)
    words = [word for page in pages.values() for word in page]
    whole = max(len(re.sub(r"\s+", "", "".join(root.itertext()))), 1)
    share = sum(len(word.text) for word in words) / whole
    if not positioned.is_positioned(words) or share < _MAIN_SHARE:
        return []
    return [line for page in pages.values() for line in positioned.lines(page)]


def _decoded(data: bytes, name: str) -> str:
    stated = _CHARSET.search(data[:4096])
    encoding = stated[1].decode("ascii").lower() if stated else "utf-8"
    first = "gb18030" if encoding.startswith("gb") else encoding
    for candidate in (first, "utf-8", "gb18030"):
        try:
            return _UNPRINTED.sub("", re.sub(r"^\s*<\?xml[^>]*\?>", "", data.decode(candidate).lstrip("\ufeff")))
        except (UnicodeDecodeError, LookupError):
            continue
    raise UnreadableError(f"{name}：网页编码无法识别，请另存为 UTF-8 或 PDF 再导入")


def _strip(root: etree._Element) -> None:
    """Take out what the page does not print as its text."""
    depth = 0
    for element in list(root.iter()):
        depth = max(depth, sum(1 for _ in element.iterancestors()) if len(element) == 0 else 0)
        if depth > _DEEPEST:
            raise UnreadableError("网页嵌套过深，像是有害文件，未导入")
        hidden = isinstance(element.tag, str) and _HIDDEN.search(element.get("style") or "")
        if (element.tag in _CHROME or hidden) and element.getparent() is not None:
            element.drop_tree()


def _main(root: etree._Element) -> etree._Element:
    """正文 of a page: down from the body as long as one child holds most of the words that are no links."""
    at = root.find("body") if root.find("body") is not None else root
    whole = max(_weight(at), 1)
    while True:
        child = max(at, key=_weight, default=None)
        if child is None or child.tag in ("table", "tbody", "tr", "p") or _weight(child) < _MAIN_SHARE * whole:
            return at
        at = child


def _weight(element: etree._Element) -> int:
    linked = sum(len("".join(a.itertext()).strip()) for a in element.iter("a"))
    return len(re.sub(r"\s+", "", "".join(element.itertext()))) - linked


def _lines(element: etree._Element) -> Iterator[str]:
    """The lines of an element: one a block, one a table row."""
    pending: list[str] = []
    for kind, text in _events(element):
        if kind == "text":
            pending.append(text)
            continue
        if line := _line("".join(pending)):
            yield from line.split("\n")
        pending = []
        if kind == "row":
            yield text
    if line := _line("".join(pending)):
        yield from line.split("\n")


def _line(text: str) -> str:
    text = re.sub(r"[ \t\r\n\u3000\xa0]+", " ", text)
    return "\n".join(part.strip() for part in text.split("\x00")).strip("\n")


def _events(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Text, breaks and table rows in the order of the page."""
    if element.tag == "table" and _is_data(element):
        yield "break", ""
        yield from (("row", row) for row in _rows(element))
    elif _is_menu(element):
        pass
    else:
        block = element.tag in _BLOCK
        if block:
            yield "break", ""
        yield "text", "\x00" if element.tag == "br" else element.text or ""
        for child in element:
            yield from _events(child)
            yield "text", child.tail or ""
        if block:
            yield "break", ""


def _is_menu(element: etree._Element) -> bool:
    """Whether a list or box holds links and nearly nothing else."""
    if element.tag not in ("ul", "ol", "div", "dl"):
        return False
    links = element.findall(".//a")
    size = len("".join(element.itertext()).strip())
    return len(links) >= 3 and size > 0 and sum(len("".join(a.itertext()).strip()) for a in links) > _LINKED * size


def _is_data(table: etree._Element) -> bool:
    """Whether a table holds data: layout tables hold other tables, one column, or an article in a cell."""
    if table.find(".//table") is not None:
        return False
    cells = list(table.iter("td", "th"))
    rows = [sum(1 for _ in row.iter("td", "th")) for row in table.iter("tr")]
    longest = max((len("".join(cell.itertext())) for cell in cells), default=0)
    return bool(rows) and max(rows) > 1 and longest < _LONGEST_CELL


def _rows(table: etree._Element) -> Iterator[str]:
    """Rows with cells parted by tabs; a merged cell is printed once, at its upper left."""
    taken: dict[int, int] = {}
    for row in table.iter("tr"):
        line: dict[int, str] = {}
        at = 0
        for cell in row.iter("td", "th"):
            while taken.get(at, 0) > 0:
                at += 1
            line[at] = printed(_line("".join(text for kind, text in _events(cell) if kind == "text")))
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for column in range(at, at + wide):
                taken[column] = high
            at += wide
        width = max([at, *(column + 1 for column, rows in taken.items() if rows > 0)], default=0)
        taken = {column: rows - 1 for column, rows in taken.items() if rows > 1}
        yield "\t".join(line.get(column, "") for column in range(width))


def _span(cell: etree._Element, name: str) -> int:
    stated = re.match(r"\d{1,4}", cell.get(name) or "")
    return min(max(int(stated[0]), 1), _MOST_SPAN) if stated else 1
