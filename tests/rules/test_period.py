"""A stretch of time, and minutes counted once (law 2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdown.kernel.period import Period, minutes_covered

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def span(start: int, end: int) -> Period:
    """From `start` to `end`, minutes after nine."""
    return Period(NINE + timedelta(minutes=start), NINE + timedelta(minutes=end))


@pytest.mark.parametrize(
    ("a", "b", "shared"),
    [
        ((0, 60), (60, 120), None),
        ((0, 60), (59, 120), (59, 60)),
        ((0, 60), (10, 20), (10, 20)),
        ((10, 20), (0, 60), (10, 20)),
        ((0, 60), (0, 60), (0, 60)),
        ((0, 60), (90, 120), None),
    ],
)
def test_overlap(a: tuple[int, int], b: tuple[int, int], shared: tuple[int, int] | None) -> None:
    expected = None if shared is None else span(*shared)
    assert span(*a).overlap(span(*b)) == expected
    assert span(*a).overlaps(span(*b)) == (expected is not None)


@pytest.mark.parametrize(
    ("periods", "minutes"),
    [
        ([], 0),
        ([(0, 60)], 60),
        ([(0, 60), (60, 120)], 120),
        ([(0, 60), (30, 90)], 90),
        ([(0, 180), (30, 60), (90, 120)], 180),
        ([(120, 180), (0, 60)], 120),
        ([(0, 60), (0, 60), (0, 60)], 60),
    ],
)
def test_a_minute_is_counted_once(periods: list[tuple[int, int]], minutes: int) -> None:
    assert minutes_covered(span(*p) for p in periods) == minutes


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 200)), max_size=12))
def test_counted_once_equals_counting_minute_by_minute(pairs: list[tuple[int, int]]) -> None:
    minutes = {minute for start, length in pairs for minute in range(start, start + length)}
    assert minutes_covered(span(start, start + length) for start, length in pairs) == len(minutes)


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (NINE, NINE, "ends after it starts"),
        (NINE, NINE - timedelta(minutes=1), "ends after it starts"),
        (NINE.replace(tzinfo=None), NINE, "time zone"),
    ],
)
def test_a_period_that_cannot_be(start: datetime, end: datetime, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Period(start, end)
