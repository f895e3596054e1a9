"""Reading what was prescribed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Q

from stepdown.plan.models import PrescribedService, Prescription
from stepdown.plan.terms import PrescribedWeek, ServiceLine


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
