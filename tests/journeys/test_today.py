"""A day at the front desk, in a browser: in, out, taken back, who is missing; by thumb and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from stepdown.agency.terms import Role
from stepdown.audit.terms import system
from stepdown.session.actions import check_in
from stepdown.session.queries import attended_in
from tests.factories.agency import Agency, with_visits
from tests.journeys.conftest import NONE_FOUND, PHONE, accessible, shot, theme

SignIn = Callable[[Role], None]


def row(page: Page, agency: Agency, group: int, client: int) -> str:
    """The place of a client's row in today's session of a group."""
    return f"#row-{agency.sessions[group]}-{agency.clients[client]}"


SECOND_TAP = """row => document.addEventListener("htmx:afterSettle", () => {
    document.querySelector(`${row} [id^=tap-]`).click();
}, {once: true})"""
"""The second half of a double click: it hits when the button says "Check out" already."""


def just_tapped(page: Page) -> None:
    """A row that changed takes no second tap for a moment, by the browser's own clock."""
    later = page.evaluate("performance.now() + 900")
    page.wait_for_function("later => performance.now() > later", arg=later, timeout=60_000)


def test_in_out_and_back(agency: Agency, page: Page, sign_in: SignIn) -> None:
    sign_in(Role.FRONT_DESK)
    mine = page.locator(row(page, agency, 0, 0))
    seats = page.locator(f"#seats-{agency.sessions[0]}")
    expect(mine.locator(".state")).to_have_text("Not here yet")
    page.evaluate(SECOND_TAP, row(page, agency, 0, 0))
    mine.get_by_role("button", name="Check in Meadow Valley").click()
    expect(mine.locator(".state")).to_contain_text("Here since")
    expect(seats).to_contain_text("1 of 3 here")
    assert page.evaluate("document.activeElement.id").startswith("tap-"), "the focus stays where it was"
    alone = page.locator(f"#row-{agency.individual[0]}-{agency.clients[0]}")
    expect(alone.locator(".state")).to_contain_text("Here since"), "the same person's other session knows it too"
    shot(page, "today")
    just_tapped(page)
    mine.get_by_role("button", name="Check out").click()
    expect(mine.locator(".state")).to_contain_text("counted")
    just_tapped(page)
    mine.get_by_role("button", name="Undo check-out of Meadow Valley").click()
    expect(mine.locator(".state")).to_contain_text("Here since")
    just_tapped(page)
    mine.get_by_role("button", name="Undo check-in of Meadow Valley").click()
    expect(mine.locator(".state")).to_have_text("Not here yet")
    expect(seats).to_contain_text("0 of 3 here")


def test_undo_from_the_toast(agency: Agency, page: Page, sign_in: SignIn) -> None:
    sign_in(Role.FRONT_DESK)
    mine = page.locator(row(page, agency, 0, 0))
    mine.get_by_role("button", name="Check in").click()
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(mine.locator(".state")).to_have_text("Not here yet")
    expect(page.locator("#toasts")).to_contain_text("The check-in is taken back.")


