"""Without JavaScript: a session of the week is a page of its own, and its forms are plain ones."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from stepdown.agency.terms import Role
from tests.pages.conftest import Town
from tests.pages.reading import said

SignedIn = Callable[[Role], Client]


def test_a_block_of_the_board_is_a_link_to_a_page(town: Town, signed_in: SignedIn) -> None:
    browser, address = signed_in(Role.PROGRAM_DIRECTOR), f"/week/session/{town.here.sessions[0]}/"
    board = browser.get("/week/").content.decode()
    assert board.count(f'<a href="{address}" hx-get="{address}"') == 1
    page = browser.get(address)
    assert (page.status_code, said(page, "h1"), page.content.decode().count("</html>")) == (200, ["Session"], 1)


def test_a_seat_is_freed_and_given_again_by_plain_forms(town: Town, signed_in: SignedIn) -> None:
    browser, session, client = signed_in(Role.PROGRAM_DIRECTOR), town.here.sessions[0], town.here.clients[0]
    found = browser.post(f"/week/session/{session}/clients/", {"q": "zz"})
    refused = browser.post(f"/week/session/{session}/clients/{client}/seat/")
    for page in (found, refused):
        text = page.content.decode()
        assert (text.count("</html>"), text.count("hx-disable")) == (1, 1)
    assert (found.status_code, refused.status_code) == (200, 409)
