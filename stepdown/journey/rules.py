"""Small decisions about what crosses steps."""

from __future__ import annotations

from collections.abc import Sequence

from stepdown.audit.terms import Obstacle
from stepdown.journey.terms import Admission, Blocker, Misfit, Mismatch, Offer, Wish
from stepdown.people.terms import CareRole
from stepdown.schedule.terms import Block, Hours

CARE_TEAM = (CareRole.CASE_MANAGER, CareRole.PRIMARY_CLINICIAN)
"""Who keeps in touch with a client on hold, the first of them who is there."""


def admission_obstacles(row: Admission) -> list[Obstacle]:
    """Every part of one admission is about the same client."""
    client = row.stay.client
    others = {place.client for place in row.team} | ({row.order.client} if row.order else set())
    return [Obstacle(Blocker.OTHER_CLIENT)] if others - {client} else []


def mismatches(offer: Offer, wish: Wish) -> tuple[Mismatch, ...]:
    """Every reason why a track does not fit somebody; none when it does.

    Who said no hours can come at none. A block fits when they can come for all of it, in hours that touch.
    """
    found = []
    if not offer.blocks:
        found.append(Mismatch(Misfit.HOURS_NOT_SET))
    elif outside := tuple(block for block in offer.blocks if not _covered(block, wish.hours)):
        found.append(Mismatch(Misfit.HOURS, outside))
    if offer.levels and wish.level is not None and wish.level not in offer.levels:
        found.append(Mismatch(Misfit.LEVEL))
    if offer.language and offer.language not in wish.languages:
        found.append(Mismatch(Misfit.LANGUAGE))
    return tuple(found)


def _covered(block: Block, hours: Sequence[Hours]) -> bool:
    """Whether every minute of the block lies in hours of that weekday."""
    reached = block.starts
    for one in sorted(hours, key=lambda one: one.starts):
        if one.weekday == block.weekday and one.starts <= reached:
            reached = max(reached, one.ends)
    return reached >= block.ends
