"""A consent that ends with an event: by itself when the client leaves, else when somebody says that it has happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from stepdown.audit.terms import Refused
from stepdown.consent import actions, queries
from stepdown.consent.rules import event_obstacles
from stepdown.consent.terms import Blocker, ConsentRow
from stepdown.episode import actions as episode
from stepdown.episode.terms import Discharge, DischargeReason, NewStay
from stepdown.journey import actions as journey
from tests.actions.test_consent import mother, telling, to_mother, told
from tests.actions.world import AT, BY, IOP, MONDAY, World, world

DAY = timedelta(days=1)


@pytest.fixture
def here(db: None) -> World:
    return world()


def signed(w: World, **said: object) -> tuple[int, int]:
    contact = mother(w)
    new = replace(to_mother(w, contact), ends=None, **said)  # type: ignore[arg-type]
    return contact, actions.sign(by=BY, at=AT, consent=new)


def row(w: World) -> ConsentRow:
    return queries.consents_of(w.clients[0])[0]


def leaves(w: World, *days: int) -> int:
    """Admitted, and discharged with tomorrow (or that many days from now) as the first day out; the last step's id.

    Each discharge but the last is taken back.
    """
    episode.admit(by=BY, at=AT, stays=[NewStay(w.clients[0], w.program, IOP, MONDAY)])
    step = 0
    for day in days or (1,):
        if step:
            journey.take_back(by=BY, at=AT, client=w.clients[0], step=step, why="Synthetic")
        discharge = Discharge(w.clients[0], MONDAY + day * DAY, DischargeReason.COMPLETED)
        step = journey.discharge(by=BY, at=AT, discharge=discharge)
    return step


def happens(consent: int, on: date = MONDAY, said_by: str = "Synthetic lawyer") -> None:
    actions.end_by_event(by=BY, at=AT + 2 * DAY, day=MONDAY + 2 * DAY, consent=consent, on=on, said_by=said_by)


def test_it_ends_on_the_day_it_happened_and_says_who_said_so(here: World) -> None:
    contact, number = signed(here, event="this matter is closed")
    assert told(here, telling(here, contact), AT + 3 * DAY)
    happens(number, MONDAY + DAY)
    assert told(here, telling(here, contact), AT)
    assert not told(here, telling(here, contact), AT + 3 * DAY)
    assert queries.accounting_of(here.clients[0])[0].reasons == ("expired",)
    assert (row(here).happened_on, row(here).happened_said_by) == (MONDAY + DAY, "Synthetic lawyer")
    assert (row(here).holds(AT), row(here).holds(AT + 3 * DAY)) == (True, False)
    with pytest.raises(Refused, match="ended_already"):
        happens(number)


def test_it_ends_by_itself_when_the_client_leaves_and_taking_that_back_opens_nothing(here: World) -> None:
    contact, _ = signed(here, at_discharge=True)
    step = leaves(here)
    assert told(here, telling(here, contact), AT)
    assert not told(here, telling(here, contact), AT + DAY)
    journey.take_back(by=BY, at=AT, client=here.clients[0], step=step, why="Synthetic")
    assert not told(here, telling(here, contact), AT + DAY)
    assert (row(here).happened_on, row(here).happened_said_by) == (MONDAY + DAY, "")


@pytest.mark.parametrize(("days", "ended"), [((5, 2), 2), ((2, 5), 2)])
def test_the_earliest_day_they_were_to_leave_ends_it(here: World, days: tuple[int, ...], ended: int) -> None:
    contact, _ = signed(here, at_discharge=True)
    leaves(here, *days)
    assert told(here, telling(here, contact), AT + (ended - 1) * DAY)
    assert not told(here, telling(here, contact), AT + ended * DAY)
    assert row(here).happened_on == MONDAY + ended * DAY


def test_what_a_discharge_to_come_will_end_may_have_happened_before(here: World) -> None:
    contact, number = signed(here, at_discharge=True)
    leaves(here, 9)
    happens(number, MONDAY + DAY)
    assert not told(here, telling(here, contact), AT + 3 * DAY)
    assert (row(here).happened_on, row(here).happened_said_by) == (MONDAY + DAY, "Synthetic lawyer")


def test_one_for_another_event_goes_on_when_they_leave(here: World) -> None:
    contact, _ = signed(here, event="this matter is closed")
    leaves(here)
    assert told(here, telling(here, contact), AT + 3 * DAY)


SIGNED, TODAY = date(2026, 3, 2), date(2026, 3, 9)


@pytest.mark.parametrize(
    ("said", "blockers"),
    [
        ({}, []),
        ({"on": TODAY}, []),
        ({"on": SIGNED}, []),
        ({"on": TODAY + DAY}, [Blocker.DAY_TO_COME]),
        ({"on": SIGNED - DAY}, [Blocker.ENDS_BEFORE_START]),
        ({"with_event": False}, [Blocker.ENDS_WITH_NO_EVENT]),
        ({"over": True}, [Blocker.ENDED_ALREADY]),
        ({"said_by": " "}, [Blocker.NOBODY_SAID_SO]),
        ({"said_by": "", "on": TODAY + DAY}, [Blocker.DAY_TO_COME, Blocker.NOBODY_SAID_SO]),
    ],
)
def test_what_keeps_an_event_from_being_written_down(said: dict[str, object], blockers: list[Blocker]) -> None:
    facts = {"with_event": True, "over": False, "on": SIGNED + DAY, "said_by": "Synthetic lawyer"} | said
    found = event_obstacles(signed_on=SIGNED, today=TODAY, **facts)  # type: ignore[arg-type]
    assert [one.blocker for one in found] == blockers
