"""Signing in, in a browser: the first time with the setup of a second factor, the next times, and wrong too often."""

from __future__ import annotations

import time
from datetime import datetime

import pyotp
import pytest
from playwright.sync_api import Page, expect

from stepdown.agency.terms import Role
from tests.factories.agency import PASSWORD, Agency, user
from tests.journeys.conftest import NONE_FOUND, PHONE, accessible, shot, sign_in_as

EMAIL, WRONG = "desk@example.org", "not the password"
NO_DEMO = pytest.mark.parametrize("server", [{"STEPDOWN_DEMO": ""}], indirect=True)


def shown(totp: pyotp.TOTP) -> str:
    """The code the app shows, read when it will still be good in five seconds."""
    if (left := totp.interval - time.time() % totp.interval) < 5:
        time.sleep(left)
    return totp.now()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=words, level=1)).to_be_visible()


def checked(page: Page, words: str, picture: str = "") -> None:
    """The page with this heading is shown, finished for everybody: both themes, both sizes."""
    heading(page, words)
    assert accessible(page) == NONE_FOUND, words
    if picture:
        shot(page, picture, whole=True)


def enter_code(page: Page, code: str) -> None:
    page.locator("input[name=code]").fill(code)
    page.get_by_role("button", name="Sign in").click()


def set_up(page: Page) -> tuple[pyotp.TOTP, list[str]]:
    """From the setup page on: reads the secret as an app would, and keeps the recovery codes."""
    totp = pyotp.TOTP(page.locator("#authenticator_secret").text_content() or "")
    page.locator("input[name=code]").fill(shown(totp))
    page.get_by_role("button", name="Turn it on").click()
    heading(page, "Recovery codes")
    return totp, page.get_by_label("Your codes").input_value().split()


@NO_DEMO
def test_the_first_time_and_the_next(agency: Agency, page: Page, now: datetime) -> None:
    user(agency, Role.FRONT_DESK, now, email=EMAIL)
    page.goto("/today/")
    checked(page, "Sign in", "sign-in")
    sign_in_as(page, EMAIL, WRONG)
    expect(page.get_by_text("not correct")).to_be_visible()
    sign_in_as(page, EMAIL, PASSWORD)
    checked(page, "Set up the second factor", "second-factor")
    page.goto("/clients/")
    heading(page, "Set up the second factor")
    totp, codes = set_up(page)
    assert len(codes) == 10
    checked(page, "Recovery codes", "recovery-codes")
    page.get_by_role("link", name="I have kept them").click()
    heading(page, "Today")

    page.context.clear_cookies()
    sign_in_as(page, EMAIL, PASSWORD)
    checked(page, "Enter your code", "enter-code")
    enter_code(page, "000000")
    expect(page.get_by_text("Incorrect code")).to_be_visible()
    enter_code(page, shown(totp))
    heading(page, "Today")


