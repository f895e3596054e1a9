"""Whether the site, the room and the curriculum allow a session then. Sources: `iop-week/1` hard rules 1 and 6."""

from __future__ import annotations

from collections.abc import Iterator

from stepdown.audit.terms import Obstacle
from stepdown.schedule.terms import Blocker, Booking


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
    """The room is of the session's site, free, and holds everybody who is expected."""
    if booking.room is None:
        return
    about: dict[str, object] = {"room": booking.room.name}
    if booking.room.site != booking.session.site:
        yield Obstacle(Blocker.ROOM_AT_OTHER_SITE, about)
    for other in booking.room.busy:
        if other.period.overlaps(booking.slot.period):
            yield Obstacle(Blocker.ROOM_BUSY, {**about, "session": other.title, "period": other.period})
    if len(booking.clients) > booking.room.capacity:
        yield Obstacle(
            Blocker.ROOM_TOO_SMALL, {**about, "capacity": booking.room.capacity, "expected": len(booking.clients)}
        )


def curriculum(booking: Booking) -> Iterator[Obstacle]:
    """Sessions of one series keep their order within the week: a later place starts after an earlier one ends."""
    for place, period in booking.session.series:
        slot = booking.slot.period
        in_order = period.start > slot.start if place > booking.session.sequence else period.start < slot.start
        if place != booking.session.sequence and not in_order:
            yield Obstacle(Blocker.SERIES_OUT_OF_ORDER, {"period": period})
