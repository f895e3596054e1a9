"""Reminders of one client: what would be sent, where, when, in which words, and why not; what was sent; the day before."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from stepdown.audit.terms import NotFound, Obstacle, Refused
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.reminder import actions, queries
from stepdown.reminder.access import MAY_REMIND
from stepdown.reminder.terms import Blocker, State
from stepdown.web.desk.changing import undoable
from stepdown.web.desk.chart import open_chart
from stepdown.web.desk.history import names_of
from stepdown.web.desk.pages import DeskRequest, day_typed, number, page
from stepdown.web.desk.templatetags.wording import clock, day
from stepdown.web.desk.told import told


@page(allowed=MAY_REMIND & MAY_SEE_CLIENTS)
def reminders(request: DeskRequest, client: int) -> HttpResponse:
    """Each e-mail address of the client and of their circle, with the message word for word, and what became of others."""
    return _page(request, client)


@page(allowed=MAY_REMIND & MAY_SEE_CLIENTS, writes=True)
def remind(request: DeskRequest, client: int) -> HttpResponse:
    """Have the reminder sent that the page showed, to one address."""
    way = number(request.POST.get("way", "")) or 0
    try:
        made = actions.remind(by=request.actor, at=request.now, client=client, way=way)
    except Refused as refused:
        return _page(request, client, refused)
    row = next(one for one in queries.reminders_of(client) if one.id == made)
    when = "now" if row.send_after <= request.now else f"{day(row.send_after)}, {clock(row.send_after)}"
    undoable(request, f"It is sent {when}.", reverse("desk:cancel-reminder", args=[client, made]))
    return redirect("desk:reminders", client)


@page(allowed=MAY_REMIND & MAY_SEE_CLIENTS, writes=True)
def cancel(request: DeskRequest, client: int, reminder: int) -> HttpResponse:
    """Take a reminder back while it waits."""
    if (queries.reminder_of(reminder) or (0, 0))[0] != client:
        raise NotFound
    try:
        actions.cancel(by=request.actor, at=request.now, reminder=reminder)
    except Refused as refused:
        return _page(request, client, refused)
    messages.success(request, "Taken back. Nothing is sent.")
    return redirect("desk:reminders", client)


@page(allowed=MAY_REMIND & MAY_SEE_CLIENTS, writes=True)
def agree(request: DeskRequest, client: int) -> HttpResponse:
    """Write down that the client wants a reminder the day before."""
    way = number(request.POST.get("way", "")) or 0
    agreed_on = day_typed(request.POST.get("agreed_on", "")) or request.today
    try:
        actions.agree(by=request.actor, at=request.now, client=client, way=way, agreed_on=agreed_on)
    except Refused as refused:
        return _page(request, client, refused)
    messages.success(request, "They are reminded the day before, once a day, of when they are first expected.")
    return redirect("desk:reminders", client)


@page(allowed=MAY_REMIND & MAY_SEE_CLIENTS, writes=True)
def end(request: DeskRequest, client: int) -> HttpResponse:
    """Write down that the client wants none any more."""
    actions.end_agreement(by=request.actor, at=request.now, client=client)
    messages.success(
        request, "They are not reminded the day before any more. What waits is below, and can be taken back."
    )
    return redirect("desk:reminders", client)


def _page(request: DeskRequest, client: int, refused: Refused | None = None) -> HttpResponse:
    chart = open_chart(request, client)
    rows = queries.standings(request.actor, client, at=request.now)
    wants = queries.agreement_of(client)
    sent = queries.reminders_of(client)
    context = {
        "rows": [(one, told(request, one.obstacles)["obstacles"], _asked_for(one.obstacles)) for one in rows],
        "wants": wants,
        "wants_on": next((one for one in rows if wants and one.way.id == wants.way), None),
        "sent": sent,
        "names": names_of([*(one.queued_by for one in sent), wants.recorded_by if wants else ""]),
        "waiting": State.WAITING,
        "off": queries.sender() is None,
        "today": request.today,
        **(told(request, refused.obstacles) if refused else {}),
    }
    return chart.page("desk/client_reminders.html", context, status=409 if refused else 200)


def _asked_for(obstacles: Sequence[Obstacle]) -> bool:
    """Whether nothing is wrong: the reminder waits, or was sent."""
    return [one.blocker for one in obstacles] == [Blocker.REMINDED_ALREADY]
