"""Reading policy rows."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db.models import Q

from stepdown.policy import rules
from stepdown.policy.models import Parameter
from stepdown.policy.terms import Scope, Value

SHIPPED = Path(__file__).with_name("rows.json")
SCOPE = ("key", "jurisdiction", "payer", "edition", "level_of_care", "population")
"""The columns that say where a row holds."""


def value_on(key: str, scope: Scope, day: date) -> Value | None:
    """The row for `key` that holds for this site's jurisdiction, payer and level on `day`. One query."""
    return rules.holding((as_value(row) for row in Parameter.objects.filter(key=key)), scope, day)


def all_values(search: str = "") -> tuple[Value, ...]:
    """Every row, in the order of keys and scopes; `search` looks in key, source and note. One query."""
    rows = Parameter.objects.all()
    if search:
        rows = (
            rows.filter(key__icontains=search)
            | rows.filter(source__icontains=search)
            | rows.filter(note__icontains=search)
        )
    return tuple(as_value(row) for row in rows)


def values_on(scope: Scope, day: date) -> tuple[Value, ...]:
    """For each key the row that holds for `scope` on `day`, in the order of keys; keys without one are left out.

    One query.
    """
    by_key: defaultdict[str, list[Value]] = defaultdict(list)
    for row in Parameter.objects.all():
        by_key[row.key].append(as_value(row))
    holding = (rules.holding(values, scope, day) for values in by_key.values())
    return tuple(value for value in holding if value is not None)


@dataclass(frozen=True, slots=True)
class Book:
    """Rows read once, to be asked for many scopes and days without another query."""

    rows: tuple[tuple[str, tuple[Value, ...]], ...]

    def on(self, scope: Scope, day: date) -> dict[str, Value]:
        """The row that holds for `scope` on `day`, by key; keys without one are left out."""
        holding = ((key, rules.holding(values, scope, day)) for key, values in self.rows)
        return {key: value for key, value in holding if value is not None}


def book(families: Collection[str]) -> Book:
    """Every row whose key begins with one of `families` (such as "counts."). One query."""
    asked = Q()
    for family in families:
        asked |= Q(key__startswith=family)
    by_key: defaultdict[str, list[Value]] = defaultdict(list)
    for row in Parameter.objects.filter(asked):
        by_key[row.key].append(as_value(row))
    return Book(tuple((key, tuple(values)) for key, values in by_key.items()))


def missing() -> list[Parameter]:
    """The rows the project ships that are not in the database, as rows to add. One query.

    One whose days another row of the same scope holds is left out: what the agency said wins.
    """
    standing: defaultdict[tuple[object, ...], list[Parameter]] = defaultdict(list)
    for row in Parameter.objects.all():
        standing[_scope(row)].append(row)
    shipped = (_parameter(raw) for raw in json.loads(SHIPPED.read_text(encoding="utf-8")))
    return [row for row in shipped if not any(_share_a_day(row, other) for other in standing[_scope(row)])]


def as_value(row: Parameter) -> Value:
    """A row as the rules see it."""
    return Value(
        key=row.key,
        value=row.value.normalize(),
        unit=row.unit,
        scope=Scope(row.jurisdiction, row.payer, row.level_of_care, row.edition, row.population),
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        source=row.source,
        verified=row.verified,
        note=row.note,
        row=row.pk or 0,
    )


def _share_a_day(one: Parameter, other: Parameter) -> bool:
    return (one.effective_to is None or other.effective_from < one.effective_to) and (
        other.effective_to is None or one.effective_from < other.effective_to
    )


def _scope(row: Parameter) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in SCOPE)


def _parameter(raw: dict[str, str | bool | None]) -> Parameter:
    text = {name: str(raw[name] or "") for name in raw if name not in {"value", "verified"}}
    until = text.pop("effective_to")
    return Parameter(
        **{**text, "effective_from": date.fromisoformat(text["effective_from"])},
        value=Decimal(str(raw["value"])),
        verified=bool(raw["verified"]),
        effective_to=date.fromisoformat(until) if until else None,
    )
