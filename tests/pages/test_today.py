"""Today: in, out and back, with a script and without; who is missing; times that were not tapped when they happened."""

# ruff: noqa: RUF001 — spans of time are written with an en dash
from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from stepdown.agency.terms import Role
from stepdown.kernel.week import Week
from stepdown.schedule.actions.booking import cancel_session
from stepdown.schedule.actions.weeks import open_week, publish_week
from stepdown.schedule.terms import NewSession, NewWeek
from stepdown.session.actions import check_in, check_out, record_visit, undo_check_in
from stepdown.session.queries import attended_in, visits_in
from stepdown.web.desk.templatetags.desk import hours
from stepdown.web.desk.templatetags.wording import clock
from tests.factories.agency import BY, Agency
from tests.pages.conftest import Town
from tests.pages.reading import plain, said

SignedIn = Callable[[Role], Client]
HTMX = {"HX-Request": "true"}
HERE, GONE, AWAITED = 0, 1, 2
"""Meadow Valley came at nine and is here; Thistle Oxbow left at 9:45, before his group; Hyssop Pebble is missing."""


def rows(response: HttpResponse) -> dict[str, str]:
    """What stands in the row of each client in each session, by the row's id."""
    found = re.findall(
        r'<li class="roster-row[^>]*id="row-(\d+-\d+)".*?<span class="state">(.*?)</span>\s*</span>',
        response.content.decode(),
        re.DOTALL,
    )
    return {number: plain(state) for number, state in found}


def row(agency: Agency, client: int, group: int = 0) -> str:
    return f"{agency.sessions[group]}-{agency.clients[client]}"


def at_site(agency: Agency, moment: object) -> str:
    with timezone.override(ZoneInfo(agency.zone)):
        return clock(moment)  # type: ignore[arg-type]


def tap(browser: Client, address: str, **fields: str) -> HttpResponse:
    return browser.post(address, fields, headers=HTMX)


@pytest.fixture
def desk(signed_in: SignedIn) -> Client:
    return signed_in(Role.FRONT_DESK)


@pytest.fixture
def here(town: Town) -> Agency:
    return town.here


def test_the_day_as_it_stands(here: Agency, desk: Client) -> None:
    response = desk.get("/today/")
    alone = f"{here.individual[0]}-{here.clients[HERE]}"
    assert rows(response) == {
        row(here, HERE): "Here since 9:00 am",
        row(here, AWAITED): "Not here yet",
        row(here, GONE, 1): "Left 9:45 am",
        alone: "Here since 9:00 am",
    }
    chips = [text for text in said(response, "li") if re.fullmatch(r"(Everybody|Missing|Here|Left)\d+", text)]
    assert chips == ["Everybody3", "Missing1", "Here1", "Left0"]


def test_in(here: Agency, desk: Client) -> None:
    response = tap(desk, f"/today/{here.clients[AWAITED]}/in/")
    (visit,) = visits_in(here.clients[AWAITED], here.week.period)
    since, late = at_site(here, visit.arrived_at), (visit.arrived_at - here.at(9 * 60)).seconds // 60
    state = f"Here since {since} · {hours(late)} late"
    assert (response.status_code, rows(response)) == (200, {row(here, AWAITED): state})
    assert f"/visits/{visit.id}/undo-in/" in response.content.decode(), "the toast takes it back"


