"""What stands in the way of somebody leaving, and of taking a role back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from stepdown.agency.terms import Blocker, Employment, Role
from stepdown.audit.terms import Obstacle


def works_here(active: bool, last_day: date | None, today: date) -> bool:
    """Whether somebody works here on `today`, a day of their own site: up to and with their last day."""
    return active and (last_day is None or today <= last_day)


def leaving_obstacles(person: Employment) -> list[Obstacle]:
    """Why this person's employment can't end: somebody must be left who can manage sign-ins, and answer the phone.

    What they still lead and whom they still care for stays with them until it is handed over; pages say what it is.
    """
    if not person.active:
        return [Obstacle(Blocker.NOT_EMPLOYED)]
    found = [Obstacle(Blocker.OWN_EMPLOYMENT)] if person.is_actor else []
    found += [Obstacle(Blocker.LAST_ADMINISTRATOR)] if person.last_administrator else []
    return found + [Obstacle(Blocker.STILL_ON_CALL, {"ends": until}) for until in _until(person)]


def _until(person: Employment) -> list[datetime]:
    return [] if person.on_call_until is None else [person.on_call_until]


def roles_obstacles(taken: Collection[Role], *, last_administrator: bool) -> list[Obstacle]:
    """Why these roles can't be taken back."""
    return [Obstacle(Blocker.LAST_ADMINISTRATOR)] if Role.ADMINISTRATOR in taken and last_administrator else []
