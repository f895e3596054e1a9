"""A case manager finds open hours and mends them with a make-up; a reviewer and a clinician use their tabs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from stepdown.agency.terms import Role
from stepdown.policy.actions import load_rows
from stepdown.schedule.models import Participant
from tests.factories.agency import BY, Agency, another_group, with_visits
from tests.factories.hours import free_at_any_time
from tests.journeys.conftest import NONE_FOUND, accessible, follow, look, shot, theme

SignIn = Callable[[Role], None]


@pytest.fixture
def make_up(agency: Agency, now: datetime) -> int:
    """A group after the break, with a seat for whoever needs it."""
    load_rows(by=BY, at=now)
    with_visits(agency, now)
    free_at_any_time(agency, now)
    return another_group(agency, now, "PM", 11 * 60 + 15, 180)


def crowded(page: Page) -> int:
    """How far the table sticks out of its frame when each line has three signs, in pixels."""
    page.evaluate("""() => {
        for (const signs of document.querySelectorAll(".signs")) for (let more = 0; more < 2; more++) {
            const sign = signs.querySelector(".status").cloneNode(true);
            sign.lastChild.textContent = "Authorization ends Nov 30";
            signs.append(sign);
        }
    }""")
    return int(
        page.evaluate(
            "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('.table-wrap'))"
        )
    )


def test_open_hours_found_and_mended_with_a_make_up(agency: Agency, make_up: int, page: Page, sign_in: SignIn) -> None:
    sign_in(Role.CASE_MANAGER)
    page.goto("/ledger/")
    assert accessible(page) == NONE_FOUND
    shot(page, "ledger-open")
    assert crowded(page) == 0, "a line with several signs needs no scrolling sideways"
    follow(page, page.get_by_role("link", name="At risk"))
    row = page.get_by_role("row").filter(has_text="Alder Wetland")
    row.get_by_role("link", name="make-ups").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Alder Wetland")).to_be_visible()
    expect(dialog).to_contain_text("of 9 h still open")
    expect(dialog).to_contain_text("Adds a countable day, 3 h")
    look(page, "make-ups")
    assert accessible(page) == NONE_FOUND
    shot(page, "make-ups")
    dialog.get_by_role("button", name="Book Group PM").press("Enter")
    expect(dialog.get_by_role("status")).to_contain_text("Booked")
    client = agency.clients[3]
    assert Participant.objects.filter(session=make_up, client=client, active=True).count() == 1
    dialog.get_by_role("button", name="Undo").press("Enter")
    expect(dialog.get_by_role("status")).to_contain_text("free again")
    assert Participant.objects.filter(session=make_up, client=client, active=True).count() == 0


def test_a_week_is_ordered_and_a_talk_with_the_payer_written_down(
    agency: Agency, make_up: int, page: Page, sign_in: SignIn
) -> None:
    sign_in(Role.PROGRAM_DIRECTOR)
    page.goto(f"/clients/{agency.clients[2]}/plan/")
    expect(page.get_by_text("at least 9 h a week")).to_be_visible()
    assert accessible(page) == NONE_FOUND
    shot(page, "plan")
    page.get_by_role("link", name="Change…").click()
    assert accessible(page) == NONE_FOUND
    page.get_by_label("Ordered by").select_option(index=0)
    page.get_by_label("Sessions a week of Relapse prevention").fill("2")
    page.get_by_role("button", name="Order", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("this level asks for at least 9 h")
    page.get_by_label("Reason for ordering it all the same").fill("Works nights this month")
    page.get_by_role("button", name="Order", exact=True).click()
    expect(page.get_by_text("Works nights this month")).to_be_visible()
    page.get_by_role("navigation", name="Chart").get_by_role("link", name="Coverage").click()
    assert accessible(page) == NONE_FOUND
    page.get_by_role("link", name="Write down a talk…").click()
    page.get_by_label("Spoke with").fill("J. Synthetic")
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_text("Spoke with J. Synthetic")).to_be_visible()
    shot(page, "coverage")
    theme(page, "dark")
    shot(page, "coverage-dark")
    page.get_by_role("navigation", name="Chart").get_by_role("link", name="Apart").click()
    assert accessible(page) == NONE_FOUND
    page.goto("/reviews/")
    assert accessible(page) == NONE_FOUND
