"""Writing policy rows."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from stepdown.audit.actions import lock_setup, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotAllowed
from stepdown.policy.access import MAY_CHANGE_POLICY
from stepdown.policy.models import Parameter

SHIPPED = Path(__file__).with_name("rows.json")
_SCOPE = ("key", "jurisdiction", "payer", "edition", "level_of_care", "population", "effective_from")


@action
def load_rows(*, by: Actor, at: datetime) -> int:
    """Bring in the rows the project ships that are not there yet; returns how many. Rows already there stay."""
    if not by.has_any(MAY_CHANGE_POLICY):
        raise NotAllowed
    lock_setup()
    existing = set(Parameter.objects.values_list(*_SCOPE))
    new = [row for row in (_parameter(raw) for raw in json.loads(SHIPPED.read_text())) if _scope(row) not in existing]
    Parameter.objects.bulk_create(new)
    if new:
        note(by=by, at=at, subject=("policy", 0), details={"rows": len(new)})
    return len(new)


def _scope(row: Parameter) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in _SCOPE)


def _parameter(raw: dict[str, str | bool | None]) -> Parameter:
    text = {name: str(raw[name] or "") for name in raw if name not in {"value", "verified"}}
    until = text.pop("effective_to")
    return Parameter(
        **{**text, "effective_from": date.fromisoformat(text["effective_from"])},
        value=Decimal(str(raw["value"])),
        verified=bool(raw["verified"]),
        effective_to=date.fromisoformat(until) if until else None,
    )
