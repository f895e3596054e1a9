"""Keeping clients apart who must not meet."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stepdown.agency.terms import Role
from stepdown.audit.models import Entry
from stepdown.audit.terms import NotAllowed, NotFound, Refused
from stepdown.safety.actions import end_restriction, restrict_contact
from stepdown.safety.models import ContactRestriction
from stepdown.safety.queries import must_not_meet, restrictions_of
from stepdown.safety.terms import NewRestriction, RestrictionRow
from tests.actions.world import AT, BY, MONDAY, World, somebody, told, world

DAY = timedelta(days=1)


@pytest.fixture
def here(db: None) -> World:
    return world()


def test_two_clients_are_kept_apart_whoever_is_named_first(here: World) -> None:
    one, other, third = here.clients
    restrict_contact(by=BY, at=AT, restrictions=[NewRestriction(other, one, MONDAY, MONDAY + 7 * DAY)])
    apart = {one: frozenset({other}), other: frozenset({one})}
    assert [must_not_meet([one, other, third], MONDAY + n * DAY) for n in (-1, 0, 6, 7)] == [{}, apart, apart, {}]


def test_the_history_of_each_names_only_that_client(here: World) -> None:
    one, other, _ = here.clients
    [number] = restrict_contact(by=BY, at=AT, restrictions=[NewRestriction(one, other, MONDAY)])
    entries = Entry.objects.filter(action="safety.restrict_contact").order_by("pk")
    assert list(entries.values_list("client_id", "subject_id", "details")) == [(one, number, {}), (other, number, {})]


def test_every_reason_not_to_record_names_nobody(here: World) -> None:
    one, other, _ = here.clients
    restrict_contact(by=BY, at=AT, restrictions=[NewRestriction(one, other, MONDAY)])
    rows = [NewRestriction(other, one, MONDAY + DAY), NewRestriction(one, one, MONDAY, MONDAY)]
    with pytest.raises(Refused) as error:
        restrict_contact(by=BY, at=AT, restrictions=rows)
    assert told(error) == [
        ("already_restricted", {"row": 0}),
        ("same_client", {"row": 1}),
        ("ends_before_start", {"row": 1}),
    ]
    assert ContactRestriction.objects.count() == 1


def test_after_one_has_ended_another_may_begin(here: World) -> None:
    one, other, _ = here.clients
    restrict_contact(by=BY, at=AT, restrictions=[NewRestriction(one, other, MONDAY, MONDAY + DAY)])
    restrict_contact(by=BY, at=AT, restrictions=[NewRestriction(one, other, MONDAY + DAY)])
    assert ContactRestriction.objects.count() == 2
    assert restrict_contact(by=BY, at=AT, restrictions=[]) == []


@pytest.mark.parametrize("role", Role)
def test_who_may_record(here: World, role: Role) -> None:
    rows = [NewRestriction(here.clients[0], here.clients[1], MONDAY)]
    if role in (
        Role.PROGRAM_DIRECTOR,
        Role.MEDICAL_DIRECTOR,
        Role.CLINICAL_SUPERVISOR,
        Role.CLINICIAN,
        Role.CASE_MANAGER,
        Role.ADMISSIONS_ADVISOR,
    ):
        assert len(restrict_contact(by=somebody(role, here.site), at=AT, restrictions=rows)) == 1
    else:
        with pytest.raises(NotAllowed):
            restrict_contact(by=somebody(role, here.site), at=AT, restrictions=rows)


def test_a_stranger_finds_nobody(here: World) -> None:
    rows = [NewRestriction(here.clients[0], here.clients[1], MONDAY)]
    with pytest.raises(NotFound):
        restrict_contact(by=somebody(Role.CLINICIAN, here.elsewhere), at=AT, restrictions=rows)


def test_they_may_meet_again_from_a_day_with_a_reason(here: World) -> None:
    one, other, _ = here.clients
    [number] = restrict_contact(by=BY, at=AT, restrictions=[NewRestriction(one, other, MONDAY, reason="Asked for")])
    with pytest.raises(Refused) as error:
        end_restriction(by=BY, at=AT, restriction=number, on=MONDAY, reason=" ")
    assert told(error) == [("ends_before_start", {}), ("no_reason", {})]
    end_restriction(by=BY, at=AT, restriction=number, on=MONDAY + 3 * DAY, reason="Both asked")
    assert [bool(must_not_meet([one], MONDAY + n * DAY)) for n in (2, 3)] == [True, False]
    assert restrictions_of(other) == (RestrictionRow(number, one, "Asked for", MONDAY, MONDAY + 3 * DAY, "Both asked"),)
    with pytest.raises(Refused) as error:
        end_restriction(by=BY, at=AT, restriction=number, on=MONDAY + 3 * DAY, reason="Again")
    assert told(error) == [("ended_already", {})]
    with pytest.raises(NotFound):
        end_restriction(by=BY, at=AT, restriction=number + 1, on=MONDAY, reason="x")
