"""Two people at two desks have the same session, and the same person, open: the second is told, and nothing is lost."""

# ruff: noqa: RUF001 — spans of time are written with an en dash
from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from stepdown.agency.terms import Role
from stepdown.people.queries import details_of
from tests.factories.agency import BY, Agency
from tests.factories.hours import free_at_any_time
from tests.journeys.conftest import NONE_FOUND, accessible, look

SignIn = Callable[[Role], None]
Someone = Callable[[Role], Page]


@pytest.fixture(autouse=True)
def any_time(agency: Agency, now: datetime) -> None:
    """Everybody can come at any time of the week."""
    free_at_any_time(agency, now)


def to_move(page: Page, agency: Agency) -> Locator:
    """Open today's individual session on the board, and its form for moving; returns the dialog."""
    page.goto(f"/week/?view=clinicians&day={agency.today}")
    page.get_by_role("link", name="Individual counselling").press("Enter")
    dialog = page.locator("#modal")
    dialog.get_by_role("link", name="Move…").press("Enter")
    expect(dialog.get_by_label("Starts at")).to_have_value(str(14 * 60))
    return dialog


def test_two_people_move_one_session(agency: Agency, page: Page, sign_in: SignIn, someone: Someone) -> None:
    sign_in(Role.FRONT_DESK)
    other = someone(Role.CASE_MANAGER)
    mine, theirs = to_move(page, agency), to_move(other, agency)

    theirs.get_by_label("Starts at").select_option(str(15 * 60))
    expect(theirs.locator("#move-check")).to_contain_text("Nothing stands in the way")
    theirs.get_by_role("button", name="Move", exact=True).click()
    expect(other.locator("#toasts")).to_contain_text("3:00 – 3:50 pm")

    mine.get_by_label("Starts at").select_option(str(16 * 60))
    expect(mine.locator("#move-check")).to_contain_text("Nothing stands in the way")
    mine.get_by_role("button", name="Move", exact=True).click()
    told = mine.locator("[data-blockers]")
    expect(told).to_contain_text("Somebody else moved this session meanwhile")
    expect(told).to_contain_text("3:00 – 3:50 pm")
    expect(told).to_be_focused()
    expect(mine.get_by_label("Starts at")).to_have_value(str(16 * 60))
    look(page, "two-people-session")
    assert accessible(page) == NONE_FOUND
    mine.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator("#toasts")).to_contain_text("4:00 – 4:50 pm")
    expect(mine).to_be_hidden()

    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.locator("#toasts")).to_contain_text("is back on")
    block = page.get_by_role("link", name="Individual counselling")
    expect(block).to_contain_text("3:00 – 3:50 pm")
    block.press("Enter")
    mine.get_by_text("What changed, and by whom").click()
    history = mine.locator("#session-history")
    for who in ("Synthetic front desk", "Synthetic case manager"):
        expect(history).to_contain_text(who)
    look(page, "session-history")


def test_two_people_change_one_record(agency: Agency, page: Page, sign_in: SignIn, someone: Someone) -> None:
    client = agency.clients[0]
    sign_in(Role.FRONT_DESK)
    other = someone(Role.CASE_MANAGER)
    for desk in (page, other):
        desk.goto(f"/clients/{client}/details/")
    other.get_by_label("Name they use").fill("Mead")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_role("heading", level=1)).to_contain_text("Mead")

    page.get_by_label("Name they use").fill("Meadow V.")
    page.get_by_label("Pronouns").fill("she/her")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("On record now")).to_be_visible()
    expect(page.get_by_text("Name they use: Mead", exact=True)).to_be_visible()
    expect(page.get_by_label("Pronouns")).to_have_value("she/her")
    assert details_of(BY, client).used_name == "Mead"
    look(page, "two-people-record")
    assert accessible(page) == NONE_FOUND
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Meadow V.")
    now = details_of(BY, client)
    assert (now.used_name, now.pronouns) == ("Meadow V.", "she/her")
