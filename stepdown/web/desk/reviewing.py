"""Charts opened with a reason, for those who review them: broken glass first; fine, or to be looked into."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from stepdown.agency.queries import names_of_sign_ins
from stepdown.people import actions
from stepdown.people import queries as people
from stepdown.people.access import MAY_REVIEW_OPENINGS
from stepdown.people.terms import Found
from stepdown.web.desk.changing import ask
from stepdown.web.desk.fields import Line, labels
from stepdown.web.desk.pages import DeskRequest, page
from stepdown.web.desk.templatetags.wording import called, clock, day_long, words

CRUMBS = (("desk:access", "Opened with a reason"),)


class ReviewForm(forms.Form):
    """What somebody found."""

    found = forms.ChoiceField(label="What you found", choices=labels(Found), widget=forms.RadioSelect)
    words = Line(
        label="In a sentence",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed unless it was in order.",
    )


@page(allowed=MAY_REVIEW_OPENINGS)
def access(request: DeskRequest) -> HttpResponse:
    """What waits for a review, and what was settled lately."""
    context = {"rows": people.passes_to_review(), "settled": people.passes_settled(), "section": "access"}
    return render(request, "desk/access.html", context)


@page(allowed=MAY_REVIEW_OPENINGS)
def waiting(request: DeskRequest) -> HttpResponse:
    """How many wait, for the bar of every page, which asks each minute."""
    waiting, broken = people.waiting_for_review()
    context = {"waiting": waiting, "broken": broken, "counted": True}
    return render(request, "desk/_to_review.html", context)


@page(allowed=MAY_REVIEW_OPENINGS)
def review(request: DeskRequest, number: int) -> HttpResponse:
    """One of them: what was found, and a sentence."""
    row = people.pass_row(number)

    def do(typed: dict[str, Any]) -> None:
        found = Found(typed["found"])
        actions.review_opening(by=request.actor, at=request.now, number=number, found=found, words=typed["words"])

    form = ReviewForm(request.POST or None, initial={"found": row.found and row.found.value, "words": row.note})
    when = f"{day_long(row.opened_at)}, {clock(row.opened_at)} to {clock(row.ends_at)}"
    why = f"{words(row.reason)}. “{row.words}”" if row.words else f"{words(row.reason)}."
    said = {
        "crumbs": CRUMBS,
        "submit": "Write it down",
        "section": "access",
        "lead": f"The chart of {row.name}, {when}. {why}",
    }
    heading = f"Opened by {called(row.opened_by, names_of_sign_ins())}"
    return ask(request, form, do, heading=heading, back="desk:access", done="Written down.", said=said)


@page(allowed=MAY_REVIEW_OPENINGS, writes=True)
def in_order(request: DeskRequest, number: int) -> HttpResponse:
    """In order, with one tap."""
    actions.review_opening(by=request.actor, at=request.now, number=number, found=Found.IN_ORDER)
    messages.success(request, "In order. It stands under what was settled, where it can be changed.")
    return redirect("desk:access")
