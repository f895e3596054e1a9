"""Organizations that records may go to, whose address somebody made sure of, and the agreements made with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from stepdown.audit.terms import NotFound
from stepdown.consent import actions
from stepdown.consent import queries as consent
from stepdown.consent.access import MAY_ASK, MAY_KEEP_RECIPIENTS
from stepdown.consent.terms import AgreementKind, RecipientKind
from stepdown.web.desk.changing import ask
from stepdown.web.desk.consent_choices import OUTSIDE
from stepdown.web.desk.fields import Day, Line, labels
from stepdown.web.desk.pages import DeskRequest, page

CRUMBS = (("desk:settings", "Settings"), ("desk:recipients", "Recipients"))


class RecipientForm(forms.Form):
    """An organization records may go to."""

    name = Line(label="Name")
    kind = forms.ChoiceField(label="What they are", choices=labels(OUTSIDE))
    address = Line(label="Address", required=False, max_length=300)
    phone = Line(label="Phone", required=False)
    verified = forms.BooleanField(
        label="I made sure that this is their address", required=False,
        help_text="Called them at a number found elsewhere, or saw it on their letter.",
    )  # fmt: skip


class AgreementForm(forms.Form):
    """A written agreement with a service organization."""

    kind = forms.ChoiceField(label="What was agreed", choices=labels(AgreementKind))
    starts = Day(label="First day")
    last = Day(label="Last day", required=False, help_text="Leave it empty when it does not run out.")


@page(allowed=MAY_ASK | MAY_KEEP_RECIPIENTS)
def recipients(request: DeskRequest) -> HttpResponse:
    """Every organization, with its agreements."""
    today = request.today
    context = {
        "section": "settings",
        "rows": consent.recipients(),
        "today": today,
        "may": request.actor.has_any(MAY_KEEP_RECIPIENTS),
    }
    return render(request, "desk/recipients.html", context)


@page(allowed=MAY_KEEP_RECIPIENTS)
def add_recipient(request: DeskRequest) -> HttpResponse:
    """Write down an organization."""

    def do(typed: dict[str, Any]) -> None:
        said = {**typed, "kind": RecipientKind(typed["kind"])}
        actions.keep_recipient(by=request.actor, at=request.now, **said)

    form = RecipientForm(request.POST or None)
    said = {"crumbs": CRUMBS, "submit": "Write it down"}
    return ask(
        request, form, do, heading="An organization", back="desk:recipients", done="It is written down.", said=said
    )


@page(allowed=MAY_KEEP_RECIPIENTS)
def add_agreement(request: DeskRequest, recipient: int) -> HttpResponse:
    """Keep an agreement with an organization."""
    row = next((row for row in consent.recipients() if row.id == recipient), None)
    if row is None:
        raise NotFound

    def do(typed: dict[str, Any]) -> None:
        last = typed["last"]
        ends = None if last is None else last + timedelta(days=1)
        kind = AgreementKind(typed["kind"])
        actions.agree(
            by=request.actor, at=request.now, recipient=recipient, kind=kind, starts=typed["starts"], ends=ends
        )

    said = {"crumbs": CRUMBS, "submit": "Keep it"}
    heading = f"Agreement with {row.name}"
    form = AgreementForm(request.POST or None)
    return ask(request, form, do, heading=heading, back="desk:recipients", done="It is kept.", said=said)
