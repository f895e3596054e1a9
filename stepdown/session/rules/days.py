"""Days of many clients at once, gone through a month at a time: whatever the order of a file, little is asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from stepdown.kernel.period import Period

T = TypeVar("T")
MONTH = timedelta(days=31)
DaysOf = Mapping[int, Sequence[Period]]
"""The local days of each client, in order; a client has one site, so no two of them overlap."""


def by_months(days: Iterable[tuple[int, Period]]) -> Iterator[tuple[Period, DaysOf]]:
    """Each (client, day) once, in goes of at most a month: the span of a go, and the days of each client in it."""
    found: defaultdict[int, list[Period]] = defaultdict(list)
    span: Period | None = None
    for client, day in sorted(set(days), key=lambda one: one[1]):
        if span is not None and day.end - span.start > MONTH:
            yield span, dict(found)
            found.clear()
            span = None
        span = Period(span.start, max(span.end, day.end)) if span else day
        found[client].append(day)
    if span is not None:
        yield span, dict(found)


def by_day(
    rows: Iterable[T], days: Sequence[Period], reach: Callable[[T], Period | datetime]
) -> defaultdict[Period, list[T]]:
    """The rows of each of one client's `days`, in their order: those whose `reach` is a moment of it, or touches it."""
    starts = [day.start for day in days]
    found: defaultdict[Period, list[T]] = defaultdict(list)
    for row in rows:
        reached = reach(row)
        first, last = (reached.start, reached.end) if isinstance(reached, Period) else (reached, None)
        place = max(bisect_right(starts, first) - 1, 0)
        for day in days[place:]:
            if day.start > first and (last is None or day.start >= last):
                break
            if first < day.end:
                found[day].append(row)
    return found
