"""A supervisor's afternoon with a series: made, one session changed, the rest changed from a day on, somebody joins late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from stepdown.agency.terms import Role
from stepdown.schedule.models import PlannedSession
from tests.factories.agency import Agency
from tests.factories.hours import free_at_any_time
from tests.journeys.conftest import NONE_FOUND, accessible, follow, shot

SignIn = Callable[[Role], None]


def test_a_series_is_made_changed_once_changed_from_a_day_on_and_joined_late(
    agency: Agency, now: datetime, page: Page, sign_in: SignIn
) -> None:
    free_at_any_time(agency, now)
    sign_in(Role.CLINICAL_SUPERVISOR)
    found = {}
    page.goto("/groups/")
    found["groups"] = accessible(page)
    follow(page, page.get_by_role("link", name="New group"))
    fill_new(page, agency)
    page.get_by_role("button", name="Show what would come of it").click()
    expect(page.locator("#preview")).to_contain_text("8 sessions are made.")
    found["new"] = accessible(page)
    shot(page, "group-new", whole=True)
    follow(page, page.get_by_role("button", name="Make the group"))
    expect(page.get_by_role("heading", name="Evening skills")).to_be_visible()
    expect(page.locator(".ahead-row")).to_have_count(8)

    second = page.locator(".ahead-row").nth(1)
    second.get_by_role("link").click()
    dialog = page.locator("#modal")
    dialog.get_by_role("link", name="Move…").click()
    expect(dialog.get_by_role("link", name="From now on…")).to_be_visible()
    with page.expect_response(lambda response: response.url.endswith("/move/check/")):
        dialog.get_by_label("Starts at").select_option(str(19 * 60))
    dialog.get_by_role("button", name="Move", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(second).to_contain_text("Changed")

    follow(page, page.get_by_role("link", name="Change from a date on…"))
    page.get_by_label("From", exact=True).fill((agency.week.monday + timedelta(days=7)).isoformat())
    page.locator("#id_m1-starts").fill("18:00")
    page.get_by_role("button", name="Show what would come of it").click()
    expect(page.locator("#preview")).to_contain_text("These stay as they were changed by hand")
    follow(page, page.get_by_role("button", name="Change it"))
    expect(page.locator("#messages")).to_contain_text("As they were changed by hand, these stay")
    expect(page.locator(".ahead-row").nth(1)).to_contain_text("7:00")
    expect(page.locator(".ahead-row").nth(3)).to_contain_text("6:00")

    page.get_by_label("Add a client").fill("mead")
    page.locator("#group-found").get_by_role("button", name="Add Meadow Valley").click()
    expect(page.locator("#group-roster")).to_contain_text("Meadow Valley got no seat. Nothing was changed.")
    page.get_by_label("Reason for doing it all the same").fill("Agreed in supervision")
    page.get_by_role("button", name="Give the seat all the same").click()
    expect(page.locator("#group-roster")).to_contain_text("Meadow Valley has a regular seat, and a seat in 8 sessions")
    found["group"] = accessible(page)
    shot(page, "group")
    page.goto(f"/clients/{agency.clients[0]}/schedule/?week={agency.week.monday + timedelta(days=7)}")
    expect(page.locator("#client-week")).to_contain_text("Evening skills")
    found["schedule"] = accessible(page)
    shot(page, "client-schedule")
    page.goto("/week/changes/")
    found["changes"] = accessible(page)
    assert found == dict.fromkeys(found, NONE_FOUND)
    assert PlannedSession.objects.filter(group__code="evening-skills", changed=True).count() == 1


def fill_new(page: Page, agency: Agency) -> None:
    page.get_by_label("Name").fill("Evening skills")
    page.get_by_label("Intensive outpatient (2.1)").check()
    page.get_by_label("First day").fill((agency.week.monday + timedelta(days=7)).isoformat())
    page.get_by_label("Weeks to plan ahead").fill("4")
    page.get_by_label("Curriculum").fill("Urges\nSleep\nMoney")
    for place, day in enumerate(("0", "3")):
        page.locator(f"#id_m{place}-weekday").select_option(day)
        page.locator(f"#id_m{place}-starts").fill("17:00")
        page.locator(f"#id_m{place}-room").select_option(str(agency.rooms[1]))
        page.locator(f"#id_m{place}-lead").select_option(str(agency.staff[1]))
