"""What is done to one member of staff: hired, changed, hours, roles, credentials, days away, the end of employment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from stepdown.agency import actions
from stepdown.agency import queries as agency
from stepdown.agency.access import MAY_ADD_TIME_OFF, MAY_CHANGE_AGENCY, MAY_KEEP_CREDENTIALS, MAY_MANAGE_SIGN_INS
from stepdown.agency.terms import CredentialRow, NewCredential, NewStaff, Role, StaffDetails, StaffRow
from stepdown.audit.terms import NotFound
from stepdown.kernel.week import Week
from stepdown.people import queries as people
from stepdown.schedule.queries import week as schedule
from stepdown.web.desk.changing import ask
from stepdown.web.desk.fields import STATES, Checks, Day, Line, WeekForm, hours_of, labels, languages, week_of
from stepdown.web.desk.pages import DeskRequest, page
from stepdown.web.desk.second import told
from stepdown.web.desk.templatetags.wording import clock, day_long

LIMITS = ("max_groups_a_day", "max_individual_a_day", "max_minutes_a_week", "max_run_minutes", "caseload_limit")
NO_LIMIT = "Empty means no limit."


def _limit(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=10_000, required=False)


class StaffForm(forms.Form):
    """Who somebody is, and the limits they agreed to."""

    name = Line(label="Name", help_text="As colleagues read it.")
    site = forms.TypedChoiceField(label="Site", coerce=int)
    languages = Checks(label="Languages they work in")
    telehealth = forms.BooleanField(label="Also works by video", required=False)
    max_groups_a_day = _limit("Most groups a day")
    max_individual_a_day = _limit("Most individual sessions a day")
    max_minutes_a_week = _limit("Most minutes of sessions a week")
    max_run_minutes = _limit("Longest run of minutes without a break")
    caseload_limit = _limit("Most clients as primary clinician")


class HireForm(StaffForm):
    """A new member of staff, with the roles they begin with."""

    roles = Checks(label="Roles", required=False, help_text="What they may see and do.")
    field_order = ("name", "site", "roles", "languages", "telehealth", *LIMITS)


class RolesForm(forms.Form):
    """Every role somebody holds."""

    roles = Checks(label="Roles", choices=labels(Role), required=False)


class CredentialForm(forms.Form):
    """A licence or certificate."""

    type = Line(label="Credential", max_length=60, help_text="As services name it: LCSW, LPC, RN.")
    state = forms.ChoiceField(label="State", required=False, choices=[("", "No state"), *STATES.items()])
    number = Line(label="Number", max_length=60, required=False)
    valid_from = Day(label="First day")
    valid_until = Day(label="Last day", required=False, help_text="Leave it empty when it does not run out.")
    supervision_required = forms.BooleanField(label="They work under supervision", required=False)


class AwayForm(forms.Form):
    """Days somebody is away."""

    first_day = Day(label="First day away")
    last_day = Day(label="Last day away")
    reason = Line(label="Reason", required=False, help_text="“Vacation” is enough: colleagues can read it.")


class LeavingForm(forms.Form):
    """The last day somebody works here."""

    last_day = Day(label="Last day", help_text="They work here up to and with it.")


@page(allowed=MAY_CHANGE_AGENCY)
def hire(request: DeskRequest) -> HttpResponse:
    """Add somebody who works here. Who administers, an administrator says."""
    form = HireForm(request.POST or None, initial={"site": request.site.id, "languages": ["en"]})
    _choices(request, form)
    roles = [role for role in Role if role is not Role.ADMINISTRATOR or request.actor.has_any(MAY_MANAGE_SIGN_INS)]
    form.fields["roles"].choices = labels(roles)  # type: ignore[attr-defined]
    made: list[int] = []

    def do(typed: dict[str, Any]) -> None:
        new = NewStaff(**{**typed, "roles": tuple(map(Role, typed["roles"])), "languages": tuple(typed["languages"])})
        made.extend(actions.hire(by=request.actor, at=request.now, staff=[new]))

    said = {"section": "staff", "crumbs": (("desk:staff", "Staff"),), "submit": "Hire", "lead": NO_LIMIT}
    done = "They work here now. Add their credentials and hours, so that sessions can be planned."
    response = ask(request, form, do, heading="Hire somebody", back="desk:staff", done=done, said=said)
    return redirect("desk:staff-member", made[0]) if made else response


@page(allowed=MAY_CHANGE_AGENCY)
def change_staff(request: DeskRequest, staff: int) -> HttpResponse:
    """Change who somebody is, where they work, their languages and limits."""
    row = member(request, staff)
    names = ("name", "site", "telehealth", *LIMITS)
    shown = {name: getattr(row, name) for name in names} | {"languages": list(row.languages)}
    form = StaffForm(request.POST or None, initial=shown)
    _choices(request, form, row.languages)

    def do(typed: dict[str, Any]) -> None:
        to = StaffDetails(**{**typed, "languages": tuple(typed["languages"])})
        actions.change_staff(by=request.actor, at=request.now, staff=staff, to=to)

    return _about(request, row, form, do, "Details and limits", lead=NO_LIMIT)


@page(allowed=MAY_MANAGE_SIGN_INS)
def staff_roles(request: DeskRequest, staff: int) -> HttpResponse:
    """Give roles, and take them back."""
    row = member(request, staff)
    form = RolesForm(request.POST or None, initial={"roles": list(row.roles)})

    def do(typed: dict[str, Any]) -> None:
        roles = [Role(role) for role in typed["roles"]]
        actions.set_roles(by=request.actor, at=request.now, staff=staff, roles=roles)

    lead = "A role decides what they see and do, from their next page on."
    done = f"Saved. {told(request, staff)}" if row.user else "Saved."
    return _about(request, row, form, do, "Roles", lead=lead, done=done)


@page(allowed=MAY_ADD_TIME_OFF)
def staff_hours(request: DeskRequest, staff: int) -> HttpResponse:
    """Say when somebody works in an ordinary week."""
    row = member(request, staff)
    form = WeekForm(request.POST or None, initial=week_of(agency.working_hours(staff)))

    def do(typed: dict[str, Any]) -> None:
        actions.set_working_hours(by=request.actor, at=request.now, staff=staff, hours=hours_of(typed))

    lead = "Sessions already planned outside these hours stay until somebody moves them."
    return _about(request, row, form, do, "Working hours", lead=lead)


@page(allowed=MAY_KEEP_CREDENTIALS)
def add_credential(request: DeskRequest, staff: int) -> HttpResponse:
    """Record a credential, or its renewal."""
    row = member(request, staff)
    form = CredentialForm(request.POST or None, initial={"state": request.site.jurisdiction.partition("-")[2]})

    def do(typed: dict[str, Any]) -> None:
        actions.add_credential(by=request.actor, at=request.now, staff=staff, credential=NewCredential(**typed))

    return _about(request, row, form, do, "A credential", submit="Record it")


@page(allowed=MAY_KEEP_CREDENTIALS)
def correct_credential(request: DeskRequest, staff: int, credential: int) -> HttpResponse:
    """Put a credential right, or end it."""
    row = member(request, staff)
    held = _held(row, credential)
    form = CredentialForm(
        request.POST or None, initial={name: getattr(held, name) for name in CredentialForm.base_fields}
    )
    if held.state and held.state not in STATES:
        form.fields["state"].choices += [(held.state, held.state)]  # type: ignore[attr-defined]

    def do(typed: dict[str, Any]) -> None:
        actions.correct_credential(by=request.actor, at=request.now, credential=credential, to=NewCredential(**typed))

    lead = "For a renewal, record a new one: sessions look at the one that holds on their day."
    return _about(request, row, form, do, f"Correct {held.type}", lead=lead)


@page(allowed=MAY_ADD_TIME_OFF)
def add_time_off(request: DeskRequest, staff: int) -> HttpResponse:
    """Record days somebody is away."""
    row = member(request, staff)
    form = AwayForm(request.POST or None)

    def do(typed: dict[str, Any]) -> None:
        actions.add_time_off(by=request.actor, at=request.now, staff=staff, **typed)

    lead = "Sessions they lead on these days stay, and show as uncovered."
    return _about(request, row, form, do, "Days away", lead=lead, submit="Record them")


@page(allowed=MAY_ADD_TIME_OFF, writes=True)
def back_from(request: DeskRequest, staff: int, time_off: int) -> HttpResponse:
    """Take days away off the calendar; those that have begun end yesterday."""
    member(request, staff)
    today = request.today
    if time_off not in {row.id for row in agency.time_off(staff, today)}:
        raise NotFound
    actions.back_from(by=request.actor, at=request.now, time_off=time_off, day=today)
    messages.success(request, "They work again on these days.")
    return redirect("desk:staff-member", staff)


@page(allowed=MAY_CHANGE_AGENCY)
def end_employment(request: DeskRequest, staff: int) -> HttpResponse:
    """End somebody's employment on a day, with what ends and what is left to hand over."""
    person = member(request, staff)
    today = request.today
    form = LeavingForm(request.POST or None, initial={"last_day": today})

    def do(typed: dict[str, Any]) -> None:
        actions.end_employment(by=request.actor, at=request.now, staff=staff, last_day=typed["last_day"])

    lead = (
        "Today, or a day that is over: everything below ends at once. A day to come: at the midnight after it, by itself."
        " What they wrote and led stays under their name."
    )
    done = f"{person.name} works here until that day, and no longer."
    said = {"danger": True, "facts": _what_ends(request, person)}
    submit = "End employment"
    return _about(request, person, form, do, submit, lead=lead, submit=submit, done=done, more=said)


