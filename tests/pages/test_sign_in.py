"""Signing in: the password, then the second factor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pyotp
import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from stepdown.agency.terms import Role
from tests.factories.agency import PASSWORD, small_agency, user
from tests.pages.conftest import FAST

EMAIL = "desk@example.org"
LOGIN = "/account/login/"
ACTIVATE = "/account/2fa/totp/activate/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def browser(now: datetime) -> Iterator[Client]:
    """A browser at the agency's front desk, where the second factor is asked for."""
    with override_settings(**FAST | {"DEMO": False}):
        user(small_agency(now), Role.FRONT_DESK, now, email=EMAIL)
        yield Client()


def sign_in(browser: Client, password: str = PASSWORD, email: str = EMAIL) -> tuple[int, str]:
    response = browser.post(LOGIN, {"login": email, "password": password})
    return response.status_code, response.headers.get("Location", "")


def set_up_second_factor(browser: Client) -> pyotp.TOTP:
    page = browser.get(ACTIVATE)
    code = pyotp.TOTP(page.context["form"].secret)
    browser.post(ACTIVATE, {"code": code.now()})
    return code


def test_the_first_page_after_signing_in_sets_up_the_second_factor(browser: Client) -> None:
    assert sign_in(browser) == (302, "/")
    for place in ("desk:home", "desk:today", "desk:clients", "desk:settings"):
        response = browser.get(reverse(place))
        assert (response.status_code, response.headers.get("Location")) == (302, ACTIVATE), place
    assert browser.get(ACTIVATE).status_code == 200, "the password just given is not asked for again"


def test_the_next_time_the_code_is_asked_for(browser: Client) -> None:
    sign_in(browser)
    set_up_second_factor(browser)
    again = Client()
    assert sign_in(again) == (302, "/account/2fa/authenticate/")
    assert again.get(reverse("desk:today")).status_code == 302, "the password alone opens nothing"
    wrong = again.post("/account/2fa/authenticate/", {"code": "000000"})
    assert (wrong.status_code, wrong.context["form"].errors["code"]) == (200, ["Incorrect code."])


def test_a_wrong_password_and_an_unknown_address_are_told_alike(browser: Client) -> None:
    wrong = browser.post(LOGIN, {"login": EMAIL, "password": "not the password"})
    unknown = browser.post(LOGIN, {"login": "nobody@example.org", "password": "not the password"})
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()
    assert len(wrong.context["form"].non_field_errors()) == 1


def test_nobody_signs_up(browser: Client) -> None:
    page = browser.get("/account/signup/")
    assert "password" not in page.content.decode().lower()
