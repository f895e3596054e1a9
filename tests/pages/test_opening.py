"""Who is sent to the question why, what happens after it, broken glass, and what reviewers and clients can read of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse

from stepdown.agency.queries import actor_of
from stepdown.agency.terms import Role
from stepdown.audit.queries import reads_of
from stepdown.people.actions import assign_care_team, register_clients
from stepdown.people.models import ChartPass
from stepdown.people.queries import names_of, passes_of
from stepdown.people.terms import CarePlace, CareRole, NewClient
from stepdown.policy.actions import load_rows
from stepdown.session.actions import take_over
from stepdown.web.desk import clock, urls
from tests.factories.agency import BY, Agency, user
from tests.pages.conftest import BACKEND, Town
from tests.pages.permissions import PAGES
from tests.pages.table import Page

SignedIn = Callable[[Role], Client]
BESIDE = {
    "ask-out": "Today: a tap beside a name on the roster",
    "check-in": "Today: a tap beside a name on the roster",
    "does-not-come": "Today: a tap beside a name on the roster",
    "door-more": "Today: the taps beside a name on the roster",
    "free-seat": "Week: the roster of a session",
    "give-seat": "Week: the roster of a session",
    "group-out": "the screen of a group, for who is in the room",
    "join-group": "Groups: the roster of a group",
    "join-the-track": "Tracks: the roster of a track",
    "join-video": "Today: a tap beside a name on the roster",
    "leave-group": "Groups: the roster of a group",
    "let-in": "Today: a tap beside a name on the roster",
    "open-chart": "asks why",
    "record-call": "Calls: the list names them and their number",
    "record-visit": "Today: when somebody on the roster came and went",
    "set-way": "Week: the roster of a session",
    "settle": "Today: desk and leader differ about somebody on the roster",
}
"""Addresses with a client in them that open no chart → what list they stand beside."""


def plain(response: HttpResponse) -> str:
    main = response.content.decode().split("<main", 1)[-1]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def browser(number: int) -> Client:
    client = Client()
    client.force_login(get_user_model()._default_manager.get(pk=number), backend=BACKEND)
    return client


def new_user(agency: Agency, role: Role, town: Town) -> int:
    """Somebody else with that role, on no care team and not on call."""
    return user(agency, role, town.now, email=f"other.{role.value}.{agency.site}@example.org")


@pytest.fixture
def here(town: Town) -> Agency:
    return town.here


@pytest.fixture
def intern(town: Town) -> Client:
    return browser(new_user(town.here, Role.INTERN, town))


def test_every_address_with_a_client_opens_their_chart_or_says_beside_what_it_stands() -> None:
    views = {str(one.name): one for one in urls.urlpatterns if "<int:client>" in str(one.pattern)}
    assert {name for name, one in views.items() if not one.callback.opens_charts} == BESIDE.keys()


DOORS = [
    page
    for page in PAGES
    if page.name.removeprefix("desk:") not in BESIDE
    and any("<int:client>" in str(one.pattern) for one in urls.urlpatterns if f"desk:{one.name}" == page.name)
]
STRICT = (Role.CLINICIAN, Role.INTERN, Role.CASE_MANAGER, Role.ADMISSIONS_ADVISOR)


def who_asks(page: Page) -> Role | None:
    return next((role for role in STRICT if role in page.allowed), None)


@pytest.mark.parametrize("page", DOORS, ids=[page.name for page in DOORS])
def test_no_door_to_a_chart_forgets_to_ask(page: Page, town: Town, here: Agency) -> None:
    role = who_asks(page)
    if role is None:
        assert page.allowed & {Role.INTERN, Role.BEHAVIORAL_TECHNICIAN, Role.PEER_SPECIALIST} == set()
        return
    assert page.arguments is not None
    address = reverse(page.name, args=page.arguments(here))
    client = resolve(address).kwargs["client"]
    own = browser(new_user(here, role, town))
    response = own.get(address) if page.post is None else own.post(address, page.post(here))
    if client == here.newcomer:
        assert response.status_code in page.answers, "on their way in: open to those who admit"
        return
    after = reverse("desk:client", args=[client]) if page.post else address
    to = f"/clients/{client}/open/?next={quote(after, safe='')}"
    assert (response.status_code, response.headers.get("Location")) == (302, to)


def test_a_dialog_asks_on_a_page_of_its_own(here: Agency, intern: Client) -> None:
    client = here.clients[0]
    response = intern.get(f"/clients/{client}/plan/", headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == f"/clients/{client}/open/?next={quote(f'/clients/{client}/', safe='')}"


def test_a_reason_opens_the_page_they_wanted_and_only_that_client(
    here: Agency, intern: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_rows(by=BY, at=clock.now())
    first, other = here.clients[:2]
    asked = intern.get(f"/clients/{first}/circle/")
    page = intern.get(asked["Location"])
    assert ("Meadow Valley" in plain(page), reads_of(first)) == (True, ())
    given = intern.post(asked["Location"], {"reason": "covering", "next": f"/clients/{first}/circle/"})
    assert given["Location"] == f"/clients/{first}/circle/"
    opened = intern.get(given["Location"])
    assert (opened.status_code, len(re.findall(r"Open to you until 10:\d\d pm\.", plain(opened)))) == (200, 1)
    assert intern.get(f"/clients/{first}/").status_code == 200
    assert intern.get(f"/clients/{other}/").status_code == 302
    assert {(read.page, read.grounds) for read in reads_of(first)} == {
        ("desk:client-circle", "reason"),
        ("desk:client", "reason"),
    }
    later = clock.now() + timedelta(hours=12)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert intern.get(f"/clients/{first}/").status_code == 302


def test_an_emergency_needs_a_sentence_and_opens_for_less(here: Agency, intern: Client) -> None:
    load_rows(by=BY, at=clock.now())
    address = f"/clients/{here.clients[0]}/open/"
    refused = intern.post(address, {"reason": "emergency"})
    assert (refused.status_code, "Say it in a sentence." in plain(refused)) == (422, True)
    intern.post(address, {"reason": "emergency", "words": "Does not answer, car still outside"})
    (made,) = passes_of(here.clients[0])
    assert (made.ends_at - made.opened_at, made.glass) == (timedelta(hours=4), False)


@pytest.mark.parametrize("after", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_it_goes_on_to_nothing_but_our_own_pages(here: Agency, intern: Client, after: str) -> None:
    address = f"/clients/{here.clients[0]}/open/"
    given = intern.post(address, {"reason": "covering", "next": after})
    assert given["Location"] == f"/clients/{here.clients[0]}/"


def test_the_care_team_is_never_asked(town: Town, here: Agency) -> None:
    number = new_user(here, Role.PEER_SPECIALIST, town)
    place = CarePlace(here.clients[1], actor_of(number).staff or 0, CareRole.PEER_SPECIALIST, town.now.date())
    assign_care_team(by=BY, at=town.now, places=[place])
    peer = browser(number)
    assert [peer.get(f"/clients/{one}/").status_code for one in here.clients[:2]] == [302, 200]
    assert [(read.grounds) for read in reads_of(here.clients[1])] == ["care_team"]


def test_a_stand_in_opens_the_roster_of_that_group_that_day(
    town: Town, here: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the other site, at the last moment, and nobody is asked for a reason twelve times."""
    number = new_user(town.there, Role.CLINICIAN, town)
    session = here.sessions[0]
    roster, elsewhere = here.clients[0::2], here.clients[1]
    stand_in = browser(number)
    assert [stand_in.get(f"/clients/{one}/").status_code for one in here.clients] == [404] * 3
    take_over(by=BY, at=town.now, session=session, staff=actor_of(number).staff or 0)
    assert [stand_in.get(f"/clients/{one}/").status_code for one in roster] == [200] * len(roster)
    assert stand_in.get(f"/clients/{elsewhere}/").status_code == 404
    assert {read.grounds for one in roster for read in reads_of(one)} == {"session"}
    tomorrow = town.now + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert stand_in.get(f"/clients/{roster[0]}/").status_code == 404


