"""What was said in group rooms, written down afterwards: what can't have been. Decisions themselves are not asked again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from stepdown.audit.terms import Obstacle
from stepdown.kernel.period import Period
from stepdown.session.rules.group import closing
from stepdown.session.terms import Blocker, BroughtLeading, BroughtOut, BroughtSettlement


def out_obstacles(row: BroughtOut, *, expected: bool, day: Period, at: datetime) -> tuple[Obstacle, ...]:
    """Why somebody can't have been asked out so; `day` is the local day of the session, `expected`: they had a seat."""
    found = []
    times = [row.left_at] if row.returned_at is None else [row.left_at, row.returned_at]
    if not expected:
        found.append(Obstacle(Blocker.NOT_EXPECTED))
    if row.returned_at is not None and row.returned_at <= row.left_at:
        found.append(Obstacle(Blocker.BACK_BEFORE_LEAVING))
    if any(moment > at for moment in times):
        found.append(Obstacle(Blocker.IN_THE_FUTURE))
    if not all(day.start <= moment < day.end for moment in times):
        found.append(Obstacle(Blocker.OUTSIDE_THE_GROUP))
    return tuple(found)


def leading_obstacles(
    row: BroughtLeading, *, session: Period, expected: Collection[int], led: bool, at: datetime
) -> tuple[Obstacle, ...]:
    """Why a session can't have been led or closed so; `led`: it is on record already who in fact led it."""
    found: list[Obstacle] = []
    if any(word.client not in expected for word in row.says):
        found.append(Obstacle(Blocker.NOT_EXPECTED))
    if led:
        found.append(Obstacle(Blocker.LEADS_ALREADY))
    if row.ended_at is None:
        return (*found, *([Obstacle(Blocker.NOT_CLOSED)] if row.says else []))
    return (
        *found,
        *closing(session=session, ended_at=row.ended_at, at=at, leads=True, closed=False, says=row.says),
    )


def settlement_obstacles(row: BroughtSettlement, *, session: Period, said: bool, at: datetime) -> tuple[Obstacle, ...]:
    """Why it can't have been settled so; `said`: the leader said something of the client, and nobody settled it yet."""
    found = []
    if not said:
        found.append(Obstacle(Blocker.NOTHING_TO_SETTLE))
    if not row.reason.strip():
        found.append(Obstacle(Blocker.NO_REASON))
    if row.settled_at > at:
        found.append(Obstacle(Blocker.IN_THE_FUTURE))
    not_at_all = row.came_at is None and row.left_at is None
    if not not_at_all and (row.there is None or not session.contains(row.there)):
        found.append(Obstacle(Blocker.OUTSIDE_THE_GROUP))
    return tuple(found)
