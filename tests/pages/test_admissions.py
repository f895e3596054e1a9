"""Admissions, the Journey tab and its dialogs, hours and tracks, the admission form and data, over HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stepdown.agency.actions import open_programs
from stepdown.agency.terms import NewProgram, Role
from stepdown.audit.models import ChartRead
from stepdown.episode import actions, queries
from stepdown.episode.terms import Event, HoldReason, NewHold, State
from stepdown.kernel.levels import LevelOfCare
from stepdown.people.models import Client as Person
from stepdown.plan.models import Prescription
from stepdown.policy.actions import load_rows
from stepdown.schedule.actions.rosters import join_tracks
from stepdown.schedule.actions.series import make_series
from stepdown.schedule.actions.setup import create_tracks, set_availability
from stepdown.schedule.models import TrackEnrollment
from stepdown.schedule.queries.setup import availability, tracks_of_clients
from stepdown.schedule.terms import Block, Hours, Joining, Meeting, NewGroup, NewTrack
from tests.factories.agency import BY, Agency
from tests.factories.papers import agreed
from tests.laws.raw_values import raw_values
from tests.pages.conftest import Town

SignedIn = Callable[[Role], Client]
OP, IOP, PHP = LevelOfCare
DAY = timedelta(days=1)


def today(agency: Agency) -> date:
    return agency.week.days[agency.today]


def called(browser: Client, **more: str) -> int:
    """Somebody who called just now; returns their id."""
    form = {"used_name": "Heath Fen", "language": "en", "phone": "+1 202 555 0142", "text": "Evenings, please", **more}
    response = browser.post(reverse("desk:new-prospect"), form)
    assert response.status_code == 302, response.content.decode()
    return int(re.findall(r"/clients/(\d+)/journey/", response["Location"])[0])


def step(browser: Client, name: str, client: int, form: Mapping[str, object]) -> HttpResponse:
    return browser.post(reverse(f"desk:way-{name}", args=[client]), form)


def text(response: HttpResponse) -> str:
    """What the page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def state_of(client: int, on: date) -> State:
    return queries.states([client], on)[client].state


def test_a_caller_goes_all_the_way_to_nine_hours_a_week(town: Town, signed_in: SignedIn) -> None:
    """One director does it all: a call, an assessment, a decision, hours in and tracks out, admitted with an order."""
    load_rows(by=BY, at=town.now)
    here, browser = town.here, signed_in(Role.PROGRAM_DIRECTOR)
    on = today(here)
    client = called(browser)
    booked = {"on": on, "day": on + DAY, "time": "10:00", "owner": here.staff[0]}
    assert step(browser, "assess", client, booked).status_code == 302
    place = f"{here.program}-2.1"
    assert step(browser, "accept", client, {"on": on, "place": place, "owner": "", "due": ""}).status_code == 302
    browser.post(reverse("desk:client-hours", args=[client]), {"preset": "weekdays"})
    assert availability([client])[client] == [Hours(day, 8 * 60, 17 * 60) for day in range(5)]
    assert "Nobody has said yet when this track meets." in text(
        browser.get(reverse("desk:client-hours", args=[client]))
    )
    track = tracks_of_clients([here.clients[0]], on)[here.clients[0]][0]
    form = {
        "place": place,
        "on": on,
        "clinician": here.staff[0],
        "manager": "",
        "track": track,
        "cleared": "risk_screen",
        "modality": "in_person",
        "line1-service": here.services[0],
        "line1-times": 3,
        "line1-minutes": 180,
    }
    chosen = browser.get(reverse("desk:admit", args=[client])).content.decode()
    assert re.findall(r'data-least="([^"]+)" data-minutes="(\d+)"( hidden)?', chosen) == [("2.1", "540", "")]
    refused = browser.post(reverse("desk:admit", args=[client]), form)
    assert (refused.status_code, "They have not agreed to be treated here." in text(refused)) == (422, True)
    assert reverse("desk:sign-agreements", args=[client]) in refused.content.decode()
    agreed(client, here.program, town.now)
    response = browser.post(reverse("desk:admit", args=[client]), form)
    assert response.status_code == 302, text(response)
    after = browser.get(response["Location"])
    assert "Admitted: Intensive outpatient (2.1)" in text(after).split("Their way")[0]
    assert "Undone at once" in after.content.decode()
    stands = queries.states([client], on)[client]
    assert (stands.state, stands.level, stands.cleared, stands.asked_on) == (State.IN_CARE, "2.1", on, on)
    assert tracks_of_clients([client], on) == {client: [track]}
    (order,) = Prescription.objects.filter(client=client)
    assert [(line.sessions_a_week, line.minutes) for line in order.services.all()] == [(3, 180)]
    page = browser.get(reverse("desk:client-journey", args=[client]))
    said = text(page)
    assert set(raw_values(page.content.decode())) - set(Role) == set()  # staff sign in as role@…
    for line in ("Asked for care", "Assessment booked", "Accepted", "Admitted", "Cleared for group: Risk screen"):
        assert line in said, line


