"""The on-call rota of the site looked at: who answers, when, and at which number."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from stepdown.agency import actions
from stepdown.agency import queries as agency
from stepdown.agency.access import MAY_PLAN_ON_CALL, MAY_SEE_STAFF
from stepdown.agency.terms import NewDuty
from stepdown.audit.terms import NotFound
from stepdown.kernel.week import zone_of
from stepdown.web.desk.changing import ask
from stepdown.web.desk.fields import Day, Line
from stepdown.web.desk.pages import DeskRequest, page

CRUMBS = (("desk:settings", "Settings"), ("desk:on-call", "On call"))
WEEK = timedelta(days=7)


class DutyForm(forms.Form):
    """Somebody on call, once or for some weeks."""

    staff = forms.TypedChoiceField(label="Who", coerce=int)
    first_day = Day(label="From")
    starts = forms.TimeField(label="At", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    last_day = Day(label="Until")
    ends = forms.TimeField(label="At", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    reach = Line(label="Number they answer at", max_length=60)
    rank = forms.TypedChoiceField(
        label="Order", coerce=int, choices=[(1, "Called first"), (2, "Called second"), (3, "Called third")]
    )
    weeks = forms.IntegerField(label="For how many weeks", min_value=1, max_value=26, initial=1)


@page(allowed=MAY_SEE_STAFF)
def on_call(request: DeskRequest) -> HttpResponse:
    """Who is on call now, and the rota from now on. One query."""
    rows = agency.duties(request.site.id, request.now)
    context = {
        "section": "settings",
        "now": sorted((row for row in rows if row.period.start <= request.now), key=lambda row: row.rank),
        "rows": rows,
        "may": request.actor.has_any(MAY_PLAN_ON_CALL),
    }
    return render(request, "desk/on_call.html", context)


@page(allowed=MAY_PLAN_ON_CALL)
def add_duty(request: DeskRequest) -> HttpResponse:
    """Put somebody on call."""
    form = DutyForm(request.POST or None, initial={"rank": 1, "weeks": 1})
    people = agency.staff_names([site.id for site in request.sites])
    form.fields["staff"].choices = people  # type: ignore[attr-defined]

    def do(typed: dict[str, Any]) -> None:
        actions.plan_on_call(by=request.actor, at=request.now, duties=_duties(request, typed))

    said = {
        "crumbs": CRUMBS,
        "submit": "Put on call",
        "lead": "Times are those of the site. With more than one week, the same days and times repeat.",
    }
    return ask(
        request,
        form,
        do,
        heading=f"On call for {request.site.name}",
        back="desk:on-call",
        done="The rota is changed.",
        said=said,
    )


@page(allowed=MAY_PLAN_ON_CALL, writes=True)
def take_off_call(request: DeskRequest, duty: int) -> HttpResponse:
    """Take a duty off the rota; one that has begun ends now."""
    row = next((row for row in agency.duties(request.site.id, request.now) if row.id == duty), None)
    if row is None:
        raise NotFound
    actions.take_off_call(by=request.actor, at=request.now, duty=duty)
    messages.success(request, f"{row.staff_name} is off the rota at that time.")
    return redirect("desk:on-call")


def _duties(request: DeskRequest, typed: dict[str, Any]) -> list[NewDuty]:
    """One duty a week, each at the same time on the site's clock, whatever the clock change between."""

    def moment(day: date, at: time) -> datetime:
        return datetime.combine(day, at, zone_of(request.site.time_zone))

    return [
        NewDuty(
            site=request.site.id,
            staff=typed["staff"],
            starts=moment(typed["first_day"] + WEEK * week, typed["starts"]),
            ends=moment(typed["last_day"] + WEEK * week, typed["ends"]),
            reach=typed["reach"],
            rank=typed["rank"],
        )
        for week in range(typed["weeks"])
    ]
