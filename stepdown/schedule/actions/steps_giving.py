"""Steps that give clients their seats in sessions; each is part of the action that calls it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from stepdown.audit.terms import Actor
from stepdown.plan.terms import Modality
from stepdown.schedule import rules
from stepdown.schedule.actions.steps import note_changes
from stepdown.schedule.models import Participant, PlannedSession
from stepdown.schedule.queries import client_facts
from stepdown.schedule.queries.seating import seating
from stepdown.schedule.terms import Told


def give_seat(
    row: PlannedSession, client: int, modality: str = Modality.IN_PERSON, *, client_present: bool = True
) -> int:
    """Seat a client in the lowest free seat, counted from 1; who had one before gets a seat again."""
    return give_seats(row, {client: modality}, client_present=client_present)[client]


def give_seats(row: PlannedSession, ways: Mapping[int, str], *, client_present: bool = True) -> dict[int, int]:
    """Seat clients, by how each comes, one after the other; returns their seats. Two statements, and one for each
    who had a seat before.
    """
    there = {one.client_id: one for one in row.participants.all()}
    taken = {client: one.seat for client, one in there.items() if one.active}
    seats: dict[int, int] = {}
    new: list[Participant] = []
    for client, modality in ways.items():
        numbers = set(taken.values())
        seats[client] = taken[client] = next(n for n in range(1, len(numbers) + 2) if n not in numbers)
        said = {
            "seat": seats[client],
            "period": row.period,
            "client_present": client_present,
            "modality": modality,
            "active": True,
            "freed": "",
        }
        if client in there:
            Participant.objects.filter(pk=there[client].pk).update(**said)
        else:
            new.append(Participant(session=row, client_id=client, **said))
    Participant.objects.bulk_create(new)
    return seats


def seat_in(
    *, by: Actor, at: datetime, sessions: Iterable[PlannedSession], client: int, modality: str
) -> tuple[tuple[int, ...], tuple[Told, ...]]:
    """Seat a client in each session in which nothing stands in the way: (sessions, those where something does)."""
    seated: list[int] = []
    missed: list[Told] = []
    for row in sessions:
        _, told = seat_many(by=by, at=at, row=row, clients={client: modality})
        missed += told
        if not told:
            seated.append(row.pk)
    return tuple(seated), tuple(missed)


def seat_many(
    *, by: Actor, at: datetime, row: PlannedSession, clients: Mapping[int, str], known: client_facts.Known | None = None
) -> tuple[tuple[int, ...], tuple[Told, ...]]:
    """Seat clients, by how each comes, in one session: (those seated now, those in whose way something stands).

    Who has a seat there already keeps it. The facts are loaded once, however many clients there are; `known` is handed
    from one session to the next.
    """
    booking, newcomers, taken = seating(row, clients, now=at, known=known)
    seated: dict[int, str] = {}
    missed: list[Told] = []
    for newcomer in newcomers:
        if found := rules.seating(booking, newcomer, taken + len(seated)):
            missed.append(Told(row.pk, booking.slot.day, found, newcomer.id, row.group_id))
            continue
        booking = replace(booking, clients=(*booking.clients, newcomer))
        seated[newcomer.id] = clients[newcomer.id]
    if seated:
        seats = give_seats(row, seated)
        note_changes(by=by, at=at, row=row, changes=[(client, {"seat": seat}) for client, seat in seats.items()])
    return tuple(seated), tuple(missed)
