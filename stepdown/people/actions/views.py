"""Lists of clients that people come back to: filters under a name, nothing about a client."""

from __future__ import annotations

from datetime import datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import last_word, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, NotAllowed, NotFound, Obstacle
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.people.models import SavedView
from stepdown.people.terms import Blocker


@action
def save_view(*, by: Actor, at: datetime, name: str, query: str, shared: bool = False) -> int:
    """Keep the filters in `query` (an address' query, without what was typed) under a name; returns the view's id.

    Refused: one's own view has that name.
    """
    demand(by, MAY_SEE_CLIENTS)
    if by.user is None:
        raise NotAllowed
    with last_word(Obstacle(Blocker.VIEW_NAME_TAKEN)):
        row = SavedView.objects.create(owner_id=by.user, name=name.strip(), query=query, shared=shared)
    note(by=by, at=at, subject=("saved_view", row.pk))
    return row.pk


@action
def drop_view(*, by: Actor, at: datetime, view: int) -> None:
    """Forget one of one's own views. Raises NotFound for another's."""
    demand(by, MAY_SEE_CLIENTS)
    dropped, _ = SavedView.objects.filter(pk=view, owner=by.user).delete()
    if not dropped:
        raise NotFound
    note(by=by, at=at, subject=("saved_view", view))
