"""What nobody types on purpose: huge numbers, NUL, days at the calendar's ends. Pages answer, and leave it out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from stepdown.agency.terms import Role
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


def test_a_search_for_a_seat_and_a_reason(town: Town, signed_in: SignedIn) -> None:
    session, client = town.here.sessions[-1], town.here.clients[-1]
    director = signed_in(Role.PROGRAM_DIRECTOR)
    assert director.post(f"/week/session/{session}/clients/", {"q": "ab\0"}).status_code == 200
    given = director.post(f"/week/session/{session}/clients/{client}/seat/", {"reason": "a\0b"})
    assert given.status_code in {200, 409}


def test_a_tap_on_a_page_of_an_earlier_sign_in_reads_it_anew() -> None:
    browser = Client(enforce_csrf_checks=True)
    tapped = browser.post("/today/1/in/", headers={"HX-Request": "true"})
    assert (tapped.status_code, tapped.headers["HX-Refresh"]) == (403, "true")
    plain = browser.post("/today/1/in/")
    assert (plain.status_code, plain.headers.get("HX-Refresh")) == (403, None)
