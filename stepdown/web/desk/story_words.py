"""What the desk calls records and their fields, and who may read which, where their history is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from stepdown.audit.stories import FieldChange, RowChange
from stepdown.audit.terms import Actor, Privacy
from stepdown.coverage.access import MAY_SEE_COVERAGE
from stepdown.episode.access import MAY_SEE_WAY
from stepdown.kernel.dates import WEEKDAYS
from stepdown.people.access import MAY_CALL, MAY_SEE_CLIENTS
from stepdown.safety.access import MAY_RESTRICT_CONTACT
from stepdown.web.desk.labels import LABELS
from stepdown.web.desk.templatetags.wording import actor_words, clock, day_long

RECORDS: Mapping[str, str] = {
    "agency.Closure": "Closed days",
    "agency.Credential": "Credential",
    "agency.OnCallDuty": "On call",
    "agency.OwnLicense": "License of the agency",
    "agency.Program": "Program",
    "agency.ProgramHours": "Hours of a program",
    "agency.RoleGrant": "Role",
    "agency.Room": "Room",
    "agency.ServiceKind": "Kind of service",
    "agency.Site": "Site",
    "agency.StaffMember": "Member of staff",
    "agency.TimeOff": "Days away",
    "agency.User": "Sign-in",
    "agency.WorkingHours": "Working hours",
    "consent.Agreement": "Agreement with a recipient",
    "consent.Consent": "Consent",
    "consent.EventHappened": "What ended a consent",
    "consent.LegalDecision": "Decision about a legal request",
    "consent.LegalNote": "Step of a legal request",
    "consent.LegalRequest": "Legal request",
    "consent.ListAsked": "List asked of an exchange",
    "consent.Member": "Member of an exchange",
    "consent.Paper": "Agreement of the admission",
    "consent.Recipient": "Recipient",
    "consent.Revocation": "Consent taken back",
    "consent.Withdrawal": "Agreement taken back",
    "coverage.Authorization": "Authorization",
    "coverage.AuthorizedUnits": "What an authorization covers",
    "coverage.ReviewContact": "Talk with the payer",
    "episode.AdmissionData": "Admission data",
    "episode.Episode": "Time in care",
    "episode.Hold": "Hold",
    "episode.LevelOfCareStay": "Stay at a level of care",
    "episode.Step": "Step on the way",
    "episode.SubstanceUse": "Substance",
    "episode.TakenBack": "Step taken back",
    "people.CareTeamMember": "Place on the care team",
    "people.ChartPass": "Opened with a reason",
    "people.Client": "Details",
    "people.Contact": "Somebody in the circle",
    "people.ContactAttempt": "Call",
    "people.EmergencyFact": "Line of the emergency sheet",
    "people.Merge": "Merge of two records",
    "people.Way": "Phone or address",
    "plan.PrescribedService": "Prescribed service",
    "plan.Prescription": "Order of hours",
    "policy.Parameter": "Policy value",
    "privacy.LegalHold": "Legal hold",
    "reminder.DayBefore": "Wants a reminder the day before",
    "reminder.Reminder": "Reminder by e-mail",
    "safety.ContactRestriction": "Restriction of contact",
    "schedule.ClientAvailability": "Hours they can come",
    "schedule.Enrollment": "Place in a group",
    "schedule.Group": "Group",
    "schedule.GroupOption": "Possible time of a group",
    "schedule.GroupPattern": "Weekly time of a group",
    "schedule.GroupPatternStaff": "Who leads a group",
    "schedule.GroupTopic": "Topic of a group",
    "schedule.Participant": "Seat in a session",
    "schedule.PlannedSession": "Session",
    "schedule.SessionGuest": "Guest of a session",
    "schedule.SessionStaff": "Staff of a session",
    "schedule.Track": "Track",
    "schedule.TrackBlock": "Hours of a track",
    "schedule.TrackEnrollment": "Place in a track",
    "session.Away": "Time out of a group",
    "session.Missed": "Reason for not coming",
    "session.Said": "What desk and leader say",
    "session.Segment": "Time in a session",
    "session.VideoJoining": "Joining by video",
    "session.Visit": "Visit",
}
"""Model → what one of its rows is called, where it is not the model's own name."""

