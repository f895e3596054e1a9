"""What stands in the way of keeping two clients apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from stepdown.audit.terms import Obstacle, obstacles_in
from stepdown.safety.terms import Blocker, NewRestriction


def restriction_obstacles(rows: Sequence[NewRestriction], standing: Iterable[NewRestriction]) -> list[Obstacle]:
    """Why these can't be recorded; `standing` keep their pairs apart already, on the days they name."""
    found = []
    kept_apart: defaultdict[tuple[int, int], list[NewRestriction]] = defaultdict(list)
    for restriction in standing:
        kept_apart[restriction.pair].append(restriction)
    for number, row in enumerate(rows):
        about: dict[str, object] = {"row": number}
        if row.one == row.other:
            found.append(Obstacle(Blocker.SAME_CLIENT, about))
        if row.ends is not None and row.ends <= row.starts:
            found.append(Obstacle(Blocker.ENDS_BEFORE_START, about))
        if any(row.shares_a_day_with(other) for other in kept_apart[row.pair]):
            found.append(Obstacle(Blocker.ALREADY_RESTRICTED, about))
        kept_apart[row.pair].append(row)
    return found


def ending_obstacles(*, starts: date, ends: date | None, on: date, reason: str) -> list[Obstacle]:
    """Why keeping two clients apart can't end on `on`, the first day they may meet. On its first day it is undone."""
    return obstacles_in(
        (Blocker.ENDED_ALREADY, ends is not None and ends <= on),
        (Blocker.ENDS_BEFORE_START, on <= starts),
        (Blocker.NO_REASON, not reason.strip()),
    )
