"""Signing in: the password, then the second factor; what is counted, what is paused, what is closed."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pyotp
import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from stepdown.agency.terms import Role
from stepdown.audit.secret import MARK, new_key
from stepdown.web.desk.urls import urlpatterns
from tests.factories.agency import PASSWORD, small_agency, user
from tests.pages.conftest import FAST

EMAIL, WRONG = "desk@example.org", "not the password"
LOGIN = "/account/login/"
ACTIVATE = "/account/2fa/totp/activate/"
CODE = "/account/2fa/authenticate/"
CODES = "/account/2fa/recovery-codes/"
AGAIN = "/account/reauthenticate/"
AWAY = "203.0.113.9"
INCORRECT = "Incorrect code. Enter the one the app shows now: each works once, for half a minute."
pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def browser(now: datetime) -> Iterator[Client]:
    """A browser at the agency's front desk, where the second factor is asked for."""
    cache.clear()
    with override_settings(**FAST | {"DEMO": False, "AXES_ENABLED": True}):
        user(small_agency(now), Role.FRONT_DESK, now, email=EMAIL)
        yield Client()


def send(browser: Client, password: str = PASSWORD, email: str = EMAIL, address: str = "127.0.0.1") -> HttpResponse:
    return browser.post(LOGIN, {"login": email, "password": password}, REMOTE_ADDR=address)  # type: ignore[return-value]


def sign_in(browser: Client, password: str = PASSWORD, email: str = EMAIL) -> tuple[int, str]:
    response = send(browser, password, email)
    return response.status_code, response.headers.get("Location", "")


def shown(totp: pyotp.TOTP) -> str:
    """The code the app shows, read when it will still be good in two seconds."""
    if (left := totp.interval - time.time() % totp.interval) < 2:
        time.sleep(left)
    return totp.now()


def set_up_second_factor(browser: Client) -> pyotp.TOTP:
    page = browser.get(ACTIVATE)
    totp = pyotp.TOTP(page.context["form"].secret)
    browser.post(ACTIVATE, {"code": shown(totp)})
    return totp


def statuses(times: int, attempt: Callable[[], HttpResponse]) -> list[int]:
    return [attempt().status_code for _ in range(times)]


def enter(browser: Client, code: str, page: str = CODE) -> HttpResponse:
    return browser.post(page, {"code": code})  # type: ignore[return-value]


def heading(response: HttpResponse) -> str:
    return "".join(re.findall("<h1>(.*?)</h1>", response.content.decode()))


def minutes_pass(minutes: int) -> None:
    """As if all attempts so far had been made so long ago."""
    for attempt in AccessAttempt.objects.all():
        attempt.attempt_time -= timedelta(minutes=minutes)
        attempt.save()


def test_the_database_holds_no_seed_as_it_is_and_a_lost_key_is_told(browser: Client, settings: Settings) -> None:
    sign_in(browser)
    totp = set_up_second_factor(browser)
    browser.get(CODES)
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert (totp.secret in kept, kept.count(MARK)) == (False, 2)
    browser = Client()
    sign_in(browser)
    settings.FIELD_KEYS, keys = [new_key()], settings.FIELD_KEYS
    lost = enter(browser, shown(totp))
    assert (lost.status_code, heading(lost)) == (500, "A key is missing on this server")
    settings.FIELD_KEYS = keys
    assert enter(browser, shown(totp)).status_code == 302


# -- the first time, and the next ---------------------------------------------------------------------------------
def test_before_the_second_factor_every_page_of_the_desk_leads_to_its_setup(browser: Client) -> None:
    assert sign_in(browser) == (302, "/")
    led = {}
    for page in urlpatterns:
        arguments = ["clients" if kind == "slug" else 1 for kind in re.findall(r"<(\w+):", str(page.pattern))]
        response = browser.get(reverse(f"desk:{page.name}", args=arguments))
        led[page.name] = (response.status_code, response.headers.get("Location"))
    assert led == dict.fromkeys(led, (302, ACTIVATE))
    assert len(led) == len(urlpatterns)
    for own in ("account_change_password", "usersessions_list"):
        assert browser.get(reverse(own)).headers["Location"] == ACTIVATE


