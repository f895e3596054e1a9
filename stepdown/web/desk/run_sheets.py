"""Run-sheets: how the agency runs each kind of group, step by step, from a date on."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from stepdown.audit.terms import Obstacle, Refused
from stepdown.session import actions
from stepdown.session.access import MAY_WRITE_RUN_SHEETS
from stepdown.session.queries import groups
from stepdown.session.terms import Step
from stepdown.web.desk.fields import Day
from stepdown.web.desk.pages import DeskRequest, number, page, typed

MOST_STEPS = 8


class Sheet(forms.Form):
    """From when on the steps hold."""

    starts = Day(label="From")


@page(allowed=MAY_WRITE_RUN_SHEETS)
def run_sheets(request: DeskRequest) -> HttpResponse:
    """Every kind of group and how it runs today."""
    rows = groups.run_sheets(request.actor, request.today)
    return render(request, "desk/run_sheets.html", {"rows": rows, "section": "settings"})


@page(allowed=MAY_WRITE_RUN_SHEETS)
def run_sheet(request: DeskRequest) -> HttpResponse:
    """The steps of one kind of group, `?service=` its number; what is written holds from its date on, what held before stays for its days."""
    rows = groups.run_sheets(request.actor, request.today)
    service = number(request.GET.get("service", ""))
    row = next((one for one in rows if one.service.id == service), None)
    if row is None:
        return redirect("desk:run-sheets")
    form = Sheet(request.POST or None, initial={"starts": request.today})
    steps = _typed_steps(request) if request.method == "POST" else list(row.steps)
    obstacles: tuple[Obstacle, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            starts = form.cleaned_data["starts"]
            actions.write_run_sheet(
                by=request.actor, at=request.now, service=row.service.id, starts=starts, steps=steps
            )
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            messages.success(request, "The run-sheet is written down.")
            return redirect("desk:run-sheets")
    blank = [Step("", 1)] * max(1, MOST_STEPS - len(steps))
    context = {"row": row, "form": form, "steps": [*steps, *blank[:2]], "obstacles": obstacles, "section": "settings"}
    return render(request, "desk/run_sheet.html", context, status=422 if request.method == "POST" else 200)


def _typed_steps(request: DeskRequest) -> list[Step]:
    """The steps typed, those without anything left out."""
    rows = zip(
        request.POST.getlist("title"), request.POST.getlist("share"), request.POST.getlist("prompt"), strict=False
    )
    return [
        Step(
            typed(title),
            int(share) if share.isascii() and share.isdigit() and len(share) < 3 else 0,
            typed(prompt, 200),
        )
        for title, share, prompt in rows
        if title.strip() or prompt.strip()
    ][:MOST_STEPS]
