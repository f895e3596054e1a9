"""What the person who imports says about a run: write it, stop, go on, throw it away."""

from __future__ import annotations

from datetime import datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import enqueue, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotFound, Obstacle, refuse
from stepdown.transfer.access import may_import
from stepdown.transfer.imports.queries import run_of, sheet_called
from stepdown.transfer.imports.reading import WORK
from stepdown.transfer.models import ImportFault, ImportRun, StagedRow
from stepdown.transfer.terms import Blocker, Run, RunState, Task

STOPPED = {RunState.CANCELLED, RunState.INTERRUPTED, RunState.STOPPED}


@action
def order_writing(*, by: Actor, at: datetime, run: int, beside: bool = True) -> None:
    """Write what the dry run found good. Refused: not checked without fault, written already, under way."""
    seen = _mine(by, run)
    if seen.state == RunState.WRITTEN:
        refuse([Obstacle(Blocker.ALREADY_WRITTEN)])
    _refuse_unless(seen, {RunState.CHECKED}, Blocker.NOT_CHECKED)
    _order(by, at, run, Task.WRITE, beside=beside)


@action
def resume(*, by: Actor, at: datetime, run: int, beside: bool = True) -> None:
    """Go on with a run that was cancelled or interrupted, from the rows that were read. Refused: under way."""
    seen = _mine(by, run)
    _refuse_unless(seen, STOPPED, Blocker.IMPORT_UNDER_WAY)
    _order(by, at, run, seen.task, beside=beside)


@action
def check_again(*, by: Actor, at: datetime, run: int, beside: bool = True) -> None:
    """Try the same rows again, after what they name was mended here. Refused: under way, written already."""
    seen = _mine(by, run)
    _refuse_unless(seen, STOPPED | {RunState.FAULTY, RunState.CHECKED}, Blocker.IMPORT_UNDER_WAY)
    _order(by, at, run, Task.CHECK, beside=beside)


@action
def cancel(*, by: Actor, at: datetime, run: int) -> None:
    """Stop a run after the rows in hand; nothing of it is written. One that has ended stays as it is."""
    _mine(by, run)
    if ImportRun.objects.filter(pk=run, ended_at=None, cancelled_at=None).update(cancelled_at=at):
        note(by=by, at=at, subject=("import_run", run))


@action
def discard(*, by: Actor, at: datetime, run: int) -> None:
    """Forget a run with its rows and faults. What was written stays. Refused: under way."""
    seen = _mine(by, run)
    if seen.working:
        refuse([Obstacle(Blocker.IMPORT_UNDER_WAY)])
    StagedRow.objects.filter(run=run).delete()
    ImportFault.objects.filter(run=run).delete()
    ImportRun.objects.filter(pk=run).delete()
    note(by=by, at=at, subject=("import_run", run))


def _mine(by: Actor, run: int) -> Run:
    """The run, its row locked: of two who order at once, the second sees what the first ordered."""
    if not ImportRun.objects.select_for_update().filter(pk=run).exists():
        raise NotFound
    seen = run_of(by, run)
    demand(by, may_import(clients=sheet_called(seen.sheet).clients))
    return seen


def _refuse_unless(seen: Run, states: set[RunState], otherwise: Blocker) -> None:
    if seen.state not in states:
        under_way = seen.state in {RunState.WAITING, RunState.CHECKING, RunState.WRITING}
        refuse([Obstacle(Blocker.IMPORT_UNDER_WAY if under_way else otherwise)])


def _order(by: Actor, at: datetime, run: int, task: Task, *, beside: bool) -> None:
    found = ImportFault.objects.filter(run=run)
    found.filter(reading=False).delete()
    ImportRun.objects.filter(pk=run).update(
        task=task,
        ordered_at=at,
        taken_at=None,
        ended_at=None,
        cancelled_at=None,
        problem="",
        done=0,
        added=0,
        same=0,
        faults=found.count(),
    )
    note(by=by, at=at, subject=("import_run", run), details={"task": task})
    if beside:
        enqueue(WORK, {"run": run}, at=at)
