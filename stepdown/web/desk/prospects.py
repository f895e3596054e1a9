"""A call: somebody asks for care. As little is asked as will do to call back."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render

from stepdown.agency import queries as agency
from stepdown.audit.terms import Obstacle, Refused
from stepdown.episode.access import MAY_TAKE_CALLS
from stepdown.episode.terms import Event, Step
from stepdown.journey import actions as journey
from stepdown.people import queries as people
from stepdown.people.access import MAY_REGISTER, MAY_SEE_CLIENTS
from stepdown.people.terms import Likeness, NewClient
from stepdown.web.desk.labels import LANGUAGES
from stepdown.web.desk.pages import DeskRequest, page
from stepdown.web.desk.way_forms import CallForm


@page(allowed=MAY_TAKE_CALLS & MAY_REGISTER & MAY_SEE_CLIENTS)
def new(request: DeskRequest) -> HttpResponse:
    """The form; once sent, the person's Journey tab: they are on their way in.

    Who may be the same person is shown first: somebody who asks again goes on from their own record.
    """
    today = request.today
    staff = agency.staff_names([request.site.id], telehealth=True)
    first = {"owner": request.actor.staff, "due": today, "language": "en"}
    form = CallForm(request.POST or None, staff=staff, languages=LANGUAGES.items(), initial=first)
    obstacles: tuple[Obstacle, ...] = ()
    found: tuple[Likeness, ...] = ()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        person = NewClient(
            site=request.site.id,
            record_number="",
            legal_name=given["legal_name"] or given["used_name"],
            used_name=given["used_name"],
            languages=(given["language"],),
            date_of_birth=given["date_of_birth"],
            phone=given["phone"],
            synthetic=settings.DEMO,
        )
        contact = Step(Event.FIRST_CONTACT, today, owner=given["owner"], due=given["due"], text=given["text"])
        found = () if "sure" in request.POST else people.duplicates_of(request.actor, person)
        if not found:
            try:
                client = journey.take_call(by=request.actor, at=request.now, person=person, contact=contact)
            except Refused as refused:
                obstacles = refused.obstacles
            else:
                return redirect("desk:client-journey", client)
    context = {
        "form": form,
        "found": found,
        "asks": bool(found),
        "obstacles": obstacles,
        "site": request.site,
        "section": "admissions",
    }
    return render(request, "desk/new_prospect.html", context, status=422 if request.method == "POST" else 200)
