"""Clients, filtered: who stands where, whose they are, what they lack; views kept under a name; the list as a file."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from stepdown.agency.terms import Role
from stepdown.audit.models import Entry
from stepdown.episode.actions import discharge, take_first_contact
from stepdown.episode.actions import hold as put_on_hold
from stepdown.episode.terms import Discharge, DischargeReason, Event, HoldReason, NewHold, NewStep, Step
from stepdown.people.models import SavedView
from stepdown.schedule.actions.booking import cancel_session
from tests.factories.agency import BY, Agency, user
from tests.pages.conftest import Town
from tests.pages.reading import plain
from tests.pages.test_clients import HTMX, HYSSOP, MEADOW, THISTLE, names, newcomers

SignedIn = Callable[[Role], Client]
NEWCOMER = "Vale Fen"


@pytest.fixture
def desk(signed_in: SignedIn) -> Client:
    return signed_in(Role.FRONT_DESK)


@pytest.fixture
def mixed(town: Town) -> Agency:
    """Meadow is in care, Thistle on hold, Hyssop discharged on Monday, Vale Fen asked for care."""
    here, at, monday = town.here, town.now, town.here.week.monday
    held = NewHold(here.clients[1], HoldReason.HOSPITAL, monday - timedelta(days=3), owner=here.staff[0])
    put_on_hold(by=BY, at=at, holds=[held])
    discharge(by=BY, at=at, discharges=[Discharge(here.clients[2], monday, DischargeReason.COMPLETED)])
    first = Step(Event.FIRST_CONTACT, monday - timedelta(days=1))
    take_first_contact(by=BY, at=at, contacts=[NewStep(here.newcomer, first)])
    return here


SHOWN = [
    ("", [MEADOW, THISTLE]),
    ("show=in_care", [MEADOW, THISTLE]),
    ("show=on_hold", [THISTLE]),
    ("show=on_the_way", [NEWCOMER]),
    ("show=left", [HYSSOP, "Moor Tarn"]),
    ("show=everybody", [HYSSOP, MEADOW, "Moor Tarn", THISTLE, NEWCOMER]),
    ("show=everybody&clinician=none", ["Moor Tarn", NEWCOMER]),
    ("show=on_hold&language=es", []),
    ("language=es", [MEADOW]),
]


@pytest.mark.parametrize(("asked", "shown"), SHOWN, ids=[asked or "nothing" for asked, _ in SHOWN])
def test_who_is_shown(asked: str, shown: list[str], mixed: Agency, desk: Client) -> None:
    assert names(desk.get(f"/clients/?{asked}")) == shown


def test_each_says_where_they_stand(mixed: Agency, desk: Client) -> None:
    text = plain(desk.get("/clients/?show=everybody").content.decode())
    assert [said for said in ("In hospital", "Hospital", "Asked for care", "Not in care") if said in text] != []
    assert "Asked for care" in text


def test_what_is_typed_is_looked_for_among_all_and_filters_hold(mixed: Agency, desk: Client) -> None:
    assert names(desk.post("/clients/", {"q": "hyssop"})) == [HYSSOP]
    assert names(desk.post("/clients/", {"q": "hyssop", "show": "on_hold"})) == []


def test_my_clients_are_those_of_whoever_reads(town: Town) -> None:
    here = town.here
    clinician = here.staff[0]
    number = user(here, Role.CLINICIAN, town.now, email="other.clinician@example.org")
    browser = _browser_of(number)
    assert names(browser.get("/clients/?clinician=me")) == []
    assert names(browser.get(f"/clients/?clinician={clinician}")) == [HYSSOP, MEADOW]


LACKING = [("appointment", [HYSSOP]), ("authorization", ["Zed Sample"]), ("order", ["Zed Sample"])]


@pytest.mark.parametrize(("what", "shown"), LACKING)
def test_who_lacks_something(what: str, shown: list[str], town: Town, desk: Client) -> None:
    """Hyssop's one session runs already; a newcomer was admitted and no more."""
    newcomers(town, "Zed Sample")
    found = names(desk.get(f"/clients/?lacking={what}"))
    assert found == (sorted({*shown, "Zed Sample"}))


