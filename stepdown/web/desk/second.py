"""What others changed about who may do what: fine, or undone with one tap. And the list of who has access at all."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from stepdown.agency import actions
from stepdown.agency import queries as agency
from stepdown.agency.access import MAY_WATCH_ACCESS
from stepdown.web.desk.pages import DeskRequest, page

CARDS = 3
"""Changes on the start page."""
UNUSED = timedelta(days=90)
"""A sign-in that was not used for so long is pointed out: a reminder on a page, no rule."""


@page(allowed=MAY_WATCH_ACCESS)
def access_changes(request: DeskRequest) -> HttpResponse:
    """What waits for a second look, and what was settled lately."""
    rows, settled = agency.access_changes(request.actor)
    context = {
        "section": "access-changes",
        "rows": [row for row in rows if not row.mine],
        "own": [(row, agency.second_people(request.actor, row.staff)) for row in rows if row.mine],
        "settled": settled,
    }
    return render(request, "desk/access_changes.html", context)


@page(allowed=MAY_WATCH_ACCESS)
def waiting(request: DeskRequest) -> HttpResponse:
    """How many wait, for the bar of every page, which asks each minute."""
    context = {"changes": agency.changes_waiting(request.actor), "counted": True}
    return render(request, "desk/_to_watch.html", context)


@page(allowed=MAY_WATCH_ACCESS)
def cards(request: DeskRequest) -> HttpResponse:
    """The newest that wait, for the start page, which asks for them once it stands."""
    rows = [row for row in agency.access_changes(request.actor)[0] if not row.mine]
    return render(request, "desk/_access_cards.html", {"rows": rows[:CARDS], "more": len(rows) - CARDS})


@page(allowed=MAY_WATCH_ACCESS, writes=True)
def accept(request: DeskRequest, change: int) -> HttpResponse:
    """Fine, with one tap."""
    actions.accept_access_change(by=request.actor, at=request.now, change=change)
    messages.success(request, "Written down that you looked at it.")
    return redirect("desk:access-changes")


@page(allowed=MAY_WATCH_ACCESS, writes=True)
def undo(request: DeskRequest, change: int) -> HttpResponse:
    """Undone, with one tap."""
    actions.undo_access_change(by=request.actor, at=request.now, change=change)
    messages.success(request, "Undone. It holds from their next page on; whoever changed it sees who undid it.")
    return redirect("desk:access-changes")


@page(allowed=MAY_WATCH_ACCESS)
def review(request: DeskRequest) -> HttpResponse:
    """Everybody who may sign in, and every program that may fetch: the list to go through now and then, and to sign."""
    context = {
        "section": "staff",
        "rows": agency.access_review(),
        "services": [row for row in agency.service_accounts(request.now) if not row.stopped],
        "unused": request.now - UNUSED,
        "days": UNUSED.days,
        "now": request.now,
    }
    return render(request, "desk/access_review.html", context)


def told(request: DeskRequest, staff: int) -> str:
    """To whom a change about this member of staff is told, as a sentence to follow "Saved."."""
    names = agency.second_people(request.actor, staff)
    if not names:
        return "Nobody else is a director, compliance officer or administrator here, so nobody could be told."
    return f"Told to {', '.join(names)}, who can undo it."
