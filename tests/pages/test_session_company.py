"""One session's staff, guests, how each client comes; cancelled and back; what changed, and by whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from stepdown.agency.terms import Role
from stepdown.schedule.models import Participant, PlannedSession, SessionGuest, SessionStaff
from tests.factories.agency import Agency
from tests.factories.hours import free_at_any_time
from tests.pages.conftest import Town
from tests.pages.reading import said
from tests.pages.test_groups import HTMX

SignedIn = Callable[[Role], Client]


@pytest.fixture
def here(town: Town) -> Agency:
    free_at_any_time(town.here, town.now)
    return town.here


def test_by_video_today_with_an_aunt_and_an_observer(here: Agency, signed_in: SignedIn) -> None:
    browser, session, client = signed_in(Role.FRONT_DESK), here.individual[0], here.clients[0]
    post = lambda end, fields: browser.post(f"/week/session/{session}/{end}/", fields, headers=HTMX).status_code
    assert post(f"clients/{client}/way", {"way": "video"}) == 200
    assert Participant.objects.get(session=session, client=client).modality == "video"
    assert post("guests", {"kind": "relative", "name": "Synthetic aunt", "client": client, "way": "in_person"}) == 200
    guest = SessionGuest.objects.get(session=session)
    assert post(f"guests/{guest.pk}/off", {}) == 200
    assert post("staff", {"staff": here.staff[1], "role": "observer"}) == 200
    roles = SessionStaff.objects.filter(session=session, active=True).order_by("role").values_list("staff", "role")
    assert list(roles) == [(here.staff[0], "lead"), (here.staff[1], "observer")]
    assert post(f"staff/{here.staff[1]}/off", {}) == 200
    assert SessionStaff.objects.filter(session=session, active=True).count() == 1


def test_a_busy_colleague_is_refused_with_the_reason(here: Agency, signed_in: SignedIn) -> None:
    """The second leader is asked to observe a session at the time of her own group."""
    browser, session = signed_in(Role.FRONT_DESK), here.sessions[1]
    refused = browser.post(f"/week/session/{session}/staff/", {"staff": here.staff[1], "role": "king"}, headers=HTMX)
    assert refused.status_code == 400
    PlannedSession.objects.get(pk=session)


def test_cancelled_undone_and_written_down(here: Agency, signed_in: SignedIn) -> None:
    browser, session = signed_in(Role.FRONT_DESK), here.sessions[1]
    post = lambda end: browser.post(f"/week/session/{session}/{end}/", headers=HTMX)
    cancelled = post("cancel/now")
    assert f"/week/session/{session}/cancel/undo/" in cancelled.content.decode()
    assert post("back").status_code == 200
    assert PlannedSession.objects.get(pk=session).state == "planned"
    assert Participant.objects.filter(session=session, active=True).count() == 1
    assert post("back").status_code == 409
    told = browser.get(f"/week/session/{session}/history/", headers=HTMX)
    lines = [line for line in said(told, "li") if "Synthetic front desk" in line]
    assert ["Brought back." in lines[0], "Cancelled." in lines[1]] == [True, True]
    week = browser.get("/week/changes/")
    assert [row for row in said(week, "td") if row in {"Cancelled.", "Brought back."}] == [
        "Brought back.",
        "Cancelled.",
    ]


def test_who_may_not_see_clients_reads_of_a_client(here: Agency, signed_in: SignedIn) -> None:
    path = f"/week/session/{here.individual[0]}/clients/{here.clients[0]}/free/"
    assert signed_in(Role.FRONT_DESK).post(path, headers=HTMX).status_code == 200
    said_to = lambda role: " ".join(said(signed_in(role).get("/week/changes/"), "td"))
    assert "The seat of Meadow Valley freed." in said_to(Role.FRONT_DESK)
    assert "The seat of A client freed." in said_to(Role.ADMINISTRATOR)
