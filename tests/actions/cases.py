"""Every action there is, done once as it should be: who may do it, what it changes, what it writes down.

One table, read by three tests: who may, what history says, and that a refusal or a stranger changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from stepdown.agency import actions as agency
from stepdown.agency.rules.catalogue import STANDARD_SERVICES
from stepdown.agency.terms import (
    Delivery,
    LicenseKind,
    NewDuty,
    NewLicense,
    NewProgram,
    NewRoom,
    NewService,
    NewSite,
    NewStaff,
    Role,
)
from stepdown.audit.terms import Actor
from stepdown.coverage.actions import authorize, end_authorization, log_call
from stepdown.coverage.terms import NewAuthorization, NewCall, Outcome, UnitKind, UnitPeriod, Units
from stepdown.episode import actions as episode
from stepdown.episode.terms import (
    ClearanceBasis,
    Event,
    HoldReason,
    NewHold,
    NewStay,
    NewStep,
)
from stepdown.episode.terms import Step as WayStep
from stepdown.kernel.levels import LevelOfCare
from stepdown.people import actions as people
from stepdown.people.terms import CarePlace, CareRole, NewClient
from stepdown.plan.actions import end_prescription, prescribe
from stepdown.plan.terms import Modality, NewPrescription, PrescribedLine
from stepdown.policy.actions import load_rows, record_value
from stepdown.policy.terms import NewValue, Scope
from stepdown.safety.actions import end_restriction, restrict_contact
from stepdown.safety.terms import NewRestriction
from stepdown.schedule.actions import appointments, booking, company, rosters, series, setup, weeks
from stepdown.schedule.terms import (
    Guest,
    GuestKind,
    Joining,
    Meeting,
    NewAppointment,
    NewGroup,
    NewTrack,
    NewWeek,
)
from stepdown.session import actions as door
from tests.factories.crowd import BEFORE, BY, MONDAY, NINE, WEEK, ZONE, Crowd, crowd

OP, IOP, PHP = LevelOfCare
DAY = timedelta(days=1)
LATER = MONDAY + timedelta(days=7)
NEXT_YEAR = MONDAY + timedelta(days=364)
THREE = 15 * 60
HALF_PAST = WEEK.at(0, NINE + 30)
PASSWORD = "synthetic-lantern-47"


@dataclass(frozen=True)
class Place:
    """A crowd, and one of everything an action can be done to.

    Client 0 is expected in session 0 and in the building; client 1 was in session 1 and has left; client 2 is
    expected nowhere but in `weekly`, a series that meets on Mondays at three from next week on (`meetings`, of which
    the second is cancelled); `newcomer` and `caller` were never in care,
    `asks` asked for it, `away` is cleared and on hold since the step `held`. `draft` is a week that is not published. Client 3 is in
    session 3 and `out` of it; client 4 was in session 4, out and `back`, has left, and its leader says they were not
    there. Client 0 has a reason for not coming, `missed`.
    """

    crowd: Crowd
    elsewhere: int
    program: int
    service: int
    newcomer: int
    caller: int
    asks: int
    away: int
    held: int
    track: int
    closed: int
    draft: int
    here: int
    gone: int
    user: int
    order: int
    authorization: int
    apart: int
    weekly: int
    meetings: list[int]
    guest: int
    appointment: int
    out: int
    back: int
    missed: int
    known: Any = None

    @property
    def site(self) -> int:
        return self.crowd.site


def place() -> Place:
    """Make it, by the real actions."""
    made = crowd(5, seats=3)
    (elsewhere,) = agency.open_sites(by=BY, at=BEFORE, sites=[NewSite("S1", "Elsewhere", "UTC")])
    (program,) = agency.open_programs(by=BY, at=BEFORE, programs=[NewProgram(made.site, "Days", (PHP, IOP))])
    new = NewService("skills", "Skills group", Delivery.GROUP, 60, ("LCSW",))
    (service,) = agency.offer_services(by=BY, at=BEFORE, services=[new])
    rows = [NewClient(made.site, f"N-{n}", "x", "x", ("en",)) for n in (1, 2, 3, 4)]
    newcomer, caller, asks, away = people.register_clients(by=BY, at=BEFORE, clients=rows)
    held = _on_their_way(program, asks, away)
    (track,) = setup.create_tracks(by=BY, at=BEFORE, tracks=[NewTrack("evening", "Evening")])
    group = NewGroup("closed", "Closed", service, track, "en", made.site, 3, (IOP,), closed=True)
    (closed,) = setup.create_groups(by=BY, at=BEFORE, groups=[group])
    draft = weeks.open_week(by=BY, at=BEFORE, week=NewWeek("Draft", LATER, ZONE, 5, 480, 1290, 30))
    for n in (0, 1):
        booking.add_participant(by=BY, at=BEFORE, session=made.sessions[n], client=made.clients[n])
    here = door.check_in(by=BY, at=WEEK.at(0, NINE), client=made.clients[0])
    gone = door.check_in(by=BY, at=WEEK.at(0, NINE), client=made.clients[1])
    door.check_out(by=BY, at=WEEK.at(0, NINE + 20), visit=gone)
    user = agency.make_sign_in(by=BY, at=BEFORE, email="y@example.test", password=PASSWORD, name="y")
    agency_things(made)
    lines = (PrescribedLine(service, 3, 60),)
    order = NewPrescription(newcomer, MONDAY, Modality.IN_PERSON, 180, 0, lines)
    (order_,) = prescribe(by=BY, at=BEFORE, prescriptions=[order])
    authorization = NewAuthorization(made.clients[0], IOP, MONDAY, LATER, ())
    (authorization_,) = authorize(by=BY, at=BEFORE, authorizations=[authorization])
    (apart,) = restrict_contact(by=BY, at=BEFORE, restrictions=[NewRestriction(made.clients[0], newcomer, MONDAY)])
    manager = CarePlace(made.clients[2], made.staff[0], CareRole.CASE_MANAGER, MONDAY)
    people.assign_care_team(by=BY, at=BEFORE, places=[manager])
    weekly, meetings = _weekly(made)
    kin = Guest(GuestKind.RELATIVE, "Synthetic aunt", made.clients[0])
    guest = company.add_guest(by=BY, at=BEFORE, session=made.sessions[0], guest=kin)
    new_appointment = NewAppointment(
        made.service, made.site, None, WEEK.span(0, 16 * 60, 60), made.staff[0], (made.clients[1],)
    )
    appointment = appointments.book_appointment(by=BY, at=BEFORE, new=new_appointment).booked[0]
    found = Place(
        made, elsewhere, program, service, newcomer, caller, asks, away, held, track, closed, draft, here, gone, user,
        order_, authorization_, apart, weekly, meetings, guest, appointment, *group_room(made),
    )  # fmt: skip
    return replace(found, known=known(found))


def _weekly(made: Crowd) -> tuple[int, list[int]]:
    """A series of three Mondays at three, with client 2 in it; the second meeting is cancelled."""
    new = NewGroup("weekly", "Weekly", made.service, made.track, "en", made.site, 3, (IOP,), starts_on=LATER)
    number, planned = series.make_series(
        by=BY, at=BEFORE, group=new, meetings=[meeting(made)], topics=["One", "Two"], until=LATER + timedelta(days=21)
    )
    rosters.enroll(by=BY, at=BEFORE, joinings=[Joining(made.clients[2], number, LATER)])
    booking.cancel_session(by=BY, at=BEFORE, session=planned.made[1])
    return number, list(planned.made)


def meeting(made: Crowd, starts: int = THREE, replaces: int | None = None) -> Meeting:
    return Meeting(0, starts, 60, made.staff[3], made.rooms[3], replaces=replaces)


def agency_things(made: Crowd) -> None:
    """One of each thing of the agency that is found by itself: days away, a closure, a duty, a licence."""
    agency.add_time_off(by=BY, at=BEFORE, staff=made.staff[-1], first_day=NEXT_YEAR, last_day=NEXT_YEAR)
    agency.close_site(by=BY, at=BEFORE, site=made.site, first_day=NEXT_YEAR, last_day=NEXT_YEAR, reason="Works")
    night = NewDuty(made.site, made.staff[-1], WEEK.at(0, 18 * 60), WEEK.at(1, 8 * 60), "+1 202 555 0100")
    agency.plan_on_call(by=BY, at=BEFORE, duties=[night])
    held = NewLicense(LicenseKind.LICENSE, "Outpatient license", "Synthetic state", MONDAY, LATER, site=made.site)
    agency.add_license(by=BY, at=BEFORE, held=held)


def _on_their_way(program: int, asks: int, away: int) -> int:
    """One asked for care, the other is cleared and on hold; returns the step of the hold."""
    friday = MONDAY - timedelta(days=3)
    episode.take_first_contact(by=BY, at=BEFORE, contacts=[NewStep(asks, WayStep(Event.FIRST_CONTACT, friday))])
    episode.admit(by=BY, at=BEFORE, stays=[NewStay(away, program, IOP, friday)])
    episode.clear_for_group(by=BY, at=BEFORE, client=away, on=friday, rests_on=ClearanceBasis.RISK_SCREEN)
    return episode.hold(by=BY, at=BEFORE, holds=[NewHold(away, HoldReason.TRAVEL, MONDAY)])[0]


R = Role
CHANGE = {R.PROGRAM_DIRECTOR, R.ADMINISTRATOR}
DECIDE = {R.PROGRAM_DIRECTOR, R.MEDICAL_DIRECTOR, R.CLINICAL_SUPERVISOR, R.CLINICIAN}
GROUPS = CHANGE | {R.CLINICAL_SUPERVISOR}
REGISTER = {R.PROGRAM_DIRECTOR, R.ADMISSIONS_ADVISOR, R.CASE_MANAGER, R.FRONT_DESK}
BOOK = GROUPS | {R.CLINICIAN, R.CASE_MANAGER, R.ADMISSIONS_ADVISOR, R.FRONT_DESK}
PUBLISH = {R.PROGRAM_DIRECTOR, R.CLINICAL_SUPERVISOR}
CARE = DECIDE | {
    R.PRESCRIBER, R.NURSE, R.INTERN, R.CASE_MANAGER, R.BEHAVIORAL_TECHNICIAN, R.PEER_SPECIALIST,
}  # fmt: skip
HOLD = DECIDE | {R.CASE_MANAGER, R.UTILIZATION_REVIEWER}
DOOR = set(Role) - {R.UTILIZATION_REVIEWER, R.BILLER, R.COMPLIANCE, R.ADMINISTRATOR}
Written = dict[tuple[str, str], int]


@dataclass(frozen=True)
class Case:
    """One action. `changes` counts history rows by (table, what was done), `entries` are (kind, about which client):
    "new" is about what it made, "first" about what the first entry is about.

    `anywhere`: it concerns the whole agency, so that no site is out of reach. `through`: what crosses steps is written
    down by the actions it calls, an entry each, in this order.
    """

    do: Callable[[Place, Actor, datetime], object]
    may: set[Role]
    changes: Written
    entries: list[tuple[str, str]]
    anywhere: bool = False
    through: tuple[str, ...] = ()
    at: datetime = BEFORE


def one(table: str) -> Written:
    return {(table, "insert"): 1}


WEEK_CHANGED: Written = {("schedule_weekplan", "update"): 1}
KEPT: Written = {("schedule_enrollment", "update"): 1, ("schedule_trackenrollment", "update"): 1}


def client(p: Place, which: str) -> int | None:
    """The client an entry names: "", a name in Place, or a number in the crowd."""
    if not which:
        return None
    return p.crowd.clients[int(which)] if which.isdigit() else int(getattr(p, which))


def _order(p: Place) -> NewPrescription:
    lines = (PrescribedLine(p.service, 3, 60),)
    return NewPrescription(p.crowd.clients[2], LATER, Modality.VIDEO, 540, 180, lines)


def _authorization(p: Place) -> NewAuthorization:
    units = (Units(UnitKind.DAY, UnitPeriod.WEEK, 3),)
    return NewAuthorization(p.newcomer, IOP, MONDAY, LATER, units)


def _value() -> NewValue:
    return NewValue("hour.minutes", Decimal(50), "minutes", Scope(payer="acme-health"), MONDAY, "Contract of 2026")


def _call() -> NewCall:
    return NewCall(BEFORE, "Somebody in utilization review", Outcome.AUTHORIZED, "R-1", next_review=LATER)


def _hire(p: Place) -> NewStaff:
    return NewStaff("Cedar Mesa", p.site, ("en",), (Role.CLINICIAN,))


DAYS = {"first_day": MONDAY, "last_day": MONDAY}

CASES: dict[str, Case] = {
    # the agency
    "agency.open_sites": Case(
        lambda p, by, at: agency.open_sites(by=by, at=at, sites=[NewSite("S9", "x", "UTC")]),
        CHANGE, one("agency_site"), [("site", "")], anywhere=True,
    ),
    "agency.open_programs": Case(
        lambda p, by, at: agency.open_programs(by=by, at=at, programs=[NewProgram(p.site, "Evenings", (IOP,))]),
        CHANGE, one("agency_program"), [("program", "")],
    ),
    "agency.add_rooms": Case(
        lambda p, by, at: agency.add_rooms(by=by, at=at, rooms=[NewRoom(p.site, "R9", "x", 1)]),
        CHANGE, one("agency_room"), [("room", "")],
    ),
    "agency.offer_services": Case(
        lambda p, by, at: agency.offer_services(
            by=by, at=at, services=[NewService("new", "x", Delivery.GROUP, 60, ("LPC",))]
        ),
        CHANGE, one("agency_servicekind"), [("service", "")], anywhere=True,
    ),
    "agency.add_standard_services": Case(
        lambda p, by, at: agency.add_standard_services(by=by, at=at),
        CHANGE, {("agency_servicekind", "insert"): len(STANDARD_SERVICES) - 1},
        [("service", "")] * (len(STANDARD_SERVICES) - 1), anywhere=True,
    ),
    "agency.hire": Case(
        lambda p, by, at: agency.hire(by=by, at=at, staff=[_hire(p)]),
        CHANGE, one("agency_staffmember") | one("agency_rolegrant"), [("staff", "")],
    ),
    "agency.grant_role": Case(
        lambda p, by, at: agency.grant_role(by=by, at=at, staff=p.crowd.staff[0], role=Role.NURSE),
        {R.ADMINISTRATOR}, one("agency_rolegrant"), [("staff", "")], anywhere=True,
    ),
    "agency.make_sign_in": Case(
        lambda p, by, at: agency.make_sign_in(
            by=by, at=at, email="x@example.test", password=PASSWORD, name="x", staff=p.crowd.staff[0]
        ),
        {R.ADMINISTRATOR}, one("agency_user") | {("agency_staffmember", "update"): 1}, [("user", "")], anywhere=True,
    ),
    "agency.set_password": Case(  # the hash is kept out of history: the entry alone says that it changed
        lambda p, by, at: agency.set_password(by=by, at=at, user=p.user, password=PASSWORD),
        {R.ADMINISTRATOR}, {}, [("user", "")], anywhere=True,
    ),
    "agency.reset_second_factor": Case(
        lambda p, by, at: agency.reset_second_factor(by=by, at=at, user=p.user),
        {R.ADMINISTRATOR}, {}, [("user", "")], anywhere=True,
    ),
    "agency.lift_lock": Case(
        lambda p, by, at: agency.lift_lock(by=by, at=at, user=p.user),
        {R.ADMINISTRATOR}, {}, [("user", "")], anywhere=True,
    ),
    "agency.add_time_off": Case(
        lambda p, by, at: agency.add_time_off(by=by, at=at, staff=p.crowd.staff[0], **DAYS),
        GROUPS, one("agency_timeoff"), [("staff", "")],
    ),
    "agency.close_site": Case(
        lambda p, by, at: agency.close_site(by=by, at=at, site=p.site, reason="Holiday", **DAYS),
        CHANGE, one("agency_closure"), [("site", "")],
    ),
    "policy.load_rows": Case(
        lambda p, by, at: load_rows(by=by, at=at),
        CHANGE, {("policy_parameter", "insert"): -1}, [("policy", "")], anywhere=True,
    ),
    "policy.record_value": Case(
        lambda p, by, at: record_value(by=by, at=at, value=_value()),
        CHANGE, one("policy_parameter"), [("policy", "")], anywhere=True,
    ),
    # people and their way
    "people.register_clients": Case(
        lambda p, by, at: people.register_clients(by=by, at=at, clients=[NewClient(p.site, "N-9", "x", "x", ("en",))]),
        REGISTER, one("people_client"), [("client", "new")],
    ),
    "people.assign_care_team": Case(
        lambda p, by, at: people.assign_care_team(
            by=by, at=at, places=[CarePlace(p.newcomer, p.crowd.staff[0], CareRole.PRIMARY_CLINICIAN, MONDAY)]
        ),
        {R.PROGRAM_DIRECTOR, R.CLINICAL_SUPERVISOR, R.ADMISSIONS_ADVISOR},
        one("people_careteammember"), [("care_team", "newcomer")],
    ),
    "plan.prescribe": Case(
        lambda p, by, at: prescribe(by=by, at=at, prescriptions=[_order(p)]),
        DECIDE | {R.PRESCRIBER},
        one("plan_prescription") | one("plan_prescribedservice") | {("plan_prescription", "update"): 1},
        [("prescription", "2")],
    ),
    "plan.end_prescription": Case(
        lambda p, by, at: end_prescription(by=by, at=at, prescription=p.order, on=LATER, reason="Moved away"),
        DECIDE | {R.PRESCRIBER}, {("plan_prescription", "update"): 1}, [("prescription", "newcomer")],
    ),
    "coverage.log_call": Case(
        lambda p, by, at: log_call(by=by, at=at, authorization=p.authorization, call=_call()),
        {R.PROGRAM_DIRECTOR, R.UTILIZATION_REVIEWER, R.BILLER, R.CASE_MANAGER},
        one("coverage_reviewcontact") | {("coverage_authorization", "update"): 1}, [("review_contact", "0")],
    ),
    "coverage.end_authorization": Case(
        lambda p, by, at: end_authorization(by=by, at=at, authorization=p.authorization, on=MONDAY + DAY),
        {R.PROGRAM_DIRECTOR, R.UTILIZATION_REVIEWER, R.BILLER, R.CASE_MANAGER},
        {("coverage_authorization", "update"): 1}, [("authorization", "0")],
    ),
    "coverage.authorize": Case(
        lambda p, by, at: authorize(by=by, at=at, authorizations=[_authorization(p)]),
        {R.PROGRAM_DIRECTOR, R.UTILIZATION_REVIEWER, R.BILLER, R.CASE_MANAGER},
        one("coverage_authorization") | one("coverage_authorizedunits"), [("authorization", "newcomer")],
    ),
    "safety.end_restriction": Case(
        lambda p, by, at: end_restriction(by=by, at=at, restriction=p.apart, on=LATER, reason="Both asked"),
        DECIDE | {R.CASE_MANAGER, R.ADMISSIONS_ADVISOR}, {("safety_contactrestriction", "update"): 1},
        [("contact_restriction", "0"), ("contact_restriction", "newcomer")],
    ),
    "safety.restrict_contact": Case(
        lambda p, by, at: restrict_contact(
            by=by, at=at, restrictions=[NewRestriction(p.crowd.clients[1], p.crowd.clients[2], MONDAY)]
        ),
        DECIDE | {R.CASE_MANAGER, R.ADMISSIONS_ADVISOR}, one("safety_contactrestriction"),
        [("contact_restriction", "1"), ("contact_restriction", "2")],
    ),
    # the door
    "session.check_in": Case(
        lambda p, by, at: door.check_in(by=by, at=at, client=p.crowd.clients[1]),
        DOOR, one("session_visit"), [("visit", "1")], at=HALF_PAST,
    ),
    "session.check_out": Case(
        lambda p, by, at: door.check_out(by=by, at=at, visit=p.here),
        DOOR, one("session_segment") | {("session_visit", "update"): 1}, [("visit", "0")], at=HALF_PAST,
    ),
    "session.record_visit": Case(
        lambda p, by, at: door.record_visit(
            by=by, at=at, client=p.crowd.clients[1], arrived_at=WEEK.at(0, NINE + 21), departed_at=at
        ),
        DOOR, one("session_visit") | one("session_segment"), [("visit", "1")], at=HALF_PAST,
    ),
    "session.undo_check_in": Case(
        lambda p, by, at: door.undo_check_in(by=by, at=at, visit=p.gone),
        DOOR, {("session_visit", "update"): 1, ("session_segment", "update"): 1}, [("visit", "1")], at=HALF_PAST,
    ),
    "session.undo_check_out": Case(
        lambda p, by, at: door.undo_check_out(by=by, at=at, visit=p.gone),
        DOOR, {("session_visit", "update"): 1, ("session_segment", "update"): 1}, [("visit", "1")], at=HALF_PAST,
    ),
}  # fmt: skip

from tests.actions.cases_people import PEOPLE, known  # noqa: E402, they need `Case` from above
from tests.actions.cases_session import SESSION, group_room  # noqa: E402, the same

CASES |= PEOPLE | SESSION
