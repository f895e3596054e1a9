"""Writing seals and epochs."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import connection

from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.models import Epoch, Seal
from stepdown.audit.seals.tables import Batch, Rows, SealedTable, read_rows, sealed_tables
from stepdown.audit.terms import Actor

_ONE_SEALER = 7_100  # beside the lock spaces of `audit.actions.lock`
MOST_MARKED = 100_000
"""Rows of one batch whose marks are kept, some 4 MB; a batch that large is a file that was brought in at once."""


@action
def seal(*, by: Actor, at: datetime) -> int:
    """Seal every committed row that no seal covers yet; returns how many rows. Keeps no writer waiting.

    Transactions still open, and all that began after them, are left for the next time. Writes no audit entry: an entry
    for each seal would itself be a row to seal, each minute, for ever. Returns 0 when another sealer is at work.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, 0)", [_ONE_SEALER])
        if not cursor.fetchone()[0]:
            return 0
        # Every transaction below the oldest open one is finished: nothing can appear below it any more. The rows are
        # read by later statements, which see all that had finished by now.
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (horizon,) = cursor.fetchone()
    return _seal_up_to(horizon, at)


@action
def begin_epoch(*, by: Actor, at: datetime, reason: str) -> None:
    """Begin to count transactions anew, after a restore: the new server numbers them from its own beginning.

    First seals all rows that are there, whatever their transaction; nobody else may be connected.
    """
    _seal_up_to(None, at)
    floors = {}
    with connection.cursor() as cursor:
        for table in sealed_tables().values():
            cursor.execute(f'SELECT coalesce(max("{table.key}"), 0) FROM "{table.table}"')  # noqa: S608 - from our models
            floors[table.table] = cursor.fetchone()[0]
    epoch = Epoch.objects.create(began_at=at, reason=reason, floors=floors)
    note(by=by, at=at, subject=("epoch", epoch.pk))


def _seal_up_to(horizon: int | None, at: datetime) -> int:
    epoch = Epoch.objects.latest("id")
    return sum(_seal_table(epoch, table, horizon, at) for table in sealed_tables().values())


def _seal_table(epoch: Epoch, table: SealedTable, horizon: int | None, at: datetime) -> int:
    """Seal one batch of one table; no seal when there is no row."""
    last = Seal.objects.filter(epoch=epoch, table=table.table).order_by("id").last()
    rows = Rows(from_xact=last.to_xact if last else 0, to_xact=horizon, above=epoch.floors.get(table.table))
    columns = list(table.columns)
    digest, marks, count, newest = hashlib.sha256(), bytearray(), 0, 0
    for xact, one, mark in read_rows(table, [table.row_digest(columns), table.row_mark(columns)], rows):
        digest.update(one)
        count, newest = count + 1, xact
        if count <= MOST_MARKED:
            marks += mark
    if not count:
        return 0
    batch = Batch(epoch.pk, table.table, columns, rows.from_xact, horizon or newest + 1, count, at)
    if count > MOST_MARKED:
        marks.clear()
    head = Seal.objects.order_by("id").last()
    previous = bytes(head.digest) if head else b""
    Seal.objects.create(
        epoch=epoch,
        table=batch.table,
        columns=columns,
        from_xact=batch.from_xact,
        to_xact=batch.to_xact,
        rows=count,
        digest=batch.digest(previous, digest.digest(), bytes(marks)),
        marks=bytes(marks),
        previous=previous,
        sealed_at=at,
    )
    return count
