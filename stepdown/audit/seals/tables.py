"""Which tables are sealed, and how their rows become digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db import connection, models

from stepdown.audit.record import AppendOnly, HistoryEvent

FETCH = 5_000
"""Rows fetched at a time: memory stays the same however long history is."""
KEY, MARKED = 8, 2
"""Bytes of a row's mark: for its key, and for each column."""

# What the text of a value depends on. Django sets the time zone; a person with psql must set all four.
PLAIN_TEXT = """
SELECT set_config('TimeZone', 'UTC', true), set_config('bytea_output', 'hex', true),
       set_config('IntervalStyle', 'iso_8601', true), set_config('extra_float_digits', '1', true)
"""


@dataclass(frozen=True, slots=True)
class SealedTable:
    """A table that is only added to: its key, the column with the writing transaction, and the one with the time."""

    table: str
    key: str
    xact: str
    written: str
    columns: tuple[str, ...]

    def row_digest(self, columns: list[str]) -> str:
        """SQL for the SHA-256 of one row: of the JSON array of `columns`, as PostgreSQL writes it."""
        values = ", ".join(f'to_jsonb("{column}")' for column in columns)
        return f"sha256(convert_to(jsonb_build_array({values})::text, 'UTF8'))"

    def row_mark(self, columns: list[str]) -> str:
        """SQL for the mark of one row: its key, 8 bytes, then 2 bytes of the SHA-256 of each of `columns`.

        Too short to prove anything, which the seals do: enough to say afterwards which row and field was changed.
        """
        marks = (
            f"substring(sha256(convert_to(coalesce(to_jsonb(\"{column}\")::text, ''), 'UTF8')) for {MARKED})"
            for column in columns
        )
        return " || ".join([f'int8send("{self.key}")', *marks])


def sealed_tables() -> dict[str, SealedTable]:
    """Every history table by name: the events of tracked models, audit entries, chart reads."""
    return {
        model._meta.db_table: _describe(model)
        for model in apps.get_models()
        if issubclass(model, HistoryEvent | AppendOnly)
    }


def _describe(model: type[models.Model]) -> SealedTable:
    event = issubclass(model, HistoryEvent)
    return SealedTable(
        table=model._meta.db_table,
        key="pgh_id" if event else "id",
        xact="pgh_xact" if event else "xact",
        written="pgh_created_at" if event else "recorded_at",
        columns=tuple(sorted(str(field.column) for field in model._meta.concrete_fields)),
    )


@dataclass(frozen=True, slots=True)
class Rows:
    """Which rows of a table: transactions from (inclusive) to (exclusive), ids above and up to; None: no limit."""

    from_xact: int
    to_xact: int | None
    above: int | None
    up_to: int | None = None

    def condition(self, table: SealedTable) -> tuple[str, list[int]]:
        """The SQL condition and its values."""
        limits = [(table.xact, ">=", self.from_xact), (table.xact, "<", self.to_xact)]
        limits += [(table.key, ">", self.above), (table.key, "<=", self.up_to)]
        given = [(column, sign, value) for column, sign, value in limits if value is not None]
        return " AND ".join(f'"{column}" {sign} %s' for column, sign, _ in given), [value for *_, value in given]


def row_digests(table: SealedTable, columns: list[str], rows: Rows) -> Iterator[tuple[int, bytes]]:
    """(transaction, digest) of each row, in the order of transaction and id. Inside a transaction only."""
    for xact, digest in read_rows(table, [table.row_digest(columns)], rows):
        yield xact, bytes(digest)


def read_rows(table: SealedTable, wanted: list[str], rows: Rows) -> Iterator[tuple[Any, ...]]:
    """The transaction of each row and what is `wanted` of it, SQL of ours, in the order of transaction and id."""
    condition, values = rows.condition(table)
    with connection.cursor() as cursor:
        cursor.execute(PLAIN_TEXT)
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f'SELECT "{table.xact}", {", ".join(wanted)} FROM "{table.table}"'  # noqa: S608 - from our models
            f' WHERE {condition} ORDER BY "{table.xact}", "{table.key}"',
            values,
        )
        while found := cursor.fetchmany(FETCH):
            yield from found


@dataclass(frozen=True, slots=True)
class Batch:
    """What a seal says about its rows, besides their digest."""

    epoch: int
    table: str
    columns: list[str]
    from_xact: int
    to_xact: int
    rows: int
    sealed_at: datetime

    def digest(self, previous: bytes, rows_digest: bytes, marks: bytes) -> bytes:
        """The seal: SHA-256 of the seal before, what this one says as a JSON array, the digest of its rows, and their
        marks (none in seals older than marks are).
        """
        says = [self.epoch, self.table, self.columns, self.from_xact, self.to_xact, self.rows]
        says.append(self.sealed_at.astimezone(UTC).isoformat())
        return hashlib.sha256(previous + json.dumps(says).encode() + rows_digest + marks).digest()
