"""Weeks by the wall clock, clock changes included."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from stepdown.kernel.week import Week, day_of

CHICAGO = "America/Chicago"


@pytest.mark.parametrize(
    ("monday", "day", "minute", "utc", "why"),
    [
        (date(2026, 3, 2), 0, 540, datetime(2026, 3, 2, 15, tzinfo=UTC), "winter: six hours behind"),
        (date(2026, 3, 9), 0, 540, datetime(2026, 3, 9, 14, tzinfo=UTC), "summer: five hours behind"),
        (date(2026, 3, 2), 6, 540, datetime(2026, 3, 8, 14, tzinfo=UTC), "the Sunday the clock moves on, after it did"),
        (date(2026, 3, 2), 6, 60, datetime(2026, 3, 8, 7, tzinfo=UTC), "the same Sunday, before"),
        (date(2026, 3, 2), 6, 150, datetime(2026, 3, 8, 8, 30, tzinfo=UTC), "02:30 does not exist: read as old time"),
        (date(2026, 10, 26), 6, 90, datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "01:30 happens twice: the first"),
        (date(2026, 10, 26), 6, 540, datetime(2026, 11, 1, 15, tzinfo=UTC), "the Sunday the clock moves back, after"),
    ],
)
def test_wall_clock_to_moment(monday: date, day: int, minute: int, utc: datetime, why: str) -> None:
    assert Week(monday, CHICAGO).at(day, minute) == utc, why


@pytest.mark.parametrize(
    ("monday", "hours"), [(date(2026, 3, 2), 167), (date(2026, 6, 1), 168), (date(2026, 10, 26), 169)]
)
def test_a_week_is_as_long_as_the_clock_makes_it(monday: date, hours: int) -> None:
    assert Week(monday, CHICAGO).period.minutes == hours * 60


@pytest.mark.parametrize("monday", [date(2026, 3, 2), date(2026, 6, 1), date(2026, 10, 26)])
def test_days_fill_the_week_and_place_inverts_at(monday: date) -> None:
    week = Week(monday, CHICAGO)
    assert sum(week.day_period(day).minutes for day in range(7)) == week.period.minutes
    for day in range(7):
        for minute in (0, 480, 540, 1290, 1439):
            assert week.place(week.at(day, minute)) == (day, minute)


def test_the_week_and_day_that_hold_a_moment() -> None:
    late_sunday = datetime(2026, 3, 9, 4, 59, tzinfo=UTC)
    assert Week.of(late_sunday, CHICAGO) == Week(date(2026, 3, 2), CHICAGO)
    assert Week.of(late_sunday, "UTC") == Week(date(2026, 3, 9), "UTC")
    assert day_of(late_sunday, CHICAGO) == Week(date(2026, 3, 2), CHICAGO).day_period(6)
    assert Week(date(2026, 3, 2), CHICAGO).next.previous == Week(date(2026, 3, 2), CHICAGO)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 2, 20, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 4, 18, tzinfo=UTC), date(2026, 3, 4)),
        (datetime(2026, 5, 1, tzinfo=UTC), date(2026, 3, 8)),
    ],
)
def test_the_day_of_the_week_nearest_to_now(moment: datetime, day: date) -> None:
    assert Week(date(2026, 3, 2), CHICAGO).day_near(moment) == day


@pytest.mark.parametrize(
    ("monday", "zone", "message"),
    [
        (date(2026, 3, 3), CHICAGO, "2026-03-03 is not a Monday"),
        (date(2026, 3, 2), "Chicago", "no time zone called 'Chicago'"),
        (date(2026, 3, 2), "", "no time zone called ''"),
        (date(2026, 3, 2), "../etc/passwd", "no time zone called"),
    ],
)
def test_a_week_that_cannot_be(monday: date, zone: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Week(monday, zone)
