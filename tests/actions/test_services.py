"""The kinds of service an agency offers: the standard ones, and its own."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import DatabaseError, transaction

from stepdown.agency import actions
from stepdown.agency.models import ServiceKind
from stepdown.agency.queries import services
from stepdown.agency.rules.catalogue import STANDARD_SERVICES
from stepdown.agency.terms import Delivery, NewService, ServiceCategory
from stepdown.audit.context import action
from stepdown.audit.terms import Actor
from stepdown.policy.actions import load_rows
from tests.actions.world import AT, BY


def test_the_standard_kinds_are_added_once(db: None) -> None:
    load_rows(by=BY, at=AT)
    made = actions.add_standard_services(by=BY, at=AT)
    assert list(ServiceKind.objects.order_by("pk").values_list("pk", "code")) == [
        (number, row.code) for number, row in zip(made, STANDARD_SERVICES, strict=True)
    ]
    assert actions.add_standard_services(by=BY, at=AT) == []


def test_what_happens_off_site_takes_its_ratio_from_policy(db: None) -> None:
    load_rows(by=BY, at=AT)
    actions.add_standard_services(by=BY, at=AT)
    assert list(ServiceKind.objects.filter(room_needed=False).values_list("code", "clients_per_staff")) == [
        ("adventure", 12)
    ]


def test_without_a_policy_row_there_is_no_ratio(db: None) -> None:
    actions.add_standard_services(by=BY, at=AT)
    assert set(ServiceKind.objects.values_list("clients_per_staff", flat=True)) == {None}


def test_a_kind_of_the_same_code_is_left_as_it_is(db: None) -> None:
    own = NewService("process", "Our process group", Delivery.GROUP, 75, ("LCSW",))
    actions.offer_services(by=BY, at=AT, services=[own])
    actions.add_standard_services(by=BY, at=AT)
    assert list(ServiceKind.objects.filter(code="process").values_list("name", "minutes")) == [
        ("Our process group", 75)
    ]
    assert ServiceKind.objects.count() == len(STANDARD_SERVICES)


def test_a_discreet_kind_has_a_public_name(db: None) -> None:
    actions.add_standard_services(by=BY, at=AT)
    assert {(row.name, row.public_name) for row in services() if row.name != row.public_name} == {
        ("Specimen collection", "Nurse")
    }


def test_what_was_asked_for_is_kept(db: None) -> None:
    row = NewService(
        "climbing", "Climbing", Delivery.GROUP, 120, ("activity therapist",), 3, ServiceCategory.MOVEMENT,
        room_needed=False, clients_per_staff=6,
    )  # fmt: skip
    actions.offer_services(by=BY, at=AT, services=[row])
    (found,) = services()
    assert (found.category, found.discreet, found.room_needed, found.clients_per_staff) == (
        ServiceCategory.MOVEMENT, False, False, 6,
    )  # fmt: skip


@action
def break_the_ratio(*, by: Actor, at: datetime) -> None:
    ServiceKind.objects.update(clients_per_staff=0)


def test_the_database_refuses_a_ratio_of_none(db: None) -> None:
    actions.add_standard_services(by=BY, at=AT)
    with pytest.raises(DatabaseError, match="service_has_ratio"), transaction.atomic():
        break_the_ratio(by=BY, at=AT)
