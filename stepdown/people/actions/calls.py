"""Calls that were made, and what came of them."""

from __future__ import annotations

from datetime import datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotFound, Obstacle, Refused, refuse
from stepdown.people.access import MAY_CALL
from stepdown.people.actions.steps import hold_records
from stepdown.people.models import ContactAttempt
from stepdown.people.queries.circle import ways_of
from stepdown.people.queries.clients import sites_of
from stepdown.people.rules import reach as rules
from stepdown.people.terms import Blocker, NewCall


@action
def record_call(*, by: Actor, at: datetime, call: NewCall) -> int:
    """Write down a call made just now; returns its id.

    Refused: the number is not to be called, a message where none may be left, calling again in the past.
    """
    demand(by, MAY_CALL, sites_of([call.client]).values())
    hold_records([call.client])
    way = None
    if call.way is not None:
        ways = [way for ways in ways_of(by, [call.client]).values() for way in ways]
        way = next((way for way in ways if way.id == call.way), None)
        if way is None:
            raise NotFound
    refuse(rules.call_obstacles(call, way, at=at))
    row = ContactAttempt.objects.create(
        client_id=call.client,
        way_id=call.way,
        reason=call.reason,
        outcome=call.outcome,
        called_at=at,
        called_by=by.label,
        try_again_at=call.try_again_at,
    )
    note(by=by, at=at, subject=("call", row.pk), client=call.client, details={"outcome": call.outcome})
    return row.pk


@action
def undo_call(*, by: Actor, at: datetime, call: int) -> None:
    """Take back a call that was written down by mistake. Refused: taken back already."""
    row = ContactAttempt.objects.filter(pk=call).first()
    if row is None:
        raise NotFound
    demand(by, MAY_CALL, sites_of([row.client_id]).values())
    if not ContactAttempt.objects.filter(pk=call, undone_at=None).update(undone_at=at):
        raise Refused(Obstacle(Blocker.ALREADY_UNDONE))
    note(by=by, at=at, subject=("call", call), client=row.client_id)
