"""A table as a CSV file: what was imported comes back, in the order of its key. Client data is noted on its way out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotAllowed
from stepdown.consent.actions import release
from stepdown.consent.terms import Category, Leaving, Purpose, Whom
from stepdown.transfer.access import may_export
from stepdown.transfer.imports.queries import sheet_called
from stepdown.transfer.imports.standing import people_in, rows_of
from stepdown.transfer.sheets.sheet import Sheet
from stepdown.transfer.sheets.text import template, written
from stepdown.transfer.terms import FaultRow


@action
def export_table(*, by: Actor, at: datetime, table: str) -> None:
    """Ask the gate for a whole table, for ourselves, and write down that it was taken out; its text is `table_text`.

    It holds what it held when it comes back, so no statement stands in it: what goes to somebody else is a list with
    one, from the ledger or from Clients. Raises NotAllowed, Refused (no such table).
    """
    sheet = sheet_called(table)
    demand(by, may_export(clients=sheet.clients))
    if sheet.clients:
        whom = Whom(Purpose.OPERATIONS)
        people = dict.fromkeys(people_in(sheet))
        leaving = Leaving(f"table:{table}", whom, sheet.categories | {Category.IDENTITY}, people)
        passed = release(by=by, at=at, day=at.date(), leaving=leaving)
        if people and passed.categories != leaving.categories:
            raise NotAllowed
    note(by=by, at=at, subject=("export", 0), details={"table": table})


def table_text(table: str) -> Iterator[str]:
    """The table line by line, as it is when the first line is asked for. Call `export_table` first."""
    sheet = sheet_called(table)
    yield from written([[column.name for column in sheet.columns]])
    yield from written(_cells(sheet))


def template_text(table: str) -> str:
    """A file of this kind to begin with: its header and one example row. Raises Refused (no such table)."""
    return template(sheet_called(table))


def fault_lines(faults: Iterable[FaultRow]) -> Iterator[str]:
    """Faults as a CSV file. It repeats what the file says: client data, for who imports."""
    yield from written([["line", "column", "value", "problem", "mend"]])
    yield from written((fault.line, fault.column, fault.value, fault.problem, fault.mend) for fault in faults)


def _cells(sheet: Sheet) -> Iterator[list[str]]:
    for row in rows_of(sheet):
        yield [column.write(row[column.name]) for column in sheet.columns]
