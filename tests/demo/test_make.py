"""The demo agency is believable, and breaks no rule of its own."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import Count, Model

from stepdown.agency.models import Closure, OwnLicense, Program, ProgramHours, RoleGrant, Site, StaffMember, User
from stepdown.agency.queries import actor_of, on_call_now, running_out
from stepdown.agency.terms import Role
from stepdown.audit.models import Entry
from stepdown.audit.terms import Refused, system
from stepdown.consent.models import Consent, Paper
from stepdown.coverage.models import Authorization
from stepdown.demo.make import PASSWORD, make_demo
from stepdown.demo.plan import STAFF, ZONE
from stepdown.episode.models import Episode, Hold
from stepdown.episode.queries import states
from stepdown.episode.terms import State
from stepdown.kernel.week import Week
from stepdown.ledger.queries import weeks_of
from stepdown.people.models import Client, Contact, EmergencyFact, Way
from stepdown.privacy import queries as privacy
from stepdown.privacy.terms import RequestKind
from stepdown.safety.models import ContactRestriction
from stepdown.schedule.models import Participant, PlannedSession, SessionStaff, Track, TrackBlock, WeekPlan
from stepdown.session.models import Segment, Visit
from stepdown.transfer.exporter import export_week
from stepdown.transfer.importer import import_week
from stepdown.transfer.iop_week.parse import parse
from stepdown.transfer.iop_week.write import canonical
from tests.demo.conftest import NOON
from tests.transfer.iop_week.weeks import as_bytes, small_week


def rows(model: type[Model], *fields: str) -> list[tuple[object, ...]]:
    return list(model._default_manager.order_by("pk").values_list(*fields))


def test_everybody_who_may_sign_in(made: object) -> None:
    assert [(one.email, one.password, one.role) for one in make_demo(at=NOON)] == [
        ("director@demo.example", PASSWORD, "program director"),
        ("supervisor@demo.example", PASSWORD, "clinical supervisor"),
        ("counselor@demo.example", PASSWORD, "clinician"),
        ("prescriber@demo.example", PASSWORD, "prescriber"),
        ("nurse@demo.example", PASSWORD, "nurse"),
        ("casemanager@demo.example", PASSWORD, "case manager and admissions advisor"),
        ("desk@demo.example", PASSWORD, "front desk"),
        ("reviewer@demo.example", PASSWORD, "utilization reviewer and biller"),
        ("admin@demo.example", PASSWORD, "administrator and compliance"),
    ]


def test_the_sign_ins_work_and_have_their_role(made: object) -> None:
    for user in User.objects.all():
        assert user.check_password(PASSWORD) is True
        assert user.demo is True
    desk = actor_of(User.objects.get(email="desk@demo.example").pk)
    assert (desk.roles, desk.everywhere) == (frozenset({Role.FRONT_DESK}), False)


def test_making_it_again_at_that_moment_changes_nothing(made: object) -> None:
    before = Entry.objects.count()
    make_demo(at=NOON)
    assert (Entry.objects.count(), Site.objects.count()) == (before, 2)


def test_what_it_is(made: object) -> None:
    assert rows(Site, "code", "virtual") == [("north", False), ("lakeside", False)]
    assert [levels for (levels,) in rows(Program, "levels")] == [["2.5"], ["2.1"], ["1"], ["2.1"], ["1"]]
    assert (StaffMember.objects.count(), Client.objects.count()) == (14, 63)
    assert set(RoleGrant.objects.values_list("role", flat=True)) == {
        role for person in STAFF.values() for role in person.roles
    }
    assert set(Client.objects.values_list("synthetic", flat=True)) == {True}
    assert list(
        TrackBlock.objects.filter(track__code="morning-iop").values_list(
            "weekday", "starts", "ends", "break_starts", "break_ends"
        )
    ) == [(0, 540, 735, 630, 645), (2, 540, 735, 630, 645), (3, 540, 735, 630, 645)]


def test_somebody_answers_at_night_and_papers_are_on_the_wall(made: object) -> None:
    """The present week's night has two, one after the other; programmes run when their tracks meet."""
    north = Site.objects.get(code="north")
    night = Week.of(NOON, ZONE).at(2, 22 * 60)
    assert [one.rank for one in on_call_now(north.pk, night)] == [1, 2]
    assert (OwnLicense.objects.count(), ProgramHours.objects.filter(program__levels=["2.5"]).count()) == (3, 5)
    assert [row.what for row in running_out([north.pk], NOON.date(), 90)] == ["Behavioral health accreditation"]


def test_everybody_has_somebody_to_call_and_a_sheet(made: object) -> None:
    """Two in three have a second person; some numbers are never to be used, and some people have no allergies."""
    clients = set(Client.objects.values_list("pk", flat=True))
    assert set(Contact.objects.filter(emergency=True).values_list("client", flat=True)) == clients
    assert set(EmergencyFact.objects.values_list("client", flat=True)) == clients
    assert (Contact.objects.count(), Way.objects.filter(may_use=False, contact__emergency=True).count()) == (102, 0)
    assert 0 < Way.objects.filter(may_use=False).count() < 20


def test_who_was_admitted_signed_for_treatment_and_payment(made: object) -> None:
    admitted = set(Episode.objects.values_list("client", flat=True))
    assert set(Consent.objects.filter(kind="tpo").values_list("client", flat=True)) == admitted
    assert set(Paper.objects.filter(kind="treatment").values_list("client", flat=True)) == admitted
    assert set(Paper.objects.values_list("language", flat=True)) == {"en", "es"}
    assert Paper.objects.filter(kind="financial").count() < len(admitted)


