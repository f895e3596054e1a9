"""Changing the week by hand: move a session, cancel it, seat a client."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F

from stepdown.agency.access import demand
from stepdown.audit.actions import last_word, lock, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Lockable, NotAllowed, NotFound, Obstacle, Refused, Stale, refuse
from stepdown.people.queries import sites_of
from stepdown.schedule import rules
from stepdown.schedule.access import MAY_BOOK
from stepdown.schedule.models import Participant, PlannedSession, SessionStaff, WeekPlan
from stepdown.schedule.queries import facts
from stepdown.schedule.terms import Blocker, Placement, SessionRole, SessionState


@action
def move_session(
    *, by: Actor, at: datetime, session: int, to: Placement, seen: Placement | None = None, override: str = ""
) -> None:
    """Let a session stand elsewhere: another time, leader or room; everybody expected moves with it.

    `seen` is where the person saw it before moving: when somebody else moved it meanwhile, nothing is done.
    `override` is the reason for overriding what may be overridden. Raises NotAllowed, NotFound, Refused with every
    obstacle.
    """
    row = _session(by, session)
    _lock(row, staff=[to.staff], rooms=[to.room])
    row = _session(by, session)
    if row.state == SessionState.CANCELLED:
        raise Refused(Obstacle(Blocker.SESSION_CANCELLED))
    before = facts.placement_of(row)
    if seen is not None and seen != before:
        raise Refused(Obstacle(Stale.CHANGED_MEANWHILE))
    _refuse_unless_overridden(by, facts.standing(row, at), rules.obstacles(facts.booking(row, to, now=at)), override)
    slot = facts.slot_at(facts.week_of(row), to.weekday, to.starts, facts.period_of(row).minutes)
    with last_word(Obstacle(Blocker.BUSY_ELSEWHERE)):
        row.staff.filter(active=True, role=SessionRole.LEAD).exclude(staff=to.staff).update(active=False)
        row.room_id = to.room
        row.period = DateTimeTZRange(slot.period.start, slot.period.end)
        row.save(update_fields=["room", "period"])
        if to.staff != before.staff:
            SessionStaff.objects.update_or_create(
                session=row,
                staff_id=to.staff,
                defaults={"role": SessionRole.LEAD, "period": row.period, "active": True},
            )
    _count_change(row)
    note(
        by=by,
        at=at,
        subject=("planned_session", row.pk),
        details={
            "from": _as_details(before),
            "to": _as_details(to),
            **({"override": override} if override else {}),
        },
    )


@action
def cancel_session(*, by: Actor, at: datetime, session: int) -> None:
    """Cancel one session: its room, leader and clients are free again. It stays on record."""
    row = _session(by, session)
    _lock(row)
    row = _session(by, session)
    refuse(facts.standing(row, at))
    row.staff.filter(active=True).update(active=False)
    row.participants.filter(active=True).update(active=False)
    row.state = SessionState.CANCELLED
    row.save(update_fields=["state"])
    _count_change(row)
    note(by=by, at=at, subject=("planned_session", row.pk))


@action
def add_participant(*, by: Actor, at: datetime, session: int, client: int, override: str = "") -> int:
    """Seat a client in a session; returns the seat, counted from 1. Raises NotAllowed, NotFound, Refused."""
    row = _session(by, session)
    demand(by, MAY_BOOK, sites_of([client]).values())
    lock([(Lockable.SESSION, row.pk), (Lockable.CLIENT, client)])
    row = _session(by, session)
    booking = facts.booking(row, facts.placement_of(row), now=at)
    (newcomer,) = facts.client_facts([client], facts.week_of(row), booking.slot.day, but=None)
    taken = set(row.participants.filter(active=True).values_list("seat", flat=True))
    found = rules.joining(booking, newcomer, len(taken))
    _refuse_unless_overridden(by, facts.standing(row, at), found, override)
    seat = next(number for number in range(1, len(taken) + 2) if number not in taken)
    with last_word(Obstacle(Blocker.BUSY_ELSEWHERE)):
        Participant.objects.update_or_create(
            session=row, client_id=client, defaults={"seat": seat, "period": row.period, "active": True}
        )
    _count_change(row)
    note(by=by, at=at, subject=("planned_session", row.pk), client=client, details={"seat": seat, "override": override})
    return seat


@action
def remove_participant(*, by: Actor, at: datetime, session: int, client: int) -> None:
    """Give a client's seat in one session back, before it begins. Raises Refused; NotFound when they have none."""
    row = _session(by, session)
    lock([(Lockable.SESSION, row.pk), (Lockable.CLIENT, client)])
    refuse(facts.standing(_session(by, session), at))
    if not row.participants.filter(client=client, active=True).update(active=False):
        raise NotFound
    _count_change(row)
    note(by=by, at=at, subject=("planned_session", row.pk), client=client)


def _session(by: Actor, session: int) -> PlannedSession:
    """The session, within the actor's reach and rights."""
    if not by.has_any(MAY_BOOK):
        raise NotAllowed
    row = PlannedSession.objects.select_related("group__track", "site", "service", "week").filter(pk=session).first()
    if row is None or not by.works_at(row.site_id):
        raise NotFound
    return row


def _lock(row: PlannedSession, staff: Iterable[int] = (), rooms: Iterable[int | None] = ()) -> None:
    """Hold the session, and every clinician, room and client it touches or will touch."""
    leaders = row.staff.filter(active=True).values_list("staff", flat=True)
    clients = row.participants.filter(active=True).values_list("client", flat=True)
    lock(
        [
            (Lockable.SESSION, row.pk),
            *((Lockable.STAFF, number) for number in {*leaders, *staff}),
            *((Lockable.ROOM, number) for number in {row.room_id, *rooms} if number is not None),
            *((Lockable.CLIENT, number) for number in clients),
        ]
    )


def _refuse_unless_overridden(
    by: Actor, firm: tuple[Obstacle, ...], found: tuple[Obstacle, ...], override: str
) -> None:
    """Raise Refused with every obstacle, unless each may be overridden by this actor and a reason is given."""
    overridden = bool(override.strip()) and all(by.has_any(obstacle.override_by) for obstacle in found)
    if firm or (found and not overridden):
        raise Refused(*firm, *found)


def _count_change(row: PlannedSession) -> None:
    """One more change of the week, for whoever compares versions."""
    WeekPlan.objects.filter(pk=row.week_id).update(version=F("version") + 1)


def _as_details(placement: Placement) -> dict[str, object]:
    return {
        "weekday": placement.weekday,
        "starts": placement.starts,
        "staff": placement.staff,
        "room": placement.room,
    }
