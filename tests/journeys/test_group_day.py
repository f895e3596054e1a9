"""A day of five groups and a group of twelve, from the first arrival to the leader's close; group mode; a paper day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from stepdown.agency.terms import Role
from stepdown.kernel.week import zone_of
from stepdown.schedule.actions.setup import create_groups
from stepdown.schedule.actions.weeks import open_week, publish_week
from stepdown.schedule.terms import NewGroup, NewSession, NewWeek
from stepdown.session.actions import check_in
from stepdown.session.models import Leading, Visit
from stepdown.session.queries import attended_in
from stepdown.session.terms import Joined
from tests.factories.agency import BY, FIRST, IOP, LAST, Agency, small_agency
from tests.journeys.conftest import NONE_FOUND, PHONE, WIDE, accessible, look, shot
from tests.journeys.test_today import just_tapped, row

SignIn = Callable[[Role], None]
LATER = ((11 * 60 + 15, 60), (12 * 60 + 45, 45), (15 * 60, 50), (16 * 60, 50))
"""The other four groups of a full day: (minutes after midnight, minutes long)."""
NAMES = [f"{FIRST[n % 10]} {LAST[(n // 10 + n) % 10]}" for n in range(12)]


@pytest.fixture
def agency(committed: str, now: datetime) -> Agency:
    """Twelve clients in one group that runs from nine to eleven; the first three stay for four more."""
    made = small_agency(now, code="Riverside", clients=12, groups=1)
    at = now - timedelta(days=20)
    track = _track_of(made)
    groups = create_groups(
        by=BY, at=at,
        groups=[
            NewGroup(f"php-{n}", f"Afternoon group {n + 1}", made.services[0], track, "en", made.site, 12, (IOP,))
            for n in range(len(LATER))
        ],
    )  # fmt: skip
    plan = open_week(by=BY, at=at, week=NewWeek("Full days", made.week.monday, made.zone, 7, 0, 1440, 15))
    sessions = [
        NewSession(
            group, made.services[0], made.site, made.rooms[0], made.week.span(made.today, *times), 12, made.staff[0],
            tuple(made.clients[:3]),
        )
        for group, times in zip(groups, LATER, strict=True)
    ]  # fmt: skip
    publish_week(by=BY, at=at, week=plan, sessions=sessions)
    return made


def _track_of(agency: Agency) -> int:
    from stepdown.schedule.models import Group

    return Group.objects.get(pk=agency.groups[0]).track_id


def test_a_day_of_five_groups_and_a_group_of_twelve(agency: Agency, page: Page, sign_in: SignIn) -> None:
    sign_in(Role.PROGRAM_DIRECTOR)
    missing = page.locator("#missing h2")
    expect(missing).to_have_text("Missing: 12")
    page.keyboard.press("/")
    for left, name in enumerate(reversed(NAMES)):
        page.keyboard.type(name)
        expect(page.locator("#found")).to_have_text(f"Enter checks in {NAMES[11 - left]}")
        page.keyboard.press("Enter")
        expect(page.locator("#toasts")).to_contain_text(f"{name}: Here since")
    assert Visit.objects.count() == 12
    page.keyboard.press("Escape")
    here = page.locator(f"[id^=row-][id$='-{agency.clients[1]}'] .state")
    expect(here).to_have_count(5)
    expect(here).to_contain_text(["Here since"] * 5)  # one tap for the day
    expect(page.locator(f"#seats-{agency.sessions[0]}")).to_contain_text("12 of 12 here")
    _by_keyboard_out_and_in(page, agency)
    _undo_one(page, agency)
    _out_and_back(page, agency)
    _one_leaves_early(page, agency)
    look(page, "today")
    shot(page, "today-group")
    _a_stand_in(page, agency)
    _close(page, agency)


def _by_keyboard_out_and_in(page: Page, agency: Agency) -> None:
    """Enter again is out; it asks for one person only, so that a hasty Enter sends nobody away."""
    page.get_by_label("Find a person").fill("e")
    expect(page.locator("#found")).to_contain_text("nobody to check in or out")
    page.get_by_label("Find a person").fill(NAMES[9])
    expect(page.locator("#found")).to_have_text(f"Enter checks out {NAMES[9]}")
    just_tapped(page)
    page.keyboard.press("Enter")
    mine = page.locator(row(page, agency, 0, 9))
    expect(mine.locator(".state")).to_contain_text("left")
    page.locator("#toasts").get_by_role("button", name="Undo").last.click()
    expect(mine.locator(".state")).to_contain_text("Here since")
    page.get_by_label("Find a person").fill("")


def _undo_one(page: Page, agency: Agency) -> None:
    mine = page.locator(row(page, agency, 0, 11))
    mine.get_by_role("button", name=f"Undo check-in of {NAMES[11]}").click()
    expect(mine.locator(".state")).to_have_text("Not here yet")


def _out_and_back(page: Page, agency: Agency) -> None:
    mine = page.locator(row(page, agency, 0, 1))
    mine.get_by_role("link", name=f"More for {NAMES[1]}").click()
    look(page, "more")
    page.get_by_role("dialog").get_by_role("button", name="With the nurse").click()
    expect(mine.locator(".state")).to_contain_text("With the nurse since")
    expect(page.locator(f"#seats-{agency.sessions[0]}")).to_contain_text("10 in the room")
    just_tapped(page)
    mine.get_by_role("button", name=f"Back {NAMES[1]}").click()
    expect(mine.locator(".state")).to_contain_text("Here since")


def _one_leaves_early(page: Page, agency: Agency) -> None:
    mine = page.locator(row(page, agency, 0, 4))
    just_tapped(page)
    mine.get_by_role("button", name=f"Check out {NAMES[4]}").click()
    expect(mine.locator(".state")).to_contain_text("early")


def _a_stand_in(page: Page, agency: Agency) -> None:
    card = page.locator(f"#card-{agency.sessions[0]}")
    card.get_by_role("link", name="Stand-in").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Leads in fact").select_option(label="Synthetic program director")
    dialog.get_by_role("button", name="They lead").click()
    expect(card).to_contain_text("Synthetic program director for")


def _close(page: Page, agency: Agency) -> None:
    card = page.locator(f"#card-{agency.sessions[0]}")
    card.get_by_role("link", name="Close").click()
    expect(page.get_by_role("heading", name="Close the group")).to_be_visible()
    look(page, "close")
    assert accessible(page) == NONE_FOUND
    page.get_by_label(f"{NAMES[2]} left earlier, at").fill("09:30")
    after = timezone.now().astimezone(zone_of(agency.zone)) + timedelta(minutes=1)  # the last came in this very minute
    page.get_by_label("The group ended at").fill(f"{after:%H:%M}")
    page.get_by_role("button", name="Close the group").click()
    expect(page.locator("#messages")).to_contain_text("is closed.")
    expect(card).to_contain_text("Closed at")
    closed = Leading.objects.get(undone_at=None)
    assert closed.in_room == 11
    parts = attended_in(agency.clients, agency.week.period)
    assert agency.clients[11] not in parts, "the one that was undone"


def test_group_mode_on_a_tablet_that_everybody_sees(agency: Agency, page: Page, sign_in: SignIn, now: datetime) -> None:
    for client in agency.clients[:6]:
        check_in(by=BY, at=now, client=client, arrived_at=agency.at(8 * 60 + 55))
    sign_in(Role.PROGRAM_DIRECTOR)
    page.locator(f"#card-{agency.sessions[0]}").get_by_role("link", name="Group mode").click()
    page.get_by_label("A PIN for this group").fill("4711")
    page.get_by_label("The PIN again").fill("4711")
    look(page, "group-enter")
    assert accessible(page) == NONE_FOUND
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("#left")).to_contain_text(re.compile(r"\d+ min left"))
    text = page.locator("body").inner_text()
    assert [name for name in NAMES if name.split()[0] in text] == []
    look(page, "group-face")
    shot(page, "group-mode")
    assert accessible(page) == NONE_FOUND
    page.goto("/clients/")
    expect(page.locator("#left")).to_contain_text("min left")
    _roster_by_pin(page, agency)
    page.get_by_label("PIN").fill("4711")
    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()


def _roster_by_pin(page: Page, agency: Agency) -> None:
    page.get_by_label("PIN").fill("0000")
    page.get_by_label("PIN").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("4 tries left")
    page.get_by_label("PIN").fill("4711")
    page.get_by_label("PIN").press("Enter")
    expect(page.get_by_role("heading", name="6 in the room")).to_be_visible()
    look(page, "group-roster")
    assert accessible(page) == NONE_FOUND
    page.get_by_role("button", name=f"Nurse asks {NAMES[0]} out").click()
    expect(page.get_by_role("heading", name="5 in the room")).to_be_visible()
    page.get_by_role("button", name=f"Back {NAMES[0]}").click()
    expect(page.get_by_role("heading", name="6 in the room")).to_be_visible()
    page.get_by_role("button", name="Hide").click()
    expect(page.get_by_text(NAMES[0])).to_have_count(0)


@pytest.fixture
def yesterday(agency: Agency, now: datetime) -> str:
    """A day a week ago on which the same twelve were expected; nobody was written down."""
    at, week = now - timedelta(days=25), agency.week.previous
    plan = open_week(by=BY, at=at, week=NewWeek("The week before", week.monday, agency.zone, 7, 0, 1440, 15))
    group = NewSession(
        agency.groups[0], agency.services[0], agency.site, agency.rooms[0], week.span(agency.today, 540, 120), 40,
        agency.staff[0], tuple(agency.clients),
    )  # fmt: skip
    publish_week(by=BY, at=at, week=plan, sessions=[group])
    return week.days[agency.today].isoformat()


def test_a_paper_day_by_keyboard_on_a_phone(agency: Agency, page: Page, sign_in: SignIn, yesterday: str) -> None:
    sign_in(Role.FRONT_DESK)
    page.goto(f"/today/?day={yesterday}")
    page.get_by_role("link", name="Paper day").click()
    look(page, "paper")
    page.set_viewport_size(PHONE)
    page.get_by_label(f"{NAMES[0]} came at").fill("09:00")
    page.get_by_label(f"{NAMES[0]} left at").fill("08:00")
    page.get_by_label(f"{NAMES[1]} came at").fill("09:05")
    page.get_by_label(f"{NAMES[1]} left at").fill("11:05")
    page.get_by_label(f"By video: {NAMES[1]}").press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("1 line to mend")
    assert Visit.objects.count() == 0
    page.set_viewport_size(WIDE)
    assert accessible(page) == NONE_FOUND
    expect(page.get_by_label(f"By video: {NAMES[1]}")).to_be_checked()
    page.get_by_label(f"{NAMES[0]} left at").fill("10:00")
    page.get_by_role("button", name="Write the day down").click()
    expect(page.locator("#messages")).to_contain_text("2 visits written down.")
    parts = attended_in(agency.clients, agency.week.previous.period)
    assert [sum(part.period.minutes for part in parts[client]) for client in agency.clients[:2]] == [60, 115]
    joined = dict(Visit.objects.values_list("client", "joined"))
    assert [joined[client] for client in agency.clients[:2]] == [Joined.IN_PERSON, Joined.VIDEO]


def test_the_rosters_on_paper(agency: Agency, page: Page, sign_in: SignIn, now: datetime) -> None:
    check_in(by=BY, at=now, client=agency.clients[0], arrived_at=agency.at(8 * 60 + 55))
    sign_in(Role.FRONT_DESK)
    page.emulate_media(media="print")
    expect(page.locator(row(page, agency, 0, 3))).to_be_visible()
    expect(page.locator("#day button:visible")).to_have_count(0)
