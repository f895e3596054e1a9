"""Reading what the week is made of: tracks, groups, rosters, availability, and one week's calendar as plain rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import TypeVar

from django.db.models import Prefetch

from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.period import Period
from stepdown.plan.terms import Modality
from stepdown.schedule.models import (
    ClientAvailability,
    Enrollment,
    Group,
    Participant,
    PlannedSession,
    Series,
    SessionStaff,
    StaffTrack,
    Track,
    TrackEnrollment,
    WeekPlan,
)
from stepdown.schedule.queries.stands import in_force
from stepdown.schedule.terms import (
    CalendarSession,
    GroupRow,
    Hours,
    NewTrack,
    NewWeek,
    SessionRole,
    SessionState,
)

Value = TypeVar("Value")


def tracks() -> dict[int, NewTrack]:
    """Every track, without its blocks, by id. One query."""
    return {
        row.pk: NewTrack(
            row.code,
            row.name,
            row.site_id,
            row.language,
            tuple(LevelOfCare(level) for level in row.levels),
            row.any_leader,
        )
        for row in Track.objects.all()
    }


def series() -> dict[int, str]:
    """The code of every series, by id. One query."""
    return dict(Series.objects.values_list("pk", "code"))


def group_codes() -> frozenset[str]:
    """The codes of all groups, past ones included. One query."""
    return frozenset(Group.objects.values_list("code", flat=True))


def tracks_of_staff(staff: Collection[int]) -> dict[int, list[int]]:
    """The tracks each of `staff` may lead, by staff id. One query."""
    return _listed(StaffTrack.objects.filter(staff__in=staff).values_list("staff", "track"))


def tracks_of_clients(clients: Collection[int], day: date) -> dict[int, list[int]]:
    """The tracks each of `clients` is in on `day`, by client id. One query."""
    rows = TrackEnrollment.objects.filter(in_force(day), client__in=clients)
    return _listed(rows.values_list("client", "track"))


def availability(clients: Collection[int]) -> dict[int, list[Hours]]:
    """When each of `clients` can come in an ordinary week, by client id. One query."""
    rows = ClientAvailability.objects.filter(client__in=clients).values_list("client", "weekday", "starts", "ends")
    return _listed((client, Hours(*window)) for client, *window in rows)


def groups_of(sites: Collection[int], day: date) -> list[GroupRow]:
    """The groups of `sites` with their options and, where closed, their roster on `day`. Three queries."""
    groups = Group.objects.filter(site__in=sites).prefetch_related(
        "options", Prefetch("enrollments", Enrollment.objects.filter(in_force(day)))
    )
    return [
        GroupRow(
            id=row.pk,
            service=row.service_id,
            track=row.track_id,
            language=row.language,
            site=row.site_id,
            capacity=row.capacity,
            minimum=row.minimum,
            levels=tuple(LevelOfCare(level) for level in row.levels),
            roster=tuple(place.client_id for place in row.enrollments.all()) if row.closed else None,
            options=tuple((option.weekday, option.starts) for option in row.options.all()),
            series=row.series_id,
            sequence=row.sequence,
        )
        for row in groups
    ]


def weeks_on(monday: date) -> dict[int, NewWeek]:
    """The programme weeks that begin on `monday`, by id. One query."""
    return {
        row.pk: NewWeek(row.name, row.monday, row.time_zone, row.days, row.opens, row.closes, row.step_minutes)
        for row in WeekPlan.objects.filter(monday=monday)
    }


def weeks_called(name: str) -> dict[date, int]:
    """The programme weeks of that name: their ids by Monday, the earliest first. One query."""
    return dict(WeekPlan.objects.filter(name=name).order_by("monday").values_list("monday", "pk"))


def calendar(week: int) -> list[CalendarSession]:
    """The sessions of a week that stand, with who leads and who is expected. Three queries."""
    sessions = PlannedSession.objects.filter(week=week, state=SessionState.PLANNED).prefetch_related(
        Prefetch("staff", SessionStaff.objects.filter(active=True, role=SessionRole.LEAD)),
        Prefetch("participants", Participant.objects.filter(active=True)),
    )
    return [
        CalendarSession(
            group=row.group_id,
            service=row.service_id,
            site=row.site_id,
            room=row.room_id,
            period=Period(row.period.lower, row.period.upper),
            capacity=row.capacity,
            lead=next((leading.staff_id for leading in row.staff.all()), None),
            clients=tuple(place.client_id for place in row.participants.all()),
            by_video=frozenset(place.client_id for place in row.participants.all() if place.modality == Modality.VIDEO),
        )
        for row in sessions
    ]


def _listed(pairs: Iterable[tuple[int, Value]]) -> dict[int, list[Value]]:
    found: defaultdict[int, list[Value]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
