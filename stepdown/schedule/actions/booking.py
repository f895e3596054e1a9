"""Changing one session by hand: move it, cancel it, bring it back, seat a client. Its series stays as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from stepdown.audit.actions import last_word
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotFound, Obstacle, Refused, Stale, refuse
from stepdown.plan.terms import Modality
from stepdown.schedule import rules
from stepdown.schedule.actions import steps, steps_back, steps_giving
from stepdown.schedule.queries import facts, stands
from stepdown.schedule.queries.seating import seating
from stepdown.schedule.terms import Blocker, Freed, Placement, SessionState


@action
def move_session(
    *, by: Actor, at: datetime, session: int, to: Placement, seen: Placement | None = None, override: str = ""
) -> None:
    """Let a session stand elsewhere: another time, length, leader or room; everybody expected moves with it.

    `seen` is where the person saw it before moving: when somebody else moved it meanwhile, nothing is done.
    `override` is the reason for overriding what may be overridden, such as a wait between two groups of a client's day.
    Raises NotAllowed, NotFound, Refused with every
    obstacle.
    """
    row = steps.session_to_hold(by, session)
    steps.lock_sessions([row], staff=[to.staff], rooms=[to.room])
    row = steps.session_within(by, session)
    if row.state == SessionState.CANCELLED:
        raise Refused(Obstacle(Blocker.SESSION_CANCELLED))
    before = stands.placement_of(row)
    if seen is not None and seen != before:
        raise Refused(Obstacle(Stale.CHANGED_MEANWHILE))
    found = rules.moving(facts.booking(row, to, now=at))
    steps.refuse_unless_overridden(by, facts.standing(row, at), found, override)
    steps.place(row, to)
    steps.mark_changed(row)
    if row.group_id is not None:
        steps.renew_topics(row.group_id, at)
    to = replace(to, minutes=stands.period_of(row).minutes)
    details = {"from": steps.as_details(before), "to": steps.as_details(to)}
    steps.note_change(by=by, at=at, row=row, details=details | ({"override": override} if override else {}))


@action
def cancel_session(*, by: Actor, at: datetime, session: int, reason: str = "") -> None:
    """Cancel one session: its room, leader and clients are free again. It stays on record, and can be brought back."""
    row = steps.session_to_hold(by, session)
    steps.lock_sessions([row])
    row = steps.session_within(by, session)
    refuse(facts.standing(row, at))
    steps.free_everybody(row, Freed.CANCELLED)
    steps.mark_changed(row)
    if row.group_id is not None:
        steps.renew_topics(row.group_id, at)
    steps.note_change(by=by, at=at, row=row, details={"reason": reason} if reason else {})


@action
def reinstate_session(*, by: Actor, at: datetime, session: int, override: str = "") -> tuple[int, ...]:
    """Bring a cancelled session back where it stood, with its room, its staff and the clients it had.

    Clients who are busy by now stay away; they are told by id. Refused with every obstacle.
    """
    row = steps.session_to_hold(by, session)
    gone = row.participants.filter(active=False, freed=Freed.CANCELLED)
    staff = row.staff.filter(active=False, freed=Freed.CANCELLED)
    steps.lock_sessions(
        [row],
        staff=list(staff.values_list("staff", flat=True)),
        clients=list(gone.values_list("client", flat=True)),
    )
    row = steps.session_within(by, session)
    if row.state != SessionState.CANCELLED:
        raise Refused(Obstacle(Blocker.NOT_CANCELLED))
    return steps_back.bring_back(by=by, at=at, row=row, override=override)


@action
def add_participant(
    *,
    by: Actor,
    at: datetime,
    session: int,
    client: int,
    modality: Modality = Modality.IN_PERSON,
    client_present: bool = True,
    override: str = "",
) -> int:
    """Seat a client in a session; returns the seat, counted from 1. Raises NotAllowed, NotFound, Refused.

    `client_present` is false where the family meets without them: then they may be elsewhere at that time.
    """
    row = steps.session_with(by, session, client)
    if row.state == SessionState.CANCELLED:
        raise Refused(Obstacle(Blocker.SESSION_CANCELLED))
    booking, newcomers, taken = seating(row, {client: modality}, now=at)
    booking = replace(booking, longest_wait=facts.longest_wait_of(row, booking.slot.day))
    newcomer = next(one for one in (*newcomers, *booking.clients) if one.id == client)
    found = rules.joining(booking, newcomer, taken) if client_present else ()
    firm = steps.ways(modality) + facts.standing(row, at)
    steps.refuse_unless_overridden(by, firm, found, override)
    with last_word(Obstacle(Blocker.BUSY_ELSEWHERE)):
        seat = steps_giving.give_seat(row, client, modality, client_present=client_present)
    details: dict[str, object] = {"seat": seat, "override": override}
    steps.note_change(by=by, at=at, row=row, client=client, details=details)
    return seat


@action
def remove_participant(*, by: Actor, at: datetime, session: int, client: int) -> None:
    """Give a client's seat in one session back, before it begins. Raises Refused; NotFound when they have none."""
    row = steps.session_with(by, session, client)
    refuse(facts.standing(row, at))
    if not row.participants.filter(client=client, active=True).update(active=False, freed=Freed.REMOVED):
        raise NotFound
    steps.note_change(by=by, at=at, row=row, client=client)
