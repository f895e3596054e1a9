"""The circle of one client: the people around them and how it is safe to reach them, and who cares for them here."""

from __future__ import annotations

from django.http import HttpResponse

from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.web.desk.chart import open_chart
from stepdown.web.desk.pages import DeskRequest, page


@page(allowed=MAY_SEE_CLIENTS)
def circle(request: DeskRequest, client: int) -> HttpResponse:
    """Everybody in the circle, by name, and the care team over time."""
    chart = open_chart(request, client)
    context = {"contacts": people.circle_of(request.actor, client), "team": people.care_team_of(client)}
    return chart.page("desk/client_circle.html", context)
