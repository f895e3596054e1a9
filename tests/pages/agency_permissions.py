"""Who may open which page of Staff and Settings; see `permissions`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from stepdown.agency import actions
from stepdown.agency import queries as agency
from stepdown.agency.terms import LicenseKind, NewDuty, NewLicense, Role
from stepdown.audit.terms import Actor
from tests.factories.agency import BY, Agency
from tests.factories.services import service_account as a_service_account
from tests.pages.table import EVERYONE, Page

R = Role
SEES = EVERYONE - {R.PEER_SPECIALIST, R.BEHAVIORAL_TECHNICIAN, R.INTERN}
CHANGES = frozenset({R.PROGRAM_DIRECTOR, R.ADMINISTRATOR})
SUPERVISES = CHANGES | {R.CLINICAL_SUPERVISOR}
CREDENTIALS = SUPERVISES | {R.COMPLIANCE}
ON_CALL = SUPERVISES | {R.MEDICAL_DIRECTOR}
LICENSES = CHANGES | {R.COMPLIANCE}
WATCHES = frozenset({R.PROGRAM_DIRECTOR, R.COMPLIANCE, R.ADMINISTRATOR})
SIGN_INS = frozenset({R.ADMINISTRATOR})
WENT_ON = frozenset({302})
SEVEN = timedelta(days=7)


def site(a: Agency) -> list[int]:
    return [a.site]


def program(a: Agency) -> list[int]:
    return [a.program]


def room(a: Agency) -> list[int]:
    return [a.rooms[0]]


def service(a: Agency) -> list[int]:
    return [a.services[0]]


def person(a: Agency) -> list[int]:
    return [a.staff[0]]


def credential(a: Agency) -> list[int]:
    (row,) = agency.staff_rows([a.site], staff=a.staff[0])
    return [a.staff[0], row.credentials[0].id]


def away(a: Agency) -> list[int]:
    day = a.week.monday + SEVEN
    made = actions.add_time_off(by=BY, at=timezone.now(), staff=a.staff[0], first_day=day, last_day=day)
    return [a.staff[0], made]


def closure(a: Agency) -> list[int]:
    day = a.week.monday + SEVEN
    if rows := agency.closures(a.site, day):
        return [rows[0].id]
    return [actions.close_site(by=BY, at=timezone.now(), site=a.site, first_day=day, last_day=day, reason="Works")]


def duty(a: Agency) -> list[int]:
    now = timezone.now()
    if rows := agency.duties(a.site, now):
        return [rows[0].id]
    row = NewDuty(a.site, a.staff[0], now + SEVEN, now + SEVEN * 2, "+1 202 555 0100")
    return actions.plan_on_call(by=BY, at=now, duties=[row])


def held(a: Agency) -> list[int]:
    if rows := agency.licenses([a.site]):
        return [rows[0].id]
    row = NewLicense(LicenseKind.LICENSE, "Outpatient license", "Synthetic state", a.week.monday, site=a.site)
    return [actions.add_license(by=BY, at=timezone.now(), held=row)]


def signs_in(a: Agency) -> list[int]:
    """A member of staff with a sign-in."""
    rows = [row.id for row in agency.staff_rows([a.site]) if row.user]
    if rows:
        return rows[:1]
    actions.make_sign_in(by=BY, at=timezone.now(), email=f"s{a.site}@example.org", name="Synthetic", staff=a.staff[0])
    return [a.staff[0]]


def service_account(a: Agency) -> list[int]:
    if rows := agency.service_accounts(timezone.now()):
        return [rows[0].id]
    owner = Actor("owner@example.test", staff=a.staff[0], roles=frozenset({R.COMPLIANCE}), everywhere=True)
    return [a_service_account(owner, timezone.now())[0]]


def nurse(a: Agency) -> list[int]:
    """Somebody with a sign-in who is no administrator."""
    nurses = [row.id for row in agency.staff_rows([a.site]) if R.NURSE in row.roles and row.user]
    return nurses[:1] or signs_in(a)


def change(a: Agency) -> list[int]:
    """A change of a nurse's roles, made by none of those who look at it."""
    (person,) = nurse(a)
    actions.set_roles(by=BY, at=timezone.now(), staff=person, roles=[R.NURSE, R.INTERN])
    watcher = Actor("nobody", roles=frozenset({R.COMPLIANCE}))
    return [agency.access_changes(watcher)[0][0].id]


