"""Sessions to come that need somebody to see to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stepdown.agency import queries as agency
from stepdown.kernel.period import Period
from stepdown.schedule.models import PlannedSession, SessionStaff
from stepdown.schedule.queries import facts
from stepdown.schedule.terms import SessionRole, SessionState


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
