"""Week: what the board says, and its dialog: move, be refused with every reason, undo, cancel, seats."""

# ruff: noqa: RUF001 — spans of time are written with an en dash
from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from stepdown.agency.actions import add_time_off, close_site
from stepdown.agency.terms import Role
from stepdown.people.queries import names_of
from stepdown.schedule.actions.booking import cancel_session, move_session
from stepdown.schedule.actions.company import unassign_staff
from stepdown.schedule.actions.setup import set_availability
from stepdown.schedule.models import PlannedSession
from stepdown.schedule.queries import facts, stands
from stepdown.schedule.terms import Hours, Placement
from stepdown.web.desk.moves import code, placement
from tests.factories.agency import BY, Agency, another_group
from tests.factories.crowd import BEFORE, longest_wait
from tests.factories.hours import free_at_any_time
from tests.pages.conftest import Town
from tests.pages.reading import said

SignedIn = Callable[[Role], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def here(town: Town) -> Agency:
    """The agency, its clients free at any time: what stands in the way is what a test puts there."""
    free_at_any_time(town.here, town.now)
    return town.here


def placed(session: int) -> Placement:
    return stands.placement_of(PlannedSession.objects.select_related("site", "week").get(pk=session))


def sent(to: Placement, seen: Placement, reason: str = "") -> dict[str, object]:
    fields = {"weekday": to.weekday, "starts": to.starts, "staff": to.staff, "room": to.room or ""}
    return fields | {"seen": code(seen), "reason": reason}


def post(browser: Client, session: int, end: str, fields: dict[str, object] | None = None) -> HttpResponse:
    return browser.post(f"/week/session/{session}/{end}", fields or {}, headers=HTMX)


def test_the_board_by_rooms(here: Agency, signed_in: SignedIn) -> None:
    response = signed_in(Role.FRONT_DESK).get(f"/week/?day={here.today}")
    assert [text for text in said(response, "a") if "seats" in text] == [
        f"Relapse prevention 9:00 – 11:00 am {name(here, 0)} 2 of /40 seats",
        f"Process group 11:15 am – 12:45 pm {name(here, 1)} 1 of /40 seats",
    ]


def test_the_board_by_clinicians_has_individual_sessions_too(here: Agency, signed_in: SignedIn) -> None:
    response = signed_in(Role.FRONT_DESK).get(f"/week/?view=clinicians&day={here.today}&clinician={here.staff[0]}")
    assert [text for text in said(response, "a") if " pm" in text or " am" in text] == [
        "Relapse prevention 9:00 – 11:00 am Room 1 2 of /40 seats",
        "Individual counselling 2:00 – 2:50 pm No room 50 min",
    ]


def name(agency: Agency, leader: int) -> str:
    from stepdown.agency.models import StaffMember

    return StaffMember.objects.get(pk=agency.staff[leader]).name


def test_a_refusal_says_every_reason_as_the_check_did(here: Agency, signed_in: SignedIn) -> None:
    browser, session = signed_in(Role.FRONT_DESK), here.sessions[1]
    before = placed(session)
    to = Placement(here.today, 9 * 60, here.staff[0], here.rooms[0])
    checked = post(browser, session, "move/check/", sent(to, before))
    refused = post(browser, session, "move/to/", sent(to, before))
    assert (checked.status_code, refused.status_code) == (200, 409)
    assert (
        said(refused, "li")
        == said(checked, "li")
        == [
            "That time is over. Choose one that is still to come.",
            "Room 1 is taken by Relapse prevention then, 9:00 – 11:00 am.",
            f"{name(here, 0)} leads Relapse prevention then, 9:00 – 11:00 am.",
        ]
    )
    assert placed(session) == before
    assert 'value="540" selected' in refused.content.decode(), "the choice is kept"


@pytest.mark.parametrize(
    ("role", "hour", "verdict"),
    [
        (Role.FRONT_DESK, 15, "free"),
        (Role.FRONT_DESK, 16, "stop"),
        (Role.CLINICAL_SUPERVISOR, 16, "over"),
        (Role.CLINICAL_SUPERVISOR, 9, "stop"),
    ],
)
def test_while_dragging_the_board_is_told_what_a_drop_would_do(
    role: Role, hour: int, verdict: str, here: Agency, town: Town, signed_in: SignedIn
) -> None:
    """Free until four; after that the client cannot come, which a supervisor may override; nine is over."""
    until_four = [Hours(day, 0, 16 * 60) for day in range(7)]
    set_availability(by=BY, at=town.now, hours=dict.fromkeys(here.clients, until_four))
    session = here.individual[0]
    before = placed(session)
    told = post(
        signed_in(role), session, "move/drag/", sent(Placement(here.today, hour * 60, before.staff, None), before)
    )
    assert (told.status_code, told["X-Drop"]) == (200, verdict)
    assert placed(session) == before
    assert bool(said(told, "li")) == (verdict != "free")


def test_what_may_be_taken_hold_of(here: Agency, signed_in: SignedIn) -> None:
    """A group that has begun stays; who may not book takes hold of nothing."""
    for role, held in ((Role.FRONT_DESK, {here.sessions[1]}), (Role.NURSE, set())):
        page = signed_in(role).get(f"/week/?day={here.today}").content.decode()
        assert {int(number) for number in re.findall(r'data-slot="(\d+)" data-move', page)} == held


def test_moved_and_moved_back(here: Agency, signed_in: SignedIn) -> None:
    browser, session = signed_in(Role.FRONT_DESK), here.sessions[1]
    before = placed(session)
    to = Placement(here.today, 16 * 60, before.staff, here.rooms[0])
    moved = post(browser, session, "move/to/", sent(to, before))
    assert (moved.status_code, placed(session)) == (200, to)
    assert moved["HX-Trigger-After-Settle"] == "dialog:close, week-changed"
    (undo,) = re.findall(r'hx-post="([^"]+)"', moved.content.decode())
    assert browser.post(unescape(undo), headers=HTMX).status_code == 200
    assert placed(session) == before
    assert browser.post(unescape(undo), headers=HTMX).status_code == 409, "it no longer stands where it was moved to"


def test_the_second_of_two_is_told_and_keeps_the_choice(here: Agency, town: Town, signed_in: SignedIn) -> None:
    browser, session = signed_in(Role.FRONT_DESK), here.sessions[1]
    seen = placed(session)
    first = Placement(here.today, 15 * 60, seen.staff, seen.room)
    move_session(by=BY, at=town.now, session=session, to=first)
    mine = Placement(here.today, 17 * 60, seen.staff, here.rooms[0])
    told = post(browser, session, "move/to/", sent(mine, seen))
    assert told.status_code == 409
    assert said(told, "strong") == ["Somebody else moved this session meanwhile"]
    assert f'name="seen" value="{code(first)}"' in told.content.decode()
    assert 'value="1020" selected' in told.content.decode()
    assert post(browser, session, "move/to/", sent(mine, first)).status_code == 200
    assert placed(session) == mine


@pytest.mark.parametrize(
    ("role", "reason", "status"),
    [
        (Role.FRONT_DESK, "The family asked for it", 409),
        (Role.CLINICAL_SUPERVISOR, "", 409),
        (Role.CLINICAL_SUPERVISOR, "The family asked for it", 200),
    ],
)
def test_a_supervisor_overrides_with_a_reason(
    role: Role, reason: str, status: int, here: Agency, town: Town, signed_in: SignedIn
) -> None:
    morning = [Hours(day, 0, 13 * 60) for day in range(7)]
    set_availability(by=BY, at=town.now, hours=dict.fromkeys(here.clients, morning))
    session = here.sessions[1]
    before = placed(session)
    to = Placement(here.today, 16 * 60, before.staff, before.room)
    response = post(signed_in(role), session, "move/to/", sent(to, before, reason))
    assert (response.status_code, placed(session)) == (status, to if status == 200 else before)


def test_cancelled_stays_on_the_board_struck_through(here: Agency, signed_in: SignedIn) -> None:
    browser, session = signed_in(Role.FRONT_DESK), here.sessions[1]
    assert post(browser, session, "cancel/now/").status_code == 200
    assert PlannedSession.objects.get(pk=session).state == "cancelled"
    page = browser.get("/week/?view=list")
    assert page.content.decode().count("row-cancelled") == 1
    assert post(browser, session, "cancel/now/").status_code == 409


def test_a_seat_freed_and_given_back(here: Agency, signed_in: SignedIn) -> None:
    browser, session, client = signed_in(Role.FRONT_DESK), here.individual[0], here.clients[0]
    freed = post(browser, session, f"clients/{client}/free/")
    assert (freed.status_code, freed["HX-Trigger"]) == (200, "week-changed")
    assert said(freed, "span").count("Meadow Valley has no seat here any more.") == 1
    given = post(browser, session, f"clients/{client}/seat/")
    assert (given.status_code, facts.booking(row(session), placed(session), now=here.at(0)).clients[0].id) == (
        200,
        client,
    )


def row(session: int) -> PlannedSession:
    return PlannedSession.objects.select_related("site", "week", "service", "group__track").get(pk=session)


def test_clients_are_found_by_name_but_not_those_of_elsewhere(here: Agency, signed_in: SignedIn) -> None:
    found = post(signed_in(Role.FRONT_DESK), here.sessions[1], "clients/", {"q": "mead"})
    assert said(found, "li") == ["Meadow Valley R-0001 Add Meadow Valley"]


@pytest.mark.parametrize(("role", "named"), [(Role.FRONT_DESK, 1), (Role.ADMINISTRATOR, 0)])
def test_only_who_may_see_clients_sees_the_roster(role: Role, named: int, here: Agency, signed_in: SignedIn) -> None:
    dialog = signed_in(role).get(f"/week/session/{here.individual[0]}/", headers=HTMX)
    assert (dialog.status_code, said(dialog, "span").count("Meadow Valley")) == (200, named)


@pytest.mark.parametrize(
    "address",
    ["/week/?monday=soon", "/week/?day=9&view=x", "/week/?service=x&clinician=-1", "/week/?monday=0001-01-01"],
)
def test_an_address_that_makes_no_sense_shows_this_week(address: str, here: Agency, signed_in: SignedIn) -> None:
    page = signed_in(Role.FRONT_DESK).get(address)
    assert said(page, "h1") == [f"Week of {here.week.monday:%B} {here.week.monday.day}"]


def test_an_empty_week_teaches(here: Agency, signed_in: SignedIn) -> None:
    page = signed_in(Role.FRONT_DESK).get("/week/?monday=2031-01-06")
    assert said(page, "h2")[:1] == ["Nothing is planned in this week"]


NOWHERE = ["", "x", "1-2-3", "0-0-0-0-0", "7-0-1-1", "99-600-1-1", "0-1440-1-1", "0--1-1-1", "0-540-7-1" + "0" * 30]


@pytest.mark.parametrize("text", NOWHERE)
def test_a_text_that_is_no_placement(text: str, here: Agency, signed_in: SignedIn) -> None:
    with pytest.raises(ValueError, match="no place in a week"):
        placement(text)
    browser, session = signed_in(Role.FRONT_DESK), here.sessions[1]
    before = placed(session)
    assert post(browser, session, "move/to/", sent(before, before) | {"seen": text}).status_code == 400
    assert post(browser, session, f"move/back/?to={text}&seen={code(before)}").status_code == 400


def test_back_is_only_where_it_stood(here: Agency, town: Town, signed_in: SignedIn) -> None:
    """A supervisor's undo overrides for the reason "moved back", so it goes nowhere else; one never moved stays."""
    browser, session = signed_in(Role.CLINICAL_SUPERVISOR), here.sessions[1]
    first = placed(session)
    later, last = (Placement(here.today, hour * 60, first.staff, first.room) for hour in (16, 18))
    assert post(browser, session, f"move/back/?to={code(later)}&seen={code(first)}").status_code == 409
    for to in (later, last):
        move_session(by=BY, at=town.now, session=session, to=to)
    elsewhere = Placement(here.today, 20 * 60, first.staff, first.room)
    for to in (elsewhere, first):
        assert post(browser, session, f"move/back/?to={code(to)}&seen={code(last)}").status_code == 409
    assert post(browser, session, f"move/back/?to={code(later)}&seen={code(last)}").status_code == 200
    assert placed(session) == later


STAYS = {
    "begun": "This session has begun, so it stays where it is.",
    "cancelled": "This session is cancelled.",
}


@pytest.mark.parametrize("why", STAYS)
def test_what_stays_says_so_before_it_is_tried(why: str, here: Agency, town: Town, signed_in: SignedIn) -> None:
    """The first group met at nine and it is ten; the second is cancelled."""
    session = here.sessions[0] if why == "begun" else here.sessions[1]
    before = placed(session)
    if why == "cancelled":
        cancel_session(by=BY, at=town.now, session=session)
    browser = signed_in(Role.FRONT_DESK)
    to = Placement(here.today, 16 * 60, before.staff, before.room)
    checked = post(browser, session, "move/check/", sent(to, before))
    assert (checked.status_code, said(checked, "li")) == (200, [STAYS[why]])
    asked = browser.get(f"/week/session/{session}/cancel/", headers=HTMX)
    assert (asked.status_code, said(asked, "li")[:1]) == (409, [STAYS[why]])
    freed = post(browser, session, f"clients/{here.clients[0 if why == 'begun' else 1]}/free/")
    assert (freed.status_code, said(freed, "li")) == (409, [STAYS[why]])


@pytest.mark.parametrize("place", [Placement(0, 540, 7, 12), Placement(6, 0, 1, None)])
def test_a_placement_survives_its_code(place: Placement) -> None:
    assert placement(code(place)) == place


@pytest.mark.parametrize("view", ["rooms", "clinicians", "list"])
def test_a_closed_day_and_who_is_away_stand_on_every_view(view: str, here: Agency, signed_in: SignedIn) -> None:
    day = here.week.days[here.today]
    close_site(by=BY, at=BEFORE, site=here.site, first_day=day, last_day=day, reason="Heating fails")
    add_time_off(by=BY, at=BEFORE, staff=here.staff[1], first_day=day, last_day=day, reason="Private")
    response = signed_in(Role.FRONT_DESK).get(f"/week/?view={view}")
    assert [line for line in said(response, "li") if "closed:" in line or " away " in line] == [
        f"{day:%A, %B} {day.day} closed: Heating fails",
        f"{name(here, 1)} away {day:%a}",
    ]
    assert response.content.decode().count("Closed: Heating fails") == {"rooms": 2, "clinicians": 2, "list": 0}[view]
    assert "Private" not in response.content.decode()


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("away", ["{leader} is away"]),
        ("closed", ["the site is closed", "the site is closed"]),
        ("nobody", ["nobody leads it"]),
        ("cancelled", []),
        ("covered", []),
    ],
)
def test_a_session_to_come_that_needs_somebody_is_told(
    why: str, told: list[str], here: Agency, town: Town, signed_in: SignedIn
) -> None:
    """The second group and an individual session are to come; the first group has begun: nobody can be found for it."""
    day, second, leader = here.week.days[here.today], here.sessions[1], here.staff[1]
    if why == "closed":
        close_site(by=BY, at=BEFORE, site=here.site, first_day=day, last_day=day, reason="Heating fails")
    elif why == "nobody":
        unassign_staff(by=BY, at=town.now, session=second, staff=leader)
    elif why != "covered":
        add_time_off(by=BY, at=BEFORE, staff=leader, first_day=day, last_day=day)
    if why == "cancelled":
        cancel_session(by=BY, at=town.now, session=second)
    page = signed_in(Role.FRONT_DESK).get("/week/").content.decode()
    section = re.search(r'<section class="week-uncovered".*?</section>', page, re.DOTALL)
    reasons = re.findall(r'<span class="quiet">(.*?)</span>', section[0]) if section else []
    assert reasons == [one.format(leader=name(here, 1)) for one in told]


