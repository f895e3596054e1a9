"""Finding a person and reading their week, in a browser; and what history keeps of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import Browser, Page, expect

from stepdown.agency.terms import Role
from stepdown.audit.queries import reads_of
from tests.factories.agency import Agency, with_visits
from tests.journeys.conftest import NONE_FOUND, accessible, look, shot, theme

SignIn = Callable[[Role], None]


def test_found_by_typing_and_opened(agency: Agency, page: Page, sign_in: SignIn, now: datetime) -> None:
    with_visits(agency, now)
    sign_in(Role.CLINICIAN)
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/clients/")
    people = page.locator("#found tbody tr")
    expect(people).to_have_count(9)
    page.keyboard.press("/")
    page.keyboard.type("meado")
    expect(people).to_have_count(1)
    assert "mead" not in page.url, "what was typed stays out of the address"
    assert accessible(page) == NONE_FOUND
    people.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Meadow Valley")
    assert (page.title(), page.url.endswith(f"/clients/{agency.clients[0]}/")) == ("Client · Stepdown", True)
    assert accessible(page) == NONE_FOUND
    theme(page, "light")
    shot(page, "client")
    page.get_by_role("link", name="The week after").click()
    expect(page.get_by_role("link", name="This week")).to_be_visible()


def test_nobody_found(agency: Agency, page: Page, sign_in: SignIn) -> None:
    sign_in(Role.FRONT_DESK)
    page.goto("/clients/")
    page.get_by_label("Name or record number").fill("zzz")
    expect(page.get_by_role("heading", name="Nobody found")).to_be_visible()
    page.get_by_label("Name or record number").fill("")
    expect(page.locator("#found tbody tr")).to_have_count(9)


def test_filtered_typed_sorted_and_kept_as_a_view(agency: Agency, page: Page, sign_in: SignIn, now: datetime) -> None:
    with_visits(agency, now)
    sign_in(Role.COMPLIANCE)
    page.goto("/clients/")
    people = page.locator("#found tbody tr")
    expect(people).to_have_count(9)
    look(page, "clients")
    page.get_by_text("Filters", exact=True).press("Enter")
    page.get_by_label("Primary clinician").select_option(index=2)
    expect(people).to_have_count(3)
    expect(page).to_have_url(re.compile(r"/clients/\?clinician=\d+$"))
    page.get_by_label("Name or record number").fill("o")
    expect(page.locator(".list-count")).to_contain_text("like \u201co\u201d")
    page.get_by_role("link", name="Name", exact=True).press("Enter")
    expect(page).to_have_url(re.compile(r"/clients/\?clinician=\d+&sort=name$"))
    expect(page.locator(".list-count")).to_contain_text("like \u201co\u201d")
    look(page, "clients-filtered")
    assert accessible(page) == NONE_FOUND
    page.get_by_text("Save this view").press("Enter")
    page.get_by_label("Name of the view").fill("Fjord's people")
    page.get_by_label("Open Clients with it").check()
    look(page, "clients-save")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Fjord's people")).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Everybody in care").click()
    expect(people).to_have_count(9)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Clients").click()
    expect(people).to_have_count(3)
    page.get_by_role("link", name="Your views").click()
    look(page, "clients-views")
    assert accessible(page) == NONE_FOUND
    page.get_by_role("button", name="Delete Fjord's people").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Name")).to_have_value("Fjord's people")
    page.goto("/clients/?show=everybody")
    page.emulate_media(media="print")
    look(page, "clients-print")


def test_the_tabs_of_a_chart_by_keyboard(agency: Agency, page: Page, sign_in: SignIn, now: datetime) -> None:
    with_visits(agency, now)
    sign_in(Role.COMPLIANCE)
    page.goto(f"/clients/{agency.clients[0]}/")
    for tab in ("Circle", "History"):
        page.get_by_role("navigation", name="Chart").get_by_role("link", name=tab).press("Enter")
        expect(page.locator(".tab[aria-current]")).to_have_text(tab)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Meadow Valley")
        assert page.title() == f"{tab} · Stepdown"
        assert accessible(page) == NONE_FOUND
    expect(page.get_by_role("row").filter(has_text="Client page")).to_contain_text("Synthetic compliance")
    opened = [read.page for read in reads_of(agency.clients[0])]
    assert sorted(opened) == ["desk:client", "desk:client-circle", "desk:client-history"]


def test_without_a_script(agency: Agency, browser: Browser, page: Page, sign_in: SignIn, server: str) -> None:
    sign_in(Role.COMPLIANCE)
    context = browser.new_context(
        base_url=server, java_script_enabled=False, storage_state=page.context.storage_state()
    )
    plain = context.new_page()
    plain.goto("/clients/")
    plain.get_by_label("Name or record number").fill("oxbow")
    plain.get_by_role("button", name="Show", exact=True).click()
    plain.locator("#found tbody").get_by_role("link").click()
    plain.get_by_role("link", name="History").click()
    expect(plain.get_by_role("heading", name="Who opened this record")).to_be_visible()
    context.close()
