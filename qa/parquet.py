"""Parquet: every printed figure as a column file for DuckDB, pandas and Polars; amounts are exact decimals in 元."""

from __future__ import annotations

from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.money import Quantity, UnitClass
from corpus.store import Store
from qa import facts

AT_ONCE = 20_000
AMOUNT: Final = pa.decimal128(24, 6)
SCHEMA: Final = pa.schema(
    [
        ("issuer", pa.string()), ("fiscal_year", pa.int16()), ("kind", pa.string()), ("scope", pa.string()),
        ("basis", pa.string()), ("measure", pa.string()), ("name", pa.string()), ("subject", pa.string()),
        ("row", pa.string()), ("row_code", pa.string()), ("column", pa.string()), ("amount_yuan", AMOUNT),
        ("value", pa.decimal128(30, 8)), ("unit", pa.string()), ("printed", pa.string()), ("bound", pa.string()),
        ("direction", pa.int8()), ("concept", pa.string()), ("origin", pa.string()), ("table", pa.string()),
        ("section", pa.string()), ("source", pa.string()), ("page", pa.int32()), ("start", pa.int64()),
        ("end", pa.int64()), ("verified", pa.bool_()), ("disclosure_id", pa.string()), ("id", pa.string()),
    ]
)  # fmt: skip


def write(store: Store, path: Path) -> Path:
    """Write all figures of a store to ``path``; returns it. An amount beyond all sense (10¹⁸ 元) is left empty."""
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as out:
        every = facts.every(store, {})
        while rows := list(islice(every, AT_ONCE)):
            out.write_table(pa.Table.from_pylist([_typed(row) for row in rows], schema=SCHEMA))
    return path


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    value = Decimal(row["value"])
    quantity = Quantity(value, row["unit"], row["printed"])
    amount = quantity.base if quantity.unit_class is UnitClass.MONEY else None
    return row | {"value": _fitting(value, SCHEMA.field("value").type), "amount_yuan": _fitting(amount, AMOUNT)}


def _fitting(value: Decimal | None, kind: Any) -> Decimal | None:
    """A number as a column of this kind takes it; None where it does not fit."""
    if value is None:
        return None
    rounded = round(value, kind.scale)
    return rounded if len(rounded.as_tuple().digits) <= kind.precision else None
