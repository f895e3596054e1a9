"""A file comes in: its rows are staged as text, in one transaction, and a dry run is ordered."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db import connection

from stepdown.agency.access import demand
from stepdown.audit.actions import enqueue, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor
from stepdown.transfer.access import may_import
from stepdown.transfer.imports.queries import sheet_called
from stepdown.transfer.models import ImportFault, ImportRun
from stepdown.transfer.sheets.sheet import Column, Fault, Sheet, Unreadable
from stepdown.transfer.sheets.text import Lines, Record, records
from stepdown.transfer.terms import Task

WORK = "import_run"
"""The kind of outbox message that asks the worker to see to a run."""
_COPY = "COPY transfer_stagedrow (run_id, line, key, cells) FROM STDIN"


@action
def receive(*, by: Actor, at: datetime, table: str, file: Lines, file_name: str = "", beside: bool = True) -> int:
    """Read a CSV file of `table` into the staging table and order its dry run; returns the run's id.

    Rows are copied as they come: however long the file, one row is held at a time. With `beside` the worker takes the
    run. Raises NotAllowed, Refused (no such table). A file that is cut off leaves nothing.
    """
    sheet = sheet_called(table)
    demand(by, may_import(clients=sheet.clients))
    run = ImportRun.objects.create(
        sheet=table,
        file_name=file_name[-120:],
        by=by.label,
        user=by.user,
        rows=0,
        read_at=at,
        task=Task.CHECK,
        ordered_at=at,
    )
    source = _Source(file)
    run.rows, run.faults = _stage(run, sheet, records(sheet, source))
    run.digest = source.digest.hexdigest()
    run.save(update_fields=["rows", "faults", "digest"])
    note(by=by, at=at, subject=("import_run", run.pk), details={"table": table, "rows": run.rows})
    if beside:
        enqueue(WORK, {"run": run.pk}, at=at)
    return run.pk


class _Source:
    """A file whose digest is made while it is read."""

    def __init__(self, file: Lines) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def readline(self, most: int) -> bytes:
        line = self._file.readline(most)
        self.digest.update(line)
        return line


def _stage(run: ImportRun, sheet: Sheet, found: Iterator[Record | Fault]) -> tuple[int, int]:
    """Copy rows, keep faults of the file's form; how many of each."""
    rows = faults = 0
    places = [(place, column) for place, column in enumerate(sheet.columns) if column.name in sheet.key]
    while some := list(islice(found, 1000)):
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            for row in some:
                if isinstance(row, Record):
                    key = "\n".join(_canonical(column, row.cells[place] or "") for place, column in places)
                    copy.write_row((run.pk, row.line, key_of(sheet.name, key), list(row.cells)))
                    rows += 1
        wrong = [row for row in some if isinstance(row, Fault)]
        keep_faults(run.pk, wrong, reading=True)
        faults += len(wrong)
    return rows, faults


def _canonical(column: Column, text: str) -> str:
    try:
        return column.write(column.read(text))
    except Unreadable:
        return text


def key_of(sheet: str, key: str) -> uuid.UUID:
    """What two rows have in common that name one thing."""
    return uuid.UUID(bytes=hashlib.blake2b(f"{sheet}\n{key}".encode(), digest_size=16).digest())


def keep_faults(run: int, faults: list[Fault], *, reading: bool = False) -> None:
    """Write faults down, within the running action."""
    ImportFault.objects.bulk_create(
        [
            ImportFault(
                run_id=run,
                line=fault.line,
                column=fault.column,
                value=fault.value[:500],
                problem=fault.problem,
                mend=fault.mend,
                reading=reading,
            )
            for fault in faults
        ],
        batch_size=1000,
    )
