"""Reading policy rows."""

from __future__ import annotations

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