def test_people_stand_at_every_stage(made: object) -> None:
    standing = Counter(one.state for one in states(Client.objects.values_list("pk", flat=True), NOON.date()).values())
    assert standing == {
        State.PROSPECT: 1,
        State.ASSESSMENT_BOOKED: 1,
        State.ACCEPTED: 1,
        State.WAITING: 2,
        State.REFERRED_ON: 1,
        State.IN_CARE: 49,
        State.ON_HOLD: 2,
        State.DISCHARGED: 6,
    }


def test_twelve_weeks_before_this_one_and_the_next_are_there(made: object) -> None:
    first, this = date(2025, 12, 8), date(2026, 3, 2)
    assert rows(WeekPlan, "name", "monday", "state") == [
        ("Cedar Commons", first + timedelta(weeks=n), "published") for n in range(14)
    ]
    for monday in (this - timedelta(weeks=1), this, this + timedelta(weeks=1)):
        week = Week(monday, ZONE)
        starts = PlannedSession.objects.filter(week__monday=monday).values_list("period", flat=True)
        assert {week.place(span.lower)[0] for span in starts} == set(range(7))


def test_on_the_day_lakeside_was_closed_nobody_met(made: object) -> None:
    closed = Closure.objects.get()
    day = Week(closed.first_day - timedelta(days=closed.first_day.weekday()), ZONE).day_period(
        closed.first_day.weekday()
    )
    there = PlannedSession.objects.filter(period__startswith__range=(day.start, day.end), site=closed.site)
    assert (closed.first_day, there.exclude(group=None).count()) == (date(2026, 1, 29), 0)


def test_sessions_to_come_are_made_from_patterns(made: object) -> None:
    ahead = PlannedSession.objects.filter(period__startswith__gt=NOON).exclude(group=None)
    assert ahead.filter(pattern=None).count() == 0
    assert SessionStaff.objects.filter(session__in=ahead, role="lead", active=True).count() == ahead.count()


def test_some_come_by_video_and_others_sit_in_the_room(made: object) -> None:
    group = Participant.objects.filter(
        session__group__code="evening-north-1730", period__startswith__gt=NOON, active=True
    )
    ways = Counter(group.filter(session=group.order_by("period")[0].session).values_list("modality", flat=True))
    assert ways == {"video": 3, "in_person": 3}  # the seventh is on hold


def test_at_noon_the_morning_is_over_and_two_are_missing(made: object) -> None:
    week = Week.of(NOON, ZONE)
    begun = {
        client
        for client, span in Participant.objects.filter(session__week__monday=week.monday, active=True).values_list(
            "client", "period"
        )
        if week.place(span.lower)[0] == 2 and span.lower <= NOON
    }
    came = set(Visit.objects.filter(arrived_at__gte=week.at(2, 0)).values_list("client", flat=True))
    assert len(begun - came) == 2
    assert came - begun == set()
    here = Visit.objects.filter(departed_at=None).values_list("client", flat=True)
    assert set(here) - came == set()
    assert Visit.objects.filter(arrived_at__gt=NOON).count() + Visit.objects.filter(departed_at__gt=NOON).count() == 0


def test_earlier_weeks_were_attended(made: object) -> None:
    clients = list(Client.objects.values_list("pk", flat=True))
    for back in (1, 8):
        week = Week(date(2026, 3, 2) - timedelta(weeks=back), ZONE)
        lines = weeks_of(clients, week, now=NOON).values()
        attended, scheduled = sum(line.attended for line in lines), sum(line.scheduled for line in lines)
        assert 0.85 < attended / scheduled < 0.99
    assert Segment.objects.values("visit").annotate(parts=Count("pk")).filter(parts__gt=1).exists() is True


def test_who_is_away(made: object) -> None:
    assert rows(Hold, "reason", "starts", "ends") == [
        ("travel", date(2026, 2, 9), date(2026, 2, 16)),
        ("withdrawal_management", date(2026, 2, 26), None),
        ("hospital", date(2026, 3, 2), None),
    ]


def test_one_authorization_ends_in_three_days(made: object) -> None:
    soon = Authorization.objects.filter(ends__gte=NOON.date(), ends__lte=date(2026, 3, 17)).values_list(
        "ends", flat=True
    )
    assert list(soon) == [date(2026, 3, 7)]


def test_two_clients_must_not_meet(made: object) -> None:
    assert ContactRestriction.objects.count() == 1


def test_no_phone_and_no_name_is_anybodys(made: object) -> None:
    """Numbers 555-0100 to 555-0199 are kept free for examples."""
    numbers = list(Way.objects.values_list("value", flat=True))
    assert len(numbers) == 63 + 102
    assert [value for value in numbers if "55501" not in re.sub(r"\D", "", value)] == []


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


def test_three_asked_about_their_records(made: object) -> None:
    """By the days of the law one is due within a week, one has time, one waits too long."""
    asked = privacy.open_requests(system("test"), NOON.date())
    assert [(row.kind, (NOON.date() - row.received_on).days) for row in asked] == [
        (RequestKind.ACCESS, 26),
        (RequestKind.AMENDMENT, 9),
        (RequestKind.ACCOUNTING, 63),
    ]
