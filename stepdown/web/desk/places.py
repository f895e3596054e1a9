"""Sites and rooms: open, change, retire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stepdown.agency import actions
from stepdown.agency import queries as agency
from stepdown.agency.access import MAY_CHANGE_AGENCY, MAY_SEE_SETTINGS
from stepdown.agency.terms import NewRoom, NewSite, RoomRow, SiteRow
from stepdown.audit.terms import NotFound
from stepdown.people.access import MAY_SEE_HISTORY
from stepdown.web.desk.changing import ask, undoable
from stepdown.web.desk.fields import JURISDICTIONS, ZONES, Line, known
from stepdown.web.desk.pages import DeskRequest, page

CRUMBS = (("desk:settings", "Settings"), ("desk:places", "Sites and rooms"))


class SiteForm(forms.Form):
    """A site."""

    name = Line(label="Name", help_text="As clients and staff call it.")
    code = Line(label="Code", max_length=40, help_text="A short name for files, such as “main”. Every site its own.")
    time_zone = forms.ChoiceField(label="Time zone", help_text="Every time of the site is on this clock.")
    jurisdiction = forms.ChoiceField(label="State", help_text="Its rules and public holidays hold here.")
    address = Line(label="Address", max_length=300, required=False)
    phone = Line(label="Phone", max_length=40, required=False)
    virtual = forms.BooleanField(label="This is no building: groups meet by video", required=False)

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["time_zone"].choices = known(ZONES, str(self.initial.get("time_zone", "")))  # type: ignore[attr-defined]
        now = str(self.initial.get("jurisdiction", ""))
        self.fields["jurisdiction"].choices = known(JURISDICTIONS, now)  # type: ignore[attr-defined]


class RoomForm(forms.Form):
    """A room."""

    name = Line(label="Name", help_text="As it stands on the door.")
    code = Line(label="Code", max_length=40, help_text="A short name for files. Every room of a site its own.")
    capacity = forms.IntegerField(label="Seats for clients", min_value=1, max_value=500)
    virtual = forms.BooleanField(label="This is a video room", required=False)


@page(allowed=MAY_SEE_SETTINGS)
def places(request: DeskRequest) -> HttpResponse:
    """Every site within reach with its rooms. Two queries."""
    rooms: dict[int, list[RoomRow]] = {}
    for room in sorted(
        agency.rooms_of([site.id for site in request.sites]), key=lambda room: (not room.active, room.name)
    ):
        rooms.setdefault(room.site, []).append(room)
    context = {
        "section": "settings",
        "sites": [(site, rooms.get(site.id, [])) for site in request.sites],
        "jurisdictions": JURISDICTIONS,
        "may": request.actor.has_any(MAY_CHANGE_AGENCY),
        "may_see_history": request.actor.has_any(MAY_SEE_HISTORY),
    }
    return render(request, "desk/places.html", context)


@page(allowed=MAY_CHANGE_AGENCY)
def add_site(request: DeskRequest) -> HttpResponse:
    """Open a site."""
    form = SiteForm(
        request.POST or None, initial={"time_zone": request.site.time_zone, "jurisdiction": request.site.jurisdiction}
    )

    def do(typed: Mapping[str, Any]) -> None:
        actions.open_sites(by=request.actor, at=request.now, sites=[NewSite(**typed)])

    said = {"crumbs": CRUMBS, "submit": "Open the site"}
    return ask(request, form, do, heading="Open a site", back="desk:places", done="The site is open.", said=said)


@page(allowed=MAY_CHANGE_AGENCY)
def change_site(request: DeskRequest, site: int) -> HttpResponse:
    """Change a site."""
    row = _site(request, site)
    names = ("name", "code", "time_zone", "jurisdiction", "address", "phone", "virtual")
    form = SiteForm(request.POST or None, initial={name: getattr(row, name) for name in names})

    def do(typed: Mapping[str, Any]) -> None:
        actions.change_site(by=request.actor, at=request.now, site=site, to=NewSite(**typed))

    return ask(
        request, form, do, heading=f"Change {row.name}", back="desk:places", done="Saved.", said={"crumbs": CRUMBS}
    )


@page(allowed=MAY_CHANGE_AGENCY)
def add_room(request: DeskRequest, site: int) -> HttpResponse:
    """Add a room to a site."""
    row = _site(request, site)
    form = RoomForm(request.POST or None, initial={"virtual": row.virtual})

    def do(typed: Mapping[str, Any]) -> None:
        actions.add_rooms(by=request.actor, at=request.now, rooms=[NewRoom(site=site, **typed)])

    said = {"crumbs": CRUMBS, "submit": "Add the room"}
    return ask(
        request, form, do, heading=f"A room at {row.name}", back="desk:places", done="The room is added.", said=said
    )


@page(allowed=MAY_CHANGE_AGENCY)
def change_room(request: DeskRequest, room: int) -> HttpResponse:
    """Change a room."""
    row = _room(request, room)
    names = ("name", "code", "capacity", "virtual")
    form = RoomForm(request.POST or None, initial={name: getattr(row, name) for name in names})

    def do(typed: Mapping[str, Any]) -> None:
        actions.change_room(by=request.actor, at=request.now, room=room, to=NewRoom(site=row.site, **typed))

    return ask(
        request, form, do, heading=f"Change {row.name}", back="desk:places", done="Saved.", said={"crumbs": CRUMBS}
    )


@page(allowed=MAY_CHANGE_AGENCY, writes=True)
def retire_room(request: DeskRequest, room: int) -> HttpResponse:
    """Take a room off every form."""
    row = _room(request, room)
    actions.retire_room(by=request.actor, at=request.now, room=room)
    undoable(request, f"{row.name} is retired. What is planned in it stays.", reverse("desk:restore-room", args=[room]))
    return redirect("desk:places")


@page(allowed=MAY_CHANGE_AGENCY, writes=True)
def restore_room(request: DeskRequest, room: int) -> HttpResponse:
    """Put a retired room back into use."""
    row = _room(request, room)
    actions.restore_room(by=request.actor, at=request.now, room=room)
    undoable(request, f"{row.name} is in use again.", reverse("desk:retire-room", args=[room]))
    return redirect("desk:places")


def _site(request: DeskRequest, site: int) -> SiteRow:
    for row in request.sites:
        if row.id == site:
            return row
    raise NotFound


def _room(request: DeskRequest, room: int) -> RoomRow:
    row = agency.room(room)
    if row is None or not request.actor.works_at(row.site):
        raise NotFound
    return row
