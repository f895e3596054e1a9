"""Working on a run: every row is added through the actions of its app, in one transaction that a dry run takes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection
from django.db.models import F, Func

from stepdown.agency.access import SYSTEM, demand
from stepdown.agency.queries import actor_of
from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotAllowed, Refused, system
from stepdown.transfer.access import may_import
from stepdown.transfer.imports.beside import Beside
from stepdown.transfer.imports.queries import LOCK_SPACE, sheet_called
from stepdown.transfer.imports.reading import keep_faults
from stepdown.transfer.imports.trying import Staged, Trial
from stepdown.transfer.models import ImportFault, ImportRun, StagedRow
from stepdown.transfer.sheets.sheet import Adding, Fault
from stepdown.transfer.terms import Problem, Task

BATCH = 1000
"""Rows read, tried and told of at a time."""
_SOME = (
    "SELECT s.line, s.cells, (SELECT min(d.line) FROM transfer_stagedrow d WHERE d.run_id = s.run_id AND d.key = s.key)"
    " FROM transfer_stagedrow s WHERE s.run_id = %s AND s.line > %s ORDER BY s.line LIMIT %s"
)
Watch = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Job:
    """A run that was taken: for which table, in whose name."""

    run: int
    sheet: str
    task: Task
    rows: int
    user: int | None
    label: str


class _TakenBack(Exception):
    """Ends the transaction without keeping anything of it."""

    def __init__(self, trial: Trial, *, cancelled: bool = False) -> None:
        super().__init__()
        self.trial, self.cancelled = trial, cancelled


def see_to(*, at: datetime, run: int, watch: Watch | None = None) -> None:
    """Do what was ordered of a run, unless it is done, cancelled, or in somebody else's hands.

    `watch` is told (rows through, rows) after each thousand. Whatever happens, either every row of the file is written
    or none is. A fault in the program itself is kept as BROKE, and raised.
    """
    keeper = system("import", request=f"import-{run}")
    with Beside() as beside, _in_hand(beside, run) as ours:
        job = beside.do(_take, by=keeper, at=at, run=run) if ours else None
        if job is None:
            return
        end: dict[str, object] = {"by": keeper, "at": at, "run": run}
        try:
            _work(by=_person(job, at), at=at, job=job, beside=beside, watch=watch)
        except _TakenBack as back:
            beside.do(_end, **end, added=back.trial.added, same=back.trial.same, cancelled=back.cancelled)
        except NotAllowed:
            beside.do(_end, **end, problem=Problem.NOT_ALLOWED)
        except Refused:
            beside.do(_end, **end, problem=Problem.BUSY)
        except Exception:
            beside.do(_end, **end, problem=Problem.BROKE)
            raise


def _person(job: Job, at: datetime) -> Actor:
    """Who brought the file, with the roles they have now."""
    if job.user is None:
        return replace(system("import"), label=job.label)
    return actor_of(job.user, request=f"import-{job.run}", at=at)


@contextmanager
def _in_hand(beside: Beside, run: int) -> Iterator[bool]:
    """Have a run in hand, from before it is marked as taken until its end is told; yields False when somebody else has.

    The lock is the second connection's: it lasts over all transactions, however slow they are, and ends with the process.
    """
    ours = beside.do(_lock, function="pg_try_advisory_lock", run=run)
    try:
        yield ours
    finally:
        if ours:
            beside.do(_lock, function="pg_advisory_unlock", run=run)


def _lock(*, function: str, run: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [LOCK_SPACE, run])
        (done,) = cursor.fetchone()
    return bool(done)


@action
def _take(*, by: Actor, at: datetime, run: int) -> Job | None:
    """Mark a run as taken; None when it has ended or was cancelled."""
    rows = ImportRun.objects.select_for_update().filter(pk=run, ended_at=None, cancelled_at=None)
    row = rows.first()
    if row is None:
        return None
    row.taken_at = at
    row.save(update_fields=["taken_at"])
    return Job(row.pk, row.sheet, Task(row.task), row.rows, row.user, row.by)


@action
def _begin(*, by: Actor, at: datetime, run: int) -> None:
    """Forget what an earlier try found, and how far it came."""
    found = ImportFault.objects.filter(run=run)
    found.filter(reading=False).delete()
    ImportRun.objects.filter(pk=run).update(done=0, faults=found.count())


@action
def _told(*, by: Actor, at: datetime, run: int, done: int, faults: list[Fault]) -> bool:
    """Say how far a run is and what was found; whether it goes on."""
    keep_faults(run, faults)
    ImportRun.objects.filter(pk=run).update(done=done, faults=F("faults") + len(faults))
    return ImportRun.objects.filter(pk=run, cancelled_at=None).exists()


@action
def _end(
    *,
    by: Actor,
    at: datetime,
    run: int,
    added: int = 0,
    same: int = 0,
    cancelled: bool = False,
    problem: Problem | str = "",
) -> None:
    """Say how a run ended that wrote nothing. A cancellation that came too late for a dry run changes nothing."""
    rows = ImportRun.objects.filter(pk=run)
    rows.update(ended_at=_NOW, added=added, same=same, problem=str(problem))
    if not cancelled:
        rows.update(cancelled_at=None)


_NOW = Func(function="clock_timestamp", arity=0)


@action
def _work(*, by: Actor, at: datetime, job: Job, beside: Beside, watch: Watch | None) -> None:
    """Try every row; keep them when that was ordered and no fault was found. Raises _TakenBack in any other case."""
    sheet = sheet_called(job.sheet)
    demand(by, may_import(clients=sheet.clients))
    _one_at_a_time()
    inside = replace(by, roles=by.roles | SYSTEM, everywhere=True)
    trial = Trial(sheet, Adding(inside, at))
    keeper = system("import", request=by.request)
    beside.do(_begin, by=keeper, at=at, run=job.run)
    done = 0
    for rows in _batches(job.run):
        faults = trial.add(rows)
        done += len(rows)
        going = beside.do(_told, by=keeper, at=at, run=job.run, done=done, faults=faults)
        if watch:
            watch(done, job.rows)
        if not going:
            raise _TakenBack(trial, cancelled=True)
    broken = ImportFault.objects.filter(run=job.run).exists()
    if job.task == Task.CHECK or broken:
        raise _TakenBack(trial)
    StagedRow.objects.filter(run=job.run).delete()
    ImportRun.objects.filter(pk=job.run).update(ended_at=_NOW, added=trial.added, same=trial.same, cancelled_at=None)
    details: dict[str, object] = {"table": job.sheet, "rows": trial.added}
    note(by=by, at=at, subject=("import_run", job.run), details=details)


def _one_at_a_time() -> None:
    """One import at a time: the second of two alike finds what the first wrote."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [LOCK_SPACE])


def _batches(run: int) -> Iterator[Sequence[Staged]]:
    """The staged rows in the file's order, a batch at a time."""
    line = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_SOME, [run, line, BATCH])
            rows = [Staged(*row) for row in cursor.fetchall()]
        if not rows:
            return
        yield rows
        line = rows[-1].line
