"""Who takes part in one session beside its clients, and how it meets: staff, guests, in person or by video."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from stepdown.agency.access import demand
from stepdown.agency.queries import sites_of_staff
from stepdown.audit.actions import last_word, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotFound, Obstacle, Refused, refuse
from stepdown.plan.terms import Modality
from stepdown.schedule import rules
from stepdown.schedule.access import MAY_BOOK, MAY_RECORD_STAFF
from stepdown.schedule.actions import steps
from stepdown.schedule.models import ActualStaff, PlannedSession, SessionGuest
from stepdown.schedule.queries import facts, stands
from stepdown.schedule.terms import Blocker, Freed, Guest, SessionRole, SessionState


@action
def assign_staff(*, by: Actor, at: datetime, session: int, staff: int, role: SessionRole, override: str = "") -> None:
    """Give a member of staff a place in one session; as its lead they take over from whoever leads it.

    Refused with every obstacle: for the lead all that a move asks, for the others that they are free.
    """
    row = steps.session_to_hold(by, session)
    sites_of_staff({staff})
    steps.lock_sessions([row], staff=[staff])
    row = steps.session_within(by, session)
    if row.state == SessionState.CANCELLED:
        raise Refused(Obstacle(Blocker.SESSION_CANCELLED))
    here = stands.placement_of(row)
    people = facts.company_of(row)
    if role == SessionRole.LEAD:
        others = tuple(other for other in people.others if other[0] != staff)
        booking = facts.booking(row, replace(here, staff=staff), now=at, company=replace(people, others=others))
        found = rules.obstacles(booking)
    else:
        others = (*(other for other in people.others if other[0] != staff), (staff, role))
        lead = None if here.staff == staff else here.staff
        company = replace(people, others=others)
        found = rules.staff_free(facts.booking(row, replace(here, staff=lead), now=at, company=company))
    steps.refuse_unless_overridden(by, facts.standing(row, at), found, override)
    with last_word(Obstacle(Blocker.BUSY_ELSEWHERE)):
        if role == SessionRole.LEAD:
            row.staff.filter(active=True, role=role).exclude(staff=staff).update(active=False, freed=Freed.REMOVED)
        steps.give_place(row, staff, role)
    steps.mark_changed(row)
    details: dict[str, object] = {"staff": staff, "role": role.value}
    steps.note_change(by=by, at=at, row=row, details=details | ({"override": override} if override else {}))


@action
def unassign_staff(*, by: Actor, at: datetime, session: int, staff: int) -> None:
    """Take a member of staff off one session before it begins. NotFound when they have no place in it."""
    row = steps.session_to_hold(by, session)
    steps.lock_sessions([row], staff=[staff])
    row = steps.session_within(by, session)
    refuse(facts.standing(row, at))
    if not row.staff.filter(staff=staff, active=True).update(active=False, freed=Freed.REMOVED):
        raise NotFound
    steps.mark_changed(row)
    steps.note_change(by=by, at=at, row=row, details={"staff": staff})


@action
def set_modality(*, by: Actor, at: datetime, session: int, modality: Modality) -> None:
    """Let one session meet in person, by video, or both. How each client comes is theirs: `set_client_modality`."""
    row = steps.session_to_hold(by, session)
    steps.lock_sessions([row])
    row = steps.session_within(by, session)
    refuse(facts.standing(row, at))
    row.modality = modality
    row.save(update_fields=["modality"])
    steps.mark_changed(row)
    steps.note_change(by=by, at=at, row=row, details={"modality": modality.value})


@action
def record_staff(*, by: Actor, at: datetime, session: int, staff: Sequence[tuple[int, SessionRole]]) -> None:
    """Record who really led and took part in a session, a stand-in among them; what was planned stays as it was.

    `staff` are (staff, role) and replace what was recorded before. Raises NotAllowed, NotFound.
    """
    row = PlannedSession.objects.filter(pk=session).first()
    demand(by, MAY_RECORD_STAFF, [] if row is None else [row.site_id])
    if row is None:
        raise NotFound
    sites_of_staff({number for number, _ in staff})
    steps.lock_sessions([row])
    roles = dict(staff)
    row.actual_staff.exclude(staff__in=roles).delete()
    for number, role in sorted(roles.items(), key=lambda pair: pair[1] == SessionRole.LEAD):
        ActualStaff.objects.update_or_create(session=row, staff_id=number, defaults={"role": role})
    note(
        by=by,
        at=at,
        subject=("planned_session", row.pk),
        details={"staff": [[number, role.value] for number, role in sorted(roles.items())]},
    )


@action
def set_client_modality(*, by: Actor, at: datetime, session: int, client: int, modality: Modality) -> None:
    """Let a client come to one session in person or by video: today by video, because a child is ill.

    Refused when the session is over or cancelled, or the room holds no more. NotFound when they have no seat.
    """
    row = steps.session_with(by, session, client)
    refuse(steps.ways(modality))
    one = row.participants.filter(client=client, active=True).first()
    if one is None:
        raise NotFound
    if row.period.upper <= at:
        raise Refused(Obstacle(Blocker.IN_THE_PAST))
    one.modality = modality
    one.save(update_fields=["modality"])
    refuse(_room(row, at))
    steps.note_change(by=by, at=at, row=row, client=client, details={"modality": modality.value})


@action
def add_guest(*, by: Actor, at: datetime, session: int, guest: Guest) -> int:
    """Let a relative, an interpreter or a speaker take part in one session; returns the guest's id.

    Refused when the room holds no more, or the session is over or cancelled.
    """
    row = steps.session_with(by, session, guest.client)
    if guest.client is not None and not row.participants.filter(client=guest.client, active=True).exists():
        raise NotFound
    over = (Obstacle(Blocker.IN_THE_PAST),) if row.period.upper <= at else ()
    cancelled = (Obstacle(Blocker.SESSION_CANCELLED),) if row.state == SessionState.CANCELLED else ()
    refuse(cancelled or (over + steps.ways(guest.modality)))
    made = SessionGuest.objects.create(
        session=row, kind=guest.kind, name=guest.name, client_id=guest.client, modality=guest.modality
    )
    refuse(_room(row, at))
    details: dict[str, object] = {"guest": made.pk, "kind": guest.kind.value}
    steps.note_change(by=by, at=at, row=row, client=guest.client, details=details)
    return made.pk


@action
def remove_guest(*, by: Actor, at: datetime, guest: int) -> None:
    """Take a guest off a session. NotFound when there is none."""
    one = SessionGuest.objects.filter(pk=guest, active=True).first()
    demand(by, MAY_BOOK)
    if one is None:
        raise NotFound
    row = steps.session_with(by, one.session_id, one.client_id)
    if not SessionGuest.objects.filter(pk=guest, active=True).update(active=False):
        raise NotFound
    steps.note_change(by=by, at=at, row=row, client=one.client_id, details={"guest": guest, "kind": one.kind})


def _room(row: PlannedSession, at: datetime) -> tuple[Obstacle, ...]:
    """What the room says once somebody more takes a place in it."""
    return rules.room_holds(facts.booking(row, stands.placement_of(row), now=at))
