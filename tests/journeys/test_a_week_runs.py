"""From a file to minutes: an imported week, its board, a day of people in and out, one undone, the ledger.

The week is last week, so that its days are over whatever weekday it is; people are written down from the sign-in
sheet. Taps at the door of a running day are in `test_today.py`, moves of the coming week in `test_week.py`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from stepdown.agency.actions import hire, make_sign_in
from stepdown.agency.models import Site
from stepdown.agency.terms import NewStaff, Role
from stepdown.session.models import Segment, Visit
from tests.conftest import url
from tests.factories.agency import PASSWORD
from tests.journeys.conftest import sign_in_as
from tests.journeys.test_week import BY, DIRECTOR, FILE

pytestmark = pytest.mark.skipif(not FILE.exists(), reason=f"needs the example week {FILE.name} (STEPDOWN_SHARED)")
COMING = 3
"""How many people are written down."""


@pytest.fixture
def monday(committed: str, now: datetime, tmp_path: Path) -> date:
    """Last Monday; the file is brought in by the command, as an operator does."""
    first = now.date() - timedelta(days=now.weekday() + 7)
    command = [sys.executable, "-m", "stepdown.cli.main", "import", str(FILE), "--monday", str(first)]
    environment = {**os.environ, "DATABASE_URL": url(committed, "app"), "STEPDOWN_DATA": str(tmp_path)}
    done = subprocess.run(
        [*command, "--time-zone", "America/Chicago"], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr, "111 clients" in done.stdout) == (0, "", True)
    site = Site.objects.get(virtual=False)
    (member,) = hire(by=BY, at=now, staff=[NewStaff("Synthetic director", site.pk, ("en",), (Role.PROGRAM_DIRECTOR,))])
    make_sign_in(by=BY, at=now, email=DIRECTOR, password=PASSWORD, name="Synthetic", staff=member, demo=True)
    return first


def test_from_a_file_to_minutes(monday: date, page: Page) -> None:
    sign_in_as(page, DIRECTOR, PASSWORD)
    page.goto(f"/week/?monday={monday}")
    assert page.locator("[data-slot]").count() > 100
    page.goto(f"/today/?day={monday + timedelta(days=1)}")
    names = [name.removeprefix("Record visit of ") for name in _record_links(page)[:COMING]]
    for name in names:
        page.get_by_role("link", name=f"Record visit of {name}").first.click()
        dialog = page.locator("#modal")
        dialog.get_by_label("They came at").fill("08:00")
        dialog.get_by_label("They left at").fill("21:30")
        dialog.get_by_role("button", name="Record", exact=True).click()
        expect(dialog).to_be_hidden()
        expect(page.get_by_role("link", name=f"Record visit of {name}")).to_have_count(0)
    counted = {name: _minutes(page, monday, name) for name in names}
    assert all(minutes > 0 for minutes in counted.values())
    page.goto(f"/today/?day={monday + timedelta(days=1)}")
    page.get_by_role("link", name=f"Take the visit of {names[0]} back").first.click()
    dialog = page.locator("#modal")
    dialog.get_by_label("Reason").fill("Signed on the wrong line of the sheet")
    dialog.get_by_role("button", name="Take it back").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("link", name=f"Record visit of {names[0]}").first).to_be_visible()
    assert _minutes(page, monday, names[0]) == 0
    assert _minutes(page, monday, names[1]) == counted[names[1]]
    assert (Visit.objects.filter(undone_at=None).count(), Visit.objects.count()) == (COMING - 1, COMING)
    attended = Segment.objects.filter(undone_at=None).values_list("period", flat=True)
    in_database = sum(int((span.upper - span.lower).total_seconds()) // 60 for span in attended)
    assert in_database == sum(minutes for name, minutes in counted.items() if name != names[0])


def _record_links(page: Page) -> list[str]:
    """The accessible names of the links that record a visit, each person once, in the order of the page."""
    texts = page.get_by_role("link", name="Record visit of").all_inner_texts()
    return list(dict.fromkeys(" ".join(text.split()) for text in texts))


def _minutes(page: Page, monday: date, name: str) -> int:
    """What the ledger says this person attended that week."""
    page.goto(f"/ledger/?monday={monday}")
    row = page.locator(".ledger-table tbody tr").filter(has_text=name)
    hours, _, minutes = row.locator("td[data-label='Attended']").inner_text().partition(":")
    return int(hours) * 60 + int(minutes)
