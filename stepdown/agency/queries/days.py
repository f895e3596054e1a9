"""Closures and public holidays of a site; who is on call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.db.models import QuerySet

from stepdown.agency.models import Closure, OnCallDuty, Site
from stepdown.audit.terms import NotFound
from stepdown.kernel.period import Period


@dataclass(frozen=True, slots=True)
class ClosureRow:
    """Whole local days a site is closed, both included."""

    id: int
    first_day: date
    last_day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday where a site is; `closed` when the site is closed that day already."""

    day: date
    name: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Duty:
    """Who answers for a site, when, at which number; `rank` 1 is called first."""

    id: int
    staff: int
    staff_name: str
    period: Period
    reach: str
    rank: int


def closed_on(site: int, day: date) -> bool:
    """Whether the site is closed on that local day."""
    return Closure.objects.filter(site=site, first_day__lte=day, last_day__gte=day).exists()


def closures(site: int, since: date) -> tuple[ClosureRow, ...]:
    """The closures of a site that end on or after `since`, in order. One query."""
    rows = Closure.objects.filter(site=site, last_day__gte=since)
    return tuple(ClosureRow(*row) for row in rows.values_list("id", "first_day", "last_day", "reason"))


def holidays(site: int, year: int) -> tuple[Holiday, ...]:
    """The public holidays of a year where a site is, in order: proposals, a site chooses when it closes. Two queries.

    Days are those of the `holidays` library for the site's state. Raises NotFound for a site that does not exist.
    """
    place = Site.objects.filter(pk=site).values_list("jurisdiction", flat=True).first()
    if place is None:
        raise NotFound
    shut = closures(site, date(year, 1, 1))
    return tuple(
        Holiday(day, name, any(row.first_day <= day <= row.last_day for row in shut))
        for day, name in public_holidays(place, year)
    )


@cache
def public_holidays(jurisdiction: str, year: int) -> tuple[tuple[date, str], ...]:
    """The public holidays of "US" or a state ("US-TX") in a year, in order, with their names. No query."""
    import holidays as calendars  # a second to import, and seldom needed

    known = calendars.country_holidays("US", subdiv=jurisdiction.partition("-")[2] or None, years=year)
    return tuple((day, name) for day, name in sorted(known.items()) if day.year == year)


def duties(site: int, since: datetime) -> tuple[Duty, ...]:
    """The on-call rota of a site from `since` on, in order. One query."""
    return _duties(OnCallDuty.objects.filter(site=site, period__endswith__gt=since))


def on_call_now(site: int, now: datetime) -> tuple[Duty, ...]:
    """Who answers for a site at `now`, the first to call first; nobody when the rota has a gap. One query."""
    return _duties(OnCallDuty.objects.filter(site=site, period__contains=now).order_by("rank"))


def _duties(rows: QuerySet[OnCallDuty]) -> tuple[Duty, ...]:
    return tuple(
        Duty(row.pk, row.staff_id, row.staff.name, Period(row.period.lower, row.period.upper), row.reach, row.rank)
        for row in rows.select_related("staff")
    )
