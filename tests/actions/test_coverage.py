"""Recording what payers authorized."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stepdown.agency.terms import Role
from stepdown.audit.terms import NotAllowed, NotFound, Refused
from stepdown.coverage.actions import authorize, end_authorization, log_call
from stepdown.coverage.models import Authorization, ReviewContact
from stepdown.coverage.queries import authorizations_of, authorized_weeks
from stepdown.coverage.terms import AuthorizedWeek, NewAuthorization, NewCall, Outcome, UnitKind, UnitPeriod, Units
from tests.actions.world import AT, BY, IOP, MONDAY, World, somebody, told, world

WEEK = timedelta(days=7)
THREE_DAYS = Units(UnitKind.DAY, UnitPeriod.WEEK, 3)
NINE_HOURS = Units(UnitKind.MINUTE, UnitPeriod.WEEK, 540)


@pytest.fixture
def here(db: None) -> World:
    return world()


def test_the_authorization_in_force_is_the_latest(here: World) -> None:
    client = here.clients[0]
    rows = [
        NewAuthorization(client, IOP, MONDAY, MONDAY + 2 * WEEK, (THREE_DAYS, NINE_HOURS)),
        NewAuthorization(client, IOP, MONDAY + WEEK, None, (THREE_DAYS,), number="SYN-2"),
    ]
    assert len(authorize(by=BY, at=AT, authorizations=rows)) == 2
    assert [authorized_weeks([client], MONDAY + n * WEEK) for n in (-1, 0, 1, 2)] == [
        {},
        {client: AuthorizedWeek(MONDAY + 2 * WEEK, 3, 540)},
        {client: AuthorizedWeek(None, 3, None)},
        {client: AuthorizedWeek(None, 3, None)},
    ]


def test_every_reason_not_to_record(here: World) -> None:
    client = here.clients[0]
    row = NewAuthorization(client, IOP, MONDAY, MONDAY, (THREE_DAYS, Units(UnitKind.DAY, UnitPeriod.WEEK, -1)))
    with pytest.raises(Refused) as error:
        authorize(by=BY, at=AT, authorizations=[row])
    assert told(error) == [
        ("ends_before_start", {"client": client}),
        ("units_twice", {"client": client, "kind": UnitKind.DAY, "period": UnitPeriod.WEEK}),
        ("negative_units", {"client": client, "kind": UnitKind.DAY}),
    ]
    assert Authorization.objects.count() == 0


@pytest.mark.parametrize("role", Role)
def test_who_may_record(here: World, role: Role) -> None:
    rows = [NewAuthorization(here.clients[0], IOP, MONDAY, None, (THREE_DAYS,))]
    if role in (Role.PROGRAM_DIRECTOR, Role.UTILIZATION_REVIEWER, Role.BILLER, Role.CASE_MANAGER):
        assert len(authorize(by=somebody(role, here.site), at=AT, authorizations=rows)) == 1
    else:
        with pytest.raises(NotAllowed):
            authorize(by=somebody(role, here.site), at=AT, authorizations=rows)


def test_a_stranger_finds_nobody(here: World) -> None:
    rows = [NewAuthorization(here.clients[0], IOP, MONDAY, None, (THREE_DAYS,))]
    with pytest.raises(NotFound):
        authorize(by=somebody(Role.BILLER, here.elsewhere), at=AT, authorizations=rows)


def test_hours_are_minutes_and_sessions_are_counted(here: World) -> None:
    units = (Units(UnitKind.HOUR, UnitPeriod.WEEK, 9), Units(UnitKind.SESSION, UnitPeriod.WEEK, 4))
    whole = Units(UnitKind.DAY, UnitPeriod.WHOLE, 12)
    row = NewAuthorization(here.clients[0], IOP, MONDAY, None, (*units, whole), payer=" Acme Health ")
    authorize(by=BY, at=AT, authorizations=[row])
    assert authorized_weeks(here.clients, MONDAY) == {
        here.clients[0]: AuthorizedWeek(None, None, 540, 4, payer="Acme Health")
    }


def test_a_talk_with_the_payer_is_kept_and_moves_the_next_review(here: World) -> None:
    [number] = authorize(by=BY, at=AT, authorizations=[NewAuthorization(here.clients[0], IOP, MONDAY, None, ())])
    first = NewCall(AT - timedelta(hours=2), "Voicemail of Acme Health", Outcome.LEFT_MESSAGE)
    second = NewCall(AT, " J. Synthetic ", Outcome.AUTHORIZED, "R-17", "Nine more days", MONDAY + WEEK)
    for call in (first, second):
        log_call(by=BY, at=AT, authorization=number, call=call)
    [row] = authorizations_of(here.clients[0])
    assert row.next_review == MONDAY + WEEK
    assert [(call.spoke_with, call.reference, call.outcome, call.told) for call in row.calls] == [
        ("J. Synthetic", "R-17", Outcome.AUTHORIZED, "Nine more days"),
        ("Voicemail of Acme Health", "", Outcome.LEFT_MESSAGE, ""),
    ]


def test_every_reason_not_to_write_a_talk_down(here: World) -> None:
    [number] = authorize(by=BY, at=AT, authorizations=[NewAuthorization(here.clients[0], IOP, MONDAY, None, ())])
    call = NewCall(AT + timedelta(minutes=1), " ", Outcome.PENDING, next_review=MONDAY - WEEK)
    with pytest.raises(Refused) as error:
        log_call(by=BY, at=AT, authorization=number, call=call)
    assert told(error) == [("nobody_named", {}), ("in_the_future", {}), ("review_in_the_past", {})]
    with pytest.raises(NotFound):
        log_call(by=BY, at=AT, authorization=number + 1, call=call)
    assert ReviewContact.objects.count() == 0


def test_an_authorization_ends_early_once(here: World) -> None:
    [number] = authorize(by=BY, at=AT, authorizations=[NewAuthorization(here.clients[0], IOP, MONDAY, None, ())])
    with pytest.raises(Refused) as error:
        end_authorization(by=BY, at=AT, authorization=number, on=MONDAY)
    assert told(error) == [("ends_before_start", {})]
    end_authorization(by=BY, at=AT, authorization=number, on=MONDAY + WEEK)
    with pytest.raises(Refused) as error:
        end_authorization(by=BY, at=AT, authorization=number, on=MONDAY + WEEK)
    assert told(error) == [("ended_already", {"since": MONDAY + WEEK})]
    assert authorized_weeks(here.clients, MONDAY + WEEK) == {}
