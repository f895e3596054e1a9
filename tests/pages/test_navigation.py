"""The navigation leads nobody to a refusal, and everybody begins where their work is."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from stepdown.agency.terms import Role
from stepdown.web.desk.context import PLACES
from tests.factories.agency import user
from tests.pages.conftest import BACKEND, Town
from tests.pages.permissions import PAGES

SignedIn = Callable[[Role], Client]


def test_every_place_is_shown_to_exactly_those_who_may_open_it() -> None:
    opened = {page.name.removeprefix("desk:"): page.allowed for page in PAGES}
    shown = {place: frozenset(role for role in Role if role in roles) for place, _, _, roles in PLACES}
    assert shown == {place: opened[place] for place in shown}


@pytest.mark.parametrize(
    ("role", "first", "missing"),
    [
        (Role.FRONT_DESK, "/today/", set()),
        (Role.CLINICIAN, "/today/", set()),
        (Role.PEER_SPECIALIST, "/today/", {"ledger", "settings"}),
        (Role.UTILIZATION_REVIEWER, "/ledger/", {"calls"}),
        (Role.ADMINISTRATOR, "/ledger/", {"admissions", "calls", "clients"}),
    ],
)
def test_where_somebody_begins_and_what_they_are_shown(
    town: Town, signed_in: SignedIn, role: Role, first: str, missing: set[str]
) -> None:
    browser = signed_in(role)
    assert browser.get("/")["Location"] == first
    shown = re.findall(r'data-place="(\w+)"', browser.get(first).content.decode())
    assert {place for place, *_ in PLACES} - set(shown) == missing


def test_who_may_look_at_every_site_begins_at_their_own(town: Town) -> None:
    """The sites stand in the order of their names; the second agency's director works at the last."""
    browser = Client()
    number = user(town.there, Role.PROGRAM_DIRECTOR, town.now)
    browser.force_login(get_user_model()._default_manager.get(pk=number), backend=BACKEND)
    assert browser.get("/clients/").wsgi_request.site.id == town.there.site  # type: ignore[attr-defined]
    browser.get(f"/clients/?site={town.here.site}")
    assert browser.get("/clients/").wsgi_request.site.id == town.here.site, "what they chose stays"
