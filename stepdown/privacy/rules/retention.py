"""Until which day a record must be kept. What is not known keeps it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from stepdown.audit.terms import Obstacle, obstacles_in
from stepdown.kernel.years import years_after
from stepdown.privacy.terms import HoldBlocker, Keeping, Kept, KeptBy, Life


def kept(life: Life, of_age: int | None, rows: Collection[Keeping]) -> Kept | None:
    """The longest of what holds; None: keep it, because they are in care, or the birth date or a row is not known.

    `of_age` is the age of majority there. A minor is whoever was one on the day of their first admission; the years run
    from the birthday of majority. The row of every payer counts, for what a plan is called says nothing sure of its kind.
    """
    if life.born is None or life.came is None or life.left is None or of_age is None:
        return None
    majority = years_after(life.born, of_age)
    starts = {KeptBy.CHART: life.left}
    if life.came < majority:
        starts[KeptBy.MINOR] = majority
    if life.told is not None:
        starts[KeptBy.ACCOUNTING] = life.told
    if not starts.keys() <= {row.kind for row in rows}:
        return None
    found = [Kept(years_after(starts[row.kind], row.years), row) for row in rows if row.kind in starts]
    return max(found, key=lambda one: (one.until, not one.row.payer))


def past(found: Kept | None, today: date) -> bool:
    """Whether a record need not be kept any more. The last day itself still counts."""
    return found is not None and found.until < today


def hold_obstacles(words: str, placed_on: date, today: date) -> list[Obstacle]:
    """What keeps a hold from being placed."""
    return obstacles_in((HoldBlocker.NO_WORDS, not words.strip()), (HoldBlocker.NOT_YET, placed_on > today))


def lifting_obstacles(words: str, *, lifted: bool) -> list[Obstacle]:
    """What keeps a hold from being lifted: it is lifted once, for a reason."""
    return obstacles_in((HoldBlocker.NO_WORDS, not words.strip()), (HoldBlocker.LIFTED_ALREADY, lifted))
