"""Lists of clients that people come back to: filters under a name, nothing about a client."""

from __future__ import annotations

from datetime import datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import last_word, lock, note
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Lockable, NotAllowed, NotFound, Obstacle, refuse
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.people.models import SavedView
from stepdown.people.terms import Blocker

TAKEN = Obstacle(Blocker.VIEW_NAME_TAKEN)


@action
def save_view(
    *, by: Actor, at: datetime, name: str, query: str, shared: bool = False, opens_first: bool = False
) -> int:
    """Keep the filters in `query` (an address' query, without what was typed) under a name; returns the view's id.

    `opens_first`: one's list opens with it from now on, and no longer with another. Refused: no name, one's own view
    has that name.
    """
    owner = _owner(by)
    refuse(_name_obstacles(name))
    with last_word(TAKEN):
        row = SavedView.objects.create(owner_id=owner, name=name.strip(), query=query, shared=shared)
    _opens_first(by, row, opens_first)
    note(by=by, at=at, subject=("saved_view", row.pk))
    return row.pk


@action
def change_view(
    *, by: Actor, at: datetime, view: int, name: str, shared: bool, opens_first: bool, query: str | None = None
) -> None:
    """Rename one of one's own views, share it or keep it to oneself, open with it; with `query`, other filters.

    Refused: no name, one's own other view has that name. Raises NotFound for another's.
    """
    row = _own(by, view)
    refuse(_name_obstacles(name))
    row.name, row.shared, row.query = name.strip(), shared, row.query if query is None else query
    with last_word(TAKEN):
        row.save(update_fields=["name", "shared", "query"])
    _opens_first(by, row, opens_first)
    note(by=by, at=at, subject=("saved_view", view))


@action
def drop_view(*, by: Actor, at: datetime, view: int) -> None:
    """Forget one of one's own views; `restore_view` brings it back. Raises NotFound for another's."""
    row = _own(by, view)
    row.dropped_at = at
    row.save(update_fields=["dropped_at"])
    note(by=by, at=at, subject=("saved_view", view))


@action
def restore_view(*, by: Actor, at: datetime, view: int) -> None:
    """Bring a dropped view back. Refused: another of one's own has its name by now. Raises NotFound for another's."""
    row = _own(by, view, dropped=True)
    row.dropped_at, row.opens_first = None, False
    with last_word(TAKEN):
        row.save(update_fields=["dropped_at", "opens_first"])
    note(by=by, at=at, subject=("saved_view", view))


def _owner(by: Actor) -> int:
    """The user whose views they are: only people have any, and each one's are changed one at a time."""
    demand(by, MAY_SEE_CLIENTS)
    if by.user is None:
        raise NotAllowed
    lock([(Lockable.STAFF, by.staff or 0)])
    return by.user


def _own(by: Actor, view: int, *, dropped: bool = False) -> SavedView:
    """One of one's own views, that stands or that was `dropped`. Raises NotFound for another's."""
    row = SavedView.objects.filter(pk=view, owner=_owner(by), dropped_at__isnull=not dropped).first()
    if row is None:
        raise NotFound
    return row


def _name_obstacles(name: str) -> list[Obstacle]:
    return [] if name.strip() else [Obstacle(Blocker.NO_VIEW_NAME)]


def _opens_first(by: Actor, row: SavedView, opens_first: bool) -> None:
    """One view at most opens first."""
    if opens_first:
        SavedView.objects.filter(owner=by.user, opens_first=True).exclude(pk=row.pk).update(opens_first=False)
    if row.opens_first != opens_first:
        row.opens_first = opens_first
        row.save(update_fields=["opens_first"])
