"""Which rows of a batch are not as they were sealed, and in which fields: told by the marks that its seal keeps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from stepdown.audit.models import Seal
from stepdown.audit.seals.tables import KEY, MARKED, Rows, SealedTable, read_rows
from stepdown.audit.seals.terms import Odd, OddRow


def odd_rows(table: SealedTable, seal: Seal, rows: Rows) -> Iterator[OddRow]:
    """The rows of a batch that differ from its marks, by number; none when it has no marks, or only the seal was changed."""
    columns, marks = list(seal.columns), bytes(seal.marks)
    length = KEY + MARKED * len(columns)
    if not marks or len(marks) % length:
        return
    then = {_key(mark): mark for start in range(0, len(marks), length) if (mark := marks[start : start + length])}
    now = {_key(mark): mark for _, read in read_rows(table, [table.row_mark(columns)], rows) if (mark := bytes(read))}
    odd = sorted(row for row in then.keys() | now.keys() if then.get(row) != now.get(row))
    written = _written(table, odd)
    for row in odd:
        at, tells_of = written.get(row, (seal.sealed_at, None))
        if row not in now:
            yield OddRow(Odd.GONE, row, None, seal.sealed_at)
        elif row not in then:
            yield OddRow(Odd.ADDED, row, tells_of, at)
        else:
            yield OddRow(Odd.CHANGED, row, tells_of, at, _fields(columns, then[row], now[row]))


def _key(mark: bytes) -> int:
    return int.from_bytes(mark[:KEY], signed=True)


def _fields(columns: list[str], then: bytes, now: bytes) -> tuple[str, ...]:
    starts = range(KEY, len(then), MARKED)
    return tuple(
        column
        for column, start in zip(columns, starts, strict=True)
        if then[start : start + MARKED] != now[start : start + MARKED]
    )


def _written(table: SealedTable, keys: list[int]) -> dict[int, tuple[datetime, int | None]]:
    """When each row says it was written, and which row it tells of."""
    tells_of = "pgh_obj_id" if "pgh_obj_id" in table.columns else "NULL"
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{table.key}", "{table.written}", {tells_of} FROM "{table.table}"'  # noqa: S608 - from our models
            f' WHERE "{table.key}" = ANY(%s)',
            [keys],
        )
        return {key: (at, row) for key, at, row in cursor.fetchall()}
