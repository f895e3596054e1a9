"""Groups as pages show them: what meets when, who has a regular seat, the sessions to come; and what needs somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from stepdown.agency import queries as agency
from stepdown.agency.access import demand
from stepdown.audit.terms import Actor, NotFound
from stepdown.kernel.period import Period
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.plan.terms import Modality
from stepdown.schedule.access import MAY_SEE_WEEK
from stepdown.schedule.models import Enrollment, Group, GroupPattern, GroupTopic, PlannedSession, SessionStaff
from stepdown.schedule.queries import facts
from stepdown.schedule.terms import MeetingRow, SessionRole, SessionState


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A group as a page lists it; `enrolled` have a regular seat on the day, `meetings` are its patterns from then on."""

    id: int
    code: str
    name: str
    service: int
    service_name: str
    hue: int
    track: int
    track_name: str
    levels: tuple[str, ...]
    language: str
    population: str
    modality: Modality
    closed: bool
    capacity: int
    minimum: int
    starts_on: date | None
    ends_on: date | None
    enrolled: int
    meetings: tuple[MeetingRow, ...]


@dataclass(frozen=True, slots=True)
class SessionToCome:
    """One session of a series still to come. `changed`: somebody changed it by hand, and its series leaves it alone."""

    id: int
    period: Period
    changed: bool
    cancelled: bool
    topic: str
    room_name: str
    leader_name: str
    expected: int
    capacity: int


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A client's regular seat; `client` is None for who may not see clients."""

    client: int | None
    starts: date
    ends: date | None
    kept_until: date | None
    modality: Modality


@dataclass(frozen=True, slots=True)
class SeriesDetails:
    """A series with its curriculum in order, its regular seats now and to come, and its sessions to come."""

    row: SeriesRow
    site: int
    topics: tuple[str, ...]
    seats: tuple[SeatRow, ...]
    sessions: tuple[SessionToCome, ...]


def series_at(site: int, day: date) -> tuple[SeriesRow, ...]:
    """The active groups of a site that have not ended by `day`, by name. Four queries."""
    rows = Group.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), site=site, active=True)
    return _rows(rows.select_related("service", "track"), day)


def _rows(groups: Iterable[Group], day: date) -> tuple[SeriesRow, ...]:
    groups = list(groups)
    meetings = _meetings([row.pk for row in groups], day)
    enrolled: defaultdict[int, int] = defaultdict(int)
    held = Enrollment.objects.filter(facts.in_force(day), group__in=[row.pk for row in groups])
    for group in held.values_list("group", flat=True):
        enrolled[group] += 1
    return tuple(
        SeriesRow(
            id=row.pk,
            code=row.code,
            name=row.name,
            service=row.service_id,
            service_name=row.service.name,
            hue=row.service.hue,
            track=row.track_id,
            track_name=row.track.name,
            levels=tuple(row.levels),
            language=row.language,
            population=row.population,
            modality=Modality(row.modality),
            closed=row.closed,
            capacity=row.capacity,
            minimum=row.minimum,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            enrolled=enrolled[row.pk],
            meetings=tuple(meetings[row.pk]),
        )
        for row in groups
    )


def _meetings(groups: Collection[int], day: date) -> defaultdict[int, list[MeetingRow]]:
    """The patterns of each of `groups` that have not ended by `day`. Two queries."""
    found: defaultdict[int, list[MeetingRow]] = defaultdict(list)
    rows = GroupPattern.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), group__in=groups).select_related("room")
    for row in rows.prefetch_related("staff__staff"):
        team = tuple((one.staff_id, one.staff.name, SessionRole(one.role)) for one in row.staff.all())
        found[row.group_id].append(
            MeetingRow(
                id=row.pk,
                weekday=row.weekday,
                starts=row.starts,
                minutes=row.minutes,
                room=row.room_id,
                room_name=row.room.name if row.room else "",
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                team=team,
            )
        )
    return found


def series_details(by: Actor, group: int, *, day: date, now: datetime, most: int = 60) -> SeriesDetails:
    """One series as it stands on `day`: its meetings, curriculum, regular seats and the next `most` sessions.

    Clients are named only to who may see them. Nine queries. Raises NotAllowed, NotFound.
    """
    demand(by, MAY_SEE_WEEK)
    row = Group.objects.select_related("service", "track").filter(pk=group).first()
    if row is None or not by.works_at(row.site_id):
        raise NotFound
    sees = by.has_any(MAY_SEE_CLIENTS)
    seats = Enrollment.objects.filter(Q(ends=None) | Q(ends__gt=day), group=group).order_by("starts", "client")
    return SeriesDetails(
        row=_rows([row], day)[0],
        site=row.site_id,
        topics=tuple(GroupTopic.objects.filter(group=group).values_list("title", flat=True)),
        seats=tuple(
            SeatRow(one.client_id if sees else None, one.starts, one.ends, one.kept_until, Modality(one.modality))
            for one in seats
        ),
        sessions=_to_come(PlannedSession.objects.filter(group=group, period__startswith__gt=now), most),
    )


def _to_come(rows: Iterable[PlannedSession], most: int) -> tuple[SessionToCome, ...]:
    """Two queries."""
    taken = Count("participants", filter=Q(participants__active=True, participants__client_present=True))
    query = rows.annotate(taken=taken).select_related("topic", "room").order_by("period")  # type: ignore[attr-defined]
    sessions = list(query[:most])
    leads = SessionStaff.objects.filter(session__in=[row.pk for row in sessions], active=True, role=SessionRole.LEAD)
    names = dict(leads.values_list("session", "staff__name"))
    return tuple(
        SessionToCome(
            id=row.pk,
            period=facts.period_of(row),
            changed=row.changed,
            cancelled=row.state == SessionState.CANCELLED,
            topic=row.topic.title if row.topic else "",
            room_name=row.room.name if row.room else "",
            leader_name=names.get(row.pk, ""),
            expected=row.taken,
            capacity=row.capacity,
        )
        for row in sessions
    )


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A session to come that needs somebody to see to it: nobody leads it, its leader is away, or the site is closed."""

    id: int
    title: str
    day: date
    period: Period
    leader: int | None
    leader_name: str
    away: bool
    closed: bool


def uncovered(site: int, period: Period) -> tuple[Uncovered, ...]:
    """The sessions at a site within `period` that stand with nobody to lead them, a leader who is away that day, or on
    a day the site is closed, in the order of time. Queries grow with days and leaders, not with sessions.
    """
    rows = facts.with_all(
        PlannedSession.objects.filter(site=site, state=SessionState.PLANNED, period__overlap=(period.start, period.end))
    )
    sessions = list(rows.order_by("period"))
    leads = SessionStaff.objects.filter(session__in=[row.pk for row in sessions], active=True, role=SessionRole.LEAD)
    leader = {number: (staff, name) for number, staff, name in leads.values_list("session", "staff", "staff__name")}
    days = {row.pk: facts.day_of(row) for row in sessions}
    closed = {day for day in set(days.values()) if agency.closed_on(site, day)}
    since = min(days.values()) if days else date.min
    off = {staff: agency.time_off(staff, since) for staff, _ in leader.values()}
    found = []
    for row in sessions:
        day = days[row.pk]
        staff, name = leader.get(row.pk, (None, ""))
        away = staff is not None and any(one.first_day <= day <= one.last_day for one in off[staff])
        if staff is None or away or day in closed:
            found.append(
                Uncovered(row.pk, facts.title_of(row), day, facts.period_of(row), staff, name, away, day in closed)
            )
    return tuple(found)
