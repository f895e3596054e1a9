"""What is ordered and allowed: prescriptions, authorizations, and who is kept apart from whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stepdown.audit.terms import Obstacle
from stepdown.coverage.rules import authorization_obstacles
from stepdown.coverage.terms import AuthorizationRow, NewAuthorization, UnitKind, UnitPeriod, Units
from stepdown.kernel.levels import LevelOfCare
from stepdown.plan.rules import prescription_obstacles
from stepdown.plan.terms import Modality, NewPrescription, PrescribedLine, PrescribedWeek, ServiceLine
from stepdown.safety.rules import restriction_obstacles
from stepdown.safety.terms import NewRestriction

MONDAY = date(2026, 3, 2)
IOP = LevelOfCare.INTENSIVE_OUTPATIENT
PROCESS, SKILLS = 10, 11


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def told(obstacles: list[Obstacle]) -> list[tuple[str, dict[str, object]]]:
    return [(obstacle.blocker.value, obstacle.about) for obstacle in obstacles]


# -- plan ----------------------------------------------------------------------------------------------------------


def ordered(*lines: tuple[int, int, int], client: int = 1, starts: int = 0) -> NewPrescription:
    return NewPrescription(
        client, day(starts), Modality.IN_PERSON, 540, 180, tuple(PrescribedLine(*line) for line in lines)
    )


@pytest.mark.parametrize(
    ("why", "row", "expected"),
    [
        ("nine hours of process group", ordered((PROCESS, 9, 60)), []),
        ("two services", ordered((PROCESS, 9, 60), (SKILLS, 1, 1)), []),
        ("nothing at all: an order to stop", ordered(), []),
        ("one service twice", ordered((PROCESS, 3, 60), (PROCESS, 2, 90)), ["service_twice"]),
        ("one service three times: told once", ordered(*[(PROCESS, 3, 60)] * 3), ["service_twice"]),
        ("no sessions", ordered((PROCESS, 0, 60)), ["no_sessions"]),
        ("no minutes", ordered((PROCESS, 1, 0)), ["no_minutes"]),
        ("neither", ordered((PROCESS, 0, 0)), ["no_minutes", "no_sessions"]),
        ("another was in force before", ordered((PROCESS, 1, 1), client=2, starts=1), []),
        ("one from the same day is in force", ordered((PROCESS, 1, 1), client=2), ["later_prescription_exists"]),
        ("one from a later day", ordered((PROCESS, 1, 1), client=2, starts=-1), ["later_prescription_exists"]),
    ],
)
def test_prescribing(why: str, row: NewPrescription, expected: list[str]) -> None:
    assert [o.blocker.value for o in prescription_obstacles([row], {2: MONDAY})] == expected, why


def test_two_orders_for_one_client() -> None:
    assert told(prescription_obstacles([ordered(), ordered(starts=7)], {})) == [("named_twice", {"client": 1})]
    assert prescription_obstacles([ordered(), ordered(client=3)], {}) == []


@pytest.mark.parametrize(
    ("lines", "minutes"), [([], 0), ([(9, 60)], 540), ([(3, 160), (1, 60)], 540), ([(5, 240), (0, 60)], 1200)]
)
def test_prescribed_minutes_a_week(lines: list[tuple[int, int]], minutes: int) -> None:
    services = tuple(ServiceLine(n, "x", *line) for n, line in enumerate(lines))
    assert PrescribedWeek("in_person", 0, 0, services).minutes == minutes


# -- coverage ------------------------------------------------------------------------------------------------------


def units(kind: UnitKind, count: int, period: UnitPeriod = UnitPeriod.WEEK) -> Units:
    return Units(kind, period, count)


THREE_DAYS = units(UnitKind.DAY, 3)


@pytest.mark.parametrize(
    ("why", "ends", "counted", "expected"),
    [
        ("for one day", 1, (THREE_DAYS,), []),
        ("without an end", None, (THREE_DAYS,), []),
        ("without units", 1, (), []),
        ("for no day", 0, (), [("ends_before_start", {"client": 1})]),
        ("backwards", -1, (), [("ends_before_start", {"client": 1})]),
        ("no units of a kind", 1, (units(UnitKind.DAY, 0),), []),
        ("below nothing", 1, (units(UnitKind.DAY, -1),), [("negative_units", {"client": 1, "kind": "day"})]),
        ("days a week and as a whole", 1, (THREE_DAYS, units(UnitKind.DAY, 20, UnitPeriod.WHOLE)), []),
        ("days and minutes a week", 1, (THREE_DAYS, units(UnitKind.MINUTE, 540)), []),
        (
            "days a week, twice",
            1,
            (THREE_DAYS, units(UnitKind.DAY, 4)),
            [("units_twice", {"client": 1, "kind": "day", "period": "week"})],
        ),
    ],
)
def test_authorizing(why: str, ends: int | None, counted: tuple[Units, ...], expected: object) -> None:
    row = NewAuthorization(1, IOP, MONDAY, None if ends is None else day(ends), counted)
    assert told(authorization_obstacles([row])) == expected, why


def test_payers_issue_authorizations_that_overlap() -> None:
    assert authorization_obstacles([NewAuthorization(1, IOP, MONDAY, None, (THREE_DAYS,))] * 2) == []


@pytest.mark.parametrize(
    ("why", "ends", "on", "left"),
    [
        ("no end", None, 0, None),
        ("its last day", 7, 6, 1),
        ("the first day it no longer covers", 7, 7, 0),
        ("long over", 7, 30, 0),
        ("a whole week ahead", 7, 0, 7),
    ],
)
def test_days_left(why: str, ends: int | None, on: int, left: int | None) -> None:
    row = AuthorizationRow(IOP, "SYN", MONDAY, None if ends is None else day(ends), None, ())
    assert row.days_left(day(on)) == left, why


# -- safety --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("why", "one", "other", "ends", "expected"),
    [
        ("two strangers", 1, 3, None, []),
        ("for one day", 1, 3, 1, []),
        ("for no day", 1, 3, 0, ["ends_before_start"]),
        ("one person", 1, 1, None, ["same_client"]),
        ("one person, for no day", 1, 1, 0, ["same_client", "ends_before_start"]),
    ],
)
def test_keeping_apart(why: str, one: int, other: int, ends: int | None, expected: list[str]) -> None:
    row = NewRestriction(one, other, MONDAY, None if ends is None else day(ends))
    assert told(restriction_obstacles([row], [])) == [(blocker, {"row": 0}) for blocker in expected], why


def test_a_pair_is_a_pair_whoever_is_named_first() -> None:
    assert NewRestriction(2, 1, MONDAY).pair == NewRestriction(1, 2, MONDAY).pair == (1, 2)


STANDING = NewRestriction(2, 1, day(7), day(14))


@pytest.mark.parametrize(
    ("why", "starts", "ends", "told_"),
    [
        ("the same days", 7, 14, True),
        ("ends as the other begins", 0, 7, False),
        ("shares its first day", 0, 8, True),
        ("within it", 9, 10, True),
        ("shares its last day", 13, 20, True),
        ("begins as the other ends", 14, 20, False),
        ("for ever, from before", 0, None, True),
        ("for ever, from after", 14, None, False),
    ],
)
def test_a_pair_is_kept_apart_once_a_day(why: str, starts: int, ends: int | None, told_: bool) -> None:
    row = NewRestriction(1, 2, day(starts), None if ends is None else day(ends))
    expected = [("already_restricted", {"row": 0})] if told_ else []
    assert told(restriction_obstacles([row], [STANDING])) == expected, why
    assert told(restriction_obstacles([row], [NewRestriction(1, 3, day(7), day(14))])) == [], why


def test_one_pair_in_two_rows() -> None:
    assert told(restriction_obstacles([NewRestriction(1, 2, MONDAY), NewRestriction(2, 1, day(9))], [])) == [
        ("already_restricted", {"row": 1})
    ]
    one_after_the_other = [NewRestriction(1, 2, MONDAY, day(9)), NewRestriction(2, 1, day(9))]
    assert restriction_obstacles(one_after_the_other, []) == []
