"""Sign-ins between the sign-ins: left alone, invited, changed by their owner; what history keeps of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from stepdown.agency.actions import end_employment, make_password_link, make_sign_in
from stepdown.agency.queries import staff_rows
from stepdown.agency.terms import Role
from stepdown.audit.models import Entry
from stepdown.config.idle import SEEN
from stepdown.web.desk.here import AWAKE_UNTIL
from tests.factories.agency import BY, PASSWORD, Agency, small_agency, user
from tests.pages.conftest import FAST
from tests.pages.test_sign_in import CODES, EMAIL, LOGIN, heading, send, set_up_second_factor, sign_in

NEW = "synthetic-harbor-91"
MINUTE = 60
pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def agency(now: datetime) -> Iterator[Agency]:
    """An agency whose front desk may sign in, without a second factor."""
    cache.clear()
    with override_settings(**FAST):
        made = small_agency(now)
        user(made, Role.FRONT_DESK, now, email=EMAIL)
        yield made


@pytest.fixture
def browser(agency: Agency) -> Client:
    """The front desk, signed in."""
    client = Client()
    assert sign_in(client) == (302, "/")
    client.get("/today/")
    return client


def active(browser: Client, minutes_ago: float, **more: int) -> None:
    """As if the person had last done something so long ago."""
    session = browser.session
    session[SEEN] = int(time.time() - minutes_ago * MINUTE)
    session.update(more)
    session.save()


def seen_ago(browser: Client) -> int:
    """Whole minutes since the server last saw the person do something."""
    return int(time.time() - browser.session[SEEN]) // MINUTE


# -- left alone ----------------------------------------------------------------------------------------------------
def test_after_fifteen_minutes_a_person_is_signed_out_and_led_back(browser: Client) -> None:
    active(browser, settings.IDLE_MINUTES)
    gone = browser.get("/week/?view=list")
    assert (gone.status_code, gone.headers["Location"]) == (302, f"{LOGIN}?next=/week/%3Fview%3Dlist")
    assert browser.get("/today/").status_code == 302


def test_until_then_every_page_counts_anew(browser: Client) -> None:
    for _ in range(3):
        active(browser, settings.IDLE_MINUTES - 0.5)
        assert browser.get("/today/").status_code == 200
        assert seen_ago(browser) == 0


def test_a_page_that_reads_itself_anew_is_nobody_doing_something(browser: Client) -> None:
    active(browser, 14)
    assert browser.get("/today/", headers={"HX-Request": "true", "HX-Trigger": "poll"}).status_code == 200
    assert seen_ago(browser) == 14


def test_typing_without_sending_counts(browser: Client) -> None:
    active(browser, 14)
    assert browser.get(reverse("desk:here")).status_code == 204
    assert seen_ago(browser) == 0


def test_a_screen_with_a_lock_of_its_own_stays(browser: Client) -> None:
    active(browser, 60, **{AWAKE_UNTIL: int(time.time()) + MINUTE})
    assert browser.get("/today/").status_code == 200
    active(browser, 60, **{AWAKE_UNTIL: int(time.time()) - settings.IDLE_MINUTES * MINUTE})
    assert browser.get("/today/").status_code == 302


def test_the_limit_is_the_installations_own(browser: Client) -> None:
    active(browser, 3)
    with override_settings(IDLE_MINUTES=0):
        assert browser.get("/today/").status_code == 200
    active(browser, 3)
    with override_settings(IDLE_MINUTES=3):
        assert browser.get("/today/").status_code == 302


def test_what_was_sent_after_that_is_not_done(browser: Client, agency: Agency) -> None:
    active(browser, settings.IDLE_MINUTES)
    late = browser.post(reverse("desk:check-in", args=[agency.clients[0]]))
    assert late.headers["Location"].startswith(LOGIN)


# -- invited -------------------------------------------------------------------------------------------------------
@pytest.fixture
def link(agency: Agency, now: datetime) -> str:
    """The address at which the first leader of the agency sets a password."""
    made = make_sign_in(by=BY, at=now, email="leader@example.org", name="Leader", staff=agency.staff[0])
    return reverse("welcome", args=[made, make_password_link(by=BY, at=now, user=made)])


def test_without_a_password_nobody_signs_in(link: str) -> None:
    for password in ("", "!", PASSWORD):
        assert send(Client(), password, "leader@example.org").status_code == 200


def test_an_invited_person_chooses_a_password_and_signs_in(link: str) -> None:
    theirs = Client()
    assert (theirs.get(link).status_code, heading(theirs.get(link))) == (200, "Set your password")
    done = theirs.post(link, {"password": NEW, "again": NEW})
    assert (done.status_code, done.headers["Location"]) == (302, LOGIN)
    assert sign_in(theirs, NEW, "leader@example.org") == (302, "/")
    assert [entry.actor for entry in Entry.objects.filter(action="agency.use_password_link")] == ["leader@example.org"]


def test_a_link_works_once(link: str) -> None:
    Client().post(link, {"password": NEW, "again": NEW})
    for answer in (Client().get(link), Client().post(link, {"password": PASSWORD, "again": PASSWORD})):
        assert (answer.status_code, heading(answer)) == (404, "This link is over")
    assert sign_in(Client(), NEW, "leader@example.org") == (302, "/")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"password": NEW, "again": PASSWORD}, "The two differ."),
        ({"password": "password1234", "again": "password1234"}, "This password is too easy to guess."),
        ({"password": "leader@example.org", "again": "leader@example.org"}, "This password is too easy to guess."),
        ({"password": NEW}, "This field is required."),
    ],
)
def test_a_password_that_will_not_do(link: str, typed: dict[str, str], told: str) -> None:
    answer = Client().post(link, typed)
    assert (answer.status_code, told in answer.content.decode()) == (422, True)
    assert Client().get(link).status_code == 200


def test_links_nobody_made_lead_nowhere(agency: Agency, link: str, now: datetime) -> None:
    user_part, token = link.split("/")[-3:-1]
    for address in ([user_part, "x"], [999_999, token], [user_part, token[:-1] + ("a" if token[-1] != "a" else "b")]):
        assert Client().get(reverse("welcome", args=address)).status_code == 404
    end_employment(by=BY, at=now, staff=agency.staff[0], last_day=agency.week.day_near(now))
    assert Client().get(link).status_code == 404


def test_the_administrator_sees_the_link_once(agency: Agency, now: datetime) -> None:
    user(agency, Role.ADMINISTRATOR, now, email="admin@example.org")
    admin = Client()
    sign_in(admin, email="admin@example.org")
    page = reverse("desk:staff-sign-in", args=[agency.staff[0]])
    made = admin.post(page, {"email": "Leader@Example.org", "seen": ""}, follow=False)
    assert made.status_code == 422, "the form was never opened"
    assert admin.post(page, {"email": "Leader@Example.org"}).headers["Location"] == page
    (row,) = staff_rows([agency.site], staff=agency.staff[0])
    assert row.email == "leader@example.org"
    shown = admin.post(reverse("desk:password-link", args=[row.id]))
    address = shown.context["link"]
    assert address.startswith("http://testserver/account/welcome/")
    assert Client().get(address).status_code == 200
    assert address not in admin.get(page).content.decode()


# -- what history keeps --------------------------------------------------------------------------------------------
def factors() -> list[tuple[str, str]]:
    rows = Entry.objects.filter(action="agency.second_factor_changed").order_by("pk")
    return [(entry.details["second_factor"], entry.details["what"]) for entry in rows]


def test_a_second_factor_added_renewed_and_removed_is_noted(
    browser: Client, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    committed = partial(django_capture_on_commit_callbacks, execute=True)
    with committed():
        set_up_second_factor(browser)
    browser.get(CODES)
    assert sorted(factors()) == [("recovery_codes", "added"), ("totp", "added")]
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    with committed():
        browser.post("/account/2fa/recovery-codes/generate/")
    with committed():
        browser.post("/account/2fa/totp/deactivate/")
    assert sorted(factors()[2:]) == [("recovery_codes", "removed"), ("recovery_codes", "renewed"), ("totp", "removed")]
    assert {entry.actor for entry in Entry.objects.filter(action="agency.second_factor_changed")} == {EMAIL}


def test_a_password_changed_by_its_owner_is_noted_and_they_stay_signed_in(browser: Client) -> None:
    changed = browser.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    assert changed.status_code == 302
    assert [entry.actor for entry in Entry.objects.filter(action="agency.change_own_password")] == [EMAIL]
    assert browser.get("/today/").status_code == 200
    assert sign_in(Client(), NEW) == (302, "/")
