"""Ledger: its lines, order, filters and search; the export, and the note that it was made."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from stepdown.agency.terms import Role
from stepdown.audit.models import Entry
from tests.factories.agency import Agency
from tests.pages.conftest import Town
from tests.pages.test_week_page import said

SignedIn = Callable[[Role], Client]


@pytest.fixture
def here(town: Town) -> Agency:
    """It is ten. Meadow is here since nine, in a group until eleven, with a session at two. Thistle came too early
    and left; his group begins at 11:15. Hyssop has missed an hour of a group that runs from nine to eleven."""
    return town.here


def names(response: HttpResponse) -> list[str]:
    return said(response, "th")[10:-1]


def test_a_line_says_the_week_in_hours_and_minutes(here: Agency, signed_in: SignedIn) -> None:
    page = signed_in(Role.UTILIZATION_REVIEWER).get("/ledger/")
    assert names(page) == ["Hyssop Pebble", "Thistle Oxbow", "Meadow Valley"]
    assert said(page, "td")[9:16] == [
        "Intensive outpatient (2.1)",
        "9:00",
        "1:30",
        "0:00",
        "0:00 0 d",
        "1:30",
        "7:30",
    ]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("sort=name", ["Hyssop Pebble", "Meadow Valley", "Thistle Oxbow"]),
        ("sort=-name", ["Thistle Oxbow", "Meadow Valley", "Hyssop Pebble"]),
        ("sort=open", ["Meadow Valley", "Thistle Oxbow", "Hyssop Pebble"]),
        ("show=hold", []),
        ("level=2.5", []),
        ("sort=nonsense&show=nonsense&level=9", ["Hyssop Pebble", "Thistle Oxbow", "Meadow Valley"]),
    ],
)
def test_order_and_filters(asked: str, expected: list[str], here: Agency, signed_in: SignedIn) -> None:
    assert names(signed_in(Role.UTILIZATION_REVIEWER).get(f"/ledger/?{asked}")) == expected


def test_a_search_is_sent_not_put_in_the_address(here: Agency, signed_in: SignedIn) -> None:
    browser = signed_in(Role.UTILIZATION_REVIEWER)
    assert names(browser.post("/ledger/", {"q": "oxbo"})) == ["Thistle Oxbow"]
    assert len(names(browser.get("/ledger/?q=oxbo"))) == 3


def test_an_administrator_sees_hours_and_no_names(here: Agency, signed_in: SignedIn) -> None:
    page = signed_in(Role.ADMINISTRATOR).get("/ledger/?sort=name")
    assert names(page) == [f"Client {client}" for client in here.clients]
    assert b"Valley" not in page.content


def test_a_programme_of_another_site_does_not_exist(town: Town, signed_in: SignedIn) -> None:
    response = signed_in(Role.UTILIZATION_REVIEWER).get(f"/ledger/?program={town.there.program}")
    assert response.status_code == 404


def test_the_export_has_the_notice_the_lines_and_a_neutral_name(here: Agency, signed_in: SignedIn) -> None:
    response = signed_in(Role.UTILIZATION_REVIEWER).post("/ledger/export/")
    rows = list(csv.reader(io.StringIO(response.content.decode())))
    assert response["Content-Disposition"] == f'attachment; filename="week-{here.week.monday.isoformat()}.csv"'
    assert rows[0] == ["42 CFR part 2 prohibits unauthorized use or disclosure of these records."]
    assert [row[1:4] for row in rows[2:]] == [
        ["Hyssop Pebble", "2.1", "540"],
        ["Thistle Oxbow", "2.1", "540"],
        ["Meadow Valley", "2.1", "540"],
    ]


def test_the_export_is_noted(here: Agency, signed_in: SignedIn) -> None:
    signed_in(Role.UTILIZATION_REVIEWER).post("/ledger/export/")
    notes = Entry.objects.filter(action="transfer.export_ledger").values_list("subject_kind", "subject_id", "details")
    details = {"monday": here.week.monday.isoformat(), "program": None, "clients": 3}
    assert list(notes) == [("site", here.site, details)]


def test_a_week_without_anybody_teaches(here: Agency, signed_in: SignedIn) -> None:
    page = signed_in(Role.UTILIZATION_REVIEWER).get("/ledger/?monday=2001-01-01")
    assert said(page, "h2")[:1] == ["Nobody is in care here this week"]
