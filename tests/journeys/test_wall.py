"""A view forgets its filter, on a running server: a person sees the clients of their own site all the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from stepdown.agency.terms import Role
from tests.factories.agency import Agency, small_agency
from tests.journeys.conftest import look, shot

FORGETFUL = pytest.mark.parametrize("server", [{"DJANGO_SETTINGS_MODULE": "tests.journeys.forgetful"}], indirect=True)


@FORGETFUL
def test_a_forgotten_filter_is_caught_by_the_wall(
    agency: Agency, now: datetime, page: Page, someone: Callable[[Role], Page], sign_in: Callable[[Role], None]
) -> None:
    there = small_agency(now, code="Hillside", clients=6)
    sign_in(Role.FRONT_DESK)
    page.goto("/everybody/")
    items = page.locator("main li")
    expect(items).to_have_count(len(agency.clients))
    assert {text.split("-")[0] for text in items.all_inner_texts()} == {"Riverside"}
    look(page, "wall-one-site")
    shot(page, "a-forgotten-filter")

    everywhere = someone(Role.PROGRAM_DIRECTOR)
    everywhere.goto("/everybody/")
    expect(everywhere.locator("main li")).to_have_count(len(agency.clients) + len(there.clients))
