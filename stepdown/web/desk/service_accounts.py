"""Service accounts: programs that fetch files by themselves, each with an owner, a purpose and an end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stepdown.agency import actions
from stepdown.agency import queries as agency
from stepdown.agency.access import MAY_OWN_SERVICE_ACCOUNTS
from stepdown.agency.terms import NewServiceAccount, ServiceAccountRow, ServiceScope
from stepdown.audit.terms import NotFound
from stepdown.ledger.access import MAY_EXPORT_LEDGER
from stepdown.transfer.access import MAY_EXPORT_AGENCY
from stepdown.web.desk.changing import ask
from stepdown.web.desk.fields import Checks, Day, Line, labels
from stepdown.web.desk.pages import DeskRequest, page
from stepdown.web.desk.second import told

SOON = timedelta(days=14)
"""A token that runs out within this time is pointed out: a reminder on a page, no rule."""
USUAL = timedelta(days=90)
"""How long a token holds when nobody says otherwise: filled in on the form."""
FETCH = {ServiceScope.LEDGER: MAY_EXPORT_LEDGER, ServiceScope.TABLES: MAY_EXPORT_AGENCY}
"""Who may fetch it themself: nobody is offered to have a program do more."""
DOORS = {ServiceScope.LEDGER: ("machine:ledger", "site"), ServiceScope.TABLES: ("machine:table", "table")}
"""Where a program fetches it, and what it has to say."""
CRUMBS = (("desk:settings", "Settings"), ("desk:service-accounts", "Service accounts"))


class RenewForm(forms.Form):
    """Until when the new token holds."""

    last_day = Day(label="Last day", help_text="The token opens nothing after it. Renew it before, with a new one.")


class ServiceForm(RenewForm):
    """A program that is to fetch files."""

    name = Line(label="Name", max_length=60, help_text="As history and the accounting of disclosures name it.")
    purpose = Line(label="What for", max_length=200, help_text="So that whoever reviews it knows whether it still is.")
    scopes = Checks(label="What it fetches", required=False)
    field_order = ("name", "purpose", "scopes", "last_day")


@page(allowed=MAY_OWN_SERVICE_ACCOUNTS)
def service_accounts(request: DeskRequest) -> HttpResponse:
    """Every service account; those that open nothing any more last. One query."""
    context = {"section": "settings", "rows": agency.service_accounts(request.now), "soon": request.now + SOON}
    return render(request, "desk/service_accounts.html", context)


@page(allowed=MAY_OWN_SERVICE_ACCOUNTS)
def make(request: DeskRequest) -> HttpResponse:
    """Make one, and show its token this once."""
    form = ServiceForm(request.POST or None, initial={"last_day": request.today + USUAL})
    own = [scope for scope in ServiceScope if request.actor.has_any(FETCH[scope])]
    form.fields["scopes"].choices = labels(own)  # type: ignore[attr-defined]
    made: list[tuple[int, str]] = []

    def do(typed: dict[str, Any]) -> None:
        new = NewServiceAccount(**{**typed, "scopes": tuple(map(ServiceScope, typed["scopes"]))})
        made.append(actions.make_service_account(by=request.actor, at=request.now, new=new))

    lead = "It works for you: it may fetch what you may, as long as you may. A second person is told that it was made."
    said = {"crumbs": CRUMBS, "submit": "Make it", "lead": lead}
    here, done = "desk:service-accounts", f"It is made. {told(request, request.actor.staff or 0)}"
    response = ask(request, form, do, heading="A service account", back=here, done=done, said=said)
    return _shown(request, *made[0]) if made else response


@page(allowed=MAY_OWN_SERVICE_ACCOUNTS)
def renew(request: DeskRequest, number: int) -> HttpResponse:
    """A new token in place of the one before, for whoever asks for it: they own the account from then on."""
    row = _row(request, number)
    form = RenewForm(request.POST or None, initial={"last_day": request.today + USUAL})
    made: list[tuple[int, str]] = []

    def do(typed: dict[str, Any]) -> None:
        day = typed["last_day"]
        token = actions.renew_service_account(by=request.actor, at=request.now, number=number, last_day=day)
        made.append((number, token))

    lead = "The token before opens nothing from that moment on."
    if row.owner != request.actor.staff:
        lead += f" It is {row.owner_name}'s now, and yours afterwards: it may fetch what you may."
    said = {"crumbs": CRUMBS, "submit": "Make a new token", "lead": lead}
    here = "desk:service-accounts"
    response = ask(request, form, do, heading=f"Renew {row.name}", back=here, done="It is renewed.", said=said)
    return _shown(request, *made[0]) if made else response


@page(allowed=MAY_OWN_SERVICE_ACCOUNTS, writes=True)
def end(request: DeskRequest, number: int) -> HttpResponse:
    """Its token opens nothing from now on."""
    row = _row(request, number)
    actions.end_service_account(by=request.actor, at=request.now, number=number)
    messages.success(request, f"{row.name} is ended. Its token opens nothing any more.")
    return redirect("desk:service-accounts")


def _row(request: DeskRequest, number: int) -> ServiceAccountRow:
    for row in agency.service_accounts(request.now):
        if row.id == number:
            return row
    raise NotFound


def _shown(request: DeskRequest, number: int, token: str) -> HttpResponse:
    """The token, this once, with a line to try it."""
    row = _row(request, number)
    calls = []
    for scope in row.scopes:
        name, says = DOORS[scope]
        value = request.site.code if says == "site" else "staff"
        calls.append((scope, request.build_absolute_uri(reverse(name)), f"{says}={value}"))
    context = {"section": "settings", "row": row, "token": token, "calls": calls}
    return render(request, "desk/service_account_token.html", context)
