"""Tables come in through the browser: thousands of rows with progress, cancelled, gone on with; and every kind of fault.

The worker is a process of its own, as in life. 4,000 rows show what 100,000 do, which `make bench` imports each time;
STEPDOWN_IMPORT_ROWS=100000 makes this journey as long.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from stepdown.agency.terms import Role
from stepdown.people.actions import register_clients
from stepdown.people.models import Client
from stepdown.people.terms import NewClient
from tests.conftest import url
from tests.factories.agency import BY, Agency
from tests.journeys.conftest import NONE_FOUND, PATIENCE, accessible, look, shot

ROWS = int(os.environ.get("STEPDOWN_IMPORT_ROWS", "4000"))
PATIENCE_A_FILE = PATIENCE * max(1, ROWS // 4000)
"""How long a whole file may take, in ms."""
HEAD = "record_number,site,legal_name,used_name,languages,date_of_birth,synthetic\n"
SignIn = Callable[[Role], None]


@pytest.fixture
def worker(committed: str, tmp_path: Path) -> Iterator[None]:
    """`stepdown worker` on the same database."""
    environment = {
        **os.environ,
        "DATABASE_URL": url(committed, "app"),
        "STEPDOWN_DATA": str(tmp_path),
        "STEPDOWN_SECRET_KEY": "synthetic-key-of-a-test",
    }
    command = [sys.executable, "-u", "-m", "stepdown.cli.main", "worker"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("working")
        yield
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE / 1000)


def clients(path: Path, rows: int) -> Path:
    lines = (f"SYN-{n:06},Riverside,Synthetic {n},Synthetic {n},en,1990-01-31,yes\n" for n in range(rows))
    path.write_text(HEAD + "".join(lines), encoding="utf-8")
    return path


def upload(page: Page, table: str, file: Path) -> None:
    page.goto("/settings/files/")
    page.get_by_label("Table", exact=True).select_option(label=table)
    page.get_by_label("CSV file").set_input_files(file)
    page.get_by_role("button", name="Upload and check").click()


@contextmanager
def somebody_writes(client: str, now: datetime, site: int) -> Iterator[None]:
    """Somebody else is about to register a client of this record number: whoever comes to it waits for them.

    So a file stays at the rows before it for as long as the test looks, on a fast machine as on a slow one.
    """
    row = NewClient(site, client, "Somebody Else", "Somebody Else", ("en",), synthetic=True)
    with transaction.atomic():
        register_clients(by=BY, at=now, clients=[row])
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("worker")
def test_thousands_of_rows_cancelled_gone_on_with_and_written(
    page: Page, agency: Agency, sign_in: SignIn, tmp_path: Path, now: datetime
) -> None:
    before = Client.objects.count()
    sign_in(Role.PROGRAM_DIRECTOR)
    now_shown = page.locator("#run-now")
    with somebody_writes(f"SYN-{ROWS // 2 + 10:06}", now, agency.site):
        upload(page, "Clients", clients(tmp_path / "synthetic-clients.csv", ROWS))
        expect(now_shown).to_contain_text(f"{ROWS // 2:,} of {ROWS:,}", timeout=PATIENCE_A_FILE)
        look(page, "import-running")
        page.get_by_role("button", name="Cancel").click()
        expect(now_shown).to_contain_text("Stopping after the rows in hand")
    expect(now_shown).to_contain_text(f"Cancelled after {ROWS // 2 + 1000:,} of {ROWS:,} rows")
    assert Client.objects.count() == before

    page.get_by_role("button", name="Go on").click()
    expect(now_shown).to_contain_text(f"No fault: {ROWS:,} new rows", timeout=PATIENCE_A_FILE)
    page.get_by_role("button", name=f"Write {ROWS:,} rows").click()
    expect(page.get_by_role("button", name=f"Write {ROWS:,} rows")).to_have_count(0)
    page.goto("/today/")  # the tab may be closed: the worker goes on
    page.goto("/settings/files/")
    page.get_by_role("link", name="synthetic-clients.csv").click()
    expect(now_shown).to_contain_text(f"{ROWS:,} rows written", timeout=PATIENCE_A_FILE)
    assert Client.objects.count() == before + ROWS

    upload(page, "Clients", tmp_path / "synthetic-clients.csv")
    expect(now_shown).to_contain_text(f"All {ROWS:,} rows are here already", timeout=PATIENCE_A_FILE)
    assert accessible(page) == NONE_FOUND


STANDS = ("legal_name", "used_name", "languages")
FAULTY = (
    HEAD
    + "SYN-1,Riverside,Synthetic One,Synthetic One,en,31.1.1990,yes\n"
    + "SYN-2,Riverside,,Synthetic Two,en,,perhaps\n"
    + "SYN-3,Nowhere,Synthetic Three,Synthetic Three,en,,yes\n"
    + "SYN-4,Riverside,Synthetic Four\n"
    + 'SYN-5,Riverside,"Synthetic" Five,Synthetic Five,en,,yes\n'
    + "SYN-6,Riverside,Synthetic Six,Synthetic Six,en,,yes\n"
    + "SYN-6,Riverside,Synthetic Six,Synthetic Six,en,,yes\n"
    + "Riverside-0001,Riverside,Somebody Else,Somebody Else,en,,yes\n"
    + "SYN-7,Riverside,Synthetic \N{REPLACEMENT CHARACTER},Synthetic Seven,en,,yes\n"
)


@pytest.mark.usefixtures("worker")
def test_every_kind_of_fault_is_told_mended_and_the_file_written(
    page: Page, agency: Agency, sign_in: SignIn, tmp_path: Path
) -> None:
    before = Client.objects.count()
    sign_in(Role.PROGRAM_DIRECTOR)
    file = tmp_path / "synthetic-faults.csv"
    file.write_text(FAULTY, encoding="utf-8")
    upload(page, "Clients", file)
    expect(page.locator("#run-now")).to_contain_text("Has faults")
    lines = page.get_by_role("table").locator("tbody tr")
    told = [(row.locator("th").inner_text(), row.locator("td").all_inner_texts()) for row in lines.all()]
    assert [(line.removeprefix("Line "), cells[0], cells[2]) for line, cells in told] == [
        ("2", "date_of_birth", "This is no day of the calendar."),
        ("3", "legal_name", "This cell is empty."),
        ("3", "synthetic", "This is neither yes nor no."),
        ("4", "site", "Nothing here has this name."),
        ("5", "–", "This row has 3 cells; the header has 7."),  # noqa: RUF001  a dash on the page
        ("6", "–", "A quote is not closed, or stands in the middle of a cell."),  # noqa: RUF001
        ("8", "record_number", "Line 7 names the same (record_number)."),
        *(("9", column, "This is here already, with another value.") for column in STANDS),
        ("10", "legal_name", "A character was lost: the file is not UTF-8."),
    ]
    assert accessible(page) == NONE_FOUND
    shot(page, "import-faults", whole=True)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all faults").click()
    assert download.value.path().read_text("utf-8-sig").count("\n") == len(told) + 1
    assert Client.objects.count() == before

    file.write_text(HEAD + FAULTY.splitlines()[6] + "\n", encoding="utf-8")
    page.get_by_role("link", name="Upload the mended file").click()
    upload(page, "Clients", file)
    page.get_by_role("button", name="Write 1 row").click()
    expect(page.locator("#run-now")).to_contain_text("1 row written.")
    assert Client.objects.count() == before + 1


def test_the_page_of_all_tables(page: Page, agency: Agency, sign_in: SignIn) -> None:
    sign_in(Role.PROGRAM_DIRECTOR)
    page.goto("/settings/files/")
    assert accessible(page) == NONE_FOUND
    with page.expect_download() as download:
        page.get_by_role("button", name="Export Rooms").click()
    text = download.value.path().read_text("utf-8-sig")
    assert text.splitlines()[:2] == ["site,code,name,capacity,virtual,active", "Riverside,R0,Room 1,40,no,yes"]
