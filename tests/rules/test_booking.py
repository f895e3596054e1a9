"""What stands in a booking's way. Each row: what is different from a booking that is fine, and what is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from stepdown.agency.terms import Role
from stepdown.kernel.period import Period
from stepdown.kernel.week import Week
from stepdown.schedule.rules import enrolling, joining, obstacles, repeating, seating, standing
from stepdown.schedule.rules.staff import run_minutes
from stepdown.schedule.terms import (
    Blocker,
    Booking,
    Busy,
    ClientFacts,
    Hours,
    RoomFacts,
    SessionFacts,
    Slot,
    StaffFacts,
)

WEEK = Week(date(2026, 3, 2), "America/Chicago")
NORTH, SOUTH, TELE = 1, 2, 3
PROCESS, WOMEN = 10, 20


def at(day: int, start: str, end: str) -> Period:
    """From `start` to `end` by the wall clock of `day` (0 = Monday)."""
    return Period(WEEK.at(day, minute(start)), WEEK.at(day, minute(end)))


def minute(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


def slot(day: int, start: str, end: str) -> Slot:
    return Slot(at(day, start, end), WEEK.days[day], WEEK.day_period(day), day, minute(start), minute(end))


def hours(day: int, start: str, end: str) -> Hours:
    return Hours(day, minute(start), minute(end))


LEADER = StaffFacts(
    id=1, name="Ash", site=NORTH, telehealth=False, languages=frozenset({"en"}), tracks=frozenset({WOMEN}),
    credentials=frozenset({"LCSW"}), hours=(hours(0, "8:00", "12:00"), hours(0, "12:00", "17:00")), away=False,
    busy=(), max_groups_a_day=None, max_individual_a_day=None, max_minutes_a_week=None, max_run_minutes=None,
)  # fmt: skip
ROOM = RoomFacts(id=1, name="Willow", site=NORTH, capacity=3, busy=())
GROUP = SessionFacts(
    id=1, title="Process A", group=True, site=NORTH, virtual=False, service=PROCESS,
    credentials=frozenset({"LCSW", "LPC"}), language="en", track=WOMEN, client_track=WOMEN,
    levels=frozenset({"2.1", "2.5"}), capacity=3, roster=None, sequence=2, series=(),
)  # fmt: skip
CLIENT = ClientFacts(
    id=1, level="2.1", prescribed=frozenset({PROCESS}), languages=frozenset({"en"}), tracks=frozenset({WOMEN}),
    available=(hours(0, "9:00", "13:00"),), busy=(), must_not_meet=frozenset(),
)  # fmt: skip
FINE = Booking(
    session=GROUP, slot=slot(0, "10:00", "11:00"), staff=LEADER, room=ROOM,
    clients=(CLIENT, replace(CLIENT, id=2)), closed=False, opens=minute("8:00"), closes=minute("21:30"),
    now=WEEK.at(0, minute("7:00")),
)  # fmt: skip


def changed(**parts: Any) -> Booking:
    """FINE with `staff__name=…`-like changes: the part before the underscores is a fact inside the booking."""
    booking = FINE
    for path, value in parts.items():
        part, _, name = path.partition("__")
        inner = value if not name else replace(getattr(booking, part), **{name: value})
        booking = replace(booking, **{part: inner})
    return booking


def told(booking: Booking) -> list[Blocker]:
    return [obstacle.blocker for obstacle in obstacles(booking)]  # type: ignore[misc]


def elsewhere(day: int, start: str, end: str, *, group: bool = True) -> tuple[Busy, ...]:
    return (Busy(at(day, start, end), group=group, title="Skills B"),)


TABLE: list[tuple[str, dict[str, Any], list[Blocker]]] = [
    ("everything fits", {}, []),
    # place
    ("it begins this very minute", {"now": WEEK.at(0, minute("10:00"))}, [Blocker.IN_THE_PAST]),
    ("it begins in a minute", {"now": WEEK.at(0, minute("9:59"))}, []),
    ("the site is closed", {"closed": True}, [Blocker.SITE_CLOSED]),
    ("before the programme opens", {"opens": minute("10:30")}, [Blocker.OUTSIDE_OPENING_HOURS]),
    ("ends as the programme closes", {"closes": minute("11:00")}, []),
    ("room of another site", {"room__site": SOUTH}, [Blocker.ROOM_AT_OTHER_SITE]),
    ("room taken for part of it", {"room__busy": elsewhere(0, "10:30", "11:30")}, [Blocker.ROOM_BUSY]),
    ("room taken until it begins", {"room__busy": elsewhere(0, "9:00", "10:00")}, []),
    ("room for one, two expected", {"room__capacity": 1}, [Blocker.ROOM_TOO_SMALL]),
    ("no room asked for", {"room": None}, []),
    ("part 3 of the curriculum came first", {"session__series": ((3, at(0, "9:00", "10:00")),)}, [Blocker.SERIES_OUT_OF_ORDER]),
    ("part 3 of the curriculum comes later", {"session__series": ((3, at(2, "9:00", "10:00")),)}, []),
    ("part 1 of the curriculum comes later", {"session__series": ((1, at(2, "9:00", "10:00")),)}, [Blocker.SERIES_OUT_OF_ORDER]),
    ("the same part again", {"session__series": ((2, at(2, "9:00", "10:00")),)}, []),
    # leader
    ("leads another group then", {"staff__busy": elsewhere(0, "9:30", "10:30")}, [Blocker.STAFF_BUSY]),
    ("leads another group right after", {"staff__busy": elsewhere(0, "11:00", "12:00")}, []),
    ("does not work on Mondays", {"staff__hours": (hours(1, "8:00", "17:00"),)}, [Blocker.STAFF_NOT_WORKING]),
    ("works two stretches that touch", {"slot": slot(0, "11:30", "12:30")}, []),
    ("works two stretches with a gap", {"staff__hours": (hours(0, "8:00", "10:30"), hours(0, "10:45", "17:00"))}, [Blocker.STAFF_NOT_WORKING]),
    ("is away that day", {"staff__away": True}, [Blocker.STAFF_AWAY]),
    ("has none of the credentials", {"staff__credentials": frozenset({"RN"})}, [Blocker.STAFF_LACKS_CREDENTIAL]),
    ("does not speak the group's language", {"session__language": "es"}, [Blocker.STAFF_LACKS_LANGUAGE]),
    ("may not lead this track", {"staff__tracks": frozenset()}, [Blocker.STAFF_LACKS_TRACK]),
    ("any leader may lead this track", {"staff__tracks": frozenset(), "session__track": None}, []),
    ("works at another site", {"staff__site": SOUTH}, [Blocker.STAFF_AT_OTHER_SITE]),
    ("video group, leader does telehealth", {"session__virtual": True, "staff__telehealth": True}, []),
    ("video group, leader does no telehealth", {"session__virtual": True}, [Blocker.STAFF_AT_OTHER_SITE]),
    ("one group a day is the limit", {"staff__max_groups_a_day": 1, "staff__busy": elsewhere(0, "14:00", "15:00")}, [Blocker.STAFF_GROUPS_A_DAY]),
    ("that group is on another day", {"staff__max_groups_a_day": 1, "staff__busy": elsewhere(1, "14:00", "15:00")}, []),
    ("individual sessions are no groups", {"staff__max_groups_a_day": 1, "staff__busy": elsewhere(0, "14:00", "15:00", group=False)}, []),
    ("minutes a week, just within", {"staff__max_minutes_a_week": 120, "staff__busy": elsewhere(1, "14:00", "15:00")}, []),
    ("minutes a week, over", {"staff__max_minutes_a_week": 119, "staff__busy": elsewhere(1, "14:00", "15:00")}, [Blocker.STAFF_MINUTES_A_WEEK]),
    ("two hours on end, just within", {"staff__max_run_minutes": 120, "staff__busy": elsewhere(0, "11:00", "12:00")}, []),
    ("two hours on end, over", {"staff__max_run_minutes": 119, "staff__busy": elsewhere(0, "11:00", "12:00")}, [Blocker.STAFF_RUN_TOO_LONG]),
    ("a half-hour break ends a run", {"staff__max_run_minutes": 60, "staff__busy": elsewhere(0, "11:30", "12:30")}, []),
    # clients
    ("a client is elsewhere then", {"clients": (replace(CLIENT, busy=elsewhere(0, "10:00", "11:00")),)}, [Blocker.CLIENT_BUSY]),
    ("a client can't come then", {"slot": slot(0, "12:30", "13:30")}, [Blocker.CLIENT_NOT_AVAILABLE]),
    ("a client said nothing about times", {"clients": (replace(CLIENT, available=()),)}, []),
    ("two who must not meet", {"clients": (replace(CLIENT, must_not_meet=frozenset({2})), replace(CLIENT, id=2))}, [Blocker.MUST_NOT_MEET]),
    ("somebody who must not meet an absent person", {"clients": (replace(CLIENT, must_not_meet=frozenset({9})),)}, []),
]  # fmt: skip


@pytest.mark.parametrize(("why", "change", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_what_stands_in_the_way(why: str, change: dict[str, Any], expected: list[Blocker]) -> None:
    assert told(changed(**change)) == expected


def test_everything_is_told_at_once() -> None:
    booking = changed(
        closed=True, staff__away=True, staff__credentials=frozenset(), room__busy=elsewhere(0, "10:00", "11:00")
    )
    assert told(booking) == [
        Blocker.SITE_CLOSED,
        Blocker.ROOM_BUSY,
        Blocker.STAFF_AWAY,
        Blocker.STAFF_LACKS_CREDENTIAL,
    ]


def test_an_individual_session_needs_a_language_in_common() -> None:
    alone = changed(session__group=False, session__language="", room=None, clients=(CLIENT,))
    assert told(alone) == []
    assert told(replace(alone, clients=(replace(CLIENT, languages=frozenset({"es"})),))) == [
        Blocker.STAFF_LACKS_LANGUAGE
    ]


@pytest.mark.parametrize(
    ("why", "change", "seats_taken", "expected"),
    [
        ("a seat is free", {}, 2, []),
        ("all seats taken", {}, 3, [Blocker.GROUP_FULL]),
        ("the group serves other levels", {"level": "1"}, 0, [Blocker.LEVEL_NOT_SERVED]),
        ("in no stay that day", {"level": ""}, 0, [Blocker.LEVEL_NOT_SERVED]),
        ("speaks another language", {"languages": frozenset({"es"})}, 0, [Blocker.CLIENT_LACKS_LANGUAGE]),
        ("has not joined the track", {"tracks": frozenset()}, 0, [Blocker.CLIENT_LACKS_TRACK]),
        ("not prescribed", {"prescribed": frozenset()}, 0, [Blocker.NOT_PRESCRIBED]),
        ("elsewhere then", {"busy": elsewhere(0, "10:30", "12:00")}, 0, [Blocker.CLIENT_BUSY]),
        ("must not meet one who is expected", {"must_not_meet": frozenset({2})}, 0, [Blocker.MUST_NOT_MEET]),
        ("already expected", {"id": 2}, 0, [Blocker.ALREADY_IN_GROUP]),
    ],
)
def test_joining_a_group(why: str, change: dict[str, Any], seats_taken: int, expected: list[Blocker]) -> None:
    newcomer = replace(CLIENT, **{"id": 3, **change})
    assert [o.blocker for o in joining(FINE, newcomer, seats_taken)] == expected


@pytest.mark.parametrize(
    ("why", "needed", "cleared", "expected"),
    [
        ("policy asks, nobody cleared them", True, False, [Blocker.NOT_CLEARED_FOR_GROUP]),
        ("policy asks, and they are cleared", True, True, []),
        ("policy does not ask", False, False, []),
    ],
)
def test_who_may_be_in_a_group_at_all(why: str, needed: bool, cleared: bool, expected: list[Blocker]) -> None:
    booking, newcomer = changed(session__clearance_needed=needed), replace(CLIENT, id=3, cleared=cleared)
    asked = (joining(booking, newcomer, 0), seating(booking, newcomer, 0), enrolling(booking, newcomer, [booking.slot]))
    assert [[o.blocker for o in found] for found in asked] == [expected] * 3
    assert [o.override_by for found in asked for o in found] == [frozenset()] * 3 * len(expected)


def test_a_small_room_limits_the_seats() -> None:
    in_a_small_room = changed(room__capacity=2)
    (full,) = joining(in_a_small_room, replace(CLIENT, id=3), 2)
    assert (full.blocker, full.about) == (Blocker.GROUP_FULL, {"capacity": 2})


@pytest.mark.parametrize(
    ("roster", "expected"), [(frozenset({3}), []), (frozenset({1, 2}), [Blocker.NOT_ON_ROSTER]), (frozenset(), [Blocker.NOT_ON_ROSTER])]
)  # fmt: skip
def test_a_closed_group_takes_its_roster(roster: frozenset[int], expected: list[Blocker]) -> None:
    closed = changed(session__roster=roster)
    assert [o.blocker for o in joining(closed, replace(CLIENT, id=3), 0)] == expected


@pytest.mark.parametrize(
    ("blocker_change", "may"),
    [
        ({"staff__hours": ()}, {Role.PROGRAM_DIRECTOR, Role.CLINICAL_SUPERVISOR}),
        ({"staff__credentials": frozenset()}, set()),
        ({"room__busy": elsewhere(0, "10:00", "11:00")}, set()),
    ],
)
def test_who_may_override(blocker_change: dict[str, Any], may: set[Role]) -> None:
    (obstacle,) = obstacles(changed(**blocker_change))
    assert obstacle.override_by == frozenset(may)


@pytest.mark.parametrize(
    ("taken", "minutes"),
    [
        ([], 60),
        ([("9:00", "10:00")], 120),
        ([("9:00", "9:30")], 60),
        ([("9:00", "9:45")], 120),
        ([("8:00", "9:00"), ("9:15", "10:00"), ("11:00", "12:00")], 240),
        ([("8:00", "8:30"), ("9:00", "10:00")], 120),
    ],
)
def test_minutes_on_end(taken: list[tuple[str, str]], minutes: int) -> None:
    assert run_minutes([at(0, *times) for times in taken], at(0, "10:00", "11:00")) == minutes


@pytest.mark.parametrize(
    ("cancelled", "starts", "now", "expected"),
    [
        (False, "10:00", "9:59", []),
        (False, "10:00", "10:00", [Blocker.SESSION_STARTED]),
        (False, "10:00", "12:00", [Blocker.SESSION_STARTED]),
        (True, "10:00", "9:59", [Blocker.SESSION_CANCELLED]),
        (True, "10:00", "12:00", [Blocker.SESSION_CANCELLED]),
    ],
)
def test_what_has_begun_or_was_cancelled_stays_as_it_is(
    cancelled: bool, starts: str, now: str, expected: list[Blocker]
) -> None:
    found = standing(cancelled=cancelled, starts=WEEK.at(0, minute(starts)), now=WEEK.at(0, minute(now)))
    assert [(o.blocker, o.override_by) for o in found] == [(blocker, frozenset()) for blocker in expected]


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (None, []),
        (date(2026, 3, 9), []),
        (date(2026, 3, 2), []),  # before it began: once
        (date(2027, 3, 1), []),
        (date(2027, 3, 2), [Blocker.REPEATS_TOO_LONG]),
        (date(2199, 12, 31), [Blocker.REPEATS_TOO_LONG]),
    ],
)
def test_an_appointment_is_booked_for_a_year_at_most(until: date | None, expected: list[Blocker]) -> None:
    assert [one.blocker for one in repeating(date(2026, 3, 2), until)] == expected