def test_who_is_away_has_a_band_in_their_lane(here: Agency, signed_in: SignedIn) -> None:
    day = here.week.days[here.today]
    add_time_off(by=BY, at=BEFORE, staff=here.staff[1], first_day=day, last_day=day)
    browser = signed_in(Role.FRONT_DESK)
    table = browser.get("/week/?view=clinicians").content.decode()
    one_day = browser.get(f"/week/?view=clinicians&day={here.today}").content.decode()
    assert (table.count("cell-shut"), one_day.count('class="cell-shut"')) == (1, 1)
    assert "cell-shut" not in browser.get("/week/").content.decode()


def test_cancelling_the_middle_of_a_day_says_who_would_wait(here: Agency, signed_in: SignedIn, town: Town) -> None:
    """The first client has a group in the morning, and groups at three, four and five: only the last leaves no hole."""
    first, middle, last = (
        another_group(here, town.now, f"W{hour}", hour * 60, 60, here.clients[0]) for hour in (15, 16, 17)
    )
    longest_wait(30, town.now)
    day = f"{here.week.days[here.today]:%a, %b} {here.week.days[here.today].day}"
    said = [f"{day} 11:00 am – 4:00 pm.", f"{day} 4:00 – 5:00 pm."]
    name = names_of([here.clients[0]])[here.clients[0]]
    for role, who in ((Role.FRONT_DESK, f" {name}"), (Role.ADMINISTRATOR, "")):
        browser = signed_in(role)
        asked = [browser.get(f"/week/session/{one}/cancel/").content.decode() for one in (first, middle, last)]
        told = [re.findall(r"<p>Leaves a gap for 1 person: (.*?)</p>", page) for page in asked]
        assert told == [[said[0] + who], [said[1] + who], []], role


def test_a_closed_day_without_sessions_says_why(here: Agency, signed_in: SignedIn) -> None:
    other = (here.today + 1) % 7
    day = here.week.days[other]
    close_site(by=BY, at=BEFORE, site=here.site, first_day=day, last_day=day, reason="Holiday")
    page = signed_in(Role.FRONT_DESK).get(f"/week/?day={other}").content.decode()
    assert ("closed: Holiday" in page, "No session matches" in page) == (True, True)
