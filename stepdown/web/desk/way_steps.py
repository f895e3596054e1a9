"""One dialog for each step of a client's way: what is asked, what would follow, then doing it; and taking one back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stepdown.agency import queries as agency
from stepdown.audit.terms import Obstacle, Refused
from stepdown.episode import actions as episode
from stepdown.episode.access import MAY, MAY_SEE_WAY
from stepdown.episode.terms import (
    ContactOutcome,
    Discharge,
    DischargeReason,
    Event,
    HoldReason,
    NewHold,
    NewStay,
    NewStep,
    Step,
)
from stepdown.journey import actions as journey
from stepdown.kernel.week import zone_of
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.schedule.queries.tracks import classes_of
from stepdown.web.desk import way_forms as forms
from stepdown.web.desk.pages import DeskRequest, View, number, page
from stepdown.web.desk.seats_told import tell_seats
from stepdown.web.desk.way_follows import follows

Do = Callable[[DeskRequest, int, Any], int]
"""Does it with what was typed; returns the step's id."""


@dataclass(frozen=True, slots=True)
class Dialog:
    """How one step is asked for."""

    event: Event
    title: str
    button: str
    form: type[forms.StepForm]
    do: Do
    lead: str = ""
    follows: bool = False
    """Whether tracks and seats end or are given back: told before it is done."""


def _common(request: DeskRequest, client: int, typed: dict[str, Any]) -> dict[str, Any]:
    return {"by": request.actor, "at": request.now, "client": client, "on": typed["on"], "text": typed["text"]}


def _again(request: DeskRequest, client: int, form: forms.AgainForm) -> int:
    given = form.cleaned_data
    step = Step(Event.FIRST_CONTACT, given["on"], owner=given["owner"], due=given["due"], text=given["text"])
    return episode.take_first_contact(by=request.actor, at=request.now, contacts=[NewStep(client, step)])[0]


def _contact(request: DeskRequest, client: int, form: forms.ContactForm) -> int:
    given = form.cleaned_data
    outcome = ContactOutcome(given["outcome"])
    return episode.record_contact(
        **_common(request, client, given), outcome=outcome, owner=given["owner"], due=given["due"]
    )


def _assess(request: DeskRequest, client: int, form: forms.AssessForm) -> int:
    given = form.cleaned_data
    when = form.when(zone_of(request.site.time_zone))
    return episode.book_assessment(**_common(request, client, given), when=when, assessor=given["owner"])


def _decide(event: Event) -> Do:
    def do(request: DeskRequest, client: int, form: forms.StepForm) -> int:
        given = form.cleaned_data
        placed = isinstance(form, forms.PlaceForm)
        step = Step(
            event,
            given["on"],
            program=form.program() if placed else None,  # type: ignore[attr-defined]  # placed
            level=form.level() if placed else None,  # type: ignore[attr-defined]  # placed
            reason=given.get("reason", ""),
            where=given.get("where", ""),
            owner=given.get("owner"),
            due=given.get("due"),
            text=given["text"],
        )
        return episode.decide(by=request.actor, at=request.now, client=client, decision=step)

    return do


def _clear(request: DeskRequest, client: int, form: forms.ClearForm) -> int:
    given = form.cleaned_data
    return episode.clear_for_group(**_common(request, client, given), rests_on=given["reason"])


def _unclear(request: DeskRequest, client: int, form: forms.StepForm) -> int:
    return episode.withdraw_clearance(**_common(request, client, form.cleaned_data))


def _transfer(request: DeskRequest, client: int, form: forms.PlaceForm) -> int:
    given = form.cleaned_data
    to = NewStay(client, form.program(), form.level(), given["on"], given["text"])
    chosen_here = request.POST.get("track_for", given["place"]) == given["place"]
    track = number(request.POST.get("track", "")) if chosen_here else None
    groups = classes_of(track, given["on"]) if track else ()
    done = journey.transfer(by=request.actor, at=request.now, to=to, track=track, groups=groups)
    tell_seats(request, done.seats)
    return done.step


def _hold(request: DeskRequest, client: int, form: forms.HoldForm) -> int:
    given = form.cleaned_data
    new = NewHold(
        client=client,
        reason=HoldReason(given["reason"]),
        starts=given["on"],
        seat_kept_until=given["seat_until"],
        due_back=given["due"],
        owner=given["owner"],
        text=given["text"],
    )
    return journey.hold(by=request.actor, at=request.now, hold=new)


def _return(request: DeskRequest, client: int, form: forms.ReturnForm) -> int:
    back = journey.come_back(**_common(request, client, form.cleaned_data))
    if back.missed:
        seats = "1 session has no seat" if back.missed == 1 else f"{back.missed} sessions have no seat"
        messages.warning(request, f"{seats} for them any more. Look at their week, and give them others.")
    return back.step


def _discharge(request: DeskRequest, client: int, form: forms.DischargeForm) -> int:
    given = form.cleaned_data
    new = Discharge(client, given["on"], DischargeReason(given["reason"]), given["where"], given["text"])
    return journey.discharge(by=request.actor, at=request.now, discharge=new)


