"""From a call to an admission and on, on the database: what is kept, what follows, what is taken back."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from stepdown.agency.terms import Role
from stepdown.audit.terms import NotAllowed, NotFound, Refused
from stepdown.episode import actions, queries
from stepdown.episode.models import AdmissionData, Episode, Hold, LevelOfCareStay, TakenBack
from stepdown.episode.rules.lifecycle import courses
from stepdown.episode.terms import (
    Admission,
    ClearanceBasis,
    ContactOutcome,
    Discharge,
    DischargeReason,
    Event,
    HoldReason,
    NewHold,
    NewStay,
    NewStep,
    State,
    Step,
    Use,
)
from stepdown.journey import actions as journey
from stepdown.journey.queries import where_now
from stepdown.journey.terms import Admission as Together
from stepdown.kernel.teds import Frequency, Route, Sex, Substance, YesNo
from stepdown.people.actions import assign_care_team
from stepdown.people.queries import calls_since
from stepdown.people.terms import CallOutcome, CallReason, CarePlace, CareRole, NewCall, NewClient
from tests.actions.world import AT, BY, IOP, MONDAY, PHP, World, somebody, told, world
from tests.factories.papers import agreed

DAY, WEEK = timedelta(days=1), timedelta(days=7)
ALCOHOL = Use(Substance.ALCOHOL, Route.ORAL, Frequency.DAILY, 15)


@pytest.fixture
def here(db: None) -> World:
    return world()


def caller(here: World, number: int = 1) -> int:
    """Somebody who called on Monday; returns their id."""
    person = NewClient(here.site, f"CALL-{number}", "Synthetic", f"Synthetic caller {number}", ("en",))
    contact = Step(Event.FIRST_CONTACT, MONDAY, owner=here.staff[0], due=MONDAY + DAY)
    return journey.take_call(by=BY, at=AT, person=person, contact=contact)


def accepted(here: World, on: date = MONDAY + 2 * DAY) -> Step:
    return Step(Event.ACCEPT, on, program=here.program, level=IOP)


def state_on(client: int, on: date) -> State:
    return queries.states([client], on)[client].state


def rows(client: int) -> dict[str, list[tuple[Any, ...]]]:
    """What the tables hold of a client's episodes."""
    return {
        "episodes": list(
            Episode.objects.filter(client=client).values_list(
                "step", "admitted_on", "discharged_on", "discharge_reason"
            )
        ),
        "stays": list(
            LevelOfCareStay.objects.filter(episode__client=client).values_list(
                "step", "program", "level", "starts", "ends"
            )
        ),
        "holds": list(
            Hold.objects.filter(episode__client=client).values_list("step", "reason", "starts", "ends", "due_back")
        ),
    }


def wanted(client: int) -> dict[str, list[tuple[Any, ...]]]:
    """What the client's steps say they must hold."""
    made = courses(queries.steps_of([client])[client])
    return {
        "episodes": [(one.step, one.admitted_on, one.discharged_on, one.reason) for one in made],
        "stays": [(s.step, s.program, s.level, s.starts, s.ends) for one in made for s in one.stays],
        "holds": [(s.step, s.reason, s.starts, s.ends, s.due) for one in made for s in one.holds],
    }


def test_from_a_call_to_an_admission(here: World) -> None:
    client = caller(here)
    when = datetime(2026, 3, 3, 16, tzinfo=UTC)
    actions.book_assessment(by=BY, at=AT, client=client, when=when, on=MONDAY, assessor=here.staff[1])
    actions.decide(by=BY, at=AT, client=client, decision=accepted(here))
    agreed(client, here.program, AT)
    journey.admit(by=BY, at=AT, admission=Together(NewStay(client, here.program, IOP, MONDAY + WEEK)))
    days = [MONDAY - DAY, MONDAY, MONDAY + 2 * DAY, MONDAY + WEEK]
    assert [state_on(client, on) for on in days] == [
        State.UNKNOWN,
        State.ASSESSMENT_BOOKED,
        State.ACCEPTED,
        State.IN_CARE,
    ]
    assert queries.states([client], MONDAY + WEEK)[client].asked_on == MONDAY
    assert list(queries.asking(here.site, MONDAY + 3 * DAY)) == [client]
    assert list(queries.asking(here.site, MONDAY + WEEK)) == []


