"""What a second person does about a change of who may do what: finds it fine, or undoes it with one tap."""

from __future__ import annotations

from datetime import datetime

from stepdown.agency.access import MAY_WATCH_ACCESS, demand
from stepdown.agency.actions.steps_access import is_last_administrator, sign_out
from stepdown.agency.models import AccessChange, RoleGrant, ServiceAccount, StaffMember, User
from stepdown.agency.queries.found import found
from stepdown.agency.rules import second as rules
from stepdown.agency.terms import AccessKind, Role
from stepdown.audit.actions import lock_setup, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, refuse


@action
def accept_access_change(*, by: Actor, at: datetime, change: int) -> None:
    """Somebody else's change is fine. Refused: one's own, or about oneself; settled already."""
    demand(by, MAY_WATCH_ACCESS)
    lock_setup()
    row = found(AccessChange, change)
    refuse(rules.settling_obstacles(_facts(by, row)))
    _settle(by, at, row, undone=False)


@action
def undo_access_change(*, by: Actor, at: datetime, change: int) -> None:
    """Put back what somebody else changed: roles, site, sign-in, service account; it holds from their next page on.

    Refused: one's own, or about oneself; settled already; changed again since; the last administrator; who left.
    """
    demand(by, MAY_WATCH_ACCESS)
    lock_setup()
    row = found(AccessChange, change)
    held = set(map(Role, row.staff.role_grants.values_list("role", flat=True)))
    to_take, to_give = rules.to_undo(set(map(Role, row.given)), set(map(Role, row.taken)), held)
    refuse(rules.undoing_obstacles(_facts(by, row), to_take))
    kind = AccessKind(row.kind)
    if kind is AccessKind.ROLES:
        RoleGrant.objects.filter(staff=row.staff, role__in=to_take).delete()
        RoleGrant.objects.bulk_create(RoleGrant(staff=row.staff, role=role) for role in sorted(to_give))
    elif kind is AccessKind.REACH:
        StaffMember.objects.filter(pk=row.staff_id).update(site=row.site_before)
    elif row.service_id is not None:
        ServiceAccount.objects.filter(pk=row.service_id).update(ended_at=at)
    else:
        _open_or_close(row, opened=kind is AccessKind.SIGN_IN_CLOSED)
    _settle(by, at, row, undone=True)


def _open_or_close(row: AccessChange, *, opened: bool) -> None:
    if row.staff.user_id is None:
        return
    User.objects.filter(pk=row.staff.user_id).update(is_active=opened)
    if not opened:
        sign_out(row.staff.user_id)


def _facts(by: Actor, row: AccessChange) -> rules.Change:
    later = AccessChange.objects.filter(staff=row.staff, kind=row.kind, undone=False, pk__gt=row.pk)
    return rules.Change(
        kind=AccessKind(row.kind),
        own=row.changed_by == by.label or by.staff in {row.changer_id, row.staff_id} - {None},
        settled=row.settled_at is not None,
        changed_again=row.service_id is None and later.exists(),
        employed=row.staff.active,
        last_administrator=is_last_administrator(row.staff),
        service_ended=row.service is not None and row.service.ended_at is not None,
    )


def _settle(by: Actor, at: datetime, row: AccessChange, *, undone: bool) -> None:
    row.settled_at, row.settled_by, row.undone = at, by.label, undone
    row.save(update_fields=["settled_at", "settled_by", "undone"])
    details: dict[str, object] = {"change": row.pk, "kind": row.kind, "undone": undone, "changed_by": row.changed_by}
    note(by=by, at=at, subject=("staff", row.staff_id), details=details)
