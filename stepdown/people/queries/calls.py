"""Reading the calls that were made."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max

from stepdown.people.models import ContactAttempt
from stepdown.people.terms import CallOutcome, CallReason, CallRow


def calls_since(clients: Collection[int], since: datetime) -> tuple[CallRow, ...]:
    """The calls to each of `clients` from `since` on, the latest first; those taken back are left out. One query."""
    rows = ContactAttempt.objects.filter(client__in=clients, called_at__gte=since, undone_at=None)
    return tuple(map(_row, rows))


def try_agains(clients: Collection[int], until: datetime) -> tuple[CallRow, ...]:
    """The latest call to each of `clients`, when it said to try again before `until`. One query."""
    latest = ContactAttempt.objects.filter(client__in=clients, undone_at=None).order_by("client", "-called_at", "-id")
    rows = latest.distinct("client")
    return tuple(_row(row) for row in rows if row.try_again_at is not None and row.try_again_at < until)


def last_reached(clients: Collection[int]) -> dict[int, datetime]:
    """When each of `clients` was last reached by a call, by client id. One query."""
    rows = ContactAttempt.objects.filter(client__in=clients, undone_at=None, outcome=CallOutcome.REACHED)
    return dict(rows.order_by().values_list("client").annotate(at=Max("called_at")))


def _row(row: ContactAttempt) -> CallRow:
    return CallRow(
        id=row.pk,
        client=row.client_id,
        reason=CallReason(row.reason),
        outcome=CallOutcome(row.outcome),
        at=row.called_at,
        by=row.called_by,
        try_again_at=row.try_again_at,
    )
