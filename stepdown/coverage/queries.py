"""Reading what payers authorized."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from django.db.models import FilteredRelation, Q, QuerySet

from stepdown.coverage.models import Authorization, ReviewContact
from stepdown.coverage.terms import (
    AuthorizationRow,
    AuthorizedWeek,
    CallRow,
    Outcome,
    UnitKind,
    UnitPeriod,
    Units,
)
from stepdown.kernel.levels import LevelOfCare


def authorized_weeks(clients: Collection[int], day: date) -> dict[int, AuthorizedWeek]:
    """What one week of the authorization in force on `day` covers, by client id; the latest counts. One query."""
    weekly = FilteredRelation("units", condition=Q(units__period=UnitPeriod.WEEK))
    rows = (
        Authorization.objects.filter(Q(ends=None) | Q(ends__gt=day), client__in=clients, starts__lte=day)
        .annotate(weekly=weekly)
        .order_by("starts", "pk")
        .values_list("client", "pk", "payer", "ends", "next_review", "weekly__kind", "weekly__units")
    )
    latest: dict[int, tuple[int, AuthorizedWeek]] = {}
    for client, number, payer, ends, review, kind, count in rows:
        before, week = latest.get(client, (0, None))
        if before != number or week is None:
            week = AuthorizedWeek(ends, None, None, payer=payer, next_review=review)
        latest[client] = number, _with_units(week, kind, count)
    return {client: week for client, (_, week) in latest.items()}


def client_of(authorization: int) -> int | None:
    """Whose authorization it is, or None when there is none. One query."""
    return Authorization.objects.filter(pk=authorization).values_list("client", flat=True).first()


def authorizations_of(client: int) -> tuple[AuthorizationRow, ...]:
    """Every authorization of a client with its units and its calls, the latest to end first. Two queries."""
    rows = _rows(Authorization.objects.filter(client=client))
    calls: defaultdict[int, list[CallRow]] = defaultdict(list)
    talks = ReviewContact.objects.filter(authorization__client=client).order_by("-occurred_at", "-pk")
    for row in talks.select_related("recorded_by"):
        who = row.recorded_by.name if row.recorded_by else ""
        calls[row.authorization_id].append(
            CallRow(
                row.occurred_at, who, row.spoke_with, row.reference, Outcome(row.outcome), row.told, row.next_review
            )
        )
    found = [replace(row, calls=tuple(calls[row.id])) for row in rows]
    return tuple(sorted(found, key=lambda row: (row.ends or date.max, row.starts, row.id), reverse=True))


def authorizations_on(client: int, day: date) -> tuple[AuthorizationRow, ...]:
    """What is authorized for a client on `day`, the latest to end last. One query."""
    return _rows(Authorization.objects.filter(Q(ends=None) | Q(ends__gt=day), client=client, starts__lte=day))


def _with_units(week: AuthorizedWeek, kind: str | None, count: int | None) -> AuthorizedWeek:
    if kind == UnitKind.DAY:
        return replace(week, days=count)
    if kind == UnitKind.SESSION:
        return replace(week, sessions=count)
    if kind == UnitKind.HOUR and count is not None:
        return replace(week, minutes=count * 60)
    return replace(week, minutes=count) if kind == UnitKind.MINUTE else week


def _rows(asked: QuerySet[Authorization]) -> tuple[AuthorizationRow, ...]:
    """Authorizations with their units, the latest to end last."""
    rows = asked.order_by("ends", "pk", "units__kind").values_list(
        "pk", "payer", "level", "number", "starts", "ends", "next_review",
        "units__kind", "units__period", "units__units",
    )  # fmt: skip
    found: dict[int, AuthorizationRow] = {}
    for number, payer, level, code, starts, ends, review, kind, period, count in rows:
        row = found.get(number) or AuthorizationRow(LevelOfCare(level), code, starts, ends, review, (), number, payer)
        units = (Units(UnitKind(kind), UnitPeriod(period), count),) if kind else ()
        found[number] = replace(row, units=row.units + units)
    return tuple(found.values())
