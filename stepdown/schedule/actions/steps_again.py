"""Steps that open again what ended: tracks, regular seats and seats in sessions, as the notes of an action keep them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from stepdown.audit.terms import Actor, Obstacle
from stepdown.schedule.actions import steps, steps_giving, steps_seats
from stepdown.schedule.models import Enrollment, Group, PlannedSession, Track, TrackEnrollment
from stepdown.schedule.queries import rosters, stands
from stepdown.schedule.rules.series import earliest, peak
from stepdown.schedule.terms import Blocker, Seated, SessionState, SetupBlocker, Told


def as_kept(row: TrackEnrollment | Enrollment) -> list[object]:
    """A dated row as a note keeps it: what it is about, starts, ends, kept_until; and how they come to a group."""
    days = [None if day is None else day.isoformat() for day in (row.starts, row.ends, row.kept_until)]
    return [row.track_id, *days] if isinstance(row, TrackEnrollment) else [row.group_id, *days, row.modality]


def open_again(by: Actor, at: datetime, client: int, on: date, ended: Mapping[str, Any]) -> tuple[Seated, ...]:
    """Open the tracks, groups and seats again that ended on `on`, as a note of `leaving` kept them. What is full by now
    stays closed to them, and is told. Returns one row for each group, and one with group 0 for the rest.
    """
    full = [track_again(client, on, *row) for row in ended.get("tracks", ())]
    groups = [_group_again(by, at, client, on, ended, *row) for row in ended.get("groups", ())]
    rest = _one_by_one(by, at, client, on, ended.get("sessions", ()), {row.group for row in groups})
    alone = replace(rest, missed=(*(told for told in full if told), *rest.missed))
    return tuple(row for row in (*groups, alone) if row.group or row.sessions or row.missed)


def track_again(client: int, on: date, track: int, *days: str | None) -> Told | None:
    """Let a client be in a track again; what stands in the way, if not."""
    starts, ends, kept = _days(days)
    row = Track.objects.get(pk=track)
    until = earliest(ends, row.ends_on)
    same = TrackEnrollment.objects.filter(client=client, track=track)
    if (until is not None and until <= max(on, starts)) or same.filter(stands.not_ended(on)).exists():
        return None  # it ended since, or they joined it anew
    if row.capacity is not None and peak(rosters.track_spans([track])[track], max(on, starts), until) >= row.capacity:
        full = Obstacle(SetupBlocker.TRACK_FULL, {"name": row.name, "capacity": row.capacity})
        return Told(None, on, (full,), client)
    if not same.filter(starts=starts).update(ends=until, kept_until=kept):
        TrackEnrollment.objects.create(client_id=client, track=row, starts=starts, ends=until, kept_until=kept)
    return None


def _group_again(
    by: Actor, at: datetime, client: int, on: date, ended: Mapping[str, Any], group: int, *kept_row: str | None
) -> Seated:
    """Give a client their regular seat in a group again, with its sessions to come."""
    *days, modality = kept_row
    starts, ends, kept = _days(days)
    assert modality is not None
    row = Group.objects.get(pk=group)
    until = earliest(ends, row.ends_on)
    same = Enrollment.objects.filter(client=client, group=group)
    if (until is not None and until <= max(on, starts)) or same.filter(stands.not_ended(on)).exists():
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


def _days(kept: Iterable[str | None]) -> tuple[date, date | None, date | None]:
    """First day, first day out, until when it is kept; as `as_kept` wrote them."""
    starts, ends, until = (date.fromisoformat(day) if day else None for day in kept)
    assert starts is not None
    return starts, ends, until


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
