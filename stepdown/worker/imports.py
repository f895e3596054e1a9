"""CSV files on their way in are worked on here, so that a closed browser tab stops nothing."""

from __future__ import annotations

from datetime import datetime

from stepdown.audit.terms import Actor
from stepdown.transfer.imports.queries import left_lying
from stepdown.transfer.imports.reading import WORK
from stepdown.transfer.imports.work import see_to
from stepdown.worker.outbox import channel


@channel(WORK)
def work_on(*, by: Actor, at: datetime, run: int) -> None:
    """Do what was ordered of a run. Twice does no harm: the second finds it done, or in other hands."""
    see_to(at=at, run=run)


def go_on(*, at: datetime) -> None:
    """Do what was ordered of runs that nobody has in hand any more."""
    for run in left_lying():
        see_to(at=at, run=run)
