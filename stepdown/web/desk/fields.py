"""Form fields of Settings and Staff: weekly hours as people write them, lists with commas, days, states, time zones."""

# ruff: noqa: RUF001, RUF002 - spans of time are written with an en dash
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum

from django import forms

from stepdown.agency.terms import WorkingTime
from stepdown.kernel.dates import WEEKDAYS
from stepdown.kernel.week import MINUTES_A_DAY, YEARS
from stepdown.web.desk.labels import LANGUAGES
from stepdown.web.desk.templatetags.wording import clock, words

DAYS = tuple(day.lower() for day in WEEKDAYS)
_TIME = re.compile(r"(\d{1,2})(?::?(\d\d))?\s*([ap])?\.?m?\.?", re.IGNORECASE)
_SPAN = re.compile(r"\s*(?:–|—|-|to)\s*", re.IGNORECASE)
HOURS_HELP = "As 9-12:15, 1 pm-5 pm. Leave a day empty when there is nothing."

STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky",
    "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire",
    "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota",
    "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "PR": "Puerto Rico", "RI": "Rhode Island",
    "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont",
    "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip
JURISDICTIONS = {"US": "United States", **{f"US-{code}": name for code, name in STATES.items()}}
ZONES = {
    "America/New_York": "Eastern (New York)",
    "America/Chicago": "Central (Chicago)",
    "America/Denver": "Mountain (Denver)",
    "America/Phoenix": "Mountain without summer time (Phoenix)",
    "America/Los_Angeles": "Pacific (Los Angeles)",
    "America/Anchorage": "Alaska (Anchorage)",
    "Pacific/Honolulu": "Hawaii (Honolulu)",
    "America/Puerto_Rico": "Atlantic (Puerto Rico)",
}


def labels(values: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """Enum values as choices of a form, in words."""
    return [(value.value, words(value)) for value in values]


def known(choices: Mapping[str, str], now: str) -> list[tuple[str, str]]:
    """Choices, and the present value where it is none of them."""
    return [*choices.items(), *([] if now in choices or not now else [(now, now)])]


def languages(now: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Every language we have a word for, and the present ones."""
    return [*LANGUAGES.items(), *((code, code.upper()) for code in now if code not in LANGUAGES)]


class Day(forms.DateField):  # noqa: TID251 - this one is meant
    """A day of YEARS, with the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and value.year not in YEARS:
            raise forms.ValidationError(f"Check the year. It can be {YEARS.start} to {YEARS.stop - 1}.", code="year")


class Line(forms.CharField):
    """One line of text, without the NUL that PostgreSQL does not take."""

    def __init__(self, *, max_length: int = 120, **rest: object) -> None:
        super().__init__(max_length=max_length, **rest)  # type: ignore[arg-type]


class Listed(Line):
    """Names with commas between them, each once: "LCSW, LPC" → ["LCSW", "LPC"]."""

    def __init__(self, **rest: object) -> None:
        super().__init__(max_length=400, **rest)

    def prepare_value(self, value: object) -> object:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: object) -> list[str]:
        text = str(super().clean(value))
        names = list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
        if self.required and not names:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return names


class Checks(forms.MultipleChoiceField):
    """Several of a few, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple


class Spans(Line):
    """Hours of one day as people write them; its value is [(minute it starts, minute it ends)]."""

    def __init__(self, **rest: object) -> None:
        super().__init__(max_length=120, required=False, **rest)

    def clean(self, value: object) -> list[tuple[int, int]]:
        return spans(str(super().clean(value)))


class WeekForm(forms.Form):
    """A form with the hours of an ordinary week, a line for each day."""

    monday = Spans(label="Monday", help_text=HOURS_HELP)
    tuesday = Spans(label="Tuesday")
    wednesday = Spans(label="Wednesday")
    thursday = Spans(label="Thursday")
    friday = Spans(label="Friday")
    saturday = Spans(label="Saturday")
    sunday = Spans(label="Sunday")


def hours_of(typed: Mapping[str, object]) -> tuple[WorkingTime, ...]:
    """What a WeekForm says, as the agency keeps it."""
    return tuple(
        WorkingTime(number, starts, ends)
        for number, day in enumerate(DAYS)
        for starts, ends in typed[day]  # type: ignore[attr-defined]
    )


def week_of(hours: Iterable[WorkingTime]) -> dict[str, str]:
    """Weekly hours as a WeekForm shows them: {"monday": "9:00 am – 12:15 pm"}."""
    said: dict[str, list[str]] = {}
    for row in sorted(hours):
        said.setdefault(DAYS[row.weekday], []).append(f"{clock(row.starts)} – {clock(row.ends)}")
    return {day: ", ".join(parts) for day, parts in said.items()}


def spans(text: str) -> list[tuple[int, int]]:
    """ "9-12:15, 1 pm-5 pm" → [(540, 735), (780, 1020)], in minutes after midnight; an end at 12 am is midnight.

    Raises ValidationError, saying which part could not be read.
    """
    return [span for part in text.split(",") if part.strip() for span in _span(part.strip())]


def _span(part: str) -> Iterator[tuple[int, int]]:
    ends = [_minute(piece) for piece in _SPAN.split(part)]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        raise forms.ValidationError(f"“{part}” can't be read. Write it as 9-12:15, or 1 pm-5 pm.")
    starts, until = ends[0], ends[1] or MINUTES_A_DAY
    if until <= starts:
        raise forms.ValidationError(f"“{part}” ends before it begins. Add am or pm, or write 13:00.")
    yield starts, until


def _minute(text: str) -> int | None:
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute if hour * 60 + minute <= MINUTES_A_DAY and minute < 60 else None
