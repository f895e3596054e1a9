"""Import & export: a file from upload to written, its faults, what each role is offered, and who sees a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stepdown.agency.terms import Role
from stepdown.audit import queries as audit
from stepdown.audit.models import Entry
from stepdown.people.models import Client as Person
from stepdown.transfer.models import ImportFault, ImportRun
from stepdown.transfer.sheets.catalogue import SHEETS
from stepdown.transfer.terms import Task
from tests.laws.raw_values import raw_values
from tests.pages.conftest import Town
from tests.pages.reading import said

SignedIn = Callable[[Role], Client]
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
HEAD = "site,first_day,last_day,reason\n"


def sent(browser: Client, text: str, table: str = "closures") -> HttpResponse:
    file = SimpleUploadedFile("synthetic.csv", text.encode())
    return browser.post("/settings/files/upload/", {"table": table, "file": file})


def run_page(browser: Client, **facts: object) -> tuple[int, HttpResponse]:
    """The page of the latest run, brought into a state as the worker would."""
    run = ImportRun.objects.first()
    assert run is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('stepdown.action', 'x', true), set_config('stepdown.actor', 'x', true)")
        cursor.execute(
            "SELECT set_config('pghistory.context_id', '00000000-0000-0000-0000-000000000001', true),"
            " set_config('pghistory.context_metadata', '{}', true)"
        )
        ImportRun.objects.filter(pk=run.pk).update(**facts)
    return run.pk, browser.get(f"/settings/files/runs/{run.pk}/")


def test_an_upload_is_read_and_handed_to_the_worker(town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.PROGRAM_DIRECTOR)
    answer = sent(browser, HEAD + "R,2026-12-24,2026-12-24,Eve\n")
    run = ImportRun.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/settings/files/runs/{run.pk}/")
    assert [(message.kind, message.payload) for message in audit.waiting()] == [("import_run", {"run": run.pk})]
    assert (run.rows, run.faults, run.file_name, run.staged.get().cells) == (
        1,
        0,
        "synthetic.csv",
        ["R", "2026-12-24", "2026-12-24", "Eve"],
    )


STATES: dict[str, tuple[dict[str, object], list[str], str]] = {
    "waiting": ({}, ["Cancel"], "1 row read. The check begins as soon as the worker is free."),
    "checked": (
        {"taken_at": NOW, "ended_at": NOW, "added": 1, "done": 1},
        ["Write 1 row", "Discard"],
        "No fault: 1 new row. Nothing is written yet.",
    ),
    "here already": (
        {"taken_at": NOW, "ended_at": NOW, "same": 1, "done": 1},
        ["Discard"],
        "Its one row is here already. There is nothing to write.",
    ),
    "several here already": (
        {"taken_at": NOW, "ended_at": NOW, "same": 1200, "done": 1200, "rows": 1200},
        ["Discard"],
        "All 1,200 rows are here already. There is nothing to write.",
    ),
    "a header only": (
        {"taken_at": NOW, "ended_at": NOW, "rows": 0},
        ["Discard"],
        "The file has a header and no rows under it. There is nothing to write.",
    ),
    "written": (
        {"task": Task.WRITE, "taken_at": NOW, "ended_at": NOW, "added": 1},
        ["Remove from the list"],
        "1 row written.",
    ),
    "faulty": (
        {"taken_at": NOW, "ended_at": NOW, "faults": 3},
        ["Check again", "Discard"],
        "3 faults in 1 row. Nothing is written.",
    ),
    "cancelled": ({"cancelled_at": NOW}, ["Go on", "Discard"], "Cancelled after 0 of 1 rows."),
    "interrupted": ({"taken_at": NOW}, ["Go on", "Discard"], "It goes on by itself within a minute, or now."),
    "stopped": ({"taken_at": NOW, "ended_at": NOW, "problem": "busy"}, ["Go on", "Discard"], "Others were writing"),
}


@pytest.mark.parametrize("name", STATES)
def test_what_a_run_says_and_offers(town: Town, signed_in: SignedIn, name: str) -> None:
    facts, buttons, sentence = STATES[name]
    browser = signed_in(Role.PROGRAM_DIRECTOR)
    sent(browser, HEAD + "R,2026-12-24,2026-12-24,Eve\n")
    _, page = run_page(browser, **facts)
    offered = [text for text in said(page, "button") if text in {b for _, bs, _ in STATES.values() for b in bs}]
    assert offered == buttons
    assert sentence in " ".join(said(page, "p"))
    assert raw_values(page.content.decode().partition('id="run"')[2].partition("</main>")[0]) == []


def test_while_it_moves_the_page_asks_again_and_then_is_told_to_reload(town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.PROGRAM_DIRECTOR)
    sent(browser, HEAD + "R,2026-12-24,2026-12-24,Eve\n")
    run, page = run_page(browser)
    assert b'hx-trigger="every 1s"' in page.content
    run_page(browser, taken_at=NOW, ended_at=NOW)
    polled = browser.get(f"/settings/files/runs/{run}/", headers={"HX-Request": "true"})
    assert (polled["HX-Refresh"], polled.content) == ("true", b"")


def test_faults_are_shown_and_downloaded_whole(town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.PROGRAM_DIRECTOR)
    sent(browser, HEAD + "=1+1\n" + "short\n" * 299)
    assert ImportFault.objects.count() == 300
    run, page = run_page(browser, taken_at=NOW, ended_at=NOW)
    assert len(said(page, "tr")) == 1 + 200
    assert "The first 200 of 300 are shown; the download has them all." in page.content.decode()
    lines = browser.get(f"/settings/files/runs/{run}/faults/").getvalue().decode("utf-8-sig").splitlines()
    assert (len(lines), lines[0]) == (301, "line,column,value,problem,mend")


def test_a_header_fault_is_there_at_once(town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.PROGRAM_DIRECTOR)
    sent(browser, "sites\n")
    _, page = run_page(browser, taken_at=NOW, ended_at=NOW)
    assert said(page, "td")[:4] == ["sites", "sites", "There is no column of this name.", "Perhaps site is meant."]


ORDERS = ["cancel", "discard"]


@pytest.mark.parametrize("order", ORDERS)
def test_an_order_is_given_and_leads_back(town: Town, signed_in: SignedIn, order: str) -> None:
    browser = signed_in(Role.ADMINISTRATOR)
    sent(browser, HEAD)
    run = ImportRun.objects.get().pk
    answer = browser.post(f"/settings/files/runs/{run}/{order}/")
    there = {"cancel": f"/settings/files/runs/{run}/", "discard": "/settings/files/"}[order]
    assert (answer.status_code, answer["Location"]) == (302, there)
    assert ImportRun.objects.filter(cancelled_at=None).count() == 0


def test_what_can_not_be_written_yet_is_refused_in_a_sentence(town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.ADMINISTRATOR)
    sent(browser, HEAD)
    answer = browser.post(f"/settings/files/runs/{ImportRun.objects.get().pk}/write/")
    assert answer.status_code == 409
    assert b"This file is being worked on at this moment." in answer.content


def test_a_file_is_seen_by_nobody_else(town: Town, signed_in: SignedIn) -> None:
    sent(signed_in(Role.ADMINISTRATOR), HEAD)
    run = ImportRun.objects.get().pk
    other = signed_in(Role.PROGRAM_DIRECTOR)
    assert other.get(f"/settings/files/runs/{run}/").status_code == 404
    assert other.get(f"/settings/files/runs/{run}/faults/").status_code == 404
    assert b"synthetic.csv" not in other.get("/settings/files/").content


def test_an_administrator_is_offered_no_table_of_clients(town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.ADMINISTRATOR)
    page = browser.get("/settings/files/").content.decode()
    offered = {sheet.name for sheet in SHEETS.values() if f'<option value="{sheet.name}"' in page}
    assert offered == {sheet.name for sheet in SHEETS.values() if not sheet.clients}
    assert sent(browser, "record_number\n", "clients").status_code == 403
    assert browser.post("/settings/files/clients/export/").status_code == 403


def test_compliance_takes_tables_out_and_brings_none_in(town: Town, signed_in: SignedIn) -> None:
    browser = signed_in(Role.COMPLIANCE)
    assert b"Bring a file in" not in browser.get("/settings/files/").content
    before = Entry.objects.filter(action="transfer.export_table").count()
    answer = browser.post("/settings/files/clients/export/")
    lines = answer.getvalue().decode().splitlines()
    assert (
        lines[0]
        == "\ufeffrecord_number,site,legal_name,used_name,pronouns,languages,interpreter,date_of_birth,synthetic"
    )
    assert len(lines) == 1 + Person.objects.count()
    assert answer["Content-Disposition"] == 'attachment; filename="clients.csv"'
    assert Entry.objects.filter(action="transfer.export_table").count() == before + 1


def test_a_template(town: Town, signed_in: SignedIn) -> None:
    answer = signed_in(Role.ADMINISTRATOR).get("/settings/files/series/template/")
    assert answer.getvalue().decode("utf-8-sig") == "code,name\nrelapse,Relapse prevention\n"
    assert signed_in(Role.ADMINISTRATOR).get("/settings/files/nothing/template/").status_code == 409


def test_nothing_chosen_leads_back(town: Town, signed_in: SignedIn) -> None:
    answer = signed_in(Role.ADMINISTRATOR).post("/settings/files/upload/", {"table": "sites"})
    assert (answer.status_code, answer["Location"]) == (302, "/settings/files/")


@pytest.mark.parametrize("files", [1, 12])
def test_as_many_queries_for_many_files_as_for_one(town: Town, signed_in: SignedIn, files: int) -> None:
    browser = signed_in(Role.PROGRAM_DIRECTOR)
    for _ in range(files):
        sent(browser, HEAD)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get("/settings/files/").status_code == 200
    assert len([query for query in captured if "set_config" not in query["sql"]]) <= 8
