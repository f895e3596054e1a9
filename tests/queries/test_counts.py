"""Law 11 below the pages: each list query makes as many statements for thirty rows as for one, and no more than it says.

Where a docstring says "Two queries", this is the number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stepdown.agency import queries as agency
from stepdown.agency.terms import SiteRow
from stepdown.coverage import queries as coverage
from stepdown.episode import queries as episode
from stepdown.ledger import queries as ledger
from stepdown.people import queries as people
from stepdown.people.terms import CareRole
from stepdown.plan import queries as plan
from stepdown.policy import queries as policy
from stepdown.policy.actions import load_rows
from stepdown.policy.terms import Scope
from stepdown.safety import queries as safety
from stepdown.schedule import queries as expected
from stepdown.schedule.models import PlannedSession
from stepdown.schedule.queries import client_facts, day, facts, leaving, preview, setup, stands, week
from stepdown.schedule.queries.seating import seating
from stepdown.session import queries as session
from tests.conftest import OwnDatabase
from tests.factories.agency import BY, Agency, small_agency

NOW = datetime(2026, 3, 3, 15, 10, tzinfo=UTC)
MONDAY = datetime(2026, 3, 2, 16, tzinfo=UTC).date()
PRIMARY = CareRole.PRIMARY_CLINICIAN


@pytest.fixture(scope="module")
def sizes(own_database: OwnDatabase) -> Iterator[tuple[Agency, Agency]]:
    """The same agency twice: one client in one group, thirty clients in thirty groups."""
    with own_database("counts"):
        load_rows(by=BY, at=NOW)
        yield small_agency(NOW, code="A", clients=1, groups=1), small_agency(NOW, code="B", clients=30, groups=30)


def booking(a: Agency) -> object:
    row = PlannedSession.objects.select_related("group__track", "site", "service", "week").get(pk=a.sessions[0])
    return facts.booking(row, stands.placement_of(row), now=NOW)


def newcomers(a: Agency) -> object:
    row = PlannedSession.objects.select_related("group__track", "site", "service", "week").get(pk=a.sessions[0])
    return seating(row, dict.fromkeys(a.clients, "in_person"), now=NOW)


QUERIES: dict[str, tuple[int, Callable[[Agency], object]]] = {
    "agency.staff_rows": (3, lambda a: agency.staff_rows([a.site])),
    "agency.leaders_at": (4, lambda a: agency.leaders_at([a.site], MONDAY)),
    "agency.leader": (4, lambda a: agency.leader(a.staff[0], MONDAY)),
    "agency.rooms_at": (1, lambda a: agency.rooms_at(a.site)),
    "agency.rooms_of": (1, lambda a: agency.rooms_of([a.site])),
    "agency.programs_at": (1, lambda a: agency.programs_at([a.site])),
    "agency.services": (1, lambda a: agency.services()),
    "agency.service_records": (1, lambda a: agency.service_records()),
    "agency.site_records": (1, lambda a: agency.site_records()),
    "agency.sites_within": (1, lambda a: agency.sites_within(BY)),
    "agency.staff_names": (1, lambda a: agency.staff_names([a.site])),
    "agency.sites_of_staff": (1, lambda a: agency.sites_of_staff(a.staff)),
    "agency.caseload_limits": (1, lambda a: agency.caseload_limits(a.staff)),
    "agency.levels_offered": (1, lambda a: agency.levels_offered([a.program])),
    "coverage.authorizations_of": (2, lambda a: coverage.authorizations_of(a.clients[0])),
    "coverage.authorized_weeks": (1, lambda a: coverage.authorized_weeks(a.clients, MONDAY)),
    "coverage.authorizations_on": (1, lambda a: coverage.authorizations_on(a.clients[0], MONDAY)),
    "episode.levels_on": (1, lambda a: episode.levels_on(a.clients, MONDAY)),
    "episode.levels_at": (1, lambda a: episode.levels_at(a.site, MONDAY, MONDAY)),
    "episode.on_hold": (1, lambda a: episode.on_hold(a.clients, MONDAY)),
    "episode.states": (1, lambda a: episode.states(a.clients, NOW.date())),
    "episode.admitted_on": (1, lambda a: episode.admitted_on(a.clients, MONDAY)),
    "episode.stays_on": (1, lambda a: episode.stays_on(a.clients, MONDAY)),
    "ledger.board": (8, lambda a: ledger.board(BY, site=a.site, week=a.week, now=NOW)),
    "ledger.glances": (3, lambda a: ledger.glances(a.clients, a.week, now=NOW)),
    "ledger.weeks_of": (8, lambda a: ledger.weeks_of(a.clients, a.week, now=NOW)),
    "people.find": (1, lambda a: people.find(BY, "a")),
    "people.clients_at": (1, lambda a: people.clients_at(BY, a.site)),
    "people.clients_at, searched": (1, lambda a: people.clients_at(BY, a.site, "mead")),
    "people.at_the_door": (1, lambda a: people.at_the_door(BY, a.clients)),
    "people.care_team_on": (1, lambda a: people.care_team_on(a.clients, PRIMARY, MONDAY)),
    "people.caseloads": (1, lambda a: people.caseloads(a.staff, MONDAY)),
    "people.clients_of": (1, lambda a: people.clients_of([a.site])),
    "people.languages_of": (1, lambda a: people.languages_of(a.clients)),
    "people.names_of": (1, lambda a: people.names_of(a.clients)),
    "people.sites_of": (1, lambda a: people.sites_of(a.clients)),
    "people.header_of": (1, lambda a: people.header_of(BY, a.clients[0], MONDAY)),
    "plan.prescribed_weeks": (2, lambda a: plan.prescribed_weeks(a.clients, MONDAY)),
    "plan.orders_between": (1, lambda a: plan.orders_between(a.clients, MONDAY, MONDAY)),
    "plan.prescriptions_of": (1, lambda a: plan.prescriptions_of(a.clients[0])),
    "plan.level_needs": (4, lambda a: plan.level_needs(a.clients, MONDAY)),
    "plan.prescription_on": (1, lambda a: plan.prescription_on(a.clients[0], MONDAY)),
    "policy.all_values": (1, lambda a: policy.all_values()),
    "policy.book": (1, lambda a: policy.book(["counts."])),
    "policy.missing": (1, lambda a: policy.missing()),
    "policy.values_on": (1, lambda a: policy.values_on(Scope(), MONDAY)),
    "safety.restrictions_of": (1, lambda a: safety.restrictions_of(a.clients[0])),
    "safety.must_not_meet": (1, lambda a: safety.must_not_meet(a.clients, MONDAY)),
    "schedule.expected_in": (1, lambda a: expected.expected_in(a.clients, a.week.period)),
    "schedule.day.sessions_on": (3, lambda a: day.sessions_on(a.site, a.week.day_period(a.today))),
    "schedule.day.sessions_of": (1, lambda a: day.sessions_of(a.clients[0], a.week.period)),
    "schedule.day.tracks_at": (1, lambda a: day.tracks_at(a.site, MONDAY)),
    "schedule.facts.client_facts": (12, lambda a: client_facts.client_facts(dict.fromkeys(a.clients, False), a.week, MONDAY, but=None)),
    "schedule.facts.booking": (28, booking),
    "schedule.seating": (19, newcomers),
    "schedule.preview.details": (4, lambda a: preview.details(BY, a.sessions[0])),
    "schedule.preview.leaders": (1, lambda a: preview.leaders(BY, a.site, virtual=False)),
    "schedule.leaving.unserved": (3, lambda a: leaving.unserved(a.clients[0], MONDAY, None, at=NOW)),
    "schedule.setup.groups_of": (3, lambda a: setup.groups_of([a.site], MONDAY)),
    "schedule.setup.availability": (1, lambda a: setup.availability(a.clients)),
    "schedule.setup.tracks_of_clients": (1, lambda a: setup.tracks_of_clients(a.clients, MONDAY)),
    "schedule.setup.tracks_of_staff": (1, lambda a: setup.tracks_of_staff(a.staff)),
    "schedule.week.board": (2, lambda a: week.board(a.week, site=a.site)),
    "schedule.week.board of staff": (2, lambda a: week.board(a.week, staff=a.staff)),
    "schedule.week.hours_of": (1, lambda a: week.hours_of(a.site, a.week.monday)),
    "schedule.week.staff_weeks": (1, lambda a: week.staff_weeks(a.staff, a.week.period)),
    "session.attended_in": (1, lambda a: session.attended_in(a.clients, a.week.period)),
    "session.building_now": (6, lambda a: session.building_now(BY, site=SiteRow(a.site, "", a.zone, False, "US", "", "", ""), now=NOW)),
    "session.here_since": (1, lambda a: session.here_since(a.clients, a.week.day_period(a.today))),
    "session.day_at_door": (
        11, lambda a: session.day_at_door(BY, site=SiteRow(a.site, "", a.zone, False, "US", "", "", ""), day=a.week.day_period(a.today), now=NOW)
    ),
    "session.visits_in": (1, lambda a: session.visits_in(a.clients[0], a.week.period)),
}  # fmt: skip


@pytest.mark.parametrize("name", QUERIES)
def test_as_many_statements_for_thirty_as_for_one(sizes: tuple[Agency, Agency], name: str) -> None:
    says, ask = QUERIES[name]
    counts = []
    for size in sizes:
        with CaptureQueriesContext(connection) as found:
            ask(size)
        counts.append(len(found))
    assert counts == [says, says]
