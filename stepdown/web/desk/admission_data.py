"""The state's admission data set, asked once: half an hour's questions that may be asked in parts.

What was answered is kept, whatever is still open; answers that can't both be right are all told at once.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from stepdown.audit.terms import Obstacle, Refused
from stepdown.episode import queries as episode
from stepdown.episode.access import MAY_ASK_DATA
from stepdown.episode.actions import save_admission_data
from stepdown.episode.terms import CODES, Admission, Use
from stepdown.kernel import teds
from stepdown.kernel.years import age_on
from stepdown.people import queries as people
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.web.desk.chart import open_chart
from stepdown.web.desk.pages import DeskRequest, page
from stepdown.web.desk.way_forms import options

LABELS = {
    "sex": "Sex",
    "pregnant": "Pregnant",
    "race": "Race",
    "ethnicity": "Ethnicity",
    "marital_status": "Marital status",
    "education": "Education",
    "employment": "Work",
    "not_working": "Not in the labor force because",
    "living": "Where they live",
    "income": "Main source of income",
    "veteran": "Served in the armed forces",
    "source": "Who referred them",
    "justice": "Which part of the justice system",
    "arrests": "Arrests in the past 30 days",
    "prior_episodes": "Times in treatment before",
    "self_help": "Mutual-help meetings in the past month",
    "opioid_medication": "Medication for opioid use disorder is planned",
    "co_occurring": "Co-occurring mental health condition",
    "insurance": "Health insurance",
    "payment": "Who pays mainly",
}
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("The person", ("sex", "pregnant", "race", "ethnicity", "marital_status", "veteran")),
    ("Home and work", ("education", "employment", "not_working", "living", "income")),
    ("How they came", ("source", "justice", "arrests", "prior_episodes")),
    ("Care", ("self_help", "opioid_medication", "co_occurring", "insurance", "payment")),
)
USE = {"substance": teds.Substance, "route": teds.Route, "frequency": teds.Frequency}
ONLY_AFTER = {
    "pregnant": "When the answer to sex is female.",
    "not_working": "When they are not in the labor force.",
    "justice": "When a court or the justice system referred them.",
}
PLACES = (1, 2, 3)
ORDINALS = ("Main substance", "Second substance", "Third substance")


class DataForm(forms.Form):
    """Every question, none required."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, label in LABELS.items():
            said: dict[str, Any] = {"label": label, "required": False, "help_text": ONLY_AFTER.get(name, "")}
            codes = CODES.get(name)
            if codes is None:
                self.fields[name] = forms.IntegerField(min_value=0, max_value=99, **said)
            else:
                self.fields[name] = forms.ChoiceField(choices=options(codes, "Not asked yet"), **said)
        for place in PLACES:
            for name, codes in USE.items():
                label = {"substance": "Substance", "route": "How", "frequency": "How often"}[name]
                self.fields[f"{name}_{place}"] = forms.ChoiceField(
                    label=label, choices=options(codes, "Not asked yet"), required=False
                )
            self.fields[f"first_use_age_{place}"] = forms.IntegerField(
                label="Age at first use", min_value=0, max_value=120, required=False
            )

    def answers(self) -> Admission:
        """What was answered; only after `is_valid`."""
        given = self.cleaned_data
        plain = {name: codes(given[name]) if given[name] else None for name, codes in CODES.items()}
        numbers = {name: given[name] for name in ("arrests", "prior_episodes")}
        return Admission(**plain, **numbers, uses=tuple(self._use(place) for place in PLACES))  # type: ignore[arg-type]

    def _use(self, place: int) -> Use:
        given = self.cleaned_data
        said = {name: codes(value) if (value := given[f"{name}_{place}"]) else None for name, codes in USE.items()}
        return Use(**said, first_use_age=given[f"first_use_age_{place}"])  # type: ignore[arg-type]


@page(allowed=MAY_ASK_DATA & MAY_SEE_CLIENTS)
def admission_data(request: DeskRequest, client: int) -> HttpResponse:
    """The questions with what is known; a POST keeps what was answered."""
    chart = open_chart(request, client)
    born = people.born(client)
    row = episode.admission_data(client)
    given = row.answers if row else Admission()
    form = DataForm(request.POST or None, initial=_initial(given, row.version if row else 0))
    obstacles: tuple[Obstacle, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            save_admission_data(
                by=request.actor,
                at=request.now,
                client=client,
                given=form.answers(),
                seen=form.cleaned_data["seen"],
                age=age_on(born, request.today) if born else None,
            )
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            messages.success(request, "Kept.")
            return redirect("desk:admission-data", client)
    missing = episode.missing(given)
    context = {
        "form": form,
        "parts": [(title, [(form[name], name in missing) for name in names]) for title, names in PARTS],
        "uses": [_use_fields(form, place, missing) for place in PLACES],
        "missing": len(missing),
        "obstacles": obstacles,
        "kept": row is not None,
    }
    return chart.page(
        "desk/client_admission_data.html", context, bar=False, status=422 if request.method == "POST" else 200
    )


def _use_fields(form: DataForm, place: int, missing: tuple[str, ...]) -> tuple[str, list[forms.BoundField], bool]:
    fields = [form[f"{name}_{place}"] for name in (*USE, "first_use_age")]
    return ORDINALS[place - 1], fields, f"use_{place}" in missing


def _initial(given: Admission, version: int) -> dict[str, object]:
    found: dict[str, object] = {"seen": version}
    found |= {name: getattr(given, name) for name in LABELS}
    for place, use in enumerate(given.uses, 1):
        found |= {f"{name}_{place}": getattr(use, name) for name in (*USE, "first_use_age")}
    return found
