"""Leaving tracks and groups: one of them, all when care ends, or those that do not serve the next level; and taking it
back: the note of each says what ended.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from stepdown.audit import queries as audit
from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotFound, Obstacle, Refused, Stale, refuse
from stepdown.episode import queries as episode
from stepdown.schedule.access import MAY_HOLD_SEATS
from stepdown.schedule.actions import steps_again, steps_seats
from stepdown.schedule.models import Enrollment, Group, TrackEnrollment
from stepdown.schedule.queries import stands
from stepdown.schedule.queries.leaving import Left, seats_ahead, unserved
from stepdown.schedule.terms import Freed, Seated, SetupBlocker, Whom

ENDED = ("schedule.end_enrollments", "schedule.end_unserved")
"""Actions whose notes `reopen_enrollments` reads."""


@action
def leave_track(*, by: Actor, at: datetime, client: int, track: int, on: date, groups: Collection[int] = ()) -> int:
    """Let a client leave a track; `on` is the first day out. Their seats in `groups` of it end that day too, regular ones
    and those for once; what they have in its other groups stays theirs. Returns how many seats in sessions are free.

    Refused when they are not in it then. Raises NotFound for a group of another track.
    """
    steps_seats.reach(by, {client}, groups)
    if Group.objects.filter(pk__in=groups, track=track).count() < len(set(groups)):
        raise NotFound
    tracks = TrackEnrollment.objects.filter(stands.in_force(on), client=client, track=track)
    refuse([] if tracks else [Obstacle(SetupBlocker.NOT_ENROLLED)])
    places = Enrollment.objects.filter(stands.not_ended(on), client=client, group__in=groups)
    seats = [row for row in seats_ahead(client, at, on) if row.session.group_id in groups]
    return _leave(by, at, client, on, Left(list(tracks), list(places), seats), track=track)


@action
def rejoin_track(*, by: Actor, at: datetime, client: int, track: int, on: date) -> tuple[Seated, ...]:
    """Take back that a client left a track on `on`: they are in it again, and have the seats that ended with it, as far as
    nobody else has them now. Returns one row for each group, and one with group 0 for the rest.

    Refused when they left it on another day, or another track since.
    """
    steps_seats.reach(by, {client})
    left = audit.last_details("schedule.leave_track", ("client", client))
    if not left or (left["track"], left["on"]) != (track, on.isoformat()):
        raise Refused(Obstacle(Stale.CHANGED_MEANWHILE))
    note(by=by, at=at, subject=("client", client), client=client, details={"track": track, "on": on.isoformat()})
    return steps_again.open_again(by, at, client, on, left)


@action
def leave_group(*, by: Actor, at: datetime, client: int, group: int, on: date) -> int:
    """Let a client leave a group; `on` is the first day out. Their seats from then on are free; returns how many.

    Refused when they have no regular seat in it then.
    """
    steps_seats.reach(by, {client}, {group})
    rows = Enrollment.objects.filter(stands.in_force(on), client=client, group=group)
    refuse([] if rows else [Obstacle(SetupBlocker.NOT_ENROLLED)])
    steps_seats.end(rows, on)
    seats = [row for row in seats_ahead(client, at, on) if row.session.group_id == group]
    freed = steps_seats.free(by, at, seats, Freed.LEFT)
    note(by=by, at=at, subject=("group", group), client=client, details={"on": on.isoformat()})
    return freed


@action
def end_enrollments(*, by: Actor, at: datetime, client: int, on: date) -> int:
    """End every track and regular seat of a client, `on` being the first day out, and free all their seats from then on.

    An individual session with nobody left in it is cancelled. Returns how many seats were freed.
    """
    steps_seats.reach(by, {client}, roles=MAY_HOLD_SEATS)
    return _leave(by, at, client, on, unserved(client, on, None, at=at))


@action
def end_unserved(*, by: Actor, at: datetime, client: int, on: date) -> int:
    """End the tracks and regular seats that do not serve the client's stay on `on`, the first day out, and free their
    seats in such groups from then on: level, site or population is another one. Individual sessions stay.

    Returns how many seats were freed.
    """
    steps_seats.reach(by, {client}, roles=MAY_HOLD_SEATS)
    whom = _stay_on(client, on)
    return 0 if whom is None else _leave(by, at, client, on, unserved(client, on, whom, at=at))


@action
def reopen_enrollments(*, by: Actor, at: datetime, client: int, on: date) -> tuple[Seated, ...]:
    """Open again what `end_enrollments` or `end_unserved` ended on `on`, and take up the seats they freed.

    What was joined since and does not serve the client's stay on that day ends first. A track or group that is full by
    now stays closed to them, and is told. Returns one row for each group, and one with group 0 for the rest.
    """
    steps_seats.reach(by, {client}, roles=MAY_HOLD_SEATS)
    noted = (audit.last_details(name, ("client", client)) for name in ENDED)
    ended: dict[str, Any] = next((found for found in noted if found and found["on"] == on.isoformat()), {})
    whom = _stay_on(client, on)
    if whom is not None and (left := unserved(client, on, whom, at=at)).any:
        _leave(by, at, client, on, left)
    note(by=by, at=at, subject=("client", client), client=client, details={"reopened": on.isoformat()})
    return steps_again.open_again(by, at, client, on, ended)


def _stay_on(client: int, day: date) -> Whom | None:
    """The stay of a client on a day; None for who is in no stay then."""
    care = episode.care_of([client], day, day).get(client)
    return None if care is None else Whom(care.level, care.site, care.population)


def _leave(by: Actor, at: datetime, client: int, on: date, left: Left, **details: object) -> int:
    """End what is left on `on`, and write down what it was: `open_again` reads it. Returns how many seats are free."""
    details |= {
        "on": on.isoformat(),
        "seats": len(left.seats),
        "tracks": [steps_again.as_kept(row) for row in left.tracks],
        "groups": [steps_again.as_kept(row) for row in left.groups],
        "sessions": [[row.session_id, row.modality] for row in left.seats],
    }
    steps_seats.end(left.tracks, on)
    steps_seats.end(left.groups, on)
    steps_seats.free(by, at, left.seats, Freed.LEFT)
    note(by=by, at=at, subject=("client", client), client=client, details=details)
    return len(left.seats)
