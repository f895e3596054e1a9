"""A client's Schedule tab: their week, the hours they can come, tracks, and appointments that fit."""

# ruff: noqa: RUF001 — spans of time are written with an en dash

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from stepdown.agency.terms import Role
from stepdown.schedule.actions.setup import set_availability
from stepdown.schedule.models import PlannedSession, TrackEnrollment
from stepdown.schedule.queries.setup import availability
from stepdown.schedule.terms import Hours
from tests.factories.agency import BY, Agency
from tests.pages.conftest import Town
from tests.pages.reading import said

SignedIn = Callable[[Role], Client]


@pytest.fixture
def here(town: Town) -> Agency:
    afternoons = [Hours(day, 12 * 60, 18 * 60) for day in range(7)]
    set_availability(by=BY, at=town.now, hours={town.here.clients[0]: afternoons})
    return town.here


def test_the_week_of_a_client(here: Agency, signed_in: SignedIn) -> None:
    page = signed_in(Role.FRONT_DESK).get(f"/clients/{here.clients[0]}/schedule/")
    assert [row for row in said(page, "li") if " – " in row] == [
        "9:00 – 11:00 am Relapse prevention Gorse Valley, LCSW, Room 1",
        "2:00 – 2:50 pm Individual counselling Gorse Valley, LCSW, no room",
    ]


def test_hours_are_saved_and_the_second_of_two_is_told(here: Agency, signed_in: SignedIn) -> None:
    browser, client = signed_in(Role.FRONT_DESK), here.clients[0]
    seen = ".".join(f"{day}-720-1080" for day in range(7))
    mine = {"seen": seen, "from-2": ["08:00", "13:00"], "until-2": ["11:30", "00:00"]}
    assert browser.post(f"/clients/{client}/schedule/hours/", mine).status_code == 302
    assert availability([client])[client] == [Hours(2, 480, 690), Hours(2, 780, 1440)]
    second = browser.post(f"/clients/{client}/schedule/hours/", {"seen": seen, "from-4": "07:15", "until-4": "09:00"})
    assert second.status_code == 409
    assert 'value="07:15"' in second.content.decode(), "what was typed is kept"
    assert availability([client])[client] == [Hours(2, 480, 690), Hours(2, 780, 1440)]


def test_a_track_is_left_and_joined(here: Agency, signed_in: SignedIn, town: Town) -> None:
    browser, client = signed_in(Role.FRONT_DESK), here.clients[0]
    row = TrackEnrollment.objects.get(client=client)
    assert browser.post(f"/clients/{client}/schedule/tracks/{row.track_id}/leave/").status_code == 302
    assert TrackEnrollment.objects.exclude(ends=None).filter(client=client).count() == 1
    assert browser.post(f"/clients/{client}/schedule/tracks/", {"track": row.track_id}).status_code == 302
    again = browser.post(f"/clients/{client}/schedule/tracks/", {"track": row.track_id})
    assert (again.status_code, TrackEnrollment.objects.filter(client=client).count()) == (409, 2)


def test_times_that_fit_are_proposed_and_one_is_booked_every_week(here: Agency, signed_in: SignedIn) -> None:
    browser, client = signed_in(Role.FRONT_DESK), here.clients[0]
    asked = {"service": here.services[-1], "staff": here.staff[0], "minutes": 50, "meets": "in_person", "room": ""}
    found = browser.post(f"/clients/{client}/schedule/book/", asked | {"find": "1"})
    days, times = (re.findall(rf'data-pick-{part}="([^"]+)"', found.content.decode()) for part in ("day", "time"))
    assert len(days) == 6
    assert all("12:00" <= time <= "17:10" for time in times), "the client comes in the afternoon"
    until = (here.week.monday + timedelta(days=27)).isoformat()
    before = PlannedSession.objects.count()
    chosen = asked | {"day": days[-1], "starts": times[-1], "weekly": until, "save": "1"}
    assert browser.post(f"/clients/{client}/schedule/book/", chosen).status_code == 302
    assert PlannedSession.objects.count() > before + 1
    refused = browser.post(f"/clients/{client}/schedule/book/", chosen)
    assert refused.status_code == 409
    assert len(said(refused, "li")) > 1, "both are expected elsewhere by now"
