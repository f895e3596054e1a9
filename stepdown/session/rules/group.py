"""In the group room: asking somebody out, closing the group, settling who was there, and the steps of a session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from stepdown.audit.terms import Obstacle
from stepdown.kernel.period import Period
from stepdown.session.rules.door import CLOCK_DRIFT
from stepdown.session.terms import OVERRIDE_BY, Blocker, DoorVisit, Gone, LeaderSays, Step, TimedStep


def asking_out(*, left_at: datetime, at: datetime, here_since: datetime | None, away: bool) -> tuple[Obstacle, ...]:
    """What stands in the way of asking somebody out of a group; `here_since` is when they came, if they are here."""
    found = []
    if here_since is None:
        found.append(Obstacle(Blocker.NOT_IN))
    elif left_at < here_since:
        found.append(Obstacle(Blocker.LEFT_BEFORE_ARRIVING))
    if away:
        found.append(Obstacle(Blocker.AWAY_ALREADY))
    if left_at > at + CLOCK_DRIFT:
        found.append(Obstacle(Blocker.IN_THE_FUTURE))
    return tuple(found)


def coming_back(*, out: Gone, returned_at: datetime, at: datetime, day: Period, undone: bool) -> tuple[Obstacle, ...]:
    """What stands in the way of saying that somebody is back; `day` is the local day on which they were asked out."""
    found = []
    if undone or out.returned_at is not None:
        found.append(Obstacle(Blocker.NOT_AWAY))
    if returned_at <= out.left_at:
        found.append(Obstacle(Blocker.BACK_BEFORE_LEAVING))
    if returned_at > at + CLOCK_DRIFT:
        found.append(Obstacle(Blocker.IN_THE_FUTURE))
    if returned_at >= day.end:
        found.append(Obstacle(Blocker.LEFT_ON_ANOTHER_DAY))
    return tuple(found)


def taking_over(*, leads_already: bool, busy: bool, session: Period, at: datetime, day: Period) -> tuple[Obstacle, ...]:
    """What stands in the way of a stand-in; `busy` is whether they lead something else then (law 1)."""
    found = []
    if leads_already:
        found.append(Obstacle(Blocker.LEADS_ALREADY))
    if busy:
        found.append(Obstacle(Blocker.LEADS_ELSEWHERE, {"period": session}))
    if at >= day.end:
        found.append(Obstacle(Blocker.DAY_IS_OVER, override_by=OVERRIDE_BY))
    return tuple(found)


def closing(
    *, session: Period, ended_at: datetime, at: datetime, leads: bool, closed: bool, says: Sequence[LeaderSays]
) -> tuple[Obstacle, ...]:
    """What stands in the way of closing a group that ended at `ended_at`. `leads`: whether the actor in fact leads it.

    A supervisor may close for the leader, with a reason that is kept.
    """
    found = []
    if not leads:
        found.append(Obstacle(Blocker.NOT_THE_LEADER, override_by=OVERRIDE_BY))
    if closed:
        found.append(Obstacle(Blocker.CLOSED_ALREADY))
    if ended_at <= session.start:
        found.append(Obstacle(Blocker.CLOSED_BEFORE_START, {"period": session}))
    if ended_at > at + CLOCK_DRIFT:
        found.append(Obstacle(Blocker.IN_THE_FUTURE))
    if len({one.client for one in says}) < len(says):
        found.append(Obstacle(Blocker.NAMED_TWICE))
    if any(_outside(one.came_at, one.left_at, session.start, ended_at) for one in says):
        found.append(Obstacle(Blocker.OUTSIDE_THE_GROUP))
    return tuple(found)


def _outside(came: datetime | None, left: datetime | None, starts: datetime, ends: datetime) -> bool:
    """Whether an exception's times are no times inside the group, in order."""
    given = [moment for moment in (came, left) if moment is not None]
    return any(not starts <= moment <= ends for moment in given) or (
        came is not None and left is not None and left <= came
    )


def settling(
    *, there: Period | None, visits: Iterable[DoorVisit], session: Period, reason: str, open_question: bool
) -> tuple[Obstacle, ...]:
    """What stands in the way of deciding that somebody was in the group during `there`, or not at all (None)."""
    found = []
    if not open_question:
        found.append(Obstacle(Blocker.NOTHING_TO_SETTLE))
    if not reason.strip():
        found.append(Obstacle(Blocker.NO_REASON))
    if there is not None and not session.contains(there):
        found.append(Obstacle(Blocker.OUTSIDE_THE_GROUP))
    if there is not None and not any(_covers(visit, there) for visit in visits):
        found.append(Obstacle(Blocker.OUTSIDE_THE_VISIT))
    return tuple(found)


def _covers(visit: DoorVisit, period: Period) -> bool:
    return visit.arrived_at <= period.start and (visit.departed_at is None or period.end <= visit.departed_at)


def timed(steps: Sequence[Step], session: Period) -> tuple[TimedStep, ...]:
    """When each step of a run-sheet is, the session's time shared out between them; the last ends with it."""
    whole, done, start, found = sum(step.share for step in steps), 0, session.start, []
    for step in steps:
        done += step.share
        end = session.start + (session.end - session.start) * done / whole
        found.append(TimedStep(step, Period(start, end)))
        start = end
    return tuple(found)


def run_sheet(steps: Sequence[Step]) -> tuple[Obstacle, ...]:
    """What is wrong with a run-sheet."""
    if not steps or not all(step.title.strip() for step in steps):
        return (Obstacle(Blocker.NO_STEPS),)
    return (Obstacle(Blocker.NO_SHARE),) if any(step.share < 1 for step in steps) else ()


def most_in_room(capacity: int, policy: int | None) -> int:
    """How many may be in a group's room at once: its own capacity, or what policy allows when that is fewer."""
    return capacity if policy is None else min(capacity, policy)
