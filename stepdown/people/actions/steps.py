"""What every action about a client begins with; part of the actions that call it."""

from __future__ import annotations

from collections.abc import Iterable

from stepdown.agency.access import demand
from stepdown.audit.actions import lock
from stepdown.audit.terms import Actor, Lockable, Obstacle, Refused
from stepdown.people.models import Client
from stepdown.people.queries import sites_of
from stepdown.people.terms import Blocker


def hold_within(by: Actor, roles: frozenset[str], clients: Iterable[int], *things: tuple[Lockable, int]) -> None:
    """Hold the records of `clients`, as `hold_records` does, for who holds one of `roles` and reaches each of them.

    Raises NotAllowed; NotFound for a record beyond reach; Refused as `hold_records` does. Nothing waits before it may.
    """
    held = set(clients)
    demand(by, roles, sites_of(held).values())
    hold_records(held, *things)


def hold_records(clients: Iterable[int], *things: tuple[Lockable, int]) -> None:
    """Hold the records of `clients`, with whatever else `things` names, until this transaction ends; in one order.

    Refused: a record was merged into another, perhaps while this action waited. What is added to it would be seen by
    nobody who reads the kept one, and a merge taken back would not know whose it is.
    """
    held = set(clients)
    lock([*things, *((Lockable.CLIENT, client) for client in held)])
    if Client.objects.filter(pk__in=held).exclude(merged_into=None).exists():
        raise Refused(Obstacle(Blocker.MERGED_AWAY))
