"""What stands in the way of recording an authorization."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from stepdown.audit.terms import Obstacle
from stepdown.coverage.terms import Blocker, NewAuthorization


def authorization_obstacles(rows: Sequence[NewAuthorization]) -> list[Obstacle]:
    """Why these can't be recorded. Overlapping authorizations are allowed: payers issue them."""
    found = []
    for row in rows:
        if row.ends is not None and row.ends <= row.starts:
            found.append(Obstacle(Blocker.ENDS_BEFORE_START, {"client": row.client}))
        for (kind, period), times in Counter((units.kind, units.period) for units in row.units).items():
            if times > 1:
                found.append(Obstacle(Blocker.UNITS_TWICE, {"client": row.client, "kind": kind, "period": period}))
        found += [
            Obstacle(Blocker.NEGATIVE_UNITS, {"client": row.client, "kind": units.kind})
            for units in row.units
            if units.units < 0
        ]
    return found
