"""The whole question: may this session stand at this time, with these people, in this room?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from stepdown.audit.terms import Obstacle
from stepdown.schedule.rules import clients, place, staff
from stepdown.schedule.terms import OVERRIDABLE, OVERRIDE_BY, Blocker, Booking, ClientFacts

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


def joining(booking: Booking, newcomer: ClientFacts, seats_taken: int) -> tuple[Obstacle, ...]:
    """Everything in the way of `newcomer` joining `booking`, whose clients are those already expected."""
    if newcomer.id in {client.id for client in booking.clients}:
        return (Obstacle(Blocker.ALREADY_IN_GROUP, {"clients": [newcomer.id]}),)
    together = replace(booking, clients=(*booking.clients, newcomer))
    alone = replace(booking, clients=(newcomer,))
    found = [
        *place.seat(booking, newcomer, seats_taken),
        *place.ratio(together),
        *(obstacle for rule in JOINING for obstacle in rule(alone)),
        *clients.populations(together),
        *clients.meets(booking.clients, newcomer),
    ]
    return tuple(_with_override(obstacle) for obstacle in found)


def enrolling(booking: Booking, newcomer: ClientFacts) -> tuple[Obstacle, ...]:
    """Everything in the way of `newcomer` taking a regular seat beside the clients of `booking`, seats apart."""
    alone = replace(booking, clients=(newcomer,), session=replace(booking.session, roster=None))
    together = replace(booking, clients=(*booking.clients, newcomer))
    found = [
        *(obstacle for rule in ENROLLING for obstacle in rule(alone)),
        *clients.populations(together),
        *clients.meets(booking.clients, newcomer),
    ]
    return tuple(_with_override(obstacle) for obstacle in found)


def _with_override(obstacle: Obstacle) -> Obstacle:
    """Say who may override it, where anybody may."""
    return replace(obstacle, override_by=OVERRIDE_BY) if obstacle.blocker in OVERRIDABLE else obstacle
