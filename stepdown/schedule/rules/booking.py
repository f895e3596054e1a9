"""The whole question: may this session stand at this time, with these people, in this room?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from stepdown.audit.terms import Obstacle
from stepdown.schedule.rules import clients, place, staff
from stepdown.schedule.terms import MOST_WEEKS, OVERRIDABLE, OVERRIDE_BY, Blocker, Booking, ClientFacts, Slot

MOVING = (
    place.ahead,
    place.open_then,
    place.room,
    place.ratio,
    place.curriculum,
    staff.busy,
    staff.working,
    staff.qualified,
    staff.limits,
    clients.free,
    clients.available,
    clients.apart,
)
"""What is asked when a session is booked or moved, in the order a person reads the answers."""

JOINING = (
    clients.free,
    clients.available,
    clients.served,
    clients.cleared,
    clients.on_hold,
    clients.prescribed,
    clients.without_holes,
)
"""What is asked of the newcomer alone when a client joins a session that stands."""

BOOKING = (*MOVING, clients.on_hold)
"""What is asked when an appointment is booked; and of clients in care, that the service is prescribed."""

SEATING = (clients.free, clients.served, clients.cleared, clients.on_hold)
"""What is asked of somebody with a regular seat, for one session of their group."""

ENROLLING = (clients.served, clients.cleared, clients.prescribed)
"""What is asked when a client takes a regular seat; the rest is asked of each session."""


def standing(*, cancelled: bool, starts: datetime, now: datetime) -> tuple[Obstacle, ...]:
    """A session that was cancelled, or has begun, stays as it is: nobody may override that."""
    if cancelled:
        return (Obstacle(Blocker.SESSION_CANCELLED),)
    return (Obstacle(Blocker.SESSION_STARTED),) if starts <= now else ()


def obstacles(booking: Booking) -> tuple[Obstacle, ...]:
    """Everything in the way of the session standing there; empty when nothing is."""
    return tuple(_with_override(found) for rule in MOVING for found in rule(booking))


def moving(booking: Booking) -> tuple[Obstacle, ...]:
    """Everything in the way of a session moving there: what a booking asks, and that nobody's day gets a hole by it."""
    return (*obstacles(booking), *(_with_override(found) for found in clients.without_holes(booking)))


def appointment(booking: Booking) -> tuple[Obstacle, ...]:
    """Everything in the way of an appointment. Who is not admitted yet needs no order to be assessed."""
    in_care = replace(booking, clients=tuple(client for client in booking.clients if client.level))
    found = [obstacle for rule in BOOKING for obstacle in rule(booking)]
    return tuple(_with_override(one) for one in [*found, *clients.prescribed(in_care)])


def repeating(first: date, until: date | None) -> list[Obstacle]:
    """What stands in the way of the same appointment every week from the day `first` on, before the day `until`."""
    too_long = until is not None and until > first + timedelta(weeks=MOST_WEEKS)
    return [Obstacle(Blocker.REPEATS_TOO_LONG, {"weeks": MOST_WEEKS})] if too_long else []


def staff_free(booking: Booking) -> tuple[Obstacle, ...]:
    """What stands in the way of the staff beside the lead: only that they are somewhere else then (law 1)."""
    return tuple(staff.busy(booking))


def room_holds(booking: Booking) -> tuple[Obstacle, ...]:
    """Whether the room holds everybody who comes, clients and guests."""
    return tuple(obstacle for obstacle in place.room(booking) if obstacle.blocker == Blocker.ROOM_TOO_SMALL)


def seating(booking: Booking, newcomer: ClientFacts, seats_taken: int) -> tuple[Obstacle, ...]:
    """Everything in the way of seating `newcomer`, who has a regular seat, in one session of their group."""
    alone = replace(booking, clients=(newcomer,), session=replace(booking.session, roster=None))
    together = replace(booking, clients=(*booking.clients, newcomer))
    return (
        *place.seat(booking, newcomer, seats_taken),
        *place.ratio(together),
        *(obstacle for rule in SEATING for obstacle in rule(alone)),
        *clients.populations(together),
        *clients.meets(booking.clients, newcomer),
    )


def joining(booking: Booking, newcomer: ClientFacts, seats_taken: int) -> tuple[Obstacle, ...]:
    """Everything in the way of `newcomer` joining `booking`, whose clients are those already expected."""
    if newcomer.id in {client.id for client in booking.clients}:
        return (Obstacle(Blocker.ALREADY_IN_GROUP, {"clients": [newcomer.id]}),)
    together = replace(booking, clients=(*booking.clients, newcomer))
    alone = replace(booking, clients=(newcomer,), stood=None)
    found = [
        *place.seat(booking, newcomer, seats_taken),
        *place.ratio(together),
        *(obstacle for rule in JOINING for obstacle in rule(alone)),
        *clients.populations(together),
        *clients.meets(booking.clients, newcomer),
    ]
    return tuple(_with_override(obstacle) for obstacle in found)


def enrolling(booking: Booking, newcomer: ClientFacts, meetings: Iterable[Slot]) -> tuple[Obstacle, ...]:
    """Everything in the way of `newcomer` taking a regular seat beside the clients of `booking`, seats apart.

    `meetings` are slots of one week in which the group meets.
    """
    alone = replace(booking, clients=(newcomer,), session=replace(booking.session, roster=None))
    together = replace(booking, clients=(*booking.clients, newcomer))
    found = [
        *(obstacle for rule in ENROLLING for obstacle in rule(alone)),
        *{obstacle: None for slot in meetings for obstacle in clients.available(replace(alone, slot=slot))},
        *clients.populations(together),
        *clients.meets(booking.clients, newcomer),
    ]
    return tuple(_with_override(obstacle) for obstacle in found)


def _with_override(obstacle: Obstacle) -> Obstacle:
    """Say who may override it, where anybody may."""
    return replace(obstacle, override_by=OVERRIDE_BY) if obstacle.blocker in OVERRIDABLE else obstacle
