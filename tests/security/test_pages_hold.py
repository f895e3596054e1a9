"""Each page of the table when every word about our clients is script: none runs, none is in an address, a title, a header.

No page shows a word about a client of the other site, and each says the same about caches, frames and scripts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from stepdown.agency.terms import Role
from stepdown.config.headers import ALWAYS
from tests.laws.tree import SOURCE
from tests.pages.conftest import Town
from tests.pages.permissions import PAGES, Page
from tests.pages.test_permissions import EVERYWHERE, opened
from tests.security.malice import SCRIPT, STRANGER, read, text_of

SignedIn = Callable[[Role], Client]
LETS_IN = {page.name: min(page.allowed, key=lambda role: (role in EVERYWHERE, role.value)) for page in PAGES}
"""Who opens each page: somebody who reaches their own site only, where anybody like that may."""
ASKED = sorted(
    {
        name
        for path in (SOURCE / "web").rglob("*.py")
        for name in re.findall(r'(?:get|getlist)\("(\w+)"', path.read_text())
    }
)
"""Every word that a view reads out of what was sent."""
HELD = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ALWAYS["Permissions-Policy"],
    "Content-Security-Policy": "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; img-src 'self' data:; manifest-src 'self'; script-src 'self'; "
    "style-src 'self'",
}
"""`same-origin` sends no referrer anywhere else; `no-referrer` would hide from our own forms where they come from, and
Django would refuse them over HTTPS."""


def held(response: HttpResponseBase) -> dict[str, str | None]:
    """What an answer says of HELD; rules about content in alphabetical order."""
    return {name: "; ".join(sorted(response.headers.get(name, "").split("; "))) for name in HELD}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_full_of_script(page: Page, town: Town, signed_in: SignedIn) -> None:
    role = LETS_IN[page.name]
    response = opened(signed_in(role), page, town.here)
    assert (held(response), "no-store" in response.headers["Cache-Control"]) == (HELD, True)
    holds(response, reaches_strangers=role in EVERYWHERE)


@pytest.mark.parametrize("role", sorted(set(Role) - EVERYWHERE))
def test_a_list_shows_nobody_of_another_site(role: Role, town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(role)
    for page in PAGES:
        if role in page.allowed and page.arguments is None:
            holds(opened(browser, page, town.here))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_script_sent_along(page: Page, town: Town, signed_in: SignedIn) -> None:
    """Everything a view reads out of an address or a form is script, on a page of its own the search alone, too."""
    role = LETS_IN[page.name]
    browser, everywhere = signed_in(role), role in EVERYWHERE
    where = reverse(page.name, args=page.arguments(town.here) if page.arguments else [])
    script, one = dict.fromkeys(ASKED, SCRIPT), {"q": SCRIPT}
    if page.post:
        sent = [browser.post(where, script | dict(page.post(town.here)))]
    else:
        sent = [browser.get(where, script), browser.post(where, script)]
        sent += [] if page.arguments else [browser.get(where, one), browser.post(where, one)]
    for response in sent:
        holds(response, reaches_strangers=everywhere, reflects=True)


def holds(response: HttpResponseBase, *, reaches_strangers: bool = False, reflects: bool = False) -> None:
    """Nothing in it runs, or says who is a client where addresses, titles and headers are kept."""
    text, kind = text_of(response), response.headers.get("Content-Type", "")
    assert (STRANGER in text and not reaches_strangers, "Traceback" in text) == (False, False)
    told = [value for _, value in response.headers.items() if "xss-tag" in unquote(value) or STRANGER in value]
    shown = read(text if kind.startswith("text/html") else "")
    places = [address for address in (*told, *shown.addresses) if "xss-tag" in address] if not reflects else []
    assert (shown.runs, "xss-tag" in shown.title, places) == ([], False, [])
