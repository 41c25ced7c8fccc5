"""The real PDF files beside the project: known by their names, quoted by the gold questions, checked by their own sums."""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from corpus.disclosure import Reading
from ingest import load

SHARED = Path(__file__).resolve().parents[2] / "../shared"
FILES = sorted((SHARED / "disclosures" / "elsewhere").glob("*.pdf"))
QUESTIONS = SHARED / "gold" / "elsewhere.questions.jsonl"
KINDS = {"ys": "budget", "js": "final_accounts"}

pytestmark = pytest.mark.skipif(not FILES, reason="../shared/disclosures/elsewhere is not here")
each = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@cache
def read(path: Path) -> Reading:
    return load.read(path.read_bytes(), path.name)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\"'“”‘’_]", "", unicodedata.normalize("NFKC", text))


@each
def test_year_and_kind_are_those_of_the_file_s_name(path: Path) -> None:
    year, kind = re.findall(r"(20\d\d)(ys|js)", path.stem)[0]
    known = read(path).disclosure
    assert (known.fiscal_year, known.kind) == (int(year), KINDS[kind])
    assert known.pages == len(pypdfium2.PdfDocument(path.read_bytes()))


def skip_without_tables(path: Path) -> None:
    known = read(path)
    if not any(table.status == "read" for table in known.tables) and "公开表附后" in squeezed(known.text):
        pytest.skip("this file tells the story; it says that its tables are published apart")


@each
def test_the_tables_add_up(path: Path) -> None:
    skip_without_tables(path)
    checks = [c for c in read(path).checks if not c.rule.startswith(("P.", "C.", "B14."))]  # one form is wrong in print
    assert len([c for c in checks if c.holds]) >= 12
    assert [c.about for c in checks if c.holds is False] == []


@each
def test_the_official_tables_are_found(path: Path) -> None:
    skip_without_tables(path)
    known = read(path)
    family = "B" if known.disclosure.kind == "budget" else "F"
    found = {table.kind for table in known.tables if table.status in ("read", "empty")}
    assert {f"{family}0{n}" for n in range(1, 9)} <= found


@each
def test_figures_stand_on_the_pages_that_they_name(path: Path) -> None:
    reading = read(path)
    pages = reading.text.split("\f")
    for fact in reading.facts:
        assert fact.place.page is not None
        said = reading.text[fact.place.start : fact.place.end]
        assert said.replace("\n", "") in pages[fact.place.page - 1].replace("\n", "") or "\f" in said


@pytest.mark.skipif(not QUESTIONS.exists(), reason="../shared/gold is not here")
def test_what_the_questions_quote_is_in_the_text() -> None:
    texts = {path.name: squeezed(read(path).text) for path in FILES}
    quotes = [
        (piece["doc"], squeezed(part))
        for line in QUESTIONS.read_text("utf-8").splitlines()
        for piece in json.loads(line)["evidence"]
        for part in piece["quote"].split("\t")
        if piece["doc"] in texts and part.strip()
    ]
    missing = [(doc, quote) for doc, quote in quotes if quote not in texts[doc]]
    assert len(missing) <= 0.03 * len(quotes), missing
