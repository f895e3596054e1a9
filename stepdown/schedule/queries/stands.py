"""Where a session stands, as its row says: week, day, time, place, title; and which dated rows hold on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from stepdown.agency.terms import public_name
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week, zone_of
from stepdown.schedule.models import (
    Participant,
    PlannedSession,
    SessionStaff,
)
from stepdown.schedule.terms import (
    Placement,
    SessionRole,
)


def week_of(session: PlannedSession) -> Week:
    """The programme week a session stands in, in its site's time zone."""
    return Week(session.week.monday, session.site.time_zone)


def with_all(rows: QuerySet[PlannedSession]) -> QuerySet[PlannedSession]:
    """Sessions with what the questions here look at, in the same query."""
    return rows.select_related("group__track", "site", "service", "week", "pattern", "room")


def day_of(session: PlannedSession) -> date:
    """The local day on which a session begins, at its site."""
    return session.period.lower.astimezone(zone_of(session.site.time_zone)).date()


def title_of(session: PlannedSession) -> str:
    """What a session is called wherever anybody may read it: its group, or the public name of its service."""
    service = session.service
    if session.group and not service.discreet:
        return session.group.name
    return public_name(service.name, discreet=service.discreet)


def placement_of(session: PlannedSession) -> Placement:
    """Where a session stands now: day, time, leader (or None), room, minutes."""
    day, starts = week_of(session).place(session.period.lower)
    lead = session.staff.filter(active=True, role=SessionRole.LEAD).values_list("staff", flat=True).first()
    return Placement(day, starts, lead, session.room_id, period_of(session).minutes)


def period_of(row: PlannedSession | SessionStaff | Participant) -> Period:
    """A row's range column as a Period."""
    return Period(row.period.lower, row.period.upper)


def in_force(day: date) -> Q:
    """Dated rows that hold on a day."""
    return Q(starts__lte=day) & not_ended(day)


def not_ended(day: date) -> Q:
    """Dated rows that hold on a day or begin later."""
    return Q(ends=None) | Q(ends__gt=day)


def goes_on(day: date) -> Q:
    """Tracks, groups and patterns that have not ended on a day."""
    return Q(ends_on=None) | Q(ends_on__gt=day)