def test_a_cancelled_session_is_no_appointment(town: Town, desk: Client) -> None:
    cancel_session(by=BY, at=town.now, session=town.here.sessions[1])
    assert names(desk.get("/clients/?lacking=appointment")) == [HYSSOP, THISTLE]


def test_typing_changes_the_address_to_the_filters_and_no_more(town: Town, desk: Client) -> None:
    response = desk.post("/clients/", {"q": "mead", "lacking": "order", "sort": "-name"}, headers=HTMX)
    assert response["HX-Replace-Url"] == "/clients/?lacking=order&sort=-name"
    assert desk.post("/clients/", {"q": "mead"}, headers=HTMX)["HX-Replace-Url"] == "/clients/?show=in_care"


# Views


def views(response: HttpResponse) -> list[tuple[str, bool]]:
    """The views in the bar, and which is on."""
    nav = re.search(r'<nav aria-label="Views">.*?</nav>', response.content.decode(), re.DOTALL)
    assert nav is not None
    return [(plain(one), "aria-current" in one) for one in re.findall(r'<a class="chip".*?</a>', nav[0], re.DOTALL)]


def test_saved_opened_renamed_deleted_and_back(town: Town, desk: Client) -> None:
    saved = desk.post("/clients/views/save/", {"name": "Spanish", "query": "language=es&q=meadow&page=7"})
    assert saved["Location"] == "/clients/?language=es"
    row = SavedView.objects.get()
    assert (row.name, row.query, row.shared, row.opens_first) == ("Spanish", "language=es", False, False)
    assert ("Spanish", True) in views(desk.get("/clients/?language=es"))
    desk.post(f"/clients/views/{row.pk}/", {"name": "They speak Spanish", "shared": "on"})
    assert ("They speak Spanish", False) in views(desk.get("/clients/"))
    page = desk.post(f"/clients/views/{row.pk}/delete/", follow=True).content.decode()
    assert f"/clients/views/{row.pk}/back/" in page
    assert "They speak Spanish" not in desk.get("/clients/").content.decode()
    desk.post(f"/clients/views/{row.pk}/back/")
    assert ("They speak Spanish", False) in views(desk.get("/clients/"))


def test_one_view_opens_first_and_the_rest_are_a_click_away(town: Town, desk: Client) -> None:
    for name, query in (("One", "show=on_hold"), ("Two", "show=left")):
        desk.post("/clients/views/save/", {"name": name, "query": query, "opens_first": "on"})
    assert list(SavedView.objects.filter(opens_first=True).values_list("name", flat=True)) == ["Two"]
    assert desk.get("/clients/")["Location"] == "/clients/?show=left"
    assert desk.get("/clients/?show=in_care").status_code == 200
    assert desk.get(f"/clients/?site={town.here.site}")["Location"] == "/clients/?show=left"


def test_shared_with_those_who_work_here_and_kept_from_others(town: Town, desk: Client, signed_in: SignedIn) -> None:
    desk.post("/clients/views/save/", {"name": "Ours", "query": "show=on_hold", "shared": "on"})
    desk.post("/clients/views/save/", {"name": "Mine", "query": "show=left"})
    shown = [name for name, _ in views(signed_in(Role.NURSE).get("/clients/"))]
    assert [name for name in shown if name.startswith(("Ours", "Mine"))] == ["Ours Synthetic front desk"]
    elsewhere = _browser_of(user(town.there, Role.NURSE, town.now, email="nurse.there@example.org"))
    assert [name for name, _ in views(elsewhere.get("/clients/")) if name.startswith("Ours")] == []


