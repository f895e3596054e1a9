"""Words of restrictions: what a client asks us not to tell, what was answered, and whether we keep it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from stepdown.audit.terms import Category
from stepdown.consent.terms.words import Purpose, RecipientKind

PLAN_PURPOSES = frozenset({Purpose.PAYMENT, Purpose.OPERATIONS})
"""What a health plan never hears of care that was paid for in full by the client; treatment is another matter."""


class RestrictionOutcome(StrEnum):
    """What became of a request, one after another (45 CFR 164.522(a)(1), (2))."""

    AGREED = "agreed"
    DECLINED = "declined"
    ENDED_AT_THEIR_WISH = "ended_at_their_wish"
    """The client asked for the end, or agreed to it; said aloud is enough, written down by us."""
    ENDED_BY_NOTICE = "ended_by_notice"
    """We told them that we keep it no longer: for care from that day on, and never for what they paid for themselves."""


class RestrictionStanding(StrEnum):
    """Whether a restriction is kept. Until it is answered it is: unresolved means protected."""

    ASKED = "asked"
    REQUIRED = "required"
    AGREED = "agreed"
    DECLINED = "declined"
    ENDED_FROM_A_DAY = "ended_from_a_day"
    """Kept for care of before the notice."""
    ENDED = "ended"


KEPT = frozenset(RestrictionStanding) - {RestrictionStanding.DECLINED, RestrictionStanding.ENDED}
"""Standings in which the gate keeps it."""


@dataclass(frozen=True, slots=True)
class NewRestriction:
    """What a client asks not to be told: to one `recipient` or `contact`, or to all of a `kind`.

    Without `purposes` and `categories` it is for all of them. It is about care from `first` up to, not including,
    `until`; None: without a bound. `words` are the client's own.
    """

    client: int
    words: str
    kind: RecipientKind | None = None
    recipient: int | None = None
    contact: int | None = None
    purposes: frozenset[Purpose] = frozenset()
    categories: frozenset[Category] = frozenset()
    first: date | None = None
    until: date | None = None
    paid_in_full: bool = False


@dataclass(frozen=True, slots=True)
class RestrictionAnswerRow:
    """One answer to a request, as a page shows it."""

    outcome: RestrictionOutcome
    words: str
    answered_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class RestrictionRow:
    """A request for a restriction as a page shows it."""

    id: int
    to: str
    kind: RecipientKind
    purposes: tuple[Purpose, ...]
    categories: tuple[Category, ...]
    first: date | None
    until: date | None
    paid_in_full: bool
    words: str
    asked_at: datetime
    recorded_by: str
    standing: RestrictionStanding

    @property
    def kept(self) -> bool:
        """Whether the gate keeps it, at least for care of before."""
        return self.standing in KEPT
