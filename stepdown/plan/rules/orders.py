"""What stands in the way of ordering a week of care, or of ending an order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from stepdown.audit.terms import Obstacle
from stepdown.plan.terms import OVERRIDE_BY, Blocker, LevelNeeds, NewPrescription


def prescription_obstacles(
    rows: Sequence[NewPrescription],
    in_force_since: Mapping[int, date],
    needs: Mapping[int, LevelNeeds] | None = None,
    physicians: Collection[int] = (),
) -> list[Obstacle]:
    """Why these can't be prescribed; `in_force_since` is the start of each client's open prescription.

    `needs` is what each client's level asks for, `physicians` are the ids of staff who may order where a physician
    must. Fewer hours than the level's minimum may be overridden by `OVERRIDE_BY`, with a reason.
    """
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
        if needs and row.client in needs:
            found += _level_obstacles(row, needs[row.client], physicians)
    return found


def ending_obstacles(*, starts: date, ends: date | None, on: date) -> list[Obstacle]:
    """Why an order that holds from `starts` up to `ends` can't end on `on` (the first day it no longer holds)."""
    if ends is not None and ends <= on:
        return [Obstacle(Blocker.ENDED_ALREADY, {"since": ends})]
    return [Obstacle(Blocker.ENDS_BEFORE_START, {"since": starts})] if on <= starts else []


def _level_obstacles(row: NewPrescription, needs: LevelNeeds, physicians: Collection[int]) -> Iterator[Obstacle]:
    if needs.physician is not None and row.ordered_by not in physicians:
        yield Obstacle(Blocker.NEEDS_A_PHYSICIAN, {"client": row.client, "source": needs.physician})
    minutes = sum(line.sessions_a_week * line.minutes for line in row.lines if line.service not in needs.not_counted)
    if needs.minutes is not None and minutes < needs.asked:
        about: dict[str, object] = {"client": row.client, "minutes": minutes, "minimum": needs.asked}
        yield Obstacle(Blocker.BELOW_LEVEL_MINIMUM, about | {"source": needs.source}, OVERRIDE_BY)


def _line_obstacles(row: NewPrescription) -> Iterator[Obstacle]:
    for service, times in Counter(line.service for line in row.lines).items():
        if times > 1:
            yield Obstacle(Blocker.SERVICE_TWICE, {"client": row.client, "service": service})
    for line in row.lines:
        if line.minutes < 1:
            yield Obstacle(Blocker.NO_MINUTES, {"client": row.client, "service": line.service})
        if line.sessions_a_week < 1:
            yield Obstacle(Blocker.NO_SESSIONS, {"client": row.client, "service": line.service})
