"""A number of the agency's own on the page of policy values, and a group's curriculum changed on its page."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from stepdown.agency.terms import Role
from stepdown.policy.actions import load_rows
from stepdown.policy.models import Parameter
from stepdown.schedule.models import GroupTopic
from tests.factories.agency import BY, Agency
from tests.pages.conftest import Town
from tests.pages.reading import said

SignedIn = Callable[[Role], Client]
NEW = "/settings/policy/new/"


@pytest.fixture
def here(town: Town) -> Agency:
    load_rows(by=BY, at=town.now)
    return town.here


def row(**more: object) -> dict[str, object]:
    typed = {
        "key": "hour.minutes",
        "value": "45",
        "jurisdiction": "US",
        "payer": "Acme Health",
        "effective_from": "2026-01-01",
        "source": "Synthetic contract of 2026, section 4",
    }
    return typed | more


def test_begun_beside_a_row_it_is_filled_in(here: Agency, signed_in: SignedIn) -> None:
    page = signed_in(Role.PROGRAM_DIRECTOR).get(f"{NEW}?key=hour.minutes&payer=acme-health&jurisdiction=US")
    text = page.content.decode()
    assert '<option value="hour.minutes" selected>' in text
    assert 'value="acme-health"' in text


def test_it_holds_and_the_one_before_ends(here: Agency, signed_in: SignedIn) -> None:
    browser = signed_in(Role.PROGRAM_DIRECTOR)
    for value, first in (("45", "2026-01-01"), ("48", "2026-07-01")):
        answer = browser.post(NEW, row(value=value, effective_from=first))
        assert (answer.status_code, answer["Location"]) == (302, "/settings/policy/")
    rows = Parameter.objects.filter(key="hour.minutes", payer="acme-health").order_by("effective_from")
    assert [(one.value, str(one.effective_from), str(one.effective_to), one.unit) for one in rows] == [
        (Decimal(45), "2026-01-01", "2026-07-01", rows[0].unit),
        (Decimal(48), "2026-07-01", "None", rows[0].unit),
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"source": ""}, "This field is required."),
        ({"value": "many"}, "Enter a number."),
        ({"key": "no.such"}, "not one of the available choices"),
        ({"effective_from": ""}, "This field is required."),
    ],
)
def test_what_is_missing_is_told(here: Agency, signed_in: SignedIn, typed: dict[str, object], told: str) -> None:
    page = signed_in(Role.ADMINISTRATOR).post(NEW, row(**typed))
    assert (page.status_code, told in " ".join(said(page, "main"))) == (422, True)
    assert not Parameter.objects.filter(payer="acme-health").exists()


def test_a_later_one_stands_in_the_way(here: Agency, signed_in: SignedIn) -> None:
    browser = signed_in(Role.PROGRAM_DIRECTOR)
    browser.post(NEW, row())
    page = browser.post(NEW, row(effective_from="2025-01-01"))
    assert (page.status_code, "Choose a later day" in " ".join(said(page, "main"))) == (422, True)


@pytest.mark.parametrize(("role", "shown"), [(Role.PROGRAM_DIRECTOR, True), (Role.CLINICIAN, False)])
def test_only_who_may_is_offered_it(here: Agency, signed_in: SignedIn, role: Role, shown: bool) -> None:
    text = " ".join(said(signed_in(role).get("/settings/policy/"), "main"))
    assert ("Record one of our own" in text, "Another value" in text) == (shown, shown)


def test_a_curriculum_is_changed(here: Agency, signed_in: SignedIn) -> None:
    browser, group = signed_in(Role.CLINICAL_SUPERVISOR), here.groups[0]
    for typed, kept in (("One\n\n Two \n", ["One", "Two"]), ("Two\nThree\nFour", ["Two", "Three", "Four"]), ("", [])):
        answer = browser.post(f"/groups/{group}/topics/", {"topics": typed})
        assert (answer.status_code, answer["Location"]) == (302, f"/groups/{group}/")
        assert list(GroupTopic.objects.filter(group=group).values_list("title", flat=True)) == kept
    text = " ".join(said(browser.get(f"/groups/{group}/"), "main"))
    assert "None: each session says itself what it is about." in text


def test_of_two_who_change_a_curriculum_the_second_is_told(here: Agency, signed_in: SignedIn) -> None:
    browser, group = signed_in(Role.CLINICAL_SUPERVISOR), here.groups[0]
    seen = browser.get(f"/groups/{group}/topics/").context["seen"]
    browser.post(f"/groups/{group}/topics/", {"topics": "One"})
    page = browser.post(f"/groups/{group}/topics/", {"topics": "Two", "seen": seen})
    assert (page.status_code, "Somebody else changed this meanwhile" in " ".join(said(page, "main"))) == (422, True)
