"""Reading what was prescribed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Q

from stepdown.plan.models import PrescribedService, Prescription
from stepdown.plan.terms import Modality, PrescribedWeek, PrescriptionRow, ServiceLine


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


def prescription_on(client: int, day: date) -> PrescriptionRow | None:
    """The prescription in force for a client on `day`, or None. One query."""
    in_force = Q(starts__lte=day) & (Q(ends=None) | Q(ends__gt=day))
    rows = list(
        Prescription.objects.filter(in_force, client=client)
        .order_by("services__service__name")
        .values_list(
            "starts", "modality", "minimum_week_minutes", "minimum_day_minutes", "ordered_by__name",
            "services__service", "services__service__name", "services__sessions_a_week", "services__minutes",
        )
    )  # fmt: skip
    if not rows:
        return None
    since, modality, week, day_minutes, ordered_by, *_ = rows[0]
    lines = tuple(ServiceLine(*row[5:]) for row in rows if row[5])
    return PrescriptionRow(since, Modality(modality), week, day_minutes, ordered_by or "", lines)
