"""Recording what happened at the door: in, out, and undoing either."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q

from stepdown.agency import queries as agency
from stepdown.audit.actions import last_word, lock, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Lockable, NotAllowed, NotFound, Obstacle, Refused, refuse
from stepdown.kernel.period import Period
from stepdown.kernel.week import day_of
from stepdown.people import queries as people
from stepdown.people.actions.moving import Link, move_rows
from stepdown.people.terms import MergeBlocker, Moved, Moving
from stepdown.schedule import queries as schedule
from stepdown.session import rules
from stepdown.session.access import MAY_CHECK_IN
from stepdown.session.models import Segment, Visit
from stepdown.session.terms import Blocker, Joined, PlannedForClient


@action
def check_in(
    *, by: Actor, at: datetime, client: int, joined: Joined = Joined.IN_PERSON, arrived_at: datetime | None = None
) -> int:
    """One tap for the day: the client is here from `arrived_at` (default: now). Returns the visit's id.

    Raises NotAllowed, NotFound, Refused.
    """
    arrived_at = arrived_at or at
    site = _reach(by, client)
    lock([(Lockable.CLIENT, client)])
    here = Visit.objects.filter(client=client, undone_at=None, departed_at=None).exists()
    planned = _planned(client, _day(site, arrived_at))
    refuse(rules.arriving(arrived_at=arrived_at, at=at, already_in=here, planned_today=bool(planned)))
    with last_word(Obstacle(Blocker.ALREADY_IN)):
        visit = Visit.objects.create(
            client_id=client, site_id=site, joined=joined, arrived_at=arrived_at, arrived_recorded_at=at
        )
    note(by=by, at=arrived_at, subject=("visit", visit.pk), client=client)
    return visit.pk


@action
def check_out(*, by: Actor, at: datetime, visit: int, departed_at: datetime | None = None) -> None:
    """The client left at `departed_at` (default: now); the sessions the visit covers are written as segments.

    Raises NotAllowed, NotFound, Refused.
    """
    departed_at = departed_at or at
    row = _visit(by, visit)
    still_in, day = row.departed_at is None and row.undone_at is None, _day(row.site_id, row.arrived_at)
    refuse(rules.departing(arrived_at=row.arrived_at, departed_at=departed_at, at=at, still_in=still_in, day=day))
    row.departed_at, row.departed_recorded_at = departed_at, at
    row.save(update_fields=["departed_at", "departed_recorded_at"])
    _count(row, Period(row.arrived_at, departed_at), _planned(row.client_id, day))
    note(by=by, at=departed_at, subject=("visit", row.pk), client=row.client_id)


@action
def record_visit(*, by: Actor, at: datetime, client: int, arrived_at: datetime, departed_at: datetime) -> int:
    """Write down afterwards that the client was here from `arrived_at` to `departed_at`. Returns the visit's id.

    Visits that came after it do not stand in its way. Raises NotAllowed, NotFound, Refused.
    """
    site = _reach(by, client)
    lock([(Lockable.CLIENT, client)])
    day = _day(site, arrived_at)
    planned = _planned(client, day)
    here = Visit.objects.filter(
        Q(departed_at=None) | Q(departed_at__gt=arrived_at), client=client, undone_at=None, arrived_at__lt=departed_at
    ).exists()
    coming = rules.arriving(arrived_at=arrived_at, at=at, already_in=here, planned_today=bool(planned))
    going = rules.departing(arrived_at=arrived_at, departed_at=departed_at, at=at, still_in=True, day=day)
    if found := dict.fromkeys((*coming, *going)):
        raise Refused(*found)
    row = Visit.objects.create(
        client_id=client,
        site_id=site,
        joined=Joined.IN_PERSON,
        arrived_at=arrived_at,
        arrived_recorded_at=at,
        departed_at=departed_at,
        departed_recorded_at=at,
    )
    _count(row, Period(arrived_at, departed_at), planned)
    note(by=by, at=arrived_at, subject=("visit", row.pk), client=client)
    return row.pk


@action
def undo_check_in(*, by: Actor, at: datetime, visit: int, override: str = "") -> None:
    """Take a check-in back, as if it had not been: the visit and its minutes count for nothing, and stay on record.

    `override` is the reason why one of a day that is over is taken back. Raises NotAllowed, NotFound, Refused.
    """
    row = _visit(by, visit)
    found = rules.undoing(at=at, undone=row.undone_at is not None, day=_day(row.site_id, row.arrived_at))
    if not override.strip() or not all(by.has_any(obstacle.override_by) for obstacle in found):
        refuse(found)
    row.undone_at = at
    row.save(update_fields=["undone_at"])
    row.segments.filter(undone_at=None).update(undone_at=at)
    details: dict[str, object] = {"override": override} if found else {}
    note(by=by, at=at, subject=("visit", row.pk), client=row.client_id, details=details)


@action
def undo_check_out(*, by: Actor, at: datetime, visit: int) -> None:
    """Take a check-out back: the client is here again since they arrived, and the minutes are open again.

    Only on the day itself: later nobody is here again. Raises NotAllowed, NotFound, Refused.
    """
    row = _visit(by, visit)
    undone = row.departed_at is None or row.undone_at is not None
    refuse(rules.undoing(at=at, undone=undone, day=_day(row.site_id, row.arrived_at)))
    row.departed_at = row.departed_recorded_at = None
    with last_word(Obstacle(Blocker.ALREADY_IN)):
        row.save(update_fields=["departed_at", "departed_recorded_at"])
    row.segments.filter(undone_at=None).update(undone_at=at)
    note(by=by, at=at, subject=("visit", row.pk), client=row.client_id)


def _reach(by: Actor, client: int) -> int:
    """The client's site, when the actor may record there."""
    if not by.has_any(MAY_CHECK_IN):
        raise NotAllowed
    site = people.site_of(client)
    if site is None or not by.works_at(site):
        raise NotFound
    return site


def _day(site: int, moment: datetime) -> Period:
    """The local day of `moment` at the site."""
    return day_of(moment, agency.time_zone(site))


def _planned(client: int, day: Period) -> list[PlannedForClient]:
    """What the client was expected in on a local day."""
    expected = schedule.expected_in([client], day).get(client, ())
    return [PlannedForClient(e.session, e.period) for e in expected]


def _count(row: Visit, stay: Period, planned: list[PlannedForClient]) -> None:
    """Write down which part of which session the visit covers."""
    Segment.objects.bulk_create(
        Segment(
            visit=row,
            session_id=part.session,
            client_id=row.client_id,
            joined=row.joined,
            period=DateTimeTZRange(part.period.start, part.period.end),
        )
        for part in rules.attended(stay, planned)
    )


def _visit(by: Actor, visit: int) -> Visit:
    """The visit, its client locked, within the actor's reach."""
    if not by.has_any(MAY_CHECK_IN):
        raise NotAllowed
    client = Visit.objects.filter(pk=visit).values_list("client", flat=True).first()
    if client is None:
        raise NotFound
    lock([(Lockable.CLIENT, client)])
    row = Visit.objects.get(pk=visit)
    if not by.works_at(row.site_id):
        raise NotFound
    return row


@action
def move_client(*, by: Actor, at: datetime, moving: Moving) -> Moved:
    """This app's part of a merge, or of taking one back; see `journey.merge_clients`."""
    return move_rows(
        by, [Link(Visit, blocker=MergeBlocker.BOTH_HERE), Link(Segment, blocker=MergeBlocker.BOTH_HERE)], moving
    )
