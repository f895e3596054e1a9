"""What happened to a record, field by field: each event of its history beside the one before it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models

from stepdown.audit.models import Entry
from stepdown.audit.record import HistoryEvent
from stepdown.audit.terms import NotFound, Privacy

Subject = tuple[str, str, int]
"""Of what an entry tells: an action, the kind of its subject, and which."""

CLIENT = "people.Client"
_NAMES = ("name", "title", "value")
_NAMED_BY = ("group", "service", "recipient", "program")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, as JSON has them; None on both sides of a row that is not there.

    `kind` is the type of the column, `values` what may stand in it where it is one of an enum, `refers` the model it
    points to (`agency.Site`).
    """

    name: str
    before: Any
    after: Any
    privacy: Privacy
    kind: str
    values: frozenset[str]
    refers: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """One change of one row: of which model (`people.Way`), by which action and actor; `made` or `removed`, or neither."""

    model: str
    row: int
    made: bool
    removed: bool
    at: datetime
    action: str
    actor: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """One entry about a client: what, by whom, when, and the details it wrote down."""

    action: str
    actor: str
    occurred_at: datetime
    recorded_at: datetime
    details: Mapping[str, Any]


def done(entry: int, client: int) -> tuple[Done, tuple[RowChange, ...]]:
    """An entry about a client, and all it changed in that client's records. Three queries. Raises NotFound.

    Much may be done at once, as an import does: what another entry about the client tells of is left to that one.
    """
    row = Entry.objects.filter(pk=entry, client_id=client).first()
    if row is None:
        raise NotFound
    parts: list[str] = []
    values: list[Any] = []
    for event in _events():
        if of_client := _of_client(event.pgh_tracked_model):
            condition, times = of_client
            parts.append(_select(event, f"e.pgh_xact = %s AND e.pgh_context_id = %s AND ({condition})"))
            values += [row.xact, row.context_id, *[client] * times]
    said = Done(row.action, row.actor, row.occurred_at, row.recorded_at, row.details)
    mine = (row.action, row.subject_kind, row.subject_id)
    at_once = Entry.objects.filter(xact=row.xact, context_id=row.context_id, client_id=client)
    others = set(at_once.values_list("action", "subject_kind", "subject_id")) - {mine}
    changes = _read(f"{' UNION ALL '.join(parts)} ORDER BY 2", values)
    return said, tuple(change for change in changes if _tells(mine, others, change))


def _tells(mine: Subject, others: Collection[Subject], change: RowChange) -> bool:
    """Whether an entry tells of a change: of its own subject, and of what its action did and no other entry tells of."""
    about = {(change.action, _kind(change.model), change.row)}
    about |= {
        (change.action, _kind(field.refers), number)
        for field in change.fields
        if field.refers
        for number in (field.before, field.after)
    }
    if mine in about or not about.isdisjoint(others):
        return mine in about
    return change.action == mine[0] or change.action not in {action for action, _, _ in others}


