"""Reading what was told, and what was not."""

from __future__ import annotations

from datetime import timedelta

from stepdown.consent.models import Disclosure
from stepdown.consent.queries.consents import midnight
from stepdown.consent.terms import (
    Accounting,
    Basis,
    Category,
    DisclosureRow,
    NamedException,
    Notice,
    Purpose,
    Reason,
    RecipientKind,
)
from stepdown.people import queries as people

EVERYTHING = Accounting()


def accounting_of(
    client: int, zone: str = "UTC", looked: Accounting = EVERYTHING, most: int | None = None
) -> tuple[DisclosureRow, ...]:
    """Every answer of the gate about a client, yes and no, the latest first; those about a record that was merged into
    this one too. `looked` leaves some out; its days are those of `zone`; `most` is how many at most. One query.
    """
    rows = Disclosure.objects.filter(client_id__in=people.records_of(client)).order_by("-at", "-pk")
    if looked.first is not None:
        rows = rows.filter(at__gte=midnight(looked.first, zone))
    if looked.last is not None:
        rows = rows.filter(at__lt=midnight(looked.last + timedelta(days=1), zone))
    if looked.to:
        rows = rows.filter(to_name__icontains=looked.to)
    if looked.told is not None:
        rows = rows.filter(allowed=looked.told)
    return tuple(
        DisclosureRow(
            row.pk,
            row.at,
            row.actor,
            row.door,
            RecipientKind(row.to_kind),
            row.to_name,
            Purpose(row.purpose),
            tuple(Category(one) for one in row.categories),
            row.allowed,
            tuple(Basis(one) for one in row.bases),
            NamedException(row.exception) if row.exception else None,
            tuple(Reason(one) for one in row.reasons),
            Notice(row.notice),
        )
        for row in rows[:most]
    )
