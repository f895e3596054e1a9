"""Where somebody expected stands. Times are minutes after nine; the session runs from nine to ten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stepdown.kernel.period import Period
from stepdown.session.rules import at_door
from stepdown.session.terms import AtDoor, DoorVisit

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def when(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def visit(number: int, arrived: int, departed: int | None) -> DoorVisit:
    return DoorVisit(number, 7, when(arrived), None if departed is None else when(departed))


SESSION = Period(when(0), when(60))
EXPECTED, MISSING, HERE, LEFT = AtDoor.EXPECTED, AtDoor.MISSING, AtDoor.HERE, AtDoor.LEFT

TABLE = [
    # visits as (arrived, departed),   now, stands, by visit, why
    ([], -1, EXPECTED, None, "the session has not begun"),
    ([], 0, MISSING, None, "missing from the moment it begins"),
    ([], 90, MISSING, None, "still missed when it is over"),
    ([(-5, None)], 10, HERE, 0, "came early, is here"),
    ([(20, None)], 30, HERE, 0, "came late, is here"),
    ([(-5, None)], -1, HERE, 0, "here before it begins"),
    ([(-5, 60)], 61, LEFT, 0, "was there, and went"),
    ([(-5, 20)], 30, LEFT, 0, "was there for a part, and went"),
    ([(-60, -10)], -1, EXPECTED, 0, "went before it begins, may come back"),
    ([(-60, -10)], 5, MISSING, 0, "went before it began"),
    ([(-60, 0)], 5, MISSING, 0, "went as it began: touching is not being there"),
    ([(-5, 20), (30, None)], 40, HERE, 1, "stepped out, and came back"),
    ([(-5, 50), (70, 90)], 95, LEFT, 0, "came back for something later: the first visit is this session's"),
    ([(70, 90)], 95, MISSING, 0, "came when all was over"),
]


@pytest.mark.parametrize(("visits", "now", "stands", "by", "why"), TABLE, ids=[row[-1] for row in TABLE])
def test_where_somebody_stands(
    visits: list[tuple[int, int | None]], now: int, stands: AtDoor, by: int | None, why: str
) -> None:
    rows = [visit(number, *times) for number, times in enumerate(visits)]
    assert at_door(SESSION, rows, when(now)) == (stands, None if by is None else rows[by])
    assert at_door(SESSION, reversed(rows), when(now)) == (stands, None if by is None else rows[by])
