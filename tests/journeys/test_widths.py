"""Every page of the desk at 390 and 1440 pixels: nothing for axe to find, nothing sticks out, on a screen or on paper.

The pages are those of `tests/pages/permissions.py`, which has every address there is; so a new page stands here by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from stepdown.agency.actions import hire, make_sign_in
from stepdown.agency.terms import NewStaff, Role
from tests.factories.agency import BY, PASSWORD, Agency, with_circle, with_visits
from tests.journeys.conftest import PHONE, WIDE, sign_in_as, theme, violations
from tests.pages.permissions import PAGES

WIDTHS = (320, 390, 640)
PAPER = 720
"""A sheet of paper between its margins, in CSS pixels."""
NO_PAGES = {
    "desk:file-template": "a file",
    "desk:today-changes": "a sign that something changed, for a script",
    "desk:access-waiting": "how many openings wait to be looked at, read anew each minute",
    "desk:access-changes-waiting": "how many changes of access wait to be looked at, read anew each minute",
    "desk:access-cards": "the newest of them, for the start page",
    "desk:group-now": "the middle of group mode, read anew every half minute",
}
"""What has an address and is opened, but is no page; and what it is."""
MORE = (
    "/week/?day=1",
    "/week/?view=clinicians",
    "/week/?view=list",
    "/ledger/?show=short",
    "/settings/here/?level=2.1",
    "/account/sessions/",
    "/account/password/change/",
    "/account/2fa/",
)
"""Other looks of some of them, and pages that are not the desk's own."""


@pytest.fixture
def agency(agency: Agency, now: datetime) -> Agency:
    """With people who came, a circle, calls, a merge: something to show on every page."""
    return with_circle(with_visits(agency, now), now)


@pytest.fixture
def everything(agency: Agency, now: datetime, page: Page) -> Page:
    """The browser of somebody with every role there is."""
    rows = [NewStaff("Synthetic everybody", agency.site, ("en",), tuple(Role))]
    (member,) = hire(by=BY, at=now, staff=rows)
    make_sign_in(by=BY, at=now, email="all@example.org", password=PASSWORD, name="Synthetic", staff=member)
    sign_in_as(page, "all@example.org", PASSWORD)
    return page


def addresses(agency: Agency) -> Iterator[str]:
    """Every page that is opened and not written to."""
    for one in PAGES:
        if one.post is None and 200 in one.answers and one.name not in NO_PAGES:
            yield reverse(one.name, args=one.arguments(agency) if one.arguments else [])
    yield from MORE


def test_every_page_at_every_width_in_both_themes_and_on_paper(everything: Page, agency: Agency) -> None:
    page, wrong = everything, []
    for address in addresses(agency):
        page.set_viewport_size(WIDE)
        answer = page.goto(address)
        assert answer is not None
        assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8"), address
        wrong += [f"{address} wide, light: {found}" for found in violations(page)]
        wrong += [f"{address}: {found}" for found in page.evaluate(NEVER_ANSWERS)]
        theme(page, "dark")
        for width in WIDTHS:
            page.set_viewport_size({**PHONE, "width": width})
            wrong += [f"{address} at {width}: {who}" for who in sticking_out(page, width)]
            if width == PHONE["width"]:
                wrong += [f"{address} on a phone, dark: {found}" for found in violations(page)]
        page.emulate_media(media="print")
        page.set_viewport_size({**WIDE, "width": PAPER})
        wrong += [f"{address} on paper: {who}" for who in sticking_out(page, PAPER)]
        wrong += [f"{address} on paper: {shown}" for shown in page.evaluate(NOT_FOR_PAPER)]
        page.emulate_media(media="screen")
    assert not wrong, "\n".join(wrong)


def sticking_out(page: Page, width: int) -> list[str]:
    """The first elements that make the page wider than it may be, to find the one to mend."""
    return page.evaluate(WHO) if page.evaluate("document.documentElement.scrollWidth") > width else []


WHO = """() => [...document.querySelectorAll("body *")].filter((part) => {
    if (part.getBoundingClientRect().right <= innerWidth + 1) return false;
    for (let up = part.parentElement; up; up = up.parentElement)
        if (up !== document.body && getComputedStyle(up).overflowX !== "visible") return false;
    return true;
}).slice(0, 4).map((part) => part.tagName + "." + part.className)"""

NOT_FOR_PAPER = """() => [...document.querySelectorAll("nav, button, input[type=search]")].filter(
    (part) => part.checkVisibility()
).slice(0, 4).map((part) => part.tagName + "." + part.className + " " + part.textContent.trim().slice(0, 30))"""
"""What is only for a screen, and would be printed."""

NEVER_ANSWERS = """() => [
    ...[...document.querySelectorAll("[hx-get][hx-target], [hx-post][hx-target]")].filter((asks) =>
        ["hx-select", "hx-swap"].some((name) => !asks.hasAttribute(name) && asks.parentElement.closest(`[${name}]`))),
    ...[...document.querySelectorAll("form[hx-trigger*=input]:not([novalidate])")].filter((asks) =>
        asks.querySelector("[required]")),
].map((asks) => `never answers: ${asks.getAttribute("hx-get") || asks.getAttribute("hx-post")}`)"""
"""Two ways in which htmx does nothing and says nothing: a link whose target gets what an element around it selects, and
a form that is to ask while one types, and waits until everything that is required is there."""
