"""Restrictions on the Consents tab and the Coverage tab; what of the admission is missing; filters of the accounting."""

from __future__ import annotations

from stepdown.agency.terms import Role
from stepdown.consent.models import RestrictionRequest
from stepdown.consent.terms import PaperKind
from tests.factories.agency import Agency
from tests.factories.papers import agreed
from tests.pages.conftest import Town
from tests.pages.reading import words
from tests.pages.test_consents import SignedIn, address, here, mother, paper, question, signature

__all__ = ["here", "mother"]
ASKED = {"words": "Do not tell my mother, synthetic as she is."}


def test_asked_kept_answered_ended(here: Agency, mother: int, signed_in: SignedIn) -> None:
    desk, compliance = signed_in(Role.CASE_MANAGER), signed_in(Role.COMPLIANCE)
    desk.post(address(here, "consents/new/"), paper(here, mother) | signature())
    assert "Yes. Tell this" in words(desk.post(address(here), question(here, mother)))
    made = desk.post(address(here, "restrictions/new/"), ASKED | {"who": f"contact:{mother}"})
    number = RestrictionRequest.objects.get().pk
    assert (made.status_code, made["Location"]) == (302, address(here, f"restrictions/{number}/"))
    assert "The client asked that they not be told." in words(desk.post(address(here), question(here, mother)))
    assert "Kept until it is answered Not to be told: anything." in words(desk.get(address(here)))
    assert "They see nothing" in words(desk.get(address(here, "as-seen/")))
    one = address(here, f"restrictions/{number}/")
    assert "Answer it" not in words(desk.get(one))
    desk.post(one, {"outcome": "declined", "words": "Synthetic"})
    assert "Kept until it is answered" in words(desk.get(one)), "who may not answer does not"
    assert compliance.post(one, {"outcome": "agreed", "words": ""}).status_code == 422
    assert compliance.post(one, {"outcome": "agreed", "words": "We keep it."}).status_code == 302
    assert compliance.post(one, {"outcome": "ended_at_their_wish", "words": "On the phone"}).status_code == 302
    assert "Yes. Tell this" in words(desk.post(address(here), question(here, mother)))
    assert compliance.get(address(here, f"restrictions/{number}/", client=1)).status_code == 404


def test_care_paid_for_in_full_stands_on_the_coverage_tab(here: Agency, signed_in: SignedIn) -> None:
    browser = signed_in(Role.BILLER)
    typed = ASKED | {"paid_in_full": "on", "first": "2026-06-01", "last": "2026-06-30"}
    assert browser.post(address(here, "restrictions/new/"), typed).status_code == 302
    told = words(browser.get(address(here, "coverage/")))
    assert "Health plan or payer Must be kept" in told
    assert "of care from Jun 1, 2026, of care to Jun 30, 2026" in told
    assert "Not to be told" not in words(browser.get(address(here, "coverage/", client=1)))
    one = address(here, f"restrictions/{RestrictionRequest.objects.get().pk}/")
    refused = signed_in(Role.COMPLIANCE).post(one, {"outcome": "declined", "words": "No"})
    assert (refused.status_code, RestrictionRequest.objects.get().answers.count()) == (422, 0)


def test_nobody_named_is_not_written_down(here: Agency, signed_in: SignedIn) -> None:
    page = signed_in(Role.FRONT_DESK).post(address(here, "restrictions/new/"), ASKED)
    assert (page.status_code, "Choose one person or organization" in words(page)) == (422, True)
    assert not RestrictionRequest.objects.exists()


def test_the_tab_says_which_papers_of_the_admission_are_missing(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.NURSE)
    assert "Missing Consent to treatment · Telehealth" in words(browser.get(address(here)))
    agreed(here.clients[0], here.program, town.now, *(set(PaperKind) - {PaperKind.TREATMENT}))
    assert "All on record" in words(browser.get(address(here)))
