"""库表: the tables of the store, in SQLAlchemy Core. All that answers rest on is here; indexes can be rebuilt."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

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
)


def _owner() -> Column[str]:
    return Column(
        "disclosure_id", String(32), ForeignKey("disclosure.id", ondelete="CASCADE"), nullable=False, index=True
    )


source_text = Table("source_text", metadata, _owner(), Column("text", Text, nullable=False))

passage = Table(
    "passage",
    metadata,
    Column("id", String(48), primary_key=True),
    _owner(),
    Column("section", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("digest", String(32), nullable=False),  # of the text: equal passages are embedded once
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("page", Integer),
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
    Index("fact_by_concept", "concept", "year", "disclosure_id"),
)

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
