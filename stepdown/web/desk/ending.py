"""Consents that end soon: whom to ask before the day, so that nobody is cut off who did not mean to be."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render

from stepdown.consent import queries as consent
from stepdown.consent.access import MAY_SIGN
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.policy.queries import value_on
from stepdown.policy.terms import Scope
from stepdown.web.desk.pages import DeskRequest, page


@page(allowed=MAY_SIGN & MAY_SEE_CLIENTS)
def ending(request: DeskRequest) -> HttpResponse:
    """Every consent of the site's clients that ends within the days of policy, the first to end on top."""
    days = value_on("consent.ends_soon", Scope(request.site.jurisdiction), request.today)
    until = request.now + timedelta(days=int(days.value) if days else 0)
    rows = consent.ending(request.actor, request.site.id, at=request.now, until=until)
    return render(request, "desk/ending.html", {"rows": rows, "days": days, "section": "clients"})
