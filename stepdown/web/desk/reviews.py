"""Reviews due: what a utilization reviewer does this week. Nothing here ever takes an hour from a client."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from stepdown.coverage.access import MAY_SEE_COVERAGE
from stepdown.kernel.week import Week
from stepdown.ledger import queries as ledger
from stepdown.ledger.access import MAY_SEE_LEDGER
from stepdown.ledger.queries import Line
from stepdown.web.desk.pages import DeskRequest, page


@page(allowed=MAY_SEE_LEDGER & MAY_SEE_COVERAGE)
def reviews(request: DeskRequest) -> HttpResponse:
    """Everybody at the site with an authorization to see to, what is due first on top. Nine queries for the lines."""
    week = Week.of(request.now, request.site.time_zone)
    lines = ledger.board(request.actor, site=request.site.id, week=week, now=request.now)
    due = sorted((line for line in lines if line.review), key=_first)
    context = {"lines": due, "people": len(lines), "today": week.day_near(request.now), "section": "ledger"}
    return render(request, "desk/reviews.html", context)


def _first(line: Line) -> tuple[date, str]:
    return min((item.day or date.min for item in line.review), default=date.max), line.name
