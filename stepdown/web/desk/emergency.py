"""What a helper needs in an emergency: of one client, or of everybody in the building now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stepdown.audit.terms import NotFound
from stepdown.people import actions
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_EMERGENCY
from stepdown.people.terms import EmergencyKind, NewEmergencyFact
from stepdown.session import queries as session
from stepdown.transfer.access import MAY_PRINT_SHEETS
from stepdown.web.desk.asking import ask
from stepdown.web.desk.changing import undoable
from stepdown.web.desk.chart import open_chart
from stepdown.web.desk.pages import DeskRequest, opened_charts, page
from stepdown.web.desk.templatetags.wording import words


class FactForm(forms.Form):
    """A line of the sheet."""

    kind = forms.ChoiceField(label="What it is", choices=[(kind.value, words(kind)) for kind in EmergencyKind])
    what = forms.CharField(
        label="Which", required=False, max_length=200, help_text="The allergen, the medicine, the condition."
    )
    detail = forms.CharField(
        label="More", required=False, max_length=300, help_text="The reaction; dose and times; what to do."
    )


@page(allowed=MAY_SEE_EMERGENCY)
def emergency(request: DeskRequest, client: int) -> HttpResponse:
    """The sheet of one client; it prints on a page."""
    chart = open_chart(request, client)
    sheets = people.emergency_sheets(request.actor, [client])
    if not sheets:
        raise NotFound
    return chart.page("desk/client_emergency.html", {"sheet": sheets[0]})


@page(allowed=MAY_SEE_EMERGENCY)
def add_fact(request: DeskRequest, client: int) -> HttpResponse:
    """A new line on the sheet."""

    def do(given: Mapping[str, Any]) -> None:
        fact = NewEmergencyFact(EmergencyKind(given["kind"]), given["what"], given["detail"])
        actions.record_fact(by=request.actor, at=request.now, client=client, fact=fact)

    form = FactForm(request.POST or None)
    return ask(request, client, form, do, title="Emergency sheet", back="desk:client-emergency")


@page(allowed=MAY_SEE_EMERGENCY, writes=True)
def withdraw_fact(request: DeskRequest, client: int, fact: int) -> HttpResponse:
    """Take a line off the sheet."""
    actions.withdraw_fact(by=request.actor, at=request.now, client=client, number=fact)
    back = reverse("desk:restore-fact", args=[client, fact])
    undoable(request, "Taken off the sheet. The record of it stays.", back)
    return redirect("desk:client-emergency", client)


@page(allowed=MAY_SEE_EMERGENCY, writes=True)
def restore_fact(request: DeskRequest, client: int, fact: int) -> HttpResponse:
    """A line taken off by mistake stands on the sheet again."""
    actions.restore_fact(by=request.actor, at=request.now, client=client, number=fact)
    messages.success(request, "It stands on the sheet again.")
    return redirect("desk:client-emergency", client)


@page(allowed=MAY_SEE_EMERGENCY)
def building(request: DeskRequest) -> HttpResponse:
    """Everybody in the building of the site now, to call out in an evacuation: clients, guests, staff, and where they
    are. `?sheets=1` adds what helpers must know of each client. Every chart shown is recorded as read.
    """
    found = session.building_now(request.actor, site=request.site, now=request.now)
    clients = {one.client for one in found.clients} | {visit.client for visit in found.unsure}
    sheets = {sheet.client: sheet for sheet in people.emergency_sheets(request.actor, clients)}
    opened_charts(request, sheets)
    context = {
        "rows": sorted(
            ((sheets[one.client], one) for one in found.clients),
            key=lambda row: (row[0].name.casefold(), row[1].client),
        ),
        "unsure": [(sheets[visit.client], visit) for visit in found.unsure],
        "found": found,
        "with_sheets": "sheets" in request.GET,
        "may_print_sheets": request.actor.has_any(MAY_PRINT_SHEETS),
        "site": request.site,
        "now": request.now,
        "section": "today",
    }
    return render(request, "desk/building.html", context)