def _what_ends(request: DeskRequest, person: StaffRow) -> list[tuple[str, str]]:
    """What ends with somebody's last day, and what is left to hand over first, in words. Nine queries."""
    behind = agency.leaves_behind(person.id, request.now)
    week = Week.of(request.now, request.site.time_zone)
    ahead = [session for days in (week, week.next) for session in schedule.board(days, staff=[person.id])]
    left = [row for row in ahead if row.leader == person.id and row.period.start > request.now and not row.cancelled]
    theirs = people.caseloads([person.id], request.today).get(person.id, 0)
    until = behind.on_call_until
    return [
        ("Sign-in", person.email or "None"),
        ("Signed in now", _counted(behind.browsers, "browser")),
        ("Second factors", _counted(behind.factors, "app or key", "apps and keys")),
        ("Service accounts", f"{', '.join(behind.services)}: renew them yourself first to keep them"
         if behind.services else "None"),
        ("Hand over first: clients", f"{_counted(theirs, 'client')} as primary clinician"),
        ("Hand over first: sessions", f"{len(left)} to lead this week and next; those that stay show as uncovered"),
        ("Hand over first: on call", f"until {day_long(until)}, {clock(until)}" if until else "Not on call"),
    ]  # fmt: skip


def _counted(number: int, one: str, more: str = "") -> str:
    return f"{number} {one if number == 1 else more or one + 's'}" if number else "None"


