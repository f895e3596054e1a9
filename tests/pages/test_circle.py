"""Circle and emergency sheet: what is taken off comes back with one tap; a place on the care team is left empty."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from stepdown.agency.terms import Role
from stepdown.people.actions import add_way, end_way
from stepdown.people.queries import care_team_of, circle_of, emergency_sheets
from stepdown.people.terms import CareRole, NewWay, WayKind
from tests.factories.agency import BY
from tests.pages.conftest import Town

SignedIn = Callable[[Role], Client]
MOBILE = NewWay(WayKind.MOBILE, "202 555 0177")


def undone(browser: Client, address: str) -> str:
    """Post to `address`, and then the undo its page offers; what the page after that says."""
    page = browser.post(address, follow=True).content.decode()
    (undo,) = re.findall(r'class="notice-undo" method="post" action="([^"]+)"', page)
    return browser.post(undo, follow=True).content.decode()


def test_somebody_taken_off_comes_back_with_their_numbers(town: Town, signed_in: SignedIn) -> None:
    """But not with a number that was taken off before they were."""
    client, contact = town.here.clients[0], town.here.contacts[0]
    desk = signed_in(Role.FRONT_DESK)
    old = add_way(by=BY, at=town.now, client=client, way=NewWay(WayKind.HOME, "202 555 0178", contact=contact))
    end_way(by=BY, at=town.now, client=client, number=old)
    before = circle_of(BY, client)
    assert "They are in the circle again." in undone(desk, f"/clients/{client}/circle/{contact}/off/")
    assert circle_of(BY, client) == before
    assert desk.post(f"/clients/{client}/circle/{contact}/back/").status_code == 404


def test_a_number_comes_back_but_not_of_somebody_who_was_taken_off(town: Town, signed_in: SignedIn) -> None:
    client, contact = town.here.clients[0], town.here.contacts[0]
    desk = signed_in(Role.FRONT_DESK)
    own = add_way(by=BY, at=town.now, client=client, way=MOBILE)
    before = circle_of(BY, client)
    assert "It is on record again." in undone(desk, f"/clients/{client}/ways/{own}/off/")
    assert circle_of(BY, client) == before
    theirs = add_way(by=BY, at=town.now, client=client, way=NewWay(WayKind.MOBILE, "202 555 0179", contact=contact))
    desk.post(f"/clients/{client}/ways/{theirs}/off/")
    desk.post(f"/clients/{client}/circle/{contact}/off/")
    assert desk.post(f"/clients/{client}/ways/{theirs}/back/").status_code == 404


def test_a_line_of_the_emergency_sheet_comes_back_unless_something_contradicts_it(
    town: Town, signed_in: SignedIn
) -> None:
    client, fact = town.here.clients[0], town.here.facts[0]
    nurse = signed_in(Role.NURSE)
    before = emergency_sheets(BY, [client])
    assert "It stands on the sheet again." in undone(nurse, f"/clients/{client}/emergency/{fact}/off/")
    assert emergency_sheets(BY, [client]) == before
    nurse.post(f"/clients/{client}/emergency/{fact}/off/")
    nurse.post(f"/clients/{client}/emergency/add/", {"kind": "no_allergies"})
    told = nurse.post(f"/clients/{client}/emergency/{fact}/back/")
    assert (told.status_code, "there are none since then" in told.content.decode()) == (409, True)


def test_a_place_on_the_care_team_is_left_empty(town: Town, signed_in: SignedIn) -> None:
    client, day = town.here.clients[0], town.here.week.days[town.here.today] + timedelta(days=1)
    address = f"/clients/{client}/care-team/primary_clinician/end/"
    director = signed_in(Role.PROGRAM_DIRECTOR)
    assert address in director.get(f"/clients/{client}/circle/").content.decode()
    assert "Gorse Valley, LCSW leaves." in director.get(address).content.decode()
    assert director.post(address, {"ends": ""}).status_code == 422
    assert director.post(address, {"ends": day.isoformat()}).status_code == 302
    assert [(one.role, one.ends) for one in care_team_of(client)] == [(CareRole.PRIMARY_CLINICIAN, day)]
    assert address not in director.get(f"/clients/{client}/circle/").content.decode()
    again = director.post(address, {"ends": day.isoformat()})
    assert (again.status_code, "Nobody holds that place on the day before." in again.content.decode()) == (409, True)
    assert director.get(f"/clients/{client}/care-team/cook/end/").status_code == 404
