"""The schedule's part of making two records of one person one."""

from __future__ import annotations

from datetime import datetime

from stepdown.audit.context import action
from stepdown.audit.terms import Actor
from stepdown.people.actions.moving import Link, move_rows
from stepdown.people.terms import MergeBlocker, Moved, Moving
from stepdown.schedule.models import ClientAvailability, Enrollment, Participant, SessionGuest, TrackEnrollment

LINKS = (
    Link(TrackEnrollment, blocker=MergeBlocker.BOTH_ENROLLED),
    Link(Enrollment, blocker=MergeBlocker.BOTH_ENROLLED),
    Link(Participant, blocker=MergeBlocker.BOTH_EXPECTED),
    Link(SessionGuest),
    Link(ClientAvailability),
)


@action
def move_client(*, by: Actor, at: datetime, moving: Moving) -> Moved:
    """This app's part of a merge, or of taking one back; see `journey.merge_clients`."""
    return move_rows(by, LINKS, moving)
