"""One line of the ledger opened: the week in sentences, the make-ups that fit, one click to book, one to undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from stepdown.agency.terms import Role
from stepdown.audit.models import ChartRead
from stepdown.episode.actions import hold
from stepdown.episode.terms import HoldReason, NewHold
from stepdown.ledger import queries as ledger
from stepdown.ledger.terms import Adds, MakeUp
from stepdown.safety.actions import restrict_contact
from stepdown.safety.terms import NewRestriction
from stepdown.schedule.actions.booking import add_participant
from stepdown.schedule.actions.setup import set_availability
from stepdown.schedule.models import Participant
from stepdown.schedule.terms import Hours
from stepdown.web.desk.templatetags.desk import hours
from tests.factories.agency import BY, Agency, another_group
from tests.factories.crowd import longest_wait
from tests.pages.conftest import Town
from tests.pages.reading import said

SignedIn = Callable[[Role], Client]
HTMX = {"HX-Request": "true"}
AFTER_THE_BREAK, THREE_PM, EIGHT_PM = 11 * 60 + 15, 15 * 60, 20 * 60
"""A group at three would leave a hole in the day of somebody who comes from nine to eleven."""


def extra_group(town: Town, code: str, start: int, minutes: int, *clients: int, capacity: int = 8) -> int:
    """Another group of the same track, today at `start`; returns its session."""
    return another_group(town.here, town.now, code, start, minutes, *clients, capacity=capacity)


@pytest.fixture
def here(town: Town) -> Agency:
    """Everybody can come today until seven, so that only what a test puts there stands in the way."""
    until_seven = [Hours(day, 0, 19 * 60) for day in range(7)]
    set_availability(by=BY, at=town.now, hours=dict.fromkeys(town.here.clients, until_seven))
    return town.here


def offered(town: Town, client: int) -> list[MakeUp]:
    return list(ledger.client_line(BY, client, town.here.week, now=town.now).make_ups)


def still_open(here: Agency, client: int, response: HttpResponse) -> str:
    """What the page must say of the open hours, at the moment it was made."""
    moment = response.wsgi_request.now
    minutes = ledger.client_line(BY, client, here.week, now=moment).line.week.open
    return f"{here.week.days[here.today]:%A}: {hours(minutes)} of 9 h still open."


def test_a_session_that_fits_says_what_it_adds(here: Agency, town: Town) -> None:
    session = extra_group(town, "PM", AFTER_THE_BREAK, 60)
    [found] = [one for one in offered(town, here.clients[2]) if one.session == session]
    assert (found.title, found.room, found.seats_left, found.added.adds, found.added.minutes) == (
        "Group PM",
        "Room PM",
        8,
        Adds.HOURS,
        60,
    )


@pytest.mark.parametrize(
    "why", ["too late for them", "leaves a hole", "full", "must not meet", "there already", "on hold", "over"]
)
def test_a_session_that_does_not_fit_is_not_offered(why: str, here: Agency, town: Town) -> None:
    longest_wait(30, town.now)
    client, other = here.clients[2], here.clients[0]
    starts = {"too late for them": EIGHT_PM, "leaves a hole": THREE_PM, "over": 5 * 60}.get(why, AFTER_THE_BREAK)
    expected = (other,) if why in ("full", "must not meet") else ()
    session = extra_group(town, "PM", starts, 60, *expected, capacity=1 if why == "full" else 8)
    today = here.week.days[here.today]
    if why == "must not meet":
        restrict_contact(by=BY, at=town.now, restrictions=[NewRestriction(client, other, today)])
    if why == "there already":
        add_participant(by=BY, at=town.now, session=session, client=client)
    if why == "on hold":
        hold(by=BY, at=town.now, holds=[NewHold(client, HoldReason.TRAVEL, today, today + timedelta(days=3))])
    assert session not in [one.session for one in offered(town, client)]


def test_the_week_is_told_and_a_make_up_is_booked_and_undone(here: Agency, town: Town, signed_in: SignedIn) -> None:
    session, client = extra_group(town, "PM", AFTER_THE_BREAK, 60), here.clients[2]
    browser = signed_in(Role.CASE_MANAGER)
    page = browser.get(f"/ledger/{client}/", headers=HTMX)
    assert said(page, "h2") == ["Hyssop Pebble"]
    assert still_open(here, client, page) in said(page, "li")
    booked = browser.post(f"/ledger/{client}/book/{session}/", headers=HTMX)
    assert (booked.status_code, booked["HX-Trigger"]) == (200, "ledger-changed")
    assert still_open(here, client, booked) in said(booked, "li")
    assert Participant.objects.filter(session=session, client=client, active=True).count() == 1
    undone = browser.post(f"/ledger/{client}/free/{session}/", headers=HTMX)
    assert still_open(here, client, undone) in said(undone, "li")
    assert Participant.objects.filter(session=session, client=client, active=True).count() == 0


def test_a_make_up_that_is_taken_meanwhile_is_told(here: Agency, town: Town, signed_in: SignedIn) -> None:
    session, client = extra_group(town, "PM", AFTER_THE_BREAK, 60, here.clients[0], capacity=1), here.clients[2]
    refused = signed_in(Role.CASE_MANAGER).post(f"/ledger/{client}/book/{session}/", headers=HTMX)
    assert refused.status_code == 409
    assert "All 1 seats are taken. Free a seat, or choose another group." in said(refused, "li")


def test_without_javascript_it_is_a_page(here: Agency, town: Town, signed_in: SignedIn) -> None:
    page = signed_in(Role.CASE_MANAGER).get(f"/ledger/{here.clients[2]}/")
    assert said(page, "h1") == ["One week"]
    assert "Hyssop Pebble" not in said(page, "title")[0]


def test_who_may_not_see_clients_sees_hours_and_no_name(here: Agency, town: Town, signed_in: SignedIn) -> None:
    page = signed_in(Role.ADMINISTRATOR).get(f"/ledger/{here.clients[2]}/", headers=HTMX)
    assert said(page, "h2") == ["Client"]
    assert b"Hyssop" not in page.content


def test_opening_it_is_recorded(here: Agency, town: Town, signed_in: SignedIn) -> None:
    signed_in(Role.CASE_MANAGER).get(f"/ledger/{here.clients[2]}/")
    assert ChartRead.objects.filter(client_id=here.clients[2], page="desk:ledger-week").count() == 1