def _kind(model: str) -> str:
    """What entries call a model: "people.ChartPass" → "chart_pass"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", model.partition(".")[2]).lower()


def story(model: str, row: int, *, client: int | None, most: int = 200) -> tuple[RowChange, ...]:
    """All that happened to one record and its parts, the last first. Two queries, one without a client.

    Of a record of `client`, or with None of one that is about no client. Raises NotFound for others.
    """
    event = {one.pgh_tracked_model._meta.label: one for one in _events()}.get(model)
    of_client = _of_client(event.pgh_tracked_model) if event else None
    if event is None or (client is None) != (of_client is None):
        raise NotFound
    if of_client and client is not None:
        condition, times = of_client
        with connection.cursor() as cursor:
            query = f'SELECT 1 FROM "{event._meta.db_table}" e WHERE e.pgh_obj_id = %s AND ({condition}) LIMIT 1'  # noqa: S608 - from our models
            cursor.execute(query, [row, *[client] * times])
            if not cursor.fetchone():
                raise NotFound
    parts = [_select(event, "e.pgh_obj_id = %s")]
    parts += [_select(part, f'e."{column}" = %s') for part, column in _parts(event.pgh_tracked_model)]
    return _read(f"{' UNION ALL '.join(parts)} ORDER BY 2 DESC LIMIT {most}", [row] * len(parts))


def names_of(
    changes: Iterable[RowChange], shows: Callable[[str], Collection[Privacy]]
) -> dict[tuple[str, int | str], str]:
    """What the records that changes point to are called, by (model, id): by what is theirs or, of those without a name, by
    the name of what they belong to. `shows` tells which classes of a model's fields may be read. One query.
    """
    wanted: dict[str, set[int]] = {}
    for field in (field for change in changes for field in change.fields):
        if field.refers and field.refers != CLIENT:
            wanted.setdefault(field.refers, set()).update(n for n in (field.before, field.after) if isinstance(n, int))
    parts: list[str] = []
    values: list[Any] = []
    for label, numbers in sorted(wanted.items()):
        if numbers and (name := _named(_models()[label], shows)):
            parts.append(f'SELECT %s, t.id, {name} FROM "{_models()[label]._meta.db_table}" t WHERE t.id = ANY(%s)')  # noqa: S608 - from our models
            values += [label, sorted(numbers)]
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return {(label, number): name for label, number, name in cursor.fetchall() if name}


def name_of(model: str, row: int, shows: Callable[[str], Collection[Privacy]]) -> str:
    """What a record is called as long as it is there, as `names_of` has it; empty without a name. One query."""
    name = _named(_models()[model], shows)
    if not name:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {name} FROM "{_models()[model]._meta.db_table}" t WHERE t.id = %s', [row])  # noqa: S608 - from our models
        found = cursor.fetchone()
    return str(found[0]) if found else ""


def _named(model: Any, shows: Callable[[str], Collection[Privacy]]) -> str:
    """SQL for what a row `t` of a model is called; empty when nothing of it may be read."""
    if own := _own_name(model, shows):
        return f't."{own}"'
    fields = {field.name: field for field in model._meta.concrete_fields}
    through = [
        f'(SELECT "{name}" FROM "{fields[one].related_model._meta.db_table}" WHERE id = t."{fields[one].column}")'  # noqa: S608 - from our models
        for one in _NAMED_BY
        if one in fields and fields[one].related_model and model.privacy[one] in shows(model._meta.label)
        for name in [_own_name(fields[one].related_model, shows)]
        if name
    ]
    return f"coalesce({', '.join(through)})" if through else ""


def _own_name(model: Any, shows: Callable[[str], Collection[Privacy]]) -> str:
    privacy = getattr(model, "privacy", {})
    return next((one for one in _NAMES if one in privacy and privacy[one] in shows(model._meta.label)), "")


@cache
def _models() -> dict[str, Any]:
    return {model._meta.label: model for model in apps.get_models()}


@cache
def _events() -> tuple[Any, ...]:
    """The history tables, by name."""
    found = [model for model in apps.get_models() if issubclass(model, HistoryEvent)]
    return tuple(sorted(found, key=lambda model: model._meta.label))


def _to_client(model: Any) -> list[str]:
    """The columns of a model that name a client."""
    if model._meta.label == CLIENT:
        return ["pgh_obj_id"]
    return [field.column for field in model._meta.concrete_fields if _label(field) == CLIENT]


@cache
def _of_client(model: Any) -> tuple[str, int] | None:
    """The condition that an event `e` of a model is about a client, and how often it asks for the number.

    A record that names no client is the client's when what it belongs to names one: the days of an authorization.
    """
    if own := _to_client(model):
        return " OR ".join(f'e."{column}" = %s' for column in own), len(own)
    found = [
        f'e."{field.column}" IN (SELECT id FROM "{field.related_model._meta.db_table}" WHERE "{column}" = %s)'  # noqa: S608 - from our models
        for field in model._meta.concrete_fields
        if field.related_model and _label(field) != CLIENT
        for column in _to_client(field.related_model)
    ]
    return (" OR ".join(found), len(found)) if found else None


@cache
def _parts(model: Any) -> tuple[tuple[Any, str], ...]:
    """The history tables of what belongs to a model, in its app, and names no client itself; with the naming column."""
    return tuple(
        (event, field.column)
        for event in _events()
        for part in [event.pgh_tracked_model]
        if part._meta.app_label == model._meta.app_label and part is not model and not _to_client(part)
        for field in part._meta.concrete_fields
        if field.related_model is model
    )


def _select(event: Any, condition: str) -> str:
    """SQL for the events of one table that a condition names, each with the one of its row before."""
    table, label = event._meta.db_table, event.pgh_tracked_model._meta.label
    return (
        f"(SELECT '{label}', e.pgh_id, e.pgh_label, e.pgh_obj_id, e.pgh_created_at, e.pgh_context, to_jsonb(e), before.state"  # noqa: S608 - from our models
        f' FROM "{table}" e LEFT JOIN LATERAL (SELECT to_jsonb(p) AS state FROM "{table}" p'
        f"   WHERE p.pgh_obj_id = e.pgh_obj_id AND p.pgh_id < e.pgh_id ORDER BY p.pgh_id DESC LIMIT 1) before ON true"
        f" WHERE {condition})"
    )


def _read(query: str, values: list[Any]) -> tuple[RowChange, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return tuple(_change(*row) for row in cursor.fetchall())


def _change(label: str, _: int, what: str, row: int, at: datetime, context: Any, now: Any, before: Any) -> RowChange:
    model: Any = _models()[label]
    said, state, past = (_json(one) or {} for one in (context, now, before))
    made, removed = what == "insert", what == "delete"
    pairs = [
        (field, None if made else past.get(field.column), None if removed else state.get(field.column))
        for field in model._meta.concrete_fields
        if field.column in state and not field.primary_key
    ]
    if removed:
        pairs = [(field, state.get(field.column), None) for field, _, _ in pairs]
    fields = tuple(_field(model, field, then, after) for field, then, after in pairs if then != after)
    action, actor = str(said.get("action", "")), str(said.get("actor", ""))
    return RowChange(label, row, made, removed, at, action, actor, fields)


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _field(model: Any, field: Any, before: Any, after: Any) -> FieldChange:
    inner = getattr(field, "base_field", field)
    return FieldChange(
        name=field.name,
        before=before,
        after=after,
        privacy=model.privacy[field.name],
        kind=field.get_internal_type() if isinstance(field, models.Field) else "",
        values=frozenset(value for value, _ in inner.choices or ()),
        refers=_label(field),
    )


def _label(field: Any) -> str:
    return field.related_model._meta.label if field.related_model else ""
