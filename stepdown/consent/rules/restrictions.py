"""What stands in the way of asking for a restriction and of answering it, and whether it is kept (45 CFR 164.522(a))."""

from __future__ import annotations

from stepdown.audit.terms import Obstacle, obstacles_in
from stepdown.consent.terms import (
    KEPT,
    PLAN_PURPOSES,
    Blocker,
    NewRestriction,
    RecipientKind,
    RestrictionOutcome,
    RestrictionStanding,
)

STANDS = {
    RestrictionOutcome.AGREED: RestrictionStanding.AGREED,
    RestrictionOutcome.DECLINED: RestrictionStanding.DECLINED,
    RestrictionOutcome.ENDED_AT_THEIR_WISH: RestrictionStanding.ENDED,
    RestrictionOutcome.ENDED_BY_NOTICE: RestrictionStanding.ENDED_FROM_A_DAY,
}


def restriction_obstacles(new: NewRestriction, kind: RecipientKind | None, *, in_circle: bool) -> list[Obstacle]:
    """Everything that keeps a request from being written down; `kind` is what its recipient is, None: nobody is named."""
    named = [one for one in (new.kind, new.recipient, new.contact) if one is not None]
    plan = kind == RecipientKind.PAYER and bool(new.purposes) and new.purposes <= PLAN_PURPOSES
    return obstacles_in(
        (Blocker.NO_RECIPIENT, kind is None or len(named) != 1 or kind == RecipientKind.CLIENT),
        (Blocker.NOT_IN_THE_CIRCLE, new.contact is not None and not in_circle),
        (Blocker.NOT_SAID, not new.words.strip()),
        (Blocker.ENDS_BEFORE_START, new.first is not None and new.until is not None and new.until <= new.first),
        (Blocker.NOT_A_PLAN, new.paid_in_full and not plan),
    )


def restriction_standing(latest: RestrictionOutcome | None, *, paid_in_full: bool) -> RestrictionStanding:
    """Whether it is kept, by its latest answer. What was paid for in full is kept without one."""
    if latest is not None:
        return STANDS[latest]
    return RestrictionStanding.REQUIRED if paid_in_full else RestrictionStanding.ASKED


def answer_obstacles(
    standing: RestrictionStanding, outcome: RestrictionOutcome, *, words: str, paid_in_full: bool
) -> list[Obstacle]:
    """What stands in the way of answering a request so. One that must be kept ends only as the client wishes."""
    answers = outcome in {RestrictionOutcome.AGREED, RestrictionOutcome.DECLINED}
    theirs = outcome == RestrictionOutcome.ENDED_AT_THEIR_WISH
    must = paid_in_full and not theirs and standing in KEPT
    endable = KEPT if theirs else {RestrictionStanding.AGREED}
    return obstacles_in(
        (Blocker.MUST_BE_KEPT, must),
        (Blocker.ANSWERED_ALREADY, answers and not must and standing != RestrictionStanding.ASKED),
        (Blocker.NOT_KEPT, not answers and not must and standing not in endable),
        (Blocker.NOT_SAID, not words.strip()),
    )
