"""Importing a week file: what it becomes, and what stands in its way."""

from __future__ import annotations

from datetime import UTC, date, datetime
from threading import Thread
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connections
from django.db.models import Count

from stepdown.agency.models import Credential, Program, Room, ServiceKind, Site, StaffMember
from stepdown.agency.terms import Role
from stepdown.audit.models import Entry
from stepdown.audit.terms import Actor, NotAllowed, Refused, system
from stepdown.coverage.models import Authorization
from stepdown.demo.names import client_names, staff_names
from stepdown.episode.models import Episode, Hold, LevelOfCareStay
from stepdown.people.models import CareTeamMember, Client
from stepdown.plan.models import Prescription
from stepdown.safety.models import ContactRestriction
from stepdown.schedule.models import Enrollment, Group, Participant, PlannedSession, Series, Track, WeekPlan
from stepdown.transfer.importer import import_week, preview
from stepdown.transfer.iop_week.faults import BrokenWeekFile
from stepdown.transfer.models import ImportedFile, ImportedKey
from stepdown.transfer.terms import ImportResult
from tests.conftest import url
from tests.transfer.iop_week.test_example_weeks import WEEKS
from tests.transfer.iop_week.weeks import as_bytes, put, small_week

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
MONDAY = date(2026, 3, 2)
CHICAGO = "America/Chicago"
IMPORT = system("import")
COUNTS = {
    "sites": 2,
    "rooms": 3,
    "services": 4,
    "staff": 2,
    "groups": 3,
    "clients": 3,
    "contact_restrictions": 1,
    "group_sessions": 2,
    "individual_sessions": 2,
    "attendances": 3,
}


def bring_in(week: dict[str, Any], monday: date = MONDAY, zone: str = CHICAGO, by: Actor = IMPORT) -> ImportResult:
    return import_week(by=by, at=AT, data=as_bytes(week), monday=monday, zone=zone)


def blockers(error: pytest.ExceptionInfo[Refused]) -> list[tuple[str, dict[str, object]]]:
    return [(obstacle.blocker.value, obstacle.about) for obstacle in error.value.obstacles]


def client(key: str) -> Client:
    return Client.objects.get(record_number=f"SYN-1-{key}")


# -- what a file becomes -------------------------------------------------------------------------------------------


def test_a_file_becomes_an_agency(db: None) -> None:
    result = bring_in(small_week())
    assert result == ImportResult(WeekPlan.objects.get().pk, created=True, counts=COUNTS)
    assert list(Site.objects.values_list("code", "name", "time_zone", "virtual")) == [
        ("S0", "Synthetic site S0", CHICAGO, False),
        ("TELE", "Video", CHICAGO, True),
    ]
    assert list(Room.objects.values_list("site__code", "code", "capacity", "virtual")) == [
        ("S0", "S0-R0", 2, False),
        ("S0", "S0-R1", 12, False),
        ("TELE", "TELE-R0", 12, True),
    ]
    assert list(Program.objects.order_by("name").values_list("site__code", "name", "levels")) == [
        ("S0", "Intensive outpatient", ["2.1"]),
        ("S0", "Outpatient", ["1"]),
        ("S0", "Partial hospitalization", ["2.5"]),
    ]
    assert list(ServiceKind.objects.values_list("code", "delivery", "minutes", "credential_types")) == [
        ("process", "group", 60, ["LCSW", "LPC"]),
        ("skills", "group", 90, ["LPC"]),
        ("individual", "individual", 60, ["LCSW", "LPC"]),
        ("psych", "individual", 30, ["MD"]),
    ]


def test_clinicians_keep_their_hours_limits_and_tracks(db: None) -> None:
    bring_in(small_week())
    first, second = StaffMember.objects.order_by("pk")
    assert [first.name, second.name] == staff_names("a synthetic week", 2)
    assert sorted(first.languages) == ["en", "es"]
    assert list(first.working_hours.values_list("weekday", "starts", "ends")) == [
        (0, 480, 720),
        (0, 720, 1020),
        (1, 480, 1020),
    ]
    assert (first.max_groups_a_day, first.max_individual_a_day, first.max_minutes_a_week) == (4, 5, 1800)
    assert (first.max_run_minutes, first.caseload_limit, first.telehealth) == (240, 10, True)
    assert list(first.tracks.values_list("track__code", flat=True)) == ["women"]
    assert list(first.role_grants.values_list("role", flat=True)) == [Role.CLINICIAN]
    assert list(second.role_grants.values_list("role", flat=True)) == [Role.PRESCRIBER]
    assert list(Credential.objects.values_list("staff", "type", "valid_until")) == [
        (first.pk, "LPC", None),
        (second.pk, "MD", None),
    ]


