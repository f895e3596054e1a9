"""What the people around a client would see today: what a consent carries, and not a word more."""

from __future__ import annotations

from stepdown.agency.terms import Role
from stepdown.consent.models import Consent, Disclosure
from tests.factories.agency import Agency
from tests.pages.conftest import Town
from tests.pages.reading import words
from tests.pages.test_consents import SignedIn, address, here, mother, paper, signature

__all__ = ["here", "mother"]


def test_it_grows_and_shrinks_with_the_consent(here: Agency, mother: int, town: Town, signed_in: SignedIn) -> None:
    """Nothing; then when they come; then how it goes too; and nothing again once it is taken back."""
    browser, page = signed_in(Role.CASE_MANAGER), address(here, "as-seen/")
    before = words(browser.get(page))
    assert before.count("They see nothing Not even that somebody is a client here.") == 2
    assert "9:00" not in before
    browser.post(address(here, "consents/new/"), paper(here, mother) | signature())
    told = words(browser.get(page))
    assert "When they come, this week" in told
    assert "Wed, Jun 10: 9:00 \u2013 11:00 am" in told
    assert ("How it goes" in told, "Relapse prevention" in told) == (False, False)
    more = paper(here, mother, categories=["identity", "attendance"])
    browser.post(address(here, "consents/new/"), more | signature())
    assert "How it goes, this weekCame for 0 h of 9 h." in words(browser.get(page))
    for row in Consent.objects.all():
        browser.post(address(here, f"consents/{row.pk}/take-back/"), {"signer_name": "Synthetic Client"})
    assert words(browser.get(page)).partition("What each")[2] == before.partition("What each")[2]
    assert not Disclosure.objects.exists(), "looking tells nobody anything"


def test_each_sees_by_their_own_consent(here: Agency, mother: int, signed_in: SignedIn) -> None:
    browser = signed_in(Role.CASE_MANAGER)
    browser.post(address(here, "consents/new/"), paper(here, mother) | signature())
    told = words(browser.get(address(here, "as-seen/")))
    everybody = told.count("They see nothing") + told.count("Stays here (")
    assert (told.count("When they come, this week"), everybody > 1) == (1, True)
    assert "They see nothing" not in words(browser.get(address(here, "as-seen/", client=1)))
    assert "Nobody around them is on record" in words(browser.get(address(here, "as-seen/", client=2)))
