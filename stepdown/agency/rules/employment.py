"""What stands in the way of somebody leaving, and of taking a role back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from stepdown.agency.terms import Blocker, Employment, Role
from stepdown.audit.terms import Obstacle


def leaving_obstacles(person: Employment, today: date, last_day: date) -> list[Obstacle]:
    """Why this person's employment can't end with `last_day`: somebody must be left who can manage sign-ins.

    What they still lead and whom they still care for stays with them until it is handed over; pages say what it is.
    """
    if not person.active:
        return [Obstacle(Blocker.NOT_EMPLOYED)]
    found = [Obstacle(Blocker.OWN_EMPLOYMENT)] if person.is_actor else []
    found += [Obstacle(Blocker.LAST_ADMINISTRATOR)] if person.last_administrator else []
    found += [Obstacle(Blocker.NOT_YET, {"last_day": last_day})] if last_day > today else []
    return found + [Obstacle(Blocker.STILL_ON_CALL, {"ends": until}) for until in _until(person)]


def _until(person: Employment) -> list[datetime]:
    return [] if person.on_call_until is None else [person.on_call_until]


def roles_obstacles(taken: Collection[Role], *, last_administrator: bool) -> list[Obstacle]:
    """Why these roles can't be taken back."""
    return [Obstacle(Blocker.LAST_ADMINISTRATOR)] if Role.ADMINISTRATOR in taken and last_administrator else []
