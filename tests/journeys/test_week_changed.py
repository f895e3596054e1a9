"""A published week changed from the board: one session this week only, then the rest from now on; both can be read."""

# ruff: noqa: RUF001 — spans of time are written with an en dash
from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from stepdown.agency.terms import Role
from stepdown.schedule.actions.series import make_series
from stepdown.schedule.models import Group, PlannedSession
from stepdown.schedule.terms import Meeting, NewGroup
from tests.factories.agency import BY, IOP, Agency
from tests.journeys.conftest import NONE_FOUND, accessible, follow, look

SignIn = Callable[[Role], None]
TUESDAY = 1


@pytest.fixture
def circle(agency: Agency, now: datetime) -> int:
    """A group that meets on Tuesdays at five, planned for four weeks from next week on."""
    like = Group.objects.get(pk=agency.groups[0])
    first = agency.week.monday + timedelta(weeks=1)
    new = NewGroup(
        "circle", "Evening circle", like.service_id, like.track_id, "en", agency.site, 12, (IOP,), starts_on=first
    )
    meeting = Meeting(TUESDAY, 17 * 60, 60, agency.staff[1], agency.rooms[1])
    number, _ = make_series(by=BY, at=now, group=new, meetings=[meeting], until=first + timedelta(weeks=4))
    return number


def on_board(page: Page, monday: date) -> Locator:
    """The group's session on the board of that week's Tuesday."""
    page.goto(f"/week/?monday={monday}&day={TUESDAY}")
    return page.get_by_role("link", name="Evening circle")


def test_this_week_only_then_from_now_on(agency: Agency, circle: int, page: Page, sign_in: SignIn) -> None:
    next_week, second, third = (agency.week.monday + timedelta(weeks=weeks) for weeks in (1, 2, 3))
    sign_in(Role.CLINICAL_SUPERVISOR)
    dialog = page.locator("#modal")
    on_board(page, next_week).press("Enter")
    dialog.get_by_role("link", name="Move…").press("Enter")
    expect(dialog.get_by_role("link", name="This week only")).to_have_attribute("aria-current", "true")
    dialog.get_by_label("Starts at").select_option(str(18 * 60))
    expect(dialog.locator("#move-check")).to_contain_text("Nothing stands in the way")
    look(page, "this-week-only")
    dialog.get_by_role("button", name="Move", exact=True).press("Enter")
    expect(page.locator("#toasts")).to_contain_text("6:00 – 7:00 pm")

    expect(on_board(page, second)).to_contain_text("5:00 – 6:00 pm")
    on_board(page, second).press("Enter")
    dialog.get_by_role("link", name="Move…").press("Enter")
    follow(page, dialog.get_by_role("link", name="From now on…"))
    expect(page.get_by_label("From", exact=True)).to_have_value((second + timedelta(days=TUESDAY)).isoformat())
    page.locator("#id_m0-starts").fill("19:00")
    page.get_by_role("button", name="Show what would come of it").click()
    expect(page.locator("#preview")).to_contain_text("3 sessions move.")
    look(page, "from-now-on")
    assert accessible(page) == NONE_FOUND
    follow(page, page.get_by_role("button", name="Change it"))
    expect(page.locator("#messages")).to_contain_text("3 moved")

    for monday, stands in ((next_week, "6:00 – 7:00 pm"), (second, "7:00 – 8:00 pm"), (third, "7:00 – 8:00 pm")):
        expect(on_board(page, monday)).to_contain_text(stands)
    rows = PlannedSession.objects.filter(group=circle).order_by("pattern_day")
    assert list(rows.values_list("changed", flat=True)) == [True, False, False, False]
    page.goto(f"/week/changes/?monday={next_week}")
    line = page.get_by_role("row").filter(has_text="Evening circle").first
    expect(line).to_contain_text("Synthetic clinical supervisor")
    look(page, "week-changes")
    assert accessible(page) == NONE_FOUND
