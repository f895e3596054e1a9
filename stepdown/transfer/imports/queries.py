"""Reading runs: where a file stands, and what is wrong in it. Only the person who brought it in sees either."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import connection

from stepdown.audit.terms import Actor, NotFound, Obstacle, Refused
from stepdown.transfer.models import ImportFault, ImportRun
from stepdown.transfer.sheets.catalogue import SHEETS
from stepdown.transfer.sheets.sheet import Sheet
from stepdown.transfer.terms import Blocker, FaultRow, Run, Task

LOCK_SPACE = 7_100
"""Advisory locks of runs: whoever works on a run holds one from before it is marked as taken until after its end is."""
_WORKING = (
    "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def sheet_called(table: str) -> Sheet:
    """The sheet of a table; raises Refused when there is none of that name."""
    sheet = SHEETS.get(table)
    if sheet is None:
        raise Refused(Obstacle(Blocker.NO_SUCH_TABLE, {"table": table, "tables": ", ".join(SHEETS)}))
    return sheet


def runs_of(by: Actor, most: int = 20) -> list[Run]:
    """The latest runs of this person, the newest first. Two queries, three when one of them was left lying."""
    return _seen(list(ImportRun.objects.filter(by=by.label, user=by.user)[:most]))


def run_of(by: Actor, run: int) -> Run:
    """A run of this person; raises NotFound for anybody else's. Two queries, three when it was left lying."""
    row = ImportRun.objects.filter(pk=run, by=by.label, user=by.user).first()
    if row is None:
        raise NotFound
    return _seen([row])[0]


def same_file(by: Actor, table: str, digest: str) -> int | None:
    """The latest run of this person for the very same file that is not written yet, if there is one. One query."""
    rows = ImportRun.objects.filter(by=by.label, user=by.user, sheet=table, digest=digest, rows__gt=0)
    row = rows.exclude(task=Task.WRITE, ended_at__isnull=False, faults=0, problem="", cancelled_at=None).first()
    return row.pk if row else None


def faults_of(run: int, most: int | None = None) -> Iterator[FaultRow]:
    """The faults of a run in the file's order, streamed. Ask `run_of` first whether this person may see them."""
    rows = ImportFault.objects.filter(run=run).order_by("line", "id")
    fields = ("line", "column", "value", "problem", "mend")
    for values in rows.values_list(*fields)[:most].iterator(chunk_size=1000):
        yield FaultRow(*values)


def left_lying() -> list[int]:
    """Runs that somebody took and nobody works on: their worker was killed. Two queries."""
    rows = ImportRun.objects.filter(taken_at__isnull=False, ended_at=None, cancelled_at=None)
    taken = set(rows.values_list("pk", flat=True))
    return sorted(taken - _working()) if taken else []


def _seen(rows: Sequence[ImportRun]) -> list[Run]:
    """The runs, with whether somebody has them in hand at this moment.

    Who works on a run tells its end before they let it go. So one that was taken and is not held is read again: it was
    left only if no end is told even now.
    """
    working = _working()
    left = [row.pk for row in rows if row.taken_at and not row.ended_at and row.pk not in working]
    again = ImportRun.objects.in_bulk(left) if left else {}
    return [_run(again.get(row.pk, row), row.pk in working) for row in rows]


def _working() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(_WORKING, [LOCK_SPACE])
        return {number for (number,) in cursor.fetchall()}


def _run(row: ImportRun, working: bool) -> Run:
    return Run(
        id=row.pk,
        sheet=row.sheet,
        file_name=row.file_name,
        by=row.by,
        user=row.user,
        read_at=row.read_at,
        task=Task(row.task),
        rows=row.rows,
        done=row.done,
        added=row.added,
        same=row.same,
        faults=row.faults,
        taken=row.taken_at is not None,
        ended=row.ended_at is not None,
        cancelled=row.cancelled_at is not None,
        problem=row.problem,
        working=working,
    )
