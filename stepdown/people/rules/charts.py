"""Charts opened with a reason: what is asked, how long they stay open, who reviews."""

from __future__ import annotations

from datetime import datetime, timedelta

from stepdown.audit.terms import Obstacle, obstacles_in
from stepdown.people.terms import (
    NEEDS_WORDS,
    Blocker,
    Found,
    OpeningReason,
    Sought,
)


def time_box(hours: int | None, at: datetime, midnight: datetime) -> datetime:
    """Until when a chart opened with a reason stays open: `hours` of policy, to the end of the local day without any."""
    return midnight if hours is None else at + timedelta(hours=hours)


def reason_obstacles(reason: OpeningReason, words: str) -> list[Obstacle]:
    """An emergency, and what is none of the reasons, is told in a sentence."""
    return [Obstacle(Blocker.NO_WORDS)] if reason in NEEDS_WORDS and not words.strip() else []


def sought_obstacles(who: Sought) -> list[Obstacle]:
    """Nobody is found by half a name: the record number, or the whole name with the date of birth."""
    enough = who.record_number.strip() or (who.name.strip() and who.born is not None)
    return [] if enough else [Obstacle(Blocker.NOBODY_LIKE_THAT)]


def review_obstacles(found: Found, words: str, *, own: bool) -> list[Obstacle]:
    """Nobody reviews themself; what is not in order is told in a sentence."""
    return obstacles_in(
        (Blocker.OWN_OPENING, own),
        (Blocker.NO_WORDS, found is not Found.IN_ORDER and not words.strip()),
    )
