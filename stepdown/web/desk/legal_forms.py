"""What is typed when something legal came, and when compliance decides it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from stepdown.consent.terms import (
    Evidence,
    LegalKind,
    LegalOutcome,
    LegalPaper,
    LegalStep,
    LegalWay,
    NamedException,
    NewLegalRequest,
    Purpose,
    RecipientKind,
)
from stepdown.web.desk.consent_choices import Choices
from stepdown.web.desk.consent_forms import AskForm
from stepdown.web.desk.fields import Checks, Day, Line, labels

OUTCOMES = [LegalOutcome.NOTHING_SAID, LegalOutcome.WITHDRAWN]
COURTS = [RecipientKind.COURT_OR_COUNSEL, RecipientKind.LAW_ENFORCEMENT]
ON_FILE = (Evidence.ORDER, Evidence.SUBPOENA)


def _words(label: str) -> forms.CharField:
    """A few lines, without the NUL that PostgreSQL does not take."""
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class LegalForm(forms.Form):
    """What came, as the paper says it."""

    kind = forms.ChoiceField(label="What came", choices=labels(LegalKind))
    sender = Line(label="From whom", max_length=300, help_text="The court, the lawyer, the officer with their badge.")
    came_by = forms.ChoiceField(label="How it came", choices=labels(LegalWay))
    reply_to = Line(label="Where they can be reached", required=False, max_length=300)
    received_on = Day(label="Came on")
    due_on = Day(
        label="Due on", required=False, help_text="The day the paper names. Leave it empty when it names none."
    )
    papers = Checks(label="What you saw on paper", choices=labels(LegalPaper), required=False)
    name_written = Line(
        label="Whom it is about",
        required=False,
        max_length=300,
        help_text="As it is written there. Do not look anybody up: nobody is searched for.",
    )
    asks = _words("What it asks for")

    def new(self, site: int) -> NewLegalRequest:
        """What was typed, for a site."""
        said: dict[str, Any] = self.cleaned_data
        return NewLegalRequest(
            **{
                **said,
                "site": site,
                "kind": LegalKind(said["kind"]),
                "came_by": LegalWay(said["came_by"]),
                "papers": frozenset(map(LegalPaper, said["papers"])),
            }
        )


class Beside(forms.Form):
    """One of several forms on a page: its fields have ids of their own."""

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{type(self).__name__}_%s", **rest})


class StepForm(Beside):
    """What was done about a request."""

    step = forms.ChoiceField(label="What was done", choices=labels(LegalStep))
    words = _words("In a few words")


class DecideForm(Beside):
    """How a request ends without telling anything."""

    outcome = forms.ChoiceField(label="How it ends", choices=labels(OUTCOMES))
    words = _words("What was answered, and how")


class AnswerForm(AskForm, Beside):
    """A disclosure that answers a request: by a court order with a subpoena, or by the client's own consent."""

    words = Line(label="What goes out, and how", max_length=2000)

    def __init__(self, choices: Choices, *args: object, **rest: object) -> None:
        super().__init__(replace(choices, members=()), *args, **rest)
        fields: dict[str, Any] = self.fields
        fields["purpose"].choices, fields["purpose"].initial = labels([Purpose.PROCEEDINGS]), Purpose.PROCEEDINGS
        fields["purpose"].widget = forms.HiddenInput()
        fields["kind"].choices = [("", "Nobody else"), *labels(COURTS)]
        fields["exception"].label, fields["exception"].initial = "By what", NamedException.COURT_ORDER
        fields["exception"].choices = [
            (NamedException.COURT_ORDER.value, "A court order with a subpoena"),
            ("", "The client's consent for legal proceedings"),
        ]
        for one in fields.keys() & set(Evidence) - set(ON_FILE):
            del fields[one]
