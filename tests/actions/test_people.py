"""Registering clients and forming care teams."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from stepdown.agency.terms import Role
from stepdown.audit.models import Entry
from stepdown.audit.terms import NotAllowed, NotFound, Refused
from stepdown.people.actions import assign_care_team, register_clients
from stepdown.people.models import CareTeamMember, Client
from stepdown.people.queries import care_team_on
from stepdown.people.terms import CarePlace, CareRole, NewClient
from tests.actions.together import together
from tests.actions.world import AT, BY, MONDAY, World, somebody, told, world

PRIMARY = CareRole.PRIMARY_CLINICIAN
WEEK = timedelta(days=7)


@pytest.fixture
def here(db: None) -> World:
    return world()


def test_a_client_is_registered_and_noted_without_a_name(here: World) -> None:
    row = NewClient(here.site, "T-9", "Legal Synthetic", "Used Synthetic", ("es", "en"), "they/them", synthetic=True)
    [number] = register_clients(by=BY, at=AT, clients=[row])
    client = Client.objects.get(pk=number)
    assert (client.record_number, client.used_name, client.languages, client.created_at) == (
        "T-9",
        "Used Synthetic",
        ["es", "en"],
        AT,
    )
    entry = Entry.objects.latest("pk")
    assert (entry.action, entry.client_id, entry.details) == ("people.register_clients", number, {})


def test_every_reason_not_to_register_is_told_by_row(here: World) -> None:
    rows = [
        NewClient(here.site, "T-0", "x", "x", ("en",)),
        NewClient(here.site, "T-9", " ", "x", ()),
        NewClient(here.site, "T-9", "x", "x", ("en",)),
    ]
    with pytest.raises(Refused) as error:
        register_clients(by=BY, at=AT, clients=rows)
    assert told(error) == [
        ("record_number_taken", {"row": 0}),
        ("no_name", {"row": 1}),
        ("no_language", {"row": 1}),
        ("record_number_taken", {"row": 2}),
    ]
    assert Client.objects.count() == 3


def test_the_next_clinician_takes_over_on_the_day(here: World) -> None:
    client, (first, second) = here.clients[0], here.staff
    assign_care_team(by=BY, at=AT, places=[CarePlace(client, first, PRIMARY, MONDAY)])
    assign_care_team(by=BY, at=AT, places=[CarePlace(client, second, PRIMARY, MONDAY + WEEK)])
    assert list(CareTeamMember.objects.order_by("starts").values_list("staff", "starts", "ends")) == [
        (first, MONDAY, MONDAY + WEEK),
        (second, MONDAY + WEEK, None),
    ]
    assert care_team_on([client], PRIMARY, MONDAY + WEEK - timedelta(days=1)) == {client: first}
    assert care_team_on([client], PRIMARY, MONDAY + WEEK) == {client: second}
    assert care_team_on([client], PRIMARY, MONDAY - WEEK) == {}


def test_a_place_given_for_that_day_or_later_stands(here: World) -> None:
    client, (first, second) = here.clients[0], here.staff
    assign_care_team(by=BY, at=AT, places=[CarePlace(client, first, PRIMARY, MONDAY)])
    with pytest.raises(Refused) as error:
        assign_care_team(by=BY, at=AT, places=[CarePlace(client, second, PRIMARY, MONDAY)] * 2)
    later = ("later_place_exists", {"client": client, "role": PRIMARY, "since": MONDAY})
    assert told(error) == [later, later, ("named_twice", {"client": client, "role": PRIMARY})]


@pytest.mark.parametrize("role", Role)
def test_who_may_register_and_assign(here: World, role: Role) -> None:
    by = somebody(role, here.site)
    rows = [NewClient(here.site, "T-9", "x", "x", ("en",))]
    if role in (Role.PROGRAM_DIRECTOR, Role.ADMISSIONS_ADVISOR, Role.CASE_MANAGER, Role.FRONT_DESK):
        assert len(register_clients(by=by, at=AT, clients=rows)) == 1
    else:
        with pytest.raises(NotAllowed):
            register_clients(by=by, at=AT, clients=rows)
    places = [CarePlace(here.clients[0], here.staff[0], PRIMARY, MONDAY)]
    if role in (Role.PROGRAM_DIRECTOR, Role.CLINICAL_SUPERVISOR, Role.ADMISSIONS_ADVISOR):
        assign_care_team(by=by, at=AT, places=places)
        assert CareTeamMember.objects.count() == 1
    else:
        with pytest.raises(NotAllowed):
            assign_care_team(by=by, at=AT, places=places)


def test_a_client_of_another_site_is_not_found(here: World) -> None:
    by = somebody(Role.ADMISSIONS_ADVISOR, here.elsewhere)
    with pytest.raises(NotFound):
        register_clients(by=by, at=AT, clients=[NewClient(here.site, "T-9", "x", "x", ("en",))])
    with pytest.raises(NotFound):
        assign_care_team(by=by, at=AT, places=[CarePlace(here.clients[0], here.staff[0], PRIMARY, MONDAY)])
    with pytest.raises(NotFound):
        assign_care_team(by=BY, at=AT, places=[CarePlace(0, here.staff[0], PRIMARY, MONDAY)])


def test_of_two_who_take_one_number_at_once_one_is_told(committed: str) -> None:
    """Neither sees the other's row when it looks; the database has the last word."""
    here = world()

    def register(number: int) -> None:
        register_clients(by=BY, at=AT, clients=[NewClient(here.site, "T-9", "x", f"Synthetic {number}", ("en",))])

    with together() as run:
        assert sorted(run(partial(register, 1), partial(register, 2))) == ["done", "record_number_taken"]
