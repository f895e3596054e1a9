"""A new agency from nothing: the first sign-in from the command, then everything through pages, in a browser."""

# ruff: noqa: RUF001 - spans of time are written with an en dash
from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.conftest import url
from tests.journeys.conftest import NONE_FOUND, PHONE, WIDE, accessible, shot, sign_in_as

ADMIN, NEW = "admin@example.org", "robin@example.org"
PASSWORD = "synthetic-harbor-91"
FORMS = (
    "places/new/",
    "programs/new/",
    "services/new/",
    "closures/new/",
    "closures/holidays/",
    "on-call/new/",
    "licenses/new/",
)


@pytest.fixture
def password(committed: str) -> str:
    """The password of the first administrator, made by the command on an empty database."""
    command = [sys.executable, "-m", "stepdown.cli.main", "sign-in", "add", ADMIN, "--name", "Rowan Vale"]
    command += ["--role", "administrator", "--role", "program_director", "--site", "main", "--new-site", "Main Street"]
    command += ["--time-zone", "America/Chicago", "--generate"]
    environment = {
        **os.environ,
        "DATABASE_URL": url(committed, "app"),
        "STEPDOWN_SECRET_KEY": "synthetic-key-of-a-test",
    }
    told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    match = re.search(r"shown this once: (\S+)", told)
    assert match, told
    return match[1]


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=words, level=1)).to_be_visible()


