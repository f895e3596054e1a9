"""A stretch of time between two aware moments; the end is not part of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `start` up to, not including, `end`. Both carry a time zone; `start` comes first.

    Raises ValueError when a moment has no time zone or the end does not come after the start.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a period needs moments with a time zone")
        if self.end <= self.start:
            raise ValueError("a period ends after it starts")

    @property
    def minutes(self) -> int:
        """Whole elapsed minutes, rounded down. Elapsed, so a clock change inside does not bend it."""
        return int((self.end - self.start) / timedelta(minutes=1))

    def overlaps(self, other: Period) -> bool:
        """Whether the two share any time; touching ends do not."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Period) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlap(self, other: Period) -> Period | None:
        """The time both share, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start < end else None


def minutes_covered(periods: Iterable[Period]) -> int:
    """Whole minutes covered by at least one of `periods`: overlapping time is counted once (law 2)."""
    covered = timedelta()
    reached: datetime | None = None
    for period in sorted(periods):
        start = period.start if reached is None else max(period.start, reached)
        if start < period.end:
            covered += period.end - start
            reached = period.end
    return int(covered / timedelta(minutes=1))