def test_the_board_shows_the_next_step_who_and_the_clock(town: Town, signed_in: SignedIn) -> None:
    here, browser = town.here, signed_in(Role.FRONT_DESK)
    client = called(browser, owner=str(here.staff[0]), due=(today(here) - DAY).isoformat())
    page = browser.get(reverse("desk:admissions"))
    said = text(page)
    for words in ("Heath Fen", "Day 0", "Book the assessment", "since", "Admitted, first group to come"):
        assert words in said, words
    assert reverse("desk:client-journey", args=[client]) in page.content.decode()
    assert set(raw_values(page.content.decode())) - set(Role) == set()  # staff sign in as role@…
    late = text(browser.get(reverse("desk:admissions") + "?show=late"))
    assert "Heath Fen" in late
    assert "Heath Fen" not in text(browser.get(reverse("desk:admissions") + "?show=mine"))


@pytest.mark.parametrize(("typed", "found"), [("heath", True), ("HEÁTH", True), ("somebody else", False)])
def test_people_are_found_as_they_are_typed_and_no_name_stands_in_an_address(
    typed: str, found: bool, town: Town, signed_in: SignedIn
) -> None:
    browser = signed_in(Role.FRONT_DESK)
    called(browser)
    page = browser.post(reverse("desk:admissions"), {"q": typed}, headers={"HX-Request": "true"})
    assert ("Heath Fen" in page.content.decode()) is found
    assert "q=" not in page.content.decode()


def test_who_is_on_their_way_in_is_said_so_on_every_tab(town: Town, signed_in: SignedIn) -> None:
    """Not "not in care": what comes next is an assessment; once it is booked, a decision."""
    browser = signed_in(Role.PROGRAM_DIRECTOR)
    client = called(browser)
    page = browser.get(reverse("desk:client-circle", args=[client])).content.decode()
    assert ("Asked for care" in page, "Not in care" in page, "ring-key" in page) == (True, False, False)
    assert f'<a href="{reverse("desk:admissions")}">Admissions</a>' in page
    assert first_step(browser, client) == "Book assessment"
    on = today(town.here)
    step(browser, "assess", client, {"on": on, "day": on + DAY, "time": "10:00", "owner": ""})
    assert first_step(browser, client) == "Accept"


def first_step(browser: Client, client: int) -> str:
    """The one button of the Journey tab that stands out."""
    page = browser.get(reverse("desk:client-journey", args=[client])).content.decode()
    (label,) = re.findall(r'class="button button-primary"[^>]*>\s*([^<]+?)\s*</a>', page)
    return label


def test_half_a_phone_number_is_told_and_what_was_typed_stays(town: Town, signed_in: SignedIn) -> None:
    answer = signed_in(Role.FRONT_DESK).post(
        reverse("desk:new-prospect"), {"used_name": "Sedge Fen", "language": "en", "phone": "555 12"}
    )
    page = answer.content.decode()
    assert (answer.status_code, "That is no phone number." in page, 'value="555 12"' in page) == (422, True, True)


def test_a_call_without_a_name_is_asked_again_and_nothing_is_kept(town: Town, signed_in: SignedIn) -> None:
    before = Person.objects.count()
    response = signed_in(Role.FRONT_DESK).post(reverse("desk:new-prospect"), {"language": "en"})
    assert (response.status_code, Person.objects.count()) == (422, before)


