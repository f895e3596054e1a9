"""Programmes: levels of care, whom they treat, when they run, whether Part 2 holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from stepdown.agency import actions
from stepdown.agency import queries as agency
from stepdown.agency.access import MAY_CHANGE_AGENCY, MAY_SEE_SETTINGS
from stepdown.agency.terms import Concern, CriteriaEdition, NewProgram, Population
from stepdown.audit.terms import NotFound
from stepdown.kernel.levels import LevelOfCare
from stepdown.web.desk.changing import ask
from stepdown.web.desk.fields import DAYS, Checks, Line, WeekForm, hours_of, labels, week_of
from stepdown.web.desk.pages import DeskRequest, page

CRUMBS = (("desk:settings", "Settings"), ("desk:programs", "Programs"))


class ProgramForm(WeekForm):
    """A programme, with the days and hours it runs."""

    name = Line(label="Name")
    site = forms.TypedChoiceField(label="Site", coerce=int)
    levels = Checks(label="Levels of care", choices=labels(LevelOfCare))
    edition = forms.ChoiceField(
        label="Criteria", choices=labels(CriteriaEdition), help_text="The edition placements and hours follow."
    )
    population = forms.ChoiceField(
        label="For", choices=labels(Population), help_text="Adults and adolescents never share a room."
    )
    treats = Checks(label="Treats", choices=labels(Concern))
    part2 = forms.BooleanField(
        label="42 CFR Part 2 holds",
        required=False,
        help_text="Leave it on unless counsel says otherwise: everything the program holds is then protected.",
    )
    field_order = ("name", "site", "levels", "edition", "population", "treats", "part2", *DAYS)


@page(allowed=MAY_SEE_SETTINGS)
def programs(request: DeskRequest) -> HttpResponse:
    """Every programme within reach. Two queries."""
    rows = agency.programs_at([site.id for site in request.sites])
    hours = agency.program_hours([row.id for row in rows])
    names = {site.id: site.name for site in request.sites}
    context = {
        "section": "settings",
        "programs": [(row, names[row.site], week_of(hours.get(row.id, ()))) for row in rows],
        "may": request.actor.has_any(MAY_CHANGE_AGENCY),
    }
    return render(request, "desk/programs.html", context)


@page(allowed=MAY_CHANGE_AGENCY)
def add_program(request: DeskRequest) -> HttpResponse:
    """Open a programme."""
    form = _form(
        request,
        {"site": request.site.id, "part2": True, "treats": [Concern.SUBSTANCE_USE], "edition": CriteriaEdition.FOURTH},
    )

    def do(typed: dict[str, Any]) -> None:
        actions.open_programs(by=request.actor, at=request.now, programs=[_new(typed, int(typed["site"]))])

    said = {"crumbs": CRUMBS, "submit": "Open the program"}
    return ask(
        request, form, do, heading="Open a program", back="desk:programs", done="The program is open.", said=said
    )


@page(allowed=MAY_CHANGE_AGENCY)
def change_program(request: DeskRequest, program: int) -> HttpResponse:
    """Change a programme, or its hours. It stays at its site."""
    row = next((row for row in agency.programs_at([site.id for site in request.sites]) if row.id == program), None)
    if row is None:
        raise NotFound
    names = ("name", "site", "edition", "population", "part2")
    shown = {name: getattr(row, name) for name in names} | {"levels": list(row.levels), "treats": list(row.treats)}
    form = _form(request, shown | week_of(agency.program_hours([program]).get(program, ())))
    del form.fields["site"]

    def do(typed: dict[str, Any]) -> None:
        actions.change_program(by=request.actor, at=request.now, program=program, to=_new(typed, row.site))

    return ask(
        request, form, do, heading=f"Change {row.name}", back="desk:programs", done="Saved.", said={"crumbs": CRUMBS}
    )


def _form(request: DeskRequest, shown: Mapping[str, object]) -> ProgramForm:
    form = ProgramForm(request.POST or None, initial=dict(shown))
    form.fields["site"].choices = [(site.id, site.name) for site in request.sites]  # type: ignore[attr-defined]
    return form


def _new(typed: Mapping[str, Any], site: int) -> NewProgram:
    return NewProgram(
        site=site,
        name=typed["name"],
        levels=tuple(map(LevelOfCare, typed["levels"])),
        edition=CriteriaEdition(typed["edition"]),
        population=Population(typed["population"]),
        treats=tuple(map(Concern, typed["treats"])),
        part2=typed["part2"],
        hours=hours_of(typed),
    )
