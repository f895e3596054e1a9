"""The Consents tab: having one signed, asking, taking back, the accounting; and the organizations in Settings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from stepdown.agency.terms import Role
from stepdown.audit.models import ChartRead
from stepdown.consent.models import Agreement, Consent, Disclosure, Recipient
from stepdown.people.actions import add_contact
from stepdown.people.terms import NewContact
from stepdown.policy.actions import load_rows
from tests.factories.agency import BY, Agency
from tests.pages.conftest import Town
from tests.pages.reading import words

SignedIn = Callable[[Role], Client]
SUPPORT = ["identity", "schedule"]


@pytest.fixture
def here(town: Town) -> Agency:
    return town.here


@pytest.fixture
def mother(here: Agency, town: Town) -> int:
    return add_contact(by=BY, at=town.now, client=here.clients[0], contact=NewContact("Synthetic Mother", "Mother"))


def address(here: Agency, rest: str = "consents/", client: int = 0) -> str:
    return f"/clients/{here.clients[client]}/{rest}"


def paper(here: Agency, mother: int, **more: object) -> dict[str, object]:
    typed = {
        "program": here.program,
        "kind": "named",
        "who": f"contact:{mother}",
        "purposes": ["support"],
        "categories": SUPPORT,
        "event": "the end of treatment",
        "language": "en",
    }
    return typed | more


def signature(**more: object) -> dict[str, object]:
    return {
        "sign": "1",
        "told": "on",
        "taken_in": "said_back",
        "manner": "typed",
        "signer": "client",
        "signer_name": "Synthetic Client",
    } | more


def question(here: Agency, mother: int, *what: str) -> dict[str, object]:
    return {"program": here.program, "who": f"contact:{mother}", "purpose": "support", "categories": what or SUPPORT}


def test_read_then_signed(here: Agency, mother: int, signed_in: SignedIn) -> None:
    browser = signed_in(Role.CASE_MANAGER)
    page = browser.post(address(here, "consents/new/"), paper(here, mother))
    text = words(page)
    assert page.status_code == 200
    assert "Who may be told: Synthetic Mother." in text
    assert "That I am a client here" in text
    assert "How long: until the end of treatment." in text
    assert "May be told When my groups and sessions are" in text
    assert "Stays here Drug test results" in text
    assert not Consent.objects.exists()
    answer = browser.post(address(here, "consents/new/"), paper(here, mother) | signature())
    row = Consent.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, address(here, f"consents/{row.pk}/"))
    assert (row.signer_name, row.categories) == ("Synthetic Client", SUPPORT)
    assert "Who may be told: Synthetic Mother." in row.text


def test_the_paper_in_spanish(here: Agency, mother: int, signed_in: SignedIn) -> None:
    page = signed_in(Role.CLINICIAN).post(address(here, "consents/new/"), paper(here, mother, language="es"))
    text = words(page)
    assert "permito que" in text
    assert "Cuándo son mis grupos y sesiones" in text
    assert 'lang="es"' in page.content.decode()


def test_one_for_treatment_payment_and_running_the_program(here: Agency, mother: int, signed_in: SignedIn) -> None:
    typed = paper(here, mother, kind="tpo", who="", purposes=[], event="", categories=["identity", "attendance"])
    page = signed_in(Role.CLINICIAN).post(address(here, "consents/new/"), typed)
    text = words(page)
    assert "third-party payers, and people helping to operate this program" in text
    assert "may share them again as HIPAA allows" in text
    assert "until I take it back" in text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"who": ""}, "Choose one person or organization"),
        ({"purposes": []}, "Choose what it is for."),
        ({"categories": []}, "Choose what may be told."),
        ({"event": ""}, "Give the day it ends"),
        ({"event": "", "last": "2020-01-01"}, "The day it ends is over."),
        ({"categories": ["identity", "counseling_notes"]}, "each need a consent of their own"),
        ({"purposes": ["support", "proceedings"]}, "each need a consent of their own"),
    ],
)
def test_what_is_missing_is_told_before_anybody_reads_it(
    here: Agency, mother: int, signed_in: SignedIn, typed: dict[str, object], told: str
) -> None:
    page = signed_in(Role.CLINICIAN).post(address(here, "consents/new/"), paper(here, mother, **typed))
    assert (page.status_code, told in words(page)) == (422, True)


@pytest.mark.parametrize(
    ("more", "told"), [({"told": ""}, "Read it with them first."), ({"signer_name": ""}, "required")]
)
def test_not_signed_without(here: Agency, mother: int, signed_in: SignedIn, more: dict[str, object], told: str) -> None:
    page = signed_in(Role.CLINICIAN).post(address(here, "consents/new/"), paper(here, mother) | signature(**more))
    assert (page.status_code, told in words(page), Consent.objects.count()) == (422, True, 0)


def test_change_it_keeps_what_was_chosen(here: Agency, mother: int, signed_in: SignedIn) -> None:
    page = signed_in(Role.CLINICIAN).post(address(here, "consents/new/"), paper(here, mother, change="1"))
    assert "Read the paper" in words(page)
    assert f'<option value="contact:{mother}" selected>' in page.content.decode()


def test_asked_signed_asked_taken_back_asked(here: Agency, mother: int, signed_in: SignedIn) -> None:
    browser = signed_in(Role.CASE_MANAGER)
    no = words(browser.post(address(here), question(here, mother)))
    assert "No consent is on file." in no
    assert "neither confirm nor deny" in no
    browser.post(address(here, "consents/new/"), paper(here, mother) | signature())
    yes = words(browser.post(address(here), question(here, mother)))
    assert "Yes. Tell this, and nothing else." in yes
    assert "42 CFR part 2 prohibits unauthorized use or disclosure of these records." in yes
    part = words(browser.post(address(here), question(here, mother, "schedule", "diagnosis")))
    assert "This may be told instead: When their groups and sessions are" in part
    row = Consent.objects.get()
    one = words(browser.get(address(here, f"consents/{row.pk}/")))
    assert "Synthetic Mother is told nothing more by it" in one
    assert bytes(row.digest).hex() in one
    taken = browser.post(address(here, f"consents/{row.pk}/take-back/"), {"signer_name": "Synthetic Client"})
    assert (taken.status_code, taken["Location"]) == (302, address(here))
    assert "The consent was taken back." in words(browser.post(address(here), question(here, mother)))
    assert [row.allowed for row in Disclosure.objects.order_by("pk")] == [False, True, False, False]
    kept = words(browser.get(address(here, "disclosures/")))
    assert kept.count("Not told") == 3
    assert kept.count("Synthetic Mother") == 4


def test_taken_back_twice_is_told(here: Agency, mother: int, signed_in: SignedIn) -> None:
    browser = signed_in(Role.CASE_MANAGER)
    browser.post(address(here, "consents/new/"), paper(here, mother) | signature())
    back = address(here, f"consents/{Consent.objects.get().pk}/take-back/")
    assert browser.post(back, {"signer_name": ""}).status_code == 302
    assert browser.post(back, {"signer_name": "Synthetic Client"}).status_code == 302
    answer = browser.post(back, {"signer_name": "Synthetic Client"})
    assert (answer.status_code, "taken back already" in answer.content.decode()) == (409, True)


def test_an_emergency_needs_its_words(here: Agency, signed_in: SignedIn) -> None:
    asked = {
        "program": here.program,
        "kind": "medical_personnel",
        "name": "Dr. Synthetic, Example Hospital",
        "purpose": "treatment",
        "categories": ["medication"],
        "exception": "emergency",
        "nature_of_emergency": "Found unconscious",
    }
    browser = signed_in(Role.NURSE)
    assert "Missing: Who is told, and where they work." in words(browser.post(address(here), asked))
    whole = asked | {"recipient_and_affiliation": "Dr. Synthetic, Example Hospital"}
    assert "Yes. Tell this" in words(browser.post(address(here), whole))


def test_a_subpoena_alone(here: Agency, signed_in: SignedIn) -> None:
    asked = {
        "program": here.program,
        "kind": "court_or_counsel",
        "purpose": "proceedings",
        "categories": ["identity"],
        "exception": "court_order",
        "subpoena": "Of this morning",
    }
    told = words(signed_in(Role.FRONT_DESK).post(address(here), asked))
    assert "A subpoena alone is never enough. Give it to the compliance officer." in told
    assert "neither confirm nor deny" in told


def test_nobody_named_is_not_asked(here: Agency, signed_in: SignedIn) -> None:
    page = signed_in(Role.NURSE).post(address(here), {"program": here.program, "purpose": "support"})
    text = words(page)
    assert (page.status_code, Disclosure.objects.count()) == (422, 0)
    assert "Choose whom to tell, or what they are." in text
    assert "Choose what to tell." in text


def test_the_consent_of_another_client_is_no_page(here: Agency, mother: int, signed_in: SignedIn) -> None:
    browser = signed_in(Role.CASE_MANAGER)
    browser.post(address(here, "consents/new/"), paper(here, mother) | signature())
    number = Consent.objects.get().pk
    assert browser.get(address(here, f"consents/{number}/", client=1)).status_code == 404
    back = address(here, f"consents/{number}/take-back/", client=1)
    assert browser.post(back, {"signer_name": "x"}).status_code == 404


def test_somebody_of_another_circle_can_not_be_chosen(here: Agency, mother: int, signed_in: SignedIn) -> None:
    page = signed_in(Role.CASE_MANAGER).post(
        address(here, "consents/new/", client=1), paper(here, mother) | signature()
    )
    assert (page.status_code, Consent.objects.count()) == (422, 0)


def test_the_front_desk_asks_and_takes_back_but_has_nothing_signed(
    here: Agency, mother: int, signed_in: SignedIn
) -> None:
    text = words(signed_in(Role.FRONT_DESK).get(address(here)))
    assert "May I tell?" in text
    assert "Have one signed" not in text
    assert "What was asked and told" not in text


def test_opening_the_tab_is_recorded(here: Agency, signed_in: SignedIn) -> None:
    before = ChartRead.objects.count()
    signed_in(Role.NURSE).get(address(here))
    assert ChartRead.objects.count() == before + 1


def test_an_organization_and_its_agreement(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.COMPLIANCE)
    assert "None written down yet" in words(browser.get("/settings/recipients/"))
    typed = {
        "name": "Synthetic Laboratory",
        "kind": "service_organization",
        "address": "1 Example Way",
        "verified": "on",
    }
    assert browser.post("/settings/recipients/new/", typed).status_code == 302
    twice = browser.post("/settings/recipients/new/", typed)
    assert "on record already" in words(twice)
    row = Recipient.objects.get()
    first = town.now.date()
    agreement = {"kind": "qsoa", "starts": first.isoformat(), "last": (first + timedelta(days=364)).isoformat()}
    assert browser.post(f"/settings/recipients/{row.pk}/agreement/", agreement).status_code == 302
    assert Agreement.objects.get().ends == first + timedelta(days=365)
    text = words(browser.get("/settings/recipients/"))
    assert "Made sure" in text
    assert "Qualified service organization agreement" in text
    wrong = browser.post(f"/settings/recipients/{row.pk}/agreement/", agreement | {"last": "2020-01-01"})
    assert wrong.status_code == 422
    assert browser.get("/settings/recipients/0/agreement/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ({}, 2),
        ({"told": "no"}, 2),
        ({"told": "yes"}, 0),
        ({"to": "dr. syn"}, 1),
        ({"to": "Nobody"}, 0),
        ({"last": "2026-06-09"}, 0),
        ({"first": "2026-06-10", "last": "2026-06-10"}, 2),
        ({"first": "2026-06-11"}, 0),
    ],
)
def test_the_accounting_is_looked_through(
    here: Agency, town: Town, signed_in: SignedIn, typed: dict[str, str], shown: int
) -> None:
    """Asked on the morning of June 10; the name of a recipient is sent, never part of an address."""
    load_rows(by=BY, at=town.now)
    browser = signed_in(Role.CASE_MANAGER)
    asked = {"program": here.program, "kind": "treating_provider", "purpose": "treatment", "categories": ["plan"]}
    for name in ("Dr. Synthetic", "Synthetic Hospital"):
        browser.post(address(here), asked | {"name": name})
    page = browser.post(address(here, "disclosures/"), typed)
    assert (page.status_code, words(page).count("Treating provider")) == (200, shown)
    first = browser.get(address(here, "disclosures/"))
    assert 'value="2020-06-10"' in first.content.decode(), "six years back"
    assert "45 CFR 164.528" in words(first)


def test_a_day_that_is_none_is_told(here: Agency, signed_in: SignedIn) -> None:
    assert signed_in(Role.NURSE).post(address(here, "disclosures/"), {"first": "yesterday"}).status_code == 422
