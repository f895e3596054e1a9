"""Computing every seal again, and comparing every live row with the last event of its history."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import groupby, islice, pairwise
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Sum

from stepdown.audit.models import Epoch, Seal
from stepdown.audit.record import HistoryEvent
from stepdown.audit.seals.odd import odd_rows
from stepdown.audit.seals.tables import Batch, Rows, SealedTable, row_digests, sealed_tables
from stepdown.audit.seals.terms import Fault, Finding, Verification

MOST = 100
"""Findings told for one table: who changed a million rows is found all the same."""


@transaction.atomic
def verify() -> Verification:
    """Check all of history once. Reads only, in constant memory; seals made meanwhile are left for the next time."""
    head = Seal.objects.order_by("id").last()
    last = head.pk if head else 0
    findings = [*islice(_links(last), MOST)]
    epochs = list(Epoch.objects.order_by("id"))
    for epoch, following in pairwise([*epochs, None]):
        if epoch:
            findings += _epoch(epoch, following, last)
    live: list[Any] = [model for model in apps.get_models() if issubclass(model, HistoryEvent)]
    for model in live:
        findings += _live(model)
        findings += _unexplained(model)
    return Verification(
        findings=tuple(findings),
        seals=Seal.objects.filter(id__lte=last).count(),
        rows=Seal.objects.filter(id__lte=last).aggregate(all=Sum("rows"))["all"] or 0,
        live_rows=sum(model.pgh_tracked_model._base_manager.count() for model in live),
        epochs=tuple(f"{epoch.began_at:%Y-%m-%d} {epoch.reason}" for epoch in epochs),
        head=bytes(head.digest).hex() if head else "",
        oldest_unsealed=oldest_unsealed(),
    )


def _links(last: int) -> Iterator[Finding]:
    """Each seal names the digest of the seal before it, whatever the table."""
    before = b""
    for seal in Seal.objects.filter(id__lte=last).order_by("id").iterator(chunk_size=1_000):
        if bytes(seal.previous) != before:
            yield Finding(Fault.CHAIN_BROKEN, "audit_seal", f"before seal {seal.pk}")
        before = bytes(seal.digest)


def _epoch(epoch: Epoch, following: Epoch | None, last: int) -> list[Finding]:
    known = sealed_tables()
    findings: list[Finding] = []
    seals = Seal.objects.filter(epoch=epoch, id__lte=last)
    for name in sorted({*known, *seals.values_list("table", flat=True)}):
        if name not in known:
            findings.append(Finding(Fault.TABLE_GONE, name, f"epoch {epoch.pk}"))
            continue
        above = epoch.floors.get(name)
        up_to = following.floors.get(name) if following else None
        if up_to is not None:
            findings += _left_over(known[name], epoch, above, up_to)
        ours = seals.filter(table=name).order_by("from_xact").iterator(chunk_size=1_000)
        findings += islice(_batches(known[name], ours, above, up_to), MOST)
    return findings


def _left_over(table: SealedTable, epoch: Epoch, above: int | None, up_to: int) -> Iterator[Finding]:
    """An epoch that is over was sealed to its last row, and the next one's floor was a row of it."""
    last = Seal.objects.filter(epoch=epoch, table=table.table).order_by("id").last()
    condition, values = Rows(last.to_xact if last else 0, None, above, up_to).condition(table)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT (SELECT coalesce(max("{table.key}"), 0) < %s FROM "{table.table}"),'  # noqa: S608 - from our models
            f' (SELECT min("{table.key}") FROM "{table.table}" WHERE {condition})',
            [up_to, *values],
        )
        too_high, first = cursor.fetchone()
    if too_high:
        yield Finding(Fault.FLOOR_TOO_HIGH, table.table, f"epoch after {epoch.pk}")
    if first is not None:
        yield Finding(Fault.ROWS_UNSEALED, table.table, f"from row {first}, epoch {epoch.pk}")


def _batches(table: SealedTable, seals: Iterator[Seal], above: int | None, up_to: int | None) -> Iterator[Finding]:
    """Walk the seals and the rows of one table side by side, both in the order of transactions."""
    covered = 0
    for columns, group in groupby(seals, key=lambda seal: tuple(seal.columns)):
        if gone := set(columns) - set(table.columns):
            yield Finding(Fault.COLUMNS_GONE, table.table, ", ".join(sorted(gone)))
            for seal in group:
                covered = seal.to_xact
            continue
        rows = row_digests(table, list(columns), Rows(covered, None, above, up_to))
        xact, one = next(rows, (None, b""))
        for seal in group:
            if seal.from_xact > covered:
                yield Finding(Fault.SEAL_MISSING, table.table, f"transactions {covered} to {seal.from_xact}")
            digest, count = hashlib.sha256(), 0
            while xact is not None and xact < seal.to_xact:
                if xact >= seal.from_xact:
                    digest.update(one)
                    count += 1
                xact, one = next(rows, (None, b""))
            covered = seal.to_xact
            if finding := _compare(seal, count, digest.digest()):
                limits = Rows(seal.from_xact, seal.to_xact, above, up_to)
                yield replace(finding, odd=tuple(islice(odd_rows(table, seal, limits), MOST)))