def test_people_on_their_way_in_are_open_to_those_who_admit(town: Town, here: Agency, intern: Client) -> None:
    advisor = browser(new_user(here, Role.ADMISSIONS_ADVISOR, town))
    assert [one.get(f"/clients/{here.newcomer}/").status_code for one in (advisor, intern)] == [200, 302]
    assert advisor.get(f"/clients/{here.clients[0]}/").status_code == 302


def broken(town: Town, words: str = "Collapsed in the lobby") -> tuple[Client, HttpResponse]:
    """A nurse of this site opens the chart of a client of the other."""
    load_rows(by=BY, at=clock.now())
    nurse = browser(new_user(town.here, Role.NURSE, town))
    return nurse, nurse.post("/clients/in-an-emergency/", {"record_number": "s-0001", "words": words}, follow=True)


def test_a_nurse_breaks_the_glass(town: Town) -> None:
    client = town.there.clients[0]
    nurse, response = broken(town)
    assert response.redirect_chain == [(f"/clients/{client}/", 302)]
    assert (response.status_code, "Compliance has been told" in plain(response)) == (200, True)
    assert nurse.get(f"/clients/{client}/emergency/").status_code == 200
    assert nurse.get(f"/clients/{town.there.clients[1]}/").status_code == 404, "no other client of that site"
    (made,) = passes_of(client)
    assert (made.glass, made.words, made.ends_at - made.opened_at) == (
        True,
        "Collapsed in the lobby",
        timedelta(hours=4),
    )
    assert {read.grounds for read in reads_of(client)} == {"emergency"}


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"record_number": "S-0001"}, "Nothing was changed|What is the emergency"),
        ({"record_number": "none", "words": "Fell"}, "Nobody, or more than one person, is registered so."),
        ({"name": "Meadow Valley", "words": "Fell"}, "Nobody, or more than one person, is registered so."),
        ({"name": "Synthetic Twin", "born": "1990-01-02", "words": "Fell"}, "Nobody, or more than one person"),
    ],
)
def test_the_glass_stays_whole_without_a_sentence_or_for_half_a_name(
    town: Town, sent: dict[str, str], says: str
) -> None:
    twins = [
        NewClient(town.there.site, f"TW-{n}", "Synthetic Twin", "Synthetic Twin", ("en",), synthetic=True)
        for n in (1, 2)
    ]
    register_clients(by=BY, at=town.now, clients=twins)
    nurse = browser(new_user(town.here, Role.NURSE, town))
    response = nurse.post("/clients/in-an-emergency/", sent)
    assert (response.status_code, bool(re.search(says, plain(response)))) == (422, True)
    assert not ChartPass.objects.exists()


