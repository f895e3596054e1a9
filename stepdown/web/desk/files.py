"""Import & export: tables as CSV files, in and out. What a file says is shown only to who brought it in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from stepdown.transfer import table_csv
from stepdown.transfer.access import MAY_EXPORT_AGENCY, MAY_IMPORT, MAY_MOVE_FILES, may_export, may_import
from stepdown.transfer.imports import orders
from stepdown.transfer.imports.queries import faults_of, run_of, runs_of
from stepdown.transfer.imports.reading import receive
from stepdown.transfer.sheets.catalogue import CHAPTERS, SHEETS
from stepdown.transfer.terms import RunState
from stepdown.web.desk.leaving import as_file
from stepdown.web.desk.pages import DeskRequest, View, page

SHOWN = 200
"""Faults on the page; the rest is in the list to download."""
MOVING = {RunState.WAITING, RunState.CHECKING, RunState.WRITING}


@page(allowed=MAY_MOVE_FILES)
def files(request: DeskRequest) -> HttpResponse:
    """Every table with its columns and what may be done with it, and one's own latest imports. Two queries."""
    by = request.actor
    chapters = [
        (
            name,
            [
                (sheet, by.has_any(may_import(clients=sheet.clients)), by.has_any(may_export(clients=sheet.clients)))
                for sheet in sheets
            ],
        )
        for name, sheets in CHAPTERS.items()
    ]
    context = {
        "section": "settings",
        "chapters": chapters,
        "may_import": by.has_any(MAY_IMPORT),
        "runs": [(run, SHEETS[run.sheet].title) for run in runs_of(by, 10)],
    }
    return render(request, "desk/files.html", context)


@page(allowed=MAY_MOVE_FILES)
def template(request: DeskRequest, table: str) -> HttpResponseBase:
    """A file to begin with."""
    return as_file([table_csv.template_text(table)], f"{table}-template")


@page(allowed=MAY_EXPORT_AGENCY, writes=True)
def export(request: DeskRequest, table: str) -> HttpResponseBase:
    """The whole table; that it was taken out is written down."""
    table_csv.export_table(by=request.actor, at=request.now, table=table)
    return as_file(table_csv.table_text(table), table)


@page(allowed=MAY_IMPORT, writes=True)
def upload(request: DeskRequest) -> HttpResponse:
    """Read the file and order its dry run; the worker does it."""
    file = request.FILES.get("file")
    if file is None:
        return redirect("desk:files")
    table = request.POST.get("table", "")
    run = receive(by=request.actor, at=request.now, table=table, file=file, file_name=file.name or "")
    return redirect("desk:import-run", run)


@page(allowed=MAY_IMPORT)
def import_run(request: DeskRequest, run: int) -> HttpResponse:
    """Where a file stands: how far it is, what is wrong, what can be done next. Three queries."""
    seen = run_of(request.actor, run)
    if request.htmx and seen.state not in MOVING:
        return HttpResponse(headers={"HX-Refresh": "true"})  # what can be done now stands around what was polled
    faults = [
        {"line": fault.line, "column": fault.column, "text": fault.value, "said": fault.problem, "mend": fault.mend}
        for fault in (faults_of(run, SHOWN) if seen.state == RunState.FAULTY else ())
    ]
    context = {
        "section": "settings",
        "run": seen,
        "at": seen.state.value,
        "moving": seen.state in MOVING,
        "sheet": SHEETS[seen.sheet],
        "faults": faults,
        "stopped": seen.state in orders.STOPPED,
    }
    return render(request, "desk/import_run.html", context)


@page(allowed=MAY_IMPORT)
def import_faults(request: DeskRequest, run: int) -> HttpResponseBase:
    """All faults as a CSV file."""
    run_of(request.actor, run)
    return as_file(table_csv.fault_lines(faults_of(run)), "faults")


def _ordering(order: Callable[..., None]) -> View:
    """A page that gives one order about a run, and shows the run again."""

    @page(allowed=MAY_IMPORT, writes=True)
    def give(request: DeskRequest, run: int) -> HttpResponse:
        order(by=request.actor, at=request.now, run=run)
        return redirect("desk:import-run", run)

    return give


write = _ordering(orders.order_writing)
cancel = _ordering(orders.cancel)
resume = _ordering(orders.resume)
check = _ordering(orders.check_again)


@page(allowed=MAY_IMPORT, writes=True)
def discard(request: DeskRequest, run: int) -> HttpResponse:
    """Forget a run."""
    orders.discard(by=request.actor, at=request.now, run=run)
    return redirect("desk:files")