def test_the_first_setup_asks_for_the_password_once_and_shows_the_codes_once(browser: Client) -> None:
    sign_in(browser)
    setup = browser.get(ACTIVATE)
    assert (setup.status_code, "data:image/svg+xml" in setup.content.decode()) == (200, True)
    done = browser.post(ACTIVATE, {"code": shown(pyotp.TOTP(setup.context["form"].secret))})
    assert (done.status_code, done.headers["Location"]) == (302, CODES)
    codes = browser.get(CODES)
    assert (codes.status_code, codes.context["can_view_codes"], len(codes.context["unused_codes"])) == (200, True, 10)
    assert browser.get("/").headers["Location"] == reverse("desk:today")
    assert browser.get(CODES).headers["Location"] == f"{AGAIN}?next={CODES.replace('/', '%2F')}"


def test_codes_are_not_shown_again_even_after_the_password(browser: Client) -> None:
    sign_in(browser)
    set_up_second_factor(browser)
    kept = browser.get(CODES).context["unused_codes"]
    browser.get(CODES)
    assert browser.post(AGAIN, {"password": PASSWORD, "next": CODES}).headers["Location"] == CODES
    page = browser.get(CODES)
    assert (page.status_code, page.context["can_view_codes"]) == (200, False)
    assert [code for code in kept if code in page.content.decode()] == []


def test_a_setup_left_for_a_quarter_of_an_hour_asks_for_the_password_again(browser: Client) -> None:
    sign_in(browser)
    session = browser.session
    session["account_authentication_methods"][-1]["at"] -= 15 * 60
    session.save()
    assert browser.get(ACTIVATE).headers["Location"].startswith(AGAIN)


def test_the_next_time_the_code_is_asked_for(browser: Client) -> None:
    sign_in(browser)
    totp = set_up_second_factor(browser)
    again = Client()
    assert sign_in(again) == (302, CODE)
    assert again.get(reverse("desk:today")).status_code == 302, "the password alone opens nothing"
    assert "security key" not in again.get(CODE).content.decode(), "offered to who has one"
    wrong = again.post(CODE, {"code": "000000"})
    assert (wrong.status_code, wrong.context["form"].errors["code"]) == (200, [INCORRECT])
    assert again.post(CODE, {"code": shown(totp)}).headers["Location"] == "/"
    assert again.get("/").headers["Location"] == reverse("desk:today")


def test_a_recovery_code_signs_in_once(browser: Client) -> None:
    sign_in(browser)
    set_up_second_factor(browser)
    code = browser.get(CODES).context["unused_codes"][0]
    first, second = Client(), Client()
    sign_in(first)
    assert first.post(CODE, {"code": code}).status_code == 302
    assert first.get("/").headers["Location"] == reverse("desk:today")
    sign_in(second)
    assert second.post(CODE, {"code": code}).context["form"].errors["code"] == [INCORRECT]


def test_a_code_signs_in_once_whichever_process_answers(browser: Client) -> None:
    sign_in(browser)
    totp = set_up_second_factor(browser)
    first, second = Client(), Client()
    sign_in(first)
    sign_in(second)
    code = shown(totp)
    assert enter(first, code).status_code == 302
    cache.clear()  # another process has a memory of its own
    assert enter(second, code).context["form"].errors["code"] == [INCORRECT]  # type: ignore[attr-defined]


# -- wrong too often ----------------------------------------------------------------------------------------------
def test_after_five_wrong_passwords_the_right_one_has_to_wait(browser: Client) -> None:
    assert statuses(5, lambda: send(browser, WRONG)) == [200, 200, 200, 200, 429]
    paused = send(browser)
    assert (paused.status_code, heading(paused)) == (429, "Signing in is paused")
    assert "Try again in 15 minutes." in paused.content.decode()
    assert 880 <= int(paused.headers["Retry-After"]) <= 900
    assert browser.get("/").headers["Location"].startswith(LOGIN)