DIALOGS = {
    "again": Dialog(Event.FIRST_CONTACT, "They ask for care again", "Record", forms.AgainForm, _again),
    "contact": Dialog(
        Event.CONTACT, "Record a contact", "Record", forms.ContactForm, _contact,
        "Only reaching them sets the clock back; a message left does not.",
    ),
    "assess": Dialog(Event.BOOK_ASSESSMENT, "Book an assessment", "Book", forms.AssessForm, _assess),
    "accept": Dialog(
        Event.ACCEPT, "Accept them", "Accept", forms.AcceptForm, _decide(Event.ACCEPT),
        "A decision under your name. They are admitted next.",
    ),
    "wait": Dialog(
        Event.WAIT, "Keep them waiting", "Put on the waiting list", forms.WaitForm, _decide(Event.WAIT),
        "Their place in line counts from the first day they waited.",
    ),
    "refer": Dialog(Event.REFER_ON, "Refer them on", "Refer on", forms.ReferForm, _decide(Event.REFER_ON)),
    "close": Dialog(Event.CLOSE, "They did not come", "Record", forms.CloseForm, _decide(Event.CLOSE)),
    "clear": Dialog(
        Event.CLEAR, "Clear for group", "Clear for group", forms.ClearForm, _clear,
        "From that day on they may be in a room with others.",
    ),
    "unclear": Dialog(
        Event.WITHDRAW_CLEARANCE, "Withdraw the clearance", "Withdraw", forms.StepForm, _unclear,
        "From that day on they may be in no group until somebody clears them again.",
    ),
    "transfer": Dialog(
        Event.TRANSFER, "Transfer", "Transfer", forms.PlaceForm, _transfer,
        "Another level, program or site, from any day of the week. What does not serve it ends that day.", True,
    ),
    "hold": Dialog(
        Event.HOLD, "Put on hold", "Put on hold", forms.HoldForm, _hold,
        "No hours are expected until somebody says they are back. A hold never ends in a discharge by itself.", True,
    ),
    "return": Dialog(
        Event.RETURN, "Back from hold", "They are back", forms.ReturnForm, _return,
        "Hours are expected again from that day on, and their regular seats are theirs again where they were kept.",
    ),
    "discharge": Dialog(
        Event.DISCHARGE, "Discharge", "Discharge", forms.DischargeForm, _discharge,
        "Your decision, under your name. The record stays; they may come back at any time.", True,
    ),
}  # fmt: skip
"""How each step is asked for, by the last word of its address."""


def _view(name: str) -> View:
    """The page of one dialog: GET shows it, POST does it."""
    dialog = DIALOGS[name]

    @page(allowed=MAY[dialog.event] & MAY_SEE_CLIENTS)
    def view(request: DeskRequest, client: int) -> HttpResponse:
        face = people.face(request.actor, client)
        today = request.today
        form = _form(request, dialog, today)
        if "told" in request.GET:
            return render(request, "desk/_way_follows.html", {"follows": follows(request, client, dialog.event, today)})
        obstacles: Iterable[Obstacle] = ()
        if request.method == "POST" and form.is_valid():
            try:
                step = dialog.do(request, client, form)
            except Refused as refused:
                obstacles = refused.obstacles
            else:
                return _done(request, client, step)
        context = {
            "dialog": dialog,
            "form": form,
            "face": face,
            "client": client,
            "obstacles": tuple(obstacles),
            "follows": follows(request, client, dialog.event, today) if dialog.follows else None,
        }
        return _show(request, "desk/_way_step.html", context)

    return view


again, contact, assess, accept, wait, refer, close = map(
    _view, ("again", "contact", "assess", "accept", "wait", "refer", "close")
)
clear, unclear, transfer, hold, come_back, discharge = map(
    _view, ("clear", "unclear", "transfer", "hold", "return", "discharge")
)


@page(allowed=MAY_SEE_WAY & MAY_SEE_CLIENTS)
def back(request: DeskRequest, client: int, step: int) -> HttpResponse:
    """Take a step back: ask why, then do it, with what hangs on it."""
    face = people.face(request.actor, client)
    form = forms.WhyForm(request.POST or None)
    obstacles: Iterable[Obstacle] = ()
    if request.method == "POST" and form.is_valid():
        try:
            taken = journey.take_back(
                by=request.actor, at=request.now, client=client, step=step, why=form.cleaned_data["why"]
            )
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            tell_seats(request, taken.seats)
            return _done(request, client, None)
    context = {"form": form, "face": face, "client": client, "obstacles": tuple(obstacles)}
    return _show(request, "desk/_way_back.html", context)


def _form(request: DeskRequest, dialog: Dialog, today: date) -> forms.StepForm:
    """The form with who may be named, and where a transfer may lead."""
    more: dict[str, Any] = {}
    if issubclass(dialog.form, forms.PlaceForm):
        sites = [row.id for row in request.sites] if dialog.event is Event.TRANSFER else [request.site.id]
        more["programs"] = agency.programs_at(sites)
    data = request.POST if request.method == "POST" else None
    staff = agency.staff_names([request.site.id], telehealth=True)
    return dialog.form(data, today=today, staff=staff, **more)


def _done(request: DeskRequest, client: int, step: int | None) -> HttpResponse:
    """Back on the Journey tab, which says what was done and offers to undo it."""
    address = reverse("desk:client-journey", args=[client]) + (f"?done={step}" if step else "")
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _show(request: DeskRequest, fragment: str, context: dict[str, object]) -> HttpResponse:
    """A fragment for the dialog; without htmx a page around it. What was refused or mistyped stays as typed: 422."""
    status = 422 if request.method == "POST" else 200
    if request.htmx:
        return render(request, fragment, context, status=status)
    around = context | {"fragment": fragment, "alone": True, "section": "clients"}
    return render(request, "desk/way_step.html", around, status=status)
