"""Reading organisations that records may go to."""

from __future__ import annotations

from django.db.models import Prefetch

from stepdown.consent.models import Recipient
from stepdown.consent.terms import AgreementKind, AgreementRow, RecipientKind, RecipientRow


def recipients(kinds: frozenset[RecipientKind] = frozenset(RecipientKind)) -> tuple[RecipientRow, ...]:
    """Organisations records may go to, by name, with their agreements. Two queries."""
    rows = Recipient.objects.filter(ended_at=None, kind__in=kinds).prefetch_related(Prefetch("agreements"))
    return tuple(
        _recipient(row, *(AgreementRow(AgreementKind(one.kind), one.starts, one.ends) for one in row.agreements.all()))
        for row in rows
    )


def organizations() -> tuple[RecipientRow, ...]:
    """Organisations records may go to, by name, without their agreements. One query."""
    return tuple(_recipient(row) for row in Recipient.objects.filter(ended_at=None))


def _recipient(row: Recipient, *agreements: AgreementRow) -> RecipientRow:
    kind = RecipientKind(row.kind)
    return RecipientRow(row.pk, row.name, kind, row.address, row.phone, row.verified_at, agreements)
