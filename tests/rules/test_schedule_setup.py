"""What stands in the way of tracks, groups, rosters, availability and weeks: one row, one reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdown.audit.terms import Obstacle
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week
from stepdown.schedule.rules import setup as rules
from stepdown.schedule.terms import Block, Hours, Joining, NewGroup, NewSession, NewTrack, NewWeek

CHICAGO = "America/Chicago"
WEEK = Week(date(2026, 3, 2), CHICAGO)
SPRING, AUTUMN = Week(date(2026, 3, 2), CHICAGO), Week(date(2026, 10, 26), CHICAGO)
"""The Sunday of the one has 23 hours, of the other 25."""
GROUP = NewGroup("G", "Process", 1, 1, "en", 1, 12, (LevelOfCare.INTENSIVE_OUTPATIENT,), options=((0, 540),))


def told(obstacles: list[Obstacle]) -> list[tuple[str, dict[str, object]]]:
    return [(obstacle.blocker.value, obstacle.about) for obstacle in obstacles]


def names(obstacles: list[Obstacle]) -> list[str]:
    return [obstacle.blocker.value for obstacle in obstacles]


# -- tracks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("why", "block", "expected"),
    [
        ("a whole day", Block(0, 0, 1440), []),
        ("past midnight", Block(0, 1380, 1441), ["not_within_a_day"]),
        ("no time", Block(0, 540, 540), ["not_within_a_day"]),
        ("an eighth day", Block(7, 540, 600), ["not_within_a_day"]),
        ("a break in the middle", Block(0, 540, 735, (630, 645)), []),
        ("a break as it begins", Block(0, 540, 735, (540, 555)), []),
        ("a break as it ends", Block(0, 540, 735, (720, 735)), []),
        ("all break", Block(0, 540, 735, (540, 735)), []),
        ("a break of no time", Block(0, 540, 735, (630, 630)), ["break_outside_block"]),
        ("a break backwards", Block(0, 540, 735, (645, 630)), ["break_outside_block"]),
        ("a break from before", Block(0, 540, 735, (539, 555)), ["break_outside_block"]),
        ("a break that runs over", Block(0, 540, 735, (720, 736)), ["break_outside_block"]),
        ("wrong day and wrong break", Block(9, 540, 735, (0, 15)), ["not_within_a_day", "break_outside_block"]),
    ],
)
def test_blocks(why: str, block: Block, expected: list[str]) -> None:
    about = {"code": "am", "weekday": block.weekday, "starts": block.starts}
    found = rules.track_obstacles([NewTrack("am", "Morning", blocks=(block,))], [])
    assert told(found) == [(blocker, about) for blocker in expected], why


@pytest.mark.parametrize(
    ("codes", "taken", "expected"),
    [
        ([], ["a"], []),
        (["a"], [], []),
        (["a"], ["a"], ["a"]),
        (["a", "a"], [], ["a"]),
        (["a", "b", "a"], ["b"], ["b", "a"]),
    ],
)
def test_codes(codes: list[str], taken: list[str], expected: list[str]) -> None:
    assert told(rules.code_obstacles(codes, taken)) == [("code_taken", {"code": code}) for code in expected]


# -- groups --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("why", "change", "expected"),
    [
        ("fine", {}, []),
        ("one seat, one is enough", {"capacity": 1, "minimum": 1}, []),
        ("no seat, nobody needed", {"capacity": 0, "minimum": 0}, ["no_capacity"]),
        ("needs more than it seats", {"capacity": 7, "minimum": 8}, ["minimum_above_capacity"]),
        ("needs as many as it seats", {"capacity": 8, "minimum": 8}, []),
        ("no time to meet at", {"options": ()}, []),
        ("one time on two days", {"options": ((0, 540), (1, 540))}, []),
        ("one time twice", {"options": ((0, 540), (0, 540))}, ["option_twice"]),
        ("midnight, and the last minute", {"options": ((0, 0), (6, 1439))}, []),
        ("the minute after the last", {"options": ((0, 1440),)}, ["not_within_a_day"]),
        ("before midnight", {"options": ((0, -1),)}, ["not_within_a_day"]),
        ("an eighth day", {"options": ((7, 540),)}, ["not_within_a_day"]),
    ],
)
def test_groups(why: str, change: dict[str, Any], expected: list[str]) -> None:
    assert told(rules.group_obstacles([replace(GROUP, **change)], [])) == [(b, {"code": "G"}) for b in expected], why


# -- clients -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("why", "hours", "expected"),
    [
        ("none", [], []),
        ("the whole week", [(day, 0, 1440) for day in range(7)], []),
        ("they touch", [(0, 480, 720), (0, 720, 1020)], []),
        ("they share a minute", [(0, 720, 1020), (0, 480, 721)], ["hours_overlap"]),
        ("the same hours twice", [(0, 480, 720)] * 2, ["hours_overlap"]),
        ("no time", [(0, 480, 480)], ["not_within_a_day"]),
        ("an eighth day", [(7, 480, 720)], ["not_within_a_day"]),
        ("past midnight", [(0, 480, 1441)], ["not_within_a_day"]),
    ],
)
def test_availability(why: str, hours: list[tuple[int, int, int]], expected: list[str]) -> None:
    assert names(rules.availability_obstacles(7, [Hours(*row) for row in hours])) == expected, why


ROWS = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 11), st.integers(1, 12)).filter(lambda row: row[1] < row[2]), max_size=4
)


@given(ROWS)
def test_availability_stands_exactly_when_no_hour_is_named_twice(rows: list[tuple[int, int, int]]) -> None:
    hours = [(day, hour) for day, starts, ends in rows for hour in range(starts, ends)]
    found = rules.availability_obstacles(7, [Hours(day, starts * 60, ends * 60) for day, starts, ends in rows])
    assert (found == []) == (len(hours) == len(set(hours)))


OPEN, CLOSED, OTHER = 1, 2, 3
DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("why", "rows", "expected"),
    [
        ("nobody", [], []),
        ("a closed group", [(8, CLOSED)], []),
        ("an open group", [(8, OPEN)], []),
        ("on the roster already", [(7, CLOSED)], [("already_enrolled", {"client": 7, "to": CLOSED})]),
        ("on another roster", [(7, OTHER)], []),
        ("one person twice", [(8, CLOSED), (8, CLOSED)], [("already_enrolled", {"client": 8, "to": CLOSED})]),
        ("two people", [(8, CLOSED), (9, CLOSED)], []),
        (
            "everything at once",
            [(7, CLOSED), (8, OPEN)],
            [("already_enrolled", {"client": 7, "to": CLOSED})],
        ),
    ],
)
def test_rosters(why: str, rows: list[tuple[int, int]], expected: object) -> None:
    joinings = [Joining(client, to, DAY) for client, to in rows]
    assert told(rules.joining_obstacles(joinings, [(7, CLOSED)])) == expected, why


# -- weeks ---------------------------------------------------------------------------------------------------------

FINE = NewWeek("Days", WEEK.monday, CHICAGO, 5, 480, 1260, 15)


@pytest.mark.parametrize(
    ("why", "change", "expected"),
    [
        ("fine", {}, []),
        ("a Tuesday", {"monday": date(2026, 3, 3)}, ["not_a_monday"]),
        ("a Sunday", {"monday": date(2026, 3, 1)}, ["not_a_monday"]),
        ("a Monday of the week the clock changes", {"monday": AUTUMN.monday}, []),
        ("one day", {"days": 1}, []),
        ("seven days, around the clock, by the minute", {"days": 7, "opens": 0, "closes": 1440, "step_minutes": 1}, []),
        ("no day", {"days": 0}, ["week_hours"]),
        ("eight days", {"days": 8}, ["week_hours"]),
        ("opens as it closes", {"opens": 1260}, ["week_hours"]),
        ("closes past midnight", {"closes": 1441}, ["week_hours"]),
        ("opens before midnight", {"opens": -1}, ["week_hours"]),
        ("no step", {"step_minutes": 0}, ["week_hours"]),
        ("no such zone", {"time_zone": "Mars/Base"}, ["unknown_time_zone"]),
        (
            "everything at once",
            {"monday": date(2026, 3, 3), "days": 0, "time_zone": ""},
            ["not_a_monday", "week_hours", "unknown_time_zone"],
        ),
    ],
)
def test_weeks(why: str, change: dict[str, Any], expected: list[str]) -> None:
    row = replace(FINE, **change)
    assert names(rules.week_obstacles(row, exists=False)) == expected, why
    assert names(rules.week_obstacles(row, exists=True)) == ["week_exists", *expected], why


def put(period: Period, *, seats: int = 2, clients: int = 0) -> NewSession:
    return NewSession(None, 1, 1, None, period, seats, 1, tuple(range(clients)))


MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("week", [WEEK.next, SPRING, AUTUMN], ids=["ordinary", "23 hours on Sunday", "25"])
@pytest.mark.parametrize(
    ("why", "early", "late", "expected"),
    [
        ("the whole week", 0, 0, []),
        ("a minute before it begins", -1, 0, ["outside_the_week"]),
        ("a minute after it ends", 0, 1, ["outside_the_week"]),
    ],
)
def test_within_the_week(week: Week, why: str, early: int, late: int, expected: list[str]) -> None:
    """The walls stand at local midnight, whatever the clock does in between."""
    period = Period(week.period.start + early * MINUTE, week.period.end + late * MINUTE)
    assert names(rules.calendar_obstacles(week, False, [put(period)])) == expected, why


@pytest.mark.parametrize(
    ("why", "clients", "expected"),
    [("nobody", 0, []), ("full", 2, []), ("one too many", 3, ["more_clients_than_seats"])],
)
def test_seats(why: str, clients: int, expected: list[str]) -> None:
    session = put(WEEK.span(0, 540, 60), clients=clients)
    assert names(rules.calendar_obstacles(WEEK, False, [session])) == expected, why
    assert names(rules.calendar_obstacles(WEEK, True, [session])) == ["already_published", *expected], why
