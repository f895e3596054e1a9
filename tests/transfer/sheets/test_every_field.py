"""Every field of every table of the desk comes in and goes out by a column of some sheet, or there is a reason why not."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import Field, Model

from stepdown.audit.record import HistoryEvent
from stepdown.transfer.sheets.catalogue import SHEETS

APPS = ("agency", "people", "episode", "plan", "coverage", "safety", "schedule", "session")
IDENTITY = "the id is ours alone: files name things as people do"

CARRIED: dict[str, str | dict[str, str]] = {
    "agency.Site": "sites",
    "agency.Program": "programs",
    "agency.ProgramHours": dict.fromkeys(("weekday", "starts", "ends"), "programs.hours")
    | {"program": "programs.name"},
    "agency.Room": "rooms",
    "agency.ServiceKind": "services",
    "agency.StaffMember": {"active": "former_staff.last_day", "last_day": "former_staff.last_day"},
    "agency.RoleGrant": "roles",
    "agency.Credential": "credentials",
    "agency.WorkingHours": dict.fromkeys(("weekday", "starts", "ends"), "working_hours.hours")
    | {"staff": "working_hours.staff"},
    "agency.TimeOff": "time_off",
    "agency.Closure": "closures",
    "agency.OnCallDuty": {"period": "on_call.starts"},
    "agency.OwnLicense": "licenses",
    "people.Client": "clients",
    "people.Contact": "contacts",
    "people.Way": "ways",
    "people.CareTeamMember": "care_team",
    "people.ContactAttempt": {"way": "calls.value"},
    "people.EmergencyFact": "emergency",
    "episode.Step": {"at": "steps.when", "seat_until": "steps.seat_kept_until"},
    "episode.Episode": {
        "client": "stays.client",
        "admitted_on": "stays.starts",
        "discharged_on": "stays.discharged_on",
        "discharge_reason": "stays.discharge_reason",
    },
    "episode.LevelOfCareStay": {"episode": "stays.client", "ends": "stays.discharged_on"},
    "episode.Hold": {"episode": "holds.client"},
    "episode.AdmissionData": "admission_data",
    "episode.SubstanceUse": {
        "data": "admission_data.client",
        "place": "admission_data.substance_3",
        "substance": "admission_data.substance_1",
        "route": "admission_data.route_1",
        "frequency": "admission_data.frequency_1",
        "first_use_age": "admission_data.first_use_age_1",
    },
    "plan.Prescription": "orders",
    "plan.PrescribedService": dict.fromkeys(("service", "sessions_a_week", "minutes"), "orders.lines")
    | {"prescription": "orders.starts"},
    "coverage.Authorization": "authorizations",
    "coverage.AuthorizedUnits": dict.fromkeys(("kind", "period", "units"), "authorizations.units")
    | {"authorization": "authorizations.number"},
    "coverage.ReviewContact": {"authorization": "review_calls.number"},
    "safety.ContactRestriction": {
        "first": "contact_restrictions.client",
        "second": "contact_restrictions.other_client",
    },
    "schedule.Track": {"home_group": "home_groups.group"},
    "schedule.TrackBlock": dict.fromkeys(("weekday", "starts", "ends", "break_starts", "break_ends"), "tracks.blocks")
    | {"track": "tracks.code"},
    "schedule.StaffTrack": "track_leaders",
    "schedule.TrackEnrollment": "track_clients",
    "schedule.ClientAvailability": dict.fromkeys(("weekday", "starts", "ends"), "availability.hours")
    | {"client": "availability.client"},
    "schedule.Series": "series",
    "schedule.Group": "groups",
    "schedule.GroupOption": dict.fromkeys(("weekday", "starts"), "groups.options") | {"group": "groups.code"},
    "schedule.GroupTopic": dict.fromkeys(("place", "title"), "topics.topics") | {"group": "topics.group"},
    "schedule.GroupPattern": "meetings",
    "schedule.GroupPatternStaff": {
        "pattern": "meetings.starts_on",
        "staff": "meetings.lead",
        "role": "meetings.others",
    },
    "schedule.Enrollment": "enrollments",
    "schedule.WeekPlan": {"state": "weeks.published"},
    "schedule.PlannedSession": {
        "pattern": "sessions.meeting_since",
        "pattern_day": "sessions.meeting_day",
        "period": "sessions.minutes",
    },
    "schedule.SessionStaff": {
        "session": "sessions.starts",
        "staff": "sessions.lead",
        "role": "sessions.others",
        "period": "sessions.starts",
        "active": "sessions.state",
    },
    "schedule.ActualStaff": dict.fromkeys(("staff", "role"), "sessions.led_by") | {"session": "sessions.starts"},
    "schedule.Participant": dict.fromkeys(("client", "seat", "client_present", "modality"), "sessions.clients")
    | {"session": "sessions.starts", "period": "sessions.starts", "active": "sessions.state"},
    "schedule.SessionGuest": dict.fromkeys(("kind", "name", "client", "modality"), "sessions.guests")
    | {"session": "sessions.starts"},
    "session.Visit": "visits",
    "session.VideoJoining": {"visit": "visits.arrived_at"},
    "session.Away": "asked_out",
    "session.Leading": {"session": "led.starts", "period": "led.starts"},
    "session.Said": {
        "leading": "led.starts",
        "session": "led.starts",
        "client": "led.clients",
        "there": "led.clients",
        "came_at": "settled.came_at",
        "left_at": "settled.left_at",
        "settled_at": "settled.settled_at",
        "settled_by": "settled.settled_by",
        "reason": "settled.reason",
    },
    "session.Missed": "missed",
    "session.RunSheet": "run_sheets",
    "session.RunSheetStep": dict.fromkeys(("place", "title", "prompt", "share"), "run_sheets.steps")
    | {"sheet": "run_sheets.starts"},
}
"""Where each table is carried: by the columns of a sheet that are called as its fields, else by "sheet.column"."""

SHEET_OF = {
    "agency.StaffMember": "staff",
    "agency.OnCallDuty": "on_call",
    "people.ContactAttempt": "calls",
    "episode.Step": "steps",
    "episode.LevelOfCareStay": "stays",
    "episode.Hold": "holds",
    "coverage.ReviewContact": "review_calls",
    "safety.ContactRestriction": "contact_restrictions",
    "schedule.Track": "tracks",
    "schedule.WeekPlan": "weeks",
    "schedule.PlannedSession": "sessions",
    "session.VideoJoining": "visits",
    "session.Leading": "led",
}
"""The sheet of a table some of whose fields stand in columns of another name."""

RECORDED_HERE = "when or by whom something was written down here; the import says who brought it in, and when"
ENDED = "what was ended or taken back counts for nothing, and stays in the history of where it was"
NOT_TABLES: dict[str, str] = {
    "agency.ServiceAccount": "a token is made here, by whoever owns it; none comes in or goes out by a file",
    "agency.AccessChange": "what a second person was told here; it stays with the history of the change",
    "agency.Draft": "what somebody was typing, for hours",
    "agency.User": "a sign-in is made by a person, with a password of their own",
    "people.ChartPass": "a reason given here, for hours that are over; the record of it stays where it was reviewed",
    "people.SavedView": "one person's own filters, made with a click",
    "people.Merge": "a decision over two records that are both here, with the ids of rows that moved, for its undo",
    "episode.TakenBack": ENDED,
    "session.Segment": "worked out from visits and sessions",
}
REASONS: dict[str, str] = {
    "agency.StaffMember.user": "a sign-in is made by a person, with a password of their own",
    "people.Client.merged_into": "a merge is a decision with an undo, made on its page",
    "people.Client.created_at": RECORDED_HERE,
    "people.Client.version": "counts changes here",
    "people.Client.plain_legal": "follows from the name",
    "people.Client.plain_used": "follows from the name",
    "people.Client.name_keys": "follows from the names",
    "people.Contact.ended_at": ENDED,
    "people.Way.key": "follows from the number or address",
    "people.Way.ended_at": ENDED,
    "people.ContactAttempt.undone_at": ENDED,
    "people.EmergencyFact.recorded_at": RECORDED_HERE,
    "people.EmergencyFact.recorded_by": RECORDED_HERE,
    "people.EmergencyFact.withdrawn_at": ENDED,
    "people.EmergencyFact.withdrawn_by": ENDED,
    "episode.Step.recorded_by": RECORDED_HERE,
    "episode.Step.recorded_at": RECORDED_HERE,
    "episode.Step.call": "ties a contact to the call it was, so that both are taken back at once; a file has each as it is",
    "episode.Episode.step": "which step began it follows from the steps",
    "episode.LevelOfCareStay.step": "which step began it follows from the steps",
    "episode.Hold.step": "which step began it follows from the steps",
    "episode.AdmissionData.episode": "the one the client is in; what was reported of an ended one stays where it was",
    "episode.AdmissionData.version": "counts changes here",
    "episode.AdmissionData.changed_at": RECORDED_HERE,
    "coverage.ReviewContact.recorded_by": RECORDED_HERE,
    "schedule.WeekPlan.version": "counts changes here",
    "schedule.WeekPlan.published_version": "counts changes here",
    "schedule.WeekPlan.published_at": RECORDED_HERE,
    "schedule.PlannedSession.repeats": "each appointment stands alone in a file",
    "schedule.SessionStaff.freed": ENDED,
    "schedule.Participant.freed": ENDED,
    "schedule.SessionGuest.active": ENDED,
    "session.Visit.site": "the client's own",
    "session.Visit.arrived_recorded_at": RECORDED_HERE,
    "session.Visit.departed_recorded_at": RECORDED_HERE,
    "session.Visit.undone_at": ENDED,
    "session.Visit.corrects": ENDED,
    "session.Visit.reason": "why a visit was corrected belongs to the one it corrects",
    "session.VideoJoining.private": "a joining that others could hear is never kept",
    "session.VideoJoining.asked_at": "asked as they join: when they arrived",
    "session.Away.left_recorded_at": RECORDED_HERE,
    "session.Away.returned_recorded_at": RECORDED_HERE,
    "session.Away.undone_at": ENDED,
    "session.Leading.since": RECORDED_HERE,
    "session.Leading.recorded_at": RECORDED_HERE,
    "session.Leading.closed_at": RECORDED_HERE,
    "session.Leading.undone_at": ENDED,
    "session.Said.desk_minutes": "worked out from the visits",
    "session.Said.leader_minutes": "worked out from the leader's words",
    "session.Said.undone_at": ENDED,
    "session.Missed.site": "the client's own",
    "session.Missed.recorded_at": RECORDED_HERE,
    "session.Missed.undone_at": ENDED,
}

MODELS = {
    model._meta.label: model
    for app in APPS
    for model in apps.get_app_config(app).get_models()
    if not issubclass(model, HistoryEvent)
}


def columns_of(model: type[Model]) -> set[tuple[str, str]]:
    """(table, column) of everything a model keeps but its id."""
    fields: list[Field[object, object]] = list(model._meta.concrete_fields)
    return {(model._meta.label, field.name) for field in fields if not field.primary_key}


def column_of(label: str, field: str) -> str | None:
    """ "sheet.column" of a field, or None."""
    told = CARRIED.get(label, {})
    if isinstance(told, dict):
        if field in told:
            return told[field]
        if label not in SHEET_OF:
            return None
        told = SHEET_OF[label]
    return f"{told}.{field}" if field in SHEETS[told].by_name else None


EVERY = sorted(field for label, model in MODELS.items() if label not in NOT_TABLES for field in columns_of(model))


@pytest.mark.parametrize(("label", "field"), EVERY, ids=[f"{label}.{field}" for label, field in EVERY])
def test_every_field_has_a_column_or_a_reason(label: str, field: str) -> None:
    column = column_of(label, field)
    assert (column is not None) != (f"{label}.{field}" in REASONS), "a column, or a reason why there is none; not both"
    if column:
        sheet, name = column.split(".")
        assert name in SHEETS[sheet].by_name
        assert MODELS[label]._meta.db_table in SHEETS[sheet].sql


def test_every_table_is_carried_or_has_a_reason() -> None:
    assert set(MODELS) == set(CARRIED) | set(NOT_TABLES)
    assert not set(CARRIED) & set(NOT_TABLES)


def test_no_reason_is_about_something_that_is_gone() -> None:
    known = {f"{label}.{field}" for label, field in EVERY}
    told = {f"{label}.{field}" for label, fields in CARRIED.items() if isinstance(fields, dict) for field in fields}
    assert set(REASONS) <= known
    assert told <= known
    assert set(SHEET_OF) <= set(CARRIED)


def test_every_sheet_carries_a_table() -> None:
    used = {column.split(".")[0] for label, field in EVERY if (column := column_of(label, field))}
    assert used == set(SHEETS)


def test_a_sheet_says_of_clients_what_the_tables_behind_it_say() -> None:
    said: dict[str, set[str]] = {name: set() for name in SHEETS}
    for label, field in EVERY:
        if column := column_of(label, field):
            said[column.split(".")[0]] |= MODELS[label].says_of_clients  # type: ignore[attr-defined]
    assert {name: sheet.categories for name, sheet in SHEETS.items()} == said
