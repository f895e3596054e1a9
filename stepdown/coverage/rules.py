"""What stands in the way of recording an authorization, ending it, or writing down a talk about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from stepdown.audit.terms import Obstacle, obstacles_in
from stepdown.coverage.terms import Blocker, NewAuthorization, NewCall


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


def call_obstacles(call: NewCall, at: datetime) -> list[Obstacle]:
    """Why this talk with a payer can't be written down at `at`."""
    return obstacles_in(
        (Blocker.NOBODY_NAMED, not call.spoke_with.strip()),
        (Blocker.IN_THE_FUTURE, call.occurred_at > at),
        (Blocker.REVIEW_IN_THE_PAST, call.next_review is not None and call.next_review < call.occurred_at.date()),
    )


def ending_obstacles(*, starts: date, ends: date | None, on: date) -> list[Obstacle]:
    """Why an authorization can't end on `on`, the first day it no longer covers."""
    if ends is not None and ends <= on:
        return [Obstacle(Blocker.ENDED_ALREADY, {"since": ends})]
    return [Obstacle(Blocker.ENDS_BEFORE_START)] if on <= starts else []
