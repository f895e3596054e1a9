"""What changed about a week since it was published: read from what was written down, no table of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stepdown.audit import queries as audit
from stepdown.schedule.models import PlannedSession, WeekPlan
from stepdown.schedule.queries import facts
from stepdown.schedule.terms import Placement


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a week: the action (`app.function`), which session, by whom, when, and why when a reason was given.

    `before` and `after` are where the session stood, for a move; `client` is the client whose seat it is about.
    """

    version: int
    action: str
    session: int
    title: str
    actor: str
    occurred_at: datetime
    reason: str
    client: int | None
    before: Placement | None
    after: Placement | None


def changes_since(week: int, version: int | None = None) -> tuple[Change, ...]:
    """What changed in a week after `version`, or since it was published, the first change first. Three queries.

    An empty answer for a week that is still a draft, unless a version is named.
    """
    plan = WeekPlan.objects.filter(pk=week).first()
    after = version if version is not None else (plan.published_version if plan else None)
    if after is None:
        return ()
    sessions = {row.pk: row for row in facts.with_all(PlannedSession.objects.filter(week=week))}
    found = [
        Change(
            version=entry.details["version"],
            action=entry.action,
            session=entry.subject,
            title=facts.title_of(sessions[entry.subject]),
            actor=entry.actor,
            occurred_at=entry.occurred_at,
            reason=entry.details.get("override") or entry.details.get("reason") or "",
            client=entry.client,
            before=_placement(entry.details.get("from")),
            after=_placement(entry.details.get("to")),
        )
        for entry in audit.entries_of("planned_session", sessions)
        if entry.details.get("version", 0) > after
    ]
    return tuple(sorted(found, key=lambda change: change.version))


def _placement(kept: dict[str, Any] | None) -> Placement | None:
    return None if kept is None else Placement(**kept)
