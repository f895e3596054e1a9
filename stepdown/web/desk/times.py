"""What was not tapped when it happened: a forgotten check-out, a visit written down or taken back afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from stepdown.audit.terms import Obstacle, Refused
from stepdown.kernel.week import zone_of
from stepdown.people import queries as people
from stepdown.session import actions, queries
from stepdown.session.access import MAY_CHECK_IN
from stepdown.session.terms import OVERRIDE_BY
from stepdown.web.desk.pages import DeskRequest, page
from stepdown.web.desk.today import changed, looking_at, moment_on


class Left(forms.Form):
    """When somebody left, on the site's clock. Never filled in for the person: a guess is not a record."""

    left = forms.TimeField(label="They left at", widget=forms.TimeInput(attrs={"type": "time"}))


class Visited(forms.Form):
    """When somebody came and left, on the site's clock."""

    came = forms.TimeField(label="They came at", widget=forms.TimeInput(attrs={"type": "time"}))
    left = forms.TimeField(label="They left at", widget=forms.TimeInput(attrs={"type": "time"}))


class Why(forms.Form):
    """Why a visit of a day that is over is taken back."""

    reason = forms.CharField(
        label="Reason",
        help_text="It is kept with the change, under your name.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@page(allowed=MAY_CHECK_IN)
def say_when_left(request: DeskRequest, visit: int) -> HttpResponse:
    """A check-out that was forgotten: ask for the time, then record it."""
    row = queries.visit_of(request.actor, visit)
    day = row.arrived_at.astimezone(zone_of(request.site.time_zone)).date()

    def record(times: Mapping[str, object]) -> None:
        left = moment_on(request, day, times["left"])  # type: ignore[arg-type]
        actions.check_out(by=request.actor, at=request.now, visit=visit, departed_at=left)

    said = {"title": "When did they leave?", "arrived": row.arrived_at, "action": request.path}
    return ask(request, row.client, Left(request.POST or None), record, said)


@page(allowed=MAY_CHECK_IN, chart=False)
def record_visit(request: DeskRequest, client: int) -> HttpResponse:
    """A visit that was not written down on its day: ask for both times, then record it."""
    looking = looking_at(request)

    def record(times: Mapping[str, object]) -> None:
        came, left = (moment_on(request, looking.day, times[name]) for name in ("came", "left"))  # type: ignore[arg-type]
        actions.record_visit(by=request.actor, at=request.now, client=client, arrived_at=came, departed_at=left)

    said = {"title": "Record a visit", "action": reverse("desk:record-visit", args=[client])}
    return ask(request, client, Visited(request.POST or None), record, said)


@page(allowed=OVERRIDE_BY)
def take_back(request: DeskRequest, visit: int) -> HttpResponse:
    """A visit of a day that is over that was not so: ask for the reason, then take it back."""
    row = queries.visit_of(request.actor, visit)

    def record(typed: Mapping[str, object]) -> None:
        actions.undo_check_in(by=request.actor, at=request.now, visit=visit, override=str(typed["reason"]))

    said = {"title": "Take this visit back?", "taken_back": row, "action": request.path, "submit": "Take it back"}
    return ask(request, row.client, Why(request.POST or None), record, said)


def ask(
    request: DeskRequest,
    client: int,
    form: forms.Form,
    record: Callable[[Mapping[str, object]], object],
    said: Mapping[str, object],
) -> HttpResponse:
    """Show the dialog; once what was typed is good, record it and show the client's rows. What was typed stays."""
    face = people.face(request.actor, client)
    obstacles: tuple[Obstacle, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            record(form.cleaned_data)
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            response = changed(request, client, said=str(said.get("done", "")))
            response["HX-Trigger"] = "dialog:close"
            return response
    context = {
        **said,
        "form": form,
        "face": face,
        "obstacles": obstacles,
        "looking": looking_at(request),
        "section": "today",
    }
    template = "desk/_times.html" if request.htmx else "desk/times.html"
    response = render(request, template, context, status=422 if request.method == "POST" else 200)
    if request.method == "POST":
        response["HX-Retarget"], response["HX-Reswap"] = "#modal-body", "innerHTML"
    return response
