"""Doors for programs: a file for who bears the token of a service account. It opens no page, and no session opens these.

Every answer but the file is JSON: {"error": ...}. Addresses hold nothing about a client.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from allauth.core.ratelimit import consume
from django import forms
from django.http import HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from stepdown.agency import actions
from stepdown.agency import queries as agency
from stepdown.agency.terms import Blocker, ServiceScope
from stepdown.audit.terms import NotAllowed, NotFound, Refused
from stepdown.audit.wall import reading
from stepdown.consent.terms import Purpose, Whom
from stepdown.kernel.week import Week
from stepdown.transfer import table_csv
from stepdown.transfer.ledger_csv import export_ledger
from stepdown.web.desk import clock
from stepdown.web.desk.fields import Day
from stepdown.web.desk.leaving import WhomForm, as_file
from stepdown.web.desk.pages import DeskRequest

Door = Callable[[DeskRequest], HttpResponseBase]
WAIT = 600
"""Seconds after which a program that came too often is told to try again."""
ASIDE = {"recipient": "0", "purpose": Purpose.OPERATIONS.value}
"""For whom a file is, and what for, where the program does not say: for ourselves, to run the programme."""


class LedgerForm(forms.Form):
    """Which ledger: a site's code, and the Monday of a week; without one it is the week that runs."""

    site = forms.CharField(max_length=40)
    monday = Day(label="Monday", required=False)

    def clean_monday(self) -> object:
        day = self.cleaned_data["monday"]
        if day is not None and day.weekday() != 0:
            raise forms.ValidationError("not a Monday")
        return day


class TableForm(forms.Form):
    """Which table, by its name in Import and export."""

    table = forms.SlugField(max_length=60)


def door(scope: ServiceScope) -> Callable[[Door], Door]:
    """Make a view a door for service accounts made for `scope`: POST only, `Authorization: Bearer TOKEN`.

    No token, or one that opens nothing: 401, the same for every reason; not made for this, or its owner may not
    themself: 403; too often: 429. Cookies are not looked at, so there is nothing to forge across sites.
    """

    def decorated(view: Door) -> Door:
        @csrf_exempt
        @functools.wraps(view)
        def answer(request: DeskRequest) -> HttpResponseBase:
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            if not consume(request, action="machine_refused", dry_run=True):
                return _error("too_often", 429)
            word, _, token = request.headers.get("Authorization", "").partition(" ")
            request.now = clock.now()
            known = agency.service_actor(token.strip(), request.now, request=request.actor.request)
            if known is None or word.lower() != "bearer":
                consume(request, action="machine_refused")
                refused = _error("no_such_token", 401)
                refused["WWW-Authenticate"] = "Bearer"
                return refused
            number, request.actor, scopes = known
            with reading(request.actor, request.now):
                return _inside(view, request, number, allowed=scope in scopes)

        return answer

    return decorated


@door(ServiceScope.LEDGER)
def ledger(request: DeskRequest) -> HttpResponseBase:
    """The ledger of a site's week as CSV, as far as the gate lets it pass."""
    form, whom = LedgerForm(request.POST), WhomForm(request, {**ASIDE, **request.POST.dict()})
    if not (form.is_valid() and whom.is_valid()):
        return _error("bad_request", 400, fields=sorted({*form.errors, *whom.errors}))
    site = next((row for row in agency.sites_within(request.actor) if row.code == form.cleaned_data["site"]), None)
    if site is None:
        raise NotFound
    running = Week.of(request.now, site.time_zone)
    week = Week(form.cleaned_data["monday"] or running.monday, site.time_zone)
    made = export_ledger(
        by=request.actor,
        at=request.now,
        day=running.day_near(request.now),
        site=site.id,
        week=week,
        whom=Whom(Purpose(whom.cleaned_data["purpose"]), whom.cleaned_data["recipient"]),
    )
    if made.passed.withheld and not made.passed.may_leave:
        return _error("withheld", 403, reasons=sorted(made.passed.reasons))
    return as_file([made.text], f"week-{week.monday.isoformat()}")


@door(ServiceScope.TABLES)
def table(request: DeskRequest) -> HttpResponseBase:
    """A whole table as CSV, for ourselves."""
    form = TableForm(request.POST)
    if not form.is_valid():
        return _error("bad_request", 400, fields=sorted(form.errors))
    name = form.cleaned_data["table"]
    table_csv.export_table(by=request.actor, at=request.now, table=name)
    return as_file(table_csv.table_text(name), name)


def _inside(view: Door, request: DeskRequest, number: int, *, allowed: bool) -> HttpResponseBase:
    try:
        if not allowed:
            raise NotAllowed
        actions.use_service_account(by=request.actor, at=request.now, number=number, door=view.__name__)
        return view(request)
    except NotAllowed:
        return _error("not_allowed", 403)
    except NotFound:
        return _error("not_found", 404)
    except Refused as refused:
        reasons = sorted(obstacle.blocker.value for obstacle in refused.obstacles)
        often = Blocker.USED_TOO_OFTEN.value in reasons
        return _error("too_often", 429) if often else _error("refused", 409, reasons=reasons)


def _error(what: str, status: int, **more: object) -> JsonResponse:
    answer = JsonResponse({"error": what, **more}, status=status)
    if status == 429:
        answer["Retry-After"] = str(WAIT)
    return answer
