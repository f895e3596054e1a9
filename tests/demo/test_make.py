"""The demo agency is believable, and breaks no rule of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

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
from stepdown.episode.models import Hold
from stepdown.kernel.week import Week
from stepdown.ledger.queries import weeks_of
from stepdown.people.models import Client
from stepdown.safety.models import ContactRestriction
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
    assert (desk.roles, desk.everywhere, len(desk.sites)) == (frozenset({Role.FRONT_DESK}), False, 2)


def test_making_it_again_at_that_moment_changes_nothing(made: object) -> None:
    before = Entry.objects.count()
    make_demo(at=NOON)
    assert (Entry.objects.count(), Site.objects.count()) == (before, 3)


def test_what_it_is(made: object) -> None:
    assert rows(Site, "code", "virtual") == [("north", False), ("lakeside", False), ("video", True)]
    assert [levels for (levels,) in rows(Program, "levels")] == [["2.5"], ["2.1"], ["1"], ["2.1"], ["1"]]
    assert (StaffMember.objects.count(), ServiceKind.objects.count(), Client.objects.count()) == (20, 12, 51)
    assert set(RoleGrant.objects.values_list("role", flat=True)) == {person.role for person in STAFF.values()}
    assert set(Client.objects.values_list("synthetic", flat=True)) == {True}
    assert list(
        TrackBlock.objects.filter(track__code="morning-iop").values_list(
            "weekday", "starts", "ends", "break_starts", "break_ends"
        )
    ) == [(0, 540, 735, 630, 645), (2, 540, 735, 630, 645), (3, 540, 735, 630, 645)]


def test_last_week_this_week_and_the_next_are_published_with_sessions_every_day(made: object) -> None:
    mondays = [date(2026, 2, 23), date(2026, 3, 2), date(2026, 3, 9)]
    published = [("Cedar Commons", monday, "published") for monday in mondays]
    assert rows(WeekPlan, "name", "monday", "state") == published
    for monday in mondays:
        week = Week(monday, ZONE)
        starts = PlannedSession.objects.filter(week__monday=monday).values_list("period", flat=True)
        assert {week.place(span.lower)[0] for span in starts} == set(range(7))


@pytest.mark.parametrize("hour", [11, 12, 13, 14, 15, 16])
@pytest.mark.parametrize("day", range(7))
def test_today_is_never_empty(made: object, day: int, hour: int) -> None:
    """At either site a group began earlier that day, and one is under way or to come."""
    week = Week(date(2026, 3, 2), ZONE)
    groups = PlannedSession.objects.exclude(group=None).filter(week__monday=week.monday)
    now, today = week.at(day, hour * 60), week.day_period(day)
    began = groups.filter(period__startswith__range=(today.start, now))
    coming = groups.filter(period__endswith__range=(now, today.end))
    doors = {"north", "lakeside"}
    assert (set(began.values_list("site__code", flat=True)) & doors) == doors
    assert (set(coming.values_list("site__code", flat=True)) & doors) == doors


def test_no_session_breaks_a_rule_of_booking(made: object) -> None:
    found = {
        (session.service.code, session.period.lower): rules.obstacles(
            facts.booking(session, facts.placement_of(session), now=datetime(2026, 3, 1, tzinfo=UTC))
        )
        for session in PlannedSession.objects.filter(week__monday=date(2026, 3, 2)).select_related(
            "group__track", "site", "service", "week"
        )
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
    assert len(begun) == 17
    assert len(begun - came) == 2
    assert came - begun == set()
    here = Visit.objects.filter(departed_at=None).values_list("client", flat=True)
    assert set(here) - came == set()
    assert Visit.objects.filter(arrived_at__gt=NOON).count() + Visit.objects.filter(departed_at__gt=NOON).count() == 0


def test_last_week_was_attended(made: object) -> None:
    week = Week(date(2026, 2, 23), ZONE)
    clients = list(Client.objects.values_list("pk", flat=True))
    lines = weeks_of(clients, week, now=NOON).values()
    attended, scheduled = sum(line.attended for line in lines), sum(line.scheduled for line in lines)
    assert 0.85 < attended / scheduled < 0.99
    assert Segment.objects.values("visit").annotate(parts=Count("pk")).filter(parts__gt=1).exists() is True


def test_two_clients_have_open_hours_and_one_is_on_hold(made: object) -> None:
    week = Week.of(NOON, ZONE)
    clients = dict(Client.objects.values_list("record_number", "pk"))
    lines = weeks_of(clients.values(), week, now=NOON)
    unplaced = {number: lines[pk].prescribed - lines[pk].scheduled for number, pk in clients.items()}
    assert {number: minutes for number, minutes in unplaced.items() if minutes} == {
        "DEMO-003": 5 * (60 + 60 + 60 + 60 + 60) + 60,  # on hold
        "DEMO-007": 2 * 90 + 60,
        "DEMO-022": 2 * 90 + 60,
    }
    assert rows(Hold, "episode__client__record_number", "starts", "ends") == [("DEMO-003", date(2026, 3, 2), None)]


def test_one_authorization_ends_in_three_days(made: object) -> None:
    soon = Authorization.objects.filter(ends__lte=date(2026, 3, 17)).values_list("client__record_number", "ends")
    assert list(soon) == [("DEMO-014", date(2026, 3, 7))]


def test_two_clients_must_not_meet(made: object) -> None:
    assert rows(ContactRestriction, "first__record_number", "second__record_number") == [("DEMO-030", "DEMO-040")]


def test_an_imported_week_stands_beside_the_demo(made: object) -> None:
    """The demo's own women's track has a site and blocks; the file's is another."""
    data = as_bytes(small_week())
    with transaction.atomic():
        import_week(by=system("test"), at=NOON, data=data, monday=date(2026, 3, 2), zone=ZONE)
        text = export_week(by=system("test"), at=NOON, monday=date(2026, 3, 2), name="a synthetic week")
        codes = set(Track.objects.filter(code__in=["women", "women-2"]).values_list("code", flat=True))
        with pytest.raises(Refused) as error:
            export_week(by=system("test"), at=NOON, monday=date(2026, 3, 2), name="Cedar Commons")
        transaction.set_rollback(True)
    assert text == canonical(parse(data))
    assert codes == {"women", "women-2"}
    assert [obstacle.blocker.value for obstacle in error.value.obstacles] == ["not_in_the_format"]
