"""Calls to make: who and why, how it is safe, what came of it, and taking it back, on the way of whoever it is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client

from stepdown.agency.actions import make_sign_in
from stepdown.agency.terms import Role
from stepdown.episode.actions import hold, record_contact, take_first_contact
from stepdown.episode.queries import states, way_of
from stepdown.episode.terms import ContactOutcome, Event, HoldReason, NewHold, NewStep, Step
from stepdown.people.actions import add_way, assign_care_team, change_way
from stepdown.people.models import ContactAttempt
from stepdown.people.terms import CarePlace, CareRole, NewWay, WayKind
from stepdown.policy.actions import record_value
from stepdown.policy.terms import NewValue, Scope
from stepdown.session.actions import tell_missed, undo_check_in
from stepdown.session.terms import MissedReason
from stepdown.web.desk.templatetags.keys import CALLS
from tests.factories.agency import BY, PASSWORD, Agency
from tests.pages.conftest import BACKEND, Town
from tests.pages.reading import plain

SignedIn = Callable[[Role], Client]
MEADOW, THISTLE, HYSSOP, VALE = "Meadow Valley", "Thistle Oxbow", "Hyssop Pebble", "Vale Fen"


@pytest.fixture
def here(town: Town) -> Agency:
    """Thistle is on hold since two weeks ago and was heard of then; Vale asked for care, to be called yesterday."""
    here, at, monday = town.here, town.now, town.here.week.monday
    day = here.week.days[here.today]
    quiet = NewValue("hold.no_contact_after", Decimal(3), "days", Scope("US"), date(2013, 1, 1), "Synthetic")
    record_value(by=BY, at=at, value=quiet)
    undo_check_in(by=BY, at=at, visit=here.visits[1])
    held = NewHold(here.clients[1], HoldReason.HOSPITAL, monday - timedelta(days=14), owner=here.staff[0])
    hold(by=BY, at=at, holds=[replace(held, seat_kept_until=day + timedelta(days=1))])
    asked = Step(Event.FIRST_CONTACT, monday - timedelta(days=9), due=day - timedelta(days=1))
    take_first_contact(by=BY, at=at, contacts=[NewStep(here.newcomer, asked)])
    return here


@pytest.fixture
def desk(signed_in: SignedIn) -> Client:
    return signed_in(Role.FRONT_DESK)


def cards(response: HttpResponse) -> dict[str, str]:
    """What each person's card says, by name, in order."""
    found = re.findall(r'<section class="card-s call".*?</section>', response.content.decode(), re.DOTALL)
    names = [re.search(r"<h2[^>]*><a[^>]*>(.*?)</a>", one) for one in found]
    return {plain(name[1]): plain(card) for name, card in zip(names, found, strict=True) if name}


def chips(page: str, label: str) -> list[tuple[str, str]]:
    """(address, label and count) of the choices under a label."""
    nav = re.search(rf'<nav aria-label="{label}">.*?</nav>', page, re.DOTALL)
    found = re.findall(r'<a class="chip" href="([^"]*)"[^>]*>(.*?)</a>', nav[0], re.DOTALL) if nav else []
    return [(address, plain(said)) for address, said in found]


def _browser_of(staff: int, at: datetime) -> Client:
    """A member of staff who may be there already, signed in."""
    email = f"staff.{staff}@example.org"
    number = make_sign_in(by=BY, at=at, email=email, password=PASSWORD, name="Synthetic", staff=staff)
    browser = Client()
    browser.force_login(get_user_model()._default_manager.get(pk=number), backend=BACKEND)
    return browser


def made(desk: Client, client: int, outcome: str, **more: object) -> HttpResponse:
    return desk.post(f"/calls/{client}/made/", {"reason": "no_contact", "outcome": outcome, **more})


def test_who_is_to_be_called_and_why(here: Agency, desk: Client) -> None:
    found = cards(desk.get("/calls/"))
    assert list(found) == [HYSSOP, THISTLE, VALE]
    assert "Missing today expected at 9:00 am" in found[HYSSOP]
    assert [said in found[THISTLE] for said in ("On hold, no contact last heard of", "Seat soon given away kept until")] == [
        True, True,
    ]  # fmt: skip
    assert "Asked for care to be called by" in found[VALE]


