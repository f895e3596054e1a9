"""The lifecycle, as a table a clinician can read: what each event makes of each state, or why it may not happen then.

Rows are events, columns states. A word in capitals is the state it leads to, a dot that it stays, the rest what stands
in the way.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from stepdown.episode.access import MAY
from stepdown.episode.rules.lifecycle import ALSO, TABLE, arrows, courses, first_fault, state
from stepdown.episode.rules.steps import what_may_follow
from stepdown.episode.terms import Blocker, ClientState, ContactOutcome, Event, HoldReason, Span, State, Step
from stepdown.kernel.levels import LevelOfCare

OP, IOP, PHP = LevelOfCare
MONDAY = date(2026, 3, 2)
GRID = """
                    unknown           prospect        assessment_booked  accepted          waiting         referred_on       closed            in_care           on_hold           discharged
first_contact       PROSPECT          already_asking  already_asking     already_asking    already_asking  PROSPECT          PROSPECT          already_admitted  already_admitted  PROSPECT
book_assessment     no_first_contact  BOOKED          .                  BOOKED            BOOKED          no_first_contact  no_first_contact  already_admitted  already_admitted  no_first_contact
accept              no_first_contact  ACCEPTED        ACCEPTED           already_accepted  ACCEPTED        no_first_contact  no_first_contact  already_admitted  already_admitted  no_first_contact
wait                no_first_contact  WAITING         WAITING            WAITING           .               no_first_contact  no_first_contact  already_admitted  already_admitted  no_first_contact
refer_on            no_first_contact  REFERRED        REFERRED           REFERRED          REFERRED        no_first_contact  no_first_contact  already_admitted  already_admitted  no_first_contact
close               no_first_contact  CLOSED          CLOSED             CLOSED            CLOSED          no_first_contact  no_first_contact  already_admitted  already_admitted  no_first_contact
contact             no_first_contact  .               .                  .                 .               no_first_contact  no_first_contact  not_on_hold       .                 no_first_contact
admit               IN_CARE           not_accepted    not_accepted       IN_CARE           IN_CARE         not_accepted      not_accepted      already_admitted  already_admitted  IN_CARE
clear               not_admitted      not_admitted    not_admitted       .                 .               not_admitted      not_admitted      .                 .                 not_admitted
withdraw_clearance  not_admitted      not_admitted    not_admitted       .                 .               not_admitted      not_admitted      .                 .                 not_admitted
transfer            not_admitted      not_admitted    not_admitted       not_admitted      not_admitted    not_admitted      not_admitted      .                 .                 not_admitted
hold                not_admitted      not_admitted    not_admitted       not_admitted      not_admitted    not_admitted      not_admitted      ON_HOLD           already_on_hold   not_admitted
return              not_admitted      not_admitted    not_admitted       not_admitted      not_admitted    not_admitted      not_admitted      not_on_hold       IN_CARE           not_admitted
discharge           not_admitted      not_admitted    not_admitted       not_admitted      not_admitted    not_admitted      not_admitted      DISCHARGED        DISCHARGED        not_admitted
"""
SHORT = {"BOOKED": State.ASSESSMENT_BOOKED, "REFERRED": State.REFERRED_ON}


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def cells() -> list[tuple[Event, State, State | Blocker]]:
    head, *rows = GRID.strip("\n").splitlines()
    return [
        (Event(event), State(column), _cell(word, State(column)))
        for event, *words in map(str.split, rows)
        for column, word in zip(head.split(), words, strict=True)
    ]


def _cell(word: str, column: State) -> State | Blocker:
    if word == ".":
        return column
    if word.isupper():
        return SHORT.get(word) or State(word.lower())
    return Blocker(word)


def test_the_table() -> None:
    assert {event: {column: cell for row, column, cell in cells() if row is event} for event in Event} == TABLE


def test_every_event_has_people_who_may_do_it() -> None:
    assert MAY.keys() == TABLE.keys() == set(Event)
    assert ALSO.keys() - TABLE.keys() == set()


def test_no_event_of_the_program_discharges_anybody() -> None:
    """Law 7: only the event `discharge` leads out of care, and only a clinician's roles may do it."""
    out = {
        event for event in Event for start in (State.IN_CARE, State.ON_HOLD) if TABLE[event][start] is State.DISCHARGED
    }
    assert out == {Event.DISCHARGE}
    assert MAY[Event.DISCHARGE] == {
        "program_director", "medical_director", "clinical_supervisor", "clinician", "system"
    }  # fmt: skip


