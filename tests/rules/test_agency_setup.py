"""What stands in the way of setting up sites, programmes, rooms, services and staff: one row, one reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdown.agency.access import EVERYONE, EVERYWHERE, demand
from stepdown.agency.rules import setup as rules
from stepdown.agency.terms import (
    Delivery,
    NewCredential,
    NewProgram,
    NewRoom,
    NewService,
    NewSite,
    NewStaff,
    Role,
    WorkingTime,
)
from stepdown.audit.terms import Actor, NotAllowed, NotFound, Obstacle, system
from stepdown.kernel.levels import LevelOfCare

IOP = LevelOfCare.INTENSIVE_OUTPATIENT
DAY = date(2026, 3, 2)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
SITE = NewSite("N", "North", "America/Chicago")
PROGRAM = NewProgram(1, "Days", (IOP,))
ROOM = NewRoom(1, "R1", "Willow", 1)
SERVICE = NewService("process", "Process group", Delivery.GROUP, 1, ("LPC",))
STAFF = NewStaff("Birch Inlet", 1, ("en",), ())


def told(obstacles: list[Obstacle]) -> list[tuple[str, dict[str, object]]]:
    return [(obstacle.blocker.value, obstacle.about) for obstacle in obstacles]


@pytest.mark.parametrize(
    ("why", "rows", "taken", "expected"),
    [
        ("nothing asked", [], ["N"], []),
        ("a new code", [SITE], ["S"], []),
        ("a code in use", [SITE], ["N"], [("code_taken", {"code": "N"})]),
        ("case tells codes apart", [SITE], ["n"], []),
        ("one code twice: the second is told", [SITE, SITE], [], [("code_taken", {"code": "N"})]),
        ("one code three times", [SITE, SITE, SITE], [], [("code_taken", {"code": "N"})] * 2),
        *(
            (
                f"no zone is called {zone!r}",
                [replace(SITE, time_zone=zone)],
                [],
                [("unknown_time_zone", {"code": "N", "time_zone": zone})],
            )
            for zone in ("", "Chicago", "America/Springfield", "../etc/passwd", "/etc/localtime", "America")
        ),
        ("UTC is a zone", [replace(SITE, time_zone="UTC")], [], []),
    ],
)
def test_sites(why: str, rows: list[NewSite], taken: list[str], expected: object) -> None:
    assert told(rules.site_obstacles(rows, taken)) == expected, why


@pytest.mark.parametrize(
    ("why", "change", "taken", "expected"),
    [
        ("fine", {}, [], []),
        ("the name at another site", {}, [(2, "Days")], []),
        ("the name at this site", {}, [(1, "Days")], [("name_taken", {"code": "Days"})]),
        ("no level", {"levels": ()}, [], [("no_levels", {"name": "Days"})]),
        ("all three levels", {"levels": tuple(LevelOfCare)}, [], []),
    ],
)
def test_programs(why: str, change: dict[str, Any], taken: list[tuple[int, str]], expected: object) -> None:
    assert told(rules.program_obstacles([replace(PROGRAM, **change)], taken)) == expected, why


@pytest.mark.parametrize(
    ("why", "change", "taken", "expected"),
    [
        ("room for one", {}, [], []),
        ("the code at another site", {}, [(2, "R1")], []),
        ("the code at this site", {}, [(1, "R1")], [("code_taken", {"code": "R1"})]),
        ("room for nobody", {"capacity": 0}, [], [("no_capacity", {"code": "R1"})]),
        ("below nothing", {"capacity": -1}, [], [("no_capacity", {"code": "R1"})]),
    ],
)
def test_rooms(why: str, change: dict[str, Any], taken: list[tuple[int, str]], expected: object) -> None:
    assert told(rules.room_obstacles([replace(ROOM, **change)], taken)) == expected, why


@pytest.mark.parametrize(
    ("why", "change", "taken", "expected"),
    [
        ("a minute long", {}, [], []),
        ("the code is in use", {}, ["process"], [("code_taken", {"code": "process"})]),
        ("no time", {"minutes": 0}, [], [("no_minutes", {"code": "process"})]),
        ("nobody may lead it", {"credential_types": ()}, [], [("no_credential_types", {"code": "process"})]),
        ("one client for each member of staff", {"clients_per_staff": 1}, [], []),
        ("a ratio of none", {"clients_per_staff": 0}, [], [("no_ratio", {"code": "process"})]),
    ],
)
def test_services(why: str, change: dict[str, Any], taken: list[str], expected: object) -> None:
    assert told(rules.service_obstacles([replace(SERVICE, **change)], taken)) == expected, why


BACKWARDS = [("ends_before_start", {"name": "Birch Inlet", "credential": "LPC"})]


@pytest.mark.parametrize(
    ("why", "change", "expected"),
    [
        ("no credential, no hours, no role", {}, []),
        ("speaks nothing", {"languages": ()}, [("no_language", {"name": "Birch Inlet"})]),
        ("a credential without an end", {"credentials": (NewCredential("LPC", DAY),)}, []),
        ("a credential for one day", {"credentials": (NewCredential("LPC", DAY, DAY),)}, []),
        ("one that ends the day before", {"credentials": (NewCredential("LPC", DAY, BEFORE),)}, BACKWARDS),
        (
            "the second of two ends the day before",
            {"credentials": (NewCredential("LCSW", DAY, AFTER), NewCredential("LPC", DAY, BEFORE))},
            BACKWARDS,
        ),
    ],
)
def test_staff(why: str, change: dict[str, Any], expected: object) -> None:
    assert told(rules.staff_obstacles(replace(STAFF, **change))) == expected, why


def outside(weekday: int, starts: int, ends: int) -> list[tuple[str, dict[str, object]]]:
    return [("hours_not_within_a_day", {"weekday": weekday, "starts": starts, "ends": ends})]


@pytest.mark.parametrize(
    ("why", "hours", "expected"),
    [
        ("none", [], []),
        ("a whole Monday", [(0, 0, 1440)], []),
        ("Sunday's last minute", [(6, 1439, 1440)], []),
        ("past midnight", [(0, 1320, 1441)], outside(0, 1320, 1441)),
        ("before midnight", [(0, -1, 60)], outside(0, -1, 60)),
        ("an eighth day", [(7, 0, 60)], outside(7, 0, 60)),
        ("the day before Monday", [(-1, 0, 60)], outside(-1, 0, 60)),
        ("no time", [(0, 60, 60)], outside(0, 60, 60)),
        ("backwards", [(0, 61, 60)], outside(0, 61, 60)),
        ("they touch", [(0, 480, 720), (0, 720, 1020)], []),
        ("they share a minute", [(0, 480, 721), (0, 720, 1020)], [("hours_overlap", {"weekday": 0, "starts": 720})]),
        (
            "the order does not matter",
            [(0, 720, 1020), (0, 480, 721)],
            [("hours_overlap", {"weekday": 0, "starts": 720})],
        ),
        ("the same hours on two days", [(0, 480, 720), (1, 480, 720)], []),
        ("the same hours twice", [(0, 480, 720)] * 2, [("hours_overlap", {"weekday": 0, "starts": 480})]),
    ],
)
def test_weekly_hours(why: str, hours: list[tuple[int, int, int]], expected: object) -> None:
    assert told(rules.hours_obstacles([WorkingTime(*row) for row in hours])) == expected, why


HOURS = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 23), st.integers(1, 24)).filter(lambda row: row[1] < row[2]), max_size=4
)


@given(HOURS)
def test_hours_stand_exactly_when_no_minute_is_named_twice(rows: list[tuple[int, int, int]]) -> None:
    """The slow obvious check: write every hour down, and look for one that is there twice."""
    hours = [(day, hour) for day, starts, ends in rows for hour in range(starts, ends)]
    found = rules.hours_obstacles([WorkingTime(day, starts * 60, ends * 60) for day, starts, ends in rows])
    assert (found == []) == (len(hours) == len(set(hours)))


@pytest.mark.parametrize(
    ("why", "last", "expected"),
    [
        ("one day", DAY, []),
        ("two days", AFTER, []),
        ("ends the day before", BEFORE, [("ends_before_start", {"first_day": DAY, "last_day": BEFORE})]),
    ],
)
def test_days(why: str, last: date, expected: object) -> None:
    assert told(rules.days_obstacles(DAY, last)) == expected, why


HERE = frozenset({1})


@pytest.mark.parametrize(
    ("why", "by", "sites", "outcome"),
    [
        ("a clinician, at their site", Actor("x", roles=frozenset({Role.CLINICIAN}), sites=HERE), [1], None),
        ("a clinician, nowhere in particular", Actor("x", roles=frozenset({Role.CLINICIAN}), sites=HERE), [], None),
        ("one of two sites is another's", Actor("x", roles=frozenset({Role.CLINICIAN}), sites=HERE), [1, 2], NotFound),
        ("the wrong role says so first", Actor("x", roles=frozenset({Role.BILLER}), sites=HERE), [2], NotAllowed),
        ("no role at all", Actor("x", sites=HERE), [1], NotAllowed),
        ("everywhere, without the role", Actor("x", everywhere=True), [1], NotAllowed),
        ("the program itself lacks a clinician's role", system("test"), [1], NotAllowed),
    ],
)
def test_who_passes(why: str, by: Actor, sites: list[int], outcome: type[Exception] | None) -> None:
    allowed = frozenset({Role.CLINICIAN})
    if outcome is None:
        demand(by, allowed, sites)
    else:
        with pytest.raises(outcome):
            demand(by, allowed, sites)


def test_everybody_works_here_and_four_roles_reach_every_site() -> None:
    assert frozenset(Role) | {"system"} == EVERYONE
    assert {"program_director", "medical_director", "compliance", "administrator", "system"} == EVERYWHERE
