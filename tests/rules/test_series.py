"""Series: what stands in their way, on which days they meet, which topic comes next, when they are full."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdown.audit.terms import Obstacle
from stepdown.schedule.rules import series as rules
from stepdown.schedule.terms import Meeting, SessionRole, SetupBlocker

MONDAY = date(2026, 3, 2)
FINE = Meeting(0, 540, 60, lead=1)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("why", "meetings", "expected"),
    [
        ("fine", [FINE], []),
        ("two on one day that touch", [FINE, replace(FINE, starts=600)], []),
        ("two on one day that overlap", [FINE, replace(FINE, starts=599)], ["meetings_overlap"]),
        ("the same hour on two days", [FINE, replace(FINE, weekday=2)], []),
        ("an eighth day", [replace(FINE, weekday=7)], ["not_within_a_day"]),
        ("until midnight", [replace(FINE, starts=1380)], []),
        ("past midnight", [replace(FINE, starts=1381)], ["no_minutes"]),
        ("no time", [replace(FINE, minutes=0)], ["no_minutes"]),
        ("nobody leads", [replace(FINE, lead=None)], ["no_leader"]),
        ("an intern besides", [replace(FINE, others=((2, SessionRole.INTERN),))], []),
        ("the leader watches, too", [replace(FINE, others=((1, SessionRole.OBSERVER),))], ["staff_twice"]),
        ("everything at once", [Meeting(0, 540, 0, lead=None), FINE], ["no_minutes", "no_leader"]),
    ],
)
def test_meetings(why: str, meetings: list[Meeting], expected: list[str]) -> None:
    assert [one.blocker.value for one in rules.meeting_obstacles(meetings)] == expected, why


@pytest.mark.parametrize(
    ("starts", "today", "ends_on", "expected"),
    [
        (day(0), day(0), None, []),
        (day(3), day(0), None, []),
        (day(0), day(1), None, ["in_the_past"]),
        (day(3), day(0), day(4), []),
        (day(4), day(0), day(4), ["series_ended"]),
        (day(0), day(9), day(0), ["in_the_past", "series_ended"]),
    ],
)
def test_a_change_begins_today_or_later(starts: date, today: date, ends_on: date | None, expected: list[str]) -> None:
    assert [one.blocker.value for one in rules.from_day_obstacles(starts, today, ends_on)] == expected


@pytest.mark.parametrize(
    ("capacity", "minimum", "expected"),
    [
        (1, 1, []),
        (8, 8, []),
        (0, 0, ["no_capacity"]),
        (7, 8, ["minimum_above_capacity"]),
        (0, 4, ["no_capacity", "minimum_above_capacity"]),
    ],
)
def test_how_many_a_group_takes_and_needs(capacity: int, minimum: int, expected: list[str]) -> None:
    assert [one.blocker.value for one in rules.seat_obstacles(capacity, minimum)] == expected


@pytest.mark.parametrize(
    ("capacity", "first", "fits"), [(2, 0, True), (1, 0, False), (1, 5, True), (1, 4, False), (0, 30, True)]
)
def test_no_fewer_seats_than_are_taken_from_that_day_on(capacity: int, first: int, fits: bool) -> None:
    spans = [(day(0), day(20)), (day(3), day(5))]
    found = [] if fits else [Obstacle(SetupBlocker.MORE_CLIENTS_THAN_SEATS, {"capacity": capacity})]
    assert rules.crowd_obstacles(spans, day(first), capacity) == found


@pytest.mark.parametrize(
    ("weekday", "first", "until", "expected"),
    [
        (0, day(0), day(14), [day(0), day(7)]),
        (0, day(0), day(15), [day(0), day(7), day(14)]),
        (0, day(1), day(14), [day(7)]),
        (6, day(0), day(7), [day(6)]),
        (6, day(0), day(6), []),
    ],
)
def test_days(weekday: int, first: date, until: date, expected: list[date]) -> None:
    assert list(rules.days_of(weekday, first, until)) == expected


@pytest.mark.parametrize(
    ("topics", "carried", "sessions", "expected"),
    [
        ([], None, 2, [None, None]),
        ([7, 8, 9], None, 2, [7, 8]),
        ([7, 8, 9], 7, 2, [8, 9]),
        ([7, 8, 9], 9, 2, [7, 8]),
        ([7, 8, 9], 5, 1, [7]),
        ([7], 7, 3, [7, 7, 7]),
        ([7, 8], None, 0, []),
    ],
)
def test_topics_follow_each_other(
    topics: list[int], carried: int | None, sessions: int, expected: list[int | None]
) -> None:
    assert rules.topics_for(topics, carried, sessions) == expected


SPAN = st.tuples(st.integers(0, 12), st.one_of(st.none(), st.integers(1, 9))).map(
    lambda row: (day(row[0]), None if row[1] is None else day(row[0] + row[1]))
)


@given(st.lists(SPAN, max_size=6), st.integers(0, 12), st.integers(1, 9))
def test_the_most_at_once_is_what_counting_each_day_says(
    spans: list[tuple[date, date | None]], first: int, days: int
) -> None:
    counted = [
        sum(starts <= one and (ends is None or one < ends) for starts, ends in spans)
        for one in (day(first + n) for n in range(days))
    ]
    assert rules.peak(spans, day(first), day(first + days)) == max(counted)


@given(st.lists(SPAN, max_size=6), st.integers(1, 3), st.integers(0, 12))
def test_full_from_the_first_day_without_a_place(
    spans: list[tuple[date, date | None]], capacity: int, first: int
) -> None:
    def taken(one: date) -> int:
        return sum(starts <= one and (ends is None or one < ends) for starts, ends in spans)

    expected = next((day(n) for n in range(first, 40) if taken(day(n)) >= capacity), None)
    assert rules.full_from(spans, capacity, day(first)) == expected


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("America/Chicago", date(2026, 3, 7), date(2026, 3, 9)),
        ("Europe/London", date(2026, 3, 28), date(2026, 3, 30)),
        ("Australia/Adelaide", date(2026, 4, 4), date(2026, 4, 6)),
        ("Asia/Kolkata", date(2026, 3, 28), date(2026, 3, 30)),
    ],
)
def test_nine_is_nine_on_both_sides_of_a_clock_change(zone: str, before: date, after: date) -> None:
    """The wall clock says nine; half-hour zones too. What lies between is not always forty-eight hours."""
    from zoneinfo import ZoneInfo

    periods = [rules.period_on(one, 540, 90, zone) for one in (before, after)]
    assert [period.start.astimezone(ZoneInfo(zone)).strftime("%H:%M") for period in periods] == ["09:00", "09:00"]
    assert [period.minutes for period in periods] == [90, 90]
