"""A number the agency says itself: what holds from a day on, and where it comes from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse

from stepdown.agency.terms import CriteriaEdition, Population
from stepdown.kernel.levels import LevelOfCare
from stepdown.policy import actions
from stepdown.policy import queries as policy
from stepdown.policy.access import MAY_CHANGE_POLICY
from stepdown.policy.terms import NewValue, Scope, payer_code
from stepdown.web.desk.changing import ask
from stepdown.web.desk.fields import JURISDICTIONS, Day, Line, labels
from stepdown.web.desk.pages import DeskRequest, page
from stepdown.web.desk.policy import FAMILIES, name_of

ANY = [("", "Any")]
CRUMBS = (("desk:settings", "Settings"), ("desk:policy", "Policy values"))
LEAD = "The row of the same scope that holds until then ends on that day, and stays readable with its source."


class ValueForm(forms.Form):
    """A policy row. Its unit is that of the rows of the same name."""

    key = forms.ChoiceField(label="What")
    value = forms.DecimalField(label="Value", max_digits=12, decimal_places=4, help_text="In the unit named beside it.")
    jurisdiction = forms.ChoiceField(label="Where", choices=sorted(JURISDICTIONS.items()))
    payer = Line(label="Payer", required=False, help_text="Empty: any.")
    level_of_care = forms.ChoiceField(label="Level of care", choices=ANY + labels(LevelOfCare), required=False)
    edition = forms.ChoiceField(label="Edition of the criteria", choices=ANY + labels(CriteriaEdition), required=False)
    population = forms.ChoiceField(label="People", choices=ANY + labels(Population), required=False)
    effective_from = Day(label="First day")
    source = Line(
        label="Source", max_length=400, help_text="The law, the contract, the page: as somebody can look it up."
    )
    verified = forms.BooleanField(label="I compared it with its source", required=False)
    note = Line(label="Note", max_length=400, required=False)


@page(allowed=MAY_CHANGE_POLICY)
def record_value(request: DeskRequest) -> HttpResponse:
    """Record what holds from a day on. Begun beside a row, it is filled in for the same scope."""
    units = {value.key: value.unit for value in policy.all_values()}
    today = request.today
    begun = {name: request.GET.get(name, "") for name in ("key", "payer", "level_of_care", "edition", "population")}
    where = request.GET.get("jurisdiction") or request.site.jurisdiction
    form = ValueForm(request.POST or None, initial=begun | {"jurisdiction": where, "effective_from": today})
    form.fields["key"].choices = [(key, _said(key, unit)) for key, unit in sorted(units.items())]  # type: ignore[attr-defined]

    def do(typed: dict[str, Any]) -> None:
        parts = ("jurisdiction", "level_of_care", "edition", "population")
        scope = Scope(payer=payer_code(typed["payer"]), **{name: typed[name] for name in parts})
        rest = {name: typed[name] for name in ("key", "value", "effective_from", "source", "verified", "note")}
        actions.record_value(
            by=request.actor, at=request.now, value=NewValue(unit=units[typed["key"]], scope=scope, **rest)
        )

    said = {"crumbs": CRUMBS, "submit": "Record it", "lead": LEAD}
    return ask(
        request, form, do, heading="A value of our own", back="desk:policy", done="It holds from that day.", said=said
    )


def _said(key: str, unit: str) -> str:
    """ "Hours a week and a day: Weekly minimum (minutes/week)"."""
    family = key.partition(".")[0]
    return f"{FAMILIES.get(family, family.capitalize())}: {name_of(key)} ({unit})"
