"""Leaving tracks and groups because care ended, or because the next level is served by others; and taking that back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from stepdown.audit import queries as audit
from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Obstacle
from stepdown.episode import queries as episode
from stepdown.episode.terms import InCare
from stepdown.schedule.access import MAY_HOLD_SEATS
from stepdown.schedule.actions import steps, steps_giving, steps_seats
from stepdown.schedule.models import Enrollment, Group, Participant, PlannedSession, Track, TrackEnrollment
from stepdown.schedule.queries import rosters, stands
from stepdown.schedule.rules.series import earliest, peak
from stepdown.schedule.rules.tracks import serves
from stepdown.schedule.terms import Blocker, Freed, Seated, SessionState, SetupBlocker, Told

ENDED = ("schedule.end_enrollments", "schedule.end_unserved")
"""Actions whose notes say what ended, so that it can be opened again."""


@action
def end_enrollments(*, by: Actor, at: datetime, client: int, on: date) -> int:
    """End every track and regular seat of a client, `on` being the first day out, and free all their seats from then on.

    An individual session with nobody left in it is cancelled. Returns how many seats were freed.
    """
    steps_seats.reach(by, {client}, roles=MAY_HOLD_SEATS)
    return _end(by, at, client, on, None)


@action
def end_unserved(*, by: Actor, at: datetime, client: int, on: date) -> int:
    """End the tracks and regular seats that do not serve the client's stay on `on`, the first day out, and free their
    seats in such groups from then on: level, site or population is another one. Individual sessions stay.

    Returns how many seats were freed.
    """
    steps_seats.reach(by, {client}, roles=MAY_HOLD_SEATS)
    care = episode.care_of([client], on, on).get(client)
    return 0 if care is None else _end(by, at, client, on, care)


@action
def reopen_enrollments(*, by: Actor, at: datetime, client: int, on: date) -> tuple[Seated, ...]:
    """Open again what `end_enrollments` or `end_unserved` ended on `on`, and take up the seats they freed.

    What was joined since and does not serve the client's stay on that day ends first. A track or group that is full by
    now stays closed to them, and is told. Returns one row for each group, and one with group 0 for the rest.
    """
    steps_seats.reach(by, {client}, roles=MAY_HOLD_SEATS)
    noted = (audit.last_details(name, ("client", client)) for name in ENDED)
    ended: dict[str, Any] = next((found for found in noted if found and found["on"] == on.isoformat()), {})
    care = episode.care_of([client], on, on).get(client)
    if care is not None and any(_ending(at, client, on, care)):
        _end(by, at, client, on, care)
    full = [_track_again(client, on, *row) for row in ended.get("tracks", ())]
    groups = [_group_again(by, at, client, on, ended, *row) for row in ended.get("groups", ())]
    known = {row.group for row in groups}
    rest = _one_by_one(by, at, client, on, ended.get("sessions", ()), known)
    note(by=by, at=at, subject=("client", client), client=client, details={"reopened": on.isoformat()})
    alone = replace(rest, missed=(*(told for told in full if told), *rest.missed))
    return tuple(row for row in (*groups, alone) if row.group or row.sessions or row.missed)


def _ending(
    at: datetime, client: int, on: date, care: InCare | None
) -> tuple[list[TrackEnrollment], list[Enrollment], list[Participant]]:
    """The tracks, regular seats and seats of a client from `on` that do not serve `care`; all of them without one."""
    later = Q(client=client) & (stands.in_force(on) | Q(starts__gte=on))
    tracks = [
        row for row in TrackEnrollment.objects.filter(later).select_related("track") if not _track(row.track, care)
    ]
    gone = {row.track_id for row in tracks}
    seats = Enrollment.objects.filter(later).select_related("group__site")
    groups = [row for row in seats if row.group.track_id in gone or not _group(row.group, care)]
    ended = {row.group_id for row in groups}
    free = steps_seats.seats_ahead(client, at, on, None).select_related("session__group__site")
    return tracks, groups, [row for row in free if _leaves(row.session, ended, care)]


def _end(by: Actor, at: datetime, client: int, on: date, care: InCare | None) -> int:
    """End what does not serve `care`, or everything without one; writes down what it was. Returns the seats freed."""
    tracks, groups, freed = _ending(at, client, on, care)
    details: dict[str, object] = {
        "on": on.isoformat(),
        "seats": len(freed),
        "tracks": [_kept(row.track_id, row) for row in tracks],
        "groups": [[*_kept(row.group_id, row), row.modality] for row in groups],
        "sessions": [[row.session_id, row.modality] for row in freed],
    }
    steps_seats.end(tracks, on)
    steps_seats.end(groups, on)
    steps_seats.free(by, at, Participant.objects.filter(pk__in=[row.pk for row in freed]), Freed.LEFT)
    note(by=by, at=at, subject=("client", client), client=client, details=details)
    return len(freed)


def _track(track: Track, care: InCare | None) -> bool:
    """Whether a track goes on for somebody in this stay."""
    return care is not None and serves(track.levels, track.site_id, track.population, care)


def _group(group: Group, care: InCare | None) -> bool:
    site = None if group.site.virtual else group.site_id
    return care is not None and serves(group.levels, site, group.population, care)


def _leaves(session: PlannedSession, groups: Collection[int], care: InCare | None) -> bool:
    """Whether a seat is given up: all of them without `care`, else those in groups that end or do not serve it."""
    if session.group is None:
        return care is None
    return session.group_id in groups or not _group(session.group, care)


def _kept(to: int, row: TrackEnrollment | Enrollment) -> list[object]:
    days = (row.starts, row.ends, row.kept_until)
    return [to, *(None if day is None else day.isoformat() for day in days)]


def _track_again(client: int, on: date, track: int, *days: str | None) -> Told | None:
    """Let a client be in a track again; what stands in the way, if not."""
    starts, ends, kept = (date.fromisoformat(day) if day else None for day in days)
    assert starts is not None
    same = TrackEnrollment.objects.filter(client=client, track=track)
    if same.filter(Q(ends=None) | Q(ends__gt=on)).exists():
        return None  # they joined it anew since
    row = Track.objects.get(pk=track)
    if row.capacity is not None and peak(rosters.track_spans([track])[track], max(on, starts), ends) >= row.capacity:
        full = Obstacle(SetupBlocker.TRACK_FULL, {"name": row.name, "capacity": row.capacity})
        return Told(None, on, (full,), client)
    if not same.filter(starts=starts).update(ends=ends, kept_until=kept):
        TrackEnrollment.objects.create(client_id=client, track=row, starts=starts, ends=ends, kept_until=kept)
    return None


def _group_again(
    by: Actor, at: datetime, client: int, on: date, ended: dict[str, Any], group: int, *kept_row: str | None
) -> Seated:
    """Give a client their regular seat in a group again, with its sessions to come."""
    *days, modality = kept_row
    starts, ends, kept = (date.fromisoformat(day) if day else None for day in days)
    assert starts is not None
    assert modality is not None
    row = Group.objects.get(pk=group)
    until = earliest(ends, row.ends_on) if ends or row.ends_on else None
    same = Enrollment.objects.filter(client=client, group=group)
    if (until is not None and until <= max(on, starts)) or same.filter(Q(ends=None) | Q(ends__gt=on)).exists():
        return Seated(client, group)
    taken = rosters.seat_spans([group])[group]
    if peak(taken, max(on, starts), until) >= row.capacity:
        full = Obstacle(Blocker.GROUP_FULL, {"capacity": row.capacity, "from": on})
        return Seated(client, group, (), (Told(None, on, (full,), client, group),))
    if not same.filter(starts=starts).update(ends=until, kept_until=kept):
        Enrollment.objects.create(
            client_id=client, group=row, starts=starts, ends=until, kept_until=kept, modality=modality
        )
    freed = {session for session, _ in ended.get("sessions", ())}
    ahead = rosters.sessions_to_come(group, at, max(on, starts), until)
    wanted = [one for one in ahead if one.pk in freed or one.pattern_id is not None]
    steps.lock_sessions(wanted, clients=[client])
    seated, missed = steps_giving.seat_in(by=by, at=at, sessions=wanted, client=client, modality=modality)
    return Seated(client, group, seated, _but_on_hold(missed))


def _one_by_one(
    by: Actor, at: datetime, client: int, on: date, sessions: Iterable[tuple[int, str]], groups: Collection[int]
) -> Seated:
    """Seats they had without a regular one, and their appointments."""
    ways = dict(sessions)
    ahead = stands.with_all(PlannedSession.objects.filter(pk__in=ways, period__startswith__gt=at)).order_by("period")
    single = [row for row in ahead if row.group_id is not None and row.group_id not in groups]
    steps.lock_sessions(single, clients=[client])
    found = [
        steps_giving.seat_in(by=by, at=at, sessions=[row], client=client, modality=ways[row.pk])
        for row in single
        if row.state == SessionState.PLANNED
    ]
    alone = steps_seats.appointments([row.pk for row in ahead], on)
    back = steps_seats.appointments_back(by, at, client, alone)
    return Seated(
        client,
        0,
        (*(number for seated, _ in found for number in seated), *back.sessions),
        _but_on_hold([*(told for _, missed in found for told in missed), *back.missed]),
    )


def _but_on_hold(missed: Iterable[Told]) -> tuple[Told, ...]:
    """Without the days of a hold: nobody expects them then."""
    on_hold = {Blocker.CLIENT_ON_HOLD}
    return tuple(told for told in missed if {one.blocker for one in told.obstacles} != on_hold)
