"""Two records of one person made one, and that taken back: every step of care does its part, or none does."""

from __future__ import annotations

from datetime import datetime

from stepdown.agency.access import demand
from stepdown.audit.actions import lock
from stepdown.audit.context import action
from stepdown.audit.terms import Actor, Lockable, Obstacle, Refused, refuse
from stepdown.consent import actions as consent
from stepdown.coverage import actions as coverage
from stepdown.episode import actions as episode
from stepdown.people import actions as people
from stepdown.people.access import MAY_MERGE
from stepdown.people.queries import merge_of, sites_of
from stepdown.people.terms import Moving
from stepdown.plan import actions as plan
from stepdown.privacy import actions as privacy
from stepdown.reminder import actions as reminder
from stepdown.safety import actions as safety
from stepdown.schedule.actions import moving as schedule
from stepdown.session import actions as session

STEPS = (people, consent, privacy, episode, safety, coverage, plan, schedule, session, reminder)
"""Every step with a link to clients."""


@action
def merge_clients(*, by: Actor, at: datetime, kept: int, duplicate: int) -> int:
    """Make two records of one person one: every row of `duplicate` becomes `kept`'s. Returns the merge's id.

    Refused, with everything at once: what `people.join_records` refuses, a record that law holds as it is, and in any
    step rows that leave each other no room, such as two episodes or two visits at one time.
    """
    demand(by, MAY_MERGE, sites_of([kept, duplicate]).values())
    lock((Lockable.CLIENT, client) for client in (kept, duplicate))
    moved, obstacles = ({}, []) if kept == duplicate else _moved(by, at, Moving(duplicate, kept))
    try:
        merge = people.join_records(by=by, at=at, kept=kept, duplicate=duplicate, moved=moved)
    except Refused as refused:
        raise Refused(*refused.obstacles, *obstacles) from None
    refuse(obstacles)
    return merge


@action
def undo_merge(*, by: Actor, at: datetime, merge: int) -> None:
    """Take a merge back: exactly the rows that moved go back. What was added to the kept record since stays there.

    Refused, with everything at once: what `people.part_records` refuses, a record that law holds as it is, and
    rows that leave each other no room.
    """
    kept, duplicate, rows = merge_of(merge)
    demand(by, MAY_MERGE, sites_of([kept, duplicate]).values())
    lock((Lockable.CLIENT, client) for client in (kept, duplicate))
    people.part_records(by=by, at=at, merge=merge)
    _, obstacles = _moved(by, at, Moving(kept, duplicate, rows))
    refuse(obstacles)


def _moved(by: Actor, at: datetime, moving: Moving) -> tuple[dict[str, list[int]], list[Obstacle]]:
    """Every step's part: ids of the rows that moved, by table, and what stood in the way, each once."""
    rows: dict[str, list[int]] = {}
    obstacles: list[Obstacle] = []
    for step in STEPS:
        part = step.move_client(by=by, at=at, moving=moving)
        rows |= part.rows
        obstacles += part.obstacles
    return rows, list(dict.fromkeys(obstacles))
