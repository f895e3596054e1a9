"""Clients in tracks and groups: joining from a day on, seats on hold and back. Leaving is in `leaving`.

A regular seat in a group that meets by patterns is a seat in all its sessions to come: who joins late just joins.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Q

from stepdown.audit.actions import note, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Noted, NotFound, Obstacle, Refused, refuse
from stepdown.schedule import rules
from stepdown.schedule.access import MAY_HOLD_SEATS
from stepdown.schedule.actions import steps, steps_giving, steps_seats
from stepdown.schedule.models import Enrollment, Group, Participant, Track, TrackEnrollment
from stepdown.schedule.queries import client_facts, rosters, stands
from stepdown.schedule.queries.leaving import seats_ahead
from stepdown.schedule.rules import setup as setup_rules
from stepdown.schedule.rules.series import earliest, full_from, peak
from stepdown.schedule.terms import Blocker, Freed, Joining, Seated, SetupBlocker, Told


@action
def join_tracks(*, by: Actor, at: datetime, joinings: Sequence[Joining]) -> None:
    """Put clients into tracks from a day on; who would stay longer than a track goes on leaves with it.

    Refused: in already, the track is full, or has ended by then. NotFound for a track that is none, or another site's.
    """
    clients = steps_seats.reach(by, {row.client for row in joinings})
    tracks = {row.pk: row for row in Track.objects.filter(pk__in={row.to for row in joinings})}
    ours = {number for number, row in tracks.items() if row.site_id is None or by.works_at(row.site_id)}
    if ours != {row.to for row in joinings}:
        raise NotFound
    inside = TrackEnrollment.objects.filter(_open_after(joinings), client__in=clients).values_list("client", "track")
    found = setup_rules.joining_obstacles(joinings, inside)
    refuse([*found, *_ended_tracks(joinings, tracks), *_full_tracks(joinings, tracks.values())])
    TrackEnrollment.objects.bulk_create(
        TrackEnrollment(
            client_id=row.client,
            track_id=row.to,
            starts=row.starts,
            ends=earliest(row.ends, tracks[row.to].ends_on),
        )
        for row in joinings
    )
    notes(by=by, at=at, rows=[_joined("track", row) for row in joinings])


@action
def join_track_and_groups(*, by: Actor, at: datetime, joining: Joining, groups: Collection[int]) -> tuple[Seated, ...]:
    """Put a client into the track `joining.to`, and give them a regular seat in `groups` from the same day on.

    Refused as `join_tracks` is. A group in whose way something stands is told, not refused: a row for each.
    """
    join_tracks(by=by, at=at, joinings=[joining])
    found: list[Seated] = []
    for group in sorted(groups):
        try:
            found += enroll(by=by, at=at, joinings=[replace(joining, to=group)])
        except Refused as refused:
            told = Told(None, joining.starts, refused.obstacles, joining.client, group)
            found.append(Seated(joining.client, group, (), (told,)))
    return tuple(found)


def _ended_tracks(joinings: Sequence[Joining], tracks: Mapping[int, Track]) -> list[Obstacle]:
    """One obstacle for each track that has ended by the day somebody would join it."""
    ended = {row.to: ends for row in joinings if (ends := tracks[row.to].ends_on) is not None and ends <= row.starts}
    return [
        Obstacle(SetupBlocker.TRACK_ENDED, {"name": tracks[number].name, "on": ends})
        for number, ends in sorted(ended.items())
    ]


def _full_tracks(joinings: Sequence[Joining], tracks: Iterable[Track]) -> list[Obstacle]:
    """One obstacle for each track that would take more clients than it has places."""
    limited = {track.pk: track for track in tracks if track.capacity is not None}
    spans = rosters.track_spans(limited)
    for row in joinings:
        spans[row.to].append((row.starts, row.ends))
    full = {
        row.to
        for row in joinings
        if row.to in limited and peak(spans[row.to], row.starts, row.ends) > (limited[row.to].capacity or 0)
    }
    return [
        Obstacle(SetupBlocker.TRACK_FULL, {"name": limited[number].name, "capacity": limited[number].capacity})
        for number in sorted(full)
    ]


@action
def enroll(*, by: Actor, at: datetime, joinings: Sequence[Joining], override: str = "") -> tuple[Seated, ...]:
    """Give clients regular seats in groups from a day on, and seats in all sessions to come that are made already.

    For a group without patterns (an imported one) it is the roster, and says who may come. Refused: enrolled already,
    and for groups with patterns everything that stands in the way, unless overridden: level, language, track, a full
    group, one who must not be met. A session in which there is no seat, or when the client is elsewhere, is told, not
    refused; when that is every one of them, it is refused. Returns one row for each joining.
    """
    clients = steps_seats.reach(by, {row.client for row in joinings}, {row.to for row in joinings})
    groups = {
        row.pk: row
        for row in Group.objects.filter(pk__in={row.to for row in joinings}).select_related("track", "site", "service")
    }
    if groups.keys() != {row.to for row in joinings}:
        raise NotFound
    inside = Enrollment.objects.filter(_open_after(joinings), client__in=clients).values_list("client", "group")
    refuse(setup_rules.joining_obstacles(joinings, inside))
    for row in joinings:
        refuse(steps.ways(row.modality))
    meets = rosters.meets_by_pattern(groups)
    spans = rosters.seat_spans(meets)
    found: tuple[Obstacle, ...] = ()
    known: client_facts.Known = {}
    for row in joinings:
        if row.to in meets:
            found += _against(groups[row.to], row, spans[row.to], at, known)
            spans[row.to].append((row.starts, row.ends))
    steps.refuse_unless_overridden(by, (), found, override)
    Enrollment.objects.bulk_create(
        Enrollment(client_id=row.client, group_id=row.to, starts=row.starts, ends=row.ends, modality=row.modality)
        for row in joinings
    )
    seated = tuple(
        _seat_to_come(by, at, groups[row.to], row) if row.to in meets else Seated(row.client, row.to)
        for row in joinings
    )
    notes(by=by, at=at, rows=[_joined("group", row, override) for row in joinings])
    return seated


def _against(
    group: Group, row: Joining, taken: rosters.Taken, at: datetime, known: client_facts.Known
) -> tuple[Obstacle, ...]:
    """What stands in the way of a regular seat: the group is full on some day, or does not serve the client."""
    full: tuple[Obstacle, ...] = ()
    if peak(taken, row.starts, row.ends) >= group.capacity:
        first = full_from(taken, group.capacity, row.starts)
        full = (Obstacle(Blocker.GROUP_FULL, {"capacity": group.capacity, "from": first}),)
    return full + rules.enrolling(*rosters.enrolling_facts(group, row, at, known))


def _seat_to_come(by: Actor, at: datetime, group: Group, row: Joining) -> Seated:
    """Seat somebody in every session to come of a group with patterns; refused when there is a seat in none."""
    sessions = rosters.sessions_to_come(group.pk, at, row.starts, row.ends)
    steps.lock_sessions(sessions, clients=[row.client])
    seated, missed = steps_giving.seat_in(by=by, at=at, sessions=sessions, client=row.client, modality=row.modality)
    if missed and not seated:
        refuse(missed[0].obstacles)
    return Seated(row.client, group.pk, seated, missed)


@action
def release_seats(
    *, by: Actor, at: datetime, client: int, starts: date, ends: date | None = None, keep_until: date | None = None
) -> int:
    """Free a client's seats from `starts` up to, not including, `ends` (None: until they are back): they are on hold.

    Their regular seats stay theirs; from `keep_until` on others may be given them (None: they are kept). An individual
    session with nobody left in it is cancelled. Returns how many seats were freed.
    """
    steps_seats.reach(by, {client}, roles=MAY_HOLD_SEATS)
    freed = steps_seats.free(by, at, seats_ahead(client, at, starts, ends), Freed.HOLD)
    for model in (Enrollment, TrackEnrollment):
        model.objects.filter(stands.in_force(starts), client=client).update(kept_until=keep_until)
    details: dict[str, object] = {"from": starts.isoformat(), "seats": freed}
    note(by=by, at=at, subject=("client", client), client=client, details=details)
    return freed


@action
def restore_seats(*, by: Actor, at: datetime, client: int, starts: date) -> tuple[Seated, ...]:
    """Seat a client who is back from a hold again, from `starts` on: in their groups, and in their own appointments.

    A regular seat that was given to somebody else meanwhile ends, and is told with `GROUP_FULL`. Returns one row for
    each group, and one with group 0 for appointments.
    """
    groups = set(Enrollment.objects.filter(stands.in_force(starts), client=client).values_list("group", flat=True))
    steps_seats.reach(by, {client}, groups, MAY_HOLD_SEATS)
    places = Enrollment.objects.filter(stands.in_force(starts), client=client).select_related("group").order_by("group")
    back = [_restored(by, at, place, starts) for place in places]
    TrackEnrollment.objects.filter(stands.in_force(starts), client=client).update(kept_until=None)
    gone = Participant.objects.filter(client=client, freed=Freed.HOLD, period__startswith__gt=at)
    appointments = steps_seats.appointments(gone.values_list("session", flat=True), starts)
    back.append(steps_seats.appointments_back(by, at, client, appointments))
    note(by=by, at=at, subject=("client", client), client=client, details={"from": starts.isoformat()})
    return tuple(row for row in back if row.group or row.sessions or row.missed)


def _restored(by: Actor, at: datetime, place: Enrollment, starts: date) -> Seated:
    """One regular seat after a hold: taken up again, or ended when it was given away."""
    group = place.group
    others = rosters.seat_spans([group.pk], but=place.pk)[group.pk]
    if place.kept_until is not None and peak(others, starts, place.ends) >= group.capacity:
        steps_seats.end(Enrollment.objects.filter(pk=place.pk), place.kept_until)
        full = Obstacle(Blocker.GROUP_FULL, {"capacity": group.capacity, "from": starts})
        return Seated(place.client_id, group.pk, (), (Told(None, starts, (full,), place.client_id),))
    Enrollment.objects.filter(pk=place.pk).update(kept_until=None)
    sessions = rosters.sessions_to_come(group.pk, at, starts, place.ends)
    held = set(place.client.sessions.filter(freed=Freed.HOLD).values_list("session", flat=True))
    wanted = [row for row in sessions if row.pk in held or row.pattern_id is not None]
    steps.lock_sessions(wanted, clients=[place.client_id])
    seated, missed = steps_giving.seat_in(
        by=by, at=at, sessions=wanted, client=place.client_id, modality=place.modality
    )
    return Seated(place.client_id, group.pk, seated, missed)


def _open_after(joinings: Sequence[Joining]) -> Q:
    """Rows that still hold on the first of the days named, or later."""
    days = [row.starts for row in joinings]
    return Q(ends=None) | Q(ends__gt=min(days)) if days else Q()


def _joined(kind: str, row: Joining, override: str = "") -> Noted:
    details: dict[str, object] = {"from": row.starts.isoformat()}
    return Noted((kind, row.to), row.client, details | ({"override": override} if override else {}))
