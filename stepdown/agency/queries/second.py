"""Changes of who may do what, as a second person is told them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from stepdown.agency.access import EVERYWHERE, MAY_WATCH_ACCESS
from stepdown.agency.models import AccessChange, RoleGrant, StaffMember
from stepdown.agency.terms import AccessChangeRow, AccessKind, AccessRow, Role
from stepdown.audit.terms import Actor

LATELY = 30
"""Settled changes on the page."""


def access_changes(by: Actor) -> tuple[tuple[AccessChangeRow, ...], tuple[AccessChangeRow, ...]]:
    """(what waits, the newest first; what was settled lately). Four queries."""
    rows = AccessChange.objects.select_related("staff__site", "site", "site_before", "service")
    rows = rows.prefetch_related("staff__role_grants")
    waits, settled = rows.filter(settled_at=None), rows.filter(settled_at__isnull=False).order_by("-settled_at", "-pk")
    return _rows(by, waits), _rows(by, settled[:LATELY])


def changes_waiting(by: Actor) -> int:
    """How many changes wait for this person to look at. One query."""
    rows = AccessChange.objects.filter(settled_at=None).exclude(changed_by=by.label)
    rows = rows.exclude(staff=by.staff).exclude(changer=by.staff) if by.staff else rows
    return rows.count()


def second_people(by: Actor, staff: int) -> tuple[str, ...]:
    """Who is told of a change that `by` makes about a member of staff: by name, those who may sign in. One query."""
    rows = StaffMember.objects.filter(active=True, user__is_active=True, role_grants__role__in=MAY_WATCH_ACCESS)
    return tuple(rows.exclude(pk__in={staff, by.staff or 0}).values_list("name", flat=True).distinct())


def access_review() -> tuple[AccessRow, ...]:
    """Everybody who may sign in, by name, with each role and when it was given. Four queries."""
    factors = Authenticator.objects.filter(user=OuterRef("user")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    people = StaffMember.objects.filter(active=True, user__is_active=True).annotate(protected=Exists(factors))
    people = people.select_related("site", "user").prefetch_related("role_grants")
    given = _given()
    return tuple(_review(row, given, protected=row.protected) for row in people)


def _given() -> dict[int, datetime]:
    """When each role was given, by the grant's id, as the action that gave it says. One query."""
    events = RoleGrant.pgh_event_model.objects.filter(pgh_label="insert")  # type: ignore[attr-defined]
    rows = events.values_list("pgh_obj_id", "pgh_context__at")
    return {grant: datetime.fromisoformat(at) for grant, at in rows if at}


def _review(row: StaffMember, given: dict[int, datetime], *, protected: bool) -> AccessRow:
    held = {Role(grant.role): given.get(grant.pk) for grant in row.role_grants.all()}
    return AccessRow(
        staff=row.pk,
        name=row.name,
        email=row.user.email if row.user else "",
        site=row.site.name,
        everywhere=bool(held.keys() & EVERYWHERE),
        roles=tuple((role, held[role]) for role in Role if role in held),
        second_factor=protected,
        last_login=row.user.last_login if row.user else None,
        last_day=row.last_day,
    )


def _rows(by: Actor, rows: Iterable[AccessChange]) -> tuple[AccessChangeRow, ...]:
    return tuple(_row(by, row) for row in rows)


def _row(by: Actor, row: AccessChange) -> AccessChangeRow:
    held = {grant.role for grant in row.staff.role_grants.all()}
    return AccessChangeRow(
        id=row.pk,
        kind=AccessKind(row.kind),
        at=row.changed_at,
        by=row.changed_by,
        staff=row.staff_id,
        name=row.staff.name,
        given=tuple(map(Role, row.given)),
        taken=tuple(map(Role, row.taken)),
        roles=tuple(role for role in Role if role in held),
        site=row.site.name if row.site else "",
        site_before=row.site_before.name if row.site_before else "",
        service=row.service.name if row.service else "",
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        undone=row.undone,
        mine=row.changed_by == by.label or by.staff in {row.changer_id, row.staff_id} - {None},
    )
