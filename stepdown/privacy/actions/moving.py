"""This app's part of making two records of one person one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Obstacle
from stepdown.consent.terms import LegalBlocker
from stepdown.people.actions.moving import Link, move_rows
from stepdown.people.terms import Moved, Moving
from stepdown.privacy.models import LegalHold, Request
from stepdown.privacy.queries import holds_of


@action
def move_client(*, by: Actor, at: datetime, moving: Moving) -> Moved:
    """This app's part of a merge, or of taking one back; see `journey.merge_clients`.

    Refused while a hold on either record is not lifted, as while a legal request is open: both stay as they are.
    """
    moved = move_rows(by, [Link(Request), Link(LegalHold)], moving)
    held = [Obstacle(LegalBlocker.ON_HOLD)] if holds_of([moving.source, moving.target]) else []
    return replace(moved, obstacles=(*moved.obstacles, *held))
