"""The emergency sheet. A correction withdraws a line and adds another."""

from __future__ import annotations

from datetime import datetime

from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotFound, refuse
from stepdown.people.access import MAY_CHANGE_CLIENTS
from stepdown.people.actions.steps import hold_within
from stepdown.people.models import EmergencyFact
from stepdown.people.queries.circle import fact_row
from stepdown.people.rules import reach as rules
from stepdown.people.terms import NewEmergencyFact


@action
def record_fact(*, by: Actor, at: datetime, client: int, fact: NewEmergencyFact) -> int:
    """Add a line to a client's emergency sheet; returns its id. An allergy withdraws an earlier "no allergies".

    Refused: nothing said, recorded already, "none" while some are recorded.
    """
    _open(by, client)
    there = EmergencyFact.objects.filter(client=client, withdrawn_at=None)
    refuse(rules.fact_obstacles(fact, map(fact_row, there)))
    if none := rules.answered_none(fact.kind):
        there.filter(kind=none).update(withdrawn_at=at, withdrawn_by=by.label)
    row = EmergencyFact.objects.create(
        client_id=client,
        kind=fact.kind,
        what=fact.what.strip(),
        detail=fact.detail.strip(),
        recorded_at=at,
        recorded_by=by.label,
    )
    note(by=by, at=at, subject=("emergency_fact", row.pk), client=client)
    return row.pk


@action
def withdraw_fact(*, by: Actor, at: datetime, client: int, number: int) -> None:
    """Take a line off a client's emergency sheet; it stays in the history."""
    _open(by, client)
    there = EmergencyFact.objects.filter(pk=number, client=client, withdrawn_at=None)
    if not there.update(withdrawn_at=at, withdrawn_by=by.label):
        raise NotFound
    note(by=by, at=at, subject=("emergency_fact", number), client=client)


@action
def restore_fact(*, by: Actor, at: datetime, client: int, number: int) -> None:
    """Put a line taken off a client's emergency sheet back, as it was written down.

    NotFound when it was not taken off. Refused: it was written down again meanwhile, or something that contradicts it.
    """
    _open(by, client)
    row = EmergencyFact.objects.filter(pk=number, client=client).exclude(withdrawn_at=None).first()
    if row is None:
        raise NotFound
    there = EmergencyFact.objects.filter(client=client, withdrawn_at=None)
    refuse(rules.restored_obstacles(fact_row(row), map(fact_row, there)))
    row.withdrawn_at, row.withdrawn_by = None, ""
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    note(by=by, at=at, subject=("emergency_fact", number), client=client)


def _open(by: Actor, client: int) -> None:
    hold_within(by, MAY_CHANGE_CLIENTS, [client])