def test_a_hold_tells_before_what_is_given_back_and_offers_to_undo(town: Town, signed_in: SignedIn) -> None:
    here, browser = town.here, signed_in(Role.CASE_MANAGER)
    client, on = here.clients[0], today(here)
    asked = text(browser.get(reverse("desk:way-hold", args=[client])))
    assert "seats are given back" in asked or "seat is given back" in asked
    later = browser.get(reverse("desk:way-hold", args=[client]) + f"?told=1&on={on + 60 * DAY}")
    assert "They have no seat in a session to come." in text(later)
    form = {"on": on, "reason": "hospital", "due": on + 9 * DAY, "seat_until": on + 5 * DAY, "owner": here.staff[0]}
    response = step(browser, "hold", client, form)
    assert (response.status_code, state_of(client, on)) == (302, State.ON_HOLD)
    page = browser.get(response["Location"])
    assert "Put on hold: In hospital, from" in text(page)
    assert "Hoped back" in text(page)
    (undo,) = re.findall(r'action="([^"]+/back/)"', page.content.decode())
    browser.post(undo, {"why": "Undone at once"})
    assert state_of(client, on) is State.IN_CARE
    assert "Taken back by" in text(browser.get(reverse("desk:client-journey", args=[client])))


def test_what_stands_in_the_way_is_told_in_the_dialog_and_what_was_typed_stays(town: Town, signed_in: SignedIn) -> None:
    here, browser = town.here, signed_in(Role.CLINICIAN)
    client, on = here.clients[0], today(here)
    form = {"on": on, "place": f"{here.program}-2.1", "text": "Asked for it"}
    response = browser.post(reverse("desk:way-transfer", args=[client]), form, headers={"HX-Request": "true"})
    said = text(response)
    assert (response.status_code, "at this level, in this program, already" in said) == (422, True)
    assert "Asked for it" in response.content.decode()


def test_a_transfer_tells_what_ends_and_what_the_next_track_brings(town: Town, signed_in: SignedIn) -> None:
    client = town.here.clients[0]
    on, place, track = next_level(town)
    browser = signed_in(Role.CLINICIAN)
    address = reverse("desk:way-transfer", args=[client])
    lines = lambda **more: re.findall(
        r"<li>(.*?)</li>", browser.get(address, {"told": 1, "on": on, **more}).content.decode()
    )
    assert lines() == ["Choose a program and level: then this says what would end, and which tracks fit."]
    ends = [
        "Their place in Mornings ends.",
        "No seat in a session is given back.",
        "They stay in R day track.",
        "Appointments stay.",
    ]
    assert lines(place=place) == ends
    brings = "They get a regular seat in Partial skills, 4 sessions ahead."
    assert lines(place=place, track=track, track_for=place) == [*ends, brings]
    assert lines(place=place, track=track, track_for="another") == ends, "chosen for another program: no choice yet"
    offered = browser.get(address, {"told": 1, "on": on, "place": place}).content.decode()
    assert [name in offered.partition("<select")[2] for name in ("Partial days", "Mornings", "R day track")] == [
        True,
        False,
        False,
    ], "neither what ends nor what goes on is joined"
    assert lines(place=place, on=on - 900 * DAY)[-1].startswith("This would be refused: ")
    assert TrackEnrollment.objects.filter(track=track).count() == 0, "nothing of it stays"
    response = step(browser, "transfer", client, {"on": on, "place": place, "track": track})
    assert (
        response.status_code,
        "They have a seat in 4 sessions ahead." in text(browser.get(response["Location"])),
    ) == (302, True)
    assert tracks_of_clients([client], on)[client][-1] == track


def next_level(town: Town) -> tuple[date, str, int]:
    """Next Monday; a program and level there, as the form has it; and its track, with one weekly group.

    The client is in a track for their level of today, and in one for any.
    """
    here, monday = town.here, town.here.week.next.monday
    (program,) = open_programs(by=BY, at=town.now, programs=[NewProgram(here.site, "Partial", (PHP,))])
    evening = (Block(0, 17 * 60, 18 * 60 + 30),)
    rows = [
        NewTrack("am", "Mornings", levels=(IOP,)),
        NewTrack("php", "Partial days", levels=(PHP,), any_leader=True, blocks=evening),
    ]
    mornings, track = create_tracks(by=BY, at=town.now, tracks=rows)
    join_tracks(by=BY, at=town.now, joinings=[Joining(here.clients[0], mornings, here.week.monday)])
    new = NewGroup("php", "Partial skills", here.services[0], track, "en", here.site, 8, (PHP,), starts_on=monday)
    meeting = Meeting(0, 17 * 60, 80, here.staff[1], here.rooms[1])
    make_series(by=BY, at=town.now, group=new, meetings=[meeting], until=monday + 28 * DAY)
    set_availability(by=BY, at=town.now, hours={here.clients[0]: [Hours(day, 0, 1440) for day in range(7)]})
    return monday, f"{program}-2.5", track


