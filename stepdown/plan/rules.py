"""What stands in the way of prescribing a week of care."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from stepdown.audit.terms import Obstacle
from stepdown.plan.terms import Blocker, NewPrescription


def prescription_obstacles(rows: Sequence[NewPrescription], in_force_since: Mapping[int, date]) -> list[Obstacle]:
    """Why these can't be prescribed; `in_force_since` is the start of each client's open prescription."""
    found = [
        Obstacle(Blocker.NAMED_TWICE, {"client": client})
        for client, times in Counter(row.client for row in rows).items()
        if times > 1
    ]
    for row in rows:
        since = in_force_since.get(row.client)
        if since is not None and since >= row.starts:
            found.append(Obstacle(Blocker.LATER_PRESCRIPTION_EXISTS, {"client": row.client, "since": since}))
        found += _line_obstacles(row)
    return found


def _line_obstacles(row: NewPrescription) -> Iterator[Obstacle]:
    for service, times in Counter(line.service for line in row.lines).items():
        if times > 1:
            yield Obstacle(Blocker.SERVICE_TWICE, {"client": row.client, "service": service})
    for line in row.lines:
        if line.minutes < 1:
            yield Obstacle(Blocker.NO_MINUTES, {"client": row.client, "service": line.service})
        if line.sessions_a_week < 1:
            yield Obstacle(Blocker.NO_SESSIONS, {"client": row.client, "service": line.service})
