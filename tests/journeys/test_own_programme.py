"""The tutorial "Your own programme", step by step in a browser: from an empty database to the first checked-in group."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from stepdown.kernel.week import Week
from tests.clock import ZONE
from tests.conftest import url
from tests.journeys.conftest import NONE_FOUND, accessible, shot, sign_in_as

WHO = "director@example.org"


@pytest.fixture
def password(committed: str, clock: float) -> str:
    """The first sign-in, as the guide to installing makes it."""
    command = [sys.executable, "-m", "stepdown.cli.main", "sign-in", "add", WHO, "--name", "Rowan Vale"]
    command += ["--role", "administrator", "--role", "program_director", "--site", "main", "--new-site", "Main Street"]
    command += ["--time-zone", ZONE, "--generate"]
    environment = {
        **os.environ,
        "DATABASE_URL": url(committed, "app"),
        "STEPDOWN_SECRET_KEY": "synthetic-key-of-a-test",
    }
    told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    match = re.search(r"shown this once: (\S+)", told)
    assert match, told
    return match[1]


def send(page: Page, button: str, said: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("#messages")).to_contain_text(said)


def test_from_nothing_to_the_first_group(page: Page, password: str, now: datetime) -> None:
    week = Week.of(now, ZONE)
    today = week.place(now)[0]
    sign_in_as(page, WHO, password)
    a_place(page)
    somebody_to_lead(page, today)
    a_track(page, today)
    a_group(page, week, today)
    somebody_calls(page, week, today)
    they_come(page)


def a_place(page: Page) -> None:
    page.goto("/settings/places/")
    page.get_by_role("link", name="Add a room at Main Street").click()
    page.get_by_label("Name", exact=True).fill("Willow")
    page.get_by_label("Code").fill("W")
    page.get_by_label("Seats").fill("12")
    send(page, "Add the room", "added")
    page.goto("/settings/programs/")
    page.get_by_role("main").get_by_role("link", name="Open a program").first.click()
    page.get_by_label("Name", exact=True).fill("Day program")
    page.get_by_label("Intensive outpatient (2.1)").check()
    send(page, "Open the program", "open")
    page.goto("/settings/services/")
    send(page, "Add the standard services", "standard services are added")


def somebody_to_lead(page: Page, today: int) -> None:
    page.goto("/staff/")
    page.get_by_role("main").get_by_role("link", name="Hire somebody").first.click()
    page.get_by_label("Name", exact=True).fill("Robin Alder")
    page.get_by_label("Clinician", exact=True).check()
    send(page, "Hire", "work here now")
    page.get_by_role("link", name="Add a credential").click()
    page.get_by_label("Credential", exact=True).fill("LCSW")
    page.get_by_label("First day").fill("2020-01-01")
    send(page, "Record it", "Saved.")
    page.get_by_role("link", name="Change working hours").click()
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        page.get_by_label(day).fill("8-20:00")
    send(page, "Save", "Saved.")


def a_track(page: Page, today: int) -> None:
    page.goto("/tracks/")
    page.get_by_role("link", name="New track").first.click()
    page.get_by_label("Name").fill("Morning")
    page.get_by_label("Intensive outpatient (2.1)").check()
    page.locator("#id_b0-weekday").select_option(str(today))
    page.locator("#id_b0-starts").fill("09:00")
    page.locator("#id_b0-ends").fill("16:00")
    send(page, "Make the track", "The track is made.")


def a_group(page: Page, week: Week, today: int) -> None:
    page.goto("/groups/new/")
    page.get_by_label("Name").fill("Morning process group")
    page.get_by_label("Service").select_option(label="Process group")
    page.get_by_label("Track").select_option(label="Morning")
    page.get_by_label("Intensive outpatient (2.1)").check()
    page.get_by_label("First day").fill(week.days[today].isoformat())
    page.get_by_label("Weeks to plan ahead").fill("4")
    page.locator("#id_m0-weekday").select_option(str(today))
    page.locator("#id_m0-starts").fill("14:00")
    page.locator("#id_m0-room").select_option(label="Willow")
    page.locator("#id_m0-lead").select_option(label="Robin Alder")
    page.get_by_role("button", name="Show what would come of it").click()
    expect(page.locator("#preview")).to_contain_text("sessions are made.")
    page.get_by_role("button", name="Make the group").click()
    expect(page.get_by_role("heading", name="Morning process group")).to_be_visible()
    shot(page, "first-group")


def somebody_calls(page: Page, week: Week, today: int) -> None:
    page.goto("/admissions/")
    page.get_by_role("link", name="New call").first.click()
    page.get_by_label("Name they use").fill("Heath Fen")
    page.get_by_label("Phone").fill("202 555 0142")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_role("link", name="Accept").click()
    page.get_by_label("Program and level").select_option(index=1)
    page.get_by_role("button", name="Accept", exact=True).click()
    page.get_by_role("link", name="Hours and tracks").click()
    page.get_by_role("button", name="Any time").click()
    expect(page.locator(".fit-list li").filter(has_text="Morning").get_by_text("Fits", exact=True)).to_be_visible()
    page.get_by_role("link", name="Back to their way").click()
    page.get_by_role("link", name="Admit", exact=True).click()
    page.get_by_role("link", name="Go through the agreements").click()
    page.get_by_label("Consent to treatment: read").check()
    page.get_by_label("How they take it in").select_option("said_back")
    page.get_by_label("Their name, as their signature").fill("Heath Fen")
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_role("link", name="admit them").click()
    page.get_by_label("Primary clinician").select_option(label="Robin Alder")
    page.get_by_label("Cleared for group").select_option("risk_screen")
    page.get_by_label("Track").select_option(label="Morning")
    first = page.get_by_role("group", name="Line 1")
    first.get_by_label("Service").select_option(label="Process group")
    first.get_by_label("Times a week").fill("6")
    first.get_by_label("Minutes each").fill("90")
    page.get_by_role("button", name="Admit").click()
    expect(page.get_by_text("Cleared for group since")).to_be_visible()


def they_come(page: Page) -> None:
    page.goto("/today/")
    card = page.get_by_role("region", name="Morning process group").or_(page.locator(".today-card").first).first
    expect(card).to_contain_text("Heath Fen")
    card.get_by_role("button", name="Check in").first.click()
    expect(card.get_by_role("button", name="Check out").first).to_be_visible()
    assert accessible(page) == NONE_FOUND
    shot(page, "first-check-in")
