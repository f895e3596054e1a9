"""Reading what was ordered, what the level asks for, and what counts for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from django.db.models import Q

from stepdown.agency import queries as agency
from stepdown.coverage import queries as coverage
from stepdown.episode import queries as episode
from stepdown.episode.terms import InCare
from stepdown.kernel.levels import LevelOfCare
from stepdown.plan import rules
from stepdown.plan.models import PrescribedService, Prescription
from stepdown.plan.terms import (
    Counting,
    LevelNeeds,
    Modality,
    OrderInForce,
    PrescribedWeek,
    PrescriptionRow,
    ServiceLine,
)
from stepdown.policy import queries as policy
from stepdown.policy.queries import Book
from stepdown.policy.terms import Scope, payer_code

COUNTING = ("counts.", "day.", "services.", "session.", "hour.", "week.")
"""Families of policy rows that say what counts."""
ORDERS = ("hours.weekly_minimum", "hour.minutes", "order.", "counts.week.")
"""Families of policy rows that say what an order must hold, and who may give it."""


def prescribed_weeks(clients: Collection[int], day: date) -> dict[int, PrescribedWeek]:
    """The prescription in force on `day` for each of `clients` that has one, by client id. Two queries."""
    lines: defaultdict[int, list[ServiceLine]] = defaultdict(list)
    in_force = Q(starts__lte=day) & (Q(ends=None) | Q(ends__gt=day))
    prescriptions = {p.pk: p for p in Prescription.objects.filter(in_force, client__in=clients)}
    for line in PrescribedService.objects.filter(prescription__in=prescriptions).select_related("service"):
        lines[line.prescription_id].append(
            ServiceLine(
                service=line.service_id, name=line.service.name, sessions=line.sessions_a_week, minutes=line.minutes
            )
        )
    return {
        p.client_id: PrescribedWeek(
            modality=p.modality,
            minimum_week_minutes=p.minimum_week_minutes,
            minimum_day_minutes=p.minimum_day_minutes,
            services=tuple(lines[p.pk]),
        )
        for p in prescriptions.values()
    }


def orders_between(clients: Collection[int], first: date, last: date) -> dict[int, tuple[OrderInForce, ...]]:
    """The orders of each of `clients` that hold on a day from `first` to `last`, both included. One query."""
    rows = (
        Prescription.objects.filter(Q(ends=None) | Q(ends__gt=first), client__in=clients, starts__lte=last)
        .order_by("client", "starts", "pk")
        .values_list(
            "pk", "client", "starts", "ends", "minimum_week_minutes", "minimum_day_minutes",
            "services__sessions_a_week", "services__minutes",
        )
    )  # fmt: skip
    found: dict[tuple[int, int], OrderInForce] = {}
    for number, client, starts, ends, week, day_minutes, sessions, minutes in rows:
        order = found.get((client, number)) or OrderInForce(starts, ends, 0, week, day_minutes)
        found[client, number] = replace(order, minutes=order.minutes + (sessions or 0) * (minutes or 0))
    by_client: defaultdict[int, list[OrderInForce]] = defaultdict(list)
    for (client, _), order in found.items():
        by_client[client].append(order)
    return {client: tuple(orders) for client, orders in by_client.items()}


def prescription_on(client: int, day: date) -> PrescriptionRow | None:
    """The prescription in force for a client on `day`, or None. One query."""
    in_force = Q(starts__lte=day) & (Q(ends=None) | Q(ends__gt=day))
    return next(iter(_rows(in_force & Q(client=client))), None)


def prescriptions_of(client: int) -> tuple[PrescriptionRow, ...]:
    """Every prescription of a client, the newest first. One query."""
    return _rows(Q(client=client))


def client_of(prescription: int) -> int | None:
    """Whose prescription it is, or None when there is none. One query."""
    return Prescription.objects.filter(pk=prescription).values_list("client", flat=True).first()


def level_needs(clients: Collection[int], day: date) -> dict[int, LevelNeeds]:
    """What the level of each of `clients` who is in care on `day` asks of an order, by client id. Four queries."""
    care = episode.care_of(clients, day, day)
    payers = {client: week.payer for client, week in coverage.authorized_weeks(care.keys(), day).items()}
    book = policy.book(ORDERS)
    categories = agency.service_categories()
    return {
        client: _needs(stay.level, book, scope_of(stay, payers.get(client, "")), day, categories)
        for client, stay in care.items()
    }


def scope_of(stay: InCare, payer: str) -> Scope:
    """Where policy is asked for somebody in this stay whose payer has this name."""
    level = stay.level.number_in(stay.edition)
    return Scope(stay.jurisdiction, payer_code(payer), level, stay.edition, stay.population)


def counting_on(book: Book, scopes: Mapping[int, Scope], day: date) -> dict[int, Counting]:
    """What counts for each client, by their scope; rows of `COUNTING` read once. No query."""
    by_scope = {scope: rules.counting(book.on(scope, day)) for scope in set(scopes.values())}
    return {client: by_scope[scope] for client, scope in scopes.items()}


def _needs(level: LevelOfCare, book: Book, scope: Scope, day: date, categories: Mapping[int, str]) -> LevelNeeds:
    held = book.on(scope, day)
    minimum, physician = held.get("hours.weekly_minimum"), held.get("order.physician_required")
    counts = rules.counting(held)
    left_out = frozenset(service for service, category in categories.items() if category in counts.not_toward_week)
    return LevelNeeds(
        level=level,
        minutes=None if minimum is None else int(minimum.value),
        source=minimum.source if minimum else "",
        verified=minimum.verified if minimum else False,
        hour_minutes=counts.hour_minutes,
        physician=physician.source if physician is not None and physician.value else None,
        not_counted=left_out,
    )


def _rows(asked: Q) -> tuple[PrescriptionRow, ...]:
    """Prescriptions with their lines by name, the newest first."""
    rows = (
        Prescription.objects.filter(asked)
        .order_by("-starts", "-pk", "services__service__name")
        .values_list(
            "pk", "starts", "ends", "modality", "minimum_week_minutes", "minimum_day_minutes", "ordered_by__name",
            "ordered_on", "below_minimum_reason", "ended_reason",
            "services__service", "services__service__name", "services__sessions_a_week", "services__minutes",
        )
    )  # fmt: skip
    found: dict[int, PrescriptionRow] = {}
    for number, starts, ends, modality, week, day_minutes, by, on, reason, ended, service, *line in rows:
        row = found.get(number) or PrescriptionRow(
            starts, Modality(modality), week, day_minutes, by or "", (), number, ends, on, reason, ended
        )
        lines = (ServiceLine(service, *line),) if service else ()  # type: ignore[arg-type]
        found[number] = replace(row, lines=row.lines + lines)
    return tuple(found.values())
