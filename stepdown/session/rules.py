"""From the door to the minutes: which part of which session a visit covers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from stepdown.audit.terms import Obstacle
from stepdown.kernel.period import Period
from stepdown.session.terms import OVERRIDE_BY, AtDoor, Attended, Blocker, DoorVisit, PlannedForClient

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


def departing(
    *, arrived_at: datetime, departed_at: datetime, at: datetime, still_in: bool, day: Period
) -> tuple[Obstacle, ...]:
    """What stands in the way of a check-out; `day` is the local day of the arrival.

    A check-out on a later day is a forgotten one: taken as the time they left, it would count every session in full.
    """
    found = []
    if not still_in:
        found.append(Obstacle(Blocker.NOT_IN))
    if departed_at <= arrived_at:
        found.append(Obstacle(Blocker.LEFT_BEFORE_ARRIVING))
    if departed_at > at + CLOCK_DRIFT:
        found.append(Obstacle(Blocker.IN_THE_FUTURE))
    if departed_at >= day.end:
        found.append(Obstacle(Blocker.LEFT_ON_ANOTHER_DAY))
    return tuple(found)


def undoing(*, at: datetime, undone: bool, day: Period) -> tuple[Obstacle, ...]:
    """What stands in the way of undoing at the door; `day` is the local day of the arrival."""
    if undone:
        return (Obstacle(Blocker.ALREADY_UNDONE),)
    return (Obstacle(Blocker.DAY_IS_OVER, override_by=OVERRIDE_BY),) if at >= day.end else ()


def at_door(session: Period, visits: Iterable[DoorVisit], now: datetime) -> tuple[AtDoor, DoorVisit | None]:
    """Where somebody expected in `session` stands, and the visit that says so (else their latest, or None).

    `visits` are those of the session's day. Somebody who is in the building is here for every session of the day;
    who was there during the session and has gone, left; who was not, is missing from the moment it begins.
    """
    latest_first = sorted(visits, key=lambda visit: visit.arrived_at, reverse=True)
    latest = latest_first[0] if latest_first else None
    if latest is not None and latest.departed_at is None:
        return AtDoor.HERE, latest
    for visit in latest_first:
        if visit.departed_at is not None and Period(visit.arrived_at, visit.departed_at).overlaps(session):
            return AtDoor.LEFT, visit
    return (AtDoor.MISSING if session.start <= now else AtDoor.EXPECTED), latest
