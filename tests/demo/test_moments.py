"""The demo agency can be made at any moment, and is the same for the same seed and moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from stepdown.agency.models import StaffMember
from stepdown.audit.terms import system
from stepdown.coverage.queries import authorized_weeks
from stepdown.demo.make import make_demo
from stepdown.demo.plan import ZONE
from stepdown.episode.terms import Discharge, DischargeReason
from stepdown.journey.actions import discharge
from stepdown.kernel.week import Week
from stepdown.people.models import Client
from stepdown.schedule.models import Participant, PlannedSession, WeekPlan
from stepdown.session.actions import check_out
from stepdown.session.models import Visit
from tests.conftest import OwnDatabase
from tests.demo.conftest import NOON


@pytest.mark.parametrize(
    ("moment", "recorded_this_week", "still_here"),
    [
        (datetime(2026, 3, 2, 8, tzinfo=UTC), False, 0),
        (datetime(2026, 3, 8, 18, tzinfo=UTC), True, 2),
        (datetime(2026, 11, 1, 18, tzinfo=UTC), True, 2),
    ],
    ids=["Monday at two in the morning", "Sunday, the clock has just changed", "Sunday in autumn, the same"],
)
def test_it_can_be_made_at_any_moment(db: None, moment: datetime, recorded_this_week: bool, still_here: int) -> None:
    make_demo(at=moment)
    monday = Week.of(moment, ZONE).at(0, 0)
    assert Visit.objects.filter(arrived_at__gte=monday).exists() is recorded_this_week
    assert Visit.objects.filter(departed_at=None).count() == still_here


def test_a_demo_made_last_week_is_alive_today(noon: None) -> None:
    """Its weeks go on, everybody of that noon has gone home, today's are here, nobody's authorization has ended."""
    later = NOON + timedelta(days=22)  # a Thursday
    made = make_demo(at=later)
    seen = looks()
    assert make_demo(at=later) == made
    assert looks() == seen
    mondays = WeekPlan.objects.order_by("monday").values_list("monday", flat=True)
    assert list(mondays) == [date(2025, 12, 8) + timedelta(weeks=n) for n in range(17)]
    week = Week.of(later, ZONE)
    assert set(Visit.objects.filter(departed_at=None).values_list("arrived_at__date", flat=True)) == {later.date()}
    booked = set(Participant.objects.filter(session__week__monday=week.monday).values_list("client", flat=True))
    assert booked - authorized_weeks(booked, later.date()).keys() == set()


def test_what_people_changed_goes_on(noon: None) -> None:
    """Who was discharged is booked in no new week; who was checked out stays checked out."""
    gone = Client.objects.get(record_number="DEMO-001").pk
    leaving = Discharge(gone, NOON.date() + timedelta(days=1), DischargeReason.COMPLETED)
    discharge(by=system("test"), at=NOON, discharge=leaving)
    visit = Visit.objects.filter(departed_at=None).order_by("pk")[0]
    check_out(by=system("test"), at=NOON, visit=visit.pk)
    make_demo(at=NOON + timedelta(days=7))
    visit.refresh_from_db()
    assert visit.departed_at == NOON
    booked = Participant.objects.filter(client=gone, active=True).values_list("session__week__monday", flat=True)
    assert max(booked) == date(2026, 3, 2)


LOOKS: dict[str, Callable[[], object]] = {
    "clients": lambda: list(Client.objects.order_by("pk").values_list("record_number", "used_name", "pronouns")),
    "staff": lambda: list(StaffMember.objects.order_by("pk").values_list("name")),
    "sessions": lambda: list(
        PlannedSession.objects.order_by("pk").values_list("period", "site__code", "room__code", "service__code")
    ),
    "visits": lambda: list(
        Visit.objects.order_by("pk").values_list("client__record_number", "arrived_at", "departed_at")
    ),
}


def looks() -> dict[str, object]:
    return {name: look() for name, look in LOOKS.items()}


def test_the_same_seed_and_moment_make_the_same_agency(noon: None, own_database: OwnDatabase) -> None:
    """In another database, where every id is another."""
    there = looks()
    with own_database("again"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(oid::regclass) FROM pg_class, generate_series(1, 7) WHERE relkind = 'S'")
        make_demo(at=NOON)
        assert looks() == there
        assert Client.objects.order_by("pk")[0].pk == 8