@page(allowed=MAY_CHANGE_AGENCY, writes=True)
def rehire(request: DeskRequest, staff: int) -> HttpResponse:
    """Somebody works here again, with the roles they had."""
    row = member(request, staff)
    actions.rehire(by=request.actor, at=request.now, staff=staff)
    still = "still" if row.active else "again, with the roles they had"
    messages.success(request, f"{row.name} works here {still}.")
    return redirect("desk:staff-member", staff)


def member(request: DeskRequest, staff: int) -> StaffRow:
    """The member of staff within reach, whether or not they left; raises NotFound. Three queries."""
    rows = agency.staff_rows([site.id for site in request.sites], staff=staff)
    if not rows:
        raise NotFound
    return rows[0]


def _about(
    request: DeskRequest,
    row: StaffRow,
    form: forms.Form,
    do: Any,
    what: str,
    *,
    lead: str = "",
    submit: str = "Save",
    done: str = "Saved.",
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    here = reverse("desk:staff-member", args=[row.id])
    said: Mapping[str, object] = {
        "section": "staff",
        "crumbs": (("desk:staff", "Staff"), (here, row.name)),
        "lead": lead,
        "submit": submit,
        **(more or {}),
    }
    return ask(request, form, do, heading=what, back=here, done=done, said=said)


def _choices(request: DeskRequest, form: forms.Form, now: tuple[str, ...] = ()) -> None:
    form.fields["site"].choices = [(site.id, site.name) for site in request.sites]  # type: ignore[attr-defined]
    form.fields["languages"].choices = languages(now)  # type: ignore[attr-defined]


def _held(row: StaffRow, credential: int) -> CredentialRow:
    for held in row.credentials:
        if held.id == credential:
            return held
    raise NotFound
