"""Past retention: who is on it, by which row, what holds it; the file asks the gate; nothing is deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from stepdown.agency.terms import Role
from stepdown.audit.terms import Refused
from stepdown.episode import actions as episode
from stepdown.episode.terms import Discharge, DischargeReason, NewStay
from stepdown.kernel.levels import LevelOfCare
from stepdown.people import actions as people
from stepdown.people.terms import NewClient
from stepdown.policy.actions import load_rows, record_value
from stepdown.policy.terms import NewValue, Scope
from stepdown.privacy import actions, queries
from stepdown.privacy.terms import HoldBlocker, KeptBy
from tests.factories.agency import BY
from tests.factories.legal import subpoena
from tests.pages.conftest import Town
from tests.pages.reading import words

SignedIn = Callable[[Role], Client]
_, IOP, _ = LevelOfCare
LEFT = date(2014, 6, 10)


@pytest.fixture
def gone(town: Town) -> list[int]:
    """Two who were in care long ago, one whose birth date is not known, one who left but lately."""
    load_rows(by=BY, at=town.now)
    born = (date(1980, 1, 1), date(1999, 2, 3), None, date(1980, 1, 1))
    new = [
        NewClient(town.here.site, f"OLD-{n}", f"Oldest {n}", f"Oldest {n}", ("en",), date_of_birth=day)
        for n, day in enumerate(born)
    ]
    numbers = people.register_clients(by=BY, at=town.now, clients=new)
    lately = date(2025, 1, 2)
    for client, left in zip(numbers, (LEFT, LEFT, LEFT, lately), strict=True):
        stay = NewStay(client, town.here.program, IOP, left - timedelta(days=30))
        episode.admit(by=BY, at=town.now, stays=[stay])
        episode.discharge(by=BY, at=town.now, discharges=[Discharge(client, left, DischargeReason.COMPLETED)])
    return numbers


def test_who_is_past_by_which_row_and_who_is_not(gone: list[int], signed_in: SignedIn) -> None:
    page = words(signed_in(Role.COMPLIANCE).get("/legal/retention/"))
    assert "1 record" in page
    assert "Oldest 0 OLD-0 Jun 10, 2014 Jun 10, 2024 10 years after they were last in care (US)" in page
    assert [f"Oldest {n}" in page for n in range(4)] == [True, False, False, False]
    assert "Stepdown deletes nothing by itself" in page


def test_every_row_that_holds_is_shown_and_a_states_own_goes_first(
    gone: list[int], town: Town, signed_in: SignedIn
) -> None:
    browser, day = signed_in(Role.COMPLIANCE), town.now.date()
    page = words(browser.get("/legal/retention/"))
    assert "6 years after somebody read a chart: who, when and why (US) 45 CFR 164.316(b)(2)(i)" in page
    shown = {(one.kind, one.years, one.payer) for one in queries.years_kept("US-NY", day)}
    assert shown == {
        (KeptBy.CHART, 10, ""),
        (KeptBy.CHART, 7, "medicare"),
        (KeptBy.CHART, 10, "medicare-advantage"),
        (KeptBy.MINOR, 10, ""),
        *((kind, 6, "") for kind in (KeptBy.ACCOUNTING, KeptBy.READS, KeptBy.HISTORY, KeptBy.DOCUMENTS)),
    }
    own = NewValue(
        "retention.chart", Decimal(20), "years", Scope("US-NY"), date(2013, 1, 1), "Synthetic statute of a state"
    )
    record_value(by=BY, at=town.now, value=own)
    assert max(one.years for one in queries.years_kept("US-NY", day) if one.kind is KeptBy.CHART) == 20
    assert max(one.years for one in queries.years_kept("US-TX", day) if one.kind is KeptBy.CHART) == 10


def test_held_with_a_reason_and_lifted_with_one(gone: list[int], town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.COMPLIANCE)
    typed = {"words": "Synthetic lawsuit", "placed_on": town.now.date().isoformat()}
    browser.post(f"/clients/{gone[0]}/hold/", typed)
    subpoena(town.here.site, town.now.date(), town.now, gone[0])
    assert "Synthetic lawsuit; A legal request is open" in words(browser.get("/legal/retention/?sort=-held"))
    assert "Oldest 0" in words(browser.get("/legal/retention/?show=held"))
    (hold,) = queries.holds_of(gone)[gone[0]]
    assert browser.post(f"/clients/{gone[1]}/hold/{hold.id}/lift/", {"words": "x"}).status_code == 404
    browser.post(f"/clients/{gone[0]}/hold/{hold.id}/lift/", {"words": "Settled"})
    assert queries.holds_of(gone) == {}
    with pytest.raises(Refused) as refused:
        actions.lift_hold(by=BY, at=town.now, hold=hold.id, words=" ")
    assert [one.blocker for one in refused.value.obstacles] == [HoldBlocker.NO_WORDS, HoldBlocker.LIFTED_ALREADY]


def test_looked_for_and_taken_out_through_the_gate(gone: list[int], signed_in: SignedIn) -> None:
    browser = signed_in(Role.COMPLIANCE)
    assert "Nobody found" in words(browser.post("/legal/retention/", {"q": "zzzz"}))
    assert "Oldest 0" in words(browser.post("/legal/retention/", {"q": "OLD-0"}))
    file = browser.post("/legal/retention/export/")
    lines = b"".join(file.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[-1] == "OLD-0,Oldest 0,2014-06-10,2024-06-10,10 years after they were last in care (US),"