def test_who_waits_stands_in_line_by_level_since_the_first_day(here: World) -> None:
    first, second, other = (caller(here, number) for number in range(3))
    for client, on, level in ((second, 3, IOP), (first, 2, IOP), (other, 1, PHP)):
        step = Step(Event.WAIT, MONDAY + on * DAY, program=here.program, level=level, reason="no_seat")
        actions.decide(by=BY, at=AT, client=client, decision=step)
    again = Step(Event.WAIT, MONDAY + 4 * DAY, program=here.program, level=IOP, reason="authorization")
    actions.decide(by=BY, at=AT, client=first, decision=again)
    assert queries.places_in_line(queries.asking(here.site, MONDAY + WEEK)) == {first: 1, second: 2, other: 1}


def test_who_was_not_accepted_is_not_admitted(here: World) -> None:
    client = caller(here)
    with pytest.raises(Refused) as error:
        actions.admit(by=BY, at=AT, stays=[NewStay(client, here.program, IOP, MONDAY + DAY)])
    assert told(error) == [("not_accepted", {"client": client})]


def test_only_decisions_are_decided(here: World) -> None:
    with pytest.raises(ValueError):
        actions.decide(by=BY, at=AT, client=here.clients[0], decision=Step(Event.ADMIT, MONDAY))


def test_a_draft_of_the_data_goes_with_the_admission_and_comes_back_with_it(here: World) -> None:
    client = caller(here)
    given = Admission(sex=Sex.FEMALE, arrests=0, uses=(ALCOHOL, Use(), Use()))
    assert actions.save_admission_data(by=BY, at=AT, client=client, given=given) == 1
    actions.decide(by=BY, at=AT, client=client, decision=accepted(here))
    (episode,) = actions.admit(by=BY, at=AT, stays=[NewStay(client, here.program, IOP, MONDAY + WEEK)])
    kept = queries.admission_data(client)
    assert kept is not None
    assert (kept.episode, kept.answers, kept.missing[0], kept.missing[-1]) == (episode, given, "pregnant", "use_2")
    (step,) = [one.id for one in queries.steps_of([client])[client] if one.event is Event.ADMIT]
    journey.take_back(by=BY, at=AT, client=client, step=step, why="Wrong person")
    assert list(AdmissionData.objects.values_list("client", "episode")) == [(client, None)]
    assert state_on(client, MONDAY + WEEK) is State.ACCEPTED


def test_the_data_set_is_asked_in_parts_and_nobody_writes_over_anybody(here: World) -> None:
    client = here.clients[0]
    part = Admission(sex=Sex.FEMALE, uses=(ALCOHOL, Use(), Use()))
    actions.save_admission_data(by=BY, at=AT, client=client, given=part)
    with pytest.raises(Refused) as error:
        actions.save_admission_data(by=BY, at=AT, client=client, given=Admission(), seen=0)
    assert told(error) == [("changed_meanwhile", {})]
    whole = replace(part, pregnant=YesNo.NO, uses=(replace(ALCOHOL, route=None), Use(Substance.NONE), Use()))
    assert actions.save_admission_data(by=BY, at=AT, client=client, given=whole, seen=1) == 2
    kept = queries.admission_data(client)
    assert kept is not None
    assert (kept.answers, kept.version, AdmissionData.objects.count()) == (whole, 2, 1)
    none = replace(whole, uses=(Use(), Use(), Use()))
    actions.save_admission_data(by=BY, at=AT, client=client, given=none, seen=2)
    kept = queries.admission_data(client)
    assert kept is not None
    assert kept.answers == none


def test_every_fault_of_the_data_at_once_and_nothing_kept(here: World) -> None:
    wrong = Admission(sex=Sex.MALE, pregnant=YesNo.YES, uses=(replace(ALCOHOL, first_use_age=40), Use(), Use()))
    with pytest.raises(Refused) as error:
        actions.save_admission_data(by=BY, at=AT, client=here.clients[0], given=wrong, age=30)
    assert told(error) == [("pregnant_man", {}), ("first_use_after_today", {"place": 1, "age": 30})]
    assert AdmissionData.objects.count() == 0


def test_cleared_by_somebody_since_a_day_until_withdrawn(here: World) -> None:
    client, nurse = here.clients[0], somebody(Role.NURSE, here.site)
    actions.admit(by=BY, at=AT, stays=[NewStay(client, here.program, IOP, MONDAY)])
    actions.clear_for_group(by=nurse, at=AT, client=client, on=MONDAY + DAY, rests_on=ClearanceBasis.MEDICAL_REVIEW)
    actions.withdraw_clearance(by=nurse, at=AT, client=client, on=MONDAY + 3 * DAY)
    days = [MONDAY + number * DAY for number in range(5)]
    assert [client in queries.cleared(here.clients, on) for on in days] == [False, True, True, False, False]


