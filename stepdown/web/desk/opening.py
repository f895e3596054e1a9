"""Opening a chart that is not among one's own: the question why, and breaking the glass in an emergency."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from stepdown.audit.terms import Obstacle, Refused
from stepdown.journey import queries as journey
from stepdown.journey.terms import Answer
from stepdown.people import actions
from stepdown.people import queries as people
from stepdown.people.access import MAY_BREAK_GLASS, MAY_SEE_CLIENTS
from stepdown.people.terms import OpeningReason, Sought
from stepdown.web.desk.fields import Day, Line, labels
from stepdown.web.desk.pages import DeskRequest, page
from stepdown.web.desk.templatetags.wording import clock

ABOUT = {"rows": 2, "maxlength": 500}


class ReasonForm(forms.Form):
    """Why somebody opens a chart."""

    reason = forms.ChoiceField(label="Why do you open it?", choices=labels(OpeningReason), widget=forms.RadioSelect)
    words = Line(
        label="In a sentence",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs=ABOUT),
        help_text="Needed for an emergency and for another reason.",
    )


class GlassForm(forms.Form):
    """Whose chart, and what the emergency is."""

    record_number = Line(label="Record number", required=False, max_length=40)
    name = Line(label="Or the whole name", required=False, max_length=120)
    born = Day(label="and the date of birth", required=False)
    words = Line(
        label="What is the emergency?",
        max_length=500,
        widget=forms.Textarea(attrs=ABOUT),
        help_text="Say what happened. Compliance reads it at once.",
    )


@page(allowed=MAY_SEE_CLIENTS, chart=False)
def open_chart(request: DeskRequest, client: int) -> HttpResponse:
    """Ask why, then go on to the page they asked for. To whom the chart opens without a reason goes on at once."""
    face = people.face(request.actor, client)
    entry, _ = journey.chart_entry(request.actor, client, now=request.now, zone=request.site.time_zone)
    if entry.answer is Answer.OPENS:
        return _on(request, client)
    form = ReasonForm(request.POST or None)
    obstacles: Iterable[Obstacle] = ()
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "reason": OpeningReason(form.cleaned_data["reason"])}
        try:
            until = actions.open_with_reason(by=request.actor, at=request.now, client=client, **given)
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            messages.success(request, f"Open to you until {clock(until)}.")
            return _on(request, client)
    context = {"form": form, "face": face, "after": _after(request, client), "section": "clients"}
    return _show(request, "desk/open_chart.html", context, obstacles)


@page(allowed=MAY_BREAK_GLASS)
def break_glass(request: DeskRequest) -> HttpResponse:
    """Open the chart of a client of any site in an emergency."""
    form = GlassForm(request.POST or None)
    obstacles: Iterable[Obstacle] = ()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        who = Sought(given["record_number"], given["name"], given["born"])
        try:
            client = actions.break_glass(by=request.actor, at=request.now, who=who, words=given["words"])
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            messages.warning(request, "Opened in an emergency. Compliance has been told, and will ask you about it.")
            return redirect("desk:client", client)
    return _show(request, "desk/break_glass.html", {"form": form, "section": "clients"}, obstacles)


def _show(
    request: DeskRequest, template: str, context: dict[str, object], obstacles: Iterable[Obstacle]
) -> HttpResponse:
    told = {"obstacles": tuple(obstacles)}
    return render(request, template, context | told, status=422 if request.method == "POST" else 200)


def _after(request: DeskRequest, client: int) -> str:
    """The page they asked for, when it is ours; the chart's first page otherwise."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, {request.get_host()})
    return asked if ours else reverse("desk:client", args=[client])


def _on(request: DeskRequest, client: int) -> HttpResponse:
    return HttpResponseRedirect(_after(request, client))
