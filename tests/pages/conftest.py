"""A committed synthetic agency per test module; each test's changes are rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from stepdown.agency.terms import Role
from tests.clock import morning
from tests.conftest import OwnDatabase
from tests.factories.agency import Agency, all_on_call, small_agency, user, with_circle, with_visits

FAST = {
    "DEMO": True,
    "AXES_ENABLED": False,
    "WHITENOISE_USE_FINDERS": False,
}
"""Sign-ins are tested in test_sign_in.py; here they only have to be quick, and without a second factor. Every new browser
would read each static file's size, which was a third of the time of these tests."""
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Town:
    """Two agencies' sites in one database, the second full of strangers, and a user of the first site per role, signed in.

    They are all on call that morning, so that every chart of their site opens to them; who opens which chart is tested in
    test_opening.py.
    """

    here: Agency
    there: Agency
    now: datetime
    users: dict[Role, int]
    cookies: dict[Role, str]


@pytest.fixture(scope="module", autouse=True)
def clock() -> Iterator[None]:
    """Every page is opened on the same morning."""
    with morning():
        yield


@pytest.fixture(scope="module")
def settled(clock: None, own_database: OwnDatabase) -> Iterator[Town]:
    """Made once a module. Use `town`."""
    with own_database("pages"), override_settings(**FAST):
        now = timezone.now()
        here, there = (
            with_circle(with_visits(small_agency(now, code=code, clients=clients, groups=groups), now), now)
            for code, clients, groups in (("R", 3, 2), ("S", 2, 1))
        )
        users = {role: user(here, role, now) for role in Role}
        all_on_call(here, users.values(), now)
        yield Town(here, there, now, users, {role: _signed_in(number) for role, number in users.items()})


@pytest.fixture
def town(settled: Town, django_db_blocker: pytest.FixtureRequest) -> Iterator[Town]:
    """The two agencies, as they were at the start."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield settled
        transaction.set_rollback(True)


@pytest.fixture
def signed_in(town: Town) -> Callable[[Role], Client]:
    """`signed_in(Role.NURSE)`: a browser in which that person is signed in."""

    def browser(role: Role) -> Client:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = town.cookies[role]
        return client

    return browser


def _signed_in(number: int) -> str:
    """The session cookie of somebody who is signed in."""
    client = Client()
    client.force_login(get_user_model()._default_manager.get(pk=number), backend=BACKEND)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
