"""What was said in group rooms and is written down afterwards, from another system."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stepdown.kernel.period import Period
from stepdown.session.terms.facts import LeaderSays
from stepdown.session.terms.words import AwayReason


@dataclass(frozen=True, slots=True)
class BroughtOut:
    """Somebody was asked out of a session, and came back at `returned_at` unless nobody said so."""

    client: int
    session: int
    reason: AwayReason
    left_at: datetime
    returned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BroughtLeading:
    """Who in fact led a session (None: nobody known); once it was closed, when it ended and what the leader said.

    Of clients whom no word is about the leader said nothing: for them the door counts.
    """

    session: int
    staff: int | None = None
    ended_at: datetime | None = None
    in_room: int | None = None
    guests: int = 0
    says: tuple[LeaderSays, ...] = ()


@dataclass(frozen=True, slots=True)
class BroughtSettlement:
    """Where desk and leader disagreed: somebody decided that a client was there from `came_at` to `left_at`, or not."""

    client: int
    session: int
    came_at: datetime | None
    left_at: datetime | None
    settled_at: datetime
    settled_by: str
    reason: str

    @property
    def there(self) -> Period | None:
        """When they were there; None for not at all, and where the two times are none."""
        came, left = self.came_at, self.left_at
        return Period(came, left) if came and left and came < left else None
