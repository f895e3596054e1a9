"""What the ledger must know of a session to count its minutes: its kind of service, and the breaks inside it."""

from __future__ import annotations

from collections.abc import Collection

from stepdown.kernel.period import Period
from stepdown.kernel.week import Week
from stepdown.schedule.models import PlannedSession


def counted(sessions: Collection[int], zone: str) -> dict[int, tuple[str, tuple[Period, ...]]]:
    """(category of service, breaks) of each of `sessions`, by id; a break is that of the group's track. One query.

    `zone` is the IANA name of the time zone in which the tracks' hours are read.
    """
    rows = PlannedSession.objects.filter(pk__in=sessions).values_list(
        "pk",
        "period",
        "service__category",
        "group__track__blocks__weekday",
        "group__track__blocks__break_starts",
        "group__track__blocks__break_ends",
    )
    found: dict[int, tuple[str, tuple[Period, ...]]] = {}
    for number, span, category, weekday, starts, ends in rows:
        _, breaks = found.get(number, (category, ()))
        if starts is not None and ends is not None:
            week = Week.of(span.lower, zone)
            pause = week.span(weekday, starts, ends - starts)
            if pause.overlaps(Period(span.lower, span.upper)):
                breaks = (*breaks, pause)
        found[number] = (category, breaks)
    return found
