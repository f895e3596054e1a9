"""No page scrolls sideways, from the narrowest phone on: what is wider scrolls inside a region of its own."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from stepdown.agency.terms import Role
from tests.factories.agency import Agency

WIDTHS = (320, 390, 640)
PAGES = [
    "/today/",
    "/clients/",
    "/clients/{client}/",
    "/clients/{client}/circle/",
    "/clients/{client}/emergency/",
    "/clients/{client}/details/",
    "/clients/{client}/ways/add/",
    "/clients/{client}/history/",
    "/clients/new/",
    "/building/",
    "/calls/",
    "/week/",
    "/week/?day=1",
    "/week/?view=clinicians",
    "/week/?view=list",
    "/week/session/{session}/",
    "/ledger/",
    "/staff/",
    "/staff/{staff}/",
    "/admissions/",
    "/admissions/new/",
    "/clients/{client}/journey/",
    "/clients/{client}/journey/hold/",
    "/clients/{client}/hours/",
    "/clients/{client}/admit/",
    "/clients/{client}/admission-data/",
    "/settings/",
    "/settings/here/",
    "/account/sessions/",
    "/account/password/change/",
]


def test_no_page_scrolls_sideways(page: Page, agency: Agency, sign_in: Callable[[Role], None]) -> None:
    sign_in(Role.PROGRAM_DIRECTOR)
    numbers = {"client": agency.clients[0], "session": agency.sessions[-1], "staff": agency.staff[0]}
    wider = []
    for address in PAGES:
        answer = page.goto(address.format(**numbers))
        assert answer is not None
        assert answer.status == 200, address
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            whole = page.evaluate("document.documentElement.scrollWidth")
            if whole > width:
                wider.append(f"{address} at {width}: {whole}, {page.evaluate(WHO)}")
    assert "\n".join(wider) == ""


WHO = """() => [...document.querySelectorAll("body *")].filter((part) => {
    if (part.getBoundingClientRect().right <= innerWidth + 1) return false;
    for (let up = part.parentElement; up; up = up.parentElement)
        if (up !== document.body && getComputedStyle(up).overflowX !== "visible") return false;
    return true;
}).slice(0, 4).map((part) => part.tagName + "." + part.className)"""
"""The first elements that stick out, to find the one to mend."""
