"""Whether the site, the room and the curriculum allow a session then. Sources: `iop-week/1` hard rules 1 and 6."""

from __future__ import annotations

from collections.abc import Iterator

from stepdown.audit.terms import Obstacle
from stepdown.schedule.terms import Blocker, Booking, ClientFacts


def ahead(booking: Booking) -> Iterator[Obstacle]:
    """What is booked lies ahead: what happened is recorded at the door, not on the calendar."""
    if booking.slot.period.start <= booking.now:
        yield Obstacle(Blocker.IN_THE_PAST)


def open_then(booking: Booking) -> Iterator[Obstacle]:
    """Inside the programme's hours, on a day the site is open."""
    if booking.closed:
        yield Obstacle(Blocker.SITE_CLOSED)
    if booking.slot.starts < booking.opens or booking.slot.ends > booking.closes:
        yield Obstacle(Blocker.OUTSIDE_OPENING_HOURS, {"opens": booking.opens, "closes": booking.closes})


def room(booking: Booking) -> Iterator[Obstacle]:
    """The room is of the session's site, free, and holds everybody who comes; a session that needs one has one."""
    if booking.room is None:
        if booking.session.room_needed:
            yield Obstacle(Blocker.ROOM_MISSING)
        return
    about: dict[str, object] = {"room": booking.room.name}
    if booking.room.site != booking.session.site:
        yield Obstacle(Blocker.ROOM_AT_OTHER_SITE, about)
    for other in booking.room.busy:
        if other.period.overlaps(booking.slot.period):
            yield Obstacle(Blocker.ROOM_BUSY, {**about, "session": other.title, "period": other.period})
    expected = in_the_room(booking)
    if expected > booking.room.capacity:
        yield Obstacle(Blocker.ROOM_TOO_SMALL, {**about, "capacity": booking.room.capacity, "expected": expected})


def in_the_room(booking: Booking) -> int:
    """How many take a place in the room: clients who come in person, and guests. A video meeting holds everybody."""
    video = booking.room is not None and booking.room.virtual
    return sum(video or not client.by_video for client in booking.clients) + booking.session.guests


def seat(booking: Booking, newcomer: ClientFacts, seats_taken: int) -> Iterator[Obstacle]:
    """There is a seat for the newcomer and, where they come in person, a place in the room."""
    full = [booking.session.capacity] if seats_taken >= booking.session.capacity else []
    room = booking.room
    if room and (room.virtual or not newcomer.by_video) and in_the_room(booking) >= room.capacity:
        full.append(room.capacity)
    if full:
        yield Obstacle(Blocker.GROUP_FULL, {"capacity": min(full)})


def ratio(booking: Booking) -> Iterator[Obstacle]:
    """Where a service names how many clients each member of staff may have, there are staff enough (off site, say)."""
    most, there = booking.session.clients_per_staff, (booking.staff is not None) + booking.session.helpers
    if most is not None and len(booking.clients) > most * there:
        yield Obstacle(Blocker.TOO_FEW_STAFF, {"most": most, "expected": len(booking.clients)})


def curriculum(booking: Booking) -> Iterator[Obstacle]:
    """Sessions of one series keep their order within the week: a later place starts after an earlier one ends."""
    for place, period in booking.session.series:
        slot = booking.slot.period
        in_order = period.start > slot.start if place > booking.session.sequence else period.start < slot.start
        if place != booking.session.sequence and not in_order:
            yield Obstacle(Blocker.SERIES_OUT_OF_ORDER, {"period": period})
