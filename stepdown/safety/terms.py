"""Words of safety: who must not meet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Blocker(StrEnum):
    """What stands in the way of keeping two clients apart. Doors word each one."""

    SAME_CLIENT = "same_client"
    ENDS_BEFORE_START = "ends_before_start"
    ALREADY_RESTRICTED = "already_restricted"
    ENDED_ALREADY = "ended_already"
    NO_REASON = "no_reason"


@dataclass(frozen=True, slots=True)
class NewRestriction:
    """Two clients, in either order, who must not be in one room or call, up to, not including, `ends`."""

    one: int
    other: int
    starts: date
    ends: date | None = None
    reason: str = ""

    @property
    def pair(self) -> tuple[int, int]:
        """Both ids, the lower one first."""
        return min(self.one, self.other), max(self.one, self.other)

    def shares_a_day_with(self, other: NewRestriction) -> bool:
        """Whether there is a day on which both hold."""
        return (self.ends is None or other.starts < self.ends) and (other.ends is None or self.starts < other.ends)


@dataclass(frozen=True, slots=True)
class RestrictionRow:
    """Somebody one client must not meet, as those allowed see it; `ends` is the first day they may meet again."""

    id: int
    other: int
    reason: str
    starts: date
    ends: date | None
    ended_reason: str

    def holds(self, day: date) -> bool:
        """Whether it holds on `day`, or is to come."""
        return self.ends is None or day < self.ends