def test_out(here: Agency, desk: Client) -> None:
    response = tap(desk, f"/visits/{here.visits[0]}/out/")
    (visit,) = visits_in(here.clients[HERE], here.week.period)
    left = at_site(here, visit.departed_at)
    counted, early = hours(visit.minutes), hours((here.at(11 * 60) - visit.departed_at).seconds // 60)
    alone = f"{here.individual[0]}-{here.clients[HERE]}"
    assert rows(response) == {
        row(here, HERE): f"9:00 am – {left} · {counted} counted · left {early} early",
        alone: f"Left {left}",
    }


def test_undo_in(here: Agency, desk: Client) -> None:
    response = tap(desk, f"/visits/{here.visits[0]}/undo-in/")
    alone = f"{here.individual[0]}-{here.clients[HERE]}"
    assert rows(response) == {row(here, HERE): "Not here yet", alone: "Expected"}
    assert visits_in(here.clients[HERE], here.week.period) == ()


def test_undo_out(here: Agency, desk: Client) -> None:
    response = tap(desk, f"/visits/{here.visits[1]}/undo-out/")
    assert rows(response) == {row(here, GONE, 1): "Here since 9:00 am"}
    assert attended_in([here.clients[GONE]], here.week.period) == {}


NOT_IN = "They are not checked in now: somebody else checked them out, or took the check-in back."
TWICE = [
    ("/today/{client}/in/", "Checked in already, since 9:00 am."),
    ("/visits/{gone}/out/", NOT_IN),
    ("/visits/{undone}/undo-in/", "This was taken back already."),
    ("/visits/{visit}/undo-out/", "This was taken back already."),
]


@pytest.mark.parametrize(("address", "sentence"), TWICE)
def test_whoever_is_second_is_told(address: str, sentence: str, town: Town, desk: Client) -> None:
    here = town.here
    undone = check_in(by=BY, at=town.now, client=here.clients[AWAITED])
    undo_check_in(by=BY, at=town.now, visit=undone)
    numbers = {"client": here.clients[HERE], "visit": here.visits[0], "gone": here.visits[1], "undone": undone}
    response = tap(desk, address.format(**numbers))
    assert (response.status_code, sentence in plain(response.content.decode())) == (409, True)


@pytest.mark.parametrize("address", ["/today/{}/in/", "/today/{}/visit/"])
def test_a_client_of_another_site_does_not_exist(address: str, town: Town, desk: Client) -> None:
    assert tap(desk, address.format(town.there.clients[0])).status_code == 404
    assert desk.get(f"/visits/{town.there.visits[0]}/left/").status_code == 404


def test_a_tap_changes_its_parts_and_nothing_else(here: Agency, desk: Client) -> None:
    response = tap(desk, f"/today/{here.clients[AWAITED]}/in/")
    parts = re.findall(r'id="([a-z]+(?:-[0-9-]+)?)"[^>]*hx-swap-oob', response.content.decode())
    mine = {f"row-{row(here, AWAITED)}", f"seats-{here.sessions[0]}"}
    assert set(parts) - {"toasts"} == mine | {"counts", "forgotten", "missing", "building"}


def test_without_a_script_the_page_comes_back(here: Agency, desk: Client) -> None:
    day = here.week.days[here.today].isoformat()
    response = desk.post(f"/today/{here.clients[AWAITED]}/in/", {"day": day, "show": "missing"})
    assert (response.status_code, response["Location"]) == (302, f"/today/?day={day}&show=missing")
    again = desk.get(response["Location"])
    assert rows(again) == {}, "the filter still holds"
    assert re.search(r"Here since \d+:\d\d am\.", plain(again.content.decode()))


@pytest.mark.parametrize(
    ("show", "expected"), [("missing", [AWAITED]), ("here", [HERE, HERE]), ("left", []), ("nonsense", [0, 2, 1, 0])]
)
def test_filters(show: str, expected: list[int], here: Agency, desk: Client) -> None:
    shown = [int(number.split("-")[1]) for number in rows(desk.get(f"/today/?show={show}"))]
    assert sorted(shown) == sorted(here.clients[number] for number in expected)


def missing(response: HttpResponse) -> list[str]:
    """The lines of the card of who is missing."""
    (card,) = re.findall(r'<div id="missing".*?</section>', response.content.decode(), re.DOTALL) or [""]
    return [plain(line) for line in re.findall(r"<li.*?</li>", card, re.DOTALL)]


@pytest.mark.parametrize(
    ("role", "line"),
    [
        (
            Role.FRONT_DESK,
            "Hyssop PebbleRelapse prevention, 9:00 am Call Hyssop Pebble at (202) 555-0102 Why Hyssop Pebble does not come",
        ),
        (Role.UTILIZATION_REVIEWER, "Hyssop PebbleRelapse prevention, 9:00 am"),
    ],
)
def test_who_is_missing_and_whom_to_call(role: Role, line: str, here: Agency, signed_in: SignedIn) -> None:
    assert missing(signed_in(role).get("/today/")) == [line]


def test_an_administrator_sees_numbers_and_no_names(here: Agency, signed_in: SignedIn) -> None:
    page = signed_in(Role.ADMINISTRATOR).get("/today/").content.decode()
    assert [name for name in ("Meadow", "Thistle", "Hyssop", "Pebble") if name in page] == []
    assert "2 expected. Names are for the people who care for them." in page


def test_no_name_in_an_address_or_the_title(here: Agency, desk: Client) -> None:
    page = desk.get("/today/").content.decode()
    addresses = re.findall(r'(?:href|action|hx-get|hx-post)="([^"]*)"', page)
    titles = re.findall(r"<title>(.*?)</title>", page)
    assert len(addresses) > 10
    names = re.compile("valley|meadow|oxbow|pebble|R-0", re.IGNORECASE)
    assert [text for text in addresses + titles if names.search(text)] == []


# Nothing planned


def test_an_empty_day_leads_to_the_next_with_groups(here: Agency, desk: Client) -> None:
    day = here.week.days[here.today]
    response = desk.get("/today/?day=" + (day - timedelta(days=3)).isoformat())
    assert f"The next groups meet on {day:%A, %B} {day.day}, {day.year}." in plain(response.content.decode())
    assert f'href="/today/?day={day.isoformat()}"' in response.content.decode()


def test_an_empty_day_with_nothing_after_it(town: Town, desk: Client) -> None:
    for session in town.here.sessions + town.here.individual:
        cancel_session(by=BY, at=town.now - timedelta(hours=12), session=session)
    assert "Nothing is planned after it either." in plain(desk.get("/today/").content.decode())


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "tomorrow", "%00"])
def test_a_day_that_makes_no_sense_is_today(day: str, here: Agency, desk: Client) -> None:
    assert len(rows(desk.get(f"/today/?day={day}"))) == 4


