"""The small forms of a client's way. Days default to today; who may be named comes from the site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from stepdown.agency.terms import ProgramRow
from stepdown.episode.terms import (
    ClearanceBasis,
    CloseReason,
    ContactOutcome,
    DischargeReason,
    HoldReason,
    WaitReason,
)
from stepdown.kernel.levels import LevelOfCare
from stepdown.web.desk.fields import Day
from stepdown.web.desk.templatetags.wording import level_words, words

Staff = Iterable[tuple[int, str]]


def options(kind: type[StrEnum], blank: str = "") -> list[tuple[str, str]]:
    """The values of an enum with their words, below an empty choice."""
    return [("", blank or "Choose…"), *((member.value, words(member)) for member in kind)]


def note_field(label: str = "Note") -> forms.CharField:
    """A few words, kept with the step."""
    return forms.CharField(label=label, required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


def person_field(label: str, **more: object) -> forms.TypedChoiceField:
    """A member of staff; choices are filled in by the form."""
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, required=False, **more)  # type: ignore[arg-type]


class StepForm(forms.Form):
    """What every step asks: from which day on, and a note."""

    on = Day(label="From")
    text = note_field()
    field_order = ("on",)

    def __init__(self, data: object = None, *, today: date, staff: Staff = (), **more: object) -> None:
        super().__init__(data, initial={"on": today, **(more.pop("initial", None) or {})})  # type: ignore[arg-type, dict-item]
        self.today = today
        for field in self.fields.values():
            if isinstance(field, forms.TypedChoiceField) and field.coerce is int and not field.choices:
                field.choices = [("", "Nobody named"), *staff]
        self.order_fields([*(name for name in self.fields if name != "text"), "text"])


class CallForm(forms.Form):
    """A call on a Thursday: as little as will do to call back."""

    used_name = forms.CharField(label="Name they use", max_length=120)
    legal_name = forms.CharField(
        label="Name on their papers", max_length=120, required=False, help_text="Leave empty when it is the same."
    )
    phone = forms.CharField(label="Phone", max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"}))
    date_of_birth = Day(label="Date of birth", required=False)
    language = forms.ChoiceField(label="Language", choices=())
    owner = person_field("Who does the next step")
    due = Day(label="By when", required=False)
    text = note_field("What they asked for")

    def __init__(
        self, data: object = None, *, staff: Staff, languages: Iterable[tuple[str, str]], **more: object
    ) -> None:
        super().__init__(data, **more)  # type: ignore[arg-type]
        self.fields["owner"].choices = [("", "Nobody named"), *staff]  # type: ignore[attr-defined]
        self.fields["language"].choices = list(languages)  # type: ignore[attr-defined]


class AgainForm(StepForm):
    """They ask again."""

    owner = person_field("Who does the next step")
    due = Day(label="By when", required=False)


class ContactForm(StepForm):
    """A call or message; only reaching the person sets the clock back."""

    on = Day(label="On")
    outcome = forms.ChoiceField(label="What came of it", choices=options(ContactOutcome))
    owner = person_field("Who makes the next one")
    due = Day(label="Next one by", required=False)


class AssessForm(StepForm):
    """When the assessment is, on the site's clock, and with whom."""

    on = Day(label="Booked on")
    day = Day(label="Day of the assessment")
    time = forms.TimeField(label="Time", widget=forms.TimeInput(attrs={"type": "time"}))
    owner = person_field("With")

    def __init__(self, data: object = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.order_fields(["day", "time", "owner", "on", "text"])

    def when(self, zone: ZoneInfo) -> datetime:
        """The moment; only after `is_valid`."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], zone)


class PlaceForm(StepForm):
    """A level in a program, as one choice."""

    place = forms.ChoiceField(label="Program and level", choices=())

    def __init__(self, data: object = None, *, programs: Iterable[ProgramRow] = (), **more: object) -> None:
        super().__init__(data, **more)  # type: ignore[arg-type]
        self.fields["place"].choices = [("", "Choose…"), *places(programs)]  # type: ignore[attr-defined]

    def program(self) -> int:
        """The program chosen; only after `is_valid`."""
        return int(self.cleaned_data["place"].partition("-")[0])

    def level(self) -> LevelOfCare:
        """The level chosen; only after `is_valid`."""
        return LevelOfCare(self.cleaned_data["place"].partition("-")[2])


def places(programs: Iterable[ProgramRow]) -> list[tuple[str, str]]:
    """("7-2.1", "Intensive outpatient (2.1) · Days") for each level of each program."""
    return [
        (f"{row.id}-{level.value}", f"{level_words(level, row.edition)} · {row.name}")
        for row in programs
        for level in row.levels
    ]


class AcceptForm(PlaceForm):
    owner = person_field("Who admits them")
    due = Day(label="Hoped for by", required=False)


class WaitForm(PlaceForm):
    reason = forms.ChoiceField(label="Waiting for", choices=options(WaitReason))
    owner = person_field("Who keeps in touch")
    due = Day(label="Next contact by", required=False)


class ReferForm(StepForm):
    on = Day(label="On")
    where = forms.CharField(label="Where to", max_length=200)


class CloseForm(StepForm):
    on = Day(label="On")
    reason = forms.ChoiceField(label="Why they did not come", choices=options(CloseReason))


class ClearForm(StepForm):
    reason = forms.ChoiceField(label="It rests on", choices=options(ClearanceBasis))


class HoldForm(StepForm):
    """A hold: its reason, who keeps in touch, until when the seat is kept."""

    reason = forms.ChoiceField(label="Reason", choices=options(HoldReason))
    due = Day(label="Hoped back on", required=False, help_text="The hold goes on until somebody says they are back.")
    seat_until = Day(label="Seat kept until", required=False, help_text="From that day on it may be given to others.")
    owner = person_field("Who keeps in touch")

    def __init__(self, data: object = None, **more: object) -> None:
        super().__init__(data, **more)  # type: ignore[arg-type]
        self.fields["owner"].help_text = "Left open: the case manager, else the primary clinician."


class ReturnForm(StepForm):
    on = Day(label="First day back")


class DischargeForm(StepForm):
    on = Day(label="First day out")
    reason = forms.ChoiceField(label="Reason", choices=options(DischargeReason))
    where = forms.CharField(label="What comes next for them", max_length=200, required=False)


class WhyForm(forms.Form):
    """Why a step is taken back."""

    why = forms.CharField(
        label="Why",
        help_text="It is kept with the step, under your name.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
