"""A client's reminders: what would be sent is shown word for word; sent, taken back, and wanted the day before."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from stepdown.agency.terms import Role
from stepdown.people.actions import add_way
from stepdown.reminder.actions import remind
from stepdown.reminder.models import DayBefore, Reminder
from stepdown.schedule.actions.appointments import book_appointment
from stepdown.schedule.terms import NewAppointment
from tests.factories.agency import BY, Agency
from tests.factories.crowd import quiet_hours
from tests.factories.reminders import MAIL, SAFE
from tests.pages.conftest import Town
from tests.pages.reading import said

SignedIn = Callable[[Role], Client]


@pytest.fixture
def here(town: Town, settings: Settings) -> Agency:
    """The first client is expected tomorrow, Thursday, at nine; mail is set up."""
    for name, value in MAIL.items():
        setattr(settings, name, value)
    quiet_hours(town.now)
    agency = town.here
    period = agency.week.span(3, 9 * 60, 50)
    new = NewAppointment(agency.services[-1], agency.site, None, period, agency.staff[0], (agency.clients[0],))
    book_appointment(by=BY, at=town.now, new=new)
    return agency


def address(here: Agency, **safe: bool) -> int:
    return add_way(by=BY, at=here.week.at(0, 0), client=here.clients[0], way=replace(SAFE, **safe))  # type: ignore[arg-type]


def test_what_would_be_sent_and_sending_it(here: Agency, signed_in: SignedIn) -> None:
    browser, way = signed_in(Role.FRONT_DESK), address(here)
    path = f"/clients/{here.clients[0]}/reminders/"
    page = browser.get(path)
    shown = said(page, "dd")
    found = shown.index("hello@example.org")
    assert shown[found : found + 3] == ["hello@example.org", "Recordatorio", "Now"], (
        "the first client speaks Spanish best"
    )
    assert "Tiene una cita el jueves 11 de junio a las 9:00 a. m." in page.content.decode()
    assert SAFE.value not in page.content.decode(), "over a shoulder the address is masked"
    after = browser.post(path + "send/", {"way": way}, follow=True)
    (row,) = Reminder.objects.all()
    assert (row.about, row.queued_by) == (here.week.at(3, 9 * 60), "front_desk." + str(here.site) + "@example.org")
    calm = after.content.decode()
    assert ("waits there already" in calm, "can't be sent" in calm, "<dt>Goes out" in calm) == (True, False, False)
    assert row.queued_by not in calm.partition("Reminders so far")[2].partition("</ul>")[0], "a name, no address"
    (undo,) = re.findall(r'class="notice-undo" method="post" action="([^"]+)"', after.content.decode())
    again = browser.post(path + "send/", {"way": way})
    assert (again.status_code, "waits there already" in again.content.decode()) == (409, True)
    assert "Nothing is sent." in browser.post(undo, follow=True).content.decode()
    assert browser.post(undo).status_code == 409


def test_everything_in_the_way_is_said(here: Agency, signed_in: SignedIn, settings: Settings) -> None:
    address(here, may_leave_message=False)
    settings.MAIL = {}
    page = signed_in(Role.NURSE).get(f"/clients/{here.clients[0]}/reminders/").content.decode()
    assert "No mail server is set up" in page
    assert "No message may be left there" in page
    assert "Send this" not in page


def test_the_day_before_is_agreed_and_ended(here: Agency, signed_in: SignedIn, town: Town) -> None:
    browser, way = signed_in(Role.FRONT_DESK), address(here)
    path = f"/clients/{here.clients[0]}/reminders/day-before/"
    tomorrow = (town.now + timedelta(days=1)).date().isoformat()
    assert browser.post(path, {"way": way, "agreed_on": tomorrow}).status_code == 409
    page = browser.post(path, {"way": way, "agreed_on": "2026-06-09"}, follow=True)
    assert "Agreed on Jun 9, 2026" in page.content.decode()
    assert browser.post(path, {"way": way, "agreed_on": "2026-06-09"}).status_code == 409
    assert browser.post(path + "end/").status_code == 302
    assert not DayBefore.objects.filter(ended_at=None).exists()


def test_another_clients_reminder_is_not_taken_back(here: Agency, signed_in: SignedIn, town: Town) -> None:
    waiting = remind(by=BY, at=town.now, client=here.clients[0], way=address(here))
    browser = signed_in(Role.FRONT_DESK)
    assert browser.post(f"/clients/{here.clients[1]}/reminders/{waiting}/back/").status_code == 404
