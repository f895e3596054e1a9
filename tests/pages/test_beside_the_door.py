"""Beside the two taps: out and back, by video, reasons, corrections, a full room, the close, a paper day, the list."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from stepdown.agency.actions import offer_services
from stepdown.agency.terms import Delivery, NewService, Role, ServiceCategory
from stepdown.plan.terms import Modality
from stepdown.policy.actions import record_value
from stepdown.policy.terms import NewValue, Scope
from stepdown.schedule.actions.company import set_client_modality
from stepdown.schedule.actions.weeks import open_week, publish_week
from stepdown.schedule.models import PlannedSession
from stepdown.schedule.terms import NewSession, NewWeek
from stepdown.session.actions import ask_out, check_in, close_group, join_by_video, tell_missed
from stepdown.session.models import Away, Leading, Missed, Said, Segment, VideoJoining, Visit
from stepdown.session.queries import attended_in, visits_in
from stepdown.session.terms import AwayReason, Joined, LeaderSays, MissedReason, VideoPlace
from tests.factories.agency import BY, Agency
from tests.pages.conftest import Town
from tests.pages.reading import plain, said
from tests.pages.test_today import AWAITED, HERE, row, rows, tap

SignedIn = Callable[[Role], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def here(town: Town) -> Agency:
    return town.here


@pytest.fixture
def desk(signed_in: SignedIn) -> Client:
    return signed_in(Role.FRONT_DESK)


def state(response: object, agency: Agency, client: int) -> str:
    return rows(response)[row(agency, client)]  # type: ignore[arg-type]


# Out and back


def test_out_back_and_each_taken_back(here: Agency, desk: Client) -> None:
    seat = f"/sessions/{here.sessions[0]}/clients/{here.clients[HERE]}/out/"
    response = tap(desk, seat, reason="nurse")
    away = Away.objects.get()
    assert (response.status_code, response["HX-Trigger"]) == (200, "dialog:close")
    assert state(response, here, HERE).startswith("With the nurse since")
    assert f"/out/{away.pk}/undo/" in response.content.decode(), "the toast takes it back"
    back = tap(desk, f"/out/{away.pk}/back/")
    assert state(back, here, HERE) == "Here since 9:00 am"
    assert state(tap(desk, f"/out/{away.pk}/undo-back/"), here, HERE).startswith("With the nurse since")
    assert state(tap(desk, f"/out/{away.pk}/undo/"), here, HERE) == "Here since 9:00 am"
    assert tap(desk, f"/out/{away.pk}/undo/").status_code == 409


def test_what_else_can_be_said_of_somebody(here: Agency, desk: Client) -> None:
    address = f"/sessions/{here.sessions[0]}/clients/{here.clients[HERE]}/more/"
    page = desk.get(address, headers=HTMX)
    assert [text for text in said(page, "button") if text] == [
        "With the prescriber", "With the nurse", "With their therapist", "Out of the group",
    ]  # fmt: skip
    assert said(page, "a") == ["Correct the times", "Left at another time", "Open the chart"]
    awaited = desk.get(f"/sessions/{here.sessions[0]}/clients/{here.clients[AWAITED]}/more/")
    assert [text for text in said(awaited, "a") if text in {"Join by video", "They do not come"}] == [
        "Join by video", "They do not come",
    ]  # fmt: skip
    assert desk.get(f"/sessions/{here.sessions[1]}/clients/{here.clients[HERE]}/more/").status_code == 404


# By video


def test_joining_by_video_asks_where(here: Agency, desk: Client) -> None:
    address = f"/today/{here.clients[AWAITED]}/video/"
    for form, told in (
        ({"state": ""}, "This field is required."),
        (
            {"state": "il", "address": "100 Synthetic Street", "callback": "+1 202 555 0100"},
            "Ask whether they are alone",
        ),
    ):
        response = desk.post(address, form, headers=HTMX)
        assert (response.status_code, told in plain(response.content.decode())) == (422, True)
    good = {"state": "il", "address": "100 Synthetic Street", "callback": "+1 202 555 0100", "private": "on"}
    response = desk.post(address, good, headers=HTMX)
    assert state(response, here, AWAITED).startswith("By video since")
    assert VideoJoining.objects.get().state == "IL"


def test_asked_again_only_what_may_have_changed(here: Agency, desk: Client, town: Town) -> None:
    place = VideoPlace("IL", "100 Synthetic Street", "+1 202 555 0100", private=True)
    join_by_video(by=BY, at=town.now, client=here.clients[AWAITED], place=place)
    page = desk.get(f"/today/{here.clients[AWAITED]}/video/").content.decode()
    assert re.findall(r'name="(state|address|callback)" value="([^"]*)"', page) == [
        ("state", "IL"), ("address", "100 Synthetic Street"), ("callback", "+1 202 555 0100"),
    ]  # fmt: skip
    assert re.findall(r'name="private"[^>]*checked', page) == [], "being alone is asked each time"


# Reasons


def test_why_somebody_does_not_come(here: Agency, desk: Client) -> None:
    address = f"/today/{here.clients[AWAITED]}/missed/"
    page = desk.get(address, headers=HTMX).content.decode()
    assert "Needs a ride" in page
    assert not re.search("no-show|no show|refus|non-compl", page, re.IGNORECASE)
    assert tap(desk, address).status_code == 422
    response = tap(desk, address, reason="needs_ride")
    assert state(response, here, AWAITED) == "Needs a ride"
    missing = re.search(r'<div id="missing".*?</section>', response.content.decode(), re.DOTALL)
    assert missing is not None
    assert plain(missing[0]).startswith("Missing: 0")
    undone = tap(desk, f"/missed/{Missed.objects.get().pk}/undo/")
    assert state(undone, here, AWAITED) == "Not here yet"


def test_told_beforehand(here: Agency, desk: Client, town: Town) -> None:
    day = here.week.days[here.today]
    at = here.at(8 * 60)
    tell_missed(by=BY, at=at, client=here.clients[AWAITED], day=day, reason=MissedReason.CARING_FOR_SOMEBODY)
    assert state(desk.get("/today/"), here, AWAITED) == "Caring for a child or relative, told beforehand"


# Corrections


def test_other_times_with_a_reason(here: Agency, desk: Client) -> None:
    address = f"/visits/{here.visits[0]}/correct/"
    page = desk.get(address, headers=HTMX).content.decode()
    assert 'value="09:00"' in page
    without = tap(desk, address, came="09:10", left="")
    assert (without.status_code, Visit.objects.filter(corrects__isnull=False).count()) == (422, 0)
    response = tap(desk, address, came="09:10", left="", reason="The sheet says ten past")
    assert (response.status_code, state(response, here, HERE)) == (200, "Here since 9:10 am · 10 min late")
    new = Visit.objects.get(corrects=here.visits[0])
    assert (new.reason, new.departed_at) == ("The sheet says ten past", None)


# A full room


@pytest.fixture
def full(here: Agency, town: Town) -> None:
    """At noon two are expected in a process group, and policy lets in one."""
    at, week = town.now - timedelta(days=20), here.week
    new = NewService(
        "R-process", "Process group", Delivery.GROUP, 60, ("LCSW",), category=ServiceCategory.PROCESS_GROUP
    )
    (service,) = offer_services(by=BY, at=at, services=[new])
    cap = NewValue("group.capacity.counseling", Decimal(1), "people", Scope("US"), date(2013, 1, 1), "Synthetic")
    record_value(by=BY, at=at, value=cap)
    plan = open_week(by=BY, at=at, week=NewWeek("R noon", week.monday, here.zone, 7, 0, 1440, 15))
    both = (here.clients[HERE], here.clients[AWAITED])
    session = NewSession(None, service, here.site, None, week.span(here.today, 720, 60), 2, here.staff[0], both)
    publish_week(by=BY, at=at, week=plan, sessions=[session])


def test_nobody_enters_a_full_room_without_a_reason(here: Agency, desk: Client, full: None) -> None:
    response = tap(desk, f"/today/{here.clients[AWAITED]}/in/")
    assert (response.status_code, response["HX-Retarget"]) == (409, "#modal-body")
    assert "The group is full" in plain(response.content.decode())
    assert visits_in(here.clients[AWAITED], here.week.period) == ()
    let_in = tap(desk, f"/today/{here.clients[AWAITED]}/let-in/", reason="Their first day; a chair was brought")
    assert (let_in.status_code, state(let_in, here, AWAITED)[:10]) == (200, "Here since")


def test_who_may_not_let_in_is_told(here: Agency, signed_in: SignedIn, full: None) -> None:
    response = tap(signed_in(Role.PEER_SPECIALIST), f"/today/{here.clients[AWAITED]}/in/")
    assert (response.status_code, "2 would be in a group for 1" in plain(response.content.decode())) == (409, True)


# The leader's close


def test_close_with_exceptions(here: Agency, signed_in: SignedIn, town: Town) -> None:
    browser = signed_in(Role.CLINICAL_SUPERVISOR)
    address = f"/sessions/{here.sessions[0]}/close/"
    page = browser.get(address)
    assert re.findall(r'name="there-(\d+)"[^>]* checked', page.content.decode()) == [str(here.clients[HERE])]
    form = {"ended": "09:40", f"there-{here.clients[HERE]}": "on", f"left-{here.clients[HERE]}": "09:30", "guests": "1"}
    refused = browser.post(address, form)
    assert (refused.status_code, "Who led the group closes it." in plain(refused.content.decode())) == (422, True)
    assert 'value="09:30"' in refused.content.decode(), "what was typed stays"
    broken = browser.post(address, form | {"reason": "x", f"left-{here.clients[HERE]}": "half past"})
    assert "The times of Meadow Valley are no times." in plain(broken.content.decode())
    day = here.week.days[here.today].isoformat()
    done = browser.post(address, form | {"reason": "The leader went home ill"})
    assert (done.status_code, done["Location"]) == (302, f"/today/?day={day}")
    (part,) = attended_in([here.clients[HERE]], here.week.period)[here.clients[HERE]]
    assert part.period.minutes == 30
    again = plain(browser.get(address).content.decode())
    assert "Closed at 9:40 am" in again
    browser.post(f"/sessions/{here.sessions[0]}/reopen/")
    assert attended_in([here.clients[HERE]], here.week.period) == {}


def test_a_disagreement_is_shown_with_both_words_and_settled(here: Agency, signed_in: SignedIn, town: Town) -> None:
    client, session = here.clients[HERE], here.sessions[0]
    close_group(by=BY, at=town.now, session=session, ended_at=here.at(580), says=[LeaderSays(client, there=False)])
    desk = plain(signed_in(Role.FRONT_DESK).get("/today/").content.decode())
    assert "the desk has 40 min, the leader 0 h A supervisor settles it" in desk
    browser = signed_in(Role.CLINICAL_SUPERVISOR)
    address = f"/sessions/{session}/clients/{client}/settle/"
    page = plain(browser.get(address, headers=HTMX).content.decode())
    assert "As the desk has it: 9:00 am to 9:40 am" in page
    assert "As the leader says: not in the group" in page
    assert browser.post(address, {"who": "desk"}, headers=HTMX).status_code == 422
    form = {"who": "times", "came": "09:00", "left": "09:20", "reason": "Both asked"}
    assert browser.post(address, form, headers=HTMX)["HX-Redirect"] == "/today/"
    (part,) = attended_in([client], here.week.period)[client]
    assert (part.period.minutes, Said.objects.get(client=client, undone_at=None).reason) == (20, "Both asked")
    assert browser.get(address).status_code == 404


def test_a_stand_in(here: Agency, desk: Client) -> None:
    address = f"/sessions/{here.sessions[0]}/stand-in/"
    busy = here.staff[0]
    assert str(busy) in desk.get(address, headers=HTMX).content.decode()
    told = desk.post(address, {"staff": busy}, headers=HTMX)
    assert (told.status_code, "They lead this group already." in plain(told.content.decode())) == (422, True)
    response = desk.post(address, {"staff": here.staff[1]}, headers=HTMX)
    assert (response["HX-Refresh"], Leading.objects.get().staff_id) == ("true", here.staff[1])


# Freshness


def test_a_small_question_instead_of_the_whole_page(here: Agency, desk: Client, town: Town) -> None:
    mark = re.search(r'data-mark="(\d+)"', desk.get("/today/").content.decode())
    assert mark is not None
    address = f"/today/changes/?since={mark[1]}"
    assert desk.get(address).status_code == 204
    check_in(by=BY, at=timezone.now(), client=here.clients[AWAITED])
    changed = desk.get(address)
    assert (changed.status_code, changed["HX-Trigger"]) == (200, "day:changed")


# A paper day


@pytest.fixture
def last_week(town: Town) -> date:
    """A day a week ago on which everybody was expected from nine to eleven; nobody was recorded."""
    agency, week = town.here, town.here.week.previous
    at = town.now - timedelta(days=20)
    plan = open_week(by=BY, at=at, week=NewWeek("R last week", week.monday, agency.zone, 7, 0, 1440, 15))
    period = week.span(agency.today, 540, 120)
    group = NewSession(
        agency.groups[0],
        agency.services[0],
        agency.site,
        agency.rooms[0],
        period,
        40,
        agency.staff[0],
        tuple(agency.clients),
    )
    publish_week(by=BY, at=at, week=plan, sessions=[group])
    return week.days[agency.today]


def test_a_sheet_is_written_down_as_one(here: Agency, desk: Client, last_week: date) -> None:
    address = f"/today/paper/?day={last_week.isoformat()}"
    one, two, three = here.clients
    assert [plain(name) for name in re.findall(r'roster-name">(.*?)<span', desk.get(address).content.decode(), re.DOTALL)] == [
        "Hyssop Pebble", "Meadow Valley", "Thistle Oxbow",
    ]  # fmt: skip
    faulty = desk.post(
        address,
        {
            f"came-{one}": "09:00",
            f"left-{one}": "08:00",
            f"came-{two}": "09:00",
            f"came-{three}": "x",
            f"left-{three}": "y",
        },
    )
    lists = [plain(found) for found in re.findall(r'<ul class="errorlist".*?</ul>', faulty.content.decode(), re.DOTALL)]
    assert (faulty.status_code, lists) == (
        422,
        [
            "Enter a valid time.",
            "They would have left before they arrived. Give a later time.",
            "Give both times, or neither.",
        ],
    )
    assert 'value="08:00"' in faulty.content.decode()
    done = desk.post(
        address, {f"came-{one}": "08:55", f"left-{one}": "11:05", f"came-{two}": "09:10", f"left-{two}": "10:00"}
    )
    assert (done.status_code, done["Location"]) == (302, f"/today/?day={last_week.isoformat()}")
    minutes = {
        client: sum(part.period.minutes for part in parts)
        for client, parts in attended_in(here.clients, here.week.previous.period).items()
    }
    assert minutes == {one: 120, two: 50}
    assert "Thistle" not in plain(desk.get(address).content.decode()) or three in here.clients
    assert "Give at least one person's times." in plain(desk.post(address, {}).content.decode())


@pytest.fixture
def planned_by_video(town: Town, last_week: date) -> int:
    """The second of them was to join that group by video; their id."""
    session = PlannedSession.objects.get(period__startswith=town.here.week.previous.at(town.here.today, 540)).pk
    client, at = town.here.clients[1], town.now - timedelta(days=19)
    set_client_modality(by=BY, at=at, session=session, client=client, modality=Modality.VIDEO)
    return client


def by_video(page: str) -> list[tuple[int, bool]]:
    """(client, whether the box is ticked) of each line of the sheet."""
    boxes = re.findall(r'<input type="checkbox" name="video-(\d+)" value="1"( checked)?>', page)
    return sorted((int(client), bool(ticked)) for client, ticked in boxes)


def test_by_video_is_as_planned_until_somebody_says_otherwise(
    here: Agency, desk: Client, last_week: date, planned_by_video: int
) -> None:
    one, two, three = here.clients
    address = f"/today/paper/?day={last_week.isoformat()}"
    page = desk.get(address).content.decode()
    assert by_video(page) == [(one, False), (two, True), (three, False)]
    assert plain(page).count("Relapse prevention by video") == 1
    times = {
        f"{name}-{client}": value for client in here.clients for name, value in (("came", "09:00"), ("left", "10:00"))
    }
    wrong = desk.post(address, times | {f"left-{one}": "08:00", f"video-{one}": "1"})
    assert by_video(wrong.content.decode()) == [(one, True), (two, False), (three, False)], "what was said is kept"
    assert desk.post(address, times | {f"video-{one}": "1", f"video-{two}": "1"}).status_code == 302
    week = here.week.previous.period
    visits = Visit.objects.filter(client__in=here.clients, arrived_at__gte=week.start, arrived_at__lt=week.end)
    joined = {client: Joined.VIDEO if client in (one, two) else Joined.IN_PERSON for client in here.clients}
    assert dict(visits.values_list("client", "joined")) == joined
    assert dict(Segment.objects.filter(visit__in=visits).values_list("client", "joined")) == joined
    assert not VideoJoining.objects.filter(visit__in=visits).exists(), "where they were, nobody wrote down"


def test_who_comes_to_one_group_and_joins_another_by_video_came(
    here: Agency, town: Town, desk: Client, last_week: date, planned_by_video: int
) -> None:
    week, at = here.week.previous, town.now - timedelta(days=20)
    plan = open_week(by=BY, at=at, week=NewWeek("R last week, more", week.monday, here.zone, 7, 0, 1440, 15))
    later = NewSession(
        here.groups[1], here.services[1], here.site, here.rooms[1], week.span(here.today, 720, 60), 40,
        here.staff[1], (planned_by_video,),
    )  # fmt: skip
    publish_week(by=BY, at=at, week=plan, sessions=[later])
    page = desk.get(f"/today/paper/?day={last_week.isoformat()}").content.decode()
    assert dict(by_video(page))[planned_by_video] is False


# Work to say


def test_out_and_not_said_to_be_back_is_work(here: Agency, desk: Client, town: Town) -> None:
    client, session = here.clients[HERE], here.sessions[0]
    ask_out(by=BY, at=here.at(570), client=client, session=session, reason=AwayReason.PRESCRIBER)
    close_group(by=BY, at=town.now, session=session, ended_at=here.at(580))
    page = desk.get("/today/").content.decode()
    (card,) = re.findall(r'<div id="forgotten".*?</section>', page, re.DOTALL)
    assert plain(card).startswith("1 to say")
    assert (
        "With the prescriber since 9:30 am; Relapse prevention is over, and nobody said that they came back"
        in plain(card)
    )
    away = Away.objects.get()
    response = tap(desk, f"/out/{away.pk}/back-at/", back="09:35")
    assert (response.status_code, response["HX-Trigger"]) == (200, "dialog:close")
    away.refresh_from_db()
    assert away.returned_at == here.at(575)


# Run-sheets


def test_the_agency_writes_a_run_sheet(here: Agency, signed_in: SignedIn) -> None:
    browser = signed_in(Role.CLINICAL_SUPERVISOR)
    assert "As every agency begins" in plain(browser.get("/settings/run-sheets/").content.decode())
    address = f"/settings/run-sheets/write/?service={here.services[0]}"
    today = here.week.days[here.today].isoformat()
    wrong = browser.post(address, {"starts": today, "title": ["Welcome"], "share": ["0"], "prompt": [""]})
    assert (wrong.status_code, "Give it a share of 1 or more." in plain(wrong.content.decode())) == (422, True)
    form = {
        "starts": today,
        "title": ["Welcome", "Practice", ""],
        "share": ["1", "3", "1"],
        "prompt": ["", "Try it", ""],
    }
    assert browser.post(address, form).status_code == 302
    listed = plain(browser.get("/settings/run-sheets/").content.decode())
    assert "Practice (3 shares)" in listed
    face = browser.get(f"/sessions/{here.sessions[0]}/group/")
    assert face.status_code == 200
    browser.post(f"/sessions/{here.sessions[0]}/group/enter/", {"pin": "4711", "again": "4711"})
    shown = plain(browser.get(f"/sessions/{here.sessions[0]}/group/").content.decode())
    assert "Welcome until 9:30 am" in shown
    assert "Try it" not in shown, "the reminder is for the leader"