def nothing(a: Agency) -> Mapping[str, object]:
    return {}


AGENCY = [
    Page("desk:here", EVERYONE, answers=frozenset({204})),
    Page("desk:keep-draft", EVERYONE, None, lambda a: {"place": "/staff/", "fields": "[[]]"}, frozenset({204})),
    Page("desk:give-draft", EVERYONE, None, nothing),
    Page("desk:drop-draft", EVERYONE, None, nothing, frozenset({204})),
    Page("desk:staff", EVERYONE),
    Page("desk:hire", CHANGES),
    Page("desk:staff-member", EVERYONE, person),
    Page("desk:change-staff", CHANGES, person),
    Page("desk:staff-roles", SIGN_INS, person),
    Page("desk:staff-hours", SUPERVISES, person),
    Page("desk:add-credential", CREDENTIALS, person),
    Page("desk:correct-credential", CREDENTIALS, credential),
    Page("desk:add-time-off", SUPERVISES, person),
    Page("desk:back-from", SUPERVISES, away, nothing, WENT_ON),
    Page("desk:end-employment", CHANGES, person),
    Page("desk:rehire", CHANGES, person, nothing, WENT_ON),
    Page("desk:staff-sign-in", SIGN_INS, person),
    Page("desk:password-link", SIGN_INS, signs_in, nothing),
    Page("desk:reset-second-factor", SIGN_INS, signs_in, nothing, WENT_ON),
    Page("desk:lift-lock", SIGN_INS, signs_in, nothing, WENT_ON),
    Page("desk:sign-out-everywhere", SIGN_INS, signs_in, nothing, WENT_ON),
    Page("desk:close-sign-in", SIGN_INS, nurse, nothing, WENT_ON),
    Page("desk:open-sign-in", SIGN_INS, nurse, nothing, WENT_ON),
    Page("desk:access-review", WATCHES),
    Page("desk:access-changes", WATCHES),
    Page("desk:access-changes-waiting", WATCHES),
    Page("desk:access-cards", WATCHES),
    Page("desk:accept-access-change", WATCHES, change, nothing, WENT_ON),
    Page("desk:undo-access-change", WATCHES, change, nothing, WENT_ON),
    Page("desk:service-accounts", WATCHES),
    Page("desk:make-service-account", WATCHES),
    Page("desk:renew-service-account", WATCHES, service_account),
    Page("desk:end-service-account", WATCHES, service_account, nothing, WENT_ON),
    Page("desk:settings", SEES),
    Page("desk:places", SEES),
    Page("desk:add-site", CHANGES),
    Page("desk:change-site", CHANGES, site),
    Page("desk:add-room", CHANGES, site),
    Page("desk:change-room", CHANGES, room),
    Page("desk:retire-room", CHANGES, room, nothing, WENT_ON),
    Page("desk:restore-room", CHANGES, room, nothing, WENT_ON),
    Page("desk:programs", SEES),
    Page("desk:add-program", CHANGES),
    Page("desk:change-program", CHANGES, program),
    Page("desk:services", SEES),
    Page("desk:add-standard-services", CHANGES, None, nothing, WENT_ON),
    Page("desk:add-service", CHANGES),
    Page("desk:change-service", CHANGES, service),
    Page("desk:retire-service", CHANGES, service, nothing, WENT_ON),
    Page("desk:restore-service", CHANGES, service, nothing, WENT_ON),
    Page("desk:closures", SEES),
    Page("desk:add-closure", CHANGES),
    Page("desk:close-on-holidays", CHANGES),
    Page("desk:take-back-closure", CHANGES, closure, nothing, WENT_ON),
    Page("desk:on-call", EVERYONE),
    Page("desk:add-duty", ON_CALL),
    Page("desk:take-off-call", ON_CALL, duty, nothing, WENT_ON),
    Page("desk:licenses", SEES),
    Page("desk:add-license", LICENSES),
    Page("desk:change-license", LICENSES, held),
    Page("desk:policy", SEES),
    Page("desk:record-value", CHANGES),
    Page("desk:policy-here", SEES),
]
