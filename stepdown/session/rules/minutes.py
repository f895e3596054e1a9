"""From door and group room to minutes: which part of which session somebody was there for.

Attended is what lies inside the visit, inside the planned session, inside what the leader says, and outside every
time they were asked out. So a minute is never counted twice, and never without a visit (law 2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from stepdown.kernel.period import Period, minutes_covered
from stepdown.session.terms import Apart, Attended, DoorVisit, Gone, PlannedForClient, Word


def attended(
    visit: DoorVisit, planned: Iterable[PlannedForClient], words: Mapping[int, Word] = {}, gone: Sequence[Gone] = ()
) -> tuple[Attended, ...]:
    """The parts of the planned sessions that count for one visit, in the order of time.

    `words` are by session. Time before the planned start and after the planned end does not count: the door is not
    the group room. A visit nobody has ended counts only where the leader said when the group ended.
    """
    return tuple(
        Attended(one.session, part)
        for one in sorted(planned, key=lambda one: one.period)
        if (there := _there(visit, one.period, words.get(one.session))) is not None
        for part in without(there, gone)
    )


def _there(visit: DoorVisit, session: Period, word: Word | None) -> Period | None:
    """The part of `session` in which both the door and the leader have them there."""
    if word is None:
        return None if visit.departed_at is None else _from_to(session, visit.arrived_at, visit.departed_at)
    if not word.there:
        return None
    begins = max(filter(None, (visit.arrived_at, word.came_at)))
    return _from_to(session, begins, min(filter(None, (visit.departed_at, word.left_at, word.ended_at))))


def _from_to(session: Period, begins: datetime, ends: datetime) -> Period | None:
    return session.overlap(Period(begins, ends)) if begins < ends else None


def without(period: Period, gone: Iterable[Gone]) -> Iterator[Period]:
    """What is left of `period` without the times somebody was asked out; who is not back yet is out to its end."""
    start = period.start
    for out in sorted(gone, key=lambda out: out.left_at):
        if start < out.left_at < period.end:
            yield Period(start, out.left_at)
        if out.left_at < period.end:
            start = max(start, out.returned_at or period.end)
    if start < period.end:
        yield Period(start, period.end)


def apart(
    visits: Iterable[DoorVisit], session: Period, word: Word, gone: Sequence[Gone] = (), *, tolerance: int
) -> Apart | None:
    """How many minutes desk and leader each have, when they lie more than `tolerance` minutes apart; else None.

    The end of the group is the leader's to say. A visit nobody has ended says nothing about when they left the group.
    What somebody settled is settled.
    """
    if word.settled:
        return None
    ends = min(session.end, word.ended_at)
    if ends <= session.start:
        return None
    by_leader = min(ends, word.left_at or ends) if word.there else ends
    at_door = [
        there
        for visit in visits
        if (there := _from_to(session, visit.arrived_at, min(ends, visit.departed_at or by_leader))) is not None
    ]
    desk = _minutes(at_door, gone)
    came = word.came_at or min((there.start for there in at_door), default=session.start)
    in_room = _from_to(session, came, by_leader) if word.there else None
    leader = _minutes([in_room] if in_room else [], gone)
    return Apart(desk, leader) if abs(desk - leader) > tolerance else None


def _minutes(periods: Iterable[Period], gone: Sequence[Gone]) -> int:
    return minutes_covered(part for period in periods for part in without(period, gone))
