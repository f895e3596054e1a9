"""Files on their way out: whole or none, nothing read once the first byte has left, no formula, a name that tells nothing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from stepdown.agency.terms import Role
from stepdown.transfer.sheets.catalogue import SHEETS
from tests.clock import MORNING
from tests.factories.agency import small_agency, user
from tests.pages.conftest import BACKEND, FAST, Town
from tests.pages.permissions import PAGES
from tests.pages.test_permissions import opened
from tests.security.malice import born_at_no_time

SignedIn = Callable[[Role], Client]
TAKEN_OUT = re.compile(r'attachment; filename="[a-z_]+(-[a-z0-9-]+)?\.(csv|pdf|zip)"')
FORMULA = tuple("=+-@\t\r")


def is_safe_file(response: HttpResponseBase) -> bool:
    """Whether it is a file; fails where it is one that should not leave so."""
    told = response.headers.get("Content-Disposition", "")
    if not told:
        return False
    with CaptureQueriesContext(connection) as read:
        content = b"".join(response)  # type: ignore[arg-type]
    assert (len(read), response.headers["Content-Length"]) == (0, str(len(content)))
    assert TAKEN_OUT.fullmatch(told), told
    if not told.endswith('.csv"'):
        return True
    text = content.decode()
    cells = [cell for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) for cell in row]
    assert [cell for cell in cells if cell.startswith(FORMULA)] == []
    return True


FILES = {
    "desk:export-clients",
    "desk:export-ledger",
    "desk:export-retention",
    "desk:export-table",
    "desk:file-template",
    "desk:make-record",
    "desk:print-sheets",
}


def test_every_file_a_page_hands_out(town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.PROGRAM_DIRECTOR)
    found = set()
    for page in PAGES:
        if Role.PROGRAM_DIRECTOR in page.allowed:
            with transaction.atomic():
                found |= {page.name} if is_safe_file(opened(browser, page, town.here)) else set()
                transaction.set_rollback(True)
    assert found == FILES


@pytest.mark.parametrize("table", SHEETS)
def test_every_table(table: str, town: Town, signed_in: SignedIn) -> None:
    assert is_safe_file(signed_in(Role.PROGRAM_DIRECTOR).post(f"/settings/files/{table}/export/"))


def test_one_that_fails_half_way_is_none(committed: str, settings: Settings) -> None:
    """Sent while it was read, it ended at the client who could not be read, and looked complete."""
    for name, value in FAST.items():
        setattr(settings, name, value)
    agency = small_agency(MORNING)
    born_at_no_time(committed, agency.clients[-1])
    browser = Client(raise_request_exception=False)
    browser.force_login(get_user_model().objects.get(pk=user(agency, Role.PROGRAM_DIRECTOR, MORNING)), backend=BACKEND)
    answer = browser.post("/settings/files/clients/export/")
    assert (answer.status_code, b"Meadow" in answer.content) == (500, False)
