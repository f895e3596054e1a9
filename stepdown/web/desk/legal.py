"""Legal requests: what to say and where to write it down for everybody, the queue and each decision for compliance.

Nothing here looks anybody up for whoever takes a paper in: the page is the same whoever it is about.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from stepdown.agency import queries as agency
from stepdown.audit.terms import NotFound
from stepdown.consent import actions
from stepdown.consent import queries as consent
from stepdown.consent.access import MAY_DECIDE_LEGAL_REQUESTS, MAY_TAKE_LEGAL_REQUESTS
from stepdown.consent.terms import LegalOutcome, LegalRow, LegalStanding, LegalStep, RecipientKind
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.privacy import queries as privacy
from stepdown.privacy.access import MAY_KEEP_BREACHES, MAY_SEE_REQUESTS
from stepdown.privacy.terms import BreachStanding, Standing
from stepdown.web.desk.changing import ask
from stepdown.web.desk.consent_choices import Choices
from stepdown.web.desk.legal_forms import AnswerForm, DecideForm, LegalForm, StepForm
from stepdown.web.desk.legal_words import SAY
from stepdown.web.desk.pages import DeskRequest, number, opened_chart, page, typed

MAY = MAY_DECIDE_LEGAL_REQUESTS & MAY_SEE_CLIENTS
LEAD = f"Say: “{SAY}” Take the paper, and write down what it says."
TONES = {LegalStanding.OVERDUE: "danger", LegalStanding.DUE_SOON: "warn"}


@page(allowed=MAY_TAKE_LEGAL_REQUESTS)
def legal(request: DeskRequest) -> HttpResponse:
    """What to say; for compliance what is open (`?show=soon`, `?show=decided`), for others what they wrote down."""
    decides = request.actor.has_any(MAY)
    context: dict[str, object] = {"say": SAY, "section": "legal", "decides": decides, "tones": TONES}
    if request.actor.has_any(MAY_SEE_REQUESTS & MAY_SEE_CLIENTS):
        asked = privacy.open_requests(request.actor, request.today)
        context |= {"asked": asked, "late": sum(row.standing == Standing.OVERDUE for row in asked)}
    if request.actor.has_any(MAY_KEEP_BREACHES):
        found = privacy.open_breaches(request.actor, request.today)
        late = sum(row.standing == BreachStanding.OVERDUE for row in found)
        context |= {"breaches": found, "breaches_late": late}
    if decides:
        show = request.GET.get("show", "")
        waiting = consent.open_legal_requests(request.actor, request.today)
        soon = [row for row in waiting if row.standing != LegalStanding.OPEN]
        decided = consent.decided_legal_requests(request.actor, request.today) if show == "decided" else ()
        context |= {
            "rows": {"soon": soon, "decided": decided}.get(show, waiting),
            "chips": [
                ("?", "Open", len(waiting), show not in {"soon", "decided"}),
                ("?show=soon", "Due soon or overdue", len(soon), show == "soon"),
                ("?show=decided", "Decided", None, show == "decided"),
            ],
        }
    else:
        context["own"] = consent.taken_in(request.actor)
    return render(request, "desk/legal.html", context)


@page(allowed=MAY_TAKE_LEGAL_REQUESTS)
def take_in(request: DeskRequest) -> HttpResponse:
    """Write down what came. Whom it names is text: the answer is the same whoever it is."""
    form = LegalForm(request.POST or None, initial={"received_on": request.today})

    def do(_: dict[str, Any]) -> None:
        new = form.new(request.site.id)
        actions.take_legal_request(by=request.actor, at=request.now, day=request.today, request=new)

    said = {"crumbs": (("desk:legal", "Legal"),), "submit": "Write it down", "section": "legal", "lead": LEAD}
    done = "Written down. The compliance officer has it now; say nothing more to anybody about it."
    return ask(request, form, do, heading="Something legal came", back="desk:legal", done=done, said=said)


@page(allowed=MAY)
def legal_request(request: DeskRequest, number: int) -> HttpResponse:
    """One request: what came, the clocks, whom it is about, what was done, and how it is decided."""
    return _show(request, consent.legal_request(request.actor, number, request.today))


@page(allowed=MAY, writes=True)
def find(request: DeskRequest, number: int) -> HttpResponse:
    """Clients whose name or number holds what was typed. Sent as POST: a name is no address."""
    row = consent.legal_request(request.actor, number, request.today)
    wanted = typed(request.POST.get("q", ""))
    found = people.find(request.actor, wanted) if len(wanted) > 1 else ()
    return _show(request, row, found=found, typed=wanted)


@page(allowed=MAY, writes=True)
def link(request: DeskRequest, number: int) -> HttpResponse:
    """Say whom it is about, or that it is not about whom it was linked to."""
    client = _client(request)
    actions.link_legal_request(by=request.actor, at=request.now, request=number, client=client)
    said = "Not linked any more." if client is None else "Linked. Until this is decided that record stays as it is."
    messages.success(request, said)
    return redirect("desk:legal-request", number)


@page(allowed=MAY, writes=True)
def note_step(request: DeskRequest, number: int) -> HttpResponse:
    """Write down what was done."""

    def do(said: dict[str, Any]) -> None:
        step = LegalStep(said["step"])
        actions.note_legal_step(by=request.actor, at=request.now, request=number, step=step, words=said["words"])

    return _written(request, number, "noting", StepForm(request.POST), do, "Noted.")


@page(allowed=MAY, writes=True)
def decide(request: DeskRequest, number: int) -> HttpResponse:
    """End it without telling anything."""

    def do(said: dict[str, Any]) -> None:
        outcome = LegalOutcome(said["outcome"])
        actions.decide_legal_request(
            by=request.actor, at=request.now, request=number, outcome=outcome, words=said["words"]
        )

    done = "Decided. Nothing is held by it any more."
    return _written(request, number, "decision", DecideForm(request.POST), do, done)


@page(allowed=MAY, writes=True)
def answer(request: DeskRequest, number: int) -> HttpResponse:
    """Ask the gate for the disclosure that answers it: a yes decides it, a no is kept and says what is missing."""
    row = consent.legal_request(request.actor, number, request.today)
    if row.client is None:
        raise NotFound
    form = AnswerForm(_choices(request, row.client), request.POST)
    if not form.is_valid():
        return _show(request, row, status=422, answering=form)
    said = actions.answer_legal_request(
        by=request.actor,
        at=request.now,
        day=request.today,
        request=number,
        telling=form.telling(row.client),
        words=form.cleaned_data["words"],
    )
    return _show(request, consent.legal_request(request.actor, number, request.today), answering=form, answer=said)


def _written(
    request: DeskRequest, number: int, name: str, form: forms.Form, do: Callable[[dict[str, Any]], None], done: str
) -> HttpResponse:
    """`do` what was typed and go back to the request; what is missing is told on its page."""
    row = consent.legal_request(request.actor, number, request.today)
    if not form.is_valid():
        return _show(request, row, status=422, **{name: form})
    do(form.cleaned_data)
    messages.success(request, done)
    return redirect("desk:legal-request", number)


def _show(request: DeskRequest, row: LegalRow, status: int = 200, **more: object) -> HttpResponse:
    """The page of a request. Where it is linked, showing whose record it holds is reading a chart."""
    context: dict[str, object] = {"row": row, "section": "legal", "tones": TONES, "say": SAY}
    if row.client is not None:
        context["face"] = people.face(request.actor, row.client)
        opened_chart(request, row.client)
    if row.decision is None:
        context |= {"noting": StepForm(), "decision": DecideForm()}
        if row.client is not None and "answering" not in more:
            sender = {"kind": RecipientKind.COURT_OR_COUNSEL, "name": row.sender}
            context["answering"] = AnswerForm(_choices(request, row.client), initial=sender)
    return render(request, "desk/legal_request.html", context | more, status=status)


def _choices(request: DeskRequest, client: int) -> Choices:
    _, circle = people.circle_of(request.actor, client)
    programs = agency.programs_at(people.sites_of([client]).values())
    return Choices(programs, circle, consent.recipients())


def _client(request: DeskRequest) -> int | None:
    """The client that was chosen; None for nobody."""
    chosen = request.POST.get("client", "")
    found = number(chosen)
    if chosen and found is None:
        raise NotFound
    return found
