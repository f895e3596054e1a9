"""What nobody types on purpose: huge numbers, NUL, days at the calendar's ends. Pages answer, and leave it out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from stepdown.agency.terms import Role
from stepdown.schedule.models import Track
from tests.pages.conftest import Town

SignedIn = Callable[[Role], Client]
DIGITS = "9" * 5000


@pytest.mark.parametrize(
    "address",
    [
        f"/clients/?page={DIGITS}",
        f"/clients/?track={DIGITS}",
        "/clients/?page=²",
        f"/ledger/?program={DIGITS}",
        f"/week/?clinician={DIGITS}",
        "/staff/?q=%00",
        "/settings/policy/?q=a%00b",
        "/week/?monday=9999-12-31",
        "/week/?monday=0001-01-01",
        "/ledger/?monday=9999-12-27",
        "/ledger/?monday=0001-01-01",
    ],
)
def test_an_address(town: Town, signed_in: SignedIn, address: str) -> None:
    assert signed_in(Role.PROGRAM_DIRECTOR).get(address).status_code == 200


@pytest.mark.parametrize("sent", [{"q": "ab\0"}, {"page": DIGITS}, {"track": DIGITS}])
def test_a_search_for_clients(town: Town, signed_in: SignedIn, sent: dict[str, str]) -> None:
    assert signed_in(Role.PROGRAM_DIRECTOR).post("/clients/", sent).status_code == 200


@pytest.mark.parametrize("what", ["move/check/", "move/drag/", "move/to/", "move/back/", "staff/", "guests/"])
def test_a_form_that_lacks_everything_is_told_in_a_sentence(town: Town, signed_in: SignedIn, what: str) -> None:
    answer = signed_in(Role.PROGRAM_DIRECTOR).post(f"/week/session/{town.here.sessions[-1]}/{what}", {"way": "x"})
    assert (answer.status_code, b"Go back, check what you entered" in answer.content) == (400, True)


def test_a_search_for_a_seat_and_a_reason(town: Town, signed_in: SignedIn) -> None:
    session, client = town.here.sessions[-1], town.here.clients[-1]
    director = signed_in(Role.PROGRAM_DIRECTOR)
    assert director.post(f"/week/session/{session}/clients/", {"q": "ab\0"}).status_code == 200
    given = director.post(f"/week/session/{session}/clients/{client}/seat/", {"reason": "a\0b"})
    assert given.status_code in {200, 409}


FAR = ("0001-01-01", "9999-12-31")


@pytest.mark.parametrize("day", FAR)
def test_a_day_at_the_end_of_the_calendar_is_told_in_every_form(town: Town, signed_in: SignedIn, day: str) -> None:
    """Where a form asks for a day, its year is told; where a button sends one along, today is taken."""
    director = signed_in(Role.PROGRAM_DIRECTOR)
    client, group = town.here.clients[-1], town.here.groups[0]
    track = Track.objects.get(groups=group).pk
    told = b"Check the year. It can be 1901 to 2199."
    for address, sent in (
        (f"/groups/{group}/end/", {"last_day": day}),
        (f"/clients/{client}/coverage/new/", {"starts": "2026-03-02", "last": day, "level": "2.1"}),
        (f"/clients/{client}/coverage/new/", {"starts": day, "level": "2.1"}),
        (f"/clients/{client}/plan/order/", {"starts": day}),
        (f"/clients/{client}/journey/hold/", {"on": day}),
        (f"/clients/{client}/schedule/book/", {"day": day, "starts": "10:00", "save": ""}),
        (f"/clients/{client}/schedule/book/", {"weekly": day}),
        (f"/tracks/{track}/end/", {"on": day}),
    ):
        answer = director.post(address, sent)
        assert (address, answer.status_code, told in answer.content) == (address, 422, True)
    for address, sent in (
        (f"/clients/{client}/schedule/tracks/", {"track": track, "starts": day, "groups": "1"}),
        (f"/clients/{client}/schedule/tracks/{track}/leave/", {"on": day}),
        (f"/groups/{group}/clients/{client}/join/", {"starts": day}),
        (f"/groups/{group}/clients/{client}/leave/", {"on": day}),
        (f"/clients/{client}/hours/", {"hour": ["²-9", f"1-{DIGITS}", "1-²"]}),
    ):
        assert director.post(address, sent).status_code in {200, 302, 409}
    for address in (f"/today/?day={day}", f"/clients/{client}/?week={day}", f"/settings/here/?day={day}"):
        assert director.get(address).status_code == 200


def test_a_tap_on_a_page_of_an_earlier_sign_in_reads_it_anew() -> None:
    browser = Client(enforce_csrf_checks=True)
    tapped = browser.post("/today/1/in/", headers={"HX-Request": "true"})
    assert (tapped.status_code, tapped.headers["HX-Refresh"]) == (403, "true")
    plain = browser.post("/today/1/in/")
    assert (plain.status_code, plain.headers.get("HX-Refresh")) == (403, None)
