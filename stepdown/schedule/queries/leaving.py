"""What a client would leave: the tracks, regular seats and seats in sessions that end with a decision, before and in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from stepdown.agency.terms import public_name
from stepdown.episode.terms import InCare
from stepdown.schedule.models import Enrollment, Group, Participant, PlannedSession, Track, TrackEnrollment
from stepdown.schedule.queries import stands
from stepdown.schedule.rules.tracks import serves
from stepdown.schedule.terms import SessionState


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


def unserved(client: int, on: date, care: InCare | None, *, at: datetime) -> Left:
    """What a client has on `on` or later that does not serve `care`; all of it without one. Three queries.

    Individual sessions serve every stay.
    """
    later = stands.not_ended(on)
    joined = TrackEnrollment.objects.filter(later, client=client).select_related("track").order_by("track__name")
    tracks = [row for row in joined if not _track_goes_on(row.track, care)]
    gone = {row.track_id for row in tracks}
    regular = Enrollment.objects.filter(later, client=client).select_related("group__site", "group__service")
    groups = [
        row
        for row in regular.order_by("group__name")
        if row.group.track_id in gone or not _group_goes_on(row.group, care)
    ]
    ended = {row.group_id for row in groups}
    return Left(tracks, groups, [row for row in seats_ahead(client, at, on) if _leaves(row.session, ended, care)])


def _track_goes_on(track: Track, care: InCare | None) -> bool:
    """Whether a track goes on for somebody in this stay."""
    return care is not None and serves(track.levels, track.site_id, track.population, care)


def _group_goes_on(group: Group, care: InCare | None) -> bool:
    site = None if group.site.virtual else group.site_id
    return care is not None and serves(group.levels, site, group.population, care)


def _leaves(session: PlannedSession, groups: Collection[int], care: InCare | None) -> bool:
    """Whether a seat is given up: all of them without `care`, else those in groups that end or do not serve it."""
    if session.group is None:
        return care is None
    return session.group_id in groups or not _group_goes_on(session.group, care)


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
        SeatsIn(row.pk, public_name(row.name, discreet=row.service.discreet), row.pk in mine, ahead[row.pk])
        for row in rows.select_related("service").order_by("name", "pk")
    )
