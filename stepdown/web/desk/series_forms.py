"""Forms of a series: what a group is, and each of its weekly meetings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta

from django import forms
from django.http import QueryDict
from django.utils.text import slugify

from stepdown.agency import queries as agency
from stepdown.agency.terms import Delivery, Population
from stepdown.kernel.dates import WEEKDAYS
from stepdown.kernel.levels import LevelOfCare
from stepdown.plan.terms import Modality
from stepdown.schedule.queries import setup
from stepdown.schedule.queries.day import tracks_at
from stepdown.schedule.terms import Meeting, MeetingRow, NewGroup, SessionRole
from stepdown.web.desk.fields import Day
from stepdown.web.desk.labels import LANGUAGES
from stepdown.web.desk.pages import DeskRequest
from stepdown.web.desk.templatetags.wording import words

ROWS, SPARE = 5, 2
"""Rows for meetings on an empty form, and beside those there are."""


class GroupForm(forms.Form):
    """What a new group is and for whom. Its code is made from the name."""

    name = forms.CharField(max_length=80)
    service = forms.TypedChoiceField(coerce=int)
    track = forms.TypedChoiceField(coerce=int)
    language = forms.ChoiceField(initial="en")
    serves = forms.TypedChoiceField(label="Population", coerce=Population, empty_value=None, required=False)
    meets = forms.TypedChoiceField(label="How it meets", coerce=Modality, initial=Modality.IN_PERSON)
    capacity = forms.IntegerField(label="Seats", min_value=1, max_value=500, initial=12)
    minimum = forms.IntegerField(label="Needs at least", min_value=1, max_value=500, initial=3)
    starts_on = Day(label="First day")
    last_day = Day(label="Last day", required=False)
    weeks = forms.IntegerField(label="Weeks to plan ahead", min_value=1, max_value=26, initial=8)
    closed = forms.BooleanField(label="Closed: only who has a regular seat comes", required=False)
    at_levels = forms.TypedMultipleChoiceField(label="Levels", coerce=LevelOfCare, widget=forms.CheckboxSelectMultiple)
    topics = forms.CharField(
        label="Curriculum",
        help_text="One topic a line, in order. Each session carries the next; after the last it begins anew.",
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )

    def offer(self, site: int, day: date) -> None:
        """Fill the choices: the tracks of a site that have not ended on `day`. Two queries."""
        groups = [(row.id, row.public_name) for row in agency.services() if row.delivery is Delivery.GROUP]
        choices(self, "service", groups)
        choices(self, "track", tracks_at(site, day))
        choices(self, "language", sorted(LANGUAGES.items(), key=lambda pair: pair[1]))
        choices(self, "serves", [("", "That of whoever comes first"), *((one, words(one)) for one in Population)])
        choices(self, "meets", [(one.value, words(one)) for one in Modality])
        choices(self, "at_levels", [(one.value, words(one)) for one in LevelOfCare])

    def group(self, site: int) -> NewGroup:
        """The group as filled in; only after `is_valid`. One query."""
        said = self.cleaned_data
        ends = said["last_day"] and said["last_day"] + timedelta(days=1)
        return NewGroup(
            code=code_of(said["name"], setup.group_codes()),
            name=said["name"],
            service=said["service"],
            track=said["track"],
            language=said["language"],
            site=site,
            capacity=said["capacity"],
            minimum=said["minimum"],
            levels=tuple(said["at_levels"]),
            closed=said["closed"],
            population=said["serves"] or None,
            modality=said["meets"],
            starts_on=said["starts_on"],
            ends_on=ends or None,
        )

    def curriculum(self) -> list[str]:
        """The topics, one a line, without empty lines."""
        return [line.strip()[:200] for line in self.cleaned_data["topics"].splitlines() if line.strip()]


class ChangeForm(forms.Form):
    """From which day on a series changes, and its numbers from then on. `seen` are the patterns the person saw."""

    starts = Day(label="From")
    capacity = forms.IntegerField(label="Seats", min_value=1, max_value=500)
    minimum = forms.IntegerField(label="Needs at least", min_value=1, max_value=500)
    meets = forms.TypedChoiceField(label="How it meets", coerce=Modality)
    keep_blocked = forms.BooleanField(label="Sessions that can't move stay where they are", required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def offer(self) -> None:
        """Fill the choices."""
        choices(self, "meets", [(one.value, words(one)) for one in Modality])


class MeetingForm(forms.Form):
    """One weekly meeting; without a day the row is not used. `replaces` is the pattern it takes over from."""

    weekday = forms.TypedChoiceField(label="Day", coerce=int, empty_value=None, required=False)
    starts = forms.TimeField(
        label="Starts at", required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(label="Minutes", min_value=5, max_value=720, required=False, initial=90)
    room = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    lead = forms.TypedChoiceField(label="Led by", coerce=int, empty_value=None, required=False)
    co_lead = forms.TypedChoiceField(label="Co-led by", coerce=int, empty_value=None, required=False)
    replaces = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        """A row with a day needs a time and a length."""
        said = self.cleaned_data
        if said.get("weekday") is not None:
            for name in ("starts", "minutes"):
                if said.get(name) is None and name not in self.errors:
                    self.add_error(name, "Fill this in.")

    def meeting(self, others: Sequence[tuple[int, SessionRole]] = ()) -> Meeting | None:
        """The meeting, or None for a row not used; `others` are the staff this form does not show."""
        said = self.cleaned_data
        if said.get("weekday") is None:
            return None
        at: time = said["starts"]
        co = ((said["co_lead"], SessionRole.CO_LEAD),) if said["co_lead"] else ()
        return Meeting(
            weekday=said["weekday"],
            starts=at.hour * 60 + at.minute,
            minutes=said["minutes"],
            lead=said["lead"],
            room=said["room"],
            others=(*co, *others),
            replaces=said["replaces"],
        )


def meeting_forms(
    request: DeskRequest, sent: QueryDict | None = None, rows: Sequence[MeetingRow] = ()
) -> list[MeetingForm]:
    """A form for each meeting there is, and empty ones; filled from what was sent, if anything was. Two queries."""
    days = [("", "Not used"), *enumerate(WEEKDAYS)]
    rooms = [("", "No room"), *((room.id, room.name) for room in agency.rooms_at(request.site.id))]
    names = agency.staff_names([request.site.id])
    if request.site.virtual:
        names = agency.staff_names([], telehealth=True)
    forms_ = []
    for place in range(len(rows) + SPARE if rows else ROWS):
        row = rows[place] if place < len(rows) else None
        one = MeetingForm(sent, prefix=f"m{place}", initial=_first(row) if row else {})
        known = dict(names) | ({number: name for number, name, _ in row.team} if row else {})
        staff = sorted(known.items(), key=lambda pair: pair[1])
        choices(one, "weekday", days)
        choices(one, "room", rooms)
        choices(one, "lead", [("", "Nobody yet"), *staff])
        choices(one, "co_lead", [("", "Nobody"), *staff])
        forms_.append(one)
    return forms_


def meetings_of(filled: Iterable[MeetingForm], rows: Sequence[MeetingRow] = ()) -> tuple[Meeting, ...]:
    """The meetings of forms that are valid; interns and observers of a meeting that goes on stay with it."""
    others = {
        row.id: [(n, role) for n, _, role in row.team if role not in {SessionRole.LEAD, SessionRole.CO_LEAD}]
        for row in rows
    }
    found = (one.meeting(others.get(one.cleaned_data.get("replaces") or 0, ())) for one in filled)
    return tuple(meeting for meeting in found if meeting is not None)


def _first(row: MeetingRow) -> dict[str, object]:
    staff = {role: number for number, _, role in reversed(row.team)}
    return {
        "weekday": row.weekday,
        "starts": time(row.starts // 60, row.starts % 60),
        "minutes": row.minutes,
        "room": row.room,
        "lead": staff.get(SessionRole.LEAD),
        "co_lead": staff.get(SessionRole.CO_LEAD),
        "replaces": row.id,
    }


def choices(form: forms.Form, name: str, offered: object) -> None:
    """Fill the choices of a field."""
    form.fields[name].choices = offered  # type: ignore[attr-defined]


def code_of(name: str, taken: Iterable[str]) -> str:
    """A short code out of a name, unlike those taken: "relapse-prevention", "relapse-prevention-2"."""
    known, base = set(taken), slugify(name)[:40] or "group"
    return next(code for n in range(1, len(known) + 2) if (code := base if n == 1 else f"{base}-{n}") not in known)
