"""The list for a fire drill; two records of one person made one and parted again, in a browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import Page, expect

from stepdown.agency.terms import Role
from tests.factories.agency import Agency, with_circle, with_visits
from tests.journeys.conftest import NONE_FOUND, accessible, look

SignIn = Callable[[Role], None]


def test_a_fire_drill_and_two_records_of_one_person(agency: Agency, page: Page, sign_in: SignIn, now: datetime) -> None:
    with_circle(with_visits(agency, now), now)
    sign_in(Role.PROGRAM_DIRECTOR)
    page.get_by_role("link", name="In the building").click()
    expect(page.get_by_role("row").filter(has_text="Meadow Valley")).to_contain_text("Room 1")
    look(page, "building")
    assert accessible(page) == NONE_FOUND
    page.emulate_media(media="print")
    expect(page.locator(".tick").first).to_be_visible()
    look(page, "building-print")
    page.emulate_media(media="screen")
    page.goto("/clients/new/")
    page.get_by_label("Name they use").fill("Medow Valley")
    expect(page.locator("#alike")).to_contain_text("Meadow Valley")
    look(page, "new-client")
    page.get_by_label("Name on their papers").fill("Medow Valley")
    page.get_by_role("button", name="Register").click()
    page.get_by_role("button", name="It is none of them: register").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Medow Valley")
    look(page, "client-new")
    page.goto(f"/clients/{agency.clients[0]}/duplicates/")
    page.get_by_role("button", name="Side by side").first.click()
    expect(page.get_by_role("row").filter(has_text="Name they use")).to_contain_text("Medow Valley")
    look(page, "duplicates")
    assert accessible(page) == NONE_FOUND
    page.get_by_role("button", name="merge into this record").click()
    expect(page.locator("#messages")).to_contain_text("Merged.")
    look(page, "merged")
    page.locator("#messages").get_by_role("button", name="Undo").click()
    expect(page.locator("#messages")).to_contain_text("Each record has again what it had.")
