"""History of one client: what was done about them, by whom and when, and who opened their record."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from stepdown.audit import queries as audit
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_HISTORY
from stepdown.web.desk.pages import DeskRequest, opened_chart, page


@page(allowed=MAY_SEE_HISTORY)
def history(request: DeskRequest, client: int) -> HttpResponse:
    """The client's history, as a part of their page for htmx, else a page of its own. Opening it is recorded too."""
    face = people.face(request.actor, client)
    opened_chart(request, client)
    context = {
        "client": client,
        "face": face,
        "entries": audit.entries_about(client),
        "reads": audit.reads_of(client),
        "section": "clients",
    }
    return render(request, "desk/_client_history.html" if request.htmx else "desk/client_history.html", context)