def test_the_pause_is_for_this_account_at_this_address(browser: Client) -> None:
    statuses(5, lambda: send(browser, WRONG))
    assert send(browser, WRONG, "nurse@example.org").status_code == 200
    assert send(browser, address=AWAY).status_code == 302


def test_the_pause_lasts_fifteen_minutes_and_trying_does_not_lengthen_it(browser: Client) -> None:
    statuses(5, lambda: send(browser, WRONG))
    minutes_pass(14)
    waiting = send(browser, WRONG)
    assert (waiting.status_code, "Try again in 1 minute." in waiting.content.decode()) == (429, True)
    minutes_pass(1)
    assert send(browser).status_code == 302


def test_signing_in_forgets_earlier_mistakes(browser: Client) -> None:
    assert statuses(4, lambda: send(browser, WRONG)) == [200] * 4
    assert sign_in(browser) == (302, "/")
    assert statuses(4, lambda: send(Client(), WRONG)) == [200] * 4


def test_capitals_and_spaces_do_not_buy_more_attempts(browser: Client) -> None:
    spelled = iter((EMAIL, "DESK@example.org", f" {EMAIL} ", "Desk@Example.org", EMAIL))
    assert statuses(5, lambda: send(browser, WRONG, next(spelled))) == [200, 200, 200, 200, 429]


def test_an_account_that_does_not_exist_is_told_the_same(browser: Client) -> None:
    def told(email: str) -> list[tuple[int, str]]:
        answers = [send(browser, WRONG, email) for _ in range(6)]
        return [(a.status_code, re.sub(r'[A-Za-z0-9]{64}|value="[^"]*"', "", a.content.decode())) for a in answers]

    assert told(EMAIL) == told("nobody@example.org")


def test_an_address_too_long_for_the_table_is_only_wrong(browser: Client) -> None:
    email = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 50}.org"
    assert (len(email) > 255, send(browser, WRONG, email).status_code) == (True, 200)


def test_wrong_codes_are_paused_as_wrong_passwords_are(browser: Client) -> None:
    sign_in(browser)
    totp = set_up_second_factor(browser)
    again = Client()
    assert sign_in(again) == (302, CODE)
    assert statuses(5, lambda: enter(again, "000000")) == [200, 200, 200, 200, 429]
    right = enter(again, shown(totp))
    assert (right.status_code, heading(right)) == (429, "Signing in is paused")
    assert sign_in(Client())[0] == 429, "the password does not open a way to five more codes"
    minutes_pass(15)
    assert again.post(CODE, {"code": shown(totp)}).status_code == 302


def test_the_right_password_between_wrong_codes_forgets_nothing(browser: Client) -> None:
    sign_in(browser)
    set_up_second_factor(browser)
    for expected in (200, 200, 200, 200, 429):
        again = Client()
        assert sign_in(again) == (302, CODE)
        assert again.post(CODE, {"code": "000000"}).status_code == expected


def test_codes_asked_for_before_a_change_are_counted_too(browser: Client) -> None:
    sign_in(browser)
    set_up_second_factor(browser)
    wrong = statuses(5, lambda: enter(browser, "000000", "/account/2fa/reauthenticate/"))
    assert wrong == [200, 200, 200, 200, 429]


def test_no_password_or_code_is_kept_with_the_attempts(browser: Client) -> None:
    sign_in(browser)
    set_up_second_factor(browser)
    again = Client()
    send(again, WRONG)
    sign_in(again)
    again.post(f"{CODE}?next=/clients/7/", {"code": "a-recovery-code"})
    kept = "".join(f"{row.get_data}{row.post_data}{row.path_info}" for row in AccessAttempt.objects.all())
    assert [word for word in (WRONG, "a-recovery-code", EMAIL, "/clients/7/") if word in kept] == []
    assert "code=****" in kept


# -- what is closed, and one's own account ------------------------------------------------------------------------
CLOSED = (
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/1-abc/",
    "password/reset/key/done/",
    "password/set/",
    "email/",
    "confirm-email/",
    "confirm-email/abc/",
    "login/code/confirm/",
)


