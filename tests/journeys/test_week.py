"""A scheduler's morning in a browser: open the imported week, be refused with every reason, move, undo; the ledger."""

# ruff: noqa: RUF001 — spans of time are written with an en dash
from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from stepdown.agency.actions import hire, make_sign_in
from stepdown.agency.models import Site
from stepdown.agency.terms import NewStaff, Role
from stepdown.audit.terms import system
from stepdown.policy.actions import load_rows
from stepdown.transfer.importer import import_week
from tests.factories.agency import PASSWORD
from tests.journeys.conftest import NONE_FOUND, accessible, shot, sign_in_as

SHARED = Path(os.environ.get("STEPDOWN_SHARED", Path(__file__).resolve().parents[3] / "shared"))
FILE = SHARED / "benchmarks" / "weeks" / "week-120.json"
BY = system("test")
DIRECTOR = "director@example.org"

pytestmark = pytest.mark.skipif(not FILE.exists(), reason=f"needs the example week {FILE.name} (STEPDOWN_SHARED)")


@pytest.fixture
def monday(committed: str, now: datetime) -> date:
    """Next Monday: the week of the file is published for it, so that every session is still to come."""
    today = now.date()
    first = today + timedelta(days=7 - today.weekday())
    import_week(by=BY, at=now, data=FILE.read_bytes(), monday=first, zone="America/Chicago")
    load_rows(by=BY, at=now)
    site = Site.objects.get(virtual=False)
    (member,) = hire(by=BY, at=now, staff=[NewStaff("Synthetic director", site.pk, ("en",), (Role.PROGRAM_DIRECTOR,))])
    make_sign_in(by=BY, at=now, email=DIRECTOR, password=PASSWORD, name="Synthetic", staff=member, demo=True)
    return first


@pytest.fixture
def director(monday: date, page: Page) -> Page:
    sign_in_as(page, DIRECTOR, PASSWORD)
    return page


def choose(page: Page, label: str, value: str) -> None:
    """Choose in the move dialog, once it listens, and wait for the answer of the check."""
    page.locator("#move-form").wait_for()
    expect(page.locator(".htmx-settling")).to_have_count(0)
    with page.expect_response(lambda response: response.url.endswith("/move/check/")):
        page.locator("#move-form").get_by_label(label, exact=True).select_option(value)


def test_refused_with_every_reason_then_moved_and_undone(director: Page, monday: date) -> None:
    page = director
    page.goto(f"/week/?monday={monday}&day=1")
    shot(page, "week")
    block = page.get_by_role("link", name="Process group (G0124)")
    block.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("#modal")
    expect(dialog.get_by_role("heading", name="Process group (G0124)")).to_be_visible()
    dialog.get_by_role("link", name="Move…").click()
    choose(page, "Starts at", str(10 * 60))
    live = dialog.locator("#move-check li").all_inner_texts()
    dialog.get_by_role("button", name="Move", exact=True).click()
    told = dialog.locator("[data-blockers] li")
    expect(told.first).to_be_visible()
    assert told.all_inner_texts() == live
    assert len(live) > 1
    shot(page, "week-refused")
    assert page.evaluate("'blockers' in document.activeElement.dataset"), "the refusal is read out"
    to_a_free_place(page)
    dialog.get_by_role("button", name="Move", exact=True).click()
    expect(dialog).to_be_hidden()
    toast = page.locator("#toasts")
    expect(toast).to_contain_text("Process group (G0124) is now on")
    toast.get_by_role("button", name="Undo").click()
    expect(toast).to_contain_text("Process group (G0124) is back on Tuesday, 9:00 – 10:00 am.")
    expect(page.get_by_role("link", name="Process group (G0124)")).to_be_visible()


def to_a_free_place(page: Page) -> None:
    """Try days and times until nothing that can't be overridden stands in the way; then give the reason."""
    for day in ("0", "1", "2", "3", "4"):
        choose(page, "Day", day)
        for minute in (8 * 60, 12 * 60, 14 * 60, 15 * 60, 16 * 60):
            choose(page, "Starts at", str(minute))
            reason = page.locator("#move-check textarea")
            if reason.count():
                reason.fill("Agreed with everybody in the group")
            if reason.count() or page.locator("#move-check .tone-ok").count():
                return
    pytest.fail("no free place in the week")


def test_by_keyboard_from_session_to_session(director: Page, monday: date) -> None:
    page = director
    page.goto(f"/week/?monday={monday}&day=1")
    stops = page.locator("[data-slot][tabindex='0']")
    expect(stops).to_have_count(1)
    stops.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-slot]:focus")).to_contain_text("10:00 – 11:00 am")
    chosen = page.evaluate("document.activeElement.dataset.slot")
    page.keyboard.press("Enter")
    expect(page.locator("#modal")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#modal")).to_be_hidden()
    assert page.evaluate("document.activeElement.dataset.slot") == chosen


def test_the_ledger_is_read_searched_and_sorted(director: Page, monday: date) -> None:
    page = director
    page.goto(f"/ledger/?monday={monday}")
    lines = page.locator(".ledger-table tbody tr")
    expect(lines).to_have_count(111)
    shot(page, "ledger")
    first = lines.first.locator("th").inner_text()
    page.get_by_label("Search clients").fill(first.lower())
    expect(lines).to_have_count(1)
    assert first.split()[0].lower() not in page.url.lower(), "a name is never in an address"
    page.goto(f"/ledger/?monday={monday}&show=open&sort=name")
    names = lines.locator("th").all_inner_texts()
    assert names == sorted(names, key=str.casefold)


PAGES = {
    "week": "/week/?monday={monday}",
    "day": "/week/?monday={monday}&day=2",
    "clinicians": "/week/?monday={monday}&view=clinicians&day=2",
    "list": "/week/?monday={monday}&view=list&day=2",
    "ledger": "/ledger/?monday={monday}&show=open",
    "staff": "/staff/",
    "settings": "/settings/",
    "what-holds-here": "/settings/here/?level=2.1",
}


def test_every_page_is_accessible_in_both_themes(director: Page, monday: date) -> None:
    page, found = director, {}
    for name, address in PAGES.items():
        page.goto(address.format(monday=monday))
        found[name] = accessible(page)
    page.goto(PAGES["day"].format(monday=monday))
    page.locator(".board [data-slot]").first.click()
    page.locator("#modal").get_by_role("link", name="Move…").click()
    choose(page, "Starts at", str(12 * 60))
    found["move"] = accessible(page)
    assert found == dict.fromkeys([*PAGES, "move"], NONE_FOUND)