def test_sections_become_groups(db: None) -> None:
    bring_in(small_week())
    assert list(Track.objects.order_by("code").values_list("code", "any_leader")) == [
        ("general", True),
        ("women", False),
    ]
    assert list(
        Group.objects.order_by("code").values_list("code", "closed", "capacity", "minimum", "levels", "sequence")
    ) == [
        ("G0", False, 12, 2, ["2.5", "2.1"], 0),
        ("G1", True, 3, 0, ["2.1", "1"], 1),
        ("G2", True, 12, 1, ["2.1"], 2),
    ]
    assert list(Series.objects.values_list("code", flat=True)) == ["women-1"]
    assert list(Group.objects.get(code="G0").options.values_list("weekday", "starts")) == [(0, 540), (0, 600), (3, 780)]
    rosters = Enrollment.objects.order_by("client_id").values_list("group__code", "client__record_number")
    assert list(rosters) == [("G1", "SYN-1-C1"), ("G1", "SYN-1-C2")]


def test_clients_stand_where_the_file_says(db: None) -> None:
    bring_in(small_week())
    assert [row.used_name for row in Client.objects.order_by("pk")] == client_names("a synthetic week", 3)
    assert all(Client.objects.values_list("synthetic", flat=True))
    stays = LevelOfCareStay.objects.order_by("episode__client_id", "starts")
    assert [
        (stay.episode.client.record_number, stay.level, stay.starts < MONDAY, stay.starts == MONDAY, stay.ends)
        for stay in stays
    ] == [
        ("SYN-1-C0", "2.5", True, False, None),
        ("SYN-1-C1", "2.5", True, False, MONDAY),
        ("SYN-1-C1", "2.1", False, True, None),
        ("SYN-1-C2", "1", False, True, None),
    ]
    assert Episode.objects.get(client=client("C2")).admitted_on == MONDAY
    lines = Prescription.objects.get(client=client("C0"))
    assert (lines.modality, lines.minimum_week_minutes, lines.minimum_day_minutes) == ("in_person", 1200, 240)
    assert list(
        lines.services.order_by("service__code").values_list("service__code", "sessions_a_week", "minutes")
    ) == [
        ("individual", 1, 60),
        ("process", 3, 60),
    ]
    assert Prescription.objects.get(client=client("C2")).modality == "video"
    assert list(CareTeamMember.objects.values_list("client__record_number", "role")) == [
        ("SYN-1-C0", "primary_clinician")
    ]
    authorization = Authorization.objects.get(client=client("C1"))
    assert (authorization.level, authorization.starts, authorization.ends) == ("2.1", MONDAY, date(2026, 3, 5))
    assert list(authorization.units.order_by("kind").values_list("kind", "period", "units")) == [
        ("day", "week", 3),
        ("minute", "week", 540),
    ]
    assert list(ContactRestriction.objects.values_list("first", "second")) == [(client("C1").pk, client("C2").pk)]


def test_last_week_becomes_the_published_week(db: None) -> None:
    bring_in(small_week())
    plan = WeekPlan.objects.get()
    assert (plan.name, plan.monday, plan.state, plan.time_zone) == ("a synthetic week", MONDAY, "published", CHICAGO)
    assert (plan.days, plan.opens, plan.closes, plan.step_minutes) == (6, 480, 1260, 30)
    sessions = PlannedSession.objects.order_by("group__code", "service__code")
    assert [
        (
            row.group and row.group.code,
            row.service.code,
            row.site.code,
            row.room and row.room.code,
            row.period.lower,
            row.capacity,
        )
        for row in sessions
    ] == [
        ("G0", "process", "S0", "S0-R0", datetime(2026, 3, 2, 15, tzinfo=UTC), 2),
        ("G1", "skills", "S0", "S0-R1", datetime(2026, 3, 2, 16, tzinfo=UTC), 3),
        (None, "individual", "S0", None, datetime(2026, 3, 2, 17, 30, tzinfo=UTC), 1),
        (None, "psych", "TELE", None, datetime(2026, 3, 2, 17, 30, tzinfo=UTC), 1),
    ]
    seats = Participant.objects.order_by("session__period", "session__service__code", "seat")
    assert list(seats.values_list("session__service__code", "client__record_number", "seat")) == [
        ("process", "SYN-1-C0", 1),
        ("process", "SYN-1-C1", 2),
        ("skills", "SYN-1-C1", 1),
        ("psych", "SYN-1-C1", 1),
        ("individual", "SYN-1-C0", 1),
    ]


