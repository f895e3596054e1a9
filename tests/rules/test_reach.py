"""How it is safe to reach somebody: tables that somebody who works with domestic violence could check."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from stepdown.people.rules.merging import parting_obstacles, record_obstacles
from stepdown.people.rules.reach import (
    brought_call_obstacles,
    call_obstacles,
    contact_obstacles,
    fact_obstacles,
    restored_obstacles,
    to_call,
    way_obstacles,
)
from stepdown.people.rules.setup import caseload, details_obstacles, next_number
from stepdown.people.terms import (
    BroughtCall,
    CallOutcome,
    CallReason,
    ClientDetails,
    EmergencyFact,
    EmergencyKind,
    NewCall,
    NewContact,
    NewEmergencyFact,
    NewWay,
    Way,
    WayKind,
)
from tests.rules.test_people import DAY, ONE, told

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
MOBILE = NewWay(WayKind.MOBILE, "202 555 0100")


@pytest.mark.parametrize(
    ("why", "change", "expected"),
    [
        ("a number", {}, []),
        ("with its country", {"value": "+44 20 7946 0958"}, []),
        ("nothing", {"value": "  "}, ["no_way"]),
        ("no number", {"value": "ask his mother"}, ["no_phone_number"]),
        ("an address", {"kind": WayKind.ADDRESS, "value": "1 Synthetic Way"}, []),
        ("e-mail", {"kind": WayKind.EMAIL, "value": "fern@example.org"}, []),
        ("no e-mail", {"kind": WayKind.EMAIL, "value": "fern at example"}, ["no_email_address"]),
        ("e-mail with signs", {"kind": WayKind.EMAIL, "value": "Fern.O'Dell+iop@mail.example.org"}, []),
        ("two of them", {"kind": WayKind.EMAIL, "value": "fern,moss@example.org"}, ["no_email_address"]),
        ("in brackets", {"kind": WayKind.EMAIL, "value": "<fern@example.org>"}, ["no_email_address"]),
        ("two dots", {"kind": WayKind.EMAIL, "value": "fern..moss@example.org"}, ["no_email_address"]),
        ("never to be used", {"may_use": False}, []),
        ("never, but a message", {"may_use": False, "may_leave_message": True}, ["never_means_never"]),
        ("never, but say who", {"may_use": False, "may_say_who": True}, ["never_means_never"]),
        ("a message that says who", {"may_leave_message": True, "may_say_who": True}, []),
        ("everything wrong", {"value": "", "may_use": False, "may_say_who": True}, ["no_way", "never_means_never"]),
    ],
)
def test_a_way_to_reach_somebody(why: str, change: dict[str, Any], expected: list[str]) -> None:
    assert [o.blocker.value for o in way_obstacles(replace(MOBILE, **change))] == expected, why


@pytest.mark.parametrize(
    ("name", "relationship", "expected"),
    [
        ("Fern Hollow", "Mother", []),
        (" ", "Mother", ["no_name"]),
        ("Fern Hollow", "", ["no_relationship"]),
        ("", "", ["no_name", "no_relationship"]),
    ],
)
def test_somebody_in_the_circle(name: str, relationship: str, expected: list[str]) -> None:
    assert [o.blocker.value for o in contact_obstacles(NewContact(name, relationship))] == expected


def way(
    number: int, kind: WayKind = WayKind.MOBILE, *, use: bool = True, message: bool = False, who: bool = False
) -> Way:
    return Way(number, kind, "202 555 0100", use, message, who, "")


@pytest.mark.parametrize(
    ("why", "ways", "expected"),
    [
        ("no number", [], []),
        ("one", [way(1)], [1]),
        ("never", [way(1, use=False)], []),
        ("a message first", [way(1), way(2, message=True)], [2, 1]),
        ("then who may be named", [way(1, message=True), way(2, message=True, who=True)], [2, 1]),
        ("e-mail and address are not called", [way(1, WayKind.EMAIL), way(2, WayKind.ADDRESS), way(3)], [3]),
        ("else in the order they were given", [way(2), way(1, WayKind.WORK)], [1, 2]),
    ],
)
def test_whom_to_call_where(why: str, ways: list[Way], expected: list[int]) -> None:
    assert [one.id for one in to_call(ways)] == expected, why


REACHED, MESSAGE = CallOutcome.REACHED, CallOutcome.LEFT_MESSAGE
SOON = AT + timedelta(hours=1)


@pytest.mark.parametrize(
    ("why", "outcome", "number", "again", "expected"),
    [
        ("reached", REACHED, way(1), None, []),
        ("reached, the number is not said", REACHED, None, None, []),
        ("a message where one may be left", MESSAGE, way(1, message=True), None, []),
        ("a message where none may be left", MESSAGE, way(1), None, ["message_not_allowed"]),
        ("a message, who knows where", MESSAGE, None, None, ["message_not_allowed"]),
        ("not to be called", REACHED, way(1, use=False), None, ["not_to_be_called"]),
        ("again in an hour", CallOutcome.NO_ANSWER, way(1), SOON, []),
        ("again an hour ago", CallOutcome.NO_ANSWER, way(1), AT - timedelta(hours=1), ["try_again_in_the_past"]),
        ("again now", CallOutcome.NO_ANSWER, way(1), AT, ["try_again_in_the_past"]),
        (
            "everything wrong",
            MESSAGE,
            way(1, use=False),
            AT,
            ["not_to_be_called", "message_not_allowed", "try_again_in_the_past"],
        ),
    ],
)
def test_a_call(
    why: str, outcome: CallOutcome, number: Way | None, again: datetime | None, expected: list[str]
) -> None:
    call = NewCall(7, CallReason.MISSING_TODAY, outcome, number.id if number else None, again)
    assert [o.blocker.value for o in call_obstacles(call, number, at=AT)] == expected, why


@pytest.mark.parametrize(
    ("why", "called", "who", "again", "expected"),
    [
        ("an hour ago", -1, "Front desk", None, []),
        ("just now", 0, "Front desk", None, []),
        ("an hour ago, again since then, which is over", -3, "Front desk", -1, []),
        ("again tomorrow", -1, "Front desk", 24, []),
        ("still to come", 1, "Front desk", None, ["in_the_future"]),
        ("by nobody", -1, " ", None, ["nobody_named"]),
        ("again at once", -1, "Front desk", -1, ["try_again_in_the_past"]),
        ("everything wrong", 2, "", 1, ["in_the_future", "nobody_named", "try_again_in_the_past"]),
    ],
)
def test_a_call_from_another_systems_log(
    why: str, called: int, who: str, again: int | None, expected: list[str]
) -> None:
    """Hours from now. A message on a number is not asked about: what was allowed then is not known."""
    later = None if again is None else AT + timedelta(hours=again)
    call = NewCall(7, CallReason.MISSING_TODAY, MESSAGE, 1, later)
    brought = BroughtCall(call, AT + timedelta(hours=called), who)
    assert [o.blocker.value for o in brought_call_obstacles(brought, at=AT)] == expected, why


def line(kind: EmergencyKind, what: str = "") -> EmergencyFact:
    return EmergencyFact(1, kind, what, "", AT, "synthetic")


ALLERGY, NONE = EmergencyKind.ALLERGY, EmergencyKind.NO_ALLERGIES


@pytest.mark.parametrize(
    ("why", "new", "there", "expected"),
    [
        ("the first", NewEmergencyFact(ALLERGY, "Penicillin"), [], []),
        ("nothing said", NewEmergencyFact(ALLERGY, " "), [], ["nothing_said"]),
        (
            "there already",
            NewEmergencyFact(ALLERGY, "penicillin "),
            [line(ALLERGY, "Penicillin")],
            ["recorded_already"],
        ),
        ("another", NewEmergencyFact(ALLERGY, "Latex"), [line(ALLERGY, "Penicillin")], []),
        (
            "a medication of the name",
            NewEmergencyFact(EmergencyKind.MEDICATION, "Penicillin"),
            [line(ALLERGY, "Penicillin")],
            [],
        ),
        ("none known", NewEmergencyFact(NONE), [], []),
        ("none, twice", NewEmergencyFact(NONE), [line(NONE)], ["recorded_already"]),
        ("none, though some", NewEmergencyFact(NONE), [line(ALLERGY, "Latex")], ["some_are_recorded"]),
        ("one after all: it withdraws the none", NewEmergencyFact(ALLERGY, "Latex"), [line(NONE)], []),
    ],
)
def test_the_emergency_sheet(why: str, new: NewEmergencyFact, there: list[EmergencyFact], expected: list[str]) -> None:
    assert [o.blocker.value for o in fact_obstacles(new, there)] == expected, why


@pytest.mark.parametrize(
    ("why", "back", "there", "expected"),
    [
        ("nothing beside it", line(ALLERGY, "Latex"), [], []),
        ("another beside it", line(ALLERGY, "Latex"), [line(ALLERGY, "Nickel")], []),
        ("written down again", line(ALLERGY, "Latex"), [line(ALLERGY, "latex")], ["recorded_already"]),
        ("none since then", line(ALLERGY, "Latex"), [line(NONE)], ["none_is_recorded"]),
        ("no medications says nothing of it", line(ALLERGY, "Latex"), [line(EmergencyKind.NO_MEDICATIONS)], []),
        ("none, and one since then", line(NONE), [line(ALLERGY, "Latex")], ["some_are_recorded"]),
        ("none, written down again", line(NONE), [line(NONE)], ["recorded_already"]),
    ],
)
def test_a_line_put_back(why: str, back: EmergencyFact, there: list[EmergencyFact], expected: list[str]) -> None:
    assert [o.blocker.value for o in restored_obstacles(back, there)] == expected, why


@pytest.mark.parametrize(
    ("clients", "own", "policy", "most", "full"),
    [
        (0, None, None, None, False),
        (99, None, None, None, False),
        (11, 12, 15, 12, False),
        (12, 12, 15, 12, True),
        (13, 12, None, 12, True),
        (14, None, 15, 15, False),
        (15, None, 15, 15, True),
        (0, 0, 15, 0, True),
    ],
)
def test_a_caseload_counts_against_what_was_agreed_else_what_is_usual(
    clients: int, own: int | None, policy: int | None, most: int | None, full: bool
) -> None:
    found = caseload(clients, own, policy)
    assert (found.most, found.is_full) == (most, full)


@pytest.mark.parametrize(("latest", "number"), [(None, "S000001"), ("S000041", "S000042"), ("S999999", "S1000000")])
def test_record_numbers_go_on(latest: str | None, number: str) -> None:
    assert next_number(latest) == number


DETAILS = ClientDetails("Legal", "Used", ("en",), "", False, DAY, version=3)


@pytest.mark.parametrize(
    ("why", "change", "merged", "expected"),
    [
        ("fine", {}, False, []),
        ("born today", {"date_of_birth": DAY}, False, []),
        ("born tomorrow", {"date_of_birth": DAY + ONE}, False, ["born_in_the_future"]),
        ("somebody was faster", {"version": 2}, False, ["changed_meanwhile"]),
        ("merged away", {}, True, ["merged_away"]),
        (
            "everything",
            {"used_name": "", "languages": (), "version": 2, "date_of_birth": DAY + ONE},
            True,
            ["merged_away", "changed_meanwhile", "no_name", "no_language", "born_in_the_future"],
        ),
    ],
)
def test_changing_details(why: str, change: dict[str, Any], merged: bool, expected: list[str]) -> None:
    row = replace(DETAILS, **change)
    assert [b for b, _ in told(details_obstacles(row, version=3, merged=merged, today=DAY))] == expected, why


@pytest.mark.parametrize(
    ("same", "merged", "keeps", "synthetic", "expected"),
    [
        (False, False, False, (True, True), []),
        (False, False, False, (False, False), []),
        (True, False, False, (False, False), ["same_record"]),
        (False, True, False, (False, False), ["merged_already"]),
        (False, False, True, (False, False), ["keeps_others"]),
        (False, False, False, (True, False), ["synthetic_and_real"]),
        (True, True, True, (False, True), ["same_record", "merged_already", "keeps_others", "synthetic_and_real"]),
    ],
)
def test_two_records_become_one(
    same: bool, merged: bool, keeps: bool, synthetic: tuple[bool, bool], expected: list[str]
) -> None:
    found = record_obstacles(same=same, merged=merged, keeps_others=keeps, synthetic=synthetic)
    assert [o.blocker.value for o in found] == expected


@pytest.mark.parametrize(
    ("undone", "on", "expected"),
    [(False, False, []), (True, False, ["not_merged"]), (False, True, ["merged_on"]), (True, True, ["not_merged"])],
)
def test_a_merge_is_taken_back(undone: bool, on: bool, expected: list[str]) -> None:
    assert [o.blocker.value for o in parting_obstacles(undone=undone, merged_on=on)] == expected
