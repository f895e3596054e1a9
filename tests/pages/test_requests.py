"""What people ask about their records, on pages: taken in in three answers, a clock, the copy, the answer, statements."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stepdown.agency.terms import Role
from stepdown.audit.models import ChartRead
from stepdown.people import queries as people
from stepdown.policy.actions import load_rows
from stepdown.privacy.models import Answer, Request
from tests.factories.agency import BY, Agency
from tests.factories.asking import access, amendment, asked
from tests.pages.conftest import Town
from tests.pages.reading import words

SignedIn = Callable[[Role], Client]


@pytest.fixture
def here(town: Town) -> Agency:
    load_rows(by=BY, at=town.now)
    return town.here


def three(town: Town, **more: object) -> dict[str, object]:
    """What the form sends when nobody opened its fold."""
    begun = {
        "asker": "client",
        "wanted_as": "files",
        "came_by": "in_person",
        "received_on": town.now.date().isoformat(),
    }
    return {"kind": "access", "asker_name": "Synthetic Client", "known_by": "photo_paper", **begun, **more}


def copy_of(town: Town, days: int = 0) -> str:
    """The address of a request to have a copy, that many days old."""
    new = access(town.here.clients[0], town.now.date() - timedelta(days=days))
    return f"/requests/{asked(new, town.now)}/"


def test_the_front_desk_takes_it_in(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser, client = signed_in(Role.FRONT_DESK), here.clients[0]
    answer = browser.post(f"/clients/{client}/requests/new/", three(town))
    assert (answer.status_code, answer["Location"]) == (302, f"/clients/{client}/requests/")
    page = browser.get(answer["Location"])
    assert [label for label, _, here_now in page.context["tabs"] if here_now] == ["Consents"]
    card = words(page)
    assert "See the record, or have a copy Open Jun 10, 2026, by Synthetic Client. Answer by Jul 10, 2026" in card
    queue = words(browser.get("/requests/"))
    assert "See the record, or have a copy Jun 10, 2026 Jul 10, 2026 Open" in queue
    assert "1 open" in words(browser.get("/legal/"))
    number = Request.objects.get().pk
    assert browser.get(f"/requests/{number}/").status_code == 403, "compliance answers"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"asker_name": " "}, ["This field is required."]),
        (
            {"kind": "amendment", "asker": "representative"},
            ["Say what lets them act", "See it first.", "Say what in the record is wrong.", "what it should say"],
        ),
        ({"to": "contact:0"}, ["Select a valid choice."]),
    ],
)
def test_all_that_is_missing_is_told_at_once(
    here: Agency, town: Town, signed_in: SignedIn, typed: dict[str, object], told: list[str]
) -> None:
    answer = signed_in(Role.FRONT_DESK).post(f"/clients/{here.clients[0]}/requests/new/", three(town, **typed))
    text = words(answer)
    assert (answer.status_code, [one for one in told if one not in text]) == (422, [])
    assert not Request.objects.exists()


def test_the_copy_is_made_once_answered_and_in_the_accounting(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser, address = signed_in(Role.COMPLIANCE), copy_of(town)
    early = browser.post(f"{address}answer/", {"outcome": "given", "gone_by": "in_person"})
    assert (early.status_code, "Make the copy first." in words(early)) == (422, True)
    reads = ChartRead.objects.filter(client_id=here.clients[0], page="desk:make-record")
    file = browser.post(f"{address}record/")
    assert (file["Content-Type"], file["Content-Disposition"]) == (
        "application/zip",
        'attachment; filename="record.zip"',
    )
    assert "no-store" in file["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(b"".join(file.streaming_content))) as archive:  # type: ignore[attr-defined]
        text = archive.read("record.json").decode()
    assert ("Synthetic compliance" in text, "compliance." in text) == (True, False), "the staff by name"
    bundle = json.loads(text)
    assert bundle["entry"][0]["resource"]["resourceType"] == "Patient"
    assert reads.count() == 1
    browser.post(f"{address}answer/", {"outcome": "given", "gone_by": "in_person"})
    page = words(browser.get(address))
    assert "Given , in person" in page or "Given, in person" in page
    assert "SHA-256" in page
    accounting = words(browser.get(f"/clients/{here.clients[0]}/disclosures/"))
    assert "Synthetic Client" in accounting
    again = browser.post(f"{address}record/")
    assert (again.status_code, "answered already" in words(again)) == (409, True)


def test_overdue_then_extended_too_late(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.COMPLIANCE)
    address, soon = copy_of(town, days=31), copy_of(town, days=25)
    assert "1 overdue" in words(browser.get("/legal/"))
    assert words(browser.get("/requests/")).count("Overdue") == 1
    typed = {"words": "The archive is away", "told_on": town.now.date().isoformat()}
    late = browser.post(f"{address}extend/", typed)
    assert (late.status_code, "The first period is over." in words(late)) == (422, True)
    browser.post(f"{soon}extend/", typed)
    assert "Answer by Jul 15, 2026" in words(browser.get(soon)), "thirty days more, from May 16"


def test_withdrawn_and_undone(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser, address = signed_in(Role.COMPLIANCE), copy_of(town)
    browser.post(f"{address}answer/", {"outcome": "withdrawn", "words": "Not now"})
    assert "Open it again" in words(browser.get(address))
    browser.post(f"{address}reopen/")
    assert not Answer.objects.exists()


def test_denied_with_its_ground_and_both_statements(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.COMPLIANCE)
    address = f"/requests/{asked(amendment(here.clients[0], town.now.date()), town.now)}/"
    none = browser.post(f"{address}answer/", {"outcome": "denied", "words": "It was June 1"})
    assert "Choose the ground" in words(none)
    denied = {"outcome": "denied", "words": "It was June 1", "grounds": ["right_as_it_is"]}
    assert browser.post(f"{address}answer/", denied).status_code == 302
    early = browser.post(f"{address}statement/", {"says": "rebuttal", "words": "The door says so"})
    assert "There is none yet." in words(early)
    browser.post(f"{address}statement/", {"says": "disagreement", "words": "It was June 3"})
    browser.post(f"{address}statement/", {"says": "rebuttal", "words": "The door says so"})
    chart = words(signed_in(Role.NURSE).get(f"/clients/{here.clients[0]}/requests/"))
    assert "The client disagrees: It was June 3" in chart
    assert "What we say to that: The door says so" in chart


@pytest.mark.parametrize(("ground", "again"), [("endangers", True), ("counseling_notes", False)])
def test_what_may_be_looked_at_again(here: Agency, town: Town, signed_in: SignedIn, ground: str, again: bool) -> None:
    browser, address = signed_in(Role.COMPLIANCE), copy_of(town)
    browser.post(f"{address}answer/", {"outcome": "denied", "words": "Judged so", "grounds": [ground]})
    assert ("They may have it looked at again" in words(browser.get(address))) == again


def test_looked_for_by_name_without_an_address(here: Agency, town: Town, signed_in: SignedIn) -> None:
    copy_of(town)
    browser = signed_in(Role.COMPLIANCE)
    name = people.names_of(here.clients)[here.clients[0]]
    assert name in words(browser.post("/requests/", {"q": name[:6]}))
    assert "Nobody found" in words(browser.post("/requests/", {"q": "zzz"}))


def test_thirty_are_as_many_questions_as_one(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.COMPLIANCE)
    counts = []
    for more in (1, 29):
        for _ in range(more):
            copy_of(town)
        browser.get("/requests/")
        with CaptureQueriesContext(connection) as questions:
            browser.get("/requests/")
        counts.append(len(questions))
    assert counts[0] == counts[1]
