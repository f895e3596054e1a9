"""One track: when it meets, its groups, who is in it; a client joins it, and its groups with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from stepdown.audit.terms import Refused
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.plan.terms import Modality
from stepdown.schedule.access import MAY_BOOK, MAY_SEE_WEEK, MAY_SET_UP_GROUPS
from stepdown.schedule.actions import rosters
from stepdown.schedule.actions.tracks import set_home_group
from stepdown.schedule.queries import groups, tracks
from stepdown.schedule.terms import Joining
from stepdown.web.desk.pages import DeskRequest, day_typed, number, page, typed
from stepdown.web.desk.seats_told import tell_seats
from stepdown.web.desk.told import told


@page(allowed=MAY_SEE_WEEK)
def track(request: DeskRequest, track: int) -> HttpResponse:
    """The track with its groups and who is in it. Seven queries."""
    return _page(request, track)


@page(allowed=MAY_BOOK & MAY_SEE_CLIENTS, writes=True)
def find(request: DeskRequest, track: int) -> HttpResponse:
    """Clients whose name or number holds what was typed, to put into the track. Sent as POST: a name is no address."""
    row = tracks.track_on(request.actor, track, request.today)
    inside = {one.client for one in tracks.members(request.actor, track, request.today)}
    wanted = typed(request.POST.get("q", ""))
    found = people.find(request.actor, wanted, most=8 + len(inside)) if len(wanted) > 1 else ()
    context = {"row": row, "typed": wanted, "rows": [one for one in found if one[0] not in inside][:8]}
    if not request.htmx:
        return _page(request, track, {"found": context})
    return render(request, "desk/_track_found.html", context | {"today": request.today})


@page(allowed=MAY_BOOK & MAY_SEE_CLIENTS, writes=True, chart=False)
def join(request: DeskRequest, track: int, client: int) -> HttpResponse:
    """Put a client into the track from a day on, with a regular seat in its groups unless that is not wanted."""
    tracks.track_on(request.actor, track, request.today)
    starts = day_typed(request.POST.get("starts", "")) or request.today
    way = Modality.VIDEO if request.POST.get("modality") == Modality.VIDEO else Modality.IN_PERSON
    into = tracks.classes_of(track, starts) if request.POST.get("groups") else ()
    try:
        seats = rosters.join_track_and_groups(
            by=request.actor, at=request.now, joining=Joining(client, track, starts, modality=way), groups=into
        )
    except Refused as refused:
        name = people.names_of([client]).get(client, "")
        return _page(request, track, told(request, refused.obstacles) | {"refused_name": name}, 409)
    tell_seats(request, seats)
    return redirect("desk:track", track)


@page(allowed=MAY_SET_UP_GROUPS, writes=True)
def home(request: DeskRequest, track: int) -> HttpResponse:
    """Say which group the clients of the track belong to, or none."""
    try:
        group = number(request.POST.get("group", ""))
        set_home_group(by=request.actor, at=request.now, track=track, group=group)
    except Refused as refused:
        return _page(request, track, told(request, refused.obstacles), 409)
    messages.success(request, "The home group is set." if group else "The track has no home group.")
    return redirect("desk:track", track)


def _page(request: DeskRequest, track: int, more: dict[str, object] | None = None, status: int = 200) -> HttpResponse:
    today = request.today
    row = tracks.track_on(request.actor, track, today)
    sees = request.actor.has_any(MAY_SEE_CLIENTS)
    inside = tracks.members(request.actor, track, today) if sees else ()
    names = people.names_of([one.client for one in inside])
    context = {
        "row": row,
        "groups": groups.of_track(request.actor, track, today),
        "inside": sorted(((names[one.client], one) for one in inside), key=lambda pair: pair[0].casefold()),
        "sees": sees,
        "may_join": sees and not row.ended and request.actor.has_any(MAY_BOOK),
        "may_reopen": row.ends_on is not None and request.actor.has_any(MAY_SET_UP_GROUPS),
        "may_set_up": not row.ended and request.actor.has_any(MAY_SET_UP_GROUPS),
        "site_name": next((site.name for site in request.sites if site.id == row.site), ""),
        "today": today,
        "section": "groups",
        **(more or {}),
    }
    return render(request, "desk/track.html", context, status=status)
