"""Sign-ins between the sign-ins: left alone, invited, changed by their owner; what history keeps of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import partial

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from stepdown.agency.actions import drop_old_drafts, end_employment, make_password_link, make_sign_in
from stepdown.agency.models import Draft
from stepdown.agency.queries import draft_of, staff_rows
from stepdown.agency.terms import Role
from stepdown.audit.models import Entry
from stepdown.audit.secret import new_key
from stepdown.config.idle import SEEN
from stepdown.web.desk.here import AWAKE_UNTIL, SINCE
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


def test_what_a_page_asks_for_by_itself_leads_back_to_the_page(browser: Client) -> None:
    active(browser, settings.IDLE_MINUTES)
    shown = {"HX-Request": "true", "HX-Trigger": "poll-watch", "HX-Current-URL": "http://testserver/staff/hire/?x=1"}
    gone = browser.get(reverse("desk:access-changes-waiting"), headers=shown)
    assert gone.headers["HX-Redirect"] == f"{LOGIN}?next=/staff/hire/%3Fx%3D1"
    elsewhere = shown | {"HX-Current-URL": "https://evil.example/"}
    gone = browser.get(reverse("desk:access-changes-waiting"), headers=elsewhere)
    assert gone.headers["HX-Redirect"] == f"{LOGIN}?next=/staff/changes/waiting/"


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


# -- signed in too long ago ----------------------------------------------------------------------------------------
HOUR = 60 * MINUTE


@pytest.mark.parametrize(
    ("hours_ago", "limit", "locked_screen_minutes", "status"),
    [
        (11.9, 12, 0, 200),
        (12, 12, 0, 302),
        (12, 12, 10, 200),  # the screen of a group goes on until the group is over
        (12, 0, 0, 200),
        (8, 8, 0, 302),
        (30, 24, -10, 302),
    ],
)
def test_so_many_hours_after_signing_in_one_signs_in_again(
    browser: Client, hours_ago: float, limit: int, locked_screen_minutes: int, status: int
) -> None:
    """However active: the last use was just now."""
    awake = int(time.time()) + locked_screen_minutes * MINUTE
    active(browser, 0, **{SINCE: int(time.time() - hours_ago * HOUR), AWAKE_UNTIL: awake})
    with override_settings(SESSION_HOURS=limit):
        assert browser.get("/today/").status_code == status


def test_the_limit_counts_from_signing_in_and_what_was_typed_waits(browser: Client) -> None:
    keep(browser)
    active(browser, 0, **{SINCE: int(time.time() - 12 * HOUR)})
    assert browser.get("/week/").headers["Location"] == f"{LOGIN}?next=/week/"
    sign_in(browser)
    left = browser.get("/today/").context["seconds_left"]
    assert given(browser) == TYPED
    assert 12 * HOUR - MINUTE < left <= 12 * HOUR
    active(browser, 5)
    assert browser.get("/today/").context["seconds_left"] <= left, "use does not lengthen it"


# -- what was typed by then ----------------------------------------------------------------------------------------
TYPED = '[["", "name", "", "Synthetic half a name"]]'


def keep(browser: Client, place: str = "/staff/hire/", fields: str = TYPED) -> int:
    sent = {"place": place, "fields": fields}
    return browser.post(reverse("desk:keep-draft"), sent, headers={"HX-Trigger": "poll-draft"}).status_code


def given(browser: Client, place: str = "/staff/hire/") -> str:
    return str(browser.post(reverse("desk:give-draft"), {"place": place}).json()["fields"])


def test_what_was_typed_waits_for_its_writer_until_it_is_sent_or_forgotten(browser: Client) -> None:
    assert keep(browser) == 204
    assert "Synthetic" not in Draft.objects.get().text, "kept under the field keys"
    active(browser, settings.IDLE_MINUTES)
    assert browser.get("/today/").status_code == 302
    sign_in(browser)
    assert "data-give" in browser.get("/today/").content.decode()
    assert given(browser, "/today/") == ""
    assert (given(browser), given(browser)) == (TYPED, TYPED)
    assert browser.post(reverse("desk:drop-draft"), {"place": "/staff/hire/"}).status_code == 204
    assert (given(browser), Draft.objects.count()) == ("", 0)
    assert "data-give" not in browser.get("/today/").content.decode()


def test_keeping_it_is_nobody_doing_something(browser: Client) -> None:
    active(browser, 14)
    assert keep(browser) == 204
    assert seen_ago(browser) == 14


def test_the_next_person_at_the_screen_finds_nothing(browser: Client, agency: Agency, now: datetime) -> None:
    keep(browser)
    browser.post("/account/logout/")
    user(agency, Role.NURSE, now, email="nurse@example.org")
    sign_in(browser, email="nurse@example.org")
    assert "data-give" not in browser.get("/today/").content.decode()
    assert given(browser) == ""
    assert Draft.objects.count() == 1


@pytest.mark.parametrize(
    ("hours", "lost", "back", "left"), [(11.9, False, TYPED, 1), (12, False, "", 0), (1, True, "", 1)]
)
def test_it_waits_for_twelve_hours_under_keys_that_are_there(
    browser: Client, now: datetime, hours: float, lost: bool, back: str, left: int
) -> None:
    keep(browser)
    (at,) = Draft.objects.values_list("kept_at", flat=True)
    person = Draft.objects.get().user_id
    later, keys = at + timedelta(hours=hours), [new_key()] if lost else settings.FIELD_KEYS
    assert draft_of(person, "/staff/hire/", later, keys) == back
    drop_old_drafts(by=BY, at=later)
    assert Draft.objects.count() == left


@pytest.mark.parametrize(
    ("place", "fields"),
    [("https://evil.example/", TYPED), ("/" + "x" * 300, TYPED), ("/a/", "[]"), ("/a/", "x" * 100_001)],
)
def test_what_is_no_draft_is_not_kept(browser: Client, place: str, fields: str) -> None:
    assert (keep(browser, place, fields), Draft.objects.count()) == (422, 0)


def test_nobody_fills_the_disk_with_them(browser: Client) -> None:
    told = [keep(browser, f"/staff/{number}/") for number in range(22)]
    assert (set(told), Draft.objects.count()) == ({204}, 20)
    assert [given(browser, f"/staff/{number}/") for number in (1, 2, 21)] == ["", TYPED, TYPED]


# -- where one is signed in ----------------------------------------------------------------------------------------
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile Safari/604.1"


@pytest.fixture
def counted(agency: Agency) -> Iterator[None]:
    """Wrong passwords are counted, as they are outside of most tests."""
    with override_settings(AXES_ENABLED=True):
        yield


def told(browser: Client) -> list[str]:
    """What the first page after signing in says."""
    messages = map(str, browser.get("/staff/").context["messages"])
    return [message for message in messages if "since you were" in message.casefold()]


def test_a_browser_new_to_a_sign_in_and_wrong_passwords_are_told_to_its_owner(counted: None, agency: Agency) -> None:
    own, other = Client(headers={"User-Agent": FIREFOX}), Client(headers={"User-Agent": SAFARI})
    sign_in(own)
    assert told(own) == []
    for password in ("synthetic-wrong-1", "synthetic-wrong-2"):
        send(other, password)
    sign_in(other)
    own.post("/account/logout/")
    sign_in(own)
    failed, new = told(own)
    assert failed == "Since you were last here, a wrong password or code was tried 2 times."
    assert "signed in with Safari on iPhone from 127.0.0.1" in new
    own.post("/account/logout/")
    sign_in(own)
    assert told(own) == []


def test_one_browser_is_signed_out_from_another_and_nobody_elses_is(
    counted: None, agency: Agency, now: datetime
) -> None:
    own, lost, nurse = (Client(headers={"User-Agent": agent}) for agent in (FIREFOX, SAFARI, FIREFOX))
    user(agency, Role.NURSE, now, email="nurse@example.org")
    sign_in(own)
    sign_in(lost)
    sign_in(nurse, email="nurse@example.org")
    there = {row.user_agent: row.pk for row in UserSession.objects.filter(user__email=EMAIL)}
    page = own.get("/account/sessions/").content.decode()
    assert ("Firefox on Windows" in page, "Safari on iPhone" in page) == (True, True)
    end = reverse("end_session", args=[there[SAFARI]])
    assert nurse.post(end).status_code == 404
    assert own.get(end).status_code == 405
    assert own.post(end).status_code == 302
    assert (own.get("/today/").status_code, lost.get("/today/").status_code) == (200, 302)


def test_an_administrator_sees_how_somebody_came_in_and_signs_them_out(
    counted: None, agency: Agency, now: datetime
) -> None:
    user(agency, Role.ADMINISTRATOR, now, email="admin@example.org")
    admin, desk = Client(), Client(headers={"User-Agent": SAFARI})
    sign_in(admin, email="admin@example.org")
    send(desk, "synthetic-wrong-1")
    sign_in(desk)
    (row,) = [row for row in staff_rows([agency.site]) if row.email == EMAIL]
    shown = admin.get(reverse("desk:staff-sign-in", args=[row.id]))
    assert [(one.failed, one.browser) for one in shown.context["history"]] == [(False, SAFARI), (True, SAFARI)]
    admin.post(reverse("desk:sign-out-everywhere", args=[row.id]))
    assert desk.get("/today/").status_code == 302


def test_a_day_that_is_over_signs_out_though_nothing_closed_the_sign_in(
    browser: Client, agency: Agency, now: datetime
) -> None:
    tomorrow = agency.week.day_near(now) + timedelta(days=1)
    (row,) = [row for row in staff_rows([agency.site]) if row.email == EMAIL]
    end_employment(by=BY, at=now, staff=row.id, last_day=tomorrow)
    assert browser.get("/today/").status_code == 200
    with time_machine.travel(now + timedelta(days=2), tick=False):
        assert browser.get("/today/").status_code == 302
        sign_in(browser)
        assert browser.get("/today/").status_code == 302


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
