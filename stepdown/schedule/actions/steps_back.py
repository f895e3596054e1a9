"""Steps that let a cancelled session stand again; each is part of the action that calls it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from stepdown.audit.actions import last_word
from stepdown.audit.terms import Actor, Obstacle, Refused
from stepdown.plan.terms import Modality
from stepdown.schedule import rules
from stepdown.schedule.actions.steps import (
    give_place,
    mark_changed,
    note_change,
    refuse_unless_overridden,
    renew_topics,
)
from stepdown.schedule.actions.steps_giving import give_seat
from stepdown.schedule.models import Participant, PlannedSession
from stepdown.schedule.queries import facts, stands
from stepdown.schedule.terms import Blocker, Freed, Placement, SessionRole, SessionState


def bring_back(*, by: Actor, at: datetime, row: PlannedSession, override: str = "") -> tuple[int, ...]:
    """Let a cancelled session stand again; returns the clients who are busy by now. Raises Refused."""
    lead = row.staff.filter(freed=Freed.CANCELLED, role=SessionRole.LEAD).values_list("staff", flat=True).first()
    others = tuple(row.staff.filter(freed=Freed.CANCELLED).exclude(role=SessionRole.LEAD).values_list("staff", "role"))
    gone = {one.client_id: one for one in row.participants.filter(active=False, freed=Freed.CANCELLED)}
    week = stands.week_of(row)
    weekday, starts = week.place(row.period.lower)
    to = Placement(weekday, starts, lead, row.room_id, stands.period_of(row).minutes)
    video = {client: one.modality == Modality.VIDEO for client, one in gone.items()}
    free = {client for client in gone if not _busy_then(client, row)}
    company = facts.Company({client: video[client] for client in free}, facts.company_of(row).guests, others)
    booking = facts.booking(row, to, now=at, company=company)
    ahead = rules.standing(cancelled=False, starts=row.period.lower, now=at)
    refuse_unless_overridden(by, ahead, rules.obstacles(booking), override)
    row.state = SessionState.PLANNED
    with last_word(Obstacle(Blocker.BUSY_ELSEWHERE)):
        row.save(update_fields=["state"])
        for staff, role in (*(((lead, SessionRole.LEAD),) if lead else ()), *others):
            give_place(row, staff, role)
        for client in sorted(free, key=lambda client: gone[client].seat):
            give_seat(row, client, gone[client].modality, client_present=gone[client].client_present)
    mark_changed(row)
    if row.group_id is not None:
        renew_topics(row.group_id, at)
    note_change(by=by, at=at, row=row, details={"override": override} if override else {})
    return tuple(sorted(gone.keys() - free))


def bring_back_for(*, by: Actor, at: datetime, row: PlannedSession, client: int) -> tuple[Obstacle, ...]:
    """Bring back an appointment that was cancelled when its client went on hold or left; what stands in the way, if not."""
    try:
        with transaction.atomic():
            row.participants.filter(client=client, freed__in=(Freed.HOLD, Freed.LEFT)).update(freed=Freed.CANCELLED)
            if client in bring_back(by=by, at=at, row=row):
                raise Refused(Obstacle(Blocker.CLIENT_BUSY, {"clients": [client]}))
    except Refused as refused:
        return refused.obstacles
    return ()


def _busy_then(client: int, row: PlannedSession) -> bool:
    taken = Participant.objects.filter(client=client, active=True, client_present=True, period__overlap=row.period)
    return taken.exclude(session=row).exists()
