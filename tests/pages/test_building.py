"""In the building: everybody to call out, where they are, to print; guests counted and video the default at the door."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from stepdown.agency.terms import Role
from stepdown.audit.models import ChartRead
from stepdown.people.actions import record_fact
from stepdown.people.terms import EmergencyKind, NewEmergencyFact
from stepdown.plan.terms import Modality
from stepdown.schedule.actions.company import add_guest, set_client_modality
from stepdown.schedule.terms import Guest, GuestKind
from stepdown.session.actions import join_by_video
from stepdown.session.terms import VideoPlace
from tests.factories.agency import BY, Agency
from tests.pages.conftest import Town
from tests.pages.reading import plain
from tests.pages.test_clients import names
from tests.pages.test_today import AWAITED, HERE, row, rows, tap

SignedIn = Callable[[Role], Client]
HOME = VideoPlace("IL", "100 Synthetic Street", "+1 202 555 0100", private=True)


@pytest.fixture
def here(town: Town) -> Agency:
    return town.here


@pytest.fixture
def desk(signed_in: SignedIn) -> Client:
    return signed_in(Role.FRONT_DESK)


def test_names_rooms_needs_and_staff(here: Agency, town: Town, desk: Client) -> None:
    client = here.clients[HERE]
    record_fact(by=BY, at=town.now, client=client, fact=NewEmergencyFact(EmergencyKind.NEED, "Uses a wheelchair"))
    add_guest(by=BY, at=town.now, session=here.sessions[0], guest=Guest(GuestKind.INTERPRETER))
    page = desk.get("/building/")
    text = plain(page.content.decode())
    staff = ["Fjord Oxbow, LCSW", "Gorse Valley, LCSW"]
    assert names(page) == ["Meadow Valley they/them", "Room 1 Relapse prevention", *staff]
    assert ("Uses a wheelchair" in text, "Penicillin" in text) == (True, False)
    assert [one.client_id for one in ChartRead.objects.filter(page="desk:building")] == [client]
    assert "Penicillin" in plain(desk.get("/building/?sheets=1").content.decode())


def test_nobody_by_video_is_in_the_building(here: Agency, town: Town, desk: Client) -> None:
    join_by_video(by=BY, at=town.now, client=here.clients[AWAITED], place=HOME)
    assert "Hyssop Pebble" not in desk.get("/building/").content.decode()


def test_the_way_there(here: Agency, desk: Client, signed_in: SignedIn) -> None:
    sheet = f"/clients/{here.clients[0]}/emergency/"
    for page in (desk.get("/today/"), desk.get(sheet)):
        assert "/building/" in re.findall(r'<a href="([^"]*)"[^>]*class="button', page.content.decode())
    assert "/building/" not in signed_in(Role.UTILIZATION_REVIEWER).get("/today/").content.decode()


def test_who_is_booked_by_video_joins_and_may_come_all_the_same(here: Agency, town: Town, desk: Client) -> None:
    client, session = here.clients[AWAITED], here.sessions[0]
    set_client_modality(by=BY, at=town.now, session=session, client=client, modality=Modality.VIDEO)
    page = desk.get("/today/")
    assert rows(page)[row(here, AWAITED)] == "By video, not joined yet"
    mine = re.search(rf'<li [^>]*id="row-{row(here, AWAITED)}".*?</li>', page.content.decode(), re.DOTALL)
    assert mine is not None
    assert (f"/today/{client}/video/" in mine[0], f"/today/{client}/in/" in mine[0]) == (True, False)
    more = desk.get(f"/sessions/{session}/clients/{client}/more/").content.decode()
    assert "Came in person: check in" in more
    assert rows(tap(desk, f"/today/{client}/in/"))[row(here, AWAITED)].startswith("Here since")


def test_guests_are_counted_on_the_card_and_at_the_close(here: Agency, town: Town, signed_in: SignedIn) -> None:
    add_guest(by=BY, at=town.now, session=here.sessions[0], guest=Guest(GuestKind.RELATIVE))
    director = signed_in(Role.PROGRAM_DIRECTOR)
    seats = re.search(rf'id="seats-{here.sessions[0]}".*?</p>', director.get("/today/").content.decode(), re.DOTALL)
    assert seats is not None
    assert plain(seats[0]).endswith("1 and 1 guest in the room, 40 at most")
    close = director.get(f"/sessions/{here.sessions[0]}/close/").content.decode()
    assert 'name="guests" id="guests" value="1"' in close
