"""Ledger: its lines, order, filters and search; the export, and the note that it was made."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from stepdown.agency import queries as agency
from stepdown.agency.terms import Role
from stepdown.audit.models import Entry
from stepdown.consent import actions as consent
from stepdown.consent.terms import TPO, Category, ConsentKind, NewConsent, RecipientKind
from tests.factories.agency import BY, Agency
from tests.pages.conftest import Town
from tests.pages.reading import said

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
    response = signed_in(Role.UTILIZATION_REVIEWER).post("/ledger/export/", {"recipient": "0", "purpose": "payment"})
    rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert response["Content-Disposition"] == f'attachment; filename="week-{here.week.monday.isoformat()}.csv"'
    assert rows[0] == ["42 CFR part 2 prohibits unauthorized use or disclosure of these records."]
    assert [row[1:4] for row in rows[2:]] == [
        ["Hyssop Pebble", "2.1", "540"],
        ["Thistle Oxbow", "2.1", "540"],
        ["Meadow Valley", "2.1", "540"],
    ]


def test_the_export_is_noted(here: Agency, signed_in: SignedIn) -> None:
    signed_in(Role.UTILIZATION_REVIEWER).post("/ledger/export/", {"recipient": "0", "purpose": "payment"})
    notes = Entry.objects.filter(action="transfer.export_ledger").values_list("subject_kind", "subject_id", "details")
    details = {"monday": here.week.monday.isoformat(), "program": None}
    assert list(notes) == [("site", here.site, details)]


def plan(a: Agency) -> int:
    """A health plan on record; Meadow said that it may know her hours."""
    now = timezone.now()
    (program, *_) = agency.programs_at([a.site])
    shows = frozenset({Category.IDENTITY, Category.ATTENDANCE})
    kinds = frozenset({RecipientKind.PAYER})
    new = NewConsent(
        a.clients[0], program.id, ConsentKind.TPO, TPO, shows, "Words", "Synthetic", kinds=kinds, told=True
    )
    consent.sign(by=BY, at=now, consent=new)
    return consent.keep_recipient(
        by=BY, at=now, name="Synthetic Health Plan", kind=RecipientKind.PAYER, address="1 Example Way", verified=True
    )


def test_the_export_asks_for_whom_it_is(here: Agency, signed_in: SignedIn) -> None:
    plan(here)
    page = signed_in(Role.UTILIZATION_REVIEWER).post("/ledger/export/", {"monday": "2026-06-08"})
    assert said(page, "option")[:2] == ["For ourselves: it stays in the program", "Synthetic Health Plan"]
    assert b'name="monday" value="2026-06-08"' in page.content
    assert not Entry.objects.filter(action="consent.release").exists()


def test_what_a_health_plan_gets_is_what_was_consented_to(here: Agency, signed_in: SignedIn) -> None:
    given = {"recipient": plan(here), "purpose": "payment"}
    browser = signed_in(Role.UTILIZATION_REVIEWER)
    rows = list(csv.reader(io.StringIO(browser.post("/ledger/export/", given).getvalue().decode("utf-8-sig"))))
    assert rows[1][0].startswith("For Synthetic Health Plan, for payment.")
    assert rows[2] == ["client", "name used", "attended minutes", "countable minutes", "countable days", "on hold"]
    assert [row[1] for row in rows[3:]] == ["Meadow Valley"]
    assert "Left out: 2 of 3 people." in browser.get("/ledger/").content.decode()


@pytest.mark.parametrize(
    ("purpose", "status", "why"),
    [
        ("research", 409, "The consent is for another purpose."),
        ("nonsense", 422, "Select a valid choice."),
    ],
)
def test_nothing_may_leave(purpose: str, status: int, why: str, here: Agency, signed_in: SignedIn) -> None:
    given = {"recipient": plan(here), "purpose": purpose}
    answer = signed_in(Role.UTILIZATION_REVIEWER).post("/ledger/export/", given)
    assert (answer.status_code, why in answer.content.decode()) == (status, True)


def test_ourselves_is_for_the_work_here(here: Agency, signed_in: SignedIn) -> None:
    answer = signed_in(Role.UTILIZATION_REVIEWER).post("/ledger/export/", {"recipient": "0", "purpose": "fundraising"})
    assert (answer.status_code, "For ourselves it is treatment" in answer.content.decode()) == (422, True)


def test_a_week_without_anybody_teaches(here: Agency, signed_in: SignedIn) -> None:
    page = signed_in(Role.UTILIZATION_REVIEWER).get("/ledger/?monday=2001-01-01")
    assert said(page, "h2")[:1] == ["Nobody is in care here this week"]
