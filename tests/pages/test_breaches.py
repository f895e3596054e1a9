"""The register of breaches: written down by anybody, seen and closed by compliance alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stepdown.agency.terms import Role
from stepdown.policy.actions import load_rows
from stepdown.privacy.models import Breach
from stepdown.privacy.terms import BreachNotice, BreachOutcome, Factor
from tests.factories.agency import BY, Agency
from tests.factories.breaches import decided, reported, told
from tests.pages.conftest import Town
from tests.pages.reading import words

SignedIn = Callable[[Role], Client]


@pytest.fixture
def here(town: Town) -> Agency:
    load_rows(by=BY, at=town.now)
    return town.here


def typed(town: Town, **more: object) -> dict[str, object]:
    day = town.now.date().isoformat()
    return {"what": "A phone is lost", "discovered_on": day, "parts": ["schedule"], "people": "12"} | more


def four(**more: object) -> dict[str, object]:
    factors = {f"{one}_{name}": said for one in Factor for name, said in (("rating", "low"), ("why", "Synthetic"))}
    return factors | {"outcome": "notify", "people": "12", "words": "It is not locked"} | more


def test_anybody_writes_it_down_and_reads_no_register(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.BEHAVIORAL_TECHNICIAN)
    assert browser.post("/breaches/new/", typed(town)).status_code == 302
    page = words(browser.get("/breaches/"))
    assert ("The compliance officer has it now" in page, "A phone is lost" in page) == (True, False)
    queue = words(signed_in(Role.COMPLIANCE).get("/breaches/"))
    assert "A phone is lost" in queue
    assert "The people it touched by Aug 9, 2026 Open" in queue


def test_what_is_missing_is_told(here: Agency, town: Town, signed_in: SignedIn) -> None:
    wrong = typed(town, discovered_on="2030-01-01", happened_on="2030-02-01")
    answer = signed_in(Role.NURSE).post("/breaches/new/", wrong)
    page = words(answer)
    assert (answer.status_code, Breach.objects.count()) == (422, 0)
    assert "The day it was discovered is still to come." in page
    assert "It happened after it was discovered." in page


def test_weighed_told_closed(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser, day = signed_in(Role.COMPLIANCE), town.now.date().isoformat()
    address = f"/breaches/{reported(here.site, town.now.date(), town.now, 12)}/"
    assert browser.post(f"{address}assess/", four(seen_why="")).status_code == 422
    assert browser.post(f"{address}assess/", four()).status_code == 302
    early = browser.post(f"{address}close/", {"words": "Phones are locked"})
    page = words(early)
    assert early.status_code == 422
    assert "The people it touched are not told yet." in page
    assert "Health and Human Services is not told yet." in page
    assert "The media are not told yet." not in page
    for whom in ("people", "hhs"):
        said = {"notice": whom, "told_on": day, "words": "Letters of today"}
        assert browser.post(f"{address}told/", said).status_code == 302
    assert browser.post(f"{address}close/", {"words": "Phones are locked"}).status_code == 302
    page = words(browser.get(address))
    assert "A breach: the people are told" in page
    assert "The people it touched Told Jun 10, 2026 Letters of today" in page
    assert ("Weigh it" in page, "Closed Phones are locked" in page) == (False, True)
    shows = [address in browser.get(f"/breaches/{show}").content.decode() for show in ("", "?show=closed")]
    assert shows == [False, True]


def test_weighed_again_when_more_is_known(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.PROGRAM_DIRECTOR)
    day, low = town.now.date(), BreachOutcome.LOW_PROBABILITY
    address = f"/breaches/{decided(here.site, day, town.now, low)}/"
    assert "Nobody need be told." in words(browser.get(address))
    browser.post(f"{address}assess/", four(people="500"))
    page = words(browser.get(address))
    assert "Decided before Low probability that it is compromised" in page
    assert "The media by Aug 9, 2026" in page


def test_late_is_said(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser, day = signed_in(Role.COMPLIANCE), town.now.date()
    number = decided(here.site, day - timedelta(days=61), town.now)
    assert "1 open, 1 overdue" in words(browser.get("/legal/"))
    assert "by Jun 9, 2026 Overdue" in words(browser.get(f"/breaches/{number}/"))
    told(number, day, town.now, BreachNotice.PEOPLE)
    assert "Told Jun 10, 2026 After the last day" in words(browser.get(f"/breaches/{number}/"))


def test_told_by_mistake_is_taken_back_and_both_stay(here: Agency, town: Town, signed_in: SignedIn) -> None:
    """The clock runs again, and they can be told anew; what is closed stays."""
    browser, day = signed_in(Role.COMPLIANCE), town.now.date()
    number = decided(here.site, day, town.now)
    mistake = told(number, day, town.now, BreachNotice.PEOPLE)
    back = f"/breaches/{number}/told/{mistake}/back/"
    assert browser.post(f"/breaches/{decided(here.site, day, town.now)}/told/{mistake}/back/").status_code == 404
    assert "Told Jun 10, 2026 By first-class mail" in words(browser.get(f"/breaches/{number}/"))
    assert browser.post(back, {"words": "The letters never left"}).status_code == 302
    page = words(browser.get(f"/breaches/{number}/"))
    assert "The people it touched by Aug 9, 2026" in page
    assert "The people it touched Taken back Told Jun 10, 2026: By first-class mail" in page
    assert "The letters never left" in page
    assert "It is taken back already." in words(browser.post(back, {"words": "Again"}))
    for notice in (BreachNotice.PEOPLE, BreachNotice.HHS):
        again = told(number, day, town.now, notice)
    browser.post(f"/breaches/{number}/close/", {"words": "Envelopes are checked"})
    closed = browser.post(f"/breaches/{number}/told/{again}/back/", {"words": "x"})
    assert (closed.status_code, "It is closed already." in words(closed)) == (422, True)
    was = apps.get_model("privacy.BreachToldEvent").objects.filter(pgh_obj=mistake).order_by("pgh_id")
    assert [one.taken_back_words for one in was] == ["", "The letters never left"]


def test_an_empty_register(here: Agency, signed_in: SignedIn) -> None:
    assert "Nothing here" in words(signed_in(Role.COMPLIANCE).get("/breaches/"))


def test_thirty_are_as_many_questions_as_one(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.COMPLIANCE)
    counts = []
    for more in (1, 29):
        for _ in range(more):
            decided(here.site, town.now.date(), town.now)
        browser.get("/breaches/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/breaches/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
