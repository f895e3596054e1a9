"""Licences and accreditations of the agency, and everything that runs out soon."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from stepdown.agency import actions
from stepdown.agency import queries as agency
from stepdown.agency.access import MAY_KEEP_LICENSES, MAY_SEE_SETTINGS
from stepdown.agency.terms import LicenseKind, NewLicense
from stepdown.audit.terms import NotFound
from stepdown.web.desk.changing import ask
from stepdown.web.desk.fields import Day, Line, labels
from stepdown.web.desk.pages import DeskRequest, page
from stepdown.web.desk.settings import AHEAD

CRUMBS = (("desk:settings", "Settings"), ("desk:licenses", "Licenses"))
WHOLE_AGENCY = [("", "The whole agency")]


class LicenseForm(forms.Form):
    """A licence of the agency."""

    kind = forms.ChoiceField(label="What it is", choices=labels(LicenseKind))
    name = Line(label="Name", help_text="As it stands on the paper. A renewal has the same name.")
    issuer = Line(label="Given by")
    number = Line(label="Number", required=False)
    site = forms.TypedChoiceField(label="Holds for", coerce=int, empty_value=None, required=False)
    valid_from = Day(label="First day")
    valid_until = Day(label="Last day", required=False, help_text="Leave it empty when it does not run out.")


@page(allowed=MAY_SEE_SETTINGS)
def licenses(request: DeskRequest) -> HttpResponse:
    """What the agency holds, and what runs out within ninety days. Three queries."""
    today = request.today
    sites = [site.id for site in request.sites]
    context = {
        "section": "settings",
        "licenses": [
            (row, None if row.valid_until is None else (row.valid_until - today).days) for row in agency.licenses(sites)
        ],
        "ending": [(row, (row.valid_until - today).days) for row in agency.running_out(sites, today, AHEAD)],
        "ahead": AHEAD,
        "may": request.actor.has_any(MAY_KEEP_LICENSES),
    }
    return render(request, "desk/licenses.html", context)


@page(allowed=MAY_KEEP_LICENSES)
def add_license(request: DeskRequest) -> HttpResponse:
    """Record a licence, or its renewal."""
    form = _form(request, {})

    def do(typed: dict[str, Any]) -> None:
        actions.add_license(by=request.actor, at=request.now, held=_new(typed))

    said = {"crumbs": CRUMBS, "submit": "Record it"}
    return ask(
        request, form, do, heading="A license or accreditation", back="desk:licenses", done="It is recorded.", said=said
    )


@page(allowed=MAY_KEEP_LICENSES)
def change_license(request: DeskRequest, held: int) -> HttpResponse:
    """Correct a licence, or end it early."""
    row = next((row for row in agency.licenses([site.id for site in request.sites]) if row.id == held), None)
    if row is None:
        raise NotFound
    form = _form(request, {name: getattr(row, name) for name in LicenseForm.base_fields})

    def do(typed: dict[str, Any]) -> None:
        actions.correct_license(by=request.actor, at=request.now, license_held=held, to=_new(typed))

    return ask(
        request, form, do, heading=f"Correct {row.name}", back="desk:licenses", done="Saved.", said={"crumbs": CRUMBS}
    )


def _form(request: DeskRequest, shown: dict[str, object]) -> LicenseForm:
    form = LicenseForm(request.POST or None, initial=shown)
    form.fields["site"].choices = WHOLE_AGENCY + [(str(site.id), site.name) for site in request.sites]  # type: ignore[attr-defined]
    return form


def _new(typed: dict[str, Any]) -> NewLicense:
    return NewLicense(**{**typed, "kind": LicenseKind(typed["kind"])})
