"""When two records may become one, and when that may be taken back."""

from __future__ import annotations

from stepdown.audit.terms import Obstacle, obstacles_in
from stepdown.people.terms import MergeBlocker


def record_obstacles(*, same: bool, merged: bool, keeps_others: bool, synthetic: tuple[bool, bool]) -> list[Obstacle]:
    """Why two records can't become one, for what is known of the records themselves.

    A record that others were merged into is kept, never given up: undoing would otherwise have to go in order.
    """
    return obstacles_in(
        (MergeBlocker.SAME_RECORD, same),
        (MergeBlocker.MERGED_ALREADY, merged),
        (MergeBlocker.KEEPS_OTHERS, keeps_others),
        (MergeBlocker.SYNTHETIC_AND_REAL, synthetic[0] != synthetic[1]),
    )


def parting_obstacles(*, undone: bool, merged_on: bool) -> list[Obstacle]:
    """Why a merge can't be taken back."""
    if undone:
        return [Obstacle(MergeBlocker.NOT_MERGED)]
    return [Obstacle(MergeBlocker.MERGED_ON)] if merged_on else []
