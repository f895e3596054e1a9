"""Each page for each role: let in or refused; a visitor signs in first; a stranger's record does not exist."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stepdown.agency.terms import Role
from stepdown.audit.models import ChartRead
from stepdown.web.desk.happened import PAGES as WORDED
from tests.factories.agency import Agency
from tests.pages.conftest import Town
from tests.pages.permissions import PAGES, Page

SignedIn = Callable[[Role], Client]
EVERYWHERE = {Role.PROGRAM_DIRECTOR, Role.MEDICAL_DIRECTOR, Role.COMPLIANCE, Role.ADMINISTRATOR}
"""Roles that reach every site: to them nobody is a stranger."""


def opened(browser: Client, page: Page, agency: Agency) -> HttpResponse:
    address = reverse(page.name, args=page.arguments(agency) if page.arguments else [])
    return browser.get(address) if page.post is None else browser.post(address, page.post(agency))


LET_IN = [(page, role) for page in PAGES for role in Role if role in page.allowed]
REFUSED = [(page, role) for page in PAGES for role in Role if role not in page.allowed]
STRANGERS = [(page, role) for page, role in LET_IN if page.arguments and role not in EVERYWHERE]


def ids(rows: list[tuple[Page, Role]]) -> list[str]:
    return [f"{page.name}-{role.value}" for page, role in rows]


@pytest.mark.parametrize(("page", "role"), LET_IN, ids=ids(LET_IN))
def test_let_in(page: Page, role: Role, town: Town, signed_in: SignedIn) -> None:
    response = opened(signed_in(role), page, town.here)
    assert response.status_code in page.answers, response.status_code
    assert set(ChartRead.objects.values_list("page", flat=True)) <= set(WORDED), (
        "the history words where a chart was read"
    )


@pytest.mark.parametrize(("page", "role"), REFUSED, ids=ids(REFUSED))
def test_refused(page: Page, role: Role, town: Town, signed_in: SignedIn) -> None:
    response = opened(signed_in(role), page, town.here)
    assert (response.status_code, b"not open to your role" in response.content) == (403, True)


@pytest.mark.parametrize(("page", "role"), STRANGERS, ids=ids(STRANGERS))
def test_a_record_of_another_site_does_not_exist(page: Page, role: Role, town: Town, signed_in: SignedIn) -> None:
    response = opened(signed_in(role), page, town.there)
    assert response.status_code == 404


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_a_visitor_signs_in_first(page: Page, town: Town) -> None:
    response = opened(Client(), page, town.here)
    address = reverse(page.name, args=page.arguments(town.here) if page.arguments else [])
    after = reverse("desk:today") if page.post else address
    assert (response.status_code, response["Location"]) == (302, f"/account/login/?next={quote(after)}")


@pytest.mark.parametrize("page", [page for page in PAGES if page.post], ids=lambda page: page.name)
def test_what_writes_is_never_done_by_opening_an_address(page: Page, town: Town, signed_in: SignedIn) -> None:
    role = next(role for role in Role if role in page.allowed)
    address = reverse(page.name, args=page.arguments(town.here) if page.arguments else [])
    assert signed_in(role).get(address).status_code == 405
