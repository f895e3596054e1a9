"""What stands in the way of a closure, a duty, a licence, somebody leaving, a role taken back: one row, one reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from stepdown.agency.rules.days import (
    closure_obstacles,
    duty_obstacles,
    license_obstacles,
    not_begun_obstacles,
    not_over_obstacles,
)
from stepdown.agency.rules.employment import leaving_obstacles, roles_obstacles, works_here
from stepdown.agency.terms import Employment, LicenseKind, NewDuty, NewLicense, Role
from tests.rules.test_agency_setup import told

DAY = date(2026, 3, 4)
ONE = timedelta(days=1)
SIX_PM = datetime(2026, 3, 4, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("why", "first", "last", "closed", "expected"),
    [
        ("a day on an open calendar", DAY, DAY, [], []),
        ("beside another closure", DAY, DAY, [(DAY + ONE, DAY + ONE), (DAY - ONE, DAY - ONE)], []),
        ("the same day", DAY, DAY, [(DAY, DAY)], [("closed_already", {"first_day": DAY, "last_day": DAY})]),
        (
            "its last day is another's first",
            DAY - ONE, DAY, [(DAY, DAY + ONE)],
            [("closed_already", {"first_day": DAY, "last_day": DAY + ONE})],
        ),
        (
            "around two others: both are told",
            DAY - ONE, DAY + ONE, [(DAY - ONE, DAY - ONE), (DAY + ONE, DAY + ONE)],
            [
                ("closed_already", {"first_day": DAY - ONE, "last_day": DAY - ONE}),
                ("closed_already", {"first_day": DAY + ONE, "last_day": DAY + ONE}),
            ],
        ),
        (
            "backwards", DAY, DAY - ONE, [(DAY, DAY)],
            [("ends_before_start", {"first_day": DAY, "last_day": DAY - ONE})],
        ),
    ],
)  # fmt: skip
def test_closures(why: str, first: date, last: date, closed: list[tuple[date, date]], expected: object) -> None:
    assert told(closure_obstacles(first, last, closed)) == expected, why


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (DAY + ONE, []),
        (DAY, [("already_begun", {"first_day": DAY})]),
        (DAY - ONE, [("already_begun", {"first_day": DAY - ONE})]),
    ],
)
def test_a_closure_that_has_begun_stays(first: date, expected: object) -> None:
    assert told(not_begun_obstacles(first, DAY)) == expected


@pytest.mark.parametrize(("last", "expected"), [(DAY, []), (DAY - ONE, [("already_over", {"last_day": DAY - ONE})])])
def test_days_that_are_over_stay(last: date, expected: object) -> None:
    assert told(not_over_obstacles(last, DAY)) == expected


DUTY = NewDuty(1, 1, SIX_PM, SIX_PM + HOUR, "+1 202 555 0100")


@pytest.mark.parametrize(
    ("why", "change", "now", "employed", "expected"),
    [
        ("an hour to come", {}, SIX_PM - HOUR, True, []),
        ("it has begun: somebody took over", {}, SIX_PM + HOUR / 2, True, []),
        ("it is over", {}, SIX_PM + HOUR, True, [("already_over", {"last_day": SIX_PM + HOUR})]),
        ("no time at all", {"ends": SIX_PM}, SIX_PM - HOUR, True, [("ends_before_start", {})]),
        ("nobody knows where to call", {"reach": "  "}, SIX_PM - HOUR, True, [("no_number", {})]),
        ("they left", {}, SIX_PM - HOUR, False, [("not_employed", {})]),
        (
            "everything at once", {"ends": SIX_PM - HOUR, "reach": ""}, SIX_PM, False,
            [("ends_before_start", {}), ("no_number", {}), ("not_employed", {})],
        ),
    ],
)  # fmt: skip
def test_duties(why: str, change: dict[str, Any], now: datetime, employed: bool, expected: object) -> None:
    assert told(duty_obstacles(replace(DUTY, **change), now, employed=employed)) == expected, why


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (None, []),
        (DAY, []),
        (DAY - ONE, [("ends_before_start", {"first_day": DAY, "last_day": DAY - ONE})]),
    ],
)
def test_licences(until: date | None, expected: object) -> None:
    row = NewLicense(LicenseKind.LICENSE, "Outpatient license", "Synthetic state", DAY, until)
    assert told(license_obstacles(row)) == expected


PERSON = Employment(active=True, is_actor=False, last_administrator=False, on_call_until=None)


@pytest.mark.parametrize(
    ("why", "change", "expected"),
    [
        ("nothing", {}, []),
        ("they left before", {"active": False}, [("not_employed", {})]),
        ("oneself", {"is_actor": True}, [("own_employment", {})]),
        ("nobody could help anybody then", {"last_administrator": True}, [("last_administrator", {})]),
        ("on call tonight", {"on_call_until": SIX_PM}, [("still_on_call", {"ends": SIX_PM})]),
        (
            "everything at once",
            {"is_actor": True, "last_administrator": True, "on_call_until": SIX_PM},
            [("own_employment", {}), ("last_administrator", {}), ("still_on_call", {"ends": SIX_PM})],
        ),
    ],
)  # fmt: skip
def test_leaving(why: str, change: dict[str, Any], expected: object) -> None:
    assert told(leaving_obstacles(replace(PERSON, **change))) == expected, why


@pytest.mark.parametrize(
    ("active", "last_day", "expected"),
    [
        (True, None, True),
        (True, DAY + ONE, True),
        (True, DAY, True),
        (True, DAY - ONE, False),
        (False, DAY - ONE, False),
        (False, DAY, False),
    ],
)
def test_who_works_here_on_a_day(active: bool, last_day: date | None, expected: bool) -> None:
    assert works_here(active, last_day, DAY) is expected


@pytest.mark.parametrize(
    ("taken", "last", "expected"),
    [
        (set(), True, []),
        ({Role.CLINICIAN}, True, []),
        ({Role.ADMINISTRATOR}, False, []),
        ({Role.ADMINISTRATOR, Role.NURSE}, True, [("last_administrator", {})]),
    ],
)
def test_roles_taken_back(taken: set[Role], last: bool, expected: object) -> None:
    assert told(roles_obstacles(taken, last_administrator=last)) == expected
