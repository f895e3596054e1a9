"""Signing in for the first time: password, then a second factor is set up; the next time it is asked for."""

from __future__ import annotations

from datetime import datetime

import pyotp
import pytest
from playwright.sync_api import Page, expect

from stepdown.agency.terms import Role
from tests.factories.agency import PASSWORD, Agency, user
from tests.journeys.conftest import NONE_FOUND, accessible, shot, sign_in_as

EMAIL = "desk@example.org"


@pytest.mark.parametrize("server", [{"STEPDOWN_DEMO": ""}], indirect=True)
def test_second_factor(agency: Agency, page: Page, now: datetime) -> None:
    user(agency, Role.FRONT_DESK, now, email=EMAIL)
    page.goto("/today/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert accessible(page) == NONE_FOUND
    shot(page, "sign-in")
    sign_in_as(page, EMAIL, "not the password")
    expect(page.get_by_text("not correct")).to_be_visible()
    sign_in_as(page, EMAIL, PASSWORD)
    assert page.url.endswith("/account/2fa/totp/activate/"), "nothing else opens before the second factor"
    assert accessible(page) == NONE_FOUND
    shot(page, "second-factor")
    secret = page.locator("#authenticator_secret").text_content() or ""
    page.locator("input[name=code]").fill(pyotp.TOTP(secret).now())
    page.locator("main button[type=submit]").first.click()
    expect(page.get_by_text("recovery codes").first).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    page.context.clear_cookies()
    sign_in_as(page, EMAIL, PASSWORD)
    expect(page.locator("input[name=code]")).to_be_visible()
    page.locator("input[name=code]").fill("000000")
    page.locator("main button[type=submit]").first.click()
    expect(page.get_by_text("Incorrect code")).to_be_visible()
