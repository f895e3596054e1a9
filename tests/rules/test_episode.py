"""Admission, change of level, hold, discharge: each rule asked with a client who stands at the edge of it.

Day 0 is Monday; the client in care entered the programme with id 1 at level 2.5 that day, the one who left was out on
it. The programme offers 2.5 and 2.1.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stepdown.audit.terms import Obstacle
from stepdown.episode.rules import admission_obstacles, discharge_obstacles, hold_obstacles, level_obstacles
from stepdown.episode.terms import Discharge, DischargeReason, HoldReason, NewHold, NewStay, Standing
from stepdown.kernel.levels import LevelOfCare

OP, IOP, PHP = LevelOfCare
MONDAY = date(2026, 3, 2)
NEVER, IN_CARE, LEFT, NO_STAY = 1, 2, 3, 4
STANDINGS = {
    NEVER: Standing(discharged_on=None, admitted=False),
    IN_CARE: Standing(discharged_on=None, admitted=True, program=1, level=PHP, since=MONDAY),
    LEFT: Standing(discharged_on=MONDAY, admitted=False),
    NO_STAY: Standing(discharged_on=None, admitted=True),
}
OFFERED = {1: frozenset({PHP, IOP}), 2: frozenset({PHP, OP})}


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def told(obstacles: list[Obstacle]) -> list[tuple[str, dict[str, object]]]:
    return [(obstacle.blocker.value, obstacle.about) for obstacle in obstacles]


@pytest.mark.parametrize(
    ("why", "client", "starts", "level", "expected"),
    [
        ("never in care", NEVER, 0, IOP, []),
        ("in care now", IN_CARE, 30, IOP, ["already_admitted"]),
        ("in care, before that began", IN_CARE, -30, IOP, ["already_admitted"]),
        ("back on the first day out", LEFT, 0, IOP, []),
        ("back on the last day in", LEFT, -1, IOP, ["already_admitted"]),
        ("in an episode without a stay", NO_STAY, 0, IOP, ["already_admitted"]),
        ("a level the programme lacks", NEVER, 0, OP, ["level_not_offered"]),
        ("both", IN_CARE, 0, OP, ["already_admitted", "level_not_offered"]),
    ],
)
def test_admission(why: str, client: int, starts: int, level: LevelOfCare, expected: list[str]) -> None:
    found = admission_obstacles([NewStay(client, 1, level, day(starts))], STANDINGS, OFFERED)
    assert [o.blocker.value for o in found] == expected, why


@pytest.mark.parametrize(
    ("why", "client", "program", "level", "starts", "expected"),
    [
        ("a step down the next day", IN_CARE, 1, IOP, 1, []),
        ("the same level in another programme", IN_CARE, 2, PHP, 1, []),
        ("the same level, the same programme", IN_CARE, 1, PHP, 1, ["same_level"]),
        ("on the day the stay began", IN_CARE, 1, IOP, 0, ["before_stay_began"]),
        ("the day before", IN_CARE, 1, IOP, -1, ["before_stay_began"]),
        ("never in care", NEVER, 1, IOP, 1, ["not_admitted"]),
        ("has left", LEFT, 1, IOP, 1, ["not_admitted"]),
        ("in an episode without a stay", NO_STAY, 1, IOP, 1, ["not_admitted"]),
        ("a level the programme lacks", IN_CARE, 1, OP, 1, ["level_not_offered"]),
        ("too early, at a level it lacks", IN_CARE, 1, OP, 0, ["before_stay_began", "level_not_offered"]),
    ],
)
def test_change_of_level(
    why: str, client: int, program: int, level: LevelOfCare, starts: int, expected: list[str]
) -> None:
    found = level_obstacles([NewStay(client, program, level, day(starts))], STANDINGS, OFFERED)
    assert [o.blocker.value for o in found] == expected, why


@pytest.mark.parametrize(
    ("why", "client", "on", "expected"),
    [
        ("after one day in care", IN_CARE, 1, []),
        ("on the day of admission: no day was in care", IN_CARE, 0, ["before_stay_began"]),
        ("the day before", IN_CARE, -1, ["before_stay_began"]),
        ("never in care", NEVER, 1, ["not_admitted"]),
        ("has left already", LEFT, 1, ["not_admitted"]),
    ],
)
@pytest.mark.parametrize("reason", DischargeReason)
def test_discharge(why: str, client: int, on: int, expected: list[str], reason: DischargeReason) -> None:
    """No reason for leaving is held against, or for, anybody."""
    found = discharge_obstacles([Discharge(client, day(on), reason)], STANDINGS)
    assert [o.blocker.value for o in found] == expected, why


@pytest.mark.parametrize(
    ("why", "client", "ends", "expected"),
    [
        ("for one day", IN_CARE, 1, []),
        ("nobody knows for how long", IN_CARE, None, []),
        ("for no day", IN_CARE, 0, ["ends_before_start"]),
        ("backwards", IN_CARE, -1, ["ends_before_start"]),
        ("has left", LEFT, 1, ["not_admitted"]),
        ("has left, for no day", LEFT, 0, ["not_admitted", "ends_before_start"]),
    ],
)
def test_hold(why: str, client: int, ends: int | None, expected: list[str]) -> None:
    row = NewHold(client, HoldReason.HOSPITAL, day(0), None if ends is None else day(ends))
    assert [o.blocker.value for o in hold_obstacles([row], STANDINGS)] == expected, why


def test_one_client_in_two_rows() -> None:
    twice = [NewStay(NEVER, 1, IOP, day(0)), NewStay(NEVER, 1, PHP, day(9))]
    assert told(admission_obstacles(twice, STANDINGS, OFFERED)) == [("named_twice", {"client": NEVER})]
    twice = [NewStay(IN_CARE, 1, IOP, day(1)), NewStay(IN_CARE, 2, OP, day(9))]
    assert told(level_obstacles(twice, STANDINGS, OFFERED)) == [("named_twice", {"client": IN_CARE})]
    leaving = [Discharge(IN_CARE, day(1), DischargeReason.OTHER)] * 3
    assert told(discharge_obstacles(leaving, STANDINGS)) == [("named_twice", {"client": IN_CARE})]


def test_nothing_asked_nothing_said() -> None:
    assert admission_obstacles([], {}, {}) == level_obstacles([], {}, {}) == discharge_obstacles([], {}) == []
    assert hold_obstacles([], {}) == []


def test_levels_are_in_the_order_of_hours_a_week() -> None:
    assert [level.value for level in sorted(LevelOfCare, key=lambda level: level.intensity)] == ["1", "2.1", "2.5"]
