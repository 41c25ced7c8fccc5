"""库表: the tables of the store, in SQLAlchemy Core. All that answers rest on is here; indexes can be rebuilt."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    true,
)

REVISION: Final = "0002"
"""Which of corpus/migrations made the tables as they are written here."""
PARTS_PER_YUAN: Final = 10_000
LARGEST_YUAN: Final = Decimal(10) ** 14

metadata = MetaData()


class Yuan(TypeDecorator[Decimal]):
    """元: an amount in 元, kept as a whole number of ten-thousandths, so that it is exact and sorts by size."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, _dialect: Any) -> int | None:  # noqa: D102 - SQLAlchemy's
        if value is None or abs(value) > LARGEST_YUAN:
            return None
        return int((value * PARTS_PER_YUAN).to_integral_value(ROUND_HALF_EVEN))

    def process_result_value(self, value: int | None, _dialect: Any) -> Decimal | None:  # noqa: D102 - as above
        return None if value is None else Decimal(value) / PARTS_PER_YUAN

    def process_literal_param(self, value: Decimal | None, dialect: Any) -> str:  # noqa: D102 - as above
        return str(self.process_bind_param(value, dialect))

    def coerce_compared_value(self, _op: Any, _value: Any) -> Any:  # noqa: D102 - as above
        return self


disclosure = Table(
    "disclosure",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("title", Text, nullable=False),
    Column("issuer", Text, nullable=False, index=True),
    Column("fiscal_year", Integer, nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("scope", String(16), nullable=False),
    Column("source", Text, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("original_sha256", String(64), index=True),
    Column("body", Text, nullable=False),  # the whole Disclosure as JSON
    Column("counts", Text, nullable=False),  # {"passages": n, "tables": n, "facts": n} as JSON
    Column("sections", Text, nullable=False),
    Column("checks", Text, nullable=False),
    Column("problems", Text, nullable=False),
    Index("one_disclosure", "issuer", "fiscal_year", "kind", "scope", unique=True),
)


def _owner() -> Column[str]:
    return Column(
        "disclosure_id", String(32), ForeignKey("disclosure.id", ondelete="CASCADE"), nullable=False, index=True
    )


file = Table(
    "file",
    metadata,
    Column("sha256", String(64), primary_key=True),
    _owner(),
)
"""文件: the files that disclosures were read from; one that is made of several has several."""

source_text = Table("source_text", metadata, _owner(), Column("text", Text, nullable=False))

passage = Table(
    "passage",
    metadata,
    Column("id", String(48), primary_key=True),
    _owner(),
    Column("section", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("digest", String(32), nullable=False, index=True),  # of the text: equal passages are embedded once
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("page", Integer),
    Column("number", Integer),  # its row in SQLite's lexical index
)

printed_table = Table(
    "printed_table",
    metadata,
    Column("id", String(48), primary_key=True),
    _owner(),
    Column("ordinal", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("status", String(8), nullable=False),
    Column("body", Text, nullable=False),
)

label = Table(
    "label",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
)
"""标签: every distinct printed name of a row, a column, a subject or a table; the id is a digest of the name."""

fact = Table(
    "fact",
    metadata,
    Column("id", String(64), primary_key=True),
    _owner(),
    Column("ordinal", Integer, nullable=False),
    Column("origin", String(8), nullable=False),
    Column("concept", String(64)),
    Column("aspect", String(64)),
    Column("subject", Text),
    Column("row", Text, nullable=False),
    Column("row_code", String(32)),
    Column("column_path", Text, nullable=False),
    Column("measure", String(16), nullable=False),
    Column("basis", String(16), nullable=False),
    Column("year", Integer, nullable=False),
    Column("scope", String(16), nullable=False),
    Column("value", Text, nullable=False),  # Decimal as text, in the printed unit
    Column("unit", Text, nullable=False),
    Column("printed", Text, nullable=False),
    Column("bound", String(2), nullable=False),
    Column("table_id", String(48)),
    Column("table_title", Text),
    Column("section", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("page", Integer),
    Column("context_start", Integer, nullable=False),
    Column("context_end", Integer, nullable=False),
    Column("direction", Integer),
    Column("reason_start", Integer),
    Column("reason_end", Integer),
    Column("verified", Boolean, nullable=False),
    # What follows is worked out from the rest when a fact is written (corpus.keys). It may be empty in the schema alone:
    # a home of before gets these columns added, and SQLite adds none that must not be.
    Column("amount", Yuan),  # in 元; of what is no money, the number itself
    Column("label", BigInteger),
    Column("row_words", BigInteger),
    Column("column_words", BigInteger),
    Column("subject_words", BigInteger),
    Column("table_words", BigInteger),
    Column("speaks_for_concept", Boolean),
    Column("speaks_for_label", Boolean),
)


def _index(name: str, *columns: str, only: str = "") -> None:
    """An index of facts; with ``only``, of those where that column is set (or, where it says yes or no, says yes)."""
    held = fact.c
    where: Any = None
    if only:
        where = held[only] == true() if isinstance(held[only].type, Boolean) else held[only].is_not(None)
    Index(name, *(held[column] for column in columns), sqlite_where=where, postgresql_where=where)


_index("fact_by_concept", "concept", "year", "disclosure_id")
_index("aspect_in", "aspect", "disclosure_id", only="aspect")
_index("code_in", "row_code", "disclosure_id", only="row_code")
_index("row_in", "row_words", "disclosure_id")
_index("fact_by_column", "column_words")
_index("subject_in", "subject_words", "disclosure_id", only="subject_words")
_index("fact_by_table", "table_words", only="table_words")
_index("concept_by_amount", "concept", "aspect", "year", "basis", "measure", "amount", only="speaks_for_concept")
_index("label_by_amount", "label", "aspect", "year", "basis", "measure", "amount", only="speaks_for_label")

GIVEN_UP: Final = ("fact_by_aspect", "fact_by_code", "fact_by_row", "fact_by_subject")
"""Indexes of before: which disclosures print a name was looked up in every figure that does, not in the index alone."""

original = Table(
    "original",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
"""原件: the bytes of files, where several servers share them and none has a folder that the others see."""

job = Table(
    "job",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("disclosure_id", String(32)),
    Column("status", String(8), nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("detail", Text, nullable=False),
    Column("worker", String(64), nullable=False),
    Column("replaced", Text),  # the file whose place was taken
    Column("beat", Float, nullable=False, index=True),  # when its worker was last heard of, in seconds
)

state = Table(
    "state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("disclosures", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("words", BigInteger, nullable=False),  # of all passages, in PostgreSQL's lexical index
    Column("token", String(32), nullable=False),
)
"""库况: one row that changes with every disclosure that comes, goes or is replaced."""

conversation = Table(
    "conversation",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("title", Text, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("updated_at", String(32), nullable=False),
    Column("state", Text, nullable=False),
)

turn = Table(
    "turn",
    metadata,
    Column("id", String(32), primary_key=True),
    Column(
        "conversation_id", String(32), ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("ordinal", Integer, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("asked_at", String(32), nullable=False),
    Column("vote", Integer),
    Column("note", Text),
)