def _compare(seal: Seal, count: int, rows_digest: bytes) -> Finding | None:
    where = f"transactions {seal.from_xact} to {seal.to_xact}"
    batch = Batch(seal.epoch_id, seal.table, seal.columns, seal.from_xact, seal.to_xact, seal.rows, seal.sealed_at)
    if batch.digest(bytes(seal.previous), rows_digest, bytes(seal.marks)) == bytes(seal.digest):
        return None
    fault = Fault.BATCH_CHANGED
    if count != seal.rows:
        fault = Fault.ROWS_MISSING if count < seal.rows else Fault.ROWS_ADDED
    return Finding(fault, seal.table, where, rows_sealed=seal.rows, rows_now=count)


def _live(event: Any) -> list[Finding]:
    """Compare a tracked table with the last event of each of its rows."""
    tracked = event.pgh_tracked_model
    table, key = tracked._meta.db_table, tracked._meta.pk.column
    kept = {field.column for field in event._meta.concrete_fields}
    columns = [field.column for field in tracked._meta.concrete_fields if field.column in kept]
    now = ", ".join(f'now."{column}"' for column in columns)
    then = ", ".join(f'past."{column}"' for column in columns)
    differ = ", ".join(
        f'CASE WHEN now."{column}" IS DISTINCT FROM past."{column}" THEN \'{column}\' END' for column in columns
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT coalesce(now."{key}", past.pgh_obj_id), now."{key}" IS NULL,'  # noqa: S608 - from our models
            "        past.pgh_obj_id IS NULL OR past.pgh_label = 'delete',"
            f"       array_remove(ARRAY[{differ}], NULL), past.pgh_created_at"
            f' FROM "{table}" now FULL JOIN (SELECT DISTINCT ON (pgh_obj_id) * FROM "{event._meta.db_table}"'
            f'   ORDER BY pgh_obj_id, pgh_id DESC) past ON past.pgh_obj_id = now."{key}"'
            f" WHERE CASE WHEN now.\"{key}\" IS NULL THEN past.pgh_label <> 'delete'"
            f"   ELSE past.pgh_obj_id IS NULL OR past.pgh_label = 'delete'"
            f"     OR ROW({now}) IS DISTINCT FROM ROW({then}) END ORDER BY 1 LIMIT {MOST}"
        )
        return [
            Finding(Fault.ROW_VANISHED if gone else Fault.ROW_UNKNOWN, table, f"row {row}", at=at)
            if gone or unknown
            else Finding(Fault.ROW_CHANGED, table, f"row {row}", fields=tuple(fields), at=at)
            for row, gone, unknown, fields, at in cursor.fetchall()
        ]


def _unexplained(event: Any) -> list[Finding]:
    """Events that no action wrote, and events of an action that left no entry."""
    table = event._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pgh_id, pgh_context_id IS NULL OR pgh_context IS NULL FROM {table} AS event"  # noqa: S608 - from our models
            " WHERE pgh_context IS NULL OR NOT EXISTS (SELECT FROM audit_entry WHERE context_id = event.pgh_context_id)"
            f" ORDER BY 1 LIMIT {MOST}"
        )
        return [
            Finding(Fault.NO_CONTEXT if unsaid else Fault.NO_ENTRY, table, f"event {number}")
            for number, unsaid in cursor.fetchall()
        ]


def oldest_unsealed() -> datetime | None:
    """When the oldest history row without a seal was written; None when every row is sealed."""
    epoch = Epoch.objects.latest("id")
    oldest = []
    for table in sealed_tables().values():
        last = Seal.objects.filter(epoch=epoch, table=table.table).order_by("id").last()
        above = epoch.floors.get(table.table)
        condition, values = Rows(last.to_xact if last else 0, None, above).condition(table)
        with connection.cursor() as cursor:
            query = f'SELECT min("{table.written}") FROM "{table.table}" WHERE {condition}'  # noqa: S608 - from our models
            cursor.execute(query, values)
            oldest.append(cursor.fetchone()[0])
    return min((moment for moment in oldest if moment), default=None)


def first_sealed() -> datetime | None:
    """When the first seal was made; None without one."""
    return Seal.objects.order_by("id").values_list("sealed_at", flat=True).first()
