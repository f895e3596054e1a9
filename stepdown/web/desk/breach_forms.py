"""What is typed when something happened to records, and when it is weighed, told and closed."""

from __future__ import annotations

from typing import Any

from django import forms

from stepdown.audit.terms import Category
from stepdown.privacy.terms import BreachNotice, BreachOutcome, Factor, NewAssessment, NewBreach, Rating, Weighed
from stepdown.web.desk.fields import Checks, Day, labels
from stepdown.web.desk.legal_forms import Beside
from stepdown.web.desk.templatetags.wording import words

MOST = 10_000_000


def _text(label: str, help_text: str = "", rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=2000, widget=widget, help_text=help_text)


def _people(help_text: str) -> forms.IntegerField:
    return forms.IntegerField(label="How many people", min_value=1, max_value=MOST, help_text=help_text)


class BreachForm(forms.Form):
    """What happened, as far as known."""

    what = _text("What happened", "Name no client here: how many is asked below.")
    discovered_on = Day(label="Discovered on", help_text="The first day anybody here knew of it, or should have.")
    happened_on = Day(label="Happened on", required=False, help_text="Leave it empty while nobody knows.")
    parts = Checks(label="What kinds of information", choices=labels(Category))
    people = _people("As far as known now. It is counted again when it is decided.")

    def new(self, site: int) -> NewBreach:
        """What was typed, for a site."""
        said: dict[str, Any] = self.cleaned_data
        return NewBreach(**{**said, "site": site, "parts": frozenset(map(Category, said["parts"]))})


class AssessForm(Beside):
    """The four factors, each rated with a reason, and what is decided."""

    outcome = forms.ChoiceField(label="What you decide", choices=labels(BreachOutcome))
    words = _text("Why, taking all four together")
    people = _people("As it is known now.")

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        factors: dict[str, forms.Field] = {}
        for one in Factor:
            rating = [("", "Choose"), *labels(Rating)]
            factors[f"{one}_rating"] = forms.ChoiceField(label=words(one), choices=rating)
            factors[f"{one}_why"] = _text("Because", rows=2)
        self.fields = factors | self.fields

    def new(self) -> NewAssessment:
        """What was typed."""
        said = self.cleaned_data
        weighed = tuple(Weighed(one, Rating(said[f"{one}_rating"]), said[f"{one}_why"]) for one in Factor)
        return NewAssessment(weighed, BreachOutcome(said["outcome"]), said["people"], said["words"])


class ToldForm(Beside):
    """Who was told."""

    notice = forms.ChoiceField(label="Who was told", choices=labels(BreachNotice))
    told_on = Day(label="On")
    words = _text("How", "By first-class mail, and to whom it came back.")


class TakeBackForm(forms.Form):
    """Why nobody was told after all."""

    words = _text("Why it is taken back", "It was written on the wrong breach; the letters were never sent.")


class CloseForm(Beside):
    """The end of it."""

    words = _text("What keeps it from happening again")
