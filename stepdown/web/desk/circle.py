"""The circle of one client: how it is safe to reach them and the people around them, and who cares for them here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from stepdown.agency import queries as agency
from stepdown.audit.terms import NotFound
from stepdown.consent.access import MAY_ASK
from stepdown.people import actions
from stepdown.people import queries as people
from stepdown.people.access import MAY_ASSIGN_CARE_TEAM, MAY_CHANGE_CLIENTS, MAY_SEE_CLIENTS
from stepdown.people.terms import CarePlace, CareRole, Caseload, CirclePerson, NewContact, NewWay, Way, WayKind
from stepdown.policy.terms import Scope
from stepdown.web.desk.asking import ask
from stepdown.web.desk.changing import undoable
from stepdown.web.desk.chart import open_chart
from stepdown.web.desk.fields import Day
from stepdown.web.desk.pages import DeskRequest, number, page
from stepdown.web.desk.templatetags.wording import words


class ContactForm(forms.Form):
    """Somebody in the circle."""

    name = forms.CharField(label="Name", max_length=200)
    relationship = forms.CharField(
        label="Who they are to the client", max_length=80, help_text="Mother, partner, sponsor."
    )
    emergency = forms.BooleanField(label="Told in an emergency", required=False)
    lives_with = forms.BooleanField(label="Lives with the client", required=False)


class WayForm(forms.Form):
    """A number or an address, and what is safe on it. Nothing but the call itself is allowed until somebody asked."""

    kind = forms.ChoiceField(label="What it is", choices=[(kind.value, words(kind)) for kind in WayKind])
    value = forms.CharField(label="Number or address", max_length=300)
    may_use = forms.BooleanField(label="It may be used", required=False, initial=True, help_text="Not ticked: never.")
    may_leave_message = forms.BooleanField(label="A message may be left", required=False)
    may_say_who = forms.BooleanField(label="It may be said who is calling", required=False)
    best_times = forms.CharField(label="Best times", required=False, max_length=120, help_text="In their own words.")


class EndPlaceForm(forms.Form):
    """When somebody leaves the care team and nobody takes their place yet."""

    ends = Day(label="First day without them")


class PlaceForm(forms.Form):
    """A place on the care team, from a day on. The choices say how many clients each person has."""

    role = forms.ChoiceField(label="Place", choices=[(role.value, words(role)) for role in CareRole])
    staff = forms.ChoiceField(label="Who")
    starts = Day(label="From")


@page(allowed=MAY_SEE_CLIENTS)
def circle(request: DeskRequest, client: int) -> HttpResponse:
    """How to reach the client and the people around them, and the care team over time."""
    chart = open_chart(request, client)
    ways, contacts = people.circle_of(request.actor, client)
    context = {
        "ways": ways,
        "contacts": contacts,
        "team": people.care_team_of(client),
        "may_change": request.actor.has_any(MAY_CHANGE_CLIENTS),
        "may_ask": request.actor.has_any(MAY_ASK),
        "may_assign": request.actor.has_any(MAY_ASSIGN_CARE_TEAM),
    }
    return chart.page("desk/client_circle.html", context)


@page(allowed=MAY_CHANGE_CLIENTS)
def add_contact(request: DeskRequest, client: int) -> HttpResponse:
    """Somebody new in the circle."""

    def do(given: Mapping[str, Any]) -> None:
        actions.add_contact(by=request.actor, at=request.now, client=client, contact=NewContact(**given))

    form = ContactForm(request.POST or None)
    said = {"done": "Added. Now say how it is safe to reach them."}
    return ask(request, client, form, do, title="Somebody in the circle", back="desk:client-circle", said=said)


@page(allowed=MAY_CHANGE_CLIENTS)
def change_contact(request: DeskRequest, client: int, contact: int) -> HttpResponse:
    """Change what is known of somebody in the circle."""
    person = _person(request, client, contact)

    def do(given: Mapping[str, Any]) -> None:
        new = NewContact(**given)
        actions.change_contact(by=request.actor, at=request.now, client=client, number=contact, contact=new)

    initial = {name: getattr(person, name) for name in ContactForm.base_fields}
    form = ContactForm(request.POST or None, initial=initial)
    return ask(request, client, form, do, title="Somebody in the circle", back="desk:client-circle")


@page(allowed=MAY_CHANGE_CLIENTS, writes=True)
def end_contact(request: DeskRequest, client: int, contact: int) -> HttpResponse:
    """Take somebody off the circle."""
    actions.end_contact(by=request.actor, at=request.now, client=client, number=contact)
    back = reverse("desk:restore-contact", args=[client, contact])
    undoable(request, "Taken off the circle. The record of it stays.", back)
    return redirect("desk:client-circle", client)


@page(allowed=MAY_CHANGE_CLIENTS, writes=True)
def restore_contact(request: DeskRequest, client: int, contact: int) -> HttpResponse:
    """Somebody taken off the circle by mistake is in it again, with their numbers."""
    actions.restore_contact(by=request.actor, at=request.now, client=client, number=contact)
    messages.success(request, "They are in the circle again.")
    return redirect("desk:client-circle", client)


@page(allowed=MAY_CHANGE_CLIENTS)
def add_way(request: DeskRequest, client: int) -> HttpResponse:
    """A way to reach the client, or with `?contact=3` somebody in the circle."""
    contact = number(request.GET.get("contact", ""))
    if contact is not None:
        _person(request, client, contact)

    def do(given: Mapping[str, Any]) -> None:
        new = NewWay(**{**given, "kind": WayKind(given["kind"]), "contact": contact})
        actions.add_way(by=request.actor, at=request.now, client=client, way=new)

    form = WayForm(request.POST or None)
    return ask(request, client, form, do, title="How to reach them", back="desk:client-circle", said=SAFE)


@page(allowed=MAY_CHANGE_CLIENTS)
def change_way(request: DeskRequest, client: int, way: int) -> HttpResponse:
    """Change a number or an address, or what is safe on it."""
    there = _way(request, client, way)

    def do(given: Mapping[str, Any]) -> None:
        new = NewWay(**{**given, "kind": WayKind(given["kind"])})
        actions.change_way(by=request.actor, at=request.now, client=client, number=way, way=new)

    form = WayForm(request.POST or None, initial={name: getattr(there, name) for name in WayForm.base_fields})
    return ask(request, client, form, do, title="How to reach them", back="desk:client-circle", said=SAFE)


@page(allowed=MAY_CHANGE_CLIENTS, writes=True)
def end_way(request: DeskRequest, client: int, way: int) -> HttpResponse:
    """Take a number or an address off the record."""
    actions.end_way(by=request.actor, at=request.now, client=client, number=way)
    back = reverse("desk:restore-way", args=[client, way])
    undoable(request, "Taken off. What was done on it stays in the history.", back)
    return redirect("desk:client-circle", client)


@page(allowed=MAY_CHANGE_CLIENTS, writes=True)
def restore_way(request: DeskRequest, client: int, way: int) -> HttpResponse:
    """A number or an address taken off by mistake is on record again."""
    actions.restore_way(by=request.actor, at=request.now, client=client, number=way)
    messages.success(request, "It is on record again.")
    return redirect("desk:client-circle", client)


@page(allowed=MAY_ASSIGN_CARE_TEAM)
def assign(request: DeskRequest, client: int) -> HttpResponse:
    """Give a place on the care team from a day on; who has more clients than agreed is marked, not barred."""
    today = request.today
    header = people.header_of(request.actor, client, today)
    staff = agency.staff_names([header.site])
    loads = people.caseloads_of([one for one, _ in staff], today, Scope(jurisdiction=request.site.jurisdiction))
    form = PlaceForm(request.POST or None, initial={"starts": today})
    form.fields["staff"].choices = [("", "")] + [(str(one), f"{name}{_load(loads[one])}") for one, name in staff]  # type: ignore[attr-defined]

    def do(given: Mapping[str, Any]) -> None:
        place = CarePlace(client, int(given["staff"]), CareRole(given["role"]), given["starts"])
        actions.assign_care_team(by=request.actor, at=request.now, places=[place])

    note = "Who holds the place now holds it up to that day. The numbers count clients as primary clinician."
    return ask(request, client, form, do, title="Care team", back="desk:client-circle", said={"note": note})


@page(allowed=MAY_ASSIGN_CARE_TEAM)
def end_place(request: DeskRequest, client: int, role: str) -> HttpResponse:
    """Take somebody off the care team while nobody takes over; `role` is their place."""
    if role not in set(CareRole):
        raise NotFound
    held = next((one for one in people.care_team_of(client) if one.role == role and one.ends is None), None)
    today = request.today
    form = EndPlaceForm(request.POST or None, initial={"ends": today})

    def do(given: Mapping[str, Any]) -> None:
        place = CareRole(role)
        actions.end_care_place(by=request.actor, at=request.now, client=client, role=place, ends=given["ends"])

    note = f"{held.name} leaves. " if held else ""
    said = {
        "note": f"{note}Nobody is {words(CareRole(role)).lower()} from that day on. To give the place to somebody else, use Change.",
        "submit": "End it",
        "done": "The place is free from that day on.",
    }
    return ask(request, client, form, do, title=words(CareRole(role)), back="desk:client-circle", said=said)


SAFE: dict[str, object] = {
    "note": "Ask the person what is safe. Somebody else may hear a message, or see who is calling."
}


def _load(load: Caseload) -> str:
    """How many clients somebody has, as a choice says it."""
    if load.most is None:
        return f" ({load.clients})" if load.clients else ""
    return f" ({load.clients} of {load.most}{', full' if load.is_full else ''})"


def _person(request: DeskRequest, client: int, contact: int) -> CirclePerson:
    people.face(request.actor, client)
    _, contacts = people.circle_of(request.actor, client)
    found = next((one for one in contacts if one.id == contact), None)
    if found is None:
        raise NotFound
    return found


def _way(request: DeskRequest, client: int, way: int) -> Way:
    people.face(request.actor, client)
    ways = [one for ways in people.ways_of(request.actor, [client]).values() for one in ways]
    found = next((one for one in ways if one.id == way), None)
    if found is None:
        raise NotFound
    return found