def test_odd_pasts_are_kept(db: None) -> None:
    """New with a level last week: an earlier episode. Neither new nor at a level: on hold that week."""
    week = small_week()
    put(week, "clients[2].prev_loc", "IOP")
    put(week, "clients[0].prev_loc", None)
    bring_in(week)
    assert list(
        Episode.objects.filter(client=client("C2")).values_list("discharged_on", "discharge_reason", "stays__level")
    ) == [(MONDAY, "transferred", "2.1"), (None, "", "1")]
    assert list(Hold.objects.values_list("episode__client", "starts", "ends")) == [
        (client("C0").pk, date(2026, 2, 23), MONDAY)
    ]


def test_every_name_is_plainly_synthetic_and_its_own() -> None:
    clients, staff = client_names("w", 6000), staff_names("w", 3000)
    assert len(set(clients) | set(staff)) == 9000
    assert client_names("w", 10) == clients[:10]
    assert client_names("another", 10) != clients[:10]


# -- a second time, and others beside it ---------------------------------------------------------------------------


def test_importing_twice_changes_nothing(db: None) -> None:
    first = bring_in(small_week())
    entries = Entry.objects.count()
    again = bring_in(small_week())
    assert again == ImportResult(first.week, created=False, counts=COUNTS)
    assert (Site.objects.count(), Client.objects.count(), ImportedFile.objects.count()) == (2, 3, 1)
    assert Entry.objects.count() == entries


def test_the_order_of_rows_makes_no_other_file(db: None) -> None:
    first = bring_in(small_week())
    week = small_week()
    week["clients"].reverse()
    assert bring_in(week) == ImportResult(first.week, created=False, counts=COUNTS)


def test_same_name_and_monday_with_other_content_is_refused(db: None) -> None:
    bring_in(small_week())
    week = small_week()
    put(week, "rooms[0].cap", 11)
    with pytest.raises(Refused) as error:
        bring_in(week)
    assert blockers(error) == [("name_taken_by_other_content", {"monday": MONDAY})]


def test_the_same_file_for_another_monday_is_refused(db: None) -> None:
    bring_in(small_week())
    with pytest.raises(Refused) as error:
        bring_in(small_week(), monday=date(2026, 3, 9))
    assert blockers(error) == [("imported_for_other_monday", {"monday": MONDAY})]


def test_a_second_agency_shares_what_is_alike_and_renames_what_is_not(db: None) -> None:
    bring_in(small_week())
    week = small_week()
    put(week, "name", "another synthetic week")
    put(week, "services[3].minutes", 60)
    put(week, "last_week.individual", [])
    bring_in(week)
    assert sorted(Site.objects.values_list("code", flat=True)) == ["S0", "S0-2", "TELE", "TELE-2"]
    assert sorted(ServiceKind.objects.values_list("code", flat=True)) == [
        "individual",
        "process",
        "psych",
        "psych-2",
        "skills",
    ]
    assert sorted(Track.objects.values_list("code", flat=True)) == ["general", "women"]
    assert sorted(Series.objects.values_list("code", flat=True)) == ["women-1", "women-1-2"]
    assert dict(ImportedKey.objects.values_list("file").annotate(keys=Count("pk"))) == dict.fromkeys(
        ImportedFile.objects.values_list("pk", flat=True), 2 + 3 + 4 + 2 + 2 + 1 + 3 + 3
    )


# -- what stands in the way ----------------------------------------------------------------------------------------


