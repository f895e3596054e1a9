"""What stands in the way of admitting, changing the level of care, holding and discharging."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from stepdown.audit.terms import Obstacle
from stepdown.episode.terms import Blocker, Discharge, NewHold, NewStay, Standing
from stepdown.kernel.levels import LevelOfCare

Offered = Mapping[int, frozenset[LevelOfCare]]
"""The levels each programme offers, by programme id."""


def admission_obstacles(rows: Sequence[NewStay], standings: Mapping[int, Standing], offered: Offered) -> list[Obstacle]:
    """Why these clients can't be admitted: they are in care on that day, or the programme lacks the level."""
    found = list(_named_twice([row.client for row in rows]))
    for row in rows:
        standing = standings[row.client]
        if standing.admitted or (standing.discharged_on is not None and row.starts < standing.discharged_on):
            found.append(Obstacle(Blocker.ALREADY_ADMITTED, {"client": row.client}))
        found += _not_offered(row, offered)
    return found


def level_obstacles(rows: Sequence[NewStay], standings: Mapping[int, Standing], offered: Offered) -> list[Obstacle]:
    """Why these clients can't change level on that day."""
    found = list(_named_twice([row.client for row in rows]))
    for row in rows:
        standing = standings[row.client]
        if not standing.admitted or standing.since is None:
            found.append(Obstacle(Blocker.NOT_ADMITTED, {"client": row.client}))
        elif row.starts <= standing.since:
            found.append(Obstacle(Blocker.BEFORE_STAY_BEGAN, {"client": row.client, "since": standing.since}))
        elif (row.program, row.level) == (standing.program, standing.level):
            found.append(Obstacle(Blocker.SAME_LEVEL, {"client": row.client}))
        found += _not_offered(row, offered)
    return found


def discharge_obstacles(rows: Sequence[Discharge], standings: Mapping[int, Standing]) -> list[Obstacle]:
    """Why these clients can't be discharged on that day; `on` is the first day out, so it follows a day in."""
    found = list(_named_twice([row.client for row in rows]))
    for row in rows:
        standing = standings[row.client]
        if not standing.admitted or standing.since is None:
            found.append(Obstacle(Blocker.NOT_ADMITTED, {"client": row.client}))
        elif row.on <= standing.since:
            found.append(Obstacle(Blocker.BEFORE_STAY_BEGAN, {"client": row.client, "since": standing.since}))
    return found


def hold_obstacles(rows: Sequence[NewHold], standings: Mapping[int, Standing]) -> list[Obstacle]:
    """Why hours can't be paused: the client is not in care, or the end is not after the start."""
    found = []
    for row in rows:
        if not standings[row.client].admitted:
            found.append(Obstacle(Blocker.NOT_ADMITTED, {"client": row.client}))
        if row.ends is not None and row.ends <= row.starts:
            found.append(Obstacle(Blocker.ENDS_BEFORE_START, {"client": row.client}))
    return found


def _not_offered(row: NewStay, offered: Offered) -> Iterator[Obstacle]:
    if row.level not in offered[row.program]:
        yield Obstacle(Blocker.LEVEL_NOT_OFFERED, {"client": row.client, "level": row.level})


def _named_twice(clients: Sequence[int]) -> Iterator[Obstacle]:
    for client, times in Counter(clients).items():
        if times > 1:
            yield Obstacle(Blocker.NAMED_TWICE, {"client": client})
