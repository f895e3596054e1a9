"""One group: when it meets, its sessions ahead, and who has a regular seat; a client who joins late just joins."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stepdown.audit.terms import Refused
from stepdown.kernel.period import Period
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS, MAY_SEE_HISTORY
from stepdown.plan.terms import Modality
from stepdown.schedule.access import MAY_BOOK, MAY_SEE_WEEK, MAY_SET_UP_GROUPS
from stepdown.schedule.actions import leaving, rosters, series
from stepdown.schedule.queries import groups as schedule
from stepdown.schedule.queries.groups import SeatRow
from stepdown.schedule.queries.waits import waits_of
from stepdown.schedule.terms import Gap, Joining
from stepdown.web.desk.changing import ask
from stepdown.web.desk.pages import DeskRequest, day_typed, page, typed
from stepdown.web.desk.told import told


@page(allowed=MAY_SEE_WEEK)
def group(request: DeskRequest, group: int) -> HttpResponse:
    """The group with its sessions ahead and its roster. Eight queries."""
    row = schedule.group_on(request.actor, group, request.today)
    context = {
        **_roster(request, group),
        "row": row,
        "ahead": schedule.ahead(group, request.now),
        "topics": schedule.topics_of(group),
        "may_set_up": request.actor.has_any(MAY_SET_UP_GROUPS),
        "may_see_history": request.actor.has_any(MAY_SEE_HISTORY),
        "section": "groups",
    }
    return render(request, "desk/group.html", context)


@page(allowed=MAY_BOOK & MAY_SEE_CLIENTS, writes=True)
def find(request: DeskRequest, group: int) -> HttpResponse:
    """Clients whose name or number holds what was typed, to give a regular seat. Sent as POST: a name is no address."""
    row = schedule.group_on(request.actor, group, request.today)
    inside = {seat.client for seat in schedule.seats(group, request.today)}
    wanted = typed(request.POST.get("q", ""))
    found = people.find(request.actor, wanted, most=8 + len(inside)) if len(wanted) > 1 else ()
    context = {"row": row, "typed": wanted, "rows": [one for one in found if one[0] not in inside][:8]}
    return _part(request, group, "desk/_group_found.html", context | {"today": request.today})


@page(allowed=MAY_BOOK & MAY_SEE_CLIENTS, writes=True, chart=False)
def join(request: DeskRequest, group: int, client: int) -> HttpResponse:
    """Give a client a regular seat from a day on, and a seat in every session ahead. Refused: every reason at once."""
    schedule.group_on(request.actor, group, request.today)
    starts = day_typed(request.POST.get("starts", "")) or request.today
    way = Modality.VIDEO if request.POST.get("modality") == Modality.VIDEO else Modality.IN_PERSON
    reason = typed(request.POST.get("reason", ""), most=500)
    name = people.names_of([client]).get(client, "")
    try:
        (seated,) = rosters.enroll(
            by=request.actor, at=request.now, joinings=[Joining(client, group, starts, modality=way)], override=reason
        )
    except Refused as refused:
        again = {"refused": client, "refused_name": name, "starts": starts, "way": way, "reason": reason}
        return _part(request, group, "desk/_group_roster.html", again | told(request, refused.obstacles), status=409)
    missed = [(one.day, told(request, one.obstacles)["obstacles"]) for one in seated.missed]
    context = {"joined": client, "joined_name": name, "seated": len(seated.sessions), "missed": missed}
    context |= {"waits": _waits(request, client)}
    return _part(request, group, "desk/_group_roster.html", context)


@page(allowed=MAY_BOOK & MAY_SEE_CLIENTS, writes=True, chart=False)
def leave(request: DeskRequest, group: int, client: int) -> HttpResponse:
    """End a client's regular seat; the day given is the first one out. Their seats from then on are free."""
    schedule.group_on(request.actor, group, request.today)
    on = day_typed(request.POST.get("on", "")) or request.today
    freed = leaving.leave_group(by=request.actor, at=request.now, client=client, group=group, on=on)
    context = {"left_name": people.names_of([client]).get(client, ""), "left_on": on, "seats_free": freed}
    context |= {"waits": _waits(request, client)}
    return _part(request, group, "desk/_group_roster.html", context)


def _waits(request: DeskRequest, client: int) -> tuple[Gap, ...]:
    """Where the client waits between two groups in the next two weeks: told, since a change may have made it."""
    return waits_of(client, Period(request.now, request.now + timedelta(days=14)), request.site)


def _roster(request: DeskRequest, group: int) -> dict[str, object]:
    """Who has a regular seat, by name, for those who may see clients. Two queries."""
    sees = request.actor.has_any(MAY_SEE_CLIENTS)
    rows: tuple[SeatRow, ...] = schedule.seats(group, request.today) if sees else ()
    names = people.names_of([row.client for row in rows])
    return {
        "roster": sorted(
            ((names.get(row.client, people.ELSEWHERE), row) for row in rows), key=lambda pair: pair[0].casefold()
        ),
        "sees": sees,
        "may_seat": sees and request.actor.has_any(MAY_BOOK),
        "today": request.today,
    }


def _part(
    request: DeskRequest, group: int, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    """A part of the page for htmx; without it the whole page, with the same said on it."""
    if "joined" in context and not request.htmx:
        messages.success(request, f"They have a seat in {context['seated']} sessions ahead.")
        return redirect("desk:group", group)
    if not request.htmx:
        whole = schedule.group_on(request.actor, group, request.today)
        context = {
            **_roster(request, group),
            "row": whole,
            "ahead": schedule.ahead(group, request.now),
            "topics": schedule.topics_of(group),
            "may_set_up": request.actor.has_any(MAY_SET_UP_GROUPS),
            "section": "groups",
            "part": template,
            **context,
        }
        return render(request, "desk/group.html", context, status=status)
    if template == "desk/_group_roster.html":
        context = {
            **_roster(request, group),
            "row": schedule.group_on(request.actor, group, request.today),
            **context,
        }
    response = render(request, template, context, status=status)
    if status == 200 and template == "desk/_group_roster.html":
        response["HX-Trigger"] = "week-changed"
    return response


class Curriculum(forms.Form):
    """The topics of a group, one a line."""

    topics = forms.CharField(
        label="Topics",
        help_text="One a line, in order. Each session carries the next; after the last it begins anew.",
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 12}),
    )


@page(allowed=MAY_SET_UP_GROUPS)
def topics(request: DeskRequest, group: int) -> HttpResponse:
    """Change a group's curriculum. Sessions that were held keep what they carried; those to come carry on."""
    row = schedule.group_on(request.actor, group, request.today)
    form = Curriculum(request.POST or None, initial={"topics": "\n".join(schedule.topics_of(group))})

    def do(given: dict[str, Any]) -> None:
        lines = [line.strip()[:200] for line in given["topics"].splitlines() if line.strip()]
        series.set_topics(by=request.actor, at=request.now, group=group, topics=lines)

    back = reverse("desk:group", args=[group])
    said = {"section": "groups", "crumbs": (("desk:groups", "Groups"), (back, row.name))}
    return ask(request, form, do, heading="Curriculum", back=back, done="The sessions ahead carry it on.", said=said)
