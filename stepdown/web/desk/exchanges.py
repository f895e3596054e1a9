"""Exchanges that pass records on: who their members are and were; and the lists that a client asks them for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stepdown.audit.terms import NotFound
from stepdown.consent import actions
from stepdown.consent import queries as consent
from stepdown.consent.access import MAY_KEEP_RECIPIENTS, MAY_SEE_ACCOUNTING
from stepdown.consent.terms import RecipientKind, RecipientRow
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.web.desk.changing import ask
from stepdown.web.desk.consent_choices import OUTSIDE
from stepdown.web.desk.fields import Day, Line, labels
from stepdown.web.desk.pages import DeskRequest, page

CRUMBS = (("desk:settings", "Settings"), ("desk:recipients", "Recipients"))
PARTICIPANTS = [one for one in OUTSIDE if one not in {RecipientKind.CLIENT, RecipientKind.INTERMEDIARY}]


class MemberForm(forms.Form):
    """A member of an exchange."""

    organization = forms.TypedChoiceField(label="Who", coerce=int, empty_value=None, required=False)
    name = Line(label="Or their name", required=False, help_text="Where they are not written down as a recipient.")
    kind = forms.ChoiceField(
        label="What they are", choices=labels(PARTICIPANTS), initial=RecipientKind.TREATING_PROVIDER,
        help_text="For a name typed here. What a recipient is stands on the list of recipients.",
    )  # fmt: skip
    starts = Day(label="Member from")
    last = Day(label="Last day", required=False, help_text="Leave it empty while they stay.")


class LastDayForm(forms.Form):
    """The end of a membership."""

    last = Day(label="Last day as a member")


class ListForm(forms.Form):
    """When an exchange was asked for its list, or answered."""

    on = Day(label="Day")


@page(allowed=MAY_KEEP_RECIPIENTS)
def exchange(request: DeskRequest, recipient: int) -> HttpResponse:
    """The members of an exchange by name: those of today and to come, then those before."""
    row, today = _exchange(recipient), request.today
    rows = sorted(consent.members(recipient), key=lambda one: (one.name.casefold(), one.starts))
    context = {
        "section": "settings",
        "row": row,
        "members": [one for one in rows if one.ends is None or today < one.ends],
        "past": [one for one in rows if one.ends is not None and one.ends <= today],
        "today": today,
    }
    return render(request, "desk/exchange.html", context)


@page(allowed=MAY_KEEP_RECIPIENTS)
def add_member(request: DeskRequest, recipient: int) -> HttpResponse:
    """Write down a member of an exchange."""
    row = _exchange(recipient)

    def do(typed: dict[str, Any]) -> None:
        said = {name: typed[name] for name in ("organization", "name", "starts")}
        kind, last = RecipientKind(typed["kind"]), typed["last"]
        ends = None if last is None else last + timedelta(days=1)
        actions.add_member(by=request.actor, at=request.now, exchange=recipient, kind=kind, ends=ends, **said)

    form = MemberForm(request.POST or None, initial={"starts": request.today})
    others = [(one.id, one.name) for one in consent.organizations() if one.kind in PARTICIPANTS]
    form.fields["organization"].choices = [("", "Not on the list"), *others]  # type: ignore[attr-defined]
    lead = "A consent names members as they are on the day it is signed. Who joins later takes a new consent."
    said = {"crumbs": CRUMBS, "submit": "Write it down", "lead": lead}
    heading = f"A member of {row.name}"
    return ask(request, form, do, heading=heading, back=_back(recipient), done="It is written down.", said=said)


@page(allowed=MAY_KEEP_RECIPIENTS)
def end_member(request: DeskRequest, recipient: int, member: int) -> HttpResponse:
    """Write down that somebody leaves an exchange: from then on nothing goes to them through it."""
    row = _exchange(recipient)
    one = next((one for one in consent.members(recipient) if one.id == member), None)
    if one is None:
        raise NotFound

    def do(typed: dict[str, Any]) -> None:
        actions.end_member(by=request.actor, at=request.now, member=member, ends=typed["last"] + timedelta(days=1))

    said = {"crumbs": CRUMBS, "submit": "Write it down"}
    heading = f"{one.name} leaves {row.name}"
    form = LastDayForm(request.POST or None, initial={"last": request.today})
    return ask(request, form, do, heading=heading, back=_back(recipient), done="It is written down.", said=said)


@page(allowed=MAY_SEE_ACCOUNTING & MAY_SEE_CLIENTS, writes=True)
def ask_list(request: DeskRequest, client: int, exchange: int) -> HttpResponse:
    """Write down the day the client asked an exchange for its list, or the day it answered where one is waited for."""
    people.face(request.actor, client)
    row = next((one for one in consent.lists_of(client) if one.exchange == exchange), None)
    form = ListForm(request.POST)
    if row is None:
        raise NotFound
    if not form.is_valid():
        messages.warning(request, "Nothing was written down. Give the day.")
        return redirect("desk:accounting", client)
    said: dict[str, Any] = {"by": request.actor, "at": request.now, "day": request.today}
    if row.asked is None:
        actions.ask_list(**said, client=client, exchange=exchange, asked_on=form.cleaned_data["on"])
    else:
        actions.list_came(**said, asked=row.asked, answered_on=form.cleaned_data["on"])
    messages.success(request, "It is written down.")
    return redirect("desk:accounting", client)


def _exchange(number: int) -> RecipientRow:
    exchanges = consent.recipients(frozenset({RecipientKind.INTERMEDIARY}))
    row = next((row for row in exchanges if row.id == number), None)
    if row is None:
        raise NotFound
    return row


def _back(recipient: int) -> str:
    return reverse("desk:exchange", args=[recipient])
