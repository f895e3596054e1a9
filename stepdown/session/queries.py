"""Reading what happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from stepdown.kernel.period import Period
from stepdown.session.models import Segment, Visit
from stepdown.session.terms import Attended


def attended_in(clients: Collection[int], period: Period) -> dict[int, tuple[Attended, ...]]:
    """The parts of sessions each of `clients` attended during `period`, in the order of time. One query.

    Only closed visits count: a visit without a check-out has no minutes yet.
    """
    rows = Segment.objects.filter(
        client__in=clients, undone_at=None, period__overlap=(period.start, period.end)
    ).order_by("period")
    found: defaultdict[int, list[Attended]] = defaultdict(list)
    for client, session, span in rows.values_list("client", "session", "period"):
        found[client].append(Attended(session, Period(span.lower, span.upper)))
    return {client: tuple(parts) for client, parts in found.items()}


def here_since(clients: Collection[int], day: Period) -> dict[int, datetime]:
    """When those of `clients` who came in during `day` and have not left came in. One query."""
    rows = Visit.objects.filter(
        client__in=clients, undone_at=None, departed_at=None, arrived_at__gte=day.start, arrived_at__lt=day.end
    )
    return dict(rows.values_list("client", "arrived_at"))
