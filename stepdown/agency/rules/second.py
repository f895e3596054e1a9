"""A second person looks at each change of who may do what: what stands in the way of settling or undoing one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from stepdown.agency.terms import AccessKind, Blocker, Role
from stepdown.audit.terms import Obstacle

GIVES_BACK = frozenset({AccessKind.ROLES, AccessKind.REACH, AccessKind.SIGN_IN_CLOSED})
"""Changes whose undoing lets somebody in again, or further."""
CLOSES = frozenset({AccessKind.SIGN_IN_MADE, AccessKind.SIGN_IN_OPENED, AccessKind.SECOND_FACTOR_RESET})
"""Changes whose undoing closes the sign-in. What a lost second factor was is gone: undone, nobody gets in with a new one."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change as the second person finds it."""

    kind: AccessKind
    own: bool
    """Whoever looks did it, or it is about them."""
    settled: bool
    changed_again: bool
    """Somebody changed the same of the same person since, and that was not undone."""
    employed: bool
    last_administrator: bool
    """Nobody else who may sign in is an administrator."""
    service_ended: bool = False


def settling_obstacles(change: Change) -> list[Obstacle]:
    """Why whoever looks can't call it fine."""
    found = [Obstacle(Blocker.OWN_CHANGE)] if change.own else []
    return found + ([Obstacle(Blocker.CHANGE_SETTLED)] if change.settled else [])


def undoing_obstacles(change: Change, given: Collection[Role]) -> list[Obstacle]:
    """Why it can't be undone. `given` are the roles that would be taken back."""
    found = settling_obstacles(change)
    if change.changed_again:
        found.append(Obstacle(Blocker.CHANGED_AGAIN))
    if change.kind in GIVES_BACK and not change.employed:
        found.append(Obstacle(Blocker.NOT_EMPLOYED))
    if change.last_administrator and (change.kind in CLOSES or Role.ADMINISTRATOR in given):
        found.append(Obstacle(Blocker.LAST_ADMINISTRATOR))
    return found + ([Obstacle(Blocker.SERVICE_ENDED)] if change.service_ended else [])


def to_undo(given: Collection[Role], taken: Collection[Role], held: Collection[Role]) -> tuple[set[Role], set[Role]]:
    """(roles to take, roles to give) so that what was given is gone and what was taken is back; others stay."""
    return set(given) & set(held), set(taken) - set(held)
