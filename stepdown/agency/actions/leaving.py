"""Somebody works here no longer: everything that is theirs ends at the midnight after their last day, by itself."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from allauth.mfa.models import Authenticator
from django.db.models import Max

from stepdown.agency.access import MAY_CHANGE_AGENCY, MAY_MANAGE_SIGN_INS, SYSTEM, demand
from stepdown.agency.actions.steps_access import is_last_administrator, sign_out, tell_second
from stepdown.agency.models import ServiceAccount, StaffMember, User
from stepdown.agency.queries.found import within
from stepdown.agency.rules.employment import leaving_obstacles, works_here
from stepdown.agency.terms import AccessKind, Employment, Role
from stepdown.audit.actions import lock_setup, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotAllowed, refuse
from stepdown.kernel.week import zone_of


@action
def end_employment(*, by: Actor, at: datetime, staff: int, last_day: date) -> None:
    """Somebody works here no longer after `last_day`. Today, or a day that is over: everything of theirs ends at once; a
    day to come: at the midnight after it, on the clock of their site (`end_due_employments`, and at each request).

    Sign-in, sessions, second factors and service accounts end; what they still lead stays with them, and shows as
    uncovered. Refused: oneself, the last who manages sign-ins, on call beyond that day.
    """
    member = within(by, MAY_CHANGE_AGENCY, StaffMember, staff)
    lock_setup()
    stays_until = max(at, _midnight_after(member, last_day))
    ahead = member.on_call.filter(period__endswith__gt=stays_until if last_day > _today(member, at) else at)
    person = Employment(
        active=member.active,
        is_actor=by.staff == staff,
        last_administrator=is_last_administrator(member),
        on_call_until=ahead.aggregate(until=Max("period__endswith"))["until"],
    )
    refuse(leaving_obstacles(person))
    member.last_day = last_day
    if last_day <= _today(member, at):
        _close(member, at)
    member.save(update_fields=["active", "last_day"])
    note(by=by, at=at, subject=("staff", staff), details={"last_day": str(last_day)})


@action
def end_due_employments(*, by: Actor, at: datetime) -> list[int]:
    """End everything of those whose last day is over where they work; returns their ids. For the program itself."""
    demand(by, SYSTEM)
    lock_setup()
    ended = []
    for member in StaffMember.objects.filter(active=True, last_day__isnull=False).select_related("site"):
        if not works_here(member.active, member.last_day, _today(member, at)):
            _close(member, at)
            member.save(update_fields=["active"])
            note(by=by, at=at, subject=("staff", member.pk), details={"last_day": str(member.last_day)})
            ended.append(member.pk)
    return ended


@action
def rehire(*, by: Actor, at: datetime, staff: int) -> None:
    """Somebody works here again, or still: their end was a mistake. Their sign-in opens again, with the same roles; a
    second factor they set up anew, and a second person is told.
    """
    member = within(by, MAY_CHANGE_AGENCY, StaffMember, staff)
    lock_setup()
    member.refresh_from_db(fields=["active", "last_day"])  # the worker may have ended everything of theirs meanwhile
    if member.last_day is None:
        return
    if member.role_grants.filter(role=Role.ADMINISTRATOR).exists() and not by.has_any(MAY_MANAGE_SIGN_INS):
        raise NotAllowed
    member.active, member.last_day = True, None
    member.save(update_fields=["active", "last_day"])
    if User.objects.filter(staff_member=member, is_active=False).update(is_active=True):
        tell_second(by, at, AccessKind.SIGN_IN_OPENED, member)
    note(by=by, at=at, subject=("staff", staff))


def _close(member: StaffMember, at: datetime) -> None:
    """End the sign-in, its sessions and second factors, and the service accounts of somebody. The caller saves `active`."""
    member.active = False
    User.objects.filter(staff_member=member).update(is_active=False)
    Authenticator.objects.filter(user__staff_member=member).delete()
    if member.user_id is not None:
        sign_out(member.user_id)
    ServiceAccount.objects.filter(owner=member, ended_at=None).update(ended_at=at)


def _today(member: StaffMember, at: datetime) -> date:
    return at.astimezone(zone_of(member.site.time_zone)).date()


def _midnight_after(member: StaffMember, day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone_of(member.site.time_zone))
