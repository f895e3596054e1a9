"""A client's day has no holes: who waits between two groups longer than half an hour, and in no break of their track.

Times are of Monday unless a row says Tuesday; the group asked about lasts an hour.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from stepdown.agency.terms import Role
from stepdown.kernel.period import Period
from stepdown.schedule.rules import joining, moving
from stepdown.schedule.rules.holes import gaps, holes, new_holes
from stepdown.schedule.terms import Blocker, Busy, Gap, Hours
from tests.rules import test_booking
from tests.rules.test_booking import CLIENT, LEADER, at, minute, slot

HALF_AN_HOUR = timedelta(minutes=30)
FINE = replace(test_booking.FINE, longest_wait=HALF_AN_HOUR)

ANY_TIME = tuple(Hours(day, 0, 1440) for day in range(7))
HOLE = [Blocker.HOLE_IN_DAY]
Span = tuple[int, str, str]


def busy(*spans: Span, group: bool = True) -> tuple[Busy, ...]:
    return tuple(Busy(at(*span), group=group) for span in spans)


NINE, TEN, HALF_PAST_ELEVEN, NOON, ONE = (
    (0, "9:00", "10:00"),
    (0, "10:00", "11:00"),
    (0, "11:30", "12:30"),
    (0, "12:00", "13:00"),
    (0, "13:00", "14:00"),
)


@pytest.mark.parametrize(
    ("why", "others", "expected"),
    [
        ("the only group of the day", (), []),
        ("right after another", (NINE,), []),
        ("half an hour after another", ((0, "8:30", "9:30"),), []),
        ("thirty-one minutes after another", ((0, "8:29", "9:29"),), HOLE),
        ("two hours before another", (ONE,), HOLE),
        ("in the middle of a hole that was there", ((0, "7:00", "8:00"), ONE), []),
        ("between two groups it joins up", (NINE, (0, "11:00", "12:00")), []),
        ("on another day", ((1, "13:00", "14:00"),), []),
    ],
)
def test_joining_a_group_leaves_no_hole(why: str, others: tuple[Span, ...], expected: list[Blocker]) -> None:
    newcomer = replace(CLIENT, id=3, busy=busy(*others), available=ANY_TIME)
    assert [o.blocker for o in joining(FINE, newcomer, 0)] == expected, why


def test_an_individual_session_may_stand_apart() -> None:
    after = replace(CLIENT, id=3, busy=busy(ONE, group=False), available=ANY_TIME)
    alone = replace(FINE, session=replace(FINE.session, group=False, language=""))
    before = replace(after, busy=busy(ONE))
    assert [joining(FINE, after, 0), joining(alone, before, 0)] == [(), ()]


@pytest.mark.parametrize(
    ("why", "pause", "expected"),
    [
        ("the break of their track lies between", Hours(0, 660, 720), []),
        ("the break is longer than the wait", Hours(0, 650, 730), []),
        ("the break ends before they go on", Hours(0, 660, 700), HOLE),
        ("a break of another day", Hours(1, 660, 720), HOLE),
    ],
)
def test_a_break_of_the_track_is_no_hole(why: str, pause: Hours, expected: list[Blocker]) -> None:
    newcomer = replace(CLIENT, id=3, busy=busy(NOON), available=ANY_TIME, pauses=(pause,))
    assert [o.blocker for o in joining(FINE, newcomer, 0)] == expected, why


STOOD = slot(0, "10:00", "11:00")


@pytest.mark.parametrize(
    ("why", "others", "to", "expected"),
    [
        ("it stays, with another room", (NINE,), (0, "10:00", "11:00"), []),
        ("it moves away from its neighbor", (NINE,), (0, "11:30", "12:30"), HOLE),
        ("it moves up to its neighbor", (NOON,), (0, "11:00", "12:00"), []),
        (
            "it leaves the middle of a morning for another day",
            (NINE, (0, "11:00", "12:00")),
            (1, "9:00", "10:00"),
            HOLE,
        ),
        ("it leaves the end of a morning for another day", (NINE,), (1, "9:00", "10:00"), []),
        ("it goes where it stands apart from that day's group", ((1, "13:00", "14:00"),), (1, "9:00", "10:00"), HOLE),
        ("it goes next to that day's group", ((1, "10:00", "11:00"),), (1, "9:00", "10:00"), []),
        ("it makes a hole smaller that was there", (ONE,), (0, "11:00", "12:00"), []),
    ],
)
def test_moving_a_session_makes_no_hole(why: str, others: tuple[Span, ...], to: Span, expected: list[Blocker]) -> None:
    client = replace(CLIENT, busy=busy(*others), available=ANY_TIME)
    leader = replace(LEADER, hours=ANY_TIME)
    booking = replace(FINE, clients=(client,), staff=leader, slot=slot(*to), stood=STOOD)
    assert [o.blocker for o in moving(booking)] == expected, why


def test_only_those_whose_day_it_breaks_are_told_and_who_may_override() -> None:
    waits, fine = (replace(CLIENT, id=number, available=ANY_TIME) for number in (1, 2))
    booking = replace(
        FINE, clients=(replace(waits, busy=busy(NINE)), fine), slot=slot(0, "11:30", "12:30"), stood=STOOD
    )
    (told,) = moving(booking)
    assert (told.about, told.override_by) == (
        {"clients": [1]},
        frozenset({Role.PROGRAM_DIRECTOR, Role.CLINICAL_SUPERVISOR}),
    )


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ([], []),
        ([NINE], []),
        ([NINE, TEN], []),
        ([NINE, HALF_PAST_ELEVEN], [("10:00", "11:30")]),
        ([ONE, NINE, TEN], [("11:00", "13:00")]),
    ],
)
def test_the_holes_of_a_day(groups: list[Span], expected: list[tuple[str, str]]) -> None:
    assert holes([at(*one) for one in groups], [], HALF_AN_HOUR) == [at(0, *one) for one in expected]


def test_a_hole_is_new_when_it_was_no_part_of_one() -> None:
    early, middle, late = at(0, "8:00", "9:00"), at(0, "10:00", "11:00"), at(0, "13:00", "14:00")
    assert new_holes([early, middle, late], [early, late], [], HALF_AN_HOUR) == [at(0, "9:00", "13:00")]
    assert new_holes([early, late], [early, middle, late], [], HALF_AN_HOUR) == []
    assert minute("9:00") == 540


@pytest.mark.parametrize(
    ("longest", "expected"),
    [(None, []), (15, HOLE), (29, HOLE), (30, []), (31, []), (90, [])],
    ids=["policy says nothing", "15", "29", "30", "31", "90"],
)
def test_how_long_a_wait_may_be_is_policy(longest: int | None, expected: list[Blocker]) -> None:
    """Half an hour lies between the two groups."""
    newcomer = replace(CLIENT, id=3, busy=busy((0, "8:30", "9:30")), available=ANY_TIME)
    wait = None if longest is None else timedelta(minutes=longest)
    assert [o.blocker for o in joining(replace(FINE, longest_wait=wait), newcomer, 0)] == expected


ONE_DAY, ANOTHER = date(2026, 3, 2), date(2026, 3, 3)
MORNING = [at(*NINE), at(*TEN), at(*HALF_PAST_ELEVEN)]


@pytest.mark.parametrize(
    ("why", "before", "after", "expected"),
    [
        ("nothing changed", {(1, ONE_DAY): MORNING}, {(1, ONE_DAY): MORNING}, []),
        ("there is no group any more", {(1, ONE_DAY): MORNING}, {}, []),
        (
            "two people wait at the same time, by id",
            {(2, ONE_DAY): MORNING[:2], (1, ONE_DAY): MORNING[:2]},
            {(2, ONE_DAY): [MORNING[0], MORNING[2]], (1, ONE_DAY): [MORNING[0], MORNING[2]]},
            [("10:00", "11:30", (1, 2))],
        ),
        (
            "one waited there before",
            {(1, ONE_DAY): [MORNING[0], MORNING[2]], (2, ONE_DAY): MORNING[:1]},
            {(1, ONE_DAY): [MORNING[0], MORNING[2]], (2, ONE_DAY): [MORNING[0], MORNING[2]]},
            [("10:00", "11:30", (2,))],
        ),
        (
            "a wait grows, and is another",
            {(1, ONE_DAY): MORNING},
            {(1, ONE_DAY): [MORNING[0], MORNING[2]]},
            [("10:00", "11:30", (1,))],
        ),
        ("on a day they came not at all", {}, {(1, ANOTHER): MORNING}, [("11:00", "11:30", (1,))]),
    ],
)
def test_the_gaps_a_change_leaves(
    why: str,
    before: dict[tuple[int, date], list[Period]],
    after: dict[tuple[int, date], list[Period]],
    expected: list[tuple[str, str, tuple[int, ...]]],
) -> None:
    """Fifteen minutes are no hole here."""
    day = max((day for _, day in after), default=ONE_DAY)
    found = gaps(before, after, {}, timedelta(minutes=15))
    assert found == tuple(Gap(day, at(0, starts, ends), clients) for starts, ends, clients in expected), why


def test_a_gap_in_the_break_of_ones_own_track_is_none() -> None:
    after = {(client, ONE_DAY): [MORNING[0], MORNING[2]] for client in (1, 2)}
    pauses = {(1, ONE_DAY): [at(0, "10:00", "11:30")]}
    assert gaps({}, after, pauses, HALF_AN_HOUR) == (Gap(ONE_DAY, at(0, "10:00", "11:30"), (2,)),)
