"""Consents that end soon: on a list before the day, renewed in one step; what goes on when one is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stepdown.agency.terms import Role
from stepdown.audit.terms import NotAllowed
from stepdown.consent import actions, queries
from stepdown.consent.models import Consent
from stepdown.policy.actions import load_rows
from tests.actions.doors import plan, says_yes
from tests.actions.world import somebody
from tests.factories.agency import BY, Agency
from tests.pages.conftest import Town
from tests.pages.reading import words
from tests.pages.test_consents import SignedIn, address, here, mother, paper, signature

__all__ = ["here", "mother"]
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "later", "revoked", "on_the_list"),
    [
        (29, None, False, True),
        (31, None, False, False),
        (29, 60, False, False),
        (29, 20, False, True),
        (29, None, True, False),
    ],
)
def test_which_are_on_the_list(
    here: Agency, town: Town, days: int, later: int | None, revoked: bool, on_the_list: bool
) -> None:
    """Days until it ends, days until a later one does, whether it was taken back."""
    client, at = here.clients[0], town.now
    to = plan(at)
    first = says_yes(here, client, at, to, ends=at + days * DAY)
    if later is not None:
        says_yes(here, client, at, to, ends=at + later * DAY)
    if revoked:
        actions.revoke(by=BY, at=at, consent=first, signer_name="Synthetic", in_writing=False)
    found = queries.ending(BY, here.site, at=at, until=at + 30 * DAY)
    assert (first in {one.row.id for one in found}) is on_the_list
    assert {one.client for one in found} <= {client}
    assert queries.ending(BY, here.site, at=at + 61 * DAY, until=at + 90 * DAY) == ()
    with pytest.raises(NotAllowed):
        queries.ending(somebody(Role.FRONT_DESK, here.site), here.site, at=at, until=at + DAY)


def test_renewed_in_one_step(here: Agency, mother: int, town: Town, signed_in: SignedIn) -> None:
    """The old one stays as it was signed; the new one begins as the old one was, and its last day is chosen."""
    load_rows(by=BY, at=town.now)
    browser = signed_in(Role.CASE_MANAGER)
    assert "None ends soon" in words(browser.get("/consents/ending/"))
    last = (town.now + 9 * DAY).date().isoformat()
    browser.post(address(here, "consents/new/"), paper(here, mother, event="", last=last) | signature())
    old = Consent.objects.get()
    listed = words(browser.get("/consents/ending/"))
    assert ("within 30 days" in listed, "Synthetic Mother" in listed) == (True, True)
    again = browser.get(address(here, "consents/new/"), {"like": old.pk}).content.decode()
    assert f'<option value="contact:{mother}" selected>' in again
    fresh = browser.get(address(here, "consents/new/")).content.decode()
    assert again.count(" checked") == fresh.count(" checked") + len(["schedule", "support"])
    browser.post(address(here, "consents/new/") + f"?like={old.pk}", paper(here, mother) | signature())
    assert Consent.objects.count() == 2
    assert "None ends soon" in words(browser.get("/consents/ending/"))
    assert browser.get(address(here, "consents/new/", client=1), {"like": old.pk}).status_code == 404
    told = words(browser.get(address(here, f"consents/{old.pk}/")))
    assert "Not everything stops Another consent goes on" in told
