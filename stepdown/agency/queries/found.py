"""One row by its number, for an action: NotFound when it is not there, or not within the actor's reach."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model

from stepdown.agency.access import demand
from stepdown.audit.terms import Actor, NotFound

M = TypeVar("M", bound=Model)


def found(model: type[M], number: int) -> M:
    """The row with this id. One query."""
    row = model._base_manager.filter(pk=number).first()
    if row is None:
        raise NotFound
    return row


def within(by: Actor, roles: frozenset[str], model: type[M], number: int) -> M:
    """The row with this id, once `by` holds one of `roles` and reaches its `site`. One query.

    Raises NotAllowed for the roles, before anything is looked up, and NotFound.
    """
    demand(by, roles)
    row: Any = found(model, number)
    if row.site_id is not None:
        demand(by, roles, {row.site_id})
    return row
