"""Prescribing the week of care a client is promised. One client is one row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import lock, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Lockable, Noted, refuse
from stepdown.people.queries import sites_of
from stepdown.plan import rules
from stepdown.plan.access import MAY_PRESCRIBE
from stepdown.plan.models import PrescribedService, Prescription
from stepdown.plan.terms import NewPrescription


@action
def prescribe(*, by: Actor, at: datetime, prescriptions: Sequence[NewPrescription]) -> list[int]:
    """Promise each client a week; the prescription before ends on the day the new one starts. Returns ids in order.

    Refused: one is in force from that day or a later one, a service named twice, no sessions or minutes in a line.
    """
    clients = {row.client for row in prescriptions}
    demand(by, MAY_PRESCRIBE, sites_of(clients).values())
    lock((Lockable.CLIENT, client) for client in clients)
    in_force = {row.client_id: row for row in Prescription.objects.filter(client__in=clients, ends=None)}
    since = {client: row.starts for client, row in in_force.items()}
    refuse(rules.prescription_obstacles(prescriptions, since))
    for row in prescriptions:
        if row.client in in_force:
            Prescription.objects.filter(pk=in_force[row.client].pk).update(ends=row.starts)
    made = _write(prescriptions)
    rows = [Noted(("prescription", row.pk), row.client_id, {"from": row.starts.isoformat()}) for row in made]
    notes(by=by, at=at, rows=rows)
    return [prescription.pk for prescription in made]


def _write(rows: Sequence[NewPrescription]) -> list[Prescription]:
    made = Prescription.objects.bulk_create(
        Prescription(
            client_id=row.client,
            starts=row.starts,
            modality=row.modality,
            minimum_week_minutes=row.minimum_week_minutes,
            minimum_day_minutes=row.minimum_day_minutes,
            ordered_by_id=row.ordered_by,
        )
        for row in rows
    )
    PrescribedService.objects.bulk_create(
        PrescribedService(
            prescription=prescription,
            service_id=line.service,
            sessions_a_week=line.sessions_a_week,
            minutes=line.minutes,
        )
        for prescription, row in zip(made, rows, strict=True)
        for line in row.lines
    )
    return made
