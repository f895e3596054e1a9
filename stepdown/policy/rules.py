"""Which of several rows holds, and whether a new one may."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from stepdown.audit.terms import Obstacle
from stepdown.policy.terms import Blocker, NewValue, Scope, Value


def holding(values: Iterable[Value], scope: Scope, day: date) -> Value | None:
    """The row that holds for `scope` on `day`, or None.

    A row applies when every part of its scope is empty or the one asked for; its jurisdiction may be the state or
    the country. Of those that apply the most specific wins: payer before state before level, edition, population.
    """
    applying = [value for value in values if _applies(value, scope, day)]
    return max(applying, key=lambda value: _specificity(value.scope), default=None)


def obstacles(new: NewValue, standing: Iterable[Value]) -> list[Obstacle]:
    """Why `new` can't hold beside the `standing` rows of its scope. One that is in force ends where `new` begins."""
    found = []
    if not new.source.strip():
        found.append(Obstacle(Blocker.NO_SOURCE))
    if new.effective_to is not None and new.effective_to <= new.effective_from:
        found.append(Obstacle(Blocker.ENDS_BEFORE_START))
    later = [value.effective_from for value in standing if value.effective_from >= new.effective_from]
    if later:
        found.append(Obstacle(Blocker.LATER_VALUE_EXISTS, {"since": min(later)}))
    return found


def _applies(value: Value, scope: Scope, day: date) -> bool:
    row = value.scope
    in_force = value.effective_from <= day and (value.effective_to is None or day < value.effective_to)
    here = scope.jurisdiction == row.jurisdiction or scope.jurisdiction.startswith(f"{row.jurisdiction}-")
    return (
        in_force
        and here
        and row.payer in ("", scope.payer)
        and row.level_of_care in ("", scope.level_of_care)
        and row.edition in ("", scope.edition)
        and row.population in ("", scope.population)
    )


def _specificity(row: Scope) -> tuple[bool, int, bool, bool, bool]:
    return bool(row.payer), len(row.jurisdiction), bool(row.level_of_care), bool(row.edition), bool(row.population)