def test_a_hold_asks_for_somebody_who_keeps_in_touch(here: World) -> None:
    client = here.clients[0]
    actions.admit(by=BY, at=AT, stays=[NewStay(client, here.program, IOP, MONDAY)])
    away = NewHold(client, HoldReason.HOSPITAL, MONDAY + DAY, due_back=MONDAY + 9 * DAY)
    with pytest.raises(Refused) as error:
        journey.hold(by=BY, at=AT, hold=away)
    assert told(error) == [("nobody_follows_up", {"client": client})]
    clinician, manager = here.staff
    for staff, role in ((clinician, CareRole.PRIMARY_CLINICIAN), (manager, CareRole.CASE_MANAGER)):
        assign_care_team(by=BY, at=AT, places=[CarePlace(client, staff, role, MONDAY)])
    journey.hold(by=BY, at=AT, hold=away)
    (due,) = queries.follow_ups([here.site], MONDAY + 20 * DAY, 3)
    assert (due.client, due.owner, due.due, due.state.state) == (client, manager, MONDAY + 4 * DAY, State.ON_HOLD)
    for on, outcome in ((5, ContactOutcome.REACHED), (8, ContactOutcome.LEFT_MESSAGE)):
        actions.record_contact(by=BY, at=AT, client=client, on=MONDAY + on * DAY, outcome=outcome)
    (due,) = queries.follow_ups([here.site], MONDAY + 20 * DAY, 3)
    assert due.due == MONDAY + 8 * DAY


def test_a_hold_goes_on_past_the_day_of_return_until_somebody_says_so(here: World) -> None:
    client = here.clients[0]
    actions.admit(by=BY, at=AT, stays=[NewStay(client, here.program, IOP, MONDAY)])
    away = NewHold(client, HoldReason.TRAVEL, MONDAY + DAY, due_back=MONDAY + 3 * DAY)
    actions.hold(by=BY, at=AT, holds=[away])
    assert queries.on_hold([client], MONDAY + 30 * DAY) == {client}
    journey.come_back(by=BY, at=AT, client=client, on=MONDAY + 5 * DAY)
    assert [queries.on_hold([client], MONDAY + number * DAY) for number in (0, 1, 4, 5)] == [
        frozenset(), {client}, {client}, frozenset()
    ]  # fmt: skip


def test_taking_back_a_discharge_leaves_everything_as_it_was(here: World) -> None:
    client = here.clients[0]
    actions.admit(by=BY, at=AT, stays=[NewStay(client, here.program, PHP, MONDAY)])
    actions.change_level(by=BY, at=AT, stays=[NewStay(client, here.program, IOP, MONDAY + 3 * DAY)])
    actions.hold(by=BY, at=AT, holds=[NewHold(client, HoldReason.JAIL, MONDAY + WEEK)])
    before = rows(client)
    leaving = Discharge(client, MONDAY + 2 * WEEK, DischargeReason.INCARCERATED, where="County jail")
    (step,) = actions.discharge(by=BY, at=AT, discharges=[leaving])
    assert rows(client) != before
    journey.take_back(by=BY, at=AT, client=client, step=step, why="They were released")
    assert rows(client) == before == wanted(client)
    assert list(TakenBack.objects.values_list("step", "why")) == [(step, "They were released")]
    shown = queries.way_of(BY, client, MONDAY + 3 * WEEK).rows[0]
    assert (shown.step.id, shown.taken_back_why, shown.step.where) == (step, "They were released", "County jail")


def test_who_may_take_back_and_whose(here: World) -> None:
    one, other = here.clients[:2]
    actions.admit(by=BY, at=AT, stays=[NewStay(client, here.program, IOP, MONDAY) for client in (one, other)])
    (step,) = actions.hold(by=BY, at=AT, holds=[NewHold(one, HoldReason.TRAVEL, MONDAY + DAY)])
    with pytest.raises(NotFound):
        journey.take_back(by=BY, at=AT, client=other, step=step, why="Wrong person")
    with pytest.raises(NotAllowed):
        actions.take_back(by=somebody(Role.FRONT_DESK, here.site), at=AT, step=step, why="Wrong person")
    with pytest.raises(NotFound):
        actions.take_back(by=BY, at=AT, step=0, why="Nobody")
    actions.take_back(by=BY, at=AT, step=step, why="Wrong person")
    with pytest.raises(Refused) as error:
        actions.take_back(by=BY, at=AT, step=step, why="Wrong person")
    assert told(error) == [("already_taken_back", {"client": one})]


