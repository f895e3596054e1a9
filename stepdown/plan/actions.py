"""Ordering the week of care a client is promised, and ending an order. One client is one row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from stepdown.agency import queries as agency
from stepdown.agency.access import SYSTEM
from stepdown.audit.actions import note, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotAllowed, Noted, NotFound, Obstacle, Refused, refuse
from stepdown.people.actions.moving import Link, move_rows
from stepdown.people.actions.steps import hold_within
from stepdown.people.terms import MergeBlocker, Moved, Moving
from stepdown.plan import queries, rules
from stepdown.plan.access import MAY_PRESCRIBE
from stepdown.plan.models import PrescribedService, Prescription
from stepdown.plan.terms import PHYSICIANS, NewPrescription


@action
def prescribe(*, by: Actor, at: datetime, prescriptions: Sequence[NewPrescription], override: str = "") -> list[int]:
    """Promise each client a week; the prescription before ends on the day the new one starts. Returns ids in order.

    Refused: one is in force from that day or a later one, a service named twice, no sessions or minutes in a line,
    no physician where policy asks for one, fewer hours than the level asks for (`override` is the reason for ordering
    them all the same). An import writes down what was decided elsewhere: it is not asked about the level.
    """
    clients = {row.client for row in prescriptions}
    hold_within(by, MAY_PRESCRIBE, clients)
    in_force = {row.client_id: row for row in Prescription.objects.filter(client__in=clients, ends=None)}
    since = {client: row.starts for client, row in in_force.items()}
    asked = [] if by.has_any(SYSTEM) else prescriptions
    needs = {n: need for row in asked for n, need in queries.level_needs([row.client], row.starts).items()}
    physicians = agency.holders(PHYSICIANS, [row.ordered_by for row in asked if row.ordered_by])
    _refuse_unless_overridden(by, rules.prescription_obstacles(prescriptions, since, needs, physicians), override)
    for row in prescriptions:
        if row.client in in_force:
            Prescription.objects.filter(pk=in_force[row.client].pk).update(ends=row.starts)
    reason = override.strip() if needs or by.has_any(SYSTEM) else ""
    made = _write(prescriptions, reason)
    overridden = {"override": reason} if reason else {}
    rows = [
        Noted(("prescription", row.pk), row.client_id, {"from": row.starts.isoformat(), **overridden}) for row in made
    ]
    notes(by=by, at=at, rows=rows)
    return [prescription.pk for prescription in made]


@action
def end_prescription(*, by: Actor, at: datetime, prescription: int, on: date, reason: str) -> None:
    """End an order with no other in its place; `on` is the first day on which it no longer holds.

    Raises NotAllowed; NotFound beyond the actor's reach; Refused when it has ended, or ends before it starts.
    """
    if not by.has_any(MAY_PRESCRIBE):
        raise NotAllowed
    row = Prescription.objects.filter(pk=prescription).first()
    if row is None:
        raise NotFound
    hold_within(by, MAY_PRESCRIBE, [row.client_id])
    row.refresh_from_db()
    refuse(rules.ending_obstacles(starts=row.starts, ends=row.ends, on=on))
    row.ends, row.ended_reason = on, reason
    row.save(update_fields=["ends", "ended_reason"])
    note(by=by, at=at, subject=("prescription", row.pk), client=row.client_id, details={"ends": on.isoformat()})


def _refuse_unless_overridden(by: Actor, found: list[Obstacle], override: str) -> None:
    """Raise Refused with every obstacle, unless each may be overridden by this actor and a reason is given."""
    overridden = bool(override.strip()) and all(by.has_any(obstacle.override_by) for obstacle in found)
    if found and not overridden:
        raise Refused(*found)


def _write(rows: Sequence[NewPrescription], reason: str) -> list[Prescription]:
    made = Prescription.objects.bulk_create(
        Prescription(
            client_id=row.client,
            starts=row.starts,
            modality=row.modality,
            minimum_week_minutes=row.minimum_week_minutes,
            minimum_day_minutes=row.minimum_day_minutes,
            ordered_by_id=row.ordered_by,
            ordered_on=row.ordered_on,
            below_minimum_reason=reason,
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


@action
def move_client(*, by: Actor, at: datetime, moving: Moving) -> Moved:
    """This app's part of a merge, or of taking one back; see `journey.merge_clients`."""
    return move_rows(by, [Link(Prescription, blocker=MergeBlocker.BOTH_PRESCRIBED)], moving)
