"""Calls that were made, and what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import note, notes
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Noted, NotFound, Obstacle, Refused, refuse
from stepdown.people.access import MAY_BRING_CALLS, MAY_CALL
from stepdown.people.actions.steps import hold_within
from stepdown.people.models import ContactAttempt, Way
from stepdown.people.queries.circle import ways_of
from stepdown.people.queries.clients import sites_of
from stepdown.people.rules import reach as rules
from stepdown.people.terms import Blocker, BroughtCall, NewCall


@action
def record_call(*, by: Actor, at: datetime, call: NewCall) -> int:
    """Write down a call made just now; returns its id.

    Refused: the number is not to be called, a message where none may be left, calling again in the past.
    """
    hold_within(by, MAY_CALL, [call.client])
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
def bring_calls(*, by: Actor, at: datetime, calls: Sequence[BroughtCall]) -> list[int]:
    """Write down calls that were made and noted elsewhere, each as made by whom it says; returns the ids in order.

    Refused: a call still to come, by nobody, calling again before it was. Raises NotFound for another client's number.
    """
    clients = {row.call.client for row in calls}
    hold_within(by, MAY_BRING_CALLS, clients)
    wanted = {(row.call.way, row.call.client) for row in calls if row.call.way is not None}
    if not wanted <= set(Way.objects.filter(client__in=clients).values_list("pk", "client")):
        raise NotFound
    refuse([obstacle for row in calls for obstacle in rules.brought_call_obstacles(row, at=at)])
    made = ContactAttempt.objects.bulk_create(
        ContactAttempt(
            client_id=row.call.client,
            way_id=row.call.way,
            reason=row.call.reason,
            outcome=row.call.outcome,
            called_at=row.called_at,
            called_by=row.called_by.strip(),
            try_again_at=row.call.try_again_at,
        )
        for row in calls
    )
    notes(
        by=by,
        at=at,
        rows=[Noted(("call", row.pk), row.client_id, {"outcome": row.outcome}, at=row.called_at) for row in made],
    )
    return [row.pk for row in made]


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