def test_another_s_own_view_shows_nowhere(town: Town, desk: Client, signed_in: SignedIn) -> None:
    """Not in the bar, not among the views to change, not under its own address, and it opens nobody else's list."""
    desk.post("/clients/views/save/", {"name": "Kept to myself", "query": "show=left", "opens_first": "on"})
    desk.post("/clients/views/save/", {"name": "Shared, mine first", "query": "show=on_hold", "shared": "on"})
    director = signed_in(Role.PROGRAM_DIRECTOR)
    assert "Kept to myself" in desk.get("/clients/views/").content.decode(), "its owner sees it"
    pages = ["/clients/", "/clients/?show=left", "/clients/?show=on_hold", "/clients/views/"]
    answers = [director.get(address) for address in pages]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert ["Kept to myself" in answer.content.decode() for answer in answers] == [False] * 4
    assert "Shared, mine first" in answers[-1].content.decode()
    twin = director.post("/clients/views/save/", {"name": "Kept to myself", "query": "show=everybody"})
    assert twin.status_code == 302, "nor does it stand in the way of a view of the same name"


def test_another_s_view_is_nobody_s_to_change(town: Town, desk: Client, signed_in: SignedIn) -> None:
    desk.post("/clients/views/save/", {"name": "Ours", "query": "show=on_hold", "shared": "on"})
    view, nurse = SavedView.objects.get().pk, signed_in(Role.NURSE)
    answers = [
        nurse.post(f"/clients/views/{view}/{end}", {"name": "x"}).status_code for end in ("", "delete/", "back/")
    ]
    assert answers == [404, 404, 404]
    nurse.post("/clients/views/save/", {"name": "Ours", "query": "show=on_hold"})
    assert SavedView.objects.filter(name="Ours").count() == 2, "a copy is one's own"


def test_a_view_needs_a_name_of_its_own(town: Town, desk: Client) -> None:
    desk.post("/clients/views/save/", {"name": "Ours", "query": "show=on_hold"})
    twice = desk.post("/clients/views/save/", {"name": "Ours", "query": "show=left"})
    nameless = desk.post("/clients/views/save/", {"name": "  ", "query": "show=left"})
    assert [
        (answer.status_code, said in unescape(answer.content.decode()))
        for answer, said in ((twice, "You have a view of that name."), (nameless, "Give the view a name."))
    ] == [(409, True), (409, True)]


# As a file

OURS = {"recipient": "0", "purpose": "operations"}


def test_what_is_shown_leaves_as_a_file_with_the_notice_and_is_noted(mixed: Agency, signed_in: SignedIn) -> None:
    director = signed_in(Role.PROGRAM_DIRECTOR)
    answer = director.post("/clients/export/", {"show": "everybody", "sort": "-name", "q": "", **OURS})
    rows = list(csv.reader(answer.getvalue().decode("utf-8-sig").splitlines()))
    assert re.search(r'filename="list-\d{4}-\d\d-\d\d.csv"', answer["Content-Disposition"])
    assert rows[0] == ["42 CFR part 2 prohibits unauthorized use or disclosure of these records."]
    assert [(row[1], row[2]) for row in rows[2:]] == [
        (NEWCOMER, "Asked for care"), (THISTLE, "On hold"), ("Moor Tarn", "Not in care"), (MEADOW, "In care"),
        (HYSSOP, "Not in care"),
    ]  # fmt: skip
    assert rows[5][5:9] == ["Gorse Valley, LCSW", "540", "170", "0"]
    entry = Entry.objects.get(action="consent.release")
    assert entry.details == {"door": "clients", "purpose": "operations", "people": 5, "withheld": 0}


def test_only_what_is_shown_leaves(mixed: Agency, signed_in: SignedIn) -> None:
    answer = signed_in(Role.COMPLIANCE).post("/clients/export/", {"q": "thistle", **OURS})
    assert [row[1] for row in csv.reader(answer.getvalue().decode().splitlines()[2:])] == [THISTLE]


def test_who_may_not_take_it_out_sees_no_button(town: Town, desk: Client, signed_in: SignedIn) -> None:
    seen = [
        "/clients/export/" in browser.get("/clients/").content.decode()
        for browser in (desk, signed_in(Role.COMPLIANCE))
    ]
    assert seen == [False, True]


def _browser_of(number: int) -> Client:
    from django.contrib.auth import get_user_model

    client = Client()
    person = get_user_model()._default_manager.get(pk=number)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
