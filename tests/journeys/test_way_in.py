"""A caller on Thursday at three, all the way in; a hold and a return; everything by keyboard; on a phone, in the dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from stepdown.agency.terms import Role
from stepdown.episode.queries import states
from stepdown.episode.terms import State
from stepdown.schedule.actions.setup import create_tracks
from stepdown.schedule.terms import Block, NewTrack
from tests.factories.agency import BY, IOP, Agency
from tests.journeys.conftest import NONE_FOUND, PHONE, WIDE, accessible, follow, shot, theme

SignIn = Callable[[Role], None]
EVENING = tuple(Block(day, 17 * 60 + 30, 20 * 60 + 45, (19 * 60, 19 * 60 + 15)) for day in (0, 1, 3))
MORNING = tuple(Block(day, 9 * 60, 12 * 60 + 15) for day in (0, 2, 3))


@pytest.fixture
def tracks(agency: Agency, now: datetime) -> None:
    """One track after work, one in the morning."""
    rows = [
        NewTrack(name.lower(), f"{name} IOP", agency.site, levels=(IOP,), any_leader=True, blocks=blocks)
        for name, blocks in (("Evening", EVENING), ("Morning", MORNING))
    ]
    create_tracks(by=BY, at=now, tracks=rows)


def test_a_caller_on_thursday_at_three(agency: Agency, tracks: None, page: Page, sign_in: SignIn) -> None:
    sign_in(Role.PROGRAM_DIRECTOR)
    page.keyboard.press("g")
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="Admissions", exact=True)).to_be_visible()
    page.get_by_role("link", name="New call").first.click()
    page.get_by_label("Name they use").fill("Heath Fen")
    page.get_by_label("Phone").fill("+1 202 555 0142")
    page.get_by_label("What they asked for").fill("Works until five.")
    assert accessible(page) == NONE_FOUND
    shot(page, "new-call")
    leaves_by_a_slip(page)
    expect(page.get_by_label("Name they use")).to_have_value("Heath Fen")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Asked for care").first).to_be_visible()

    page.get_by_role("link", name="Book assessment").click()
    page.get_by_label("Day of the assessment").fill((agency.week.days[agency.today] + timedelta(days=1)).isoformat())
    page.get_by_label("Time", exact=True).fill("15:00")
    page.get_by_label("With").select_option(index=1)
    assert accessible(page) == NONE_FOUND
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_text("Assessment booked: ")).to_be_visible()

    page.get_by_role("link", name="Accept").click()
    page.get_by_label("Program and level").select_option(index=1)
    page.get_by_role("button", name="Accept", exact=True).click()
    expect(page.get_by_text("Accepted: Intensive outpatient (2.1)").first).to_be_visible()

    page.get_by_role("link", name="Hours and tracks").click()
    page.get_by_role("button", name="After work").click()
    fits = page.locator(".fit-list li").filter(has_text="Evening IOP")
    expect(fits.get_by_text("Fits", exact=True)).to_be_visible()
    expect(page.locator(".fit-list li").filter(has_text="Morning IOP")).to_contain_text("Not at hours they can come")
    assert accessible(page) == NONE_FOUND
    shot(page, "hours-and-tracks")
    page.get_by_role("link", name="Back to their way").click()

    page.get_by_role("link", name="Admit", exact=True).click()
    they_agree(page)
    expect(page.get_by_label("Track")).to_have_value(re.compile(r"\d+"))
    page.get_by_label("Primary clinician").select_option(index=1)
    page.get_by_label("Cleared for group").select_option("risk_screen")
    first = page.get_by_role("group", name="Line 1")
    first.get_by_label("Service").select_option(index=1)
    first.get_by_label("Times a week").fill("3")
    first.get_by_label("Minutes each").fill("180")
    assert accessible(page) == NONE_FOUND
    shot(page, "admit")
    page.get_by_role("button", name="Admit").click()
    expect(page.get_by_text("Cleared for group since")).to_be_visible()
    expect(page.get_by_role("region", name="Where they stand")).to_contain_text("9 h")
    assert accessible(page) == NONE_FOUND
    shot(page, "journey")

    page.get_by_role("link", name="Admissions").first.click()
    expect(page.get_by_role("link", name=re.compile("Heath Fen Day 0 Give a seat"))).to_be_visible()
    assert accessible(page) == NONE_FOUND
    shot(page, "admissions")


def they_agree(page: Page) -> None:
    """Nine papers are read, ticked and signed in one sitting; the next step is the admission."""
    page.get_by_role("link", name="Go through the agreements").click()
    boxes = page.get_by_role("checkbox")
    for place in range(boxes.count()):
        boxes.nth(place).check()
    page.get_by_label("How they take it in").select_option("said_back")
    page.get_by_label("Their name, as their signature").fill("Heath Fen")
    assert accessible(page) == NONE_FOUND
    shot(page, "agreements-sign")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("9 papers are on record.")).to_be_visible()
    assert accessible(page) == NONE_FOUND
    shot(page, "agreements")
    page.get_by_role("link", name="admit them").click()


def leaves_by_a_slip(page: Page) -> None:
    """Another page's link, in the middle of a form: the browser asks, and they stay."""
    page.once("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog") as asked:
        page.get_by_role("link", name="Week").click()
    assert asked.value.type == "beforeunload"


