"""Plan ahead: make the sessions of every group that meets by a pattern, for some weeks more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse

from stepdown.kernel.week import Week
from stepdown.schedule.access import MAY_SET_UP_GROUPS
from stepdown.schedule.actions.series import plan_ahead
from stepdown.web.desk.changing import ask
from stepdown.web.desk.pages import DeskRequest, page

FEWEST, USUAL, MOST = 1, 4, 12
"""Weeks a person may ask for, next week being the first."""


class AheadForm(forms.Form):
    """How far."""

    weeks = forms.IntegerField(
        min_value=FEWEST,
        max_value=MOST,
        label="Weeks after this one",
        help_text="Only what is missing is made. Sessions that are there already stay as they are.",
    )


@page(allowed=MAY_SET_UP_GROUPS)
def plan_weeks(request: DeskRequest) -> HttpResponse:
    """Make the sessions of this week and of as many more as asked for, at the site looked at."""
    week = Week.of(request.now, request.site.time_zone)

    def do(given: dict[str, Any]) -> None:
        planned = plan_ahead(
            by=request.actor,
            at=request.now,
            until=week.monday + timedelta(weeks=1 + given["weeks"]),
            sites=[request.site.id],
        )
        if planned.lacking:
            messages.warning(request, f"{_sessions(len(planned.lacking))} still lack a leader or a room: see the week.")
        if planned.unseated:
            messages.warning(request, f"{_seats(len(planned.unseated))} could not be given: see the groups' sessions.")
        messages.info(request, f"{_sessions(len(planned.made))} made.")

    return ask(
        request,
        AheadForm(request.POST or None, initial={"weeks": USUAL}),
        do,
        heading="Plan ahead",
        back="desk:groups",
        done=f"{request.site.name} is planned ahead.",
        said={
            "lead": f"Every group at {request.site.name} gets its sessions, with its leader, its room and everybody who "
            "has a regular seat. Days on which the site is closed are left out.",
            "submit": "Make the sessions",
            "section": "groups",
            "crumbs": [("desk:groups", "Groups")],
        },
    )


def _sessions(number: int) -> str:
    return "1 session" if number == 1 else f"{number} sessions"


def _seats(number: int) -> str:
    return "1 seat" if number == 1 else f"{number} seats"