def follow(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("link", name=name, exact=True).click()


def send(page: Page, button: str, said: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("#messages")).to_contain_text(said)


def test_an_agency_from_nothing(page: Page, password: str, browser: Browser, server: str) -> None:
    sign_in_as(page, ADMIN, password)
    page.goto("/settings/")
    heading(page, "Settings")
    expect(page.get_by_text("No programs yet")).to_be_visible()
    assert accessible(page) == NONE_FOUND
    shot(page, "settings")
    the_site_and_its_rooms(page)
    a_program(page)
    the_services(page)
    the_days(page)
    a_clinician(page)
    on_call_and_a_license(page)
    robin_signs_in(page, browser, server)
    page.goto("/settings/")
    expect(page.get_by_text("1 program", exact=True)).to_be_visible()
    expect(page.get_by_text("Now: Robin Alder")).to_be_visible()


def the_site_and_its_rooms(page: Page) -> None:
    page.goto("/settings/places/")
    page.get_by_role("link", name="Change Main Street").click()
    page.get_by_label("State").select_option("US-IL")
    page.get_by_label("Address").fill("1 Main Street, Springfield")
    send(page, "Save", "Saved.")
    expect(page.get_by_text("Illinois")).to_be_visible()
    page.get_by_role("link", name="Add a room at Main Street").click()
    page.get_by_label("Name", exact=True).fill("Willow")
    page.get_by_label("Code").fill("W")
    page.get_by_label("Seats").fill("0")
    page.get_by_role("button", name="Add the room").click()
    expect(page.get_by_text("greater than or equal to 1")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Willow")
    page.get_by_label("Seats").fill("12")
    send(page, "Add the room", "added")
    send(page, "Retire Willow", "retired")
    send(page, "Undo", "in use again")
    assert accessible(page) == NONE_FOUND
    shot(page, "places", whole=True)


def a_program(page: Page) -> None:
    page.goto("/settings/programs/")
    page.get_by_role("main").get_by_role("link", name="Open a program").first.click()
    page.get_by_role("button", name="Open the program").click()
    expect(page.get_by_text("2 answers below need another look")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("Day program")
    page.get_by_label("Intensive outpatient (2.1)").check()
    page.get_by_label("Mental health").check()
    page.get_by_label("Monday").fill("nine to noon")
    page.get_by_role("button", name="Open the program").click()
    expect(page.get_by_text("“nine to noon” can't be read.")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Day program")
    page.get_by_label("Monday").fill("9-12:15, 1 pm - 3 pm")
    page.get_by_label("Wednesday").fill("9:00-12:15")
    assert accessible(page) == NONE_FOUND
    send(page, "Open the program", "open")
    expect(page.get_by_text("9:00 am – 12:15 pm, 1:00 pm – 3:00 pm")).to_be_visible()
    expect(page.get_by_text("Substance use, Mental health")).to_be_visible()
    assert accessible(page) == NONE_FOUND
    shot(page, "programs", whole=True)


def the_services(page: Page) -> None:
    page.goto("/settings/services/")
    send(page, "Add the standard services", "25 standard services are added")
    expect(page.get_by_text("Reads “Nurse”")).to_be_visible()
    page.get_by_role("link", name="Change Community meeting").click()
    page.get_by_label("Name", exact=True).fill("Morning circle")
    send(page, "Save", "Saved.")
    send(page, "Retire Supported meal", "retired")
    send(page, "Undo", "offered again")
    assert accessible(page) == NONE_FOUND
    shot(page, "services", whole=True)


def the_days(page: Page) -> None:
    year = timezone.now().year + 1
    page.goto(f"/settings/closures/holidays/?year={year}")
    heading(page, f"Holidays in {year}")
    page.get_by_label("Thanksgiving").check()
    page.get_by_label("Casimir Pulaski").check()
    assert accessible(page) == NONE_FOUND
    shot(page, "holidays", whole=True)
    send(page, "Close on these", "closed on these days")
    page.get_by_role("button", name="Take back Casimir Pulaski Day").click()
    page.get_by_role("link", name="It was a mistake: put it back").click()
    expect(page.get_by_label("Reason")).to_have_value("Casimir Pulaski Day")
    send(page, "Close on these days", "on the calendar")
    assert accessible(page) == NONE_FOUND


def a_clinician(page: Page) -> None:
    page.goto("/staff/")
    page.get_by_role("main").get_by_role("link", name="Hire somebody").first.click()
    page.get_by_label("Name", exact=True).fill("Robin Alder")
    page.get_by_label("Clinician", exact=True).check()
    page.get_by_label("Spanish").check()
    page.get_by_label("Most groups a day").fill("4")
    assert accessible(page) == NONE_FOUND
    shot(page, "hire", whole=True)
    send(page, "Hire", "work here now")
    heading(page, "Robin Alder")
    page.get_by_role("link", name="Add a credential").click()
    page.get_by_label("Credential", exact=True).fill("LCSW")
    page.get_by_label("First day").fill("2020-01-01")
    page.get_by_label("Last day").fill("2019-01-01")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("LCSW of Robin Alder ends before it begins.")).to_be_visible()
    page.get_by_label("Last day").fill("")
    send(page, "Record it", "Saved.")
    page.get_by_role("link", name="Change working hours").click()
    page.get_by_label("Monday").fill("8:30-17:00")
    send(page, "Save", "Saved.")
    expect(page.get_by_text("8:30 am – 5:00 pm")).to_be_visible()
    page.get_by_role("link", name="Add days away").click()
    page.get_by_label("First day").fill("2199-01-04")
    page.get_by_label("Last day").fill("2199-01-08")
    send(page, "Record them", "Saved.")
    expect(page.get_by_text("Jan 4, 2199 to Jan 8, 2199")).to_be_visible()
    assert accessible(page) == NONE_FOUND
    shot(page, "staff-member", whole=True)


def on_call_and_a_license(page: Page) -> None:
    page.goto("/settings/on-call/")
    expect(page.get_by_text("Nobody is on call now", exact=True)).to_be_visible()
    follow(page, "Put somebody on call")
    page.get_by_label("Who").select_option(label="Robin Alder")
    page.get_by_label("From").fill("2020-01-01")
    page.get_by_label("At").first.fill("18:00")
    page.get_by_label("Until").fill("2199-01-01")
    page.get_by_label("At").nth(1).fill("08:00")
    page.get_by_label("Number they answer at").fill("+1 202 555 0100")
    send(page, "Put on call", "rota")
    assert accessible(page) == NONE_FOUND
    shot(page, "on-call", whole=True)
    page.goto("/settings/licenses/")
    follow(page, "Record one")
    page.get_by_label("Name", exact=True).fill("Outpatient license")
    page.get_by_label("Given by").fill("Synthetic state")
    page.get_by_label("First day").fill("2020-01-01")
    page.get_by_label("Last day").fill("2020-12-31")
    send(page, "Record it", "recorded")
    expect(page.get_by_text("Ended Dec 31, 2020")).to_be_visible()
    assert accessible(page) == NONE_FOUND
    shot(page, "licenses", whole=True)


def robin_signs_in(page: Page, browser: Browser, server: str) -> None:
    page.goto("/staff/")
    follow(page, "Robin Alder", "Make a sign-in")
    page.get_by_label("Email").fill(NEW)
    send(page, "Make the sign-in", "sign-in is made")
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("Link").input_value()
    assert accessible(page) == NONE_FOUND
    shot(page, "invite", whole=True)
    theirs = browser.new_context(base_url=server, viewport=PHONE)
    robin = theirs.new_page()
    robin.goto(link)
    heading(robin, "Set your password")
    robin.get_by_label("Password", exact=True).fill("password1234")
    robin.get_by_label("Once more").fill("password1234")
    robin.get_by_role("button", name="Set the password").click()
    expect(robin.get_by_text("too easy to guess")).to_be_visible()
    robin.get_by_label("Password", exact=True).fill(PASSWORD)
    robin.get_by_label("Once more").fill(PASSWORD)
    robin.get_by_role("button", name="Set the password").click()
    expect(robin.get_by_text("Your password is set.")).to_be_visible()
    robin.goto(link)
    heading(robin, "This link is over")
    sign_in_as(robin, NEW, PASSWORD)
    heading(robin, "Today")
    theirs.close()


def test_every_form_is_finished_for_everybody(page: Page, password: str) -> None:
    sign_in_as(page, ADMIN, password)
    found = {}
    for form in FORMS:
        page.goto(f"/settings/{form}")
        found[form] = violations_and_width(page)
    assert found == dict.fromkeys(FORMS, (NONE_FOUND, PHONE["width"]))


def violations_and_width(page: Page) -> tuple[dict[str, list[str]], int]:
    found = accessible(page)
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(WIDE)
    return found, width