FIELDS: Mapping[str, str] = {
    "active": "In use",
    "asks": "What is asked",
    "at": "When",
    "any_leader": "Led by anybody of the staff",
    "capacity": "Seats",
    "client_present": "The client is there",
    "clients_per_staff": "Clients for each member of staff",
    "corrects": "Corrects an earlier visit",
    "date_of_birth": "Birth date",
    "departed_at": "Left",
    "arrived_at": "Came",
    "detail": "More about it",
    "effective_from": "Holds from",
    "effective_to": "Holds until",
    "ended_at": "Ended",
    "ends": "Until",
    "ends_on": "Until",
    "found": "Found in the review",
    "freed": "Seat given up",
    "glass": "In an emergency",
    "hue": "Color",
    "is_active": "May sign in",
    "left_at": "Went out",
    "minimum": "Fewest clients",
    "minimum_day_minutes": "Fewest minutes a day",
    "minimum_week_minutes": "Fewest minutes a week",
    "next_review": "Next review",
    "opened_at": "From",
    "ends_at": "Until",
    "period": "From and to",
    "prior_episodes": "Earlier times in care",
    "reach": "Number while on call",
    "rank": "Order of calling",
    "record_number": "Record number",
    "occurred_at": "When",
    "on": "Day",
    "part2": "Under 42 CFR Part 2",
    "returned_at": "Came back",
    "says": "What is said",
    "sequence": "Order of topics",
    "starts": "From",
    "starts_on": "From",
    "undone_at": "Taken back",
    "user": "Sign-in",
    "used_name": "Name used",
    "may_use": "May be used",
    "may_say_who": "May say who calls",
    "may_leave_message": "May leave a message",
    "verified": "Compared with its source",
    "virtual": "By video",
    "words": "In words",
    "withdrawn_at": "Taken off",
    "withdrawn_by": "Taken off by",
}
"""Field → its words, where they are not the name itself."""

BEHIND = frozenset(
    {"version", "plain_legal", "plain_used", "name_keys", "key", "digest", "synthetic", "client", "kept_until"}
)
"""Fields that the program keeps for itself, and the one that says whose record it is."""

NEEDS: Mapping[str, frozenset[str]] = {
    "coverage.": MAY_SEE_COVERAGE,
    "episode.": MAY_SEE_WAY,
    "people.ContactAttempt": MAY_CALL,
    "people.EmergencyFact": MAY_CALL,
    "people.Way": MAY_CALL,
    "safety.": MAY_RESTRICT_CONTACT,
}
"""The beginning of a model's name → who reads its content, as on its own pages; of others whoever may read history."""


SETTINGS = frozenset(
    {
        "agency.Program", "agency.Room", "agency.ServiceKind", "agency.Site", "agency.StaffMember",
        "consent.Recipient", "policy.Parameter", "schedule.Group", "schedule.Track",
    }
)  # fmt: skip
"""What is about no client and has a history of its own; what belongs to it stands in it."""

Names = Mapping[tuple[str, int | str], str]
"""(model, id) → what it is called; of who acted ("agency.User", the address they sign in with)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One field in words; `hidden`: that it changed is said, not what stood there."""

    name: str
    before: str
    after: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One change of one record in words."""

    change: RowChange
    record: str
    verb: str
    lines: tuple[Line, ...]


def told(changes: Iterable[RowChange], reader: Actor, names: Names) -> list[Told]:
    """Changes as the reader may read them; those in which only the program's own fields differ are left out."""
    found = []
    for change in changes:
        shows = classes_shown(reader, change.model)
        fields = (field for field in change.fields if field.name not in BEHIND)
        lines = tuple(_line(field, names, shows=shows) for field in fields if not _empty(field))
        if lines or change.made or change.removed:
            verb = "written down" if change.made else "removed" if change.removed else "changed"
            found.append(Told(change, record_words(change.model), verb, lines))
    return found


