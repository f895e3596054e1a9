"""Clients: found as you type, filtered and sorted; only those of the site, and no name in an address."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from stepdown.agency.actions import open_programs
from stepdown.agency.terms import CriteriaEdition, NewProgram, Role
from stepdown.episode.actions import admit, change_level, discharge
from stepdown.episode.terms import Discharge, DischargeReason, NewStay
from stepdown.kernel.levels import LevelOfCare
from stepdown.people.actions import register_clients
from stepdown.people.terms import NewClient
from stepdown.schedule.actions.setup import create_tracks
from stepdown.schedule.terms import NewTrack
from stepdown.session.actions import record_visit
from tests.factories.agency import BY, IOP, Agency
from tests.pages.conftest import Town
from tests.pages.reading import plain

SignedIn = Callable[[Role], Client]
HTMX = {"HX-Request": "true"}
PHP = LevelOfCare.PARTIAL_HOSPITALIZATION
MEADOW, THISTLE, HYSSOP = "Meadow Valley", "Thistle Oxbow", "Hyssop Pebble"


def names(response: HttpResponse) -> list[str]:
    """Who is listed, in order."""
    return [plain(cell) for cell in re.findall(r'<th scope="row">.*?</th>', response.content.decode(), re.DOTALL)]


@pytest.fixture
def desk(signed_in: SignedIn) -> Client:
    return signed_in(Role.FRONT_DESK)


def typed(browser: Client, words: str, **fields: str) -> HttpResponse:
    return browser.post("/clients/", {"q": words} | fields, headers=HTMX)


@pytest.fixture
def levels(town: Town) -> Agency:
    """Thistle Oxbow is at 2.5, in a program that follows the fourth edition of the criteria."""
    here, at = town.here, town.now - timedelta(days=10)
    day_program = NewProgram(here.site, "Day program", (PHP,), CriteriaEdition.FOURTH)
    (program,) = open_programs(by=BY, at=at, programs=[day_program])
    change_level(by=BY, at=at, stays=[NewStay(here.clients[1], program, PHP, here.week.monday)])
    return here


def newcomers(town: Town, *used: str) -> list[int]:
    """More clients of the first site, in care since Monday."""
    here = town.here
    new = [NewClient(here.site, f"R-1{number:03}", name, name, ("en",)) for number, name in enumerate(used)]
    ids = register_clients(by=BY, at=town.now, clients=[replace(one, synthetic=True) for one in new])
    admit(by=BY, at=town.now, stays=[NewStay(one, here.program, IOP, here.week.monday) for one in ids])
    return ids


FOUND = [
    ("mead", [MEADOW]),
    ("VALLEY", [MEADOW]),
    ("oxbw", [THISTLE]),
    ("R-0002", [THISTLE]),
    ("0003", [HYSSOP]),
    ("hyssop peb", [HYSSOP]),
    ("nobody at all", []),
    ("", [HYSSOP, MEADOW, THISTLE]),
    ("   ", [HYSSOP, MEADOW, THISTLE]),
]


@pytest.mark.parametrize(("words", "found"), FOUND)
def test_found_as_you_type(words: str, found: list[str], town: Town, desk: Client) -> None:
    assert names(typed(desk, words)) == found


@pytest.mark.parametrize("words", ["anil cienaga", "Añil Ciénaga", "AÑIL", "ciénaga", "cienaga"])
def test_with_or_without_accents(words: str, town: Town, desk: Client) -> None:
    newcomers(town, "Añil Ciénaga")
    assert names(typed(desk, words)) == ["Añil Ciénaga"]


def test_nobody_found_says_what_to_try(town: Town, desk: Client) -> None:
    assert "No name or record number here is like that." in plain(typed(desk, "zzz").content.decode())


@pytest.mark.parametrize(
    "words", ["'; DROP TABLE x; --", "%", "_", "\\", "<script>alert(1)</script>", "\x00", '"', "{{ 7 }}", "x" * 5000]
)
def test_characters_that_mean_something_elsewhere(words: str, town: Town, desk: Client) -> None:
    everybody = [HYSSOP, MEADOW, THISTLE]
    response = desk.post("/clients/", {"q": words})
    page = response.content.decode()
    assert (response.status_code, names(response)) == (200, everybody if words == "\x00" else [])
    assert "<script>alert" not in page


def test_who_left_is_found_but_not_listed(town: Town, desk: Client) -> None:
    here = town.here
    leaves = Discharge(here.clients[1], here.week.monday, DischargeReason.COMPLETED)
    discharge(by=BY, at=town.now, discharges=[leaves])
    assert names(desk.get("/clients/")) == [HYSSOP, MEADOW]
    found = typed(desk, "thistle")
    assert (names(found), "Not in care" in found.content.decode()) == ([THISTLE], True)


def test_a_search_is_a_post_and_comes_back_without_a_script(town: Town, desk: Client) -> None:
    page = desk.post("/clients/", {"q": "mead"}).content.decode()
    assert ("<html" in page, 'value="mead"' in page) == (True, True)
    assert "<html" not in typed(desk, "mead").content.decode()
    assert names(desk.get("/clients/?q=mead")) == [HYSSOP, MEADOW, THISTLE], "an address finds nobody"


SORTED = [
    ("", [HYSSOP, MEADOW, THISTLE]),
    ("name", [HYSSOP, MEADOW, THISTLE]),
    ("-name", [THISTLE, MEADOW, HYSSOP]),
    ("number", [MEADOW, THISTLE, HYSSOP]),
    ("-number", [HYSSOP, THISTLE, MEADOW]),
    ("level", [HYSSOP, MEADOW, THISTLE]),
    ("-level", [THISTLE, HYSSOP, MEADOW]),
    ("clinician", [THISTLE, HYSSOP, MEADOW]),
    ("-clinician", [HYSSOP, MEADOW, THISTLE]),
    ("week", [HYSSOP, MEADOW, THISTLE]),
    ("-week", [MEADOW, THISTLE, HYSSOP]),
    ("next", [THISTLE, MEADOW, HYSSOP]),
    ("-next", [HYSSOP, MEADOW, THISTLE]),
    ("nonsense", [HYSSOP, MEADOW, THISTLE]),
]
"""Thistle is at the higher level, with Fjord; the others with Gorse. Hyssop attended an hour, and has no session
to come; Thistle's is at 11:15, Meadow's at two."""


@pytest.mark.parametrize(("column", "order"), SORTED)
def test_sorted_by_each_column(column: str, order: list[str], town: Town, levels: Agency, desk: Client) -> None:
    came, left = levels.at(9 * 60), levels.at(9 * 60 + 30)
    record_visit(by=BY, at=town.now, client=levels.clients[2], arrived_at=came, departed_at=left)
    assert names(desk.get(f"/clients/?sort={column}")) == order


def test_a_heading_says_how_it_is_sorted_and_turns_it_round(town: Town, desk: Client) -> None:
    page = unescape(desk.get("/clients/?sort=number").content.decode())
    assert re.findall(r'aria-sort="(\w+)"><a class="th-in" href="([^"]*)"', page) == [("ascending", "?sort=-number")]
    assert """hx-vals='{"sort": "-number"}'""" in page or 'hx-vals="{"sort": "-number"}"' in page


def test_pages(town: Town, desk: Client) -> None:
    newcomers(town, *(f"Zed Sample {number:02}" for number in range(30)))
    first, second, past = (desk.get(f"/clients/?page={number}") for number in (1, 2, 99))
    zeds = [f"Zed Sample {number:02}" for number in range(30)]
    assert names(first) == [HYSSOP, MEADOW, THISTLE, *zeds[:22]]
    assert names(second) == names(past) == zeds[22:]
    assert "26 to 33 of 33" in plain(second.content.decode())


def options(response: HttpResponse, name: str) -> list[str]:
    """What a filter may be set to; nothing when it is left out."""
    found = re.search(rf'<select class="input" name="{name}">(.*?)</select>', response.content.decode(), re.DOTALL)
    return [plain(one) for one in re.findall(r"<option.*?</option>", found[1])] if found else []


def test_levels_are_called_what_the_programme_s_edition_calls_them(levels: Agency, desk: Client) -> None:
    every = ["All", "Intensive outpatient (2.1): 2", "High-intensity outpatient (2.5): 1"]
    assert options(desk.get("/clients/"), "level") == every
    narrowed = desk.get(f"/clients/?level={PHP.value}")
    assert (options(narrowed, "level"), names(narrowed)) == (every, [THISTLE])
    assert options(narrowed, "program") == ["All", "Day program", "Intensive outpatient"]


def test_a_track(town: Town, desk: Client) -> None:
    """Those of the site, once there is a choice."""
    assert options(desk.get("/clients/"), "track") == []
    (evening,) = create_tracks(by=BY, at=town.now, tracks=[NewTrack("evening", "Evening", town.here.site)])
    page = desk.get("/clients/")
    assert options(page, "track") == ["All", "Evening", "R day track"]
    (day,) = re.findall(r'<option value="(\d+)">R day track', page.content.decode())
    assert [names(desk.get(f"/clients/?track={track}")) for track in (day, evening)] == [[HYSSOP, MEADOW, THISTLE], []]
    assert "Nobody passes all of these filters." in plain(desk.get(f"/clients/?track={evening}").content.decode())


@pytest.mark.parametrize(
    "asked",
    [
        "level=9.9",
        "show=x",
        "lacking=x",
        "clinician=x",
        "language=%3C",
        "track=x",
        "track=99999999999999999999",
        "page=0",
        "page=-1",
        "page=x",
    ],
)
def test_what_makes_no_sense_is_left_out(asked: str, town: Town, desk: Client) -> None:
    assert names(desk.get(f"/clients/?{asked}")) == [HYSSOP, MEADOW, THISTLE]


def test_only_clients_of_the_site(town: Town, desk: Client) -> None:
    for response in (desk.get(f"/clients/?site={town.there.site}"), typed(desk, "mead"), typed(desk, "S-0001")):
        assert re.findall(r'class="quiet">(S-\d{4})<', response.content.decode()) == []


def test_a_director_chooses_the_site(town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.PROGRAM_DIRECTOR)
    numbers = [
        re.findall(r"[RS]-\d{4}", browser.get(f"/clients/?site={site.site}").content.decode())
        for site in (town.here, town.there)
    ]
    assert numbers == [["R-0003", "R-0001", "R-0002"], ["S-0001", "S-0002"]]


def test_no_name_in_an_address_or_the_title(town: Town, desk: Client) -> None:
    for response in (desk.get("/clients/"), desk.post("/clients/", {"q": "valley", "level": IOP.value})):
        page = response.content.decode()
        addresses = re.findall(r'(?:href|action|hx-get|hx-post)="([^"]*)"', page)
        titles = re.findall(r"<title>(.*?)</title>", page)
        assert (len(addresses) > 10, titles) == (True, ["Clients · Stepdown"])
        assert [one for one in addresses if re.search("valley|meadow|R-0", one, re.IGNORECASE)] == []
