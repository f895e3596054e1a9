"""A supervisor's new evening track: made, with a home group; a client joins it and its groups; a closed day on the board."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from stepdown.agency.actions import add_time_off, close_site
from stepdown.agency.terms import Role
from stepdown.schedule.actions.series import make_series
from stepdown.schedule.models import Track
from stepdown.schedule.terms import Meeting, NewGroup
from tests.factories.agency import BY, IOP, Agency
from tests.factories.hours import free_at_any_time
from tests.journeys.conftest import NONE_FOUND, accessible, shot

SignIn = Callable[[Role], None]


def test_a_track_from_nothing_to_a_client_with_seats(
    agency: Agency, now: datetime, page: Page, sign_in: SignIn
) -> None:
    free_at_any_time(agency, now)
    sign_in(Role.CLINICAL_SUPERVISOR)
    found = {}
    page.goto("/groups/")
    page.get_by_role("link", name="Tracks", exact=True).click()
    page.get_by_role("link", name="New track").click()
    page.get_by_label("Name").fill("Evening")
    page.get_by_label("Places").fill("12")
    page.get_by_label("Intensive outpatient (2.1)").check()
    for place, day in enumerate(("Monday", "Wednesday")):
        page.locator(f"#id_b{place}-weekday").select_option(label=day)
        for name, time in (("starts", "17:00"), ("ends", "20:00"), ("break_starts", "18:20"), ("break_ends", "18:40")):
            page.locator(f"#id_b{place}-{name}").fill(time)
    found["form"] = accessible(page)
    pictures(page, "track-form")
    page.get_by_role("button", name="Make the track").click()
    expect(page.get_by_role("heading", name="Evening", exact=True)).to_be_visible()

    weekly(agency, now)
    page.reload()
    page.get_by_label("Home group").select_option(label="Evening skills")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The home group is set.")).to_be_visible()
    page.get_by_label("Add a client").fill("mead")
    page.get_by_role("button", name="Add Meadow").click()
    expect(page.locator("#messages")).to_contain_text("They have a seat in")
    expect(page.locator("#track-inside")).to_contain_text("Meadow")
    found["track"] = accessible(page)
    pictures(page, "track")
    left_and_undone(page, found)
    page.get_by_role("link", name="Tracks", exact=True).click()
    found["tracks"] = accessible(page)
    pictures(page, "tracks")

    first, last = agency.week.days[0], agency.week.days[6]
    close_site(by=BY, at=now, site=agency.site, first_day=last, last_day=last, reason="Heating fails")
    close_site(by=BY, at=now, site=agency.site, first_day=first, last_day=first, reason="Synthetic holiday")
    other = agency.week.days[(agency.today + 1) % 7]
    add_time_off(by=BY, at=now, staff=agency.staff[0], first_day=other, last_day=other)
    for view in ("rooms", "clinicians", "list"):
        page.goto(f"/week/?view={view}")
        expect(page.locator(".week-shut")).to_contain_text("closed: Synthetic holiday")
        found[view] = accessible(page)
        pictures(page, f"week-shut-{view}")
    page.goto("/week/?view=clinicians&day=0")
    expect(page.locator(".week-shut")).to_contain_text("closed: Synthetic holiday")
    page.goto("/week/?view=clinicians&day=6")
    found["day"] = accessible(page)
    pictures(page, "week-shut-day")
    assert found == dict.fromkeys(found, NONE_FOUND)


def left_and_undone(page: Page, found: dict[str, object]) -> None:
    """Meadow leaves the track; the seat that ends with it is named, and comes back with an undo."""
    page.get_by_role("link", name="Leave… Meadow").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Evening skills regular seat, 4 sessions ahead")).to_be_checked()
    found["leave"] = accessible(page)
    pictures(page, "track-leave")
    dialog.get_by_role("button", name="Leave the track").click()
    expect(page.locator("#messages")).to_contain_text("4 seats ahead are free")
    expect(page.locator("#track-inside")).not_to_contain_text("Meadow")
    page.locator("#messages").get_by_role("button", name="Undo").click()
    expect(page.locator("#messages")).to_contain_text(
        "They are in the track again. They have a seat in 4 sessions ahead."
    )
    expect(page.locator("#track-inside")).to_contain_text("Meadow")


def weekly(agency: Agency, now: datetime) -> None:
    """A group of the track that meets on Mondays at five from next week on."""
    track = Track.objects.get(code="evening").pk
    service = agency.services[0]
    starts = agency.week.monday + timedelta(days=7)
    group = NewGroup("skills", "Evening skills", service, track, "en", agency.site, 8, (IOP,), starts_on=starts)
    meeting = Meeting(0, 17 * 60, 80, agency.staff[1], agency.rooms[1])
    make_series(by=BY, at=now, group=group, meetings=[meeting], until=starts + timedelta(weeks=4))


def pictures(page: Page, name: str) -> None:
    """Keep pictures where STEPDOWN_SHOTS is set."""
    if os.environ.get("STEPDOWN_SHOTS"):
        shot(page, name, whole=True)
