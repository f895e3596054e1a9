"""Reading policy rows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from stepdown.policy import rules
from stepdown.policy.models import Parameter
from stepdown.policy.terms import Scope, Value


def value_on(key: str, scope: Scope, day: date) -> Value | None:
    """The row for `key` that holds for this site's jurisdiction, payer and level on `day`. One query."""
    return rules.holding((_value(row) for row in Parameter.objects.filter(key=key)), scope, day)


def all_values(search: str = "") -> tuple[Value, ...]:
    """Every row, in the order of keys and scopes; `search` looks in key, source and note. One query."""
    rows = Parameter.objects.all()
    if search:
        rows = (
            rows.filter(key__icontains=search)
            | rows.filter(source__icontains=search)
            | rows.filter(note__icontains=search)
        )
    return tuple(_value(row) for row in rows)


def values_on(scope: Scope, day: date) -> tuple[Value, ...]:
    """For each key the row that holds for `scope` on `day`, in the order of keys; keys without one are left out.

    One query.
    """
    by_key: defaultdict[str, list[Value]] = defaultdict(list)
    for row in Parameter.objects.all():
        by_key[row.key].append(_value(row))
    holding = (rules.holding(values, scope, day) for values in by_key.values())
    return tuple(value for value in holding if value is not None)


def _value(row: Parameter) -> Value:
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
    )
