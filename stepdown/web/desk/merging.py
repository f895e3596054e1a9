"""Two records that may be about one person: looked at side by side, made one, and that taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from stepdown.audit.terms import NotFound
from stepdown.journey import actions
from stepdown.people import queries as people
from stepdown.people.access import MAY_MERGE
from stepdown.web.desk.chart import open_chart
from stepdown.web.desk.pages import DeskRequest, number, page, typed


@page(allowed=MAY_MERGE)
def duplicates(request: DeskRequest, client: int) -> HttpResponse:
    """Who may be the same person, or whoever a POST with `q` finds; and what was merged, to take it back."""
    chart = open_chart(request, client)
    wanted = typed(request.POST.get("q", ""))
    found = people.find(request.actor, wanted) if wanted else ()
    context = {
        "found": [row for row in found if row[0] != client],
        "typed": wanted,
        "alike": people.duplicates_on_record(request.actor, client),
        "merges": people.merges_of(request.actor, client),
    }
    return chart.page("desk/client_duplicates.html", context)


@page(allowed=MAY_MERGE, writes=True)
def merge(request: DeskRequest, client: int) -> HttpResponse:
    """Merge the record `duplicate` into this one; every row moves, or none does."""
    duplicate = number(request.POST.get("duplicate", ""))
    if duplicate is None:
        raise NotFound
    actions.merge_clients(by=request.actor, at=request.now, kept=client, duplicate=duplicate)
    messages.success(request, "Merged. Everything of the other record is here now; below you can take it back.")
    return redirect("desk:client-duplicates", client)


@page(allowed=MAY_MERGE, writes=True)
def undo(request: DeskRequest, merge: int) -> HttpResponse:
    """Take a merge back."""
    kept, _, _ = people.merge_of(merge)
    actions.undo_merge(by=request.actor, at=request.now, merge=merge)
    messages.success(request, "Taken back. Each record has again what it had.")
    return redirect("desk:client-duplicates", kept)
