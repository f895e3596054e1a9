"""Reading what payers authorized."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from stepdown.coverage.models import Authorization, AuthorizedUnits
from stepdown.coverage.terms import AuthorizedWeek, UnitKind, UnitPeriod


def authorized_weeks(clients: Collection[int], day: date) -> dict[int, AuthorizedWeek]:
    """What one week of the authorization in force on `day` covers, by client id; the latest counts. Two queries."""
    in_force = Authorization.objects.filter(Q(ends=None) | Q(ends__gt=day), client__in=clients, starts__lte=day)
    latest = {row.client_id: row for row in in_force.order_by("starts", "pk")}
    rows = AuthorizedUnits.objects.filter(
        authorization__in=[row.pk for row in latest.values()], period=UnitPeriod.WEEK
    ).values_list("authorization", "kind", "units")
    units = {(authorization, kind): count for authorization, kind, count in rows}
    return {
        client: AuthorizedWeek(
            ends=row.ends, days=units.get((row.pk, UnitKind.DAY)), minutes=units.get((row.pk, UnitKind.MINUTE))
        )
        for client, row in latest.items()
    }
