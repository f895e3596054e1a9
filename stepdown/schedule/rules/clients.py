"""Whether the clients can be there, and may be there together. Sources: `iop-week/1` hard rules 2, 3 and 4.

Obstacles name clients by id, in the order of ids; a door shows names only to those who may see them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stepdown.audit.terms import Obstacle
from stepdown.schedule.rules.staff import within
from stepdown.schedule.terms import Blocker, Booking, ClientFacts


def free(booking: Booking) -> Iterator[Obstacle]:
    """Nobody is expected in two places at once (law 1)."""
    return _those(booking, Blocker.CLIENT_BUSY, lambda c: any(b.period.overlaps(booking.slot.period) for b in c.busy))


def available(booking: Booking) -> Iterator[Obstacle]:
    """The session fits the hours each client said they can come. A client who gave none can come at any time."""
    return _those(
        booking, Blocker.CLIENT_NOT_AVAILABLE, lambda c: bool(c.available) and not within(c.available, booking)
    )


def served(booking: Booking) -> Iterator[Obstacle]:
    """The group serves the client's level, language and track, and a closed group has them on its roster."""
    session = booking.session
    if not session.group:
        return
    yield from _those(booking, Blocker.LEVEL_NOT_SERVED, lambda c: c.level not in session.levels)
    yield from _those(booking, Blocker.CLIENT_LACKS_LANGUAGE, lambda c: session.language not in c.languages)
    yield from _those(booking, Blocker.CLIENT_LACKS_TRACK, lambda c: session.client_track not in c.tracks)
    if session.roster is not None:
        roster = session.roster
        yield from _those(booking, Blocker.NOT_ON_ROSTER, lambda c: c.id not in roster)


def prescribed(booking: Booking) -> Iterator[Obstacle]:
    """The service is part of the client's prescription."""
    return _those(booking, Blocker.NOT_PRESCRIBED, lambda c: booking.session.service not in c.prescribed)


def apart(booking: Booking) -> Iterator[Obstacle]:
    """Clients who must not meet are never in one session. Says that it is so, never who or why."""
    present = {client.id for client in booking.clients}
    if any(client.must_not_meet & present for client in booking.clients):
        yield Obstacle(Blocker.MUST_NOT_MEET)


def _those(booking: Booking, blocker: Blocker, stopped: Callable[[ClientFacts], bool]) -> Iterator[Obstacle]:
    found = sorted(client.id for client in booking.clients if stopped(client))
    if found:
        yield Obstacle(blocker, {"clients": found})
