"""What stands in the way of keeping two clients apart."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from stepdown.audit.terms import Obstacle
from stepdown.safety.terms import Blocker, NewRestriction


def restriction_obstacles(rows: Sequence[NewRestriction], restricted: Collection[tuple[int, int]]) -> list[Obstacle]:
    """Why these can't be recorded; `restricted` are the pairs, lower id first, kept apart already."""
    found = []
    kept_apart = set(restricted)
    for number, row in enumerate(rows):
        about: dict[str, object] = {"row": number}
        if row.one == row.other:
            found.append(Obstacle(Blocker.SAME_CLIENT, about))
        if row.ends is not None and row.ends <= row.starts:
            found.append(Obstacle(Blocker.ENDS_BEFORE_START, about))
        if row.pair in kept_apart:
            found.append(Obstacle(Blocker.ALREADY_RESTRICTED, about))
        kept_apart.add(row.pair)
    return found
