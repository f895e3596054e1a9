"""The agency as it changes: sites and programmes renamed, people hired, changed and leaving, days off the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.db import DatabaseError, connection, transaction

from stepdown.agency import actions, queries
from stepdown.agency.models import Closure, Credential, OnCallDuty, Program, RoleGrant, Room, StaffMember, TimeOff, User
from stepdown.agency.terms import (
    Concern,
    LicenseKind,
    NewCredential,
    NewDuty,
    NewLicense,
    NewProgram,
    NewRoom,
    NewService,
    NewSite,
    NewStaff,
    Population,
    Role,
    StaffDetails,
    WorkingTime,
)
from stepdown.audit.models import Entry
from stepdown.audit.terms import Actor, NotAllowed, NotFound, Refused
from stepdown.kernel.period import Period
from tests.actions.world import AT, BY, IOP, MONDAY, OP, World, somebody, told, world

DAY, WEEK = timedelta(days=1), timedelta(days=7)
TOMORROW = MONDAY + DAY
PASSWORD = "synthetic-lantern-47"
UNKNOWN = 999_999
DIRECTOR = Role.PROGRAM_DIRECTOR


@pytest.fixture
def here(db: None) -> World:
    return world()


def last_details() -> dict[str, object]:
    return Entry.objects.latest("pk").details


# -- sites, programmes, rooms --------------------------------------------------------------------------------------
def test_a_site_is_renamed_and_keeps_its_code(here: World) -> None:
    to = NewSite("S0", "Riverside", "America/Denver", jurisdiction="US-CO", address="1 Synthetic Way", phone="555 0100")
    actions.change_site(by=BY, at=AT, site=here.site, to=to)
    (row,) = (row for row in queries.sites_within(BY) if row.id == here.site)
    assert (row.name, row.time_zone, row.jurisdiction, row.address) == (
        "Riverside",
        "America/Denver",
        "US-CO",
        "1 Synthetic Way",
    )
    assert last_details() == {"changed": ["address", "jurisdiction", "name", "phone", "time_zone"]}


def test_a_site_is_refused_with_every_reason(here: World) -> None:
    with pytest.raises(Refused) as error:
        actions.change_site(by=BY, at=AT, site=here.site, to=NewSite("S1", "x", "Mars/Base", jurisdiction="Illinois"))
    assert told(error) == [
        ("code_taken", {"code": "S1"}),
        ("unknown_time_zone", {"code": "S1", "time_zone": "Mars/Base"}),
        ("unknown_jurisdiction", {"code": "S1", "jurisdiction": "Illinois"}),
    ]


def test_saving_what_is_there_writes_nothing(here: World) -> None:
    before = Entry.objects.count()
    actions.change_site(by=BY, at=AT, site=here.site, to=NewSite("S0", "Here", "America/Chicago"))
    actions.change_room(by=BY, at=AT, room=here.room, to=NewRoom(here.site, "R0", "Room 1", 12))
    assert Entry.objects.count() == before


def test_a_program_says_what_it_treats_when_it_runs_and_whether_part_2_holds(here: World) -> None:
    hours = (WorkingTime(0, 540, 735), WorkingTime(2, 540, 735))
    to = NewProgram(
        here.site, "Mornings", (IOP, OP), population=Population.ADOLESCENT,
        treats=(Concern.MENTAL_HEALTH, Concern.EATING_DISORDER), part2=False, hours=hours,
    )  # fmt: skip
    actions.change_program(by=BY, at=AT, program=here.program, to=to)
    (row,) = queries.programs_at([here.site])
    assert (row.name, row.levels, row.population, row.part2) == ("Mornings", (IOP, OP), Population.ADOLESCENT, False)
    assert row.treats == (Concern.MENTAL_HEALTH, Concern.EATING_DISORDER)
    assert queries.program_hours([here.program]) == {here.program: hours}
    actions.change_program(by=BY, at=AT, program=here.program, to=replace(to, hours=hours[:1]))
    assert queries.program_hours([here.program]) == {here.program: hours[:1]}
    assert last_details() == {"changed": ["hours"]}


def test_a_program_is_a_part_2_program_unless_somebody_says_otherwise(here: World) -> None:
    assert [(row.part2, row.treats) for row in queries.programs_at([here.site])] == [(True, (Concern.SUBSTANCE_USE,))]


def test_a_program_is_refused_with_every_reason(here: World) -> None:
    actions.open_programs(by=BY, at=AT, programs=[NewProgram(here.site, "Evenings", (IOP,))])
    to = NewProgram(here.site, "Evenings", (), treats=(), hours=(WorkingTime(0, 540, 600), WorkingTime(0, 570, 630)))
    with pytest.raises(Refused) as error:
        actions.change_program(by=BY, at=AT, program=here.program, to=to)
    assert told(error) == [
        ("name_taken", {"code": "Evenings"}),
        ("no_levels", {"name": "Evenings"}),
        ("no_concern", {"name": "Evenings"}),
        ("hours_overlap", {"weekday": 0, "starts": 570}),
    ]


def test_a_retired_room_is_offered_nowhere_and_comes_back(here: World) -> None:
    actions.retire_room(by=BY, at=AT, room=here.room)
    assert queries.rooms_at(here.site) == ()
    assert [row.active for row in queries.rooms_of([here.site])] == [False]
    actions.restore_room(by=BY, at=AT, room=here.room)
    assert [row.id for row in queries.rooms_at(here.site)] == [here.room]


def test_a_retired_service_is_offered_nowhere_and_its_code_stays_taken(here: World) -> None:
    actions.retire_service(by=BY, at=AT, service=here.service)
    assert (queries.services(), len(queries.services(retired=True))) == ((), 1)
    with pytest.raises(Refused) as error:
        actions.offer_services(by=BY, at=AT, services=[NewService("process", "x", "group", 60, ("LPC",))])  # type: ignore[arg-type]
    assert told(error) == [("code_taken", {"code": "process"})]


# -- people ----------------------------------------------------------------------------------------------------------
def test_somebody_changes_site_and_limits(here: World) -> None:
    to = StaffDetails("Birch Inlet", here.elsewhere, ("en", "es"), telehealth=True, caseload_limit=12)
    actions.change_staff(by=BY, at=AT, staff=here.staff[0], to=to)
    (row,) = queries.staff_rows([here.elsewhere])
    assert (row.id, row.languages, row.telehealth, row.caseload_limit) == (here.staff[0], ("en", "es"), True, 12)
    assert last_details() == {"changed": ["caseload_limit", "languages", "site_id", "telehealth"]}


def test_a_director_moves_nobody_to_a_site_out_of_reach(here: World) -> None:
    to = StaffDetails("Birch Inlet", here.elsewhere, ("en",))
    with pytest.raises(NotFound):
        actions.change_staff(by=somebody(DIRECTOR, here.site), at=AT, staff=here.staff[0], to=to)


def test_hours_take_the_place_of_those_before(here: World) -> None:
    for hours in ([WorkingTime(0, 480, 720)], [WorkingTime(1, 540, 600), WorkingTime(1, 600, 660)]):
        actions.set_working_hours(by=BY, at=AT, staff=here.staff[0], hours=hours)
        assert list(queries.working_hours(here.staff[0])) == hours
    with pytest.raises(Refused) as error:
        actions.set_working_hours(by=BY, at=AT, staff=here.staff[0], hours=[WorkingTime(0, 700, 600)])
    assert told(error) == [("hours_not_within_a_day", {"weekday": 0, "starts": 700, "ends": 600})]
    assert len(queries.working_hours(here.staff[0])) == 2


def test_a_credential_is_added_corrected_and_ended(here: World) -> None:
    made = actions.add_credential(
        by=BY, at=AT, staff=here.staff[0], credential=NewCredential("LPC", MONDAY, state="IL")
    )
    assert queries.leader(here.staff[0], MONDAY).credentials == {"LPC"}  # type: ignore[union-attr]
    to = NewCredential("LPC", MONDAY, TOMORROW, "SYN-1", "IL", supervision_required=True)
    actions.correct_credential(by=BY, at=AT, credential=made, to=to)
    assert last_details() == {"credential": made, "changed": ["number", "supervision_required", "valid_until"]}
    assert queries.leader(here.staff[0], TOMORROW + DAY).credentials == frozenset()  # type: ignore[union-attr]
    with pytest.raises(Refused) as error:
        actions.correct_credential(by=BY, at=AT, credential=made, to=replace(to, valid_until=MONDAY - DAY))
    assert told(error) == [("ends_before_start", {"name": "Birch Inlet", "credential": "LPC"})]


@pytest.mark.parametrize(
    ("back", "left"),
    [
        (TOMORROW, []),
        (MONDAY, []),
        (TOMORROW + DAY, [(TOMORROW, TOMORROW)]),
        (TOMORROW + 3 * DAY, [(TOMORROW, TOMORROW + 2 * DAY)]),
    ],
)
def test_somebody_is_back_early(here: World, back: date, left: list[tuple[date, date]]) -> None:
    away = actions.add_time_off(by=BY, at=AT, staff=here.staff[0], first_day=TOMORROW, last_day=TOMORROW + 4 * DAY)
    actions.back_from(by=BY, at=AT, time_off=away, day=back)
    assert list(TimeOff.objects.values_list("first_day", "last_day")) == left


def test_days_away_that_are_over_stay(here: World) -> None:
    away = actions.add_time_off(by=BY, at=AT, staff=here.staff[0], first_day=MONDAY - WEEK, last_day=MONDAY - WEEK)
    with pytest.raises(Refused) as error:
        actions.back_from(by=BY, at=AT, time_off=away, day=MONDAY)
    assert told(error) == [("already_over", {"last_day": MONDAY - WEEK})]


def signs_in(here: World, staff: int, *roles: Role) -> int:
    actions.set_roles(by=BY, at=AT, staff=staff, roles=roles)
    return actions.make_sign_in(
        by=BY, at=AT, email=f"{staff}@example.test", password=PASSWORD, name="Synthetic", staff=staff
    )


def test_roles_are_given_and_taken_back_together(here: World) -> None:
    actions.set_roles(by=BY, at=AT, staff=here.staff[0], roles=[Role.NURSE, Role.CASE_MANAGER])
    assert sorted(RoleGrant.objects.filter(staff=here.staff[0]).values_list("role", flat=True)) == [
        "case_manager",
        "nurse",
    ]
    assert last_details() == {"given": ["case_manager", "nurse"], "taken": ["clinician"]}


def test_the_last_administrator_keeps_the_role_and_the_work(here: World) -> None:
    signs_in(here, here.staff[0], Role.ADMINISTRATOR)
    with pytest.raises(Refused) as error:
        actions.set_roles(by=BY, at=AT, staff=here.staff[0], roles=[])
    assert told(error) == [("last_administrator", {})]
    with pytest.raises(Refused) as error:
        actions.end_employment(by=BY, at=AT, staff=here.staff[0], last_day=MONDAY)
    assert told(error) == [("last_administrator", {})]
    signs_in(here, here.staff[1], Role.ADMINISTRATOR)
    actions.end_employment(by=BY, at=AT, staff=here.staff[0], last_day=MONDAY)
    assert [row.email for row in queries.sign_ins()] == [f"{here.staff[1]}@example.test"]


def test_who_leaves_is_on_no_form_and_signs_in_no_more_until_rehired(here: World) -> None:
    user = signs_in(here, here.staff[0], Role.CLINICIAN)
    actions.end_employment(by=BY, at=AT, staff=here.staff[0], last_day=MONDAY)
    assert [row.id for row in queries.staff_rows([here.site])] == [here.staff[1]]
    assert [row.id for row in queries.staff_rows([here.site], active=False)] == [here.staff[0]]
    assert queries.leader(here.staff[0], MONDAY) is None
    assert queries.actor_of(user) == Actor(label="visitor")
    actions.rehire(by=BY, at=AT, staff=here.staff[0])
    assert queries.actor_of(user).roles == {Role.CLINICIAN}
    assert list(StaffMember.objects.values_list("active", "last_day")) == [(True, None), (True, None)]


def test_a_director_neither_hires_nor_rehires_an_administrator(here: World) -> None:
    director = somebody(DIRECTOR, here.site, here.elsewhere)
    with pytest.raises(NotAllowed):
        actions.hire(by=director, at=AT, staff=[NewStaff("x", here.site, ("en",), (Role.ADMINISTRATOR,))])
    for staff in here.staff:
        signs_in(here, staff, Role.ADMINISTRATOR)
    actions.end_employment(by=BY, at=AT, staff=here.staff[0], last_day=MONDAY)
    with pytest.raises(NotAllowed):
        actions.rehire(by=director, at=AT, staff=here.staff[0])


# -- signing in ------------------------------------------------------------------------------------------------------
def themself(user: int) -> Actor:
    return Actor(label="them@example.test", user=user)


def test_an_invited_person_sets_their_own_password_once(here: World) -> None:
    user = actions.make_sign_in(by=BY, at=AT, email="new@example.test", name="New", staff=here.staff[0])
    assert User.objects.get(pk=user).has_usable_password() is False
    token = actions.make_password_link(by=BY, at=AT, user=user)
    assert (queries.opens(user, token), queries.opens(user, "x"), queries.opens(UNKNOWN, token)) == (True, False, False)
    with pytest.raises(NotAllowed):
        actions.use_password_link(by=themself(UNKNOWN), at=AT, user=user, token=token, password=PASSWORD)
    with pytest.raises(Refused) as error:
        actions.use_password_link(by=themself(user), at=AT, user=user, token=token, password="password1234")
    assert [blocker for blocker, _ in told(error)] == ["weak_password"]
    actions.use_password_link(by=themself(user), at=AT, user=user, token=token, password=PASSWORD)
    assert User.objects.get(pk=user).check_password(PASSWORD) is True
    with pytest.raises(Refused) as error:
        actions.use_password_link(by=themself(user), at=AT, user=user, token=token, password=PASSWORD)
    assert told(error) == [("link_is_over", {})]


def test_a_link_of_somebody_who_left_is_over(here: World) -> None:
    user = signs_in(here, here.staff[0], Role.CLINICIAN)
    token = default_token_generator.make_token(User.objects.get(pk=user))
    actions.end_employment(by=BY, at=AT, staff=here.staff[0], last_day=MONDAY)
    assert queries.opens(user, token) is False
    with pytest.raises(Refused) as error:
        actions.use_password_link(by=themself(user), at=AT, user=user, token=token, password=PASSWORD)
    assert told(error) == [("link_is_over", {})]
    with pytest.raises(Refused) as error:
        actions.make_sign_in(by=BY, at=AT, email="again@example.test", name="x", staff=here.staff[0])
    assert [blocker for blocker, _ in told(error)] == ["has_sign_in", "not_employed"]


WRITES = {
    "is_active": "UPDATE agency_user SET is_active = false",
    "email": "UPDATE agency_user SET email = 'x@example.test'",
    "is_superuser": "UPDATE agency_user SET is_superuser = true",
    "delete": "DELETE FROM agency_user",
    "insert": "INSERT INTO agency_user (email, name, password, is_active, is_superuser, demo)"
    " VALUES ('x', 'x', 'x', true, false, false)",
}


@pytest.mark.parametrize("statement", WRITES.values(), ids=WRITES)
def test_a_sign_in_is_changed_in_actions_only(here: World, statement: str) -> None:
    signs_in(here, here.staff[0], Role.CLINICIAN)
    with (
        pytest.raises(DatabaseError, match="writes to agency_user happen in an action"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_signing_in_writes_when_and_a_better_hash(here: World) -> None:
    user = User.objects.get(pk=signs_in(here, here.staff[0], Role.CLINICIAN))
    user.last_login = AT
    user.save(update_fields=["last_login"])
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    assert User.objects.get(pk=user.pk).last_login == AT


# -- days ----------------------------------------------------------------------------------------------------------
THANKSGIVING, PULASKI = date(2026, 11, 26), date(2026, 3, 2)


def test_holidays_are_those_of_the_state(here: World) -> None:
    def names(jurisdiction: str) -> set[str]:
        to = NewSite("S0", "Here", "America/Chicago", jurisdiction=jurisdiction)
        actions.change_site(by=BY, at=AT, site=here.site, to=to)
        return {row.name for row in queries.holidays(here.site, 2026)}

    country, illinois, texas = names("US"), names("US-IL"), names("US-TX")
    assert "Thanksgiving Day" in country & illinois & texas
    assert "Casimir Pulaski Day" in illinois - country - texas
    with pytest.raises(NotFound):
        queries.holidays(UNKNOWN, 2026)


def test_a_site_closes_on_the_holidays_chosen_and_once(here: World) -> None:
    assert len(actions.close_on_holidays(by=BY, at=AT, site=here.site, days=[THANKSGIVING])) == 1
    assert actions.close_on_holidays(by=BY, at=AT, site=here.site, days=[THANKSGIVING]) == []
    assert list(Closure.objects.values_list("first_day", "last_day", "reason")) == [
        (THANKSGIVING, THANKSGIVING, "Thanksgiving Day")
    ]
    assert [row.closed for row in queries.holidays(here.site, 2026) if row.day == THANKSGIVING] == [True]
    with pytest.raises(NotFound):
        actions.close_on_holidays(by=BY, at=AT, site=here.site, days=[date(2026, 11, 25)])


def test_a_closure_is_taken_back_before_it_begins(here: World) -> None:
    def close(day: date) -> int:
        return actions.close_site(by=BY, at=AT, site=here.site, first_day=day, last_day=day, reason="Works")

    today, tomorrow = close(MONDAY), close(TOMORROW)
    actions.take_back_closure(by=BY, at=AT, closure=tomorrow)
    with pytest.raises(Refused) as error:
        actions.take_back_closure(by=BY, at=AT, closure=today)
    assert told(error) == [("already_begun", {"first_day": MONDAY})]
    assert [row.id for row in queries.closures(here.site, MONDAY)] == [today]


# -- on call -------------------------------------------------------------------------------------------------------
NIGHT = Period(datetime(2026, 3, 3, 0, tzinfo=UTC), datetime(2026, 3, 3, 14, tzinfo=UTC))


def duty(here: World, staff: int = 0, *, rank: int = 1, period: Period = NIGHT) -> NewDuty:
    return NewDuty(here.site, here.staff[staff], period.start, period.end, " +1 202 555 0100 ", rank)


def test_who_answers_now_first_and_second(here: World) -> None:
    actions.plan_on_call(by=BY, at=AT, duties=[duty(here, 1, rank=2), duty(here, 0)])
    now = [(row.staff_name, row.rank, row.reach) for row in queries.on_call_now(here.site, NIGHT.start)]
    assert now == [("Birch Inlet", 1, "+1 202 555 0100"), ("Maple Ridge", 2, "+1 202 555 0100")]
    assert queries.on_call_now(here.site, NIGHT.end) == ()
    assert queries.on_call_now(here.elsewhere, NIGHT.start) == ()


def test_one_person_at_a_time_in_each_place_of_the_order(here: World) -> None:
    actions.plan_on_call(by=BY, at=AT, duties=[duty(here)])
    with pytest.raises(Refused) as error:
        actions.plan_on_call(by=BY, at=AT, duties=[duty(here, 1)])
    assert told(error) == [("on_call_taken", {})]
    actions.plan_on_call(by=BY, at=AT, duties=[duty(here, 1, period=Period(NIGHT.end, NIGHT.end + DAY))])
    assert OnCallDuty.objects.count() == 2


def test_who_is_on_call_does_not_leave_yet(here: World) -> None:
    (made,) = actions.plan_on_call(by=BY, at=AT, duties=[duty(here)])
    with pytest.raises(Refused) as error:
        actions.end_employment(by=BY, at=AT, staff=here.staff[0], last_day=MONDAY)
    assert told(error) == [("still_on_call", {"ends": NIGHT.end})]
    actions.take_off_call(by=BY, at=AT, duty=made)
    actions.end_employment(by=BY, at=AT, staff=here.staff[0], last_day=MONDAY)
    with pytest.raises(Refused) as error:
        actions.plan_on_call(by=BY, at=AT, duties=[duty(here)])
    assert told(error) == [("not_employed", {})]


def test_a_duty_that_has_begun_ends_now(here: World) -> None:
    (made,) = actions.plan_on_call(by=BY, at=AT, duties=[duty(here)])
    hour = NIGHT.start + timedelta(hours=1)
    actions.take_off_call(by=BY, at=hour, duty=made)
    assert [row.period for row in queries.duties(here.site, AT)] == [Period(NIGHT.start, hour)]
    with pytest.raises(Refused) as error:
        actions.take_off_call(by=BY, at=hour, duty=made)
    assert told(error) == [("already_over", {})]


# -- what runs out -------------------------------------------------------------------------------------------------
def test_what_runs_out_within_ninety_days(here: World) -> None:
    def credential(staff: int, kind: str, days: int | None) -> None:
        until = None if days is None else MONDAY + days * DAY
        row = NewCredential(kind, MONDAY - WEEK * 52, until)
        actions.add_credential(by=BY, at=AT, staff=here.staff[staff], credential=row)

    def license_(name: str, days: int | None, site: int | None) -> None:
        until = None if days is None else MONDAY + days * DAY
        held = NewLicense(LicenseKind.LICENSE, name, "Synthetic state", MONDAY - WEEK * 52, until, site=site)
        actions.add_license(by=BY, at=AT, held=held)

    credential(0, "LPC", 90)
    credential(0, "RN", 91)
    credential(0, "CPR", None)
    credential(1, "LPC", -1)
    credential(1, "LMFT", 5)
    credential(1, "LMFT", 700)
    license_("Outpatient license", 30, here.site)
    license_("Accreditation", 10, None)
    license_("Accreditation", 1000, None)
    license_("Registration", 3, here.elsewhere)
    found = [
        (row.what, row.holder, (row.valid_until - MONDAY).days) for row in queries.running_out([here.site], MONDAY, 90)
    ]
    assert found == [
        ("LPC", "Maple Ridge", -1),
        ("Outpatient license", "Synthetic state", 30),
        ("LPC", "Birch Inlet", 90),
    ]


def test_a_license_is_corrected_and_both_are_of_this_agency(here: World) -> None:
    row = NewLicense(LicenseKind.ACCREDITATION, "Acreditation", "Synthetic body", MONDAY)
    made = actions.add_license(by=BY, at=AT, held=row)
    to = replace(row, name="Accreditation", site=here.site)
    actions.correct_license(by=BY, at=AT, license_held=made, to=to)
    assert [(held.name, held.site, held.site_name) for held in queries.licenses([here.site])] == [
        ("Accreditation", here.site, "Here")
    ]
    assert queries.licenses([here.elsewhere]) == ()


# -- what does not exist -------------------------------------------------------------------------------------------
MISSING = {
    "change_site": {"site": UNKNOWN, "to": NewSite("x", "x", "UTC")},
    "change_program": {"program": UNKNOWN, "to": NewProgram(1, "x", (IOP,))},
    "open_programs": {"programs": [NewProgram(UNKNOWN, "x", (IOP,))]},
    "add_rooms": {"rooms": [NewRoom(UNKNOWN, "x", "x", 1)]},
    "change_room": {"room": UNKNOWN, "to": NewRoom(1, "x", "x", 1)},
    "retire_room": {"room": UNKNOWN},
    "retire_service": {"service": UNKNOWN},
    "hire": {"staff": [NewStaff("x", UNKNOWN, ("en",), ())]},
    "change_staff": {"staff": UNKNOWN, "to": StaffDetails("x", 1, ("en",))},
    "grant_role": {"staff": UNKNOWN, "role": Role.NURSE},
    "set_roles": {"staff": UNKNOWN, "roles": []},
    "set_working_hours": {"staff": UNKNOWN, "hours": []},
    "add_credential": {"staff": UNKNOWN, "credential": NewCredential("LPC", MONDAY)},
    "correct_credential": {"credential": UNKNOWN, "to": NewCredential("LPC", MONDAY)},
    "add_time_off": {"staff": UNKNOWN, "first_day": MONDAY, "last_day": MONDAY},
    "back_from": {"time_off": UNKNOWN, "day": MONDAY},
    "end_employment": {"staff": UNKNOWN, "last_day": MONDAY},
    "make_sign_in": {"email": "x@example.test", "name": "x", "staff": UNKNOWN},
    "make_password_link": {"user": UNKNOWN},
    "close_site": {"site": UNKNOWN, "first_day": MONDAY, "last_day": MONDAY, "reason": "x"},
    "close_on_holidays": {"site": UNKNOWN, "days": []},
    "take_back_closure": {"closure": UNKNOWN},
    "plan_on_call": {"duties": [NewDuty(UNKNOWN, UNKNOWN, AT, AT + DAY, "x")]},
    "take_off_call": {"duty": UNKNOWN},
    "add_license": {"held": NewLicense(LicenseKind.LICENSE, "x", "x", MONDAY, site=UNKNOWN)},
    "correct_license": {"license_held": UNKNOWN, "to": NewLicense(LicenseKind.LICENSE, "x", "x", MONDAY)},
}


@pytest.mark.parametrize("action", MISSING)
def test_what_does_not_exist_is_not_found(db: None, action: str) -> None:
    with pytest.raises(NotFound):
        getattr(actions, action)(by=BY, at=AT, **MISSING[action])


def test_a_site_that_does_not_exist_takes_nobody(here: World) -> None:
    with pytest.raises(NotFound):
        actions.change_staff(by=BY, at=AT, staff=here.staff[0], to=StaffDetails("x", UNKNOWN, ("en",)))
    assert (Program.objects.count(), Room.objects.count(), Credential.objects.count()) == (1, 1, 0)
