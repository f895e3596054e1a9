"""Brings in a CSV file of one table: sites, staff, clients, sessions, visits and so on (`stepdown csv-template` lists
them, `stepdown csv-template TABLE` prints a file to begin with, docs/reference/csv.md says what each column holds). Every row is tried first; every fault is told with
its line, column and mend. All or nothing: one fault and no row is written. A row that stands here already with the same
values is left as it is, so the same file twice changes nothing; a file adds, it never changes.

Ctrl-C stops, and nothing is written; the same command goes on with the rows that were read.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from stepdown.cli.errors import CannotRun
from stepdown.cli.import_week import tell_obstacles
from stepdown.cli.migrations import refuse_pending_migrations
from stepdown.cli.new_file import write_new
from stepdown.cli.start import refuse_strong_role, started

if TYPE_CHECKING:
    from stepdown.audit.terms import Actor
    from stepdown.transfer.terms import FaultRow, Run

NAME = "import-csv"
SUMMARY = "a table in, as a CSV file"
EXAMPLES = """\
Example:
  stepdown csv-template clients > clients.csv
  stepdown import-csv clients clients.csv --dry-run
  stepdown import-csv clients clients.csv

Exit code 1 when the file has faults: each line says where, what is wrong, and how to mend it.
"""
SHOWN = 100
"""Faults printed; `--faults` writes all of them."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be said after `stepdown import-csv`."""
    parser.add_argument("table", metavar="TABLE", help="which table, as clients; stepdown csv-template lists them")
    parser.add_argument("file", type=Path, metavar="FILE", help="the CSV file")
    parser.add_argument("--dry-run", action="store_true", help="try everything, write nothing")
    parser.add_argument("--faults", type=Path, metavar="FILE", help="write all faults here, as CSV; it must not exist")


def run(args: argparse.Namespace) -> int:
    """Import, or say why not."""
    with started(reads_as=NAME):
        refuse_strong_role()
        refuse_pending_migrations()
        from stepdown.audit.terms import Refused, system
        from stepdown.transfer.imports.orders import order_writing
        from stepdown.transfer.imports.queries import run_of
        from stepdown.transfer.terms import RunState

        by = system("import-csv")
        try:
            number = _taken_in(args, by)
            _see_to(number)
            seen = run_of(by, number)
            if seen.state == RunState.CHECKED and not args.dry_run:
                order_writing(by=by, at=datetime.now(UTC), run=number, beside=False)
                _see_to(number)
                seen = run_of(by, number)
            return tell(seen, args)
        except Refused as refused:
            return tell_obstacles(refused)


def _taken_in(args: argparse.Namespace, by: Actor) -> int:
    """The run of the file: the one that was stopped, or a new one. A dry run is ordered. Raises Refused, CannotRun."""
    from stepdown.transfer.imports.orders import check_again, resume
    from stepdown.transfer.imports.queries import run_of, same_file
    from stepdown.transfer.imports.reading import receive
    from stepdown.transfer.terms import RunState

    at = datetime.now(UTC)
    try:
        with args.file.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            before = same_file(by, args.table, digest)
            if before is None:
                name = args.file.name
                return receive(by=by, at=at, table=args.table, file=file, file_name=name, beside=False)
    except OSError as error:
        raise CannotRun(f"{args.file} can not be read: {error.strerror}") from error
    state = run_of(by, before).state
    if state in {RunState.CANCELLED, RunState.INTERRUPTED, RunState.STOPPED}:
        print("Going on with the rows that were read before.", file=sys.stderr)
        resume(by=by, at=at, run=before, beside=False)
    elif state != RunState.WAITING:
        check_again(by=by, at=at, run=before, beside=False)
    return before


def _see_to(number: int) -> None:
    from stepdown.transfer.imports.work import see_to

    shown = sys.stderr.isatty()

    def watch(done: int, rows: int) -> None:
        print(f"\r{done:,} of {rows:,} rows", end="\n" if done >= rows else "", file=sys.stderr, flush=True)

    try:
        see_to(at=datetime.now(UTC), run=number, watch=watch if shown else None)
    except KeyboardInterrupt:
        print("\nStopped; nothing was written. The same command goes on.", file=sys.stderr)
        raise


def tell(seen: Run, args: argparse.Namespace) -> int:
    """Say how a run ended; the exit code."""
    from stepdown.transfer.imports.queries import faults_of
    from stepdown.transfer.terms import RunState

    if seen.state in {RunState.WRITTEN, RunState.CHECKED} and not seen.rows:
        print("The file has a header and no rows under it. Nothing changes.")
        return 0
    counts = f"{seen.rows:,} rows: {seen.added:,} new, {seen.same:,} here already"
    if seen.state == RunState.WRITTEN:
        print(f"{counts}. Written." if seen.added else f"{counts}. Nothing changes.")
        return 0
    if seen.state == RunState.CHECKED:
        print(f"{counts}. No fault; nothing was written.")
        return 0
    if seen.state != RunState.FAULTY:
        raise CannotRun(f"The import stopped ({seen.problem or seen.state}). Nothing was written.")
    for fault in faults_of(seen.id, SHOWN):
        print(f"{place(fault)}: {fault.problem}\n    → {fault.mend}", file=sys.stderr)
    if args.faults:
        _write(args.faults, faults_of(seen.id))
    more = f" {SHOWN} of them are shown; --faults FILE writes all." if seen.faults > SHOWN and not args.faults else ""
    print(f"{seen.faults:,} faults in {seen.rows:,} rows.{more} Nothing was written.", file=sys.stderr)
    return 1


def place(fault: FaultRow) -> str:
    """Where a fault is: the line, and the column with what stands in it."""
    where = f"line {fault.line}"
    if fault.column:
        where += f", {fault.column}"
    return f"{where} “{fault.value}”" if fault.value else where


def _write(path: Path, faults: Iterable[FaultRow]) -> None:
    from stepdown.transfer.table_csv import fault_lines

    write_new(path, fault_lines(faults))
