"""From the door to the minutes. Times are minutes after nine; planned sessions are nine to ten and ten to eleven."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdown.kernel.period import Period
from stepdown.session.rules import arriving, attended, departing, undoing
from stepdown.session.terms import Attended, Blocker, DoorVisit, PlannedForClient

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def when(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def clock(day: int, hours: int) -> datetime:
    """The full hour of the day (0) or the next (1)."""
    return NINE.replace(hour=0) + timedelta(days=day, hours=hours)


DAY = Period(clock(0, 0), clock(1, 0))


def span(start: int, end: int) -> Period:
    return Period(when(start), when(end))


def stay(period: Period) -> DoorVisit:
    return DoorVisit(1, 7, period.start, period.end)


FIRST, SECOND = PlannedForClient(1, span(0, 60)), PlannedForClient(2, span(60, 120))


@pytest.mark.parametrize(
    ("visit", "counted", "why"),
    [
        ((-5, 125), {1: (0, 60), 2: (60, 120)}, "early and late by five minutes: the door is not the group room"),
        ((0, 120), {1: (0, 60), 2: (60, 120)}, "on time"),
        ((20, 120), {1: (20, 60), 2: (60, 120)}, "twenty minutes late"),
        ((-5, 50), {1: (0, 50)}, "left ten minutes early, before the second"),
        ((-5, 60), {1: (0, 60)}, "left between the two"),
        ((61, 62), {2: (61, 62)}, "a minute"),
        ((130, 140), {}, "came when all was over"),
        ((-30, -10), {}, "left before it began"),
    ],
)
def test_a_visit_covers_part_of_what_was_planned(
    visit: tuple[int, int], counted: dict[int, tuple[int, int]], why: str
) -> None:
    expected = tuple(Attended(session, span(*part)) for session, part in counted.items())
    assert attended(stay(span(*visit)), [SECOND, FIRST]) == expected, why


@given(
    st.tuples(st.integers(-100, 300), st.integers(1, 400)),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 120)), max_size=6),
)
def test_attended_never_exceeds_planned_nor_the_visit(visit: tuple[int, int], gaps: list[tuple[int, int]]) -> None:
    planned, start = [], 0
    for number, (gap, length) in enumerate(gaps):
        planned.append(PlannedForClient(number, span(start + gap, start + gap + length)))
        start += gap + length
    there = span(visit[0], visit[0] + visit[1])
    parts = attended(stay(there), planned)
    by_session = {p.session: p.period for p in planned}
    assert all(by_session[part.session].contains(part.period) and there.contains(part.period) for part in parts)
    assert sum(part.period.minutes for part in parts) <= there.minutes


@pytest.mark.parametrize(
    ("arrived", "now", "already_in", "planned", "expected"),
    [
        (0, 0, False, True, []),
        (0, 45, False, True, []),
        (2, 0, False, True, []),
        (3, 0, False, True, [Blocker.IN_THE_FUTURE]),
        (0, 0, True, True, [Blocker.ALREADY_IN]),
        (0, 0, False, False, [Blocker.NOTHING_PLANNED_TODAY]),
        (9, 0, True, False, [Blocker.ALREADY_IN, Blocker.IN_THE_FUTURE, Blocker.NOTHING_PLANNED_TODAY]),
    ],
)
def test_what_stands_in_the_way_in(
    arrived: int, now: int, already_in: bool, planned: bool, expected: list[Blocker]
) -> None:
    found = arriving(arrived_at=when(arrived), at=when(now), already_in=already_in, planned_today=planned)
    assert [o.blocker for o in found] == expected


@pytest.mark.parametrize(
    ("departed", "now", "still_in", "expected"),
    [
        (60, 60, True, []),
        (60, 200, True, []),
        (0, 60, True, [Blocker.LEFT_BEFORE_ARRIVING]),
        (-10, 60, True, [Blocker.LEFT_BEFORE_ARRIVING]),
        (90, 60, True, [Blocker.IN_THE_FUTURE]),
        (60, 60, False, [Blocker.NOT_IN]),
        (15 * 60 - 1, 9 * 1440, True, []),
        (15 * 60, 9 * 1440, True, [Blocker.LEFT_ON_ANOTHER_DAY]),
        (9 * 1440, 9 * 1440, True, [Blocker.LEFT_ON_ANOTHER_DAY]),
        (1440, 60, False, [Blocker.NOT_IN, Blocker.IN_THE_FUTURE, Blocker.LEFT_ON_ANOTHER_DAY]),
    ],
)
def test_what_stands_in_the_way_out(departed: int, now: int, still_in: bool, expected: list[Blocker]) -> None:
    found = departing(arrived_at=when(0), departed_at=when(departed), at=when(now), still_in=still_in, day=DAY)
    assert [o.blocker for o in found] == expected


SUPERVISORS = frozenset({"program_director", "clinical_supervisor"})


@pytest.mark.parametrize(
    ("now", "undone", "expected"),
    [
        (clock(0, 10), False, []),
        (clock(0, 23), False, []),
        (clock(1, 0), False, [(Blocker.DAY_IS_OVER, SUPERVISORS)]),
        (clock(13, 9), False, [(Blocker.DAY_IS_OVER, SUPERVISORS)]),
        (clock(0, 10), True, [(Blocker.ALREADY_UNDONE, frozenset())]),
        (clock(13, 9), True, [(Blocker.ALREADY_UNDONE, frozenset())]),
    ],
)
def test_what_stands_in_the_way_of_undoing(
    now: datetime, undone: bool, expected: list[tuple[Blocker, frozenset[str]]]
) -> None:
    assert [(o.blocker, o.override_by) for o in undoing(at=now, undone=undone, day=DAY)] == expected
