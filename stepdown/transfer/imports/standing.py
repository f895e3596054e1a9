"""What stands in the database already: things by the names a file gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import connection

from stepdown.transfer.sheets.sheet import Ref, Sheet, Values

Key = tuple[Any, ...]
MOST_KNOWN = 20_000


def rows_of(sheet: Sheet) -> Iterator[Values]:
    """Every row of a table, in the order of its key; a few hundred are held at a time."""
    order = ", ".join(f'"{name}"' for name in sheet.key)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({sheet.sql}) AS found ORDER BY {order}")  # noqa: S608  our own statements
        names = [column.name for column in cursor.description]
        while some := cursor.fetchmany(500):
            yield from (dict(zip(names, row, strict=True)) for row in some)


def people_in(sheet: Sheet) -> list[int]:
    """The clients a table is about, by id; where no column names one of them, everybody on record. One query."""
    column = next((name for name in ("client", "record_number") if name in sheet.by_name), None)
    named = f' WHERE record_number IN (SELECT "{column}" FROM ({sheet.sql}) AS found)' if column else ""  # noqa: S608  our own statements
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM people_client{named}")  # noqa: S608  our own statements
        return [client for (client,) in cursor.fetchall()]


def standing(sheet: Sheet, keys: Iterable[Key]) -> dict[Key, Values]:
    """Which of these rows stand, by key. One query."""
    types = [sheet.by_name[name].cell.sql for name in sheet.key]
    found = _matching(sheet.sql, sheet.key, types, list(keys))
    return {tuple(row[name] for name in sheet.key): row for row in found}


_WALL = "timestamp"
"""The type of a time by the wall clock: worked out for each row, so that no index has it and no statistics tell of it."""


@contextmanager
def _hashed() -> Iterator[None]:
    """The table is put together as its statement says, and then matched by hashing the whole key.

    The planner, who takes a table filled in this transaction for empty, would compare every row with every other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off; SET LOCAL join_collapse_limit = 1")
        yield
        cursor.execute("SET LOCAL enable_nestloop TO DEFAULT; SET LOCAL join_collapse_limit TO DEFAULT")


class Known:
    """The ids of things that files name, asked for a thousand rows at a time."""

    def __init__(self) -> None:
        self._ids: dict[Ref, dict[Key, int]] = {}

    def ids(self, ref: Ref, keys: set[Key]) -> dict[Key, int]:
        """The id of each key that names something. At most one query."""
        known = self._ids.setdefault(ref, {})
        if len(known) > MOST_KNOWN:
            known.clear()
        if unknown := [key for key in keys if key not in known]:
            rows = _matching(ref.sql, ref.columns, ref.types or ["text"] * len(ref.columns), unknown)
            known.update({tuple(row[name] for name in ref.columns): row["id"] for row in rows})
        return known


def _matching(sql: str, columns: Sequence[str], types: Sequence[str], keys: list[Key]) -> list[Values]:
    """The rows of a statement whose `columns` are one of `keys`."""
    if not keys:
        return []
    given = ", ".join(f"%s::{kind}[]" for kind in types)
    names = ", ".join(f"k{place}" for place in range(len(columns)))
    alike = " AND ".join(f'found."{name}" = k{place}' for place, name in enumerate(columns))
    with _hashed() if _WALL in types else nullcontext(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT found.* FROM ({sql}) AS found JOIN unnest({given}) AS wanted ({names}) ON {alike}",  # noqa: S608
            [list(part) for part in zip(*keys, strict=True)],
        )
        described = [column.name for column in cursor.description or ()]
        return [dict(zip(described, row, strict=True)) for row in cursor.fetchall()]
