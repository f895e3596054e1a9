"""Recording what happened at the door: in, out, by video, written down later, corrected, and taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from stepdown.audit.actions import last_word, note, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotAllowed, Noted, NotFound, Obstacle, refuse
from stepdown.people import queries as people
from stepdown.people.actions.steps import hold_records
from stepdown.session import rules
from stepdown.session.access import MAY_CHECK_IN
from stepdown.session.actions.steps import recount, recount_days
from stepdown.session.models import VideoJoining, Visit
from stepdown.session.queries import facts, sheet
from stepdown.session.terms import Blocker, Joined, PaperVisit, VideoPlace


@action
def check_in(*, by: Actor, at: datetime, client: int, arrived_at: datetime | None = None, override: str = "") -> int:
    """One tap for the day: the client is here from `arrived_at` (default: now). Returns the visit's id.

    `override` is the reason why somebody is let into a group that is full. Raises NotAllowed, NotFound, Refused.
    """
    return _come(by, at, client, arrived_at or at, None, override)


@action
def join_by_video(*, by: Actor, at: datetime, client: int, place: VideoPlace, joined_at: datetime | None = None) -> int:
    """The client joins by video from `place`, at `joined_at` (default: now). Returns the visit's id.

    Raises NotAllowed, NotFound, Refused.
    """
    return _come(by, at, client, joined_at or at, place)


@action
def check_out(*, by: Actor, at: datetime, visit: int, departed_at: datetime | None = None) -> None:
    """The client left (or left the video) at `departed_at` (default: now), and the minutes are counted.

    Raises NotAllowed, NotFound, Refused.
    """
    departed_at = departed_at or at
    row = _visit(by, visit)
    still_in, day = row.departed_at is None and row.undone_at is None, facts.local_day(row.site_id, row.arrived_at)
    refuse(rules.departing(arrived_at=row.arrived_at, departed_at=departed_at, at=at, still_in=still_in, day=day))
    row.departed_at, row.departed_recorded_at = departed_at, at
    row.save(update_fields=["departed_at", "departed_recorded_at"])
    recount(site=row.site_id, clients=[row.client_id], day=day, at=at)
    note(by=by, at=departed_at, subject=("visit", row.pk), client=row.client_id)


@action
def record_visit(*, by: Actor, at: datetime, client: int, arrived_at: datetime, departed_at: datetime) -> int:
    """Write down afterwards that the client was here from `arrived_at` to `departed_at`. Returns the visit's id.

    Visits that came after it do not stand in its way. Raises NotAllowed, NotFound, Refused.
    """
    (number,) = _write_down(by, at, [PaperVisit(client, arrived_at, departed_at)])
    return number


@action
def record_day(*, by: Actor, at: datetime, visits: Sequence[PaperVisit]) -> list[int]:
    """Write down a whole sign-in sheet, all lines or none. Returns the visits' ids in the order of the lines.

    Raises NotAllowed, NotFound, and Refused with everything that is wrong with any line: `about["row"]` is its place,
    counted from 0.
    """
    return _write_down(by, at, visits)


@action
def correct_visit(
    *, by: Actor, at: datetime, visit: int, arrived_at: datetime, departed_at: datetime | None, reason: str
) -> int:
    """Say other times for a visit: a new one takes its place, with the reason; the old one stays on record.

    Returns the new visit's id. Once the day is over, a supervisor does it. Raises NotAllowed, NotFound, Refused.
    """
    row = _visit(by, visit)
    day = facts.local_day(row.site_id, row.arrived_at)
    refuse(
        rules.correcting(
            arrived_at=arrived_at,
            departed_at=departed_at,
            at=at,
            undone=row.undone_at is not None,
            reason=reason,
            day=day,
            may_correct=by.roles,
        )
    )
    row.undone_at = at
    row.save(update_fields=["undone_at"])
    recount(site=row.site_id, clients=[row.client_id], day=day, at=at)
    with last_word(Obstacle(Blocker.ALREADY_IN)):
        new = Visit.objects.create(
            client_id=row.client_id,
            site_id=row.site_id,
            joined=row.joined,
            arrived_at=arrived_at,
            arrived_recorded_at=at,
            departed_at=departed_at,
            departed_recorded_at=None if departed_at is None else at,
            corrects=row,
            reason=reason.strip(),
        )
    for place in VideoJoining.objects.filter(visit=row):
        place.pk, place.visit_id = None, new.pk
        place.save(force_insert=True)
    recount(site=row.site_id, clients=[row.client_id], day=day, at=at)
    details: dict[str, object] = {"instead_of": row.pk, "reason": reason.strip()}
    note(by=by, at=at, subject=("visit", new.pk), client=row.client_id, details=details)
    return new.pk


@action
def undo_check_in(*, by: Actor, at: datetime, visit: int, override: str = "") -> None:
    """Take a check-in back, as if it had not been: the visit and its minutes count for nothing, and stay on record.

    `override` is the reason why one of a day that is over is taken back. Raises NotAllowed, NotFound, Refused.
    """
    row = _visit(by, visit)
    day = facts.local_day(row.site_id, row.arrived_at)
    found = rules.undoing(at=at, undone=row.undone_at is not None, day=day)
    if not override.strip() or not all(by.has_any(obstacle.override_by) for obstacle in found):
        refuse(found)
    row.undone_at = at
    row.save(update_fields=["undone_at"])
    recount(site=row.site_id, clients=[row.client_id], day=day, at=at)
    details: dict[str, object] = {"override": override} if found else {}
    note(by=by, at=at, subject=("visit", row.pk), client=row.client_id, details=details)


@action
def undo_check_out(*, by: Actor, at: datetime, visit: int) -> None:
    """Take a check-out back: the client is here again since they arrived, and the minutes are open again.

    Only on the day itself: later nobody is here again. Raises NotAllowed, NotFound, Refused.
    """
    row = _visit(by, visit)
    undone = row.departed_at is None or row.undone_at is not None
    day = facts.local_day(row.site_id, row.arrived_at)
    refuse(rules.undoing(at=at, undone=undone, day=day))
    row.departed_at = row.departed_recorded_at = None
    with last_word(Obstacle(Blocker.ALREADY_IN)):
        row.save(update_fields=["departed_at", "departed_recorded_at"])
    recount(site=row.site_id, clients=[row.client_id], day=day, at=at)
    note(by=by, at=at, subject=("visit", row.pk), client=row.client_id)


def _come(
    by: Actor, at: datetime, client: int, arrived_at: datetime, place: VideoPlace | None, override: str = ""
) -> int:
    """In at the door or, with a `place`, by video."""
    site = _reach(by, [client])[client]
    hold_records([client])
    here = Visit.objects.filter(client=client, undone_at=None, departed_at=None).exists()
    day = facts.local_day(site, arrived_at)
    planned = facts.planned_on([client], day)[client]
    found = rules.arriving(
        arrived_at=arrived_at,
        at=at,
        already_in=here,
        planned_today=bool(planned),
        full=None if place else facts.too_full(site, planned, day, at),
    )
    joining = rules.joining(place) if place else ()
    if joining or not override.strip() or not all(by.has_any(obstacle.override_by) for obstacle in found):
        refuse((*found, *joining))
    with last_word(Obstacle(Blocker.ALREADY_IN)):
        visit = Visit.objects.create(
            client_id=client,
            site_id=site,
            joined=Joined.VIDEO if place else Joined.IN_PERSON,
            arrived_at=arrived_at,
            arrived_recorded_at=at,
        )
    if place:
        _joining(visit, place, at).save()
    if facts.said_on([client], day):
        recount(site=site, clients=[client], day=day, at=at)
    details: dict[str, object] = {"override": override.strip()} if found else {}
    note(by=by, at=arrived_at, subject=("visit", visit.pk), client=client, details=details)
    return visit.pk


def _write_down(by: Actor, at: datetime, rows: Sequence[PaperVisit]) -> list[int]:
    """Visits of one local day each, all or none; every line's obstacles are told together."""
    clients = {row.client for row in rows}
    sites = _reach(by, clients)
    hold_records(clients)
    days = sheet.days_of(rows, sites)
    refuse(sheet.obstacles(rows, days, at=at))
    made = Visit.objects.bulk_create(
        Visit(
            client_id=row.client,
            site_id=sites[row.client],
            joined=row.joined,
            arrived_at=row.arrived_at,
            arrived_recorded_at=at,
            departed_at=row.departed_at,
            departed_recorded_at=at,
        )
        for row in rows
    )
    VideoJoining.objects.bulk_create(
        _joining(visit, row.place, row.arrived_at)
        for visit, row in zip(made, rows, strict=True)
        if row.place and row.joined is Joined.VIDEO
    )
    recount_days(sites=sites, days=[(row.client, day) for row, day in zip(rows, days, strict=True)], at=at)
    notes(by=by, at=at, rows=[Noted(("visit", one.pk), one.client_id, at=one.arrived_at) for one in made])
    return [visit.pk for visit in made]


def _joining(visit: Visit, place: VideoPlace, at: datetime) -> VideoJoining:
    """Where somebody is who joins by video, as they said at `at`; that nobody else hears it is asked before."""
    return VideoJoining(
        visit=visit, state=place.state, address=place.address, callback=place.callback, private=True, asked_at=at
    )


def _reach(by: Actor, clients: Collection[int]) -> dict[int, int]:
    """Each client's site, when the actor may record there."""
    if not by.has_any(MAY_CHECK_IN):
        raise NotAllowed
    sites = people.sites_of(clients)
    if not all(by.works_at(site) for site in sites.values()):
        raise NotFound
    return sites


def _visit(by: Actor, visit: int) -> Visit:
    """The visit, its client locked, within the actor's reach."""
    if not by.has_any(MAY_CHECK_IN):
        raise NotAllowed
    client = Visit.objects.filter(pk=visit).values_list("client", flat=True).first()
    if client is None:
        raise NotFound
    hold_records([client])
    row = Visit.objects.get(pk=visit)
    if not by.works_at(row.site_id):
        raise NotFound
    return row
