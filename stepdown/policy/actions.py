"""Writing policy rows."""

from __future__ import annotations

from datetime import datetime

from stepdown.audit.actions import lock_setup, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotAllowed, refuse
from stepdown.policy import rules
from stepdown.policy.access import MAY_CHANGE_POLICY
from stepdown.policy.models import Parameter
from stepdown.policy.queries import SCOPE, as_value, missing
from stepdown.policy.terms import NewValue


@action
def load_rows(*, by: Actor, at: datetime) -> int:
    """Bring in the rows the project ships that are not there yet; returns how many. Rows already there stay.

    A shipped row whose days another row of the same scope holds already stays out: what the agency said wins.
    """
    if not by.has_any(MAY_CHANGE_POLICY):
        raise NotAllowed
    lock_setup()
    new = missing()
    Parameter.objects.bulk_create(new)
    if new:
        note(by=by, at=at, subject=("policy", 0), details={"rows": len(new)})
    return len(new)


@action
def record_value(*, by: Actor, at: datetime, value: NewValue) -> int:
    """Say what holds from a day on, with its source; the row of the same scope before it ends there. Returns its id.

    Refused: no source, ends before it starts, another row of the scope holds from that day or a later one.
    """
    if not by.has_any(MAY_CHANGE_POLICY):
        raise NotAllowed
    lock_setup()
    scope = dict(zip(SCOPE, (value.key, *value.scope.parts), strict=True))
    standing = Parameter.objects.filter(**scope)
    refuse(rules.obstacles(value, [as_value(row) for row in standing]))
    for row in standing:
        if row.effective_to is None or row.effective_to > value.effective_from:
            row.effective_to = value.effective_from
            row.save(update_fields=["effective_to"])
    made = Parameter.objects.create(
        **scope,
        value=value.value,
        unit=value.unit,
        effective_from=value.effective_from,
        effective_to=value.effective_to,
        source=value.source,
        verified=value.verified,
        note=value.note,
    )
    note(by=by, at=at, subject=("policy", made.pk), details={"key": value.key, "value": str(value.value)})
    return made.pk