def actors_in(changes: Iterable[RowChange]) -> set[str]:
    """Who stands in fields, as history keeps people: by the address they sign in with."""
    fields = [field for change in changes for field in change.fields if _is_actor(field)]
    return {value for field in fields for value in (field.before, field.after) if value}


def _is_actor(field: FieldChange) -> bool:
    return field.kind == "TextField" and not field.values and (field.name == "by" or field.name.endswith("_by"))


def record_words(model: str) -> str:
    """What a row of a model is called: "people.Way" → "Phone or address", "privacy.Copy" → "Copy"."""
    return RECORDS.get(model) or re.sub(r"(?<!^)(?=[A-Z])", " ", model.partition(".")[2]).capitalize()


def classes_shown(reader: Actor, model: str) -> frozenset[Privacy]:
    """Of which classes a reader may read the fields of a model."""
    open_to_staff = frozenset({Privacy.PUBLIC, Privacy.STAFF})
    needed = [roles for start, roles in NEEDS.items() if model.startswith(start)]
    if not all(reader.has_any(roles) for roles in needed):
        return frozenset()
    return open_to_staff | {Privacy.CLIENT, Privacy.PART2} if reader.has_any(MAY_SEE_CLIENTS) else open_to_staff


def _line(field: FieldChange, names: Names, *, shows: frozenset[Privacy]) -> Line:
    name = FIELDS.get(field.name, field.name.replace("_", " ").capitalize())
    if field.privacy not in shows:
        return Line(name, "", "", hidden=True)
    return Line(name, shown(field, field.before, names), shown(field, field.after, names), hidden=False)


def _empty(field: FieldChange) -> bool:
    """Whether there was nothing and is nothing in it."""
    return all(value is None or value in ("", [], {}) for value in (field.before, field.after))


def shown(field: FieldChange, value: Any, names: Names) -> str:
    """A value as JSON has it, in words: the label of an enum's value, a name for a number, days and times of the site."""
    if value is None or value in ("", [], {}):
        return "Nothing"
    if isinstance(value, list):
        return ", ".join(shown(field, one, names) for one in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if field.refers:
        otherwise = "Somebody else" if field.refers == "people.Client" else f"{record_words(field.refers)} no. {value}"
        return names.get((field.refers, value), otherwise)
    if _is_actor(field):
        return names.get(("agency.User", value)) or actor_words(value)
    if field.values:
        return _label(field.values, str(value))
    return _plain(field, value)


def _plain(field: FieldChange, value: Any) -> str:
    if field.name == "weekday":
        return WEEKDAYS[value]
    if field.name in {"starts", "ends", "break_starts", "break_ends"} and isinstance(value, int):
        return clock(value)
    if field.kind == "DateTimeField":
        return _moment(value)
    if field.kind == "DateField":
        return day_long(date.fromisoformat(value))
    if "Range" in field.kind and (ends := re.findall(r"[\d-]{10} [\d:.+-]+", value)):
        return " to ".join(_moment(end) for end in ends)
    return str(value)


def _moment(text: str) -> str:
    # PostgreSQL writes whole hours of an offset only
    moment = datetime.fromisoformat(re.sub(r"([+-]\d\d)$", r"\1:00", text))
    return f"{day_long(moment)}, {clock(moment)}"


def _label(values: frozenset[str], value: str) -> str:
    """The label of the enum that has these values and no others; the value itself, spaced, where none has."""
    for enum, labels in LABELS.items():
        if frozenset(member.value for member in enum) == values:
            return str(labels[enum(value)])
    return value.replace("_", " ").capitalize()
