"""Groups as pages show them: what they are, when they meet, the sessions ahead, who has a regular seat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from stepdown.agency.access import demand
from stepdown.agency.terms import Population, public_name
from stepdown.audit.terms import Actor, NotFound
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.period import Period
from stepdown.plan.terms import Modality
from stepdown.schedule.access import MAY_SEE_WEEK
from stepdown.schedule.models import Enrollment, Group, GroupPattern, GroupTopic, PlannedSession, SessionStaff
from stepdown.schedule.queries.stands import goes_on, in_force, not_ended, period_of
from stepdown.schedule.terms import MeetingRow, SessionRole, SessionState


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group in a list: `enrolled` counts the regular seats taken on the day asked about.

    `meetings` are its patterns that have not ended by then. `population` is None for a group of no population named.
    """

    id: int
    name: str
    site: int
    zone: str
    service: int
    service_name: str
    hue: int
    track: int
    track_name: str
    language: str
    levels: tuple[LevelOfCare, ...]
    population: Population | None
    capacity: int
    minimum: int
    closed: bool
    modality: Modality
    starts_on: date | None
    ends_on: date | None
    enrolled: int
    meetings: tuple[MeetingRow, ...]


@dataclass(frozen=True, slots=True)
class AheadRow:
    """One session of a group that is still to come; `changed` by hand, so that its series does not touch it."""

    id: int
    period: Period
    room_name: str
    leader_name: str
    topic: str
    expected: int
    capacity: int
    changed: bool
    cancelled: bool


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A client's regular seat in a group, from `starts` up to, not including, `ends`; `kept_until` while on hold."""

    client: int
    starts: date
    ends: date | None
    modality: Modality
    kept_until: date | None


def groups_at(by: Actor, sites: Collection[int], day: date) -> tuple[GroupLine, ...]:
    """The groups of `sites` that have not ended on `day`, by name. Three queries. Raises NotAllowed."""
    demand(by, MAY_SEE_WEEK)
    rows = Group.objects.filter(goes_on(day), site__in=sites)
    return _lines(rows, day)


def of_track(by: Actor, track: int, day: date) -> tuple[GroupLine, ...]:
    """The groups of a track within reach that have not ended on `day`, by name. Three queries. Raises NotAllowed."""
    demand(by, MAY_SEE_WEEK)
    rows = Group.objects.filter(goes_on(day), track=track)
    return _lines(rows if by.everywhere else rows.filter(site__in=by.sites), day)


def group_on(by: Actor, group: int, day: date) -> GroupLine:
    """One group on `day`. Three queries. Raises NotAllowed, and NotFound beyond the actor's reach."""
    demand(by, MAY_SEE_WEEK)
    found = _lines(Group.objects.filter(pk=group), day)
    if not found or not by.works_at(found[0].site):
        raise NotFound
    return found[0]


def names_of(groups: Collection[int]) -> dict[int, str]:
    """What each of `groups` is called wherever anybody may read it, by id. One query, or none."""
    rows = Group.objects.filter(pk__in=groups).values_list("pk", "name", "service__discreet")
    return {number: public_name(name, discreet=discreet) for number, name, discreet in rows}


def topics_of(group: int) -> tuple[str, ...]:
    """A group's curriculum, in order. One query."""
    return tuple(GroupTopic.objects.filter(group=group).values_list("title", flat=True))


def ahead(group: int, after: datetime, *, most: int = 30) -> tuple[AheadRow, ...]:
    """The next sessions of a group that end after `after`, cancelled ones included, in the order of time. Two queries."""
    rows = PlannedSession.objects.filter(group=group, period__endswith__gt=after)
    return _rows(rows, most)


def of_sessions(sessions: Collection[int]) -> tuple[AheadRow, ...]:
    """These sessions, in the order of time. Two queries."""
    return _rows(PlannedSession.objects.filter(pk__in=sessions), len(sessions))


def seats(group: int, since: date) -> tuple[SeatRow, ...]:
    """The regular seats in a group that have not ended by `since`, the earliest first. One query. For who may see clients."""
    rows = Enrollment.objects.filter(not_ended(since), group=group).order_by("starts", "pk")
    return tuple(SeatRow(row.client_id, row.starts, row.ends, Modality(row.modality), row.kept_until) for row in rows)


def _rows(rows: QuerySet[PlannedSession], most: int) -> tuple[AheadRow, ...]:
    taken = Count("participants", filter=Q(participants__active=True), distinct=True)
    found = list(rows.select_related("room", "topic").annotate(seats=taken).order_by("period", "pk")[:most])
    leads = dict(
        SessionStaff.objects.filter(
            session__in=[row.pk for row in found], role=SessionRole.LEAD, active=True
        ).values_list("session", "staff__name")
    )
    return tuple(
        AheadRow(
            id=row.pk,
            period=period_of(row),
            room_name=row.room.name if row.room else "",
            leader_name=leads.get(row.pk, ""),
            topic=row.topic.title if row.topic else "",
            expected=row.seats,
            capacity=row.capacity,
            changed=row.changed,
            cancelled=row.state == SessionState.CANCELLED,
        )
        for row in found
    )


def _lines(rows: QuerySet[Group], day: date) -> tuple[GroupLine, ...]:
    groups = list(rows.select_related("site", "service", "track"))
    numbers = [row.pk for row in groups]
    taken = Enrollment.objects.filter(in_force(day), group__in=numbers).values_list("group")
    enrolled = dict(taken.annotate(number=Count("pk")).order_by())
    meetings = _meetings(numbers, day)
    return tuple(
        GroupLine(
            id=row.pk,
            name=public_name(row.name, discreet=row.service.discreet),
            site=row.site_id,
            zone=row.site.time_zone,
            service=row.service_id,
            service_name=public_name(row.service.name, discreet=row.service.discreet),
            hue=row.service.hue,
            track=row.track_id,
            track_name=row.track.name,
            language=row.language,
            levels=tuple(map(LevelOfCare, row.levels)),
            population=Population(row.population) if row.population else None,
            capacity=row.capacity,
            minimum=row.minimum,
            closed=row.closed,
            modality=Modality(row.modality),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            enrolled=enrolled.get(row.pk, 0),
            meetings=tuple(meetings[row.pk]),
        )
        for row in groups
    )


def _meetings(groups: Collection[int], day: date) -> defaultdict[int, list[MeetingRow]]:
    found: defaultdict[int, list[MeetingRow]] = defaultdict(list)
    rows = GroupPattern.objects.filter(goes_on(day), group__in=groups).select_related("room")
    for row in rows.prefetch_related("staff__staff").order_by("weekday", "starts", "pk"):
        if row.ends_on is not None and row.ends_on <= row.starts_on:
            continue  # ended before it began
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