@NO_DEMO
def test_on_a_phone_with_a_recovery_code(agency: Agency, page: Page, now: datetime) -> None:
    user(agency, Role.FRONT_DESK, now, email=EMAIL)
    page.set_viewport_size(PHONE)
    sign_in_as(page, EMAIL, PASSWORD)
    _, codes = set_up(page)
    page.get_by_role("link", name="I have kept them").click()
    heading(page, "Today")
    for expected in ("Today", "Enter your code"):
        page.context.clear_cookies()
        sign_in_as(page, EMAIL, PASSWORD)
        enter_code(page, codes[0])
        heading(page, expected)
    expect(page.get_by_text("Incorrect code")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@NO_DEMO
def test_five_wrong_passwords(agency: Agency, page: Page, now: datetime) -> None:
    user(agency, Role.FRONT_DESK, now, email=EMAIL)
    for _ in range(4):
        sign_in_as(page, EMAIL, WRONG)
        heading(page, "Sign in")
    sign_in_as(page, EMAIL, WRONG)
    checked(page, "Signing in is paused", "signing-in-is-paused")
    sign_in_as(page, EMAIL, PASSWORD)
    expect(page.get_by_text("Try again in 15 minutes.")).to_be_visible()


@NO_DEMO
def test_ones_own_account(agency: Agency, page: Page, now: datetime) -> None:
    user(agency, Role.FRONT_DESK, now, email=EMAIL)
    page.goto("/account/signup/")
    checked(page, "Ask for an account", "sign-up")
    sign_in_as(page, EMAIL, PASSWORD)
    set_up(page)
    page.goto("/account/password/change/")
    checked(page, "Change your password", "change-password")
    page.goto("/account/sessions/")
    checked(page, "Where you are signed in", "sessions")
    page.goto("/account/2fa/reauthenticate/")
    checked(page, "Confirm that it is you", "confirm-by-code")
    page.goto("/account/2fa/")
    checked(page, "Second factor", "second-factors")
    page.get_by_role("link", name="Add a key").click()
    checked(page, "Confirm that it is you", "confirm-by-password")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    checked(page, "Add a security key", "add-key")
    page.goto("/account/2fa/webauthn/")
    checked(page, "Security keys", "keys")
    page.goto("/account/2fa/totp/deactivate/")
    checked(page, "Remove the authenticator app?", "remove-app")
    page.goto("/account/2fa/recovery-codes/")
    checked(page, "Recovery codes", "codes-not-again")
    page.get_by_role("link", name="Make new codes").click()
    checked(page, "Make new recovery codes?", "new-codes")
    page.get_by_role("button", name="Make new codes").click()
    assert len(page.get_by_label("Your codes").input_value().split()) == 10
    page.goto("/account/logout/")
    checked(page, "Sign out?", "sign-out")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    heading(page, "Sign in")


@NO_DEMO
def test_a_security_key(agency: Agency, page: Page, server: str, now: datetime) -> None:
    """Chromium plays the key. Keys belong to a host name, so the server is called localhost."""
    user(agency, Role.FRONT_DESK, now, email=EMAIL)
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, "automaticPresenceSimulation": True}})
    here = server.replace("127.0.0.1", "localhost")

    def sign_in_here() -> None:
        page.goto(f"{here}/account/login/")
        page.get_by_label("Email").fill(EMAIL)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()

    sign_in_here()
    heading(page, "Set up the second factor")
    page.get_by_role("link", name="Use a security key or a passkey").click()
    page.get_by_role("textbox", name="Name").fill("Blue key")
    page.evaluate(
        "() => { navigator.credentials.create = () => Promise.reject(new DOMException('', 'NotAllowedError')); }"
    )
    page.get_by_role("button", name="Add the key").click()
    expect(page.get_by_text("gave no answer")).to_be_visible()
    page.evaluate("delete navigator.credentials.create")
    page.get_by_role("button", name="Add the key").click()
    heading(page, "Recovery codes")
    page.goto(f"{here}/account/2fa/webauthn/")
    checked(page, "Security keys", "own-keys")
    page.context.clear_cookies()
    sign_in_here()
    page.get_by_role("button", name="Use a security key").click()
    heading(page, "Today")
    page.goto(f"{here}/account/2fa/webauthn/reauthenticate/?next=/account/2fa/webauthn/")
    checked(page, "Confirm that it is you", "confirm-by-key")
    page.get_by_role("button", name="Use a security key").click()
    page.get_by_role("link", name="Rename").click()
    checked(page, "Rename a security key", "rename-key")
    page.get_by_role("textbox", name="Name").fill("Red key")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove").click()
    checked(page, "Remove “Red key”?", "remove-key")


PUT_AWAY = """
    Object.defineProperty(document, 'hidden', {value: true, configurable: true});
    document.dispatchEvent(new Event('visibilitychange'));
    delete document.hidden;
"""
"""A lid that is shut, or a phone put away, as the page hears of it."""


def test_a_half_typed_form_survives_signing_in_again(agency: Agency, page: Page, now: datetime) -> None:
    """The minute before the sign-out, as the page itself tells it; then the browser has no session any more."""
    user(agency, Role.PROGRAM_DIRECTOR, now, email=EMAIL)
    sign_in_as(page, EMAIL, PASSWORD)
    page.goto("/staff/hire/")
    heading(page, "Hire somebody")
    page.get_by_role("textbox", name="Name").fill("Half a synthetic name")
    page.get_by_role("checkbox", name="Nurse", exact=True).check()
    with page.expect_response("**/draft/"):
        page.evaluate("document.dispatchEvent(new Event('desk:keep'))")
    with page.expect_response("**/draft/"):
        page.evaluate(PUT_AWAY)
    page.evaluate("document.getElementById('idle').showModal()")
    assert "draft" in (page.locator("#idle").get_attribute("data-keep") or "")
    page.keyboard.press("Enter")
    expect(page.locator("#idle")).not_to_be_visible()
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "synthetic name" not in stored
    page.context.clear_cookies()
    sign_in_as(page, EMAIL, PASSWORD)
    page.goto("/staff/hire/")
    expect(page.get_by_role("textbox", name="Name")).to_have_value("Half a synthetic name")
    expect(page.get_by_role("checkbox", name="Nurse", exact=True)).to_be_checked()
    expect(page.get_by_text("What you typed before you were signed out is back.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("textbox", name="Name")).to_have_value("Half a synthetic name")
    with page.expect_response("**/draft/forget/"):
        page.get_by_role("button", name="Forget it").click()
    page.reload()
    expect(page.get_by_role("textbox", name="Name")).to_have_value("")
    page.get_by_role("textbox", name="Name").fill("Another synthetic name")
    with page.expect_response("**/draft/"):
        page.evaluate(PUT_AWAY)
    with page.expect_response("**/draft/forget/"):
        page.locator("main form").evaluate("form => form.dispatchEvent(new Event('submit', {bubbles: true}))")
