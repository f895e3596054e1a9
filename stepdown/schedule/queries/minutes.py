"""What clients are expected in, for those who count minutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from stepdown.kernel.period import Period
from stepdown.schedule.models import Participant
from stepdown.schedule.terms import Expected, SessionState

DAY_AROUND = timedelta(hours=18)
"""How far from a moment "that day" reaches: a visit that begins in the evening still finds its group."""


def planned_for(client: int, *, around: datetime) -> tuple[Expected, ...]:
    """The sessions one client is expected in within 18 hours after, or under way at, the moment `around`. One query."""
    return _expected([client], Period(around, around + DAY_AROUND)).get(client, ())


def scheduled_minutes(clients: Collection[int], period: Period) -> dict[int, tuple[Expected, ...]]:
    """What each of `clients` is expected in during `period`, in the order of time. One query."""
    return _expected(clients, period)


def _expected(clients: Collection[int], period: Period) -> dict[int, tuple[Expected, ...]]:
    rows = Participant.objects.filter(
        client__in=clients,
        active=True,
        session__state=SessionState.PLANNED,
        period__overlap=(period.start, period.end),
    ).order_by("period")
    found: defaultdict[int, list[Expected]] = defaultdict(list)
    for client, session, span, service in rows.values_list("client", "session", "period", "session__service"):
        found[client].append(Expected(session, Period(span.lower, span.upper), service))
    return {client: tuple(expected) for client, expected in found.items()}