def test_arrows_leave_out_what_stays() -> None:
    drawn = list(arrows())
    assert (State.IN_CARE, Event.HOLD, State.ON_HOLD) in drawn
    assert [one for one in drawn if one[0] is one[2]] == []
    assert len(drawn) == sum(cell.isupper() for row in GRID.splitlines()[2:] for cell in row.split()[1:])


def steps(*rows: Step) -> list[Step]:
    """The rows, numbered in the order they were recorded."""
    return [replace(row, id=number) for number, row in enumerate(rows, 1)]


CALL = Step(Event.FIRST_CONTACT, day(-10), owner=7, due=day(-8))
BOOKED = Step(Event.BOOK_ASSESSMENT, day(-9), at=datetime(2026, 2, 24, 15, tzinfo=UTC), owner=8)
ACCEPTED = Step(Event.ACCEPT, day(-5), program=1, level=IOP)
ADMIT = Step(Event.ADMIT, day(0), program=1, level=PHP)
CLEAR = Step(Event.CLEAR, day(0), reason="medical_review")
DOWN = Step(Event.TRANSFER, day(7), program=1, level=IOP)
HOLD = Step(Event.HOLD, day(9), reason=HoldReason.TRAVEL, owner=7, due=day(20), seat_until=day(16))
REACHED = Step(Event.CONTACT, day(12), reason=ContactOutcome.REACHED)
MESSAGE = Step(Event.CONTACT, day(15), reason=ContactOutcome.LEFT_MESSAGE)
BACK = Step(Event.RETURN, day(18))
LEAVE = Step(Event.DISCHARGE, day(40), reason="completed", where="Continuing care")
WAY = steps(CALL, BOOKED, ACCEPTED, ADMIT, CLEAR, DOWN, HOLD, REACHED, MESSAGE, BACK, LEAVE)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (-11, ClientState(State.UNKNOWN)),
        (-10, ClientState(State.PROSPECT, day(-10), asked_on=day(-10), owner=7, due=day(-8), reached=day(-10))),
        (-7, ClientState(State.ASSESSMENT_BOOKED, day(-9), asked_on=day(-10), owner=8, at=BOOKED.at, reached=day(-10))),
        (-5, ClientState(State.ACCEPTED, day(-5), asked_on=day(-10), program=1, level=IOP, owner=8, reached=day(-10))),
        (0, ClientState(State.IN_CARE, day(0), asked_on=day(-10), program=1, level=PHP, admitted_on=day(0), stay_since=day(0), cleared=day(0))),
        (8, ClientState(State.IN_CARE, day(0), asked_on=day(-10), program=1, level=IOP, admitted_on=day(0), stay_since=day(7), cleared=day(0))),
        (9, ClientState(State.ON_HOLD, day(9), asked_on=day(-10), program=1, level=IOP, admitted_on=day(0), stay_since=day(7), cleared=day(0), reason="travel", owner=7, due=day(20), seat_until=day(16), reached=day(9))),
        (15, ClientState(State.ON_HOLD, day(9), asked_on=day(-10), program=1, level=IOP, admitted_on=day(0), stay_since=day(7), cleared=day(0), reason="travel", owner=7, due=day(20), seat_until=day(16), reached=day(12))),
        (18, ClientState(State.IN_CARE, day(18), asked_on=day(-10), program=1, level=IOP, admitted_on=day(0), stay_since=day(7), cleared=day(0), owner=7, reached=day(12))),
        (40, ClientState(State.DISCHARGED, day(40), admitted_on=day(0), reason="completed", where="Continuing care")),
    ],
)  # fmt: skip
def test_where_somebody_stands_on_a_day(number: int, expected: ClientState) -> None:
    """One way from the first call to discharge, looked at on ten days. A message left does not set the clock back."""
    assert state(WAY, day(number)) == expected


