"""This step's part of a merge: one client's way becomes part of another's."""

from __future__ import annotations

from datetime import datetime

from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Obstacle
from stepdown.episode.models import AdmissionData, Episode, Step
from stepdown.episode.queries import steps_of
from stepdown.episode.rules.lifecycle import first_fault
from stepdown.episode.terms import Blocker
from stepdown.people.actions.moving import Link, move_rows
from stepdown.people.terms import MergeBlocker, Moved, Moving


@action
def move_client(*, by: Actor, at: datetime, moving: Moving) -> Moved:
    """This app's part of a merge, or of taking one back; see `journey.merge_clients`.

    Two ways that can't follow on one another, such as a first call after an admission, are told: a way with a fault in
    it would lose the episode that rests on it.
    """
    links = [Link(Episode, blocker=MergeBlocker.BOTH_IN_CARE), Link(Step), Link(AdmissionData)]
    moved = move_rows(by, links, moving)
    if moved.obstacles:
        return moved
    ways = steps_of([moving.source, moving.target])
    broken = [fault[0] for steps in ways.values() if (fault := first_fault(steps))]
    told = tuple(Obstacle(Blocker.WAYS_CROSS, {"event": step.event, "since": step.on}) for step in broken)
    return Moved(moved.rows, (*moved.obstacles, *told))