@pytest.mark.parametrize("page", CLOSED)
def test_pages_that_would_need_email_do_not_exist(browser: Client, page: str) -> None:
    assert browser.get(f"/account/{page}").status_code == 404


def test_a_forgotten_password_is_a_matter_for_the_administrator(browser: Client) -> None:
    page = browser.get(LOGIN).content.decode()
    assert ("Ask your administrator to set a new password." in page, "password/reset" in page) == (True, False)


def test_nobody_signs_up(browser: Client) -> None:
    for page in (browser.get("/account/signup/"), browser.post("/account/signup/", {"email": "a@example.org"})):
        assert (page.status_code, page.templates[0].name) == (200, "account/signup_closed.html")


OWN = {
    "account_change_password": "account/password_change.html",
    "usersessions_list": "usersessions/usersession_list.html",
    "mfa_index": "mfa/index.html",
    "mfa_list_webauthn": "mfa/webauthn/authenticator_list.html",
    "account_reauthenticate": "account/reauthenticate.html",
    "mfa_reauthenticate": "mfa/reauthenticate.html",
    "account_logout": "account/logout.html",
}
SHIELDED = {
    "mfa_add_webauthn": "mfa/webauthn/add_form.html",
    "mfa_deactivate_totp": "mfa/totp/deactivate_form.html",
    "mfa_generate_recovery_codes": "mfa/recovery_codes/generate.html",
}
"""The password, or a code, is asked for first."""


def test_ones_own_pages_are_ours(browser: Client) -> None:
    sign_in(browser)
    set_up_second_factor(browser)
    browser.get(CODES)
    assert {name: browser.get(reverse(name)).templates[0].name for name in OWN} == OWN
    assert {browser.get(reverse(name)).headers["Location"].split("?")[0] for name in SHIELDED} == {AGAIN}
    browser.post(AGAIN, {"password": PASSWORD})
    assert {name: browser.get(reverse(name)).templates[0].name for name in SHIELDED} == SHIELDED


def test_the_password_is_changed_and_the_old_one_is_over(browser: Client) -> None:
    sign_in(browser)
    set_up_second_factor(browser)
    new = "synthetic-harbor-91"
    answer = browser.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer.status_code == 302
    assert (sign_in(Client(), PASSWORD)[0], sign_in(Client(), new)) == (200, (302, CODE))


def test_other_browsers_are_listed_and_can_be_signed_out(browser: Client) -> None:
    sign_in(browser)
    set_up_second_factor(browser)
    code = browser.get(CODES).context["unused_codes"][0]
    other = Client()
    sign_in(other)
    other.post(CODE, {"code": code})
    assert other.get(reverse("desk:today")).status_code == 200
    mine = reverse("usersessions_list")
    listed = re.findall("This browser|Last used", browser.get(mine).content.decode())
    assert listed == ["This browser", "Last used"]
    browser.post(mine)
    assert other.get(reverse("desk:today")).headers["Location"].startswith(LOGIN)
    assert browser.get(reverse("desk:today")).status_code == 200


def test_ones_own_sign_ins_are_listed_and_nobody_elses(browser: Client) -> None:
    sign_in(browser)
    set_up_second_factor(browser)
    code = browser.get(CODES).context["unused_codes"][0]
    other = Client(headers={"User-Agent": "Synthetic browser"}, REMOTE_ADDR=AWAY)
    sign_in(other)
    other.post(CODE, {"code": code})
    other.post(reverse("account_logout"))
    send(Client(), email="nobody@example.org")
    page = browser.get(reverse("usersessions_list"))
    listed = [(row.address, row.browser, row.until is not None) for row in page.context["before"]]
    assert listed == [(AWAY, "Synthetic browser", True), ("127.0.0.1", "<unknown>", False)]
    assert re.findall("<h2>(Jun.*?)</h2>", page.content.decode()) == ["Jun 10, 2026, 10:10 am"] * 2
