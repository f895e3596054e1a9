"""Getting in as somebody else: by guessing, by what a wrong guess gives away, with a cookie that is old, stolen or made up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from stepdown.agency.actions import end_employment, make_sign_in, set_password, set_roles
from stepdown.agency.models import StaffMember
from stepdown.agency.terms import Role
from stepdown.session.models import Visit
from tests.clock import MORNING
from tests.factories.agency import BY, PASSWORD, Agency, small_agency, user
from tests.pages.conftest import FAST
from tests.pages.test_sign_in import AGAIN, EMAIL, LOGIN, WRONG, send, set_up_second_factor, sign_in, statuses

pytestmark = pytest.mark.django_db
COOKIE = settings.SESSION_COOKIE_NAME
HOME = "/today/"


class Counted(MD5PasswordHasher):
    """What takes time at signing in, counted."""

    done = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).done += 1
        return super().encode(password, salt)


@pytest.fixture
def agency() -> Iterator[Agency]:
    cache.clear()
    with override_settings(**FAST | {"AXES_ENABLED": True, "PASSWORD_HASHERS": [f"{__name__}.Counted"]}):
        made = small_agency(MORNING)
        user(made, Role.FRONT_DESK, MORNING, email=EMAIL)
        yield made


@pytest.fixture
def browser(agency: Agency) -> Client:
    client = Client()
    assert sign_in(client) == (302, "/")
    return client


# -- what a wrong guess gives away -------------------------------------------------------------------------------------
def test_a_wrong_password_takes_as_long_whoever_is_named(agency: Agency) -> None:
    """Counted in hashes, of which one is nearly all the time a sign-in takes."""
    make_sign_in(by=BY, at=MORNING, email="invited@example.org", name="Invited", staff=agency.staff[0])
    make_sign_in(by=BY, at=MORNING, email="gone@example.org", name="Gone", staff=agency.staff[1], password=PASSWORD)
    end_employment(by=BY, at=MORNING, staff=agency.staff[1], last_day=MORNING.date() - timedelta(days=1))
    took = {}
    for email in (EMAIL, "nobody@example.org", "invited@example.org", "gone@example.org"):
        before = Counted.done
        answer = send(Client(), WRONG, email)
        took[email] = (answer.status_code, Counted.done - before)
    assert took == dict.fromkeys(took, (200, 1))


# -- guessing ----------------------------------------------------------------------------------------------------------
FORGED = [
    {"HTTP_X_FORWARDED_FOR": "198.51.100.{n}"},
    {"HTTP_X_REAL_IP": "198.51.100.{n}"},
    {"HTTP_FORWARDED": "for=198.51.100.{n}"},
    {
        "HTTP_CLIENT_IP": "198.51.100.{n}",
        "HTTP_TRUE_CLIENT_IP": "198.51.100.{n}",
        "HTTP_CF_CONNECTING_IP": "10.0.0.{n}",
    },
]


@pytest.mark.parametrize("forged", FORGED, ids=lambda forged: next(iter(forged)))
def test_an_address_made_up_buys_no_more_attempts(agency: Agency, forged: dict[str, str]) -> None:
    told = [
        Client(**{name: value.format(n=n) for name, value in forged.items()})
        .post(LOGIN, {"login": EMAIL, "password": WRONG})
        .status_code
        for n in range(5)
    ]
    assert told == [200, 200, 200, 200, 429]


@pytest.mark.parametrize(
    ("page", "wrong"),
    [
        (AGAIN, {"password": WRONG}),
        ("/account/password/change/", {"oldpassword": WRONG, "password1": "harbor-synthetic-19", "password2": ""}),
    ],
)
def test_at_a_screen_left_open_the_password_is_not_guessed(browser: Client, page: str, wrong: dict[str, str]) -> None:
    assert statuses(6, lambda: browser.post(page, wrong))[4:] == [429, 429]  # type: ignore[arg-type, return-value]
    assert AccessAttempt.objects.exists()
    assert send(Client()).status_code == 429, "nor at the next screen"


# -- cookies -----------------------------------------------------------------------------------------------------------
def with_cookie(value: str) -> Client:
    client = Client()
    client.cookies[COOKIE] = value
    return client


def is_in(browser: Client) -> bool:
    return browser.get(HOME).status_code == 200


def copy(browser: Client) -> Client:
    """The same cookie in another browser: it was stolen."""
    return with_cookie(browser.cookies[COOKIE].value)


def test_no_script_and_no_other_site_sees_a_cookie(browser: Client) -> None:
    told = {name: (bool(cookie["httponly"]), cookie["samesite"]) for name, cookie in browser.cookies.items()}
    assert told == {COOKIE: (True, "Lax"), "csrftoken": (True, "Lax")}


def test_what_was_done_is_not_told_to_whoever_comes_next(browser: Client, agency: Agency) -> None:
    """It lay in a cookie of its own, with numbers of records, and outlived the sign-in: the lobby computer told it."""
    browser.post(reverse("desk:check-in", args=[agency.clients[0]]))
    assert Visit.objects.count() == 1
    assert set(browser.cookies) == {COOKIE, "csrftoken"}
    browser.cookies[COOKIE] = "ended"
    page = browser.get(LOGIN)
    assert (page.status_code, b"data-toast" in page.content) == (200, False)


def test_a_cookie_made_up_opens_nothing(browser: Client) -> None:
    key = browser.cookies[COOKIE].value
    made_up = ["", "x", "0" * 32, key[:-1], key + "a", key.upper(), "' OR 1=1 --", "../" * 9, "a" * 5000]
    assert [value for value in made_up if is_in(with_cookie(value))] == []
    assert is_in(copy(browser))


def test_a_cookie_handed_to_somebody_before_they_sign_in_is_not_theirs_afterwards(agency: Agency) -> None:
    browser = with_cookie("plantedplantedplantedplantedplan")
    browser.get(LOGIN)
    assert sign_in(browser) == (302, "/")
    assert not is_in(with_cookie("plantedplantedplantedplantedplan"))
    assert is_in(browser)


def test_signing_in_once_more_makes_the_cookie_before_worthless(browser: Client) -> None:
    before = copy(browser)
    browser.post("/account/logout/")
    assert sign_in(browser) == (302, "/")
    assert (is_in(before), is_in(browser)) == (False, True)


def left(agency: Agency, browser: Client) -> None:
    yesterday = MORNING.date() - timedelta(days=1)
    end_employment(by=BY, at=MORNING, staff=staff_of(browser), last_day=yesterday)


def staff_of(browser: Client) -> int:
    return int(StaffMember.objects.get(user=browser.session["_auth_user_id"]).pk)


def new_password(agency: Agency, browser: Client) -> None:
    set_password(by=BY, at=MORNING, user=int(browser.session["_auth_user_id"]), password="synthetic-orchard-88")


def elsewhere(agency: Agency, browser: Client) -> None:
    other = Client()
    sign_in(other)
    other.post("/account/sessions/")


def own_change(agency: Agency, browser: Client) -> None:
    other = Client()
    sign_in(other)
    new = "synthetic-orchard-88"
    other.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})


STALE: dict[str, tuple[Callable[[Agency, Client], object], int]] = {
    "signed out": (lambda agency, browser: copy(browser).post("/account/logout/"), 302),
    "signed out from another browser": (elsewhere, 302),
    "a new password of their own": (own_change, 302),
    "a new password from an administrator": (new_password, 302),
    "left the agency": (left, 302),
    "holds no role any more": (
        lambda agency, browser: set_roles(by=BY, at=MORNING, staff=staff_of(browser), roles=[]),
        403,
    ),
    "holds another role": (
        lambda agency, browser: set_roles(by=BY, at=MORNING, staff=staff_of(browser), roles=[Role.BILLER]),
        403,
    ),
}
"""What makes a cookie worth less, and what it opens Today with from the next page on."""


@pytest.mark.parametrize("why", STALE)
def test_a_cookie_ends_with_what_it_stood_for(why: str, agency: Agency, browser: Client) -> None:
    stolen = copy(browser)
    assert is_in(stolen)
    happens, status = STALE[why]
    happens(agency, browser)
    tried = (stolen.get(HOME), stolen.post(reverse("desk:check-in", args=[agency.clients[0]])))
    assert [answer.status_code for answer in tried] == [status, status]
    assert Visit.objects.count() == 0


# -- led astray --------------------------------------------------------------------------------------------------------
ASTRAY = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "\t//evil.example",
    "//testserver@evil.example/",
    "https://testserver.evil.example/",
    "data:text/html,x",
]


OUR_OWN = re.compile(r"(/([a-z0-9][^\\]*)?)?", re.IGNORECASE)
"""No answer that leads on, or a path of ours."""


@pytest.mark.parametrize("address", ASTRAY)
def test_nobody_is_led_to_another_site(agency: Agency, address: str) -> None:
    def led(browser: Client, page: str, sent: dict[str, str]) -> str:
        answer = browser.post(f"{page}?{urlencode({'next': address})}", sent | {"next": address})
        return str(answer.headers.get("Location", ""))

    browser = Client(headers={"Referer": address})
    places = [
        led(browser, LOGIN, {"login": EMAIL, "password": PASSWORD}),
        led(browser, LOGIN, {}),
        led(browser, AGAIN, {"password": PASSWORD}),
        led(browser, "/today/1/in/", {}),
        led(browser, "/account/logout/", {}),
    ]
    with override_settings(DEMO=False):
        browser = Client()
        sign_in(browser)
        set_up_second_factor(browser)
        places.append(led(browser, AGAIN, {"password": PASSWORD}))
    assert [place for place in places if not OUR_OWN.fullmatch(place)] == []
