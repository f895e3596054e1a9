"""Rows → the facts asked when clients take seats in a session that stands: who is in it, and the newcomers, at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from stepdown.agency import queries as agency
from stepdown.plan.terms import Modality
from stepdown.schedule.models import PlannedSession
from stepdown.schedule.queries import client_facts, facts, stands
from stepdown.schedule.terms import Booking, ClientFacts, RoomFacts


def seating(
    session: PlannedSession, ways: Mapping[int, str], *, now: datetime, known: client_facts.Known | None = None
) -> tuple[Booking, tuple[ClientFacts, ...], int]:
    """A session as it stands, those of `ways` (client → how they come) not in it yet, and how many seats are taken.

    Neither its staff nor its room is asked whether they are free: where the session stands is no question any more. So
    the lead counts among the staff there, and the room is told by its size.
    """
    week, period = stands.week_of(session), stands.period_of(session)
    day, starts = week.place(session.period.lower)
    slot = facts.slot_at(week, day, starts, period.minutes)
    company = facts.company_of(session, lead_too=True)
    video = {client: way == Modality.VIDEO for client, way in ways.items() if client not in company.clients}
    people = client_facts.client_facts({**company.clients, **video}, week, slot.day, but=session.pk, known=known)
    booking = Booking(
        session=facts.session_facts(session, slot.day, company),
        slot=slot,
        staff=None,
        room=_room(session),
        clients=tuple(one for one in people if one.id in company.clients),
        closed=False,
        opens=session.week.opens,
        closes=session.week.closes,
        now=now,
    )
    newcomers = tuple(one for one in people if one.id in video)
    return booking, newcomers, session.participants.filter(active=True).count()


def _room(session: PlannedSession) -> RoomFacts | None:
    row = None if session.room_id is None else agency.room(session.room_id)
    if row is None:
        return None
    return RoomFacts(row.id, row.name, row.site, row.capacity, busy=(), virtual=row.virtual)
