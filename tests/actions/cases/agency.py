"""Every action on the agency itself that changes what is there; see `cases`, whose table this one joins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.tokens import default_token_generator

from stepdown.agency import actions as agency
from stepdown.agency.models import (
    AccessChange,
    Closure,
    Credential,
    OnCallDuty,
    OwnLicense,
    ServiceAccount,
    StaffMember,
    TimeOff,
    User,
)
from stepdown.agency.rules.catalogue import STANDARD_SERVICES
from stepdown.agency.terms import (
    Delivery,
    LicenseKind,
    NewCredential,
    NewDuty,
    NewLicense,
    NewProgram,
    NewRoom,
    NewService,
    NewServiceAccount,
    NewSite,
    NewStaff,
    Role,
    ServiceScope,
    StaffDetails,
    WorkingTime,
)
from stepdown.audit.secret import new_key
from stepdown.audit.terms import Actor
from tests.actions.cases.case import CHANGE, GROUPS, Case, R, changed, one
from tests.actions.cases.place import IOP, LATER, PASSWORD, Place
from tests.factories.crowd import MONDAY, WEEK, ZONE

ADMINISTRATOR = {R.ADMINISTRATOR}
SUPERVISE = CHANGE | {R.CLINICAL_SUPERVISOR}
WATCH = {R.PROGRAM_DIRECTOR, R.COMPLIANCE, R.ADMINISTRATOR}
EVERYBODY = set(Role)
THANKSGIVING = date(2026, 11, 26)


def _somebody_leaves(p: Place, by: Actor, at: object) -> None:
    agency.end_employment(by=by, at=at, staff=p.crowd.staff[0], last_day=date(2026, 2, 27))  # type: ignore[arg-type]


def _duty(p: Place) -> NewDuty:
    return NewDuty(p.site, p.crowd.staff[0], WEEK.at(2, 1080), WEEK.at(3, 480), "+1 202 555 0101")


def _license(p: Place, name: str) -> NewLicense:
    return NewLicense(LicenseKind.ACCREDITATION, name, "Synthetic body", MONDAY, LATER, site=p.site)


def _hire(p: Place) -> NewStaff:
    return NewStaff("Cedar Mesa", p.site, ("en",), (Role.CLINICIAN,))


DAYS = {"first_day": MONDAY, "last_day": MONDAY}


def _renewed(p: Place, by: Actor, at: datetime) -> int:
    Authenticator.objects.create(user_id=p.user, type=Authenticator.Type.TOTP, data={"secret": "synthetic"})
    return agency.renew_secrets(by=by, at=at, keys=[new_key()])


def _theirs(p: Place, which: int = -1) -> int:
    """The sign-in of somebody who works here."""
    user = StaffMember.objects.get(pk=p.crowd.staff[which]).user_id
    assert user is not None
    return user


def _session() -> int:
    """A browser of user 1, who acts in the tests of actions."""
    first = User.objects.get(pk=1)
    return UserSession.objects.create(user=first, session_key="k", ip="127.0.0.1", user_agent="x", data={}).pk


def _nightly(name: str) -> NewServiceAccount:
    return NewServiceAccount(name, "Synthetic", (ServiceScope.LEDGER,), LATER)


def _owner(p: Place, by: Actor) -> Actor:
    return replace(by, staff=p.crowd.staff[0])


def _account() -> int:
    return ServiceAccount.objects.get().pk


def _change() -> int:
    return AccessChange.objects.get(kind="roles").pk


AGENCY: dict[str, Case] = {
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
        {R.ADMINISTRATOR}, one("agency_user") | one("agency_accesschange") | {("agency_staffmember", "update"): 1},
        [("user", "")], anywhere=True,
    ),
    "agency.set_password": Case(  # the hash is kept out of history: the entry alone says that it changed
        lambda p, by, at: agency.set_password(by=by, at=at, user=p.user, password=PASSWORD),
        {R.ADMINISTRATOR}, {}, [("user", "")], anywhere=True,
    ),
    "agency.reset_second_factor": Case(
        lambda p, by, at: agency.reset_second_factor(by=by, at=at, user=p.user),
        {R.ADMINISTRATOR}, {}, [("user", "")], anywhere=True,
    ),
    "agency.renew_secrets": Case(
        _renewed,
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
    "agency.change_site": Case(
        lambda p, by, at: agency.change_site(by=by, at=at, site=p.site, to=NewSite("S0", "Renamed", ZONE)),
        CHANGE, changed("agency_site"), [("site", "")],
    ),
    "agency.change_program": Case(
        lambda p, by, at: agency.change_program(
            by=by, at=at, program=p.program,
            to=NewProgram(p.site, "Mornings", (IOP,), hours=(WorkingTime(0, 540, 720),)),
        ),
        CHANGE, changed("agency_program") | one("agency_programhours"), [("program", "")],
    ),
    "agency.change_room": Case(
        lambda p, by, at: agency.change_room(by=by, at=at, room=p.crowd.rooms[0], to=NewRoom(p.site, "R0", "Willow", 4)),
        CHANGE, changed("agency_room"), [("room", "")],
    ),
    "agency.retire_room": Case(
        lambda p, by, at: agency.retire_room(by=by, at=at, room=p.crowd.rooms[0]),
        CHANGE, changed("agency_room"), [("room", "")],
    ),
    "agency.restore_room": Case(  # one in use stays in use, and nothing is written
        lambda p, by, at: agency.restore_room(by=by, at=at, room=p.crowd.rooms[0]), CHANGE, {}, [],
    ),
    "agency.change_service": Case(
        lambda p, by, at: agency.change_service(
            by=by, at=at, service=p.service, to=NewService("skills", "Coping", Delivery.GROUP, 60, ("LCSW",))
        ),
        CHANGE, changed("agency_servicekind"), [("service", "")], anywhere=True,
    ),
    "agency.retire_service": Case(
        lambda p, by, at: agency.retire_service(by=by, at=at, service=p.service),
        CHANGE, changed("agency_servicekind"), [("service", "")], anywhere=True,
    ),
    "agency.restore_service": Case(
        lambda p, by, at: agency.restore_service(by=by, at=at, service=p.service), CHANGE, {}, [], anywhere=True,
    ),
    "agency.change_staff": Case(
        lambda p, by, at: agency.change_staff(
            by=by, at=at, staff=p.crowd.staff[0], to=StaffDetails("Renamed", p.site, ("en", "es"))
        ),
        CHANGE, changed("agency_staffmember"), [("staff", "")],
    ),
    "agency.set_roles": Case(
        lambda p, by, at: agency.set_roles(by=by, at=at, staff=p.crowd.staff[0], roles=[R.NURSE]),
        ADMINISTRATOR, {("agency_rolegrant", "delete"): 1, ("agency_rolegrant", "insert"): 1}, [("staff", "")],
        anywhere=True,
    ),
    "agency.set_working_hours": Case(
        lambda p, by, at: agency.set_working_hours(
            by=by, at=at, staff=p.crowd.staff[0], hours=[WorkingTime(0, 540, 720)]
        ),
        SUPERVISE, {("agency_workinghours", "delete"): 6, ("agency_workinghours", "insert"): 1}, [("staff", "")],
    ),
    "agency.add_credential": Case(
        lambda p, by, at: agency.add_credential(
            by=by, at=at, staff=p.crowd.staff[0], credential=NewCredential("LPC", MONDAY)
        ),
        SUPERVISE | {R.COMPLIANCE}, one("agency_credential"), [("staff", "")],
    ),
    "agency.correct_credential": Case(
        lambda p, by, at: agency.correct_credential(
            by=by, at=at, credential=Credential.objects.earliest("pk").pk, to=NewCredential("LCSW", MONDAY, LATER)
        ),
        SUPERVISE | {R.COMPLIANCE}, changed("agency_credential"), [("staff", "")],
    ),
    "agency.back_from": Case(
        lambda p, by, at: agency.back_from(by=by, at=at, time_off=TimeOff.objects.get().pk, day=MONDAY),
        SUPERVISE, {("agency_timeoff", "delete"): 1}, [("staff", "")],
    ),
    "agency.end_employment": Case(
        _somebody_leaves, CHANGE, changed("agency_staffmember"), [("staff", "")],
    ),
    "agency.rehire": Case(  # who works here works here, and nothing is written
        lambda p, by, at: agency.rehire(by=by, at=at, staff=p.crowd.staff[0]), CHANGE, {}, [],
    ),
    "agency.close_sign_in": Case(
        lambda p, by, at: agency.close_sign_in(by=by, at=at, user=_theirs(p)),
        ADMINISTRATOR, one("agency_accesschange") | changed("agency_user"), [("user", "")], anywhere=True,
    ),
    "agency.open_sign_in": Case(
        lambda p, by, at: agency.open_sign_in(by=by, at=at, user=_theirs(p, -2)),
        ADMINISTRATOR, one("agency_accesschange") | changed("agency_user"), [("user", "")], anywhere=True,
    ),
    "agency.sign_out_everywhere": Case(
        lambda p, by, at: agency.sign_out_everywhere(by=by, at=at, user=p.user),
        ADMINISTRATOR, {}, [("user", "")], anywhere=True,
    ),
    "agency.end_own_session": Case(
        lambda p, by, at: agency.end_own_session(by=replace(by, user=1), at=at, session=_session()),
        EVERYBODY, {}, [("user", "")], anywhere=True,
    ),
    "agency.accept_access_change": Case(
        lambda p, by, at: agency.accept_access_change(by=by, at=at, change=_change()),
        WATCH, changed("agency_accesschange"), [("staff", "")], anywhere=True,
    ),
    "agency.undo_access_change": Case(
        lambda p, by, at: agency.undo_access_change(by=by, at=at, change=_change()),
        WATCH, changed("agency_accesschange") | {("agency_rolegrant", "delete"): 1}, [("staff", "")], anywhere=True,
    ),
    "agency.make_service_account": Case(
        lambda p, by, at: agency.make_service_account(by=_owner(p, by), at=at, new=_nightly("Nightly")),
        WATCH, one("agency_accesschange") | one("agency_serviceaccount"), [("service_account", "")], anywhere=True,
    ),
    "agency.renew_service_account": Case(
        lambda p, by, at: agency.renew_service_account(by=_owner(p, by), at=at, number=_account(), last_day=LATER),
        WATCH, changed("agency_serviceaccount") | one("agency_accesschange"), [("service_account", "")], anywhere=True,
    ),
    "agency.end_service_account": Case(
        lambda p, by, at: agency.end_service_account(by=by, at=at, number=_account()),
        WATCH, changed("agency_serviceaccount"), [("service_account", "")], anywhere=True,
    ),
    "agency.make_password_link": Case(
        lambda p, by, at: agency.make_password_link(by=by, at=at, user=p.user),
        ADMINISTRATOR, {}, [("user", "")], anywhere=True,
    ),
    "agency.use_password_link": Case(  # the hash is kept out of history: the entry alone says that it changed
        lambda p, by, at: agency.use_password_link(
            by=by, at=at, user=p.user, password=PASSWORD,
            token=default_token_generator.make_token(User.objects.get(pk=p.user)),
        ),
        EVERYBODY, {}, [("user", "")], anywhere=True,
    ),
    "agency.change_own_password": Case(
        lambda p, by, at: agency.change_own_password(by=by, at=at, password=PASSWORD),
        EVERYBODY, {}, [("user", "")], anywhere=True,
    ),
    "agency.second_factor_changed": Case(
        lambda p, by, at: agency.second_factor_changed(by=by, at=at, kind="totp", what="added"),
        EVERYBODY, {}, [("user", "")], anywhere=True,
    ),
    "agency.close_on_holidays": Case(
        lambda p, by, at: agency.close_on_holidays(by=by, at=at, site=p.site, days=[THANKSGIVING]),
        CHANGE, one("agency_closure"), [("site", "")],
    ),
    "agency.take_back_closure": Case(
        lambda p, by, at: agency.take_back_closure(by=by, at=at, closure=Closure.objects.get().pk),
        CHANGE, {("agency_closure", "delete"): 1}, [("site", "")],
    ),
    "agency.plan_on_call": Case(
        lambda p, by, at: agency.plan_on_call(by=by, at=at, duties=[_duty(p)]),
        SUPERVISE | {R.MEDICAL_DIRECTOR}, one("agency_oncallduty"), [("on_call", "")],
    ),
    "agency.take_off_call": Case(
        lambda p, by, at: agency.take_off_call(by=by, at=at, duty=OnCallDuty.objects.get().pk),
        SUPERVISE | {R.MEDICAL_DIRECTOR}, {("agency_oncallduty", "delete"): 1}, [("on_call", "")],
    ),
    "agency.add_license": Case(
        lambda p, by, at: agency.add_license(by=by, at=at, held=_license(p, "New")),
        CHANGE | {R.COMPLIANCE}, one("agency_ownlicense"), [("license", "")],
    ),
    "agency.correct_license": Case(
        lambda p, by, at: agency.correct_license(
            by=by, at=at, license_held=OwnLicense.objects.get().pk, to=_license(p, "Corrected")
        ),
        CHANGE | {R.COMPLIANCE}, changed("agency_ownlicense"), [("license", "")],
    ),
}  # fmt: skip
