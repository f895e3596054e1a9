"""Parts of actions on who may do what: telling a second person, who is the last administrator, signing out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession

from stepdown.agency.models import AccessChange, StaffMember
from stepdown.agency.terms import AccessKind, Role
from stepdown.audit.terms import Actor


def tell_second(
    by: Actor,
    at: datetime,
    kind: AccessKind,
    member: StaffMember,
    *,
    given: Collection[Role] = (),
    taken: Collection[Role] = (),
    **more: Any,
) -> None:
    """Put a change before somebody else than `by` and the person concerned. It holds at once: nobody waits."""
    AccessChange.objects.create(
        kind=kind,
        changed_at=at,
        changed_by=by.label,
        changer_id=by.staff,
        staff=member,
        given=sorted(given),
        taken=sorted(taken),
        **more,
    )


def is_last_administrator(member: StaffMember) -> bool:
    """Whether nobody else who may sign in, and stays, is an administrator, while this person is."""
    able = StaffMember.objects.filter(role_grants__role=Role.ADMINISTRATOR, active=True, user__is_active=True)
    return able.filter(pk=member.pk).exists() and not able.filter(last_day=None).exclude(pk=member.pk).exists()


def sign_out(user: int) -> int:
    """End every session of a sign-in, in every browser; returns how many. The rows are django-allauth's."""
    sessions = list(UserSession.objects.filter(user_id=user))
    for session in sessions:
        session.end()
    return len(sessions)
