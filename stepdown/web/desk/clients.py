"""Clients of a site: found as you type, filtered, sorted, with their week at a glance; as a file for who may have it.

What is typed travels in the body of a POST, so that no name stands in an address, a history or a log. The address beside
it holds the filters only, and so do the views people save.
"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from stepdown.consent.access import MAY_SIGN
from stepdown.people import queries as people
from stepdown.people.access import MAY_BREAK_GLASS, MAY_EXPORT_CLIENTS, MAY_REGISTER, MAY_SEE_CLIENTS
from stepdown.people.terms import SavedView
from stepdown.transfer.clients_csv import ClientLine, export_clients
from stepdown.web.desk.client_list import Row, choices, in_order, narrowed, rows_of, with_weeks
from stepdown.web.desk.client_looking import COLUMNS, MINE, SHOW, Lacking, Looking, Show
from stepdown.web.desk.leaving import handed, whom_asked
from stepdown.web.desk.pages import DeskRequest, page, typed
from stepdown.web.desk.templatetags.wording import level_words, words

PAGE = 25
"""Clients on one page of the list."""


@page(allowed=MAY_SEE_CLIENTS)
def clients(request: DeskRequest) -> HttpResponse:
    """The list; a POST with `q` finds people as they are typed, those who left included.

    Opened without saying what to look at, it opens with the view its reader chose for that.
    """
    views = people.saved_views(request.actor)
    first = next((view for view in views if view.opens_first), None)
    if request.method == "GET" and not set(request.GET) - {"site"} and first is not None:
        return redirect(f"{reverse('desk:clients')}?{first.query}")
    asked = request.POST if request.method == "POST" else request.GET
    looking, wanted = Looking.asked(asked), typed(request.POST.get("q", ""))
    everybody = rows_of(request, looking, wanted, request.today)
    rows = narrowed(everybody, looking, request, request.today)
    if looking.sort.removeprefix("-") in {"week", "next"}:
        rows = with_weeks(rows, request)
    shown = Paginator(in_order(rows, looking.sort), PAGE).get_page(looking.page)
    filters = choices(looking, everybody, request)
    context = {
        "rows": with_weeks(list(shown.object_list), request),
        "shown": shown,
        "looking": looking,
        "typed": wanted,
        "columns": _columns(looking),
        "before": looking.link(page=shown.number - 1),
        "after": looking.link(page=shown.number + 1),
        "filters": filters,
        "said": [SHOW[looking.show], *(one.words for one in filters if one.words and one.name != "show")],
        "views": _views(looking, views, request),
        "view": next((view for view in views if view.query == looking.query), None),
        "own_views": any(view.own for view in views),
        "site": request.site,
        "sites": request.sites,
        "may_register": request.actor.has_any(MAY_REGISTER),
        "may_break_glass": request.actor.has_any(MAY_BREAK_GLASS),
        "may_export": request.actor.has_any(MAY_EXPORT_CLIENTS),
        "may_sign": request.actor.has_any(MAY_SIGN),
        "section": "clients",
    }
    response = render(request, "desk/_clients_found.html" if request.htmx else "desk/clients.html", context)
    if request.htmx:
        response["HX-Replace-Url"] = reverse("desk:clients") + looking.link(page=shown.number)
    return response


@page(allowed=MAY_EXPORT_CLIENTS, writes=True)
def clients_export(request: DeskRequest) -> HttpResponseBase:
    """Everybody the list shows, on all its pages, as a CSV file with a neutral name, once it was said for whom it is."""
    looking, wanted = Looking.asked(request.POST), typed(request.POST.get("q", ""))
    what = "The list of clients as it was shown, on all its pages."
    whom = whom_asked(request, what)
    if isinstance(whom, HttpResponse):
        return whom
    day = request.today
    rows = with_weeks(narrowed(rows_of(request, looking, wanted, day), looking, request, day), request)
    lines = [_line(row) for row in in_order(rows, looking.sort)]
    made = export_clients(by=request.actor, at=request.now, day=day, site=request.site.id, lines=lines, whom=whom)
    return handed(request, made, what, f"list-{day.isoformat()}")


def _line(row: Row) -> ClientLine:
    week = row.week
    return ClientLine(
        client=row.client.id,
        record_number=row.client.record_number,
        name=row.client.name,
        stands=standing_words(row),
        level=level_words(row.level, row.edition) if row.level else "",
        program=row.stay.program_name if row.stay else "",
        clinician=row.clinician.name if row.clinician else "",
        prescribed=week.prescribed if week else None,
        scheduled=week.scheduled if week else None,
        attended=week.attended if week else None,
        next_session=week.next_session.start if week and week.next_session else None,
        in_program=row.stay.program if row.stay else None,
    )


def standing_words(row: Row) -> str:
    """Where a client stands, in words."""
    if row.hold is not None:
        return "On hold"
    if row.stay is not None:
        return "In care"
    return words(row.asking.state) if row.asking is not None else "Not in care"


def _columns(looking: Looking) -> list[dict[str, str]]:
    """For each column: its heading, how it is sorted now, and the address, and the order, that sort it the other way."""
    now = looking.sort.removeprefix("-")
    turned = {column: f"-{column}" if looking.sort == column else column for column in COLUMNS}
    return [
        {
            "name": column,
            "label": label,
            "sort": ("descending" if looking.sort.startswith("-") else "ascending") if column == now else "",
            "href": looking.link(sort=turned[column]),
            "vals": f'{{"sort": "{turned[column]}"}}',
        }
        for column, label in COLUMNS.items()
    ]


def _views(looking: Looking, views: tuple[SavedView, ...], request: DeskRequest) -> list[dict[str, object]]:
    """The views that are always there, and the saved ones: name, address, whether it is on, whose it is."""
    ours = [("Everybody in care", Looking())]
    ours += [("My clients", Looking(clinician=MINE))] if request.actor.staff else []
    ours += [("On hold", Looking(show=Show.ON_HOLD)), ("Nothing planned", Looking(lacking=Lacking.APPOINTMENT))]
    found: list[dict[str, object]] = [{"name": name, "query": view.query, "saved": None} for name, view in ours]
    found += [{"name": view.name, "query": view.query, "saved": view} for view in views]
    for view in found:
        view["on"] = view["query"] == looking.query
    return found


def query_of(text: str) -> str:
    """The canonical query of what a form says is looked at: nothing but known filters is ever kept."""
    return Looking.asked(QueryDict(text)).query
