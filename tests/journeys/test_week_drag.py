"""Dragging on the week board: what stands in the way is told before the drop; mouse, long press, and the keyboard's way."""

# ruff: noqa: RUF001 — spans of time are written with an en dash
from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from stepdown.agency.terms import Role
from stepdown.schedule.actions.setup import set_availability
from stepdown.schedule.terms import Hours
from tests.factories.agency import BY, Agency
from tests.journeys.conftest import shot

MAY_OVERRIDE = "A program director or clinical supervisor may override this."
SignIn = Callable[[Role], None]


@pytest.fixture
def day(agency: Agency, now: datetime, page: Page, sign_in: SignIn) -> Callable[[str, Role], Page]:
    """`day("rooms", Role.FRONT_DESK)`: today's board. Everybody can come at any time, but the first only after one."""
    any_time = {client: [Hours(day, 0, 1440) for day in range(7)] for client in agency.clients}
    any_time[agency.clients[0]] = [Hours(day, 13 * 60, 1440) for day in range(7)]
    set_availability(by=BY, at=now, hours=any_time)

    def show(view: str, role: Role) -> Page:
        sign_in(role)
        page.goto(f"/week/?view={view}&day={agency.today}")
        page.wait_for_load_state("networkidle")
        return page

    return show


def take(page: Page, block: Locator) -> None:
    """Press on a session near its upper edge, and begin to move."""
    block.scroll_into_view_if_needed()
    box = block.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] + 14, steps=3)


def over(page: Page, lane: str, minute: int) -> None:
    """Move what is held over a lane's place at `minute`, and wait until the server has said what stands there."""
    x, y = page.evaluate(
        """([lane, minute]) => {
            const hours = document.querySelector(`[data-lane-name="${lane}"] [data-hours]`), box = hours.getBoundingClientRect();
            const { begins, till } = hours.closest("[data-board]").dataset;
            return [box.x + box.width / 2, box.y + 4 + (minute - begins) / (till - begins) * box.height];
        }""",
        [lane, minute],
    )
    page.mouse.move(x, y, steps=6)


def ghost(page: Page) -> Locator:
    return page.locator(".ghost")


def reasons(page: Page) -> list[str]:
    return plain(page.locator(".ghost li"))


def plain(lines: Locator) -> list[str]:
    """Their texts, spaces run together."""
    return [" ".join(text.split()) for text in lines.all_inner_texts()]


def named(agency: Agency, leader: int) -> str:
    from stepdown.agency.models import StaffMember

    return StaffMember.objects.get(pk=agency.staff[leader]).name


def test_refused_with_every_reason_before_the_drop_then_dropped_where_it_fits_and_undone(
    agency: Agency, day: Callable[[str, Role], Page]
) -> None:
    page = day("clinicians", Role.FRONT_DESK)
    other = named(agency, 1)
    block = page.get_by_role("link", name="Individual counselling")
    take(page, block)
    over(page, other, 11 * 60 + 15)
    expect(ghost(page)).to_have_attribute("data-state", "stop")
    expect(ghost(page)).to_contain_text("11:15 am – 12:05 pm")
    told = reasons(page)
    assert told == [
        f"{other} leads Process group then, 11:15 am – 12:45 pm.",
        "One client said they can't come at that time. Meadow Valley " + MAY_OVERRIDE,
    ]
    shot(page, "week-drag-refused")
    page.mouse.up()
    dialog = page.locator("#modal")
    expect(dialog.locator("[data-blockers] li")).to_have_count(len(told))
    assert plain(dialog.locator("[data-blockers] li")) == told
    expect(dialog.get_by_label("Starts at")).to_have_value(str(11 * 60 + 15))
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    take(page, block)
    over(page, other, 15 * 60)
    expect(ghost(page)).to_have_attribute("data-state", "free")
    shot(page, "week-drag")
    page.mouse.up()
    toasts = page.locator("#toasts")
    expect(toasts).to_contain_text(f"3:00 – 3:50 pm, led by {other}.")
    expect(page.locator("#modal")).to_be_hidden()
    toasts.get_by_role("button", name="Undo").click()
    expect(toasts).to_contain_text("2:00 – 2:50 pm.")


def test_escape_leaves_it_and_a_supervisor_is_asked_for_the_reason(
    agency: Agency, day: Callable[[str, Role], Page]
) -> None:
    page = day("clinicians", Role.CLINICAL_SUPERVISOR)
    leader = named(agency, 0)
    block = page.get_by_role("link", name="Individual counselling")
    take(page, block)
    over(page, leader, 12 * 60)
    expect(ghost(page)).to_have_attribute("data-state", "over")
    page.keyboard.press("Escape")
    expect(ghost(page)).to_have_count(0)
    page.mouse.up()
    expect(page.locator("#modal")).to_be_hidden()
    expect(block).to_contain_text("2:00 – 2:50 pm")
    take(page, block)
    over(page, leader, 12 * 60)
    expect(ghost(page)).to_have_attribute("data-state", "over")
    page.mouse.up()
    dialog = page.locator("#modal")
    dialog.get_by_label("Reason for moving it all the same").fill("Their class was called off")
    dialog.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator("#toasts")).to_contain_text("12:00 – 12:50 pm")


def test_by_keyboard_alone(agency: Agency, day: Callable[[str, Role], Page]) -> None:
    page = day("rooms", Role.FRONT_DESK)
    page.locator("[data-slot][tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-slot]:focus")).to_contain_text("Process group")
    page.keyboard.press("m")
    dialog = page.locator("#modal")
    expect(dialog.get_by_label("Day")).to_be_focused()
    page.keyboard.press("Tab")
    with page.expect_response(lambda response: response.url.endswith("/move/check/")):
        dialog.get_by_label("Starts at").select_option(str(16 * 60))
    expect(dialog.locator("#move-check")).to_contain_text("Nothing stands in the way")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(dialog.get_by_role("button", name="Move", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("4:00 – 5:30 pm, in Room 2")


def test_over_the_whole_week_to_another_room(agency: Agency, day: Callable[[str, Role], Page]) -> None:
    page = day("rooms", Role.FRONT_DESK)
    page.goto("/week/")
    page.wait_for_load_state("networkidle")
    take(page, page.get_by_role("link", name="Process group"))
    box = page.locator(f"[data-lane-name='Room 3'][data-day='{agency.today}']").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 12, steps=6)
    expect(ghost(page)).to_contain_text("11:15 am – 12:45 pm")
    expect(ghost(page)).to_have_attribute("data-state", "free")
    page.mouse.up()
    expect(page.locator("#toasts")).to_contain_text("in Room 3")