def test_compliance_is_told_at_once_and_reviews(town: Town, here: Agency, intern: Client, signed_in: SignedIn) -> None:
    officer = signed_in(Role.COMPLIANCE)
    intern.post(f"/clients/{here.clients[0]}/open/", {"reason": "covering"})
    broken(town)
    waiting = officer.get("/access/waiting/").content.decode()
    assert re.findall(r'visually-hidden">([^<]+)<', waiting) == [
        "Opened with a reason: 2 to look at, 1 in an emergency"
    ]
    listed = plain(officer.get("/access/"))
    assert listed.index("Collapsed in the lobby") < listed.index("I cover for a colleague")
    emergency, covering = (passes_of(one)[0].id for one in (town.there.clients[0], here.clients[0]))
    officer.post(f"/access/{covering}/in-order/")
    refused = officer.post(f"/access/{emergency}/", {"found": "look_into"})
    assert (refused.status_code, "Say it in a sentence." in plain(refused)) == (422, True)
    officer.post(f"/access/{emergency}/", {"found": "look_into", "words": "Asked the nurse"})
    listed = plain(officer.get("/access/"))
    assert ("To be looked into Asked the nurse" in listed, "Settled" in listed) == (True, True)
    assert "to look at" not in officer.get("/access/waiting/").content.decode(), "somebody has seen both"


def test_nobody_reviews_themself(town: Town, here: Agency) -> None:
    number = new_user(here, Role.PROGRAM_DIRECTOR, town)
    director = browser(number)
    director.post("/clients/in-an-emergency/", {"record_number": "R-0001", "words": "Fell"})
    refused = director.post(f"/access/{passes_of(here.clients[0])[0].id}/in-order/")
    assert (refused.status_code, "Somebody else reviews it." in plain(refused)) == (409, True)


def test_the_client_can_read_who_opened_the_chart_and_why(
    town: Town, here: Agency, intern: Client, signed_in: SignedIn
) -> None:
    client = here.clients[0]
    intern.post(f"/clients/{client}/open/", {"reason": "other", "words": "Found her bag"})
    intern.get(f"/clients/{client}/")
    director = signed_in(Role.PROGRAM_DIRECTOR)
    for address in (f"/clients/{client}/history/", f"/clients/{client}/disclosures/", "/access/"):
        said = plain(director.get(address))
        assert ("Synthetic intern" in said, "other.intern" in said) == (True, False), "by name, not by a sign-in"
        assert "Another reason “Found her bag”" in said
        assert address == "/access/" or "Gave a reason" in said
    review = plain(director.get(f"/access/{passes_of(client)[0].id}/"))
    name = names_of([client])[client]
    assert f"The chart of {name}, Jun 10, 2026, 10:10 am to " in review
