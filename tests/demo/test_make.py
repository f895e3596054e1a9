"""The demo agency is believable, and breaks no rule of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import Count, Model

from stepdown.agency.models import Program, RoleGrant, ServiceKind, Site, StaffMember, User
from stepdown.agency.queries import actor_of
from stepdown.agency.terms import Role
from stepdown.audit.models import Entry
from stepdown.audit.terms import Refused, system
from stepdown.coverage.models import Authorization
from stepdown.demo.make import PASSWORD, make_demo
from stepdown.demo.plan import STAFF, ZONE
from stepdown.kernel.week import Week
from stepdown.ledger.queries import week_of_clients
from stepdown.people.models import Client
from stepdown.schedule import rules
from stepdown.schedule.models import Participant, PlannedSession, Track, TrackBlock, WeekPlan
from stepdown.schedule.queries import facts
from stepdown.session.models import Segment, Visit
from stepdown.transfer.exporter import export_week
from stepdown.transfer.importer import import_week
from stepdown.transfer.iop_week.parse import parse
from stepdown.transfer.iop_week.write import canonical
from tests.transfer.iop_week.weeks import as_bytes, small_week

NOON = datetime(2026, 3, 4, 18, 30, tzinfo=UTC)
"""Wednesday, half past twelve in Chicago: the morning groups are over, the evening is to come."""


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[object]:
    """The demo of that noon, made once; no test here changes it."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield make_demo(at=NOON)
        transaction.set_rollback(True)


def rows(model: type[Model], *fields: str) -> list[tuple[object, ...]]:
    return list(model._default_manager.order_by("pk").values_list(*fields))


def test_everybody_who_may_sign_in(made: object) -> None:
    assert [(one.email, one.password, one.role) for one in make_demo(at=NOON)] == [
        ("director@demo.example", PASSWORD, "program director"),
        ("counselor@demo.example", PASSWORD, "clinician"),
        ("prescriber@demo.example", PASSWORD, "prescriber"),
        ("nurse@demo.example", PASSWORD, "nurse"),
        ("casemanager@demo.example", PASSWORD, "case manager"),
        ("desk@demo.example", PASSWORD, "front desk"),
        ("reviewer@demo.example", PASSWORD, "utilization reviewer"),
        ("compliance@demo.example", PASSWORD, "compliance"),
        ("admin@demo.example", PASSWORD, "administrator"),
    ]


def test_the_sign_ins_work_and_have_their_role(made: object) -> None:
    for user in User.objects.all():
        assert user.check_password(PASSWORD) is True
        assert user.demo is True
    desk = actor_of(User.objects.get(email="desk@demo.example").pk)
    assert (desk.roles, desk.everywhere, len(desk.sites)) == (frozenset({Role.FRONT_DESK}), False, 1)


def test_making_it_again_changes_nothing(made: object) -> None:
    before = Entry.objects.count()
    make_demo(at=NOON + timedelta(days=30))
    assert (Entry.objects.count(), Site.objects.count()) == (before, 3)


def test_what_it_is(made: object) -> None:
    assert rows(Site, "code", "virtual") == [("north", False), ("lakeside", False), ("video", True)]
    assert [levels for (levels,) in rows(Program, "levels")] == [["2.5"], ["2.1"], ["1"], ["2.1"]]
    assert (StaffMember.objects.count(), ServiceKind.objects.count(), Client.objects.count()) == (16, 11, 29)
    assert set(RoleGrant.objects.values_list("role", flat=True)) == {person.role for person in STAFF.values()}
    assert set(Client.objects.values_list("synthetic", flat=True)) == {True}
    assert list(
        TrackBlock.objects.filter(track__code="morning-iop").values_list(
            "weekday", "starts", "ends", "break_starts", "break_ends"
        )
    ) == [(0, 540, 735, 630, 645), (2, 540, 735, 630, 645), (3, 540, 735, 630, 645)]


