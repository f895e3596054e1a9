"""This app's part of making two records of one person one."""

from __future__ import annotations

from datetime import datetime

from stepdown.audit.context import action
from stepdown.audit.terms import Actor
from stepdown.people.actions.moving import Link, move_rows
from stepdown.people.terms import Moved, Moving
from stepdown.privacy.models import LegalHold, Request


@action
def move_client(*, by: Actor, at: datetime, moving: Moving) -> Moved:
    """This app's part of a merge, or of taking one back; see `journey.merge_clients`."""
    return move_rows(by, [Link(Request), Link(LegalHold)], moving)
