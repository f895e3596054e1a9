"""Reading what payers authorized."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from django.db.models import Q

from stepdown.coverage.models import Authorization, AuthorizedUnits
from stepdown.coverage.terms import AuthorizationRow, AuthorizedWeek, UnitKind, UnitPeriod, Units
from stepdown.kernel.levels import LevelOfCare


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


def authorizations_on(client: int, day: date) -> tuple[AuthorizationRow, ...]:
    """What is authorized for a client on `day`, the latest to end last. One query."""
    rows = (
        Authorization.objects.filter(Q(ends=None) | Q(ends__gt=day), client=client, starts__lte=day)
        .order_by("ends", "pk", "units__kind")
        .values_list(
            "pk", "level", "number", "starts", "ends", "next_review", "units__kind", "units__period", "units__units"
        )
    )
    found: dict[int, AuthorizationRow] = {}
    for number, level, code, starts, ends, review, kind, period, count in rows:
        row = found.get(number) or AuthorizationRow(LevelOfCare(level), code, starts, ends, review, ())
        units = (Units(UnitKind(kind), UnitPeriod(period), count),) if kind else ()
        found[number] = replace(row, units=row.units + units)
    return tuple(found.values())