def test_both_weeks_are_published_with_sessions_every_weekday(made: object) -> None:
    assert sorted(WeekPlan.objects.values_list("name", "monday", "state")) == [
        ("Cedar Commons", date(2026, 2, 23), "published"),
        ("Cedar Commons", date(2026, 3, 2), "published"),
    ]
    for monday in (date(2026, 2, 23), date(2026, 3, 2)):
        week = Week(monday, ZONE)
        starts = PlannedSession.objects.filter(week__monday=monday).values_list("period", flat=True)
        assert {week.place(span.lower)[0] for span in starts} == {0, 1, 2, 3, 4}


def test_no_session_breaks_a_rule_of_booking(made: object) -> None:
    found = {
        (session.service.code, session.period.lower): rules.obstacles(
            facts.booking(session, facts.placement_of(session))
        )
        for session in PlannedSession.objects.select_related("group__track", "site", "service", "week")
    }
    assert {key: obstacles for key, obstacles in found.items() if obstacles} == {}


def test_at_noon_the_morning_is_over_and_two_are_missing(made: object) -> None:
    week = Week.of(NOON, ZONE)
    begun = {
        client
        for client, span in Participant.objects.filter(session__week__monday=week.monday).values_list(
            "client", "period"
        )
        if week.place(span.lower)[0] == 2 and span.lower <= NOON
    }
    came = set(Visit.objects.filter(arrived_at__gte=week.at(2, 0)).values_list("client", flat=True))
    assert len(begun) == 21
    assert len(begun - came) == 2
    assert came - begun == set()
    here = Visit.objects.filter(departed_at=None).values_list("client", flat=True)
    assert set(here) - came == set()
    assert Visit.objects.filter(arrived_at__gt=NOON).count() + Visit.objects.filter(departed_at__gt=NOON).count() == 0


def test_last_week_was_attended(made: object) -> None:
    week = Week(date(2026, 2, 23), ZONE)
    clients = list(Client.objects.values_list("pk", flat=True))
    lines = week_of_clients(clients, week, now=NOON).values()
    attended, scheduled = sum(line.attended for line in lines), sum(line.scheduled for line in lines)
    assert 0.85 < attended / scheduled < 0.99
    assert Segment.objects.values("visit").annotate(parts=Count("pk")).filter(parts__gt=1).exists() is True


def test_one_client_has_open_hours_and_one_authorization_runs_out(made: object) -> None:
    week = Week.of(NOON, ZONE)
    clients = dict(Client.objects.values_list("record_number", "pk"))
    lines = week_of_clients(clients.values(), week, now=NOON)
    unplaced = {number: lines[pk].prescribed - lines[pk].scheduled for number, pk in clients.items()}
    assert {number: minutes for number, minutes in unplaced.items() if minutes} == {"DEMO-007": 2 * 90 + 60}
    ends = Authorization.objects.filter(ends__lte=date(2026, 3, 8)).values_list("client__record_number", "ends")
    assert list(ends) == [("DEMO-014", date(2026, 3, 5))]


def test_an_imported_week_stands_beside_the_demo(made: object) -> None:
    """The demo's own women's track has a site and blocks; the file's is another."""
    data = as_bytes(small_week())
    with transaction.atomic():
        import_week(by=system("test"), at=NOON, data=data, monday=date(2026, 3, 2), zone=ZONE)
        text = export_week(by=system("test"), at=NOON, monday=date(2026, 3, 2), name="a synthetic week")
        codes = set(Track.objects.filter(code__startswith="women").values_list("code", flat=True))
        with pytest.raises(Refused) as error:
            export_week(by=system("test"), at=NOON, monday=date(2026, 3, 2), name="Cedar Commons")
        transaction.set_rollback(True)
    assert text == canonical(parse(data))
    assert codes == {"women", "women-2"}
    assert [obstacle.blocker.value for obstacle in error.value.obstacles] == ["not_in_the_format"]
