"""Somebody is registered who is on record already: the desk is warned with reasons; the two become one; that is undone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from stepdown.agency.terms import Role
from stepdown.people.queries import find
from tests.factories.agency import BY, Agency
from tests.journeys.conftest import NONE_FOUND, accessible, follow, look, shot

SignIn = Callable[[Role], None]


def test_warned_registered_all_the_same_merged_and_taken_apart(agency: Agency, page: Page, sign_in: SignIn) -> None:
    sign_in(Role.PROGRAM_DIRECTOR)
    page.goto("/clients/")
    follow(page, page.get_by_role("link", name="New client").first)
    page.get_by_label("Name they use").fill("Medow Valey")
    alike = page.locator("#alike")
    expect(alike).to_contain_text("Is it one of these?")
    expect(alike).to_contain_text("name sounds alike")
    page.get_by_label("Phone").fill("(202) 555-0100")
    expect(alike).to_contain_text("same phone")
    page.get_by_label("Name on their papers").fill("Medow Valey")
    look(page, "alike")
    assert accessible(page) == NONE_FOUND
    shot(page, "new-client")
    page.get_by_role("button", name="Register", exact=True).click()
    expect(page.get_by_text("If it is none of them")).to_be_visible()
    assert find(BY, "Valey") == ()
    page.get_by_role("button", name="It is none of them: register").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Medow Valey")
    ((twin, _, number),) = find(BY, "Valey")

    kept = agency.clients[0]
    page.goto(f"/clients/{kept}/")
    page.get_by_role("link", name="Duplicates").click()
    expect(page.get_by_text("May be the same person")).to_be_visible()
    look(page, "duplicates")
    assert accessible(page) == NONE_FOUND
    page.get_by_role("button", name=f"Side by side with {number}").click()
    expect(page.locator("#side-by-side")).to_contain_text("Medow Valey")
    assert accessible(page) == NONE_FOUND
    page.get_by_role("button", name="They are one person: merge into this record").click()
    expect(page.locator("#messages")).to_contain_text("Merged.")
    expect(page.get_by_text(f"Record {number} was merged into this one")).to_be_visible()
    page.goto(f"/clients/{twin}/")
    expect(page.get_by_text("This record was merged")).to_be_visible()
    look(page, "merged")
    assert accessible(page) == NONE_FOUND

    found(page, 1)

    page.goto(f"/clients/{kept}/duplicates/")
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("#messages")).to_contain_text("Each record has again what it had.")
    found(page, 2)


def found(page: Page, people: int) -> None:
    """So many are found by the name that both have."""
    page.goto("/clients/")
    page.get_by_label("Name or record number").fill("valey")
    expect(page.locator("#found tbody tr")).to_have_count(people)
