"""Closures and holidays of the site looked at."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from stepdown.agency import actions
from stepdown.agency import queries as agency
from stepdown.agency.access import MAY_KEEP_CLOSURES, MAY_SEE_SETTINGS
from stepdown.audit.terms import NotFound
from stepdown.schedule.queries.waits import gaps_without, planned_in
from stepdown.web.desk.changing import ask
from stepdown.web.desk.fields import Checks, Day, Line
from stepdown.web.desk.gaps_told import gaps_said
from stepdown.web.desk.pages import DeskRequest, number, page
from stepdown.web.desk.templatetags.wording import day_full, day_long

CRUMBS = (("desk:settings", "Settings"), ("desk:closures", "Closures and holidays"))


class ClosureForm(forms.Form):
    """Days a site is closed."""

    first_day = Day(label="First day")
    last_day = Day(label="Last day", help_text="The site is closed on both, and on the days between.")
    reason = Line(label="Reason", help_text="Staff and clients read it: “Winter break”.")


class HolidayForm(forms.Form):
    """Which public holidays the site closes on."""

    days = Checks(label="Close on", error_messages={"required": "Choose at least one day."})


@page(allowed=MAY_SEE_SETTINGS)
def closures(request: DeskRequest) -> HttpResponse:
    """The closures still ahead. One query."""
    today = request.today
    context = {
        "section": "settings",
        "closures": agency.closures(request.site.id, today),
        "today": today,
        "may": request.actor.has_any(MAY_KEEP_CLOSURES),
    }
    return render(request, "desk/closures.html", context)


@page(allowed=MAY_KEEP_CLOSURES)
def add_closure(request: DeskRequest) -> HttpResponse:
    """Close the site on some days. A closure just taken back stands in the form, for who wants it again."""
    shown = {name: request.GET[name] for name in ("first_day", "last_day", "reason") if name in request.GET}
    form = ClosureForm(request.POST or None, initial=shown)

    def do(typed: dict[str, Any]) -> None:
        actions.close_site(by=request.actor, at=request.now, site=request.site.id, **typed)
        _tell_planned(request, typed["first_day"], typed["last_day"])

    said = {
        "crumbs": CRUMBS,
        "submit": "Close on these days",
        "lead": "Sessions planned on these days stay until somebody moves or cancels them.",
    }
    heading = f"Close {request.site.name}"
    return ask(
        request, form, do, heading=heading, back="desk:closures", done="The closure is on the calendar.", said=said
    )


@page(allowed=MAY_KEEP_CLOSURES)
def close_on_holidays(request: DeskRequest) -> HttpResponse:
    """A year's public holidays of the site's state, as proposals: the site closes on those chosen."""
    today = request.today
    year = number(request.GET.get("year", "")) or today.year
    year = year if today.year <= year <= today.year + 2 else today.year
    ahead = {row.day: row for row in agency.holidays(request.site.id, year) if row.day > today and not row.closed}
    form = HolidayForm(request.POST or None)
    form.fields["days"].choices = [(day.isoformat(), f"{row.name}: {day_full(day)}") for day, row in ahead.items()]  # type: ignore[attr-defined]

    def do(typed: dict[str, Any]) -> None:
        chosen = [day for day in ahead if day.isoformat() in typed["days"]]
        actions.close_on_holidays(by=request.actor, at=request.now, site=request.site.id, days=chosen)
        for day in chosen:
            _tell_planned(request, day, day)

    said = {
        "crumbs": CRUMBS,
        "submit": "Close on these",
        "lead": f"Public holidays in {year} where {request.site.name} is. Days already closed, or over, are left out.",
        "years": [(one, one == year) for one in range(today.year, today.year + 3)],
        "empty": "" if ahead else "Every public holiday of this year is over, or closed already.",
    }
    return ask(
        request,
        form,
        do,
        heading=f"Holidays in {year}",
        back="desk:closures",
        done="The site is closed on these days.",
        said=said,
    )


def _tell_planned(request: DeskRequest, first: date, last: date) -> None:
    """Say which sessions are planned on closed days, and the gaps they would leave for who has groups elsewhere then."""
    if sessions := planned_in(request.site, first, last, after=request.now):
        number = "1 session is" if len(sessions) == 1 else f"{len(sessions)} sessions are"
        days = day_long(first) if first == last else f"{day_long(first)} to {day_long(last)}"
        said = f"{number} planned on {days}: move or cancel {'it' if len(sessions) == 1 else 'them'} on Week."
        messages.warning(request, " ".join(filter(None, [said, gaps_said(gaps_without(sessions))])))


@page(allowed=MAY_KEEP_CLOSURES, writes=True)
def take_back_closure(request: DeskRequest, closure: int) -> HttpResponse:
    """Take a closure off the calendar that has not begun; it stands in the form again, should it be a mistake."""
    today = request.today
    row = next((row for row in agency.closures(request.site.id, today) if row.id == closure), None)
    if row is None:
        raise NotFound
    actions.take_back_closure(by=request.actor, at=request.now, closure=closure)
    again = urlencode({"first_day": str(row.first_day), "last_day": str(row.last_day), "reason": row.reason})
    text = f"{row.reason}, {day_long(row.first_day)}, is off the calendar."
    messages.success(request, text, extra_tags=f"again {reverse('desk:add-closure')}?{again}")
    return redirect("desk:closures")
