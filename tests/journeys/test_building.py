"""The list for a fire drill; two records of one person made one and parted again, in a browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import Page, expect

from stepdown.agency.terms import Role
from tests.factories.agency import Agency, small_agency, with_circle, with_visits
from tests.journeys.conftest import NONE_FOUND, accessible, follow, look

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


def test_a_nurse_breaks_the_glass(
    agency: Agency, page: Page, sign_in: SignIn, someone: Callable[[Role], Page], now: datetime
) -> None:
    small_agency(now, code="S", clients=1, groups=1)
    sign_in(Role.COMPLIANCE)
    nurse = someone(Role.NURSE)
    nurse.goto("/clients/")
    follow(nurse, nurse.get_by_role("link", name="open the chart of a client of any site"))
    look(nurse, "break-glass")
    assert accessible(nurse) == NONE_FOUND
    nurse.get_by_label("Record number").fill("S-0001")
    nurse.get_by_label("What is the emergency?").fill("Collapsed at the bus stop; allergies asked for")
    follow(nurse, nurse.get_by_role("button", name="Open the chart"))
    expect(nurse.locator("#messages")).to_contain_text("Compliance has been told")
    page.goto("/clients/")
    follow(page, page.get_by_role("link", name="Opened with a reason: 1 to look at, 1 in an emergency"))
    expect(page.get_by_role("row").filter(has_text="Collapsed at the bus stop")).to_contain_text("Synthetic nurse")
    look(page, "access")
    assert accessible(page) == NONE_FOUND
    follow(page, page.get_by_role("button", name="In order"))
    expect(page.get_by_role("heading", name="Nothing to look at")).to_be_visible()