def test_by_keyboard_alone(agency: Agency, page: Page, sign_in: SignIn) -> None:
    sign_in(Role.FRONT_DESK)
    missing = page.locator("#missing h2")
    expect(missing).to_have_text("Missing: 6")
    page.keyboard.press("/")
    page.keyboard.type("wetl")
    expect(page.locator("#found")).to_have_text("Enter checks in Alder Wetland")
    expect(page.locator("#day .roster-row:visible[id^=row-]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(missing).to_have_text("Missing: 5")
    page.keyboard.type("nobody at all")
    expect(page.locator("#found")).to_have_text("Nobody by that name today")
    page.keyboard.press("Escape")
    expect(page.locator("#day .roster-row:visible[id^=row-]")).to_have_count(7)
    expect(page.locator(row(page, agency, 0, 3)).locator(".state")).to_contain_text("Here since")


def test_a_group_that_is_over_is_folded(agency: Agency, page: Page, sign_in: SignIn) -> None:
    sign_in(Role.FRONT_DESK)
    over = page.locator(row(page, agency, 2, 2))
    expect(over).to_be_hidden()
    page.get_by_label("Find a person").fill("hyssop")
    expect(over).to_be_visible()
    page.get_by_label("Find a person").fill("")
    expect(over).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(over).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(over).to_be_hidden()
    page.locator(f"#over-{agency.sessions[2]} summary").click()
    expect(over.locator(".state")).to_have_text("Did not come")
    page.locator(row(page, agency, 0, 0)).get_by_role("button", name="Check in").click()
    expect(page.locator(row(page, agency, 0, 0)).locator(".state")).to_contain_text("Here since")
    expect(over).to_be_visible()


def test_two_desks_at_once(agency: Agency, page: Page, sign_in: SignIn, now: datetime) -> None:
    sign_in(Role.FRONT_DESK)
    check_in(by=system("other desk"), at=now, client=agency.clients[0], arrived_at=agency.at(8 * 60 + 56))
    mine = page.locator(row(page, agency, 0, 0))
    mine.get_by_role("button", name="Check in").click()
    expect(page.locator("#toasts")).to_contain_text("Meadow Valley: Checked in already, since 8:56 am.")
    expect(mine.locator(".state")).to_have_text("Here since 8:56 am")


def test_a_forgotten_check_out(agency: Agency, page: Page, sign_in: SignIn, now: datetime) -> None:
    sign_in(Role.FRONT_DESK)
    check_in(by=system("desk"), at=now, client=agency.clients[0], arrived_at=agency.at(8 * 60 + 56))
    day = (agency.week.days[agency.today] + timedelta(days=1)).isoformat()
    page.goto(f"/today/?day={day}")
    page.locator("#forgotten").get_by_role("link", name="Say when Meadow Valley left").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("They left at")).to_have_value("")
    dialog.get_by_label("They left at").fill("08:30")
    dialog.get_by_role("button", name="Record").click()
    expect(dialog).to_contain_text("They would have left before they arrived. Give a later time.")
    expect(dialog.get_by_label("They left at")).to_have_value("08:30")
    dialog.get_by_label("They left at").fill("10:00")
    dialog.get_by_role("button", name="Record").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#forgotten li")).to_have_count(0)
    (part,) = attended_in([agency.clients[0]], agency.week.period)[agency.clients[0]]
    assert (part.session, part.period.minutes) == (agency.sessions[0], 60)


def test_a_visit_of_a_day_that_is_over(agency: Agency, page: Page, sign_in: SignIn) -> None:
    sign_in(Role.CASE_MANAGER)
    page.goto("/today/?day=" + (agency.week.days[agency.today] - timedelta(days=7)).isoformat())
    expect(page.get_by_role("heading", name="Nothing meets on this day")).to_be_visible()


@pytest.mark.parametrize("width", [PHONE["width"], 1440])
def test_thumbs_and_edges(agency: Agency, page: Page, sign_in: SignIn, now: datetime, width: int) -> None:
    with_visits(agency, now)
    sign_in(Role.FRONT_DESK)
    page.set_viewport_size({"width": width, "height": 844})
    if width == PHONE["width"]:
        shot(page, "today-phone")
    page.locator(".group-over > summary").click()
    boxes = [button.bounding_box() for button in page.locator("#day .roster-row form button").all()]
    small = [box for box in boxes if box is not None and min(box["width"], box["height"]) < 44]
    assert (len(boxes) > 9, small) == (True, [])
    assert page.evaluate("document.documentElement.scrollWidth") == width, "nothing sticks out sideways"


def test_nothing_stands_in_the_way(agency: Agency, page: Page, sign_in: SignIn, now: datetime) -> None:
    with_visits(agency, now)
    sign_in(Role.FRONT_DESK)
    assert accessible(page) == NONE_FOUND
    theme(page, "dark")
    shot(page, "today-dark")


def test_without_a_script(agency: Agency, browser: Browser, page: Page, sign_in: SignIn, server: str) -> None:
    sign_in(Role.FRONT_DESK)
    plain = browser.new_context(
        base_url=server, java_script_enabled=False, storage_state=page.context.storage_state()
    ).new_page()
    plain.goto("/today/?show=missing")
    plain.locator(row(plain, agency, 0, 0)).get_by_role("button", name="Check in").click()
    expect(plain.locator("#messages")).to_contain_text("Here since")
    expect(plain.locator(row(plain, agency, 0, 0))).to_have_count(0), "the filter still holds"
    plain.context.close()
