"""Reading the calls that were made."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from stepdown.audit.terms import NotFound
from stepdown.people.models import ContactAttempt
from stepdown.people.terms import CallOutcome, CallReason, CallRow


def calls_since(clients: Collection[int], since: datetime) -> tuple[CallRow, ...]:
    """The calls to each of `clients` from `since` on, the latest first; those taken back are left out. One query."""
    rows = ContactAttempt.objects.filter(client__in=clients, called_at__gte=since, undone_at=None)
    return tuple(map(_row, rows))


def call_of(call: int) -> CallRow:
    """A call on record, taken back or not. Raises NotFound. One query."""
    row = ContactAttempt.objects.filter(pk=call).first()
    if row is None:
        raise NotFound
    return _row(row)


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