def test_the_rows_a_way_makes() -> None:
    (course,) = courses(WAY)
    assert (course.step, course.admitted_on, course.discharged_on, course.reason) == (4, day(0), day(40), "completed")
    assert course.stays == (
        Span(4, day(0), day(7), program=1, level=PHP),
        Span(6, day(7), day(40), program=1, level=IOP),
    )
    assert course.holds == (Span(7, day(9), day(18), reason="travel", due=day(20), seat_until=day(16)),)


def test_who_leaves_while_on_hold_leaves_no_hold_open() -> None:
    (course,) = courses(steps(ADMIT, HOLD, LEAVE))
    assert [span.ends for span in (*course.stays, *course.holds)] == [day(40), day(40)]


def test_somebody_who_comes_back_has_two_courses() -> None:
    again = Step(Event.ADMIT, day(40), program=1, level=OP)
    assert [(one.admitted_on, one.discharged_on) for one in courses(steps(ADMIT, LEAVE, again))] == [
        (day(0), day(40)),
        (day(40), None),
    ]


def test_waiting_counts_from_the_first_day_of_it() -> None:
    first, later = (Step(Event.WAIT, day(n), level=IOP, reason="no_seat") for n in (-5, -2))
    assert state(steps(CALL, first, later)).since == day(-5)
    assert state(steps(CALL, first, ACCEPTED, later)).since == day(-2)


def test_the_order_is_that_of_days_not_of_writing() -> None:
    """A hospital stay learnt about weeks later is put where it belongs."""
    late = steps(ADMIT, Step(Event.DISCHARGE, day(30), reason="completed"), HOLD, BACK)
    assert state(late, day(10)).state is State.ON_HOLD
    assert state(late).state is State.DISCHARGED
    assert first_fault(late) is None


@pytest.mark.parametrize(
    ("why", "way", "expected"),
    [
        ("transferred on the day of admission", [ADMIT, Step(Event.TRANSFER, day(0), program=1, level=OP)], Blocker.BEFORE_STAY_BEGAN),
        ("to where they are", [ADMIT, Step(Event.TRANSFER, day(3), program=1, level=PHP)], Blocker.SAME_LEVEL),
        ("back on the day it began", [ADMIT, HOLD, Step(Event.RETURN, day(9))], Blocker.BEFORE_HOLD_BEGAN),
        ("out on the day they came", [ADMIT, Step(Event.DISCHARGE, day(0), reason="other")], Blocker.BEFORE_STAY_BEGAN),
        ("out on the day the hold began", [ADMIT, HOLD, Step(Event.DISCHARGE, day(9), reason="other")], Blocker.BEFORE_HOLD_BEGAN),
        ("a clearance nobody gave", [ADMIT, Step(Event.WITHDRAW_CLEARANCE, day(1))], Blocker.NOT_CLEARED),
        ("a course without fault", [ADMIT, DOWN, HOLD, BACK, LEAVE], None),
    ],
)  # fmt: skip
def test_what_the_table_alone_does_not_see(why: str, way: list[Step], expected: Blocker | None) -> None:
    found = first_fault(steps(*way))
    assert (found[1] if found else None) is expected, why


def test_a_clearance_lasts_through_a_hold_and_ends_with_the_episode() -> None:
    again = Step(Event.ADMIT, day(41), program=1, level=PHP)
    assert state([*WAY, *steps(again)], day(10)).cleared == day(0)
    assert state([*WAY, Step(Event.ADMIT, day(41), id=99, program=1, level=PHP)]).cleared is None


def test_what_a_page_offers() -> None:
    assert what_may_follow(steps(ADMIT, HOLD)) == (
        Event.CONTACT, Event.CLEAR, Event.WITHDRAW_CLEARANCE, Event.TRANSFER, Event.RETURN, Event.DISCHARGE
    )  # fmt: skip
    assert what_may_follow([]) == (Event.FIRST_CONTACT, Event.ADMIT)
