"""This app's part in making two records of one client one."""

from __future__ import annotations

from datetime import datetime

from stepdown.audit.context import action
from stepdown.audit.terms import Actor
from stepdown.people.actions.moving import Link, move_rows
from stepdown.people.terms import MergeBlocker, Moved, Moving
from stepdown.session.models import Away, Missed, Said, Segment, Visit

LINKS = (
    Link(Visit, blocker=MergeBlocker.BOTH_HERE),
    Link(Segment, blocker=MergeBlocker.BOTH_HERE),
    Link(Away, blocker=MergeBlocker.BOTH_HERE),
    Link(Said, blocker=MergeBlocker.BOTH_HERE),
    Link(Missed, stays_if_there=True),
)


@action
def move_client(*, by: Actor, at: datetime, moving: Moving) -> Moved:
    """This app's part of a merge, or of taking one back; see `journey.merge_clients`."""
    return move_rows(by, LINKS, moving)
