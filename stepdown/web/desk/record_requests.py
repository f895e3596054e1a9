"""What people ask about their own records: taken in at the desk, answered by compliance, until a day."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url

from stepdown.audit.terms import Obstacle, Refused
from stepdown.consent import queries as consent
from stepdown.consent.terms import LegalWay, Signer
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.privacy import actions, queries
from stepdown.privacy.access import MAY_ANSWER_REQUESTS, MAY_SEE_REQUESTS, MAY_TAKE_REQUESTS
from stepdown.privacy.terms import REVIEWABLE, Form, Known, Outcome, RequestKind, RequestRow, Says, Standing
from stepdown.transfer.whole_record.making import make_record
from stepdown.web.desk.changing import undoable
from stepdown.web.desk.chart import open_chart
from stepdown.web.desk.leaving import as_zip
from stepdown.web.desk.pages import DeskRequest, opened_chart, page, typed
from stepdown.web.desk.request_forms import AnswerForm, ExtendForm, RequestForm, StatementForm

MAY = MAY_ANSWER_REQUESTS & MAY_SEE_CLIENTS


@page(allowed=MAY_SEE_REQUESTS & MAY_SEE_CLIENTS)
def requests(request: DeskRequest) -> HttpResponse:
    """What is open, the next due first (`?show=soon`, `?show=answered`); a name to look for is sent as POST."""
    show, wanted = request.GET.get("show", ""), typed(request.POST.get("q", ""))
    waiting = queries.open_requests(request.actor, request.today, wanted)
    soon = tuple(row for row in waiting if row.standing != Standing.OPEN)
    answered = queries.answered_requests(request.actor, request.today, wanted) if show == "answered" else ()
    context = {
        "section": "legal",
        "wanted": wanted,
        "show": show,
        "decides": request.actor.has_any(MAY),
        "rows": {"soon": soon, "answered": answered}.get(show, waiting),
        "chips": [
            ("?", "Open", len(waiting), show not in {"soon", "answered"}),
            ("?show=soon", "Due soon or overdue", len(soon), show == "soon"),
            ("?show=answered", "Answered", None, show == "answered"),
        ],
    }
    return render(request, "desk/requests.html", context)


@page(allowed=MAY_TAKE_REQUESTS & MAY_SEE_CLIENTS)
def client_requests(request: DeskRequest, client: int) -> HttpResponse:
    """What a client asked, how it stands, and the statements to a denied amendment."""
    chart = open_chart(request, client)
    context: dict[str, object] = {"asked": queries.of_client(client, request.today)}
    if request.actor.has_any(MAY):
        context |= {"may_answer": True, "holds": queries.holds_of([client]).get(client, ())}
    return chart.page("desk/client_requests.html", context, bar=False)


@page(allowed=MAY_TAKE_REQUESTS & MAY_SEE_CLIENTS)
def take(request: DeskRequest, client: int) -> HttpResponse:
    """Take in what somebody asks: three questions, and more for who needs them."""
    chart = open_chart(request, client)
    _, circle = people.circle_of(request.actor, client)
    begun = {
        "received_on": request.today,
        "asker_name": chart.header.legal_name if chart.header else "",
        "asker": Signer.CLIENT,
        "known_by": Known.PHOTO_PAPER,
        "wanted_as": Form.FILES,
        "came_by": LegalWay.IN_PERSON,
    }
    form = RequestForm(circle, consent.recipients(), request.POST or None, initial=begun)
    obstacles: tuple[Obstacle, ...] = ()
    if form.is_valid():
        try:
            new = form.new(client)
            number = actions.take_request(by=request.actor, at=request.now, day=request.today, request=new)
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            messages.success(request, "Written down. Its clock runs from the day it came.")
            if request.actor.has_any(MAY):
                return redirect("desk:record-request", number)
            return redirect("desk:client-requests", client)
    context = {"form": form, "obstacles": obstacles}
    return chart.page("desk/request_new.html", context, bar=False, status=422 if form.is_bound else 200)


@page(allowed=MAY)
def record_request(request: DeskRequest, number: int) -> HttpResponse:
    """One request: what is asked, until when, the copy, and how it ends."""
    return _show(request, queries.request(request.actor, number, request.today))


@page(allowed=MAY, writes=True)
def make(request: DeskRequest, number: int) -> HttpResponseBase:
    """The copy as one file, as far as the gate lets it go; it stands on the request and in the accounting."""
    made = make_record(by=request.actor, at=request.now, day=request.today, request=number)
    opened_chart(request, queries.request(request.actor, number, request.today).client)
    if made.content:
        return as_zip(made.content, "record")
    messages.warning(
        request, "Nothing may go to them yet: no consent of the client names them. The accounting says why."
    )
    return redirect("desk:record-request", number)


@page(allowed=MAY, writes=True)
def extend(request: DeskRequest, number: int) -> HttpResponse:
    """Extend the clock, once."""
    form = ExtendForm(request.POST)

    def do() -> None:
        actions.extend_request(by=request.actor, at=request.now, day=request.today, request=number, **form.cleaned_data)

    return _written(request, number, "extending", form, do, "Extended. The letter to the client says why.")


@page(allowed=MAY, writes=True)
def answer(request: DeskRequest, number: int) -> HttpResponse:
    """End it. What was withdrawn can be opened again."""
    row = queries.request(request.actor, number, request.today)
    form = AnswerForm(row.kind, request.POST)

    def do() -> None:
        actions.answer_request(by=request.actor, at=request.now, request=number, answer=form.new())
        if form.cleaned_data["outcome"] == Outcome.WITHDRAWN:
            undoable(request, "Withdrawn.", resolve_url("desk:reopen-request", number))
        else:
            messages.success(request, "Answered. It stands on the client's record.")

    return _written(request, number, "answering", form, do)


@page(allowed=MAY, writes=True)
def reopen(request: DeskRequest, number: int) -> HttpResponse:
    """Take back that it was withdrawn."""
    actions.reopen_request(by=request.actor, at=request.now, request=number)
    messages.success(request, "Open again. Its clock never stopped.")
    return redirect("desk:record-request", number)


@page(allowed=MAY, writes=True)
def say(request: DeskRequest, number: int) -> HttpResponse:
    """Add a statement to a denied amendment."""
    form = StatementForm(request.POST)

    def do() -> None:
        actions.say_to_denial(
            by=request.actor,
            at=request.now,
            day=request.today,
            request=number,
            says=Says(form.cleaned_data["says"]),
            words=form.cleaned_data["words"],
        )

    return _written(request, number, "saying", form, do, "Added. It goes along with the record from now on.")


def _written(
    request: DeskRequest, number: int, name: str, form: forms.Form, do: Callable[[], None], done: str = ""
) -> HttpResponse:
    """`do` what was typed and go back to the request; what is missing is told on its page."""
    row = queries.request(request.actor, number, request.today)
    obstacles: tuple[Obstacle, ...] = ()
    if form.is_valid():
        try:
            do()
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            if done:
                messages.success(request, done)
            return redirect("desk:record-request", number)
    return _show(request, row, status=422, obstacles=obstacles, tried=name, **{name: form})


def _show(request: DeskRequest, row: RequestRow, status: int = 200, **more: object) -> HttpResponse:
    opened_chart(request, row.client)
    context: dict[str, object] = {"row": row, "section": "legal", "face": people.face(request.actor, row.client)}
    if row.answer is None:
        first = Outcome.ACCEPTED if row.kind == RequestKind.AMENDMENT else Outcome.GIVEN
        context["answering"] = AnswerForm(row.kind, initial={"outcome": first, "gone_by": LegalWay.IN_PERSON})
        if row.extension is None:
            context["extending"] = ExtendForm(initial={"told_on": request.today})
    elif row.kind == RequestKind.AMENDMENT and row.answer.outcome in {Outcome.DENIED, Outcome.IN_PART}:
        context["saying"] = StatementForm()
    context["reviewable"] = row.answer is not None and not REVIEWABLE.isdisjoint(row.answer.grounds)
    return render(request, "desk/record_request.html", context | more, status=status)
