"""Who may be the same person, found by indexes: exactly those whom comparing with everybody finds."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from stepdown.people.actions import add_way, change_client, change_way, end_way, register_clients
from stepdown.people.models import Client, Way
from stepdown.people.queries import details_of, duplicates_of, duplicates_on_record
from stepdown.people.rules.alike import alike, email_key, strength
from stepdown.people.terms import Alike, Known, NewClient, NewWay, WayKind, phone
from tests.actions.world import AT, BY, World, world

FIRST = ("Fern", "Ferne", "Jon", "John", "Núñez", "Nunez", "Katherine", "Catherine", "O'Brook", "Obrook", "Meadow")
LAST = ("Brook", "Brooks", "Smyth", "Smith", "Kowalski", "Kowalsky", "Maier", "Meyer", "Fern Brook", "Brook-Hill", "")
DAYS = (None, None, date(1990, 5, 17), date(1990, 5, 18))
NUMBERS = ("", "", "202 555 0111", "(202) 555-0111", "+1 202 555 0112")


@pytest.fixture
def here(db: None) -> World:
    return world()


def crowd(site: int) -> list[NewClient]:
    """Every first name with every last one, some under two names; days of birth and numbers by chance, the same each time."""
    chance = random.Random("alike")
    names = [f"{first} {last}".strip() for first, last in product(FIRST, LAST)]
    return [
        NewClient(
            site=site,
            record_number=f"A-{number}",
            legal_name=name,
            used_name=chance.choice([name, name, chance.choice(names)]),
            languages=("en",),
            date_of_birth=chance.choice(DAYS),
            phone=chance.choice(NUMBERS),
        )
        for number, name in enumerate(names)
    ]


def compared_with_everybody(new: Known, but: int = 0) -> list[tuple[int, tuple[Alike, ...]]]:
    """The slow and obvious way: every record is read, and `alike` asked."""
    found = []
    for row in Client.objects.filter(merged_into=None).exclude(pk=but).order_by("pk"):
        ways = Way.objects.filter(client=row, contact=None, ended_at=None)
        phones = {phone.significant(way.value) for way in ways if way.kind != WayKind.EMAIL}
        emails = {email_key(way.value) for way in ways if way.kind == WayKind.EMAIL}
        known = Known((row.used_name, row.legal_name), row.date_of_birth, frozenset(phones), frozenset(emails))
        if reasons := alike(new, known):
            found.append((row.pk, reasons))
    return sorted(found, key=lambda one: -strength(one[1]))[:5]


def test_as_many_as_by_comparing_with_everybody(here: World) -> None:
    rows = crowd(here.site)
    register_clients(by=BY, at=AT, clients=rows)
    seen = set()
    for row in rows:
        numbers = frozenset(filter(None, [phone.significant(row.phone)]))
        known = Known((row.used_name, row.legal_name), row.date_of_birth, numbers)
        expected = compared_with_everybody(known)
        assert [(one.client, one.reasons) for one in duplicates_of(BY, row)] == expected
        seen |= {reason for _, reasons in expected for reason in reasons}
    assert seen == set(Alike) - {Alike.SAME_EMAIL}, "nothing was left untried"


def test_a_change_of_name_number_or_address_is_compared_from_then_on(here: World) -> None:
    rows = [NewClient(here.site, f"B-{name}", name, name, ("en",)) for name in ("Alder Pebble", "Meadow Wetland")]
    one, two = register_clients(by=BY, at=AT, clients=rows)
    named = replace(details_of(BY, one), legal_name="Osprey Headland", used_name="Osprey Headland")
    change_client(by=BY, at=AT, client=one, details=named)
    other = NewClient(here.site, "", "Ospry Hedland", "Ospry Hedland", ("en",))
    assert [found.client for found in duplicates_of(BY, other)] == [one]
    mail = NewWay(WayKind.EMAIL, "Osprey@Example.org")
    first, second = (add_way(by=BY, at=AT, client=client, way=mail) for client in (one, two))
    assert [(found.client, found.reasons) for found in duplicates_on_record(BY, one)] == [(two, (Alike.SAME_EMAIL,))]
    change_way(by=BY, at=AT, client=two, number=second, way=NewWay(WayKind.EMAIL, "somebody@example.org"))
    assert duplicates_on_record(BY, one) == ()
    change_way(by=BY, at=AT, client=two, number=second, way=mail)
    end_way(by=BY, at=AT, client=one, number=first)
    assert duplicates_on_record(BY, one) == ()


def test_who_has_nothing_to_compare_is_like_nobody(here: World) -> None:
    register_clients(by=BY, at=AT, clients=crowd(here.site)[:20])
    assert duplicates_of(BY, NewClient(here.site, "", "", "", ("en",))) == ()
    assert duplicates_of(BY, NewClient(here.site, "", "123", "456", ("en",), phone="ask his mother")) == ()
