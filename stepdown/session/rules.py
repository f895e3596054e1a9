"""From the door to the minutes: which part of which session a visit covers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from stepdown.audit.terms import Obstacle
from stepdown.kernel.period import Period
from stepdown.session.terms import Attended, Blocker, PlannedForClient

CLOCK_DRIFT = timedelta(minutes=2)
"""How far ahead of ours a device's clock may be."""


def attended(visit: Period, planned: Iterable[PlannedForClient]) -> tuple[Attended, ...]:
    """The part of each planned session that lies inside the visit, in the order of time.

    Time before the planned start and after the planned end does not count: the door is not the group room.
    """
    parts = ((p.session, p.period.overlap(visit)) for p in sorted(planned, key=lambda p: p.period))
    return tuple(Attended(session, part) for session, part in parts if part is not None)


def arriving(*, arrived_at: datetime, at: datetime, already_in: bool, planned_today: bool) -> tuple[Obstacle, ...]:
    """What stands in the way of a check-in."""
    found = []
    if already_in:
        found.append(Obstacle(Blocker.ALREADY_IN))
    if arrived_at > at + CLOCK_DRIFT:
        found.append(Obstacle(Blocker.IN_THE_FUTURE))
    if not planned_today:
        found.append(Obstacle(Blocker.NOTHING_PLANNED_TODAY))
    return tuple(found)


def departing(*, arrived_at: datetime, departed_at: datetime, at: datetime, still_in: bool) -> tuple[Obstacle, ...]:
    """What stands in the way of a check-out."""
    found = []
    if not still_in:
        found.append(Obstacle(Blocker.NOT_IN))
    if departed_at <= arrived_at:
        found.append(Obstacle(Blocker.LEFT_BEFORE_ARRIVING))
    if departed_at > at + CLOCK_DRIFT:
        found.append(Obstacle(Blocker.IN_THE_FUTURE))
    return tuple(found)
