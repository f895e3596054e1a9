"""The views somebody saved of the list of clients: kept, named, shared, opened with, and deleted with an undo."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stepdown.people import actions
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.web.desk.changing import undoable
from stepdown.web.desk.clients import query_of
from stepdown.web.desk.pages import DeskRequest, page, typed


@page(allowed=MAY_SEE_CLIENTS)
def views(request: DeskRequest) -> HttpResponse:
    """One's own views, to change, and those others share."""
    found = people.saved_views(request.actor)
    context = {
        "own": [view for view in found if view.own],
        "others": [view for view in found if not view.own],
        "section": "clients",
    }
    return render(request, "desk/client_views.html", context)


@page(allowed=MAY_SEE_CLIENTS, writes=True)
def save(request: DeskRequest) -> HttpResponse:
    """Keep what is looked at under a name; only known filters are kept, whatever was sent."""
    query = query_of(request.POST.get("query", ""))
    actions.save_view(
        by=request.actor,
        at=request.now,
        name=typed(request.POST.get("name", ""), 60),
        query=query,
        shared="shared" in request.POST,
        opens_first="opens_first" in request.POST,
    )
    messages.success(request, "The view is saved.")
    return redirect(f"{reverse('desk:clients')}?{query}")


@page(allowed=MAY_SEE_CLIENTS, writes=True)
def change(request: DeskRequest, view: int) -> HttpResponse:
    """Another name; shared or one's own; whether Clients opens with it."""
    actions.change_view(
        by=request.actor,
        at=request.now,
        view=view,
        name=typed(request.POST.get("name", ""), 60),
        shared="shared" in request.POST,
        opens_first="opens_first" in request.POST,
    )
    messages.success(request, "The view is saved.")
    return redirect("desk:client-views")


@page(allowed=MAY_SEE_CLIENTS, writes=True)
def drop(request: DeskRequest, view: int) -> HttpResponse:
    """Delete one of one's own views."""
    actions.drop_view(by=request.actor, at=request.now, view=view)
    undoable(request, "The view is deleted.", reverse("desk:restore-view", args=[view]))
    return redirect("desk:client-views")


@page(allowed=MAY_SEE_CLIENTS, writes=True)
def restore(request: DeskRequest, view: int) -> HttpResponse:
    """Bring a deleted view back."""
    actions.restore_view(by=request.actor, at=request.now, view=view)
    messages.success(request, "The view is back.")
    return redirect("desk:client-views")