def test_every_reason_at_once(db: None) -> None:
    week = small_week()
    with pytest.raises(Refused) as error:
        preview(as_bytes(week), monday=date(2026, 3, 3), zone="Nowhere/Land")
    assert blockers(error) == [
        ("not_a_monday", {"date": date(2026, 3, 3)}),
        ("unknown_time_zone", {"zone": "Nowhere/Land"}),
    ]


def test_a_start_that_the_clock_skips_is_refused(db: None) -> None:
    """In Cairo the clock jumped from 00:00 to 01:00 on Friday, 28 April 2023."""
    week = small_week()
    put(week, "grid.open", 0)
    put(week, "sections[1].prev.day", 4)
    put(week, "sections[1].prev.start", 30)
    with pytest.raises(Refused) as error:
        preview(as_bytes(week), monday=date(2023, 4, 24), zone="Africa/Cairo")
    assert blockers(error) == [("clock_skips_a_start", {"day": 4, "start": 30})]


def test_a_broken_file_says_every_fault(db: None) -> None:
    week = small_week()
    put(week, "rooms[0].cap", -1)
    put(week, "clients[0].site", "S9")
    with pytest.raises(BrokenWeekFile) as error:
        bring_in(week)
    assert [fault.place for fault in error.value.faults] == ["rooms[0].cap", "clients[0].site"]
    assert Site.objects.count() == 0


def test_a_preview_counts_and_writes_nothing(db: None) -> None:
    before = preview(as_bytes(small_week()), monday=MONDAY, zone=CHICAGO)
    assert (before.name, before.already, before.counts) == ("a synthetic week", False, COUNTS)
    assert (Site.objects.count(), Entry.objects.count()) == (0, 0)
    bring_in(small_week())
    assert preview(as_bytes(small_week()), monday=MONDAY, zone=CHICAGO).already is True


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PROGRAM_DIRECTOR, Role.ADMINISTRATOR)])
def test_others_may_not_import(db: None, role: Role) -> None:
    with pytest.raises(NotAllowed):
        bring_in(small_week(), by=Actor(label="somebody", roles=frozenset({role}), everywhere=True))


def test_an_administrator_imports_in_their_own_name(db: None) -> None:
    by = Actor(label="admin@example.test", user=7, roles=frozenset({Role.ADMINISTRATOR}), everywhere=True)
    bring_in(small_week(), by=by)
    assert list(Entry.objects.values_list("actor", "user").distinct()) == [("admin@example.test", 7)]


@pytest.mark.skipif(not WEEKS.is_dir(), reason="the example weeks are not here")
def test_a_crash_in_the_middle_leaves_nothing(committed: str) -> None:
    """The server ends the connection while the import holds the clients' locks, as a crash would."""
    data = (WEEKS / "week-120.json").read_bytes()
    ended: list[BaseException] = []

    def run() -> None:
        try:
            import_week(by=IMPORT, at=AT, data=data, monday=MONDAY, zone=CHICAGO)
        except OperationalError as error:
            ended.append(error)
        finally:
            connections.close_all()

    running = Thread(target=run)
    running.start()
    with psycopg.connect(url("postgres", "superuser"), autocommit=True) as other:
        find = (
            "SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            " WHERE l.locktype = 'advisory' AND d.datname = %s GROUP BY l.pid HAVING count(*) > 50"
        )
        while running.is_alive() and (row := other.execute(find, [committed]).fetchone()) is None:
            pass
        assert row is not None, "the import ended before anybody could end it"
        other.execute("SELECT pg_terminate_backend(%s)", [row[0]])
    running.join()
    assert len(ended) == 1
    assert (Site.objects.count(), Client.objects.count(), Entry.objects.count()) == (0, 0, 0)
    assert import_week(by=IMPORT, at=AT, data=data, monday=MONDAY, zone=CHICAGO).created is True


def test_two_at_once_make_one_agency(committed: str) -> None:
    results: list[ImportResult] = []

    def run() -> None:
        try:
            results.append(bring_in(small_week()))
        finally:
            connections.close_all()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    week = WeekPlan.objects.get().pk
    assert sorted(results, key=lambda result: result.created) == [
        ImportResult(week, created=False, counts=COUNTS),
        ImportResult(week, created=True, counts=COUNTS),
    ]
    assert Site.objects.count() == 2
