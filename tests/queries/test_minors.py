"""Who decides for a minor, by the rows the project ships: state by state, in a Part 2 program and elsewhere."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from stepdown.agency.actions import open_sites
from stepdown.agency.terms import NewSite
from stepdown.consent.queries.minors import deciding_of
from stepdown.consent.terms import Decides, Deciding
from stepdown.people.actions import register_clients
from stepdown.people.terms import NewClient
from stepdown.policy.actions import load_rows
from tests.factories.agency import BY

AT = datetime(2026, 3, 4, 17, tzinfo=UTC)
TODAY = AT.date()
D = Decides
TABLE = {
    # state: {age: (in a Part 2 program, elsewhere)}
    "US-CA": {11: (D.MINOR_AND_PARENT, D.PARENT), 12: (D.MINOR, D.MINOR), 18: (D.CLIENT, D.CLIENT)},
    "US-FL": {11: (D.MINOR, D.PARENT), 17: (D.MINOR, D.PARENT), 18: (D.CLIENT, D.CLIENT)},
    "US-IL": {11: (D.MINOR_AND_PARENT, D.PARENT), 12: (D.MINOR, D.MINOR), 18: (D.CLIENT, D.CLIENT)},
    "US-NY": {11: (D.MINOR, D.MINOR), 17: (D.MINOR, D.MINOR), 18: (D.CLIENT, D.CLIENT)},
    "US-TX": {11: (D.MINOR, D.PARENT), 17: (D.MINOR, D.PARENT), 18: (D.CLIENT, D.CLIENT)},
    # no row says from when a minor may ask for care alone: protected
    "US-OH": {17: (D.UNKNOWN, D.UNKNOWN), 18: (D.CLIENT, D.CLIENT)},
    "US-NE": {18: (D.UNKNOWN, D.UNKNOWN), 19: (D.CLIENT, D.CLIENT)},
    "US-MS": {20: (D.UNKNOWN, D.UNKNOWN), 21: (D.CLIENT, D.CLIENT)},
}


@pytest.mark.django_db
def test_every_state_with_rows_and_some_without() -> None:
    load_rows(by=BY, at=AT)
    places = [NewSite(state, f"Synthetic {state}", "America/New_York", jurisdiction=state) for state in TABLE]
    sites = dict(zip(TABLE, open_sites(by=BY, at=AT, sites=places), strict=True))
    ages = [(state, age) for state, of in TABLE.items() for age in (*of, None)]
    rows = [
        NewClient(
            sites[state], f"{state}-{age}", "Synthetic", f"Synthetic {age}", ("en",),
            date_of_birth=None if age is None else date(TODAY.year - age, TODAY.month, TODAY.day),
        )
        for state, age in ages
    ]  # fmt: skip
    clients = register_clients(by=BY, at=AT, clients=rows)
    found = deciding_of(clients, TODAY)
    unknown = (D.UNKNOWN, D.UNKNOWN)
    expected = {(state, age): Deciding(*(TABLE[state][age] if age is not None else unknown)) for state, age in ages}
    assert {key: found[client] for key, client in zip(ages, clients, strict=True)} == expected
