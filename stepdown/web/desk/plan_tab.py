"""Plan: the order of hours that feeds the schedule, what the level asks for, and every order before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from stepdown.agency import queries as agency
from stepdown.agency.terms import ServiceRow
from stepdown.audit.terms import NotFound, Obstacle, Refused
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.plan import actions
from stepdown.plan import queries as plan
from stepdown.plan.access import MAY_PRESCRIBE, MAY_SEE_PLAN
from stepdown.plan.terms import LevelNeeds, Modality, NewPrescription, PrescribedLine, PrescriptionRow
from stepdown.schedule.queries.setup import availability
from stepdown.web.desk.chart import open_chart
from stepdown.web.desk.fields import Day
from stepdown.web.desk.pages import DeskRequest, number, page, typed
from stepdown.web.desk.templatetags.wording import words


class Order(forms.Form):
    """What an order says beside its lines."""

    starts = Day(label="Holds from")
    modality = forms.ChoiceField(label="How", choices=[(one.value, words(one)) for one in Modality])
    ordered_by = forms.TypedChoiceField(label="Ordered by", coerce=int)
    ordered_on = Day(label="Ordered on", required=False)
    minimum_day = forms.IntegerField(
        label="Minutes that make a day", help_text="0: as the payer has it.", min_value=0, max_value=1440, initial=0
    )


class Ending(forms.Form):
    """When an order ends with no other in its place, and why."""

    on = Day(label="First day without it")
    reason = forms.CharField(label="Why", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of service on the form, with what was typed or ordered before; empty is none."""

    service: ServiceRow
    sessions: str
    minutes: str


@page(allowed=MAY_SEE_PLAN & MAY_SEE_CLIENTS)
def plan_tab(request: DeskRequest, client: int) -> HttpResponse:
    """The order in force, the level's minimum with its source, and the orders before it."""
    chart = open_chart(request, client)
    today = request.today
    orders = plan.prescriptions_of(client)
    needs = plan.level_needs([client], today).get(client)
    now = next((row for row in orders if row.holds(today)), None)
    context = {
        "order": now,
        "to_come": [row for row in orders if row.since > today],
        "before": [row for row in orders if row.ends is not None and row.ends <= today],
        "needs": needs,
        "counted": _counted(now, needs),
        "may_order": request.actor.has_any(MAY_PRESCRIBE),
        "availability": _availability(client),
    }
    return chart.page("desk/client_plan.html", context)


@page(allowed=MAY_PRESCRIBE & MAY_SEE_CLIENTS)
def order(request: DeskRequest, client: int) -> HttpResponse:
    """Order a week of care. What was typed stays when it is refused; a reason lets those who may override."""
    chart = open_chart(request, client)
    today = request.today
    before = plan.prescription_on(client, today)
    form = Order(request.POST or None, initial=_initial(request, before, today))
    form.fields["ordered_by"].choices = agency.staff_holding(MAY_PRESCRIBE)  # type: ignore[attr-defined]
    services = agency.services()
    obstacles: tuple[Obstacle, ...] = ()
    reason = typed(request.POST.get("reason", ""), most=500)
    if request.method == "POST" and form.is_valid():
        needs = plan.level_needs([client], form.cleaned_data["starts"]).get(client)
        row = _prescription(client, form, tuple(_lines(request.POST, services)), needs)
        try:
            actions.prescribe(by=request.actor, at=request.now, prescriptions=[row], override=reason)
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            messages.success(request, "Ordered. The schedule follows it from that day on.")
            return redirect("desk:client-plan", client)
    context = {
        "form": form,
        "lines": [_typed(request, service, before) for service in services],
        "needs": plan.level_needs([client], today).get(client),
        "obstacles": obstacles,
        "reason": reason,
        "may_override": bool(obstacles) and all(request.actor.has_any(o.override_by) for o in obstacles),
    }
    return chart.page("desk/client_order.html", context, status=422 if form.errors or obstacles else 200)


@page(allowed=MAY_PRESCRIBE & MAY_SEE_CLIENTS)
def end(request: DeskRequest, client: int, prescription: int) -> HttpResponse:
    """End an order with no other in its place."""
    if plan.client_of(prescription) != client:
        raise NotFound
    chart = open_chart(request, client)
    form = Ending(request.POST or None)
    obstacles: tuple[Obstacle, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_prescription(by=request.actor, at=request.now, prescription=prescription, **form.cleaned_data)
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            messages.success(request, "The order ends.")
            return redirect("desk:client-plan", client)
    context = {"form": form, "obstacles": obstacles, "ends": True}
    return chart.page("desk/client_order.html", context, status=422 if form.errors or obstacles else 200)


def _initial(request: DeskRequest, before: PrescriptionRow | None, today: date) -> dict[str, object]:
    return {
        "starts": today,
        "modality": before.modality if before else Modality.IN_PERSON,
        "ordered_by": request.actor.staff,
        "minimum_day": before.minimum_day_minutes if before else 0,
    }


def _prescription(
    client: int, form: Order, lines: tuple[PrescribedLine, ...], needs: LevelNeeds | None
) -> NewPrescription:
    """The order as typed; the minimum of the week is the level's, or all of it where the level has none."""
    said = form.cleaned_data
    total = sum(line.sessions_a_week * line.minutes for line in lines)
    minimum = needs.minutes if needs and needs.minutes is not None else total
    return NewPrescription(
        client=client,
        starts=said["starts"],
        modality=Modality(said["modality"]),
        minimum_week_minutes=minimum,
        minimum_day_minutes=said["minimum_day"],
        lines=lines,
        ordered_by=said["ordered_by"],
        ordered_on=said["ordered_on"],
    )


def _lines(sent: QueryDict, services: tuple[ServiceRow, ...]) -> Iterator[PrescribedLine]:
    """The lines that name sessions; minutes left out are the service's own."""
    for service in services:
        sessions = number(sent.get(f"sessions_{service.id}", "")) or 0
        minutes = number(sent.get(f"minutes_{service.id}", ""))
        if sessions:
            yield PrescribedLine(
                service.id, min(sessions, 99), min(service.minutes if minutes is None else minutes, 1440)
            )


def _typed(request: DeskRequest, service: ServiceRow, before: PrescriptionRow | None) -> Line:
    if request.method == "POST":
        sent = request.POST
        return Line(
            service, typed(sent.get(f"sessions_{service.id}", "")), typed(sent.get(f"minutes_{service.id}", ""))
        )
    old = next((line for line in before.lines if line.service == service.id), None) if before else None
    return Line(service, str(old.sessions) if old else "", str(old.minutes if old else service.minutes))


def _counted(order: PrescriptionRow | None, needs: LevelNeeds | None) -> int:
    """Minutes of the order that count towards the level's hours."""
    left_out = needs.not_counted if needs else frozenset()
    return sum(line.sessions * line.minutes for line in order.lines if line.service not in left_out) if order else 0


def _availability(client: int) -> list[tuple[int, list[tuple[int, int]]]]:
    """(weekday, [(from, until)]) on which the client can come; minutes after local midnight."""
    days: dict[int, list[tuple[int, int]]] = {}
    for hours in availability([client]).get(client, []):
        days.setdefault(hours.weekday, []).append((hours.starts, hours.ends))
    return sorted(days.items())
