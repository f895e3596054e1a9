"""What every action about a client begins with; part of the actions that call it."""

from __future__ import annotations

from collections.abc import Iterable

from stepdown.audit.actions import lock
from stepdown.audit.terms import Lockable, Obstacle, Refused
from stepdown.people.models import Client
from stepdown.people.terms import Blocker


def hold_records(clients: Iterable[int], *things: tuple[Lockable, int]) -> None:
    """Hold the records of `clients`, with whatever else `things` names, until this transaction ends; in one order.

    Refused: a record was merged into another, perhaps while this action waited. What is added to it would be seen by
    nobody who reads the kept one, and a merge taken back would not know whose it is.
    """
    held = set(clients)
    lock([*things, *((Lockable.CLIENT, client) for client in held)])
    if Client.objects.filter(pk__in=held).exclude(merged_into=None).exists():
        raise Refused(Obstacle(Blocker.MERGED_AWAY))