def test_a_hold_and_a_return(agency: Agency, page: Page, sign_in: SignIn) -> None:
    client, on = agency.clients[0], agency.week.days[agency.today]
    sign_in(Role.CLINICIAN)
    page.goto(f"/clients/{client}/journey/")
    page.get_by_role("link", name="Put on hold").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("given back:")).to_be_visible()
    dialog.get_by_label("Reason").select_option("travel")
    dialog.get_by_label("Seat kept until").fill((on + timedelta(days=10)).isoformat())
    expect(dialog.get_by_text("is kept until")).to_be_visible()
    assert accessible(page) == NONE_FOUND
    shot(page, "hold")
    dialog.get_by_role("button", name="Put on hold").click()
    expect(page.get_by_text("Put on hold: Travelling, from")).to_be_visible()
    assert states([client], on)[client].state is State.ON_HOLD

    follow(page, page.get_by_role("button", name="Undo"))
    expect(page.get_by_text("Taken back by")).to_be_visible()
    assert states([client], on)[client].state is State.IN_CARE

    page.get_by_role("link", name="Put on hold").click()
    dialog.get_by_label("From").fill((on - timedelta(days=1)).isoformat())
    dialog.get_by_label("Reason").select_option("hospital")
    dialog.get_by_role("button", name="Put on hold").click()
    expect(page.get_by_text("Next contact by")).to_be_visible()
    page.get_by_role("link", name="Back from hold").press("Enter")
    dialog.get_by_label("First day back").fill((on - timedelta(days=1)).isoformat())
    dialog.get_by_role("button", name="They are back").press("Enter")
    expect(dialog.get_by_text("Choose a later day")).to_be_visible()
    dialog.get_by_label("First day back").fill(on.isoformat())
    dialog.get_by_role("button", name="They are back").press("Enter")
    expect(page.get_by_text("Back from hold, from")).to_be_visible()
    assert states([client], on)[client].state is State.IN_CARE


def test_every_page_of_the_way_is_accessible(agency: Agency, tracks: None, page: Page, sign_in: SignIn) -> None:
    client = agency.clients[0]
    sign_in(Role.CLINICIAN)
    for name in ("journey", "hours", "admit", "admission-data"):
        page.goto(f"/clients/{client}/{name}/")
        assert accessible(page) == NONE_FOUND, name
        for size, width in ((WIDE, "wide"), (PHONE, "phone")):
            for look in ("light", "dark"):
                page.set_viewport_size(size)
                theme(page, look)
                shot(page, f"way-{name}-{look}-{width}", whole=True)
        page.set_viewport_size(WIDE)
