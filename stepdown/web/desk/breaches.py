"""The register of breaches: written down by anybody, weighed, told and closed by compliance. It names no client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url

from stepdown.audit.terms import NotFound, Obstacle, Refused
from stepdown.privacy import actions, queries
from stepdown.privacy.access import MAY_KEEP_BREACHES, MAY_REPORT_BREACHES
from stepdown.privacy.terms import BreachNotice, BreachRow, BreachStanding
from stepdown.web.desk.breach_forms import AssessForm, BreachForm, CloseForm, TakeBackForm, ToldForm
from stepdown.web.desk.changing import ask
from stepdown.web.desk.pages import DeskRequest, page
from stepdown.web.desk.templatetags.wording import day_long, words

LEAD = "A letter to the wrong person, a lost phone, somebody who looked where they had no business. Name no client."


@page(allowed=MAY_REPORT_BREACHES)
def breaches(request: DeskRequest) -> HttpResponse:
    """For everybody where to write it down; for compliance what is open, and what is closed (`?show=closed`)."""
    keeps = request.actor.has_any(MAY_KEEP_BREACHES)
    context: dict[str, object] = {"section": "legal", "keeps": keeps}
    if keeps:
        closed = request.GET.get("show", "") == "closed"
        waiting = queries.open_breaches(request.actor, request.today)
        context |= {
            "rows": queries.closed_breaches(request.actor, request.today) if closed else waiting,
            "chips": [("?", "Open", len(waiting), not closed), ("?show=closed", "Closed", None, closed)],
        }
    return render(request, "desk/breaches.html", context)


@page(allowed=MAY_REPORT_BREACHES)
def report(request: DeskRequest) -> HttpResponse:
    """Write down what happened."""
    form = BreachForm(request.POST or None, initial={"discovered_on": request.today})

    def do(_: dict[str, Any]) -> None:
        new = form.new(request.site.id)
        actions.report_breach(by=request.actor, at=request.now, day=request.today, breach=new)

    crumbs = (("desk:legal", "Legal"), ("desk:breaches", "Breaches"))
    said = {"crumbs": crumbs, "submit": "Write it down", "section": "legal", "lead": LEAD}
    done = "Written down. The compliance officer has it now; its clock runs from the day it was discovered."
    return ask(request, form, do, heading="Something happened to records", back="desk:breaches", done=done, said=said)


@page(allowed=MAY_KEEP_BREACHES)
def breach(request: DeskRequest, number: int) -> HttpResponse:
    """One breach: what happened, the clocks, how it was weighed, who was told, and how it ended."""
    return _show(request, queries.breach(request.actor, number, request.today))


@page(allowed=MAY_KEEP_BREACHES, writes=True)
def assess(request: DeskRequest, number: int) -> HttpResponse:
    """Weigh the four factors and decide."""
    form = AssessForm(request.POST)

    def do() -> None:
        actions.assess_breach(by=request.actor, at=request.now, breach=number, assessment=form.new())

    return _written(request, number, "assessing", form, do, "Decided, in your name.")


@page(allowed=MAY_KEEP_BREACHES, writes=True)
def tell(request: DeskRequest, number: int) -> HttpResponse:
    """Write down who was told."""
    form = ToldForm(request.POST)

    def do() -> None:
        said = form.cleaned_data | {"notice": BreachNotice(form.cleaned_data["notice"])}
        actions.tell_of_breach(by=request.actor, at=request.now, day=request.today, breach=number, **said)

    return _written(request, number, "telling", form, do, "Written down.")


@page(allowed=MAY_KEEP_BREACHES)
def take_back(request: DeskRequest, number: int, told: int) -> HttpResponse:
    """Take back that somebody was told, with a reason: it was written down by mistake."""
    row = queries.breach(request.actor, number, request.today)
    one = next((one for one in row.notices if one.id == told), None)
    if one is None:
        raise NotFound

    def do(said: dict[str, Any]) -> None:
        actions.take_back_told(by=request.actor, at=request.now, told=told, **said)

    said = {
        "crumbs": (("desk:legal", "Legal"), ("desk:breaches", "Breaches")), "submit": "Take it back", "section": "legal",
        "lead": f"{words(one.notice)}, told {day_long(one.on)}: {one.words}",
    }  # fmt: skip
    heading, done = "They were not told", "Taken back. Both stay to be read, and the clock runs again."
    form, back = TakeBackForm(request.POST or None), resolve_url("desk:breach", number)
    return ask(request, form, do, heading=heading, back=back, done=done, said=said)


@page(allowed=MAY_KEEP_BREACHES, writes=True)
def close(request: DeskRequest, number: int) -> HttpResponse:
    """Close it; what is still missing is told all at once."""
    form = CloseForm(request.POST)

    def do() -> None:
        actions.close_breach(
            by=request.actor, at=request.now, day=request.today, breach=number, words=form.cleaned_data["words"]
        )

    return _written(request, number, "closing", form, do, "Closed. It stays in the register.")


def _written(
    request: DeskRequest, number: int, name: str, form: forms.Form, do: Callable[[], None], done: str
) -> HttpResponse:
    """`do` what was typed and go back to the breach; what is missing is told on its page."""
    row = queries.breach(request.actor, number, request.today)
    obstacles: tuple[Obstacle, ...] = ()
    if form.is_valid():
        try:
            do()
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            messages.success(request, done)
            return redirect("desk:breach", number)
    return _show(request, row, status=422, obstacles=obstacles, tried=name, **{name: form})


def _show(request: DeskRequest, row: BreachRow, status: int = 200, **more: object) -> HttpResponse:
    context: dict[str, object] = {"section": "legal", "row": row}
    if row.standing is not BreachStanding.CLOSED:
        context |= {"assessing": AssessForm(initial={"people": row.people}), "closing": CloseForm()}
        if row.assessments and row.due:
            begun = {"notice": row.due[0].notice, "told_on": request.today}
            context["telling"] = ToldForm(initial=begun)
    return render(request, "desk/breach.html", context | more, status=status)
