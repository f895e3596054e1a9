"""At the door: in, out, back again; and where somebody expected stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from stepdown.agency.access import SYSTEM
from stepdown.audit.terms import Obstacle
from stepdown.kernel.period import Period
from stepdown.session.terms import MAY_LET_IN, OVERRIDE_BY, AtDoor, Blocker, DoorVisit, Joined, VideoPlace

CLOCK_DRIFT = timedelta(minutes=2)
"""How far ahead of ours a device's clock may be."""


def arriving(
    *, arrived_at: datetime, at: datetime, already_in: bool, planned_today: bool, full: tuple[int, int] | None = None
) -> tuple[Obstacle, ...]:
    """What stands in the way of a check-in. `full`: (how many would be in a room, how many may), when too many.

    Nobody is sent away for a full room without a word: whoever stands at the door may let them in, with a reason.
    """
    found = []
    if already_in:
        found.append(Obstacle(Blocker.ALREADY_IN))
    if arrived_at > at + CLOCK_DRIFT:
        found.append(Obstacle(Blocker.IN_THE_FUTURE))
    if not planned_today:
        found.append(Obstacle(Blocker.NOTHING_PLANNED_TODAY))
    if full is not None:
        found.append(Obstacle(Blocker.ROOM_FULL, {"would_be": full[0], "most": full[1]}, override_by=MAY_LET_IN))
    return tuple(found)


def joining(place: VideoPlace) -> tuple[Obstacle, ...]:
    """What stands in the way of joining by video: without knowing where somebody is, nobody could send them help."""
    found = []
    if not (place.state.strip() and place.address.strip() and place.callback.strip()):
        found.append(Obstacle(Blocker.NO_PLACE))
    if not place.private:
        found.append(Obstacle(Blocker.PRIVACY_NOT_CONFIRMED))
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


def correcting(
    *,
    arrived_at: datetime,
    departed_at: datetime | None,
    at: datetime,
    undone: bool,
    reason: str,
    day: Period,
    may_correct: frozenset[str],
) -> tuple[Obstacle, ...]:
    """What stands in the way of other times for a visit; `day` is its local day, `may_correct` the actor's roles."""
    found = []
    if undone:
        found.append(Obstacle(Blocker.ALREADY_UNDONE))
    if not reason.strip():
        found.append(Obstacle(Blocker.NO_REASON))
    if at >= day.end and not may_correct & (OVERRIDE_BY | SYSTEM):
        found.append(Obstacle(Blocker.DAY_IS_OVER, override_by=OVERRIDE_BY))
    if departed_at is not None and departed_at <= arrived_at:
        found.append(Obstacle(Blocker.LEFT_BEFORE_ARRIVING))
    if max(arrived_at, departed_at or arrived_at) > at + CLOCK_DRIFT:
        found.append(Obstacle(Blocker.IN_THE_FUTURE))
    if not day.start <= arrived_at < day.end or (departed_at is not None and departed_at >= day.end):
        found.append(Obstacle(Blocker.LEFT_ON_ANOTHER_DAY))
    return tuple(found)


def undoing(*, at: datetime, undone: bool, day: Period) -> tuple[Obstacle, ...]:
    """What stands in the way of undoing at the door; `day` is the local day of the arrival."""
    if undone:
        return (Obstacle(Blocker.ALREADY_UNDONE),)
    return (Obstacle(Blocker.DAY_IS_OVER, override_by=OVERRIDE_BY),) if at >= day.end else ()


def in_building(visit: DoorVisit, day: Period) -> bool:
    """Whether a visit says that somebody is in the building on the local day `day`: they came that day, in person, and
    have not left. An open visit of an earlier day is one that nobody ended.
    """
    return visit.joined is Joined.IN_PERSON and visit.departed_at is None and day.start <= visit.arrived_at < day.end


def at_door(
    session: Period, visits: Iterable[DoorVisit], now: datetime, *, told: bool = False
) -> tuple[AtDoor, DoorVisit | None]:
    """Where somebody expected in `session` stands, and the visit that says so (else their latest, or None).

    `visits` are those of the session's day. Somebody who is in the building is here for every session of the day;
    who was there during the session and has gone, left; who was not, is missing from the moment it begins, unless they
    `told` why they do not come.
    """
    latest_first = sorted(visits, key=lambda visit: visit.arrived_at, reverse=True)
    latest = latest_first[0] if latest_first else None
    if latest is not None and latest.departed_at is None:
        return AtDoor.HERE, latest
    for visit in latest_first:
        if visit.departed_at is not None and Period(visit.arrived_at, visit.departed_at).overlaps(session):
            return AtDoor.LEFT, visit
    if told:
        return AtDoor.EXCUSED, latest
    return (AtDoor.MISSING if session.start <= now else AtDoor.EXPECTED), latest