# A forgotten check-out


@pytest.fixture
def tomorrow(here: Agency) -> str:
    return (here.week.days[here.today] + timedelta(days=1)).isoformat()


def test_who_was_never_checked_out(here: Agency, desk: Client, tomorrow: str) -> None:
    page = desk.get(f"/today/?day={tomorrow}").content.decode()
    (card,) = re.findall(r'<div id="forgotten".*?</section>', page, re.DOTALL)
    day = here.week.days[here.today]
    assert [plain(line) for line in re.findall(r"<li.*?</li>", card, re.DOTALL)] == [
        f"Meadow ValleyChecked in {day:%a, %b} {day.day} at 9:00 am, never checked out Say when Meadow Valley left"
    ]


FAULTY = [
    ("", "This field is required."),
    ("noon", "Enter a valid time."),
    ("08:30", "They would have left before they arrived. Give a later time."),
    ("23:59", "That time is still to come. Give the time it happened."),
]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "dialog"])
@pytest.mark.parametrize(("left", "sentence"), FAULTY)
def test_a_faulty_time_keeps_the_form(
    left: str, sentence: str, headers: dict[str, str], here: Agency, desk: Client
) -> None:
    response = desk.post(f"/visits/{here.visits[0]}/left/", {"left": left}, headers=headers)
    page = response.content.decode()
    assert (response.status_code, sentence in plain(page)) == (422, True)
    assert ("<html" in page, left == "" or f'value="{left}"' in page) == (not headers, True)
    assert visits_in(here.clients[HERE], here.week.period)[0].departed_at is None


def test_the_form_guesses_nothing(here: Agency, desk: Client) -> None:
    page = desk.get(f"/visits/{here.visits[0]}/left/").content.decode()
    (field,) = re.findall(r'<input[^>]*name="left"[^>]*>', page)
    assert "value=" not in field
    assert "came" in plain(page)


def test_say_when_they_left(here: Agency, desk: Client, tomorrow: str) -> None:
    response = tap(desk, f"/visits/{here.visits[0]}/left/?day={tomorrow}", left="09:45")
    assert (response.status_code, response["HX-Trigger"]) == (200, "dialog:close")
    (part,) = attended_in([here.clients[HERE]], here.week.period)[here.clients[HERE]]
    assert (part.session, part.period.minutes) == (here.sessions[0], 45)


def test_say_when_they_left_without_a_script(here: Agency, desk: Client, tomorrow: str) -> None:
    response = desk.post(f"/visits/{here.visits[0]}/left/?day={tomorrow}", {"left": "09:45"})
    assert (response.status_code, response["Location"]) == (302, f"/today/?day={tomorrow}&show=")


# A visit of a day that is over


@pytest.fixture
def last_week(town: Town) -> date:
    """A day a week ago on which everybody of the first group was expected from nine to eleven; nobody was recorded."""
    here, at = town.here, town.now - timedelta(days=20)
    week: Week = here.week.previous
    plan = open_week(by=BY, at=at, week=NewWeek("R last week", week.monday, here.zone, 7, 0, 1440, 15))
    seats = tuple(here.clients)
    group = NewSession(
        here.groups[0], here.services[0], here.site, here.rooms[0], week.span(here.today, 540, 120), 40, here.staff[0], seats
    )  # fmt: skip
    publish_week(by=BY, at=at, week=plan, sessions=[group])
    return week.days[here.today]


def test_a_day_that_is_over_asks_for_visits(here: Agency, desk: Client, last_week: date) -> None:
    response = desk.get(f"/today/?day={last_week.isoformat()}")
    assert list(rows(response).values()) == ["No visit recorded"] * 3
    assert [text for text in said(response, "a") if text.startswith("Record visit")] == [
        "Record visit of Hyssop Pebble",
        "Record visit of Meadow Valley",
        "Record visit of Thistle Oxbow",
    ]


