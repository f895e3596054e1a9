"""The agency's own words of notices and agreements: versions with their days, a preview, who has yet to go through them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from stepdown.agency.terms import Role
from stepdown.consent.models import Wording
from stepdown.consent.terms import PaperKind
from tests.factories.agency import Agency
from tests.factories.papers import agreed
from tests.pages.conftest import Town
from tests.pages.reading import words

SignedIn = Callable[[Role], Client]
PAGE = "/settings/papers/telehealth/"


@pytest.fixture
def here(town: Town) -> Agency:
    return town.here


def asked(here: Agency, answer: object) -> set[int]:
    """Which clients the page lists as yet to go through the words."""
    page = answer.content.decode()  # type: ignore[attr-defined]
    return {number for number, client in enumerate(here.clients) if f"/clients/{client}/agreements/" in page}


def typed(here: Agency, days: int = 0, **more: object) -> dict[str, object]:
    starts = here.week.days[here.today] + timedelta(days=days)
    texts = {"english": "{client} by video at {program}", "spanish": "{client} por video en {program}"}
    return {"starts": f"{starts}", "change": "Our number", "material": "on", **texts, **more}


def test_new_words_are_looked_at_and_kept(here: Agency, town: Town, signed_in: SignedIn) -> None:
    agreed(here.clients[1], here.program, town.now, PaperKind.TELEHEALTH)
    browser = signed_in(Role.COMPLIANCE)
    assert words(browser.get("/settings/papers/")).count("as it came with Stepdown") == len(PaperKind)
    before = browser.get(PAGE)
    assert "On record for 1 client." in words(before)
    assert asked(here, before) == {0, 2}
    shown = browser.post(f"{PAGE}new/", typed(here, preview="1"))
    assert (shown.status_code, Wording.objects.count()) == (200, 0)
    assert "(the client's name) by video at" in words(shown)
    assert "(nombre del cliente) por video en" in words(shown)
    assert browser.post(f"{PAGE}new/", typed(here)).status_code == 302
    after = browser.get(PAGE)
    assert "Version 2 holds" in words(after)
    assert words(after).count("On record for 1 client.") == 1, "who signed the words before is still counted there"
    assert asked(here, after) == {0, 1, 2}, "the change is material: everybody goes through it"
    assert "Go through the new words" in words(browser.get(f"/clients/{here.clients[1]}/agreements/"))


def test_words_to_come(here: Agency, signed_in: SignedIn) -> None:
    browser = signed_in(Role.PROGRAM_DIRECTOR)
    browser.post(f"{PAGE}new/", typed(here, days=3))
    assert "Version 2 from" in words(browser.get("/settings/papers/"))
    assert "Version 1 holds. Version 2 follows on" in words(browser.get(PAGE))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"english": "By video at {program}"}, "In each language these must stand somewhere: {client}, {program}."),
        ({"spanish": ""}, "Something is missing below."),
        ({"starts": "2020-01-01"}, "what held before stays what it was"),
        ({"change": ""}, "Something is missing below."),
    ],
)
def test_nothing_is_kept(here: Agency, signed_in: SignedIn, more: dict[str, object], told: str) -> None:
    page = signed_in(Role.COMPLIANCE).post(f"{PAGE}new/", typed(here) | more)
    assert (page.status_code, told in words(page), Wording.objects.count()) == (422, True, 0)


def test_no_paper_of_that_kind(here: Agency, signed_in: SignedIn) -> None:
    assert signed_in(Role.COMPLIANCE).get("/settings/papers/synthetic/").status_code == 404
