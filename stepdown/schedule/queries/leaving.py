"""What a client would leave: the tracks, regular seats and seats in sessions that end with a decision, before and in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from stepdown.agency.terms import public_name
from stepdown.kernel.period import Period
from stepdown.schedule.models import Enrollment, Group, Participant, PlannedSession, Track, TrackEnrollment
from stepdown.schedule.queries import stands
from stepdown.schedule.rules.tracks import serves
from stepdown.schedule.terms import SessionState, Whom


@dataclass(frozen=True, slots=True)
class Left:
    """What somebody leaves: tracks, regular seats, and seats in sessions to come."""

    tracks: Sequence[TrackEnrollment]
    groups: Sequence[Enrollment]
    seats: Sequence[Participant]

    @property
    def any(self) -> bool:
        """Whether there is anything."""
        return bool(self.tracks or self.groups or self.seats)


def seats_ahead(client: int, at: datetime, starts: date, ends: date | None = None) -> list[Participant]:
    """The seats of a client in sessions after `at` whose local day lies in [starts, ends), by time. One query."""
    rows = Participant.objects.filter(
        client=client, active=True, session__state=SessionState.PLANNED, period__startswith__gt=at
    ).select_related("session__site", "session__service", "session__group__site")
    return [
        row
        for row in rows.order_by("period")
        if starts <= (day := stands.day_of(row.session)) and (ends is None or day < ends)
    ]


def unserved(client: int, on: date, whom: Whom | None, *, at: datetime) -> Left:
    """What a client has on `on` or later that does not serve `whom`; all of it without one. Three queries.

    Individual sessions serve every stay.
    """
    later = stands.not_ended(on)
    joined = TrackEnrollment.objects.filter(later, client=client).select_related("track").order_by("track__name")
    tracks = [row for row in joined if not _track_goes_on(row.track, whom)]
    gone = {row.track_id for row in tracks}
    regular = Enrollment.objects.filter(later, client=client).select_related("group__site", "group__service")
    groups = [
        row
        for row in regular.order_by("group__name")
        if row.group.track_id in gone or not _group_goes_on(row.group, whom)
    ]
    ended = {row.group_id for row in groups}
    return Left(tracks, groups, [row for row in seats_ahead(client, at, on) if _leaves(row.session, ended, whom)])


def _track_goes_on(track: Track, whom: Whom | None) -> bool:
    """Whether a track goes on for somebody in this stay."""
    return whom is not None and serves(track.levels, track.site_id, track.population, whom)


def _group_goes_on(group: Group, whom: Whom | None) -> bool:
    site = None if group.site.virtual else group.site_id
    return whom is not None and serves(group.levels, site, group.population, whom)


def _leaves(session: PlannedSession, groups: Collection[int], whom: Whom | None) -> bool:
    """Whether a seat is given up: all of them without `whom`, else those in groups that end or do not serve it."""
    if session.group is None:
        return whom is None
    return session.group_id in groups or not _group_goes_on(session.group, whom)


@dataclass(frozen=True, slots=True)
class Ending:
    """What a decision would end or give back, for a page: tracks and groups as (id, name), and (title, when) of each
    seat in a session to come.
    """

    tracks: tuple[tuple[int, str], ...]
    groups: tuple[tuple[int, str], ...]
    seats: tuple[tuple[str, Period], ...]


def would_end(client: int, on: date, whom: Whom | None, *, at: datetime) -> Ending:
    """What would end on `on` with a transfer to a stay, or with a discharge (None). Three queries."""
    left = unserved(client, on, whom, at=at)
    return Ending(
        tracks=tuple((row.track_id, row.track.name) for row in left.tracks),
        groups=tuple((row.group_id, _name(row.group)) for row in left.groups),
        seats=_shown(left.seats),
    )


def would_be_held(client: int, on: date, *, at: datetime) -> Ending:
    """The seats a hold from `on` on would give back, and the tracks and groups that keep a place. Three queries."""
    every = unserved(client, on, None, at=at)
    return Ending(
        tracks=tuple((row.track_id, row.track.name) for row in every.tracks if row.starts <= on),
        groups=tuple((row.group_id, _name(row.group)) for row in every.groups if row.starts <= on),
        seats=_shown(every.seats),
    )


def _shown(seats: Sequence[Participant]) -> tuple[tuple[str, Period], ...]:
    return tuple((stands.title_of(row.session), stands.period_of(row)) for row in seats)


def _name(group: Group) -> str:
    return public_name(group.name, discreet=group.service.discreet)


@dataclass(frozen=True, slots=True)
class SeatsIn:
    """A group in which a client has seats: a `regular` one, or for once only; how many sessions are ahead."""

    group: int
    name: str
    regular: bool
    sessions: int


def seats_in_track(client: int, track: int, on: date, *, at: datetime) -> tuple[SeatsIn, ...]:
    """The groups of a track in which a client has seats on `on` or later, by name. Three queries."""
    regular = Enrollment.objects.filter(stands.not_ended(on), client=client, group__track=track)
    mine = frozenset(regular.values_list("group", flat=True))
    ahead = Counter(row.session.group_id for row in seats_ahead(client, at, on))
    rows = Group.objects.filter(track=track, pk__in={*mine, *(group for group in ahead if group is not None)})
    return tuple(
        SeatsIn(row.pk, _name(row), row.pk in mine, ahead[row.pk])
        for row in rows.select_related("service").order_by("name", "pk")
    )
