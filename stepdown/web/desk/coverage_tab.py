"""Coverage: what payers authorized, how much of it was used, when it is looked at again, and every talk about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from stepdown.audit.terms import NotFound, Obstacle, Refused
from stepdown.consent import queries as consent
from stepdown.consent.terms import RecipientKind
from stepdown.coverage import actions
from stepdown.coverage import queries as coverage
from stepdown.coverage.access import MAY_AUTHORIZE, MAY_SEE_COVERAGE, MAY_SEE_TALKS
from stepdown.coverage.terms import (
    AuthorizationRow,
    NewAuthorization,
    NewCall,
    Outcome,
    UnitKind,
    UnitPeriod,
    Units,
)
from stepdown.kernel.levels import LevelOfCare
from stepdown.kernel.week import Week, zone_of
from stepdown.ledger import queries as ledger
from stepdown.ledger.queries import Used
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.web.desk.chart import open_chart
from stepdown.web.desk.fields import Day
from stepdown.web.desk.pages import DeskRequest, page
from stepdown.web.desk.templatetags.wording import words


class Authorization(forms.Form):
    """What a payer said yes to. The last day is typed as payers write it: included."""

    payer = forms.CharField(label="Payer", max_length=120)
    number = forms.CharField(label="Authorization number", max_length=80, required=False)
    level = forms.ChoiceField(label="Level of care", choices=[(one.value, words(one)) for one in LevelOfCare])
    starts = Day(label="First day")
    last = Day(label="Last day", required=False)
    units = forms.IntegerField(label="Units", min_value=0, max_value=10000, required=False)
    kind = forms.ChoiceField(label="Of what", choices=[(one.value, words(one)) for one in UnitKind])
    period = forms.ChoiceField(label="Over", choices=[(one.value, words(one)) for one in UnitPeriod])
    next_review = Day(label="Next review", required=False)


class Call(forms.Form):
    """One talk with a payer."""

    when = forms.DateTimeField(
        label="When", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    spoke_with = forms.CharField(label="Spoke with", max_length=120)
    outcome = forms.ChoiceField(label="Outcome", choices=[(one.value, words(one)) for one in Outcome])
    reference = forms.CharField(label="Reference number", max_length=80, required=False)
    told = forms.CharField(label="What was said", max_length=1000, required=False, widget=forms.Textarea({"rows": 3}))
    next_review = Day(label="Next review", required=False)


class Ending(forms.Form):
    """When an authorization ends before its time. Payers name the last day; it is included."""

    last = Day(label="Last day it covers")


@dataclass(frozen=True, slots=True)
class Shown:
    """An authorization with the units used."""

    row: AuthorizationRow
    used: tuple[Used, ...]
    over: bool


@page(allowed=MAY_SEE_COVERAGE & MAY_SEE_CLIENTS)
def coverage_tab(request: DeskRequest, client: int) -> HttpResponse:
    """Every authorization with units used and left, its next review and its calls; those that hold first."""
    chart = open_chart(request, client)
    week = Week.of(request.now, request.site.time_zone)
    today = week.day_near(request.now)
    rows = coverage.authorizations_of(client)
    current = [row for row in rows if row.ends is None or today < row.ends]
    used = ledger.used(client, current, week, now=request.now)
    context = {
        "current": [Shown(row, used[row.id], any(one.left < 0 for one in used[row.id])) for row in current],
        "past": [row for row in rows if row not in current],
        "today": today,
        "may_authorize": request.actor.has_any(MAY_AUTHORIZE),
        "sees_talks": request.actor.has_any(MAY_SEE_TALKS),
        "restrictions": [
            row for row in consent.restrictions_of(client) if row.kept and row.kind == RecipientKind.PAYER
        ],
    }
    holding = tuple(row for row in reversed(current) if row.starts <= today)
    return chart.page("desk/client_coverage.html", context, authorized=holding)


@page(allowed=MAY_AUTHORIZE & MAY_SEE_CLIENTS)
def record(request: DeskRequest, client: int) -> HttpResponse:
    """Record what a payer authorized. Hours beyond it stay; they become the reviewer's work."""
    chart = open_chart(request, client)
    stay = chart.standing.stay
    form = Authorization(request.POST or None, initial={"level": stay.level if stay else "", "kind": UnitKind.DAY})
    obstacles: tuple[Obstacle, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            actions.authorize(by=request.actor, at=request.now, authorizations=[_authorization(client, form)])
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            messages.success(request, "The authorization is recorded.")
            return redirect("desk:client-coverage", client)
    context = {"form": form, "obstacles": obstacles, "said": "Record an authorization"}
    return chart.page("desk/client_coverage_form.html", context, status=422 if form.errors or obstacles else 200)


@page(allowed=MAY_AUTHORIZE & MAY_SEE_CLIENTS)
def call(request: DeskRequest, client: int, authorization: int) -> HttpResponse:
    """Write down a talk with the payer."""
    if coverage.client_of(authorization) != client:
        raise NotFound
    chart = open_chart(request, client)
    local = request.now.astimezone(zone_of(request.site.time_zone))
    form = Call(request.POST or None, initial={"when": local.replace(second=0, microsecond=0, tzinfo=None)})
    obstacles: tuple[Obstacle, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            actions.log_call(by=request.actor, at=request.now, authorization=authorization, call=_call(form))
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            messages.success(request, "The talk is written down.")
            return redirect("desk:client-coverage", client)
    context = {"form": form, "obstacles": obstacles, "said": "Write down a talk with the payer"}
    return chart.page("desk/client_coverage_form.html", context, status=422 if form.errors or obstacles else 200)


@page(allowed=MAY_AUTHORIZE & MAY_SEE_CLIENTS)
def end(request: DeskRequest, client: int, authorization: int) -> HttpResponse:
    """End an authorization early: the payer took it back, another replaces it, or it was recorded wrongly."""
    if coverage.client_of(authorization) != client:
        raise NotFound
    chart = open_chart(request, client)
    yesterday = request.today - timedelta(days=1)
    form = Ending(request.POST or None, initial={"last": yesterday})
    obstacles: tuple[Obstacle, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            on = form.cleaned_data["last"] + timedelta(days=1)
            actions.end_authorization(by=request.actor, at=request.now, authorization=authorization, on=on)
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            messages.success(request, "The authorization ends. Nothing planned is taken from the client.")
            return redirect("desk:client-coverage", client)
    context = {"form": form, "obstacles": obstacles, "said": "End the authorization early", "submit": "End it"}
    return chart.page("desk/client_coverage_form.html", context, status=422 if form.errors or obstacles else 200)


def _authorization(client: int, form: Authorization) -> NewAuthorization:
    said = form.cleaned_data
    last: date | None = said["last"]
    units = () if said["units"] is None else (Units(UnitKind(said["kind"]), UnitPeriod(said["period"]), said["units"]),)
    return NewAuthorization(
        client=client,
        level=LevelOfCare(said["level"]),
        starts=said["starts"],
        ends=None if last is None else last + timedelta(days=1),
        units=units,
        number=said["number"],
        next_review=said["next_review"],
        payer=said["payer"],
    )


def _call(form: Call) -> NewCall:
    said = form.cleaned_data
    when: datetime = said["when"]
    return NewCall(
        when, said["spoke_with"], Outcome(said["outcome"]), said["reference"], said["told"], said["next_review"]
    )