def test_record_a_visit(here: Agency, desk: Client, last_week: date) -> None:
    client = here.clients[HERE]
    response = tap(desk, f"/today/{client}/visit/?day={last_week.isoformat()}", came="08:50", left="10:30")
    assert (response.status_code, response["HX-Trigger"]) == (200, "dialog:close")
    assert list(rows(response).values()) == ["8:50 am – 10:30 am · 1 h 30 min counted · left 30 min early"]
    (visit,) = visits_in(client, here.week.previous.period)
    assert visit.minutes == 90


def links_and_buttons(response: HttpResponse, client: str) -> list[str]:
    """What can be done in the row of a client, as a screen reader says it."""
    (found,) = re.findall(
        rf'<li class="roster-row[^>]*data-name="{client}".*?</li>', response.content.decode(), re.DOTALL
    )
    named = re.findall(r'aria-label="([^"]+)"', found)
    return named + [plain(text) for text in re.findall(r"<(?:a|button)[ >].*?</(?:a|button)>", found, re.DOTALL)[1:]]


@pytest.fixture
def counted(town: Town, last_week: date) -> int:
    """A visit of Meadow Valley on that day, from nine to ten."""
    here, week = town.here, town.here.week.previous
    came, left = week.at(here.today, 540), week.at(here.today, 600)
    return record_visit(by=BY, at=town.now, client=here.clients[HERE], arrived_at=came, departed_at=left)


def test_the_desk_takes_nothing_back_of_a_day_that_is_over(
    here: Agency, desk: Client, last_week: date, counted: int
) -> None:
    page = desk.get(f"/today/?day={last_week.isoformat()}")
    assert links_and_buttons(page, "meadow valley") == []
    for address in (f"/visits/{counted}/undo-in/", f"/visits/{counted}/undo-out/"):
        response = tap(desk, address, day=last_week.isoformat())
        told = "That day is over and its minutes are counted." in plain(response.content.decode())
        assert (response.status_code, told) == (409, True)
    assert desk.get(f"/visits/{counted}/take-back/").status_code == 403
    assert visits_in(here.clients[HERE], here.week.previous.period)[0].minutes == 60


@pytest.mark.parametrize(("reason", "status", "left"), [("", 422, 1), ("  ", 422, 1), ("Another person", 200, 0)])
def test_a_supervisor_takes_a_visit_back_with_a_reason(
    reason: str, status: int, left: int, here: Agency, signed_in: SignedIn, last_week: date, counted: int
) -> None:
    browser, day = signed_in(Role.CLINICAL_SUPERVISOR), last_week.isoformat()
    page = browser.get(f"/today/?day={day}")
    assert links_and_buttons(page, "meadow valley")[:1] == ["Take the visit of Meadow Valley back"]
    address = f"/visits/{counted}/take-back/?day={day}"
    assert said(browser.get(address), "strong") == ["Meadow Valley"]
    assert tap(browser, address, reason=reason).status_code == status
    assert len(visits_in(here.clients[HERE], here.week.previous.period)) == left


BEFORE = "They would have left before they arrived. Give a later time."
FUTURE = "That time is still to come. Give the time it happened."
UNPLANNED = "Nothing is planned for them on that day. Add them to a session first, then check them in."
ALREADY = "They are checked in already."
OBSTACLES = [
    (0, "10:00", "09:00", [BEFORE]),
    (0, "09:30", "10:30", [ALREADY]),
    (1, "09:00", "10:00", [UNPLANNED]),
    (1, "10:00", "09:00", [UNPLANNED, BEFORE]),
    (14, "10:00", "09:00", [FUTURE, UNPLANNED, BEFORE]),
]
"""(days after the day a week ago, came, left, every reason). There was a visit from 9:15 to 9:45 on that day."""


@pytest.mark.parametrize(("days", "came", "left", "reasons"), OBSTACLES)
def test_every_reason_why_a_visit_is_not_recorded(
    days: int, came: str, left: str, reasons: list[str], town: Town, desk: Client, last_week: date
) -> None:
    here, client = town.here, town.here.clients[AWAITED]
    before = here.week.previous
    visit = check_in(by=BY, at=town.now, client=client, arrived_at=before.at(here.today, 555))
    check_out(by=BY, at=town.now, visit=visit, departed_at=before.at(here.today, 585))
    day = (last_week + timedelta(days=days)).isoformat()
    response = tap(desk, f"/today/{client}/visit/?day={day}", came=came, left=left)
    told = [text for text in said(response, "li") if text in {BEFORE, FUTURE, UNPLANNED, ALREADY}]
    assert (response.status_code, told) == (422, reasons)
    assert f'value="{came}"' in response.content.decode(), "what was typed stays"


def test_who_may_not_check_in_is_shown_no_button(here: Agency, signed_in: SignedIn) -> None:
    page = signed_in(Role.COMPLIANCE).get("/today/").content.decode()
    assert [button for button in re.findall(r"<button.*?</button>", page, re.DOTALL) if "Check in" in button] == []
