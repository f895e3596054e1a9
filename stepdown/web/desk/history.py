"""History of one client: what was done about them, by whom and when, and who opened their record, why."""

from __future__ import annotations

from django.http import HttpResponse

from stepdown.audit import queries as audit
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_HISTORY
from stepdown.web.desk.chart import open_chart
from stepdown.web.desk.pages import DeskRequest, page


@page(allowed=MAY_SEE_HISTORY)
def history(request: DeskRequest, client: int) -> HttpResponse:
    """The client's history. Opening it is recorded too, and stands in it."""
    chart = open_chart(request, client)
    context = {
        "entries": audit.entries_about(client),
        "reads": audit.reads_of(client),
        "passes": people.passes_of(client),
    }
    return chart.page("desk/client_history.html", context)
