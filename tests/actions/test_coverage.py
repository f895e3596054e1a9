"""Recording what payers authorized."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stepdown.agency.terms import Role
from stepdown.audit.terms import NotAllowed, NotFound, Refused
from stepdown.coverage.actions import authorize
from stepdown.coverage.models import Authorization
from stepdown.coverage.queries import authorized_weeks
from stepdown.coverage.terms import AuthorizedWeek, NewAuthorization, UnitKind, UnitPeriod, Units
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