def test_who_said_why_they_do_not_come_is_not_called(here: Agency, town: Town, desk: Client) -> None:
    day = here.week.days[here.today]
    tell_missed(by=BY, at=town.now, client=here.clients[2], day=day, reason=MissedReason.NEEDS_RIDE)
    assert HYSSOP not in cards(desk.get("/calls/"))


def test_some_of_the_reasons(here: Agency, desk: Client) -> None:
    shown = {show: list(cards(desk.get(f"/calls/?show={show}"))) for show in ("missing", "hold", "way", "quiet", "x")}
    assert shown == {"missing": [HYSSOP], "hold": [THISTLE], "way": [VALE], "quiet": [], "x": [HYSSOP, THISTLE, VALE]}
    found = chips(desk.get("/calls/").content.decode(), "Show")
    assert [said for _, said in found] == ["Every reason3", "Missing today1", "On hold1", "On their way in1"]


def test_one_s_own_are_those_whose_care_team_one_is_on_and_whom_one_follows_up(here: Agency, town: Town) -> None:
    """Meadow and Hyssop have the first clinician, who keeps in touch with Thistle on hold; Thistle has the second, who
    follows up on Vale's way.
    """
    at, day = town.now, here.week.days[here.today]
    unheard = ContactOutcome.NOT_REACHED
    record_contact(by=BY, at=at, client=here.newcomer, on=day, outcome=unheard, owner=here.staff[1], due=day)
    first, second = (_browser_of(staff, at) for staff in here.staff)
    asked = {
        "first": (first, "?mine=1"), "second": (second, "?mine=1"), "second, on hold": (second, "?show=hold&mine=1"),
        "first, on hold": (first, "?show=hold&mine=1"), "first, on their way": (first, "?show=way&mine=1"),
            "nonsense": (first, "?mine=2"),
    }  # fmt: skip
    shown = {name: list(cards(browser.get(f"/calls/{query}"))) for name, (browser, query) in asked.items()}
    assert shown == {
        "first": [HYSSOP, THISTLE],
        "second": [THISTLE, VALE],
        "second, on hold": [THISTLE],
        "first, on hold": [THISTLE],
        "first, on their way": [],
        "nonsense": [HYSSOP, THISTLE, VALE],
    }
    page = second.get("/calls/?mine=1").content.decode()
    assert chips(page, "Whose") == [("?", "Everybody3"), ("?mine=1", "Mine2")]
    assert chips(page, "Show") == [
        ("?mine=1", "Every reason2"), ("?show=hold&amp;mine=1", "On hold1"), ("?show=way&amp;mine=1", "On their way in1"),
    ]  # fmt: skip
    assert "Nobody of yours to call" in first.get("/calls/?show=way&mine=1").content.decode()


def test_who_has_nobody_of_their_own_is_offered_no_choice(here: Agency, desk: Client) -> None:
    assert chips(desk.get("/calls/").content.decode(), "Whose") == []


def test_what_was_looked_at_is_looked_at_after_a_call(here: Agency, town: Town) -> None:
    browser = _browser_of(here.staff[1], town.now)
    page = browser.get("/calls/?show=hold&mine=1").content.decode()
    sent = dict(re.findall(r'<input type="hidden" name="(show|mine)" value="(\w+)">', page))
    answer = made(browser, here.clients[1], "reached", **sent)
    assert answer["Location"] == f"/calls/?show=hold&mine=1#client-{here.clients[1]}"


def test_a_care_team_that_ended_is_nobody_s(here: Agency, town: Town) -> None:
    day = here.week.days[here.today]
    place = CarePlace(here.clients[2], here.staff[1], CareRole.PRIMARY_CLINICIAN, day)
    assign_care_team(by=BY, at=town.now, places=[place])
    own = [list(cards(_browser_of(staff, town.now).get("/calls/?mine=1"))) for staff in here.staff]
    assert own == [[THISTLE], [HYSSOP, THISTLE]]


