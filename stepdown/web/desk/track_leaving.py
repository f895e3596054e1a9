"""Leaving a track: one dialog that says which seats in its groups end with it, for the track's page and the client's."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stepdown.audit.terms import Obstacle, Refused
from stepdown.kernel.period import Period
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.schedule.access import MAY_BOOK
from stepdown.schedule.actions import leaving
from stepdown.schedule.queries import client_week
from stepdown.schedule.queries.leaving import seats_in_track
from stepdown.schedule.queries.waits import waits_of
from stepdown.web.desk.changing import undoable
from stepdown.web.desk.pages import DeskRequest, day_typed, number, opened_chart, page
from stepdown.web.desk.seats_told import tell_seats
from stepdown.web.desk.templatetags.wording import clock_span, day, day_long

LOOK_AHEAD = timedelta(days=14)
"""How far ahead waits between two groups are told, since leaving may have made them."""


@page(allowed=MAY_BOOK & MAY_SEE_CLIENTS)
def leave(request: DeskRequest, client: int, track: int) -> HttpResponse:
    """Ask from which day on, and which seats end with it: all, unless somebody takes a tick away. `?told=1` asks again
    which those are, for another day; `?from=track` goes back to the track's page.
    """
    face = people.face(request.actor, client)
    opened_chart(request, client)
    today = request.today
    row = next((one for one in client_week.tracks_of(client, today) if one.id == track), None)
    asked = request.POST if request.method == "POST" else request.GET
    on = day_typed(asked.get("on", "")) or max(today, row.starts if row else today)
    seats = seats_in_track(client, track, on, at=request.now)
    shown, ticked = ({number(one) for one in asked.getlist(name)} for name in ("shown", "end"))
    ends = [one for one in seats if one.group in ticked or one.group not in shown]
    obstacles: tuple[Obstacle, ...] = ()
    if request.method == "POST":
        try:
            freed = leaving.leave_track(
                by=request.actor, at=request.now, client=client, track=track, on=on, groups=[one.group for one in ends]
            )
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            return _left(request, client, track, on, freed)
    context = {
        "row": row,
        "face": face,
        "client": client,
        "on": on,
        "seats": [(one, one in ends) for one in seats],
        "obstacles": obstacles,
        "back": _back(request, client, track),
        "section": "clients",
    }
    if "told" in request.GET:
        return render(request, "desk/_track_leave_seats.html", context)
    status = 422 if request.method == "POST" else 200
    if request.htmx:
        return render(request, "desk/_track_leave.html", context, status=status)
    around = context | {"fragment": "desk/_track_leave.html", "alone": True}
    return render(request, "desk/way_step.html", around, status=status)


@page(allowed=MAY_BOOK & MAY_SEE_CLIENTS, writes=True)
def rejoin(request: DeskRequest, client: int, track: int) -> HttpResponse:
    """Undo leaving the track on the day `?on=`: they are in it again, with the seats that ended."""
    people.face(request.actor, client)
    on = day_typed(request.GET.get("on", "")) or request.today
    seats = leaving.rejoin_track(by=request.actor, at=request.now, client=client, track=track, on=on)
    messages.success(request, "They are in the track again.")
    tell_seats(request, seats)
    return redirect(_back(request, client, track))


def _left(request: DeskRequest, client: int, track: int, on: date, freed: int) -> HttpResponse:
    """Back where the person came from, with what was done, an undo, and the holes it left."""
    again = urlencode({"on": on.isoformat(), "from": request.GET.get("from", "")})
    seats = f"; {freed} seat{'s' * (freed != 1)} ahead {'is' if freed == 1 else 'are'} free" if freed else ""
    undo = f"{reverse('desk:rejoin-track', args=[client, track])}?{again}"
    undoable(request, f"They leave the track: {day_long(on)} is the first day out{seats}.", undo)
    if waits := waits_of(client, Period(request.now, request.now + LOOK_AHEAD), request.site):
        said = "; ".join(f"{day(one.day)} {clock_span(one.period)}" for one in waits)
        messages.warning(request, f"They wait between two groups: {said}.")
    address = _back(request, client, track)
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _back(request: DeskRequest, client: int, track: int) -> str:
    if request.GET.get("from") == "track":
        return reverse("desk:track", args=[track])
    return reverse("desk:client-schedule", args=[client])
