"""What clients are expected in, for those who count minutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from stepdown.kernel.period import Period
from stepdown.schedule.models import Participant
from stepdown.schedule.terms import Expected, SessionState


def expected_in(clients: Collection[int], period: Period) -> dict[int, tuple[Expected, ...]]:
    """The sessions each of `clients` is expected in that touch `period`, in the order of time. One query."""
    rows = Participant.objects.filter(
        client__in=clients,
        active=True,
        client_present=True,
        session__state=SessionState.PLANNED,
        period__overlap=(period.start, period.end),
    ).order_by("period")
    found: defaultdict[int, list[Expected]] = defaultdict(list)
    for client, session, span, service in rows.values_list("client", "session", "period", "session__service"):
        found[client].append(Expected(session, Period(span.lower, span.upper), service))
    return {client: tuple(expected) for client, expected in found.items()}
