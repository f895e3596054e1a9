"""Services: what can be scheduled and prescribed, and who may lead it. The standard kinds come with one button."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stepdown.agency import actions
from stepdown.agency import queries as agency
from stepdown.agency.access import MAY_CHANGE_AGENCY, MAY_SEE_SETTINGS
from stepdown.agency.terms import HUES, Delivery, NewService, ServiceCategory, ServiceRow
from stepdown.audit.terms import NotFound
from stepdown.web.desk.changing import ask, undoable
from stepdown.web.desk.fields import Line, Listed, labels
from stepdown.web.desk.pages import DeskRequest, page

CRUMBS = (("desk:settings", "Settings"), ("desk:services", "Services"))


class ServiceForm(forms.Form):
    """A kind of service."""

    name = Line(label="Name", help_text="What staff and clients call it.")
    code = Line(label="Code", max_length=40, help_text="A short name for files. Every service its own.")
    category = forms.ChoiceField(
        label="What it is", choices=labels(ServiceCategory), help_text="What counts towards hours and days hangs on it."
    )
    delivery = forms.ChoiceField(label="Given to", choices=[("group", "A group"), ("individual", "One client")])
    minutes = forms.IntegerField(label="Usual length in minutes", min_value=1, max_value=1440)
    credential_types = Listed(
        label="Who may lead it", help_text="Credentials with commas between them; any one is enough: LCSW, LPC, CADC."
    )
    room_needed = forms.BooleanField(
        label="It needs a room", required=False, help_text="Off for what happens off site."
    )
    clients_per_staff = forms.IntegerField(
        label="Most clients for each member of staff", min_value=1, max_value=100, required=False
    )
    discreet = forms.BooleanField(
        label="Discreet", required=False, help_text="Reads “Nurse” on everything but clinical screens."
    )
    hue = forms.TypedChoiceField(
        label="Color on the week", coerce=int, choices=[(hue, f"Color {hue + 1}") for hue in range(HUES)]
    )


@page(allowed=MAY_SEE_SETTINGS)
def services(request: DeskRequest) -> HttpResponse:
    """Every kind of service, retired ones last. Two queries."""
    context = {
        "section": "settings",
        "services": sorted(agency.services(retired=True), key=lambda row: not row.active),
        "left": agency.standard_services_left(),
        "may": request.actor.has_any(MAY_CHANGE_AGENCY),
    }
    return render(request, "desk/services.html", context)


@page(allowed=MAY_CHANGE_AGENCY, writes=True)
def add_standard_services(request: DeskRequest) -> HttpResponse:
    """Offer every standard kind of service the agency does not have yet."""
    made = actions.add_standard_services(by=request.actor, at=request.now)
    messages.success(request, f"{len(made)} standard services are added. Change or retire what does not fit.")
    return redirect("desk:services")


@page(allowed=MAY_CHANGE_AGENCY)
def add_service(request: DeskRequest) -> HttpResponse:
    """Offer a kind of service of the agency's own."""
    shown = {"room_needed": True, "delivery": Delivery.GROUP, "category": ServiceCategory.OTHER, "minutes": 60}
    form = ServiceForm(request.POST or None, initial=shown)

    def do(typed: dict[str, Any]) -> None:
        actions.offer_services(by=request.actor, at=request.now, services=[_new(typed)])

    said = {"crumbs": CRUMBS, "submit": "Offer it"}
    return ask(
        request, form, do, heading="A new service", back="desk:services", done="The service is offered.", said=said
    )


@page(allowed=MAY_CHANGE_AGENCY)
def change_service(request: DeskRequest, service: int) -> HttpResponse:
    """Change or rename a kind of service."""
    row = _service(service)
    shown = {name: getattr(row, name) for name in ServiceForm.base_fields}
    form = ServiceForm(request.POST or None, initial=shown)

    def do(typed: dict[str, Any]) -> None:
        actions.change_service(by=request.actor, at=request.now, service=service, to=_new(typed))

    return ask(
        request, form, do, heading=f"Change {row.name}", back="desk:services", done="Saved.", said={"crumbs": CRUMBS}
    )


@page(allowed=MAY_CHANGE_AGENCY, writes=True)
def retire_service(request: DeskRequest, service: int) -> HttpResponse:
    """Offer a kind of service no longer."""
    row = _service(service)
    actions.retire_service(by=request.actor, at=request.now, service=service)
    undo = reverse("desk:restore-service", args=[service])
    undoable(request, f"{row.name} is retired. What is planned of it stays.", undo)
    return redirect("desk:services")


@page(allowed=MAY_CHANGE_AGENCY, writes=True)
def restore_service(request: DeskRequest, service: int) -> HttpResponse:
    """Offer a retired kind of service again."""
    row = _service(service)
    actions.restore_service(by=request.actor, at=request.now, service=service)
    undoable(request, f"{row.name} is offered again.", reverse("desk:retire-service", args=[service]))
    return redirect("desk:services")


def _service(service: int) -> ServiceRow:
    for row in agency.services(retired=True):
        if row.id == service:
            return row
    raise NotFound


def _new(typed: Mapping[str, Any]) -> NewService:
    return NewService(
        **{
            **typed,
            "category": ServiceCategory(typed["category"]),
            "delivery": Delivery(typed["delivery"]),
            "credential_types": tuple(typed["credential_types"]),
        }
    )
