"""A calendar written down as it stood elsewhere: what can't have been."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from stepdown.kernel.period import Period
from stepdown.plan.terms import Modality
from stepdown.schedule.rules.bringing import brought_obstacles, dated_meeting_obstacles
from stepdown.schedule.terms import (
    BroughtSession,
    DatedMeeting,
    Guest,
    GuestKind,
    MadeFor,
    Meeting,
    Seat,
    SessionRole,
)

MONDAY = date(2026, 3, 2)
NINE = datetime(2026, 3, 2, 15, tzinfo=UTC)
LEAD, CO_LEAD = SessionRole.LEAD, SessionRole.CO_LEAD
THAT_DAY = MadeFor(MONDAY, MONDAY, 540)
FINE = BroughtSession(1, 2, 3, 4, Period(NINE, NINE + timedelta(hours=1)), 2, ((5, LEAD),), (Seat(6), Seat(7)))
WEEKLY = DatedMeeting(1, Meeting(0, 540, 60, lead=5), MONDAY)


def later(weeks: int) -> date:
    return MONDAY + timedelta(weeks=weeks)


@pytest.mark.parametrize(
    ("why", "session", "expected"),
    [
        ("fine", FINE, []),
        ("nobody leads and nobody comes", replace(FINE, team=(), seats=()), []),
        ("one too many", replace(FINE, capacity=1), ["more_clients_than_seats"]),
        ("no seat at all", replace(FINE, capacity=0, seats=()), ["no_capacity"]),
        ("a client twice", replace(FINE, seats=(Seat(6), Seat(6, Modality.VIDEO))), ["already_in_group"]),
        ("a leader twice", replace(FINE, team=((5, LEAD), (5, CO_LEAD))), ["staff_twice"]),
        ("somebody led it twice", replace(FINE, led_by=((5, LEAD), (5, CO_LEAD))), ["staff_twice"]),
        ("a stand-in led it", replace(FINE, led_by=((8, LEAD),)), []),
        ("a client in two ways", replace(FINE, seats=(Seat(6, Modality.HYBRID),)), ["not_a_modality"]),
        (
            "a guest in two ways",
            replace(FINE, guests=(Guest(GuestKind.SPEAKER, modality=Modality.HYBRID),)),
            ["not_a_modality"],
        ),
        ("made for its weekly meeting", replace(FINE, made_for=THAT_DAY), []),
        ("made for another hour", replace(FINE, made_for=replace(THAT_DAY, starts=600)), ["no_such_meeting"]),
        ("made for another group's", replace(FINE, group=9, made_for=THAT_DAY), ["no_such_meeting"]),
        ("of a topic", replace(FINE, topic=2), []),
        ("of a topic there is not", replace(FINE, topic=3), ["no_such_topic"]),
        (
            "everything at once",
            replace(FINE, capacity=1, made_for=replace(THAT_DAY, since=later(1)), topic=9),
            ["more_clients_than_seats", "no_such_meeting", "no_such_topic"],
        ),
    ],
)
def test_a_session(why: str, session: BroughtSession, expected: list[str]) -> None:
    found = brought_obstacles([session], {(1, THAT_DAY)}, {(1, 2)}, {})
    assert [one.blocker.value for one in found] == expected, why


@pytest.mark.parametrize(
    ("why", "session", "apart", "expected"),
    [
        ("they must not meet", FINE, {0: {6: frozenset({7})}}, ["must_not_meet"]),
        ("the other way round", FINE, {0: {7: frozenset({6})}}, ["must_not_meet"]),
        ("somebody who is not there", FINE, {0: {6: frozenset({8})}}, []),
        ("one of them is elsewhere", replace(FINE, seats=(Seat(6), Seat(7, present=False))), {0: {6: frozenset({7})}}, []),
        ("another session", FINE, {1: {6: frozenset({7})}}, []),
    ],
)  # fmt: skip
def test_who_must_not_meet(
    why: str, session: BroughtSession, apart: dict[int, dict[int, frozenset[int]]], expected: list[str]
) -> None:
    found = brought_obstacles([session], (), (), apart)
    assert [(one.blocker.value, one.about) for one in found] == [(word, {}) for word in expected], why


@pytest.mark.parametrize(
    ("why", "meetings", "standing", "expected"),
    [
        ("fine", [WEEKLY], [], []),
        ("in the past, and over", [replace(WEEKLY, ends_on=later(2))], [], []),
        ("over before it began", [replace(WEEKLY, ends_on=MONDAY)], [], ["ends_before_start"]),
        ("nobody leads", [replace(WEEKLY, meeting=replace(WEEKLY.meeting, lead=None))], [], ["no_leader"]),
        ("one follows the other", [replace(WEEKLY, ends_on=later(2)), replace(WEEKLY, starts_on=later(2))], [], []),
        (
            "one begins before the other ends",
            [replace(WEEKLY, ends_on=later(2)), replace(WEEKLY, starts_on=later(1))],
            [],
            ["meetings_overlap"],
        ),
        ("beside one that stands", [WEEKLY], [replace(WEEKLY, starts_on=later(4))], ["meetings_overlap"]),
        ("beside another group's", [WEEKLY], [replace(WEEKLY, group=2)], []),
        ("on another day", [replace(WEEKLY, meeting=replace(WEEKLY.meeting, weekday=2))], [WEEKLY], []),
    ],
)
def test_weekly_meetings(
    why: str, meetings: list[DatedMeeting], standing: list[DatedMeeting], expected: list[str]
) -> None:
    found = dated_meeting_obstacles(meetings, standing)
    assert [one.blocker.value for one in found] == expected, why
