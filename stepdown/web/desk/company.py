"""Who takes part in one session: staff in their roles, how each client comes, guests; and a cancelled one back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from stepdown.audit.terms import Refused
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.plan.terms import Modality
from stepdown.schedule.access import MAY_BOOK
from stepdown.schedule.actions import booking, company
from stepdown.schedule.queries import preview
from stepdown.schedule.terms import Guest, GuestKind, SessionRole
from stepdown.web.desk import errors
from stepdown.web.desk.pages import DeskRequest, number, page, typed
from stepdown.web.desk.session_dialog import done, show
from stepdown.web.desk.told import told

WAYS = {way.value: way for way in (Modality.IN_PERSON, Modality.VIDEO)}
ROLES = {role.value: role for role in SessionRole}
KINDS = {kind.value: kind for kind in GuestKind}


@page(allowed=MAY_BOOK, writes=True)
def assign(request: DeskRequest, session: int) -> HttpResponse:
    """Give somebody of the staff a place in the session; as its leader they take over. Refused: every reason."""
    staff, role = number(request.POST.get("staff", "")), ROLES.get(request.POST.get("role", ""))
    if staff is None or role is None:
        return errors.bad_request(request)
    reason = typed(request.POST.get("reason", ""), most=500)
    try:
        company.assign_staff(by=request.actor, at=request.now, session=session, staff=staff, role=role, override=reason)
    except Refused as refused:
        again: dict[str, object] = {"again_staff": staff, "again_role": role.value, "reason": reason}
        return show(request, session, told(request, refused.obstacles) | again)
    return show(request, session, {"changed": True})


@page(allowed=MAY_BOOK, writes=True)
def unassign(request: DeskRequest, session: int, staff: int) -> HttpResponse:
    """Take somebody of the staff off the session."""
    return _done(request, session, company.unassign_staff, session=session, staff=staff)


@page(allowed=MAY_BOOK & MAY_SEE_CLIENTS, writes=True, chart=False)
def set_way(request: DeskRequest, session: int, client: int) -> HttpResponse:
    """Let a client come in person, or by video today."""
    way = WAYS.get(request.POST.get("way", ""))
    if way is None:
        return errors.bad_request(request)
    return _done(request, session, company.set_client_modality, session=session, client=client, modality=way)


@page(allowed=MAY_BOOK & MAY_SEE_CLIENTS, writes=True)
def add_guest(request: DeskRequest, session: int) -> HttpResponse:
    """Let a relative, an interpreter or a speaker take part."""
    kind, way = KINDS.get(request.POST.get("kind", "")), WAYS.get(request.POST.get("way", ""))
    if kind is None or way is None:
        return errors.bad_request(request)
    guest = Guest(kind, typed(request.POST.get("name", "")), number(request.POST.get("client", "")), way)
    return _done(request, session, company.add_guest, session=session, guest=guest)


@page(allowed=MAY_BOOK & MAY_SEE_CLIENTS, writes=True)
def remove_guest(request: DeskRequest, session: int, guest: int) -> HttpResponse:
    """Take a guest off the session."""
    return _done(request, session, company.remove_guest, guest=guest)


@page(allowed=MAY_BOOK, writes=True)
def reinstate(request: DeskRequest, session: int) -> HttpResponse:
    """Bring a cancelled session back where it stood, with its staff and clients. Refused: every reason."""
    reason = typed(request.POST.get("reason", ""), most=500)
    try:
        away = booking.reinstate_session(by=request.actor, at=request.now, session=session, override=reason)
    except Refused as refused:
        return show(request, session, told(request, refused.obstacles) | {"again_back": True, "reason": reason})
    named = people.names_of(away) if request.actor.has_any(MAY_SEE_CLIENTS) else {}
    return show(request, session, {"changed": True, "back": True, "away": sorted(named.values())})


def _done(request: DeskRequest, stands: int, do: Any, **what: object) -> HttpResponse:
    """Do it, and show the session as it stands then; refused, the session with every reason."""
    preview.details(request.actor, stands)
    try:
        do(by=request.actor, at=request.now, **what)
    except Refused as refused:
        return show(request, stands, told(request, refused.obstacles))
    return show(request, stands, {"changed": True})


@page(allowed=MAY_BOOK, writes=True)
def uncancel(request: DeskRequest, session: int) -> HttpResponse:
    """Undo a cancellation at once, from its toast; what stands in the way by now is told."""
    booking.reinstate_session(by=request.actor, at=request.now, session=session)
    return done(request, session, {"back": preview.details(request.actor, session).row})
