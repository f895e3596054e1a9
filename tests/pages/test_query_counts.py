"""A page makes the same number of queries for 1 row and for 30, and at most 15 (law 11).

Not counted: the two statements that tell the database who reads, which every request makes.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stepdown.agency.queries import actor_of
from stepdown.agency.terms import Role
from stepdown.people.actions import assign_care_team
from stepdown.people.terms import CarePlace, CareRole
from stepdown.schedule.models import Group
from tests.factories.agency import BY, Agency, small_agency, user, with_visits
from tests.pages.conftest import FAST

MOST = 15
Address = Callable[[Agency], str]

PAGES: dict[str, tuple[Role, Address]] = {
    "today": (Role.FRONT_DESK, lambda a: reverse("desk:today")),
    "clients": (Role.FRONT_DESK, lambda a: reverse("desk:clients")),
    "clients by next session": (Role.FRONT_DESK, lambda a: reverse("desk:clients") + "?sort=next"),
    "clients on their way in": (Role.FRONT_DESK, lambda a: reverse("desk:clients") + "?show=everybody"),
    "clients without an appointment": (
        Role.CLINICIAN,
        lambda a: reverse("desk:clients") + "?lacking=appointment&clinician=none",
    ),
    "views of clients": (Role.FRONT_DESK, lambda a: reverse("desk:client-views")),
    "client": (Role.CLINICIAN, lambda a: reverse("desk:client", args=[a.clients[0]])),
    "circle": (Role.CLINICIAN, lambda a: reverse("desk:client-circle", args=[a.clients[0]])),
    "emergency": (Role.NURSE, lambda a: reverse("desk:client-emergency", args=[a.clients[0]])),
    "in the building": (Role.NURSE, lambda a: reverse("desk:building")),
    "calls": (Role.FRONT_DESK, lambda a: reverse("desk:calls")),
    "history": (Role.COMPLIANCE, lambda a: reverse("desk:client-history", args=[a.clients[0]])),
    "admissions": (Role.FRONT_DESK, lambda a: reverse("desk:admissions")),
    "tracks": (Role.CLINICIAN, lambda a: reverse("desk:tracks")),
    "track": (Role.CLINICIAN, lambda a: reverse("desk:track", args=[Group.objects.get(pk=a.groups[0]).track_id])),
    "journey": (Role.CLINICIAN, lambda a: reverse("desk:client-journey", args=[a.clients[0]])),
    "hours and tracks": (Role.CLINICIAN, lambda a: reverse("desk:client-hours", args=[a.clients[0]])),
    "admission data": (Role.CLINICIAN, lambda a: reverse("desk:admission-data", args=[a.clients[0]])),
    "consents": (Role.CLINICIAN, lambda a: reverse("desk:client-consents", args=[a.clients[0]])),
    "requests of a client": (Role.CLINICIAN, lambda a: reverse("desk:client-requests", args=[a.clients[0]])),
    "requests": (Role.COMPLIANCE, lambda a: reverse("desk:requests")),
    "agreements": (Role.CLINICIAN, lambda a: reverse("desk:client-agreements", args=[a.clients[0]])),
    "agreements to sign": (Role.FRONT_DESK, lambda a: reverse("desk:sign-agreements", args=[a.clients[0]])),
    "admit": (Role.CLINICIAN, lambda a: reverse("desk:admit", args=[a.clients[0]])),
}
"""Page → who opens it, and its address."""


def queries(agency: Agency, role: Role, address: Address) -> list[str]:
    """The statements one GET makes."""
    client = Client()
    now = timezone.now()
    number = user(agency, role, now)
    place = CarePlace(agency.clients[0], actor_of(number).staff or 0, CareRole.CASE_MANAGER, now.date())
    assign_care_team(by=BY, at=now, places=[place])
    client.force_login(
        get_user_model()._default_manager.get(pk=number), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    client.get(address(agency))  # the first page of a minute also writes down that somebody is active
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address(agency)).status_code == 200
    return [query["sql"] for query in captured if "set_config" not in query["sql"]]


@pytest.mark.parametrize(("role", "address"), PAGES.values(), ids=PAGES)
@pytest.mark.django_db
def test_as_many_for_thirty_rows_as_for_one(role: Role, address: Address) -> None:
    now = timezone.now()
    with override_settings(**FAST):
        few = with_visits(small_agency(now, code="F", clients=3, groups=1), now)  # one here, one gone, one missing
        many = with_visits(small_agency(now, code="M", clients=31, groups=6), now)
        one, thirty = queries(few, role, address), queries(many, role, address)
    assert len(one) == len(thirty), thirty
    assert len(thirty) <= MOST, thirty
