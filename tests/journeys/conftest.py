"""A real server on a database of its own, and a real browser in front of it.

`server` starts `stepdown serve`; `agency` is the synthetic agency in it; `page` is a Chromium page that reports every
error in its console; `sign_in(role)` signs somebody in through the sign-in page; `someone(role)` is a second person at
a browser of their own; `shot(page, name)` keeps a picture for the manual when STEPDOWN_SHOTS is set, `look(page, name)`
pictures for a person to look at when STEPDOWN_LOOK names a folder.

Everything waits for PATIENCE: a machine that is slow and busy is no fault. A journey waits for what a person sees next,
never for a time, and never for something that passes. What leads to another page is clicked with `follow`, unless the
next thing done works before its scripts have come.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from stepdown.agency.terms import Role
from tests.clock import MORNING, morning
from tests.conftest import url
from tests.factories.agency import PASSWORD, Agency, all_on_call, small_agency, user

CHROMIUM = Path("/usr/bin/chromium")
PICTURES = Path(__file__).resolve().parents[2] / "docs" / "images"
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PATIENCE = 60_000
"""How long anything may take on a slow machine, in ms."""
expect.set_options(timeout=PATIENCE)
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop beside us; our queries are our own


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey needs Chromium; where CI is set, its absence is a failure and not a skip."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker("browser")
            if not CHROMIUM.exists() and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason=f"needs {CHROMIUM}"))


@pytest.fixture(autouse=True)
def clock() -> Iterator[float]:
    """Every journey begins at the same moment, for the server and the browser too. By how many seconds that is off."""
    with morning() as shift:
        yield shift


@pytest.fixture
def now(clock: float) -> datetime:
    """The moment the journey begins."""
    return MORNING


@pytest.fixture
def agency(committed: str, now: datetime) -> Agency:
    """Nine clients in three groups; it is ten in the morning."""
    return small_agency(now, code="Riverside", clients=9, groups=3)


@pytest.fixture
def server(clock: float, committed: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a running server. Indirect parameters are environment variables to add."""
    environment = {
        **os.environ,
        "DATABASE_URL": url(committed, "app"),
        "STEPDOWN_DATA": str(tmp_path),
        "STEPDOWN_SECRET_KEY": "synthetic-key-of-a-test",
        "STEPDOWN_DEMO": "1",
        **getattr(request, "param", {}),
    }
    command = [sys.executable, "-u", "-m", "stepdown.cli.main", "serve", "--port", "0", "--workers", "1"]
    with (tmp_path / "server.log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    patience = threading.Timer(
        PATIENCE / 1000, process.kill
    )  # a server that never says its address must not hang the tests
    patience.start()
    try:
        assert process.stdout is not None
        line = next((line for line in process.stdout if line.startswith("Serving at ")), "")
        assert line, f"the server did not start: {(tmp_path / 'server.log').read_text()[-2000:]}"
        patience.cancel()
        yield "http://" + line.split("://")[-1].removeprefix("Serving at ").strip()
    finally:
        patience.cancel()
        process.terminate()
        process.wait(timeout=PATIENCE / 1000)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one for all journeys: each has a context of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, server: str, clock: float) -> Iterator[Page]:
    """A wide page at the server. It fails at the end when its console showed an error, such as a blocked script."""
    context = browser.new_context(base_url=server, viewport=WIDE, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(f"{{ const now = Date.now; Date.now = () => now() + {clock * 1000:.0f}; }}")
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if _is_error(message.text, message.type) else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def page(browser: Browser, server: str, clock: float) -> Iterator[Page]:
    """The browser of the person whose journey it is."""
    with opened(browser, server, clock) as page:
        yield page


def _is_error(text: str, kind: str) -> bool:
    """A refusal (403, 409, 422, 429) is an answer; the browser's console calls it an error."""
    return kind == "error" and not any(f"status of {code}" in text for code in (403, 409, 422, 429))


@pytest.fixture
def sign_in(agency: Agency, now: datetime, page: Page) -> Callable[[Role], None]:
    """`sign_in(Role.FRONT_DESK)`: through the sign-in page, as somebody of that role at the agency's site, on call."""

    def do(role: Role) -> None:
        email = f"{role.value}@example.org"
        all_on_call(agency, [user(agency, role, now, email=email)], now)
        sign_in_as(page, email, PASSWORD)

    return do


@pytest.fixture
def someone(
    agency: Agency, now: datetime, browser: Browser, server: str, clock: float
) -> Iterator[Callable[[Role], Page]]:
    """`someone(Role.CASE_MANAGER)`: another person, signed in at a browser of their own."""
    with ExitStack() as pages:

        def do(role: Role) -> Page:
            email = f"other.{role.value}@example.org"
            all_on_call(agency, [user(agency, role, now, email=email)], now)
            page = pages.enter_context(opened(browser, server, clock))
            sign_in_as(page, email, PASSWORD)
            return page

        yield do


def sign_in_as(page: Page, email: str, password: str) -> None:
    """Fill in and send the sign-in page, and wait for the answer, whatever it is."""
    page.goto("/account/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()


def follow(page: Page, link: Locator) -> None:
    """Click on what leads to another page, and wait until that page is there and listens to the keyboard and htmx."""
    with page.expect_navigation():
        link.click()


COLOURS_SETTLE = """async () => {
    for (let still = 0; still < 2; still++) {
        for (const fading of document.getAnimations())
            if (fading.playState !== "finished") try { fading.finish(); still = 0; } catch { /* one without end */ }
        await new Promise((drawn) => setTimeout(drawn, 20));
    }
}"""
"""Colours fade to their end at once; inherited ones fade one after the other, so until nothing fades any more."""


def theme(page: Page, name: str) -> None:
    """Show the page in the "light" or the "dark" theme."""
    page.evaluate("name => { document.documentElement.dataset.bsTheme = name }", name)
    page.evaluate(COLOURS_SETTLE)


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it is shown: rule and place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run({resultTypes: ['violations'], preload: false}).then((told) => told.violations)")
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


def accessible(page: Page) -> dict[str, list[str]]:
    """Violations wide in the dark and narrow in the light; each list should be empty.

    The other way round every page is looked at in `test_widths`.
    """
    found = {}
    for size, name in ((WIDE, "dark"), (PHONE, "light")):
        page.set_viewport_size(size)
        theme(page, name)
        found[f"{size['width']} {name}"] = violations(page)
    page.set_viewport_size(WIDE)
    theme(page, "light")
    return found


NONE_FOUND: dict[str, list[str]] = {"1440 dark": [], "390 light": []}


def shot(page: Page, name: str, *, whole: bool = False) -> None:
    """Keep a picture in docs/images when STEPDOWN_SHOTS is set; the manual's pictures come from the tests."""
    if os.environ.get("STEPDOWN_SHOTS"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)


def look(page: Page, name: str) -> None:
    """Pictures of a page in both themes and widths in the folder that STEPDOWN_LOOK names, for a person to look at."""
    folder = os.environ.get("STEPDOWN_LOOK")
    if not folder:
        return
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        for colours in ("light", "dark"):
            theme(page, colours)
            page.screenshot(path=Path(folder) / f"{name}-{size['width']}-{colours}.png", full_page=True)
    page.set_viewport_size(WIDE)
    theme(page, "light")