def test_every_figure_in_the_table_of_keys_is_a_button_here(here: Agency, town: Town, desk: Client) -> None:
    way = NewWay(WayKind.MOBILE, "202 555 0177", may_leave_message=True)
    add_way(by=BY, at=town.now, client=here.newcomer, way=way)
    page = desk.get("/calls/").content.decode()
    assert set(re.findall(r'data-key="(\w)"', page)) == {row.last for row in CALLS.rows} - {"j", "k"}
    assert "j next person, k person before, 1 reached, 2 left a message, 3 no answer, 4 wrong number" in plain(page)


SAFE = [
    ((True, True, True), "You may say who you are and that you call from R House. A message may name R House."),
    (
        (True, True, False),
        "do not say where you call from. A message: your name and a number to call back, nothing else.",
    ),
    ((True, False, False), "do not say where you call from. Leave no message."),
]


@pytest.mark.parametrize(("rule", "said"), SAFE)
def test_what_to_say_by_what_is_safe(
    rule: tuple[bool, bool, bool], said: str, here: Agency, town: Town, desk: Client
) -> None:
    use, message, who = rule
    way = NewWay(WayKind.MOBILE, "202 555 0177", may_use=use, may_leave_message=message, may_say_who=who)
    add_way(by=BY, at=town.now, client=here.newcomer, way=way)
    card = cards(desk.get("/calls/"))[VALE]
    assert (said in card, "Left a message" in card) == (True, message)


def test_never_means_that_nobody_is_called(here: Agency, town: Town, desk: Client) -> None:
    number = add_way(by=BY, at=town.now, client=here.newcomer, way=NewWay(WayKind.MOBILE, "202 555 0177"))
    never = NewWay(WayKind.MOBILE, "202 555 0177", may_use=False)
    change_way(by=BY, at=town.now, client=here.newcomer, number=number, way=never)
    card = cards(desk.get("/calls/"))[VALE]
    assert ("Do not call" in card, "No answer" in card, "0177" in card) == (True, False, False)
    assert made(desk, here.newcomer, "no_answer", way=number).status_code == 409


def test_a_call_to_somebody_on_hold_sets_the_clock_back_and_is_undone(here: Agency, desk: Client) -> None:
    client, day = here.clients[1], here.week.days[here.today]
    answer = made(desk, client, "reached", following=here.newcomer)
    assert answer["Location"] == f"/calls/#client-{here.newcomer}"
    assert states([client], day)[client].reached == day
    page = desk.get("/calls/")
    assert list(cards(page)) == [HYSSOP, VALE]
    call = ContactAttempt.objects.latest("pk").pk
    assert f"/calls/{call}/undo/" in page.content.decode()
    desk.post(f"/calls/{call}/undo/")
    assert list(cards(desk.get("/calls/"))) == [HYSSOP, THISTLE, VALE]
    assert states([client], day)[client].reached == here.week.monday - timedelta(days=14)
    assert way_of(BY, client, day).rows[0].taken_back_why == "The call was written down by mistake"


def test_trying_again_says_by_when_the_next_contact_is_due(here: Agency, desk: Client) -> None:
    made(desk, here.newcomer, "no_answer", later="48")
    day = here.week.days[here.today]
    stands = states([here.newcomer], day)[here.newcomer]
    assert (stands.due, stands.reached) == (day + timedelta(days=2), here.week.monday - timedelta(days=9))
    assert VALE not in cards(desk.get("/calls/"))


def test_a_wrong_number_leads_to_the_circle(here: Agency, desk: Client) -> None:
    made(desk, here.clients[2], "number_wrong")
    text = plain(desk.get("/calls/").content.decode())
    assert "Written down: wrong number. Their circle is where the number is put right." in text


@pytest.mark.parametrize("fields", [{"outcome": "x"}, {"reason": "x"}, {"way": "999999"}])
def test_nonsense_is_no_call(fields: dict[str, str], here: Agency, desk: Client) -> None:
    before = ContactAttempt.objects.count()
    answer = desk.post(f"/calls/{here.clients[2]}/made/", {"reason": "waiting", "outcome": "reached"} | fields)
    assert (answer.status_code, ContactAttempt.objects.count()) == (404, before)


def test_a_call_is_undone_once(here: Agency, desk: Client) -> None:
    address = f"/calls/{here.calls[0]}/undo/"
    assert [desk.post(address).status_code, desk.post(address).status_code] == [302, 409]