def test_where_somebody_is_now(here: World) -> None:
    client = here.clients[0]
    assert where_now(client, now=AT).state.state is State.UNKNOWN
    actions.admit(by=BY, at=AT, stays=[NewStay(client, here.program, IOP, MONDAY)])
    now = where_now(client, now=AT)
    assert (now.state.state, now.stay and now.stay.level, now.hold, now.here_since, now.next_session) == (
        State.IN_CARE, IOP, None, None, None
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_the_tables_hold_what_the_steps_say(here: World, seed: int) -> None:
    """Admit, hold, return, transfer, discharge and take back in any order, for days in any order."""
    chance, client = random.Random(seed), here.clients[0]
    done = 0
    for _ in range(40):
        on = MONDAY + chance.randrange(30) * DAY
        steps = queries.steps_of([client])[client]
        moves = {
            "admit": lambda on=on: actions.admit(by=BY, at=AT, stays=[NewStay(client, here.program, PHP, on)]),
            "transfer": lambda on=on: actions.change_level(
                by=BY, at=AT, stays=[NewStay(client, here.program, chance.choice([IOP, PHP]), on)]
            ),
            "hold": lambda on=on: actions.hold(by=BY, at=AT, holds=[NewHold(client, HoldReason.TRAVEL, on)]),
            "return": lambda on=on: actions.come_back(by=BY, at=AT, client=client, on=on),
            "discharge": lambda on=on: actions.discharge(
                by=BY, at=AT, discharges=[Discharge(client, on, DischargeReason.OTHER)]
            ),
            "back": lambda steps=steps: actions.take_back(
                by=BY, at=AT, step=chance.choice(steps).id if steps else 0, why="A mistake"
            ),
        }
        try:
            moves[chance.choice(sorted(moves))]()
            done += 1
        except (Refused, NotFound):
            pass
        assert rows(client) == wanted(client)
    assert done > 3


@pytest.mark.parametrize("undone", [0, 1])
def test_of_two_calls_in_one_moment_exactly_the_one_meant_is_taken_back(undone: int, here: World) -> None:
    """Two members of staff call, and save at once: each contact knows its own call."""
    client, outcomes = caller(here), (CallOutcome.NO_ANSWER, CallOutcome.REACHED)
    calls = [NewCall(client, CallReason.ASKED_FOR_CARE, outcome) for outcome in outcomes]
    made = [journey.record_call(by=BY, at=AT, call=call) for call in calls]
    journey.undo_call(by=BY, at=AT + timedelta(minutes=1), call=made[undone])
    contacts = {
        ContactOutcome(row.step.reason): row.taken_back_at is not None
        for row in queries.way_of(BY, client, MONDAY).rows
        if row.step.event is Event.CONTACT
    }
    assert contacts == {ContactOutcome.NOT_REACHED: undone == 0, ContactOutcome.REACHED: undone == 1}
    assert [call.outcome for call in calls_since([client], AT)] == [outcomes[1 - undone]]


def test_a_contact_taken_back_on_the_way_leaves_its_call_to_be_undone(here: World) -> None:
    client = caller(here)
    call = journey.record_call(by=BY, at=AT, call=NewCall(client, CallReason.ASKED_FOR_CARE, CallOutcome.REACHED))
    step = queries.contact_of(call)
    assert step is not None
    actions.take_back(by=BY, at=AT, step=step, why="Somebody else")
    journey.undo_call(by=BY, at=AT, call=call)
    assert (queries.contact_of(call), calls_since([client], AT)) == (None, ())


def test_first_contacts_of_many_at_once(here: World) -> None:
    contacts = [NewStep(client, Step(Event.FIRST_CONTACT, MONDAY)) for client in here.clients]
    assert len(actions.take_first_contact(by=BY, at=AT, contacts=contacts)) == 3
    with pytest.raises(Refused) as error:
        actions.take_first_contact(by=BY, at=AT, contacts=contacts[:2])
    assert told(error) == [("already_asking", {"client": client}) for client in here.clients[:2]]