def test_a_return_and_a_discharge(town: Town, signed_in: SignedIn) -> None:
    here, browser = town.here, signed_in(Role.CLINICIAN)
    client, on = here.clients[0], today(here)
    actions.hold(by=BY, at=town.now, holds=[NewHold(client, HoldReason.TRAVEL, on - 3 * DAY)])
    assert step(browser, "return", client, {"on": on}).status_code == 302
    assert state_of(client, on) is State.IN_CARE
    told = text(browser.get(reverse("desk:way-discharge", args=[client])))
    assert re.search(r"Their place in .* ends\.", told)
    form = {"on": on + DAY, "reason": "completed", "where": "Continuing care elsewhere"}
    assert step(browser, "discharge", client, form).status_code == 302
    assert (state_of(client, on), state_of(client, on + DAY)) == (State.IN_CARE, State.DISCHARGED)
    assert step(browser, "again", client, {"on": on + DAY, "owner": "", "due": ""}).status_code == 302
    assert state_of(client, on + DAY) is State.PROSPECT


def test_the_data_set_is_kept_in_parts_and_says_what_is_missing(town: Town, signed_in: SignedIn) -> None:
    here, browser = town.here, signed_in(Role.CASE_MANAGER)
    address = reverse("desk:admission-data", args=[here.clients[0]])
    assert "18 questions still to ask" in text(browser.get(address))
    assert browser.post(address, {"seen": 0, "sex": "female", "arrests": "0"}).status_code == 302
    assert "17 questions still to ask" in text(browser.get(address))  # two answered, one more to ask: pregnant
    wrong = {"seen": 1, "sex": "male", "pregnant": "yes", "justice": "prison", "source": "school"}
    response = browser.post(address, wrong)
    said = text(response)
    assert (response.status_code, "pregnancy says yes" in said, "justice system is named" in said) == (422, True, True)
    stale = browser.post(address, {"seen": 0, "sex": "male"})
    assert "Somebody else changed this meanwhile" in text(stale)


def test_hours_ticked_one_by_one_are_joined_and_odd_ones_left_out(town: Town, signed_in: SignedIn) -> None:
    browser, client = signed_in(Role.FRONT_DESK), town.here.clients[0]
    ticked = ["0-9", "0-10", "0-13", "2-21", "7-9", "0-99", "x-9", "nonsense"]
    browser.post(reverse("desk:client-hours", args=[client]), {"hour": ticked})
    assert availability([client])[client] == [Hours(0, 540, 660), Hours(0, 780, 840), Hours(2, 1260, 1320)]


def test_a_biller_sees_no_journey_tab_and_a_nurse_no_discharge(town: Town, signed_in: SignedIn) -> None:
    client = town.here.clients[0]
    overview = signed_in(Role.BILLER).get(reverse("desk:client", args=[client])).content.decode()
    assert reverse("desk:client-journey", args=[client]) not in overview
    page = signed_in(Role.NURSE).get(reverse("desk:client-journey", args=[client])).content.decode()
    offered = [name for name in ("unclear", "hold", "discharge") if reverse(f"desk:way-{name}", args=[client]) in page]
    assert offered == ["unclear"]


def test_opening_it_is_recorded(town: Town, signed_in: SignedIn) -> None:
    client = town.here.clients[0]
    browser = signed_in(Role.CLINICIAN)
    for name in ("client-journey", "client-hours", "admission-data", "admit"):
        browser.get(reverse(f"desk:{name}", args=[client]))
    read = ChartRead.objects.filter(client_id=client).order_by("pk").values_list("page", flat=True)
    assert list(read)[-4:] == ["desk:client-journey", "desk:client-hours", "desk:admission-data", "desk:admit"]


def test_somebody_without_steps_has_an_empty_way_that_teaches(town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.CLINICIAN)
    client = called(signed_in(Role.FRONT_DESK))
    (first,) = queries.steps_of([client])[client]
    assert first.event is Event.FIRST_CONTACT
    actions.take_back(by=BY, at=town.now, step=first.id, why="Wrong number")
    said = text(browser.get(reverse("desk:client-journey", args=[client])))
    assert ("Not here yet" in said, "Taken back by" in said) == (True, True)
