"""Days of many clients at once: gone through a month at a time, each row on the days it belongs to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stepdown.kernel.period import Period
from stepdown.session.rules.days import by_day, by_months

FIRST = datetime(2026, 3, 1, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)


def day(number: int) -> Period:
    """Local days that follow one another; 06:00 is midnight there."""
    return Period(FIRST + timedelta(days=number), FIRST + timedelta(days=number + 1))


MONTHS: dict[str, tuple[list[tuple[int, int]], list[tuple[int, int, dict[int, list[int]]]]]] = {
    "nothing": ([], []),
    "one day of one client": ([(7, 3)], [(3, 3, {7: [3]})]),
    "one day of several": ([(8, 3), (7, 3)], [(3, 3, {7: [3], 8: [3]})]),
    "said twice": ([(7, 3), (7, 3)], [(3, 3, {7: [3]})]),
    "in any order": ([(7, 9), (8, 4), (7, 1)], [(1, 9, {7: [1, 9], 8: [4]})]),
    "thirty-one days are one go": ([(7, 0), (7, 30)], [(0, 30, {7: [0, 30]})]),
    "the thirty-second begins another": ([(7, 31), (7, 0)], [(0, 0, {7: [0]}), (31, 31, {7: [31]})]),
    "a go begins with its first day, not with a calendar's": (
        [(7, 0), (7, 40), (8, 60), (7, 71)],
        [(0, 0, {7: [0]}), (40, 60, {7: [40], 8: [60]}), (71, 71, {7: [71]})],
    ),
}


@pytest.mark.parametrize("name", MONTHS)
def test_days_are_gone_through_a_month_at_a_time(name: str) -> None:
    given, expected = MONTHS[name]
    found = [
        (span, {client: list(days) for client, days in its.items()})
        for span, its in by_months((client, day(number)) for client, number in given)
    ]
    assert found == [
        (Period(day(first).start, day(last).end), {client: [day(n) for n in its] for client, its in days.items()})
        for first, last, days in expected
    ]


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        (0, 0, [0]),  # a moment belongs to the day that begins with it
        (23, 23, [0]),
        (24, 24, []),  # the day between, which nobody asked for
        (48, 48, [2]),
        (-1, -1, []),
        (99, 99, []),
        (3, 4, [0]),
        (-5, 0, []),  # touching ends share no time
        (-5, 1, [0]),
        (20, 48, [0]),
        (20, 49, [0, 2]),
        (-100, 100, [0, 2]),
        (24, 48, []),
        (72, 90, []),
    ],
)
def test_a_row_is_on_the_days_it_touches(begins: int, ends: int, expected: list[int]) -> None:
    """Hours after the first day's beginning; the same for a moment and a stretch. The days are the first and the third."""
    reach = FIRST + begins * HOUR if begins == ends else Period(FIRST + begins * HOUR, FIRST + ends * HOUR)
    found = by_day(["row"], [day(0), day(2)], lambda _: reach)
    assert {its: rows for its, rows in found.items() if rows} == {day(number): ["row"] for number in expected}
