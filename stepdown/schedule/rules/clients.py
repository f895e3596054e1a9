"""Whether the clients can be there, and may be there together. Sources: `iop-week/1` hard rules 2, 3 and 4.

Obstacles name clients by id, in the order of ids; a door shows names only to those who may see them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

from stepdown.audit.terms import Obstacle
from stepdown.kernel.period import Period
from stepdown.schedule.rules.holes import new_holes
from stepdown.schedule.rules.staff import within
from stepdown.schedule.terms import Blocker, Booking, ClientFacts, Slot


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


def cleared(booking: Booking) -> Iterator[Obstacle]:
    """Where policy asks for it, a group takes only whom a clinician cleared for groups."""
    if booking.session.clearance_needed:
        yield from _those(booking, Blocker.NOT_CLEARED_FOR_GROUP, lambda c: not c.cleared)


def on_hold(booking: Booking) -> Iterator[Obstacle]:
    """Nothing is expected of a client on the days of a hold."""
    return _those(booking, Blocker.CLIENT_ON_HOLD, lambda c: c.on_hold)


def populations(booking: Booking) -> Iterator[Obstacle]:
    """Adults and adolescents are never in one group; a client in no stay yet counts as neither."""
    if not booking.session.group:
        return
    found = {client.population for client in booking.clients} | {booking.session.population}
    if len(found - {""}) > 1:
        yield Obstacle(Blocker.POPULATIONS_MIXED)


def without_holes(booking: Booking) -> Iterator[Obstacle]:
    """The groups of a client's day follow each other; only the breaks of their tracks lie between.

    An individual session may stand apart: a client can come for it, and go again. How long a wait is no hole is policy.
    """
    longest = booking.longest_wait
    if booking.session.group and longest is not None:
        yield from _those(booking, Blocker.HOLE_IN_DAY, lambda c: bool(_new_holes(booking, c, longest)))


def _new_holes(booking: Booking, client: ClientFacts, longest: timedelta) -> list[Period]:
    """The holes the session would leave in the client's days, where it goes and where it stood, beyond those there."""
    found = []
    for slot in (booking.slot, *([booking.stood] if booking.stood else ())):
        groups = [busy.period for busy in client.busy if busy.group and slot.day_period.contains(busy.period)]
        stood = [one.period for one in (booking.stood,) if one and one.day == slot.day]
        goes = [booking.slot.period] if booking.slot.day == slot.day else []
        if any(period.overlaps(one) for period in groups for one in goes):
            return []
        pauses = [_on_the_clock(slot, one.starts, one.ends) for one in client.pauses if one.weekday == slot.weekday]
        found += new_holes([*groups, *stood], [*groups, *goes], pauses, longest)
    return found


def _on_the_clock(slot: Slot, starts: int, ends: int) -> Period:
    """A stretch of the slot's day by the wall clock, reckoned from the slot itself, so that a clock change is right."""
    ahead = timedelta(minutes=slot.starts)
    return Period(
        slot.period.start - ahead + timedelta(minutes=starts), slot.period.start - ahead + timedelta(minutes=ends)
    )


def meets(present: Iterable[ClientFacts], newcomer: ClientFacts) -> Iterator[Obstacle]:
    """The newcomer may meet everybody who is there. Says that it is so, never who or why."""
    there = tuple(present)
    if newcomer.must_not_meet & {one.id for one in there} or any(newcomer.id in one.must_not_meet for one in there):
        yield Obstacle(Blocker.MUST_NOT_MEET)


def apart(booking: Booking) -> Iterator[Obstacle]:
    """Clients who must not meet are never in one session. Says that it is so, never who or why."""
    present = {client.id for client in booking.clients}
    if any(client.must_not_meet & present for client in booking.clients):
        yield Obstacle(Blocker.MUST_NOT_MEET)


def _those(booking: Booking, blocker: Blocker, stopped: Callable[[ClientFacts], bool]) -> Iterator[Obstacle]:
    found = sorted(client.id for client in booking.clients if stopped(client))
    if found:
        yield Obstacle(blocker, {"clients": found})
