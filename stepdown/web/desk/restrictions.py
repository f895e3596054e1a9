"""What a client asks us not to tell: written down as they say it, answered, ended; on their Consents tab."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from stepdown.audit.terms import NotFound, Obstacle, Refused
from stepdown.consent import actions
from stepdown.consent import queries as consent
from stepdown.consent.access import MAY_ANSWER_RESTRICTION, MAY_ASK, MAY_ASK_RESTRICTION
from stepdown.consent.terms import (
    PLAN_PURPOSES,
    Category,
    NewRestriction,
    Purpose,
    RecipientKind,
    RestrictionOutcome,
    RestrictionRow,
    RestrictionStanding,
)
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.web.desk.chart import open_chart
from stepdown.web.desk.consent_choices import OUTSIDE, Choices, numbers
from stepdown.web.desk.consents import choices_of
from stepdown.web.desk.fields import Checks, Day, Line, labels
from stepdown.web.desk.pages import DeskRequest, page

TOLD = [one for one in OUTSIDE if one != RecipientKind.CLIENT]
OPEN = {
    RestrictionStanding.ASKED: (
        RestrictionOutcome.AGREED,
        RestrictionOutcome.DECLINED,
        RestrictionOutcome.ENDED_AT_THEIR_WISH,
    ),
    RestrictionStanding.REQUIRED: (RestrictionOutcome.ENDED_AT_THEIR_WISH,),
    RestrictionStanding.AGREED: (RestrictionOutcome.ENDED_AT_THEIR_WISH, RestrictionOutcome.ENDED_BY_NOTICE),
    RestrictionStanding.ENDED_FROM_A_DAY: (RestrictionOutcome.ENDED_AT_THEIR_WISH,),
}
"""What a request can be answered with next."""


class RestrictionForm(forms.Form):
    """What a client asks."""

    words = Line(label="What they ask, in their words", max_length=500)
    who = forms.ChoiceField(label="Who is not to be told", required=False)
    kind = forms.ChoiceField(label="Or all of a kind", choices=[("", "None"), *labels(TOLD)], required=False)
    paid_in_full = forms.BooleanField(
        label="It is about care they pay for themselves, in full, and their health plan", required=False,
        help_text="Then it must be kept (45 CFR 164.522(a)(1)(vi)): the plan hears nothing of it for payment.",
    )  # fmt: skip
    first = Day(label="Care from", required=False)
    last = Day(label="Care to", required=False, help_text="Leave both empty for all of it.")
    categories = Checks(
        label="What is not to be told. Nothing ticked: nothing at all", choices=labels(Category), required=False
    )
    purposes = Checks(label="For what. Nothing ticked: whatever it is for", choices=labels(Purpose), required=False)

    def __init__(self, choices: Choices, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["who"].choices = [("", "Nobody by name"), *choices.named]  # type: ignore[attr-defined]

    def new(self, client: int) -> NewRestriction:
        """What was typed. Care paid for in full is for the health plan, whoever it is, and for payment."""
        said = self.cleaned_data
        recipient, contact = numbers(said["who"])
        paid = said["paid_in_full"]
        kind = said["kind"] or (RecipientKind.PAYER if paid and not said["who"] else "")
        return NewRestriction(
            client=client,
            words=said["words"],
            kind=RecipientKind(kind) if kind else None,
            recipient=recipient,
            contact=contact,
            purposes=PLAN_PURPOSES if paid else frozenset(map(Purpose, said["purposes"])),
            categories=frozenset(map(Category, said["categories"])),
            first=said["first"],
            until=said["last"] and said["last"] + timedelta(days=1),
            paid_in_full=paid,
        )


class AnswerForm(forms.Form):
    """What becomes of it."""

    outcome = forms.ChoiceField(label="Answer")
    words = Line(label="Why, or who agreed and how", max_length=500)

    def __init__(self, standing: RestrictionStanding, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["outcome"].choices = labels(OPEN.get(standing, ()))  # type: ignore[attr-defined]


@page(allowed=MAY_ASK_RESTRICTION & MAY_SEE_CLIENTS)
def ask(request: DeskRequest, client: int) -> HttpResponse:
    """Write down what a client asks not to be told."""
    chart = open_chart(request, client)
    form = RestrictionForm(choices_of(request, chart), request.POST if request.method == "POST" else None)
    obstacles: tuple[Obstacle, ...] = ()
    if form.is_valid():
        try:
            made = actions.ask_restriction(by=request.actor, at=request.now, restriction=form.new(client))
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            messages.success(request, "Written down. From this minute it is kept.")
            return redirect("desk:one-restriction", client, made)
    context = {"form": form, "obstacles": obstacles}
    bad = bool(form.errors or obstacles)
    return chart.page("desk/restriction_new.html", context, bar=False, status=422 if bad else 200)


@page(allowed=MAY_ASK & MAY_SEE_CLIENTS)
def one(request: DeskRequest, client: int, number: int) -> HttpResponse:
    """A request with its answers; who may answer does so here."""
    chart = open_chart(request, client)
    row = _one(client, number)
    may = request.actor.has_any(MAY_ANSWER_RESTRICTION) and row.standing in OPEN
    form = AnswerForm(row.standing, request.POST if request.method == "POST" and may else None)
    obstacles: tuple[Obstacle, ...] = ()
    if form.is_valid():
        outcome, words = RestrictionOutcome(form.cleaned_data["outcome"]), form.cleaned_data["words"]
        try:
            actions.answer_restriction(
                by=request.actor, at=request.now, day=request.today, request=number, outcome=outcome, words=words
            )
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            messages.success(request, "Answered. Tell the client.")
            return redirect("desk:one-restriction", client, number)
    context = {"row": row, "answers": consent.answers_to(number), "form": form, "may": may, "obstacles": obstacles}
    bad = bool(form.errors or obstacles)
    return chart.page("desk/restriction_one.html", context, bar=False, status=422 if bad else 200)


def _one(client: int, number: int) -> RestrictionRow:
    found = next((row for row in consent.restrictions_of(client) if row.id == number), None)
    if found is None:
        raise NotFound
    return found
