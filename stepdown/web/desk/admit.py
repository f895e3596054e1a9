"""Admit somebody: level and program, care team, track, order, clearance, in one step. The rest may come later."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from stepdown.agency import queries as agency
from stepdown.agency.terms import ProgramRow, ServiceRow
from stepdown.audit.terms import Obstacle, Refused
from stepdown.episode import queries as episode
from stepdown.episode.access import MAY_ADMIT, MAY_CLEAR
from stepdown.episode.terms import ClearanceBasis, ClientState, Event, NewStay
from stepdown.journey import actions as journey
from stepdown.journey.terms import Admission
from stepdown.kernel.levels import LevelOfCare
from stepdown.people.access import MAY_ASSIGN_CARE_TEAM, MAY_SEE_CLIENTS
from stepdown.people.terms import CarePlace, CareRole
from stepdown.plan.access import MAY_PRESCRIBE
from stepdown.plan.terms import Modality, NewPrescription, PrescribedLine
from stepdown.policy.queries import value_on
from stepdown.policy.terms import Scope, Value
from stepdown.schedule.access import MAY_BOOK
from stepdown.schedule.queries.setup import availability
from stepdown.schedule.queries.tracks import classes_of
from stepdown.schedule.terms import TrackFit
from stepdown.web.desk.chart import open_chart
from stepdown.web.desk.fields import Day
from stepdown.web.desk.hours import tracks_for
from stepdown.web.desk.pages import DeskRequest, page
from stepdown.web.desk.seats_told import tell_seats
from stepdown.web.desk.templatetags.wording import words
from stepdown.web.desk.way_forms import Staff, options, person_field, places

LINES = 4
"""Lines of an order the form offers; more are ordered on the Plan tab."""


class AdmitForm(forms.Form):
    """What an admission needs, and what may begin with it."""

    place = forms.ChoiceField(label="Program and level", choices=())
    on = Day(label="First day")
    clinician = person_field("Primary clinician")
    manager = person_field("Case manager")
    track = forms.TypedChoiceField(label="Track", coerce=int, empty_value=None, required=False)
    groups = forms.BooleanField(
        label="A regular seat in its groups",
        help_text="In every group of the track that serves them; where something stands in the way, it is told.",
        required=False,
        initial=True,
    )
    cleared = forms.ChoiceField(
        label="Cleared for group, resting on",
        choices=options(ClearanceBasis, "Not cleared yet"),
        required=False,
    )
    modality = forms.ChoiceField(
        label="They take part", choices=[(one.value, words(one)) for one in Modality], required=False
    )

    def __init__(
        self, data: object, *, programs: list[ProgramRow], staff: Staff, fits: tuple[TrackFit, ...], **more: Any
    ) -> None:
        super().__init__(data, **more)  # type: ignore[arg-type]
        named = [("", "Nobody yet"), *staff]
        self.fields["place"].choices = [("", "Choose…"), *places(programs)]  # type: ignore[attr-defined]
        self.fields["clinician"].choices = self.fields["manager"].choices = named  # type: ignore[attr-defined]
        fitting = [(fit.id, fit.name) for fit in fits if fit.fits]
        others = [(fit.id, fit.name) for fit in fits if not fit.fits]
        self.fields["track"].choices = [("", "No track yet"), ("Fit", fitting), ("Do not fit", others)]  # type: ignore[attr-defined]


class LineForm(forms.Form):
    """One line of an order; all empty is no line."""

    service = forms.TypedChoiceField(label="Service", coerce=int, empty_value=None, required=False)
    times = forms.IntegerField(label="Times a week", min_value=1, max_value=14, required=False)
    minutes = forms.IntegerField(label="Minutes each", min_value=5, max_value=480, required=False)

    def __init__(self, *args: Any, services: tuple[ServiceRow, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["service"].choices = [("", "None"), *((row.id, row.name) for row in services)]  # type: ignore[attr-defined]
        usual = {row.id: row.minutes for row in services}
        self.fields["service"].widget.attrs["data-minutes"] = json.dumps(usual)

    def clean(self) -> dict[str, Any]:
        """A line is whole or empty."""
        given = super().clean() or {}
        said = [given.get(name) for name in ("service", "times", "minutes")]
        if any(said) and not all(said):
            raise forms.ValidationError("A line needs a service, how often, and how long.")
        return given


@page(allowed=MAY_ADMIT & MAY_SEE_CLIENTS)
def admit(request: DeskRequest, client: int) -> HttpResponse:
    """The form; once sent, their Journey tab. What the person may not do is not asked."""
    chart = open_chart(request, client)
    today = request.today
    stands = episode.states([client], today)[client]
    may_book = request.actor.has_any(MAY_BOOK)
    held = availability([client]).get(client, []) if may_book else []
    programs = list(agency.programs_at([request.site.id]))
    fits = tracks_for(chart, stands, held, today, programs) if may_book else ()
    form = _form(request, stands, programs, fits, today, asked=bool(held))
    lines = _lines(request)
    obstacles: tuple[Obstacle, ...] = ()
    if request.method == "POST" and form.is_valid() and all(line.is_valid() for line in lines):
        try:
            admission = _admission(request, client, form, lines)
            made = journey.admit(by=request.actor, at=request.now, admission=admission)
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            tell_seats(request, made.seats)
            return redirect(f"{reverse('desk:client-journey', args=[client])}?done={_step(request, client, today)}")
    context = {
        "form": form,
        "lines": lines,
        "obstacles": obstacles,
        "fits": fits,
        "minimums": _least(request, programs, today) if lines else [],
        "level": _level(form, stands),
        "may_prescribe": bool(lines),
    }
    return chart.page("desk/client_admit.html", context, bar=False, status=422 if request.method == "POST" else 200)


def _form(
    request: DeskRequest,
    stands: ClientState,
    programs: list[ProgramRow],
    fits: tuple[TrackFit, ...],
    today: date,
    *,
    asked: bool,
) -> AdmitForm:
    """The form with what may be chosen. A track is proposed once somebody `asked` when they can come."""
    staff = agency.staff_names([request.site.id], telehealth=True)
    place = f"{stands.program}-{stands.level.value}" if stands.program and stands.level else ""
    fitting = next((fit.id for fit in fits if fit.fits), None) if asked else None
    first = {"on": today, "place": place, "track": fitting, "modality": Modality.IN_PERSON.value}
    form = AdmitForm(request.POST or None, programs=programs, staff=staff, fits=fits, initial=first)
    if not request.actor.has_any(MAY_ASSIGN_CARE_TEAM):
        del form.fields["clinician"], form.fields["manager"]
    if not request.actor.has_any(MAY_BOOK):
        del form.fields["track"], form.fields["groups"]
    if not request.actor.has_any(MAY_CLEAR) or stands.cleared is not None:
        del form.fields["cleared"]
    if not request.actor.has_any(MAY_PRESCRIBE):
        del form.fields["modality"]
    return form


def _lines(request: DeskRequest) -> list[LineForm]:
    """The lines of an order, for who may give one."""
    if not request.actor.has_any(MAY_PRESCRIBE):
        return []
    services = agency.services()
    data = request.POST or None
    return [LineForm(data, prefix=f"line{number}", services=services) for number in range(1, LINES + 1)]


def _admission(request: DeskRequest, client: int, form: AdmitForm, lines: list[LineForm]) -> Admission:
    given = form.cleaned_data
    program, _, level = given["place"].partition("-")
    on = given["on"]
    stay = NewStay(client, int(program), LevelOfCare(level), on)
    team = [
        CarePlace(client, given[name], role, on)
        for name, role in (("clinician", CareRole.PRIMARY_CLINICIAN), ("manager", CareRole.CASE_MANAGER))
        if given.get(name)
    ]
    ordered = tuple(
        PrescribedLine(line.cleaned_data["service"], line.cleaned_data["times"], line.cleaned_data["minutes"])
        for line in lines
        if line.cleaned_data.get("service")
    )
    order = _order(request, client, on, level, given.get("modality", ""), ordered) if ordered else None
    cleared, track = given.get("cleared"), given.get("track")
    return Admission(
        stay=stay,
        team=tuple(team),
        track=track,
        groups=classes_of(track, on) if track and given.get("groups") else (),
        modality=Modality.VIDEO if given.get("modality") == Modality.VIDEO else Modality.IN_PERSON,
        order=order,
        cleared=ClearanceBasis(cleared) if cleared else None,
    )


def _order(
    request: DeskRequest, client: int, on: date, level: str, modality: str, lines: tuple[PrescribedLine, ...]
) -> NewPrescription:
    """The order with the minimum of its level, as policy says here."""
    least = _minimum(request, level, on)
    return NewPrescription(
        client=client,
        starts=on,
        modality=Modality(modality or Modality.IN_PERSON),
        minimum_week_minutes=int(least.value) if least else 0,
        minimum_day_minutes=0,
        lines=lines,
        ordered_by=request.actor.staff,
    )


def _level(form: AdmitForm, stands: ClientState) -> str:
    """The level chosen, or the one they were accepted for."""
    return str(form["place"].value() or "").partition("-")[2] or (stands.level.value if stands.level else "")


def _least(request: DeskRequest, programs: list[ProgramRow], today: date) -> list[tuple[LevelOfCare, Value]]:
    """The weekly minimum of each level offered here; the page shows that of the one chosen. A query a level."""
    offered = sorted({level for row in programs for level in row.levels})
    found = [(level, _minimum(request, level.value, today)) for level in offered]
    return [(level, least) for level, least in found if least is not None]


def _step(request: DeskRequest, client: int, today: date) -> int:
    """The admission just made, so that the next page says it and offers to undo it."""
    rows = episode.way_of(request.actor, client, today).rows
    return next(row.step.id for row in rows if row.step.event is Event.ADMIT and not row.taken_back_at)


def _minimum(request: DeskRequest, level: str, day: date) -> Value | None:
    scope = Scope(jurisdiction=request.site.jurisdiction, level_of_care=level, population="adult")
    return value_on("hours.weekly_minimum", scope, day)
