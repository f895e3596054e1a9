"""What stands in the way of a step: each rule asked with a client who stands at the edge of it.

Day 0 is Monday; the client in care entered the programme with id 1 at level 2.5 that day, the one who left was out on
day 10. Programme 1 offers 2.5 and 2.1; programme 2 offers 2.5 and 1.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stepdown.audit.terms import Obstacle
from stepdown.episode.rules.steps import named_twice, obstacles, take_back_obstacles
from stepdown.episode.terms import Event, NewStep, Step
from stepdown.kernel.levels import LevelOfCare

OP, IOP, PHP = LevelOfCare
MONDAY = date(2026, 3, 2)
NEVER, IN_CARE, LEFT, ASKED, AWAY = 1, 2, 3, 4, 5
OFFERED = {1: frozenset({PHP, IOP}), 2: frozenset({PHP, OP})}


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def admitted(number: int) -> Step:
    return Step(Event.ADMIT, day(0), number, program=1, level=PHP)


WAYS = {
    NEVER: [],
    IN_CARE: [admitted(1)],
    LEFT: [admitted(2), Step(Event.DISCHARGE, day(10), 3, reason="other")],
    ASKED: [Step(Event.FIRST_CONTACT, day(0), 4)],
    AWAY: [admitted(5), Step(Event.HOLD, day(5), 6, reason="travel")],
}


def told(found: list[Obstacle]) -> list[tuple[str, dict[str, object]]]:
    return [(obstacle.blocker.value, obstacle.about) for obstacle in found]


def asked(client: int, step: Step) -> list[str]:
    return [obstacle.blocker.value for obstacle in obstacles([NewStep(client, step)], WAYS, OFFERED)]


@pytest.mark.parametrize(
    ("why", "client", "starts", "level", "expected"),
    [
        ("never in care", NEVER, 0, IOP, []),
        ("in care now", IN_CARE, 30, IOP, ["already_admitted"]),
        ("in care, before that began", IN_CARE, -30, IOP, ["already_admitted"]),
        ("back on the first day out", LEFT, 10, IOP, []),
        ("back on the last day in", LEFT, 9, IOP, ["already_admitted"]),
        ("asked, and nobody decided", ASKED, 1, IOP, ["not_accepted"]),
        ("a level the programme lacks", NEVER, 0, OP, ["level_not_offered"]),
        ("both", IN_CARE, 0, OP, ["already_admitted", "level_not_offered"]),
    ],
)
def test_admission(why: str, client: int, starts: int, level: LevelOfCare, expected: list[str]) -> None:
    assert asked(client, Step(Event.ADMIT, day(starts), program=1, level=level)) == expected, why


@pytest.mark.parametrize(
    ("why", "client", "program", "level", "starts", "expected"),
    [
        ("a step down the next day, mid-week", IN_CARE, 1, IOP, 1, []),
        ("the same level in another programme", IN_CARE, 2, PHP, 1, []),
        ("while on hold", AWAY, 1, IOP, 6, []),
        ("the same level, the same programme", IN_CARE, 1, PHP, 1, ["same_level"]),
        ("on the day the stay began", IN_CARE, 1, IOP, 0, ["before_stay_began"]),
        ("the day before", IN_CARE, 1, IOP, -1, ["before_stay_began"]),
        ("never in care", NEVER, 1, IOP, 1, ["not_admitted"]),
        ("has left", LEFT, 1, IOP, 11, ["not_admitted"]),
        ("written down after they left, for before", LEFT, 1, IOP, 9, []),
        ("a level the programme lacks", IN_CARE, 1, OP, 1, ["level_not_offered"]),
        ("too early, at a level it lacks", IN_CARE, 1, OP, 0, ["before_stay_began", "level_not_offered"]),
    ],
)
def test_transfer(why: str, client: int, program: int, level: LevelOfCare, starts: int, expected: list[str]) -> None:
    assert asked(client, Step(Event.TRANSFER, day(starts), program=program, level=level)) == expected, why


@pytest.mark.parametrize(
    ("why", "client", "on", "expected"),
    [
        ("after one day in care", IN_CARE, 1, []),
        ("on the day of admission: no day was in care", IN_CARE, 0, ["before_stay_began"]),
        ("the day before", IN_CARE, -1, ["before_stay_began"]),
        ("from a hold", AWAY, 6, []),
        ("on the day the hold began", AWAY, 5, ["before_hold_began"]),
        ("before the hold began, which is recorded", AWAY, 3, ["later_step"]),
        ("never in care", NEVER, 1, ["not_admitted"]),
        ("has left already", LEFT, 11, ["not_admitted"]),
    ],
)
def test_discharge(why: str, client: int, on: int, expected: list[str]) -> None:
    assert asked(client, Step(Event.DISCHARGE, day(on), reason="completed")) == expected, why


@pytest.mark.parametrize(
    ("why", "client", "step", "expected"),
    [
        ("nobody knows for how long", IN_CARE, Step(Event.HOLD, day(0), reason="jail"), []),
        ("back hoped for the same day", IN_CARE, Step(Event.HOLD, day(0), reason="jail", due=day(0)), ["ends_before_start"]),
        ("the seat kept until before", IN_CARE, Step(Event.HOLD, day(3), reason="jail", seat_until=day(2)), ["ends_before_start"]),
        ("for no reason", IN_CARE, Step(Event.HOLD, day(0)), ["no_reason"]),
        ("on hold already", AWAY, Step(Event.HOLD, day(6), reason="jail"), ["already_on_hold"]),
        ("has left, for no reason", LEFT, Step(Event.HOLD, day(11)), ["not_admitted", "no_reason"]),
        ("back", AWAY, Step(Event.RETURN, day(6)), []),
        ("back on the day they went", AWAY, Step(Event.RETURN, day(5)), ["before_hold_began"]),
        ("back from nowhere", IN_CARE, Step(Event.RETURN, day(5)), ["not_on_hold"]),
        ("referred nowhere", ASKED, Step(Event.REFER_ON, day(1), where=" "), ["no_place"]),
        ("referred somewhere", ASKED, Step(Event.REFER_ON, day(1), where="A clinic"), []),
        ("waits for nothing", ASKED, Step(Event.WAIT, day(1)), ["no_reason"]),
        ("an assessment at no time", ASKED, Step(Event.BOOK_ASSESSMENT, day(1)), ["no_time"]),
        ("cleared on no ground", IN_CARE, Step(Event.CLEAR, day(1)), ["no_reason"]),
    ],
)  # fmt: skip
def test_the_rest(why: str, client: int, step: Step, expected: list[str]) -> None:
    assert asked(client, step) == expected, why


def test_several_steps_of_one_client_stand_on_one_another() -> None:
    away = [Step(Event.HOLD, day(2), reason="travel"), Step(Event.RETURN, day(4))]
    assert obstacles([NewStep(IN_CARE, step) for step in away], WAYS, OFFERED) == []
    assert WAYS[IN_CARE] == [admitted(1)]


def test_one_client_in_two_rows() -> None:
    assert told(named_twice([NEVER, IN_CARE, NEVER])) == [("named_twice", {"client": NEVER})]


@pytest.mark.parametrize(
    ("why", "client", "step", "because", "expected"),
    [
        ("a hold", AWAY, 6, "Wrong person", []),
        ("a discharge", LEFT, 3, "They stay", []),
        ("nobody says why", AWAY, 6, " ", [("no_reason", {"client": AWAY})]),
        ("an admission that a hold rests on", AWAY, 5, "Wrong person", [("later_step", {"client": AWAY, "event": Event.HOLD, "since": day(5)})]),
        ("taken back already", AWAY, 77, "Wrong person", [("already_taken_back", {"client": AWAY})]),
        ("both", AWAY, 77, "", [("no_reason", {"client": AWAY}), ("already_taken_back", {"client": AWAY})]),
    ],
)  # fmt: skip
def test_taking_back(
    why: str, client: int, step: int, because: str, expected: list[tuple[str, dict[str, object]]]
) -> None:
    assert told(take_back_obstacles(client, step, WAYS[client], because)) == expected, why


def test_levels_are_in_the_order_of_hours_a_week() -> None:
    assert [level.value for level in sorted(LevelOfCare, key=lambda level: level.intensity)] == ["1", "2.1", "2.5"]
