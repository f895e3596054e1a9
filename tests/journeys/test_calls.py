"""Calls to make, by keyboard alone: who is missing, on which number it is safe, what may be said; written down, undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from stepdown.agency.terms import Role
from stepdown.people.actions import add_way, end_way
from stepdown.people.models import Way
from stepdown.people.terms import NewWay, WayKind
from tests.factories.agency import BY, Agency
from tests.journeys.conftest import NONE_FOUND, accessible, look, shot

SignIn = Callable[[Role], None]
SAFE, NEVER, UNSAID = 0, 3, 6
"""Places of the three who are missing at ten: how each may be called."""


@pytest.fixture
def rules(agency: Agency, now: datetime) -> None:
    """One may be left a message, one must not be called, of one nothing but the number is known."""
    ways = {
        SAFE: NewWay(WayKind.MOBILE, "202 555 0150", may_leave_message=True, best_times="after six"),
        NEVER: NewWay(WayKind.HOME, "202 555 0160", may_use=False),
    }
    for place, way in ways.items():
        client = agency.clients[place]
        add_way(by=BY, at=now, client=client, way=way)
        for old in Way.objects.filter(client=client).exclude(value__contains=way.value[-4:]):
            end_way(by=BY, at=now, client=client, number=old.pk)


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press a key until something of this name has the focus, as somebody without a mouse does."""
    for _ in range(80):
        page.keyboard.press(key)
        here = page.evaluate(
            "() => { const at = document.activeElement;"
            " return (at.getAttribute('aria-label') || at.textContent).replace(/\\s+/g, ' ').trim(); }"
        )
        if here == name:
            return
    pytest.fail(f"{name} is not reached by {key}")


@pytest.mark.usefixtures("rules")
def test_by_keyboard_alone(agency: Agency, page: Page, sign_in: SignIn) -> None:
    sign_in(Role.FRONT_DESK)
    page.keyboard.press("g")
    page.keyboard.press("p")
    expect(page.get_by_role("heading", name="Calls to make", level=1)).to_be_visible()
    rows = {place: page.locator(f"#client-{agency.clients[place]}") for place in (SAFE, NEVER, UNSAID)}
    for row in rows.values():
        expect(row).to_contain_text("expected at 9:00 am")
    expect(rows[SAFE]).to_contain_text("Best: after six")
    expect(rows[NEVER]).to_contain_text("Do not call")
    expect(rows[NEVER]).not_to_contain_text("0160")
    expect(rows[NEVER].get_by_role("button")).to_have_count(0)
    expect(rows[UNSAID].get_by_role("button", name="Left a message")).to_have_count(0)
    look(page, "calls")
    assert accessible(page) == NONE_FOUND
    shot(page, "calls")

    first, second = (rows[place].get_by_role("heading").get_by_role("link").inner_text() for place in (SAFE, UNSAID))
    tab_to(page, f"Try {first} again")
    page.keyboard.press("ArrowDown")
    tab_to(page, f"Left a message for {first}", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("Written down: left a message.")
    expect(rows[SAFE]).to_contain_text("Left a message")
    expect(rows[SAFE]).to_contain_text("; again")
    tab_to(page, f"Reached {second}")
    page.keyboard.press("Enter")
    expect(page.locator(f".call#client-{agency.clients[UNSAID]}")).to_have_count(0)
    expect(rows[UNSAID]).to_contain_text("Reached")  # among those called today
    look(page, "calls-made")
    tab_to(page, f"Undo Reached, {second}")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("Taken back.")
    expect(rows[UNSAID].get_by_role("button", name=f"Reached {second}")).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator(".call:focus")).to_have_count(1)
    waiting = page.locator(".call").count()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog").get_by_role("heading").nth(1)).to_have_text("Calls to make")
    look(page, "keys")
    assert accessible(page) == NONE_FOUND
    page.keyboard.press("Escape")
    expect(page.locator(".call:focus")).to_have_count(1)
    page.keyboard.press("1")  # one key: reached
    expect(page.locator("#messages")).to_contain_text("Written down: reached.")
    expect(page.locator(".call")).to_have_count(waiting - 1)
    expect(page.locator(".call:focus")).to_have_count(1)
