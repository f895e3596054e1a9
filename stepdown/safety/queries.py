"""Reading who must not meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Q

from stepdown.safety.models import ContactRestriction
from stepdown.safety.terms import RestrictionRow


def must_not_meet(clients: Collection[int], day: date) -> dict[int, frozenset[int]]:
    """For each of `clients` with a restriction on `day`, the ids they must not be in a room with. One query."""
    pairs = ContactRestriction.objects.filter(
        Q(first__in=clients) | Q(second__in=clients), Q(ends=None) | Q(ends__gt=day), starts__lte=day
    ).values_list("first", "second")
    apart: defaultdict[int, set[int]] = defaultdict(set)
    for first, second in pairs:
        apart[first].add(second)
        apart[second].add(first)
    return {client: frozenset(apart[client]) for client in clients if client in apart}


def restrictions_of(client: int) -> tuple[RestrictionRow, ...]:
    """Everybody a client must not meet, or once must not, the latest first. For those who may restrict. One query."""
    rows = ContactRestriction.objects.filter(Q(first=client) | Q(second=client)).order_by("-starts", "-pk")
    return tuple(
        RestrictionRow(
            row.pk,
            row.second_id if row.first_id == client else row.first_id,
            row.reason,
            row.starts,
            row.ends,
            row.ended_reason,
        )
        for row in rows
    )
