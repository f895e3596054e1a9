"""Reading one person's record: every table of it that may leave, row by row, and each value in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.backends.postgresql.psycopg_any import Range
from django.db.models import Field, Model, Q

from stepdown.agency.queries import names_of_sign_ins
from stepdown.audit.terms import Category
from stepdown.kernel.dates import WEEKDAYS
from stepdown.people.queries import records_of
from stepdown.transfer.whole_record.table import Table
from stepdown.transfer.whole_record.tables import TABLES

MODELS: Mapping[str, type[Model]] = {model._meta.label: model for model in apps.get_models()}
MINUTES = {"schedule.ClientAvailability.starts", "schedule.ClientAvailability.ends"}
OF_A_WEEK = {"schedule.ClientAvailability.weekday"}
DAY_AFTER = frozenset({
    "consent.RestrictionRequest.until", "consent.Signature.authority_ends", "coverage.Authorization.ends",
    "episode.Hold.ends", "episode.LevelOfCareStay.ends", "people.CareTeamMember.ends", "plan.Prescription.ends",
    "schedule.Enrollment.ends", "schedule.TrackEnrollment.ends",
})  # fmt: skip
"""Days from which something holds no longer. Whoever reads "until" takes it for the last day, so that is what is said."""
OURS = {"consent.Disclosure.door"}
"""Free text that holds a word of ours."""
STAFF = frozenset({"actor", "called_by", "opened_by", "recorded_by", "reviewed_by", "settled_by", "withdrawn_by"})
"""Columns that hold the address somebody signs in with."""
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """A table and what it holds of one person: each row by its columns' places, and its `id`."""

    table: Table
    rows: tuple[Values, ...]


def says(table: Table) -> frozenset[Category]:
    """What a table says of somebody, as its model registers it; at least that they are a client."""
    registered: frozenset[Category] = getattr(MODELS[table.label], "says_of_clients", frozenset())
    return registered | {Category.IDENTITY}


def read(client: int, may: Collection[Category], tables: Iterable[Table] = TABLES) -> tuple[Read, ...]:
    """Every table of a client's record, of `tables`, that says nothing beyond `may`; one query each, and one for names."""
    names = names_of_sign_ins()
    return tuple(Read(one, _rows(one, client, names)) for one in tables if says(one) <= set(may))


def _rows(table: Table, client: int, names: Mapping[str, str]) -> tuple[Values, ...]:
    leads = (Q(**{f"{path}__in": _records(table, client)}) for path in table.path.split())
    found = MODELS[table.label]._base_manager.filter(reduce(or_, leads))
    rows = found.order_by(table.order, "pk").values("id", *table.columns.values())
    return tuple(row | {place: _named(row[place], names) for place in STAFF & row.keys()} for row in rows)


def _named(label: str, names: Mapping[str, str]) -> str:
    """Who did something, by name: history keeps the address they sign in with, and `system:…` for the program."""
    return "Stepdown" if label.startswith("system:") else names.get(label, label)


def _records(table: Table, client: int) -> Collection[int]:
    """The numbers a client is known by: what outlives a merge still bears the one of then."""
    return records_of(client) if table.path == "client_id" else [client]


def leaf(label: str, place: str) -> tuple[str, Field[Any, Any]]:
    """The field a column reads, and its name as `app.Model.field`."""
    model, field = MODELS[label], None
    for part in place.split("__"):
        field = model._meta.get_field(part)
        owner, model = model, field.related_model or model
    assert isinstance(field, Field)
    return f"{owner._meta.label}.{field.name}", field


def in_words(table: Table, row: Values, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    """A row as its reader sees it: what each value is called, and the value; what is empty is left out."""
    pairs = ((title, value_in_words(table.label, place, row[place], zone)) for title, place in table.columns.items())
    return tuple((title.rstrip(), text) for title, text in pairs if text)


def value_in_words(label: str, place: str, value: object, zone: ZoneInfo) -> str:
    """One value, on the clock of `zone`. Empty for nothing."""
    name, field = leaf(label, place)
    if name in OF_A_WEEK and isinstance(value, int):
        return WEEKDAYS[value]
    if name in MINUTES and isinstance(value, int):
        return _clock(value // 60, value % 60)
    if name in DAY_AFTER and isinstance(value, date):
        return _day(value - timedelta(days=1))
    listed = field.base_field if isinstance(field, ArrayField) else field
    return _said(value, zone, chosen=bool(listed.choices) or name in OURS)


def _said(value: object, zone: ZoneInfo, *, chosen: bool) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{_day(value.astimezone(zone))}, {_time(value.astimezone(zone))}"
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, Range):
        first, last = (end.astimezone(zone) for end in (value.lower, value.upper))
        return f"{_day(first)}, {_time(first)} to {_time(last)}"
    if isinstance(value, list):
        return ", ".join(_said(one, zone, chosen=chosen) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{_plain(name)}: {said}" for name, said in value.items())
    return _plain(str(value)) if chosen else str(value)


def _plain(value: str) -> str:
    """A word of ours as people write it."""
    return value[:1].upper() + value[1:].replace("_", " ")


def _day(value: date) -> str:
    return f"{value:%b} {value.day}, {value.year}"


def _time(value: datetime) -> str:
    return _clock(value.hour, value.minute)


def _clock(hour: int, minute: int) -> str:
    return f"{hour % 12 or 12}:{minute:02} {'AM' if hour % 24 < 12 else 'PM'}"
