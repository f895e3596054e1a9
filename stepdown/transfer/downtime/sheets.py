"""The sheets of one site as a PDF file: asked of the gate first, as work inside the programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime

from stepdown.agency.access import demand
from stepdown.agency.terms import SiteRow
from stepdown.audit.context import action
from stepdown.audit.terms import Actor
from stepdown.consent.actions import release
from stepdown.consent.terms import Leaving, Purpose, Whom
from stepdown.kernel.dates import in_full
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week, day_of
from stepdown.people import queries as people
from stepdown.people.terms import EmergencySheet
from stepdown.policy.queries import value_on
from stepdown.policy.terms import Scope
from stepdown.schedule.queries.day import SessionOnDay, sessions_on
from stepdown.transfer.access import MAY_PRINT_SHEETS
from stepdown.transfer.downtime.parts import PARTS, Asked
from stepdown.transfer.paper.typesetting import pdf

DAYS_KEY, KEPT_KEY = "downtime.days_ahead", "downtime.kept_days"
DAYS, KEPT = 2, 7


@action
def make_sheets(*, by: Actor, at: datetime, site: SiteRow) -> bytes:
    """The sheets of a site for its coming days, as policy says how many. A PDF file. Raises NotAllowed, NotFound."""
    demand(by, MAY_PRINT_SHEETS, [site.id])
    asked, today = _asked(by, site, at)
    says = frozenset(one for part in PARTS for one in part.says)
    leaving = Leaving("sheets", Whom(Purpose.OPERATIONS), says, dict.fromkeys(asked.clients))
    passed = release(by=by, at=at, day=today, leaving=leaving)
    clients = {client: sheet for client, sheet in asked.clients.items() if client in passed.may_leave}
    asked = Asked(asked.site, asked.now, asked.days, asked.sessions, clients)
    sections = [asdict(section) for part in PARTS for section in part.make(asked)]
    made = f"{in_full(today)}, {asked.clock(at)}"
    said = {
        "heading": f"When nothing works: {site.name}",
        "made": made,
        "sections": sections,
        "notice": passed.notice.statement,
    }
    return pdf("downtime", said, title="Down-time sheets", language="en")


def days_of_policy(site: SiteRow, key: str, otherwise: int, day: date) -> int:
    """A number of days that policy says for a site. One query."""
    value = value_on(key, Scope(site.jurisdiction), day)
    return int(value.value) if value else otherwise


def _asked(by: Actor, site: SiteRow, at: datetime) -> tuple[Asked, date]:
    today = Week.of(at, site.time_zone).day_near(at)
    ahead = days_of_policy(site, DAYS_KEY, DAYS, today)
    days: dict[date, Period] = {}
    begins = at
    for _ in range(ahead):  # from the end of each day to the next: a day that the clock changes has no 24 hours
        day = day_of(begins, site.time_zone)
        days[Week.of(begins, site.time_zone).day_near(begins)] = day
        begins = day.end
    sessions = {day: sessions_on(site.id, period) for day, period in days.items()}
    return Asked(site, at, days, sessions, _clients(by, site, sessions)), today


def _clients(
    by: Actor, site: SiteRow, sessions: Mapping[date, tuple[SessionOnDay, ...]]
) -> Mapping[int, EmergencySheet]:
    """Who is expected: everybody in the rooms of the site, and of groups by video its own clients."""
    rows = [session for day in sessions.values() for session in day]
    expected = {client for session in rows for client in session.expected}
    at_site = people.sites_of(expected)
    here = {client for session in rows if not session.virtual for client in session.expected}
    shown = {one for one in expected if by.works_at(at_site[one]) and (one in here or at_site[one] == site.id)}
    return {sheet.client: sheet for sheet in people.emergency_sheets(by, shown)}
