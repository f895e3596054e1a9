"""Legal requests: taken in by anybody without a word about anybody, linked, stepped and decided by compliance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stepdown.agency.terms import Role
from stepdown.audit.models import ChartRead
from stepdown.consent.models import Disclosure, LegalDecision, LegalNote, LegalRequest
from stepdown.people import queries as people
from stepdown.policy.actions import load_rows
from tests.factories.agency import BY, Agency
from tests.factories.legal import subpoena
from tests.pages.conftest import Town
from tests.pages.reading import words

SignedIn = Callable[[Role], Client]
WORDS = "We can neither confirm nor deny that anybody is or was in our care."


@pytest.fixture
def here(town: Town) -> Agency:
    load_rows(by=BY, at=town.now)
    return town.here


def paper(town: Town, **more: object) -> dict[str, object]:
    typed = {
        "kind": "subpoena",
        "sender": "Synthetic County Court",
        "came_by": "in_person",
        "received_on": town.now.date().isoformat(),
        "papers": ["subpoena"],
        "name_written": "Nobody Known",
        "asks": "All records of the last year",
    }
    return typed | more


def made(here: Agency, town: Town, client: int | None = 0) -> str:
    """The address of a subpoena that came, linked to a client."""
    linked = None if client is None else here.clients[client]
    return f"/legal/{subpoena(here.site, town.now.date(), town.now, linked)}/"


def order(**more: object) -> dict[str, object]:
    typed = {
        "purpose": "proceedings",
        "exception": "court_order",
        "order": "Order of a judge, 2.64",
        "subpoena": "Synthetic subpoena",
        "kind": "court_or_counsel",
        "name": "Synthetic County Court",
        "categories": ["attendance"],
        "words": "By courier",
    }
    return typed | more


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.PEER_SPECIALIST, Role.ADMINISTRATOR])
def test_anybody_takes_it_in_and_learns_nothing(here: Agency, town: Town, signed_in: SignedIn, role: Role) -> None:
    """Whom a paper names, a client or nobody we know, makes no difference: not a word, not a chart, not a question."""
    browser = signed_in(role)
    name = people.names_of(here.clients)[here.clients[0]]
    browser.post("/legal/new/", paper(town))
    answers = []
    for about in (name, "Nobody Known"):
        with CaptureQueriesContext(connection) as asked:
            answer = browser.post("/legal/new/", paper(town, name_written=about))
        assert not [one for one in asked.captured_queries if "people_" in one["sql"]]
        answers.append((len(asked), answer.status_code, answer["Location"], answer.content))
    assert answers[0] == answers[1]
    page = words(browser.get("/legal/"))
    assert "Written down. The compliance officer has it now" in page
    assert WORDS in page
    assert (name in page, "Nobody Known" in page) == (False, False)
    assert not ChartRead.objects.filter(page__contains="legal").exists()
    assert set(LegalRequest.objects.values_list("client", flat=True)) == {None}


def test_the_words_stand_above_the_form(here: Agency, signed_in: SignedIn) -> None:
    assert WORDS in words(signed_in(Role.FRONT_DESK).get("/legal/new/"))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"sender": "  "}, "This field is required."),
        ({"due_on": "2020-01-01"}, "It is due before it came."),
        ({"received_on": "2030-01-01"}, "The day it came is still to come."),
    ],
)
def test_what_is_missing_is_told(
    here: Agency, town: Town, signed_in: SignedIn, typed: dict[str, object], told: str
) -> None:
    answer = signed_in(Role.FRONT_DESK).post("/legal/new/", paper(town, **typed))
    assert (answer.status_code, told in words(answer), LegalRequest.objects.count()) == (422, True, 0)


def test_the_queue_is_compliances_alone(here: Agency, town: Town, signed_in: SignedIn) -> None:
    made(here, town)
    queue = words(signed_in(Role.COMPLIANCE).get("/legal/"))
    assert "Synthetic County Court Nobody named Linked" in queue
    assert "Object to the subpoena by Jun 24, 2026" in queue
    nurse = words(signed_in(Role.NURSE).get("/legal/"))
    assert "Synthetic County Court" not in nurse


def test_open_soon_decided(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.COMPLIANCE)
    address = made(here, town)
    seen = [address in browser.get(f"/legal/{show}").content.decode() for show in ("", "?show=soon", "?show=decided")]
    assert seen == [True, False, False], "linked: looked at, and fourteen days to object"
    browser.post(f"{address}decide/", {"outcome": "nothing_said", "words": "Letter of today"})
    seen = [address in browser.get(f"/legal/{show}").content.decode() for show in ("", "?show=soon", "?show=decided")]
    assert seen == [False, False, True]


def test_linked_looked_at_and_unlinked(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.COMPLIANCE)
    address = made(here, town, client=None)
    name = people.names_of(here.clients)[here.clients[1]]
    before = ChartRead.objects.count()
    assert "By these papers nothing can be told" in words(browser.get(address))
    assert name in words(browser.post(f"{address}find/", {"q": name}))
    assert ChartRead.objects.count() == before, "nobody's chart was opened"
    browser.post(f"{address}link/", {"client": here.clients[1]})
    page = words(browser.get(address))
    assert f"{name} Held until it is decided" in page
    assert ChartRead.objects.filter(client_id=here.clients[1]).count() == 1
    notice = words(browser.get(f"/clients/{here.clients[1]}/consents/"))
    assert "A legal request is open" in notice
    assert "A legal request is open" not in words(signed_in(Role.NURSE).get(f"/clients/{here.clients[1]}/consents/"))
    browser.post(f"{address}link/", {"client": ""})
    assert "Nobody is linked." in words(browser.get(address))


@pytest.mark.parametrize("client", ["x", "0", "-1"])
def test_nobody_is_linked_who_is_not_on_record(here: Agency, town: Town, signed_in: SignedIn, client: str) -> None:
    address = made(here, town, client=None)
    assert signed_in(Role.COMPLIANCE).post(f"{address}link/", {"client": client}).status_code == 404


def test_a_step_stops_the_clock_it_answers(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.COMPLIANCE)
    address = made(here, town)
    assert browser.post(f"{address}step/", {"step": "objected", "words": ""}).status_code == 422
    assert browser.post(f"{address}step/", {"step": "objected", "words": "Letter of our counsel"}).status_code == 302
    page = words(browser.get(address))
    assert "Objected in writing Letter of our counsel" in page
    assert "Object to the subpoena" not in page
    assert LegalNote.objects.get().legal_step == "objected"


def test_answered_by_the_gate(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.COMPLIANCE)
    address = made(here, town)
    typed = order(program=here.program)
    no = words(browser.post(f"{address}answer/", typed | {"order": ""}))
    assert "A subpoena alone is never enough." in no
    assert "Disclose by the gate" in no, "it stays open"
    yes = words(browser.post(f"{address}answer/", typed))
    assert "Yes. Tell this, and nothing else." in yes
    assert "Disclosed by the gate By courier" in yes
    told = Disclosure.objects.latest("pk")
    assert LegalDecision.objects.get().disclosure_id == told.pk
    kept = browser.get(f"/clients/{here.clients[0]}/disclosures/").content.decode()
    assert f'id="disclosure-{told.pk}"' in kept


def test_nobody_asks_the_gate_before_somebody_is_linked(here: Agency, town: Town, signed_in: SignedIn) -> None:
    address = made(here, town, client=None)
    answer = signed_in(Role.COMPLIANCE).post(f"{address}answer/", order(program=here.program))
    assert (answer.status_code, Disclosure.objects.count()) == (404, 0)


def test_the_front_desk_claims_no_court_order(here: Agency, town: Town, signed_in: SignedIn) -> None:
    made(here, town)
    answer = signed_in(Role.FRONT_DESK).post(f"/clients/{here.clients[0]}/consents/", order(program=here.program))
    text = words(answer)
    assert "Only the compliance officer answers this" in text
    assert "What to say, and where to write it down" in text


def test_thirty_are_as_many_questions_as_one(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.COMPLIANCE)
    counts = []
    for more in (1, 29):
        for _ in range(more):
            made(here, town)
        browser.get("/legal/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/legal/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_overdue_is_said(here: Agency, town: Town, signed_in: SignedIn) -> None:
    subpoena(here.site, town.now.date() - timedelta(days=20), town.now)
    assert "Overdue" in words(signed_in(Role.COMPLIANCE).get("/legal/"))
