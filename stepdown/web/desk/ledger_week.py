"""One line of the ledger opened: the client's week day by day, what is to be done, and the make-ups that fit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from stepdown.audit.terms import Obstacle, Refused
from stepdown.kernel.week import Week
from stepdown.ledger import queries as ledger
from stepdown.ledger.access import MAY_SEE_LEDGER
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.schedule.access import MAY_BOOK
from stepdown.schedule.actions.booking import add_participant, remove_participant
from stepdown.web.desk.pages import DeskRequest, monday_of, opened_chart, page


@page(allowed=MAY_SEE_LEDGER)
def ledger_week(request: DeskRequest, client: int) -> HttpResponse:
    """The week of one client, in the dialog or as a page; `?monday=` is another week. Opening it is recorded."""
    return _show(request, client)


@page(allowed=MAY_BOOK & MAY_SEE_LEDGER & MAY_SEE_CLIENTS, writes=True)
def book(request: DeskRequest, client: int, session: int) -> HttpResponse:
    """Give the client a seat in the make-up. Refused: every reason, over the week as it is now."""
    ledger.client_line(request.actor, client, _week(request), now=request.now)  # within reach
    try:
        add_participant(by=request.actor, at=request.now, session=session, client=client)
    except Refused as refused:
        return _show(request, client, obstacles=refused.obstacles)
    return _show(request, client, booked=session)


@page(allowed=MAY_BOOK & MAY_SEE_LEDGER & MAY_SEE_CLIENTS, writes=True)
def free(request: DeskRequest, client: int, session: int) -> HttpResponse:
    """Undo a make-up: the seat is free again."""
    ledger.client_line(request.actor, client, _week(request), now=request.now)
    remove_participant(by=request.actor, at=request.now, session=session, client=client)
    return _show(request, client, freed=session)


def _week(request: DeskRequest) -> Week:
    today = request.today
    return Week(monday_of(request.GET.get("monday", ""), today), request.site.time_zone)


def _show(
    request: DeskRequest,
    client: int,
    *,
    booked: int | None = None,
    freed: int | None = None,
    obstacles: Iterable[Obstacle] = (),
) -> HttpResponse:
    week = _week(request)
    found = ledger.client_line(request.actor, client, week, now=request.now)
    opened_chart(request, client)
    told = tuple(obstacles)
    context = {
        "line": found.line,
        "make_ups": found.make_ups,
        "week": week,
        "today": _today(week, request),
        "booked": booked,
        "freed": freed,
        "obstacles": told,
        "query": "?" + urlencode({"monday": week.monday.isoformat()}),
        "may_book": request.actor.has_any(MAY_BOOK & MAY_SEE_CLIENTS),
        "section": "ledger",
    }
    status = 409 if told else 200
    if not request.htmx:
        return render(request, "desk/ledger_week.html", context | {"alone": True}, status=status)
    response = render(request, "desk/_ledger_week.html", context, status=status)
    if booked or freed:
        response["HX-Trigger"] = "ledger-changed"
    return response


def _today(week: Week, request: DeskRequest) -> date:
    return week.day_near(request.now)
